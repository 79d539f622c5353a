from collections.abc import Callable

from PySide6.QtCore import Qt

from desktop.pages.facts_page import FactsPage
from tests.desktop.pages.conftest import Hall
from tests.desktop.pages.sheets import put, rows, type_in

Shown = Callable[[FactsPage], FactsPage]


def test_ratios_stand_beneath_and_a_zero_divisor_is_not_applicable(hall: Hall, shown: Shown) -> None:
    page = shown(FactsPage(hall("湛江")))
    assert rows(page.facts)[1][:4] == ["2", "机关编制", "69", "名"]
    found = {row[0]: row[1] for row in rows(page.ratios)}
    assert found["支出完成率"] == "95.29%"
    assert found["国库集中支付结转结余存量资金变动率"] == "不适用"
    tip = page.ratios.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines()[-1] == "相应项目的决算数 ÷ 年中预算调整后财政拨款收入 = 95.29%"


def test_a_ratio_follows_its_figures(hall: Hall, shown: Shown) -> None:
    page = shown(FactsPage(hall("湛江")))
    at = next(number for number, row in enumerate(rows(page.facts)) if row[1] == "相应项目的决算数")
    type_in(page.facts, at, 2, "48774.54")
    assert rows(page.ratios)[0][1] == "100.00%"


def test_figures_the_rules_ask_for_are_offered_and_become_records(hall: Hall, shown: Shown) -> None:
    workspace = hall("广州市人力")
    page = shown(FactsPage(workspace))
    at = next(number for number, row in enumerate(rows(page.facts)) if row[1] == "公用经费预算")
    assert rows(page.facts)[at][3] == "万元"
    type_in(page.facts, at, 2, "51356.63")
    assert workspace.table is not None
    assert [(each.label, each.value_text, each.unit) for each in workspace.table.base_facts] == [
        ("公用经费预算", "51356.63", "万元"),
    ]
    at = next(number for number, row in enumerate(rows(page.facts)) if row[1] == "公用经费实际支出")
    type_in(page.facts, at, 2, "42458.37")
    assert {row[0]: row[1] for row in rows(page.ratios)}["公用经费控制率"] == "-17.33%"


def test_figures_are_added_and_removed_where_the_cursor_stands(hall: Hall, shown: Shown) -> None:
    workspace = hall("湛江")
    page = shown(FactsPage(workspace))
    put(page.facts, 2, 2)
    assert page.insert_row()
    assert page.facts.view.currentIndex().row() == 3
    type_in(page.facts, 3, 1, "事业编制")
    assert rows(page.facts)[3][1] == "事业编制"
    assert rows(page.facts)[4][1] == "其中：行政执法专项编制"
    put(page.facts, 3, 1)
    assert page.remove_rows()
    assert rows(page.facts)[3][1] == "其中：行政执法专项编制"
    first = rows(page.facts)[0][1]
    put(page.facts, 0, 2)
    assert page.insert_row(above=True)
    assert page.facts.view.currentIndex().row() == 0
    assert [each[1] for each in rows(page.facts)[:2]] == ["", first]
