"""Text and number of a cell: which typed texts are numbers, and how worked-out numbers are written."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from scoring.number import canonical, round_half_up

# A spreadsheet keeps 15 digits; a longer figure would change, so it stays text.
_MOST_DIGITS = 15
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?(%?)")

_FIRST = frozenset("-0123456789")


class CellNumber(NamedTuple):
    """A number and how it looks, so that a spreadsheet shows exactly what was typed. A tuple, for there are many of them.

    Attributes:
        value: as shown; of ``98.50%`` it is 98.50.
        places: decimals shown.
    """

    value: Decimal
    places: int
    percent: bool = False
    grouped: bool = False


@lru_cache(maxsize=1024)  # points and rates repeat: 51 of the 248 figures of the district's table differ
def cell_number(text: str) -> CellNumber | None:
    """The number a text is and nothing else; ``None`` where a spreadsheet could not show the text unchanged.

    ``0.50``, ``1,467.73`` and ``98.50%`` are numbers; ``007``, ``+5``, ``6次`` and full-width digits stay text.
    """
    if text[:1] not in _FIRST:
        return None
    found = _PLAIN.fullmatch(text)
    if found is None or (len(text) > _MOST_DIGITS and sum(map(str.isdecimal, text)) > _MOST_DIGITS):
        return None
    plain = text.removesuffix("%").replace(",", "")
    value = Decimal(plain)
    if value.is_zero() and plain.startswith("-"):
        return None
    return CellNumber(value, len(found[1] or ""), bool(found[2]), "," in text)


def format_number(value: Decimal | Fraction | None) -> str:
    """A score or a sum as it is, without trailing zeros; empty where there is none."""
    return "" if value is None else canonical(value)


def format_fixed(value: Decimal | Fraction, places: int) -> str:
    """With exactly so many decimals, rounded half up: money, rates."""
    return format(round_half_up(value, places), f".{places}f")


def format_rate(value: Decimal | Fraction | None, places: int = 2) -> str:
    """A rate given in per cent, with its sign: ``97.50%``; empty where there is none."""
    return "" if value is None else format_fixed(value, places) + "%"
