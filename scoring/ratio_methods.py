"""The scoring methods that measure a ratio, a count or another branch (R11-R22, R24); none of them rounds."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import ceil, floor
from operator import itemgetter
from typing import Annotated, NamedTuple

from scoring.case import Case, Formula, Method, Outcome, method, unknown
from scoring.steps import PerCent, Step, StepCode, shown, step
from scoring.strict_toml import FILLED, Positive
from scoring.terms import Direction


class Counting(Enum):
    """How a part of a step counts: as the part it is, not at all, or whole."""

    CONTINUOUS = "continuous"
    FLOOR = "floor"
    CEILING = "ceiling"


class Side(Enum):
    """On which side of the limit points are lost."""

    ABOVE = "above"
    BELOW = "below"


class Convention(Enum):
    """The two ratios that share the name 控制率: spent ÷ budget, or (spent − budget) ÷ budget."""

    QUOTIENT = "quotient"
    DIFFERENCE = "difference"


class Below(Enum):
    """What a ratio below the gate earns."""

    PROPORTIONAL = "proportional"
    NOTHING = "nothing"


class Pick(Enum):
    """Which of several methods counts: the best outcome, or the first that can tell."""

    BEST = "best"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Tier:
    """Fixed points for values inside the bounds that are given; which end belongs to the tier is said by the bound's name."""

    points: Decimal
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    def holds(self, value: Decimal | Fraction) -> bool:
        """Whether the value lies inside every bound that is given."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a checklist."""

    text: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """One point of the average execution rate: the cumulative rate then, and the progress due by then in per cent."""

    name: str
    rate: Formula
    progress: Positive


class Price(NamedTuple):
    """What every step beyond a limit costs."""

    step: Decimal
    each: Decimal
    counting: Counting
    side: Side


def _measured(case: Case, ratio: Formula | None) -> tuple[Decimal | Fraction | None, tuple[Step, ...]]:
    """The ratio in per cent; without one, or without its figures, the typed actual."""
    typed = case.value
    if ratio is None:
        return typed, () if typed is not None else (step(StepCode.NO_ACTUAL),)
    value, steps = ratio.percent(case.figure)
    if value is None and typed is not None:
        return typed, (*steps, step(StepCode.TYPED_RATE, value=typed))
    return value, steps


@method
def checklist(case: Case, *, items: tuple[Item, ...], every: tuple[str, ...] = ()) -> Outcome:
    """R11: the points of the items that hold. The actual names them by number (1、3 or ①③); a word of ``every`` names all."""
    words = case.actual_text.strip()
    if not words:
        return unknown(StepCode.NO_ACTUAL)
    ticked = set(range(1, len(items) + 1)) if any(each in words for each in every) else set(_numbers(words))
    exact = sum((each.points for number, each in enumerate(items, 1) if number in ticked), Decimal(0))
    held = ", ".join(str(number) for number in sorted(ticked) if number <= len(items))
    return Outcome(exact, (step(StepCode.TICKED, ticked=held, items=len(items), exact=exact),))


def _numbers(words: str) -> list[int]:
    plain = "".join(f" {ord(sign) - 0x245F} " if "①" <= sign <= "⑳" else sign for sign in words)
    return [int(each) for each in "".join(sign if sign in "0123456789" else " " for sign in plain).split()]


@method
def deduct_per_case(
    case: Case,
    *,
    each: Decimal,
    count: Formula | None = None,
    floor: Decimal = Decimal(0),
    cap: Decimal | None = None,
) -> Outcome:
    """R12: ``each`` off for every case, not more than ``cap``, not below ``floor``; the count is a formula or the actual."""
    value, steps = _counted(case, count)
    if value is None:
        return Outcome(None, steps)
    deduction = Fraction(each) * max(Fraction(0), value)
    if cap is not None:
        deduction = min(deduction, Fraction(cap))
    exact = max(Fraction(floor), Fraction(case.points) - deduction)
    told = step(StepCode.CASES, count=value, each=each, deduction=deduction, points=case.points, exact=exact)
    return Outcome(exact, (*steps, told), f"0{case.unit}")


def _counted(case: Case, count: Formula | None) -> tuple[Fraction | None, tuple[Step, ...]]:
    value, steps = _measured(case, count)
    if value is None:
        return None, steps
    by_formula = count is not None and not any(each.code == StepCode.TYPED_RATE.value for each in steps)
    return Fraction(value) / 100 if by_formula else Fraction(value), steps


@method
def deduct_per_step(
    case: Case,
    *,
    step_size: Positive,
    each: Decimal,
    counting: Counting,
    limit: Decimal | None = None,
    side: Side = Side.ABOVE,
    ratio: Formula | None = None,
) -> Outcome:
    """R13: for every ``step_size`` beyond the limit (the target where none is said) ``each`` is lost, not below 0."""
    value, steps = _measured(case, ratio)
    bound = case.target.value if limit is None else limit
    if value is None or bound is None:
        return Outcome(None, steps if value is None else (step(StepCode.NO_TARGET),))
    return _stepped(case, Fraction(value), bound, Price(step_size, each, counting, side), steps)


def _stepped(case: Case, value: Fraction, bound: Decimal, price: Price, steps: tuple[Step, ...]) -> Outcome:
    full_at = f"{shown(bound)}{case.unit or '%'}"
    over = value - Fraction(bound) if price.side is Side.ABOVE else Fraction(bound) - value
    if over <= 0:
        return Outcome(case.points, (*steps, step(StepCode.WITHIN, value=value, limit=bound)), full_at)
    count = over / Fraction(price.step)
    if price.counting is not Counting.CONTINUOUS:
        count = Fraction(floor(count) if price.counting is Counting.FLOOR else ceil(count))
    exact = max(Fraction(0), Fraction(case.points) - Fraction(price.each) * count)
    told = step(
        StepCode.STEPPED,
        value=value,
        limit=bound,
        over=over,
        step=price.step,
        steps=count,
        counting=price.counting.value,
        each=price.each,
        exact=exact,
    )
    return Outcome(exact, (*steps, told), full_at)


@method
def tiers(case: Case, *, tiers: tuple[Tier, ...], ratio: Formula | None = None, shares: bool = False) -> Outcome:
    """R14: the points of the first tier that holds the value, 0 where none does; ``shares``: per cent of the row's points."""
    value, steps = _measured(case, ratio)
    if value is None:
        return Outcome(None, steps)
    points = next((each.points for each in tiers if each.holds(value)), Decimal(0))
    exact = Fraction(case.points) * Fraction(points) / 100 if shares else Fraction(points)
    return Outcome(exact, (*steps, step(StepCode.TIER, value=value, exact=exact)))


@method
def linear_window(case: Case, *, low: Decimal, high: Decimal, ratio: Formula | None = None) -> Outcome:
    """R15: nothing at ``low``, all points at ``high`` (per cent), a straight line between; ``low`` may lie above ``high``.

    A window without width is a gate: all points from the value on.
    """
    value, steps = _measured(case, ratio)
    if value is None:
        return Outcome(None, steps)
    if low == high:
        share = Fraction(value >= high)
    else:
        share = (Fraction(value) - Fraction(low)) / (Fraction(high) - Fraction(low))
        share = min(Fraction(1), max(Fraction(0), share))
    exact = Fraction(case.points) * share
    told = step(StepCode.WINDOW, value=value, low=low, high=high, points=case.points, share=share, exact=exact)
    return Outcome(exact, (*steps, told), f"{shown(high)}%")


@method
def rate_times_points(case: Case, *, ratio: Formula | None = None, against_target: bool = False) -> Outcome:
    """R16: points × rate; a rate above 100 % counts as 100 %.

    With ``against_target`` a row that prints a rate of its own to reach (≥95%) is scored by that one.
    """
    value, steps = _measured(case, ratio)
    if value is None:
        return Outcome(None, steps)
    target = case.target
    if against_target and target.direction is Direction.AT_LEAST and target.unit == "%" and target.value and target.value < 100:
        reached = Fraction(value) / Fraction(target.value) * 100
        told = step(StepCode.COMPLETION, actual=value, target=target.value, rate=reached, text=PerCent(reached))
        return _rated(case, reached, (*steps, told))
    return _rated(case, Fraction(value), steps)


def _rated(case: Case, rate: Fraction, steps: tuple[Step, ...]) -> Outcome:
    if rate > 100:
        steps = (*steps, step(StepCode.CAPPED_RATE, rate=rate, text=PerCent(rate)))
    counted = min(Fraction(100), max(Fraction(0), rate))
    exact = Fraction(case.points) * counted / 100
    told = step(StepCode.RATED, points=case.points, rate=counted, text=PerCent(counted, 3), exact=exact)
    return Outcome(exact, (*steps, told), "100%")


@method
def average_execution(case: Case, *, months: Annotated[tuple[Month, ...], FILLED]) -> Outcome:
    """R17: each month counts 100 where its rate keeps up with the progress due, else rate ÷ progress; their mean × points.

    Where the monthly figures are missing, an average rate typed as the actual stands for the mean.
    """
    counted: list[Fraction] = []
    steps: list[Step] = []
    for each in months:
        rate, trouble = each.rate.percent(case.figure)
        if rate is None:
            if case.value is None:
                return Outcome(None, trouble)
            return _rated(case, Fraction(case.value), (*trouble, step(StepCode.TYPED_RATE, value=case.value)))
        kept = Fraction(100) if rate >= each.progress else max(Fraction(0), rate) / Fraction(each.progress) * 100
        counted.append(kept)
        steps.append(step(StepCode.MONTH, month=each.name, actual=rate, progress=each.progress, counted=kept))
    mean = sum(counted, Fraction(0)) / len(counted)
    average = step(StepCode.AVERAGE, count=len(counted), rate=mean, text=PerCent(mean, 3))
    return _rated(case, mean, (*steps, average))


@method
def control_rate(
    case: Case,
    *,
    spent: Formula,
    budget: Formula,
    convention: Convention,
    each: Decimal | None = None,
    step_size: Positive = Decimal(1),
    counting: Counting = Counting.CONTINUOUS,
) -> Outcome:
    """R18: full marks up to 100 % (spent ÷ budget) or 0 ((spent − budget) ÷ budget); beyond, ``each`` per step, or nothing."""
    steps: tuple[Step, ...] = ()
    value: Fraction | None = None
    top, above = spent.percent(case.figure)
    bottom, below = budget.percent(case.figure)
    limit = Decimal(100) if convention is Convention.QUOTIENT else Decimal(0)
    if top is None or bottom is None:
        steps = above if top is None else below
    elif not bottom:
        return Outcome(None, (*above, *below, step(StepCode.ZERO_DIVISOR, formula=budget.tree.text)))
    else:
        value = (top / bottom if convention is Convention.QUOTIENT else (top - bottom) / bottom) * 100
        steps = (*above[:-1], *below[:-1])
        sign = f"{spent.tree.text} / {budget.tree.text}"
        text = sign if convention is Convention.QUOTIENT else f"{sign} - 1"
        steps = (*steps, step(StepCode.FORMULA, formula=text, value=value, text=PerCent(value)))
    if value is None and case.value is not None:
        value, steps = Fraction(case.value), (*steps, step(StepCode.TYPED_RATE, value=case.value))
    if value is None:
        return Outcome(None, steps)
    off = case.points if each is None else each
    counting = Counting.CEILING if each is None else counting
    return _stepped(case, value, limit, Price(step_size, off, counting, Side.ABOVE), steps)


@method
def ratio_gate(case: Case, *, ratio: Formula | None = None, below: Below = Below.PROPORTIONAL) -> Outcome:
    """R19: a ratio of 1 or more earns the points, less earns points × ratio, or nothing."""
    value, steps = _measured(case, ratio)
    if value is None:
        return Outcome(None, steps)
    if value >= 100:
        return Outcome(case.points, (*steps, step(StepCode.GATE, value=value, text=PerCent(value))), "100%")
    return _rated(case, Fraction(value) if below is Below.PROPORTIONAL else Fraction(0), steps)._replace(full_marks_at="100%")


@method
def derived(case: Case, *, branch: str) -> Outcome:
    """R20: points × (score of the branch ÷ its points); the branch is named as the form names it."""
    found = case.branch(branch)
    if isinstance(found, Step):
        return Outcome(None, (found,))
    if not found.points:
        return unknown(StepCode.NO_NODE, node=branch)
    share = found.score / found.points
    exact = Fraction(case.points) * share
    facts = {
        "score": found.score,
        "of": found.points,
        "points": Fraction(case.points),
        "share": share,
        "exact": exact,
    }
    return Outcome(exact, (step(StepCode.DERIVED, node=branch, **facts),))


@method
def bonus(case: Case, *, each: Decimal, cap: Decimal, count: Formula | None = None) -> Outcome:
    """R22: ``each`` for every praise, off for every criticism, held between −cap and +cap; the actual is the net count."""
    value, steps = _counted(case, count)
    if value is None:
        return Outcome(None, steps)
    exact = min(Fraction(cap), max(-Fraction(cap), Fraction(each) * value))
    return Outcome(exact, (*steps, step(StepCode.BONUS, count=value, each=each, cap=cap, exact=exact)))


@method
def alternative(case: Case, *, of: tuple[Method, ...], pick: Pick) -> Outcome:
    """R24: one of several methods counts, the best outcome or the first that can tell."""
    found = [(each.key, each.run(case)) for each in of]
    known = [(key, outcome, outcome.score) for key, outcome in found if outcome.score is not None]
    if not known:
        return Outcome(None, tuple(each for _, outcome in found for each in outcome.steps))
    key, outcome, score = max(known, key=itemgetter(2)) if pick is Pick.BEST else known[0]
    return outcome._replace(steps=(*outcome.steps, step(StepCode.CHOSEN, method=key, exact=score)))
