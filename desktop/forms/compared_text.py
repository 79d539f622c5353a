"""Figures of a comparison as people read them, and what its columns are called. No Qt."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from scoring.compare import Comparison
from scoring.number import canonical, round_half_up

WHOLE = "整体"  # the table of a bureau as a whole beside those of its projects

_LONGEST = 10  # characters of a name beside the year
_SMALL = Decimal("0.001")
_WAN = Decimal(10_000)
_YI = Decimal(100_000_000)


def side_labels(comparison: Comparison) -> tuple[str, ...]:
    """The year; with the unit and the subject where they differ, the rulebook where nothing else tells the tables apart."""
    keys = [each.table.key for each in comparison.tables]
    labels = [str(each.year) for each in keys]
    for names in ([each.unit for each in keys], [each.subject or WHOLE for each in keys]):
        if len(set(names)) > 1:
            labels = [f"{label} {name}" for label, name in zip(labels, _told_apart(names), strict=True)]
    titles = [each.rulebook.title for each in comparison.tables]
    if len(set(labels)) < len(labels) and len(set(titles)) > 1:
        labels = [f"{label} {title}" for label, title in zip(labels, _told_apart(titles), strict=True)]
    if len(set(labels)) < len(labels):
        labels = [f"{label}（{number}）" for number, label in enumerate(labels, 1)]
    return tuple(labels)


def _told_apart(names: Sequence[str]) -> list[str]:
    """Each name without the words all of them share, 番禺区 and 天河区 of two bureaus alike; headings have no room for more."""
    short = list(names)
    while (shared := _shared(set(short))) and all(rests := [name.replace(shared, "", 1) for name in short]):
        short = rests
    return [name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…" for name in short]


def _shared(names: set[str]) -> str:
    """The longest run of characters that stands in every name, empty where no two stand together in all."""
    first = min(names, key=len)
    runs = (first[at : at + size] for size in range(len(first), 1, -1) for at in range(len(first) - size + 1))
    return next((run for run in runs if all(run in name for name in names)), "")


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
