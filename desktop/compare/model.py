"""The comparison table as Qt wants it: a window on a comparison, a filter and chosen columns; only the notes can be typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from desktop.forms.compared import (
    NUMBERS,
    USUAL,
    Column,
    Filter,
    Kind,
    cell_figure,
    compared_columns,
    compared_text,
    kept_lines,
    trend_of,
)
from scoring.align import Match
from scoring.compare import ComparedRow, Comparison

TREND_ROLE = Qt.ItemDataRole.UserRole
TRACK_ROLE = Qt.ItemDataRole.UserRole + 1
GOOD, BAD = QColor("#2f6db5"), QColor("#c24a1a")
_CHANGES = frozenset({Kind.CHANGE, Kind.SCORE_CHANGE})
_INDENT = "　"
Index = QModelIndex | QPersistentModelIndex
Notes = Mapping[tuple[int, str], str]


class CompareModel(QAbstractTableModel):
    """Answers from the comparison and asks ``desktop.forms.compared`` for every text."""

    note_typed = Signal(int, str, str)  # position of the table, id of the row, the words

    def __init__(self, comparison: Comparison, notes: Notes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.comparison = comparison
        self.filter = Filter.ALL
        self.kinds: tuple[Kind, ...] = USUAL
        self._notes = dict(notes)
        self._lines: tuple[ComparedRow, ...] = kept_lines(comparison, self.filter)
        self._columns: tuple[Column, ...] = compared_columns(comparison, self.kinds)

    def show(self, comparison: Comparison, notes: Notes) -> None:
        """Show another comparison under the same filter and columns."""
        self.comparison, self._notes = comparison, dict(notes)
        self._reset()

    def keep(self, wanted: Filter) -> None:
        self.filter = wanted
        self._reset()

    def choose(self, kinds: Sequence[Kind]) -> None:
        """Show these columns of every table."""
        self.kinds = tuple(kinds)
        self._reset()

    def _reset(self) -> None:
        self.beginResetModel()
        self._lines = kept_lines(self.comparison, self.filter)
        self._columns = compared_columns(self.comparison, self.kinds)
        self.endResetModel()

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def line(self, row: int) -> ComparedRow:
        return self._lines[row]

    def row_of(self, track: int) -> int | None:
        """Where a track stands among the rows kept."""
        return next((row for row, line in enumerate(self._lines) if line.at == track), None)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and section < len(self._columns):
            column = self._columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{column.band}\n{column.title}" if column.band else column.title
            if role == Qt.ItemDataRole.ToolTipRole and column.side is not None:
                key = self.comparison.tables[column.side].table.key
                return f"{key.unit} {key.year}年 {key.subject}".strip()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        indicator = index.isValid() and self._lines[index.row()].at >= 0  # funds and ratios carry no notes
        if indicator and self._columns[index.column()].kind is Kind.NOTE:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], self._columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole}:
            text = compared_text(line, column, self._notes)
            if role == Qt.ItemDataRole.ToolTipRole:
                return " / ".join(line.path) if column.kind is Kind.NAME else text or None
            indented = column.kind is Kind.NAME and role == Qt.ItemDataRole.DisplayRole
            return _INDENT * line.depth + text if indented else text
        return self._look(line, column, role)

    def _look(self, line: ComparedRow, column: Column, role: int) -> Any:
        if role == TRACK_ROLE:
            return line.at
        if role == TREND_ROLE and column.kind is Kind.TREND:
            return trend_of(line, len(self.comparison.tables))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.kind in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and not line.leaf:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and column.kind in _CHANGES and not cell_figure(line, column):
            return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)  # nothing moved: there, but quiet
        if role == Qt.ItemDataRole.ForegroundRole and column.kind in {Kind.BETTER, Kind.STATE}:
            if column.kind is Kind.STATE:
                return BAD if line.match is Match.DROPPED else GOOD
            return None if line.change.better is None else GOOD if line.change.better else BAD
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        line, words = self._lines[index.row()], str(value)
        if words == compared_text(line, self._columns[index.column()], self._notes):
            return False
        side = max(line.values)
        id_ = line.values[side].ids[0]
        for each in line.values:  # one note a row: it stands with the latest table
            for other in line.values[each].ids:
                if self._notes.pop((each, other), "") and (each, other) != (side, id_):
                    self.note_typed.emit(each, other, "")
        self._notes[side, id_] = words
        self.dataChanged.emit(index, index)
        self.note_typed.emit(side, id_, words)
        return True
