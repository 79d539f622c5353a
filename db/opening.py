"""From a path to a book that can be worked in: made whole or not at all, recognised, brought to our schema; private to the db."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from db import migrations
from db.engine import Connection, connect, driver_connection, faults_named, reading, tells_damage, writing
from db.faults import EnvironmentFault, FaultCode

APPLICATION_ID = 0x5A505047
"""``ZPPG`` in the header of the file: what a book is known by."""

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100


def sync_folder(folder: Path) -> None:
    """Makes a rename in this folder durable, where the system knows such a thing."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def make_book(path: Path) -> None:
    """Writes an empty book: beside the path first, then renamed, so that there never is half a book or an empty file.

    Raises:
        FileExistsError: there is a file of this name.
        EnvironmentFault: DISK_FULL, FOLDER_READ_ONLY, FOLDER_MISSING …
    """
    if path.exists():
        raise FileExistsError(path)
    raw = path.with_name(path.name + ".new")
    with faults_named(path):
        discard(raw)
        try:
            raw.write_bytes(b"")
            connection = connect(raw, read_only=False)
            try:
                with writing(connection, raw):
                    connection.driver.execute(f"PRAGMA application_id={APPLICATION_ID}")
                    migrations.migrate(connection.driver, 0)
            finally:
                connection.close()
            sync_file(raw)
            raw.replace(path)
            sync_folder(path.parent)
        finally:
            discard(raw)


def discard(raw: Path) -> None:
    """Takes away what an interrupted work left beside a book; with its journal, which would be played into the next one."""
    raw.unlink(missing_ok=True)
    journal_of(raw).unlink(missing_ok=True)


def recognise(path: Path) -> None:
    """Looks at the first bytes only.

    Raises:
        EnvironmentFault: FOLDER_MISSING, BOOK_MISSING, FILE_EMPTY, BOOK_FOREIGN, BOOK_DAMAGED.
    """
    facts = {"path": str(path)}
    if not path.exists():
        if not path.parent.is_dir():
            raise EnvironmentFault(FaultCode.FOLDER_MISSING, path=str(path.parent))
        raise EnvironmentFault(FaultCode.BOOK_MISSING, **facts)
    if not path.is_file():
        raise EnvironmentFault(FaultCode.BOOK_FOREIGN, **facts)
    with faults_named(path), path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        raise EnvironmentFault(FaultCode.FILE_EMPTY, **facts)
    ours = header[68:72] == APPLICATION_ID.to_bytes(4, "big")
    if len(header) < _HEADER or header[:16] != _MAGIC:
        raise EnvironmentFault(FaultCode.BOOK_DAMAGED if ours else FaultCode.BOOK_FOREIGN, **facts)
    if not ours:
        raise EnvironmentFault(FaultCode.BOOK_FOREIGN, **facts)


def expect_writable(path: Path) -> None:
    """Raises BOOK_READ_ONLY where the file may not be written to."""
    if not os.access(path, os.W_OK):
        raise EnvironmentFault(FaultCode.BOOK_READ_ONLY, path=str(path))


def stored_version(connection: Connection, path: Path) -> int:
    """The schema of the book.

    Raises:
        EnvironmentFault: BOOK_NEWER with both versions; BOOK_FOREIGN; BOOK_DAMAGED.
    """
    with reading(connection, path):
        version = int(connection.driver.execute("PRAGMA user_version").fetchone()[0])
        (tables,) = connection.driver.execute("SELECT count(*) FROM sqlite_master WHERE type='table'").fetchone()
    if version > migrations.version():
        raise EnvironmentFault(FaultCode.BOOK_NEWER, path=str(path), version=str(version), known=str(migrations.version()))
    if version < 1 or tables == 0:
        raise EnvironmentFault(FaultCode.BOOK_DAMAGED, path=str(path))
    return version


_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master"


def expect_schema(connection: Connection, path: Path) -> None:
    """Compares the description of the tables in the file, which no digest covers, with what our steps make.

    Raises:
        EnvironmentFault: BOOK_DAMAGED.
    """
    with closing(sqlite3.connect(":memory:")) as ours:
        migrations.migrate(ours, 0)
        expected = set(ours.execute(_SCHEMA))
    with reading(connection, path):
        found = set(connection.driver.execute(_SCHEMA))
    if found != expected:
        raise EnvironmentFault(FaultCode.BOOK_DAMAGED, path=str(path))


def open_to_read(path: Path) -> tuple[Connection, "tempfile.TemporaryDirectory[str] | None"]:
    """A connection that never writes to the book.

    A book that a dead program left in the middle of a commit, or one of an older schema, is read from a private copy:
    the folder may be one that nobody can write to.

    Raises:
        EnvironmentFault: the book cannot be read.
    """
    try:
        connection = connect(path, read_only=True)
        try:
            if stored_version(connection, path) == migrations.version():
                return connection, None
        except BaseException:
            connection.close()
            raise
        connection.close()
    except EnvironmentFault as fault:
        if fault.code is FaultCode.BOOK_NEWER or not journal_of(path).exists():
            raise
    return _open_copy(path)


def journal_of(path: Path) -> Path:
    """What SQLite writes beside a book during a commit; found without a program at work, it tells of one that died."""
    return path.with_name(path.name + "-journal")


def _open_copy(path: Path) -> "tuple[Connection, tempfile.TemporaryDirectory[str]]":
    folder = tempfile.TemporaryDirectory(prefix="ziping-")
    try:
        copy = Path(folder.name, path.name)
        with faults_named(path):
            shutil.copyfile(path, copy)
            if journal_of(path).exists():
                shutil.copyfile(journal_of(path), journal_of(copy))
        connection = connect(copy, read_only=False)
        try:
            bring_up(connection, copy)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        folder.cleanup()
        raise
    return connection, folder


def bring_up(connection: Connection, path: Path) -> None:
    """Runs the missing schema steps in one transaction: the book is of the new schema or untouched."""
    stored = stored_version(connection, path)
    if stored < migrations.version():
        with writing(connection, path):
            migrations.migrate(connection.driver, stored)


def structure_faults(connection: Connection, *, full: bool) -> tuple[str, ...]:
    """What SQLite itself finds wrong with its pages, at most twenty lines; the quick form leaves the indexes out."""
    pragma = "integrity_check(20)" if full else "quick_check(20)"
    driver = connection.driver
    try:
        found = [str(row[0]) for row in driver.execute(f"PRAGMA {pragma}")]
    except sqlite3.Error as error:
        if not tells_damage(error):
            raise
        found = [str(error)]
    return () if found == ["ok"] else tuple(found)


def whole_copy(source: Path, target: Path) -> None:
    """A copy through SQLite's own backup: one state of the book, also while it is being written to."""
    with faults_named(target):
        from_there = driver_connection(source, read_only=not journal_of(source).exists())
        try:
            to_here = sqlite3.connect(target, isolation_level=None)
            try:
                to_here.execute("PRAGMA synchronous=FULL")
                from_there.backup(to_here)
            finally:
                to_here.close()
        finally:
            from_there.close()
        sync_file(target)
