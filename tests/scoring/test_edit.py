from dataclasses import replace

import pytest

from scoring import edit
from scoring.table import (
    Attachment,
    BaseFact,
    Detail,
    Field,
    Narrative,
    Node,
    NodeKind,
    RecordKind,
    Status,
    TableKey,
    YearTable,
    branch,
    node_of,
    parents,
    paths,
)
from tests.scoring.tables import table, with_funds

SAMPLE = table(
    "履职效能 | 50",
    "  任务1 | 2",
    "    培训 | 1 | ≥100人 | 90人 | 0.9",
    "    招聘 | 1 | 3场 | 3场 |",
    "  任务2 | 1",
    "    仲裁 | 1 | ≥95% | 97% | 1",
)


def names(made: YearTable) -> list[str]:
    return [each.name for each in made.nodes]


def test_typing_an_actual_puts_the_given_score_aside_and_one_key_brings_it_back() -> None:
    typed = edit.set_field(SAMPLE, "3", Field.ACTUAL, "100人")
    assert (node_of(typed, "3").given_score_text, node_of(typed, "3").aside_score_text) == ("", "0.9")
    back = edit.bring_back_score(typed, "3")
    assert (node_of(back, "3").given_score_text, node_of(back, "3").aside_score_text) == ("0.9", "")
    assert edit.bring_back_score(back, "3") is back


@pytest.mark.parametrize("field", sorted(edit.MOVES_SCORE, key=lambda each: each.value))
def test_every_fact_the_score_follows_puts_the_given_score_aside(field: Field) -> None:
    assert node_of(edit.set_field(SAMPLE, "3", field, "7"), "3").aside_score_text == "0.9"


def test_words_beside_the_score_leave_it_in_force() -> None:
    assert node_of(edit.set_field(SAMPLE, "3", Field.EVIDENCE, "签到表"), "3").given_score_text == "0.9"


def test_the_same_text_typed_again_changes_nothing() -> None:
    assert edit.set_field(SAMPLE, "3", Field.ACTUAL, "90人") is SAMPLE


def test_a_new_given_score_replaces_the_one_put_aside() -> None:
    typed = edit.set_field(edit.set_field(SAMPLE, "3", Field.ACTUAL, "100人"), "3", Field.GIVEN_SCORE, "1")
    assert (node_of(typed, "3").given_score_text, node_of(typed, "3").aside_score_text) == ("1", "")


def test_a_score_pasted_with_its_row_stays_in_force() -> None:
    pasted = edit.set_fields(SAMPLE, {("3", Field.GIVEN_SCORE): "0.8", ("3", Field.ACTUAL): "80人", ("6", Field.ACTUAL): "98%"})
    assert (node_of(pasted, "3").given_score_text, node_of(pasted, "3").actual_text) == ("0.8", "80人")
    assert node_of(pasted, "6").aside_score_text == "1"


def test_a_block_for_a_row_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        edit.set_fields(SAMPLE, {("99", Field.ACTUAL): "1"})
    with pytest.raises(KeyError):
        edit.set_field(SAMPLE, "99", Field.ACTUAL, "1")


def test_a_band_keeps_its_printed_score_when_its_points_change() -> None:
    banded = edit.set_field(SAMPLE, "2", Field.GIVEN_SCORE, "2")
    assert node_of(edit.set_field(banded, "2", Field.POINTS, "3"), "2").given_score_text == "2"


def test_rows_are_inserted_after_a_branch_and_below_a_band() -> None:
    after = edit.insert_after(SAMPLE, "2", "任务1.5")
    assert names(after) == ["履职效能", "任务1", "培训", "招聘", "任务1.5", "任务2", "仲裁"]
    assert node_of(after, "7") == Node("7", 2, "任务1.5", NodeKind.GROUP, "2021-7")
    below = edit.insert_below(SAMPLE, "2")
    assert names(below) == ["履职效能", "任务1", "培训", "招聘", "", "任务2", "仲裁"]
    assert below.nodes[4].level == 3
    assert edit.insert_below(edit.remove_nodes(SAMPLE, ["3", "4"]), "2").nodes[2].level == 3


def test_a_block_brings_rows_of_its_own_after_a_row() -> None:
    new = ({Field.NAME: "创业", Field.POINTS: "1"}, {Field.NAME: "见习"})
    made = edit.set_fields_and_insert(SAMPLE, {("4", Field.ACTUAL): "2场"}, "4", new)
    assert names(made) == ["履职效能", "任务1", "培训", "招聘", "创业", "见习", "任务2", "仲裁"]
    assert (node_of(made, "4").actual_text, node_of(made, "7").points_text, made.nodes[5].level) == ("2场", "1", 3)


def test_ids_are_never_used_again() -> None:
    once = edit.insert_after(SAMPLE, "6")
    again = edit.insert_after(edit.remove_nodes(once, ["7"]), "6")
    assert again.nodes[-1].id == "8"


def test_a_removed_band_takes_its_rows_and_their_evidence_along() -> None:
    proven = replace(SAMPLE, attachments=(Attachment("a", "3", "签到表.pdf", "00", 1), Attachment("b", "6", "裁决.pdf", "01", 1)))
    left = edit.remove_nodes(proven, ["2"])
    assert names(left) == ["履职效能", "任务2", "仲裁"]
    assert [each.id for each in left.attachments] == ["b"]


def test_a_branch_moves_past_its_neighbour_and_stops_at_the_edge() -> None:
    down = edit.move_node(SAMPLE, "2", 1)
    assert names(down) == ["履职效能", "任务2", "仲裁", "任务1", "培训", "招聘"]
    assert edit.move_node(down, "2", -1) == SAMPLE
    assert edit.move_node(SAMPLE, "2", -1) is SAMPLE
    assert edit.move_node(SAMPLE, "1", -1) is SAMPLE
    assert edit.move_node(SAMPLE, "5", 1) is SAMPLE
    assert edit.move_node(SAMPLE, "6", 1) is SAMPLE
    assert edit.move_node(SAMPLE, "3", -1) is SAMPLE


def test_a_row_at_the_edge_of_its_band_goes_on_into_the_next_one() -> None:
    down = edit.move_node(SAMPLE, "4", 1)
    assert names(down) == ["履职效能", "任务1", "培训", "任务2", "招聘", "仲裁"]
    assert edit.move_node(down, "4", -1) == SAMPLE


def test_a_band_without_rows_takes_one_in_and_a_scored_row_of_its_level_does_not() -> None:
    empty = edit.insert_after(SAMPLE, "2", "任务1.5")
    into = edit.move_node(empty, "4", 1)
    assert names(into) == ["履职效能", "任务1", "培训", "任务1.5", "招聘", "任务2", "仲裁"]
    assert edit.move_node(into, "4", -1) == empty
    assert names(edit.move_node(empty, "6", -1)) == ["履职效能", "任务1", "培训", "招聘", "任务1.5", "仲裁", "任务2"]
    scored = table(
        "产出 | 2", "  数量 | 1", "    培训 | 1 | 1 | 1", "  质量 | 1 | 1 | 1", "效益 | 1", "  社会 | 1", "    就业 | 1 | 1 | 1"
    )
    over = edit.move_node(scored, "3", 1)
    assert names(over) == ["产出", "数量", "质量", "效益", "社会", "培训", "就业"]
    assert names(edit.move_node(over, "3", -1)) == names(scored)
    ended = table("产出 | 1", "  培训 | 1 | 1 | 1", "加分项 | 1 | 1 | 1")
    assert edit.move_node(ended, "2", 1) is ended


def test_a_branch_stays_below_a_deeper_row_that_has_no_parent() -> None:
    odd = table("  孤行 | 1 | 1 | 1", "履职效能 | 5")
    assert edit.move_node(odd, odd.nodes[1].id, -1) is odd


def test_a_branch_is_indented_as_a_whole_and_never_above_the_outermost_level() -> None:
    deeper = edit.indent_node(SAMPLE, "2", 1)
    assert [each.level for each in deeper.nodes] == [1, 3, 4, 4, 2, 3]
    assert edit.indent_node(SAMPLE, "1", -1) is SAMPLE


def test_paths_and_parents_follow_the_levels() -> None:
    assert paths(SAMPLE)["4"] == ("履职效能", "任务1", "招聘")
    assert parents(SAMPLE) == {"1": "", "2": "1", "3": "2", "4": "2", "5": "1", "6": "5"}
    assert [each.id for each in branch(SAMPLE, "5")] == ["5", "6"]
    with pytest.raises(KeyError):
        branch(SAMPLE, "99")
    with pytest.raises(KeyError):
        node_of(SAMPLE, "99")


def test_records_of_other_kinds_are_added_changed_and_removed() -> None:
    added = edit.add_record(SAMPLE, RecordKind.BASE_FACT, BaseFact("", "三公经费", "8.49"))
    assert added.base_facts == (BaseFact("7", "三公经费", "8.49"),)
    first = edit.add_record(added, RecordKind.BASE_FACT, BaseFact("", "编制数"), 0)
    assert [each.label for each in first.base_facts] == ["编制数", "三公经费"]
    changed = edit.set_record(first, RecordKind.BASE_FACT, "8", value_text="69")
    assert changed.base_facts[0].value_text == "69"
    assert edit.remove_record(changed, RecordKind.BASE_FACT, "8").base_facts == added.base_facts
    told = edit.add_record(SAMPLE, RecordKind.NARRATIVE, Narrative("problems", "存在问题", "目标偏低"))
    assert told.narratives[0].id == "problems"
    for wrong in ("99",):
        with pytest.raises(KeyError):
            edit.set_record(changed, RecordKind.BASE_FACT, wrong, value_text="1")
        with pytest.raises(KeyError):
            edit.remove_record(changed, RecordKind.BASE_FACT, wrong)


def test_a_new_year_keeps_structure_points_and_targets_and_empties_the_rest() -> None:
    bonus = Node("", 1, "加减分", NodeKind.BONUS, points_text="5", actual_text="每项加2.5分", given_score_text="0")
    full = with_funds(edit.insert_node(SAMPLE, bonus, 6), ("来源", "财政拨款", "100", "90", "90%"))
    full = replace(
        full,
        details=(Detail("contact", "联系人", "张三"),),
        narratives=(Narrative("goals", "目标", "做好工作"),),
        base_facts=(BaseFact("b1", "编制数", "69", "名"),),
    )
    fresh = edit.start_year_from(full, TableKey("番禺", 2022), title="2022年度自评表", rulebook="district")
    assert [(each.name, each.points_text, each.target_text) for each in fresh.nodes] == [
        (each.name, each.points_text, each.target_text) for each in full.nodes
    ]
    assert [each.actual_text for each in fresh.nodes] == ["", "", "", "", "", "", "每项加2.5分"]
    assert not any(each.given_score_text for each in fresh.nodes)
    assert [each.lineage_id for each in fresh.nodes] == [each.lineage_id for each in full.nodes]
    assert (fresh.funds[0].label, fresh.funds[0].adjusted_budget_text) == ("财政拨款", "")
    assert (fresh.base_facts[0].label, fresh.base_facts[0].value_text) == ("编制数", "")
    assert (fresh.details[0].text, fresh.narratives[0].text) == ("", "")
    assert (fresh.heading.status, fresh.heading.rulebook) == (Status.NOT_STARTED, "district")


def test_the_status_of_a_table_can_be_set() -> None:
    assert edit.set_status(SAMPLE, Status.SUBMITTED).heading.status is Status.SUBMITTED


def test_a_cell_of_any_row_changes_that_row_and_no_other() -> None:
    made = table(*(f"指标{at} | 1 | | " for at in range(4)))
    for at in range(4):
        after = edit.set_field(made, str(at + 1), Field.EVIDENCE, "备注")
        assert [each.id for each in after.nodes] == ["1", "2", "3", "4"]
        assert [each.evidence_text for each in after.nodes] == ["备注" if place == at else "" for place in range(4)]


def test_the_last_of_many_rows_stays_where_it_is_when_it_is_moved_down() -> None:
    made = table(*(f"指标{number} | 1 | | |" for number in range(300)))
    last = made.nodes[-1].id
    assert edit.move_node(made, last, 1) is made
    assert edit.move_node(made, last, -1).nodes[-2].id == last
