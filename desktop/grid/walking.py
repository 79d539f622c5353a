"""Where the cursor goes: one cell on over bands and headings, the next cell that can be typed into, the edge of the table."""

from PySide6.QtCore import QModelIndex, Qt

from desktop.grid.model import TableModel
from desktop.grid.plan import NAMES
from desktop.grid.rows import RowKind
from desktop.kit.cell_editor import Move


def step(model: TableModel, index: QModelIndex, move: Move) -> QModelIndex:
    """The cell a move leads to; the same one at the edge of the table."""
    if not index.isValid():
        return index
    if move in (Move.NEXT, Move.PREVIOUS):
        return _next_open(model, index, 1 if move is Move.NEXT else -1)
    down, across = move.value
    if down:
        return _row_on(model, index, down)
    return _column_on(model, index, across)


def edge(model: TableModel, index: QModelIndex, *, far: bool, whole: bool) -> QModelIndex:
    """Home and End: the first or last cell of the row; with Ctrl of the table."""
    rows = list(model.node_rows())
    if not index.isValid() or not rows:
        return index
    row = (rows[-1] if far else rows[0]) if whole else index.row()
    if far:
        column = max((at for at, cell in enumerate(model.cells[row]) if cell.field is not None), default=index.column())
    else:
        column = next((at for at, each in enumerate(model.plan.columns) if each.key in NAMES), 0)
    return model.index(row, _slot(model, row, column))


def _row_on(model: TableModel, index: QModelIndex, by: int) -> QModelIndex:
    owner = model.cell(index.row(), index.column()).owner
    row = index.row() + by
    while 0 <= row < len(model.rows):
        same_band = owner and model.cell(row, index.column()).owner == owner
        if model.rows[row].kind is RowKind.NODE and not same_band:
            return model.index(_start(model, row, index.column()), _slot(model, row, index.column()))
        row += by
    return index


def _start(model: TableModel, row: int, column: int) -> int:
    """The first row of the band that covers this cell."""
    while row > 0 and model.cell(row - 1, column).owner == model.cell(row, column).owner != "":
        row -= 1
    return row


def begins(model: TableModel, row: int, column: int) -> bool:
    """Whether a cell is drawn from here, not covered by one above or at its left."""
    return _start(model, row, column) == row and _slot(model, row, column) == column


def _slot(model: TableModel, row: int, column: int) -> int:
    """The column whose cell covers this one."""
    for each in range(column - 1, -1, -1):
        if model.cell(row, each).span > column - each:
            return each
    return column


def _column_on(model: TableModel, index: QModelIndex, by: int) -> QModelIndex:
    start = _slot(model, index.row(), index.column())
    column = start + model.cell(index.row(), start).span if by > 0 else start - 1
    if not 0 <= column < len(model.plan.columns):
        return index
    return model.index(_start(model, index.row(), column), _slot(model, index.row(), column))


def _next_open(model: TableModel, index: QModelIndex, by: int) -> QModelIndex:
    """The next cell of the rows themselves that can be typed into, going on to the next row at the edge."""
    width = len(model.plan.columns)
    at = index.row() * width + index.column() + by
    while 0 <= at < len(model.rows) * width:
        row, column = divmod(at, width)
        candidate = model.index(row, column)
        open_here = bool(model.flags(candidate) & Qt.ItemFlag.ItemIsEditable)
        if open_here and not model.cell(row, column).owner:
            return candidate
        at += by
    return index
