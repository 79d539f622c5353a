"""A laid form measured for one page width: where each cell stands, at which size, in which lines."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, Protocol

from desktop.forms.laid import CellRole, LaidCell
from desktop.sheets.page import Style
from desktop.sheets.units import PADDING_X_MM, PADDING_Y_MM, em_mm, line_mm
from desktop.sheets.wrapping import Line, wrap
from scoring.table import Field

SMALLEST_POINTS = 7
_USUAL_POINTS = 9
_NAME = Field.NAME.value  # asked for every cell
CONTINUED = "（续）"
_SIGNING_MM = 9.0  # room to sign in


class Metrics(Protocol):
    """What measures text."""

    def ems(self, style: Style) -> Mapping[str, float]:
        """The width of each character in ems."""


class Spot(NamedTuple):
    """Where a cell is drawn: the page of a page set (0 is the first), left edge and width in mm."""

    window: int
    x: float
    width: float


class MeasuredCell(NamedTuple):
    """A cell with its lines. A tuple, for there are many of them.

    Attributes:
        spots: one, or one on each page of a set that shows the cell; its words stand in each, broken for the narrowest.
        repeated: the lines on a page on which the cell goes on: its words with （续）, or its number again.
            Empty where the text flows on instead.
        least, whole: height in mm without lines, and with all of them.
    """

    cell: LaidCell
    spots: tuple[Spot, ...]
    size: float
    lines: tuple[Line, ...]
    repeated: tuple[Line, ...]
    least: float
    whole: float
    last_row: int

    def height(self, lines: int) -> float:
        """In mm, for so many lines."""
        return max(self.least, lines * line_mm(self.size) + 2 * PADDING_Y_MM) if lines else self.least

    def least_part(self) -> float:
        """In mm, what it needs to begin on a page: a band all its words, other cells two lines."""
        return self.height(len(self.lines) if self.repeated else min(2, len(self.lines)))


class Geometry(Protocol):
    """Where the columns stand."""

    def spots(self, cell: LaidCell) -> tuple[Spot, ...]:
        """Where the cell is drawn."""

    @property
    def shrink(self) -> float:
        """How much narrower than the form wants it, at most 1."""


class Measuring:
    """Measures cells for one arrangement of columns; names that need more than ``most`` mm are not repeated but flow."""

    def __init__(self, geometry: Geometry, metrics: Metrics, most: float) -> None:
        self._geometry = geometry
        self._most = most
        self._ems = {False: metrics.ems(Style.PLAIN), True: metrics.ems(Style.STRONG)}

    @property
    def line_height(self) -> float:
        """Of a row with one line of the usual size, in mm."""
        return line_mm(font_points(_USUAL_POINTS, self._geometry.shrink)) + 2 * PADDING_Y_MM

    def measured(self, cell: LaidCell) -> MeasuredCell:
        """The cell in lines."""
        spots = self._geometry.spots(cell)
        size = font_points(cell.size, self._geometry.shrink)
        step, last_row = line_mm(size), cell.row + cell.row_span - 1
        least = _SIGNING_MM if cell.role is CellRole.SIGNATURE else step + 2 * PADDING_Y_MM
        text = cell.text.rstrip()
        if not text:
            return MeasuredCell(cell, spots, size, (), (), least, least, last_row)
        ems, label = self._ems[cell.bold], is_label(cell)
        room = (min([spot.width for spot in spots]) - 2 * PADDING_X_MM) / em_mm(size)
        lines = wrap(text, room, ems, hanging=label)
        repeated: tuple[Line, ...] = ()
        if cell.row_span > 1 and cell.number is not None:
            repeated = lines
        elif label:
            repeated = _continued(text, lines, room, ems)
        if len(repeated) * step > self._most:
            repeated = ()
        whole = max(least, len(lines) * step + 2 * PADDING_Y_MM)
        return MeasuredCell(cell, spots, size, lines, repeated, least, whole, last_row)


def _continued(text: str, lines: tuple[Line, ...], room: float, ems: Mapping[str, float]) -> tuple[Line, ...]:
    """The lines of a name that is said again."""
    last = lines[-1]
    width = last.width + sum(map(ems.__getitem__, CONTINUED))
    if width <= room:
        return (*lines[:-1], Line(last.text + CONTINUED, width))
    return wrap(text + CONTINUED, room, ems, hanging=True)


@cache
def font_points(size: float, shrink: float) -> float:
    """The size of type on a page narrower than the form wants: smaller, but never too small to read."""
    return size if shrink >= 1 else max(min(size, SMALLEST_POINTS), round(size * max(shrink, 0.5)))


def is_label(cell: LaidCell) -> bool:
    """Whether a cell names what stands beside it, so that a page on which it goes on must say it again."""
    if cell.place is not None and cell.place.field == _NAME:
        return True
    return cell.role in (CellRole.LABEL, CellRole.GROUP) and bool(cell.text)
