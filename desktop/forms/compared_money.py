"""Funds and computed ratios as lines of the comparison table, below the indicators: the budget stands as target. No Qt."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from desktop.forms.compared_text import full_percent, money
from scoring.align import Match
from scoring.compare import Change, ComparedRow, Comparison, Values
from scoring.compare_money import FundRow, FundValues, RateRow
from scoring.exact import as_decimal


def money_lines(comparison: Comparison) -> tuple[ComparedRow, ...]:
    """A band and its lines for the funds, and for the ratios; they belong to no track, so their numbers are negative."""
    lines: list[ComparedRow] = []
    if comparison.funds:
        lines.append(_band(-1, f"资金（{comparison.funds[0].money_unit}）"))
        lines += [_fund_line(-2 - at, each, comparison) for at, each in enumerate(comparison.funds)]
    if comparison.rates:
        start = -2 - len(lines)
        lines.append(_band(start, "测算比率"))
        lines += [_rate_line(start - 1 - at, each, comparison) for at, each in enumerate(comparison.rates)]
    return tuple(lines)


def _band(at: int, name: str) -> ComparedRow:
    return ComparedRow(at, False, 0, (name,), Match.SAME, True, "", None, {}, Change())


def _match(sides: Mapping[int, object], last: int) -> Match:
    return Match.NEW if 0 not in sides else Match.DROPPED if last not in sides else Match.SAME


def _fund_line(at: int, fund: FundRow, comparison: Comparison) -> ComparedRow:
    values = {side: _fund_values(each, fund.money_unit) for side, each in fund.values.items()}
    executed, rate = fund.change["executed"], fund.change["execution_rate"]
    change = Change(
        completion_rate=None if rate is None else Fraction(rate),
        actual=None if executed is None else as_decimal(executed),
        actual_percent=fund.executed_percent,
        better=None if not rate else rate > 0,
    )
    name = " ".join(dict.fromkeys(each for each in (fund.group, fund.label) if each))
    path = (f"资金（{fund.money_unit}）", name)
    match = _match(fund.values, len(comparison.tables) - 1)
    return ComparedRow(at, True, 1, path, match, True, "", None, values, change)


def _fund_values(fund: FundValues, unit: str) -> Values:
    return _values(money(fund.budget), money(fund.executed), fund.executed, fund.execution_rate, unit)


def _rate_line(at: int, rate: RateRow, comparison: Comparison) -> ComparedRow:
    values = {side: _values("", full_percent(each) or "不适用", None, each, "%") for side, each in rate.values.items()}
    change = Change(completion_rate=rate.change)
    match = _match(rate.values, len(comparison.tables) - 1)
    return ComparedRow(at, True, 1, ("测算比率", rate.label), match, True, "", None, values, change)


def _values(target: str, actual: str, value: Decimal | None, rate: Fraction | None, unit: str) -> Values:
    return Values(
        ids=(),
        points=None,
        target_text=target,
        actual_text=actual,
        target_value=None,
        actual_value=value,
        unit=unit,
        comparable=True,
        completion_rate=rate,
        score=None,
        score_rate=None,
        lost=None,
        pending=False,
    )
