"""Paints a page: the one painter behind preview, printer and PDF."""

from collections.abc import Iterable
from itertools import chain

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from desktop.sheets.page import Box, Page, Picture, TextLine
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.units import UNITS_PER_MM

_BORDER_MM = 0.18
_PIXELS_PER_MM = 96 / 25.4
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
    painter.drawRects([_frame(box) for box in page.boxes if box.bordered])
    _paint_lines(painter, chain(page.marks, *(box.lines for box in page.boxes)), faces)
    for picture in page.pictures:
        _paint_picture(painter, picture)
    painter.restore()


def _frame(box: Box) -> QRect:
    """In whole units, as all that is painted: that is finer than ink, and Qt takes a quarter less time to write it down."""
    left, top = round(box.x * UNITS_PER_MM), round(box.y * UNITS_PER_MM)
    right, bottom = round((box.x + box.width) * UNITS_PER_MM), round((box.y + box.height) * UNITS_PER_MM)
    return QRect(left, top, right - left, bottom - top)


def _paint_picture(painter: QPainter, picture: Picture) -> None:
    painter.save()
    painter.scale(UNITS_PER_MM / _PIXELS_PER_MM, UNITS_PER_MM / _PIXELS_PER_MM)
    area = QRectF(*(each * _PIXELS_PER_MM for each in picture[:4]))
    if isinstance(picture.content, bytes):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, QImage.fromData(picture.content))
    else:
        picture.content(painter, area)
    painter.restore()


def _paint_lines(painter: QPainter, lines: Iterable[TextLine], faces: Typefaces) -> None:
    current: QFont | None = None
    for line in lines:
        x, baseline, text, size, style, _, spacing = line
        font = faces.font_of(text, size, style)
        if font is None or spacing:
            _paint_runs(painter, line, faces)
            current = None
            continue
        if font is not current:
            painter.setFont(font)
            current = font
        painter.drawText(round(x * UNITS_PER_MM), round(baseline * UNITS_PER_MM), text)


def _paint_runs(painter: QPainter, line: TextLine, faces: Typefaces) -> None:
    """A line of several fonts, or one that is spaced: Qt would space it for the resolution of the device."""
    x = line.x
    for font, text in faces.runs(line.text, line.size, line.style):
        painter.setFont(font)
        for words in text if line.spacing else (text,):
            painter.drawText(round(x * UNITS_PER_MM), round(line.baseline * UNITS_PER_MM), words)
            x += faces.width_mm(words, line.size, line.style) + line.spacing


def _paint_stamp(painter: QPainter, page: Page, stamp: TextLine, faces: Typefaces) -> None:
    painter.save()
    painter.setPen(_STAMP_INK)
    painter.translate(page.width / 2 * UNITS_PER_MM, page.height / 2 * UNITS_PER_MM)
    painter.rotate(-30)
    _paint_lines(painter, [stamp], faces)
    painter.restore()
