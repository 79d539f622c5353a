"""The heading of the entry table: the words of the block in view, the leading columns staying where they are."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.grid.look import BOTTOM, CENTRE, RIGHT, WRAPPED, Look
from desktop.grid.plan import Plan, Slot


class TableHeader(QHeaderView):
    """Paints the columns of one block of the form over the columns of the table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setViewport(QWidget(self))
        self.plan = Plan()
        self.block = -1
        self.frozen = 0
        self.sorted_by: tuple[str, bool] | None = None  # a column's key, whether its largest comes first
        self.look: Look | None = None
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(12)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def show_block(self, block: int) -> None:
        """Take the words of another block of the form when it comes into view."""
        if block != self.block:
            self.block = block
            self.viewport().update()

    def key_at(self, place: QPoint) -> str:
        """The key of the column at a place of the viewport, empty beside the columns."""
        if place.x() < self.frozen_width():
            place = QPoint(place.x() - self.offset(), place.y())
        at = self.logicalIndexAt(place)
        return self.plan.columns[at].key if 0 <= at < len(self.plan.columns) else ""

    def left_of(self, column: int) -> int:
        """Where the column begins in the viewport."""
        position = self.sectionPosition(column)
        return position if column < self.frozen else position - self.offset()

    def frozen_width(self) -> int:
        return self.sectionPosition(self.frozen) if 0 < self.frozen < self.count() else 0

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        if self.look is None or not self.plan.columns:
            return size
        look = self.look
        tallest = max(
            (
                look.text_height(slot.words, self._span_width(at, slot) - 2 * look.across, strong=True)
                for slots in self.plan.blocks.values()
                for at, slot in slots.items()
            ),
            default=0,
        )
        return QSize(size.width(), tallest + 2 * look.down)

    def _span_width(self, column: int, slot: Slot) -> int:
        return sum(self.sectionSize(each) for each in range(column, min(column + slot.span, self.count())))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        painter = QPainter(self.viewport())
        if look is None:
            return
        full = self.viewport().rect()
        painter.fillRect(full, look.header)
        slots = self.plan.slots(self.block)
        moving = [at for at in slots if at >= self.frozen]
        painter.save()
        painter.setClipRect(full.adjusted(self.frozen_width(), 0, 0, 0))
        for at in moving:
            self._paint_slot(painter, at, slots[at], look)
        painter.restore()
        for at in slots:
            if at < self.frozen:
                self._paint_slot(painter, at, slots[at], look)
        painter.setPen(look.edge)
        painter.drawLine(full.bottomLeft(), full.bottomRight())
        if self.offset() and self.frozen:
            painter.drawLine(QPoint(self.frozen_width() - 1, 0), QPoint(self.frozen_width() - 1, full.bottom()))

    def _paint_slot(self, painter: QPainter, column: int, slot: Slot, look: Look) -> None:
        rect = QRect(self.left_of(column), 0, self._span_width(column, slot), self.viewport().height())
        painter.setPen(look.line)
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(look.fonts.strong)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.viewport().rect()
        if column >= self.frozen:
            room.setLeft(self.frozen_width())
        shown = rect.intersected(room)
        wide = shown if shown.width() >= look.em * 5 else rect
        painter.drawText(wide.adjusted(look.across, 0, -look.across, 0), int(CENTRE) | WRAPPED, slot.words)
        if self.sorted_by is not None and self.plan.columns[column].key == self.sorted_by[0]:
            painter.setPen(look.accent)
            painter.drawText(shown.adjusted(0, 0, -2, 0), int(RIGHT | BOTTOM), "▼" if self.sorted_by[1] else "▲")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(self._unscrolled(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(self._unscrolled(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(self._unscrolled(event))

    def _unscrolled(self, event: QMouseEvent) -> QMouseEvent:
        """Over the columns that stay in view the pointer means them, however far the rest is scrolled."""
        at = event.position()
        if not self.offset() or at.x() >= self.frozen_width():
            return event
        at.setX(at.x() - self.offset())
        return QMouseEvent(
            event.type(),
            at,
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
        )
