"""A table with Excel's hands: typing, input method, walking, choosing, clipboard. What they change is the page's business."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QApplication, QTableView, QWidget

from desktop.kit.cell_editor import ARROWS, CellDelegate, Move, input_place
from desktop.kit.choosing import Box, next_chosen

Index = QModelIndex | QPersistentModelIndex
ALL = QAbstractItemView.EditTrigger.AllEditTriggers
Key = Qt.Key
CLIPBOARD = {
    QKeySequence.StandardKey.Copy: "copy",
    QKeySequence.StandardKey.Cut: "cut",
    QKeySequence.StandardKey.Paste: "paste",
    QKeySequence.StandardKey.SelectAll: "select_all",
}
HANDS = {
    (Key.Key_D, Qt.KeyboardModifier.ControlModifier): "fill_down",
    (Key.Key_R, Qt.KeyboardModifier.ControlModifier): "fill_right",
    (Key.Key_Delete, Qt.KeyboardModifier.NoModifier): "clear",
}
STEPS = {
    (Key.Key_Return, False): Move.RETURN,
    (Key.Key_Enter, False): Move.RETURN,
    (Key.Key_Return, True): Move.RETURN_UP,
    (Key.Key_Enter, True): Move.RETURN_UP,
    (Key.Key_Tab, False): Move.NEXT,
    (Key.Key_Backtab, True): Move.PREVIOUS,
    (Key.Key_Tab, True): Move.PREVIOUS,
}
LINES = (Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier)
MOST_SUMMED = 20_000  # cells
LINE_MOVES = {Move.RETURN: Move.DOWN, Move.RETURN_UP: Move.UP}


class CellView(QTableView):
    """A table that can be typed into. A subclass that merges or skips cells says where a step leads."""

    hands_asked = Signal(str)  # copy, cut, paste, clear, fill_down, fill_right, select_all
    fill_asked = Signal(str)  # a text for every chosen cell
    editing_ended = Signal()
    menu_asked = Signal(QPoint)  # a place of the screen
    chosen_changed = Signal()  # other cells are chosen, or their words are others

    def __init__(self, parent: QWidget | None = None, editing: type[CellDelegate] = CellDelegate) -> None:
        super().__init__(parent)
        self._anchor = QPersistentModelIndex()
        self._reach = QPersistentModelIndex()  # the corner of the chosen block that Shift moves; the cursor stays at the other
        self._tab_home = QPersistentModelIndex()  # where Tab began in this row
        self._choosing = QTimer(self)  # one answer to many changes
        self._choosing.setSingleShot(True)
        self._choosing.timeout.connect(self.chosen_changed)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.delegate = editing(self)
        self.delegate.left.connect(self._go_on)
        self.delegate.filled.connect(self.fill_asked)
        self.setItemDelegate(self.delegate)

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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        editor, beside = self.delegate.editor, (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if editor is not None and QApplication.focusWidget() is not editor and event.reason() not in beside:
            self.delegate.leave(editor, Move.STAY)  # the first composition of a cell is typed into the view

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

    # Walking

    def _go_on(self, move: Move) -> None:
        if move is not Move.STAY:
            self.go(move)

    def go(self, move: Move) -> None:
        """Move the cursor by one cell, or to the next cell that can be typed into; within chosen cells round these."""
        current = self.currentIndex()
        if move in STEPS.values() and self._go_round(current, move):
            return
        home, begun = self._tab_home, self._tab_home.isValid() and self._tab_home.row() == current.row()
        start = current.siblingAtColumn(home.column()) if move is Move.RETURN and begun else current
        target = self.step(start, LINE_MOVES.get(move, move))
        if not target.isValid():
            return
        self.put_cursor(target)
        if move is Move.NEXT and target.row() == current.row():
            self._tab_home = QPersistentModelIndex(home if begun else current)

    def _go_round(self, current: QModelIndex, move: Move) -> bool:
        """The next of several chosen cells; whether there is one."""
        by = -1 if move in (Move.RETURN_UP, Move.PREVIOUS) else 1
        across = move in (Move.NEXT, Move.PREVIOUS)
        found = next_chosen(self.boxes(), current.row(), current.column(), by, self.stops_at, across=across)
        if found is None:
            return False
        target = current.model().index(*found)
        self.selectionModel().setCurrentIndex(target, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._anchor, self._reach = QPersistentModelIndex(target), QPersistentModelIndex()
        return True

    def stops_at(self, row: int, column: int) -> bool:
        """Whether Enter and Tab stop here on their way through chosen cells."""
        editable = self.model().index(row, column).flags() & Qt.ItemFlag.ItemIsEditable
        return bool(editable) and self.drawn_at(row, column)

    def step(self, index: QModelIndex, move: Move) -> QModelIndex:
        """The cell a move leads to; the same one at the edge of the table."""
        if not index.isValid() or move in (Move.NEXT, Move.PREVIOUS):
            return next_open(index, 1 if move is Move.NEXT else -1)
        down, across = move.value
        found = index.siblingAtRow(index.row() + down).siblingAtColumn(index.column() + across)
        return found if found.isValid() else index

    def edge(self, index: QModelIndex, *, far: bool, whole: bool) -> QModelIndex:
        """Home and End: the first or last cell of the row; with Ctrl of the table."""
        if not index.isValid():
            return index
        model = index.model()
        row = (model.rowCount() - 1 if far else 0) if whole else index.row()
        return model.index(row, model.columnCount() - 1 if far else 0)

    def _jump(self, index: QModelIndex, move: Move) -> QModelIndex:
        """Ctrl and an arrow: to the end of the words in this direction, or over empty cells to the next ones."""
        at, following = index, self.step(index, move)
        filled = _filled(at) and _filled(following)
        while following != at:
            at, following = following, self.step(following, move)
            if filled and not _filled(following):
                break
            if not filled and _filled(at):
                break
        return at

    def put_cursor(self, index: QModelIndex) -> None:
        """Move the cursor and choose its cell (its row, where rows are chosen) alone, whatever keys are held."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect | self._whole_rows())
        self._anchor = QPersistentModelIndex(index)
        self._reach = self._tab_home = QPersistentModelIndex()

    def _whole_rows(self) -> QItemSelectionModel.SelectionFlag:
        flag = QItemSelectionModel.SelectionFlag
        return flag.Rows if self.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows else flag.NoUpdate

    def _extend_to(self, target: QModelIndex) -> None:
        """Choose all from the cursor to here; the cursor stays, so that typing goes where choosing began."""
        flag = QItemSelectionModel.SelectionFlag
        anchor = self._anchor if self._anchor.isValid() else target
        start = target.model().index(anchor.row(), anchor.column())
        self.selectionModel().select(QItemSelection(start, target), flag.ClearAndSelect | self._whole_rows())
        self._stand_at(start)
        self._reach = QPersistentModelIndex(target)
        self.scrollTo(target)

    def choose_lines(self, *, rows: bool) -> None:
        """All cells of the chosen rows or columns; the cursor stays."""
        model, whole = self.model(), QItemSelection()
        for top, left, bottom, right in self.boxes():
            first = model.index(top, 0) if rows else model.index(0, left)
            last = model.index(bottom, model.columnCount() - 1) if rows else model.index(model.rowCount() - 1, right)
            whole.select(first, last)
        self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _stand_at(self, index: QModelIndex) -> None:
        """The cursor here, without scrolling and with the chosen cells as they are."""
        scrolling = self.hasAutoScroll()
        self.setAutoScroll(False)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.setAutoScroll(scrolling)

    def boxes(self) -> list[Box]:
        """The chosen blocks, the cursor's cell when nothing is chosen."""
        selection, index = self.selectionModel().selection(), self.currentIndex()
        blocks = [selection.at(number) for number in range(selection.count())]
        found = [(each.top(), each.left(), each.bottom(), each.right()) for each in blocks]
        return found or ([(index.row(), index.column(), index.row(), index.column())] if index.isValid() else [])

    def chosen_texts(self) -> list[str]:
        """The words of the chosen cells, each cell once; of more than can be looked through at once none."""
        boxes, model = self.boxes(), self.model()
        if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in boxes) > MOST_SUMMED:
            return []
        places = {(row, at) for top, left, down, right in boxes for row in range(top, down + 1) for at in range(left, right + 1)}
        return [str(model.index(*each).data() or "") for each in places if self.drawn_at(*each)]

    def drawn_at(self, row: int, column: int) -> bool:
        """Whether a cell is drawn from here; a merged one is drawn once."""
        return True

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._choosing.start()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(first, last, roles)
        self._choosing.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = QPersistentModelIndex(self.currentIndex())
            self._reach = self._tab_home = QPersistentModelIndex()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        current = self.currentIndex()
        if self._anchor.isValid() and current.isValid() and self._anchor != current and self.delegate.editor is None:
            self._reach = QPersistentModelIndex(current)  # chosen by pulling, or by a click with Shift
            self._stand_at(current.model().index(self._anchor.row(), self._anchor.column()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """At the mouse, or by the key of the keyboard at the cell under the cursor."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            cell = self.visualRect(self.currentIndex()).intersected(self.viewport().rect())
            self.menu_asked.emit(self.viewport().mapToGlobal(cell.center()))
        elif self.indexAt(event.pos()).isValid():
            self.menu_asked.emit(event.globalPos())

    # Keys

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False  # Tab walks through the cells; F6 leaves the table

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.delegate.editor is not None:  # during the first composition of a cell the keyboard is still with the view
            self.delegate.editor.event(event)
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
        reached = shift and self._reach.isValid()
        start = current.model().index(self._reach.row(), self._reach.column()) if reached else current
        if key in ARROWS:
            target = (self._jump if control else self.step)(start, ARROWS[key])
        elif key in (Key.Key_Home, Key.Key_End):
            target = self.edge(start, far=key == Key.Key_End, whole=control)
        else:
            move = STEPS.get((key, shift))
            if move is None or control:
                return False
            event.accept()
            self.go(move)
            return True
        event.accept()
        if not target.isValid():
            return True
        if not shift:
            self.put_cursor(target)
            return True
        if not self._anchor.isValid() or not self.selectionModel().hasSelection():
            self._anchor = QPersistentModelIndex(current)
        self._extend_to(target)
        return True

    def _handled(self, event: QKeyEvent) -> bool:
        """Delete clears the chosen cells, Backspace opens the cell empty, the clipboard keys do what they do in Excel."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        asked = next((name for sequence, name in CLIPBOARD.items() if event.matches(sequence)), None)
        asked = asked or HANDS.get((Qt.Key(event.key()), modifiers))
        if asked is not None:
            self.hands_asked.emit(asked)
            return True
        if event.key() == Key.Key_Space and modifiers in LINES:
            self.choose_lines(rows=modifiers == Qt.KeyboardModifier.ShiftModifier)
            return True
        if event.key() == Key.Key_Backspace and modifiers == Qt.KeyboardModifier.NoModifier and self.currentIndex().isValid():
            self._open(self.currentIndex(), ALL, None, replacing=True)
            if self.delegate.editor is not None:
                self.delegate.editor.document().setModified(True)
            return True
        return False


def next_open(index: QModelIndex, by: int) -> QModelIndex:
    """The next cell that can be typed into, going on to the next row at the edge; the same one where there is none."""
    if not index.isValid():
        return index
    model = index.model()
    width = model.columnCount()
    at = index.row() * width + index.column() + by
    while 0 <= at < model.rowCount() * width:
        candidate = model.index(*divmod(at, width))
        if candidate.flags() & Qt.ItemFlag.ItemIsEditable:
            return candidate
        at += by
    return index


def _filled(index: QModelIndex) -> bool:
    return bool(index.data(Qt.ItemDataRole.DisplayRole))
