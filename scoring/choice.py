"""Chooses, among the figures of an actual, the one that answers its target."""

import re

from scoring import signs
from scoring.figures import Figure
from scoring.reading import Target
from scoring.terms import Doubt

_PAIR = re.compile(r"(?=([一-龥]{2}))")
Choice = tuple[Figure | None, tuple[Doubt, ...]]


def same_unit(unit: str, other: str) -> bool:
    """Whether two units count the same thing: 名 for 人, 个 for 家, 件 for 件/年, nothing for anything."""
    if unit == other or not unit or not other:
        return True
    unit, other = signs.CANONICAL_UNIT.get(unit, unit), signs.CANONICAL_UNIT.get(other, other)
    if unit == other:
        return True
    if "/" in unit and "/" in other:
        mine, its = (each.replace("人·次", "人次").replace("·", "/").split("/") for each in (unit, other))
        return len(mine) == len(its) and all(same_unit(*pair) for pair in zip(mine, its, strict=True))
    if ("/" in unit) != ("/" in other):
        counted, _, base = (unit if "/" in unit else other).partition("/")
        return base not in signs.SHORTER_THAN_A_YEAR and same_unit(counted, other if "/" in unit else unit)
    for general, special in ((unit, other), (other, unit)):
        if general in signs.GENERAL_UNITS and special not in signs.NOT_COUNTED and special not in signs.MEASURES:
            return True
        if general == "场次" and special in signs.ROUNDS:
            return True
    return False


def choose(figures: tuple[Figure, ...], target: Target, name: str) -> Choice:
    """The figure that answers ``target``, and why that is not certain; None when it cannot be told."""
    if len(figures) > 1:
        figures = _about_the_target(figures, target, name)
    if len(figures) == 1:
        only = figures[0]
        if only.before and signs.BESIDE_IT.search(only.before) and not signs.BESIDE_IT.search(target.words + name):
            return only, (Doubt.UNIT_MISMATCH,)
        if same_unit(only.unit, target.unit) and not (only.unit == "%" and not target.unit and target.value):
            return only, ()
        return _foreign(only, target)
    wanted = signs.CANONICAL_UNIT.get(target.unit, target.unit)
    fitting = _before_breakdown(
        [each for each in figures if each.unit and signs.CANONICAL_UNIT.get(each.unit, each.unit) == wanted]
        or [each for each in figures if each.unit and same_unit(each.unit, target.unit)]
        or [each for each in figures if not each.unit]
    )
    if not fitting:
        several = (Doubt.SEVERAL_FIGURES, Doubt.UNIT_MISMATCH)
        return None, several
    doubts = (Doubt.UNIT_MISMATCH,) if _has_rival(figures, target.unit) else ()
    figure = _single(fitting, target, name)
    return (figure, doubts) if figure else (None, (Doubt.SEVERAL_FIGURES,))


def _about_the_target(figures: tuple[Figure, ...], target: Target, name: str) -> tuple[Figure, ...]:
    """Leave out what was saved or is left, how last year was and what was planned, where the target does not ask for that."""
    wanted = target.words + name
    asked = signs.BESIDE_IT.search(wanted) is not None
    against = target.trend or signs.RELATIVE.search(wanted) is not None
    kept = tuple(
        each
        for each in figures
        if (asked or not signs.BESIDE_IT.search(each.before))
        and (against or not signs.RELATIVE.search(each.before))
        and not (each.value == target.value and signs.PLANNED.search(each.before))
    )
    return kept or figures


def _foreign(only: Figure, target: Target) -> Choice:
    if "%" in (only.unit, target.unit) or "‰" in (only.unit, target.unit):
        return None, (Doubt.UNIT_MISMATCH,)
    return only, ()  # the reading keeps the figure and doubts its unit


def _before_breakdown(figures: list[Figure]) -> list[Figure]:
    for index, figure in enumerate(figures):
        if index and signs.BREAKDOWN.search(figure.before):
            return figures[:index]
    return figures


def _has_rival(figures: tuple[Figure, ...], unit: str) -> bool:
    """人次 beside 人 in one cell: the reader cannot know which was counted."""
    mine = signs.CANONICAL_UNIT.get(unit, unit)
    units = {signs.CANONICAL_UNIT.get(figure.unit, figure.unit) for figure in figures}
    return any({mine, other} in signs.RIVALS for other in units)


def _single(figures: list[Figure], target: Target, name: str) -> Figure | None:
    first, *rest = figures
    if not rest or (first.unit == "%" and all(figure.value == first.value for figure in rest)):
        return first
    totals = [figure for figure in figures if signs.TOTAL.search(figure.before)]
    if len(totals) == 1:
        return totals[0]
    if len(rest) > 1:
        if sum(figure.value for figure in rest) == first.value:
            return first
        if sum(figure.value for figure in figures[:-1]) == figures[-1].value:
            return figures[-1]
    arising = [figure for figure in figures if signs.ARISES.search(figure.before)]
    if len(arising) == 1 and signs.ARISES.search(target.words + name):
        return arising[0]
    wanted = set(_PAIR.findall(target.words + "_" + name))
    shared = [(len(wanted & set(_PAIR.findall(figure.before))), figure) for figure in figures]
    named = [(count, figure) for count, figure in shared if count]
    return named[0][1] if len(named) == 1 and named[0][0] > 1 else None
