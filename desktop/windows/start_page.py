"""The start page: five ways in, the recent books beneath.

Painted with the first frame, so nothing here names ``Qt``: making the enums of that namespace takes as long as painting.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QEnterEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

WAYS = {
    "resume": ("继续上次", "回到上次打开的账套和年度"),
    "new_year": ("新建年度", "沿用上一年，只填今年的实际完成值；也可用空白表样，或从绩效目标表开始"),
    "import_files": ("导入 Excel / Word 表格", "已有的自评表直接导入；也可以把文件拖进窗口"),
    "open_book": ("打开账套", "打开本机或 U 盘里的账套文件"),
    "show_sample": ("看示例", "用公开的自评表看看程序怎样填报、评分、检查、打印"),
}


class WayButton(QPushButton):
    """A large plain button: what it does, and one line about it."""

    def __init__(self, words: str, description: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._description = words, description
        self.setAccessibleName(words)
        self.setAccessibleDescription(description)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def enterEvent(self, event: QEnterEvent) -> None:
        from PySide6.QtCore import Qt

        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def sizeHint(self) -> QSize:
        lines = self.fontMetrics()
        return QSize(lines.horizontalAdvance(self._description) + 4 * lines.height(), lines.height() * 7 // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        lines = self.fontMetrics()
        line = lines.height()
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        base = (self.height() - 2 * line) // 2 + lines.ascent()
        painter.setFont(strong)
        painter.drawText(line, base, self._words)
        painter.setFont(self.font())
        painter.setOpacity(0.7)
        painter.drawText(line, base + line, self._description)


class StartPage(QScrollArea):
    """Shows the ways in; what they do is the window's business."""

    way_chosen = Signal(str)
    book_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("开始页")
        title = QLabel("部门整体支出绩效自评", self)
        large = QFont(self.font())
        large.setPointSizeF(large.pointSizeF() * 1.7)
        title.setFont(large)
        subtitle = QLabel("填报、评分、检查、年度对比、打印，全部在本机完成，不连网络。", self)
        self.buttons: dict[str, WayButton] = {}
        ways = QVBoxLayout()
        ways.setSpacing(self.fontMetrics().height() // 2)
        for name, (words, description) in WAYS.items():
            button = WayButton(words, description, self)
            button.clicked.connect(lambda _=False, name=name: self.way_chosen.emit(name))
            self.buttons[name] = button
            ways.addWidget(button)
        self.recent_title = QLabel("最近打开的账套", self)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(subtitle)
        column.addSpacing(12)
        column.addLayout(ways)
        column.addSpacing(12)
        column.addWidget(self.recent_title)
        column.addLayout(self._recent)
        column.addStretch(2)
        inside = QWidget(self)
        around = QHBoxLayout(inside)
        around.addStretch(1)
        around.addLayout(column, 6)
        around.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        inside.setAutoFillBackground(False)

    def show_recent(self, books: Sequence[str]) -> None:
        """The recent books; without one there is nothing to resume."""
        while self._recent.count():
            row = self._recent.takeAt(0).layout()
            old = row.takeAt(0).widget()
            old.hide()
            old.setParent(None)
        self.recent_title.setVisible(bool(books))
        self.buttons["resume"].setVisible(bool(books))
        self.setFocusProxy(self.buttons["resume" if books else "new_year"])
        for each in books[:5]:
            button = QToolButton(self)
            button.setText(f"{Path(each).stem}　　{Path(each).parent}")
            button.setToolTip(each)
            button.setAccessibleName(f"打开 {each}")
            button.setAutoRaise(True)
            button.clicked.connect(lambda _=False, path=each: self.book_chosen.emit(path))
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            self._recent.addLayout(row)
