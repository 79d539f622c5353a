import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.faults import EnvironmentFault, FaultCode
from db.pages import rows_on_pages
from db.salvage import salvage
from db.store import Store
from scoring.diff import apply, invert
from scoring.table import TableKey
from tests.db.examples import KEY, new_book, save_typed, year_table

OTHER = TableKey("另一单位", 2023, "就业补助")


def worked_book(folder: Path) -> Path:
    path = new_book(folder, year_table(60), year_table(30, OTHER))
    with Store.open(path) as store:
        table = store.load(KEY)
        for number in range(2, 40):
            table, _ = save_typed(store, table, f"n{number}", f"第{number}次")
        store.add_unit("某市人社局")
        store.move_unit(KEY.unit, "某市人社局")
    return path


def spoil(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def test_a_whole_book_comes_out_as_it_is_with_its_history(tmp_path: Path) -> None:
    path = worked_book(tmp_path)
    before = path.read_bytes()
    found = salvage(path, tmp_path / "out.ziping")
    assert (found.tables, found.lost, found.rebuilt) == ((KEY, OTHER), (), ())
    assert path.read_bytes() == before
    with Store.open(path) as old, Store.open(tmp_path / "out.ziping") as new:
        assert new.verify() == old.verify()
        assert new.history() == old.history()
        assert new.units() == old.units()
        assert new.undo_line(KEY) == old.undo_line(KEY)


def test_rows_that_are_gone_are_built_again_from_the_log(tmp_path: Path) -> None:
    path = worked_book(tmp_path)
    with Store.open(path) as store:
        truth = store.load(KEY), store.load(OTHER)
    spoil(path, "DELETE FROM nodes WHERE table_no = 1")
    spoil(path, "DELETE FROM record_order WHERE table_no = 2")
    spoil(path, "DELETE FROM year_table WHERE table_no = 2")
    spoil(path, "UPDATE funds SET executed_text = '999' WHERE table_no = 1")
    found = salvage(path, tmp_path / "out.ziping")
    assert found.lost == ()
    assert f"{KEY.unit}/2024//nodes/n5" in found.rebuilt
    assert f"{KEY.unit}/2024//funds/f1" in found.rebuilt
    with Store.open(tmp_path / "out.ziping") as store:
        assert (store.load(KEY), store.load(OTHER)) == truth
        assert store.verify().ok
        last = store.undo_line(KEY)[-1]
        table = apply(truth[0], invert(store.step(last.position)))
        store.save(truth[0], table, operation="undo", undoes=last.position)


def test_what_neither_rows_nor_log_tell_is_listed_and_kept_as_it_reads(tmp_path: Path) -> None:
    path = worked_book(tmp_path)
    spoil(path, "DELETE FROM edit WHERE position IN (1, 3, 4)")
    spoil(path, "UPDATE nodes SET target_text = '≥59%' WHERE table_no = 1 AND id = 'n2'")
    spoil(path, "DELETE FROM nodes WHERE table_no = 1 AND id = 'n50'")
    found = salvage(path, tmp_path / "out.ziping")
    place = f"{KEY.unit}/2024/"
    assert set(found.lost) == {"edit/1", "edit/3", "edit/4", f"{place}/nodes/n2/target_text", f"{place}/nodes/n50"}
    with Store.open(tmp_path / "out.ziping") as store:
        table = store.load(KEY)
        assert store.verify().ok
        assert table.nodes[1].target_text == "≥59%"
        assert len(table.nodes) == 59
        assert store.undo_line(KEY) == ()
        assert store.history()[0].operation == "lost"
        with pytest.raises(EnvironmentFault) as told:
            store.table_at(KEY, 3)
        assert told.value.code is FaultCode.BOOK_DAMAGED
        assert store.table_at(KEY, 4).nodes[5].actual_text == "96.1%"
        save_typed(store, table, "n4", "再来")


def test_a_book_whose_first_page_is_gone_is_read_from_its_bare_pages(tmp_path: Path) -> None:
    path = worked_book(tmp_path)
    with Store.open(path) as store:
        truth = store.load(KEY), store.load(OTHER)
    data = path.read_bytes()
    path.write_bytes(bytes(4096) + data[4096:])
    found = salvage(path, tmp_path / "out.ziping")
    assert found.tables == (KEY, OTHER)
    with Store.open(tmp_path / "out.ziping") as store:
        assert (store.load(KEY), store.load(OTHER)) == truth


def test_what_holds_nothing_of_a_book_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    noise = tmp_path / "noise.ziping"
    noise.write_bytes(random.Random(1).randbytes(40_000))
    output = tmp_path / "out.ziping"
    for path, code in ((noise, FaultCode.BOOK_FOREIGN), (tmp_path / "missing", FaultCode.FILE_MISSING)):
        with pytest.raises(EnvironmentFault) as told:
            salvage(path, output)
        assert told.value.code is code
        assert not output.exists()
    with pytest.raises(FileExistsError):
        salvage(worked_book(tmp_path), noise)


def test_bare_pages_give_the_rows_that_sqlite_gives(tmp_path: Path) -> None:
    path = tmp_path / "rows.db"
    long = "长" * 30_000
    rows = [(1, "短", None, 0, 1, -5, 300, 2**40, 2.5, b"\x00\xff"), (2, long, "", 7, 1, 0, 0, -1, 0.25, b"")]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (k INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.commit()
    found = [(number, *values[1:]) for number, values in rows_on_pages(path.read_bytes()) if len(values) == 10]
    assert found == rows
