"""The item model of a page's table; typing is handed on, never kept."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette

from desktop.kit.tones import Tone, flag_colour, tone_colour
from desktop.pages.sheet import Sheet, SheetCell, longest_fractions
from scoring.finding import Place

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Role = Qt.ItemDataRole
CellRole = Role.UserRole
FlagRole = Role.UserRole + 1


class SheetModel(QAbstractTableModel):
    """Shows a :class:`Sheet`. ``type_text`` takes what was typed and says whether it was accepted."""

    def __init__(self, type_text: Callable[[Place, str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet()
        self.editable = False
        self.palette = QPalette()
        self.fractions: tuple[str, ...] = ()
        self._type_text = type_text

    def show_sheet(self, sheet: Sheet, *, editable: bool) -> None:
        """Take over a sheet; one of the same shape only changes its cells, so that cursor and scrolling stay."""
        self.fractions = longest_fractions(sheet)
        same = (len(sheet.rows), sheet.columns) == (len(self.sheet.rows), self.sheet.columns)
        if same:
            self.sheet, self.editable = sheet, editable
            if sheet.rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(sheet.rows) - 1, len(sheet.columns) - 1))
            return
        self.beginResetModel()
        self.sheet, self.editable = sheet, editable
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.sheet.columns)

    def cell(self, index: Index) -> SheetCell:
        return self.sheet.cell(index.row(), index.column())

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Role.DisplayRole:
            return cell.text
        if role == Role.EditRole:
            return cell.words
        if role == Role.ToolTipRole:
            return cell.tip or None
        if role == Role.TextAlignmentRole:
            across = Qt.AlignmentFlag.AlignRight if cell.number else Qt.AlignmentFlag.AlignLeft
            across = Qt.AlignmentFlag.AlignHCenter if cell.centred else across
            return across | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ForegroundRole:
            return None if cell.tone in (Tone.PLAIN, Tone.STRONG) else tone_colour(self.palette, cell.tone)
        if role == CellRole:
            return cell
        if role == FlagRole:
            return self._flag(cell)
        if role == Role.AccessibleTextRole:
            return f"{self.sheet.columns[index.column()].words} {cell.text}".strip()
        return None

    def _flag(self, cell: SheetCell) -> QColor | None:
        severity = None if cell.place is None else self.sheet.flags.get(cell.place)
        return None if severity is None else flag_colour(self.palette, severity)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.sheet.columns) and role == Role.DisplayRole:
            return self.sheet.columns[section].words
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable and self.cell(index).open else flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        cell = self.cell(index)
        if role != Role.EditRole or cell.place is None or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        return str(value) != cell.words and self._type_text(cell.place, str(value))

    def place_index(self, record_id: str, name: str) -> QModelIndex:
        """The cell of a fact; without a name the first cell of its record."""
        for row, line in enumerate(self.sheet.rows):
            for column, cell in enumerate(line.cells):
                if cell.place is not None and cell.place.id == record_id and (not name or cell.place.field == name):
                    return self.index(row, column)
        return QModelIndex()
