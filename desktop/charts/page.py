"""The charts of a comparison on one page: choose one, click its marks, copy it, save it; drawing is loaded when it is seen."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPalette, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.faults import EnvironmentFault
from desktop.charts.catalogue import chart_data, titles
from desktop.charts.chart_data import ChartData, marks
from desktop.charts.style import Style, screen_style
from scoring.compare import Comparison

if TYPE_CHECKING:
    from desktop.charts.plot import ChartWidget

MOST_ROWS = 200  # drawn on the screen; the table shows the rest
_SETTLED_MS = 60  # after the last change of size


class ChartPage(QWidget):
    """Holds no facts: it is given a comparison and tells which row was clicked.

    Attributes:
        key: of the chart shown.
        folder: where a picture is offered to be saved.
    """

    row_chosen = Signal(int)
    trouble = Signal(object)  # an EnvironmentFault while a picture was saved
    chart_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, key: str = "score_change") -> None:
        super().__init__(parent)
        self.key = key if key in titles() else next(iter(titles()))
        self.folder = Path()
        self._comparison: Comparison | None = None
        self._data: ChartData | None = None
        self._chart: ChartWidget | None = None
        self._row: int | None = None
        self._stale = True
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self._draw)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setObjectName("chart_words")
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setBackgroundRole(QPalette.ColorRole.Base)
        self._area.setAccessibleName("图")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.addLayout(self._buttons())
        layout.addWidget(self._words)
        layout.addWidget(self._area, 1)
        QShortcut(QKeySequence.StandardKey.Copy, self, self.copy, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        for key, title in titles().items():
            button = QToolButton(self)
            button.setText(title)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setChecked(key == self.key)
            button.setProperty("chart", key)
            self._group.addButton(button)
            row.addWidget(button)
        self._group.buttonClicked.connect(lambda button: self.show_chart(str(button.property("chart"))))
        row.addStretch(1)
        for text, slot in (("复制图", self.copy), ("存为图片…", self.ask_and_save)):
            button = QToolButton(self)
            button.setText(text)
            button.setAutoRaise(True)
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    # What it shows

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Draw another comparison; ``None`` for nothing."""
        self._comparison = comparison
        self._refresh()

    def show_chart(self, key: str) -> None:
        """Draw another chart of the catalogue."""
        if key != self.key:
            self.key = key
            for button in self._group.buttons():
                button.setChecked(button.property("chart") == key)
            self.chart_changed.emit(key)
            self._refresh()

    def choose_row(self, row: int | None) -> None:
        """Light the marks of a row and bring them into view."""
        self._row = row
        if self._chart is not None:
            down = self._chart.light(row)
            if down is not None:
                self._area.ensureVisible(0, round(down), 0, 60)

    @property
    def data(self) -> ChartData | None:
        """What is drawn."""
        return self._data

    def style_of_screen(self) -> Style:
        return screen_style(self.palette(), self.font())

    def _refresh(self) -> None:
        self._data = None if self._comparison is None else chart_data(self.key, self._comparison, MOST_ROWS)
        self._stale = True
        if self.isVisible():
            self._draw()

    def _draw(self) -> None:
        if not self._stale or not self.isVisible():
            return
        self._stale = False
        words = self._data.words if self._data is not None else None
        self._words.setText("\n".join(each for each in (words.title, words.legend, words.note) if each) if words else "")
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._chart = None
        if self._data is None or not marks(self._data):
            return
        from desktop.charts.plot import ChartWidget

        room = self._room()
        chart = ChartWidget(self._data, self.style_of_screen(), room.width())
        height = max(chart.least_height, room.height() if chart.stretches else 0)
        chart.setFixedSize(room.width(), height)
        chart.setAccessibleName(self._data.words.title)
        chart.row_chosen.connect(self._clicked)
        self._area.setWidget(chart)
        self._chart = chart
        self.choose_row(self._row)

    def _room(self) -> QSize:
        bar = self._area.verticalScrollBar().sizeHint().width()
        size = self._area.maximumViewportSize()
        return QSize(max(320, size.width() - bar), size.height())

    def _clicked(self, row: int) -> None:
        self.choose_row(row)
        self.row_chosen.emit(row)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() or (self._chart is not None and self._chart.stretches):
            self._stale = True
            self._settled.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._stale = True
            self._settled.start()

    # What leaves it

    def copy(self) -> None:
        """The chart as a picture to the clipboard."""
        if self._data is not None:
            from desktop.charts.picture import chart_image

            QGuiApplication.clipboard().setImage(chart_image(self._data, self.style_of_screen()))

    def ask_and_save(self) -> None:
        """Ask for a file and write the picture."""
        if self._data is None:
            return
        suggestion = self.folder / f"{self._data.words.title.replace('：', ' ')}.png"
        path, _ = QFileDialog.getSaveFileName(self, "存为图片", str(suggestion), "图片 (*.png);;矢量图 (*.svg)")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write the chart as .png or .svg; a fault is told by :attr:`trouble`."""
        from desktop.charts.picture import save_chart

        if self._data is None:
            return
        try:
            save_chart(path, self._data, self.style_of_screen())
        except EnvironmentFault as fault:
            self.trouble.emit(fault)
