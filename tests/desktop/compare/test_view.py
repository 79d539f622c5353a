"""The comparison on one screen: table, charts and hints share the chosen row; filters, notes and answers do what they say."""

import tomllib
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from desktop.charts.page import ChartPage
from desktop.compare.model import TREND_ROLE, CompareModel
from desktop.compare.proposals import compare_with_likely
from desktop.compare.view import Calls, CompareView, Shown
from desktop.forms.compared import Filter, Kind
from scoring.align import Link
from scoring.compare import compare
from scoring.table import TableKey
from tests.compared_tables import next_year, published, row, small_table
from tests.scoring_cases import TESTS
from tests.truth_tables import PANYU

CASE = tomllib.loads((TESTS / "tables" / "compare" / "panyu_next_year.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shown() -> Shown:
    return Shown(*compare_with_likely((published(PANYU), next_year(CASE))))


pytestmark = pytest.mark.usefixtures("qapp")


def _texts(model: CompareModel, kind: Kind) -> list[str]:
    at = next(place for place, column in enumerate(model.columns) if column.kind is kind)
    return [str(model.index(line, at).data() or "") for line in range(model.rowCount())]


def test_the_model_keeps_the_rules_of_qt(shown: Shown) -> None:
    model = CompareModel(shown.comparison, {})
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for wanted in Filter:
        model.keep(wanted)
    model.choose([Kind.SCORE])
    assert [column.title for column in model.columns if column.side is not None] == ["得分", "得分"]


def test_filters_keep_what_they_say_with_its_bands(shown: Shown) -> None:
    model = CompareModel(shown.comparison, {})
    assert model.rowCount() == len(shown.comparison.lines) + 9  # six funds and a ratio, each under a heading
    model.keep(Filter.LOST)
    names = [each.strip("　") for each in _texts(model, Kind.NAME)]
    assert "预算完成率" in names
    assert "资金管理" in names
    assert "日常巡查企业数量" not in names
    model.keep(Filter.WORSE)
    assert [line.name for line in map(model.line, range(model.rowCount())) if line.leaf] == ["工伤保险参保人数"]
    model.keep(Filter.CHANGED)
    assert {"新增", "取消", "改名？", "移位"} <= set(_texts(model, Kind.STATE))


def test_funds_and_ratios_stand_below_the_indicators(shown: Shown) -> None:
    model = CompareModel(shown.comparison, {})
    names = [each.strip("　") for each in _texts(model, Kind.NAME)]
    at = names.index("按资金来源 财政拨款")
    assert names[at - 1] == "资金（万元）"
    shown_texts = {(column.kind, column.side): model.index(at, place).data() for place, column in enumerate(model.columns)}
    assert shown_texts[Kind.TARGET, 0] == "59,787.13"
    assert shown_texts[Kind.ACTUAL, 1] == "58,290.02"
    assert shown_texts[Kind.RATE, 1] == "97.50%"
    assert names[-1] == "预算完成率"
    assert not model.index(at, model.columnCount() - 1).flags() & Qt.ItemFlag.ItemIsEditable


def test_marks_tell_better_and_worse_without_colour_and_years_without_value_are_gaps() -> None:
    tables = [
        small_table(2021, [row("甲", "5", "4", target_text="10次", actual_text="9次")]),
        small_table(2022, [row("乙", "5", "5")]),
        small_table(2023, [row("甲", "5", "5", target_text="10次", actual_text="12次")]),
    ]
    model = CompareModel(compare(tables), {})
    assert "▲ 变好" in _texts(model, Kind.BETTER)
    trend = next(at for at, column in enumerate(model.columns) if column.kind is Kind.TREND)
    line = next(at for at in range(model.rowCount()) if model.line(at).name == "甲")
    assert model.index(line, trend).data(TREND_ROLE) == (Decimal(9), None, Decimal(12))
    middle = next(at for at, column in enumerate(model.columns) if column.kind is Kind.SCORE and column.side == 1)
    assert model.index(line, middle).data() == ""


def test_a_note_is_typed_in_its_cell_and_handed_on(shown: Shown, qtbot: QtBot) -> None:
    stored: list[tuple[TableKey, str, str]] = []
    view = CompareView(shown, Calls(store_note=lambda *note: stored.append(note)))
    qtbot.addWidget(view)
    at = view.model.columnCount() - 1
    index = view.model.index(2, at)
    assert index.flags() & Qt.ItemFlag.ItemIsEditable
    assert view.model.setData(index, "口径调整")
    line = view.model.line(2)
    assert stored == [(shown.comparison.tables[1].table.key, line.values[1].ids[0], "口径调整")]
    assert index.data() == "口径调整"
    assert not view.model.setData(index, "口径调整")
    assert not view.model.index(2, 1).flags() & Qt.ItemFlag.ItemIsEditable


def test_table_charts_and_hints_share_the_chosen_row(shown: Shown, qtbot: QtBot) -> None:
    charts = ChartPage(key="points_lost")
    view = CompareView(shown, charts=charts)
    qtbot.addWidget(view)
    view.resize(1366, 768)
    with qtbot.waitExposed(view):
        view.show()
    wanted = next(line.at for line in shown.comparison.rows if line.name == "博士后补贴")
    charts.row_chosen.emit(wanted)
    assert view.table.chosen_track == wanted
    view.keep(Filter.WORSE)
    view.choose_row(wanted)
    assert view.model.filter is Filter.ALL
    assert view.table.chosen_track == wanted


def test_a_likely_pair_is_confirmed_or_refused_in_one_click(shown: Shown, qtbot: QtBot) -> None:
    said: list[Link] = []
    view = CompareView(shown, Calls(store_link=said.append))
    qtbot.addWidget(view)
    view.show()
    buttons = {each.text(): each for each in view.hints.findChildren(QPushButton)}
    link = shown.proposals[0].link
    buttons["是同一指标"].click()
    buttons["不是"].click()
    assert said == [Link(link.first, link.second), Link(link.first, link.second, same=False)]
    view.show_comparison(Shown(*compare_with_likely(shown.comparison.tables, said[:1])))
    assert "待确认的指标 0" in next(each.text() for each in view.hints.findChildren(QToolButton))


def test_a_double_click_or_enter_goes_to_the_row_of_that_year(shown: Shown, qtbot: QtBot) -> None:
    gone: list[tuple[TableKey, str]] = []
    view = CompareView(shown, Calls(go_to=lambda *place: gone.append(place)))
    qtbot.addWidget(view)
    view.resize(1366, 768)
    with qtbot.waitExposed(view):
        view.show()
    line = view.model.line(5)
    score = next(at for at, column in enumerate(view.model.columns) if column.side == 0 and column.kind is Kind.SCORE)
    years = view.findChildren(QTableView)[1]
    spot = years.visualRect(view.model.index(5, score)).center()
    QTest.mouseClick(years.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(years.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert gone == [(shown.comparison.tables[0].table.key, line.values[0].ids[0])]


def test_the_summary_tells_both_bases_and_tables_can_be_taken_out(shown: Shown, qtbot: QtBot) -> None:
    taken: list[int] = []
    view = CompareView(shown, Calls(remove_table=taken.append))
    qtbot.addWidget(view)
    view.show()
    summary = next(each for each in view.children() if each.objectName() == "summary")
    assert "+3.47 = 完成情况 +0.22，分值调整 +0.8，新增指标 +0.45，取消指标 −0.5，加减分 +2.5" in summary.text()  # type: ignore[attr-defined]
    view.show_like_for_like(like=True)
    assert "2021：93.15   2022：95.75" in summary.text()  # type: ignore[attr-defined]
    next(each for each in view.findChildren(QToolButton) if each.text() == "2022 ×").click()
    assert taken == [1]


def test_a_single_year_and_an_empty_one_are_shown(qtbot: QtBot) -> None:
    for tables in ([published(PANYU)], [small_table(2021, [])]):
        view = CompareView(Shown(compare(tables)), charts=ChartPage())
        qtbot.addWidget(view)
        with qtbot.waitExposed(view):
            view.show()
        assert view.model.rowCount() >= len(tables[0].rows)
        assert Kind.CHANGE not in {column.kind for column in view.model.columns}
