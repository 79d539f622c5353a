"""The rows of the entry table: those the form's blocks show, under the headings of each block. No Qt."""

from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from desktop.forms.form import FormLayout, Shape
from desktop.forms.tree_rows import TreeRow, rows_of, tree_rows
from desktop.grid.plan import Plan
from scoring.scored import ScoredNode, ScoredTable

FORM_ORDER: Mapping[str, int] = {}


class RowKind(Enum):
    """What a row of the entry table is."""

    NODE = "node"
    HEADINGS = "headings"  # the column headings of a block whose columns differ from those above
    TOTAL = "total"


class Row(NamedTuple):
    """One row.

    Attributes:
        block: number of the form's block it stands in.
        node_id: what the row shows; of a band without rows the band itself.
        bands: id of the group beside the row for each band of the form from 1, empty where there is none.
        outline: whether groups have rows of their own here.
    """

    kind: RowKind
    block: int = 0
    node_id: str = ""
    bands: tuple[str, ...] = ()
    outline: bool = False

    def owner(self, band: int) -> str:
        """The node that a column speaks of: band 0 is the row itself, which a band without rows has not."""
        if band:
            return self.bands[band - 1] if band <= len(self.bands) else ""
        return self.node_id if self.outline or self.node_id not in self.bands else ""


def in_order(rows: Sequence[Row], order: Mapping[str, int]) -> list[Row]:
    """The rows of one block by their places; one that is new since stands behind the row it follows in the form."""
    places: list[tuple[int, int]] = []
    for row in rows:
        before = places[-1] if places else (-1, 0)
        places.append((order[row.node_id], 0) if row.node_id in order else (before[0], before[1] + 1))
    return [row for _, row in sorted(zip(places, rows, strict=True), key=lambda each: each[0])]


def grid_rows(
    form: FormLayout,
    scored: ScoredTable,
    plan: Plan,
    hidden: Collection[str] = (),
    order: Mapping[str, int] = FORM_ORDER,
) -> tuple[tuple[Row, ...], dict[str, TreeRow]]:
    """The rows in the order of the form's blocks, the total last; and by node what the form knows of each.

    Rows of ``hidden`` nodes are left out, and headings over nothing with them. ``order`` gives for nodes the places within
    their block when the table is sorted.
    """
    rows: list[Row] = []
    known: dict[str, TreeRow] = {}
    for number, nodes in rows_of(form, scored).items():
        block = form.blocks[number]
        own: list[Row] = []
        outline = block.shape is Shape.OUTLINE
        beside: Mapping[int, ScoredNode] = {}
        bands: tuple[str, ...] = ()
        for each in tree_rows(block, nodes, scored):
            node_id = each.row.node.id
            if node_id in hidden:
                continue
            if each.bands is not beside:  # rows of one group have the same ones
                beside = each.bands
                bands = tuple(beside[band].node.id if band in beside else "" for band in range(1, max(beside, default=0) + 1))
            own.append(Row(RowKind.NODE, number, node_id, bands, outline))
            known[node_id] = each
        if rows and own and plan.slots(number) != plan.slots(rows[-1].block):
            rows.append(Row(RowKind.HEADINGS, number))
        rows += in_order(own, order) if order else own
    if any(each.points is not None for each in scored.rows.values()):
        rows.append(Row(RowKind.TOTAL))
    return tuple(rows), known
