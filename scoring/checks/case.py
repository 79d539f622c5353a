"""What a check is given and how it is registered."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from scoring.base_figures import fund_totals, plain_label
from scoring.choice import same_unit
from scoring.figures import scan
from scoring.finding import Finding, Place, Severity
from scoring.reasons import reason_of
from scoring.scored import Rate, ScoredNode, ScoredTable
from scoring.table import BaseFact, Field, Node, RecordKind
from scoring.terms import Direction, Doubt


@dataclass(frozen=True)
class Case:
    """A scored table with what the checks ask of it, and last year's where there is one.

    Attributes:
        only: the rows that are looked at; ``None`` for all.
        known: ids of the rows that missed their target; ``None`` where that must be told from their figures.
    """

    scored: ScoredTable
    previous: ScoredTable | None = None
    only: tuple[ScoredNode, ...] | None = None
    known: frozenset[str] | None = None

    @cached_property
    def rows(self) -> tuple[ScoredNode, ...]:
        return tuple(self.scored.rows.values()) if self.only is None else self.only

    @cached_property
    def leaves(self) -> tuple[ScoredNode, ...]:
        return tuple(each for each in self.rows if each.node.leaf)

    @cached_property
    def missed(self) -> tuple[ScoredNode, ...]:
        """Leaves whose figures stay below their target, whichever way a doubtful actual is read."""
        known = self.known
        return tuple(each for each in self.leaves if (_misses(each) if known is None else each.node.id in known))

    @cached_property
    def children(self) -> dict[str, list[ScoredNode]]:
        """By parent id; the outermost bands stand under the empty id."""
        found: dict[str, list[ScoredNode]] = {}
        for each in self.rows:
            found.setdefault(each.parent_id, []).append(each)
        return found

    def leaves_below(self, node_id: str) -> list[ScoredNode]:
        found: list[ScoredNode] = []
        for each in self.children.get(node_id, []):
            found.extend([each] if each.node.leaf else self.leaves_below(each.node.id))
        return found

    def reason(self, node: Node) -> str:
        """The words that count as the reason on this form, empty where they say nothing."""
        return reason_of(node, self.scored.rulebook)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """All sentences of the texts of the table."""
        texts = (each.text for each in self.scored.table.narratives)
        return tuple(sentence for text in texts for sentence in re.split("[。；;\n]", text) if sentence.strip())

    @cached_property
    def execution_rate(self) -> Fraction | None:
        """Executed of budgeted money in per cent: of the rulebook's figures, else of the first group of funds."""
        figures = self.scored.figures
        amounts = [(figures.get("adjusted_budget"), figures.get("executed"))]
        amounts += [(total.adjusted_budget, total.executed) for total in fund_totals(self.scored.funds)]
        for budget, executed in amounts:
            if budget is not None and budget > 0 and executed is not None:
                return Fraction(executed) / Fraction(budget) * 100
        return None

    @cached_property
    def budget_change(self) -> Fraction | None:
        """By how many per cent of the first budget it was adjusted; ``None`` without both budgets."""
        initial, adjusted = self.scored.figures.get("initial_budget"), self.scored.figures.get("adjusted_budget")
        return None if not initial or adjusted is None else (Fraction(adjusted) - Fraction(initial)) / Fraction(initial) * 100

    @cached_property
    def printed_rates(self) -> tuple[tuple[BaseFact, Rate], ...]:
        """Base figures that print a ratio the rulebook can compute, each with that ratio."""
        rates = {plain_label(each.label): each for each in self.scored.rates}
        facts = ((each.fact, rates.get(plain_label(each.fact.label))) for each in self.scored.base_facts)
        return tuple((fact, rate) for fact, rate in facts if rate is not None)

    def rate_place(self, rate: Rate) -> Place:
        """Where a ratio of the rulebook stands in the table: its printed figure, else the first line of funds."""
        fact = next((fact for fact, printed in self.printed_rates if printed is rate), None)
        if fact is not None:
            return Place(RecordKind.BASE_FACT, fact.id, "value_text")
        first = next(iter(self.scored.funds), None)
        return Place(RecordKind.FUND) if first is None else Place(RecordKind.FUND, first.line.id, "executed_text")

    def figure_place(self, key: str) -> Place:
        """Where a named figure of the rulebook was read."""
        labels = {plain_label(label) for each in self.scored.rulebook.figures if each.key == key for label in (*each.labels, key)}
        fact = next((each.fact for each in self.scored.base_facts if plain_label(each.fact.label) in labels), None)
        return Place(RecordKind.FUND) if fact is None else Place(RecordKind.BASE_FACT, fact.id, "value_text")


def certain(row: ScoredNode) -> bool:
    """Whether the figures of target and actual are sure; what is doubtful is asked, not judged.

    Whether a figure just below an approximate target is near enough is a question of judgement, not of reading.
    """
    doubts = {*(row.target.doubts if row.target else ()), *(row.actual.doubts if row.actual else ())}
    return row.target is not None and row.actual is not None and doubts <= {Doubt.NEAR_APPROXIMATE}


def _misses(row: ScoredNode) -> bool:
    return (row.met is False and certain(row)) or _short_in_all(row)


def _short_in_all(row: ScoredNode) -> bool:
    """Several figures in the actual that stay below the target even when all of them are added up."""
    most = most_in_all(row)
    return most is not None and row.target is not None and row.target.value is not None and most < row.target.value


def most_in_all(row: ScoredNode) -> Decimal | None:
    """What an actual of several figures comes to at most: all of them together; ``None`` where adding them makes no sense."""
    target, actual = row.target, row.actual
    if target is None or actual is None or not target.certain or Doubt.SEVERAL_FIGURES not in actual.doubts:
        return None
    if target.value is None or target.direction is not Direction.AT_LEAST or target.unit == "%":
        return None
    figures = [each for each in scan(row.node.actual_text).figures if "其中" not in each.before]
    if not all(same_unit(each.unit, target.unit) for each in figures):
        return None
    return sum((each.value for each in figures), Decimal(0))


Found: TypeAlias = tuple[Place, dict[str, str]]
Check: TypeAlias = Callable[[Case], Iterator[Found]]
CHECKS: dict[str, tuple[Severity, Check]] = {}
BY_ROW: set[str] = set()
BY_FRAME: set[str] = set()


def check(code: str, severity: Severity, *, by_row: bool = False, by_frame: bool = False) -> Callable[[Check], Check]:
    """Register a check under its code of the domain's list; its weight is the same wherever it finds something.

    A check ``by_row`` looks at each row alone and asks for no more than the case's rows, leaves, missed, reason and rulebook;
    behind the rows it may look at what is no row.
    One ``by_frame`` asks how rows stand below each other, and of each no more than its name, kind, section and points.
    """

    def register(function: Check) -> Check:
        if code in CHECKS:
            raise ValueError(f"two checks are called {code}")
        CHECKS[code] = (severity, function)
        if by_row:
            BY_ROW.add(code)
        if by_frame:
            BY_FRAME.add(code)
        return function

    return register


def at(row: ScoredNode, field: Field) -> Place:
    """The cell of a row."""
    return Place(RecordKind.NODE, row.node.id, field.value)


def score_field(row: ScoredNode) -> Field:
    """Which cell holds the score of a row."""
    return Field.PUBLISHED_SCORE if row.given_score is None else Field.GIVEN_SCORE


LINKED = frozenset({"derived", "rate_times_points"})  # methods that only repeat other figures of the form: V37 speaks of them
TOTAL = Place(RecordKind.HEADING, "heading", "published_score_text")


@dataclass(frozen=True, slots=True)
class Checked:
    """A table with its findings; ``kept`` holds those of checks by row and by frame, ``missed`` ids of rows."""

    scored: ScoredTable
    kept: Mapping[str, tuple[Finding, ...]]
    missed: frozenset[str]
    findings: tuple[Finding, ...]


def check_table(scored: ScoredTable, *, previous: ScoredTable | None = None) -> tuple[Finding, ...]:
    """Every finding of a table, those met while reading and scoring included, sorted by code.

    ``previous`` is the same unit's and subject's table of the year before, where the book has one.
    """
    return check_again(None, scored, previous=previous).findings


def check_again(before: Checked | None, scored: ScoredTable, *, previous: ScoredTable | None = None) -> Checked:
    """The table checked, what was found in rows that are still the same taken over; the outcome is the same without."""
    was: Mapping[str, ScoredNode] = {}
    old: Mapping[str, tuple[Finding, ...]] = {}
    missed: frozenset[str] = frozenset()
    if before is not None and before.scored.rulebook is scored.rulebook:
        was, old, missed = before.scored.rows, before.kept, before.missed
    rows = scored.rows
    some = Case(scored, previous, only=tuple(row for key, row in rows.items() if was.get(key) is not row))
    same = rows.keys() - {row.node.id for row in some.rows}
    missed = (missed & same) | {row.node.id for row in some.missed}
    case = Case(scored, previous, known=missed)
    same_frame = list(was) == list(rows) and all(_frame(was[row.node.id]) == _frame(row) for row in some.rows)
    places = {key: at for at, key in enumerate(rows)}
    kept: dict[str, tuple[Finding, ...]] = {}
    found = list(scored.findings)
    found += [finding for row in rows.values() for finding in row.findings]
    found += [finding for fund in scored.funds for finding in fund.findings]
    for code in sorted(CHECKS):
        severity, function = CHECKS[code]
        if code in BY_FRAME and same_frame:
            new = list(old.get(code, ()))
        else:
            new = [Finding(code, severity, place, facts) for place, facts in function(some if code in BY_ROW else case)]
        if code in BY_ROW and code in old:
            new += (each for each in old[code] if each.place.kind is RecordKind.NODE and each.place.id in same)
            new.sort(key=lambda each: places[each.place.id] if each.place.kind is RecordKind.NODE else len(places))
        if code in BY_ROW or code in BY_FRAME:
            kept[code] = tuple(new)
        found += new
    return Checked(scored, kept, missed, tuple(sorted(found, key=lambda each: each.code)))


def _frame(row: ScoredNode) -> tuple[object, ...]:
    """What checks by frame ask of a row."""
    node = row.node
    return row.parent_id, node.name, node.kind, node.section, node.points_text
