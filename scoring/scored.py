"""The shape of results: what ``scoring.score`` makes of a table and a rulebook. Nothing here is stored (but for a seal)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from scoring.exact import Exact, exact_sum
from scoring.finding import Finding
from scoring.rulebook import Rulebook
from scoring.steps import Step
from scoring.table import BaseFact, FundLine, Node, YearTable
from scoring.target import Actual, Target

__all__ = ["Adjustment", "Mark", "Rate", "ScoredFact", "ScoredFund", "ScoredNode", "ScoredTable", "Step"]


class Mark(Enum):
    """The state of a row, told by a sign and a word and only helped by colour."""

    DONE = "done"  # ✓ 完成
    EXCEEDED = "exceeded"  # ▲ 超额
    MISSED = "missed"  # ▼ 未完成
    DOUBTFUL = "doubtful"  # ? 待确认
    EMPTY = "empty"  # ○ 未填
    GIVEN = "given"  # ✎ 人工给分


class Tally(NamedTuple):
    """What a node counts with, itself or through its children.

    Attributes:
        points: ``None`` where nothing in it has points.
        score: of record, ``None`` while nothing in it has a score.
        rule_score: ``None`` where any row in it has no score by rule.
        lost: points lost so far; ``own`` is true where the node counts itself.
        left_out: points of rows that do not apply and whose points go to the others.
        open: rows with points and no score.
    """

    points: Exact | None
    score: Exact | None
    rule_score: Exact | None
    lost: Exact | None
    left_out: Exact
    open: int
    own: bool


def total_of(tallies: list[Tally]) -> Tally:
    """Several nodes as one: sums of what they count with."""
    counted = [each for each in tallies if each.points is not None]
    scores = [each.score for each in tallies if each.score is not None]
    rules = [each.rule_score for each in counted if not each.left_out or not each.own]
    known = [each for each in rules if each is not None]
    losses = [each.lost for each in counted if each.lost is not None]
    return Tally(
        points=exact_sum(each.points for each in counted if each.points is not None) if counted else None,
        score=exact_sum(scores) if scores else None,
        rule_score=exact_sum(known) if known and len(known) == len(rules) else None,
        lost=exact_sum(losses) if losses else None,
        left_out=exact_sum(each.left_out for each in counted),
        open=sum(each.open for each in counted),
        own=False,
    )


@dataclass(frozen=True, slots=True)
class ScoredNode:
    """One row with everything worked out.

    Attributes:
        points: 分值; ``None`` where the form prints none.
        completion_rate: per cent, exact, not capped; ``None`` where there is no quotient.
        met: whether the target is reached by the figures; ``None`` when it cannot be told.
        method: key of the scoring method that gave ``rule_score``.
        rule_score: by the rulebook, rounded as it says; ``None`` when the rule cannot tell.
        score: the score of record: given if there is one, else the rule's; for a group the sum of its children.
        pending: a row with points and no score yet (never counted as 0).
        lost: points lost, ``None`` while pending.
        full_marks_at: the actual that would have earned full marks, as plain text; empty where there is none.
        tally: what it counts with, exactly.
        alone: whether no other row had a part in it; ``figures``: whether base figures had.
    """

    node: Node
    path: tuple[str, ...]
    parent_id: str
    points: Decimal | None
    target: Target | None
    actual: Actual | None
    completion_rate: Fraction | None
    met: bool | None
    method: str
    rule_score: Decimal | None
    given_score: Decimal | None
    published_score: Decimal | None
    score: Decimal | None
    pending: bool
    lost: Decimal | None
    mark: Mark
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    full_marks_at: str
    tally: Tally
    alone: bool
    figures: bool


@dataclass(frozen=True, slots=True)
class ScoredFund:
    """A line of funds in the money unit of the form; the rate in per cent, exact, with the text people see.

    Forms of the Ministry's kind give points to the line of the annual funds (预算执行率 10 分): such a line counts like a row.
    """

    line: FundLine
    initial_budget: Decimal | None
    adjusted_budget: Decimal | None
    executed: Decimal | None
    execution_rate: Fraction | None
    execution_rate_text: str
    published_rate: Decimal | None
    points: Decimal | None = None
    rule_score: Decimal | None = None
    given_score: Decimal | None = None
    score: Decimal | None = None
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoredFact:
    """A base figure with its number (in its own unit), ``None`` where the text is no number."""

    fact: BaseFact
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio computed from funds and base figures; ``value`` in per cent, exact, ``None`` where the denominator is zero."""

    key: str
    label: str
    value: Fraction | None
    value_text: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A line after the rows (cap, veto, over-achievement): what it did to the total."""

    key: str
    before: Decimal
    after: Decimal
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ScoredTable:
    """A table with its rulebook and every number worked out.

    Attributes:
        rows: by node id, in document order.
        points: the sum of points of the outermost bands as the form counts them; ``None`` without points.
        score: the sum of scored rows after adjustments, rounded as the rulebook says; ``None`` when nothing has points.
        rule_score: the same by rule alone; ``None`` while any row has no rule score.
        pending: how many rows have points and no score.
        grade: key of the rulebook's band (excellent, good, fair, poor), empty without a score.
        figures: the rulebook's named figures that the table has, by key; amounts in the money unit of the form.
        findings: those met while reading and scoring; ``scoring.check`` adds its own.
    """

    table: YearTable
    rulebook: Rulebook
    rows: Mapping[str, ScoredNode]
    funds: tuple[ScoredFund, ...]
    base_facts: tuple[ScoredFact, ...]
    rates: tuple[Rate, ...]
    points: Decimal | None
    score: Decimal | None
    rule_score: Decimal | None
    published_score: Decimal | None
    pending: int
    grade: str
    adjustments: tuple[Adjustment, ...]
    findings: tuple[Finding, ...]
    figures: Mapping[str, Decimal] = field(default_factory=dict)
