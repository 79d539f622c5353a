"""A book on a network share: worked on in a local copy, put back whole by one replace under the lock. Private to the db.

SQLite's own locks cannot be relied on across a network, and a line that drops would stop the clerk in the middle of a word.
What could not be put back stays in the local copy, also when the program ends, and goes back the next time the book is opened.
"""

import hashlib
import json
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db import backup, opening
from db.engine import faults_named
from db.faults import EnvironmentFault, FaultCode
from db.lock import Lock, displaced

MOUNTS = Path("/proc/self/mountinfo")
NETWORKS = frozenset({
    "9p", "afs", "ceph", "cifs", "davfs", "glusterfs", "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs",
    "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.sshfs",
})  # fmt: skip
_REMOTE = 4  # what Windows calls a drive on the network


def is_distant(path: Path) -> bool:
    """Whether a path lies on a network share, as the system tells it."""
    if sys.platform == "win32":  # pragma: no cover - the other system
        import ctypes

        anchor = path.absolute().anchor
        return anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == _REMOTE
    try:
        lines = MOUNTS.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return False
    there, longest, kind = path.absolute(), -1, ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = before.split(" ")[4].encode().decode("unicode_escape").encode("latin-1").decode(errors="replace")
        if there.is_relative_to(point) and len(point) >= longest:
            longest, kind = len(point), after.split(" ")[0]
    return kind in NETWORKS


@dataclass
class WorkingCopy:
    """The local copy of a book that is locked on its share.

    Attributes:
        book: on the share.
        lock: under which it is worked on.
        file: the copy, with which the work is done.
        changed: whether there is work that is not on the share yet.
        set_aside: where earlier work lies that could not be put back, since somebody else had worked on the book meanwhile.
    """

    book: Path
    lock: Lock
    file: Path
    changed: bool = False
    set_aside: Path | None = None

    def __post_init__(self) -> None:
        self._seen = _stamp(self.book)

    @classmethod
    def take(cls, book: Path, lock: Lock, local: Path) -> "WorkingCopy":
        """Brings the book here; work of an earlier session that did not get back is gone on with.

        Raises:
            EnvironmentFault: DISK_FULL, FOLDER_READ_ONLY, DRIVE_GONE …
        """
        folder = local / hashlib.blake2b(str(book.absolute()).encode(errors="replace"), digest_size=12).hexdigest()
        file, set_aside = folder / book.name, None
        with faults_named(file):
            folder.mkdir(parents=True, exist_ok=True)
            if file.exists() and (opening.journal_of(file).exists() or _counter(file) != _noted(file, "counter")):
                if _hash(book) == _noted(file, "book"):
                    return cls(book, lock, file, changed=True)
                set_aside = backup.keep(book, file)
            opening.discard(file)
            seen = _stamp(book)
            for source, target in ((opening.journal_of(book), opening.journal_of(file)), (book, file)):
                if source.exists():
                    shutil.copyfile(source, target)
            opening.sync_file(file)
        copy = cls(book, lock, file, set_aside=set_aside)
        copy._seen = seen  # a holder we took over from may put its work there while we copy
        copy._note(file, _counter(file))
        return copy

    def put_back(self) -> None:
        """Puts what was done in the place of the book on the share; nothing to do is nothing done. Of any thread.

        Raises:
            EnvironmentFault: BOOK_OVERTAKEN, somebody else put another file there; DRIVE_GONE, DISK_FULL … The work is kept here.
        """
        if not self.changed:
            return
        self.changed = False
        raw, snapshot = self.book.with_name(self.book.name + ".new"), self.file.with_name("snapshot")
        try:
            with faults_named(self.file):
                counter = _counter(self.file)
                opening.discard(snapshot)
                opening.whole_copy(self.file, snapshot)  # from here on work goes on, however slow the line
            self._expect_as_seen()
            with faults_named(self.book):
                try:
                    shutil.copyfile(snapshot, raw)
                    opening.sync_file(raw)
                    self._expect_as_seen()
                    raw.replace(self.book)
                    opening.sync_folder(self.book.parent)
                finally:
                    opening.discard(raw)
                self._seen = _stamp(self.book)
                self._note(snapshot, counter)
        except BaseException:
            self.changed = True
            raise
        finally:
            with suppress(OSError):
                snapshot.unlink(missing_ok=True)

    def _expect_as_seen(self) -> None:
        """Nobody else put another file there or took the book over, and it is there."""
        found = _stamp(self.book)
        if found != self._seen or displaced(self.lock):
            code = FaultCode.DRIVE_GONE if found is None else FaultCode.BOOK_OVERTAKEN
            raise EnvironmentFault(code, path=str(self.book))

    def _note(self, same: Path, counter: str) -> None:
        """Remembers at which of its commits the copy said the same as the book does; ``same`` are the book's bytes, here."""
        texts = {"path": str(self.book), "book": _hash(same), "counter": counter}
        draft = _note_of(self.file).with_suffix(".new")
        draft.write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
        draft.replace(_note_of(self.file))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _note_of(file: Path) -> Path:
    return file.with_name("taken.json")


def _noted(file: Path, name: str) -> str:
    try:
        return str(json.loads(_note_of(file).read_text("utf-8"))[name])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _counter(file: Path) -> str:
    """How often the file was committed to, as its header tells."""
    with file.open("rb") as opened:
        return opened.read(28)[24:].hex()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
