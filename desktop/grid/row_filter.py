"""Which rows the entry table shows: those of one state, with their bands. Nothing stored changes, nor the order of the rows."""

from collections.abc import Collection, Mapping, Sequence
from enum import Enum

from desktop.grid.rows import Row, RowKind
from scoring.finding import Finding, Severity
from scoring.scored import Mark, ScoredNode, ScoredTable


class Keep(Enum):
    """What a row must be to stay in view; the value is what the clerk reads."""

    ALL = "全部"
    PROBLEMS = "有问题"
    EMPTY = "未填"
    MISSED = "未完成"
    EXCEEDED = "超额"
    GIVEN = "人工给分"


MARKS: Mapping[Keep, Mark] = {Keep.EMPTY: Mark.EMPTY, Keep.MISSED: Mark.MISSED, Keep.EXCEEDED: Mark.EXCEEDED}


def hidden_rows(keep: Keep, rows: Sequence[Row], scored: ScoredTable, findings: Sequence[Finding]) -> frozenset[str]:
    """The nodes whose rows are hidden, of all the rows there are.

    They are told once, when the clerk asks: a row that is being filled in stays in view though it is empty no longer, and new
    rows are in view too.
    """
    if keep is Keep.ALL:
        return frozenset()
    flagged = {each.place.id for each in findings if each.severity is not Severity.INFO}
    shown: set[str] = set()
    led: set[str] = set()  # bands whose first row came by
    for row in rows:
        if row.kind is not RowKind.NODE:
            continue
        first_of = [each for each in row.bands if each not in led]
        led.update(row.bands)
        node = scored.rows[row.node_id]
        if _stays(keep, node, flagged) or (keep is Keep.PROBLEMS and any(each in flagged for each in first_of)):
            shown.add(row.node_id)
            if row.outline:
                shown.update(_above(node, scored))
    return frozenset(row.node_id for row in rows if row.kind is RowKind.NODE) - shown


def _stays(keep: Keep, node: ScoredNode, flagged: Collection[str]) -> bool:
    if keep is Keep.PROBLEMS:
        return node.node.id in flagged
    if not node.node.leaf:
        return False
    if keep is Keep.GIVEN:
        return node.given_score is not None and node.given_score != node.rule_score
    return node.mark is MARKS[keep]


def _above(node: ScoredNode, scored: ScoredTable) -> list[str]:
    """The groups a row stands in, where groups have rows of their own."""
    found: list[str] = []
    while node.parent_id:
        found.append(node.parent_id)
        node = scored.rows[node.parent_id]
    return found
