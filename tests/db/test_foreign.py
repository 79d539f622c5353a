"""Books that somebody sent: read without being touched, refused whole where anything in them is not ours."""

import sqlite3
from pathlib import Path

import pytest

from db.faults import EnvironmentFault, FaultCode
from db.foreign import ForeignUnit, is_book, read_foreign
from db.opening import APPLICATION_ID
from db.store import Store
from scoring.table import TableKey
from tests.db.examples import new_book, year_table


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = new_book(tmp_path, year_table(40), year_table(key=TableKey("某区民政局", 2023)))
    with Store.open(path) as store:
        store.add_unit("救助站", "某区民政局")
    return path


def refused(path: Path) -> EnvironmentFault:
    before = path.read_bytes()
    with pytest.raises(EnvironmentFault) as found:
        read_foreign(path)
    assert path.read_bytes() == before
    assert found.value.facts["path"] == path.name
    return found.value


def test_units_and_tables_are_read_and_nothing_is_touched(book: Path) -> None:
    before, beside = book.read_bytes(), sorted(book.parent.iterdir())
    found = read_foreign(book)
    assert found.tables == (year_table(40), year_table(key=TableKey("某区民政局", 2023)))
    assert ForeignUnit("救助站", "某区民政局") in found.units
    assert read_foreign(book, year=2023).tables == (year_table(key=TableKey("某区民政局", 2023)),)
    assert (book.read_bytes(), sorted(book.parent.iterdir())) == (before, beside)


def test_a_book_in_use_elsewhere_is_read_all_the_same(book: Path) -> None:
    with Store.open(book):
        assert len(read_foreign(book).tables) == 2


def test_only_the_first_bytes_tell_a_book(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.ziping"
    other.write_bytes(b"PK\x03\x04 not a book at all" * 20)
    renamed = book.rename(tmp_path / "表.xlsx")
    assert is_book(renamed)
    assert not is_book(other)
    assert not is_book(tmp_path / "missing.ziping")


def test_one_changed_byte_of_a_fact_is_found(book: Path) -> None:
    data = book.read_bytes()
    at = data.index("指标17".encode())
    book.write_bytes(data[: at + 6] + b"99" + data[at + 8 :])
    assert refused(book).code is FaultCode.BOOK_DAMAGED


@pytest.mark.parametrize("share", [3, 10, 50, 90])
def test_a_book_cut_off_is_refused(book: Path, share: int) -> None:
    data = book.read_bytes()
    book.write_bytes(data[: len(data) * share // 100])
    assert refused(book).code is FaultCode.BOOK_DAMAGED


@pytest.mark.parametrize(
    "work",
    [
        "CREATE TRIGGER t AFTER UPDATE ON unit BEGIN DELETE FROM unit; END",
        "CREATE VIEW v AS SELECT * FROM unit",
        "CREATE TABLE more (x)",
        "ALTER TABLE unit ADD COLUMN more TEXT",
        "UPDATE unit SET name='别的单位' WHERE unit_no=1",
        "UPDATE nodes SET actual_text=zeroblob(20000000) WHERE rowid=2",
    ],
)
def test_a_book_that_was_worked_on_by_other_hands_is_refused(book: Path, work: str) -> None:
    connection = sqlite3.connect(book)
    connection.execute(work)
    connection.commit()
    connection.close()
    assert refused(book).code is FaultCode.BOOK_DAMAGED


def test_a_foreign_database_a_newer_book_and_no_file_are_told_apart(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.ziping"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE x (y)")
    assert refused(other).code is FaultCode.BOOK_FOREIGN
    with sqlite3.connect(other) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    assert refused(other).code is FaultCode.BOOK_DAMAGED
    with sqlite3.connect(book) as connection:
        connection.execute("PRAGMA user_version=99")
    assert refused(book).code is FaultCode.BOOK_NEWER
    with pytest.raises(EnvironmentFault) as found:
        read_foreign(tmp_path / "missing.ziping")
    assert found.value.code is FaultCode.FILE_MISSING


def test_a_check_that_takes_too_long_is_broken_off(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.foreign.SECONDS", -1)
    monkeypatch.setattr("db.foreign._STEPS", 1)
    assert refused(book).code is FaultCode.FILE_TOO_LARGE
