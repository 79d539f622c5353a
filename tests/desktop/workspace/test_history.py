"""The log in words, a position against now, a copy against the book."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.faults import FaultCode
from db.seals import MarkKind
from db.store import Store
from desktop.workspace import sealing
from desktop.workspace.history import differences_with_copy, log_lines, since_position, write_log
from desktop.workspace.session import Workspace
from scoring.edit import Op, remove_nodes, set_field
from scoring.table import Field, Status, TableKey
from tests.small_tables import KEY, small_table


@pytest.fixture
def hall(qapp: QApplication, tmp_path: Path) -> Iterator[Workspace]:
    path = tmp_path / "账套.ziping"
    with Store.create(path) as store:
        store.add(small_table(), operation="import")
    made = Workspace(qapp)
    made.open(path)
    made.show(KEY)
    yield made
    made.close()


def test_the_log_speaks_in_the_words_of_the_form(hall: Workspace) -> None:
    hall.edit(Op.SET_FIELD, set_field, "10", Field.ACTUAL, "3万人次")
    hall.restore_point("送审前")
    assert hall.beside(lambda store, key: store.mark(key, MarkKind.SUBMITTED, "第一次报送"))
    lines = log_lines(hall.history(), hall.table)
    assert [each.operation for each in lines] == ["报送", "恢复点", "修改单元格", "导入"]
    assert lines[2].where == "任务3-强化职业技能培训 / 职业技能培训人次 / 实际完成值"
    assert (lines[2].old, lines[2].new) == ("2.85万人次", "3万人次")
    assert (lines[0].old, lines[0].new) == ("填报中", "第一次报送")
    assert [each.operation for each in log_lines(hall.history(), hall.table, "职业技能培训")] == ["修改单元格"]


def test_work_on_other_tables_and_on_units_is_told_by_their_names(hall: Workspace) -> None:
    assert hall.store is not None
    other = small_table(TableKey("新单位", 2024))
    hall.store.add(other, operation="import")
    hall.store.save(
        other, set_field(other, "10", Field.REMARK, "改"), operation="set_field", place="nodes/10/remark_text", new="改"
    )
    hall.store.rename_unit("新单位", "老单位")
    assert [(each.operation, each.where) for each in log_lines(hall.store.history(), hall.table)[:3]] == [
        ("单位改名", "新单位"), ("修改单元格", "新单位 2024"), ("导入", "新单位 2024")
    ]  # fmt: skip


def test_one_change_is_taken_back_and_later_ones_stay(hall: Workspace, qtbot: QtBot) -> None:
    hall.edit(Op.SET_FIELD, set_field, "10", Field.REMARK, "甲")
    first = hall.history()[-1].position
    hall.edit(Op.SET_FIELD, set_field, "11", Field.REMARK, "乙")
    assert hall.take_back(first)
    assert hall.table is not None
    assert {each.id: each.remark_text for each in hall.table.nodes if each.id in ("10", "11")} == {"10": "", "11": "乙"}
    hall.edit(Op.SET_FIELD, set_field, "11", Field.REMARK, "丙")
    second = next(each.position for each in hall.history() if each.new == "乙")
    with qtbot.waitSignal(hall.trouble) as told:
        assert not hall.take_back(second)
    assert told.args[0].code is FaultCode.CHANGE_BURIED
    assert not hall.take_back(9999)


def test_a_position_is_held_against_now_cell_by_cell(hall: Workspace) -> None:
    start = hall.history()[-1].position
    hall.edit(Op.SET_FIELD, set_field, "10", Field.ACTUAL, "3万人次")
    hall.edit(Op.REMOVE_ROWS, remove_nodes, ["11"])
    assert hall.store is not None
    found = since_position(hall.store, KEY, start)
    assert {(each.path.split(" / ")[-1], each.field, each.then, each.now) for each in found} == {
        ("职业技能培训人次", "实际完成值", "2.85万人次", "3万人次"),
        ("职业技能培训人次", "得分", "0.5", ""),
        ("职业技能培训人次", "搁置的得分", "", "0.5"),
        ("职业技能鉴定人次", "整行", "职业技能鉴定人次", ""),
    }


def test_a_copy_is_held_against_the_book(hall: Workspace, tmp_path: Path) -> None:
    assert hall.store is not None
    copy = tmp_path / "copy.ziping"
    shutil.copyfile(hall.store.path, copy)
    assert differences_with_copy(hall.store, copy) == ()
    hall.edit(Op.SET_FIELD, set_field, "10", Field.REMARK, "改过")
    hall.store.add(small_table(TableKey("新单位", 2024)), operation="import")
    found = differences_with_copy(hall.store, copy)
    assert [(each.key.unit, each.there, each.here, each.rows, len(each.cells)) for each in found] == [
        ("新单位", False, True, 0, 0), (KEY.unit, True, True, 1, 1)
    ]  # fmt: skip


def test_the_log_is_written_so_that_no_spreadsheet_computes_it(hall: Workspace, tmp_path: Path) -> None:
    hall.edit(Op.SET_FIELD, set_field, "10", Field.REMARK, "=1+1")
    write_log(tmp_path / "记录.csv", log_lines(hall.history(), hall.table))
    rows = list(csv.reader((tmp_path / "记录.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["时间", "操作人", "操作", "位置", "原来", "改为"]
    assert rows[1][5] == "'=1+1"


def test_a_sealed_table_takes_no_edit_and_tells_what_is_worked_out_otherwise(hall: Workspace, qtbot: QtBot) -> None:
    assert hall.beside(sealing.seal)
    assert hall.table is not None
    assert hall.table.heading.status is Status.SEALED
    assert not [each for each in hall.findings if each.code == "S01"]
    with qtbot.waitSignal(hall.trouble) as told:
        assert not hall.edit(Op.SET_FIELD, set_field, "10", Field.REMARK, "改")
    assert told.args[0].code is FaultCode.TABLE_SEALED
    assert hall.beside(lambda store, key: store.unseal(key, "补充佐证"))
    assert hall.editable
    assert log_lines(hall.history(), hall.table)[0].new == "补充佐证"


def test_other_numbers_than_those_sealed_are_findings_on_opening(hall: Workspace) -> None:
    assert hall.store is not None
    scored = hall.scored
    assert scored is not None
    results = sealing.results_of(scored)
    results["table"]["score"] = "99"
    hall.store.seal(KEY, results, rulebook_key="x", rulebook_text="", program_version="0")
    hall.show(KEY)
    assert [(each.code, each.facts["sealed"]) for each in hall.findings if each.code == "S01"] == [("S01", "99")]
