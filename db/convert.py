"""Records to rows of text and back; private to the db."""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from enum import Enum
from operator import attrgetter
from typing import Any

from scoring.table import (
    Attachment,
    BaseFact,
    Detail,
    FundLine,
    Heading,
    Narrative,
    Node,
    NodeKind,
    Record,
    RecordKind,
    Status,
)

RECORD_TYPES: dict[RecordKind, type[Record]] = {
    RecordKind.HEADING: Heading,
    RecordKind.DETAIL: Detail,
    RecordKind.NARRATIVE: Narrative,
    RecordKind.FUND: FundLine,
    RecordKind.BASE_FACT: BaseFact,
    RecordKind.NODE: Node,
    RecordKind.ATTACHMENT: Attachment,
}

_ENUMS: dict[str, type[Enum]] = {"NodeKind": NodeKind, "Status": Status}


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of record becomes texts; ``special`` are the few facts that are no text in memory."""

    kind: RecordKind
    type: Callable[..., Record]
    names: tuple[str, ...]
    values: Callable[[Record], tuple[Any, ...]]
    special: tuple[tuple[int, Callable[[Any], str], Callable[[str], Any]], ...]
    fallback: tuple[Any, ...]


def _enum_text(value: Enum) -> str:
    return str(value.value)


def _special(number: int, field: "Field[Any]") -> tuple[int, Callable[[Any], str], Callable[[str], Any]] | None:
    name = field.type if isinstance(field.type, str) else field.type.__name__
    if name in _ENUMS:
        members = {str(each.value): each for each in _ENUMS[name]}
        return number, _enum_text, members.__getitem__
    if name == "int":
        return number, str, int
    return None


def _fallback(field: "Field[Any]") -> Any:
    if field.default is not MISSING:
        return field.default
    return 3 if field.name == "level" else 0 if field.name == "size" else ""


def _shape(kind: RecordKind) -> Shape:
    known = fields(RECORD_TYPES[kind])
    names = tuple(each.name for each in known)
    special = tuple(found for number, each in enumerate(known) if (found := _special(number, each)))
    return Shape(kind, RECORD_TYPES[kind], names, attrgetter(*names), special, tuple(_fallback(each) for each in known))


SHAPES: dict[RecordKind, Shape] = {kind: _shape(kind) for kind in RecordKind}


def texts_of(shape: Shape, record: Record) -> tuple[str, ...]:
    """The id and the facts as texts, in the order of the columns."""
    values = shape.values(record)
    if not shape.special:
        return values
    found = list(values)
    for number, text, _ in shape.special:
        found[number] = text(found[number])
    return tuple(found)


def record_of(shape: Shape, texts: Sequence[str]) -> Record:
    """The record of a row whose digest was right.

    Raises:
        KeyError, ValueError: a fact is not of its type.
    """
    if not shape.special:
        return shape.type(*texts)
    found: list[Any] = [*texts]
    for number, _, value in shape.special:
        found[number] = value(found[number])
    return shape.type(*found)


def readable_record(shape: Shape, texts: Sequence[str]) -> Record:
    """The record of a damaged row: what is not of its type gives way to the default."""
    found: list[Any] = list(texts)
    for number, _, value in shape.special:
        try:
            found[number] = value(found[number])
        except (KeyError, ValueError):
            found[number] = shape.fallback[number]
    return shape.type(*found)


def fields_changed(shape: Shape, before: Record, after: Record) -> dict[str, list[str]]:
    """For every fact that differs its texts before and after."""
    old, new = texts_of(shape, before), texts_of(shape, after)
    return {name: [was, now] for name, was, now in zip(shape.names, old, new, strict=True) if was != now}


def filled_fields(shape: Shape, record: Record) -> dict[str, str]:
    """The texts of a record that say something (its id among them): the short form in the log."""
    texts = texts_of(shape, record)
    return {name: text for name, text in zip(shape.names, texts, strict=True) if text != ""}


def with_texts(shape: Shape, record: Record, texts: dict[str, str]) -> Record:
    """The record with some facts set from texts."""
    now = dict(zip(shape.names, texts_of(shape, record), strict=True)) | texts
    return record_of(shape, [now[name] for name in shape.names])


def record_from(shape: Shape, texts: dict[str, str]) -> Record:
    """The record of a short form (:func:`filled_fields`)."""
    return record_of(shape, [texts.get(name, "") for name in shape.names])
