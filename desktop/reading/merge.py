"""A file held against the table of the book, cell by cell: what is the same, new, changed, refused or changed on both sides."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from desktop.reading.words import is_figure, plain
from scoring.diff import LISTED, records
from scoring.finding import Place
from scoring.table import Field, Node, Record, RecordKind, YearTable, paths

NUMERIC = frozenset({"points_text", "given_score_text", "published_score_text"})
COMPARED: Mapping[RecordKind, tuple[str, ...]] = {
    RecordKind.HEADING: ("title", "published_points_text", "published_score_text", "published_grade_text"),
    RecordKind.DETAIL: ("text",),
    RecordKind.NARRATIVE: ("text",),
    RecordKind.FUND: (
        "initial_budget_text",
        "adjusted_budget_text",
        "executed_text",
        "published_rate_text",
        "points_text",
        "given_score_text",
    ),
    RecordKind.BASE_FACT: ("value_text", "unit"),
    RecordKind.NODE: tuple(each.value for each in Field if each not in (Field.ASIDE_SCORE, Field.NAME)),
}


NAME = Field.NAME.value


class Outcome(Enum):
    """What the comparison says of one cell."""

    SAME = "same"
    NEW = "new"  # a record that the book does not have
    CHANGED = "changed"  # the file says something else
    KEPT = "kept"  # only the book changed since the file was exported
    CONFLICT = "conflict"  # both changed since then, and differ
    REFUSED = "refused"  # no number where one must stand


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell: where (ids of the book; of the file for what is new), what each side says, and what the file once was."""

    outcome: Outcome
    place: Place
    path: tuple[str, ...]
    book: str
    file: str
    base: str = ""


def compare(book: YearTable, file: YearTable, base: YearTable | None = None, *, by_id: bool = False) -> tuple[CellChange, ...]:
    """Every cell the file fills, in its order. A column the file nowhere fills says nothing and blanks nothing.

    Args:
        book: the table as it is.
        file: what was understood.
        base: the table as it was exported, where the file carries it: with it, changes of the book are no changes of the file.
        by_id: the file's records carry the ids of the book (an export that came back): names may have changed too, and a
            cell that was filled when it was exported and is empty now was emptied.
    """
    found: list[CellChange] = []
    for kind, listed in COMPARED.items():
        names = (NAME, *listed) if by_id and kind is RecordKind.NODE else listed
        mine, theirs = keyed(book, kind, by_id=by_id), keyed(file, kind, by_id=by_id)
        before = keyed(base, kind, by_id=by_id) if base is not None else {}
        said = [*theirs.values(), *(before.values() if by_id else ())]
        filled = [name for name in names if any(getattr(each, name) for each in said)]
        for key, record in theirs.items():
            held, old = mine.get(key), before.get(key)
            for name in filled:
                found += _cell(kind, key, name, (held, record, old if base is not None else None))
    return tuple(found)


def _cell(
    kind: RecordKind, key: tuple[str, ...], name: str, sides: tuple[Record | None, Record, Record | None]
) -> Iterator[CellChange]:
    held, record, old = sides
    text = str(getattr(record, name))
    mine = str(getattr(held, name)) if held is not None else ""
    base = str(getattr(old, name)) if old is not None else ""
    if not text and not mine:
        return
    place = Place(kind, (held or record).id, name)
    yield CellChange(_outcome(held, name, (mine, text, base), with_base=old is not None), place, key, mine, text, base)


def _outcome(held: Record | None, name: str, texts: tuple[str, str, str], *, with_base: bool) -> Outcome:
    mine, text, base = (plain(each) for each in texts)
    if name in NUMERIC and text and not is_figure(text):
        return Outcome.REFUSED
    if held is None:  # taken out of the book since the export: that stands unless the file says more than it did
        return Outcome.KEPT if with_base and text == base else Outcome.NEW
    if mine == text:
        return Outcome.SAME
    if with_base and text == base:
        return Outcome.KEPT
    return Outcome.CONFLICT if with_base and mine != base else Outcome.CHANGED


def keyed(table: YearTable, kind: RecordKind, *, by_id: bool = False) -> dict[tuple[str, ...], Record]:
    """The records of one kind by what a person knows them by, equal ones counted; or by their ids."""
    if by_id:
        return {(record.id,): record for record in records(table, kind)}
    found: dict[tuple[str, ...], Record] = {}
    named = paths(table) if kind is RecordKind.NODE else {}
    for record in records(table, kind):
        key = tuple(plain(each) for each in named.get(record.id) or _known_by(kind, record))
        number = 1
        while (*key, str(number)) in found:
            number += 1
        found[(*key, str(number))] = record
    return found


def _known_by(kind: RecordKind, record: Record) -> tuple[str, ...]:
    if kind in (RecordKind.FUND, RecordKind.BASE_FACT):
        return (str(getattr(record, "group", "")), str(getattr(record, "label", "")))
    return (record.id,)


def of_one_origin(book: YearTable, base: YearTable) -> bool:
    """Whether the ids of an export mean the rows of this book: most rows both know still bear one name, or stood under it."""
    mine = {each.id: each.lineage_id for each in book.nodes}
    shared = [each for each in base.nodes if each.id in mine]
    names = {each.id: plain(each.name) for each in book.nodes}
    same = sum(1 for each in shared if names[each.id] == plain(each.name) and mine[each.id] == each.lineage_id)
    return book.key == base.key and same * 2 > len(base.nodes)


def with_ids_of(book: YearTable, file: YearTable) -> YearTable:
    """The file's table with the ids and lineages of the book where both speak of the same record, fresh ids for the rest."""
    number = max(book.next_number, file.next_number)
    fields: dict[str, Any] = {}
    for kind in LISTED:
        if kind is RecordKind.ATTACHMENT:
            continue
        mine = keyed(book, kind)
        taken = {each.id for each in mine.values()}
        renamed: list[Record] = []
        for key, record in keyed(file, kind).items():
            held = mine.get(key)
            if held is None and kind not in (RecordKind.DETAIL, RecordKind.NARRATIVE) and record.id in taken:
                renamed.append(replace(record, id=str(number)))
                number += 1
            else:
                renamed.append(_renamed(record, held))
        fields[kind.value] = tuple(renamed)
    left = {each.id for each in fields[RecordKind.NODE.value]}
    proofs = tuple(each for each in book.attachments if each.node_id in left)
    return replace(file, **fields, attachments=proofs, next_number=number)


def _renamed(record: Record, held: Record | None) -> Record:
    if held is None:
        return record
    if isinstance(record, Node) and isinstance(held, Node):
        return replace(record, id=held.id, lineage_id=held.lineage_id)
    return replace(record, id=held.id)


def merged(
    book: YearTable,
    file: YearTable,
    changes: Sequence[CellChange],
    accept: Callable[[CellChange], bool],
    *,
    by_id: bool = False,
) -> YearTable:
    """The book's table with the accepted cells of the file. New rows stand behind the row that precedes them in the file."""
    fields: dict[str, Any] = {}
    wanted = {(each.place.kind, each.path) for each in changes if each.outcome is Outcome.NEW and accept(each)}
    texts: dict[tuple[RecordKind, str], dict[str, str]] = {}
    for each in changes:
        if each.outcome in (Outcome.CHANGED, Outcome.CONFLICT) and accept(each):
            texts.setdefault((each.place.kind, each.place.id), {})[each.place.field] = each.file
    named = file if by_id else with_ids_of(book, file)
    for kind in COMPARED:
        result = [_edited(record, texts.get((kind, record.id), {})) for record in records(book, kind)]
        if kind is RecordKind.HEADING:
            fields["heading"] = result[0]
            continue
        after = ""
        for key, record in keyed(named, kind, by_id=by_id).items():
            if (kind, key) in wanted:
                at = next((place for place, each in enumerate(result) if each.id == after), len(result) - 1)
                result.insert(at + 1, record)
            after = record.id
        fields[kind.value] = tuple(result)
    return replace(book, **fields, next_number=max(book.next_number, named.next_number))


def _edited(record: Record, texts: Mapping[str, str]) -> Record:
    changes: dict[str, Any] = dict(texts)
    return replace(record, **changes) if changes else record
