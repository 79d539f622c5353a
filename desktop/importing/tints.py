"""The colours of the import window, mixed out of the palette so that they can be read on light and on dark."""

from PySide6.QtGui import QColor, QPalette

from desktop.importing.meanings import Family
from desktop.reading.merge import Outcome

HUES = {
    Family.STRUCTURE: 215,
    Family.TARGET: 268,
    Family.ACTUAL: 178,
    Family.SCORE: 32,
    Family.WORDS: 90,
    Family.MONEY: 325,
    Family.NOTE: 200,
}
HEADING, FACT = 0.42, 0.13  # how much of the hue stands in the base
UNPLACED_HUE = 2
OUTCOME_HUES = {Outcome.NEW: 135, Outcome.CHANGED: 38, Outcome.CONFLICT: 295, Outcome.REFUSED: 2}


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Base).lightness() < palette.color(QPalette.ColorRole.Text).lightness()


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``share`` of the other colour in the one."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def tint(palette: QPalette, hue: int, share: float) -> QColor:
    """A background of this hue."""
    return mixed(palette.color(QPalette.ColorRole.Base), QColor.fromHsl(hue, 170, 120 if is_dark(palette) else 140), share)


def family_tint(palette: QPalette, family: Family, *, heading: bool) -> QColor:
    """The background of a heading, or of a cell beneath it; paler where many cells share little meaning."""
    return tint(palette, HUES[family], HEADING if heading else FACT)


def quiet(palette: QPalette) -> QColor:
    """The text colour of what needs no look."""
    return mixed(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.42)


def strong(palette: QPalette, hue: int) -> QColor:
    """A text colour of this hue."""
    return QColor.fromHsl(hue, 150, 170) if is_dark(palette) else QColor.fromHsl(hue, 200, 70)


def outcome_text(palette: QPalette, outcome: Outcome) -> QColor:
    """The text colour of a cell of the preview."""
    hue = OUTCOME_HUES.get(outcome)
    return quiet(palette) if hue is None else strong(palette, hue)


def outcome_tint(palette: QPalette, outcome: Outcome) -> QColor | None:
    """Its background; none for what stays."""
    hue = OUTCOME_HUES.get(outcome)
    return None if hue is None else tint(palette, hue, 0.16)
