"""The money of several units made one: lines of funds and base figures add; and how much a unit weighs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

from scoring import signs
from scoring.base_figures import fund_totals, plain_label, scored_funds
from scoring.checks.money import TOTAL_LABELS
from scoring.finding import Severity
from scoring.number import canonical, finite_decimal, parse_number, parse_percentage, round_half_up
from scoring.rollup_trouble import Trouble, no_money, unread_text, without
from scoring.rollup_weight import AVERAGE_PLACES, Weighed, most_common, relative_unit, weighted_average
from scoring.table import BaseFact, FundLine, YearTable
from scoring.units import MONEY, count_factor, money_factor

Line = TypeVar("Line", bound=FundLine | BaseFact)
_AMOUNTS = ("initial_budget_text", "adjusted_budget_text", "executed_text")


class Weight(Enum):
    """What the money of a unit is: the same for all units of one roll-up."""

    EXECUTED = "executed"
    ADJUSTED_BUDGET = "adjusted_budget"
    INITIAL_BUDGET = "initial_budget"
    TASK_MONEY = "task_money"


@dataclass(frozen=True, slots=True)
class JoinedLine:
    """A line of the unit above with the lines it was made of, by unit."""

    line: FundLine | BaseFact
    parts: tuple[tuple[str, FundLine | BaseFact], ...]
    troubles: tuple[Trouble, ...]


def weights(tables: Sequence[YearTable], money_unit: str) -> tuple[Weight | None, dict[str, Decimal]]:
    """The money of each unit in the given money unit: executed where every unit tells it, else a budget.

    A unit's amount is the total line of the first group of its funds that has one, else the sum of its lines. Without a column
    that every unit fills there are no weights.
    """
    for weight in (Weight.EXECUTED, Weight.ADJUSTED_BUDGET, Weight.INITIAL_BUDGET):
        found: dict[str, Decimal] = {}
        for table in tables:
            funds = scored_funds(table)
            totals = (getattr(each, weight.value) for each in funds if plain_label(each.line.label).endswith(TOTAL_LABELS))
            sums = (getattr(each, weight.value) for each in fund_totals(funds))
            amount = next((each for each in (*totals, *sums) if each is not None), None)
            if amount is not None:
                found[table.key.unit] = finite_decimal(Fraction(amount) * money_factor(table.heading.money_unit, money_unit))
        if tables and len(found) == len(tables) and any(found.values()):
            return weight, found
    return None, {}


def join_funds(tables: Sequence[YearTable], money_unit: str) -> list[JoinedLine]:
    """The lines of funds, in the order of the form; amounts that no unit tells stay empty, never zero."""
    found: list[JoinedLine] = []
    for lines in _aligned([(table.key.unit, table.funds) for table in tables]):
        factors = {table.key.unit: money_factor(table.heading.money_unit, money_unit) for table in tables}
        troubles: list[Trouble] = []
        texts: dict[str, Any] = {name: _sum(lines, name, factors, troubles) for name in _AMOUNTS}
        for name in _AMOUNTS:
            silent = [unit for unit, each in lines if not getattr(each, name).strip()]
            if len(silent) < len(lines) and silent:
                troubles.append(without(lines[0][1].label, silent, name))
        made = replace(
            lines[0][1],
            id="",
            **texts,
            points_text=most_common(each.points_text for _, each in lines),
            published_rate_text="",
            given_score_text="",
        )
        found.append(JoinedLine(made, tuple(lines), tuple(troubles)))
    return found


def join_base_facts(tables: Sequence[YearTable], money: Mapping[str, Decimal]) -> list[JoinedLine]:
    """The base figures: amounts and counts add, rates average by money; what differs in kind is left empty and told."""
    found: list[JoinedLine] = []
    units = {table.key.unit: table.heading.money_unit for table in tables}
    for lines in _aligned([(table.key.unit, table.base_facts) for table in tables]):
        label, unit = lines[0][1].label, most_common(each.unit for _, each in lines)
        told = [(name, each) for name, each in lines if each.value_text.strip()]
        troubles: list[Trouble] = []
        rate = any(_is_rate(each) for _, each in told)
        bare = {name: units[name] if not unit or _kind(unit) == "元" else unit for name, _ in told}
        kinds = {_kind(each.unit) for _, each in told if each.unit}
        if len(kinds) > 1 or (not unit and not rate and len(set(bare.values())) > 1):
            texts = "；".join(f"{name} {each.value_text}{each.unit or f'（{units[name]}）'}" for name, each in told)
            troubles.append(Trouble("U04", Severity.WARNING, {"name": label, "texts": texts}, "value_text"))
            text = ""
        elif rate:
            text = _average(told, money, unit, troubles)
        else:
            factors = {name: count_factor(each.unit or bare[name], unit or bare[name]) for name, each in told}
            text = _sum(told, "value_text", factors, troubles)
        absent = units.keys() - {name for name, _ in told}
        if told and absent:
            troubles.append(without(label, sorted(absent), "value_text"))
        made = replace(lines[0][1], id="", value_text=text, unit=unit, source_text="")
        found.append(JoinedLine(made, tuple(lines), tuple(troubles)))
    return found


def _kind(unit: str) -> str:
    """What is counted: the unit without its 万 or 亿, any unit of money as 元."""
    unit = signs.normalise(unit).strip()
    return "元" if unit in MONEY else unit[1:] if unit[:1] in signs.COUNT_SCALES and len(unit) > 1 else unit


def _is_rate(fact: BaseFact) -> bool:
    """By its unit or its sign, without both by what it is called."""
    unit = signs.normalise(fact.unit).strip()
    named = not unit and signs.RATE_NAME.search(plain_label(fact.label)) is not None
    return relative_unit(unit) or parse_percentage(fact.value_text) is not None or named


def _sum(
    lines: Sequence[tuple[str, FundLine | BaseFact]], name: str, factors: Mapping[str, Fraction], troubles: list[Trouble]
) -> str:
    """The sum over the units that tell an amount; empty where none does or one cannot be read."""
    total = Fraction(0)
    told = [(unit, line, text) for unit, line in lines if (text := getattr(line, name)).strip()]
    for unit, line, text in told:
        number = parse_number(text)
        if number is None:
            troubles.append(unread_text(unit, line.label, text, name))
            return ""
        total += Fraction(number) * factors[unit]
    return canonical(total) if told else ""


def _average(lines: Sequence[tuple[str, BaseFact]], money: Mapping[str, Decimal], unit: str, troubles: list[Trouble]) -> str:
    """A rate of the base figures is worked out again from amounts where the rulebook can; here it only averages."""
    label = lines[0][1].label
    values = {each.value_text.strip() for _, each in lines}
    if len(values) == 1:
        return values.pop()
    weighed: list[Weighed] = []
    for name, each in lines:
        number = _percent(each.value_text)
        if number is None:
            troubles.append(unread_text(name, label, each.value_text, "value_text"))
        else:
            weighed.append((money.get(name), Fraction(number)))
    if troubles:
        return ""
    average = weighted_average(weighed)
    if average is None:
        troubles.append(no_money(label, [(name, money.get(name)) for name, _ in lines], "value_text"))
        return ""
    text = canonical(round_half_up(average, AVERAGE_PLACES))
    return text if unit else f"{text}%"


def _percent(text: str) -> Decimal | None:
    found = parse_percentage(text)
    return parse_number(text) if found is None else found


def _aligned(tables: Iterable[tuple[str, Sequence[Line]]]) -> list[list[tuple[str, Line]]]:
    """Lines of the same group and label side by side, equal ones by their count; new ones behind the one they follow."""
    order: list[tuple[str, str, int]] = []
    found: dict[tuple[str, str, int], list[tuple[str, Line]]] = {}
    for unit, lines in tables:
        seen: dict[tuple[str, str], int] = {}
        after = -1
        for line in lines:
            known_by = plain_label(line.group), plain_label(line.label)
            seen[known_by] = seen.get(known_by, 0) + 1
            key = (*known_by, seen[known_by])
            if key not in found:
                order.insert(after + 1, key)
                found[key] = []
            after = order.index(key)
            found[key].append((unit, line))
    return [found[each] for each in order]
