"""Sorting is another look at the same table: what is stored keeps its order."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.grid.page import TablePage
from desktop.grid.row_filter import Keep
from desktop.grid.rows import RowKind
from desktop.workspace.library import forms
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import Field, TableKey, node_of
from tests.small_tables import UNIT

NAME, POINTS, TARGET, ACTUAL, RATE, SCORE, MARK = 4, 5, 6, 7, 8, 10, 11
FORM_ORDER = [
    "预算完成率",
    "部门预算编制情况",
    "产业高端人才",
    "急需紧缺人才",
    "职业技能培训人次",
    "职业技能鉴定人次",
    "工作受表彰或批评",
]
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def names(page: TablePage) -> list[str]:
    return [page.model.cell(row, NAME).text for row in page.model.node_rows()]


@pytest.mark.parametrize(
    ("column", "falling", "duty"),
    [
        (TARGET, False, [2, 3, 5, 4, 6]),  # 150, 349, 6 000, 25 000; the bonus row has none
        (TARGET, True, [4, 5, 3, 2, 6]),
        (RATE, False, [2, 3, 4, 5, 6]),
        (RATE, True, [5, 4, 3, 2, 6]),
        (NAME, False, [2, 6, 3, 5, 4]),  # by sound: chan, gong, ji, zhiye jineng jianding before peixun
        (MARK, False, [4, 5, 2, 3, 6]),  # completed, exceeded, missed, given by hand
    ],
)
def test_each_block_is_sorted_by_itself_and_empty_cells_stand_last(
    page: TablePage, column: int, falling: bool, duty: list[int]
) -> None:
    before = page.workspace.table
    page.choice.sort_by(column, falling=falling)
    assert names(page)[2:] == [FORM_ORDER[at] for at in duty]
    assert [each.kind for each in page.model.rows].index(RowKind.HEADINGS) == 2
    assert page.workspace.table is before
    assert page.workspace.undo_text == ""
    page.choice.unsort()
    assert names(page) == FORM_ORDER


def test_a_sort_is_seen_and_ended_by_the_keyboard(page: TablePage, qtbot: QtBot) -> None:
    page.view.put_cursor(page.model.index(3, TARGET))  # in the other block the column has another name
    page.choice.sort_by(TARGET, falling=True)
    assert (page.choice.bar.isVisible(), page.choice.bar.sorted.text()) == (True, "▼ 按“年度指标值”从大到小")
    assert page.view.heading.sorted_by == ("target", True)
    assert page.view.hasFocus()
    page.choice.start()
    qtbot.keyClick(page.choice.bar.keep, Qt.Key.Key_Escape)
    assert names(page) == FORM_ORDER
    assert not page.choice.bar.isVisible()
    assert page.view.heading.sorted_by is None


def test_bands_are_named_beside_every_stretch_of_their_rows(page: TablePage) -> None:
    page.choice.sort_by(TARGET, falling=True)
    rows = [page.model.rows[row].node_id for row in page.model.node_rows()][2:]
    assert rows == ["10", "11", "8", "7", "14"]
    assert page.model.runs(2) == [(0, 2), (3, 2), (5, 2), (7, 1)]
    page.choice.sort_by(3, falling=True)  # the points of the tasks: 11.5, 5, 4
    assert [page.model.rows[row].node_id for row in page.model.node_rows()][2:] == ["7", "8", "14", "10", "11"]


def test_a_row_that_is_typed_into_stays_put_until_it_is_sorted_again(page: TablePage, workspace: Workspace) -> None:
    page.choice.sort_by(ACTUAL, falling=False)
    tester = QAbstractItemModelTester(page.model, FATAL)
    first = next(row for row in page.model.node_rows() if page.model.rows[row].node_id == "7")
    assert page.model.setData(page.model.index(first, ACTUAL), "99999人")
    assert page.model.rows[first].node_id == "7"
    assert page.chosen_cell().node_id != ""
    workspace.undo()
    assert page.model.rows[first].node_id == "7"
    assert workspace.redo()
    page.choice.sort_by(ACTUAL, falling=False)
    assert page.model.rows[first].node_id != "7"
    assert tester.model() is page.model


def test_a_paste_fills_the_rows_as_they_are_shown(page: TablePage) -> None:
    page.choice.sort_by(TARGET, falling=True)
    top = next(row for row in page.model.node_rows() if page.model.rows[row].node_id == "10")
    page.view.put_cursor(page.model.index(top, ACTUAL))
    QGuiApplication.clipboard().setText("3万人次\n2万人次\n300人")
    assert page.paste()
    table = page.workspace.table
    assert table is not None
    assert [node_of(table, each).actual_text for each in ("10", "11", "8", "7")][:3] == ["3万人次", "2万人次", "300人"]
    assert node_of(table, "7").actual_text == "2020年评选135名产业高端人才"


def test_a_new_row_stands_under_the_cursor_and_moving_is_refused_with_a_sentence(page: TablePage, qtbot: QtBot) -> None:
    page.choice.sort_by(TARGET, falling=True)
    row = next(row for row in page.model.node_rows() if page.model.rows[row].node_id == "8")
    page.view.put_cursor(page.model.index(row, NAME))
    assert page.insert_row()
    assert page.chosen_cell().node_id == "15"
    assert page.view.currentIndex().row() == row + 1
    table = page.workspace.table
    assert table is not None
    assert [each.id for each in table.nodes][7:9] == ["8", "15"]
    with qtbot.waitSignal(page.workspace.told) as told:
        assert not page.move_row(1)
    assert "请先恢复表样顺序" in told.args[0]
    assert not page.indent_row(1)
    assert not page.insert_row(above=True)
    page.choice.unsort()
    assert page.move_row(-1)


def test_filter_and_sort_go_together_and_another_table_begins_without_both(page: TablePage, workspace: Workspace) -> None:
    page.choice.filter(Keep.MISSED)
    page.choice.sort_by(TARGET, falling=True)
    assert names(page) == ["急需紧缺人才", "产业高端人才"]
    page.choice.filter(Keep.ALL)
    assert names(page)[2:4] == ["职业技能培训人次", "职业技能鉴定人次"]
    assert page.choice.bar.isVisible()
    workspace.start_year(workspace.overview()[0].key, 2022)
    assert names(page) == FORM_ORDER
    assert not page.choice.bar.isVisible()


@pytest.mark.parametrize("form", sorted(forms()))
def test_every_column_of_every_form_sorts_and_comes_back(page: TablePage, workspace: Workspace, form: str) -> None:
    assert workspace.create_table(TableKey(UNIT, 2025), form)
    before = page.model.rows
    for column in range(len(page.model.plan.columns)):
        for falling in (True, False):
            page.choice.sort_by(column, falling=falling)
            assert sorted(each.node_id for each in page.model.rows) == sorted(each.node_id for each in before)
    page.choice.unsort()
    assert page.model.rows == before


def test_the_groups_of_an_outline_stay_and_their_rows_are_sorted(page: TablePage, workspace: Workspace) -> None:
    assert workspace.create_table(TableKey(UNIT, 2025), "guangzhou_city")
    outlined = [each.node_id for each in page.model.rows if each.outline]
    for group in (outlined[0], outlined[-1]):
        for name in ("甲", "乙", "丙"):
            assert workspace.edit(Op.INSERT_ROW, edit.insert_below, group)
            newest = max(workspace.table.nodes, key=lambda each: int(each.id)) if workspace.table else None
            assert newest is not None
            assert workspace.edit(Op.SET_FIELD, edit.set_field, newest.id, Field.NAME, name)
    scored = workspace.scored
    assert scored is not None
    before = [each.node_id for each in page.model.rows if each.outline]
    groups = [each for each in before if not scored.rows[each].node.leaf]
    at = next(column for row in page.model.cells for column, cell in enumerate(row) if cell.typed == "甲")
    page.choice.sort_by(at, falling=False)
    shown = [each.node_id for each in page.model.rows if each.outline]
    assert shown != before
    assert [each for each in shown if each in groups] == groups
    assert [scored.rows[each].parent_id for each in shown] == [scored.rows[each].parent_id for each in before]
    assert [name for each in shown if (name := scored.rows[each].node.name) in ("甲", "乙", "丙")] == ["丙", "甲", "乙"] * 2
    assert page.go_to(shown[-1], Field.NAME.value)
