"""Chosen blocks: Enter and Tab go round their cells as in Excel, and their numbers are added up. No Qt."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from scoring.number import parse_number, round_half_up

Box = tuple[int, int, int, int]
"""A block of cells: first row, first column, last row, last column."""


def next_chosen(
    boxes: Sequence[Box], row: int, column: int, by: int, stops: Callable[[int, int], bool], *, across: bool
) -> tuple[int, int] | None:
    """The next cell of the blocks after this one (``by`` -1: before it) that ``stops``, row by row (``across``) or down columns.

    After the last block comes the first again; nothing where no other cell stops.
    """
    at = next((number for number, box in enumerate(boxes) if box[0] <= row <= box[2] and box[1] <= column <= box[3]), None)
    if at is None:
        return None
    begins = [0, *accumulate((box[2] - box[0] + 1) * (box[3] - box[1] + 1) for box in boxes)]
    top, left, bottom, right = boxes[at]
    down, over = row - top, column - left
    here = begins[at] + (down * (right - left + 1) + over if across else over * (bottom - top + 1) + down)
    for step in range(1, begins[-1]):
        place = (here + by * step) % begins[-1]
        number = next(number for number in range(len(boxes)) if place < begins[number + 1])
        found = _place(boxes[number], place - begins[number], across=across)
        if stops(*found):
            return found
    return None


def _place(box: Box, offset: int, *, across: bool) -> tuple[int, int]:
    top, left, bottom, right = box
    if across:
        down, over = divmod(offset, right - left + 1)
    else:
        over, down = divmod(offset, bottom - top + 1)
    return top + down, left + over


class Sum(NamedTuple):
    """What the plain numbers of chosen cells come to; the mean to four places."""

    numbers: int
    total: Decimal
    mean: Decimal


def summed(texts: Iterable[str]) -> Sum | None:
    """The sum of the plain numbers among these; nothing for fewer than two."""
    numbers = [number for text in texts if (number := parse_number(text)) is not None]
    if len(numbers) < 2:
        return None
    total = sum(numbers, Decimal(0))
    return Sum(len(numbers), total, round_half_up(Fraction(total) / len(numbers), 4))
