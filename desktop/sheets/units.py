"""The measures of paper: millimetres, points, and the fine whole units in which fonts are set."""

from functools import cache

UNITS_PER_MM = 40  # finer than any printer; yet a font of usual size stays below 256 units, above which Qt takes twice as long
_MM_PER_POINT = 25.4 / 72


@cache  # these three are asked for every line: a tenth of the time of laying out pages
def em_mm(points: float) -> float:
    """The height of a font in mm, as it is set: a whole number of units."""
    return round(points * _MM_PER_POINT * UNITS_PER_MM) / UNITS_PER_MM


LINE_EMS = 1.32  # from line to line
_ABOVE_BASELINE_EMS = 0.88  # of a Chinese character
PADDING_X_MM = 0.9
PADDING_Y_MM = 0.7


@cache
def line_mm(points: float) -> float:
    return em_mm(points) * LINE_EMS


@cache
def baseline_mm(points: float) -> float:
    """From the top of a line down to its baseline, the character standing in the middle."""
    return em_mm(points) * ((LINE_EMS - 1) / 2 + _ABOVE_BASELINE_EMS)
