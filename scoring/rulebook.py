"""A dated set of rules: which method scores which row, where numbers are rounded, how totals are adjusted and graded.

A rulebook is a TOML file. It is read strictly: an unknown key, a wrong type, a missing value, an unknown method or figure
and a broken formula are refused with file, key and code, so that a copy somebody changed never scores by accident.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import Protocol, TypeVar

from scoring import methods, ratio_methods
from scoring.adjustments import AdjustmentRule, OverBand
from scoring.case import Formula, Method
from scoring.strict_toml import Places, RulebookError, Spot, parse_toml, read_call
from scoring.table import Node, NodeKind
from scoring.terms import Direction

__all__ = [
    "Rulebook",
    "RulebookError",
    "RulebookHead",
    "figure_names",
    "grade_of",
    "parse_head",
    "parse_rulebook",
    "rulebook_for",
]
REGISTERED = (methods, ratio_methods)  # importing them is what fills the list of methods


class Rounding(Enum):
    """Where scores are rounded; every rulebook says it, there is no default."""

    ROWS = "rows"  # each row before it is added
    TOTAL = "total"  # rows stay exact, sums are rounded where they are shown


class RateUse(Enum):
    """Whether a completion rate is rounded, to two places of a per cent, before the points are multiplied with it."""

    EXACT = "exact"
    ROUNDED = "rounded"


class NotApplicable(Enum):
    """What happens to a row that does not apply (R23)."""

    FULL_MARKS = "full_marks"
    RESCALE = "rescale"  # its points go to the other rows of its outermost band in proportion


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows a method scores; every condition that is given must hold, the first choice that fits is taken.

    Attributes:
        names: names of rows, without blanks and quotation marks; ``name_has``, ``target_has``: pieces of names, of targets.
        under: pieces of the names of bands above the row; ``sections``: keys of the form's blocks.
        directions, approximate, zero, compound, numeric, dated: what must be true of the target as it was read.
    """

    score: Method
    names: tuple[str, ...] = ()
    name_has: tuple[str, ...] = ()
    target_has: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    kinds: tuple[NodeKind, ...] = ()
    directions: tuple[Direction, ...] = ()
    approximate: bool | None = None
    zero: bool | None = None
    compound: bool | None = None
    numeric: bool | None = None
    dated: bool | None = None

    @property
    def unconditional(self) -> bool:
        """Whether every row fits: a rulebook must end with such a choice."""
        return all(not getattr(self, each.name) for each in fields(self)[1:] if each.name not in _FLAGS) and all(
            getattr(self, name) is None for name in _FLAGS
        )


_FLAGS = ("approximate", "zero", "compound", "numeric", "dated")


class Column(Enum):
    """Which money column of a line of funds."""

    INITIAL_BUDGET = "initial_budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    EXECUTED = "executed"


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure and where tables carry it.

    Attributes:
        labels: of a base fact or a line of funds, most fitting first, written as ``plain_label`` leaves them.
        column: the money column meant where it is a line of funds.
        money: an amount; one that carries no unit is in the money unit of the form.
        total: it may also be the sum of that column over the first group of funds (资金总额 that no line states).
        formula: what it is worked out by where no record carries it (累计执行数 ÷ 全年预算数).
    """

    key: str
    labels: tuple[str, ...] = ()
    column: Column | None = None
    money: bool = False
    total: bool = False
    formula: Formula | None = None


@dataclass(frozen=True, slots=True)
class RateRule:
    """A ratio the form shows, a plain quotient of figures; shown in per cent with so many places."""

    key: str
    label: str
    formula: Formula
    places: Places = 2


@dataclass(frozen=True, slots=True)
class Band:
    """A grade from its lower bound (which belongs to it) up to the next one; the last may have none."""

    key: str
    label: str
    at_least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the checks begin to speak; per cent unless said otherwise.

    Attributes:
        over_warn, over_reason, over_low_target: completion rates that warn, want a reason, suggest that the target was too low.
        tolerance: how far a printed score may lie from ours, in points.
        rate_tolerance: how far a printed rate may lie from ours, in percentage points.
        execution_low, adjustment_high: execution below, adjustment above want a reason.
        points_moved: change of a row's points from year to year that is told.
        score_above_execution: how far the rate of scores may lie above the rate of execution.
        base_gap: how far the rates of execution on the first and on the adjusted budget may lie apart, in percentage points.
    """

    over_warn: Decimal = Decimal(120)
    over_reason: Decimal = Decimal(130)
    over_low_target: Decimal = Decimal(200)
    tolerance: Decimal = Decimal("0.01")
    rate_tolerance: Decimal = Decimal("0.01")
    execution_low: Decimal = Decimal(90)
    adjustment_high: Decimal = Decimal(20)
    points_moved: Decimal = Decimal(50)
    score_above_execution: Decimal = Decimal(5)
    base_gap: Decimal = Decimal(5)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One dated set of rules, read from TOML.

    Attributes:
        family: place and kind of evaluation; a year takes the newest rulebook of its family not later than itself.
        forms: keys of the form layouts that use this family.
        source: the document it stands in.
        inferred: what was not read but worked out from published figures, in the words of the file.
        score_places: decimals of scores; ``rounding`` says of which.
        rates_used: whether completion rates are used exactly or as they are shown.
        points_total: what the outermost bands add up to, bonus included; ``None`` where the paper prints no points.
        band_points: points expected per outermost band, by name.
        money_unit: of amounts in the form where it does not say.
        over_achievement: what a target set too low costs (R25); empty takes nothing off.
        grades: by falling lower bound.
        reason_fields: which facts of a node count as the reason on this form (names of attributes).
    """

    key: str
    family: str
    title: str
    valid_from: int
    source: str
    score_places: Places
    rounding: Rounding
    rates_used: RateUse
    choices: tuple[Choice, ...]
    inferred: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    points_total: Decimal | None = None
    band_points: Mapping[str, Decimal] = field(default_factory=dict)
    not_applicable: NotApplicable = NotApplicable.FULL_MARKS
    over_achievement: tuple[OverBand, ...] = ()
    figures: tuple[Figure, ...] = ()
    rates: tuple[RateRule, ...] = ()
    adjustments: tuple[AdjustmentRule, ...] = ()
    grades: tuple[Band, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    reason_fields: tuple[str, ...] = ("reason_text",)


@dataclass(frozen=True, slots=True)
class RulebookHead:
    """What says which tables a rulebook is for; as in :class:`Rulebook`."""

    key: str
    family: str
    valid_from: int
    forms: tuple[str, ...] = ()


_KEY = re.compile(r"\w[\w-]*")  # it names a file when the rulebook is kept


def parse_head(text: str, *, file: str) -> RulebookHead:
    """The head of a TOML text, without reading its rules: what stands before the first table of it.

    Raises:
        RulebookError: the head is not TOML, or names no family or year.
    """
    found = parse_toml(text.partition("\n[")[0], file=file)
    return read_call(
        RulebookHead, {each.name: found[each.name] for each in fields(RulebookHead) if each.name in found}, Spot(file)
    )


def parse_rulebook(text: str, *, file: str) -> Rulebook:
    """The rulebook a TOML text writes.

    Raises:
        RulebookError: anything the text says that a rulebook cannot say, or does not say and must.
    """
    spot = Spot(file)
    rulebook = read_call(Rulebook, parse_toml(text, file=file), spot)
    if not _KEY.fullmatch(rulebook.key):
        raise spot.at("key").trouble("bad_key", found=rulebook.key)
    _check_order(rulebook, spot)
    _check_figures(rulebook, spot)
    for index, name in enumerate(rulebook.reason_fields):
        if name not in Node.__dataclass_fields__:
            raise spot.at("reason_fields").number(index).trouble("wrong_value", found=name, allowed="fields of a node")
    if not rulebook.choices or not rulebook.choices[-1].unconditional:
        raise spot.at("choices").trouble("no_fallback")
    return rulebook


def _check_order(rulebook: Rulebook, spot: Spot) -> None:
    for index, (upper, lower) in enumerate(pairwise(rulebook.grades), 1):
        if upper.at_least is None or (lower.at_least is not None and lower.at_least >= upper.at_least):
            raise spot.at("grades").number(index).trouble("order")
    for name, keys in (
        ("figures", [each.key for each in rulebook.figures]),
        ("rates", [each.key for each in rulebook.rates]),
        ("grades", [each.key for each in rulebook.grades]),
    ):
        for index, key in enumerate(keys):
            if key in keys[:index]:
                raise spot.at(name).number(index).trouble("duplicate", found=key)


def _check_figures(rulebook: Rulebook, spot: Spot) -> None:
    known = {figure.key for figure in rulebook.figures}
    parts: Iterable[tuple[str, Iterable[object]]] = (
        ("figures", rulebook.figures),
        ("rates", rulebook.rates),
        ("choices", rulebook.choices),
        ("adjustments", rulebook.adjustments),
    )
    for name, entries in parts:
        for index, entry in enumerate(entries):
            for formula in _formulas(entry):
                missing = next((each for each in formula.tree.names if each not in known), "")
                if missing:
                    at = spot.at(name).number(index)
                    raise at.trouble("unknown_figure", found=missing, known=", ".join(sorted(known)))


def _formulas(entry: object) -> Iterator[Formula]:
    """Every formula anywhere inside a record of a rulebook."""
    if isinstance(entry, Formula):
        yield entry
    elif isinstance(entry, (Method, AdjustmentRule)):
        for value in entry.parameters.values():
            yield from _formulas(value)
    elif isinstance(entry, tuple):
        for value in entry:
            yield from _formulas(value)
    elif hasattr(entry, "__dataclass_fields__"):
        for name in entry.__dataclass_fields__:
            yield from _formulas(getattr(entry, name))


def figure_names(rulebook: Rulebook) -> dict[str, str]:
    """What the figures of a rulebook are called by people, by key: the first label of each."""
    return {figure.key: figure.labels[0] if figure.labels else figure.key for figure in rulebook.figures}


class _Dated(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def valid_from(self) -> int: ...
    @property
    def forms(self) -> tuple[str, ...]: ...


Dated = TypeVar("Dated", bound=_Dated)


def rulebook_for(rulebooks: Iterable[Dated], family_or_form: str, year: int) -> Dated | None:
    """The newest rulebook, or head of one, of the family (or of the family that uses the form) not later than the year."""
    fitting = [
        each for each in rulebooks if (each.family == family_or_form or family_or_form in each.forms) and each.valid_from <= year
    ]
    return max(fitting, key=lambda each: (each.valid_from, each.key), default=None)


def grade_of(rulebook: Rulebook, score: Decimal) -> str:
    """The key of the band the score falls into, empty where the rulebook grades nothing."""
    return next((band.key for band in rulebook.grades if band.at_least is None or score >= band.at_least), "")
