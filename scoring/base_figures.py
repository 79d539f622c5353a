"""The named figures of a table: found by their labels among base facts and lines of funds, in one unit, for formulas to use."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from scoring import signs
from scoring.exact import as_decimal, exact_sum
from scoring.formula import Lookup, evaluate
from scoring.number import parse_amount, parse_number, parse_percentage
from scoring.rulebook import Column, Figure, Rulebook
from scoring.scored import Rate, ScoredFact, ScoredFund
from scoring.steps import percent
from scoring.table import FundLine, YearTable
from scoring.units import count_factor


@dataclass(frozen=True, slots=True)
class FundTotal:
    """The sums over the lines of one group of funds; a sum is ``None`` where one of its lines has no amount."""

    group: str
    initial_budget: Decimal | None
    adjusted_budget: Decimal | None
    executed: Decimal | None
    execution_rate: Fraction | None


@lru_cache(maxsize=20_000)  # asked for every row after each edit: a tenth of the time of scoring a long table again
def plain_label(label: str) -> str:
    """A label without what varies from paper to paper: blanks, quotation marks, 其中：, numbering, year, unit in brackets."""
    return signs.LABEL_UNIT.sub("", signs.LABEL_YEAR.sub("", signs.LABEL_NOISE.sub("", label)))


def scored_funds(table: YearTable) -> tuple[ScoredFund, ...]:
    """The lines of funds with their numbers and execution rates (executed ÷ adjusted budget, per cent)."""
    return tuple(_fund(line) for line in table.funds)


def _fund(line: FundLine) -> ScoredFund:
    budget, executed = parse_amount(line.adjusted_budget_text), parse_amount(line.executed_text)
    rate = _execution_rate(budget, executed)
    published = line.published_rate_text
    return ScoredFund(
        line=line,
        initial_budget=parse_amount(line.initial_budget_text),
        adjusted_budget=budget,
        executed=executed,
        execution_rate=rate,
        execution_rate_text="" if rate is None else percent(rate),
        published_rate=parse_percentage(published) if "%" in published or "％" in published else parse_number(published),
    )


def _execution_rate(budget: Decimal | None, executed: Decimal | None) -> Fraction | None:
    """Per cent, exact; ``None`` where an amount is missing or the budget is 0."""
    return Fraction(executed) / Fraction(budget) * 100 if budget and executed is not None else None


def fund_totals(funds: tuple[ScoredFund, ...]) -> tuple[FundTotal, ...]:
    """The cross-sums of a fund matrix: one for every group, over its lines of the first level, in the order of the form."""
    groups: dict[str, list[ScoredFund]] = {}
    for fund in funds:
        if fund.line.level == 1:
            groups.setdefault(fund.line.group, []).append(fund)
    found: list[FundTotal] = []
    for group, lines in groups.items():
        initial = _sum([each.initial_budget for each in lines])
        adjusted, executed = _sum([each.adjusted_budget for each in lines]), _sum([each.executed for each in lines])
        found.append(FundTotal(group, initial, adjusted, executed, _execution_rate(adjusted, executed)))
    return tuple(found)


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [each for each in amounts if each is not None]
    return as_decimal(exact_sum(known)) if len(known) == len(amounts) else None


def scored_facts(table: YearTable) -> tuple[ScoredFact, ...]:
    """The base figures with their numbers, each in its own unit."""
    return tuple(ScoredFact(fact, _number(fact.value_text)) for fact in table.base_facts)


def _number(text: str) -> Decimal | None:
    return parse_percentage(text) if text.rstrip().endswith(("%", "％")) else parse_number(text)


def figure_lookup(table: YearTable, rulebook: Rulebook, funds: tuple[ScoredFund, ...], facts: tuple[ScoredFact, ...]) -> Lookup:
    """A function from the key of a figure to its exact value, ``None`` where there is none.

    Amounts are in the money unit of the form, counts in plain units (人, 件), rates in per cent.
    """
    money = table.heading.money_unit
    by_label: dict[str, tuple[Decimal, str]] = {}
    for fact in facts:
        if fact.value is not None:
            by_label.setdefault(plain_label(fact.fact.label), (fact.value, fact.fact.unit))
    lines: dict[str, list[ScoredFund]] = {}
    for fund in funds:
        lines.setdefault(plain_label(fund.line.label), []).append(fund)
    known: dict[str, Fraction | None] = {}
    figures = {figure.key: figure for figure in rulebook.figures}

    def find(key: str) -> Fraction | None:
        if key not in known:
            known[key] = None  # a figure that is worked out from itself has no value
            figure = figures.get(key)
            if figure is not None:
                found = _find(figure, by_label, lines, funds, money)
                known[key] = _worked_out(figure, find) if found is None else found
        return known[key]

    return find


def _find(
    figure: Figure,
    facts: dict[str, tuple[Decimal, str]],
    lines: dict[str, list[ScoredFund]],
    funds: tuple[ScoredFund, ...],
    money: str,
) -> Fraction | None:
    amount = figure.money or figure.column is not None
    for label in map(plain_label, (*figure.labels, figure.key)):
        if label in facts:
            number, unit = facts[label]
            return Fraction(number) * _factor(unit, money if amount else "")
        for fund in lines.get(label, ()):
            value = _amount(fund, figure.column)
            if value is not None:
                return Fraction(value)
    return _total(figure, funds) if figure.total else None


def _worked_out(figure: Figure, find: Lookup) -> Fraction | None:
    value = None if figure.formula is None else evaluate(figure.formula.tree, find)
    return value if isinstance(value, Fraction) else None


def _amount(fund: ScoredFund, column: Column | None) -> Decimal | None:
    """The amount of one column; where none is meant, the only amount the line has."""
    if column is not None:
        found: Decimal | None = getattr(fund, column.value)
        return found
    amounts = [each for each in (fund.initial_budget, fund.adjusted_budget, fund.executed) if each is not None]
    return amounts[0] if len(amounts) == 1 else None


def _total(figure: Figure, funds: tuple[ScoredFund, ...]) -> Fraction | None:
    """The sum of the column over the first group of funds; ``None`` where a line of it has no amount."""
    totals = fund_totals(funds)
    found: Decimal | None = getattr(totals[0], figure.column.value) if totals and figure.column is not None else None
    return None if found is None else Fraction(found)


def _factor(unit: str, money: str) -> Fraction:
    """What a figure in this unit is multiplied with: amounts go to the money unit of the form, all else to plain units."""
    return count_factor(unit or money, money)


def scored_rates(rulebook: Rulebook, figure: Callable[[str], Fraction | None]) -> tuple[Rate, ...]:
    """The ratios of the rulebook whose figures the table has; a zero divisor gives a ratio without a value."""
    found: list[Rate] = []
    for rule in rulebook.rates:
        if all(figure(name) is not None for name in rule.formula.tree.names):
            value, steps = rule.formula.percent(figure)
            text = "" if value is None else percent(value, rule.places)
            found.append(Rate(rule.key, rule.label, value, text, steps))
    return tuple(found)
