"""Connections to a book and the one place where the driver's errors become faults."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from db.faults import EnvironmentFault, FaultCode

if TYPE_CHECKING:
    from db import sql

WAIT_SECONDS = 5
"""How long a commit waits for a reader (a copy being made, a second window) before it gives up."""

_FAULTS = {
    sqlite3.SQLITE_FULL: FaultCode.DISK_FULL,
    sqlite3.SQLITE_READONLY: FaultCode.BOOK_READ_ONLY,
    sqlite3.SQLITE_BUSY: FaultCode.BOOK_IN_USE,
    sqlite3.SQLITE_LOCKED: FaultCode.BOOK_IN_USE,
    sqlite3.SQLITE_PERM: FaultCode.FOLDER_READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: FaultCode.FOLDER_READ_ONLY,
    sqlite3.SQLITE_NOTADB: FaultCode.BOOK_FOREIGN,
    sqlite3.SQLITE_CORRUPT: FaultCode.BOOK_DAMAGED,
}
_OS_FAULTS = {
    errno.ENOSPC: FaultCode.DISK_FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): FaultCode.DISK_FULL,
    errno.EFBIG: FaultCode.DISK_FULL,
    errno.EROFS: FaultCode.FOLDER_READ_ONLY,
    errno.EACCES: FaultCode.FOLDER_READ_ONLY,
    errno.EPERM: FaultCode.FOLDER_READ_ONLY,
    errno.ENOENT: FaultCode.FOLDER_MISSING,
    errno.ENOTDIR: FaultCode.FOLDER_MISSING,
}
ENOUGH = 1 << 20
"""Bytes a commit may need beside the book for its journal; less than that free counts as a full disk."""


@contextmanager
def faults_named(path: Path) -> Iterator[None]:
    """Turns every error of the driver and of the file system into an :class:`EnvironmentFault` about this file.

    Raises:
        EnvironmentFault: DISK_FULL, BOOK_IN_USE, BOOK_READ_ONLY, FOLDER_READ_ONLY, FOLDER_MISSING, DRIVE_GONE,
            BOOK_FOREIGN or BOOK_DAMAGED.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise fault_of(error, path) from error
    except UnicodeDecodeError as error:  # SQLite quotes the damaged name of a table in its message
        raise EnvironmentFault(FaultCode.BOOK_DAMAGED, path=str(path)) from error


def fault_of(error: sqlite3.Error | OSError, path: Path) -> BaseException:
    """The fault that an error of the driver or of the file system tells; the error itself where it is our bug."""
    facts = {"path": str(path)}
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:
            return error
        primary = code & 0xFF
        if primary == sqlite3.SQLITE_IOERR or code == sqlite3.SQLITE_READONLY_DBMOVED:
            return _lost(path)
        if primary not in _FAULTS:
            return error
        fault = _FAULTS[primary]
    else:
        fault = _OS_FAULTS.get(error.errno or 0, FaultCode.DRIVE_GONE)
    if fault is FaultCode.FOLDER_MISSING:
        facts["path"] = str(path.parent)
    if fault is FaultCode.DISK_FULL:
        facts["needed"] = str(ENOUGH)
    return EnvironmentFault(fault, **facts)


def tells_damage(error: sqlite3.Error) -> bool:
    """Whether an error of reading speaks of the bytes of the book, not of the drive or of a lock."""
    code = getattr(error, "sqlite_errorcode", None)  # none: a text that is no UTF-8
    return code is None or code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _lost(path: Path) -> EnvironmentFault:
    """An error of input or output: a full disk of a kind SQLite does not know, or a drive that went away."""
    try:
        full = path.exists() and shutil.disk_usage(path.parent).free < ENOUGH
    except OSError:
        full = False
    if full:
        return EnvironmentFault(FaultCode.DISK_FULL, path=str(path), needed=str(ENOUGH))
    return EnvironmentFault(FaultCode.DRIVE_GONE, path=str(path))


def _address(path: Path) -> str:
    """The path as SQLite's address of a file; a share on the network keeps its two slashes and has no host of its own."""
    plain = path.absolute().as_posix()
    return f"file://{'' if plain.startswith('/') else '/'}{quote(plain, safe='/:')}"


def lenient_text(value: bytes) -> str:
    """A stored text; bytes that are no UTF-8 are damage, which the digests tell, not a reason to stop reading."""
    return value.decode(errors="replace")


class Driver(sqlite3.Connection):
    """The driver's connection, whose transactions are those of :func:`reading` and :func:`writing` and no others.

    SQLAlchemy rolls back whatever it finds when it meets a connection: it is not heard.
    """

    def commit(self) -> None:
        """Nothing."""

    def rollback(self) -> None:
        """Nothing."""


def driver_connection(path: Path, *, read_only: bool) -> Driver:
    """A bare connection with the promises of a book: rollback journal, full sync, explicit transactions."""
    mode = "ro" if read_only else "rw"
    address = f"{_address(path)}?mode={mode}"
    found = sqlite3.connect(address, uri=True, isolation_level=None, timeout=WAIT_SECONDS, factory=Driver)
    found.text_factory = lenient_text
    try:
        if not read_only:
            found.execute("PRAGMA journal_mode=DELETE")
        found.execute("PRAGMA synchronous=EXTRA")  # FULL, and the folder too: a removed journal must not come back
        found.execute("PRAGMA foreign_keys=ON")
        found.execute("PRAGMA cell_size_check=ON")
    except BaseException:
        found.close()
        raise
    return found


class Connection:
    """A connection to a book; :func:`reading` and :func:`writing` open its transactions.

    What opens a book, reads a table and saves an edit is always the same and is asked of the driver: a large book opens in half
    the time. What is put together is asked through SQLAlchemy, over the same driver and in the same transactions; it is imported
    with the first of it, after the first table is on screen.

    Attributes:
        driver: the driver's own connection.
        closed: whether it was let go.
    """

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.closed = False
        self._core: sql.Connection | None = None

    @property
    def core(self) -> "sql.Connection":
        """SQLAlchemy's connection over the driver's."""
        if self._core is None:
            from db import sql

            engine = sql.create_engine("sqlite://", creator=lambda: self.driver, poolclass=sql.NullPool)
            sql.event.listen(engine, "handle_error", lambda told: told.original_exception, retval=True)
            self._core = engine.connect()
        return self._core

    def close(self) -> None:
        if self._core is not None:
            self._core.close()
        self.driver.close()
        self.closed = True


def connect(path: Path, *, read_only: bool) -> Connection:
    """A connection to the book.

    Raises:
        EnvironmentFault: the file cannot be opened.
    """
    with faults_named(path):
        return Connection(driver_connection(path, read_only=read_only))


@contextmanager
def reading(connection: Connection, path: Path) -> Iterator[None]:
    """A transaction that sees one state of the book and writes nothing.

    It ends with a rollback: a commit after pages that could not be read would report them once more.
    """
    with faults_named(path), _transaction(connection.driver, "BEGIN"):
        yield


@contextmanager
def writing(connection: Connection, path: Path) -> Iterator[None]:
    """A transaction that is on disk when the block ends, or has changed nothing when it raises."""
    with faults_named(path), _transaction(connection.driver, "BEGIN IMMEDIATE"):
        yield
        connection.driver.execute("COMMIT")


@contextmanager
def _transaction(driver: Driver, begin: str) -> Iterator[None]:
    """Whatever was not committed at the end, a commit that could not get through with it, is taken back."""
    driver.execute(begin)
    try:
        yield
    finally:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
