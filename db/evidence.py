"""Evidence (佐证材料): files kept by content beside the book, so that copies of the book stay small and no name can do harm.

Each lies in ``<book>.evidence/`` under its SHA-256 alone; the name it came with is a label, stored as a fact and never a path.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from db.engine import fault_of
from db.faults import EnvironmentFault, FaultCode
from scoring.table import Attachment

PIECE = 1 << 20
LONGEST_NAME = 120  # bytes, so that a temporary folder in front of it leaves room in every file system
_HASH = re.compile(r"[0-9a-f]{64}")
# Signs that end a path, mean something to a shell or to Windows, or turn the direction of reading so that an ending is disguised.
_HARMFUL = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")


class EvidenceState(Enum):
    """Whether the bytes of an attachment are there as they were stored."""

    THERE = "there"
    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it is kept: its label, the SHA-256 of its bytes, how many there are."""

    file_name: str
    content_hash: str
    size: int


def evidence_folder(book: Path) -> Path:
    """Where the evidence of a book lies."""
    return book.with_name(f"{book.stem}.evidence")


def safe_name(label: str) -> str:
    """A plain file name made of a label, harmless on every platform; its ending is kept."""
    name = _HARMFUL.sub("_", label).strip().strip(".").rstrip(" .")
    if not name or not name.strip("_"):
        name = "file"
    if _DEVICE.fullmatch(name):
        name = f"_{name}"
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix.encode()) > 16:
        stem, suffix = name, ""
    while len(stem.encode()) + len(suffix.encode()) + 1 > LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem}.{suffix}" if suffix else stem


def store_file(book: Path, source: Path) -> Stored:
    """Keep a copy of a file beside the book, whole or not at all; one with the same bytes is there once.

    Raises:
        EnvironmentFault: FILE_MISSING, FILE_UNSUPPORTED (a folder, a device), FILE_UNREADABLE, DISK_FULL, FOLDER_READ_ONLY,
            DRIVE_GONE.
    """
    if not source.exists():
        raise EnvironmentFault(FaultCode.FILE_MISSING, path=source.name)
    if not source.is_file():
        kind = "folder" if source.is_dir() else "device"
        raise EnvironmentFault(FaultCode.FILE_UNSUPPORTED, path=source.name, kind=kind)
    folder = evidence_folder(book)
    with _read_from(source) as file, _draft_in(folder) as (draft, writer):
        digest, size = hashlib.sha256(), 0
        for piece in _pieces(file, source):
            digest.update(piece)
            size += len(piece)
            with _named(folder):
                writer.write(piece)
        with _named(folder):
            writer.flush()
            os.fsync(writer.fileno())
            writer.close()
            found = Stored(source.name, digest.hexdigest(), size)
            kept = folder / found.content_hash
            if _hash_of(kept) != found.content_hash:  # not there yet, or damaged since
                draft.replace(kept)
    return found


def state_of(book: Path, attachment: Attachment, *, thorough: bool = False) -> EvidenceState:
    """Whether a file is there in its full size; thorough also reads every byte of it."""
    kept = _kept(book, attachment)
    try:
        size = kept.stat().st_size if kept is not None and kept.is_file() else None
    except OSError:
        size = None
    if kept is None or size is None:
        return EvidenceState.MISSING
    if size != attachment.size or (thorough and _hash_of(kept) != attachment.content_hash):
        return EvidenceState.CHANGED
    return EvidenceState.THERE


def bring_along(book: Path, hashes: Iterable[str], others: Iterable[Path] = ()) -> int:
    """Find evidence that a renamed or moved book left behind, by its bytes; how many files came.

    Looked through are the folders of evidence beside the book, whatever they are called, and those of the ``others``.

    Raises:
        EnvironmentFault: DISK_FULL, FOLDER_READ_ONLY, DRIVE_GONE.
    """
    own = evidence_folder(book)
    missing = {each for each in hashes if _HASH.fullmatch(each) and not (own / each).is_file()}
    if not missing:
        return 0
    places = [evidence_folder(each) for each in others]
    with suppress(OSError):
        places += sorted(each for each in book.parent.iterdir() if each.suffix == own.suffix)
    came = 0
    for folder in dict.fromkeys(places):
        found = {each for each in missing if folder != own and _hash_of(folder / each) == each}
        for each in found:
            store_file(book, folder / each)
        missing -= found
        came += len(found)
    return came


def copy_out(book: Path, attachment: Attachment, target: Path) -> None:
    """A copy of the evidence at ``target``, whole or not at all, for a viewer to open; the kept file is never handed out.

    Raises:
        EnvironmentFault: FILE_MISSING; FILE_UNREADABLE, the bytes are not those that were stored; DISK_FULL and the like.
    """
    kept = _kept(book, attachment)
    if kept is None or not kept.is_file():
        raise EnvironmentFault(FaultCode.FILE_MISSING, path=attachment.file_name)
    digest = hashlib.sha256()
    with _read_from(kept) as file, _draft_in(target.parent) as (draft, writer):
        for piece in _pieces(file, kept):
            digest.update(piece)
            with _named(target.parent):
                writer.write(piece)
        if digest.hexdigest() != attachment.content_hash:
            raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=attachment.file_name, reason="changed")
        with _named(target.parent):
            writer.close()
            draft.replace(target)


def _kept(book: Path, attachment: Attachment) -> Path | None:
    """The file of an attachment; a fact that is no hash (a hostile book) names no file at all."""
    return evidence_folder(book) / attachment.content_hash if _HASH.fullmatch(attachment.content_hash) else None


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()


def _pieces(file: BinaryIO, path: Path) -> Iterator[bytes]:
    while True:
        try:
            piece = file.read(PIECE)
        except OSError as error:
            raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=path.name) from error
        if not piece:
            return
        yield piece


@contextmanager
def _read_from(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=path.name, reason="permission") from error
    with file:
        yield file


@contextmanager
def _draft_in(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """An unnamed file in the folder, gone afterwards unless it took its name."""
    draft = folder / f".{secrets.token_hex(6)}.part"
    with _named(folder):
        folder.mkdir(exist_ok=True)
        writer = draft.open("xb")
    try:
        yield draft, writer
    finally:
        writer.close()
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@contextmanager
def _named(folder: Path) -> Iterator[None]:
    """Errors of the file system as faults that name the folder."""
    try:
        yield
    except OSError as error:
        raise fault_of(error, folder) from error
