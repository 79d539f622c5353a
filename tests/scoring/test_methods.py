"""Every scoring method against its table of worked examples."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoring import adjustments
from scoring.adjustments import ADJUSTMENTS, AdjustmentRule, OverBand, Total
from scoring.case import METHODS
from scoring.exact import as_decimal
from scoring.number import canonical
from scoring.score import score_table
from scoring.scored import ScoredNode
from scoring.strict_toml import Spot
from scoring.table import Node, NodeKind
from tests.scoring_cases import TESTS, cases, exact_rows, number, small_rulebook, table_of

FOLDER = TESTS / "tables" / "methods"
METHOD_CASES = [
    pytest.param(key, case, id=f"{key}: {case['says']}") for key in sorted(METHODS) for case in cases(FOLDER / f"{key}.toml")
]
ADJUSTMENT_CASES = [
    pytest.param(case, id=f"{key}: {case['says']}") for key in sorted(ADJUSTMENTS) for case in cases(FOLDER / f"{key}.toml")
]
OVER_CASES = [pytest.param(case, id=case["says"]) for case in cases(FOLDER / "over_achievement.toml")]


def _scored(case: dict[str, Any], *, exact: bool = False) -> ScoredNode:
    figures = case.get("figures", {})
    rulebook = small_rulebook(case["score"], figures=tuple(figures))
    branch = case.get("branch")
    nodes = [
        Node(
            "n1",
            1,
            case.get("name", "某指标"),
            NodeKind(case.get("kind", "indicator")),
            points_text=case["points"],
            target_text=case.get("target", ""),
            actual_text=case.get("actual", ""),
        )
    ]
    if branch:
        nodes.append(
            Node("n2", 1, branch["name"], NodeKind.GROUP, points_text=branch["points"], given_score_text=branch["given"])
        )
    table = table_of(*nodes, facts=figures)
    return score_table(table, exact_rows(rulebook) if exact else rulebook).rows["n1"]


@pytest.mark.parametrize(("key", "case"), METHOD_CASES)
def test_a_worked_example_comes_out(key: str, case: dict[str, Any]) -> None:
    rounded = _scored(case)
    assert rounded.method == key
    if "exact" not in case:
        assert rounded.rule_score is None
        assert rounded.score is None
        assert rounded.pending
    else:
        expected = number(case["exact"])
        assert _scored(case, exact=True).rule_score == as_decimal(expected)
        assert rounded.rule_score == Decimal(case["rounded"])
        assert rounded.score == rounded.rule_score
        assert not rounded.pending
    if "full_marks_at" in case:
        assert rounded.full_marks_at == case["full_marks_at"]
    if "steps" in case:
        assert [step.code for step in rounded.steps] == case["steps"]
    for code, facts in case.get("facts", {}).items():
        assert facts in [dict(step.facts) for step in rounded.steps if step.code == code]


@pytest.mark.parametrize("case", ADJUSTMENT_CASES)
def test_an_adjustment_comes_out(case: dict[str, Any]) -> None:
    rule = AdjustmentRule.from_toml(case["adjust"], Spot("case"))
    known = {key: Fraction(value) for key, value in case["figures"].items() if value}
    done = rule.run(Total(Fraction(case["total"]), known.get))
    assert done.total == Fraction(case["after"])
    assert done.grade == case.get("grade", "")
    if "steps" in case:
        assert [step.code for step in done.steps] == case["steps"]


@pytest.mark.parametrize("case", OVER_CASES)
def test_over_achievement_costs_what_the_rulebook_says(case: dict[str, Any]) -> None:
    bands = tuple(OverBand(**{key: Decimal(value) for key, value in band.items()}) for band in case["bands"])
    method = "inverse_ratio" if case["target"].startswith("≤") else "proportional"
    rulebook = replace(small_rulebook({"method": method}), over_achievement=bands)
    node = Node("n1", 1, "某指标", points_text=case["points"], target_text=case["target"], actual_text=case["actual"])
    row = score_table(table_of(node), rulebook).rows["n1"]
    assert canonical(row.rule_score or Decimal(0)) == case["after"]
    assert [step.code for step in row.steps if step.code.startswith("over_")] == ([case["step"]] if "step" in case else [])


def test_every_method_and_adjustment_has_its_table() -> None:
    tables = {path.stem for path in FOLDER.glob("*.toml")}
    assert tables == {*METHODS, *ADJUSTMENTS, adjustments.over_achieved.__name__.replace("achieved", "achievement")}
