"""A book that somebody sent us, read without trusting it: from a private copy, unchangeable, checked whole, by fixed questions.

A book lies in the hands of its unit and may come back damaged, or be no book at all but a file made to do harm. It is never
attached to our book and never written to; one that is not exactly of our schema or fails a single digest is refused.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from db import catalogue, opening, records
from db.engine import Connection, Driver, faults_named, lenient_text, reading
from db.faults import EnvironmentFault, FaultCode
from db.verify import verify
from scoring.table import TableKey, YearTable

LARGEST = 512 << 20
"""Bytes of a book that is read at all; one of ours with a hundred units and ten years has a tenth of that."""
SECONDS = 60
LONGEST_TEXT = 8 << 20
_STEPS = 20_000
_ALLOWED = frozenset({
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_RECURSIVE,
})  # fmt: skip
_PRAGMAS = frozenset({"integrity_check", "quick_check", "user_version", "read_uncommitted"})


@dataclass(frozen=True, slots=True)
class ForeignUnit:
    """A unit of the other book, with the one it stands below."""

    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class ForeignBook:
    """All that is taken from another book: values, no connection."""

    units: tuple[ForeignUnit, ...]
    tables: tuple[YearTable, ...]


def is_book(path: Path) -> bool:
    """Whether the first bytes say that this is a book of ours; nothing else is looked at."""
    try:
        opening.recognise(path)
    except EnvironmentFault as fault:
        return fault.code is FaultCode.BOOK_DAMAGED
    return True


def read_foreign(path: Path, *, year: int | None = None) -> ForeignBook:
    """Units and tables of another book, of one year or of all.

    Raises:
        EnvironmentFault: FILE_MISSING; FILE_TOO_LARGE, also when the check takes too long; BOOK_FOREIGN; BOOK_NEWER;
            BOOK_DAMAGED, where a single row is not what was written there.
    """
    if not path.is_file():
        raise EnvironmentFault(FaultCode.FILE_MISSING, path=path.name)
    if path.stat().st_size > LARGEST:
        raise EnvironmentFault(FaultCode.FILE_TOO_LARGE, path=path.name)
    with tempfile.TemporaryDirectory(prefix="ziping-") as folder:
        copy = Path(folder, "book")
        with _about(path):
            opening.recognise(path)
            with faults_named(path):
                shutil.copyfile(path, copy)
            with faults_named(path):
                connection = Connection(_guarded(copy))
            try:
                return _taken(connection, copy, year)
            finally:
                connection.close()


def _taken(connection: Connection, copy: Path, year: int | None) -> ForeignBook:
    opening.stored_version(connection, copy)
    opening.expect_schema(connection, copy)
    with reading(connection, copy):
        found = verify(connection)
        if not found.ok:
            places = "; ".join(" ".join(each.place) for each in found.damage[:5])
            raise EnvironmentFault(FaultCode.BOOK_DAMAGED, path=str(copy), places=places)
        units = tuple(ForeignUnit(each.name, each.parent) for each in catalogue.units(connection))
        keys = [each for each in catalogue.keys(connection) if year in (None, each.year)]
        return ForeignBook(units, tuple(_table(connection, key) for key in keys))


def _table(connection: Connection, key: TableKey) -> YearTable:
    stored = catalogue.find_present(connection, key)
    table, _ = records.load_table(connection, stored.table_no, key, stored.next_number)
    return table


def _guarded(copy: Path) -> Driver:
    """A connection that can only read, for so long, and only what we ask."""
    address = f"{copy.absolute().as_uri()}?mode=ro&immutable=1"
    found = sqlite3.connect(address, uri=True, isolation_level=None, factory=Driver)
    found.text_factory = lenient_text
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON", "mmap_size=0"):
        found.execute(f"PRAGMA {pragma}")
    found.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_TEXT)
    found.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    found.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0)
    end = monotonic() + SECONDS
    found.set_progress_handler(lambda: int(monotonic() > end), _STEPS)
    found.set_authorizer(_allowed)
    return found


def _allowed(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    if action == sqlite3.SQLITE_PRAGMA:
        plain = second is None or first in ("integrity_check", "quick_check")
        return sqlite3.SQLITE_OK if first in _PRAGMAS and plain else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """Faults that name the file that was handed in, not our copy; whatever else SQLite says of the copy is damage."""
    try:
        yield
    except EnvironmentFault as fault:
        if fault.code in (FaultCode.DISK_FULL, FaultCode.FOLDER_READ_ONLY):
            raise
        code = FaultCode.BOOK_DAMAGED if fault.code is FaultCode.DRIVE_GONE else fault.code
        raise EnvironmentFault(code, **(fault.facts | {"path": path.name})) from fault
    except sqlite3.Error as error:
        late = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
        code = FaultCode.FILE_TOO_LARGE if late else FaultCode.BOOK_DAMAGED
        raise EnvironmentFault(code, path=path.name) from error
