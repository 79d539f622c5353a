"""A chart with its title, legend and note on any painter: a picture, a drawing of vectors, a page of paper."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPaintEngine, QPainter

from desktop.charts.catalogue import chart_data
from desktop.charts.chart_data import ChartData, marks
from desktop.charts.style import Style, paper_style
from desktop.kit.fonts import register_fonts
from desktop.kit.safefile import replace_file
from scoring.compare import Comparison

WIDTH = 1000  # of a picture, in pixels of a screen; drawn with twice as many
SHARPER = 2
_ON_SCREEN = 3  # pixels of a page on the screen, so that it can be looked at closely
_MARGIN = 14.0
_LINES_OF_A_ROW = 1.75
_TEXT = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


def picture_height(data: ChartData, style: Style, width: float) -> float:
    """Pixels a chart of this width needs with everything around it."""
    return _words_height(data, style, width - 2 * _MARGIN) + _chart_height(data, style, width - 2 * _MARGIN) + 2 * _MARGIN


def _chart_height(data: ChartData, style: Style, width: float) -> float:
    if not marks(data):
        return 0
    from desktop.charts.plot import ChartWidget

    return ChartWidget(data, style, width).wanted_height


def _words(data: ChartData, style: Style) -> list[tuple[str, bool, QColor]]:
    return [
        (data.words.title, True, style.text),
        *((each, False, style.text) for each in (data.words.legend, data.words.note) if each),
    ]


def _words_height(data: ChartData, style: Style, width: float) -> float:
    room = QRectF(0, 0, width, 10_000)
    fonts = [style.strong if strong else style.small for _, strong, _ in _words(data, style)]
    texts = [text for text, _, _ in _words(data, style)]
    return (
        sum(QFontMetricsF(font).boundingRect(room, _TEXT, text).height() + 3 for font, text in zip(fonts, texts, strict=True)) + 5
    )


def draw_chart(painter: QPainter, area: QRectF, data: ChartData, style: Style) -> None:
    """Draw into an area whose unit is a pixel of a screen (a painter for paper is scaled before)."""
    inner = area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    painter.fillRect(area, style.base)
    down = inner.top()
    for text, strong, colour in _words(data, style):
        font = style.strong if strong else style.small
        painter.setFont(font)
        painter.setPen(colour)
        height = QFontMetricsF(font).boundingRect(QRectF(0, 0, inner.width(), 10_000), _TEXT, text).height()
        painter.drawText(QRectF(inner.left(), down, inner.width(), height + 2), _TEXT, text)
        down += height + 3
    down += 5
    if marks(data):
        _draw_marks(painter, QRectF(inner.left(), down, inner.width(), inner.bottom() - down), data, style)


def _draw_marks(painter: QPainter, area: QRectF, data: ChartData, style: Style) -> None:
    from desktop.charts.plot import ChartWidget

    chart = ChartWidget(data, style, area.width())
    size = QSize(round(area.width()), round(max(area.height() if chart.stretches else chart.wanted_height, 40)))
    chart.lay_out(size)
    scene = chart.scene()
    scene.prepareForPaint()
    source = QRectF(QRect(0, 0, size.width(), size.height()))
    shrink = min(1.0, area.height() / source.height())
    target = QRectF(area.left(), area.top(), source.width() * shrink, source.height() * shrink)
    scene.render(painter, target, source)
    chart.close()
    chart.deleteLater()


def picture_style(pixels: int = 13) -> Style:
    """The look of a picture that leaves the program: black on white in the bundled font of so many pixels."""
    font = QFont(register_fonts())
    font.setPixelSize(pixels)
    return paper_style(font)


def paper_drawing(comparison: Comparison) -> Callable[[QPainter, QRectF, str], None]:
    """Draws a chart of the comparison by its key into an area of paper, with as many rows as the area has room for.

    In lines on paper; on the screen, which asks again and again, as a picture that is made once.
    """
    style = picture_style(11)
    line = QFontMetricsF(style.small).height()
    made: dict[str, QImage] = {}

    def lines(painter: QPainter, area: QRectF, key: str) -> None:
        most = max(3, int((area.height() - 2 * _MARGIN) / line / _LINES_OF_A_ROW) - 4)
        dots = painter.combinedTransform().m11()
        draw_chart(painter, area, chart_data(key, comparison, most), replace(style, pixel=dots))

    def draw(painter: QPainter, area: QRectF, key: str) -> None:
        if painter.paintEngine().type() is not QPaintEngine.Type.Raster:
            lines(painter, area, key)
            return
        if key not in made:
            whole = QRectF(0, 0, area.width(), area.height())
            made[key] = QImage((whole.size() * _ON_SCREEN).toSize(), QImage.Format.Format_RGB32)
            made[key].fill(style.base)
            inner = QPainter(made[key])
            inner.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            inner.scale(_ON_SCREEN, _ON_SCREEN)
            lines(inner, whole, key)
            inner.end()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, made[key])

    return draw


def chart_image(data: ChartData, style: Style, width: int = WIDTH) -> QImage:
    """The chart as a picture of twice as many pixels each way."""
    height = round(picture_height(data, style, width))
    image = QImage(QSize(width, height) * SHARPER, QImage.Format.Format_ARGB32)
    image.fill(style.base)
    image.setDevicePixelRatio(SHARPER)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    draw_chart(painter, QRectF(0, 0, width, height), data, replace(style, pixel=SHARPER))
    painter.end()
    return image


def chart_png(data: ChartData, style: Style, width: int = WIDTH) -> bytes:
    """The bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    chart_image(data, style, width).save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt wants a word
    return bytes(buffer.data().data())


def save_chart(path: Path, data: ChartData, style: Style, width: int = WIDTH) -> None:
    """Write a chart as .svg (vectors) or .png.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    with replace_file(path) as draft:
        if path.suffix.lower() == ".svg":
            _write_svg(draft, data, style, width)
        else:
            draft.write_bytes(chart_png(data, style, width))


def _write_svg(path: Path, data: ChartData, style: Style, width: int) -> None:
    from PySide6.QtSvg import QSvgGenerator

    height = round(picture_height(data, style, width))
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(QSize(width, height))
    generator.setViewBox(QRect(0, 0, width, height))
    generator.setTitle(data.words.title)
    painter = QPainter(generator)
    draw_chart(painter, QRectF(0, 0, width, height), data, style)
    painter.end()
