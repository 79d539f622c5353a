"""A page's table on screen: how its cells are drawn and how wide they are."""

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QPointF,
    Qt,
)
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.kit.cell_editor import CellDelegate
from desktop.kit.cell_view import CellView, Index
from desktop.kit.tones import Tone, mixed
from desktop.pages.sheet import fraction_of
from desktop.pages.sheet_model import CellRole, FlagRole, SheetModel

NARROWEST = 6  # characters a column keeps that shares the room left


class SheetDelegate(CellDelegate):
    """Strong words, indented words, and a corner in the colour of the gravest finding."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        cell = index.data(CellRole)
        if cell is None:
            return
        look: Any = option  # the stubs do not know its fields
        if cell.tone in (Tone.STRONG, Tone.HEADING):
            look.font.setBold(True)
        if cell.depth:
            look.text = "　" * cell.depth + look.text

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell, view = index.data(CellRole), self.parent()
        fraction = None if cell is None else fraction_of(cell)
        if fraction is None or not isinstance(view, SheetView):
            super().paint(painter, option, index)
        else:
            self._paint_number(painter, QStyleOptionViewItem(option), index, fraction, view)
        look: Any = option
        rect = look.rect
        if isinstance(view, SheetView):
            painter.setPen(view.line)
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            painter.drawLine(rect.topRight(), rect.bottomRight())
        colour = index.data(FlagRole)
        if colour is not None:
            size = max(5, rect.height() // 4)
            corner = QPointF(rect.right() + 1, rect.top())
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF([corner, corner - QPointF(size, 0), corner + QPointF(0, size)]))
            painter.restore()
        if isinstance(view, SheetView) and view.hasFocus() and index == view.currentIndex():
            painter.save()
            painter.setPen(QPen(view.accent, 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def _paint_number(self, painter: QPainter, option: Any, index: Index, fraction: str, view: "SheetView") -> None:
        """Right-aligned, the decimal points of a column one below the other."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, view)
        metrics = QFontMetrics(option.font)
        longest = view.table.fractions[index.column()]
        margin = view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, view) + 1
        room = option.rect.width() - 2 * margin - metrics.horizontalAdvance(text)
        slack = max(0, min(room, metrics.horizontalAdvance(longest) - metrics.horizontalAdvance(fraction)))
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        inner = option.rect.adjusted(margin, 0, -margin - slack, 0)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


class SheetView(CellView):
    """Shows a :class:`SheetModel` and lets it be typed into."""

    def __init__(self, model: SheetModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, SheetDelegate)
        self.table = model
        self.setModel(model)
        self._take_colours()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)  # the delegate draws lines that show on dark ground too
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        model.modelReset.connect(self._arrange)
        model.dataChanged.connect(self._arrange)

    # Arrangement

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._take_colours()

    def _take_colours(self) -> None:
        """Chosen cells are tinted, not covered, so that their own colours stay readable."""
        role, palette = QPalette.ColorRole, QApplication.palette()
        self.accent = palette.color(role.Highlight)
        self.line = mixed(palette.color(role.Base), palette.color(role.Text), 0.22)
        palette.setColor(role.Highlight, mixed(palette.color(role.Base), self.accent, 0.22))
        palette.setColor(role.HighlightedText, palette.color(role.Text))
        self.setPalette(palette)
        self.table.palette = palette

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The widths: columns without one of their own share the room left."""
        columns = self.table.sheet.columns
        em = self.fontMetrics().height()
        left = self.viewport().width() - sum(each.ems for each in columns) * em
        sharing = sum(1 for each in columns if not each.ems)
        for at, each in enumerate(columns):
            self.setColumnWidth(at, each.ems * em if each.ems else max(NARROWEST * em, left // sharing))
