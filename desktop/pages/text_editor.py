"""An editor of one text: tells when it is left or keys rest, keeps composed words, and leaves Ctrl+Z to the hall when idle."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.kit.composing import ComposingEdit

REST_MS = 4000  # what a power cut may take: the words of a few breaths


class TextEditor(ComposingEdit):
    """Plain words of any length."""

    left = Signal()
    rested = Signal()  # nothing was typed for a while, and the input method holds nothing

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.rest = QTimer(self)
        self.rest.setSingleShot(True)
        self.rest.setInterval(REST_MS)
        self.rest.timeout.connect(self._tell_rest)
        self.textChanged.connect(self.rest.start)

    def _tell_rest(self) -> None:
        if self.composing:
            self.rest.start()
        else:
            self.rested.emit()

    def show_text(self, text: str) -> None:
        """Replace the words; what is shown now is where undo of typing begins."""
        at = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(at, len(text)))
        self.setTextCursor(cursor)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            document = self.document()
            nothing = (event.matches(QKeySequence.StandardKey.Undo) and not document.isUndoAvailable()) or (
                event.matches(QKeySequence.StandardKey.Redo) and not document.isRedoAvailable()
            )
            if nothing and not self.composing:
                event.ignore()  # nothing typed here since it was committed: the hall's own undo is meant
                return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
