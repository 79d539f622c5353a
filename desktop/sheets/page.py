"""A page as plain data: boxes and lines of text in millimetres, ready to be painted anywhere."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from desktop.sheets.units import PADDING_X_MM, PADDING_Y_MM, baseline_mm, em_mm, line_mm
from desktop.sheets.wrapping import Line

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}


class Style(IntEnum):
    """The typeface of a line. A whole number, for it is looked up with every line."""

    PLAIN = 0  # 宋体
    STRONG = 1  # 黑体
    TITLE = 2  # 小标宋, of the title of a report
    WORDS = 3  # 仿宋, of its paragraphs
    SECOND = 4  # 楷体, of its headings of the second level
    THIRD = 5  # 仿宋, of those below; stronger where the bundled font stands in


class TextLine(NamedTuple):
    """One line of text: left end, baseline and width in mm, type in points. A tuple, for there are many of them.

    Attributes:
        spacing: mm between its characters, so that it reaches the right edge.
    """

    x: float
    baseline: float
    text: str
    size: float
    style: Style = Style.PLAIN
    width: float = 0.0
    spacing: float = 0.0


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


Drawing: TypeAlias = Callable[["QPainter", "QRectF"], None]
"""Draws into an area in pixels of 1/96 inch."""


class Picture(NamedTuple):
    """A picture in mm: the bytes of a PNG, or what draws it."""

    x: float
    y: float
    width: float
    height: float
    content: bytes | Drawing


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
    pictures: tuple[Picture, ...] = ()

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

    size: float
    style: Style
    align: str
    middle: bool


def placed_lines(cell: Area, lines: Sequence[Line], setting: Setting) -> Iterator[TextLine]:
    """The lines of a cell in their places."""
    x, y, width, height = cell
    size, style, align, middle = setting
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
            yield TextLine(x + (spare - wide) * share, baseline, text, size, style, wide)
        baseline += step


def stretched(box: Box, height: float) -> Box:
    """The box higher, its lines moved down by half of what it gained."""
    down = (height - box.height) / 2
    return box._replace(height=height, lines=tuple(line._replace(baseline=line.baseline + down) for line in box.lines))
