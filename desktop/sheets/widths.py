"""How wide columns are: as the form says, adapted to what is written in them."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from desktop.forms.laid import CellRole, LaidCell
from desktop.sheets.measuring import font_points, is_label
from desktop.sheets.units import PADDING_X_MM, em_mm, line_mm

_ROUNDS = 6
_STEP = 0.35
_NARROWEST, _WIDEST = 0.65, 1.7  # of what the form says
_NARROWEST_NAMES = 0.9
_SHORT = 4  # ems: 一级指标 in one line where it can be
_BROKEN = 8  # ems: lines of a label that the form breaks itself
_SLIVER_MM = 4.0

Ems: TypeAlias = Mapping[bool, Mapping[str, float]]
"""Widths of characters in ems, plain and bold."""


class _Load(NamedTuple):
    """A text that needs several lines: its row, the columns it may use, and its length in mm times the height of a line."""

    row: int
    first: int
    end: int
    area: float


def adapted(cells: Sequence[LaidCell], wished: Sequence[float], shrink: float, ems: Ems) -> list[float]:
    """Widths of the same sum that make the pages shorter: columns whose texts make rows high take from those that do not.

    No column loses or gains beyond reason, and none becomes too narrow for its numbers and headings where that can be helped.
    """
    least = least_widths(cells, wished, shrink, ems)
    loads = _loads(cells, wished, shrink, ems)
    widths = with_least(list(wished), least)
    tallest = _tallest(loads, widths)
    height, step = _height(tallest), _STEP
    for _ in range(_ROUNDS):
        pull = _pull(tallest, widths)
        mean = sum(each * width for each, width in zip(pull, widths, strict=True)) / sum(widths)
        if not mean:
            break
        tried = [width * (1 + step * max(-1.0, min(1.0, each / mean - 1))) for each, width in zip(pull, widths, strict=True)]
        tried = [
            min(max(width, low, wish * _NARROWEST), max(wish * _WIDEST, low))
            for width, low, wish in zip(tried, least, wished, strict=True)
        ]
        tried = with_least(_scaled(tried, sum(wished)), least)
        tried_tallest = _tallest(loads, tried)
        if _height(tried_tallest) < height:
            widths, tallest, height = tried, tried_tallest, _height(tried_tallest)
        else:
            step /= 2
    return widths


_Tallest: TypeAlias = Mapping[int, tuple[float, _Load]]
"""For each row its height in mm and the text that makes it."""


def _loads(cells: Sequence[LaidCell], wished: Sequence[float], shrink: float, ems: Ems) -> list[_Load]:
    loads: list[_Load] = []
    edges = (0.0, *accumulate(wished))
    for cell in cells:
        if cell.role in (CellRole.TITLE, CellRole.NOTE) or len(cell.text) < 4:
            continue
        size = font_points(cell.size, shrink)
        first, end = cell.column, cell.column + cell.column_span
        room = ((edges[end] - edges[first]) * _NARROWEST - 2 * PADDING_X_MM) / em_mm(size)
        if len(cell.text) > room:  # no character is wider than an em
            length = sum(map(ems[cell.bold].__getitem__, cell.text.replace("\n", "")))
            if length > room:
                loads.append(_Load(cell.row, first, end, length * em_mm(size) * line_mm(size) / cell.row_span))
    return loads


def _tallest(loads: Sequence[_Load], widths: Sequence[float]) -> _Tallest:
    edges = (0.0, *accumulate(widths))
    found: dict[int, tuple[float, _Load]] = {}
    for load in loads:
        row, first, end, area = load
        height = area / (edges[end] - edges[first] - 2 * PADDING_X_MM)
        if row not in found or height > found[row][0]:
            found[row] = height, load
    return found


def _height(tallest: _Tallest) -> float:
    return sum(height for height, _ in tallest.values())


def _pull(tallest: _Tallest, widths: Sequence[float]) -> list[float]:
    """For each column how much height a millimetre more would save."""
    pull = [0.0] * len(widths)
    edges = (0.0, *accumulate(widths))
    for height, load in tallest.values():
        gain = height / (edges[load.end] - edges[load.first])
        for number in range(load.first, load.end):
            pull[number] += gain
    return pull


def least_widths(cells: Sequence[LaidCell], wished: Sequence[float], shrink: float, ems: Ems) -> list[float]:
    """Widths that numbers, headings and short words should have; columns of names keep most of what the form gives them."""
    named: set[int] = set()
    wanted: dict[tuple[int, int], float] = {}
    for cell in cells:
        text, first, end = cell.text, cell.column, cell.column + cell.column_span
        if not text:
            continue
        label = is_label(cell)
        if label:
            named.update(range(first, end))
        elif cell.number is None and cell.role is not CellRole.HEADING and len(text) > _SHORT:
            continue
        needed = max([sum(map(ems[cell.bold].__getitem__, line)) for line in text.split("\n")])
        if cell.number is None:
            needed = min(needed, _BROKEN if label and "\n" in text else _SHORT)
        width = needed * em_mm(font_points(cell.size, shrink)) + 2 * PADDING_X_MM + 0.01
        wanted[first, end] = max(width, wanted.get((first, end), width))
    least = [max(min(_SLIVER_MM, wish), wish * _NARROWEST_NAMES * (at in named)) for at, wish in enumerate(wished)]
    for (first, end), width in wanted.items():  # together the columns have at least what a cell over them needs
        whole = sum(wished[first:end])
        for at in range(first, end):
            least[at] = max(least[at], width * wished[at] / whole)
    return least


def with_least(widths: list[float], least: Sequence[float]) -> list[float]:
    """No column below its least; the others give in proportion to what they can. Where all cannot, all shrink alike."""
    total = sum(widths)
    if sum(least) >= total:
        return _scaled(list(least), total)
    for _ in least:
        missing = sum(max(0.0, low - width) for low, width in zip(least, widths, strict=True))
        if missing < 1e-9:
            break
        spare = sum(max(0.0, width - low) for low, width in zip(least, widths, strict=True))
        share = missing / spare
        widths = [low if width <= low else width - (width - low) * share for low, width in zip(least, widths, strict=True)]
    return widths


def _scaled(widths: Sequence[float], total: float) -> list[float]:
    factor = total / sum(widths)
    return [width * factor for width in widths]
