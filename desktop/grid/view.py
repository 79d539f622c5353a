"""The entry table on screen, with Excel's hands: typing, walking, choosing, zoom. What they change is the page's business."""

from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from desktop.grid.model import TableModel
from desktop.grid.painted import PaintedTable
from desktop.grid.walking import edge, jump, step
from desktop.kit.cell_editor import ARROWS, CellDelegate, Move, input_place

Index = QModelIndex | QPersistentModelIndex
ALL = QAbstractItemView.EditTrigger.AllEditTriggers
ZOOMS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)


class TableView(PaintedTable):
    """Shows a :class:`TableModel` and lets it be typed into."""

    zoomed = Signal(int)
    hands_asked = Signal(str)
    fill_asked = Signal(str)
    editing_ended = Signal()

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.zoom_percent = 100
        self._plain_font = QFont(self.font())
        self._anchor = QPersistentModelIndex()
        self.setAccessibleName("指标表")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.delegate = CellDelegate(self)
        self.delegate.left.connect(self._go_on)
        self.delegate.filled.connect(self.fill_asked)
        self.setItemDelegate(self.delegate)

    # Zoom

    def set_zoom(self, percent: int) -> None:
        """Show the table larger or smaller; 100 is the size of the window's font."""
        percent = min(max(percent, ZOOMS[0]), ZOOMS[-1])
        if percent == self.zoom_percent:
            return
        self.end_editing()
        self.zoom_percent = percent
        font = QFont(self._plain_font)
        font.setPointSizeF(self._plain_font.pointSizeF() * percent / 100)
        self.setFont(font)
        self.renew_look()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self.zoomed.emit(percent)

    def zoom_by(self, steps: int) -> None:
        nearest = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - self.zoom_percent))
        self.set_zoom(ZOOMS[min(max(nearest + steps, 0), len(ZOOMS) - 1)])

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

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
        """Commit an open editor, words in composition included. Everything that reads the table calls this first."""
        if self.delegate.editor is not None:
            self.delegate.leave(self.delegate.editor, Move.STAY)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        typing_here = editor.hasFocus()
        super().closeEditor(editor, hint)
        if typing_here:  # a click elsewhere that ended the cell keeps the keyboard where it went
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
            self._type(event)  # a sign committed without composition (full-width punctuation) begins a cell too
            return
        super().inputMethodEvent(event)

    def _type(self, event: QInputMethodEvent) -> None:
        index = self.currentIndex()
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            event.ignore()
            return
        self._open(index, ALL, None, replacing=True)
        editor = self.delegate.editor
        if editor is not None:
            editor.insertPlainText(event.commitString())
        event.accept()

    def _go_on(self, move: Move) -> None:
        if move is not Move.STAY:
            self.go(move)

    def go(self, move: Move) -> None:
        """Move the cursor by one cell, or to the next cell that can be typed into."""
        self._go_to(step(self.table, self.currentIndex(), move))

    def _go_to(self, target: QModelIndex, *, extending: bool = False) -> None:
        if not target.isValid():
            return
        if extending:
            self.selectionModel().setCurrentIndex(target, QItemSelectionModel.SelectionFlag.NoUpdate)
            anchor = self._anchor if self._anchor.isValid() else target
            block = QItemSelection(self.table.index(anchor.row(), anchor.column()), target)
            self.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            return
        self.put_cursor(target)

    def put_cursor(self, index: QModelIndex) -> None:
        """Move the cursor and choose its cell alone, whatever keys are held."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._anchor = QPersistentModelIndex(index)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False  # Tab walks through the cells; F6 leaves the table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.delegate.editor is not None:  # during the first composition of a cell the keyboard is still with the view
            self.delegate.editor.keyPressEvent(event)
        elif not self._walked(event) and not self._handled(event):
            super().keyPressEvent(event)

    def _walked(self, event: QKeyEvent) -> bool:
        """Arrows, Enter, Tab, Home and End move the cursor; Ctrl jumps, Shift extends the selection."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        current, key = self.currentIndex(), Qt.Key(event.key())
        if key in ARROWS:
            target = (jump if control else step)(self.table, current, ARROWS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            target = edge(self.table, current, far=key == Qt.Key.Key_End, whole=control)
        else:
            ways = {
                (Qt.Key.Key_Return, False): Move.DOWN,
                (Qt.Key.Key_Enter, False): Move.DOWN,
                (Qt.Key.Key_Return, True): Move.UP,
                (Qt.Key.Key_Enter, True): Move.UP,
                (Qt.Key.Key_Tab, False): Move.NEXT,
                (Qt.Key.Key_Backtab, True): Move.PREVIOUS,
                (Qt.Key.Key_Tab, True): Move.PREVIOUS,
            }
            move = ways.get((key, shift))
            if move is None or control:
                return False
            target, shift = step(self.table, current, move), False
        if not shift:
            self._anchor = QPersistentModelIndex(target)
        elif not self._anchor.isValid() or not self.selectionModel().hasSelection():
            self._anchor = QPersistentModelIndex(current)
        self._go_to(target, extending=shift)
        event.accept()
        return True

    def _handled(self, event: QKeyEvent) -> bool:
        """Delete clears the chosen cells, Backspace opens the cell empty, the clipboard keys do what they do in Excel."""
        standard = {
            QKeySequence.StandardKey.Copy: "copy",
            QKeySequence.StandardKey.Cut: "cut",
            QKeySequence.StandardKey.Paste: "paste",
            QKeySequence.StandardKey.SelectAll: "select_all",
        }
        for sequence, name in standard.items():
            if event.matches(sequence):
                self.hands_asked.emit(name)
                return True
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        keys = {(Qt.Key.Key_D, True): "fill_down", (Qt.Key.Key_R, True): "fill_right", (Qt.Key.Key_Delete, False): "clear"}
        asked = keys.get((Qt.Key(event.key()), control)) if plain or control else None
        if asked is not None:
            self.hands_asked.emit(asked)
            return True
        if event.key() == Qt.Key.Key_Backspace and plain:
            self._open(self.currentIndex(), ALL, None, replacing=True)
            if self.delegate.editor is not None:
                self.delegate.editor.document().setModified(True)
            return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = QPersistentModelIndex(self.currentIndex())
