"""The bar for finding and replacing words in the table (width, case, blanks and separators do not count), and for filtering."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop.grid.row_filter import Keep


class FindBar(QWidget):
    """Asks the page to find; shows what came of it."""

    find_asked = Signal(str, bool)  # the words, backwards
    replace_asked = Signal(str, str, bool)  # the words, their replacement, everywhere
    filter_asked = Signal(Keep)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("查找和替换")
        self.words = QLineEdit(self)
        self.words.setPlaceholderText("查找：不分全角半角和大小写，1,000 与 1000 相同")
        self.words.setAccessibleName("查找内容")
        self.words.setClearButtonEnabled(True)
        self.other = QLineEdit(self)
        self.other.setPlaceholderText("替换为")
        self.other.setAccessibleName("替换为")
        self.told = QLabel(self)
        self.next_button = self._button("下一处", "查找下一处（F3）")
        self.back_button = self._button("上一处", "查找上一处（Shift+F3）")
        self.replace_button = self._button("替换", "替换这一处")
        self.all_button = self._button("全部替换", "替换所有可以改动的单元格，一步可撤销")
        self.close_button = self._button("×", "关闭查找（Esc）")
        self.keep = QComboBox(self)
        self.keep.setAccessibleName("筛选")
        self.keep.setToolTip("只显示这样的行；不改变表中行的顺序，导出和打印仍是全表")
        for keep in Keep:
            self.keep.addItem("全部行" if keep is Keep.ALL else f"只看{keep.value}", keep)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 3, 6, 3)
        layout.addWidget(self.keep)
        layout.addWidget(self.words, 3)
        layout.addWidget(self.next_button)
        layout.addWidget(self.back_button)
        layout.addWidget(self.other, 2)
        layout.addWidget(self.replace_button)
        layout.addWidget(self.all_button)
        layout.addWidget(self.told)
        layout.addWidget(self.close_button)
        self.next_button.clicked.connect(self.search)
        self.back_button.clicked.connect(lambda: self.search(backwards=True))
        self.replace_button.clicked.connect(lambda: self.replace_asked.emit(self.words.text(), self.other.text(), False))
        self.all_button.clicked.connect(lambda: self.replace_asked.emit(self.words.text(), self.other.text(), True))
        self.close_button.clicked.connect(self.leave)
        self.keep.activated.connect(lambda _: self.filter_asked.emit(self.keep.currentData()))
        self.words.textEdited.connect(self.told.clear)
        self._show_replacing(shown=False)
        for each in (self.words, self.other, self.keep):
            each.installEventFilter(self)
        self.hide()

    def _button(self, words: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        return button

    def start(self, *, replacing: bool, editable: bool) -> None:
        """Show the bar with the cursor in it."""
        self._show_replacing(shown=replacing and editable)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def _show_replacing(self, *, shown: bool) -> None:
        for each in (self.other, self.replace_button, self.all_button):
            each.setVisible(shown)

    def start_filtering(self) -> None:
        """Show the bar with the cursor on the choice of rows."""
        self.show()
        self.keep.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_keep(self, keep: Keep) -> None:
        self.keep.setCurrentIndex(list(Keep).index(keep))

    def search(self, *, backwards: bool = False) -> None:
        if self.words.text().strip():
            self.find_asked.emit(self.words.text(), backwards)

    def tell(self, words: str) -> None:
        self.told.setText(words)

    def leave(self) -> None:
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.keep:
                    self.filter_asked.emit(self.keep.currentData())
                    return True
                self.search(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return super().eventFilter(watched, event)
