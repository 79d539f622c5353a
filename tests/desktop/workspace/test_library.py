"""Rulebooks and forms of the user's own: in force at once when their file changes, the same object as long as it does not."""

from dataclasses import replace

from desktop.workspace.library import add_form, added, copied_rulebook, form_of, keep_rulebook, rulebook_of, scored_table
from scoring.edit import set_field
from scoring.table import Field
from tests.desktop.filled_forms import facts
from tests.scoring_cases import RULEBOOKS


def test_an_edit_under_a_rulebook_of_ones_own_takes_over_what_it_did_not_reach() -> None:
    own = keep_rulebook(copied_rulebook("guangzhou_district_2021"))
    found = facts("panyu_2021")
    table = replace(found, heading=replace(found.heading, rulebook=own.key))
    scored = scored_table(table)
    leaves = [each.id for each in table.nodes if each.leaf]
    after = scored_table(set_field(table, leaves[-1], Field.REMARK, "已核对"), scored)
    assert after.rulebook is scored.rulebook
    assert after.rows[leaves[0]] is scored.rows[leaves[0]]


def test_a_rulebook_of_ones_own_that_was_changed_holds_from_then_on() -> None:
    text = copied_rulebook("guangzhou_district_2021")
    own = keep_rulebook(text)
    found = facts("panyu_2021")
    table = replace(found, heading=replace(found.heading, rulebook=own.key))
    assert rulebook_of(table).points_total == 100
    keep_rulebook(text.replace("points_total = 100", "points_total = 120"))
    assert rulebook_of(table).points_total == 120


def test_a_form_of_ones_own_is_read_once_and_anew_when_it_changes() -> None:
    shipped = RULEBOOKS.parent / "forms" / "ministry_three_part.toml"
    mine = added("forms") / "ministry_three_part.toml"
    table = replace(facts("panyu_2021"), heading=replace(facts("panyu_2021").heading, form="ministry_three_part"))
    title = form_of(table).title
    add_form(shipped)
    first = form_of(table)
    assert form_of(table) is first
    mine.write_text(mine.read_text("utf-8").replace(f'title = "{title}"', 'title = "本局自评表"', 1), "utf-8")
    assert form_of(table).title == "本局自评表"
