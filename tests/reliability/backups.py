"""Three years of work with a copy on most days, bursts and a clock that jumps: every copy that is kept can be brought back."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

from db import backup
from db.store import Store
from scoring.table import YearTable
from tests.db.examples import KEY, new_book, save_typed, year_table

BEGIN = datetime(2024, 1, 1, 8, tzinfo=UTC)


@dataclass
class Figures:
    """What was found: copies made and kept, those that do not hold what the book held, ages without a copy, leftovers."""

    days: int = 0
    made: int = 0
    kept: int = 0
    wrong: int = 0
    gaps: int = 0
    not_restored: int = 0


def run(folder: Path, days: int, seed: int = 1) -> Figures:
    """Works so many days, then brings every copy back and compares."""
    chance = random.Random(seed)
    figures = Figures()
    path = new_book(folder, year_table(3))
    with Store.open(path) as store:
        table = store.load(KEY)
    truth: dict[Path, str] = {}
    made: list[datetime] = []
    now = BEGIN
    for number in range(days):
        now = BEGIN + timedelta(days=number)
        if chance.random() < 0.25:
            continue  # nobody is in the office
        figures.days += 1
        for part in range(20 if chance.random() < 0.02 else chance.randrange(1, 4)):
            now += timedelta(minutes=chance.randrange(1, 20))
            jump = timedelta(days=chance.choice([-400, 30, 4000])) if chance.random() < 0.003 else timedelta(0)
            table = _work(path, table, f"{number}-{part}")
            truth[backup.back_up(path, at=now + jump)] = f"{number}-{part}"
            figures.made += 1
            made.append(now + jump)
    copies = backup.copies(path)
    figures.kept = len(copies)
    figures.gaps = _gaps(made, [each.at for each in copies], now)
    book = folder / "另一本" / path.name
    book.parent.mkdir()
    for each in copies:
        copyfile(path, book)
        backup.restore(book, each.path)
        with Store.open(book, read_only=True) as store:
            figures.not_restored += not store.verify().ok
            figures.wrong += store.load(KEY).nodes[1].actual_text != truth[each.path]
        for kept in backup.copies(book):
            kept.path.unlink()
    return figures


def _work(path: Path, table: YearTable, text: str) -> YearTable:
    with Store.open(path) as store:
        return save_typed(store, table, "n2", text)[0]


def _gaps(made: Iterable[datetime], kept: Iterable[datetime], now: datetime) -> int:
    """Days, weeks and months with a copy once and none now: of the last 50 days of work, the last 100 weeks, and all months."""
    whole, left = [each for each in made if each <= now], tuple(kept)
    missing = 0
    for count, slot in ((50, "%Y-%m-%d"), (100, "%G-%V"), (None, "%Y-%m")):
        there = sorted({each.strftime(slot) for each in whole})
        missing += len({*there[-count if count else 0 :]} - {each.strftime(slot) for each in left})
    return missing
