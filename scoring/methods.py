"""The scoring methods that hold an actual against its target (R01-R10, R23, R28); each gives the exact score, never rounded.

A target met earns the points themselves; what falls short is an exact fraction of them.
"""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from scoring.case import Case, Outcome, method, unknown
from scoring.dates import is_in_time
from scoring.exact import per_cent_of
from scoring.reading import Actual, Deadline, Target
from scoring.steps import PerCent, Step, StepCode, shown, step
from scoring.terms import Direction

ZERO = Decimal(0)
FULL = Fraction(100)


class EqualMode(Enum):
    """How a target with the sign = is scored (R02)."""

    AS_AT_LEAST = "as_at_least"
    SYMMETRIC = "symmetric"


class Grain(Enum):
    """In what lateness is counted, a part counting whole."""

    DAY = "day"
    MONTH = "month"


class Award(Enum):
    """What a qualitative row gets by the rule: nothing until it is judged, or all points where the words say it was reached."""

    JUDGED = "judged"
    TOP = "top"


class Together(Enum):
    """How the parts of a compound target make one score: the weakest, the mean, or all or nothing."""

    LEAST = "least"
    MEAN = "mean"
    ALL = "all"


def _figures(case: Case) -> tuple[Decimal, Decimal] | Outcome:
    """Target and actual as numbers, or why they cannot be held against each other."""
    target = case.target.value
    if target is None:
        return unknown(StepCode.NO_TARGET)
    actual = case.value
    return unknown(StepCode.NO_ACTUAL) if actual is None else (target, actual)


def _aim(case: Case) -> str:
    """The actual that earns full marks, as it could be typed."""
    target = case.target
    if target.value is None:
        return ""
    return f"{shown(target.value)}{target.unit}"


def _completion(case: Case, target: Decimal, actual: Decimal) -> tuple[Step, ...]:
    """The step that tells the completion rate, where there is one."""
    if case.rate is None:
        return ()
    lower = case.target.direction is Direction.AT_MOST
    return (
        step(
            StepCode.KEPT if lower else StepCode.COMPLETION,
            actual=actual,
            target=target,
            rate=case.rate,
            text=PerCent(case.rate),
        ),
    )


def _full(case: Case, target: Decimal, actual: Decimal) -> Outcome:
    return Outcome(
        case.points,
        (*_completion(case, target, actual), step(StepCode.MET, actual=actual, target=target)),
        _aim(case),
    )


@method
def proportional(case: Case) -> Outcome:
    """R01: at least the target earns the points, less earns points × actual ÷ target, never below 0.

    A target of 0 that carries no sign is R07: only 0 keeps it. Where the actual tells its completion rate and no quantity
    (完成率100%), the rate is what counts.
    """
    if case.value is None and case.rate is not None:
        return _by_rate(case, case.rate)
    found = _figures(case)
    if isinstance(found, Outcome):
        return found
    target, actual = found
    if not target and not case.target.stated:
        return _zero(case, actual, kept=not actual)
    if actual >= target:
        return _full(case, target, actual)
    if actual <= 0 or target <= 0:
        rate = Fraction(0)
    else:
        rate = Fraction(actual) / Fraction(target) * 100 if case.rate is None else case.rate
    told = _completion(case, target, actual)
    exact = per_cent_of(case.points, rate)
    below = step(StepCode.BELOW, points=case.points, rate=rate, text=PerCent(rate), exact=exact)
    return Outcome(exact, (*told, below), _aim(case))


def _by_rate(case: Case, rate: Fraction) -> Outcome:
    typed = step(StepCode.TYPED_RATE, value=rate)
    if rate >= FULL:
        return Outcome(case.points, (typed,), _aim(case))
    exact = per_cent_of(case.points, max(Fraction(0), rate))
    below = step(StepCode.BELOW, points=case.points, rate=rate, text=PerCent(rate), exact=exact)
    return Outcome(exact, (typed, below), _aim(case))


@method
def equal(case: Case, *, mode: EqualMode = EqualMode.AS_AT_LEAST) -> Outcome:
    """R02: like R01, or symmetric: points × (1 − |actual − target| ÷ target); a target of 0 is kept by 0 or less."""
    found = _figures(case)
    if isinstance(found, Outcome):
        return found
    target, actual = found
    if not target:
        return _zero(case, actual, kept=actual <= 0)
    if mode is EqualMode.AS_AT_LEAST:
        return proportional(case)
    if actual == target:
        return _full(case, target, actual)
    share = max(Fraction(0), 1 - abs(Fraction(actual) - Fraction(target)) / abs(Fraction(target)))
    exact = Fraction(case.points) * share
    off = step(StepCode.OFF_EQUAL, actual=actual, target=target, points=case.points, share=share, exact=exact)
    return Outcome(exact, (off,), _aim(case))


@method
def inverse_linear(case: Case, *, zero_at: Decimal = Decimal(2)) -> Outcome:
    """R03: at most the target earns the points; beyond it they fall in a line and are gone at ``zero_at`` times the target."""
    found = _figures(case)
    if isinstance(found, Outcome):
        return found
    target, actual = found
    if actual <= target:
        return _full(case, target, actual)
    if target <= 0 or zero_at <= 1:
        return _zero(case, actual, kept=False)
    share = (Fraction(actual) - Fraction(target)) / (Fraction(target) * (Fraction(zero_at) - 1))
    exact = Fraction(case.points) * max(Fraction(0), 1 - share)
    over = step(StepCode.OVER_LINEAR, points=case.points, target=target, actual=actual, share=share, exact=exact)
    return Outcome(exact, (over,), _aim(case))


@method
def inverse_ratio(case: Case) -> Outcome:
    """R04: at most the target earns the points; beyond it points × target ÷ actual."""
    found = _figures(case)
    if isinstance(found, Outcome):
        return found
    target, actual = found
    if actual <= target:
        return _full(case, target, actual)
    if target <= 0:
        return _zero(case, actual, kept=False)
    exact = Fraction(case.points) * Fraction(target) / Fraction(actual)
    over = step(StepCode.OVER_RATIO, points=case.points, target=target, actual=actual, exact=exact)
    return Outcome(exact, (over,), _aim(case))


@method
def interval(case: Case, *, tolerance: Decimal = ZERO) -> Outcome:
    """R05: inside low to high (widened by ``tolerance`` per cent of each end) earns the points.

    Outside, points × (1 − distance from the nearer end ÷ size of that end), not below 0; for a positive low end that is
    points × actual ÷ low. An end of 0 has no size: beyond it nothing is earned.
    """
    found = _figures(case)
    if isinstance(found, Outcome):
        return found
    if case.target.upper is None:
        return unknown(StepCode.NO_TARGET)
    low, high, actual = Fraction(found[0]), Fraction(case.target.upper), Fraction(found[1])
    spare = Fraction(tolerance) / 100
    if low - abs(low) * spare <= actual <= high + abs(high) * spare:
        inside = step(StepCode.IN_INTERVAL, actual=actual, low=low, high=high)
        return Outcome(case.points, (inside,), _aim(case))
    end = low if actual < low else high
    share = max(Fraction(0), 1 - abs(actual - end) / abs(end)) if end else Fraction(0)
    exact = Fraction(case.points) * share
    outside = step(
        StepCode.OUT_OF_INTERVAL,
        actual=actual,
        low=low,
        high=high,
        points=case.points,
        share=share,
        exact=exact,
    )
    return Outcome(exact, (outside,), _aim(case))


@method
def approximate(case: Case, *, tolerance: Decimal = Decimal(10)) -> Outcome:
    """R06: an approximate target (约) is reached from ``tolerance`` per cent below it; further down it is R01."""
    found = _figures(case)
    if isinstance(found, Outcome):
        return found
    target, actual = found
    bound = Fraction(target) * (100 - Fraction(tolerance)) / 100
    aim = f"{shown(bound)}{case.unit}"
    if bound <= actual < target:
        near = step(StepCode.NEAR, actual=actual, target=target, tolerance=tolerance, bound=bound)
        return Outcome(case.points, (near,), aim)
    return proportional(case)._replace(full_marks_at=aim)


@method
def zero_target(case: Case) -> Outcome:
    """R07: a target of 0 is kept by 0 and by nothing else."""
    actual = case.value
    return unknown(StepCode.NO_ACTUAL) if actual is None else _zero(case, actual, kept=not actual)


def _zero(case: Case, actual: Decimal, *, kept: bool) -> Outcome:
    code = StepCode.ZERO_KEPT if kept else StepCode.ZERO_BROKEN
    return Outcome(case.points if kept else ZERO, (step(code, actual=actual),), _aim(case))


@method
def yes_no(case: Case, *, yes: tuple[str, ...] = (), no: tuple[str, ...] = ()) -> Outcome:
    """R08: the state is reached or it is not (是/否, 动态清零); what says neither, or half, is left to a person.

    Besides the words every form understands a rulebook may add its own; ``no`` is looked for first, since 未完成 holds 完成.
    """
    words = case.actual_text.strip()
    if not words or case.actual is None:
        return unknown(StepCode.NO_ACTUAL)
    reached = case.met if case.actual.met_in_words is None else case.actual.met_in_words
    if any(each in words for each in no):
        reached = False
    elif any(each in words for each in yes):
        reached = True
    if reached is None:
        return unknown(StepCode.BY_HAND)
    code = StepCode.YES if reached else StepCode.NO
    return Outcome(case.points if reached else ZERO, (step(code, words=words),))


@method
def deadline(case: Case, *, each: Decimal, grain: Grain = Grain.DAY) -> Outcome:
    """R09: done by the deadline earns the points; ``each`` is lost for every day or begun month later, not below 0."""
    last = case.target.deadline
    if last is None:
        return unknown(StepCode.NO_TARGET)
    done = None if case.actual is None else case.actual.done
    in_time = None if done is None else is_in_time(done, last)
    if done is None or in_time is None:
        return unknown(StepCode.NO_ACTUAL)
    year = last.year or done.year or case.year
    end = _last_day(last, year)
    facts = {"deadline": end.isoformat(), "done": _last_day(done, done.year or year).isoformat()}
    if in_time:
        return Outcome(case.points, (step(StepCode.IN_TIME, **facts),), end.isoformat())
    if grain is Grain.DAY:
        late = (_last_day(done, done.year or year) - end).days
    else:
        late = ((done.year or year) - year) * 12 + done.month - last.month
        late += late == 0
    exact = max(Fraction(0), Fraction(case.points) - Fraction(each) * late)
    told = step(StepCode.LATE, **facts, late=late, unit=grain.value, each=each, exact=exact)
    return Outcome(exact, (told,), end.isoformat())


def _last_day(when: Deadline, year: int) -> date:
    longest = monthrange(year, when.month)[1]
    return date(year, when.month, min(when.day or longest, longest))


@method
def judged(
    case: Case,
    *,
    met_from: Decimal = Decimal(80),
    partly_from: Decimal = Decimal(60),
    met: tuple[str, ...] = (),
    partly: tuple[str, ...] = (),
    not_met: tuple[str, ...] = (),
    award: Award = Award.JUDGED,
) -> Outcome:
    """R10: three qualitative bands (per cent of the points, lower bound included); a person sets the score inside the band.

    Words of ``not_met`` are looked for first, then ``partly``, then ``met``. With ``award = "top"`` the rule itself gives
    all points to rows whose words fall into the upper band; the other bands always wait for a person.
    """
    points = Fraction(case.points)
    low, middle = points * Fraction(met_from) / 100, points * Fraction(partly_from) / 100
    words = case.actual_text.strip()
    bands = (
        ("not_met", not_met, Fraction(0), middle),
        ("partly", partly, middle, low),
        ("met", met, low, points),
    )
    for name, signs, bottom, top in bands:
        if any(each in words for each in signs):
            band = step(StepCode.BANDS, band=name, low=bottom, high=top)
            if name == "met" and award is Award.TOP:
                return Outcome(case.points, (band,))
            return Outcome(None, (band, step(StepCode.BY_HAND)))
    open_bands = step(StepCode.BANDS_OPEN, met_low=low, partly_low=middle, points=points)
    return Outcome(None, (open_bands, step(StepCode.BY_HAND)))


@method
def compound(case: Case, *, together: Together) -> Outcome:
    """A target of several conditions (不少于100场，且不少于1500人次): each part by R01 or R04, then made one."""
    targets = case.target.parts
    actuals = () if case.actual is None else case.actual.parts
    if not targets:
        return unknown(StepCode.NO_TARGET)
    if len(targets) != len(actuals):
        return unknown(StepCode.NO_ACTUAL)
    parts = [_part(case, *pair) for pair in zip(targets, actuals, strict=True)]
    steps = tuple(each for part in parts for each in part.steps)
    scores = [Fraction(part.score) for part in parts if part.score is not None]
    if len(scores) < len(parts):
        return Outcome(None, steps)
    exact = min(scores)
    if together is Together.MEAN:
        exact = sum(scores, Fraction(0)) / len(scores)
    elif together is Together.ALL and exact < case.points:
        exact = Fraction(0)
    return Outcome(exact, (*steps, step(StepCode.TOGETHER, how=together.value, parts=len(parts), exact=exact)))


def _part(case: Case, target: Target, actual: Actual) -> Outcome:
    part = case._replace(target=target, actual=actual, rate=None, met=None)
    return inverse_ratio(part) if target.direction is Direction.AT_MOST else proportional(part)


@method
def given(case: Case, *, provider: str = "") -> Outcome:
    """R21, R28: the score is typed, by hand or as another office gave it; the rule says nothing of its own."""
    del case
    return unknown(StepCode.EXTERNAL, provider=provider) if provider else unknown(StepCode.BY_HAND)


@method
def full_marks(case: Case) -> Outcome:
    """R23 as a choice of a rulebook: rows of this kind earn their points as they are."""
    return Outcome(case.points, (step(StepCode.NOT_APPLICABLE, reason=""),))
