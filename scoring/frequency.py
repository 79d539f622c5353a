"""How often in a year a thing happens that is written with its period: 每季度1次, 每两周1次, 每15天1次."""

import re
from decimal import Decimal

from scoring import signs
from scoring.chinese_number import NUMERAL, parse_chinese_number

_PERIOD = r"季度?|半年度?|月度?|周|星期|年度?|学期|天|日|工作日"
_OFTEN = re.compile(
    signs.fill(
        r"(?:每(?:隔)?(?:个)?|^(?=半年))(?P<n>[0-9]{1,3}|‹numeral›{1,3})?(?:个)?(?P<period>‹period›)[^,;。0-9]*$",
        numeral=NUMERAL,
        period=_PERIOD,
    )
)
_EVERY = re.compile(r"每隔?$")
_SPANS = frozenset({"周", "天", "日", "个月", "季度", "个季度", "年"})
_PER_YEAR = {
    "季": 4, "季度": 4, "半年": 2, "半年度": 2, "月": 12, "月度": 12, "周": 52, "星期": 52, "年": 1, "年度": 1, "学期": 2,
    "天": 365, "日": 365, "工作日": 0,  # as many as the calendar of the year has
}  # fmt: skip
# What goes on every day of a year, be it a holiday; cases are dealt with on working days.
_DAILY = frozenset({"次", "场", "场次", "趟", "班次"})


def is_span(before: str, unit: str) -> bool:
    """Whether a figure only says how long a period is (每2周, 每15天) and another one counts the events."""
    return unit in _SPANS and _EVERY.search(before) is not None


def per_year(before: str, unit: str) -> int | None:
    """How many times a year the words before an event make of it; None where they do not tell."""
    often = _OFTEN.search(before) if "年" in before or "每" in before else None
    if often is None or not _is_event(unit) or before.count("每") > 1:
        return None
    period, number = _PER_YEAR[often["period"]], _count(often["n"])
    if not number or number > period or (period > 52 and number == 1 and unit not in _DAILY):
        return None
    return period // number


def per_span(before: str, unit: str) -> str:
    """The unit of an event that no yearly number is told of: 件/天 for 每天20件, 次/2年 for 每2年1次, 场/月 for 每村每月1场."""
    often = _OFTEN.search(before) if "每" in before and _is_event(unit) else None
    if often is None or per_year(before, unit):
        return unit
    number = _count(often["n"])
    return f"{unit}/{number if number > 1 else ''}{signs.CANONICAL_UNIT.get(often['period'], often['period'])}"


def _is_event(unit: str) -> bool:
    return signs.CANONICAL_UNIT.get(unit, unit) in signs.EVENT_UNITS


def _count(text: str | None) -> int:
    number = Decimal(1) if text is None else Decimal(text) if text.isascii() else parse_chinese_number(text)
    return int(number or 0)
