"""Connections to a book and the one place where the driver's errors become faults."""

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from db.faults import EnvironmentFault, FaultCode
from db.sql import Connection, DBAPIError, NullPool, create_engine, event

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
    except DBAPIError as error:
        raise fault_of(error.orig, path) from error
    except (sqlite3.Error, OSError) as error:
        raise fault_of(error, path) from error
    except UnicodeDecodeError as error:  # SQLite quotes the damaged name of a table in its message
        raise EnvironmentFault(FaultCode.BOOK_DAMAGED, path=str(path)) from error


def fault_of(error: BaseException | None, path: Path) -> BaseException:
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
    elif isinstance(error, OSError):
        fault = _OS_FAULTS.get(error.errno or 0, FaultCode.DRIVE_GONE)
    else:
        return error or AssertionError("no error to name")
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


def driver_connection(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A bare connection with the promises of a book: rollback journal, full sync, explicit transactions."""
    mode = "ro" if read_only else "rw"
    found = sqlite3.connect(f"{_address(path)}?mode={mode}", uri=True, isolation_level=None, timeout=WAIT_SECONDS)
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


def connect(path: Path, *, read_only: bool, creator: Callable[[], sqlite3.Connection] | None = None) -> Connection:
    """One SQLAlchemy connection to the book; :func:`reading` and :func:`writing` open its transactions.

    ``creator`` makes the driver's connection where the usual one will not do.

    Raises:
        EnvironmentFault: the file cannot be opened.
    """
    engine = create_engine(
        "sqlite://",
        creator=creator or (lambda: driver_connection(path, read_only=read_only)),
        poolclass=NullPool,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))

    with faults_named(path):
        return engine.connect()


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, for what SQLAlchemy has no words for."""
    found: Any = connection.connection.dbapi_connection
    if not isinstance(found, sqlite3.Connection):
        raise TypeError(found)
    return found


@contextmanager
def reading(connection: Connection, path: Path) -> Iterator[None]:
    """A transaction that sees one state of the book and writes nothing.

    It ends with a rollback: a commit after pages that could not be read would report them once more.
    """
    connection.info["begin"] = "BEGIN"
    with faults_named(path):
        transaction = connection.begin()
        try:
            yield
        finally:
            transaction.rollback()


@contextmanager
def writing(connection: Connection, path: Path) -> Iterator[None]:
    """A transaction that is on disk when the block ends, or has changed nothing when it raises."""
    connection.info["begin"] = "BEGIN IMMEDIATE"
    with faults_named(path):
        try:
            with connection.begin():
                yield
        finally:
            driver = driver_of(connection)
            if driver.in_transaction:  # a commit that could not get through leaves its transaction open
                driver.rollback()
