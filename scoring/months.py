"""Monthly execution: the amount spent by the end of each month, its rate, whether it keeps up with 序时进度 (the rate due)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.base_figures import figure_lookup, fund_totals, plain_label
from scoring.formula import Lookup
from scoring.ratio_methods import Month
from scoring.rulebook import Rulebook
from scoring.scored import ScoredFact, ScoredTable
from scoring.units import count_factor

GROUP = "月度执行"
SPENT, RATE = "{}月累计执行数", "{}月执行率"
RATES = (RATE, "{}月累计执行率", "{}月支出进度")
YEAR = 12
BUDGETS = ("一般公共预算全年预算数", "全年预算数", "调整后预算数")


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month.

    Attributes:
        spent, typed_rate: the base figures that carry the amount spent since January, and a rate typed instead of it.
        rate: per cent, exact; the typed one, else amount ÷ budget of the year; ``None`` without either.
        progress: the rate due by the end of the month, per cent.
        reached: whether the rate keeps up with it; ``None`` without a rate.
    """

    number: int
    spent: ScoredFact | None
    typed_rate: ScoredFact | None
    rate: Fraction | None
    progress: Fraction
    reached: bool | None


def month_lines(scored: ScoredTable) -> tuple[MonthLine, ...]:
    """The twelve months, as the rulebook's rule for the average rate sees them where it has one."""
    facts: dict[str, ScoredFact] = {}
    for each in scored.base_facts:
        facts.setdefault(plain_label(each.fact.label), each)
    figure = figure_lookup(scored.table, scored.rulebook, scored.funds, scored.base_facts)
    ruled = _ruled(scored.rulebook)
    budget = _budget(scored, facts)
    money = scored.table.heading.money_unit
    return tuple(_line(number, facts, ruled.get(number), figure, budget, money_unit=money) for number in range(1, YEAR + 1))


def asks_for_months(rulebook: Rulebook) -> bool:
    """Whether a rule of the rulebook counts months."""
    return bool(_ruled(rulebook))


def _line(
    number: int, facts: Mapping[str, ScoredFact], ruled: Month | None, figure: Lookup, budget: Fraction | None, *, money_unit: str
) -> MonthLine:
    spent = facts.get(plain_label(SPENT.format(number)))
    typed = next((facts[label] for each in RATES if (label := plain_label(each.format(number))) in facts), None)
    rate = None if ruled is None else ruled.rate.percent(figure)[0]
    if rate is None and typed is not None and typed.value is not None:
        rate = Fraction(typed.value)
    if rate is None and budget and spent is not None and (amount := _amount(spent, money_unit)) is not None:
        rate = amount / budget * 100
    progress = Fraction(number * 100, YEAR) if ruled is None else Fraction(ruled.progress)
    return MonthLine(number, spent, typed, rate, progress, None if rate is None else rate >= progress)


def _ruled(rulebook: Rulebook) -> dict[int, Month]:
    """The months of the rule by their number; the point of the whole year is December."""
    found: dict[int, Month] = {}
    for choice in rulebook.choices:
        months = choice.score.parameters.get("months")
        for each in (point for point in (months if isinstance(months, tuple) else ()) if isinstance(point, Month)):
            digits = "".join(sign for sign in each.name if sign.isdecimal())
            found.setdefault(int(digits) if digits else YEAR, each)
    return found


def _budget(scored: ScoredTable, facts: Mapping[str, ScoredFact]) -> Fraction | None:
    """The budget of the year in the money unit of the table: as a base figure, else the sum over the first split of the funds."""
    for label in map(plain_label, BUDGETS):
        if label in facts and (amount := _amount(facts[label], scored.table.heading.money_unit)) is not None:
            return amount
    totals = fund_totals(scored.funds)
    return Fraction(totals[0].adjusted_budget) if totals and totals[0].adjusted_budget is not None else None


def _amount(fact: ScoredFact, money_unit: str) -> Fraction | None:
    return None if fact.value is None else Fraction(fact.value) * count_factor(fact.fact.unit or money_unit, money_unit)
