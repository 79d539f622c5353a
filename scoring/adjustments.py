"""What comes after a row's method (over-achievement, R25) and after the rows (cap by the execution rate R26, veto R27)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

from scoring.case import Formula
from scoring.formula import Lookup
from scoring.steps import PerCent, Step, StepCode, step
from scoring.strict_toml import Spot, read_named


@dataclass(frozen=True, slots=True)
class OverBand:
    """From this completion rate on (per cent) a target set too low costs a share of the points, or plain points."""

    at_least: Decimal
    share: Decimal = Decimal(0)
    minus: Decimal = Decimal(0)


def over_achieved(score: Fraction, points: Decimal, rate: Fraction, bands: tuple[OverBand, ...]) -> tuple[Fraction, Step] | None:
    """R25: the score after the highest band the completion rate reaches, with its step; ``None`` where no band is reached."""
    reached = [band for band in bands if rate >= band.at_least]
    if not reached:
        return None
    band = max(reached, key=lambda each: each.at_least)
    exact = max(Fraction(0), score - Fraction(points) * Fraction(band.share) / 100 - Fraction(band.minus))
    facts = {"rate": rate, "exact": exact}
    if band.share:
        return exact, step(StepCode.OVER_ACHIEVED, **facts, share=band.share, points=points, text=PerCent(rate))
    return exact, step(StepCode.OVER_MINUS, **facts, minus=band.minus, text=PerCent(rate))


class Adjusted(NamedTuple):
    """The total after an adjustment; ``grade`` is a band's key where the adjustment forces it."""

    total: Fraction
    steps: tuple[Step, ...]
    grade: str = ""


class Total(NamedTuple):
    """What an adjustment sees: the sum so far and the base figures."""

    score: Fraction
    figure: Lookup


Adjusts = TypeVar("Adjusts", bound=Callable[..., Adjusted])
ADJUSTMENTS: dict[str, Callable[..., Adjusted]] = {}


def adjustment(function: Adjusts) -> Adjusts:
    """Enter ``(total, *, parameters) -> Adjusted`` under its own name; the signature says what a rulebook may set."""
    ADJUSTMENTS[function.__name__] = function
    return function


@dataclass(frozen=True, slots=True)
class Cap:
    """Below this rate (per cent, the bound not included) the total is at most so much."""

    below: Decimal
    at_most: Decimal


@adjustment
def cap_by_rate(total: Total, *, rate: Formula, caps: tuple[Cap, ...]) -> Adjusted:
    """R26: a low execution rate caps the total; the lowest cap whose bound lies above the rate holds."""
    value, steps = rate.percent(total.figure)
    if value is None:
        return Adjusted(total.score, steps)
    holding = [cap for cap in caps if value < cap.below]
    if not holding:
        return Adjusted(total.score, (*steps, step(StepCode.NO_CAP, rate=value, text=PerCent(value))))
    cap = min(holding, key=lambda each: each.at_most)
    after = min(total.score, Fraction(cap.at_most))
    told = step(
        StepCode.CAP,
        rate=value,
        text=PerCent(value),
        below=cap.below,
        at_most=cap.at_most,
        before=total.score,
        after=after,
    )
    return Adjusted(after, (*steps, told))


@adjustment
def veto(total: Total, *, count: Formula, reason: str, at_most: Decimal | None = None, grade: str = "") -> Adjusted:
    """R27: where the count is above 0 the total is held to ``at_most`` or the grade is forced; an unknown count is no veto."""
    value, _ = count.percent(total.figure)
    if value is None or value <= 0:
        return Adjusted(total.score, ())
    after = total.score if at_most is None else min(total.score, Fraction(at_most))
    told = step(StepCode.VETO, reason=reason, count=value / 100, before=total.score, after=after, grade=grade)
    return Adjusted(after, (told,), grade)


@dataclass(frozen=True, slots=True)
class AdjustmentRule:
    """An adjustment with its parameters: in TOML a table with ``adjust`` and the parameters the function names."""

    key: str
    parameters: Mapping[str, object]
    run: Callable[[Total], Adjusted]

    @classmethod
    def from_toml(cls, value: object, spot: Spot) -> "AdjustmentRule":
        return cls(*read_named(ADJUSTMENTS, value, spot, word="adjust", unknown="unknown_adjustment", besides="total"))
