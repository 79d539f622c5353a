"""What holds for any rows: bounds, order, sums, and the same numbers from a second, plainer implementation."""

import random
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.number import canonical, round_half_up
from scoring.rulebook import Rulebook
from scoring.score import score_table
from scoring.table import Node, NodeKind, YearTable
from tests.scoring_cases import shipped, small_rulebook, table_of
from tests.truth_tables import ALL, table_from_truth

DISTRICT = shipped("guangzhou_district_2021")
MINISTRY = shipped("ministry_2020")
WRITTEN = """
16500家 ≤5% 95%以上 约500人 3-5个 0 动态清零 10月底前 效果明显 =1+1+9 完成率100% -3 二 1e5 =1/0 ＝（ 50 100 20
不少于10场，且不少于50人
"""
TEXTS = st.one_of(st.just(""), st.sampled_from(WRITTEN.split()), st.text(max_size=8))
NODES = st.builds(
    Node,
    id=st.just(""),
    level=st.integers(1, 5),
    name=st.sampled_from(["", "预算完成率", "绩效目标完成率", "“三公”经费控制率", "履职效能", "投诉率", "新增人数"]),
    kind=st.sampled_from(NodeKind),
    points_text=TEXTS,
    target_text=TEXTS,
    target_read_as=st.sampled_from(["", "5个"]),
    actual_text=TEXTS,
    given_score_text=st.sampled_from(["", "", "1", "0.35", "x", "-2"]),
    published_score_text=st.sampled_from(["", "3"]),
    method=st.sampled_from(["", "", "tiers", "derived", "deadline", "no such"]),
    parameters_text=st.sampled_from(["", 'branch = "履职效能"', "tiers = []", "each = 0.5", "= ="]),
    not_applicable_text=st.sampled_from(["", "", "无此业务"]),
)


def _numbered(nodes: list[Node]) -> YearTable:
    return table_of(*(replace(node, id=f"n{at}") for at, node in enumerate(nodes)))


@settings(max_examples=300, deadline=None)
@given(st.lists(NODES, max_size=12), st.sampled_from([DISTRICT, MINISTRY, shipped("guangzhou_city_2023")]))
def test_any_facts_can_be_scored(nodes: list[Node], rulebook: Rulebook) -> None:
    scored = score_table(_numbered(nodes), rulebook)
    assert len(scored.rows) == len(nodes)
    assert scored.pending == sum(row.pending for row in scored.rows.values())
    parents = {row.parent_id for row in scored.rows.values()}
    for row in scored.rows.values():
        if (
            row.node.id not in parents
            and row.node.kind is not NodeKind.BONUS
            and row.points is not None
            and row.rule_score is not None
        ):
            assert 0 <= row.rule_score <= round_half_up(max(row.points, Decimal(0)), 10)


@given(
    points=st.decimals(0, 100, places=2),
    target=st.integers(1, 10**9),
    low=st.integers(0, 10**9),
    more=st.integers(0, 10**9),
    method=st.sampled_from(["proportional", "inverse_linear", "inverse_ratio", "equal"]),
)
def test_more_of_a_good_thing_never_costs_and_more_of_a_bad_one_never_pays(
    points: Decimal, target: int, low: int, more: int, method: str
) -> None:
    sign = "≤" if method.startswith("inverse") else ""
    rulebook = small_rulebook({"method": method})
    scores = []
    for actual in (low, low + more):
        node = Node("a", 1, "数量", points_text=str(points), target_text=f"{sign}{target}件", actual_text=f"{actual}件")
        score = score_table(table_of(node), rulebook).rows["a"].rule_score
        assert score is not None
        assert 0 <= score <= points
        scores.append(score)
    assert scores == sorted(scores, reverse=method.startswith("inverse"))


@pytest.mark.parametrize("name", ALL)
def test_a_paper_scored_twice_gives_the_same(name: str) -> None:
    table = table_from_truth(name)
    rulebook = shipped(table.heading.rulebook)
    assert score_table(table, rulebook) == score_table(table, rulebook)


@given(st.lists(st.tuples(st.decimals(0, 20, places=2), st.decimals(0, 20, places=5)), min_size=1, max_size=20), st.randoms())
def test_the_order_of_rows_does_not_change_a_sum(rows: list[tuple[Decimal, Decimal]], shuffle: random.Random) -> None:
    nodes = [Node(f"n{at}", 2, points_text=str(points), given_score_text=f"{score:f}") for at, (points, score) in enumerate(rows)]
    group = Node("g", 1, "产出", NodeKind.GROUP)
    before = score_table(table_of(group, *nodes), small_rulebook())
    shuffle.shuffle(nodes)
    after = score_table(table_of(group, *nodes), small_rulebook())
    assert before.score == after.score == round_half_up(sum((score for _, score in rows), Decimal(0)), 2)
    assert before.points == after.points


def _plain_score(points: Decimal, direction: str, target: Decimal, actual: Decimal) -> Decimal:
    """The district rulebook's numeric rules once more, in decimals of 60 digits and without fractions."""
    with localcontext() as context:
        context.prec = 60
        if target == 0:
            share = Decimal(actual == 0)
        elif direction == "≤":
            share = Decimal(1) if actual <= target else max(Decimal(0), 2 - actual / target)
        else:
            share = min(Decimal(1), max(Decimal(0), actual / target))
        return (points * share).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _random_rows(count: int, seed: int) -> list[tuple[Decimal, str, Decimal, Decimal]]:
    source = random.Random(seed)
    rows = []
    for _ in range(count):
        places = source.choice((0, 0, 1, 2))
        target = Decimal(source.randint(0, 2000)).scaleb(-places)
        actual = Decimal(source.randint(0, 4000)).scaleb(-places)
        points = Decimal(source.choice((25, 50, 100, 150, 200, 333, 1150))).scaleb(-2)
        rows.append((points, source.choice(("≥", "≤", "")), target, actual))
    return rows


def _agree(count: int, seed: int) -> None:
    rows = _random_rows(count, seed)
    nodes = [
        Node(
            f"n{at}",
            1,
            "数量",
            points_text=canonical(points),
            target_text=f"{sign}{canonical(target)}万件",
            actual_text=f"{canonical(actual)}万件",
        )
        for at, (points, sign, target, actual) in enumerate(rows)
    ]
    scored = score_table(table_of(*nodes), DISTRICT)
    total = Decimal(0)
    for at, (points, sign, target, actual) in enumerate(rows):
        expected = _plain_score(points, sign, target, actual) if target or sign != "≥" else points.quantize(Decimal("0.01"))
        assert scored.rows[f"n{at}"].rule_score == expected, nodes[at]
        total += expected
    assert scored.score == total


def test_a_second_implementation_gives_the_same_rows_and_total() -> None:
    _agree(3000, 1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 20))
def test_a_second_implementation_gives_the_same_hundred_thousand_rows(seed: int) -> None:
    _agree(10_000, seed)


def test_a_third_of_a_point_three_times_is_one_point() -> None:
    nodes = [Node(f"n{at}", 1, "数量", points_text="1", target_text="3件", actual_text="1件") for at in range(3)]
    city = shipped("guangzhou_city_2023")
    assert score_table(table_of(*nodes), city).score == round_half_up(Fraction(1), 3)
