import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.faults import EnvironmentFault, FaultCode
from db.store import Store
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.diff import Difference
from scoring.edit import Op
from scoring.table import Field, RecordKind, Status, YearTable, node_of
from tests.small_tables import KEY, small_table


def type_text(workspace: Workspace, node_id: str, field: Field, text: str) -> bool:
    return workspace.edit(Op.SET_FIELD, edit.set_field, node_id, field, text)


def shown(workspace: Workspace) -> YearTable:
    assert workspace.table is not None
    return workspace.table


def stored(path: Path) -> YearTable:
    with Store.open(path, read_only=True) as store:
        return store.load(KEY)


def test_an_edit_is_on_disk_and_scored_when_it_is_told(workspace: Workspace, book_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workspace.refreshed) as told:
        assert type_text(workspace, "7", Field.ACTUAL, "120人")
    difference = told.args[0]
    assert isinstance(difference, Difference)
    assert [(each.kind, each.id) for each in difference.changes] == [(RecordKind.NODE, "7")]
    assert workspace.scored is not None
    row = workspace.scored.rows["7"]
    assert (row.completion_rate, row.score, row.given_score) == (80, Decimal("0.8"), None)
    assert workspace.scored.rows["6"].score == Decimal("1.8")
    assert node_of(stored(book_path), "7").actual_text == "120人"
    assert workspace.saved_at is not None


def test_an_edit_that_changes_nothing_is_no_step(workspace: Workspace) -> None:
    assert not type_text(workspace, "7", Field.NAME, "产业高端人才")
    assert workspace.undo_text == ""


def test_a_given_score_put_aside_comes_back(workspace: Workspace) -> None:
    type_text(workspace, "7", Field.ACTUAL, "140人")
    assert node_of(shown(workspace), "7").aside_score_text == "1"
    assert workspace.edit(Op.BRING_BACK_SCORE, edit.bring_back_score, "7")
    assert node_of(shown(workspace), "7").given_score_text == "1"


def test_undo_and_redo_survive_a_restart(workspace: Workspace, book_path: Path) -> None:
    type_text(workspace, "7", Field.ACTUAL, "120人")
    type_text(workspace, "8", Field.ACTUAL, "300人")
    workspace.close()
    again = Workspace()
    again.open(book_path)
    again.show(KEY)
    assert again.undo_text == "修改单元格“300人”"
    assert again.undo()
    assert again.undo()
    assert shown(again).nodes == small_table().nodes
    assert not again.undo()
    again.close()
    again.open(book_path)
    again.show(KEY)
    assert again.redo()
    assert node_of(shown(again), "7").actual_text == "120人"
    assert node_of(shown(again), "8").actual_text == "2020年评选323名急需紧缺人才"
    again.close()


def test_a_new_edit_after_undo_ends_redo(workspace: Workspace) -> None:
    type_text(workspace, "7", Field.ACTUAL, "120人")
    workspace.undo()
    assert workspace.redo_text == "修改单元格“120人”"
    type_text(workspace, "8", Field.ACTUAL, "300人")
    assert workspace.redo_text == ""
    assert not workspace.redo()


def test_a_step_taken_back_and_made_again_keeps_its_name(workspace: Workspace, book_path: Path) -> None:
    workspace.edit(Op.INSERT_ROW, edit.insert_after, "7")
    named = workspace.undo_text
    assert named == "插入行"
    workspace.undo()
    assert workspace.redo_text == named
    workspace.redo()
    assert (workspace.undo_text, workspace.redo_text) == (named, "")
    workspace.undo()
    workspace.close()
    again = Workspace()
    again.open(book_path)
    again.show(KEY)
    assert (again.undo_text, again.redo_text) == ("", named)
    again.close()


def test_a_save_that_fails_leaves_everything_as_it_was(
    workspace: Workspace, book_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def full(*_: object, **__: object) -> int:
        raise EnvironmentFault(FaultCode.DISK_FULL, path="账套")

    before = workspace.scored
    monkeypatch.setattr(Store, "save", full)
    with qtbot.waitSignal(workspace.trouble) as told, qtbot.assertNotEmitted(workspace.refreshed):
        assert not type_text(workspace, "7", Field.ACTUAL, "120人")
    assert told.args[0].code is FaultCode.DISK_FULL
    assert workspace.scored is before
    assert stored(book_path) == shown(workspace)


def test_a_book_opened_for_reading_takes_no_edit(book_path: Path, qtbot: QtBot) -> None:
    hall = Workspace()
    hall.open(book_path, read_only=True)
    hall.show(KEY)
    assert not hall.editable
    with qtbot.waitSignal(hall.trouble) as told:
        assert not type_text(hall, "7", Field.ACTUAL, "120人")
    assert told.args[0].code is FaultCode.BOOK_READ_ONLY
    hall.close()


def test_a_sealed_table_takes_no_edit(workspace: Workspace, qtbot: QtBot) -> None:
    assert workspace.edit(Op.SET_STATUS, edit.set_status, Status.SEALED)
    assert not workspace.editable
    with qtbot.waitSignal(workspace.trouble) as told:
        assert not type_text(workspace, "7", Field.ACTUAL, "120人")
    assert told.args[0].code is FaultCode.TABLE_SEALED


def test_a_second_window_is_told_who_holds_the_book(workspace: Workspace) -> None:
    book_path = workspace.path
    assert book_path is not None
    second = Workspace()
    with pytest.raises(EnvironmentFault) as fault:
        second.open(book_path)
    assert fault.value.code is FaultCode.BOOK_IN_USE
    second.open(book_path, read_only=True)
    assert len(second.overview()) == 1
    second.close()


def test_a_year_started_from_another_is_shown_and_knows_its_last_year(workspace: Workspace) -> None:
    assert workspace.start_year(KEY, 2022)
    assert shown(workspace).key.year == 2022
    assert node_of(shown(workspace), "7").actual_text == ""
    assert workspace.last_year is not None
    assert workspace.last_year.table.key.year == 2021


def test_the_history_of_a_cell_tells_old_and_new(workspace: Workspace) -> None:
    from scoring.finding import Place

    type_text(workspace, "7", Field.ACTUAL, "120人")
    entry = workspace.history(Place(RecordKind.NODE, "7", "actual_text"))[-1]
    assert (entry.operation, entry.old, entry.new) == ("set_field", "2020年评选135名产业高端人才", "120人")


def test_a_restore_point_is_named_in_the_log(workspace: Workspace) -> None:
    assert workspace.restore_point("午休前")
    assert workspace.store is not None
    assert [each.name for each in workspace.store.marks(KEY)] == ["午休前"]


def test_a_cell_that_was_damaged_in_the_file_is_a_finding_until_it_is_typed_anew(workspace: Workspace) -> None:
    path = workspace.path
    assert path is not None
    workspace.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE nodes SET actual_text = '坏' WHERE id = '8'")
        connection.execute("DELETE FROM nodes WHERE id = '10'")
    workspace.open(path)
    workspace.show(KEY)

    def damaged() -> list[tuple[str, str, str]]:
        return [(each.code, each.place.id, each.place.field) for each in workspace.findings if each.code.startswith("D")]

    assert damaged() == [("D01", "8", "actual_text"), ("D02", "10", "")]
    type_text(workspace, "8", Field.ACTUAL, "323名")
    assert damaged() == [("D02", "10", "")]
