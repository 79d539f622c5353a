"""What if: another actual is tried and nothing is touched."""

from decimal import Decimal

import pytest

from scoring.score import score_table
from scoring.table import Node
from scoring.what_if import full_marks_actual, what_if
from tests.scoring_cases import shipped, small_rulebook, table_of
from tests.truth_tables import PANYU, table_from_truth

ROW = Node("a", 1, points_text="0.5", target_text="16500家", actual_text="12670家", given_score_text="0.4")


def test_another_actual_is_scored_by_rule_and_the_table_stays() -> None:
    table = table_of(ROW)
    tried = what_if(table, small_rulebook(), "a", "14850家")
    assert tried.score == Decimal("0.45")
    assert table.nodes[0] is ROW


def test_the_actual_for_full_marks_is_named() -> None:
    assert full_marks_actual(table_of(ROW), small_rulebook(), "a") == "16500家"


def test_a_row_without_an_actual_knows_it_too() -> None:
    assert (
        full_marks_actual(
            table_of(Node("a", 1, points_text="1", target_text="≤5%")), small_rulebook({"method": "inverse_ratio"}), "a"
        )
        == "5%"
    )


def test_where_no_figure_earns_the_points_nothing_is_named() -> None:
    assert full_marks_actual(table_of(Node("a", 1, points_text="1", target_text="优化环境")), small_rulebook(), "a") == ""


def test_an_unknown_row_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        full_marks_actual(table_of(ROW), small_rulebook(), "b")


def test_the_named_actual_earns_full_marks_on_every_row_of_the_panyu_table() -> None:
    table, rulebook = table_from_truth(PANYU), shipped("guangzhou_district_2021")
    named = {
        row.node.id: row.full_marks_at
        for row in score_table(table, rulebook).rows.values()
        if row.node.target_text and row.full_marks_at
    }
    assert len(named) > 55
    for node_id, actual in named.items():
        tried = what_if(table, rulebook, node_id, actual)
        assert tried.score == tried.points, (tried.node.name, actual)
