"""Whole tables: the published papers come out as printed, and the rules of record hold."""

import tomllib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoring.adjustments import AdjustmentRule
from scoring.number import canonical
from scoring.rulebook import NotApplicable, RateUse, Rounding
from scoring.score import score_table
from scoring.scored import Mark, ScoredTable
from scoring.strict_toml import Spot
from scoring.table import BaseFact, Heading, Node, NodeKind, YearTable
from tests.scoring_cases import TESTS, shipped, small_rulebook, table_of
from tests.truth_tables import GUANGZHOU, PANYU, ZHANJIANG, table_from_truth

YEARS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in (TESTS / "tables" / "years").glob("*.toml")}


def _scored(name: str) -> ScoredTable:
    table = table_from_truth(name)
    return score_table(table, shipped(table.heading.rulebook))


def _year(case: dict[str, Any]) -> ScoredTable:
    table = table_from_truth(case["paper"])
    facts = tuple(BaseFact(f"x{label}", label, value, "万元") for label, value in case.get("facts", {}).items())
    return score_table(replace(table, base_facts=table.base_facts + facts), shipped(table.heading.rulebook))


def _text(value: Decimal | None) -> str:
    return "" if value is None else canonical(value)


@pytest.mark.parametrize("case", [pytest.param(case, id=key) for key, case in sorted(YEARS.items())])
def test_a_published_paper_comes_out_as_printed(case: dict[str, Any]) -> None:
    scored = _year(case)
    assert _text(scored.points) == case.get("points", "")
    assert _text(scored.score) == case.get("score", "")
    assert _text(scored.published_score) == case.get("published", "")
    assert scored.pending == case["pending"]
    assert scored.grade == case["grade"]
    assert {rate.label: rate.value_text for rate in scored.rates} == case["rates"]
    assert [fund.execution_rate_text for fund in scored.funds] == case.get("execution", [])
    by_name = {row.node.name: row for row in reversed(scored.rows.values())}
    for name, score in case.get("bands", {}).items():
        assert _text(by_name[name].score) == score
    for name, score in case.get("rule_scores", {}).items():
        assert _text(by_name[name].rule_score) == score, name
    for name, points in case.get("children_points", {}).items():
        children = [row.points for row in scored.rows.values() if row.parent_id == by_name[name].node.id]
        assert canonical(sum(filter(None, children), Decimal(0))) == points
    if "splits" in case:
        groups: dict[str, list[Decimal]] = {}
        for fund in scored.funds:
            groups.setdefault(fund.line.group, []).append(Decimal(fund.line.adjusted_budget_text))
        assert len(groups) == 3
        assert {sum(amounts) for amounts in groups.values()} == {Decimal(case["splits"]["budget"])}
        executed = sum(fund.executed for fund in scored.funds if fund.line.group == "按预算级次" and fund.executed is not None)
        assert executed == Decimal(case["splits"]["executed"])


def test_with_its_missing_row_filled_in_the_panyu_table_gives_all_it_prints() -> None:
    table = table_from_truth(PANYU)
    at = next(i for i, node in enumerate(table.nodes) if node.name.startswith("任务2"))
    missing = Node("filled", 3, "（缺失的一行）", points_text="1", given_score_text="1")
    scored = score_table(
        replace(table, nodes=(*table.nodes[: at + 1], missing, *table.nodes[at + 1 :])), shipped("guangzhou_district_2021")
    )
    by_name = {row.node.name: row for row in scored.rows.values()}
    assert by_name["履职效能"].score == Decimal("49.3")
    assert by_name["绩效目标完成率"].rule_score == Decimal("1.97")
    assert by_name["绩效目标完成率"].given_score == Decimal("1.97")
    assert scored.score == scored.published_score == Decimal("93.25")


def test_the_guangzhou_months_give_the_printed_average() -> None:
    months = {f"{month}月执行率": "100%" for month in range(3, 12)} | {"一般公共预算执行率": "99.83%"}
    table = table_of(Node("n1", 1, "预算执行情况", points_text="5"), facts=months)
    scored = score_table(table, shipped("guangzhou_city_2023"))
    assert scored.rows["n1"].score == Decimal("4.99915")
    assert scored.score == Decimal("4.999")
    average = next(step for step in scored.rows["n1"].steps if step.code == "average")
    assert average.facts == {"count": "10", "rate": "99.983", "text": "99.983%"}


def test_nothing_divided_by_nothing_is_refused_as_a_rate() -> None:
    rate = next(rate for rate in _scored(ZHANJIANG).rates if rate.key == "stock_change")
    assert rate.value is None
    assert rate.value_text == ""
    assert [step.code for step in rate.steps] == ["figure", "figure", "zero_divisor"]


def test_rows_are_added_exactly_and_only_the_sum_is_rounded_where_the_rulebook_says_so() -> None:
    scored = _scored(GUANGZHOU)
    duty = next(row for row in scored.rows.values() if row.node.name == "履职效能")
    assert duty.score == duty.published_score == Decimal("49.998")
    assert duty.lost == Decimal("0.00185")


def _group(*children: Node, **fields: Any) -> YearTable:
    return table_of(Node("g", 1, "产出", NodeKind.GROUP, **fields), *children)


def test_a_group_counts_its_rows_where_any_of_them_has_points() -> None:
    rows = (Node("a", 2, points_text="2", given_score_text="1.5"), Node("b", 2, given_score_text=""))
    scored = score_table(_group(*rows, points_text="10", given_score_text="9"), small_rulebook())
    assert scored.rows["g"].score == Decimal("1.5")
    assert scored.score == Decimal("1.5")
    assert scored.points == 10


@pytest.mark.parametrize(("target", "rule_score"), [("10次", Decimal("1.9")), ("效果良好", None)])
def test_the_rule_score_of_a_group_is_the_sum_of_its_rows_or_unknown_as_one_of_them(
    target: str, rule_score: Decimal | None
) -> None:
    rows = (
        Node("a", 2, points_text="1", target_text="10次", actual_text="9次", given_score_text="1"),
        Node("b", 2, points_text="1", target_text=target, actual_text="10次", given_score_text="1"),
    )
    scored = score_table(_group(*rows), small_rulebook())
    assert scored.rows["g"].rule_score == scored.rule_score == rule_score
    assert scored.rows["g"].score == scored.score == 2


def test_a_group_over_rows_without_points_counts_its_own_score() -> None:
    rows = (Node("a", 2, target_text="10次", actual_text="9次"), Node("b", 2))
    scored = score_table(_group(*rows, points_text="20", given_score_text="20"), small_rulebook())
    assert scored.score == 20
    assert scored.rows["a"].score is None
    assert scored.rows["a"].rule_score is None
    assert scored.rows["a"].completion_rate == 90
    assert not scored.rows["a"].pending


def test_a_group_over_rows_without_points_may_have_nothing_but_its_printed_score() -> None:
    scored = score_table(_group(Node("a", 2), points_text="20", published_score_text="19"), small_rulebook())
    assert scored.score == 19
    assert scored.rows["g"].steps[-2].code == "own_score"
    assert scored.rule_score is None


def test_printed_scores_of_groups_with_scored_rows_are_only_compared() -> None:
    rows = (Node("a", 2, points_text="2", given_score_text="2"),)
    scored = score_table(_group(*rows, points_text="2", published_score_text="1"), small_rulebook())
    assert scored.rows["g"].published_score == 1
    assert scored.rows["g"].score == scored.score == 2


def test_a_row_with_points_and_no_score_is_pending_and_never_zero() -> None:
    rows = (
        Node("a", 2, points_text="2", given_score_text="2"),
        Node("b", 2, points_text="3", target_text="好", actual_text="好"),
    )
    scored = score_table(_group(*rows), small_rulebook({"method": "judged"}))
    assert scored.pending == 1
    assert scored.score == 2
    assert scored.rows["b"].score is None
    assert scored.rows["b"].lost is None
    assert scored.rule_score is None


def test_a_table_without_points_has_no_score() -> None:
    scored = score_table(_group(Node("a", 2, target_text="1次", actual_text="1次", given_score_text="1")), small_rulebook())
    assert (scored.points, scored.score, scored.rule_score, scored.pending, scored.grade) == (None, None, None, 0, "")


def test_an_empty_table_has_no_score() -> None:
    assert score_table(table_of(), small_rulebook()).score is None


def test_the_given_score_counts_and_the_rule_stands_beside_it() -> None:
    row = Node("a", 1, points_text="0.5", target_text="16500家", actual_text="12670家", given_score_text="0.4")
    scored = score_table(table_of(row), small_rulebook()).rows["a"]
    assert (scored.rule_score, scored.given_score, scored.score) == (Decimal("0.38"), Decimal("0.4"), Decimal("0.4"))
    assert scored.lost == Decimal("0.1")
    assert [step.code for step in scored.steps] == ["completion", "below", "rounded", "given", "lost", "full_marks_at"]
    assert scored.steps[3].facts == {"given": "0.4", "rule": "0.38"}


def test_a_given_score_that_is_no_number_is_a_finding_and_not_a_score() -> None:
    row = Node("a", 1, points_text="二", given_score_text="优")
    table = replace(table_of(row), heading=Heading(published_score_text="九十"))
    scored = score_table(table, small_rulebook())
    assert [(each.code, each.place.field, each.facts) for each in scored.rows["a"].findings] == [
        ("V40", "points_text", {"text": "二"}),
        ("V40", "given_score_text", {"text": "优"}),
    ]
    assert [(each.code, each.place.field) for each in scored.findings] == [("V40", "published_score_text")]


def test_blank_cells_are_neither_numbers_nor_findings() -> None:
    table = replace(table_of(Node("a", 1, points_text=" ", given_score_text=" ")), heading=Heading(published_score_text=" "))
    scored = score_table(table, small_rulebook())
    assert scored.findings == ()
    assert scored.rows["a"].findings == ()


def test_a_bonus_lies_inside_the_hundred_and_may_be_negative() -> None:
    rows = (
        Node("a", 1, points_text="95", given_score_text="95"),
        Node("b", 1, "加减分", NodeKind.BONUS, points_text="5", actual_text="-1"),
    )
    rulebook = shipped("guangzhou_district_2021")
    scored = score_table(table_of(*rows), rulebook)
    assert scored.points == 100
    assert scored.rows["b"].score == Decimal("-2.5")
    assert scored.rows["b"].lost is None
    assert scored.score == Decimal("92.5")


def test_a_bonus_row_without_points_still_counts() -> None:
    rows = (Node("a", 1, points_text="95", given_score_text="90"), Node("b", 1, "加减分", NodeKind.BONUS, given_score_text="2"))
    assert score_table(table_of(*rows), small_rulebook()).score == 92


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("90", "excellent"),
        ("89.99", "good"),
        ("80", "good"),
        ("79.99", "fair"),
        ("60", "fair"),
        ("59.99", "poor"),
        ("-3", "poor"),
    ],
)
def test_a_lower_bound_belongs_to_its_grade(total: str, grade: str) -> None:
    row = Node("a", 1, points_text="100", given_score_text=total)
    assert score_table(table_of(row), small_rulebook()).grade == grade


def test_a_rulebook_without_grades_grades_nothing() -> None:
    row = Node("a", 1, points_text="100", given_score_text="95")
    assert score_table(table_of(row), small_rulebook(grades=())).grade == ""


def test_a_row_that_does_not_apply_earns_its_points() -> None:
    row = Node("a", 1, points_text="5", not_applicable_text="本年无基建项目")
    scored = score_table(table_of(row), small_rulebook()).rows["a"]
    assert (scored.score, scored.method, scored.pending) == (5, "not_applicable", False)
    assert scored.steps[0].facts == {"reason": "本年无基建项目"}


def test_or_its_points_go_to_the_other_rows_of_its_band() -> None:
    rows = (Node("a", 2, points_text="40", given_score_text="36"), Node("b", 2, points_text="10", not_applicable_text="无"))
    rulebook = small_rulebook(not_applicable=NotApplicable.RESCALE)
    scored = score_table(_group(*rows, points_text="50"), rulebook)
    assert scored.score == 45
    assert scored.pending == 0
    assert (scored.rows["b"].score, scored.rows["b"].lost) == (None, None)
    assert [(line.key, line.before, line.after) for line in scored.adjustments] == [("rescale", 36, 45)]
    assert scored.adjustments[0].steps[0].facts["left_out"] == "10"


def test_where_nothing_applies_there_is_nothing_to_make_up_with() -> None:
    rows = (Node("a", 1, points_text="40", given_score_text="36"), Node("b", 1, points_text="10", not_applicable_text="无"))
    scored = score_table(table_of(*rows), small_rulebook(not_applicable=NotApplicable.RESCALE))
    assert scored.score == 36
    assert scored.adjustments == ()
    full = _group(
        Node("x", 2, points_text="10", not_applicable_text="无", given_score_text=""), Node("y", 2, given_score_text="1")
    )
    assert score_table(full, small_rulebook(not_applicable=NotApplicable.RESCALE)).score == 1


def test_adjustments_follow_the_rows_in_order_and_each_leaves_a_line() -> None:
    cap = {"adjust": "cap_by_rate", "rate": "executed / budget", "caps": [{"below": 80, "at_most": 89}]}
    veto = {"adjust": "veto", "count": "fraud", "reason": "弄虚作假", "grade": "poor"}
    rules = tuple(AdjustmentRule.from_toml(each, Spot("case")) for each in (cap, veto))
    rulebook = small_rulebook(figures=("executed", "budget", "fraud"), adjustments=rules)
    row = Node("a", 1, points_text="100", given_score_text="95")
    scored = score_table(table_of(row, facts={"executed": "75", "budget": "100", "fraud": "1"}), rulebook)
    assert scored.score == 89
    assert scored.grade == "poor"
    assert [(line.key, line.before, line.after) for line in scored.adjustments] == [("cap_by_rate", 95, 89), ("veto", 89, 89)]


def test_a_row_may_have_a_method_of_its_own() -> None:
    row = Node("a", 1, points_text="4", actual_text="2", method="deduct_per_case", parameters_text="each = 0.5")
    scored = score_table(table_of(row), small_rulebook()).rows["a"]
    assert (scored.method, scored.score) == ("deduct_per_case", 3)


@pytest.mark.parametrize(
    ("method", "parameters", "field", "code"),
    [
        ("deduct_per_case", "each = ", "parameters_text", "toml"),
        ("deduct_per_case", "", "parameters_text", "missing"),
        ("deduct_per_case", "each = 1\nextra = 2", "parameters_text", "unknown_key"),
        ("magic", "", "method", "unknown_method"),
    ],
)
def test_a_method_that_cannot_be_used_is_a_finding(method: str, parameters: str, field: str, code: str) -> None:
    row = Node("a", 1, points_text="4", actual_text="2", method=method, parameters_text=parameters)
    scored = score_table(table_of(row), small_rulebook()).rows["a"]
    assert scored.pending
    assert [(each.code, each.place.field, each.facts["code"]) for each in scored.findings] == [("V37", field, code)]
    assert scored.steps[0].code == "bad_parameters"


def _derived(node_id: str, level: int, branch: str, given: str = "") -> Node:
    return Node(
        node_id, level, node_id, points_text="2", method="derived", parameters_text=f'branch = "{branch}"', given_score_text=given
    )


def test_a_rule_that_asks_for_itself_is_told_and_does_not_hang() -> None:
    table = _group(_derived("a", 2, "产出"), Node("b", 2, points_text="2", given_score_text="1"))
    scored = score_table(table, small_rulebook())
    assert scored.rows["a"].pending
    assert scored.rows["a"].steps[0].code == "circle"
    assert [finding.code for finding in scored.rows["a"].findings] == ["V37"]


def test_two_rows_that_ask_for_each_other_are_told() -> None:
    table = table_of(
        Node("甲", 1, "甲", NodeKind.GROUP), _derived("a", 2, "乙"), Node("乙", 1, "乙", NodeKind.GROUP), _derived("b", 2, "甲")
    )
    scored = score_table(table, small_rulebook())
    assert {step.code for row in scored.rows.values() for step in row.steps} >= {"circle", "pending"}
    assert scored.pending == 2


def test_a_given_score_cuts_the_circle() -> None:
    scored = score_table(_group(_derived("a", 2, "产出", given="1")), small_rulebook()).rows["a"]
    assert scored.rule_score == 1
    assert scored.score == 1


def test_two_rows_may_follow_from_the_same_branch() -> None:
    table = table_of(
        Node("甲", 1, "甲", NodeKind.GROUP),
        Node("c", 2, "培训", points_text="4", given_score_text="3"),
        _derived("a", 1, "甲"),
        _derived("b", 1, "甲"),
    )
    scored = score_table(table, small_rulebook())
    assert [scored.rows[each].score for each in ("a", "b")] == [Decimal("1.5"), Decimal("1.5")]
    assert scored.score == 6


def test_full_points_are_not_told_as_carried_on_unrounded_and_a_third_is() -> None:
    targets = {"third": "3人", "full": "1人"}
    rows = (Node(key, 1, points_text="1", target_text=target, actual_text="1人") for key, target in targets.items())
    scored = score_table(table_of(*rows), small_rulebook(rounding=Rounding.TOTAL))
    assert [key for key, row in scored.rows.items() if "unrounded" in {each.code for each in row.steps}] == ["third"]
    assert scored.score == Decimal("1.33")


def test_a_heading_that_counts_itself_is_scored_by_its_own_target() -> None:
    heading = Node("a", 1, "整体绩效", NodeKind.GROUP, points_text="10", target_text="100人", actual_text="50人")
    scored = score_table(table_of(heading, Node("b", 2, "培训", target_text="1次", actual_text="1次")), small_rulebook())
    assert (scored.rows["a"].rule_score, scored.rows["a"].completion_rate, scored.score) == (5, 50, 5)


def test_a_long_chain_of_derived_rows_ends_in_a_finding_and_not_in_a_crash() -> None:
    nodes = [_derived(f"n{number}", 1, f"n{number + 1}") for number in range(400)]
    scored = score_table(table_of(*nodes, Node("n400", 1, "n400", points_text="2", given_score_text="2")), small_rulebook())
    assert scored.rows["n399"].score == 2
    assert scored.rows["n0"].pending


def test_rates_rounded_first_give_other_scores() -> None:
    row = Node("a", 1, points_text="1000", target_text="16500家", actual_text="12670家")
    exact = score_table(table_of(row), small_rulebook()).score
    first = score_table(table_of(row), small_rulebook(rates_used=RateUse.ROUNDED)).score
    assert (exact, first) == (Decimal("767.88"), Decimal("767.90"))


def test_rounding_rows_before_adding_gives_other_totals() -> None:
    rows = tuple(Node(f"n{number}", 1, points_text="1", target_text="3次", actual_text="1次") for number in range(3))
    assert score_table(table_of(*rows), small_rulebook()).score == Decimal("0.99")
    unrounded = score_table(table_of(*rows), small_rulebook(rounding=Rounding.TOTAL))
    assert unrounded.score == 1
    assert unrounded.rows["n0"].score == Decimal("0.3333333333")


def test_what_a_rule_gives_is_held_within_the_points() -> None:
    tiers = {"method": "tiers", "tiers": [{"points": 9}]}
    row = Node("a", 1, points_text="4", actual_text="2")
    scored = score_table(table_of(row), small_rulebook(tiers)).rows["a"]
    assert scored.score == 4
    assert next(step for step in scored.steps if step.code == "clamped").facts == {"exact": "9", "to": "4"}


@pytest.mark.parametrize(
    ("node", "mark"),
    [
        (Node("a", 1, points_text="1", target_text="10次"), Mark.EMPTY),
        (Node("a", 1, points_text="1", target_text="10次", given_score_text="1"), Mark.GIVEN),
        (Node("a", 1, points_text="1", target_text="10次", actual_text="10次"), Mark.DONE),
        (Node("a", 1, points_text="1", target_text="10次", actual_text="12.9次"), Mark.DONE),
        (Node("a", 1, points_text="1", target_text="10次", actual_text="13次"), Mark.EXCEEDED),
        (Node("a", 1, points_text="1", target_text="≤10次", actual_text="1次"), Mark.DONE),
        (Node("a", 1, points_text="1", target_text="10次", actual_text="9次"), Mark.MISSED),
        (Node("a", 1, points_text="1", target_text="10次", actual_text="已完成"), Mark.DOUBTFUL),
        (Node("a", 1, points_text="1", target_text="10次", actual_text="已完成", actual_read_as="9次"), Mark.MISSED),
        (Node("a", 1, points_text="1", target_text="100场且50人", actual_text="见附件", given_score_text="1"), Mark.GIVEN),
        (Node("a", 1, points_text="1", target_text="优化环境", actual_text="进行中", actual_read_as="进行中"), Mark.DOUBTFUL),
        (
            Node(
                "a",
                1,
                points_text="1",
                target_text="优化环境",
                actual_text="进行中",
                actual_read_as="进行中",
                given_score_text="1",
            ),
            Mark.GIVEN,
        ),
    ],
)
def test_the_mark_beside_a_row_tells_its_state(node: Node, mark: Mark) -> None:
    assert score_table(table_of(node), small_rulebook()).rows["a"].mark is mark


def test_the_clerks_own_reading_counts_in_place_of_the_words() -> None:
    row = Node(
        "a", 1, points_text="1", comparator_text="≤", target_unit_text="天",
        target_text="五个子项目", target_read_as="5个", actual_text="若干", actual_read_as="4个",
    )  # fmt: skip
    scored = score_table(table_of(row), small_rulebook()).rows["a"]
    assert scored.completion_rate == Fraction(80)
    assert scored.score == Decimal("0.8")


def test_rows_out_of_any_order_of_levels_are_all_counted_once() -> None:
    levels = (3, 1, 4, 2, 2, 5, 1, 3)
    nodes = tuple(Node(f"n{at}", level, points_text="1", given_score_text="1") for at, level in enumerate(levels))
    scored = score_table(table_of(*nodes), small_rulebook())
    # Leaves of the tree: n0, n2, n3, n5, n7; a row with rows below it counts through them.
    assert scored.score == 5


def test_points_of_rows_that_do_not_apply_go_over_exactly_also_where_they_do_not_come_out_even() -> None:
    rows = (
        Node("b", 1, "产出", NodeKind.GROUP, points_text="10"),
        Node("1", 2, "甲", points_text="7", given_score_text="5"),
        Node("2", 2, "乙", points_text="3", not_applicable_text="无此业务"),
    )
    scored = score_table(table_of(*rows), small_rulebook(not_applicable=NotApplicable.RESCALE))
    assert scored.score == Decimal("7.14")  # 5 + 5 × 3/7
    assert [each.code for each in scored.rows["b"].steps] == ["sum"]
