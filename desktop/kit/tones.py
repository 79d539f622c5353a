"""How words are set off from others: tones, and their colours out of the palette, light or dark."""

from enum import Enum

from PySide6.QtGui import QColor, QPalette

from scoring.finding import Severity


class Tone(Enum):
    """How a cell is set off; the palette gives the colours."""

    PLAIN = "plain"
    QUIET = "quiet"
    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"
    STRONG = "strong"
    HEADING = "heading"


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``share`` of the other colour in the one."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Base).lightness() < palette.color(QPalette.ColorRole.Text).lightness()


def tone_colour(palette: QPalette, tone: Tone) -> QColor:
    """The text colour of a tone, readable on the palette's base, light or dark."""
    text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    if tone is Tone.QUIET:
        return mixed(text, base, 0.35)
    hues = {Tone.GOOD: 140, Tone.ATTENTION: 36, Tone.BAD: 4}
    if tone in hues:
        return QColor.fromHsl(hues[tone], 150, 165) if dark(palette) else QColor.fromHsl(hues[tone], 200, 78)
    return text


def flag_colour(palette: QPalette, severity: Severity) -> QColor:
    tones = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.ATTENTION, Severity.INFO: Tone.QUIET}
    return tone_colour(palette, tones[severity])
