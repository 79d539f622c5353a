"""Where points were lost: the rows that lost any, the largest loss first, with their running share of all that was lost."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.exact import exact_sum
from scoring.score_change import counting_rows
from scoring.scored import ScoredNode, ScoredTable
from scoring.table import NodeKind


@dataclass(frozen=True, slots=True)
class Loss:
    """Points lost by one row; the shares, in per cent of everything lost, are exact."""

    row: ScoredNode
    lost: Decimal
    share: Fraction
    running_share: Fraction


def lost_points(table: ScoredTable) -> tuple[Loss, ...]:
    """Rows without a score yet have lost nothing so far, and 加减分 rows are not lost where they are not earned."""
    losing = [
        (row, row.points - row.score)
        for row in counting_rows(table)
        if row.points is not None and row.score is not None and row.score < row.points and row.node.kind is not NodeKind.BONUS
    ]
    losing.sort(key=lambda each: -each[1])
    whole = Fraction(exact_sum(lost for _, lost in losing))
    losses, running = [], Fraction(0)
    for row, lost in losing:
        running += Fraction(lost)
        losses.append(Loss(row, lost, Fraction(lost) * 100 / whole, running * 100 / whole))
    return tuple(losses)
