"""The records of what a target or an actual means once it has been read."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.terms import Direction, Doubt

_ONE = Decimal(1)
_LONGEST_STATE = 8  # 按时完成, 有效提升, 优良中低差; longer wordings describe


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date as tables write it: the year and the day may be missing, ``end`` is 底 or 末."""

    year: int | None
    month: int
    day: int | None = None
    end: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A target read from its cell (or its three cells).

    Attributes:
        value: in base units (万 and 亿 expanded); the lower end of a range; None when there is no one figure.
        upper: the upper end of a range, in base units.
        unit: plain form of the unit, empty when none is known; ``%`` keeps the number as printed.
        scale: what one written unit is in base units (10000 for 万人), for a bare actual.
        stated: whether the direction is printed and not taken from name or default.
        deadline: a date in the cell, beside a number or instead of one.
        trend: 1 for a growth (增长5%), -1 for a decline (下降5%), both counted upwards; 0 for a level.
        frequency: how often in a year (每季度1次: 4); the value is the year's total already.
        parts: the conditions of a compound target.
        words: the cell's wording, normalised, where there is no figure to format.
    """

    direction: Direction
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    scale: Decimal = _ONE
    strict: bool = False
    approximate: bool = False
    stated: bool = False
    deadline: Deadline | None = None
    frequency: int | None = None
    trend: int = 0
    parts: tuple["Target", ...] = ()
    doubts: tuple[Doubt, ...] = ()
    words: str = ""

    @property
    def certain(self) -> bool:
        """Whether the clerk need not confirm this reading."""
        return not self.doubts

    @property
    def is_description(self) -> bool:
        """Whether it sets neither a figure, nor a date, nor a short state such as a grade or yes."""
        plain = self.direction is Direction.QUALITATIVE and self.deadline is None
        return plain and len(self.words) > _LONGEST_STATE


@dataclass(frozen=True, slots=True)
class Actual:
    """What was reached, read with its target in mind.

    Attributes:
        value: in base units; None when no one figure answers the target.
        is_bound: the figure is only a bound (95%以上).
        met_in_words: what the words claim (已完成, 达标, 否); None when they claim nothing.
        done: the date on which it was done.
        plan_percent: the completion rate where the cell gives that instead of the quantity.
        parts: one actual for each part of a compound target.
    """

    value: Decimal | None = None
    unit: str = ""
    approximate: bool = False
    is_bound: bool = False
    met_in_words: bool | None = None
    done: Deadline | None = None
    plan_percent: Decimal | None = None
    parts: tuple["Actual", ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the clerk need not confirm this reading."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class Attainment:
    """How far the target is reached: the exact ratio in percent, and whether it is met."""

    completion_rate: Fraction | None
    met: bool | None
