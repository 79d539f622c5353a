"""Works out the arithmetic people type into an actual: =1+1+9, 4+4+1期, 4期+4期+1期."""

import re
from decimal import Decimal
from fractions import Fraction

from scoring import signs
from scoring.number import exact_decimal, finite_decimal

_TERM = rf"[0-9]{{1,40}}(?:\.[0-9]{{1,40}})?{signs.SCALE}?{signs.UNIT}?"
# Compiled (and kept by ``re``) for the first cell with a sum in it: the words of all units cost milliseconds each.
_SUM = rf"(?:{_TERM}\+)+{_TERM}[。;]?"
_FORMULA = rf"=(?P<terms>[0-9.+\-*/x()]{{3,200}}?)(?P<scale>{signs.SCALE})?(?P<unit>{signs.UNIT})?[。;]?"
_PIECE = rf"([0-9]+(?:\.[0-9]+)?)({signs.SCALE})?({signs.UNIT})?"
_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?|[-+*/x()]")

Worked = tuple[Decimal, str, Decimal]  # value in base units, unit, scale


def work_out(text: str) -> Worked | None:
    """The exact result of a cell that is nothing but arithmetic; None for everything else."""
    if text.startswith("="):
        found = re.fullmatch(_FORMULA, text)
        value = _evaluate(found["terms"]) if found else None
        if found is None or value is None:
            return None
        scale = 10 ** signs.POWER[found["scale"] or ""]
        return _result(value * scale, found["unit"] or "", scale)
    if "+" not in text or not re.fullmatch(_SUM, text):
        return None
    pieces = re.findall(_PIECE, text)
    last_scale, unit = pieces[-1][1], pieces[-1][2]
    if any(piece[2] not in ("", unit) for piece in pieces):
        return None
    # 4+4+1期: the unit behind the last number is everybody's; so is its 万 where no other is written.
    shared = last_scale if all(not piece[1] and not piece[2] for piece in pieces[:-1]) else ""
    total = sum(Fraction(number) * 10 ** signs.POWER[scale or shared] for number, scale, _ in pieces)
    return _result(Fraction(total), unit, 10 ** signs.POWER[last_scale])


def _result(value: Fraction, unit: str, scale: int) -> Worked | None:
    try:
        return finite_decimal(value), signs.PLAIN_UNIT.get(unit, unit), exact_decimal(scale, 0)
    except ValueError:
        return None  # a third of something: no figure can be written for it


def _evaluate(text: str) -> Fraction | None:
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text or len(tokens) < 3 or text.count("(") > 20:
        return None
    try:
        value, rest = _total(tokens)
    except (IndexError, ValueError, ZeroDivisionError):
        return None
    return None if rest else value


def _total(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, tokens = _product(tokens)
    while tokens and tokens[0] in "+-":
        sign = 1 if tokens[0] == "+" else -1
        term, tokens = _product(tokens[1:])
        value += sign * term
    return value, tokens


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, tokens = _factor(tokens)
    while tokens and tokens[0] in "*/x":
        divide = tokens[0] == "/"
        factor, tokens = _factor(tokens[1:])
        value = value / factor if divide else value * factor
    return value, tokens


def _factor(tokens: list[str]) -> tuple[Fraction, list[str]]:
    if tokens[0] == "(":
        value, tokens = _total(tokens[1:])
        if tokens[0] != ")":
            raise ValueError("bracket left open")
        return value, tokens[1:]
    return Fraction(tokens[0]), tokens[1:]
