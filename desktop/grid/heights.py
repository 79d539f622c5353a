"""How high the rows of the entry table are: measured when they come into view, guessed from the words before that."""

from bisect import bisect_right
from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.grid.cells import Cell

if TYPE_CHECKING:
    from desktop.grid.painted import PaintedTable

MEASURED_AHEAD = 600  # rows up to which heights are also measured while nothing else happens
SLICE = 20


class RowHeights(QObject):
    """Sets the heights of one table's rows."""

    def __init__(self, view: "PaintedTable") -> None:
        super().__init__(view)
        self._view = view
        self._measured: set[int] = set()
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._measure_ahead)

    def begin(self) -> None:
        """Start anew: guess all rows, measure those in view."""
        view = self._view
        self._measured.clear()
        floors = self._band_floors()
        for row, cells in enumerate(view.table.cells):
            own = self._own(cells)
            height = max((view.look.guess_height(cell, view.cell_width(at, cell)) for at, cell in own), default=0)
            view.setRowHeight(row, max(height, floors.get(row, 0), view.look.line_height()))
        self.settle()
        if len(view.table.rows) <= MEASURED_AHEAD:
            self._idle.start()

    def forget(self, rows: Iterable[int]) -> None:
        """The words of these rows changed."""
        self._measured.difference_update(rows)
        self.settle()

    def settle(self) -> None:
        """Measure the rows in view that nobody has measured yet."""
        view = self._view
        row, bottom = max(0, view.rowAt(0)), view.viewport().height()
        while row < len(view.table.rows) and view.rowViewportPosition(row) < bottom:
            if row not in self._measured:
                self._measure(row)
            row += 1

    @staticmethod
    def _own(cells: tuple[Cell, ...]) -> list[tuple[int, Cell]]:
        """The cells whose words the row itself must hold; those of bands reach over several rows."""
        return [(at, cell) for at, cell in enumerate(cells) if cell.text and not cell.owner]

    def _measure(self, row: int) -> None:
        view = self._view
        self._measured.add(row)
        own = self._own(view.table.cells[row])
        height = max((view.look.cell_height(cell, view.cell_width(at, cell)) for at, cell in own), default=0)
        floors = (self._floor(at, *run) for at, runs in view.runs.items() for run in runs_between(runs, row, row))
        height = max(height, *floors, view.look.line_height())
        if height != view.rowHeight(row):
            view.setRowHeight(row, height)

    def _floor(self, column: int, start: int, count: int) -> int:
        """The least height of each of these rows so that the words of their band find room."""
        view = self._view
        needed = view.look.cell_height(view.table.cell(start, column), view.heading.sectionSize(column))
        return -(-needed // count)

    def _band_floors(self) -> dict[int, int]:
        """The least height of every row that stands in bands."""
        floors: dict[int, int] = {}
        for at, runs in self._view.runs.items():
            for start, count in runs:
                floor = self._floor(at, start, count)
                for row in range(start, start + count):
                    floors[row] = max(floors.get(row, 0), floor)
        return floors

    def _measure_ahead(self) -> None:
        view = self._view
        rows = [each for each in range(len(view.table.rows)) if each not in self._measured][:SLICE]
        if not rows or view.state() == view.State.EditingState:
            self._idle.stop()
            return
        top = view.rowAt(0)
        before = view.rowViewportPosition(top) if top >= 0 else 0
        for row in rows:
            self._measure(row)
        if top >= 0:  # rows above the view found their height: what the clerk looks at stays where it is
            bar = view.verticalScrollBar()
            view.updateGeometries()
            bar.setValue(bar.value() + view.rowViewportPosition(top) - before)


def runs_between(runs: list[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    """The stretches (first, count) that meet these rows; a frame of a long table asks for a screen of them only."""
    begin = max(bisect_right(runs, first, key=itemgetter(0)) - 1, 0)
    return [run for run in runs[begin : bisect_right(runs, last, key=itemgetter(0))] if run[0] + run[1] > first]
