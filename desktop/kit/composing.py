"""Editors that lose nothing the input method holds and double nothing: words in composition are kept on every way out."""

from functools import cache

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


@cache
def _of_candidates() -> frozenset[int]:
    """Keys that choose, page through or dismiss candidates."""
    from PySide6.QtCore import Qt  # its enums are not wanted before the first frame

    key = Qt.Key
    return frozenset({
        key.Key_Return, key.Key_Enter, key.Key_Tab, key.Key_Backtab, key.Key_Escape, key.Key_Up, key.Key_Down, key.Key_Left,
        key.Key_Right, key.Key_PageUp, key.Key_PageDown, key.Key_Home, key.Key_End,
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
    """Takes what is not for the text during a composition: every shortcut, and the keys that would leave, send or walk.

    The input method has them first; what it lets through belongs to its candidates.
    """
    if event.type() == QEvent.Type.ShortcutOverride:
        event.accept()
        return True
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return False
    from PySide6.QtCore import Qt  # as above

    taken = event.key() in _of_candidates() or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if taken:
        event.accept()
    return taken


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
