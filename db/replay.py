"""The tables of a book as its log tells them: the second copy that salvage draws from. Private to the db."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.convert import SHAPES, Shape, texts_of
from scoring.table import Heading, RecordKind, TableKey


@dataclass(slots=True)
class Facts:
    """One record: its texts by name and the position that last wrote it."""

    texts: dict[str, str]
    position: int


@dataclass(slots=True)
class Told:
    """One table as the log tells it; ``whole`` while no entry that may have touched it is missing."""

    key: TableKey | None = None
    present: bool = False
    whole: bool = False
    next_number: int = 1
    facts: dict[tuple[RecordKind, str], Facts] = field(default_factory=dict)
    orders: dict[RecordKind, list[str]] = field(default_factory=dict)


def replay(log: Iterable[Mapping[str, Any]], *, unbroken_from: int) -> dict[int, Told]:
    """Every table by its number.

    Args:
        log: the rows of the log, by position.
        unbroken_from: the position after which no row is missing; a table that came into the book later is told wholly.
    """
    found: dict[int, Told] = {}
    for row in log:
        if row["table_no"] is None:
            _rename(found, row)
            continue
        told = found.setdefault(row["table_no"], Told())
        told.key = TableKey(row["unit"], row["year"], row["subject"])
        if row["step"] == 2:
            told.present = not told.present
            told.whole = row["position"] >= unbroken_from
            if told.present:
                told.facts = {(RecordKind.HEADING, "heading"): Facts(_heading(), row["position"])}
                told.orders = {}
        if row["change"]:
            try:
                _follow(told, json.loads(row["change"]), row["position"])
            except (KeyError, ValueError):
                told.whole = False
    return found


def _rename(found: dict[int, Told], row: Mapping[str, Any]) -> None:
    if row["operation"] == "rename_unit":
        for told in found.values():
            if told.key is not None and told.key.unit == row["old"]:
                told.key = TableKey(row["new"], told.key.year, told.key.subject)


def _heading() -> dict[str, str]:
    shape = SHAPES[RecordKind.HEADING]
    return dict(zip(shape.names, texts_of(shape, Heading()), strict=True))


def _follow(told: Told, written: Mapping[str, Any], position: int) -> None:
    told.next_number = max(told.next_number, written["next"])
    for change in written["records"]:
        identity = RecordKind(change[0]), change[1]
        if len(change) == 3:
            facts = told.facts[identity]
            facts.texts.update({name: texts[1] for name, texts in change[2].items()})
            facts.position = position
        elif change[3] is None:
            told.facts.pop(identity, None)
        else:
            told.facts[identity] = Facts(dict(change[3]), position)
    for kind, start, removed, inserted in written.get("orders", ()):
        ids = told.orders.setdefault(RecordKind(kind), [])
        if ids[start : start + len(removed)] != removed:
            raise ValueError(kind)
        ids[start : start + len(removed)] = inserted


def ids_of(text: str) -> list[str]:
    """The ids in an order's text."""
    return [str(each) for each in json.loads(text)]


def text_of(ids: Sequence[str]) -> str:
    """An order's text."""
    return json.dumps(list(ids), ensure_ascii=False, separators=(",", ":"))


def default_text(shape: Shape, name: str) -> str:
    """What a fact reads that the log and the damaged row leave out."""
    for number, text, _ in shape.special:
        if shape.names[number] == name:
            return text(shape.fallback[number])
    return ""
