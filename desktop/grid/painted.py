"""A table painted in one view: bands drawn once and kept in view, leading columns that stay, rows as high as their words."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from desktop.grid.cells import Cell
from desktop.grid.header import TableHeader
from desktop.grid.heights import RowHeights, runs_between
from desktop.grid.look import Look, fraction_of
from desktop.grid.model import TableModel
from desktop.grid.rows import RowKind
from desktop.kit.cell_view import CellView

Index = QModelIndex | QPersistentModelIndex
MOST_FROZEN = 62  # per cent of the view that the columns which stay may take


class PaintedTable(CellView):
    """Arranges and paints a :class:`TableModel`."""

    width_chosen = Signal()

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(QWidget(self))
        self.table = model
        self.runs: dict[int, list[tuple[int, int]]] = {}
        self._look: Look | None = None
        self._row_fractions: list[tuple[tuple[int, str], ...]] = []
        self._fractions: dict[int, int] = {}
        self.chosen_widths: dict[str, int] = {}  # tenths of a character, by the key of the column
        self.heading = TableHeader(self)
        self.setHorizontalHeader(self.heading)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(4)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.heights = RowHeights(self)
        self.setModel(model)
        model.restructured.connect(self.arrange)
        model.dataChanged.connect(self._remeasure)
        self.heading.sectionResized.connect(self._column_resized)
        self.heading.sectionClicked.connect(self._choose_column)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # Arrangement

    @property
    def look(self) -> Look:
        """Fonts and colours of the moment."""
        if self._look is None:
            self._look = Look(self.palette(), self.font())
        return self._look

    def renew_look(self) -> None:
        """Take over another font or palette."""
        self._look = None
        self.arrange()

    def arrange(self) -> None:
        """Take the columns and bands of the model as they are now."""
        look, plan = self.look, self.table.plan
        self.heading.plan, self.heading.look = plan, look
        self.heading.blockSignals(True)
        for at, column in enumerate(plan.columns):
            tenths = self.chosen_widths.get(column.key, column.width)
            self.heading.resizeSection(at, tenths * look.em // 10 + 2 * look.across)
        self.heading.blockSignals(False)
        self.runs = {at: runs for at in range(len(plan.columns)) if (runs := self.table.runs(at))}
        self.clearSpans()
        for at, runs in self.runs.items():
            for start, count in runs:
                across = self.table.cell(start, at).span
                if count > 1 or across > 1:
                    self.setSpan(start, at, count, across)
        for row, cells in enumerate(self.table.cells):
            for at, cell in enumerate(cells):
                if cell.span > 1 and not cell.owner:
                    self.setSpan(row, at, 1, cell.span)
        self._row_fractions = [self._fractions_of(row) for row in range(len(self.table.cells))]
        self._measure_fractions()
        self._freeze()
        self.heights.begin()
        self._name_columns()

    def _freeze(self) -> None:
        """Keep the naming columns in view unless they would leave no room for the others."""
        plan = self.table.plan
        width = self.heading.sectionPosition(plan.frozen) if 0 < plan.frozen < self.heading.count() else 0
        self.heading.frozen = plan.frozen if width * 100 <= self.viewport().width() * MOST_FROZEN else 0
        self.heading.viewport().update()

    def cell_width(self, column: int, cell: Cell) -> int:
        """Pixels of a cell with the columns it covers."""
        if cell.span == 1:
            return self.heading.sectionSize(column)
        return sum(self.heading.sectionSize(each) for each in range(column, min(column + cell.span, self.heading.count())))

    def _measure_fractions(self) -> None:
        """The room of the longest fraction in each column, so that decimal points stand below each other."""
        longest: dict[int, str] = {}
        for fractions in self._row_fractions:
            for at, fraction in fractions:
                if len(fraction) > len(longest.get(at, "")):
                    longest[at] = fraction
        self._fractions = {at: self.look.metrics.horizontalAdvance(fraction) for at, fraction in longest.items()}

    def _fractions_of(self, row: int) -> tuple[tuple[int, str], ...]:
        return tuple((at, fraction) for at, cell in enumerate(self.table.cells[row]) if (fraction := fraction_of(cell)))

    def _remeasure(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.column() < self.heading.frozen and self.heading.offset():
            self.viewport().update()  # Qt looks for several changed cells where they would stand if they scrolled
        if len(self._row_fractions) != len(self.table.cells):
            return  # rows came or went: all is measured anew when they are in their places
        for row in range(first.row(), last.row() + 1):
            self._row_fractions[row] = self._fractions_of(row)
        self._measure_fractions()
        self.heights.forget(range(first.row(), last.row() + 1))

    def _column_resized(self, column: int, _: int, width: int) -> None:
        """A width chosen by hand stays, whatever comes and goes, at every zoom."""
        tenths = (width - 2 * self.look.across) * 10 // self.look.em
        self.chosen_widths[self.table.plan.columns[column].key] = max(1, tenths)
        self.heights.begin()
        self._freeze()
        self.viewport().update()
        self.width_chosen.emit()

    def _scrolled(self) -> None:
        self.heights.settle()
        self._name_columns()

    def _name_columns(self) -> None:
        """The heading speaks of the block at the upper edge."""
        row = self.rowAt(1)
        if row >= 0 and self.table.rows[row].kind is not RowKind.TOTAL:
            self.heading.show_block(self.table.rows[row].block)

    def _choose_column(self, column: int) -> None:
        """A click on a heading chooses its column, the cursor on the first row in view."""
        rows = range(max(self.rowAt(1), 0), len(self.table.rows))
        first = next((each for each in rows if self.table.rows[each].kind is RowKind.NODE), None)
        if first is not None:
            self.put_cursor(self.table.index(first, column))
            self.choose_lines(rows=False)

    # Geometry of columns that stay in view

    def visualRect(self, index: Index) -> QRect:
        rect = super().visualRect(index)
        return rect.translated(self.heading.offset(), 0) if index.column() < self.heading.frozen else rect

    def indexAt(self, pos: QPoint) -> QModelIndex:
        if pos.x() < self.heading.frozen_width():
            return super().indexAt(QPoint(pos.x() - self.heading.offset(), pos.y()))
        return super().indexAt(pos)

    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion(self.viewport().rect())

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        if not index.isValid():
            return
        self.heights.settle()
        top, height = self.rowViewportPosition(index.row()), self.rowHeight(index.row())
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + top - max(0, (room - height) // 2))
        elif top < 0 or height > room:
            bar.setValue(bar.value() + top)
        elif top + height > room:
            bar.setValue(bar.value() + top + height - room)
        if index.column() < self.heading.frozen:
            return
        side, left = self.horizontalScrollBar(), self.columnViewportPosition(index.column())
        width = self.cell_width(index.column(), self.table.cell(index.row(), index.column()))
        if left < self.heading.frozen_width():
            side.setValue(side.value() + left - self.heading.frozen_width())
        elif left + width > self.viewport().width():
            side.setValue(side.value() + min(left - self.heading.frozen_width(), left + width - self.viewport().width()))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._freeze()
        self.heights.settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.renew_look()

    def viewportSizeHint(self) -> QSize:
        return QSize(self.look.em * 50, self.look.em * 24)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        look, heading = self.look, self.heading
        full = self.viewport().rect()
        painter.fillRect(full, look.base)
        first = self.rowAt(0)
        if first < 0:
            return
        last = self.rowAt(full.bottom())
        last = len(self.table.rows) - 1 if last < 0 else last
        edge = heading.frozen_width()
        painter.save()
        painter.setClipRect(full.adjusted(edge, 0, 0, 0))
        self._paint_columns(painter, first, last, range(heading.frozen, len(self.table.plan.columns)))
        painter.restore()
        self._paint_columns(painter, first, last, range(heading.frozen))
        if heading.offset() and edge:
            painter.setPen(look.edge)
            painter.drawLine(edge - 1, 0, edge - 1, full.bottom())
        self._paint_current(painter)

    def _paint_columns(self, painter: QPainter, first: int, last: int, columns: range) -> None:
        look, heading, room = self.look, self.heading, self.viewport().rect()
        chosen = self.boxes()
        for at in columns:
            left, width = heading.left_of(at), heading.sectionSize(at)
            runs = [(each, 1) for each in range(first, last + 1)]
            if at in self.runs:
                bands = runs_between(self.runs[at], first, last)
                covered = {row for start, count in bands for row in range(start, start + count)}
                runs = bands + [run for run in runs if run[0] not in covered]
            for start, count in runs:
                cell = self.table.cell(start, at)
                if cell.span == 1 and self._covered(start, at):
                    continue
                wide = width if cell.span == 1 else self.cell_width(at, cell)
                if left > room.right() or left + wide < 0:
                    continue
                top = self.rowViewportPosition(start)
                end = start + count - 1
                height = self.rowViewportPosition(end) + self.rowHeight(end) - top
                rect = QRect(left, top, wide, height)
                kind = self.table.rows[start].kind
                picked = kind is RowKind.NODE and any(
                    one <= end and three >= start and two < at + cell.span and four >= at for one, two, three, four in chosen
                )
                if kind is RowKind.HEADINGS:
                    painter.fillRect(rect, look.header)
                elif picked:
                    painter.fillRect(rect, look.chosen)
                elif cell.owner or kind is RowKind.TOTAL:
                    painter.fillRect(rect, look.band)
                else:
                    painter.fillRect(rect, look.base)
                painter.setPen(look.line)
                painter.drawLine(rect.topRight(), rect.bottomRight())
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())
                look.paint(painter, rect, cell, rect.intersected(room), self._fractions.get(at, 0))

    def _covered(self, row: int, column: int) -> bool:
        cells = self.table.cells[row]
        return any(cells[each].span > column - each for each in range(column) if cells[each].span > 1)

    def _paint_current(self, painter: QPainter) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        rect = self.visualRect(index)
        if index.column() >= self.heading.frozen:
            painter.setClipRect(self.viewport().rect().adjusted(self.heading.frozen_width(), 0, 0, 0))
        strong = QPen(self.look.accent, 2 if self.hasFocus() else 1)
        strong.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(strong)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
