"""The cell's editor: several lines, Excel's keys, and an input method that is never cut off. It only edits text."""

from enum import Enum

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.kit.composing import ComposingEdit

Index = QModelIndex | QPersistentModelIndex
PLACES = frozenset({Qt.InputMethodQuery.ImCursorRectangle, Qt.InputMethodQuery.ImAnchorRectangle})


def input_place(view: QAbstractItemView, editor: "CellEditor | None", query: Qt.InputMethodQuery) -> QRect | None:
    """Where the input method shows its candidates, in the coordinates of the view; None leaves the answer to Qt.

    While an editor is open that is the text cursor in it, else the cell under the cursor as far as it is in view. Qt itself
    names the cell without the height of the heading, and no anchor at all.
    """
    if query not in PLACES:
        return None
    if editor is not None:
        caret: QRectF = editor.inputMethodQuery(query)
        rect = caret.toRect()
        return QRect(editor.mapTo(view, rect.topLeft()), rect.size())
    index, viewport = view.currentIndex(), view.viewport()
    if not index.isValid():
        return None
    rect = view.visualRect(index)
    shown = rect.intersected(viewport.rect())
    return (rect if shown.isEmpty() else shown).translated(viewport.pos())


class Move(Enum):
    """Where the cursor goes when an editor is left."""

    STAY = (0, 0)
    DOWN = (1, 0)
    UP = (-1, 0)
    RIGHT = (0, 1)
    LEFT = (0, -1)
    NEXT = (0, 2)  # the next cell that can be typed into
    PREVIOUS = (0, -2)
    RETURN = (2, 0)  # down, within the chosen cells, or to where Tab began
    RETURN_UP = (-2, 0)
    FILL = (2, 2)  # stay, and the text goes into every selected cell


ARROWS = {
    Qt.Key.Key_Up: Move.UP,
    Qt.Key.Key_Down: Move.DOWN,
    Qt.Key.Key_Left: Move.LEFT,
    Qt.Key.Key_Right: Move.RIGHT,
}


class CellEditor(ComposingEdit):
    """Edits the text of one cell.

    Attributes:
        typing: opened by typing (arrow keys leave the cell), not by F2 or a double click (arrow keys walk in the text).
    """

    left = Signal(Move)
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.typing = False
        self.setTabChangesFocus(False)
        self.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)
        self.setLineWidth(2)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, palette.color(QPalette.ColorRole.Highlight))
        self.setPalette(palette)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoFillBackground(True)
        self.setAccessibleName("单元格内容")
        self.document().setDocumentMargin(2)
        self._home = QRect()
        self.textChanged.connect(self._grow)

    def stand_in(self, rect: QRect) -> None:
        """Cover the cell; a longer text lets the editor grow downwards (upwards at the lower edge)."""
        self._home = QRect(rect)  # the rectangle handed over lives only as long as its option
        self._grow()

    def _grow(self) -> None:
        if self._home.isNull():
            return
        rect = QRect(self._home)
        rect.setWidth(max(rect.width(), self.fontMetrics().height() * 5))
        self.setGeometry(rect)
        lines = sum(max(1, self.document().findBlockByNumber(at).layout().lineCount()) for at in range(self.blockCount()))
        wanted = lines * self.fontMetrics().lineSpacing() + 8
        rect.setHeight(max(rect.height(), wanted))
        around = self.parentWidget()
        room = rect if around is None else around.rect()
        rect.setHeight(min(rect.height(), room.height()))
        if rect.bottom() > room.bottom():
            rect.moveBottom(room.bottom())
        if rect.right() > room.right():
            rect.moveRight(room.right())
        self.setGeometry(rect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        move = self._move(key, modifiers)
        if key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and modifiers & Qt.KeyboardModifier.AltModifier:
            self.insertPlainText("\n")
        elif move is not None:
            self.left.emit(move)
        else:
            super().keyPressEvent(event)

    def _move(self, key: int, modifiers: Qt.KeyboardModifier) -> Move | None:
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if modifiers & Qt.KeyboardModifier.AltModifier:
                return None
            if modifiers & Qt.KeyboardModifier.ControlModifier:
                return Move.FILL
            return Move.RETURN_UP if shift else Move.RETURN
        if key == Qt.Key.Key_Backtab or (key == Qt.Key.Key_Tab and shift):
            return Move.PREVIOUS
        if key == Qt.Key.Key_Tab:
            return Move.NEXT
        if self.typing and key in ARROWS and not modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            return ARROWS[Qt.Key(key)]
        return None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit(Move.STAY)


class CellDelegate(QStyledItemDelegate):
    """Opens the editor, fills it and takes its text. The view paints the cells itself."""

    left = Signal(Move)
    filled = Signal(str)  # a text for every chosen cell

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.replace = False  # the next editor begins empty: it is opened by typing over the cell
        self.editor: CellEditor | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = CellEditor(parent)
        view = self.parent()
        if isinstance(view, QWidget):
            editor.setFont(view.font())
        editor.document().setModified(False)  # fonts and margins count as changes of a document
        editor.left.connect(lambda move: self.leave(editor, move))
        editor.given_up.connect(lambda: self.give_up(editor))
        self.editor = editor
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if not isinstance(editor, CellEditor) or editor.typing or editor.document().isModified():
            return  # never replaced while it is typed: by no refresh, nor where fcitx empties a composition before its words
        editor.typing = self.replace
        editor.setPlainText("" if self.replace else str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.moveCursor(QTextCursor.MoveOperation.End)
        editor.document().setModified(False)
        self.replace = False

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEditor):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        if isinstance(editor, CellEditor):
            editor.stand_in(option.rect)  # type: ignore[attr-defined]  # the stubs do not know the option's fields

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return False  # the editor knows its keys; Qt's own filter would take Tab and Esc from the input method

    def leave(self, editor: CellEditor, move: Move) -> None:
        """Take the text, close the editor, tell where to go."""
        if editor is not self.editor:
            return  # closing an editor takes its focus, which would end it a second time
        if move is Move.FILL:
            text = editor.text()
            self.give_up(editor)
            self.filled.emit(text)
            return
        text_given = not editor.typing or editor.document().isModified() or bool(editor.composing)
        self.editor = None
        if text_given:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        else:  # the input method was called off before a word was typed
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
        self.left.emit(move)

    def give_up(self, editor: CellEditor) -> None:
        """Close the editor; the cell stays as it was."""
        if editor is self.editor:
            self.editor = None
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
