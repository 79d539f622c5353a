"""An open book: its connection, its lock, its transactions; private to the db."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from db import backup, migrations, opening
from db.distant import WorkingCopy, is_distant
from db.engine import Connection, connect, reading, writing
from db.faults import EnvironmentFault, FaultCode
from db.lock import Lock, acquire, release


class Book:
    """One open file with the promise that nobody else writes to it.

    Attributes:
        path: the book, as the clerk knows it.
        file: where the work is done: the book itself, or its working copy where it lies on a network share.
        read_only: whether it takes no work.
        structure: what SQLite's quick check found wrong on opening.
    """

    def __init__(
        self,
        path: Path,
        connection: Connection,
        lock: Lock | None,
        private: "TemporaryDirectory[str] | None" = None,
        *,
        working: WorkingCopy | None = None,
        borrowed: bool = False,
    ) -> None:
        self.path = path
        self.working = working
        self.file = path if working is None else working.file
        self.read_only = lock is None
        self._connection = connection
        self._lock = lock
        self._borrowed = borrowed
        self._private = private
        self._wrote = False
        self._file = self.file.stat()
        opening.expect_schema(connection, path)
        with reading(connection, path):
            self.structure = opening.structure_faults(connection, full=False)

    @classmethod
    def create(cls, path: Path, *, holder: str = "", local: Path | None = None) -> Self:
        """Makes an empty book and opens it.

        Raises:
            EnvironmentFault: FOLDER_MISSING, FOLDER_READ_ONLY, DISK_FULL, BOOK_IN_USE.
            FileExistsError: there is a file of this name.
        """
        if not path.parent.is_dir():
            raise EnvironmentFault(FaultCode.FOLDER_MISSING, path=str(path.parent))
        lock = acquire(path, holder)
        try:
            opening.make_book(path)
            return cls._opened(path, lock, local)
        except BaseException:
            release(lock)
            raise

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        holder: str = "",
        local: Path | None = None,
        over: EnvironmentFault | None = None,
    ) -> Self:
        """Opens a book; for work the lock is taken before anything else, to read nothing is asked of the folder.

        A book of an older schema is copied (:func:`db.backup.back_up`) and brought to ours.

        Args:
            path: the book.
            read_only: takes no lock and no work.
            holder: the name that others are told.
            local: below it stands the copy in which a book on a network share is worked on (:mod:`db.distant`).
            over: a refusal BOOK_IN_USE with ``by_name`` that the clerk has answered (:func:`db.lock.acquire`).

        Raises:
            EnvironmentFault: BOOK_MISSING, BOOK_IN_USE (holder, machine, pid, since), BOOK_NEWER (version), BOOK_FOREIGN,
                BOOK_DAMAGED, BOOK_READ_ONLY, FOLDER_READ_ONLY, FILE_EMPTY …
        """
        if read_only:
            opening.recognise(path)
            connection, private = opening.open_to_read(path)
            return cls._guarded(path, connection, None, private)
        if not path.exists():
            opening.recognise(path)
        lock = acquire(path, holder, over=over)
        try:
            opening.recognise(path)
            opening.expect_writable(path)
            return cls._opened(path, lock, local)
        except BaseException:
            release(lock)
            raise

    @classmethod
    def _opened(cls, path: Path, lock: Lock, local: Path | None) -> Self:
        apart = local is not None and (lock.by_name or is_distant(path))
        working = WorkingCopy.take(path, lock, local) if local is not None and apart else None
        file = path if working is None else working.file
        connection = connect(file, read_only=False)
        try:
            if opening.stored_version(connection, path) < migrations.version():
                backup.back_up(path)
                opening.bring_up(connection, path)
        except BaseException:
            connection.close()
            raise
        return cls._guarded(path, connection, lock, working=working)

    @classmethod
    def _guarded(
        cls,
        path: Path,
        connection: Connection,
        lock: Lock | None,
        private: "TemporaryDirectory[str] | None" = None,
        working: WorkingCopy | None = None,
    ) -> Self:
        try:
            return cls(path, connection, lock, private, working=working)
        except BaseException:
            connection.close()
            if private is not None:
                private.cleanup()
            raise

    def beside(self) -> Self:
        """The same book on a connection of its own, for another thread, under the lock of this one."""
        if self.read_only:
            return type(self).open(self.path, read_only=True)
        connection = connect(self.file, read_only=False)
        try:
            return type(self)(self.path, connection, self._lock, working=self.working, borrowed=True)
        except BaseException:
            connection.close()
            raise

    def put_back(self) -> None:
        """Puts work on a network share that was done here; of any thread. Raises as :meth:`WorkingCopy.put_back`."""
        if self.working is not None:
            self.working.put_back()

    def close(self) -> tuple[str, ...]:
        """Checks the structure once more if there was work, and lets the book go; what the check found.

        Raises:
            EnvironmentFault: the work could not be put back on its share; it is kept here for the next opening.
        """
        if self._connection.closed:
            return ()
        found: tuple[str, ...] = ()
        try:
            if self._wrote:
                with reading(self._connection, self.path):
                    found = opening.structure_faults(self._connection, full=False)
        except EnvironmentFault:
            found = ()  # the drive is gone: the next opening checks
        finally:
            self._connection.close()
            self._let_go()
        return found

    def _let_go(self) -> None:
        try:
            if not self._borrowed:
                self.put_back()
        finally:
            if self._lock is not None and not self._borrowed:
                release(self._lock)
            if self._private is not None:
                self._private.cleanup()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the book."""
        with reading(self._connection, self.path):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on disk at its end or has changed nothing; raises BOOK_READ_ONLY, DRIVE_GONE."""
        if self.read_only:
            raise EnvironmentFault(FaultCode.BOOK_READ_ONLY, path=str(self.path))
        try:
            there = os.path.samestat(self.file.stat(), self._file)
        except OSError:
            there = False
        if not there:  # moved away or replaced behind us: what we write would be lost
            raise EnvironmentFault(FaultCode.DRIVE_GONE, path=str(self.path))
        self._wrote = True
        with writing(self._connection, self.path):
            yield self._connection
        if self.working is not None:
            self.working.changed = True
