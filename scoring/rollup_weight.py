"""How much the figure of a unit weighs in that of the unit above, and which figures average instead of adding."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from scoring.number import canonical, parse_number

AVERAGE_PLACES = 4
"""A weighted average is written with so many places at most, half up."""

_RATES = frozenset({"%", "‰", "个百分点"})
_WHOLE_YEAR = frozenset({"年", "年度"})

Weighed: TypeAlias = tuple[Decimal | None, Fraction]
"""A figure behind the money it weighs with; ``None`` where that is not known."""


def most_common(texts: Iterable[str]) -> str:
    """The text that most of them are, the first of those that stand equal; empty ones do not count, 10 and 10.0 are one."""
    known = [each for each in texts if each]
    counted = Counter(map(plain_number, known))
    return max(known, key=lambda each: counted[plain_number(each)]) if known else ""


def plain_number(text: str) -> str:
    """Written the same way where they are the same number."""
    number = parse_number(text)
    return text.strip() if number is None else canonical(number)


def relative_unit(unit: str) -> bool:
    """Whether figures of this unit do not add: rates, and amounts for each of something (but for 件/年)."""
    _, _, base = unit.partition("/")
    return unit in _RATES or (base not in _WHOLE_YEAR and base != "")


def weighted_average(parts: Iterable[Weighed]) -> Fraction | None:
    """The average by money; what is equal everywhere needs no weights.

    ``None`` where the money of one is not known or below zero, or all have none.
    """
    known = list(parts)
    if len({value for _, value in known}) == 1:
        return known[0][1]
    money = [Fraction(each) for each, _ in known if each is not None and each >= 0]
    whole = sum(money, Fraction(0))
    if len(money) < len(known) or not whole:
        return None
    return sum((weight * value for weight, (_, value) in zip(money, known, strict=True)), Fraction(0)) / whole
