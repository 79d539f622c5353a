"""The entry table as an item model: ready cells of every row, renewed when the hall says so."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.forms.form import FormLayout
from desktop.grid.cells import EMPTY, Cell, Flags, previewed
from desktop.grid.kept_cells import KeptCells
from desktop.grid.plan import Plan
from desktop.grid.rows import FORM_ORDER, Row, RowKind, grid_rows
from scoring.scored import ScoredTable
from scoring.table import Field

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
CellRole = Qt.ItemDataRole.UserRole


class Type(Protocol):
    """What the model calls when the clerk typed into a cell; whether it was accepted."""

    def __call__(self, node_id: str, field: Field, text: str) -> bool: ...


class TableModel(QAbstractTableModel):
    """Rows of one scored table. Cells are made once for each refresh; ``data`` only hands them out."""

    restructured = Signal()

    def __init__(self, plan: Plan, type_text: Type, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self._form: FormLayout | None = None
        self._tip: Callable[[Cell, str, str], str] = lambda *_: ""
        self.rows: tuple[Row, ...] = ()
        self.cells: list[tuple[Cell, ...]] = []
        self.editable = True
        self.hidden: frozenset[str] = frozenset()  # nodes whose rows are filtered out
        self.order: Mapping[str, int] = FORM_ORDER  # by node, where its row stands in its block while the table is sorted
        self._type_text = type_text
        self._kept = KeptCells()

    def ask_for_tips(self, tip: Callable[[Cell, str, str], str]) -> None:
        """Where tips come from: cell, the row's node, the column's key."""
        self._tip = tip

    def show_table(self, scored: ScoredTable, form: FormLayout, plan: Plan, flags: Flags, *, editable: bool) -> None:
        """Show another table, or one whose columns are others."""
        self.beginResetModel()
        self.plan, self._form = plan, form
        self.editable = editable
        self.rows, self.cells = self._made(scored, flags)
        self.endResetModel()
        self.restructured.emit()

    def refresh(self, scored: ScoredTable, flags: Flags) -> None:
        """Take over new numbers of the same table; rows that came and went are told as such, the rest by its changed cells."""
        rows, cells = self._made(scored, flags)
        moved = rows != self.rows
        if moved:
            self._replace_rows(rows, cells)
        self._take(cells)
        if moved:
            self.restructured.emit()

    def preview(self, texts: Mapping[tuple[str, Field], str]) -> None:
        """Show cells as they would be with these texts, until the next refresh."""
        cells = [
            tuple(
                previewed(cell, texts[cell.node_id, cell.field])
                if cell.field is not None and (cell.node_id, cell.field) in texts
                else cell
                for cell in row
            )
            for row in self.cells
        ]
        self._take(cells)

    def _take(self, cells: list[tuple[Cell, ...]]) -> None:
        for first, last, left, right in self._changed(cells):
            self.cells[first : last + 1] = cells[first : last + 1]
            self.dataChanged.emit(self.index(first, left), self.index(last, right))

    def _changed(self, cells: list[tuple[Cell, ...]]) -> list[tuple[int, int, int, int]]:
        """Blocks of changed cells: first and last row, first and last column."""
        blocks: list[tuple[int, int, int, int]] = []
        for at, (old, new) in enumerate(zip(self.cells, cells, strict=True)):
            if old is new:
                continue
            changed = [column for column, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]
            if not changed:
                continue
            first, left, right = at, changed[0], changed[-1]
            if blocks and blocks[-1][1] == at - 1:
                before = blocks.pop()
                first, left, right = before[0], min(before[2], left), max(before[3], right)
            blocks.append((first, at, left, right))
        return blocks

    def _made(self, scored: ScoredTable, flags: Flags) -> tuple[tuple[Row, ...], list[tuple[Cell, ...]]]:
        if self._form is None:
            return (), []
        rows, known = grid_rows(self._form, scored, self.plan, self.hidden, self.order)
        return rows, self._kept.all_cells(scored, self.plan, rows, known, flags)

    def _replace_rows(self, rows: tuple[Row, ...], cells: list[tuple[Cell, ...]]) -> None:
        old, start, end = self.rows, 0, 0
        while start < min(len(old), len(rows)) and old[start] == rows[start]:
            start += 1
        while end < min(len(old), len(rows)) - start and old[-1 - end] == rows[-1 - end]:
            end += 1
        gone, come = len(old) - end, len(rows) - end
        if gone > start:
            self.beginRemoveRows(QModelIndex(), start, gone - 1)
            self.rows = (*old[:start], *old[gone:])
            del self.cells[start:gone]
            self.endRemoveRows()
        if come > start:
            self.beginInsertRows(QModelIndex(), start, come - 1)
            self.rows = rows
            self.cells[start:start] = cells[start:come]
            self.endInsertRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.plan.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.EditRole:
            return cell.typed
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.words(index.row(), index.column())} {cell.text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(cell, self.rows[index.row()].node_id, self.plan.columns[index.column()].key) or None
        if role == CellRole:
            return cell
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        slot = self.plan.slots(self.rows[0].block if self.rows else 0).get(section)
        return slot.words if slot else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.rows[index.row()].kind is not RowKind.NODE:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.editable and self.cells[index.row()][index.column()].field is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        cell = self.cells[index.row()][index.column()]
        text = str(value)
        if cell.field is None or text == cell.typed:
            return False
        return self._type_text(cell.node_id, cell.field, text)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place; an empty one outside the table."""
        if 0 <= row < len(self.cells) and 0 <= column < len(self.plan.columns):
            return self.cells[row][column]
        return EMPTY

    def words(self, row: int, column: int) -> str:
        """The heading over a cell, as the section of its row says it."""
        slot = self.plan.slots(self.rows[row].block).get(column)
        return slot.words if slot else ""

    def place(self, node_id: str, field: str) -> QModelIndex:
        """The cell of a fact; the first cell of its row (or band) when the fact has no column."""
        found = QModelIndex()
        for row, cells in enumerate(self.cells):
            for column, cell in enumerate(cells):
                if cell.node_id == node_id and cell.field is not None:
                    if cell.field.value == field:
                        return self.index(row, column)
                    if not found.isValid():
                        found = self.index(row, column)
        return found

    def runs(self, column: int) -> list[tuple[int, int]]:
        """Stretches of rows (first, count) that share a band in this column."""
        found: list[tuple[int, int]] = []
        start = 0
        while start < len(self.cells):
            owner = self.cells[start][column].owner
            end = start + 1
            while owner and end < len(self.cells) and self.cells[end][column].owner == owner:
                end += 1
            if owner:
                found.append((start, end - start))
            start = end
        return found

    def node_rows(self) -> Iterator[int]:
        """The rows that show nodes."""
        return (at for at, each in enumerate(self.rows) if each.kind is RowKind.NODE)
