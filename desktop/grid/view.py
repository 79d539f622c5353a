"""The entry table on screen under the clerk's hands, with its zoom. What the hands change is the page's business."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.grid.model import TableModel
from desktop.grid.painted import PaintedTable
from desktop.grid.walking import begins, edge, step
from desktop.kit.cell_editor import Move

ZOOMS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)


class TableView(PaintedTable):
    """Shows a :class:`TableModel` and lets it be typed into."""

    zoomed = Signal(int)

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.zoom_percent = 100
        self._plain_font = QFont(self.font())
        self.setAccessibleName("指标表")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def set_zoom(self, percent: int) -> None:
        """Show the table larger or smaller; 100 is the size of the window's font."""
        percent = min(max(percent, ZOOMS[0]), ZOOMS[-1])
        if percent == self.zoom_percent:
            return
        self.end_editing()
        self.zoom_percent = percent
        font = QFont(self._plain_font)
        font.setPointSizeF(self._plain_font.pointSizeF() * percent / 100)
        self.setFont(font)
        self.renew_look()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self.zoomed.emit(percent)

    def zoom_by(self, steps: int) -> None:
        nearest = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - self.zoom_percent))
        self.set_zoom(ZOOMS[min(max(nearest + steps, 0), len(ZOOMS) - 1)])

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    # Walking over bands and headings

    def step(self, index: QModelIndex, move: Move) -> QModelIndex:
        return step(self.table, index, move)

    def drawn_at(self, row: int, column: int) -> bool:
        return begins(self.table, row, column)

    def edge(self, index: QModelIndex, *, far: bool, whole: bool) -> QModelIndex:
        return edge(self.table, index, far=far, whole=whole)
