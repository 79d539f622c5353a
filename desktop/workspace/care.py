"""What is done for a book without being asked: the daily copy, and the whole check while the clerk works. No Qt."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from db import backup
from db.evidence import bring_along
from db.faults import EnvironmentFault
from db.store import Store


def daily_copy(book: Path) -> Path | None:
    """The copy of the day, where one is due.

    Raises:
        EnvironmentFault: BOOK_DAMAGED: nothing was kept and no older copy touched; DISK_FULL …
    """
    return backup.back_up_if_due(book) if book.exists() else None


def copy_on_leaving(book: Path) -> None:
    """The copy of the day when nobody is there to be told: what keeps it from being made, the next opening tells."""
    with suppress(EnvironmentFault):
        daily_copy(book)


def look_over(book: Path) -> tuple[str, ...]:
    """The places of the book that are not as they were written, read on a connection of its own; empty when all is well.

    Raises:
        EnvironmentFault: the book cannot be read at all.
    """
    with Store.open(book, read_only=True) as store:
        return tuple(" ".join(each for each in damage.place if each) for damage in store.verify().damage)


def find_evidence(book: Path, others: Iterable[Path]) -> int:
    """Evidence that stayed behind when the book was renamed or moved, looked for beside it and beside the books of late.

    How many files came.

    Raises:
        EnvironmentFault: the book cannot be read; DISK_FULL and the like.
    """
    with Store.open(book, read_only=True) as store:
        hashes = store.evidence_hashes()
    return bring_along(book, hashes, others)
