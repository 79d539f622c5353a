from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import edit
from scoring.diff import Change, Difference, Order, apply, diff, invert, records
from scoring.table import BaseFact, Field, Heading, Narrative, Node, RecordKind, TableKey, YearTable
from tests.scoring.tables import KEY, table

SAMPLE = table("履职效能 | 50", "  任务1 | 2", "    培训 | 1 | ≥100人 | 90人 | 0.9", "    招聘 | 1 | 3场 | 3场 |")


def test_equal_tables_have_no_difference() -> None:
    assert not diff(SAMPLE, replace(SAMPLE, nodes=tuple(SAMPLE.nodes)))


def test_tables_of_different_keys_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="different keys"):
        diff(SAMPLE, replace(SAMPLE, key=TableKey("别的单位", 2021)))


def test_one_cell_is_one_change_without_an_order() -> None:
    after = edit.set_field(SAMPLE, "3", Field.EVIDENCE, "签到表")
    found = diff(SAMPLE, after)
    assert [(each.kind, each.id) for each in found.changes] == [(RecordKind.NODE, "3")]
    assert found.orders == ()


def test_a_moved_row_changes_only_a_stretch_of_the_order() -> None:
    after = edit.move_node(SAMPLE, "4", -1)
    assert diff(SAMPLE, after) == Difference((), (Order(RecordKind.NODE, 2, ("3", "4"), ("4", "3")),), 5)


def test_rows_that_came_and_went_are_put_in_and_taken_out_again() -> None:
    after = edit.remove_nodes(edit.insert_node(SAMPLE, Node("", 3, "见习", points_text="1"), 3), ["4"])
    found = diff(SAMPLE, after)
    assert [(each.id, each.before is None, each.after is None) for each in found.changes] == [
        ("4", False, True),
        ("5", True, False),
    ]
    assert found.orders == (Order(RecordKind.NODE, 3, ("4",), ("5",)),)
    assert apply(SAMPLE, found) == after
    back = apply(after, invert(found))
    assert (back.nodes, back.next_number) == (SAMPLE.nodes, after.next_number)  # a number once given is not given again


def test_the_heading_differs_as_one_record() -> None:
    after = edit.set_record(SAMPLE, RecordKind.HEADING, "heading", title="自评表")
    assert diff(SAMPLE, after).changes == (Change(RecordKind.HEADING, "heading", SAMPLE.heading, after.heading),)
    assert records(after, RecordKind.HEADING) == (after.heading,)
    assert apply(after, invert(diff(SAMPLE, after))) == SAMPLE


def test_a_difference_is_refused_by_a_table_in_another_state() -> None:
    cell = diff(SAMPLE, edit.set_field(SAMPLE, "3", Field.NAME, "培训人数"))
    moved = diff(SAMPLE, edit.move_node(SAMPLE, "4", -1))
    titled = diff(SAMPLE, edit.set_record(SAMPLE, RecordKind.HEADING, "heading", title="甲"))
    other = edit.set_field(SAMPLE, "3", Field.NAME, "别的")
    with pytest.raises(ValueError, match="expected state"):
        apply(other, cell)
    with pytest.raises(ValueError, match="expected state"):
        apply(edit.remove_nodes(SAMPLE, ["3"]), moved)
    with pytest.raises(ValueError, match="expected state"):
        apply(edit.move_node(SAMPLE, "4", -1), moved)
    with pytest.raises(ValueError, match="expected state"):
        apply(SAMPLE, invert(moved))
    with pytest.raises(ValueError, match="expected state"):
        apply(edit.set_record(SAMPLE, RecordKind.HEADING, "heading", title="乙"), titled)


texts = st.text("预算≥1.0%万\n", max_size=4)
ids = st.lists(st.integers(1, 9).map(str), unique=True, max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> YearTable:
    return YearTable(
        KEY,
        Heading(title=draw(texts)),
        narratives=tuple(Narrative(each, text=draw(texts)) for each in draw(ids)),
        base_facts=tuple(BaseFact(each, draw(texts), draw(texts)) for each in draw(ids)),
        nodes=tuple(Node(each, draw(st.integers(1, 3)), draw(texts), target_text=draw(texts)) for each in draw(ids)),
        next_number=draw(st.integers(10, 12)),
    )


@given(tables(), tables())
def test_applying_a_difference_gives_the_other_table_and_its_inverse_the_first(before: YearTable, after: YearTable) -> None:
    found = diff(before, after)
    highest = max(before.next_number, after.next_number)
    assert apply(before, found) == replace(after, next_number=highest)
    assert apply(after, invert(found)) == replace(before, next_number=highest)


def test_a_row_taken_out_of_the_middle_leaves_those_around_it() -> None:
    after = edit.remove_nodes(SAMPLE, ["3"])
    found = diff(SAMPLE, after)
    assert found.orders == (Order(RecordKind.NODE, 2, ("3",), ()),)
    assert apply(SAMPLE, found).nodes == after.nodes


def test_one_cell_is_put_in_without_touching_the_order() -> None:
    after = edit.set_field(SAMPLE, "3", Field.EVIDENCE, "签到表")
    assert apply(SAMPLE, diff(SAMPLE, after)) == after


def test_an_insertion_in_front_touches_nothing_behind_it() -> None:
    after = edit.insert_node(SAMPLE, Node("", 1, "管理效能"), 0)
    assert diff(SAMPLE, after).orders == (Order(RecordKind.NODE, 0, (), ("5",)),)
    assert diff(after, SAMPLE).orders == (Order(RecordKind.NODE, 0, ("5",), ()),)
