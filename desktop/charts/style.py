"""Colours, pens and the font of charts: out of the palette on the screen, fixed and safe in grey on paper."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette

from desktop.charts.chart_data import Tone


@dataclass(frozen=True, slots=True)
class Style:
    """How one surface looks.

    Attributes:
        base, text: of the surface.
        tones: the colour of each tone; bad marks are hatched as well.
        line: grid and frames; ``accent`` marks the chosen row.
        pixel: how many dots of the device one pixel of the chart is; thin lines are so many dots wide.
    """

    font: QFont
    base: QColor
    text: QColor
    line: QColor
    accent: QColor
    shade: QColor
    tones: dict[Tone, QColor]
    pixel: float = 1.0

    @property
    def small(self) -> QFont:
        return _sized(self.font, QFont.Weight.Normal)

    @property
    def strong(self) -> QFont:
        return _sized(self.font, QFont.Weight.Bold)


def _sized(font: QFont, weight: QFont.Weight) -> QFont:
    """In pixels, so that words keep their size beside the marks when the whole is scaled to paper."""
    found = QFont(font)
    found.setPixelSize(max(8, QFontInfo(font).pixelSize()))
    found.setWeight(weight)
    return found


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``share`` of the other colour in the one."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def screen_style(palette: QPalette, font: QFont) -> Style:
    """The look of the window the chart stands in, light or dark."""
    base, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    dark = base.lightness() < text.lightness()
    good, bad = (QColor("#6ea8e6"), QColor("#f0946a")) if dark else (QColor("#2f6db5"), QColor("#c24a1a"))
    return _style(font, (base, text), palette.color(QPalette.ColorRole.Highlight), good, bad)


def paper_style(font: QFont) -> Style:
    """Black on white, two greys of clearly different darkness."""
    return _style(font, (QColor("white"), QColor("black")), QColor("black"), QColor("#5b7fa8"), QColor("#8c3a14"))


def _style(font: QFont, ground: tuple[QColor, QColor], accent: QColor, good: QColor, bad: QColor) -> Style:
    base, text = ground
    tones = {
        Tone.PLAIN: good,
        Tone.GOOD: good,
        Tone.BAD: bad,
        Tone.TOTAL: mixed(base, text, 0.62),
        Tone.QUIET: mixed(base, text, 0.35),
    }
    return Style(font, base, text, mixed(base, text, 0.18), accent, mixed(base, text, 0.06), tones)
