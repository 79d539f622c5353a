"""Typing into records of any kind, several cells in one step; a row that the form offers becomes a record by the first word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from scoring.edit import add_record, set_fields
from scoring.finding import Place
from scoring.table import BaseFact, Detail, Field, FundLine, Narrative, RecordKind, YearTable, with_records

Seed: TypeAlias = Detail | Narrative | FundLine | BaseFact
Texts: TypeAlias = Mapping[Place, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """A row the form has and the table has not: ``record.id`` is what cells call it until it is a record of the table.

    Offers of one ``bundle`` are taken together, so that lines of a block keep the order of the form.
    """

    kind: RecordKind
    record: Seed
    bundle: str = ""


def write_cells(table: YearTable, texts: Texts, offers: Sequence[Offer] = ()) -> YearTable:
    """The table with these texts. A text for an offered row adds the row, and with it those of its bundle.

    Raises:
        KeyError: a place names no record and no offer.
    """
    offers = [each for each in offers if not _there(table, each)]
    wanted = {(place.kind, place.id): offer for place, text in texts.items() if text for offer in offers if _is(offer, place)}
    bundles = {offer.bundle for offer in wanted.values() if offer.bundle}
    names: dict[tuple[RecordKind, str], str] = {}
    for offer in offers:
        key = offer.kind, offer.record.id
        if key in wanted or offer.bundle in bundles:
            table = add_record(table, offer.kind, offer.record)
            names[key] = getattr(table, offer.kind.value)[-1].id
    offered = {(offer.kind, offer.record.id) for offer in offers}
    cells: dict[tuple[str, Field], str] = {}
    records: dict[tuple[RecordKind, str], dict[str, Any]] = {}
    for place, text in texts.items():
        key = place.kind, place.id
        if key in offered and key not in names:
            continue  # an empty text adds no row
        if place.kind is RecordKind.NODE:
            cells[place.id, Field(place.field)] = text
        else:
            records.setdefault((place.kind, names.get(key, place.id)), {})[place.field] = text
    return _with_texts(set_fields(table, cells) if cells else table, records)


def _there(table: YearTable, offer: Offer) -> bool:
    records: Sequence[Seed] = getattr(table, offer.kind.value)
    return any(each.id == offer.record.id for each in records)


def _is(offer: Offer, place: Place) -> bool:
    return (offer.kind, offer.record.id) == (place.kind, place.id)


def _with_texts(table: YearTable, records: Mapping[tuple[RecordKind, str], Mapping[str, Any]]) -> YearTable:
    left = dict(records)
    for kind in dict.fromkeys(kind for kind, _ in records):
        if kind is RecordKind.HEADING:
            table = replace(table, heading=replace(table.heading, **left.pop((kind, table.heading.id), {})))
            continue
        found: Sequence[Any] = getattr(table, kind.value)
        changed = tuple(replace(each, **left.pop((kind, each.id))) if (kind, each.id) in left else each for each in found)
        table = with_records(table, kind, changed)
    if left:
        raise KeyError(next(iter(left))[1])
    return table
