"""Editors that lose nothing the input method holds and double nothing: words in composition are kept on every way out."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

Key = Qt.Key
# During a composition these choose, page through or dismiss candidates, even where the input method lets them through.
OF_CANDIDATES = frozenset({
    Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape, Key.Key_Up, Key.Key_Down, Key.Key_Left,
    Key.Key_Right, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Home, Key.Key_End,
})  # fmt: skip


def commit(editor: QWidget, composing: str) -> None:
    """Words in composition into the text: the input method does it where it can, else they are taken as they stand."""
    if composing:
        QGuiApplication.inputMethod().commit()
    if getattr(editor, "composing", ""):
        event = QInputMethodEvent()
        event.setCommitString(composing)
        QApplication.sendEvent(editor, event)


def for_candidates(event: QEvent) -> bool:
    """Takes what is meant for the candidates: every shortcut, and the keys that would leave, send or walk."""
    shortcut = event.type() == QEvent.Type.ShortcutOverride
    key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and Key(event.key()) in OF_CANDIDATES
    if shortcut or key:
        event.accept()
    return shortcut or key


class ComposingEdit(QPlainTextEdit):
    """Text of several lines; ``composing`` is what the input method holds and has not committed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = ""

    def text(self) -> str:
        """The words, with those still in composition."""
        commit(self, self.composing)
        return self.toPlainText()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = event.preeditString()
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        return (bool(self.composing) and for_candidates(event)) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        commit(self, self.composing)  # Qt itself lets them go
        super().mousePressEvent(event)


class ComposingLine(QLineEdit):
    """The same for a single line: no Return of the candidates ends it or presses the button of its dialog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = ""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = event.preeditString()
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        return (bool(self.composing) and for_candidates(event)) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        commit(self, self.composing)
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        commit(self, self.composing)
        super().mousePressEvent(event)
