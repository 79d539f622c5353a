"""The picture of a sheet as an item model: its texts, and what each cell was taken for."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QPalette

from desktop.importing.meanings import BY_FIELD, family_of_fields, family_of_place, fields_text
from desktop.importing.tints import UNPLACED_HUE, family_tint, quiet, strong, tint
from desktop.kit.wording_findings import COLUMNS
from desktop.reading.cells import CellNote, Sheet, column_letters, sheet_of
from desktop.reading.profiles import LEFT_OUT, Profile
from desktop.reading.understood import AsWhat, HeadingRead, Placed, Understood
from desktop.reading.words import plain

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NO_SHEET = sheet_of("", {})
SAID = {
    AsWhat.HEADING: "栏目或标题",
    AsWhat.DECORATION: "只是版面",
    AsWhat.NOTE: "注释",
    AsWhat.SIGNATURE: "签字栏",
    AsWhat.TOTAL: "合计（不作为指标）",
    AsWhat.FACT: "内容",
    AsWhat.UNPLACED: "未识别",
}
CELL_NOTES = {
    CellNote.SHOWN_ROUNDED: "显示的位数比存的少，按存的数",
    CellNote.NO_STORED_VALUE: "公式没有存结果",
    CellNote.ERROR_VALUE: "错误值，按空白",
    CellNote.HIDDEN_ROW: "在隐藏的行",
    CellNote.HIDDEN_COLUMN: "在隐藏的列",
    CellNote.FLAT_ROW: "这一行压得看不见",
}


class SheetModel(QAbstractTableModel):
    """One sheet at a time, with the understanding of it."""

    def __init__(self, palette: QPalette, font: QFont, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.palette, self._strong, self._slanted = palette, QFont(font), QFont(font)
        self._strong.setBold(True)
        self._slanted.setItalic(True)
        self.sheet: Sheet = NO_SHEET
        self.placed: dict[tuple[int, int], Placed] = {}
        self.columns: tuple[HeadingRead, ...] = ()
        self._learned: dict[str, str] = {}
        self._by_place: dict[int, str] = {}
        self._unseen: frozenset[int] = frozenset()

    def show_sheet(self, sheet: Sheet) -> None:
        """Another sheet, or none (``NO_SHEET``)."""
        self.beginResetModel()
        self.sheet, self.placed, self.columns = sheet, {}, ()
        flat = {row for (row, _), cell in sheet.cells.items() if CellNote.FLAT_ROW in cell.notes}
        self._unseen = sheet.hidden_rows | flat
        self.endResetModel()

    def show_understanding(self, found: tuple[Understood, ...], profile: Profile | None) -> None:
        """What the cells of the sheet in view were taken for, and what the clerk said of them."""
        name = self.sheet.name
        self.placed = {(each.row, each.column): each for table in found for each in table.placed if each.sheet == name}
        self.columns = tuple(each for table in found for each in table.columns if each.sheet == name)
        self._learned = dict(profile.meanings()) if profile is not None else {}
        headless = profile is not None and profile.header_row < 0 and profile.sheet == name
        self._by_place = {each.column: each.field for each in profile.columns} if profile is not None and headless else {}
        if self.sheet.row_count and self.sheet.column_count:
            self.dataChanged.emit(self.index(0, 0), self.index(self.sheet.row_count - 1, self.sheet.column_count - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.sheet.column_count - 1)

    def heading_at(self, row: int, column: int) -> HeadingRead | None:
        """The column of a table whose heading stands here."""
        row, column = self.sheet.anchor(row, column)
        word = plain(self.sheet.text(row, column))
        return next(
            (each for each in self.columns if each.row == row and each.column == column and each.heading == word), None
        ) or next((each for each in self.columns if each.row == row and each.column <= column <= each.right), None)

    def said_of(self, row: int, column: int) -> str:
        """What the clerk or the reader says a heading is, as a field; empty for nothing."""
        word = plain(self.sheet.anchor_text(row, column))
        if word in self._learned:
            return self._learned[word] or LEFT_OUT
        found = self.heading_at(row, column)
        return found.fields[0] if found is not None and found.fields else ""

    def _asks(self, row: int, column: int) -> bool:
        """Whether the heading here is only like a known one and nobody has confirmed it."""
        found = self.heading_at(row, column) if (row, column) in self.sheet.cells else None
        asked = found is not None and not found.sure and bool(found.fields) and found.row == row
        return asked and plain(self.sheet.text(row, column)) not in self._learned

    def can_point(self, row: int, column: int) -> bool:
        """Whether a click here asks what the column is: headings, words nobody understood, any word where no table was found."""
        held = self.placed.get(self.sheet.anchor(row, column))
        word = plain(self.sheet.anchor_text(row, column))
        if not word:
            return False
        return (
            word in self._learned or self.heading_at(row, column) is not None or held is None or held.as_what is AsWhat.UNPLACED
        )

    # The model

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.sheet.row_count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.sheet.column_count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.sheet.text(row, column) + (" ?" if self._asks(row, column) else "")
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.told(row, column)
            case Qt.ItemDataRole.BackgroundRole:
                return self._background(row, column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._foreground(row, column)
            case Qt.ItemDataRole.FontRole:
                held = self.placed.get((row, column))
                if held is None:
                    return None
                headed = held.as_what in (AsWhat.HEADING, AsWhat.TOTAL)
                return self._strong if headed else self._slanted if held.as_what is AsWhat.NOTE else None
            case Qt.ItemDataRole.TextAlignmentRole:
                held = self.placed.get((row, column))
                centred = held is not None and held.as_what is AsWhat.HEADING
                return int(
                    (Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
                )
            case _:
                return None

    def told(self, row: int, column: int) -> str:
        """One line on a cell: address, words, what it was taken for, what is odd about it."""
        row, column = self.sheet.anchor(row, column)
        cell = self.sheet.cells.get((row, column))
        if cell is None:
            return self.sheet.address(row, column)
        said = self.said_of(row, column)
        held = self.placed.get((row, column))
        what = "不导入" if said == LEFT_OUT else fields_text((said,)) if said else self._fact_words(held)
        notes = [CELL_NOTES[note] for note in cell.notes]
        formula = [cell.formula] if cell.formula else []
        return "，".join(each for each in (self.sheet.address(row, column), cell.text[:80], what, *notes, *formula) if each)

    @staticmethod
    def _fact_words(held: Placed | None) -> str:
        if held is None:
            return ""
        if held.as_what is AsWhat.FACT and held.place is not None:
            return COLUMNS.get(held.place.field, SAID[held.as_what])
        return SAID[held.as_what]

    def _background(self, row: int, column: int) -> Any:
        held = self.placed.get((row, column))
        said = self.said_of(row, column) if self.sheet.text(row, column) and self.heading_at(row, column) else ""
        word = plain(self.sheet.text(row, column))
        if word in self._learned:
            said = self._learned[word] or LEFT_OUT
        if said in BY_FIELD:
            family = family_of_fields((said,))
            return None if family is None else family_tint(self.palette, family, heading=True)
        if held is None or said == LEFT_OUT:
            return None
        if held.as_what is AsWhat.UNPLACED:
            return tint(self.palette, UNPLACED_HUE, 0.14)
        if held.as_what is AsWhat.HEADING:
            return self.palette.color(QPalette.ColorRole.AlternateBase)
        family = family_of_place(held.place) if held.as_what is AsWhat.FACT else None
        return None if family is None else family_tint(self.palette, family, heading=False)

    def _foreground(self, row: int, column: int) -> Any:
        cell = self.sheet.cells.get((row, column))
        if cell is None:
            return None
        if CellNote.ERROR_VALUE in cell.notes or CellNote.NO_STORED_VALUE in cell.notes:
            return strong(self.palette, UNPLACED_HUE)
        held = self.placed.get((row, column))
        hidden = {CellNote.HIDDEN_ROW, CellNote.HIDDEN_COLUMN, CellNote.FLAT_ROW} & set(cell.notes)
        return quiet(self.palette) if hidden or (held is not None and held.as_what in QUIET) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        sheet = self.sheet
        if orientation == Qt.Orientation.Horizontal:
            hidden, name = section in sheet.hidden_columns, column_letters(section)
            field = self._by_place.get(section)
            said = "" if field is None else fields_text((field,)) or "不导入"
        else:
            hidden, name, said = section in self._unseen, str(section + 1), ""
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{name} 隐" if hidden else f"{name}\n{said}" if said else name
        if role == Qt.ItemDataRole.ToolTipRole and hidden:
            return "原表中看不见（隐藏或压扁），照常导入"
        return None


QUIET = frozenset({AsWhat.DECORATION, AsWhat.NOTE, AsWhat.SIGNATURE})
