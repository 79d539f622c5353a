"""Which rows of the tree a block of a form shows, and the groups that stand beside each of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop.forms.fields import NODE_FIELDS
from desktop.forms.form import Block, BlockKind, FormLayout, Shape
from scoring.finding import Place
from scoring.scored import ScoredNode, ScoredTable
from scoring.table import Field, RecordKind

TREE_KINDS = (BlockKind.INDICATORS, BlockKind.TASKS)
_DEEPER = "／"
_SCORE = Field.GIVEN_SCORE.value


class TreeRow(NamedTuple):
    """One row of a block: the node it shows and the groups beside it by band, 1 the outermost of the block.

    Attributes:
        depth: how far the node stands below the first one of the block.
        deeper: names of groups for which the form has no column of their own.
    """

    row: ScoredNode
    bands: Mapping[int, ScoredNode]
    depth: int
    deeper: tuple[str, ...] = ()

    @property
    def is_group(self) -> bool:
        return not self.row.node.leaf


def rows_of(form: FormLayout, scored: ScoredTable) -> dict[int, list[ScoredNode]]:
    """The nodes that each block shows, by the block's number in the form, in document order.

    A node belongs to the block of its section; one without a known section to the block of its branch, its parent,
    or to the block that takes everything (the one without a section, else the last).
    """
    blocks = {number: block for number, block in enumerate(form.blocks) if block.kind in TREE_KINDS}
    found: dict[int, list[ScoredNode]] = {number: [] for number in blocks}
    if not blocks:
        return found
    by_section = {block.section: number for number, block in blocks.items() if block.section}
    by_branch = {name: number for number, block in blocks.items() for name in block.branches}
    everything = next((number for number, block in blocks.items() if not block.section), max(blocks))
    home: dict[str, int] = {}
    for row in scored.rows.values():
        known = by_section.get(row.node.section)
        if known is None and not row.parent_id:
            known = by_branch.get(row.node.name)
        home[row.node.id] = home.get(row.parent_id, everything) if known is None else known
        found[home[row.node.id]].append(row)
    return found


def tree_rows(block: Block, nodes: Sequence[ScoredNode], scored: ScoredTable) -> list[TreeRow]:
    """The rows of a block: its leaves and its groups without any row below them; of an outline every node."""
    own = [row for row in nodes if row.node.name not in block.under or row.node.leaf]
    if not own:
        return []
    top = min(row.node.level for row in own)
    if block.shape is Shape.OUTLINE:
        return [TreeRow(row, {}, row.node.level - top) for row in own]
    numbers = [NODE_FIELDS[column.field].band for column in block.columns if column.field in NODE_FIELDS]
    first, last = min((band for band in numbers if band), default=1), max(numbers, default=0)
    shown = {row.node.id for row in own}
    above = {row.parent_id for row in own}
    beside: dict[str, tuple[Mapping[int, ScoredNode], tuple[str, ...]]] = {}
    rows: list[TreeRow] = []
    for row in own:
        if row.node.leaf or row.node.id not in above:
            group_id = row.parent_id if row.node.leaf else row.node.id
            if group_id not in beside:
                beside[group_id] = _groups(group_id, scored, shown, offset=first - top, last=last)
            bands, deeper = beside[group_id]
            rows.append(TreeRow(row, bands, row.node.level, deeper))
    return rows


def _groups(
    group_id: str, scored: ScoredTable, shown: set[str], *, offset: int, last: int
) -> tuple[Mapping[int, ScoredNode], tuple[str, ...]]:
    """The groups by band from this one outwards, and the names of those too deep for a band of their own."""
    bands: dict[int, ScoredNode] = {}
    deeper: list[str] = []
    group = scored.rows.get(group_id)
    while group is not None:
        band = group.node.level + offset
        if band > last > 0 and group.node.id in shown:
            bands.setdefault(last, group)
            deeper.insert(0, group.node.name)
        elif band >= 1:
            if band == last and deeper:
                deeper.insert(0, group.node.name)
            bands.setdefault(band, group)
        group = scored.rows.get(group.parent_id)
    return bands, tuple(deeper)


def band_name(tree_row: TreeRow, band: int, name: str) -> str:
    """The name in the cell of a band; the last one names the deeper groups too."""
    is_last = band == max(tree_row.bands, default=0)
    return _DEEPER.join(tree_row.deeper) if is_last and tree_row.deeper else name


def score_place(row: ScoredNode) -> Place:
    """The cell that holds the score of a row, whichever column shows it."""
    return Place(RecordKind.NODE, row.node.id, _SCORE)


def score_sums(scored: ScoredTable, parent_id: str = "") -> tuple[tuple[Place, ...], ...]:
    """The ways to add up the score of a group, or of the table: its direct children, or the rows that count in the end.

    A group counts its children if any of them has points, else its own score.
    """
    children: dict[str, list[ScoredNode]] = {}
    for row in scored.rows.values():
        children.setdefault(row.parent_id, []).append(row)
    with_points: dict[str, bool] = {}
    for row in reversed(tuple(scored.rows.values())):
        with_points[row.node.id] = row.points is not None or any(
            with_points[each.node.id] for each in children.get(row.node.id, ())
        )

    def counted(row: ScoredNode) -> tuple[Place, ...]:
        below = children.get(row.node.id, ())
        if any(with_points[each.node.id] for each in below):
            return tuple(place for each in below for place in counted(each))
        return () if row.points is None and row.score is None else (score_place(row),)

    own = children.get(parent_id, ())
    if parent_id and not any(with_points[row.node.id] for row in own):
        return ()
    return tuple(map(score_place, own)), tuple(place for row in own for place in counted(row))
