"""Funds and rates side by side, all amounts in the money unit of the last table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.align import plain_name
from scoring.exact import as_decimal, difference
from scoring.scored import ScoredFund, ScoredTable
from scoring.units import money_factor


@dataclass(frozen=True, slots=True)
class FundValues:
    """One line of funds in one table, in the money unit of the comparison; the rate in per cent, exact."""

    initial_budget: Decimal | None
    adjusted_budget: Decimal | None
    executed: Decimal | None
    execution_rate: Fraction | None

    @property
    def budget(self) -> Decimal | None:
        """The adjusted budget, the initial one where there is no other."""
        return self.initial_budget if self.adjusted_budget is None else self.adjusted_budget


@dataclass(frozen=True, slots=True)
class FundRow:
    """One line of funds through the tables, by their position; changes are the last table's values less the first's.

    Attributes:
        change: by the names of :class:`FundValues`; ``None`` where one of the two has no value.
        executed_percent: change of the executed amount in per cent of the first.
    """

    group: str
    label: str
    level: int
    money_unit: str
    values: Mapping[int, FundValues]
    change: Mapping[str, Decimal | Fraction | None]
    executed_percent: Fraction | None


@dataclass(frozen=True, slots=True)
class RateRow:
    """One computed ratio through the tables, in per cent; ``None`` where it has no value."""

    key: str
    label: str
    values: Mapping[int, Fraction | None]
    change: Fraction | None


def compare_funds(tables: Sequence[ScoredTable]) -> tuple[FundRow, ...]:
    """Lines of one group and label are one line, else those of a label that stands only once in each table."""
    into = tables[-1].table.heading.money_unit
    found: dict[tuple[str, str, int], dict[int, ScoredFund]] = {}
    for side in range(len(tables) - 1, -1, -1):  # the last table's order comes first
        seen: dict[tuple[str, str], int] = {}
        for fund in tables[side].funds:
            name = (plain_name(fund.line.group), plain_name(fund.line.label))
            seen[name] = seen.get(name, -1) + 1
            key = (*name, seen[name])
            if key not in found:
                key = _only_label(found, key, side, tables[side].funds) or key
            found.setdefault(key, {})[side] = fund
    return tuple(_fund_row(by_side, tables, into) for by_side in found.values())


def _only_label(
    found: Mapping[tuple[str, str, int], Mapping[int, ScoredFund]],
    key: tuple[str, str, int],
    side: int,
    funds: Sequence[ScoredFund],
) -> tuple[str, str, int] | None:
    others = [each for each in found if each[1] == key[1] and side not in found[each]]
    mine = sum(plain_name(each.line.label) == key[1] for each in funds)
    return others[0] if len(others) == 1 and mine == 1 else None


def _fund_row(by_side: Mapping[int, ScoredFund], tables: Sequence[ScoredTable], into: str) -> FundRow:
    values = {side: _fund_values(by_side[side], tables[side].table.heading.money_unit, into) for side in sorted(by_side)}
    latest = by_side[max(by_side)].line
    first, last = values.get(0), values.get(len(tables) - 1)
    names = FundValues.__slots__
    change = {name: _less(getattr(last, name, None), getattr(first, name, None)) for name in names}
    spent = first.executed if first is not None else None
    moved = change["executed"]
    percent = Fraction(moved) * 100 / abs(Fraction(spent)) if moved is not None and spent else None
    return FundRow(latest.group, latest.label, latest.level, into, values, change, percent)


def _fund_values(fund: ScoredFund, unit: str, into: str) -> FundValues:
    size = money_factor(unit, into)

    def sized(amount: Decimal | None) -> Decimal | None:
        return amount if amount is None or size == 1 else as_decimal(Fraction(amount) * size)

    return FundValues(sized(fund.initial_budget), sized(fund.adjusted_budget), sized(fund.executed), fund.execution_rate)


def _less(after: Decimal | Fraction | None, before: Decimal | Fraction | None) -> Decimal | Fraction | None:
    return None if after is None or before is None else difference(after, before)


def compare_rates(tables: Sequence[ScoredTable]) -> tuple[RateRow, ...]:
    """The computed ratios by their names; rulebooks may call the same key otherwise, and other things alike."""
    found: dict[str, tuple[str, str, dict[int, Fraction | None]]] = {}
    for side in range(len(tables) - 1, -1, -1):
        for rate in tables[side].rates:
            found.setdefault(plain_name(rate.label), (rate.key, rate.label, {}))[2][side] = rate.value
    rows = []
    for key, label, values in found.values():
        first, last = values.get(0), values.get(len(tables) - 1)
        change = None if first is None or last is None else last - first
        rows.append(RateRow(key, label, dict(sorted(values.items())), change))
    return tuple(rows)
