import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from desktop.forms.form import shipped_forms
from desktop.forms.tree_rows import TREE_KINDS
from desktop.grid.column_choice import choose_columns, show_heading_menu
from desktop.grid.columns import column_words, ordered, without
from desktop.grid.page import TablePage
from desktop.grid.plan import NAMES, plan_columns
from scoring.table import Field

FORMS = {key: form for key, form in shipped_forms().items() if form.blocks_of(*TREE_KINDS)}
TESTING = QAbstractItemModelTester.FailureReportingMode.Fatal


def keys(page: TablePage) -> list[str]:
    return [each.key for each in page.model.plan.columns]


@pytest.mark.parametrize("form", FORMS)
def test_any_column_but_the_name_can_go_from_any_form(form: str) -> None:
    plan = plan_columns(FORMS[form], year=2021, money_unit="万元", scored=True)
    words = column_words(plan)
    assert len(set(words.values())) == len(words)
    assert not set(words) & set(NAMES)
    for key in words:
        left = without(plan, {key})
        assert [each.key for each in left.columns] == [each.key for each in plan.columns if each.key != key]
        for slots in left.blocks.values():
            places = [at + each for at, slot in slots.items() for each in range(slot.span)]
            assert len(places) == len(set(places))
            assert all(0 <= each < len(left.columns) for each in places)
    assert [each.key for each in without(plan, set(words)).columns] == [
        each.key for each in plan.columns if each.key not in words
    ]


def test_a_hidden_column_keeps_the_cursor_on_its_fact_and_the_cells_that_covered_it(page: TablePage) -> None:
    tester = QAbstractItemModelTester(page.model, TESTING)
    page.go_to("7", "actual_text")
    page.columns.hide(("target", "rule_score", "subcategory_points"))
    assert page.chosen_cell().text == "2020年评选135名产业高端人才"
    assert keys(page)[:7] == ["category", "category_points", "subcategory", "indicator", "points", "actual", "completion_rate"]
    assert page.model.cell(0, 5).text == "部门（单位）本年度部门预算的预算完成数与预算数的比率"
    assert (page.model.cell(0, 5).span, page.view.heading.frozen) == (1, 5)
    page.columns.hide(())
    assert page.model.cell(0, 6).span == 2
    assert tester.model() is page.model


def test_going_to_a_fact_shows_its_column_again(page: TablePage) -> None:
    page.columns.hide(("actual", "remark"))
    assert page.go_to("8", "actual_text")
    assert page.chosen_cell().text == "2020年评选323名急需紧缺人才"
    assert page.columns.hidden == ("remark",)


@pytest.mark.qt_log_ignore("This plugin does not support")  # the platform without a screen has no popups to grab for
def test_the_menu_of_the_heading_hides_its_column_and_shows_all(page: TablePage) -> None:
    heading = page.view.heading
    menu = show_heading_menu(page.columns, page.choice, QPoint(heading.left_of(1) + 5, 5))
    words = [each.text() for each in menu.actions()]
    assert words[:4] == ["按此列从小到大(&U)", "按此列从大到小(&D)", "恢复表样顺序(&F)", ""]
    assert words[4:] == ["隐藏“分值（一级指标）”列(&H)", "显示全部列(&A)", "", "列(&L)…"]
    menu.actions()[4].trigger()
    menu.close()
    assert page.columns.hidden == ("category_points",)
    assert keys(page)[:2] == ["category", "subcategory"]
    named = show_heading_menu(page.columns, page.choice, QPoint(heading.left_of(keys(page).index("indicator")) + 5, 5))
    assert not named.actions()[4].isEnabled()
    named.actions()[5].trigger()
    named.close()
    assert page.columns.hidden == ()


def test_the_list_of_columns_works_with_the_keyboard(page: TablePage, qtbot: QtBot) -> None:
    page.columns.hide(("of_another_form",))
    dialog = choose_columns(page.columns)
    listed = dialog.findChild(QListWidget)
    assert isinstance(listed, QListWidget)
    assert dialog.focusWidget() is listed
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    assert page.columns.hidden == ("of_another_form", "category")
    assert "category" not in keys(page)
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    assert page.columns.hidden == ("of_another_form",)
    qtbot.keyClick(listed, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_columns_are_moved_with_the_keyboard_and_put_back(page: TablePage) -> None:
    before, texts = keys(page), [cell.text for cell in page.model.cells[3]]
    dialog = choose_columns(page.columns)
    listed = dialog.findChild(QListWidget)
    listed.setCurrentRow(keys_of(listed).index("actual"))
    up, down, usual = (each for each in dialog.findChildren(QPushButton) if each.text()[:2] in ("上移", "下移", "按表"))
    up.click()
    assert keys(page).index("actual") == before.index("target")
    assert sorted(cell.text for cell in page.model.cells[3]) == sorted(texts)
    assert page.model.cell(3, keys(page).index("actual")).field is Field.ACTUAL
    for _ in range(3):
        up.click()  # not into the columns that stay in view
    assert keys(page)[: page.model.plan.frozen] == before[: page.model.plan.frozen]
    down.click()
    assert keys(page) == before
    down.click()
    usual.click()
    assert keys(page) == before


def keys_of(listed: QListWidget) -> list[str]:
    return [str(listed.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(listed.count())]


@pytest.mark.parametrize("form", FORMS)
def test_any_order_of_columns_shows_every_fact_once(form: str) -> None:
    plan = plan_columns(FORMS[form], year=2021, money_unit="万元", scored=True)
    backwards = ordered(plan, [each.key for each in reversed(plan.columns)])
    assert sorted(each.key for each in backwards.columns) == sorted(each.key for each in plan.columns)
    assert backwards.columns[: plan.frozen] == plan.columns[: plan.frozen]
    for number, slots in backwards.blocks.items():
        places = [at + each for at, slot in slots.items() for each in range(slot.span)]
        assert len(places) == len(set(places))
        assert sorted(slot.words for slot in slots.values()) == sorted(slot.words for slot in plan.blocks[number].values())
    assert ordered(plan, ()) is plan
