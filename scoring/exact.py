"""Sums and decimal forms that stay exact: decimals while they are decimals, fractions where a quotient does not end."""

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from typing import TypeAlias

from scoring.number import finite_decimal, round_half_up

Exact: TypeAlias = Decimal | Fraction

# A context of our own, so that the one of the thread stays as it is; wide enough for figures of forty digits, loud beyond.
_WIDE = Context(prec=200, traps=[Inexact])
ENDLESS_PLACES = 10


def exact_sum(values: Iterable[Exact]) -> Exact:
    """The sum; a decimal while every summand is one."""
    total = Decimal(0)
    rest: Fraction | None = None
    for value in values:
        if isinstance(value, Decimal):
            total = _WIDE.add(total, value)
        else:
            rest = value if rest is None else rest + value
    return total if rest is None else rest + Fraction(total)


def difference(left: Exact, right: Exact) -> Exact:
    """Left − right, exactly."""
    return exact_sum((left, right.copy_negate() if isinstance(right, Decimal) else -right))


def per_cent_of(value: Decimal, rate: Fraction) -> Fraction:
    """``value`` × ``rate`` ÷ 100, exactly."""
    numerator, denominator = value.as_integer_ratio()
    return Fraction(numerator * rate.numerator, denominator * rate.denominator * 100)


def as_decimal(value: Exact) -> Decimal:
    """The same value as a decimal; one that does not end is rounded half up at the tenth place, to be shown only."""
    if isinstance(value, Decimal):
        return value
    try:
        return finite_decimal(value)
    except ValueError:
        return round_half_up(value, ENDLESS_PLACES)


def rounded(value: Exact, places: int) -> Decimal:
    """Rounded half up; a decimal that needs no rounding is given back as it is."""
    if isinstance(value, Decimal) and _places(value) <= places:
        return value
    return round_half_up(value, places)


def _places(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)
