from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.grid.model import TableModel
from desktop.grid.page import TablePage
from desktop.grid.rows import RowKind
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import Field

TESTING = QAbstractItemModelTester.FailureReportingMode.Fatal


def texts(model: TableModel, row: int) -> list[str]:
    return [cell.text for cell in model.cells[row]]


def test_rows_stand_as_on_the_form(page: TablePage) -> None:
    model = page.model
    kinds = [each.kind for each in model.rows]
    assert kinds == [RowKind.NODE] * 2 + [RowKind.HEADINGS] + [RowKind.NODE] * 5 + [RowKind.TOTAL]
    assert texts(model, 0)[:7] == [
        *("管理效能", "45", "资金管理", "16", "预算完成率", "2", "部门（单位）本年度部门预算的预算完成数与预算数的比率"),
    ]
    assert texts(model, 2)[6:8] == ["年度指标值", "实际完成指标值"]
    assert texts(model, 3)[4:12] == [
        *("产业高端人才", "1", "产业高端人才奖励150人", "2020年评选135名产业高端人才", "90.00%", "0.9", "1", "▼ 未完成"),
    ]
    assert model.cell(8, 0).text == "总分"
    assert model.cell(8, 10).text == "7.48"


def test_bands_are_drawn_once_and_carry_their_subtotal(page: TablePage) -> None:
    model = page.model
    assert model.runs(0) == [(0, 2), (3, 4), (7, 1)]
    assert model.runs(2) == [(0, 2), (3, 2), (5, 2), (7, 1)]
    assert model.cell(3, 0).note == "小计 3"
    assert model.cell(3, 2).note == "小计 2"


def test_the_bonus_row_shows_its_explanation_in_the_target_column(page: TablePage) -> None:
    assert page.model.cell(7, 6).text == "反映部门预算管理工作受表彰或批评的相关情况。"
    assert page.model.cell(7, 6).field is Field.EXPLANATION


def test_the_model_keeps_its_promises_through_every_kind_of_change(page: TablePage, workspace: Workspace) -> None:
    model = page.model
    tester = QAbstractItemModelTester(model, TESTING)
    workspace.edit(Op.SET_FIELD, edit.set_field, "7", Field.ACTUAL, "120人")
    workspace.edit(Op.INSERT_ROW, edit.insert_after, "7")
    workspace.edit(Op.INSERT_ROW, edit.insert_below, "9")
    workspace.edit(Op.MOVE_ROWS, edit.move_node, "8", -1)
    workspace.edit(Op.INDENT_ROWS, edit.indent_node, "9", -1)
    workspace.edit(Op.REMOVE_ROWS, edit.remove_nodes, ["5"])
    while workspace.undo():
        pass
    workspace.edit(Op.REMOVE_ROWS, edit.remove_nodes, ["1", "5", "12"])
    workspace.undo()
    assert tester.model() is model
    assert [each.node_id for each in model.rows if each.kind is RowKind.NODE] == ["3", "4", "7", "8", "10", "11", "14"]


def test_only_what_changed_is_told(page: TablePage, workspace: Workspace) -> None:
    told: list[tuple[int, int, int]] = []

    def note(first: QModelIndex, last: QModelIndex) -> None:
        told.append((first.row(), first.column(), last.column()))

    page.model.dataChanged.connect(note)
    workspace.edit(Op.SET_FIELD, edit.set_field, "10", Field.EVIDENCE, "培训台账")
    assert told == [(5, 12, 12)]


def test_only_facts_can_be_typed_into(page: TablePage) -> None:
    model = page.model
    open_columns = [at for at in range(len(model.plan.columns)) if model.flags(model.index(3, at)) & Qt.ItemFlag.ItemIsEditable]
    assert open_columns == [0, 1, 2, 3, 4, 5, 6, 7, 10, 12, 13]
    assert not model.flags(model.index(2, 6)) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(8, 10)) & Qt.ItemFlag.ItemIsEditable


def test_a_screen_reader_hears_the_heading_with_the_cell(page: TablePage) -> None:
    words = page.model.index(3, 7).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "实际完成指标值 2020年评选135名产业高端人才"


def test_the_tip_of_a_score_tells_how_it_came_about(page: TablePage) -> None:
    score = page.model.index(3, 10).data(Qt.ItemDataRole.ToolTipRole)
    assert score.startswith("1. 135 ÷ 150 = 90.00%\n")
    assert "提醒：未达到目标（完成率 90%），却得满分 1。" in score
    evidence = page.model.index(3, 12).data(Qt.ItemDataRole.ToolTipRole)
    assert evidence == "因企业人员变动，实际补贴人数少于年初目标数"
    assert page.model.index(3, 6).data(Qt.ItemDataRole.ToolTipRole) is None


def test_a_place_is_found_by_row_and_fact(page: TablePage) -> None:
    at = page.model.place("10", "actual_text")
    assert (at.row(), at.column()) == (5, 7)
    band = page.model.place("9", "points_text")
    assert (band.row(), band.column()) == (5, 3)
    assert not page.model.place("99", "name").isValid()
