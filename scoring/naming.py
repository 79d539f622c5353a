"""What an indicator's name adds to its figures: the unit, the sign, and which way is better.

Names come here normalised.
"""

import re
from decimal import Decimal

from scoring import signs
from scoring.figures import ONE, Figure, trend_of
from scoring.number import exact_decimal, times
from scoring.terms import Direction

_BRACKETED = re.compile(r"\((?:单位:?)?([^()]*(?:\([^()]*\))?[^()]*)\)")
_TRAILING = re.compile(r"(?:[/,:]|单位:?)([^/,:()]{1,8})$")
_SIGN_AT_END = re.compile(rf"[(]?(?P<op>{signs.PREFIX.pattern})[)]?(?:\([^()]*\))?[:]?$")
_SIGN_LENGTH = 16  # brackets, unit and colon included
_DIGIT = re.compile("[0-9]")
_BRACKETS = re.compile(r"\([^()]*\)")
_PARTS = re.compile(rf"(?P<scale>{signs.SCALE})?(?P<unit>{signs.UNIT})?")

Unit = tuple[str, Decimal]  # plain unit and its scale


def unit_cell(text: str) -> Unit | None:
    """Read what stands in a cell of its own (or in brackets) as a unit: 万元, 百分比, 人/次."""
    words = signs.normalise(text).removeprefix("单位:").strip("()")
    if not words:
        return None
    if words in signs.UNIT_WORDS:
        return (signs.UNIT_WORDS[words], ONE)
    found = _PARTS.fullmatch(words)
    if found is None:
        return None
    scale = exact_decimal(10 ** signs.POWER[found["scale"] or ""], 0)
    unit = found["unit"] or ""
    return (signs.PLAIN_UNIT.get(unit, unit), scale)


def unit_in_name(name: str) -> Unit | None:
    """Find the unit an indicator's name carries: 项目成本(万元), 满意度%, 投资额，万元."""
    for found in reversed(list(_BRACKETED.finditer(name))):
        if unit := unit_cell(found[1]):
            return unit
    if name.endswith(("%", "‰")) and not name[:-1][-1:].isdigit():
        return (name[-1], ONE)
    trailing = _TRAILING.search(name)
    return unit_cell(trailing[1]) if trailing else None


def fit_unit(figure: Figure, name: str, printed: Unit | None, money_unit: str) -> tuple[Decimal, Decimal | None, str, Decimal]:
    """Value, upper end, unit and scale of a figure, the unit taken from where it is printed."""
    value, upper, unit, scale = figure.value, figure.upper, figure.unit, figure.scale
    if unit:
        return value, upper, unit, scale
    found = printed or (unit_in_name(name) if name else None)
    if found is None and (name or figure.before) and _is_money(name or figure.before):
        found = ("元", ONE) if scale != ONE else unit_cell(money_unit)
    if found is None and scale == ONE and value > 1 and is_rate(name):
        found = ("%", ONE)  # 满意度 95: nobody means 95 times; 0.95 stays as typed, with a doubt
    if found is None:
        return value, upper, unit, scale
    unit = found[0]
    if scale == ONE and found[1] != ONE:
        scale = found[1]
        value, upper = times(value, scale), None if upper is None else times(upper, scale)
    return value, upper, unit, scale


def is_rate(name: str) -> bool:
    """Whether a name is that of a rate, whatever sign or bracket follows it (满意度≥, 合格率（抽查）)."""
    return signs.RATE_NAME.search(_BRACKETS.sub("", name).rstrip("≥≤<>=:")) is not None


def trend_in_name(name: str) -> int:
    """1 where a name says that a growth is meant (收入增长率), -1 for a decline (能耗降幅), 0 for neither."""
    found = signs.TREND_NAME.search(_BRACKETS.sub("", name))
    return 0 if found is None else 1 if found["up"] else -1


def sign_in_name(name: str, value: Decimal) -> signs.Operator | None:
    """The sign a name ends with (投诉率≤), or that stands before the same number in it."""
    if not name:
        return None
    if found := _SIGN_AT_END.search(name, max(0, len(name) - _SIGN_LENGTH)):
        return signs.PREFIXES[found["op"]]
    if not _DIGIT.search(name):
        return None
    for found in signs.PREFIX.finditer(name):
        number = re.match(r"约?([0-9]{1,40}(?:\.[0-9]{1,40})?)", name[found.end() :])
        if number and Decimal(number[1]) == value:
            return signs.PREFIXES["超过" if found["over"] else found[0]]
    return None


def bare_direction(figure: Figure, name: str, unit: str, default: Direction) -> Direction:
    """Which way is better for a number without a sign: plain meaning first, else ``default``."""
    if figure.value == 0:
        return Direction.AT_MOST
    if trend_of(figure) < 0:
        return default  # 投诉量下降10%: it is the decline that is counted
    label = _BRACKETS.sub("", name).rstrip("%:≤≥") if name else ""
    words = figure.before.rstrip("为是共约:")
    if less_is_better(label, unit) or (words and less_is_better(words, unit)):
        return Direction.AT_MOST
    return default


def less_is_better(label: str, unit: str) -> bool:
    """Whether the name of an indicator plainly means that less is better (cost, accidents, duration)."""
    if not label:
        return False
    timed = unit in signs.TIME_UNITS
    if (timed or not unit) and signs.LESS_IS_FASTER.search(label):
        return True
    dealt = signs.DEALT_WITH.search(label) is not None
    if signs.LESS_IS_CONTROLLED.search(label):
        return re.search(r"病|虫|血压|血糖|疫|风险|有效", label) is None
    if dealt:
        return signs.STRONGLY_LESS.search(label) is not None and "控制" not in label and not timed
    if timed:
        return False
    return signs.LESS_IS_BETTER.search(label) is not None or signs.LESS_IS_COST.search(label) is not None


def _is_money(label: str) -> bool:
    return signs.MONEY_NAME.search(label) is not None and signs.NOT_MONEY_NAME.search(label) is None
