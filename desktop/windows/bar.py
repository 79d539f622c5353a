"""A message above the page with at most one action; nothing modal, gone when it is answered."""

from collections.abc import Callable

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget


class MessageBar(QWidget):
    """Tells one message at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.setAccessibleName("提示")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.action = QPushButton(self)
        close = QToolButton(self)
        close.setText("×")
        close.setAutoRaise(True)
        close.setAccessibleName("关闭提示")
        close.clicked.connect(self.hide)
        self._doing: Callable[[], object] | None = None
        self.action.clicked.connect(self._do)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.action)
        layout.addWidget(close)
        self.hide()

    def tell(self, words: str, action: str = "", doing: Callable[[], object] | None = None) -> None:
        """Show a message; ``action`` names what the button does."""
        self.words.setText(words)
        self.setAccessibleDescription(words)
        self._doing = doing
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.show()

    def _do(self) -> None:
        self.hide()
        if self._doing is not None:
            self._doing()
