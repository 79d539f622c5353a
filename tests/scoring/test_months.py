from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.workspace.library import scored_table
from scoring.months import asks_for_months, month_lines
from scoring.scored import ScoredTable
from scoring.table import BaseFact, FundLine, Heading, Node, NodeKind, TableKey, YearTable

KEY = TableKey("广州市人力资源和社会保障局", 2023)


def city(*facts: BaseFact) -> ScoredTable:
    nodes = (
        Node("1", 1, "履职效能", NodeKind.GROUP, section="summary", points_text="50"),
        Node("2", 2, "预算执行情况", section="summary", points_text="5"),
    )
    return scored_table(YearTable(KEY, Heading(form="guangzhou_city"), base_facts=facts, nodes=nodes))


def test_amounts_month_by_month_feed_the_rule_of_the_average_rate() -> None:
    spent = {3: 250, 4: 340, 5: 420, 6: 500, 7: 590, 8: 670, 9: 750, 10: 840, 11: 920, 12: "998.3"}
    facts = [BaseFact(str(month), f"{month}月累计执行数", str(amount), "万元", "月度执行") for month, amount in spent.items()]
    scored = city(BaseFact("b", "一般公共预算全年预算数", "1000", "万元"), *facts)
    assert [line.reached for line in month_lines(scored)] == [None, None, *[True] * 9, False]
    assert scored.rows["2"].rule_score == Decimal("4.99915")  # 99.983 % of 5, as published


def test_a_typed_rate_stands_before_the_amount() -> None:
    scored = city(
        BaseFact("b", "一般公共预算全年预算数", "1000", "万元"),
        BaseFact("1", "3月累计执行数", "100", "万元"),
        BaseFact("2", "3月执行率", "26.5", "%"),
    )
    line = month_lines(scored)[2]
    assert (line.rate, line.progress, line.reached) == (Fraction("26.5"), 25, True)


def test_without_a_rule_months_are_measured_by_the_budget_of_the_funds() -> None:
    table = YearTable(
        TableKey("番禺区", 2021),
        Heading(form="guangzhou_district"),
        funds=(FundLine("1", "按资金来源", "财政拨款", adjusted_budget_text="1200"),),
        base_facts=(BaseFact("2", "1月累计执行数", "90", "万元"), BaseFact("3", "2月累计执行数", "没有", "万元")),
    )
    lines = month_lines(scored_table(table))
    assert (lines[0].rate, lines[0].progress, lines[0].reached) == (Fraction("7.5"), Fraction(100, 12), False)
    assert (lines[1].rate, lines[1].reached) == (None, None)


@pytest.mark.parametrize(("form", "asks"), [("guangzhou_city", True), ("tianhe_task", False)])
def test_only_some_rulebooks_count_months(form: str, *, asks: bool) -> None:
    assert asks_for_months(scored_table(YearTable(KEY, Heading(form=form))).rulebook) is asks


def bare(*facts: BaseFact, funds: str = "", money_unit: str = "万元") -> ScoredTable:
    """A table under a rulebook that counts no months."""
    lines = (FundLine("1", "按资金来源", "财政拨款", adjusted_budget_text=funds),) if funds else ()
    heading = Heading(form="guangzhou_district", money_unit=money_unit)
    return scored_table(YearTable(TableKey("番禺区", 2021), heading, funds=lines, base_facts=facts))


def test_without_a_rule_a_typed_rate_is_the_rate_and_needs_no_budget() -> None:
    lines = month_lines(bare(BaseFact("1", "6月累计执行率", "48.5%", ""), BaseFact("2", "7月支出进度", "60", "%")))
    assert (lines[5].rate, lines[5].progress, lines[5].reached) == (Fraction("48.5"), 50, False)
    assert (lines[6].rate, lines[6].reached) == (Fraction(60), True)
    assert lines[5].typed_rate is not None
    assert lines[5].spent is None


def test_without_a_budget_there_is_no_rate() -> None:
    spent = BaseFact("1", "1月累计执行数", "90", "万元")
    assert month_lines(bare(spent))[0].rate is None
    assert month_lines(bare(spent, funds="0"))[0].rate is None


def test_amounts_in_other_money_units_than_the_budget_are_converted() -> None:
    budget = BaseFact("b", "全年预算数", "1000", "万元")
    lines = month_lines(bare(budget, BaseFact("1", "1月累计执行数", "900000", "元"), BaseFact("2", "2月累计执行数", "180", "")))
    assert (lines[0].rate, lines[1].rate) == (9, 18)
    in_yuan = bare(
        BaseFact("1", "1月累计执行数", "90", "万元"),
        BaseFact("2", "2月累计执行数", "1800000", ""),
        funds="10000000",
        money_unit="元",
    )
    assert [line.rate for line in month_lines(in_yuan)[:2]] == [9, 18]


def test_an_unreadable_budget_gives_way_to_the_next_of_its_names() -> None:
    scored = bare(
        BaseFact("a", "全年预算数", "待定", "万元"),
        BaseFact("b", "调整后预算数", "200", "万元"),
        BaseFact("1", "1月累计执行数", "10", "万元"),
    )
    assert month_lines(scored)[0].rate == 5


def test_every_month_of_the_rule_is_known_by_its_number() -> None:
    progress = [line.progress for line in month_lines(city())]
    assert progress[:2] == [Fraction(100, 12), Fraction(200, 12)]  # the rule begins with March
    assert progress[2:] == [
        Fraction(each) for each in ("25", "33.33", "41.67", "50", "58.33", "66.67", "75", "83.33", "91.67", "100")
    ]


def test_of_two_divisions_of_the_money_the_first_is_the_budget() -> None:
    table = YearTable(
        TableKey("番禺区", 2021),
        Heading(form="guangzhou_district"),
        funds=(
            FundLine("1", "按资金来源", "财政拨款", adjusted_budget_text="1000"),
            FundLine("2", "按支出结构", "基本支出", adjusted_budget_text="500"),
        ),
        base_facts=(BaseFact("3", "1月累计执行数", "90", "万元"),),
    )
    assert month_lines(scored_table(table))[0].rate == 9
