"""Figures of a comparison as people read them, and what its columns are called. No Qt."""

from decimal import Decimal
from fractions import Fraction

from scoring.compare import Comparison
from scoring.number import canonical, round_half_up

_SMALL = Decimal("0.001")
_WAN = Decimal(10_000)
_YI = Decimal(100_000_000)


def side_labels(comparison: Comparison) -> tuple[str, ...]:
    """The year; with the unit, then the rulebook, where years alone do not tell the tables apart."""
    keys = [each.table.key for each in comparison.tables]
    labels = [str(each.year) for each in keys]
    if len(set(labels)) < len(labels) and len({each.unit for each in keys}) > 1:
        labels = [f"{label} {each.unit}" for label, each in zip(labels, keys, strict=True)]
    if len(set(labels)) < len(labels):
        labels = [f"{label} {each.rulebook.title}" for label, each in zip(labels, comparison.tables, strict=True)]
    if len(set(labels)) < len(labels):
        labels = [f"{label}（{number}）" for number, label in enumerate(labels, 1)]
    return tuple(labels)


def amount(value: Decimal | None) -> str:
    """A figure as short as it can be read: 836500 is 83.65万; empty where there is none."""
    if value is None:
        return ""
    for size, sign in ((_YI, "亿"), (_WAN, "万")):
        if abs(value) >= size:
            return canonical(round_half_up(Fraction(value) / Fraction(size), 2)) + sign
    return canonical(round_half_up(value, 2))


def percent(value: Fraction | None) -> str:
    """A rate in per cent with one place, empty where there is none."""
    return "" if value is None else f"{canonical(round_half_up(value, 1))}%"


def signed(value: Decimal) -> str:
    """A change with its sign: +1.5, −0.4; a small one is not rounded away."""
    shown = canonical(round_half_up(value, 3 if abs(value) >= _SMALL else 10))
    return f"+{shown}" if value > 0 else shown.replace("-", "−")


def money(value: Decimal | None) -> str:
    """An amount in the money unit of the chart: 58,290.02; empty where there is none."""
    return "" if value is None else format(round_half_up(value, 2), ",f")


def full_percent(value: Fraction | None) -> str:
    """A rate in per cent with two places, as forms print it; empty where there is none."""
    return "" if value is None else f"{round_half_up(value, 2)}%"


def signed_percent(value: Fraction) -> str:
    """A change in per cent with its sign and one place."""
    return f"{signed(round_half_up(value, 1))}%"
