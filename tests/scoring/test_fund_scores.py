"""Lines of funds that have points count like rows: 10 points × execution rate."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from scoring.rulebook import Rounding, Rulebook
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import FundLine, Node
from tests.scoring_cases import shipped, small_rulebook, table_of

ROW = Node("a", 1, "产出指标", points_text="90", given_score_text="88")


def _scored(rulebook: Rulebook | None = None, **fields: Any) -> ScoredTable:
    line = FundLine("f", "资金", "年度资金总额", **{"points_text": "10", **fields})
    return score_table(replace(table_of(ROW), funds=(line,)), rulebook or shipped("ministry_2020"))


def test_ten_points_times_the_execution_rate_stand_beside_the_ninety_of_the_indicators() -> None:
    scored = _scored(adjusted_budget_text="90", executed_text="89.974")
    assert scored.points == 100
    assert scored.funds[0].rule_score == scored.funds[0].score == Decimal("10.00")
    assert scored.score == 98
    less = _scored(adjusted_budget_text="200", executed_text="155")
    assert less.score == Decimal("95.75")
    assert [step.code for step in less.funds[0].steps] == ["completion", "rated", "lost"]


def test_more_than_the_budget_earns_no_more_than_the_points() -> None:
    fund = _scored(adjusted_budget_text="100", executed_text="120").funds[0]
    assert fund.score == 10
    assert [step.code for step in fund.steps] == ["completion", "capped_rate", "rated"]


def test_a_given_score_counts_and_the_rule_stands_beside_it() -> None:
    fund = _scored(adjusted_budget_text="300", executed_text="200", given_score_text="7").funds[0]
    assert (fund.rule_score, fund.given_score, fund.score) == (Decimal("6.67"), 7, 7)
    assert [step.code for step in fund.steps] == ["completion", "rated", "rounded", "given", "lost"]


def test_a_line_that_waits_for_its_figures_is_pending() -> None:
    scored = _scored(adjusted_budget_text="100")
    assert (scored.pending, scored.score, scored.rule_score) == (1, 88, None)
    assert [step.code for step in scored.funds[0].steps] == ["no_actual", "pending"]
    assert _scored(given_score_text="9").funds[0].steps[1].facts == {"given": "9", "rule": ""}


def test_a_line_is_rounded_where_the_rulebook_rounds_rows() -> None:
    fund = _scored(small_rulebook(rounding=Rounding.TOTAL), adjusted_budget_text="300", executed_text="200").funds[0]
    assert fund.rule_score == Decimal("6.6666666667")


@pytest.mark.parametrize("points", ["", " "])
def test_a_line_without_points_counts_nowhere(points: str) -> None:
    scored = _scored(points_text=points, adjusted_budget_text="100", executed_text="50")
    assert scored.points == 90
    assert scored.score == 88
    assert scored.funds[0].points is None


def test_points_that_are_no_number_are_a_finding() -> None:
    findings = _scored(points_text="十").funds[0].findings
    assert [(each.code, each.place.id, each.place.field) for each in findings] == [("V40", "f", "points_text")]
