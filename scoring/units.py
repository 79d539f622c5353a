"""Units of measure that say the same thing in other sizes: what two years have to be brought to before they are compared."""

from decimal import Decimal
from fractions import Fraction

from scoring import signs

# Unit to (the unit it is counted in, how many of those it is). Only sizes that are fixed: a month has no fixed number of days.
_SIZES: dict[str, tuple[str, Fraction]] = {
    unit: (base, Fraction(size))
    for base, sizes in {
        "%": {"%": "1", "‰": "0.1"},
        "米": {"公里": "1000", "千米": "1000", "km": "1000", "米": "1", "m": "1", "厘米": "0.01", "cm": "0.01", "毫米": "0.001"},
        "平方米": {
            "平方公里": "1000000", "平方千米": "1000000", "公顷": "10000", "平方米": "1", "平米": "1", "平方": "1",
            "亩": "2000/3",
        },
        "千克": {"吨": "1000", "t": "1000", "公斤": "1", "千克": "1", "kg": "1", "克": "0.001", "g": "0.001"},
        "升": {"升": "1", "毫升": "0.001", "立方米": "1000"},
        "分钟": {"小时": "60", "h": "60", "分钟": "1", "min": "1", "秒": "1/60"},
        "千瓦时": {"千瓦时": "1", "kWh": "1", "度": "1"},
        "月": {"年": "12", "季度": "3", "个季度": "3", "个月": "1", "月": "1"},
        "天": {"周": "7", "天": "1", "日": "1", "自然日": "1", "个自然日": "1"},
    }.items()
    for unit, size in sizes.items()
}  # fmt: skip
MONEY = {
    "元": Decimal(1),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
    "千元": Decimal(1000),
    "百万元": Decimal(1_000_000),
}


def factor(unit: str, into: str) -> Fraction | None:
    """How many of ``into`` one ``unit`` is; ``None`` where the two do not measure the same thing.

    An unknown (empty) unit passes for any other: tables often leave the sign out.
    """
    unit, into = signs.CANONICAL_UNIT.get(unit, unit), signs.CANONICAL_UNIT.get(into, into)
    if unit == into or not unit or not into:
        return Fraction(1)
    (base, size), (other, measure) = _SIZES.get(unit, ("", Fraction(1))), _SIZES.get(into, ("", Fraction(1)))
    return size / measure if base and base == other else None


def count_factor(unit: str, into: str) -> Fraction:
    """How many of ``into`` one ``unit`` is, by the 万 or 亿 before what is counted; names of money as they are."""
    return _count_size(unit) / _count_size(into)


def _count_size(unit: str) -> Fraction:
    return Fraction(MONEY.get(unit) or signs.COUNT_SCALES.get(unit[:1], 1))


def money_factor(unit: str, into: str) -> Fraction:
    """How many of the money unit ``into`` one ``unit`` is; a name that is none counts as 万元, as the forms do."""
    return Fraction(MONEY.get(unit, MONEY["万元"])) / Fraction(MONEY.get(into, MONEY["万元"]))
