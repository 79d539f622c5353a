"""Which rows owe a reason, and what counts as one."""

from typing import Any

import pytest

from scoring.reasons import needs_reason, reason_of
from scoring.score import score_table
from scoring.table import Node, NodeKind
from tests.scoring_cases import small_rulebook, table_of


def _owes(**fields: Any) -> bool:
    rulebook = small_rulebook()
    node = Node("a", 1, **{"points_text": "1", "target_text": "10次", "actual_text": "10次", **fields})
    return needs_reason(score_table(table_of(node), rulebook).rows["a"], rulebook)


@pytest.mark.parametrize(
    ("fields", "owes"),
    [
        ({}, False),
        ({"actual_text": "9次"}, True),
        ({"given_score_text": "0.9"}, True),
        ({"given_score_text": "1"}, False),
        ({"actual_text": "9次", "given_score_text": "1"}, True),
        ({"given_score_text": "1.01"}, False),
        ({"given_score_text": "1.02"}, True),
        ({"actual_text": "", "given_score_text": "1"}, False),
        ({"actual_text": ""}, False),
        ({"points_text": ""}, False),
        ({"kind": NodeKind.BONUS, "actual_text": "", "given_score_text": "0"}, False),
    ],
)
def test_lost_points_and_scores_off_the_rule_owe_a_reason(fields: dict[str, Any], owes: bool) -> None:
    assert _owes(**fields) is owes


def test_the_form_says_where_its_reasons_stand() -> None:
    rulebook = small_rulebook(reason_fields=("evidence_text", "reason_text"))
    assert reason_of(Node("a", 1, evidence_text=" ", reason_text="疫情 "), rulebook) == "疫情"
    assert reason_of(Node("a", 1, remark_text="疫情"), rulebook) == ""
