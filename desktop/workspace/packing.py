"""另存副本 and 提交包: a book with its evidence in another place; one table with all that belongs to it in one file. No Qt.

A package is a zip: a book that holds this one table, its evidence, form and rulebook, and a list of every file with its hash.
"""

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from db.evidence import copy_out, evidence_folder
from db.faults import EnvironmentFault, FaultCode
from db.foreign import read_foreign
from db.hashes import content_hash
from db.lock import user_name
from desktop.kit.safefile import replace_file
from desktop.kit.version import VERSION
from desktop.workspace.book import open_book
from desktop.workspace.evidence import carry_evidence
from desktop.workspace.library import form_of, form_text, rulebook_of, rulebook_text
from scoring.edit import Op
from scoring.table import TableKey, YearTable

if TYPE_CHECKING:
    from db.store import Store

MANIFEST, BOOK, FORM, RULEBOOK = "manifest.json", "book.ziping", "form.toml", "rulebook.toml"
KIND = "ziping-package"
LARGEST = 2 << 30
LARGEST_LIST = 4 << 20
_NAME = re.compile(r"book\.ziping|form\.toml|rulebook\.toml|evidence/[0-9a-f]{64}")
_PIECE = 1 << 20
# What zipfile and json raise over files that are cut off, encrypted, packed in an unknown way or filled by other hands.
_TROUBLES = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError, EOFError,
)  # fmt: skip
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same table makes the same package


def save_copy(store: "Store", target: Path) -> Path:
    """The open book, proven, with its evidence under another name; the copy.

    Raises:
        EnvironmentFault: OUTPUT_EXISTS; DISK_FULL, FOLDER_READ_ONLY; BOOK_DAMAGED: the copy is as damaged as the book.
    """
    if target.exists() or evidence_folder(target).exists():
        raise EnvironmentFault(FaultCode.OUTPUT_EXISTS, path=str(target))
    with replace_file(target) as draft:
        store.copy_to(draft)
    try:
        keys = store.keys()
        for key in keys:
            carry_evidence(store.load(key), store.path, target)
    except BaseException:
        target.unlink(missing_ok=True)
        shutil.rmtree(evidence_folder(target), ignore_errors=True)
        raise
    return target


def save_table(table: YearTable, target: Path) -> Path:
    """One table from memory as a book of its own, where the book it came from can no longer be read.

    Raises:
        EnvironmentFault: OUTPUT_EXISTS; DISK_FULL, FOLDER_READ_ONLY …
    """
    if target.exists():
        raise EnvironmentFault(FaultCode.OUTPUT_EXISTS, path=str(target))
    with open_book(target, create=True) as alone:
        alone.add(table, operation=Op.IMPORT.value, user=user_name())
    return target


def write_package(store: "Store", key: TableKey, target: Path) -> Path:
    """One table with evidence, form and rulebook as one file; the file.

    Raises:
        EnvironmentFault: FILE_MISSING, FILE_UNREADABLE: evidence that is not there or not as it was stored; those of writing.
    """
    table = store.load(key)
    with tempfile.TemporaryDirectory(prefix="ziping-") as folder:
        room = Path(folder)
        book = room / BOOK
        with open_book(book, create=True) as alone:
            alone.add(table, operation=Op.IMPORT.value, user=user_name())
        (room / FORM).write_text(form_text(form_of(table).key), "utf-8")
        (room / RULEBOOK).write_text(rulebook_text(rulebook_of(table).key), "utf-8")
        for each in table.attachments:
            (room / "evidence").mkdir(exist_ok=True)
            copy_out(store.path, each, room / "evidence" / each.content_hash)
        names = [BOOK, FORM, RULEBOOK, *sorted(f"evidence/{each}" for each in {one.content_hash for one in table.attachments})]
        manifest = {
            "kind": KIND,
            "program": VERSION,
            "unit": key.unit,
            "year": key.year,
            "subject": key.subject,
            "content_hash": content_hash(table),
            "files": {name: {"sha256": _hash(room / name), "size": (room / name).stat().st_size} for name in names},
        }
        with replace_file(target) as draft, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr(zipfile.ZipInfo(MANIFEST, _MOMENT), json.dumps(manifest, ensure_ascii=False, indent=1))
            for name in names:
                entry = zipfile.ZipInfo(name, _MOMENT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with (room / name).open("rb") as source, package.open(entry, "w", force_zip64=True) as goal:
                    shutil.copyfileobj(source, goal, _PIECE)
    return target


def is_package(path: Path) -> bool:
    """Whether a file is a package of ours, by the list it carries."""
    try:
        with zipfile.ZipFile(path) as package:
            return KIND.encode() in _list_text(package)
    except (*_TROUBLES, OSError):
        return False


@contextmanager
def open_package(path: Path) -> Iterator[tuple[Path, YearTable]]:
    """The book of a package, unpacked with its evidence for as long as the block lasts, and its one table.

    Raises:
        EnvironmentFault: FILE_UNREADABLE: cut off, changed, a file more or less than listed; FILE_HOSTILE: names of
            other places, more than a package holds; those of :func:`db.foreign.read_foreign`.
    """
    with tempfile.TemporaryDirectory(prefix="ziping-") as folder:
        room = Path(folder)
        try:
            with zipfile.ZipFile(path) as package:
                _unpack(package, room, path.name)
        except FileNotFoundError as error:
            raise EnvironmentFault(FaultCode.FILE_MISSING, path=path.name) from error
        except (
            zipfile.BadZipFile,
            KeyError,
            ValueError,
            TypeError,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
        ) as error:
            raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=path.name, kind="package") from error
        found = read_foreign(room / BOOK).tables
        if len(found) != 1:
            raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=path.name, kind="package")
        kept = evidence_folder(room / BOOK)
        if (room / "evidence").is_dir():
            (room / "evidence").rename(kept)
        yield room / BOOK, found[0]


def _list_text(package: zipfile.ZipFile) -> bytes:
    if package.getinfo(MANIFEST).file_size > LARGEST_LIST:
        raise ValueError(MANIFEST)
    return package.read(MANIFEST)


def _unpack(package: zipfile.ZipFile, room: Path, name: str) -> None:
    """Every listed file, each proven; nothing that is not listed, no name that is not ours."""
    listed = json.loads(_list_text(package))["files"]
    entries = {each.filename: each for each in package.infolist()}
    if set(entries) != {MANIFEST, *listed} or len(entries) != len(package.infolist()):
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=name, kind="package")
    whole = sum(each.file_size for each in entries.values())
    if whole > LARGEST or not all(_NAME.fullmatch(each) for each in listed):
        raise EnvironmentFault(FaultCode.FILE_HOSTILE, path=name)
    (room / "evidence").mkdir()
    for each, facts in listed.items():
        with package.open(entries[each]) as source, (room / each).open("wb") as goal:
            _copy_at_most(source.read, goal.write, facts["size"])
        if _hash(room / each) != facts["sha256"]:
            raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=name, kind="package")


def _copy_at_most(read: Callable[[int], bytes], write: Callable[[bytes], object], size: int) -> None:
    left = size
    while piece := read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise ValueError(size)
        write(piece)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
