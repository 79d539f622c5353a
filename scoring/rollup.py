"""The tables of subordinate units made one (汇总): figures first, the score afterwards by the rulebook of the unit above.

Absolute quantities, funds and base figures add; rates and qualitative tiers average by money. The tables are taken in the order
of their units' names, so that neither the order nor the repetition of what is handed in matters.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.align import plain_name
from scoring.finding import Finding, Place, Severity
from scoring.number import canonical, finite_decimal, parse_number, round_half_up
from scoring.rollup_money import JoinedLine, Weight, join_base_facts, join_funds, weights
from scoring.rollup_row import JoinedRow, Part, join_rows
from scoring.rollup_trouble import Trouble, without
from scoring.rollup_weight import most_common
from scoring.rulebook import Rulebook
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import BaseFact, FundLine, Heading, Node, RecordKind, TableKey, YearTable
from scoring.units import money_factor


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure of the unit above comes from.

    Attributes:
        unit: the subordinate unit.
        kind, id: the record of its table; its cells and its evidence are found there.
        target_text, text: what stands there: of a row its target and actual, of a line of funds its executed amount, of a base
            figure its value.
        weight: the money the unit weighed with, in the money unit of the table above; ``None`` where nothing was weighed.
    """

    unit: str
    kind: RecordKind
    id: str
    target_text: str
    text: str
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The table of the unit above.

    Attributes:
        trail: by the id of a record of the table, what it was made of, in the order of the units' names.
        findings: what was left to the clerk, what differs, which units are missing.
        weight: the column of funds that the units weigh with, else the money of their tasks; ``None`` where nothing weighs.
    """

    table: YearTable
    scored: ScoredTable
    trail: Mapping[str, tuple[Source, ...]]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    weight: Weight | None


@dataclass(frozen=True, slots=True, eq=False)
class _Slot:
    """A place in the tree above, with the node each unit has there; each is itself, whatever it holds."""

    name: str
    level: int = 0
    leaf: bool = False
    members: dict[str, Node] = field(default_factory=dict)
    below: list["_Slot"] = field(default_factory=list)


def roll_up(
    key: TableKey, tables: Iterable[YearTable], rulebook: Rulebook, *, form: str = "", expected: Iterable[str] = ()
) -> RolledUp:
    """Makes the table of the unit above.

    Args:
        key: of the table above.
        tables: one for each subordinate unit, of the same year and subject; in any order, repeated or not.
        rulebook: of the unit above.
        form: its layout; the one most units use where it is empty.
        expected: the units that should have a table.

    Raises:
        ValueError: two different tables of one unit; which of them holds is not ours to say.
    """
    by_unit: dict[str, YearTable] = {}
    for each in tables:
        if by_unit.setdefault(each.key.unit, each) != each:
            raise ValueError(f"two different tables of {each.key.unit}")
    known = [by_unit[unit] for unit in sorted(by_unit)]
    missing = tuple(sorted({*expected} - {*by_unit}))
    money_unit = most_common(each.heading.money_unit for each in known) or Heading().money_unit
    weight, money = weights(known, money_unit)
    made = _Made(key, known, money, money_unit)
    made.add_rows()
    made.add_lines(RecordKind.FUND, join_funds(known, money_unit))
    made.add_lines(RecordKind.BASE_FACT, join_base_facts(known, money))
    heading = Heading(
        title=most_common(each.heading.title.replace(each.key.unit, key.unit) for each in known),
        form=form or most_common(each.heading.form for each in known),
        rulebook=rulebook.key,
        money_unit=money_unit,
    )
    table = YearTable(
        key,
        heading,
        details=_emptied(each.details for each in known),
        narratives=_emptied(each.narratives for each in known),
        funds=tuple(made.funds),
        base_facts=tuple(made.base_facts),
        nodes=tuple(made.nodes),
        next_number=made.number,
    )
    scored = score_table(table, rulebook)
    judged = _judged(scored, made.joined)
    if judged:
        table = replace(table, nodes=tuple(judged.get(each.id, each) for each in table.nodes))
        scored = score_table(table, rulebook)
    absent = (Finding("U01", Severity.WARNING, Place(id="heading"), {"unit": unit}) for unit in missing)
    return RolledUp(table, scored, made.trail, (*absent, *made.findings), missing, weight or made.weight)


def _judged(scored: ScoredTable, joined: Mapping[str, JoinedRow]) -> dict[str, Node]:
    """Qualitative rows that no rule scores: the weighted tier of the points."""
    found: dict[str, Node] = {}
    for id_, row in joined.items():
        points = parse_number(row.node.points_text)
        if row.share is not None and points is not None and scored.rows[id_].rule_score is None:
            score = round_half_up(row.share * points.as_integer_ratio()[0] / points.as_integer_ratio()[1] / 100, 2)
            found[id_] = replace(scored.rows[id_].node, given_score_text=canonical(score))
    return found


def _emptied(lists: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    """The blocks of words of all units, without their words: words are not merged."""
    found: dict[str, Any] = {}
    for each in lists:
        for record in each:
            found.setdefault(record.id, replace(record, text=""))
    return tuple(found.values())


class _Made:
    """The records of the table above as they come, with their sources and findings."""

    def __init__(self, key: TableKey, tables: Sequence[YearTable], money: Mapping[str, Decimal], money_unit: str) -> None:
        self.key = key
        self.tables = tables
        self.money = money
        self.money_unit = money_unit
        self.weight: Weight | None = None
        self.number = 1
        self.nodes: list[Node] = []
        self.funds: list[FundLine] = []
        self.base_facts: list[BaseFact] = []
        self.joined: dict[str, JoinedRow] = {}
        self.trail: dict[str, tuple[Source, ...]] = {}
        self.findings: list[Finding] = []

    def _next_id(self) -> str:
        self.number += 1
        return str(self.number - 1)

    def _tell(self, kind: RecordKind, id_: str, troubles: Iterable[Trouble]) -> None:
        self.findings += [Finding(each.code, each.severity, Place(kind, id_, each.field), each.facts) for each in troubles]

    def add_rows(self) -> None:
        """The tree, outermost bands first, each row made of what the units have there."""
        money_units = {table.key.unit: table.heading.money_unit for table in self.tables}
        task_money = {table.key.unit: _task_money(table, self.money_unit) for table in self.tables}
        for slot, level in _walk(_tree(self.tables)):
            id_ = self._next_id()
            weighed = {unit: task_money[unit].get(node.id) for unit, node in slot.members.items()}
            by_task = not self.money and all(each is not None for each in weighed.values())
            weighing = weighed if by_task else self.money
            parts = [Part(unit, node, weighing.get(unit), money_units[unit]) for unit, node in slot.members.items()]
            joined = join_rows(parts, self.money_unit)
            if by_task and joined.weighted:
                self.weight = Weight.TASK_MONEY
            node = replace(joined.node, id=id_, level=level, lineage_id=f"{self.key.year}-{id_}")
            self.nodes.append(node)
            self.joined[id_] = joined
            self._tell(RecordKind.NODE, id_, joined.troubles)
            absent = [table.key.unit for table in self.tables if table.key.unit not in slot.members]
            if absent and node.leaf:
                self._tell(RecordKind.NODE, id_, [without(node.name, absent)])
            self.trail[id_] = tuple(
                Source(
                    each.unit,
                    RecordKind.NODE,
                    each.node.id,
                    f"{each.node.comparator_text}{each.node.target_text}{each.node.target_unit_text}",
                    each.node.actual_text,
                    each.money if joined.weighted else None,
                )
                for each in parts
            )

    def add_lines(self, kind: RecordKind, lines: Iterable[JoinedLine]) -> None:
        for each in lines:
            id_ = self._next_id()
            line = replace(each.line, id=id_)
            if isinstance(line, FundLine):
                self.funds.append(line)
            else:
                self.base_facts.append(line)
            self._tell(kind, id_, each.troubles)
            self.trail[id_] = tuple(
                Source(
                    unit,
                    kind,
                    part.id,
                    part.adjusted_budget_text if isinstance(part, FundLine) else part.unit,
                    part.executed_text if isinstance(part, FundLine) else part.value_text,
                )
                for unit, part in each.parts
            )


def _task_money(table: YearTable, money_unit: str) -> dict[str, Decimal]:
    """For every row the money of the nearest band or row that tells it."""
    found: dict[str, Decimal] = {}
    above: list[tuple[int, Decimal | None]] = []
    scale = money_factor(table.heading.money_unit, money_unit)
    for node in table.nodes:
        while above and above[-1][0] >= node.level:
            above.pop()
        own = parse_number(node.money_text)
        amount = above[-1][1] if own is None and above else own
        above.append((node.level, amount))
        if amount is not None:
            found[node.id] = finite_decimal(Fraction(amount) * scale)
    return found


def _tree(tables: Sequence[YearTable]) -> _Slot:
    """All rows by their paths; a leaf that stands elsewhere goes to the only row of its name."""
    top = _Slot("")
    known: dict[tuple[int, str, bool], list[_Slot]] = defaultdict(list)  # by parent, name and whether it is a leaf
    leaves: dict[str, list[_Slot]] = defaultdict(list)
    for table in tables:
        unit = table.key.unit
        above: list[tuple[int, _Slot]] = []
        last: dict[int, int] = {}
        own = Counter(plain_name(each.name) for each in table.nodes if each.leaf)
        for node in table.nodes:
            while above and above[-1][0] >= node.level:
                above.pop()
            parent = above[-1][1] if above else top
            name = plain_name(node.name)
            beside = known[id(parent), name, node.leaf]
            free = [each for each in beside if unit not in each.members]
            elsewhere = leaves[name] if node.leaf and name and own[name] == 1 else []
            if free:
                slot = min(free, key=parent.below.index)
                last[id(parent)] = parent.below.index(slot)
            elif len(elsewhere) == 1 and unit not in elsewhere[0].members:
                slot = elsewhere[0]
            else:
                slot = _Slot(name, node.level, node.leaf)
                last[id(parent)] = last.get(id(parent), -1) + 1
                parent.below.insert(last[id(parent)], slot)
                beside.append(slot)
                if node.leaf:
                    leaves[name].append(slot)
            slot.members[unit] = node
            above.append((node.level, slot))
    return top


def _walk(slot: _Slot) -> Iterator[tuple[_Slot, int]]:
    for each in slot.below:
        yield each, each.level
        yield from _walk(each)
