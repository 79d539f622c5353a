import errno
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db import backup, engine, lock, migrations, opening
from db.faults import EnvironmentFault, FaultCode
from db.opening import APPLICATION_ID
from db.store import Store
from db.tables import metadata
from tests.db.examples import KEY, new_book, save_typed, year_table

BOOKS = Path(__file__).parents[1] / "books"
MOUNTED_READ_ONLY = OSError(errno.EROFS, os.strerror(errno.EROFS))


def refusal(call: Callable[[], object]) -> EnvironmentFault:
    with pytest.raises(EnvironmentFault) as refused:
        call()
    return refused.value


def pragma(path: Path, text: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA {text}")


def test_the_words_for_trouble_cost_no_start_time() -> None:
    program = "import sys, db.faults; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_open_book_waits_for_no_event_loop_and_leaves_asyncio_to_others(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, db.store as store\n"
        "store.Store.create(pathlib.Path(sys.argv[1])).close()\n"
        "heavy = {'asyncio', 'ssl', 'email'} & set(sys.modules)\n"
        "import asyncio, importlib.metadata as installed\n"
        "from sqlalchemy.util import concurrency\n"
        "assert concurrency.asyncio.CancelledError is asyncio.CancelledError and installed.version('SQLAlchemy')\n"
        "sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path / "a.ziping"], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_book_is_one_file_known_by_its_header(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    header = path.read_bytes()[:100]
    assert header[68:72] == APPLICATION_ID.to_bytes(4, "big")
    assert header[60:64] == (1).to_bytes(4, "big")
    assert header[18:20] == bytes((1, 1))  # rollback journal


def test_work_is_committed_with_full_sync_and_checked_references(tmp_path: Path) -> None:
    with closing(engine.driver_connection(new_book(tmp_path), read_only=False)) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (3,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.parametrize("name", ["年度 账套.ziping", "a%20b?c#d&mode=ro.ziping", "'\";--.ziping", "长" * 70 + ".ziping"])
def test_a_book_may_have_any_name_and_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "二〇二四 年度%41"
    folder.mkdir()
    with Store.create(folder / name) as store:
        store.add(year_table(), operation="import")
        copy = backup.back_up(folder / name)
    assert sorted(each.name for each in folder.iterdir()) == sorted([name, f"{name}.copies"])
    with Store.open(copy, read_only=True) as store:
        assert store.load(KEY) == year_table()


def test_a_file_that_is_there_is_never_made_anew(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with pytest.raises(FileExistsError):
        Store.create(path)
    with Store.open(path) as store:
        assert store.keys() == (KEY,)


@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_book_is_refused_by_kind_and_left_alone(tmp_path: Path, *, read_only: bool) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (x)")
    files = {
        "missing.ziping": FaultCode.BOOK_MISSING,
        "nowhere/missing.ziping": FaultCode.FOLDER_MISSING,
        "empty.ziping": FaultCode.FILE_EMPTY,
        "text.ziping": FaultCode.BOOK_FOREIGN,
        "other.db": FaultCode.BOOK_FOREIGN,
        ".": FaultCode.BOOK_FOREIGN,
    }
    (tmp_path / "empty.ziping").touch()
    (tmp_path / "text.ziping").write_text("年度,单位\n" * 100)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    for name, code in files.items():
        assert refusal(lambda name=name: Store.open(tmp_path / name, read_only=read_only)).code is code
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_book_is_refused_with_both_versions(tmp_path: Path, *, read_only: bool) -> None:
    path = new_book(tmp_path, year_table())
    pragma(path, "user_version=7")
    before = path.read_bytes()
    fault = refusal(lambda: Store.open(path, read_only=read_only))
    assert fault.code is FaultCode.BOOK_NEWER
    assert (fault.facts["version"], fault.facts["known"]) == ("7", "1")
    assert path.read_bytes() == before


def test_a_second_writer_is_told_who_holds_the_book_and_may_read(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path, holder="张三") as store:
        fault = refusal(lambda: Store.open(path))
        assert fault.code is FaultCode.BOOK_IN_USE
        assert fault.facts["holder"] == "张三"
        assert fault.facts["pid"] == str(os.getpid())
        assert fault.facts["since"].endswith("Z")
        with Store.open(path, read_only=True) as reader:
            assert reader.read_only
            assert reader.load(KEY) == year_table()
            table, _ = save_typed(store, store.load(KEY), "n2", "97%")
            assert reader.load(KEY) == table
            fault = refusal(lambda: save_typed(reader, table, "n2", "1"))
            assert fault.code is FaultCode.BOOK_READ_ONLY
    Store.open(path).close()
    assert not lock.lock_path(path).exists()


def test_a_lock_file_whose_holder_died_is_nobodys(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    lock.lock_path(path).write_text('{"holder": "李四", "machine": "pc", "pid": "1", "since": "2020"}')
    with Store.open(path) as store:
        assert store.load(KEY) == year_table()
    assert not lock.lock_path(path).exists()


def test_a_file_or_a_folder_that_takes_no_writing_is_told_and_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_book(tmp_path, year_table())
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda *_: False)
        assert refusal(lambda: Store.open(path)).code is FaultCode.BOOK_READ_ONLY
    assert not lock.lock_path(path).exists()

    def refused(*_: object, **__: object) -> int:
        raise MOUNTED_READ_ONLY

    with monkeypatch.context() as patch:
        patch.setattr("db.lock.os.open", refused)
        assert refusal(lambda: Store.open(path)).code is FaultCode.FOLDER_READ_ONLY
        assert refusal(lambda: Store.create(tmp_path / "new.ziping")).code is FaultCode.FOLDER_READ_ONLY
        with Store.open(path, read_only=True) as store:
            assert store.load(KEY) == year_table()


def test_on_a_share_without_locks_the_name_in_the_file_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_book(tmp_path, year_table())

    def unknown(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(lock, "_take", unknown)
    with Store.open(path, holder="张三"):
        with pytest.raises(EnvironmentFault) as told:
            Store.open(path)
        assert (told.value.code, told.value.facts["holder"]) == (FaultCode.BOOK_IN_USE, "张三")
    here, nobody = platform.node(), subprocess.Popen([sys.executable, "-c", ""])
    nobody.wait()
    for machine, pid, free in (
        (here, str(nobody.pid), True),
        ("别的电脑", str(nobody.pid), False),
        (here, str(os.getpid()), False),
    ):
        holder = {"holder": "李四", "machine": machine, "pid": pid, "since": "2026"}
        lock.lock_path(path).write_text(json.dumps(holder), "utf-8")
        if free:
            Store.open(path).close()
        else:
            with pytest.raises(EnvironmentFault) as told:
                Store.open(path)
            assert told.value.facts["machine"] == machine


def test_a_commit_cut_short_by_a_dead_program_is_rolled_back_also_for_a_reader(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    left = tmp_path / "left" / path.name
    left.parent.mkdir()
    with closing(engine.driver_connection(path, read_only=False)) as connection:
        connection.execute("PRAGMA cache_size=1")  # spills half of the work into the file
        connection.execute("BEGIN IMMEDIATE")
        for number in range(2000):
            connection.execute("INSERT INTO profile (name, text, digest) VALUES (?, ?, x'00')", (str(number), "半" * 200))
        shutil.copyfile(path, left)
        shutil.copyfile(f"{path}-journal", f"{left}-journal")
        connection.execute("ROLLBACK")
    before = left.read_bytes()
    with Store.open(left, read_only=True) as store:
        assert store.load(KEY) == year_table()
        assert store.profiles() == {}
        assert store.verify().ok
    assert left.read_bytes() == before
    with Store.open(left) as store:
        assert store.verify().ok
    assert not Path(f"{left}-journal").exists()


def test_a_book_moved_away_behind_us_takes_no_more_work(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        table = store.load(KEY)
        shutil.copyfile(path, tmp_path / "copy")
        (tmp_path / "copy").replace(path)
        assert refusal(lambda: save_typed(store, table, "n2", "1")).code is FaultCode.DRIVE_GONE


def test_a_program_that_keeps_the_file_locked_is_one_clear_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.05)
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        table = store.load(KEY)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM nodes").fetchone()  # a reader keeps a commit from its end
        assert refusal(lambda: save_typed(store, table, "n2", "1")).code is FaultCode.BOOK_IN_USE
        assert store.load(KEY) == table
        other.execute("COMMIT")
        table, _ = save_typed(store, table, "n2", "1")
        assert store.load(KEY) == table


def test_a_full_disk_is_one_clear_fault_and_work_goes_on_when_there_is_room(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        table = store.load(KEY)
        driver = store._book._connection.driver
        (pages,) = driver.execute("PRAGMA page_count").fetchone()
        driver.execute(f"PRAGMA max_page_count={pages}")
        fault = refusal(lambda: save_typed(store, table, "n2", "长" * 100_000))
        assert fault.code is FaultCode.DISK_FULL
        assert int(fault.facts["needed"]) > 0
        assert store.load(KEY) == table
        driver.execute("PRAGMA max_page_count=1000000")
        table, _ = save_typed(store, table, "n2", "长" * 100_000)
        assert store.load(KEY) == table


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_FULL, FaultCode.DISK_FULL),
        (sqlite3.SQLITE_READONLY, FaultCode.BOOK_READ_ONLY),
        (sqlite3.SQLITE_READONLY_DBMOVED, FaultCode.DRIVE_GONE),
        (sqlite3.SQLITE_BUSY, FaultCode.BOOK_IN_USE),
        (sqlite3.SQLITE_LOCKED, FaultCode.BOOK_IN_USE),
        (sqlite3.SQLITE_IOERR_READ, FaultCode.DRIVE_GONE),
        (sqlite3.SQLITE_CANTOPEN, FaultCode.FOLDER_READ_ONLY),
        (sqlite3.SQLITE_NOTADB, FaultCode.BOOK_FOREIGN),
        (sqlite3.SQLITE_CORRUPT_VTAB, FaultCode.BOOK_DAMAGED),
    ],
)
def test_every_error_of_the_driver_has_its_fault(tmp_path: Path, code: int, expected: FaultCode) -> None:
    error = sqlite3.OperationalError("told by SQLite")
    error.sqlite_errorcode = code
    with pytest.raises(EnvironmentFault) as told, engine.faults_named(tmp_path / "x"):
        raise error
    assert told.value.code is expected


def test_a_mistake_in_our_own_sql_is_no_fault_of_the_environment(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError), engine.faults_named(tmp_path):
        sqlite3.connect(":memory:").execute("SELECT nothing")


def test_the_steps_make_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    with closing(sqlite3.connect(new_book(tmp_path))) as connection:
        for table in metadata.sorted_tables:
            columns = connection.execute(f'PRAGMA table_info("{table.name}")').fetchall()
            assert [(each[1], each[2], bool(each[3])) for each in columns] == [
                (each.name, str(each.type), not each.nullable) for each in table.columns
            ]


def test_every_fact_is_stored_as_text(tmp_path: Path) -> None:
    with closing(sqlite3.connect(new_book(tmp_path, year_table()))) as connection:
        for name in ("heading", "details", "narratives", "funds", "base_facts", "nodes", "attachments"):
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")') if row[2] == "TEXT"]
            for column in columns:
                assert {row[0] for row in connection.execute(f'SELECT typeof("{column}") FROM {name}')} == {"text"}


@pytest.mark.parametrize("path", sorted(BOOKS.glob("*.ziping")), ids=lambda path: path.stem)
def test_a_book_of_every_released_version_opens_for_ever(tmp_path: Path, path: Path) -> None:
    copy = tmp_path / path.name
    shutil.copyfile(path, copy)
    with Store.open(copy, read_only=True) as store:
        assert store.verify().ok
    with Store.open(copy) as store:
        verification = store.verify()
        assert verification.ok
        assert store.keys() == (KEY,)
        expected = year_table()
        for entry in reversed(store.undo_line(KEY)):
            assert entry.operation in ("set_field", "paste")
        assert store.table_at(KEY, 1) == expected
        assert verification.tables[0].hash == "ba2efe7f236f19a2a8f3382206354d46f11f57461575b7f7402288364f30744a"
    assert path.read_bytes()[:16] == b"SQLite format 3\x00"


def add_a_table(driver: sqlite3.Connection) -> None:
    driver.execute("CREATE TABLE later (x TEXT NOT NULL)")


def fail_halfway(driver: sqlite3.Connection) -> None:
    add_a_table(driver)
    raise KeyError("halfway")


def test_an_older_book_is_copied_first_and_then_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        was = store.content_hash(KEY)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, add_a_table))
    before = path.read_bytes()
    with Store.open(path, read_only=True) as store:
        assert store.load(KEY) == year_table()
    assert path.read_bytes() == before
    with Store.open(path) as store:
        assert store.content_hash(KEY) == was
    (copy,) = backup.copies(path)
    monkeypatch.undo()
    with Store.open(copy.path, read_only=True) as store:
        assert store.content_hash(KEY) == was
    assert refusal(lambda: Store.open(path)).code is FaultCode.BOOK_NEWER


def test_a_step_that_fails_leaves_the_old_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_book(tmp_path, year_table())
    before = path.read_bytes()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, fail_halfway))
    with pytest.raises(KeyError):
        Store.open(path)
    assert path.read_bytes() == before
    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.verify().ok
        assert opening.stored_version(store._book._connection, path) == 1
