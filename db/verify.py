"""The whole check of a book: SQLite's own, every row's digest, nothing missing; damage told as data. Private to the db."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db import catalogue, later
from db.engine import Connection, tells_damage
from db.hashes import content_hash, row_digest
from db.log import Step
from db.opening import structure_faults
from db.records import Damage, load_table, readable
from db.rows import hashed
from scoring.diff import records
from scoring.table import NodeKind, RecordKind, TableKey

if TYPE_CHECKING:
    from db.sql import Table

_LEAVES = (NodeKind.INDICATOR, NodeKind.BONUS)


@dataclass(frozen=True, slots=True)
class TableState:
    """One table as verified."""

    key: TableKey
    indicators: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of a whole check; ``ok`` when there is no damage at all."""

    ok: bool
    tables: tuple[TableState, ...]
    damage: tuple[Damage, ...]


def verify(connection: Connection) -> Verification:
    """Reads everything there is; to be called in a reading transaction."""
    damage = [Damage(("structure",), text) for text in structure_faults(connection, full=True)]
    for table in later.tables.metadata.sorted_tables:
        if table not in later.tables.RECORDS.values():
            damage.extend(_damaged_rows(connection, table))
    damage.extend(_gaps(connection))
    states: list[TableState] = []
    counted = dict.fromkeys(RecordKind, 0)
    for key in catalogue.keys(connection):
        stored = catalogue.find(connection, key)
        if stored is None:  # found by a scan, not by its index
            damage.append(Damage((key.unit, str(key.year), key.subject)))
            continue
        loaded, found = load_table(connection, stored.table_no, key, stored.next_number)
        damage.extend(found)
        indicators = sum(node.kind in _LEAVES for node in loaded.nodes)
        states.append(TableState(key, indicators, content_hash(loaded)))
        for kind in RecordKind:
            counted[kind] += len(records(loaded, kind))
    if not damage:
        damage.extend(_torn(connection))
    if not damage:
        damage.extend(_strays(connection, {kind.value: number for kind, number in counted.items()}))
    return Verification(not damage, tuple(states), tuple(damage))


def _strays(connection: Connection, counted: dict[str, int]) -> Iterable[Damage]:
    """Rows that belong to no table in the book."""
    for name, expected in counted.items():
        found = _number_of_rows(connection, name)
        if found != expected:
            yield Damage((name,), str(found - expected))


def _number_of_rows(connection: Connection, name: str) -> int:
    (found,) = connection.driver.execute(f"SELECT count(*) FROM {name} NOT INDEXED").fetchone()  # noqa: S608 - our own names
    return int(found)


def _damaged_rows(connection: Connection, table: "Table") -> Iterable[Damage]:
    key = next(iter(table.primary_key.columns)).name
    names = hashed(table)
    rows = f"SELECT {key},{','.join(names)},digest FROM {table.name} NOT INDEXED"  # noqa: S608 - our own names
    for row in all_rows(connection, rows):
        if row is None:
            yield Damage((table.name,))
        elif row_digest(table.name, row[1:-1]) != row[-1]:
            yield Damage((table.name, str(row[0])), " ".join(readable(each) for each in row[1:4]))


def all_rows(connection: Connection, statement: str) -> Iterable[tuple[Any, ...] | None]:
    """Every row that can be read; ``None`` once where reading had to stop."""
    found: list[tuple[Any, ...] | None] = []
    try:
        found.extend(iter(connection.driver.execute(statement).fetchone, None))
    except sqlite3.Error as error:
        if not tells_damage(error):
            raise
        found.append(None)
    return found


def _gaps(connection: Connection) -> Iterable[Damage]:
    """Positions that the log should have and has not."""
    rows = all_rows(connection, "SELECT position FROM edit NOT INDEXED ORDER BY position")
    positions = [row[0] for row in rows if row is not None]
    expected = 1
    for position in positions:
        while isinstance(position, int) and expected < position < expected + 1000:
            yield Damage(("edit", str(expected)))
            expected += 1
        expected = position + 1 if isinstance(position, int) else expected + 1


RECENT = 200
"""Entries of the log that are held against the rows: a copy made by hand in the middle of commits has seen no more of them."""


def _torn(connection: Connection) -> Iterable[Damage]:
    """What the last entries of the log say they wrote and the rows do not hold: the file was copied during a commit."""
    execute = connection.driver.execute
    (last,) = execute("SELECT coalesce(max(position), 0) FROM edit").fetchone()
    for kind in RecordKind:
        latest = f"SELECT coalesce(max(position), 0) FROM {kind.value} NOT INDEXED"  # noqa: S608 - our own names
        (newest,) = execute(latest).fetchone()
        if newest > last:
            yield Damage(("edit", str(newest)))
    seen: set[tuple[int, str, str]] = set()
    begun: set[int] = set()
    entries = execute(
        "SELECT position, table_no, step, change FROM edit WHERE table_no IS NOT NULL AND position > ? ORDER BY position DESC",
        (last - RECENT,),
    ).fetchall()
    for position, table_no, step, change in entries:
        if table_no in begun or not change:
            continue
        key = catalogue.key_of(connection, table_no)
        if key is None:
            yield Damage(("year_table", str(table_no)))
            begun.add(table_no)
            continue
        if step == Step.BEGINNING:
            begun.add(table_no)
            continue
        for kind_text, id_ in _unheld(connection, table_no, position, change, seen):
            yield Damage((key.unit, str(key.year), key.subject, kind_text, id_))


def _unheld(
    connection: Connection, table_no: int, position: int, change: str, seen: set[tuple[int, str, str]]
) -> Iterable[tuple[str, str]]:
    """Records and orders that this entry was the last to write and that are not as it left them."""
    execute = connection.driver.execute
    written = json.loads(change)
    for kind, id_, *facts in written["records"]:
        if (table_no, kind, id_) not in seen:
            seen.add((table_no, kind, id_))
            one = f"SELECT position FROM {RecordKind(kind).value} WHERE table_no=? AND id=?"  # noqa: S608 - our own names
            row = execute(one, (table_no, id_)).fetchone()
            expected = None if len(facts) == 2 and facts[1] is None else (position,)
            if row != expected:
                yield kind, id_
    for kind, start, removed, inserted in written.get("orders", ()):
        if (table_no, kind, "order") not in seen:
            seen.add((table_no, kind, "order"))
            (text,) = execute("SELECT ids FROM record_order WHERE table_no=? AND kind=?", (table_no, kind)).fetchone() or ("[]",)
            ids = json.loads(text)
            if ids[start : start + len(inserted)] != inserted or ({*removed} - {*inserted}) & {*ids}:
                yield kind, "order"
