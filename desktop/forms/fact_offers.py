"""Base figures that the page of them has room for: those the rules ask for and the table has not. No Qt."""

from scoring.base_figures import figure_lookup, plain_label
from scoring.months import GROUP as MONTHS
from scoring.months import RATES, SPENT, YEAR
from scoring.scored import ScoredTable
from scoring.table import BaseFact, RecordKind
from scoring.writing import Offer

OF_MONTHS = frozenset(plain_label(each.format(month)) for each in (SPENT, *RATES) for month in range(1, YEAR + 1))


def of_months(fact: BaseFact) -> bool:
    return fact.group == MONTHS or plain_label(fact.label) in OF_MONTHS


def wanted_figures(scored: ScoredTable) -> tuple[Offer, ...]:
    """The figures of the rulebook that the table does not carry yet, months and money of fund lines left out."""
    figure = figure_lookup(scored.table, scored.rulebook, scored.funds, scored.base_facts)
    there = {plain_label(each.fact.label) for each in scored.base_facts}
    found: list[Offer] = []
    for each in scored.rulebook.figures:
        labels = [plain_label(label) for label in each.labels]
        known = figure(each.key) is not None or not there.isdisjoint(labels)
        if labels and not known and OF_MONTHS.isdisjoint(labels) and not (each.column is not None and scored.funds):
            unit = scored.table.heading.money_unit if each.money or each.column is not None else _ratio_unit(each.labels[0])
            found.append(Offer(RecordKind.BASE_FACT, BaseFact(f"offered-{each.key}", each.labels[0], "", unit, "")))
    return tuple(found)


def _ratio_unit(label: str) -> str:
    return "%" if label.endswith(("率", "进度")) else ""
