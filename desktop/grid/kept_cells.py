"""The cells of all rows, made anew only where something they show is another than last time. No Qt."""

from collections.abc import Mapping, Sequence
from operator import is_
from typing import NamedTuple

from desktop.forms.tree_rows import TreeRow
from desktop.grid.cells import Cell, Flags, row_cells
from desktop.grid.plan import Plan
from desktop.grid.rows import Row, RowKind
from scoring.finding import Severity
from scoring.scored import ScoredNode, ScoredTable

Marks = tuple[tuple[str, Severity], ...]


class Shown(NamedTuple):
    """What decides the cells of a row: the row itself and the groups beside it as they were scored, and what is found in them."""

    row: Row
    nodes: tuple[ScoredNode | None, ...]
    marks: tuple[Marks | None, ...]
    depth: int
    deeper: tuple[str, ...]

    def same(self, other: "Shown") -> bool:
        """Whether nothing differs; scored nodes that did not change are the same objects after an edit."""
        return (
            self.marks == other.marks
            and self.row == other.row
            and self.depth == other.depth
            and self.deeper == other.deeper
            and len(self.nodes) == len(other.nodes)
            and all(map(is_, self.nodes, other.nodes))
        )


class KeptCells:
    """Remembers the cells of one table between two edits: an edit changes few of them."""

    def __init__(self) -> None:
        self._plan = Plan()
        self._kept: dict[str, tuple[Shown, tuple[Cell, ...]]] = {}

    def all_cells(
        self, scored: ScoredTable, plan: Plan, rows: Sequence[Row], known: Mapping[str, TreeRow], flags: Flags
    ) -> list[tuple[Cell, ...]]:
        """The cells of these rows, one tuple each."""
        before = self._kept if plan == self._plan else {}
        marks: dict[str, Marks] = {}
        for (node_id, field), severity in flags.items():
            marks[node_id] = (*marks.get(node_id, ()), (field, severity))
        self._plan, self._kept = plan, {}
        found = []
        for row in rows:
            if row.kind is not RowKind.NODE:
                found.append(row_cells(scored, plan, row, None, flags))
                continue
            ids, tree_row = (row.node_id, *row.bands), known[row.node_id]
            nodes = tuple(map(scored.rows.get, ids))
            shown = Shown(row, nodes, tuple(map(marks.get, ids)), tree_row.depth, tree_row.deeper)
            kept = before.get(row.node_id)
            if kept is None or not kept[0].same(shown):
                kept = shown, row_cells(scored, plan, row, tree_row, flags)
            self._kept[row.node_id] = kept
            found.append(kept[1])
        return found
