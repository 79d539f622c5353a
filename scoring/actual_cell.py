"""Reads what was reached, with its target in mind: the one figure that answers, or the words."""

from decimal import Decimal
from fractions import Fraction

from scoring import signs
from scoring.arithmetic import work_out
from scoring.choice import choose, same_unit
from scoring.figures import ONE, Figure, scan_words, trend_of
from scoring.number import finite_decimal, times
from scoring.reading import Actual, Target
from scoring.terms import Direction, Doubt
from scoring.units import factor
from scoring.verdict import read_verdict

_TYPED_WITHOUT_SCALE = 1000  # a bare actual this many times its target was typed without the 万


def parse_actual(text: str, target: Target, *, name: str = "", money_unit: str = "") -> Actual:
    """Read an actual; never raises, what is not certain carries its doubts.

    Args:
        text: the actual cell as typed.
        target: its target, whose unit and scale a bare number takes.
        name: the indicator's name, which may tell which of several figures is meant.
        money_unit: the money unit of the form, for bare amounts against a target without figure.
    """
    del money_unit  # a bare amount takes the unit of its target, which knows the form's
    words = signs.normalise(text)
    if not words or signs.PLACEHOLDER.fullmatch(words):
        return Actual(doubts=(Doubt.EMPTY,))
    if target.direction is Direction.QUALITATIVE:
        return read_verdict(scan_words(words), target)
    if target.parts:
        return _parse_parts(words, target, name)
    if worked := work_out(words):
        value, unit, scale = worked
        return _judge(Figure(value, unit, scale), target)
    taken = scan_words(words)
    if not taken.figures:
        return _in_words(words, target)
    figure, doubts = choose(taken.figures, target, name)
    if figure is None:
        return _without_figure(taken.figures, target, words, doubts)
    read = _judge(figure, target)
    return read if not doubts else _doubted(read, doubts)


def _judge(figure: Figure, target: Target) -> Actual:
    """Give a chosen figure the unit and scale of its target and look for reasons to ask."""
    value, unit = _in_size_of(figure, target)
    doubts: list[Doubt] = []
    bare = not figure.unit and figure.scale == ONE
    limit = target.value or Decimal(0)
    if figure.upper is not None:
        return Actual(
            unit=unit,
            met_in_words=True if (value, figure.upper) == (target.value, target.upper) else None,
            doubts=(Doubt.VAGUE_ACTUAL,),
        )
    if bare and target.scale != ONE:
        value = times(value, target.scale)
        if limit > 0 and value >= limit * _TYPED_WITHOUT_SCALE:
            doubts.append(Doubt.SCALE_MISMATCH)
    if bare and target.unit == "%" and 0 < value <= 1 < limit and target.direction is not Direction.AT_MOST:
        doubts.append(Doubt.RATIO_WITHOUT_SIGN)
    if not same_unit(unit, target.unit):
        doubts.append(Doubt.UNIT_MISMATCH)
    if target.trend and (trend_of(figure) == -target.trend or (target.trend < 0 and value < 0)):
        value = value.copy_negate()
        if target.trend < 0 < value and not signs.GROWTH_DOWN.search(target.words):
            doubts.append(Doubt.VAGUE_ACTUAL)  # 降幅 -3%: a decline, or a growth?
    if figure.before and figure.unit != "%" and signs.EACH.search(figure.before):
        doubts.append(Doubt.SEVERAL_FIGURES)
    bound = figure.direction in (Direction.AT_LEAST, Direction.AT_MOST) and not signs.REACHED.search(figure.sign)
    if bound and not _settles(figure, value, target):
        doubts.append(Doubt.BOUND_ONLY)
    if target.approximate and _is_near(value, limit, target.direction):
        doubts.append(Doubt.NEAR_APPROXIMATE)
    if figure.approximate and not target.approximate and abs(value - limit) * 20 <= abs(limit):
        doubts.append(Doubt.VAGUE_ACTUAL)
    if bound and not target.trend and signs.RELATIVE.search(figure.before):
        doubts.append(Doubt.RELATIVE_TO_BASE)
    return Actual(value, unit, figure.approximate, bound, doubts=tuple(doubts))


def _in_size_of(figure: Figure, target: Target) -> tuple[Decimal, str]:
    """Value and unit of a figure, brought to the unit of the target where both measure the same: 1500米 as 1.5公里."""
    unit = figure.unit or target.unit
    if same_unit(unit, target.unit) or figure.upper is not None:
        return figure.value, unit
    size = factor(unit, target.unit)
    if size is None:
        return figure.value, unit
    try:
        return finite_decimal(Fraction(figure.value) * size), target.unit
    except ValueError:  # 100分钟 are no finite number of hours: asked
        return figure.value, unit


def _settles(figure: Figure, value: Decimal, target: Target) -> bool:
    if target.value is None or figure.direction is not target.direction:
        return False
    return value >= target.value if target.direction is Direction.AT_LEAST else value <= target.value


def _is_near(value: Decimal, limit: Decimal, direction: Direction) -> bool:
    if direction is Direction.AT_MOST:
        return limit < value <= limit * 11 / 10
    return limit * 9 / 10 <= value < limit


def _without_figure(figures: tuple[Figure, ...], target: Target, words: str, doubts: tuple[Doubt, ...]) -> Actual:
    percents = [figure for figure in figures if figure.unit == "%"]
    if target.unit != "%" and len(percents) == 1 and (len(figures) == 1 or signs.PERCENT_OF_PLAN.search(words)):
        percent = percents[0]
        return Actual(unit="%", plan_percent=percent.value, doubts=(Doubt.PERCENT_OF_PLAN,))
    return Actual(doubts=doubts)


def _in_words(words: str, target: Target) -> Actual:
    claim = signs.claim(words)
    if words.strip("。.") in signs.NOTHING and target.direction is Direction.AT_MOST:
        return Actual(Decimal(0), target.unit, doubts=(Doubt.NUMBER_IN_WORDS,))
    vague = (Doubt.VAGUE_ACTUAL,) if signs.VAGUE.search(words) else ()
    return Actual(met_in_words=claim, doubts=vague or ((Doubt.NO_NUMBER,) if claim is None else (Doubt.NUMBER_IN_WORDS,)))


def _doubted(read: Actual, doubts: tuple[Doubt, ...]) -> Actual:
    return Actual(read.value, read.unit, read.approximate, read.is_bound, doubts=(*doubts, *read.doubts))


def _parse_parts(words: str, target: Target, name: str) -> Actual:
    """Answer the conditions of a compound target one by one, each from the figures with its unit."""
    figures = scan_words(words).figures
    parts: list[Actual] = []
    for part in target.parts:
        rivals = sum(same_unit(other.unit, part.unit) for other in target.parts)
        answers = [figure for figure in figures if same_unit(figure.unit, part.unit) and figure.unit]
        if rivals > 1 and rivals == len(answers):
            index = sum(same_unit(earlier.unit, part.unit) for earlier in target.parts[: len(parts)])
            parts.append(_judge(answers[index], part))
            continue
        figure, doubts = choose(tuple(answers), part, name) if answers else (None, (Doubt.NO_NUMBER,))
        parts.append(Actual(doubts=doubts) if figure is None else _judge(figure, part))
    claim = signs.claim(words) if not figures else None
    return Actual(met_in_words=claim, parts=tuple(parts))
