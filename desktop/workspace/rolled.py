"""A roll-up in the place of the table the unit above has: on its ids, beside what the clerk typed. No Qt.

A cell that holds something else than the program itself last wrote there is the clerk's: it stays, and where the units make
another figure of it that is a finding (U10). Emptied, it takes the units' figure again. The log tells who wrote what, so that
neither the order of the files nor doing it again changes anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from desktop.reading.merge import with_ids_of
from scoring.edit import Op
from scoring.finding import Finding, Place, Severity
from scoring.number import parse_number
from scoring.rollup import RolledUp
from scoring.score import score_table
from scoring.table import Node, Record, RecordKind, YearTable

Written: TypeAlias = Mapping[tuple[RecordKind, str], Mapping[str, str]]

BY_PROGRAM = frozenset({Op.ROLL_UP.value, Op.START_YEAR.value, Op.CREATE_TABLE.value})
"""Operations whose words nobody typed."""
WORDS = ("reason_text", "remark_text", "evidence_text", "office_text", "verified_score_text", "aside_score_text")
"""Words of the table above that no roll-up writes."""
GROUPS: Mapping[RecordKind, tuple[tuple[str, ...], ...]] = {
    RecordKind.NODE: (
        ("actual_text", "actual_read_as"),
        ("target_text", "comparator_text", "target_unit_text", "target_read_as"),
        ("given_score_text",),
        ("points_text",),
        ("money_text",),
        ("name",),
        ("explanation",),
        ("method", "parameters_text"),
        ("not_applicable_text",),
    ),
    RecordKind.FUND: (("initial_budget_text",), ("adjusted_budget_text",), ("executed_text",)),
    RecordKind.BASE_FACT: (("value_text",),),
}
"""Cells that stay or give way together, the one a finding points at first."""
TOLD = frozenset({
    "actual_text", "target_text", "given_score_text", "points_text", "money_text", "value_text",
    "initial_budget_text", "adjusted_budget_text", "executed_text",
})  # fmt: skip


def in_place_of(present: YearTable, found: RolledUp, written: Written, *, over: bool = False) -> RolledUp:
    """The roll-up on the ids of the table above, with what the clerk typed there.

    Args:
        present: the table above as it is.
        found: what the units make.
        written: what the program itself last wrote into its cells (:func:`db.edits.last_written`).
        over: the units' figures take the place of typed ones too; rows the clerk added stay.
    """
    merging = _Merging(written, over)
    named = with_ids_of(_as_rolled(present, written), found.table)
    ids: dict[tuple[RecordKind, str], str] = {}
    lists: dict[str, Any] = {}
    for kind in GROUPS:
        old: Sequence[Record] = getattr(found.table, kind.value)
        new: Sequence[Record] = getattr(named, kind.value)
        ids |= {(kind, one.id): other.id for one, other in zip(old, new, strict=True)}
        lists[kind.value] = merging.merged(kind, getattr(present, kind.value), new)
    heading = replace(
        present.heading, money_unit=found.table.heading.money_unit, form=found.table.heading.form, rulebook=named.heading.rulebook
    )
    there = {each.id for each in lists[RecordKind.NODE.value]}
    table = replace(
        named,
        **lists,
        heading=heading,
        details=present.details or named.details,
        narratives=present.narratives or named.narratives,
        attachments=tuple(each for each in present.attachments if each.node_id in there),
    )
    by_id = {old: new for (_, old), new in ids.items()}
    moved = (replace(each, place=_moved(each.place, ids)) for each in found.findings)
    return replace(
        found,
        table=table,
        scored=score_table(table, found.scored.rulebook),
        trail={by_id[old]: sources for old, sources in found.trail.items()},
        findings=(*merging.findings, *moved),
    )


def _as_rolled(present: YearTable, written: Written) -> YearTable:
    """The table above with the names its rows were rolled up under: a renamed row is still the same row."""
    nodes = tuple(
        replace(each, name=written.get((RecordKind.NODE, each.id), {}).get("name", each.name)) for each in present.nodes
    )
    return replace(present, nodes=nodes)


def _moved(place: Place, ids: Mapping[tuple[RecordKind, str], str]) -> Place:
    return place._replace(id=ids.get((place.kind, place.id), place.id))


@dataclass
class _Merging:
    """Puts what the clerk typed beside what the units make, and tells where they differ."""

    written: Written
    over: bool

    def __post_init__(self) -> None:
        self.findings: list[Finding] = []

    def merged(self, kind: RecordKind, present: Sequence[Any], rolled: Sequence[Any]) -> tuple[Any, ...]:
        """The records of one kind; rows of the clerk's own stay behind the row they stand behind."""
        known = {each.id: each for each in present}
        made = [self._beside(kind, known.get(each.id), each) for each in rolled]
        after = ""
        for each in present:
            if each.id not in {one.id for one in made} and self._own(kind, each):
                at = next((place for place, one in enumerate(made) if one.id == after), -1)
                made.insert(at + 1, each)
            if each.id in {one.id for one in made}:
                after = each.id
        return tuple(made)

    def _own(self, kind: RecordKind, record: Record) -> bool:
        """Whether the clerk added the record, or typed over one that no unit has any more."""
        return (kind, record.id) not in self.written or any(self._typed(kind, record, group) for group in GROUPS[kind])

    def _typed(self, kind: RecordKind, record: Record, group: Sequence[str]) -> bool:
        wrote = self.written.get((kind, record.id), {})
        return any(getattr(record, name) not in ("", wrote.get(name, "")) for name in group)

    def _beside(self, kind: RecordKind, present: Any, rolled: Any) -> Any:
        if present is None:
            return rolled
        kept: dict[str, str] = {name: getattr(present, name) for name in WORDS} if isinstance(rolled, Node) else {}
        judged = False
        for group in GROUPS[kind]:
            typed = self._typed(kind, present, group)
            if group[0] == "actual_text":
                judged = typed and not self.over  # the units' score is no score of the clerk's own figure
            made = getattr(rolled, group[0])
            if not ((typed and not (self.over and made)) or (judged and group[0] == "given_score_text")):
                continue
            kept |= {name: getattr(present, name) for name in group}
            if group[0] in TOLD and made and not _same(getattr(present, group[0]), made):
                facts = {"text": getattr(present, group[0]), "units": made}
                self.findings.append(Finding("U10", Severity.INFO, Place(kind, rolled.id, group[0]), facts))
        return replace(rolled, **kept)


def _same(one: str, other: str) -> bool:
    first, second = parse_number(one), parse_number(other)
    return one.strip() == other.strip() or (first is not None and first == second)
