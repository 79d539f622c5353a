"""What only last year's table can show."""

from collections.abc import Iterator
from decimal import Decimal

from scoring.checks.case import Case, Found, at, certain, check
from scoring.finding import Severity
from scoring.number import canonical
from scoring.scored import ScoredNode
from scoring.table import Field
from scoring.target import Direction


@check("V38", Severity.WARNING)
def against_last_year(case: Case) -> Iterator[Found]:
    """A target below what was reached last year, or points moved by more than half."""
    if case.previous is None:
        return
    by_lineage = {each.node.lineage_id: each for each in case.previous.rows.values() if each.node.leaf and each.node.lineage_id}
    by_name = {each.node.name: each for each in case.previous.rows.values() if each.node.leaf}
    limit = case.scored.rulebook.thresholds.points_moved
    for row in case.leaves:
        last = by_lineage.get(row.node.lineage_id) or by_name.get(row.node.name)
        if last is None:
            continue
        if _easier(row, last):
            yield at(row, Field.TARGET), {"why": "target", "target": row.node.target_text, "last": last.node.actual_text}
        if row.points is not None and last.points and abs(row.points - last.points) * 100 > limit * last.points:
            yield at(row, Field.POINTS), {"why": "points", "points": canonical(row.points), "last": canonical(last.points)}


def _easier(row: ScoredNode, last: ScoredNode) -> bool:
    """Whether the target asks less than last year's actual gave.

    Rates stand close to their ceiling and limits are rarely used up: those must also ask less than last year's target.
    """
    target, actual = row.target, last.actual
    if target is None or actual is None or target.value is None or actual.value is None:
        return False
    if target.unit != actual.unit or not certain(last):
        return False
    limited = target.direction is Direction.AT_MOST
    if target.direction not in {Direction.AT_LEAST, Direction.EQUAL, Direction.AT_MOST}:
        return False
    asked = last.target.value if last.target is not None and last.target.direction is target.direction else None
    if (limited or target.unit == "%") and (asked is None or not _below(target.value, asked, limited=limited)):
        return False
    return _below(target.value, actual.value, limited=limited)


def _below(target: Decimal, other: Decimal, *, limited: bool) -> bool:
    return target > other if limited else target < other
