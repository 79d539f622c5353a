"""The picture of a sheet on the screen: merges as spans, columns as wide as their words; a click on a heading asks what it is."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from desktop.importing.meanings import MEANINGS, Family
from desktop.importing.sheet_model import SheetModel
from desktop.reading.cells import Sheet
from desktop.reading.profiles import LEFT_OUT

MEASURED_ROWS = 400  # heights of the rows after these are those of one line: nobody maps by scrolling so far
MOST_LINES = 5
NARROWEST, WIDEST = 3, 13  # in widths of a Chinese character
COLUMN_WIDE = 3  # a merge over more columns is a title and says nothing about widths


class SheetView(QTableView):
    """Shows a :class:`SheetModel`."""

    pointed = Signal(int, int, object)  # row, column, field (None: as the reader sees it)
    column_pointed = Signal(int, object)
    data_begins = Signal(int)

    def __init__(self, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = model
        self.setModel(model)
        self.setAccessibleName("工作表的样子")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(4)
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(self._ask_column)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self._ask(self.indexAt(at), always=True))
        self.clicked.connect(self._ask)
        self.menu: QMenu | None = None
        model.modelReset.connect(self.arrange)

    def arrange(self) -> None:
        """Spans, widths and heights for the sheet in view."""
        sheet = self.picture.sheet
        self.clearSpans()
        for merge in sheet.merges:
            bottom, right = min(merge.bottom, sheet.row_count - 1), min(merge.right, sheet.column_count - 1)
            if merge.top < sheet.row_count and merge.left < sheet.column_count and (bottom, right) != (merge.top, merge.left):
                self.setSpan(merge.top, merge.left, bottom - merge.top + 1, right - merge.left + 1)
        em = self.fontMetrics().horizontalAdvance("中")
        line = self.fontMetrics().lineSpacing()
        widths = [min(WIDEST, max(NARROWEST, each)) for each in column_widths(sheet)]
        for column, width in enumerate(widths):
            self.setColumnWidth(column, int(width * em) + em)
        self.verticalHeader().setDefaultSectionSize(line + em // 2)
        for row, lines in enumerate(row_lines(sheet, widths)):
            self.setRowHeight(row, lines * line + em // 2)

    def go_to(self, row: int, column: int) -> None:
        """Select a cell and bring it into view."""
        index = self.picture.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    # Pointing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Menu)
            and self.currentIndex().isValid()
        ):
            self._ask(self.currentIndex(), always=True)
            event.accept()
            return
        super().keyPressEvent(event)

    def _ask(self, index: QModelIndex, *, always: bool = False) -> None:
        if not index.isValid() or not (always or self.picture.can_point(index.row(), index.column())):
            return
        row, column = index.row(), index.column()
        menu = field_menu(self, self.picture.said_of(row, column), lambda field: self.pointed.emit(row, column, field))
        menu.addSeparator()
        begin = QAction(f"没有栏目行：数据从第 {row + 1} 行开始", menu)
        begin.triggered.connect(lambda: self.data_begins.emit(row))
        menu.addAction(begin)
        self._open(menu, self.visualRect(index).bottomLeft())

    def _ask_column(self, column: int) -> None:
        menu = field_menu(self, "", lambda field: self.column_pointed.emit(column, field))
        header = self.horizontalHeader()
        self._open(menu, QPoint(header.sectionViewportPosition(column), 0))

    def _open(self, menu: QMenu, at: QPoint) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = menu
        menu.popup(self.viewport().mapToGlobal(at))


def field_menu(parent: QWidget, current: str, chosen: Callable[[str | None], object]) -> QMenu:
    """Everything a column can be, by families; the current meaning ticked."""
    menu = QMenu("这一栏是", parent)

    def add(to: QMenu, words: str, field: str | None) -> None:
        action = QAction(words, to)
        action.setData(field)
        action.setCheckable(True)
        action.setChecked(bool(field) and field == current)
        action.triggered.connect(lambda: chosen(field))
        to.addAction(action)

    for family in Family:
        meanings = [each for each in MEANINGS if each.family is family]
        if not meanings:
            continue
        if family is not Family.STRUCTURE:
            menu.addSeparator()
        for each in meanings:
            add(menu, each.words, each.field)
    menu.addSeparator()
    add(menu, "不导入这一栏", LEFT_OUT)
    add(menu, "恢复自动识别", None)
    return menu


def column_widths(sheet: Sheet) -> list[int]:
    """How wide each column asks to be, in characters: a long word in a narrow merge is broken into lines."""
    widths = [NARROWEST] * sheet.column_count
    spans = {(merge.top, merge.left): merge.right - merge.left + 1 for merge in sheet.merges}
    for (row, column), cell in sheet.cells.items():
        wide = spans.get((row, column), 1)
        if row >= MEASURED_ROWS or column >= sheet.column_count or wide > COLUMN_WIDE:
            continue
        longest = max((_breadth(each) for each in cell.text.split("\n")), default=0)
        asked = min(longest, 6 + longest // 8)
        widths[column] = max(widths[column], -(-asked // wide))
    return widths


def row_lines(sheet: Sheet, widths: list[int]) -> list[int]:
    """How many lines each row needs, a tall merge asking nothing of a single row; at most ``MOST_LINES``."""
    lines = [1] * min(sheet.row_count, MEASURED_ROWS)
    merges = {(merge.top, merge.left): merge for merge in sheet.merges}
    for (row, column), cell in sheet.cells.items():
        merge = merges.get((row, column))
        if row >= len(lines) or (merge is not None and merge.bottom > merge.top):
            continue
        right = min(merge.right, len(widths) - 1) if merge is not None else column
        room = max(1, sum(widths[column : right + 1]))
        needed = sum(max(1, -(-_breadth(each) // room)) for each in cell.text.split("\n"))
        lines[row] = max(lines[row], min(MOST_LINES, needed))
    return lines


def _breadth(text: str) -> int:
    """In widths of a Chinese character; Latin letters and digits take half of one."""
    return -(-sum(2 if ord(each) > 0x2E7F else 1 for each in text) // 2)
