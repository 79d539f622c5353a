import re
from dataclasses import replace

from desktop.workspace.check_code import check_code
from scoring.table import Status
from tests.desktop.filled_forms import facts, first_leaf, with_texts


def test_the_code_is_short_and_can_be_read_out() -> None:
    assert re.fullmatch("[0-9A-F]{4}-[0-9A-F]{4}", check_code(facts("panyu_2021")))


def test_any_change_of_a_fact_gives_another_code() -> None:
    table = facts("panyu_2021")
    changed = with_texts(table, first_leaf(table).id, actual_text="另一个数")
    assert check_code(changed) != check_code(table)
    assert check_code(with_texts(changed, first_leaf(table).id, actual_text=first_leaf(table).actual_text)) == check_code(table)


def test_sealing_changes_nothing_of_it() -> None:
    table = facts("panyu_2021")
    sealed = replace(table, heading=replace(table.heading, status=Status.SEALED))
    assert check_code(sealed) == check_code(table)
