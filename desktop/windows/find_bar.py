"""The bar for finding and replacing words on all pages of a year; beneath it what replacing would change."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.kit.composing import ComposingLine
from desktop.windows.text_table import TextTable

PAUSE = 200  # milliseconds the keys rest before the places are counted
HEADINGS = ("页面", "位置", "现在", "替换后")
PLACE, NOW, AFTER = 1, 2, 3
SHOWN_LINES = 6


class FindBar(QWidget):
    """Asks to find and to replace; shows what came of it."""

    find_asked = Signal(bool)  # backwards
    replace_asked = Signal(bool)  # everywhere
    changed = Signal()  # the words, a while ago
    place_asked = Signal(int)  # a line of the preview
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("查找和替换")
        self.words = ComposingLine(self)
        self.words.setPlaceholderText("查找：不分全角半角和大小写，1,000 与 1000 相同")
        self.words.setAccessibleName("查找内容")
        self.words.setClearButtonEnabled(True)
        self.other = ComposingLine(self)
        self.other.setPlaceholderText("替换为")
        self.other.setAccessibleName("替换为")
        self.told = QLabel(self)
        self.next_button = self._button("下一处", "查找下一处，一页完了到下一页（F3）")
        self.back_button = self._button("上一处", "查找上一处（Shift+F3）")
        self.replace_button = self._button("替换(&R)", "替换这一处，再到下一处")
        self.all_button = self._button("全部替换(&A)", "替换各页所有可以改动的地方，一步可撤销")
        self.preview_button = self._button("预览(&V)", "先列出全部替换会改动的每一格")
        self.preview_button.setCheckable(True)
        self.close_button = self._button("×", "关闭查找（Esc）")
        self.preview = TextTable("替换预览", HEADINGS, self)
        self.preview.setMaximumHeight(round(self.fontMetrics().height() * 1.6 * (SHOWN_LINES + 1)))
        self.preview.share_width(PLACE, NOW, AFTER)
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE)
        self._later.timeout.connect(self.changed)
        self.next_button.clicked.connect(lambda _: self.search())
        self.back_button.clicked.connect(lambda _: self.search(backwards=True))
        self.replace_button.clicked.connect(lambda _: self.replace_asked.emit(False))
        self.all_button.clicked.connect(lambda _: self.replace_asked.emit(True))
        self.preview_button.toggled.connect(self._show_preview)
        self.close_button.clicked.connect(self.leave)
        self.preview.activated.connect(lambda index: self.place_asked.emit(index.row()))
        for each in (self.words, self.other):
            each.textChanged.connect(lambda _: self.count_soon())
            each.installEventFilter(self)
        self.preview.installEventFilter(self)
        self._show_replacing(shown=False)
        self.hide()

    def _button(self, words: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(6, 3, 6, 3)
        line.addWidget(self.words, 3)
        line.addWidget(self.next_button)
        line.addWidget(self.back_button)
        line.addWidget(self.other, 2)
        for each in (self.replace_button, self.all_button, self.preview_button, self.told, self.close_button):
            line.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self.preview)

    def start(self, *, replacing: bool) -> None:
        """Show the bar with the cursor in it."""
        self._show_replacing(shown=replacing)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self._later.start()

    def _show_replacing(self, *, shown: bool) -> None:
        for each in (self.other, self.replace_button, self.all_button, self.preview_button):
            each.setVisible(shown)
        if not shown:
            self.preview_button.setChecked(False)
        self._show_preview()

    def _show_preview(self) -> None:
        self.preview.setVisible(self.preview_button.isChecked())
        if self.preview_button.isChecked():
            self.changed.emit()

    def show_changes(self, rows: Sequence[Sequence[str]]) -> None:
        """What replacing would change: page, place, old and new words."""
        self.preview.show_rows(rows)

    def count_soon(self) -> None:
        """The places are counted when the keys come to rest: going to the next one never waits for that."""
        self._later.start()

    def search(self, *, backwards: bool = False) -> None:
        if self.words.text():
            self.find_asked.emit(backwards)

    def tell(self, words: str) -> None:
        self.told.setText(words)

    def leave(self) -> None:
        self._later.stop()
        self.preview_button.setChecked(False)
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        choosing = isinstance(watched, ComposingLine) and watched.composing
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not choosing:
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is not self.preview:
                self.search(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return super().eventFilter(watched, event)
