"""Draws chart data with pyqtgraph, for the screen, a picture or paper; the only module that knows it, and knows no indicator."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import nan
from typing import TypeAlias

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QToolTip, QWidget

from desktop.charts.chart_data import INDENT, Bars, ChartData, Heat, Panel, Panels, Tone, Waterfall, marks
from desktop.charts.items import Box, Boxes, Dot, Dots, Spot, Text, Texts, draw_text
from desktop.charts.style import Style, mixed

ROW = 1.75  # height of a line, in lines of text
PANEL_EM = (15.0, 7.4)  # a small chart is at least so wide and just so high
WATERFALL_EM = (10.0, 17.0)  # at least so high on a screen, and just so high in a picture
CELL_EM = 9.0  # a cell of a heat table is at most so wide
NAMES, TEXTS = 0.32, 0.34  # of the width, at most, for the words left and right
PLOT_TOP, PLOT_BOTTOM = 0.34, 0.72  # of a small chart
_Point: TypeAlias = tuple[float, float]
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class _Names(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Words beside the lines of a chart, shortened to the width they are given and never over one another."""

    def __init__(self, side: str, names: Sequence[tuple[float, str, bool]], style: Style, width: float) -> None:
        super().__init__(side)
        self._names, self._look = names, style
        indented = any(name.startswith(INDENT) for _, name, _ in names)
        self._align = _RIGHT if side == "left" and not indented else _LEFT
        self.setWidth(width)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        view = self.linkedView()
        bounds = self.boundingRect()
        tall = QFontMetricsF(self._look.small).height()
        lowest = -tall
        for place, name, strong in self._names:
            y = self.mapFromItem(view, view.mapFromView(QPointF(0, place))).y()
            if y - lowest >= tall * 0.9:
                area = QRectF(bounds.left() + 4, y - tall / 2, bounds.width() - 12, tall)
                draw_text(painter, area, Text(area, name, self._align, strong), self._look)
                lowest = y


class _Scale(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of numbers, painted straight: pyqtgraph's recording of it comes out wrong on paper."""

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.save()
        painter.setFont(self.style["tickFont"])
        specs = self.generateDrawSpecs(painter)
        if specs is not None:
            self.drawPicture(painter, *specs)
        painter.restore()


class ChartWidget(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """One chart of a given width; tells the row of a mark that is clicked, and frames the marks of a row chosen elsewhere."""

    row_chosen = Signal(int)

    def __init__(self, data: ChartData, style: Style, width: float, parent: QWidget | None = None) -> None:
        self._data, self._look, self._wide = data, style, width
        self._spots: list[Spot] = []
        self._frames: list[QGraphicsItem] = []
        metrics = QFontMetricsF(style.small)
        self._em, self._line = metrics.horizontalAdvance("中"), metrics.height()
        self._places = _line_places(data)
        super().__init__(parent, background=style.base, axisItems=self._axes(), enableMenu=False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.getViewBox().setDefaultPadding(0)
        self.getViewBox().unregister()  # no menu links our axes; pyqtgraph would take leave of it at the end, with a warning
        match data:
            case Bars():
                self._draw_bars(data)
            case Waterfall():
                self._draw_waterfall(data)
            case Panels():
                self._draw_panels(data)
            case Heat():
                self._draw_heat(data)

    @property
    def wanted_height(self) -> int:
        """Pixels the chart needs; a waterfall may be given more."""
        match self._data:
            case Panels():
                return round(-(-marks(self._data) // self._columns()) * PANEL_EM[1] * self._em + 8)
            case Waterfall():
                return round(WATERFALL_EM[1] * self._em)
        return round((self._places[-1] + 1.2 if self._places else 1) * ROW * self._line + 3.4 * self._line)

    @property
    def least_height(self) -> int:
        """Pixels the chart can live with on a screen."""
        return round(WATERFALL_EM[0] * self._em) if self.stretches else self.wanted_height

    @property
    def stretches(self) -> bool:
        return isinstance(self._data, Waterfall)

    def lay_out(self, size: QSize) -> None:
        """Give axes and marks their places without a window."""
        self.resize(size)
        self.resizeEvent(QResizeEvent(size, QSize()))
        self.getPlotItem().layout.activate()

    def light(self, row: int | None) -> float | None:
        """Frame the marks of a row; how far down they stand in pixels, ``None`` where the row is not drawn."""
        view = self.getViewBox()
        for item in self._frames:
            view.removeItem(item)
        self._frames = []
        found = [each for each in self._spots if row is not None and each.row == row]
        for spot in found:
            frame = QGraphicsRectItem(spot.area)
            frame.setPen(self._pen(self._look.accent, 2))
            view.addItem(frame, ignoreBounds=True)
            self._frames.append(frame)
        return float(view.mapViewToScene(found[0].area.center()).y()) if found else None

    # What a hand does

    def _spot_at(self, place: QPointF) -> Spot | None:
        inside = self.getViewBox().mapSceneToView(self.mapToScene(place.toPoint()))
        lines = isinstance(self._data, (Bars, Heat))  # there a line's name and figures belong to it
        exact = [each for each in self._spots if each.area.contains(inside)]
        beside = [each for each in self._spots if each.area.top() <= inside.y() <= each.area.bottom()] if lines else []
        return next(iter((*exact, *beside)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        if spot is not None and spot.row is not None and event.button() is Qt.MouseButton.LeftButton:
            self.row_chosen.emit(spot.row)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, the chart does not zoom

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            spot = self._spot_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), spot.tip if spot else "", self)
            return True
        return bool(super().viewportEvent(event))

    # How it is drawn

    def _pen(self, colour: QColor, width: float = 1, line: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        pen = QPen(colour, width * self._look.pixel, line)
        pen.setCosmetic(True)
        return pen

    def _axes(self) -> dict[str, pg.AxisItem]:
        data = self._data
        axes: dict[str, pg.AxisItem] = {}
        if isinstance(data, Bars):
            axes["left"] = self._names("left", [(each.label, False) for each in data.bars], NAMES)
            axes["right"] = self._names("right", [(each.text, False) for each in data.bars], TEXTS)
            axes["bottom"] = self._scale("bottom", data.axis)
        elif isinstance(data, Heat):
            axes["left"] = self._names("left", [(each.label, each.strong) for each in data.rows], NAMES * 1.6)
        elif isinstance(data, Waterfall):
            axes["left"] = self._scale("left", "分")
        return axes

    def _names(self, side: str, names: Sequence[tuple[str, bool]], share: float) -> _Names:
        metrics = QFontMetricsF(self._look.strong)
        longest = max((metrics.horizontalAdvance(name) for name, _ in names), default=0) + 16
        placed = [(place, *name) for place, name in zip(self._places, names, strict=True)]
        return _Names(side, placed, self._look, min(longest, share * self._wide))

    def _scale(self, side: str, label: str) -> pg.AxisItem:
        style = self._look
        axis = _Scale(side, pen=self._pen(style.line), textPen=style.text, maxTickLength=-4)
        axis.setStyle(tickFont=style.small, hideOverlappingLabels=False)
        axis.enableAutoSIPrefix(False)
        if label:
            axis.setLabel(label)
            axis.label.setFont(style.small)
        return axis

    def _show_axes(self, *sides: str) -> None:
        plot = self.getPlotItem()
        for side in ("left", "right", "bottom", "top"):
            (plot.showAxis if side in sides else plot.hideAxis)(side)

    def _toned(self, area: QRectF, tone: Tone) -> Box:
        """A bar in its tone; bad ones are hatched over a tint."""
        style = self._look
        colour = style.tones[tone]
        if tone is Tone.BAD:
            return Box(area, mixed(style.base, colour, 0.3), colour, colour)
        return Box(area, colour, style.tones[Tone.QUIET])

    def _boxes(self, boxes: Sequence[Box]) -> None:
        if boxes:
            self.addItem(Boxes(boxes), ignoreBounds=True)

    def _curve(self, points: Sequence[_Point], pen: QPen) -> None:
        if points:
            numbers = np.array(points)
            self.addItem(
                pg.PlotCurveItem(numbers[:, 0], numbers[:, 1], connect="finite", pen=pen, antialias=True), ignoreBounds=True
            )

    def _dots(self, dots: Sequence[Dot]) -> None:
        if dots:
            self.addItem(Dots(dots, self._em * 0.26, self._look), ignoreBounds=True)

    def _texts(self, texts: Sequence[Text]) -> None:
        if texts:
            self.addItem(Texts(texts, self._look), ignoreBounds=True)

    def _range(self, x: tuple[float, float], y: tuple[float, float], *, down: bool) -> None:
        view = self.getViewBox()
        view.invertY(down)
        view.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)

    def _draw_bars(self, data: Bars) -> None:
        style = self._look
        self._show_axes("left", "right", "bottom")
        values = [each for bar in data.bars for each in (bar.value, bar.frame) if each is not None]
        low = min([float(each) for each in values if each < 0], default=0.0)
        high = float(data.longest) * 1.02 or 1.0
        bottom = (self._places[-1] if self._places else 0) + 0.6
        if data.zone is not None:
            zone = QRectF(float(data.zone), -0.6, high - float(data.zone), bottom + 0.6)
            self._boxes([Box(zone, style.shade, style.shade)])
        boxes, befores, overs = [], [], []
        edge = mixed(style.base, style.text, 0.55)
        for place, bar in zip(self._places, data.bars, strict=True):
            if bar.frame is not None:
                boxes.append(Box(_area(0, place - 0.38, float(bar.frame), 0.76), style.base, edge))
            if bar.value is not None:
                boxes.append(self._toned(_area(0, place - 0.24, float(bar.value), 0.48), bar.tone))
            if bar.before is not None:
                befores.append(Dot(QPointF(float(bar.before), place), style.text, diamond=True))
            if bar.over:
                overs.append(Text(QRectF(high * 0.93, place - 0.5, high * 0.07, 1), "»", _RIGHT, strong=True, colour=style.base))
            self._spots.append(Spot(QRectF(low, place - 0.5, high - low, 1), bar.row, bar.tip))
        self._boxes(boxes)
        for tick in {each.tick for each in data.bars if each.tick is not None}:
            self._curve([(float(tick), -0.6), (float(tick), bottom)], self._pen(style.text, 1.6))
        self._dots(befores)
        self._texts(overs)
        self._range((low, high), (-0.6, bottom), down=True)

    def _draw_waterfall(self, data: Waterfall) -> None:
        style = self._look
        self._show_axes("left")
        ground = float(data.ground)
        ends = [(max(float(each.start), ground), float(each.end)) for each in data.steps]
        levels = [level for pair in ends for level in pair] or [0.0, 1.0]
        low, high = min(*levels, ground), max(levels)
        tall = (high - low) or 1.0
        areas = [_area(at - 0.32, start, 0.64, end - start) for at, (start, end) in enumerate(ends)]
        self._curve([(-0.6, ground), (len(ends) - 0.4, ground)], self._pen(style.line, 1))
        for at, (before, _) in enumerate(pairwise(ends)):
            self._curve(
                [(at + 0.32, before[1]), (at + 0.68, before[1])], self._pen(style.tones[Tone.QUIET], 1, Qt.PenStyle.DashLine)
            )
        self._boxes([self._toned(area, step.tone) for area, step in zip(areas, data.steps, strict=True)])
        texts = []
        room, foot = tall * 0.12, low - tall * 0.13
        for at, (step, (start, end)) in enumerate(zip(data.steps, ends, strict=True)):
            sign = {Tone.GOOD: "▲ ", Tone.BAD: "▼ "}.get(step.tone, "")
            texts.append(Text(QRectF(at - 0.48, max(start, end), 0.96, room), sign + step.text, _CENTRE, strong=True))
            texts.append(Text(QRectF(at - 0.48, foot, 0.96, room), step.label, _CENTRE))
            self._spots.append(Spot(_area(at - 0.4, min(start, end, ground), 0.8, tall), None, step.tip))
        self._texts(texts)
        self._range((-0.6, max(len(ends), 4) - 0.4), (foot, high + room * 1.2), down=False)

    def _columns(self) -> int:
        fitting = max(1, int(self._wide / (PANEL_EM[0] * self._em)))
        return min(fitting, max(1, marks(self._data)))

    def _draw_panels(self, data: Panels) -> None:
        style = self._look
        self._show_axes()
        across = self._columns()
        lines: dict[Tone, list[_Point]] = {}
        dots: list[Dot] = []
        aims: list[_Point] = []
        floors: list[_Point] = []
        texts: list[Text] = []
        quiet = mixed(style.base, style.text, 0.6)
        for number, panel in enumerate(data.panels):
            x, y = float(number % across), float(number // across)
            points, target = _panel_points(panel, data.places, x, y)
            lines.setdefault(panel.tone, []).extend([*_with_gaps(points, data.places), (nan, nan)])
            bad = panel.tone is Tone.BAD
            dots += [Dot(QPointF(*each), style.tones[panel.tone], diamond=bad) for each in points if each is not None]
            aims += [*_with_gaps(target, data.places), (nan, nan)]
            floors += [(x + 0.05, y + 0.79), (x + 0.95, y + 0.79), (nan, nan)]
            share = 0.62 if len(panel.text) < 9 else 0.5
            texts.append(Text(QRectF(x + 0.05, y + 0.05, share, 0.22), panel.label, _LEFT, strong=panel.row is None))
            texts.append(Text(QRectF(x + 0.07 + share, y + 0.05, 0.88 - share, 0.22), panel.text, _RIGHT, strong=True))
            if number < across and len(data.columns) > 1:
                for words, align, left in ((data.columns[0], _LEFT, 0.05), (data.columns[-1], _RIGHT, 0.51)):
                    texts.append(Text(QRectF(x + left, y + 0.8, 0.44, 0.19), words, align, colour=quiet))
            self._spots.append(Spot(QRectF(x + 0.02, y + 0.02, 0.96, 0.96), panel.row, panel.tip))
        self._curve(floors, self._pen(style.line))
        self._curve(aims, self._pen(quiet, 1, Qt.PenStyle.DashLine))
        for tone, joined in lines.items():
            self._curve(joined, self._pen(style.tones[tone], 1.6))
        self._dots(dots)
        self._texts(texts)
        self._range((0, across), (0, max(1, -(-len(data.panels) // across)) + 0.02), down=True)

    def _draw_heat(self, data: Heat) -> None:
        style = self._look
        self._show_axes("left")
        cells, texts = [], []
        dark = mixed(style.tones[Tone.BAD], style.text, 0.25)
        span = float(data.high - data.low) or 1.0
        for at, row in enumerate(data.rows):
            for column, (value, present) in enumerate(zip(row.values, row.present, strict=True)):
                cell = QRectF(column + 0.02, at - 0.46, 0.96, 0.92)
                if value is not None:
                    share = min(1.0, max(0.0, float(data.high - value) / span))
                    cells.append(Box(cell, mixed(mixed(style.base, style.text, 0.05), dark, share * 0.85), style.line))
                    colour = style.base if share > 0.55 else style.text
                    texts.append(Text(cell, f"{value:f}", _CENTRE, strong=row.strong, colour=colour))
                elif present:
                    cells.append(Box(cell, style.base, style.line, style.tones[Tone.QUIET]))
                self._spots.append(Spot(cell, row.row, row.tips[column] if row.tips else ""))
        texts += [Text(QRectF(at, -1.5, 1, 0.9), name, _CENTRE, strong=True) for at, name in enumerate(data.columns)]
        self._boxes(cells)
        self._texts(texts)
        room = self._wide - self.getPlotItem().getAxis("left").width()
        wide = max(len(data.columns), room / (CELL_EM * self._em))
        self._range((0, wide), (-1.6, len(data.rows) - 0.4), down=True)


def _line_places(data: ChartData) -> list[float]:
    """How far down each line of the chart stands, a little room before a new group."""
    if isinstance(data, Heat):
        return [float(at) for at in range(len(data.rows))]
    places: list[float] = []
    if isinstance(data, Bars):
        for bar in data.bars:
            last = places[-1] if places else -1.0
            places.append(last + (1.35 if bar.gap and places else 1.0))
    return places


def _area(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x, y, width, height).normalized()


def _panel_points(panel: Panel, places: Sequence[int], x: float, y: float) -> tuple[list[_Point | None], ...]:
    """Points and aims of a small chart in the coordinates of the page, on a scale of their own."""
    known = [each for each in (*panel.points, *panel.aims) if each is not None]
    low, high = (min(known), max(known)) if known else (Decimal(0), Decimal(1))
    last = max(places, default=0)

    def placed(values: Sequence[Decimal | None]) -> list[_Point | None]:
        found: list[_Point | None] = []
        for place, value in zip(places, values, strict=True):
            if value is None:
                found.append(None)
                continue
            up = float((value - low) / (high - low)) if high > low else 0.5
            along = place / last if last else 0.5
            found.append((x + 0.08 + 0.84 * along, y + PLOT_BOTTOM - (PLOT_BOTTOM - PLOT_TOP) * up))
        return found

    return placed(panel.points), placed(panel.aims)


def _with_gaps(points: Sequence[_Point | None], places: Sequence[int]) -> list[_Point]:
    """The line broken where a year has no value, and where years between two columns were not chosen or are missing."""
    found: list[_Point] = []
    for at, point in enumerate(points):
        if at and places[at] - places[at - 1] > 1:
            found.append((nan, nan))
        found.append((nan, nan) if point is None else point)
    return found
