from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.grid.page import TablePage
from desktop.grid.row_filter import Keep
from desktop.grid.rows import RowKind
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import Field, node_of

NAME, ACTUAL, SCORE = 4, 7, 10
TESTING = QAbstractItemModelTester.FailureReportingMode.Fatal


def names(page: TablePage) -> list[str]:
    return [page.model.cell(row, NAME).text for row in page.model.node_rows()]


def test_each_choice_shows_its_rows_with_their_bands_and_all_brings_the_rest_back(page: TablePage) -> None:
    before = names(page)
    page.choice.filter(Keep.MISSED)
    assert names(page) == ["产业高端人才", "急需紧缺人才"]
    assert [page.model.cell(0, at).text for at in (0, 2)] == ["履职效能", "任务1-深入实施“1+4”产业人才政策"]
    assert page.model.cell(0, 2).note == "小计 2"  # of all its rows, as on the whole table
    assert page.model.runs(0) == [(0, 2)]
    assert [each.kind for each in page.model.rows] == [RowKind.NODE, RowKind.NODE, RowKind.TOTAL]
    assert page.model.cell(2, SCORE).text == "7.48"
    assert page.choice.bar.told.text() == "显示 2 行，共 7 行"
    assert page.view.heading.block == page.model.rows[0].block
    page.choice.filter(Keep.EXCEEDED)
    assert names(page) == ["职业技能鉴定人次"]
    page.choice.filter(Keep.ALL)
    assert names(page) == before
    assert page.choice.bar.told.text() == ""


def test_rows_with_problems_and_rows_scored_by_hand(page: TablePage, workspace: Workspace) -> None:
    page.choice.filter(Keep.PROBLEMS)
    flagged = {each.place.id for each in workspace.findings if each.severity.value != "info"}
    shown = [each for each in page.model.rows if each.kind is RowKind.NODE]
    assert shown
    assert all({each.node_id, *each.bands} & flagged for each in shown)
    seen = {id_ for each in shown for id_ in (each.node_id, *each.bands)}
    assert flagged & {str(number) for number in range(1, 15)} <= seen
    page.choice.filter(Keep.GIVEN)
    assert {"预算完成率", "产业高端人才"} <= set(names(page))
    assert "职业技能培训人次" not in names(page)


def test_a_row_stays_in_view_while_it_is_filled_in(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    workspace.edit(Op.SET_FIELD, edit.set_field, "10", Field.ACTUAL, "")
    workspace.edit(Op.SET_FIELD, edit.set_field, "11", Field.ACTUAL, "")
    tester = QAbstractItemModelTester(page.model, TESTING)
    page.choice.filter(Keep.EMPTY)
    assert names(page)[-2:] == ["职业技能培训人次", "职业技能鉴定人次"]
    row = len(names(page)) - 2
    page.view.put_cursor(page.model.index(row, ACTUAL))
    for signs in ("3", "2"):
        QTest.keyClick(page.view, signs)
        editor = page.view.delegate.editor
        assert editor is not None
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert workspace.table is not None
    assert [node_of(workspace.table, each).actual_text for each in ("10", "11")] == ["3", "2"]
    assert names(page)[-2:] == ["职业技能培训人次", "职业技能鉴定人次"]
    workspace.edit(Op.INSERT_ROW, edit.insert_after, "11")
    assert names(page)[-1] == ""
    workspace.undo()
    page.choice.filter(Keep.EMPTY)
    assert "职业技能培训人次" not in names(page)
    page.choice.filter(Keep.ALL)
    assert tester.model() is page.model
    assert [each.id for each in workspace.table.nodes] == [str(number) for number in range(1, 15)]


def test_going_to_a_hidden_row_takes_the_filter_off(page: TablePage) -> None:
    page.choice.filter(Keep.MISSED)
    assert page.go_to("8", "actual_text")
    assert len(names(page)) == 2
    assert page.go_to("3", "name")
    assert (len(names(page)), page.chosen_cell().node_id) == (7, "3")
    assert page.choice.bar.keep.currentData() is Keep.ALL


def test_the_keyboard_chooses_rows_and_goes_on_in_the_table(page: TablePage, qtbot: QtBot) -> None:
    page.choice.start()
    assert QApplication.focusWidget() is page.choice.bar.keep
    for _ in range(3):
        qtbot.keyClick(page.choice.bar.keep, Qt.Key.Key_Down)
    qtbot.keyClick(page.choice.bar.keep, Qt.Key.Key_Return)
    assert len(names(page)) == 2
    assert page.view.hasFocus()
    page.choice.start()
    qtbot.keyClick(page.choice.bar.keep, Qt.Key.Key_Escape)
    assert len(names(page)) == 7
    assert page.view.hasFocus()


def test_nothing_of_a_kind_leaves_the_total_and_no_trouble(page: TablePage, qtbot: QtBot) -> None:
    page.choice.filter(Keep.MISSED)
    page.workspace.edit(Op.CLEAR, edit.set_fields, {("10", Field.ACTUAL): "2.5", ("11", Field.ACTUAL): "0.6"})
    page.choice.filter(Keep.EXCEEDED)
    qtbot.keyClick(page.view, "5")
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    assert names(page) == []
    assert page.choice.bar.told.text() == "显示 0 行，共 7 行"
    page.choice.filter(Keep.ALL)
    assert len(names(page)) == 7
