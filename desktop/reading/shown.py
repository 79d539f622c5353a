"""A stored number and its number format become the text that the clerk sees.

The rule of the house: the format is applied where that loses nothing. Where the cell holds more than it shows
(96% for 0.9567), the same format is given as many places as the number needs, up to the 15 significant digits
that Excel itself keeps, and the answer says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import lru_cache

from desktop.reading.shown_dates import format_date

EXCEL_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
GENERAL_WIDTH = 11  # characters that General shows before it rounds
PLAIN_EXPONENT = 20  # beyond this many digits a number is written with an exponent
LAST_DAY = 2_958_465  # 9999-12-31


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of a number, and whether the spreadsheet shows less than that."""

    text: str
    is_rounded: bool = False


class _Part(Enum):
    LITERAL = "literal"
    WHOLE = "whole"  # 0, # or ? before the point
    PLACE = "place"  # 0, # or ? after it
    POINT = "point"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format code, taken apart."""

    parts: tuple[tuple[_Part, str], ...]
    percents: int = 0
    thousands: int = 0  # scaling commas
    is_grouped: bool = False
    is_date: bool = False
    is_other: bool = False  # fractions, exponents: the plain number says it better
    condition: tuple[str, Decimal] | None = None
    code: str = ""

    @property
    def places(self) -> int:
        return sum(part is _Part.PLACE for part, _ in self.parts)

    @property
    def has_digits(self) -> bool:
        return any(part in {_Part.WHOLE, _Part.PLACE, _Part.GENERAL} for part, _ in self.parts)


_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"?            # quoted words
  | [\\!](?P<escaped>.)             # one escaped character
  | _(?P<blank>.)                   # a gap as wide as a character
  | \*(?P<fill>.)                   # a character repeated to fill the cell
  | \[(?P<bracket>[^\]]*)\]
  | (?P<general>general)
  | (?P<noon>am/pm|a/p|上午/下午)
  | (?P<exponent>e[+-])
  | (?P<date>[ymdhsaeb]+)
  | (?P<digit>[0#?])
  | (?P<other>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_ELAPSED = re.compile(r"^(h+|m+|s+)$", re.IGNORECASE)


def shown_text(number: Decimal, number_format: str, *, is_1904: bool = False) -> Shown:
    """What a spreadsheet shows for ``number`` under ``number_format``, without losing anything.

    Args:
        number: the stored number.
        number_format: the code as it stands in the file, ``General`` or empty for none.
        is_1904: days count from 1904 instead of 1900 (old files from a Mac).
    """
    value = EXCEL_DIGITS.plus(number)
    if number_format in {"General", "", "@"}:
        return _general(value)
    sections = _sections(number_format)
    section, takes_sign = _choose(sections, value)
    if section.is_date:
        return _date(value, section, is_1904=is_1904)
    if section.is_other:
        return Shown(plain_text(value))
    shown = _number(value, sections, section, takes_sign=takes_sign)
    if any(character.isdigit() for character in shown.text):
        return shown
    # ";;;" and the dash for zero: the number is there although nobody sees it.
    first = sections[0]
    text = _render(value, first, needs_minus=value < 0) if first.has_digits else ""
    return Shown(text or plain_text(value), is_rounded=True)


def _number(value: Decimal, sections: tuple[_Section, ...], section: _Section, *, takes_sign: bool) -> Shown:
    scaled = _scaled(value, section)
    if any(part is _Part.GENERAL for part, _ in section.parts):
        general = _general(abs(scaled) if takes_sign else scaled)
        words = (general.text if part is _Part.GENERAL else text for part, text in section.parts)
        return Shown("".join(words).strip(), is_rounded=general.is_rounded)
    if value < 0 and takes_sign and not any("-" in text for part, text in section.parts if part is _Part.LITERAL):
        # Red or in brackets: on paper that is a colour, in a text it is a minus.
        plain = sections[0] if sections[0].has_digits else section
        return Shown(_render(value, plain, needs_minus=True), is_rounded=_loses(scaled, section))
    needs_minus = value < 0 and not takes_sign
    return Shown(_render(value, section, needs_minus=needs_minus), is_rounded=_loses(scaled, section))


def plain_text(number: Decimal) -> str:
    """Up to 15 significant digits, no trailing zeros, an exponent only for the very large and very small."""
    value = EXCEL_DIGITS.plus(number)
    if not value:
        return "0"
    if abs(value.adjusted()) > PLAIN_EXPONENT:
        return str(value.normalize(EXCEL_DIGITS))
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _general(value: Decimal) -> Shown:
    text = plain_text(value)
    return Shown(text, is_rounded=len(text.lstrip("-")) > GENERAL_WIDTH)


# Kept because it was measured: 65 000 cells under #,##0.00 take 1.4 s without this and 0.8 s with it.
@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[_Section, ...]:
    return tuple(_section(code) for code in _split(number_format))


def _split(number_format: str) -> list[str]:
    codes = [""]
    for token in _TOKEN.finditer(number_format):
        if token.group() == ";":
            codes.append("")
        else:
            codes[-1] += token.group()
    return codes


def _section(code: str) -> _Section:
    parts: list[tuple[_Part, str]] = []
    percents = thousands = 0
    condition = None
    is_date = is_other = is_grouped = after_point = False
    for token in _TOKEN.finditer(code):
        kind, text = token.lastgroup, token.group()
        if kind in {"quoted", "escaped"}:
            parts.append((_Part.LITERAL, token.group(kind)))
        elif kind == "blank":
            parts.append((_Part.LITERAL, " "))
        elif kind == "bracket":
            words = token.group("bracket")
            if found := _CONDITION.match(words):
                condition = (found.group(1), Decimal(found.group(2)))
            elif _ELAPSED.match(words):
                is_date = True
            elif words.startswith("$"):
                parts.append((_Part.LITERAL, words[1:].partition("-")[0]))
        elif kind == "general":
            parts.append((_Part.GENERAL, text))
        elif kind in {"noon", "date"}:
            is_date = True
        elif kind == "exponent":
            is_other = True
        elif kind == "digit":
            is_grouped = is_grouped or (thousands > 0 and not after_point)
            thousands = 0
            parts.append((_Part.PLACE if after_point else _Part.WHOLE, text))
        elif text == ".":
            after_point = True
            parts.append((_Part.POINT, text))
        elif text == "," and any(part in {_Part.WHOLE, _Part.PLACE} for part, _ in parts):
            thousands += 1  # scaling, unless another digit follows
        elif text == "%":
            percents += 1
            parts.append((_Part.LITERAL, text))
        elif text == "/" and any(part is _Part.WHOLE for part, _ in parts):
            is_other = True
        elif text not in {",", "@"} and kind == "other":
            parts.append((_Part.LITERAL, text))
    return _Section(
        parts=tuple(parts),
        percents=percents,
        thousands=thousands,
        is_grouped=is_grouped,
        is_date=is_date and not any(part in {_Part.WHOLE, _Part.GENERAL} for part, _ in parts),
        is_other=is_other,
        condition=condition,
        code=code,
    )


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, bool]:
    """The section for this value, and whether it is meant for negative numbers and brings its own sign."""
    if any(section.condition for section in sections[:2]):
        for section in sections[:3]:
            if section.condition is None or _holds(value, *section.condition):
                return section, value < 0 and section.condition is not None and section.condition[0] == "<"
        return sections[-1], False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _scaled(value: Decimal, section: _Section) -> Decimal:
    return value.scaleb(2 * section.percents - 3 * section.thousands)


def _loses(scaled: Decimal, section: _Section) -> bool:
    return _decimals(scaled) > section.places


def _decimals(value: Decimal) -> int:
    exponent = value.normalize(EXCEL_DIGITS).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _render(value: Decimal, section: _Section, *, needs_minus: bool) -> str:
    scaled = abs(_scaled(value, section))
    if abs(scaled.adjusted()) > PLAIN_EXPONENT and scaled:
        return plain_text(value)
    places = max(section.places, _decimals(scaled))
    digits, _, fraction = f"{scaled:.{places}f}".partition(".")
    whole = _whole_digits(digits.lstrip("0"), section)
    fraction = _fraction_digits(fraction, section)
    text = ""
    has_point = False
    last_whole = max((at for at, (part, _) in enumerate(section.parts) if part is _Part.WHOLE), default=-1)
    for at, (part, literal) in enumerate(section.parts):
        if part is _Part.LITERAL:
            text += literal
        elif part is _Part.WHOLE:
            text += next(whole)
        elif part is _Part.POINT and not has_point:
            has_point = True
            text += f".{fraction}" if fraction else ""
        if at == last_whole and fraction and not any(part is _Part.POINT for part, _ in section.parts):
            text += f".{fraction}"
    text = text.strip()
    return f"-{text}" if needs_minus else text


def _whole_digits(digits: str, section: _Section) -> Iterator[str]:
    """What each placeholder before the point shows, from left to right; the first takes the rest."""
    signs = [sign for part, sign in section.parts if part is _Part.WHOLE]
    rest = len(digits) - len(signs)
    for place, sign in enumerate(signs):
        right = len(signs) - 1 - place  # places to the right of this one
        if place == 0 and rest >= 0:
            piece = digits[: rest + 1]
        elif place + rest >= 0:
            piece = digits[place + rest]
        else:
            piece = "0" if sign == "0" else ""
        yield _grouped(piece, right) if section.is_grouped else piece


def _grouped(piece: str, right: int) -> str:
    """``piece`` with a comma behind every digit that has a full number of thousands to its right."""
    shown = ""
    for at, digit in enumerate(piece):
        following = right + len(piece) - 1 - at
        shown += digit + ("," if following and following % 3 == 0 else "")
    return shown


def _fraction_digits(fraction: str, section: _Section) -> str:
    """Trailing zeros go where the format has ``#`` or ``?``."""
    signs = [sign for part, sign in section.parts if part is _Part.PLACE]
    kept = max((at + 1 for at, sign in enumerate(signs) if sign == "0"), default=0)
    while len(fraction) > kept and fraction.endswith("0"):
        fraction = fraction[:-1]
    return fraction


def _date(value: Decimal, section: _Section, *, is_1904: bool) -> Shown:
    """Days since the end of 1899, with the 29th of February 1900 that never was."""
    if value < 0 or value > LAST_DAY:
        return Shown(plain_text(value), is_rounded=True)
    seconds = int((value * 86400).to_integral_value(rounding=ROUND_HALF_UP))
    days = seconds // 86400
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 31 if days < 60 else 30)  # noqa: DTZ001 - a date of the calendar
    moment = start + timedelta(seconds=seconds)
    return Shown(format_date(moment, seconds, section.code))
