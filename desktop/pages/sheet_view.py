"""A page's table on screen with Excel's hands: typing, walking, pasting, filling. What they change is the page's business."""

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.kit.cell_editor import ARROWS, CellDelegate, Move, input_place
from desktop.kit.tones import Tone, mixed
from desktop.pages.sheet import Box, fraction_of
from desktop.pages.sheet_model import CellRole, FlagRole, SheetModel

Index = QModelIndex | QPersistentModelIndex
ALL = QAbstractItemView.EditTrigger.AllEditTriggers
NARROWEST = 6  # characters a column keeps that shares the room left


class SheetDelegate(CellDelegate):
    """Strong words, indented words, and a corner in the colour of the gravest finding."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        cell = index.data(CellRole)
        if cell is None:
            return
        if cell.tone in (Tone.STRONG, Tone.HEADING):
            option.font.setBold(True)  # type: ignore[attr-defined]  # the stubs do not know the option's fields
        if cell.depth:
            option.text = "　" * cell.depth + option.text  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell, view = index.data(CellRole), self.parent()
        fraction = None if cell is None else fraction_of(cell)
        if fraction is None or not isinstance(view, SheetView):
            super().paint(painter, option, index)
        else:
            self._paint_number(painter, QStyleOptionViewItem(option), index, fraction, view)
        rect = option.rect  # type: ignore[attr-defined]
        if isinstance(view, SheetView):
            painter.setPen(view.line)
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            painter.drawLine(rect.topRight(), rect.bottomRight())
        colour = index.data(FlagRole)
        if colour is not None:
            size = max(5, rect.height() // 4)
            corner = QPointF(rect.right() + 1, rect.top())
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF([corner, corner - QPointF(size, 0), corner + QPointF(0, size)]))
            painter.restore()
        if isinstance(view, SheetView) and view.hasFocus() and index == view.currentIndex():
            painter.save()
            painter.setPen(QPen(view.accent, 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def _paint_number(self, painter: QPainter, option: Any, index: Index, fraction: str, view: "SheetView") -> None:
        """Right-aligned, the decimal points of a column one below the other."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, view)
        metrics = QFontMetrics(option.font)
        longest = view.table.fractions[index.column()]
        margin = view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, view) + 1
        room = option.rect.width() - 2 * margin - metrics.horizontalAdvance(text)
        slack = max(0, min(room, metrics.horizontalAdvance(longest) - metrics.horizontalAdvance(fraction)))
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        inner = option.rect.adjusted(margin, 0, -margin - slack, 0)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


class SheetView(QTableView):
    """Shows a :class:`SheetModel` and lets it be typed into."""

    hands_asked = Signal(str)
    fill_asked = Signal(str)
    editing_ended = Signal()

    def __init__(self, model: SheetModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.setModel(model)
        self._take_colours()
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)  # the delegate draws lines that show on dark ground too
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        self.delegate = SheetDelegate(self)
        self.delegate.left.connect(self._go_on)
        self.delegate.filled.connect(self.fill_asked)
        self.setItemDelegate(self.delegate)
        model.modelReset.connect(self._arrange)
        model.dataChanged.connect(self._arrange)

    # Arrangement

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._take_colours()

    def _take_colours(self) -> None:
        """Chosen cells are tinted, not covered, so that their own colours stay readable."""
        role, palette = QPalette.ColorRole, QApplication.palette()
        self.accent = palette.color(role.Highlight)
        self.line = mixed(palette.color(role.Base), palette.color(role.Text), 0.22)
        palette.setColor(role.Highlight, mixed(palette.color(role.Base), self.accent, 0.22))
        palette.setColor(role.HighlightedText, palette.color(role.Text))
        self.setPalette(palette)
        self.table.palette = palette

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _arrange(self) -> None:
        """Cells that cover others, and widths."""
        self.clearSpans()
        for row, line in enumerate(self.table.sheet.rows):
            for column, cell in enumerate(line.cells):
                if cell.span > 1:
                    self.setSpan(row, column, 1, cell.span)
        self._share_room()

    def _share_room(self) -> None:
        columns = self.table.sheet.columns
        em = self.fontMetrics().height()
        left = self.viewport().width() - sum(each.ems for each in columns) * em
        sharing = sum(1 for each in columns if not each.ems)
        for at, each in enumerate(columns):
            self.setColumnWidth(at, each.ems * em if each.ems else max(NARROWEST * em, left // sharing))

    # Editing

    def edit(  # type: ignore[override]  # the stubs split one function with defaults into two
        self, index: Index, trigger: QAbstractItemView.EditTrigger = ALL, event: QEvent | None = None
    ) -> bool:
        """Open the editor; typing replaces the text, every other way keeps it."""
        return self._open(index, trigger, event, replacing=trigger == QAbstractItemView.EditTrigger.AnyKeyPressed)

    def _open(self, index: Index, trigger: QAbstractItemView.EditTrigger, event: QEvent | None, *, replacing: bool) -> bool:
        self.delegate.replace = replacing
        opened = super().edit(index, trigger, event)  # type: ignore[arg-type]  # without an event, as Qt itself calls it
        self.delegate.replace = False
        return opened

    def end_editing(self) -> None:
        """Commit an open editor, words in composition included."""
        if self.delegate.editor is not None:
            self.delegate.leave(self.delegate.editor, Move.STAY)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.setFocus()
        self.editing_ended.emit()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        place = input_place(self, self.delegate.editor, query)
        return super().inputMethodQuery(query) if place is None else place

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.updateMicroFocus()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString() and not event.preeditString() and self.delegate.editor is None:
            self._type_over(event)
            return
        super().inputMethodEvent(event)

    def _type_over(self, event: QInputMethodEvent) -> None:
        """A sign committed without composition begins a cell too."""
        index = self.currentIndex()
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            event.ignore()
            return
        self._open(index, ALL, None, replacing=True)
        editor = self.delegate.editor
        if editor is not None:
            editor.insertPlainText(event.commitString())
        event.accept()

    # Walking

    def _go_on(self, move: Move) -> None:
        if move is not Move.STAY:
            self.go(move)

    def go(self, move: Move) -> None:
        """Move the cursor by one cell, or to the next cell that can be typed into."""
        target = self._step(self.currentIndex(), move)
        if target.isValid():
            self.put_cursor(target)

    def put_cursor(self, index: QModelIndex) -> None:
        """Move the cursor and choose its cell alone, whatever keys are held."""
        flag = QItemSelectionModel.SelectionFlag
        whole = self.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | (flag.Rows if whole else flag.NoUpdate))

    def _step(self, index: QModelIndex, move: Move) -> QModelIndex:
        down, across = move.value
        if move not in (Move.NEXT, Move.PREVIOUS):
            return self.table.index(index.row() + down, index.column() + across)
        width = len(self.table.sheet.columns)
        by = 1 if move is Move.NEXT else -1
        at = index.row() * width + index.column() + by
        while 0 <= at < len(self.table.sheet.rows) * width:
            candidate = self.table.index(*divmod(at, width))
            if candidate.flags() & Qt.ItemFlag.ItemIsEditable:
                return candidate
            at += by
        return index

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False  # Tab walks through the cells; F6 leaves the table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._handled(event):
            super().keyPressEvent(event)

    def _handled(self, event: QKeyEvent) -> bool:
        standard = {
            QKeySequence.StandardKey.Copy: "copy",
            QKeySequence.StandardKey.Cut: "cut",
            QKeySequence.StandardKey.Paste: "paste",
        }
        for sequence, name in standard.items():
            if event.matches(sequence):
                self.hands_asked.emit(name)
                return True
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_D, Qt.Key.Key_R):
            self.hands_asked.emit("fill_down" if key == Qt.Key.Key_D else "fill_right")
            return True
        if modifiers == Qt.KeyboardModifier.NoModifier:
            return self._plain_key(key)
        if modifiers == Qt.KeyboardModifier.ShiftModifier and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(Move.UP)
            return True
        if modifiers == Qt.KeyboardModifier.ShiftModifier and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.go(Move.PREVIOUS)
            return True
        return False

    def _plain_key(self, key: Qt.Key) -> bool:
        moves = {Qt.Key.Key_Return: Move.DOWN, Qt.Key.Key_Enter: Move.DOWN, Qt.Key.Key_Tab: Move.NEXT, **ARROWS}
        if key in moves:
            self.go(moves[key])
            return True
        if key == Qt.Key.Key_Delete:
            self.hands_asked.emit("clear")
            return True
        if key == Qt.Key.Key_Backspace and self.currentIndex().isValid():
            self._open(self.currentIndex(), ALL, None, replacing=True)
            if self.delegate.editor is not None:
                self.delegate.editor.document().setModified(True)
            return True
        return False

    def _ranges(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(number) for number in range(selection.count())]

    def boxes(self) -> list[Box]:
        """The chosen blocks of cells, the cursor's cell when nothing is chosen."""
        found = [(each.top(), each.left(), each.bottom(), each.right()) for each in self._ranges()]
        index = self.currentIndex()
        return found or ([(index.row(), index.column(), index.row(), index.column())] if index.isValid() else [])
