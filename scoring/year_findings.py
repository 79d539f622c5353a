"""What only several years together can show, as codes and facts: easy targets, points that moved, numbers that never change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from scoring.compare import ComparedRow, Comparison, Values
from scoring.finding import Severity
from scoring.number import canonical
from scoring.score_change import counting_rows
from scoring.target import Direction
from scoring.units import factor

JUMP = Fraction(3)  # so many times last year's actual, or the same part of it, is a jump
STEADY = 3  # the same target this many years running


class YearCode(Enum):
    """The kinds of findings, by what they say."""

    TARGET_BELOW_ACTUAL = "target_below_actual"
    POINTS_MOVED = "points_moved"
    SAME_TARGET = "same_target"
    JUMP = "jump"
    UNIT_CHANGED = "unit_changed"
    RULEBOOKS_DIFFER = "rulebooks_differ"
    FORMS_DIFFER = "forms_differ"
    PENDING = "pending"
    YEAR_MISSING = "year_missing"


@dataclass(frozen=True, slots=True)
class YearFinding:
    """One finding; ``row`` is the track it speaks of, ``None`` where it speaks of the tables; ``side`` the later table."""

    code: YearCode
    severity: Severity
    row: int | None
    side: int
    facts: dict[str, str] = field(default_factory=dict)


def year_findings(comparison: Comparison) -> tuple[YearFinding, ...]:
    """Everything found, those of the tables first, then row by row."""
    found = list(_of_tables(comparison))
    for line in comparison.lines:
        if line.leaf:
            found += _of_row(comparison, line)
        found += _points_moved(comparison, line)
    return tuple(found)


def _of_tables(comparison: Comparison) -> Iterator[YearFinding]:
    last = len(comparison.tables) - 1
    if comparison.rulebooks_differ:
        keys = dict.fromkeys(each.rulebook.key for each in comparison.tables)
        yield YearFinding(YearCode.RULEBOOKS_DIFFER, Severity.INFO, None, last, {"rulebooks": " ".join(keys)})
    if comparison.forms_differ:
        yield YearFinding(YearCode.FORMS_DIFFER, Severity.INFO, None, last)
    for side, table in enumerate(comparison.tables):
        pending = sum(row.pending for row in counting_rows(table))
        if pending:
            facts = {"year": str(table.table.key.year), "count": str(pending)}
            yield YearFinding(YearCode.PENDING, Severity.WARNING, None, side, facts)
    for side, (before, after) in enumerate(pairwise(comparison.years), 1):
        for year in range(before + 1, after):
            yield YearFinding(YearCode.YEAR_MISSING, Severity.INFO, None, side, {"year": str(year)})


def _steps(comparison: Comparison, line: ComparedRow) -> Iterator[tuple[int, Values, Values, dict[str, str]]]:
    """Neighbouring tables the row stands in: position of the later one, both values, their years."""
    for before, after in pairwise(sorted(line.values)):
        years = {"before": str(comparison.years[before]), "after": str(comparison.years[after])}
        yield after, line.values[before], line.values[after], years


def _of_row(comparison: Comparison, line: ComparedRow) -> Iterator[YearFinding]:
    for side, old, new, years in _steps(comparison, line):
        if not _one_unit(old, new):
            facts = years | {"unit_before": old.unit, "unit_after": new.unit}
            if old.unit != new.unit:
                yield YearFinding(YearCode.UNIT_CHANGED, Severity.WARNING, line.at, side, facts)
            continue
        if _easier(line.direction, old, new):
            facts = years | {"target": new.target_text, "actual": old.actual_text}
            yield YearFinding(YearCode.TARGET_BELOW_ACTUAL, Severity.WARNING, line.at, side, facts)
        if old.actual_value and new.actual_value is not None and new.unit not in {"%", "‰"}:
            times = Fraction(new.actual_value) / Fraction(old.actual_value)
            if times >= JUMP or 0 <= times <= 1 / JUMP:
                facts = years | {"old": old.actual_text, "new": new.actual_text}
                yield YearFinding(YearCode.JUMP, Severity.WARNING, line.at, side, facts)
    yield from _same_target(comparison, line)


def _one_unit(old: Values, new: Values) -> bool:
    """Whether the values of both are counted in one unit: that of the line, or their own where neither fits it."""
    return old.comparable == new.comparable and (new.comparable or factor(old.unit, new.unit) == 1)


def _easier(direction: Direction | None, old: Values, new: Values) -> bool:
    target, reached = new.target_value, old.actual_value
    if target is None or reached is None:
        return False
    if direction is Direction.AT_MOST:
        return target > reached
    return direction in {Direction.AT_LEAST, Direction.EQUAL} and target < reached


def _same_target(comparison: Comparison, line: ComparedRow) -> Iterator[YearFinding]:
    """A number kept for three years that was reached each time with room to spare says little."""
    run: list[int] = []
    for side in sorted(line.values):
        value = line.values[side]
        same = bool(run) and value.target_value is not None and _same_number(line.values[run[-1]], value)
        run = [*run, side] if same else [side]
    spare = [side for side in run if _spare(line.direction, line.values[side])]
    if len(run) >= STEADY and len(spare) == len(run):
        facts = {
            "before": str(comparison.years[run[0]]),
            "after": str(comparison.years[run[-1]]),
            "count": str(len(run)),
            "target": line.values[run[-1]].target_text,
        }
        yield YearFinding(YearCode.SAME_TARGET, Severity.INFO, line.at, run[-1], facts)


def _same_number(old: Values, new: Values) -> bool:
    return old.target_value == new.target_value and _one_unit(old, new)


def _spare(direction: Direction | None, value: Values) -> bool:
    """Whether the target was left behind; one that cannot be passed (100 %, 0 cases) never is."""
    if value.target_value is None or value.actual_value is None:
        return False
    if direction is Direction.AT_MOST:
        return value.actual_value < value.target_value
    return value.actual_value > value.target_value


def _points_moved(comparison: Comparison, line: ComparedRow) -> Iterator[YearFinding]:
    for side, old, new, years in _steps(comparison, line):
        if not old.points or new.points is None:
            continue
        limit = comparison.tables[side].rulebook.thresholds.points_moved
        if abs(Fraction(new.points) - Fraction(old.points)) * 100 >= Fraction(limit) * Fraction(old.points):
            facts = years | {"old": canonical(old.points), "new": canonical(new.points)}
            yield YearFinding(YearCode.POINTS_MOVED, Severity.WARNING, line.at, side, facts)
