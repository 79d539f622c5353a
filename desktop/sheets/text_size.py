"""How much room words need in a cell: estimated from full and half widths, without a screen or a font."""

from collections.abc import Sequence
from itertools import accumulate

from desktop.forms.laid import LaidCell, LaidTable

POINTS_PER_MM = 72 / 25.4
_PADDING = 5.0
_LINE = 1.38  # height of a line in sizes
_LEAST = 15.0
_MOST = 409.0  # a spreadsheet has no higher rows
_HALF = 0.54  # width of a half-width character in sizes


def line_count(text: str, width: float, size: float) -> int:
    """Lines of a text wrapped to a width in points."""
    if "\n" not in text and (len(text) + 1) * size < width:
        return 1
    lines = 0
    for paragraph in text.split("\n"):
        full = (len(paragraph.encode("utf-8", "replace")) - len(paragraph)) // 2
        needed = (full + (len(paragraph) - full) * _HALF) * size
        lines += max(1, -int(-needed // max(width - size / 4, size)))
    return lines


def _needed(cell: LaidCell, edges: Sequence[float]) -> float:
    width = edges[cell.column + cell.column_span] - edges[cell.column] - _PADDING
    return line_count(cell.text, width, cell.size) * cell.size * _LINE + _PADDING


def row_heights(laid: LaidTable) -> list[float]:
    """The height of every row in points, so that no text is cut; a cell over several rows stretches them evenly."""
    edges = [edge * POINTS_PER_MM for edge in accumulate(laid.column_widths_mm, initial=0)]
    heights = [_LEAST] * laid.row_count
    tall = [cell for cell in laid.cells if cell.row_span > 1 and cell.text]
    for cell in laid.cells:
        if cell.row_span == 1 and cell.text:
            heights[cell.row] = max(heights[cell.row], _needed(cell, edges))
    for cell in tall:
        rows = range(cell.row, cell.row + cell.row_span)
        missing = _needed(cell, edges) - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] += missing / cell.row_span
    return [min(_MOST, round(height * 4) / 4) for height in heights]
