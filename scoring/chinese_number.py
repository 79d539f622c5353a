"""Numbers written with Chinese numerals: 五, 两, 十二, 三万五千, 百分之九十五点五."""

import re
from decimal import Decimal

from scoring.number import times
from scoring.signs import fill

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_STEPS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_NO_STEP = 10_000
_LEVELS = {"万": 10**4, "亿": 10**8}
NUMERAL = "[零〇一二三四五六七八九两十百千壹贰叁肆伍陆柒捌玖拾佰仟]"
NUMERALS = fill(r"‹one›(?:(?:‹one›|[万亿])*‹one›)?(?:点‹one›+)?", one=NUMERAL)
_TENTHS = re.compile(
    r"(?<![0-9.一二三四五六七八九十])([1-9一二三四五六七八九])成([1-9一二三四五六七八九半])?(?=$|[,;。]|[及或]?以[上下内]|左右)"
)
_TENTH = DIGITS | {"半": 5, "": 0}
_PART_OF = re.compile(fill(r"(?P<of>百分|千分)之(?P<number>‹numeral›|[0-9]+(?:\.[0-9]+)?)", numeral=NUMERALS))


def parse_chinese_number(text: str) -> Decimal | None:
    """Read one Chinese numeral; None when the characters do not make a number (百千, 二两)."""
    whole, _, fraction = text.partition("点")
    number = _whole(whole)
    if number is None or any(c not in DIGITS for c in fraction):
        return None
    if not fraction:
        return Decimal(number)
    return Decimal(f"{number}." + "".join(str(DIGITS[c]) for c in fraction))


def spell_out_percentages(text: str) -> str:
    """Turn 百分之九十, 千分之五 and 九成五以上 into 90%, 5‰ and 95%以上."""
    text = _TENTHS.sub(lambda found: f"{_TENTH.get(found[1], found[1])}{_TENTH.get(found[2] or '', found[2])}%", text)
    return _PART_OF.sub(_as_sign, text)


def _as_sign(found: re.Match[str]) -> str:
    number = found["number"]
    value = Decimal(number) if number[0] in "0123456789" else parse_chinese_number(number)
    if value is None:
        return found[0]
    return format(times(value, Decimal(1)), "f") + ("%" if found["of"] == "百分" else "‰")


def _whole(text: str) -> int | None:
    if text and all(c in DIGITS for c in text):  # 二〇二三, 五
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    last_step = _NO_STEP
    for c in text:
        if c in DIGITS:
            if digit:
                return None
            digit = DIGITS[c]
        elif c in _STEPS and _STEPS[c] < last_step:
            last_step = _STEPS[c]
            section += (1 if digit is None else digit) * last_step
            digit = None
        elif c in _LEVELS and (total or section or digit):
            level, section = _LEVELS[c], section + (digit or 0)
            total = total + section * level if total > level else (total + section) * level
            section, digit, last_step = 0, None, _NO_STEP
        else:
            return None
    return total + section + (digit or 0) if text else None
