"""Bytes change, pages vanish, the end is cut off: what people would read is noticed and named, the rest is rescued."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db.faults import EnvironmentFault
from db.salvage import salvage
from db.store import Store
from scoring.diff import LISTED, records
from scoring.table import RecordKind, TableKey, YearTable
from tests.db.examples import new_book, save_typed, year_table

PAGE = 4096
KEYS = [TableKey("某区人社局", year) for year in range(2020, 2025)]


@dataclass
class Figures:
    """What was found in all damaged files.

    Attributes:
        changed: files from which something else would be read than was written, or nothing.
        silent: of these, those that were not noticed.
        by_row: files in which a changed cell was named by its row only, its check values being damaged with it.
        unnamed: files in which a changed cell was named neither itself nor by its row.
        untouched: records that lie outside the damage; ``rescued`` of them came out of the salvage unchanged.
        spoiled: salvaged books that are not whole.
    """

    files: int = 0
    refused: int = 0
    changed: int = 0
    silent: int = 0
    by_row: int = 0
    unnamed: int = 0
    untouched: int = 0
    rescued: int = 0
    spoiled: int = 0


def flipped(data: bytes, chance: random.Random) -> tuple[bytes, int, int]:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :], at, at + 1


def emptied(data: bytes, chance: random.Random) -> tuple[bytes, int, int]:
    at = chance.randrange(1, len(data) // PAGE) * PAGE
    return data[:at] + bytes(PAGE) + data[at + PAGE :], at, at + PAGE


def cut(data: bytes, chance: random.Random) -> tuple[bytes, int, int]:
    at = chance.randrange(len(data) // 2, len(data))
    return data[:at], at, len(data)


KINDS: dict[str, Callable[[bytes, random.Random], tuple[bytes, int, int]]] = {
    "flip": flipped,
    "page": emptied,
    "cut": cut,
}


def run(folder: Path, kind: str, count: int, seed: int = 1, *, rescue_every: int = 10) -> Figures:
    """Damages a book so many times; every so many are salvaged."""
    chance = random.Random(seed)
    figures = Figures()
    path = _book(folder)
    whole = path.read_bytes()
    with Store.open(path, read_only=True) as store:
        truth = {key: store.load(key) for key in KEYS}
    places = _places(path, whole)
    damaged = folder / "damaged.ziping"
    for number in range(count):
        data, start, end = KINDS[kind](whole, chance)
        damaged.write_bytes(data)
        figures.files += 1
        _look(damaged, truth, figures)
        if number % rescue_every == 0:
            touched = sum(start // PAGE <= place // PAGE <= (end - 1) // PAGE for place in places)
            _rescue(damaged, folder / "rescued.ziping", truth, min(touched, end - start), figures)
    return figures


def _book(folder: Path) -> Path:
    path = new_book(folder, *(year_table(40, key) for key in KEYS))
    with Store.open(path) as store:
        for key in KEYS:
            table = store.load(key)
            for number in range(2, 22):
                table, _ = save_typed(store, table, f"n{number}", f"第{number}次填报")
    return path


def _look(damaged: Path, truth: dict[TableKey, YearTable], figures: Figures) -> None:
    try:
        store = Store.open(damaged, read_only=True)
    except EnvironmentFault:
        figures.refused += 1
        figures.changed += 1
        return
    with store:
        try:
            verification = store.verify()
        except EnvironmentFault:
            figures.changed += 1
            return
        noticed = not verification.ok
        changed = False
        for key, table in truth.items():
            try:
                read = store.load(key)
            except EnvironmentFault:
                changed = True
                continue
            if read != table:
                changed = True
                if not store.damage_of(key):
                    figures.silent += 1
                named = {damage.place[3:] for damage in store.damage_of(key)}
                cells = [place for place in _cells(table, read) if place not in named]
                figures.by_row += any(place[:2] in named for place in cells)
                figures.unnamed += any(place[:2] not in named for place in cells)
        figures.changed += changed
        figures.silent += changed and not noticed


def _cells(was: YearTable, now: YearTable) -> Iterator[tuple[str, ...]]:
    """The cells that read differently in rows that are still there under their ids."""
    for kind in (RecordKind.HEADING, *LISTED):
        there = {each.id: each for each in records(now, kind)}
        for old in records(was, kind):
            new = there.get(old.id)
            if new is None:
                yield kind.value, old.id
            elif new != old:
                for name in type(old).__dataclass_fields__:
                    if getattr(old, name) != getattr(new, name):
                        yield kind.value, old.id, name


def _places(path: Path, whole: bytes) -> list[int]:
    """Where each record's row ends in the file: its digest stands last and is found nowhere else."""
    names = [kind.value for kind in (RecordKind.HEADING, *LISTED)]
    with closing(sqlite3.connect(path)) as connection:
        digests = [row[0] for name in names for row in connection.execute(f"SELECT digest FROM {name}")]
    return [whole.index(digest) for digest in digests]


def _rescue(damaged: Path, output: Path, truth: dict[TableKey, YearTable], touched: int, figures: Figures) -> None:
    total = sum(len(records(table, kind)) for table in truth.values() for kind in (RecordKind.HEADING, *LISTED))
    salvaged = salvage(damaged, output)
    right = 0
    with Store.open(output) as store:
        figures.spoiled += not store.verify().ok
        for key, table in truth.items():
            if key in salvaged.tables:
                read = store.load(key)
                for kind in (RecordKind.HEADING, *LISTED):
                    there = {each.id: each for each in records(read, kind)}
                    right += sum(there.get(each.id) == each for each in records(table, kind))
    figures.untouched += total - touched
    figures.rescued += min(right, total - touched)
    output.unlink()
