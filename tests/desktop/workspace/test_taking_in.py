"""Tables of an import reach the book all or none, and one undo takes all of it back."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from db.backup import copies
from db.faults import EnvironmentFault, FaultCode
from desktop.reading.profiles import Profile, ProfileColumn
from desktop.workspace.session import Workspace
from desktop.workspace.taking_in import profiles_of, take_back, take_in, units_of
from scoring.edit import Op, set_field
from scoring.table import Field, TableKey
from tests.small_tables import KEY, UNIT, small_table

OTHER = TableKey("乙局", 2022)
LEARNED = Profile("怪表", "表", 0, 1, (ProfileColumn("几分", 3, "points"),))


def test_a_table_that_was_there_is_one_step_and_a_copy_is_made_before(workspace: Workspace) -> None:
    changed = set_field(set_field(small_table(), "7", Field.ACTUAL, "一"), "8", Field.ACTUAL, "二")
    assert take_in(workspace, [changed, small_table(OTHER)], [LEARNED], source="两张.xlsx")
    assert workspace.table == changed
    assert {each.key for each in workspace.overview()} == {KEY, OTHER}
    assert workspace.path is not None
    assert len(copies(workspace.path)) == 1
    assert profiles_of(workspace.store) == (LEARNED,)
    assert units_of(workspace.store) == tuple(sorted((UNIT, "乙局")))
    assert workspace.undo()
    assert workspace.table is not None
    assert workspace.table.nodes == small_table().nodes


def test_nothing_goes_in_while_one_of_the_tables_is_sealed(workspace: Workspace) -> None:
    assert workspace.store is not None
    workspace.leave_table()
    workspace.store.seal(KEY, {}, rulebook_key="", rulebook_text="", program_version="")
    with pytest.raises(EnvironmentFault) as told:
        take_in(workspace, [small_table(OTHER), replace(small_table(), nodes=())])
    assert told.value.code is FaultCode.TABLE_SEALED
    assert [each.key for each in workspace.overview()] == [KEY]


def test_a_layout_that_a_newer_program_wrote_is_passed_over(workspace: Workspace) -> None:
    assert workspace.store is not None
    workspace.store.write_profile("新", '{"kind": "ziping-import-profile", "version": 9}')
    assert profiles_of(workspace.store) == ()


def test_a_whole_import_is_taken_back_at_once(workspace: Workspace) -> None:
    changed = set_field(small_table(), "7", Field.ACTUAL, "一")
    taken = take_in(workspace, [small_table(OTHER), changed])
    assert take_back(workspace, taken)
    assert [each.key for each in workspace.overview()] == [KEY]
    assert workspace.store is not None
    assert workspace.store.load(KEY) == small_table()


def test_work_done_since_keeps_an_import_from_being_taken_back(workspace: Workspace) -> None:
    taken = take_in(workspace, [small_table(OTHER)])
    workspace.edit(Op.SET_FIELD, set_field, "7", Field.ACTUAL, "后来")
    assert not take_back(workspace, taken)
    assert {each.key for each in workspace.overview()} == {KEY, OTHER}


def test_several_tables_replaced_by_one_import_are_one_step_there_and_back(workspace: Workspace, qtbot: QtBot) -> None:
    store = workspace.store
    assert store is not None
    store.add(small_table(OTHER), operation="import")
    third = TableKey("丙局", 2022)
    took = [set_field(small_table(each), "7", Field.ACTUAL, "新") for each in (KEY, OTHER)]
    take_in(workspace, [*took, small_table(third)])
    assert [store.load(each) for each in (KEY, OTHER)] == took
    assert workspace.undo()
    assert workspace.table == small_table()
    assert store.load(OTHER) == small_table(OTHER)
    assert third not in {each.key for each in workspace.overview()}
    assert workspace.redo()
    assert [store.load(each) for each in (KEY, OTHER, third)] == [*took, small_table(third)]
    workspace.show(OTHER)  # from any of the tables
    assert workspace.undo()
    assert store.load(KEY) == small_table()
    assert workspace.undo_text == ""
    workspace.show(KEY)
    assert workspace.redo()
    workspace.edit(Op.SET_FIELD, set_field, "8", Field.ACTUAL, "后来")
    workspace.show(OTHER)
    with qtbot.waitSignal(workspace.told) as told:
        assert workspace.undo()
    assert "番禺区人力资源和社会保障局 2021后来又有修改" in told.args[0]
    assert store.load(OTHER) == small_table(OTHER)
    assert store.load(KEY) == set_field(took[0], "8", Field.ACTUAL, "后来")
    assert store.verify().ok
