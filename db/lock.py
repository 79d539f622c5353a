"""One writer for a book: a lock file beside it that names its holder; the system frees the lock when the holder dies."""

import contextlib
import errno
import getpass
import json
import os
import platform
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from db.edits import now
from db.engine import faults_named
from db.faults import EnvironmentFault, FaultCode

ENDING = ".lock"
PATIENCE = 25
"""How often a lock file without a name is read again, every 20 ms."""
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_UNSUPPORTED = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
"""What some shares answer: there the name in the lock file alone must do."""

if sys.platform == "win32":  # pragma: no cover - the other system
    import msvcrt

    FAR = 1 << 30
    """Windows locks bytes against reading as well: a byte far behind the text leaves the holder's name readable."""

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the book open for writing."""

    holder: str = ""
    machine: str = ""
    pid: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """A held lock; :func:`release` gives it back.

    Attributes:
        path: the lock file.
        file: the same, open.
        told: what we wrote into it.
        by_name: whether the system knows no locks there, so that what is written holds the book.
    """

    path: Path
    file: IO[bytes]
    told: Holder
    by_name: bool


class _NamedError(BlockingIOError):
    """Somebody stands in the lock file of a share that knows no locks."""


def lock_path(book: Path) -> Path:
    return book.with_name(book.name + ENDING)


def acquire(book: Path, holder: str = "", *, over: EnvironmentFault | None = None) -> Lock:
    """Takes the lock of a book, without waiting.

    Args:
        book: whose lock.
        holder: the name that others are told.
        over: a refusal with ``by_name`` that the clerk has answered: whoever it names gives way, if nobody else came meanwhile.

    Raises:
        EnvironmentFault: BOOK_IN_USE with holder, machine, pid and since, and with ``by_name`` where only the name in the file
            says so, whether or not its holder still lives; FOLDER_READ_ONLY, FOLDER_MISSING, DISK_FULL.
    """
    path = lock_path(book)
    with faults_named(book):
        while True:
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644), "r+b")
            try:
                by_name = _take_or_read(file, over)
                if _same(file, path):
                    ours = Holder(holder or user_name(), platform.node(), str(os.getpid()), now())
                    _write(file, ours)
                    return Lock(path, file, ours, by_name)
            except OSError as error:
                facts = asdict(_told(file)) | ({"by_name": "yes"} if isinstance(error, _NamedError) else {})
                file.close()
                if error.errno in _HELD:
                    raise EnvironmentFault(FaultCode.BOOK_IN_USE, path=str(book), **facts) from error
                raise
            except BaseException:
                file.close()
                raise
            file.close()  # the last holder removed the file between our opening and our locking it: again


def release(lock: Lock) -> None:
    """Gives the lock back and takes the file away, if it is still ours."""
    if displaced(lock):
        lock.file.close()
    elif os.name == "posix":
        with contextlib.suppress(OSError):
            lock.path.unlink()
        lock.file.close()
    else:  # pragma: no cover - an open file cannot be removed there; whoever opened it meanwhile keeps it
        lock.file.close()
        with contextlib.suppress(OSError):
            lock.path.unlink()


def displaced(lock: Lock) -> bool:
    """Whether somebody took over a lock that only our name in its file holds."""
    if not lock.by_name:
        return False
    try:
        with lock.path.open("rb") as file:
            return _read(file) not in (lock.told, Holder())
    except OSError:
        return False


def user_name() -> str:
    """The account under which the system knows the clerk; empty where it tells none."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no variable and no list of accounts to ask
        return ""


def _take_or_read(file: IO[bytes], over: EnvironmentFault | None) -> bool:
    """The system's lock; on a share that knows none, the name in the file. Whether it is by the name.

    Raises:
        OSError: somebody else has it, or it cannot be asked for.
    """
    try:
        _take(file.fileno())
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        told = _told(file)
        if _lives(told) and (over is None or not asdict(told).items() <= over.facts.items()):
            raise _NamedError(errno.EAGAIN, "held by name") from error
        return True
    return False


def _lives(told: Holder) -> bool:
    """Whether whoever stands in a lock file may still be at work; of another machine we cannot know."""
    if not told.pid.isdigit():
        return False
    if told.machine != platform.node() or sys.platform == "win32":  # there a signal to ask with would end the program
        return True
    try:
        os.kill(int(told.pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _same(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _write(file: IO[bytes], told: Holder) -> None:
    file.seek(0)
    file.truncate()
    file.write(json.dumps(asdict(told), ensure_ascii=False).encode())
    file.flush()


def _told(file: IO[bytes]) -> Holder:
    """What the lock file says; who has just taken the lock is about to write it."""
    told = _read(file)
    for _ in range(PATIENCE):
        if told.pid:
            break
        time.sleep(0.02)  # at most half a second in all: nothing tells one process that another has written
        told = _read(file)
    return told


def _read(file: IO[bytes]) -> Holder:
    try:
        file.seek(0)
        told = json.loads(file.read(4096))
        return Holder(**{name: str(told[name]) for name in ("holder", "machine", "pid", "since")})
    except (OSError, ValueError, KeyError, TypeError):
        return Holder()
