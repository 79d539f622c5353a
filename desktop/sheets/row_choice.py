"""Which rows of a table are printed: all, those with a fault, those chosen on the screen, or the bands that are ticked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop.sheets.setup import PageSetup, RowChoice
from scoring.scored import ScoredNode, ScoredTable

_WORDS = {
    RowChoice.LOST: "（仅列失分指标）",
    RowChoice.PENDING: "（仅列待评指标）",
    RowChoice.FLAGGED: "（仅列有问题的指标）",
    RowChoice.SELECTED: "（仅列选中的指标）",
    RowChoice.BANDS: "（仅列部分指标）",
}
_DEEPEST = 2  # bands that are offered: 一级指标 and 二级指标


@dataclass(frozen=True, slots=True)
class Marked:
    """Rows that the window knows, by id: those the checks speak of, those chosen on the screen (of a band all below it)."""

    flagged: frozenset[str] = frozenset()
    selected: frozenset[str] = frozenset()


def bands_of(scored: ScoredTable) -> tuple[tuple[str, ...], ...]:
    """The paths of the outer bands that have rows, in the order of the table."""
    paths = (row.path[: min(_DEEPEST, len(row.path) - 1)] for row in scored.rows.values() if row.node.leaf)
    return tuple(dict.fromkeys(path[:depth] for path in paths for depth in range(1, len(path) + 1)))


def with_rows(scored: ScoredTable, setup: PageSetup, marked: Marked) -> ScoredTable:
    """The table with the chosen rows and the groups they are in; totals stay those of the whole.

    The whole table where there is no such row: empty lines on paper would be filled in by hand.
    """
    if setup.rows is RowChoice.ALL:
        return scored
    kept: set[str] = set()
    for row in scored.rows.values():
        if row.node.leaf and _wanted(row, scored, setup, marked):
            kept.update(_line(row, scored))
    if not kept:
        return scored
    return replace(scored, rows={node_id: row for node_id, row in scored.rows.items() if node_id in kept})


def choice_words(scored: ScoredTable, chosen: ScoredTable, setup: PageSetup) -> str:
    """What stands above pages that do not show every row."""
    return _WORDS[setup.rows] if chosen is not scored else ""


def _line(row: ScoredNode, scored: ScoredTable) -> Iterable[str]:
    """The ids of a row and of the groups above it."""
    above = row.node.id
    while above:
        yield above
        above = scored.rows[above].parent_id


def _wanted(row: ScoredNode, scored: ScoredTable, setup: PageSetup, marked: Marked) -> bool:
    if setup.rows is RowChoice.LOST:
        return bool(row.lost)
    if setup.rows is RowChoice.PENDING:
        return row.pending
    if setup.rows is RowChoice.FLAGGED:
        return row.node.id in marked.flagged
    if setup.rows is RowChoice.SELECTED:
        return not marked.selected.isdisjoint(_line(row, scored))
    return any(row.path[:depth] in setup.bands for depth in range(1, min(_DEEPEST, len(row.path) - 1) + 1))
