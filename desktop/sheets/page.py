"""A page as plain data: boxes and lines of text in millimetres, ready to be painted anywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from desktop.sheets.units import PADDING_X_MM, PADDING_Y_MM, baseline_mm, em_mm, line_mm
from desktop.sheets.wrapping import Line

_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}


class TextLine(NamedTuple):
    """One line of text: left end, baseline and width in mm, type in points. A tuple, for there are many of them."""

    x: float
    baseline: float
    text: str
    size: int
    bold: bool = False
    width: float = 0.0


class Box(NamedTuple):
    """A cell, or the part of it that stands on this page, in mm. A tuple, for there are many of them.

    Attributes:
        row, column: of the laid form.
        continued: whether it began on a page before.
    """

    x: float
    y: float
    width: float
    height: float
    row: int
    column: int
    bordered: bool
    continued: bool
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in mm, its cells, and the lines above and below them.

    Attributes:
        stamp: the word behind all, slanted; its place is told from the middle of the page.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    marks: tuple[TextLine, ...] = ()
    stamp: TextLine | None = None

    def lines(self) -> Iterator[TextLine]:
        """All its lines in the order in which they are painted."""
        if self.stamp is not None:
            yield self.stamp
        yield from self.marks
        for box in self.boxes:
            yield from box.lines


@dataclass(frozen=True, slots=True)
class Body:
    """The part of a page that holds the form, in mm."""

    page_width: float
    page_height: float
    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


Area: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height in mm."""


class Setting(NamedTuple):
    """How lines stand in their box: type in points, left, center or right, in the middle of the height or at its top."""

    size: int
    bold: bool
    align: str
    middle: bool


def placed_lines(cell: Area, lines: Sequence[Line], setting: Setting) -> Iterator[TextLine]:
    """The lines of a cell in their places."""
    x, y, width, height = cell
    size, bold, align, middle = setting
    em, step = em_mm(size), line_mm(size)
    baseline = y + PADDING_Y_MM + baseline_mm(size)
    if middle:
        baseline += (height - 2 * PADDING_Y_MM - len(lines) * step) / 2
    x += PADDING_X_MM
    spare = width - 2 * PADDING_X_MM
    share = _SHARES[align]
    for text, ems in lines:
        if text:
            wide = ems * em
            yield TextLine(x + (spare - wide) * share, baseline, text, size, bold, wide)
        baseline += step


def stretched(box: Box, height: float) -> Box:
    """The box higher, its lines moved down by half of what it gained."""
    down = (height - box.height) / 2
    return box._replace(height=height, lines=tuple(line._replace(baseline=line.baseline + down) for line in box.lines))
