"""Reads targets as people write them (≥95%, 不少于5万人次, 五个, 10月底前) and writes them plainly."""

import re
from dataclasses import dataclass, replace

from scoring import signs
from scoring.arithmetic import work_out
from scoring.dates import format_deadline, read_year_month
from scoring.figures import Figure, Scan, scan, trend_of
from scoring.naming import bare_direction, fit_unit, is_rate, less_is_better, sign_in_name, trend_in_name, unit_cell
from scoring.number import canonical
from scoring.reading import Deadline, Target
from scoring.terms import Direction, Doubt

_SIGNS = {Direction.AT_LEAST: ("≥", ">"), Direction.AT_MOST: ("≤", "<"), Direction.EQUAL: ("=", "=")}
_AND = re.compile(r"^[,、]?(?:且|并且|并|但|同时|x|X|A)?(?:≤|<)?$|^[≤<][一-龥]{1,8}[≤<]$")
_DOWNWARDS = re.compile(r"^[≥>](?:[A-Za-z]|[一-龥]{1,8})[≥>]$")
_PERHAPS_A_MONTH = re.compile(r"(?:19|20)[0-9]{2}\.(?:0?[1-9]|1[0-2])")
_TIME_NAME = re.compile(r"时间|时限|期限|日期|及时|时效|进度|节点")
_DESCRIPTION = re.compile(r"合规|合法|保证|确保|符合|相符|规范")


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands around the figures of one target cell."""

    taken: Scan
    name: str
    comparator: signs.Operator | None
    unit: str
    money_unit: str
    default: Direction


def parse_target(
    text: str,
    *,
    name: str = "",
    comparator: str = "",
    unit: str = "",
    money_unit: str = "",
    default: Direction = Direction.AT_LEAST,
) -> Target:
    """Read a target; never raises, what is not certain carries its doubts.

    Args:
        text: the target cell as typed.
        name: the indicator's name; may hold the unit, the sign, or the meaning that decides a bare number.
        comparator: the cell of the sign in three-column forms (≥, 反向, 定性).
        unit: the cell of the unit in three-column forms (万元, 百分比).
        money_unit: the money unit of the form, for amounts without any unit.
        default: the direction of a bare number whose name says nothing.
    """
    taken = scan(text)
    words = taken.text
    cell = signs.COMPARATORS.get(signs.normalise(comparator)) if comparator else None
    label = signs.normalise(name)
    if not words or signs.PLACEHOLDER.fullmatch(words):
        return _from_name(name, money_unit=money_unit, default=default)
    if cell and cell[0] is Direction.QUALITATIVE:
        return Target(Direction.QUALITATIVE, words=words, stated=True)
    if _TIME_NAME.search(label) and (deadline := read_year_month(words)):
        return Target(Direction.QUALITATIVE, words=words, deadline=deadline)
    context = _Context(taken, label, cell, unit, money_unit, default)
    if not taken.figures and (worked := work_out(words)):
        added = Figure(worked[0], worked[1], worked[2])
        return replace(_target(added, context), doubts=(Doubt.SEVERAL_FIGURES,))
    if not taken.figures:
        return _in_words(taken)
    figures = _without_breakdown(taken.figures)
    if merged := _range_of_two(figures):
        return _target(merged, context)
    if len(figures) > 1:
        parts = tuple(_target(figure, context) for figure in figures)
        directions = {part.direction for part in parts}
        direction = directions.pop() if len(directions) == 1 else Direction.AT_LEAST
        return Target(
            direction,
            parts=tuple(replace(part, words="", deadline=None, doubts=()) for part in parts),
            deadline=_deadline(taken),
            stated=any(part.stated for part in parts),
            doubts=(Doubt.COMPOUND,),
            words=words,
        )
    figure = figures[0]
    if figure.unit == "%" and figure.direction is None and _DESCRIPTION.search(figure.after):
        return Target(Direction.QUALITATIVE, words=words, doubts=(Doubt.PERCENT_IN_SENTENCE,))
    return _target(figure, context)


def format_target(target: Target) -> str:
    """Write what was read in plain signs and base units: ≥25000人次, 3~5个, 2022年10月底前."""
    if target.parts:
        return "；".join(map(format_target, target.parts))
    if target.value is None:
        if target.deadline is not None and not target.doubts:
            return format_deadline(target.deadline)
        return target.words
    about = "约" if target.approximate else ""
    if target.upper is not None:
        return f"{about}{canonical(target.value)}~{canonical(target.upper)}{target.unit}"
    sign = _SIGNS[target.direction][target.strict]
    return f"{sign}{about}{canonical(target.value)}{target.unit}"


def _target(figure: Figure, context: _Context) -> Target:
    doubts: list[Doubt] = []
    printed = unit_cell(context.unit) if context.unit else None
    value, upper, found_unit, scale = fit_unit(figure, context.name, printed, context.money_unit)
    direction, strict, stated = figure.direction, figure.strict, True
    if direction is None and context.comparator:
        direction, strict = context.comparator
    elif direction and context.comparator and context.comparator[0] is not direction:
        doubts.append(Doubt.CONTRADICTORY_SIGNS)
    if direction is None and (named := sign_in_name(context.name, figure.value)):
        direction, strict = named
    if direction is None and upper is None:
        direction, stated = bare_direction(figure, context.name, found_unit, context.default), False
    if upper is not None and (direction is None or direction in (Direction.AT_MOST, Direction.EQUAL)):
        direction = Direction.RANGE
    elif upper is not None:
        upper = None
    if upper is not None and upper < value:
        doubts.append(Doubt.SEVERAL_FIGURES)
    if figure.contradictory:
        doubts.append(Doubt.CONTRADICTORY_SIGNS)
    if not found_unit and value <= 1 and is_rate(context.name) and (value or not less_is_better(context.name, "")):
        doubts.append(Doubt.RATIO_WITHOUT_SIGN)
    if not found_unit and _PERHAPS_A_MONTH.fullmatch(context.taken.text):
        doubts.append(Doubt.SEVERAL_FIGURES)
    if figure.before and found_unit != "%" and signs.EACH.search(figure.before):
        doubts.append(Doubt.SEVERAL_FIGURES)
    growth = trend_of(figure)
    if figure.before and signs.RELATIVE.search(figure.before) and not (growth and found_unit in ("%", "个百分点")):
        doubts.append(Doubt.RELATIVE_TO_BASE)
    return Target(
        direction or context.default,
        value,
        upper,
        found_unit,
        scale,
        strict=strict and direction is not Direction.RANGE,
        approximate=figure.approximate,
        stated=stated,
        deadline=_deadline(context.taken),
        frequency=figure.per_year,
        trend=growth or (trend_in_name(context.name) if found_unit in ("%", "个百分点") else 0),
        doubts=tuple(doubts),
        words=context.taken.text,
    )


def _deadline(taken: Scan) -> Deadline | None:
    return taken.dates[-1] if taken.dates and taken.limited else None


def _in_words(taken: Scan) -> Target:
    words = taken.text
    doubts = (
        *((Doubt.PROPORTION,) if taken.proportion else ()),
        *((Doubt.RANK,) if taken.rank else ()),
        *((Doubt.RELATIVE_TO_BASE,) if signs.RELATIVE.search(words) else ()),
        *((Doubt.NUMBER_IN_WORDS,) if signs.VAGUE.search(words) else ()),
    )
    deadline = taken.dates[-1] if taken.dates and (taken.limited or len(words) <= 12) else None
    return Target(Direction.QUALITATIVE, words=words, deadline=deadline, doubts=doubts)


def _from_name(name: str, *, money_unit: str, default: Direction) -> Target:
    figures = scan(name).figures if name else ()
    if len(figures) == 1 and figures[0].direction is not None:
        found = parse_target(name, money_unit=money_unit, default=default)
        return replace(found, doubts=(*found.doubts, Doubt.TARGET_IN_NAME))
    return Target(Direction.QUALITATIVE, doubts=(Doubt.EMPTY,))


def _without_breakdown(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Drop repetitions, and the split that follows 其中 or that adds up to the first figure."""
    if len(figures) == 1:
        return figures
    for index, figure in enumerate(figures):
        if index and signs.BREAKDOWN.search(figure.before):
            return _without_breakdown(figures[:index])
    first, rest = figures[0], figures[1:]
    alike = {signs.CANONICAL_UNIT.get(figure.unit, figure.unit) for figure in figures}
    if len(rest) > 1 and len(alike) == 1 and sum(figure.value for figure in rest) == first.value:
        return (first,)
    kept: list[Figure] = []
    counted = {(figure.value, figure.unit) for figure in figures if not figure.per_year}
    for figure in figures:
        if figure.per_year and (figure.value, figure.unit) in counted:
            continue  # 每季1场，全年4场
        if figure.unit != "%" or not any(figure.value == other.value and other.unit == "%" for other in kept):
            kept.append(figure)
    return tuple(kept)


def _range_of_two(figures: tuple[Figure, ...]) -> Figure | None:
    """Join ≥60%且≤80%, 60%≤x≤80% and 80%≥x≥60% into one range."""
    if len(figures) != 2:
        return None
    low, high = figures
    if _DOWNWARDS.match(low.after):
        low, high = high, replace(low, direction=Direction.AT_MOST)
        return replace(low, upper=high.value, direction=None, strict=False) if low.value < high.value else None
    opened = low.direction is Direction.AT_LEAST or (low.direction is None and low.after.startswith(("≤", "<")))
    closed = high.direction is Direction.AT_MOST
    joined = _AND.match(low.after) or signs.PREFIX.sub("", low.after) in ("", ",", "且", ",且", "x", "X", "、")
    if opened and closed and joined and low.value < high.value and (low.unit == high.unit or not low.unit):
        return replace(low, upper=high.value, direction=None, unit=high.unit, strict=False)
    return None
