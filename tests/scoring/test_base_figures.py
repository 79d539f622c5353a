"""Base figures are found by their labels, brought to one unit and turned into the rates of the form."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.base_figures import figure_lookup, fund_totals, plain_label, scored_facts, scored_funds
from scoring.formula import Lookup
from scoring.rulebook import Column, Figure
from scoring.steps import percent
from scoring.table import BaseFact, FundLine, Heading, YearTable
from tests.scoring_cases import KEY, small_rulebook
from tests.truth_tables import PANYU, table_from_truth


def _figures(
    figure: Figure, *, facts: tuple[BaseFact, ...] = (), funds: tuple[FundLine, ...] = (), money: str = "万元"
) -> Lookup:
    table = YearTable(KEY, Heading(money_unit=money), funds=funds, base_facts=facts)
    rulebook = small_rulebook()
    object.__setattr__(rulebook, "figures", (figure,))
    return figure_lookup(table, rulebook, scored_funds(table), scored_facts(table))


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("“三公”经费 实际支出", "三公经费实际支出"),
        ("其中：一般公共预算", "一般公共预算"),
        ("2022年预算拨款收入", "预算拨款收入"),
        ("（一）全年预算数", "全年预算数"),
        ("1.全年预算数：", "全年预算数"),
        ("年初预算数（万元）", "年初预算数"),
        ("年初预算数(单位：万元)", "年初预算数"),
    ],
)
def test_a_label_loses_what_varies_from_paper_to_paper(label: str, plain: str) -> None:
    assert plain_label(label) == plain


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1,234.5", "元", Fraction("0.12345")),
        ("1,234.5", "万元", Fraction("1234.5")),
        ("2", "亿元", Fraction(20000)),
        ("2", "", Fraction(2)),
    ],
)
def test_an_amount_is_brought_to_the_money_unit_of_the_form(text: str, unit: str, value: Fraction) -> None:
    find = _figures(Figure("x", ("某数",), money=True), facts=(BaseFact("b", "某数", text, unit),))
    assert find("x") == value
    assert find("x") == value


def test_a_figure_that_is_no_amount_is_taken_as_it_stands() -> None:
    assert _figures(Figure("x", ("在职人数",)), facts=(BaseFact("b", "在职人数", "64", "人"),))("x") == 64
    assert _figures(Figure("x", ("在职人数",)), facts=(BaseFact("b", "在职人数", "64", ""),))("x") == 64
    assert _figures(Figure("x", ("参保人数",)), facts=(BaseFact("b", "参保人数", "1.5", "万人"),))("x") == 15000
    assert _figures(Figure("x", ("完成率",)), facts=(BaseFact("b", "完成率", "97.45%", "%"),))("x") == Fraction("97.45")


def test_a_label_that_fits_better_is_taken_first_and_empty_cells_are_passed_over() -> None:
    facts = (BaseFact("b1", "乙", "1"), BaseFact("b2", "甲", ""), BaseFact("b3", "甲", "3"))
    assert _figures(Figure("x", ("甲", "乙")), facts=facts)("x") == 3


def test_what_nobody_names_is_not_known() -> None:
    find = _figures(Figure("x", ("甲",)))
    assert find("x") is None
    assert find("y") is None


def test_a_line_of_funds_gives_the_column_that_is_meant() -> None:
    line = FundLine("f", "资金", "财政拨款", adjusted_budget_text="100", executed_text="90")
    assert _figures(Figure("x", ("财政拨款",), column=Column.EXECUTED), funds=(line,))("x") == 90
    assert _figures(Figure("x", ("财政拨款",), column=Column.INITIAL_BUDGET), funds=(line,))("x") is None


def test_a_line_with_one_amount_gives_it_where_no_column_is_meant() -> None:
    one = FundLine("f", "资金", "实际支出数", executed_text="90")
    two = FundLine("f", "资金", "实际支出数", executed_text="90", adjusted_budget_text="100")
    none = FundLine("f", "资金", "实际支出数")
    assert _figures(Figure("x", ("实际支出数",)), funds=(none,), money="元")("x") is None
    assert _figures(Figure("x", ("实际支出数",)), funds=(one,), money="元")("x") == 90
    assert _figures(Figure("x", ("实际支出数",)), funds=(two,), money="元")("x") is None


def test_a_total_is_the_sum_of_the_first_group_and_never_of_a_part_of_it() -> None:
    figure = Figure("x", ("合计",), column=Column.EXECUTED, total=True)
    lines = (
        FundLine("f1", "按来源", "拨款", executed_text="90"),
        FundLine("f2", "按来源", "其中：一般公共预算", level=2, executed_text="80"),
        FundLine("f3", "按来源", "其他", executed_text="10"),
        FundLine("f4", "按结构", "基本", executed_text="100"),
    )
    assert _figures(figure, funds=lines, money="元")("x") == 100
    hole = (*lines[:2], FundLine("f3", "按来源", "其他"), lines[3])
    assert _figures(figure, funds=hole, money="元")("x") is None
    assert _figures(figure)("x") is None


def test_a_total_needs_a_column() -> None:
    assert _figures(Figure("x", total=True), funds=(FundLine("f", executed_text="1"),))("x") is None


def test_the_three_splits_of_the_panyu_matrix_have_the_same_sums() -> None:
    totals = fund_totals(scored_funds(table_from_truth(PANYU)))
    assert [total.group for total in totals] == ["按资金来源", "按资金结构", "按预算级次"]
    assert {total.adjusted_budget for total in totals} == {Decimal("61296.75")}
    assert {total.executed for total in totals} == {Decimal("59757.75")}
    assert {percent(total.execution_rate or Fraction(0)) for total in totals} == {"97.49%"}
    assert {total.initial_budget for total in totals} == {None}


def test_an_execution_rate_needs_a_budget_that_is_not_nothing() -> None:
    lines = (
        FundLine("f1", adjusted_budget_text="0", executed_text="0", published_rate_text="100%"),
        FundLine("f2", adjusted_budget_text="100", published_rate_text="97.45％"),
        FundLine("f3", initial_budget_text="1", adjusted_budget_text="3", executed_text="2", published_rate_text="66.67"),
    )
    funds = scored_funds(YearTable(KEY, funds=lines))
    assert [fund.execution_rate for fund in funds] == [None, None, Fraction(200, 3)]
    assert [fund.execution_rate_text for fund in funds] == ["", "", "66.67%"]
    assert [fund.published_rate for fund in funds] == [100, Decimal("97.45"), Decimal("66.67")]
    assert funds[2].initial_budget == 1
