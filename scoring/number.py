"""The one door by which numbers enter, and the one function by which they are rounded."""

import re
from decimal import Decimal
from fractions import Fraction

from scoring.signs import normalise

# Longer runs of digits are no figure of an office; the limit keeps hostile input cheap.
_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,40}|[0-9]{1,3}(?:,[0-9]{3}){1,12})?(?:\.[0-9]{1,40})?")

_MONEY_SIGN = re.compile(r"^[¥￥]\s*|\s*(?:亿|万|千)?元$")


def parse_number(text: str) -> Decimal | None:
    """Read exactly one plain number: ``1,234.50``, ``２０``, ``-3``.

    Empty text and everything else (a unit, a percent sign, an exponent) is None, never zero.
    """
    plain = normalise(text).strip()
    if not _PLAIN.fullmatch(plain) or not any(map(str.isdigit, plain)):
        return None
    return Decimal(plain.replace(",", ""))


def parse_amount(text: str) -> Decimal | None:
    """Read the figure of an amount of money, ``￥1,509.62`` or ``8365.42万元``, as it is printed.

    The unit of money is said once for the whole form; one that stands behind the figure is left aside, never multiplied with.
    """
    plain = normalise(text).strip()
    return parse_number(_MONEY_SIGN.sub("", plain))


def parse_percentage(text: str) -> Decimal | None:
    """Read ``98.5%`` as 98.5; None when there is no percent sign or no plain number before it."""
    plain = normalise(text).strip()
    return parse_number(plain[:-1]) if plain.endswith("%") else None


def round_half_up(value: Decimal | Fraction, places: int) -> Decimal:
    """Round to ``places`` decimals, halves away from zero, exactly for every Fraction."""
    above, below = value.as_integer_ratio()
    if places >= 0:
        above *= 10**places
    else:
        below *= 10**-places
    digits = (2 * abs(above) + below) // (2 * below)
    return exact_decimal(-digits if above < 0 else digits, -places)


def canonical(value: Decimal | Fraction) -> str:
    """Write without exponent, trailing zeros or separators; minus zero is ``0``.

    Raises:
        ValueError: a Fraction that has no finite decimal form.
    """
    text = format(finite_decimal(value) if isinstance(value, Fraction) else value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def as_fraction(value: Decimal) -> Fraction:
    """Turn a Decimal into the same value as a Fraction, so that quotients stay exact."""
    return Fraction(value)


def finite_decimal(value: Fraction) -> Decimal:
    """Turn a Fraction into the same value as a Decimal.

    Raises:
        ValueError: the decimal form does not end.
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise ValueError(f"{value} has no finite decimal form")
    places = max(twos, fives)
    return exact_decimal(value.numerator * 10**places // value.denominator, -places)


def times(value: Decimal, factor: Decimal) -> Decimal:
    """Multiply without the 28-digit limit of the decimal context."""
    if factor == 1:
        return value
    left, right = value.as_tuple(), factor.as_tuple()
    product = _coefficient(left.digits) * _coefficient(right.digits)
    sign = -1 if left.sign != right.sign else 1
    return exact_decimal(sign * product, int(left.exponent) + int(right.exponent))


def exact_decimal(coefficient: int, exponent: int) -> Decimal:
    """``coefficient`` × 10 ^ ``exponent``, never rounded by a context."""
    return Decimal((int(coefficient < 0), tuple(map(int, str(abs(coefficient)))), exponent))


def _coefficient(digits: tuple[int, ...]) -> int:
    return int("".join(map(str, digits)))
