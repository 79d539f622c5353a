"""Words and marks of a chart that keep their size whatever the scale of its axes: shapes and letters, on paper too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop.charts.style import Style

_HATCH = 7.0  # between two lines of a hatched area


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was drawn, in the coordinates of the chart: the row it leads to and what it tells."""

    area: QRectF
    row: int | None
    tip: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words in an area of the chart; they are shortened to fit it and never grow with it."""

    area: QRectF
    words: str
    align: Qt.AlignmentFlag
    strong: bool = False
    colour: object = None


def draw_text(painter: QPainter, area: QRectF, text: Text, style: Style) -> None:
    font = style.strong if text.strong else style.small
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(text.colour or style.text)
    words = metrics.elidedText(text.words, Qt.TextElideMode.ElideRight, area.width())
    tall = metrics.height()
    line = QRectF(area.left(), area.center().y() - tall / 2, area.width(), tall)
    painter.drawText(line, int(text.align) | int(Qt.TextFlag.TextSingleLine), words)


class _Drawn(QGraphicsItem):
    """All marks of one kind in an area of the chart, drawn in the pixels of the scene."""

    def __init__(self, area: QRectF) -> None:
        super().__init__()
        self._area = area

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        inside = self.sceneTransform()
        painter.save()
        painter.setTransform(inside.inverted()[0], combine=True)
        self.draw(painter, inside)
        painter.restore()

    def draw(self, painter: QPainter, inside: QTransform) -> None:
        """Draw all marks; ``inside`` leads from the chart to the pixels."""
        raise NotImplementedError


def _all_of(areas: Iterable[QRectF]) -> QRectF:
    return reduce(QRectF.united, areas, QRectF())


class Texts(_Drawn):
    """All words of a chart as one item, in the size of the font whatever the scale of the axes."""

    def __init__(self, texts: Sequence[Text], style: Style) -> None:
        super().__init__(_all_of(text.area for text in texts))
        self._texts, self._style = texts, style

    def draw(self, painter: QPainter, inside: QTransform) -> None:
        for text in self._texts:
            draw_text(painter, inside.mapRect(text.area), text, self._style)


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark at one place; bad ones are diamonds, so that they show without colour."""

    place: QPointF
    colour: QColor
    diamond: bool


class Dots(_Drawn):
    """All marks of a chart as one item of shapes; pyqtgraph's own are pixels that blur on paper."""

    def __init__(self, dots: Sequence[Dot], half: float, style: Style) -> None:
        xs, ys = [each.place.x() for each in dots], [each.place.y() for each in dots]
        super().__init__(QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys))).adjusted(-0.5, -0.5, 0.5, 0.5))
        self._dots, self._half, self._style = dots, half, style

    def draw(self, painter: QPainter, inside: QTransform) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._style.base, 0.8))
        for dot in self._dots:
            at, half = inside.map(dot.place), self._half
            painter.setBrush(dot.colour)
            if dot.diamond:
                half *= 1.3
                sides = (QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0))
                painter.drawPolygon(QPolygonF([at + each for each in sides]))
            else:
                painter.drawEllipse(at, half, half)


@dataclass(frozen=True, slots=True)
class Box:
    """A filled area of the chart; a hatched one shows without colour."""

    area: QRectF
    fill: QColor
    edge: QColor
    hatch: QColor | None = None


class Boxes(_Drawn):
    """All areas of a chart as one item. pyqtgraph's bars are recorded for a screen and come out wrong on paper."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        super().__init__(_all_of(box.area for box in boxes))
        self._boxes = boxes

    def draw(self, painter: QPainter, inside: QTransform) -> None:
        for box in self._boxes:
            area = inside.mapRect(box.area)
            painter.fillRect(area, box.fill)
            if box.hatch is not None:
                _draw_hatch(painter, area, box.hatch)
            painter.setPen(QPen(box.edge, 0.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area)


def _draw_hatch(painter: QPainter, area: QRectF, colour: QColor) -> None:
    """Lines from lower left to upper right, as far apart on paper as on a screen; cut by hand, which every device understands."""
    painter.setPen(QPen(colour, 0.8))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    lines = []
    shift = _HATCH - (area.left() + area.top()) % _HATCH  # neighbours share one grid
    while shift < area.width() + area.height():
        start = QPointF(area.left() + max(0.0, shift - area.height()), area.top() + min(shift, area.height()))
        end = QPointF(area.left() + min(shift, area.width()), area.top() + max(0.0, shift - area.width()))
        lines.append(QLineF(start, end))
        shift += _HATCH
    painter.drawLines(lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
