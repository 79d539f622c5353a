"""The comparison table on screen: state and name stay while the years scroll; small lines are painted in the cells."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.compare.model import TRACK_ROLE, TREND_ROLE, CompareModel
from desktop.forms.compared import Kind

_FIXED = (Kind.STATE, Kind.NAME)
_EMS = {
    Kind.STATE: 5, Kind.NAME: 18, Kind.POINTS: 4, Kind.TARGET: 9, Kind.ACTUAL: 9, Kind.RATE: 6, Kind.SCORE: 5, Kind.SCORE_RATE: 6,
    Kind.CHANGE: 7, Kind.CHANGE_PERCENT: 6, Kind.SCORE_CHANGE: 6, Kind.BETTER: 5, Kind.TREND: 7, Kind.NOTE: 14,
}  # fmt: skip
Index = QModelIndex | QPersistentModelIndex


class Sparkline(QStyledItemDelegate):
    """Paints the way of a row through the years; a year without a value is a gap."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        look: Any = option  # its attributes are unknown to the type stubs
        values: Sequence[Decimal | None] = index.data(TREND_ROLE) or ()
        known = [each for each in values if each is not None]
        if not known:
            return
        area = QRectF(look.rect).adjusted(6, 5, -6, -5)
        places = [_place(at, value, len(values), (min(known), max(known)), area) for at, value in enumerate(values)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.palette.color(QPalette.ColorRole.Text), 1.2))
        run: list[QPointF] = []
        for place in [*places, None]:
            if place is not None:
                run.append(place)
                continue
            painter.drawPolyline(QPolygonF(run))
            run = []
        painter.setBrush(look.palette.color(QPalette.ColorRole.Text))
        last = next(each for each in reversed(places) if each is not None)
        painter.drawEllipse(last, 2, 2)
        painter.restore()


def _place(at: int, value: Decimal | None, count: int, span: tuple[Decimal, Decimal], area: QRectF) -> QPointF | None:
    if value is None:
        return None
    low, high = span
    up = int((value - low) * 1000 / (high - low)) / 1000 if high > low else 0.5
    along = at / (count - 1) if count > 1 else 0.5
    return QPointF(area.left() + area.width() * along, area.bottom() - area.height() * up)


class _Table(QTableView):
    """One half of the table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)


class CompareTable(QWidget):
    """Two views on one model and one selection.

    Signals tell the track of the row that was chosen, and of the cell that was opened with its table's position (−1: the latest).
    """

    row_chosen = Signal(int)
    cell_opened = Signal(int, int)

    def __init__(self, model: CompareModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._names, self._years = _Table(self), _Table(self)
        self._spark = Sparkline(self)
        self._plain = QStyledItemDelegate(self)
        for view in (self._names, self._years):
            view.setModel(model)
            view.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))
            view.doubleClicked.connect(self._opened)
        self._years.setSelectionModel(self._names.selectionModel())
        self._names.selectionModel().currentRowChanged.connect(self._chosen)
        self._names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._years.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._years.verticalScrollBar().valueChanged.connect(self._names.verticalScrollBar().setValue)
        self._names.verticalScrollBar().valueChanged.connect(self._years.verticalScrollBar().setValue)
        self._names.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._names.setAccessibleName("指标")
        self._years.setAccessibleName("各年数据")
        self.setFocusProxy(self._years)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self._names)
        layout.addWidget(self._years, 1)
        model.modelReset.connect(self._arrange)
        self._arrange()

    def _arrange(self) -> None:
        em = self.fontMetrics().horizontalAdvance("中")
        for at, column in enumerate(self._model.columns):
            fixed = column.kind in _FIXED
            self._names.setColumnHidden(at, not fixed)
            self._years.setColumnHidden(at, fixed)
            (self._names if fixed else self._years).setColumnWidth(at, _EMS[column.kind] * em)
            self._years.setItemDelegateForColumn(at, self._spark if column.kind is Kind.TREND else self._plain)
        self._names.setFixedWidth((_EMS[Kind.STATE] + _EMS[Kind.NAME]) * em + 2)
        for view in (self._names, self._years):
            view.horizontalHeader().setFixedHeight(self._heading_height(em))

    def _heading_height(self, em: int) -> int:
        """Enough for the longest heading, its words wrapped in the width of its column."""
        metrics, wrapped = self.fontMetrics(), Qt.TextFlag.TextWordWrap
        texts = [(self._model.headerData(at, Qt.Orientation.Horizontal), column) for at, column in enumerate(self._model.columns)]
        rooms = [(QRect(0, 0, (_EMS[column.kind] - 1) * em, 1000), text) for text, column in texts]
        lines = max((metrics.boundingRect(room, wrapped, text).height() for room, text in rooms), default=0)
        return max(lines, 2 * metrics.height()) + round(metrics.height() * 0.6)

    def choose_row(self, track: int) -> None:
        """Select the row of a track and bring it into view; nothing where the filter hides it."""
        row = self._model.row_of(track)
        if row is None:
            self._names.clearSelection()
            return
        at = next(place for place, column in enumerate(self._model.columns) if column.kind is Kind.NAME)
        index = self._model.index(row, at)
        self._names.setCurrentIndex(index)
        self._names.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    @property
    def chosen_track(self) -> int | None:
        index = self._names.currentIndex()
        return int(index.data(TRACK_ROLE)) if index.isValid() else None

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(int(current.data(TRACK_ROLE)))

    def _opened(self, index: QModelIndex) -> None:
        column = self._model.columns[index.column()]
        if column.kind is not Kind.NOTE:
            self.cell_opened.emit(int(index.data(TRACK_ROLE)), -1 if column.side is None else column.side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self._names.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._opened(index)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(900, 360)
