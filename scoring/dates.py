"""Dates and deadlines inside a cell: found, understood, and taken out of the way of the figures."""

import re

from scoring.reading import Deadline
from scoring.signs import fill

_YEAR = "(?:19|20)[0-9]{2}"
_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"
_QUARTERS = {c: i for i, c in enumerate("一二三四", 1)} | {str(i): i for i in range(1, 5)}
DATE = re.compile(
    fill(
        r"(?=[0-9第一二三四上下本当年每次十的])(?:"  # what a date begins with: most places need no closer look
        r"(?P<months>(?:‹year›年)?‹month›月?[-~至到]‹month›月(?:份|底|末)?)"
        r"|(?P<years>(?<![0-9.])(?:‹year›年?[-~至到、])‹year›(?:年度|年)?(?![0-9.%万]))"
        r"|(?P<day>(?<![0-9])(?P<y>‹year›)(?P<sep>[-./])(?P<m>‹month›)(?P=sep)(?P<d>‹day›)(?![0-9%万]))"
        r"|(?P<point>(?<![0-9])(?P<py>‹year›)[-./](?P<pm>1[0-2]|0[1-9]|[1-9])(?=[底前末完]|之前|以前))"
        r"|(?P<word>(?<![0-9.])(?:(?P<wy>‹year›)年?度?)?(?:的)?(?:(?P<quarter>第?[一二三四1-4]季度?(?![0-9每])(?!.?次))(?:末|底)?"
        r"|(?P<half>[上下]半年)(?:末|底)?|(?P<end>(?:本|当)?年度?[底末]|(?:本|当)年度?(?:内)|年内)))"
        r"|(?P<date>(?:(?<![0-9.])(?P<dy>‹year›)年度?(?:的|底|内)?|(?<![0-9.=≥>]))(?P<dm>‹month›)月(?!均)"
        r"(?:(?P<dd>‹day›)[日号]|(?P<dend>份?[底末]|下旬)|份|初|[上中]旬)?)"
        r"|(?P<dayonly>(?:每月|当月|次月|本月)(?:的)?‹day›[日号]|(?<![0-9.])‹day›[日号](?=前|之前|以前))"
        r"|(?P<year>(?<![0-9.])(?P<yy>‹year›)年(?:度|[底末初内])?)"
        r"|(?P<period>十[二三四五]五(?:规划)?)"
        r"|(?P<clock>(?<![0-9])[0-2]?[0-9]:[0-5][0-9](?:[-~至到][0-2]?[0-9]:[0-5][0-9](?![0-9])|(?=以?之?前))))",
        year=_YEAR,
        month=_MONTH,
        day=_DAY,
    )
)
UNTIL = re.compile(r"(?:截[至止]|不[晚迟]于|早于|[≤<]|最迟)到?(?:本年|当年)?$")
_YEAR_MONTH = re.compile(r"(?P<year>20[0-9]{2})(?:[-/](?P<month>1[0-2]|0?[1-9])|\.(?P<decimal>1[0-2]|0[1-9]|[2-9]))")
LIMITS = re.compile(r"之?以?前|内|完成|止")


def read_deadline(found: re.Match[str]) -> Deadline | None:
    """The date a match of ``DATE`` names, as the last day it can mean; None for a span or a habit."""
    if found["day"]:
        return Deadline(int(found["y"]), int(found["m"]), int(found["d"]))
    if found["point"]:
        return Deadline(int(found["py"]), int(found["pm"]), end=True)
    if found["date"]:
        day = found["dd"]
        return Deadline(_number(found["dy"]), int(found["dm"]), _number(day), bool(found["dend"]))
    if found["word"]:
        year = _number(found["wy"])
        if quarter := found["quarter"]:
            return Deadline(year, 3 * _QUARTERS[quarter.strip("第季度")], end=True)
        return Deadline(year, 6 if (found["half"] or "").startswith("上") else 12, end=True)
    if found["year"]:
        return Deadline(int(found["yy"]), 12, end=True)
    return None


def read_year_month(words: str) -> Deadline | None:
    """The end of the month a cell holds and nothing else: 2023.11, 2023-11; 2023.1 may be a cut 2023.10 and is none."""
    found = _YEAR_MONTH.fullmatch(words)
    return Deadline(int(found["year"]), int(found["month"] or found["decimal"]), end=True) if found else None


def is_in_time(done: Deadline, deadline: Deadline) -> bool | None:
    """Whether a thing was done by its deadline; None where the dates are too coarse to tell.

    A missing year is taken to be the other's.
    """
    if done.year is not None and deadline.year is not None and done.year != deadline.year:
        return done.year < deadline.year
    if done.month != deadline.month:
        return done.month < deadline.month
    if deadline.day is None:
        return True
    return None if done.day is None else done.day <= deadline.day


def format_deadline(deadline: Deadline) -> str:
    """Write a deadline as it stands in tables: 2022年10月底前."""
    parts = [] if deadline.year is None else [str(deadline.year), "年"]
    parts += [str(deadline.month), "月"]
    if deadline.end:
        parts.append("底")
    elif deadline.day is not None:
        parts += [str(deadline.day), "日"]
    return "".join([*parts, "前"])


def _number(text: str | None) -> int | None:
    return int(text) if text else None
