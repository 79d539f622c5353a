"""Copies of a book: made by SQLite's backup, proven before an older one may go, thinned by age, brought back."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from db import migrations, opening
from db.engine import connect, driver_connection, faults_named, reading
from db.faults import EnvironmentFault, FaultCode
from db.lock import acquire, release
from db.verify import verify

Slot: TypeAlias = Callable[[datetime], tuple[int, ...]]

FOLDER_ENDING = ".copies"
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(\d{8}T\d{6}Z)(?:-\d+)?$")


@dataclass(frozen=True, slots=True)
class Copy:
    """One kept copy; ``at`` is the time in its name."""

    path: Path
    at: datetime
    size: int


def copies_folder(book: Path) -> Path:
    return book.with_name(book.name + FOLDER_ENDING)


def copies(book: Path) -> tuple[Copy, ...]:
    """The kept copies of a book, oldest first."""
    found: list[Copy] = []
    with faults_named(book):
        if copies_folder(book).is_dir():
            for path in copies_folder(book).iterdir():
                stamp = _NAME.search(path.stem)
                if stamp and path.suffix == book.suffix and path.is_file():
                    at = datetime.strptime(stamp[1], _STAMP).replace(tzinfo=UTC)
                    found.append(Copy(path, at, path.stat().st_size))
    return tuple(sorted(found, key=lambda each: (each.at, each.path.name)))


def orphaned(book: Path) -> tuple[Copy, ...]:
    """Copies in the same folder of books that are not there any more: one of them may be this book before it was renamed."""
    with faults_named(book):
        folders = sorted(each for each in book.parent.iterdir() if each.suffix == FOLDER_ENDING and each != copies_folder(book))
    others = (each.with_suffix("") for each in folders)
    return tuple(copy for each in others if not each.exists() for copy in copies(each))


def back_up(book: Path, *, at: datetime | None = None) -> Path:
    """Makes a copy, proves it by reading every row of it, and only then lets older ones go.

    Raises:
        EnvironmentFault: BOOK_MISSING; BOOK_NEWER; BOOK_DAMAGED, the copy is as damaged as the book and no older one was
            touched; DISK_FULL …
    """
    opening.recognise(book)
    folder = copies_folder(book)
    moment = at or datetime.now(UTC)
    with faults_named(book):
        made = not folder.is_dir()
        folder.mkdir(exist_ok=True)
        raw = folder / "copy.part"
        opening.discard(raw)
        try:
            with _about(raw, book):
                opening.whole_copy(book, raw)
                prove(raw)
            target = _free_name(folder, _stem(book, moment), book.suffix)
            raw.replace(target)
            opening.sync_folder(folder)
        except BaseException:
            opening.discard(raw)
            if made:
                with suppress(OSError):
                    folder.rmdir()
            raise
        _thin_folder(book, moment)
    return target


@contextmanager
def _about(raw: Path, book: Path) -> Iterator[None]:
    """What is wrong with a fresh copy is wrong with the book it was made of; no room is a matter of the folder of copies."""
    try:
        yield
    except EnvironmentFault as fault:
        if fault.facts.get("path") != str(raw):
            raise
        facts = {"path": str(book)}
        if fault.code is FaultCode.DISK_FULL:
            facts = {"path": str(raw.parent), "needed": str(book.stat().st_size)}
        raise EnvironmentFault(fault.code, **(fault.facts | facts)) from fault


def back_up_if_due(book: Path, *, now: datetime | None = None) -> Path | None:
    """The daily copy: made when the newest is a day old (or of a time to come) and the book changed since."""
    moment = now or datetime.now(UTC)
    known = copies(book)
    if known:
        newest = known[-1]
        changed = datetime.fromtimestamp(book.stat().st_mtime, UTC) > newest.at
        if not changed or timedelta(0) <= moment - newest.at < timedelta(days=1):
            return None
    return back_up(book, at=moment)


def prove(copy: Path) -> None:
    """Reads every row of a copy and checks it.

    Raises:
        EnvironmentFault: BOOK_DAMAGED with the first damaged places, or what keeps it from being read.
    """
    opening.recognise(copy)
    connection = connect(copy, read_only=True)
    try:
        if opening.stored_version(connection, copy) < migrations.version():
            found = opening.structure_faults(connection, full=True)
            places = [" ".join(found)] if found else []
        else:
            with reading(connection, copy):
                places = [" ".join(each.place) for each in verify(connection).damage]
    finally:
        connection.close()
    if places:
        raise EnvironmentFault(FaultCode.BOOK_DAMAGED, path=str(copy), places="; ".join(places[:5]))


def restore(book: Path, copy: Path) -> Path:
    """Puts a copy in the place of the book; where the replaced state is kept.

    The book must be closed. At every moment either the old book or the new one is in its place, whole.

    Raises:
        EnvironmentFault: BOOK_DAMAGED, the copy is no good and the book is untouched; BOOK_IN_USE; DISK_FULL …
    """
    prove(copy)
    lock = acquire(book)
    try:
        with faults_named(book):
            raw = book.with_name(book.name + ".new")
            opening.discard(raw)
            try:
                opening.whole_copy(copy, raw)
                kept = keep(book, book) if book.exists() else copies_folder(book)
                opening.journal_of(book).unlink(missing_ok=True)  # it belongs to the state that was kept
                raw.replace(book)
                opening.sync_folder(book.parent)
            finally:
                opening.discard(raw)
        return kept
    finally:
        release(lock)


def keep(book: Path, state: Path) -> Path:
    """A state of a book among its copies: a whole copy, or byte by byte what there is where it cannot be read.

    Raises:
        EnvironmentFault: DISK_FULL, FOLDER_READ_ONLY …
    """
    folder = copies_folder(book)
    moment = datetime.now(UTC)
    with faults_named(book):
        folder.mkdir(exist_ok=True)
        kept = _free_name(folder, _stem(book, moment), book.suffix)
        try:
            with faults_named(state):
                driver_connection(state, read_only=False).close()
            opening.whole_copy(state, kept)
        except EnvironmentFault as fault:
            opening.discard(kept)
            if fault.code is FaultCode.DISK_FULL:
                raise
            kept = _free_name(folder, _stem(book, moment), ".damaged")
            shutil.copyfile(state, kept)
            if opening.journal_of(state).exists():
                shutil.copyfile(opening.journal_of(state), opening.journal_of(kept))
            opening.sync_file(kept)
    return kept


def _stem(book: Path, at: datetime) -> str:
    """A copy is called after its book, as far as a long name leaves room for the time and for a journal."""
    return f"{book.stem[:40]}-{at.strftime(_STAMP)}"


def _free_name(folder: Path, stem: str, suffix: str) -> Path:
    number = 1
    path = folder / f"{stem}{suffix}"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{suffix}"
    return path


def _thin_folder(book: Path, now: datetime) -> None:
    known = copies(book)
    going = set(thin([each.at for each in known], now))
    for each in known:
        if each.at in going:
            each.path.unlink(missing_ok=True)


def _hour(at: datetime) -> tuple[int, ...]:
    return at.year, at.month, at.day, at.hour


def _day(at: datetime) -> tuple[int, ...]:
    return at.year, at.month, at.day


def _week(at: datetime) -> tuple[int, ...]:
    return at.isocalendar()[:2]


def _month(at: datetime) -> tuple[int, ...]:
    return at.year, at.month


_KEEP: Sequence[tuple[int, Slot, Slot]] = ((2, _day, _hour), (60, _day, _day), (104, _week, _week))
"""In the last 2 days on which there was a copy the last of each hour, in the last 60 of each day …"""
_ALL = timedelta(hours=1)


def thin(times: Iterable[datetime], now: datetime) -> tuple[datetime, ...]:
    """Which copies may go, by age alone: a burst of copies takes no older one away.

    Kept are all of the last hour, the last of each hour on two days, of each day on sixty, of each week in two years,
    of each month for ever. Days and weeks count on which a copy was made, so that neither a long leave nor a clock that
    jumps makes every copy old at once; copies of a time to come are never named, nor is the newest.
    """
    ordered = sorted(set(times))
    kept = set(ordered[-1:])
    kept.update(at for at in ordered if now - at < _ALL)
    past = [at for at in ordered if at <= now]
    kept.update({_month(at): at for at in past}.values())
    for count, reach, slot in _KEEP:
        recent = set(sorted({reach(at) for at in past})[-count:])
        kept.update({slot(at): at for at in past if reach(at) in recent}.values())
    return tuple(each for each in ordered if each not in kept)
