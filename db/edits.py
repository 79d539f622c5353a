"""The one log of a book: what an entry holds, how a difference is written in it and read back, where undo and redo stand.

Undo and redo are entries too: each points at the step it takes back. Nothing is ever removed from the log.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from db.convert import SHAPES, fields_changed, filled_fields, record_from, with_texts
from scoring.diff import Change, Difference, Order, records
from scoring.finding import Place
from scoring.table import Record, RecordKind, YearTable


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One accepted operation.

    Attributes:
        position: its number in the log of the book; grows by one.
        at: UTC, ISO 8601, to the second.
        operation: the text of a member of ``scoring.edit.Op``, or one of this room's own (``seal``, ``add_unit`` …).
        step: whether undo walks over it.
        beginning: whether the table came into the book or left it here; undo ends there.
        undoes: the position of the step it takes back; ``None`` for work that is new.
        unit, year, subject: what the table was called then; no year for work on the units.
        place: a record or a cell (:func:`place_text`), empty for no one place.
        old, new: short texts for people.
        change: the difference in its written form.
    """

    position: int
    at: str
    user: str
    operation: str
    step: bool
    beginning: bool
    undoes: int | None
    unit: str
    year: int | None
    subject: str
    place: str
    old: str
    new: str
    change: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """The end of the undo or the redo line.

    Attributes:
        work: the operation it stands for: of an undo or a redo that of the step it takes back or makes again.
    """

    entry: LogEntry
    work: str


def now() -> str:
    """The time of an entry."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def place_text(place: Place) -> str:
    """``nodes/n12/target_text``; an id may hold slashes, a kind and a fact never do."""
    return f"{place.kind.value}/{place.id}/{place.field}" if place.id else ""


def parse_place(text: str) -> Place:
    kind, _, rest = text.partition("/")
    id_, _, field = rest.rpartition("/")
    try:
        return Place(RecordKind(kind), id_, field)
    except ValueError:
        return Place()


def encode(difference: Difference) -> str:
    """A difference as compact JSON: for a changed record only the facts that changed, for a new or removed one all it says."""
    changes = [_encoded(each) for each in difference.changes]
    orders = [[each.kind.value, each.start, each.removed, each.inserted] for each in difference.orders]
    written: dict[str, Any] = {"records": changes}
    if orders:
        written["orders"] = orders
    written["next"] = difference.next_number
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def _encoded(change: Change) -> list[Any]:
    shape = SHAPES[change.kind]
    if change.before is not None and change.after is not None:
        return [change.kind.value, change.id, fields_changed(shape, change.before, change.after)]
    return [
        change.kind.value,
        change.id,
        None if change.before is None else filled_fields(shape, change.before),
        None if change.after is None else filled_fields(shape, change.after),
    ]


def decode(text: str, after: YearTable) -> Difference:
    """The difference of an entry as it bears on the table that stands ``after`` it.

    Where a record was changed again since, the change tells the record as it would have been: to invert and apply it
    to a later table then fails, which says that the step cannot be taken back alone.

    Raises:
        KeyError: a changed record is no longer in the table.
    """
    written = json.loads(text)
    kinds = {RecordKind(each[0]) for each in (*written["records"], *written.get("orders", ()))}
    found = {kind: {each.id: each for each in records(after, kind)} for kind in kinds}
    return Difference(
        tuple(_decoded(each, found[RecordKind(each[0])]) for each in written["records"]),
        tuple(_order(each, list(found[RecordKind(each[0])])) for each in written.get("orders", ())),
        written["next"],
    )


def _order(written: Sequence[Any], ids: Sequence[str]) -> Order:
    """The stretch of the order where it lies now: rows put in or taken out above have moved it."""
    kind, start, removed, inserted = written
    if inserted and ids[start : start + len(inserted)] != inserted and inserted[0] in ids:
        start = ids.index(inserted[0])
    return Order(RecordKind(kind), min(start, len(ids)), tuple(removed), tuple(inserted))


def _decoded(written: Sequence[Any], now_there: dict[str, Record]) -> Change:
    kind, id_ = RecordKind(written[0]), str(written[1])
    shape = SHAPES[kind]
    if len(written) == 3:
        after = now_there[id_]
        old = {name: texts[0] for name, texts in written[2].items()}
        new = {name: texts[1] for name, texts in written[2].items()}
        return Change(kind, id_, with_texts(shape, after, old), with_texts(shape, after, new))
    before, later = (None if each is None else record_from(shape, each) for each in written[2:])
    return Change(kind, id_, before, later)


def touched(text: str, kind: RecordKind, id_: str) -> dict[str, tuple[str, str]] | None:
    """What an entry did to one record: its facts before and after; ``None`` if it left the record alone."""
    for written in json.loads(text)["records"]:
        if written[0] == kind.value and written[1] == id_:
            if len(written) == 3:
                return {name: (texts[0], texts[1]) for name, texts in written[2].items()}
            old, new = written[2] or {}, written[3] or {}
            return {name: (old.get(name, ""), new.get(name, "")) for name in {**old, **new}}
    return None


def seen_from(entries: Iterable[LogEntry], place: Place) -> tuple[LogEntry, ...]:
    """The entries that touched a row or a cell, also as one of many; for a cell with its own words before and after."""
    found = []
    for entry in entries:
        facts = touched(entry.change, place.kind, place.id)
        if facts is None:
            continue
        if not place.field:
            found.append(entry)
        elif place.field in facts:
            old, new = facts[place.field]
            found.append(replace(entry, place=place_text(place), old=old, new=new))
    return tuple(found)


def last_written(entries: Iterable[LogEntry], operations: frozenset[str]) -> dict[tuple[RecordKind, str], dict[str, str]]:
    """What operations of these kinds last wrote into the cells of a table, by record; empty cells of a new record are left out.

    What was taken back does not count; made again it does.

    Args:
        entries: of one table, oldest first.
        operations: texts of operations.
    """
    told = tuple(entries)
    standing: dict[int, bool] = {}
    roots: dict[int, int] = {}
    for entry in told:
        root = entry.position if entry.operation in operations else roots.get(entry.undoes or 0)
        if root is not None:
            roots[entry.position] = root
            standing[root] = not standing.get(root, False)
    found: dict[tuple[RecordKind, str], dict[str, str]] = {}
    for entry in told:
        if standing.get(entry.position) and entry.change:
            for written in json.loads(entry.change)["records"]:
                cells = found.setdefault((RecordKind(written[0]), str(written[1])), {})
                if len(written) == 3:
                    cells |= {name: texts[1] for name, texts in written[2].items()}
                else:
                    cells.clear()
                    cells |= written[3] or {}
    return found


@dataclass(frozen=True, slots=True)
class Lines:
    """Where undo and redo stand: positions, the next one to be taken back at the end."""

    undo: tuple[int, ...] = ()
    redo: tuple[int, ...] = ()


def lines(steps: Iterable[tuple[int, int | None]]) -> Lines:
    """The lines after these steps (position, the position each takes back), oldest first.

    A step that takes back the end of the undo line is an undo, one that takes back the end of the redo line a redo;
    anything else is new work (also the taking back of an older change) and ends the redo line.
    """
    undo: list[int] = []
    redo: list[int] = []
    for position, undoes in steps:
        if undoes is not None and undo and undo[-1] == undoes:
            undo.pop()
            redo.append(position)
        elif undoes is not None and redo and redo[-1] == undoes:
            redo.pop()
            undo.append(position)
        else:
            undo.append(position)
            redo.clear()
    return Lines(tuple(undo), tuple(redo))
