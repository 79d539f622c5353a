"""The rows of the tree as one table for the entry grid: every column of the form once, working columns beside them."""

from collections.abc import Iterable, Sequence

from desktop.forms.blocks import Filling
from desktop.forms.fields import NODE_FIELDS
from desktop.forms.form import Block, BlockKind, Column, FormLayout, Merge, Shape
from desktop.forms.laid import Canvas, LaidTable
from desktop.forms.layout import draw_tree, working_columns
from desktop.forms.tree_rows import TREE_KINDS, rows_of, tree_rows
from scoring.scored import ScoredTable
from scoring.table import Field

GRID_EXTRA = ("completion_rate", "rule_score", "mark")
# Working columns stand right of what they speak of, the others at the end.
_BESIDE = {
    "completion_rate": "actual",
    "rule_score": "score",
    "lost": "score",
    "given_score": "score",
    "full_marks_at": "completion_rate",
}
_LEVELS = ("category", "subcategory", "subdivision")
_ALWAYS = frozenset({Field.NAME.value, Field.POINTS.value, Field.GIVEN_SCORE.value})


def lay_out_grid(form: FormLayout, scored: ScoredTable, *, extra: Sequence[str] = GRID_EXTRA) -> LaidTable:
    """All rows of the tree under one heading, the columns of every block joined.

    A cell that the row's own block does not have is there, but cannot be edited while it is empty.
    A form without a tree has no grid.
    """
    columns = grid_columns(form, scored)
    columns = with_extra(columns, extra) if columns else ()
    filling = Filling(form, scored)
    canvas = Canvas(sum(column.width_mm for column in columns))
    block = Block(BlockKind.INDICATORS, columns=columns)
    if columns:
        draw_tree(block, tree_rows(block, tuple(scored.rows.values()), scored), canvas, filling, blank_rows=0)
    known = _known(form, scored, extra)
    canvas.pieces = [
        piece._replace(editable=False)
        if piece.editable and piece.place and not piece.text and piece.place.field not in known.get(piece.place.id, _ALWAYS)
        else piece
        for piece in canvas.pieces
    ]
    return canvas.arrange(name=form.sheet_names[0], title=" ".join(filling.words("{title}").split()), paper=form.paper)


def _known(form: FormLayout, scored: ScoredTable, extra: Sequence[str]) -> dict[str, frozenset[str]]:
    """For every node the attributes that the columns of its own block show."""
    found: dict[str, frozenset[str]] = {}
    for number, rows in rows_of(form, scored).items():
        fields = [column.field for column in form.blocks[number].columns]
        shown = frozenset(NODE_FIELDS[field].attribute for field in (*_parts(fields), *extra))
        found |= {row.node.id: shown | _ALWAYS for row in rows}
    return found


def _parts(fields: Iterable[str]) -> list[str]:
    return [part for field in fields for part in (NODE_FIELDS[field].parts or (field,))]


def grid_columns(form: FormLayout, scored: ScoredTable) -> tuple[Column, ...]:
    """The columns of all blocks, each field once, in an order that suits every block; cells of two facts fall apart."""
    blocks = form.blocks_of(*TREE_KINDS)
    merged: list[Column] = []
    for block in blocks:
        split = [each for column in block.columns for each in _split(column)]
        for number, column in enumerate(split):
            if all(column.field != each.field for each in merged):
                later = {each.field for each in split[number + 1 :]}
                at = next((place for place, each in enumerate(merged) if each.field in later), len(merged))
                merged.insert(at, column)
    if any(block.under or block.shape is Shape.OUTLINE for block in blocks):
        return (*_level_columns(scored), *_row_columns(merged))
    return tuple(merged)


def _split(column: Column) -> tuple[Column, ...]:
    parts = NODE_FIELDS[column.field].parts
    return tuple(_plain(part, column.merge) for part in parts) if parts else (column,)


def _plain(field: str, merge: Merge = Merge.NONE) -> Column:
    spec = NODE_FIELDS[field]
    return Column(field, (spec.words,), spec.width_mm, merge=merge)


def _level_columns(scored: ScoredTable) -> list[Column]:
    """Name, points and score of every level of groups the table has."""
    depth = max((len(row.path) for row in scored.rows.values() if not row.node.leaf), default=1)
    return [
        _plain(f"{level}{part}", Merge.SAME_AS_ABOVE) for level in _LEVELS[: max(depth, 1)] for part in ("", "_points", "_score")
    ]


def _row_columns(merged: Sequence[Column]) -> list[Column]:
    """What is left for the row itself: its name, points and score stand once, under their plain fields."""
    left = [
        column
        for column in merged
        if not NODE_FIELDS[column.field].band
        and column.field not in ("name", "row_points", "row_score", "indicator", "points", "score")
    ]
    at = next((number for number, column in enumerate(left) if column.field in ("evidence", "reason", "remark")), len(left))
    return [_plain("indicator"), _plain("points"), *left[:at], _plain("score"), *left[at:]]


def with_extra(columns: Sequence[Column], extra: Sequence[str]) -> tuple[Column, ...]:
    """The columns with working columns among them."""
    found = list(columns)
    for column in working_columns(extra, columns):
        at = next((number for number, each in enumerate(found) if each.field == _BESIDE.get(column.field)), len(found) - 1)
        found.insert(at + 1, column)
    return tuple(found)
