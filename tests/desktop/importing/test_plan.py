"""A file held against the book: what is taken, what stays, what is refused; taken in whole it comes back the same."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.importing.plan import GROUPS, counts, left_in_book, plan_of, preview_rows, result, rows_taken, take, undecided
from desktop.reading.merge import Outcome
from desktop.reading.reader import read_workbook_here
from desktop.reading.recognise import understand
from desktop.reading.understood import Understood
from scoring.edit import remove_nodes, set_field
from scoring.table import Field, YearTable, node_of
from tests.desktop.importing.conftest import FORMS, HOSTILE
from tests.small_tables import small_table

PUBLISHED = ("panyu-2021.xlsx", "tianhe-2022.xlsx", "guangzhou-2023.xlsx", "zhanjiang-2022.xlsx", "huadu-2024.xlsx")


def understood(path: Path) -> Understood:
    (found,) = understand(read_workbook_here(path), unit=None if path.parent == FORMS else "甲局", year=None)
    return found


def returned(file: YearTable, base: YearTable) -> Understood:
    """A file of our own that came back."""
    return Understood(file, "guangzhou_district", "", (), (), (), (), base, by_id=True)


def foreign(file: YearTable) -> Understood:
    return Understood(file, "guangzhou_district", "", (), (), ())


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_was_taken_in_whole_is_the_same_when_it_comes_again(name: str) -> None:
    found = understood(FORMS / name)
    table = result(plan_of(found, name, None))
    again = plan_of(found, name, table)
    assert rows_taken(again) == 0
    assert left_in_book(again) == 0
    assert {outcome for outcome, count in counts(again).items() if count} == {Outcome.SAME}


@pytest.mark.parametrize("name", ["text-numbers.xlsx", "merged-everywhere.xlsx", "two-tables.xlsx"])
def test_so_is_a_sheet_that_makes_trouble(name: str) -> None:
    found = understood(HOSTILE / name)
    assert rows_taken(plan_of(found, name, result(plan_of(found, name, None)))) == 0


def test_of_three_sides_the_one_that_changed_wins_and_two_that_changed_wait() -> None:
    base = small_table()
    chance = random.Random(7)
    for _ in range(40):
        fields = (Field.TARGET, Field.ACTUAL, Field.EVIDENCE, Field.NAME)
        spots = chance.sample([(node.id, field) for node in base.nodes if node.leaf for field in fields], 6)
        book = file = base
        for node_id, field in spots[:4]:
            book = replace_text(book, node_id, field, "账套")
        for node_id, field in spots[2:]:
            file = replace_text(file, node_id, field, "文件")
        plan = plan_of(returned(file, base), "x", book)
        assert undecided(plan) == 2
        take(plan, [each for each in plan.changes if each.outcome is Outcome.CONFLICT], taken=False)
        wanted = book
        for node_id, field in spots[4:]:
            wanted = replace_text(wanted, node_id, field, "文件")
        assert result(plan) == wanted


def replace_text(table: YearTable, node_id: str, field: Field, text: str) -> YearTable:
    facts = {field.value: text}
    return replace(table, nodes=tuple(replace(each, **facts) if each.id == node_id else each for each in table.nodes))


def test_a_cell_emptied_in_the_export_is_empty_in_the_book() -> None:
    base = small_table()
    plan = plan_of(returned(replace_text(base, "7", Field.EVIDENCE, ""), base), "x", base)
    assert node_of(result(plan), "7").evidence_text == ""


def test_a_row_taken_out_of_the_book_since_the_export_stays_out() -> None:
    base = small_table()
    book = remove_nodes(base, ["7"])
    plan = plan_of(returned(base, base), "x", book)
    assert rows_taken(plan) == 0
    assert result(plan) == book


def test_an_export_of_another_book_is_compared_by_its_names() -> None:
    base = small_table()
    strange = replace(base, nodes=tuple(replace(each, name=f"{each.name}之二") for each in base.nodes))
    plan = plan_of(returned(base, base), "x", strange)
    assert not plan.by_id
    assert left_in_book(plan) == len(base.nodes)


def test_a_word_where_a_number_must_stand_is_refused_and_the_book_keeps_its_own() -> None:
    base = small_table()
    file = set_field(base, "8", Field.GIVEN_SCORE, "满分")
    plan = plan_of(foreign(file), "x", base)
    assert counts(plan)[Outcome.REFUSED] == 1
    assert node_of(result(plan), "8").given_score_text == "1"
    new = plan_of(foreign(file), "x", None)
    assert counts(new)[Outcome.REFUSED] == 1
    assert node_of(result(new), "8").given_score_text == ""


def test_a_new_row_is_put_behind_the_one_it_follows_in_the_file_or_left() -> None:
    base = small_table()
    at = next(place for place, each in enumerate(base.nodes) if each.id == "7")
    added = replace(base.nodes[at], id="99", name="新指标", actual_text="9人")
    file = replace(base, nodes=(*base.nodes[: at + 1], added, *base.nodes[at + 1 :]))
    plan = plan_of(foreign(file), "x", base)
    assert [each.name for each in result(plan).nodes][at : at + 2] == ["产业高端人才", "新指标"]
    (row,) = [each for each in preview_rows(plan, GROUPS["指标"]) if each.new]
    take(plan, row.cells.values(), taken=False)
    assert result(plan) == replace(base, next_number=result(plan).next_number)
