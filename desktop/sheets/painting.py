"""Paints a page: the one painter behind preview, printer and PDF."""

from collections.abc import Iterable
from itertools import chain

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from desktop.sheets.page import Page, TextLine
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.units import UNITS_PER_MM

_BORDER_MM = 0.18
_INK = QColor(0, 0, 0)
_STAMP_INK = QColor(236, 236, 236)


def paint_page(painter: QPainter, page: Page, faces: Typefaces, *, dots_per_mm: float) -> None:
    """The page with its upper left corner at the painter's origin."""
    painter.save()
    scale = dots_per_mm / UNITS_PER_MM
    painter.scale(scale, scale)
    if page.stamp is not None:
        _paint_stamp(painter, page, page.stamp, faces)
    pen = QPen(_INK, _BORDER_MM * UNITS_PER_MM)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    unit = UNITS_PER_MM
    painter.drawRects(
        [QRectF(box.x * unit, box.y * unit, box.width * unit, box.height * unit) for box in page.boxes if box.bordered]
    )
    _paint_lines(painter, chain(page.marks, *(box.lines for box in page.boxes)), faces)
    painter.restore()


def _paint_lines(painter: QPainter, lines: Iterable[TextLine], faces: Typefaces) -> None:
    current: QFont | None = None
    for line in lines:
        font = faces.font_of(line.text, line.size, bold=line.bold)
        if font is None:
            _paint_runs(painter, line, faces)
            current = None
            continue
        if font is not current:
            painter.setFont(font)
            current = font
        painter.drawText(QPointF(line.x * UNITS_PER_MM, line.baseline * UNITS_PER_MM), line.text)


def _paint_runs(painter: QPainter, line: TextLine, faces: Typefaces) -> None:
    """A line of several fonts."""
    x = line.x
    for font, text in faces.runs(line.text, line.size, bold=line.bold):
        painter.setFont(font)
        painter.drawText(QPointF(x * UNITS_PER_MM, line.baseline * UNITS_PER_MM), text)
        x += faces.width_mm(text, line.size, bold=line.bold)


def _paint_stamp(painter: QPainter, page: Page, stamp: TextLine, faces: Typefaces) -> None:
    painter.save()
    painter.setPen(_STAMP_INK)
    painter.translate(page.width / 2 * UNITS_PER_MM, page.height / 2 * UNITS_PER_MM)
    painter.rotate(-30)
    _paint_lines(painter, [stamp], faces)
    painter.restore()
