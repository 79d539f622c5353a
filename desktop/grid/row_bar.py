"""The bar that says which rows the table shows and in which order, where that is not all of them as the form has them."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.grid.row_filter import Keep
from desktop.grid.row_sort import Sort


class RowBar(QWidget):
    """Asks the page to filter and to end sorting; shows what is on."""

    filter_asked = Signal(Keep)
    sorting_ended = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("筛选和排序")
        self.keep = QComboBox(self)
        self.keep.setAccessibleName("筛选")
        self.keep.setToolTip("只显示这样的行；不改变表中行的顺序，导出和打印仍是全表")
        for keep in Keep:
            self.keep.addItem("全部行" if keep is Keep.ALL else f"只看{keep.value}", keep)
        self.told = QLabel(self)
        self.sorted = QLabel(self)
        self.sorted.setToolTip("只是换一种看法：表里的顺序没有变，导出和打印仍按表样")
        self.unsort_button = self._button("恢复表样顺序", "恢复表样顺序（Ctrl+Shift+O）")
        self.close_button = self._button("×", "显示全部行，恢复表样顺序（Esc）")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 3, 6, 3)
        layout.addWidget(self.keep)
        layout.addWidget(self.told)
        layout.addSpacing(12)
        layout.addWidget(self.sorted)
        layout.addWidget(self.unsort_button)
        layout.addStretch(1)
        layout.addWidget(self.close_button)
        self.keep.activated.connect(lambda _: self.filter_asked.emit(self.keep.currentData()))
        self.keep.installEventFilter(self)
        self.unsort_button.clicked.connect(self.sorting_ended)
        self.close_button.clicked.connect(self.leave)
        self.show_sort(None)
        self.hide()

    def _button(self, words: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        return button

    def start(self) -> None:
        """Show the bar with the cursor on the choice of rows."""
        self.show()
        self.keep.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_keep(self, keep: Keep, told: str = "") -> None:
        self.keep.setCurrentIndex(list(Keep).index(keep))
        self.told.setText(told)
        self._show_if_needed()

    def show_sort(self, sort: Sort | None) -> None:
        ends = "从大到小" if sort is not None and sort.falling else "从小到大"
        self.sorted.setText("" if sort is None else f"{'▼' if sort.falling else '▲'} 按“{sort.words}”{ends}")
        self._show_if_needed()

    def _show_if_needed(self) -> None:
        """The bar is there while it has something to say."""
        is_sorted = bool(self.sorted.text())
        self.sorted.setVisible(is_sorted)
        self.unsort_button.setVisible(is_sorted)
        self.setVisible(is_sorted or self.keep.currentData() is not Keep.ALL)

    def leave(self) -> None:
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.filter_asked.emit(self.keep.currentData())
                return True
        return super().eventFilter(watched, event)
