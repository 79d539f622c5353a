"""From a form and a scored table to one grid of cells, which screen, paper and Excel all walk."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from desktop.forms.blocks import DRAWERS, Filling, align_of, draw_header, value_piece
from desktop.forms.fields import GROUP_SCORES, NODE_FIELDS, NodeField, join_parts
from desktop.forms.form import Block, BlockKind, Column, FormLayout, Merge, sheet_width
from desktop.forms.laid import Canvas, CellRole, LaidBlock, LaidTable, Piece, SumOf
from desktop.forms.number_text import cell_number, format_number
from desktop.forms.tree_rows import TREE_KINDS, TreeRow, band_name, rows_of, score_sums, tree_rows
from scoring.finding import Place
from scoring.scored import ScoredNode, ScoredTable
from scoring.table import Field, NodeKind, RecordKind

_BLANK_ROWS = 3
_SUM_DECIMALS = 6
_NAME = Field.NAME.value


def lay_out(form: FormLayout, scored: ScoredTable, *, extra: tuple[str, ...] = (), without: Collection[str] = ()) -> LaidTable:
    """The whole form as one table; where the form has several sheets, each begins a page.

    ``extra`` are working fields (completion rate, rule's score, state …) shown right of the form's own columns, ``without``
    the names of sheets to be left out; never all of them are.
    """
    numbered = tuple(enumerate(form.blocks))
    kept = tuple((number, block) for number, block in numbered if sheet_name(form, block) not in without) or numbered
    width = max(sheet_width(form, block.sheet) for _, block in kept) + _extra_width(extra)
    return _draw(form, scored, kept, width=width, extra=extra, name=form.sheet_names[0])


def sheet_name(form: FormLayout, block: Block) -> str:
    """What the sheet is called on which a block stands."""
    return block.sheet or form.sheet_names[0]


def lay_out_sheets(form: FormLayout, scored: ScoredTable, *, extra: tuple[str, ...] = ()) -> tuple[LaidTable, ...]:
    """The form sheet by sheet, as a workbook has them."""
    names = list(dict.fromkeys(block.sheet for block in form.blocks))
    return tuple(
        _draw(
            form,
            scored,
            tuple((number, block) for number, block in enumerate(form.blocks) if block.sheet == name),
            width=sheet_width(form, name) + _extra_width(extra),
            extra=extra,
            name=name or form.sheet_names[0],
        )
        for name in names
    )


def _extra_width(extra: Sequence[str]) -> int:
    return sum(NODE_FIELDS[field].width_mm for field in extra)


def _draw(
    form: FormLayout,
    scored: ScoredTable,
    blocks: Sequence[tuple[int, Block]],
    *,
    width: int,
    extra: tuple[str, ...],
    name: str,
) -> LaidTable:
    filling = Filling(form, scored)
    canvas = Canvas(width - _extra_width(extra))
    found = rows_of(form, scored)
    last: Block | None = None
    for number, block in blocks:
        if block.page_break and canvas.row:
            canvas.page_starts.append(canvas.row)
        start = canvas.row
        if block.heading:
            heading = filling.words(block.heading)
            canvas.put(Piece(start, 0, canvas.width, heading, CellRole.HEADING, align="center", bold=True, size=10))
            canvas.row += 1
        if block.kind in TREE_KINDS:
            columns = (*block.columns, *working_columns(extra, block.columns))
            rows = tree_rows(block, found[number], scored)
            draw_tree(replace(block, columns=columns), rows, canvas, filling)
            last = block
        elif block.kind is BlockKind.TOTAL:
            if last is not None:
                draw_total(block, last, canvas, filling)
        else:
            DRAWERS[block.kind](block, canvas, filling)
        if not (canvas.blocks and canvas.blocks[-1].start >= start):
            canvas.blocks.append(LaidBlock(block.kind, block.section, start, canvas.row))
    title = " ".join(filling.words("{title}").split())
    return canvas.arrange(name=name, title=title, paper=form.paper)


def working_columns(extra: Sequence[str], present: Sequence[Column]) -> tuple[Column, ...]:
    """Columns for fields that no form has words for; those the block shows already are left out."""
    shown = {column.field for column in present}
    specs = [NODE_FIELDS[field] for field in extra if field not in shown]
    return tuple(Column(spec.key, (spec.words,), spec.width_mm) for spec in specs)


def draw_tree(block: Block, rows: Sequence[TreeRow], canvas: Canvas, filling: Filling, *, blank_rows: int = _BLANK_ROWS) -> None:
    """Indicators and tasks: headings, one row each, groups in merged cells at their side."""
    start = canvas.row
    draw_header(block.columns, canvas, filling)
    header = (start, canvas.row)
    first = canvas.row
    x = 0
    for column in block.columns:
        spec = NODE_FIELDS[column.field]
        canvas.row = first
        if spec.band and column.merge is Merge.SAME_AS_ABOVE:
            canvas.pieces.extend(_band(column, rows, Piece(first, x, column.width_mm), filling))
        else:
            canvas.pieces.extend(_own_cells(column, rows, Piece(first, x, column.width_mm), filling))
        x += column.width_mm
    canvas.row = first + len(rows)
    for _ in range(0 if rows else blank_rows):
        _draw_blank(block, canvas)
    _keep_groups(rows, first, canvas)
    canvas.blocks.append(LaidBlock(block.kind, block.section, start, canvas.row, header))


def _draw_blank(block: Block, canvas: Canvas) -> None:
    """An empty row to be written into by hand."""
    x = 0
    for column in block.columns:
        canvas.put(Piece(canvas.row, x, column.width_mm))
        x += column.width_mm
    canvas.row += 1


def _innermost(tree_row: TreeRow) -> str:
    return tree_row.bands[max(tree_row.bands)].node.id if tree_row.bands else ""


def _keep_groups(rows: Sequence[TreeRow], first: int, canvas: Canvas) -> None:
    """Rows of one innermost group belong together on paper."""
    start = 0
    for number in range(1, len(rows) + 1):
        if number == len(rows) or _innermost(rows[number]) != _innermost(rows[start]):
            if number - start > 1 and _innermost(rows[start]):
                canvas.keep_together.append((first + start, first + number))
            start = number


def _band(column: Column, rows: Sequence[TreeRow], piece: Piece, filling: Filling) -> Iterator[Piece]:
    """The cells of one column of groups: rows beside one group share its cell."""
    spec = NODE_FIELDS[column.field]
    start = 0
    while start < len(rows):
        group = rows[start].bands.get(spec.band)
        end = start + 1
        while end < len(rows) and group is not None and rows[end].bands.get(spec.band) is group:
            end += 1
        placed = piece._replace(row=piece.row + start, rows=end - start, role=CellRole.GROUP, align=align_of(column, spec))
        if group is not None:
            text = column_text(column, spec, group)
            if spec.attribute == _NAME:
                text = band_name(rows[start], spec.band, text)
            if spec.key in GROUP_SCORES:
                placed = placed._replace(wanted=_group_sum(group, filling))
            placed = value_piece(_placed(placed, spec, group), text, numeric=spec.numeric)
        yield placed
        start = end


def column_text(column: Column, spec: NodeField, row: ScoredNode) -> str:
    """What the cell says; a cell of several facts joins them."""
    if spec.parts:
        return join_parts(column.pattern, tuple(NODE_FIELDS[part].text(row) for part in spec.parts))
    return spec.text(row)


def _own_cells(column: Column, rows: Sequence[TreeRow], piece: Piece, filling: Filling) -> Iterator[Piece]:
    """The cells of one column in which each row speaks for itself; plain ones are made in one go, for there are many."""
    spec = NODE_FIELDS[column.field]
    align, attribute = align_of(column, spec), spec.attribute
    editable = _is_editable(spec)
    plain = not spec.band and column.field != "name"
    text_of = partial(column_text, column, spec) if spec.parts else spec.text
    x, width, numeric = piece.x, piece.width, spec.numeric
    for number, tree_row in enumerate(rows, piece.row):
        node = tree_row.row.node
        if not plain or not node.leaf or (column.bonus and node.kind is NodeKind.BONUS):
            yield tree_cell(column, tree_row, piece._replace(row=number), filling)
            continue
        text = text_of(tree_row.row)
        figure = cell_number(text) if numeric else None
        role = CellRole.TEXT if figure is None else CellRole.NUMBER
        place = Place(RecordKind.NODE, node.id, attribute)
        yield Piece(number, x, width, text, role, 1, align, place, editable, figure)


def _is_editable(spec: NodeField) -> bool:
    return bool(spec.attribute) and not spec.parts and not spec.shown_only


def _placed(piece: Piece, spec: NodeField, row: ScoredNode) -> Piece:
    place = Place(RecordKind.NODE, row.node.id, spec.attribute)
    return piece._replace(place=place, editable=_is_editable(spec))


def tree_cell(column: Column, tree_row: TreeRow, piece: Piece, filling: Filling) -> Piece:
    """One cell of one row: the row's own fact, or that of the group beside it."""
    field = column.field
    if column.bonus and tree_row.row.node.kind is NodeKind.BONUS and NODE_FIELDS[column.bonus].text(tree_row.row):
        field = column.bonus
    spec = NODE_FIELDS[field]
    piece = piece._replace(align=align_of(column, spec))
    row = tree_row.bands.get(spec.band) if spec.band else tree_row.row
    if row is None or (tree_row.is_group and field == "indicator"):
        return piece
    text = column_text(column, spec, row)
    piece = _placed(piece, spec, row)
    if field == "name":  # an outline: groups within groups are indented
        piece = piece._replace(bold=not tree_row.depth)
        text = "\u3000" * tree_row.depth + text
    if field in ("score", "row_score") and tree_row.is_group:
        piece = piece._replace(wanted=_group_sum(row, filling))
    return value_piece(piece, text, numeric=spec.numeric)


def _group_sum(group: ScoredNode, filling: Filling) -> tuple[SumOf, ...]:
    scored = filling.scored
    return tuple(SumOf(nodes, scored.rulebook.score_places) for nodes in score_sums(scored, group.node.id))


_POINTS = ("category_points", "row_points", "points")
_SCORES = ("score", "row_score")


def draw_total(block: Block, above: Block, canvas: Canvas, filling: Filling) -> None:
    """The total line under the columns of the tree above it; cells between are joined."""
    fields = [column.field for column in above.columns]
    points = next((field for field in _POINTS if field in fields), "")
    score = next((field for field in _SCORES if field in fields), "")
    lefts = {column.field: sum(each.width_mm for each in above.columns[:number]) for number, column in enumerate(above.columns)}
    width = {column.field: column.width_mm for column in above.columns}
    total = Piece(canvas.row, 0, 0, role=CellRole.TOTAL, align="center", bold=True)
    taken: list[Piece] = []
    if points:
        taken.append(_points(total._replace(x=lefts[points], width=width[points]), filling))
    if score:
        placed = total._replace(x=lefts[score], width=width[score], wanted=_score_sum(filling))
        taken.append(value_piece(placed, filling.total(), numeric=True))
    if block.grade_in:
        grade = filling.grade()
        text = f"自评等级：{grade}" if grade else ""
        taken.append(total._replace(x=lefts[block.grade_in], width=width[block.grade_in], text=text, bold=False, align="left"))
    taken.sort(key=lambda piece: piece.x)
    label = total._replace(text=block.label, width=taken[0].x if taken else canvas.width)
    edge = label.width
    canvas.put(label)
    for piece in taken:
        if piece.x > edge:
            canvas.put(total._replace(x=edge, width=piece.x - edge))
        canvas.put(piece)
        edge = piece.x + piece.width
    if edge < canvas.width:
        canvas.put(total._replace(x=edge, width=canvas.width - edge))
    canvas.row += 1


def _with_funds(filling: Filling, nodes: tuple[Place, ...], attribute: str, total: SumOf) -> tuple[SumOf, ...]:
    """With the funds' own points or scores first (90 + 10), then without; the canvas takes what gives the number shown."""
    funds = tuple(Place(RecordKind.FUND, each.line.id, attribute) for each in filling.scored.funds)
    return replace(total, places=(*nodes, *funds)), replace(total, places=nodes)


def _score_sum(filling: Filling) -> tuple[SumOf, ...]:
    scored = filling.scored
    moved = sum((each.after - each.before for each in scored.adjustments), start=Decimal(0))
    total = SumOf((), scored.rulebook.score_places, moved)
    return tuple(each for nodes in score_sums(scored) for each in _with_funds(filling, nodes, "given_score_text", total))


def _points(total: Piece, filling: Filling) -> Piece:
    """The points of the total line: what the outermost bands print, where each of them prints some, else what was worked out."""
    rows = filling.scored.rows.values()
    tops = [row for row in rows if not row.parent_id]
    printed = [row.points for row in tops if row.points is not None]
    by_bands = bool(tops) and len(printed) == len(tops)
    counted = tops if by_bands else [row for row in rows if row.node.leaf]
    nodes = tuple(Place(RecordKind.NODE, row.node.id, Field.POINTS.value) for row in counted)
    points = sum(printed, start=Decimal(0)) if by_bands else filling.scored.points
    total = total._replace(wanted=_with_funds(filling, nodes, "points_text", SumOf((), _SUM_DECIMALS)))
    return value_piece(total, format_number(points), numeric=True)
