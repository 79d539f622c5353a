"""The door to what people write: targets, actuals, and how far the one is reached by the other."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.actual_cell import parse_actual
from scoring.number import as_fraction, canonical, round_half_up
from scoring.reading import Actual, Attainment, Deadline, Target
from scoring.target_cell import format_target, parse_target
from scoring.terms import Direction, Doubt

__all__ = [
    "Actual", "Attainment", "Deadline", "Direction", "Doubt", "PairReading", "Target",
    "attainment", "format_target", "parse_actual", "parse_target", "read_pair",
]  # fmt: skip

_FULL = Fraction(100)
_RATE_PLACES = 10


@dataclass(frozen=True, slots=True)
class PairReading:
    """One line of ``ziping parse``: numbers as canonical strings, absent is None.

    The unit is the target's, or where that has none (700万) the one its actual is counted in (718.69万人).
    """

    kind: str
    direction: str
    target_value: str | None
    unit: str | None
    actual_value: str | None
    completion_rate: str | None
    met: bool | None
    certain: bool
    reason: str | None

    def document(self) -> dict[str, str | bool | None]:
        """The record under the keys of the command line's JSON, in their order."""
        return {key: getattr(self, key) for key in self.__slots__}


def attainment(target: Target, actual: Actual) -> Attainment:
    """How far ``actual`` reaches ``target``: the exact ratio in percent, and whether it is met.

    At least and equal: actual / target, not capped. At most: 100 where the limit is kept (0 of 0 included), else
    target / actual. A range: 100 inside, below it actual / lower end, above it upper end / actual. None where
    there is no quotient. An equal target counts as met from its value on, as the finance systems score it.
    """
    if target.parts:
        return Attainment(None, _all_met(target, actual))
    if actual.plan_percent is not None and target.value is not None:
        return Attainment(as_fraction(actual.plan_percent), actual.plan_percent >= 100)
    if target.value is None or actual.value is None:
        return Attainment(None, actual.met_in_words)
    wanted, reached = target.value, actual.value
    if target.direction is Direction.AT_MOST:
        kept = reached < wanted if target.strict else reached <= wanted
        return Attainment(_FULL if kept else _ratio(wanted, reached), kept)
    if target.direction is Direction.RANGE and target.upper is not None:
        if wanted <= reached <= target.upper:
            return Attainment(_FULL, met=True)
        return Attainment(_ratio(reached, wanted) if reached < wanted else _ratio(target.upper, reached), met=False)
    if target.direction is Direction.EQUAL and wanted == 0:
        return Attainment(None, reached == 0)
    met = reached > wanted if target.strict else reached >= wanted
    return Attainment(_ratio(reached, wanted), met)


def read_pair(target_text: str, actual_text: str, *, name: str = "", money_unit: str = "") -> PairReading:
    """Read one target with its actual, as ``ziping parse`` prints it; never raises."""
    target = parse_target(target_text, name=name, money_unit=money_unit)
    actual = parse_actual(actual_text, target, name=name, money_unit=money_unit)
    reached = attainment(target, actual)
    doubts = (*target.doubts, *actual.doubts)
    rate = reached.completion_rate
    return PairReading(
        kind="qualitative" if target.direction is Direction.QUALITATIVE else "quantitative",
        direction=target.direction.value,
        target_value=None if target.value is None else canonical(target.value),
        unit=target.unit or (actual.unit if target.value is not None and not doubts else "") or None,
        actual_value=None if actual.value is None else canonical(actual.value),
        completion_rate=None if rate is None else canonical(round_half_up(rate, _RATE_PLACES)),
        met=reached.met,
        certain=not doubts,
        reason=doubts[0].value if doubts else None,
    )


def _ratio(part: Decimal, whole: Decimal) -> Fraction | None:
    if whole <= 0:
        return None
    (above, of), (below, by) = part.as_integer_ratio(), whole.as_integer_ratio()
    return Fraction(100 * above * by, of * below)


def _all_met(target: Target, actual: Actual) -> bool | None:
    if actual.met_in_words is not None or len(actual.parts) != len(target.parts):
        return actual.met_in_words
    mets = [attainment(*pair).met for pair in zip(target.parts, actual.parts, strict=True)]
    return False if False in mets else None if None in mets else True
