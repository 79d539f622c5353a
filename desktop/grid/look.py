"""How the entry table is drawn: fonts and colours out of the palette, text measured once, one cell painted."""

import re
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPolygonF

from desktop.grid.cells import Cell
from desktop.kit.tones import Tone, flag_colour, mixed, tone_colour
from scoring.finding import Severity

WRAPPED = int(Qt.TextFlag.TextWordWrap)
WRAPPED_ANYWHERE = int(Qt.TextFlag.TextWrapAnywhere)
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
UNBROKEN = re.compile(r"[!-~]{8,}")  # signs between which a line is not broken
CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter
BOTTOM = Qt.AlignmentFlag.AlignBottom


def fraction_of(cell: Cell) -> str:
    """The decimal point of a number and what follows it."""
    found = PLAIN_NUMBER.fullmatch(cell.text) if cell.number else None
    return (found.group(1) or "") if found else ""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of the table at one zoom."""

    plain: QFont
    strong: QFont
    small: QFont

    @classmethod
    def of(cls, font: QFont) -> "Fonts":
        strong, small = QFont(font), QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(font.pointSizeF() * 0.9)
        return cls(QFont(font), strong, small)

    def of_cell(self, cell: Cell) -> QFont:
        return self.strong if cell.tone in (Tone.STRONG, Tone.HEADING) else self.plain


class Look:
    """Colours and measures for one palette and one font; text heights are kept by text, width and weight."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        role = QPalette.ColorRole
        self.fonts = Fonts.of(font)
        self.metrics = QFontMetrics(self.fonts.plain)
        self._strong_metrics = QFontMetrics(self.fonts.strong)
        self._small_metrics = QFontMetrics(self.fonts.small)
        self.em = self.metrics.horizontalAdvance("中")
        self.across = max(3, self.em // 3)
        self.down = max(2, self.em // 4)
        self.base = palette.color(role.Base)
        self.band = palette.color(role.AlternateBase)
        self.header = mixed(palette.color(role.Button), self.base, 0.25)
        self.line = mixed(self.base, palette.color(role.Text), 0.22)
        self.edge = mixed(self.base, palette.color(role.Text), 0.45)
        self.chosen = mixed(self.base, palette.color(role.Highlight), 0.22)
        self.accent = palette.color(role.Highlight)
        self.tones = {each: tone_colour(palette, each) for each in Tone}
        self.flags = {each: flag_colour(palette, each) for each in Severity}
        self._heights: dict[tuple[str, int, bool], int] = {}
        self._shortened: dict[tuple[str, int, int], str] = {}

    def wrap(self, text: str, width: int) -> int:
        """How lines are broken: between words, but anywhere where one word alone is wider than the column."""
        widest = max((self._strong_metrics.horizontalAdvance(each) for each in UNBROKEN.findall(text)), default=0)
        return WRAPPED_ANYWHERE if widest > width else WRAPPED

    def text_height(self, text: str, width: int, *, strong: bool) -> int:
        """Pixels a wrapped text needs in a column of this width, without the margins."""
        key = (text, width, strong)
        found = self._heights.get(key)
        if found is None:
            metrics = self._strong_metrics if strong else self.metrics
            found = metrics.boundingRect(QRect(0, 0, max(width, self.em), 1 << 20), self.wrap(text, width), text).height()
            self._heights[key] = found
        return found

    def cell_height(self, cell: Cell, width: int) -> int:
        """Pixels the cell needs in a column of this width."""
        if not cell.text and not cell.note:
            return 0
        strong = cell.tone in (Tone.STRONG, Tone.HEADING)
        needed = self.text_height(self.shown_text(cell, width), self._inner(cell, width), strong=strong)
        return needed + 2 * self.down + (self._small_metrics.height() if cell.note else 0)

    def _inner(self, cell: Cell, width: int) -> int:
        return width - 2 * self.across - cell.depth * self.em

    def shown_text(self, cell: Cell, width: int) -> str:
        """The text as far as the cell shows it: one that may only take so many lines ends in an ellipsis."""
        if not cell.lines or len(cell.text) <= cell.lines:
            return cell.text
        key = cell.text, width, cell.lines
        found = self._shortened.get(key)
        if found is None:
            found = self._shortened[key] = self._shorten(cell.text, self._inner(cell, width), cell.lines)
        return found

    def _shorten(self, text: str, width: int, lines: int) -> str:
        room = lines * self.metrics.lineSpacing() + self.metrics.lineSpacing() // 2
        if self.text_height(text, width, strong=False) <= room:
            return text
        fits, most = 0, len(text)
        while fits < most:  # the longest beginning that leaves room for the ellipsis
            middle = (fits + most + 1) // 2
            room_to_try = QRect(0, 0, max(width, self.em), 1 << 20)
            rect = self.metrics.boundingRect(room_to_try, self.wrap(text, width), text[:middle] + "…")
            fits, most = (middle, most) if rect.height() <= room else (fits, middle - 1)
        return text[:fits].rstrip() + "…"

    def line_height(self) -> int:
        return self.metrics.height() + 2 * self.down

    def guess_height(self, cell: Cell, width: int) -> int:
        """A height from the number of characters alone, for rows nobody has seen yet."""
        per_line = max(1, self._inner(cell, width) // self.em)
        lines = sum(1 + max(0, len(each) - 1) // per_line for each in cell.text.split("\n")) + (1 if cell.note else 0)
        lines = min(lines, cell.lines) if cell.lines else lines
        return lines * self.metrics.lineSpacing() + 2 * self.down

    def paint(self, painter: QPainter, rect: QRect, cell: Cell, shown: QRect, fraction_room: int) -> None:
        """Text, note and flag of a cell; ``shown`` is the part in view, in which the text of a tall cell stays."""
        if cell.flag is not None:
            self._paint_flag(painter, rect, self.flags[cell.flag])
        if not cell.text and not cell.note:
            return
        inner = rect.adjusted(self.across, self.down, -self.across, -self.down)
        painter.setFont(self.fonts.of_cell(cell))
        painter.setPen(self.tones[cell.tone])
        if cell.number and "\n" not in cell.text:
            self._paint_number(painter, inner, cell, fraction_room)
            return
        height = self.cell_height(cell, rect.width())
        top = shown.top() + (shown.height() - height) // 2
        top = max(rect.top(), min(top, rect.bottom() + 1 - height))
        note = self._small_metrics.height() if cell.note else 0
        left = inner.left() + cell.depth * self.em
        area = QRect(left, top + self.down, inner.right() + 1 - left, max(0, height - 2 * self.down - note))
        text = self.shown_text(cell, rect.width())
        painter.drawText(area, int(CENTRE if cell.centred else LEFT | MIDDLE) | self.wrap(text, area.width()), text)
        if cell.note:
            painter.setFont(self.fonts.small)
            painter.setPen(self.tones[Tone.QUIET])
            below = QRect(left, area.bottom() + 1, area.width(), note)
            painter.drawText(below, int(CENTRE if cell.centred else LEFT | MIDDLE), cell.note)

    def _paint_number(self, painter: QPainter, inner: QRect, cell: Cell, fraction_room: int) -> None:
        """Right-aligned, the decimal points of a column one below the other."""
        if not PLAIN_NUMBER.fullmatch(cell.text):
            painter.drawText(inner, int(RIGHT | MIDDLE) | WRAPPED, cell.text)
            return
        spare = inner.width() - painter.fontMetrics().horizontalAdvance(cell.text)
        slack = max(0, min(spare, fraction_room - self.metrics.horizontalAdvance(fraction_of(cell))))
        painter.drawText(inner.adjusted(0, 0, -slack, 0), int(RIGHT | MIDDLE), cell.text)

    def _paint_flag(self, painter: QPainter, rect: QRect, colour: QColor) -> None:
        size = max(5, self.em // 2)
        corner = QPointF(rect.right() + 1, rect.top())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([corner, corner - QPointF(size, 0), corner + QPointF(0, size)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
