"""A table scored and checked after an edit, with what did not change taken over, is the table scored and checked from nothing."""

import random
from dataclasses import replace

import pytest

from scoring import edit
from scoring.checks import Checked, check_again, check_table
from scoring.checks.case import BY_FRAME
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import Field, Node, NodeKind, RecordKind
from tests.random_edits import edited
from tests.scoring_cases import shipped, small_rulebook, table_of
from tests.truth_tables import ALL, GUANGZHOU, PANYU, table_from_truth

EDITS = 40


def _exactly(scored: ScoredTable) -> str:
    """Every figure as it is written, since 1.5 and 1.50 are equal and do not read alike."""
    return repr({**{key: (replace(row, alone=True)) for key, row in scored.rows.items()}, "total": replace(scored, rows={})})


@pytest.mark.parametrize("paper", [each for each in ALL if table_from_truth(each).nodes])
def test_after_any_edits_nothing_differs_from_a_table_worked_out_from_nothing(paper: str) -> None:
    pick, table = random.Random(paper), table_from_truth(paper)
    rulebook = shipped(table.heading.rulebook)
    scored, checked, earlier = score_table(table, rulebook), None, [table]
    for _ in range(EDITS):
        table = pick.choice(earlier) if pick.random() < 0.1 else edited(table, pick)
        earlier.append(table)
        afresh = score_table(table, rulebook)
        scored = score_table(table, rulebook, scored)
        checked = check_again(checked, scored)
        assert scored == afresh
        assert _exactly(scored) == _exactly(afresh)
        assert checked.findings == check_table(afresh)


def test_rows_that_an_edit_leaves_alone_are_the_same_afterwards() -> None:
    before = table_from_truth(PANYU)
    row = next(each for each in before.nodes if each.leaf and "人" in each.target_text)
    after = edit.set_field(before, row.id, Field.ACTUAL, "7人")
    rulebook = shipped(before.heading.rulebook)
    scored = score_table(before, rulebook)
    again = score_table(after, rulebook, scored)
    changed = {key for key, each in again.rows.items() if scored.rows[key] is not each}
    assert row.id in changed
    assert len(changed) < 20  # the row, the bands above it, and rows that follow from others


def test_rules_of_another_year_take_nothing_over() -> None:
    table = table_from_truth(PANYU)
    scored = score_table(table, shipped("ministry_2020"))
    rulebook = shipped(table.heading.rulebook)
    assert score_table(table, rulebook, scored) == score_table(table, rulebook)
    checked: Checked = check_again(check_again(None, scored), score_table(table, rulebook))
    assert checked.findings == check_table(score_table(table, rulebook))


def test_points_that_come_below_a_heading_or_go_again_decide_whether_its_own_score_counts() -> None:
    heading = Node("a", 1, "产出", NodeKind.GROUP, points_text="10", given_score_text="7", published_score_text="6")
    row = Node("b", 2, "培训", target_text="100人", actual_text="50人")
    rulebook, without = small_rulebook(), table_of(heading, row)
    alone = score_table(without, rulebook)
    assert (alone.score, alone.rows["a"].score) == (7, 7)
    below = edit.set_field(without, "b", Field.POINTS, "4")
    counted = score_table(below, rulebook, alone)
    assert (counted.score, counted.rows["a"].score, counted.rows["a"].points) == (2, 2, 10)
    assert _exactly(counted) == _exactly(score_table(below, rulebook))
    again = score_table(without, rulebook, counted)
    assert again.score == 7
    assert _exactly(again) == _exactly(alone)


def test_a_changed_fund_is_counted_though_the_rows_are_taken_over() -> None:
    table = table_from_truth(PANYU)
    rulebook = shipped(table.heading.rulebook)
    scored = score_table(table, rulebook)
    after = edit.set_record(table, RecordKind.FUND, table.funds[0].id, executed_text="1")
    again = score_table(after, rulebook, scored)
    assert again.funds[0].executed == 1
    assert again.funds[0].execution_rate != scored.funds[0].execution_rate
    assert _exactly(again) == _exactly(score_table(after, rulebook))
    assert check_again(check_again(None, scored), again).findings == check_table(score_table(after, rulebook))


def test_a_changed_base_figure_reaches_every_row_that_asked_for_it() -> None:
    table = table_from_truth(GUANGZHOU)
    rulebook = shipped(table.heading.rulebook)
    scored = score_table(table, rulebook)
    reached = 0
    for fact in table.base_facts:
        after = edit.set_record(table, RecordKind.BASE_FACT, fact.id, value_text="123.4")
        again, afresh = score_table(after, rulebook, scored), score_table(after, rulebook)
        assert _exactly(again) == _exactly(afresh)
        reached += sum(row.figures and row is not scored.rows[key] for key, row in again.rows.items())
    assert reached


@pytest.mark.parametrize("paper", [each for each in ALL if table_from_truth(each).nodes])
def test_a_check_by_frame_asks_for_nothing_but_the_frame(paper: str) -> None:
    """Its findings stand after an edit of anything else, so nothing else may move them."""
    pick, table = random.Random(paper), table_from_truth(paper)
    rulebook = shipped(table.heading.rulebook)
    for _ in range(5):
        for _ in range(8):
            table = edited(table, pick)
        bare = [
            Node(each.id, each.level, each.name, each.kind, section=each.section, points_text=each.points_text)
            for each in table.nodes
        ]
        stripped = table_of(*bare)
        found, left = (
            [each for each in check_table(score_table(one, rulebook)) if each.code in BY_FRAME] for one in (table, stripped)
        )
        assert found == left
