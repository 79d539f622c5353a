"""The cells after any edits are those made from nothing."""

import random

import pytest

from desktop.grid.cells import row_cells
from desktop.grid.kept_cells import KeptCells
from desktop.grid.plan import plan_columns
from desktop.grid.rows import grid_rows
from desktop.workspace.library import form_of, scored_table
from scoring import edit
from scoring.checks import check_table
from scoring.scored import ScoredTable
from scoring.table import Field
from tests.random_edits import edited
from tests.truth_tables import PANYU, TIANHE, table_from_truth

EDITS = 25


@pytest.mark.parametrize("paper", [PANYU, TIANHE])
def test_after_any_edits_no_cell_differs_from_those_made_from_nothing(paper: str) -> None:
    pick, table, kept = random.Random(paper), table_from_truth(paper), KeptCells()
    form, scored = form_of(table), None
    plan = plan_columns(form, year=table.key.year, money_unit=table.heading.money_unit, scored=True)
    for _ in range(EDITS):
        scored = scored_table(table, scored)
        flags = {(each.place.id, each.place.field): each.severity for each in check_table(scored)}
        rows, known = grid_rows(form, scored, plan)
        made = [row_cells(scored, plan, row, known.get(row.node_id), flags) for row in rows]
        assert kept.all_cells(scored, plan, rows, known, flags) == made
        table = edited(table, pick)


def test_cells_of_rows_that_an_edit_leaves_alone_are_the_same_afterwards() -> None:
    table, kept = table_from_truth(PANYU), KeptCells()
    form = form_of(table)
    plan = plan_columns(form, year=table.key.year, money_unit=table.heading.money_unit, scored=True)

    def cells(scored: ScoredTable) -> list[object]:
        rows, known = grid_rows(form, scored, plan)
        return list(kept.all_cells(scored, plan, rows, known, {}))

    before = scored_table(table)
    first = cells(before)
    row = next(each for each in table.nodes if each.leaf and "人" in each.target_text)
    after = scored_table(edit.set_field(table, row.id, Field.REMARK, "见附件"), before)
    new = [was is not now for was, now in zip(first, cells(after), strict=True)]
    assert sum(new) <= 3  # the row, the headings of a block, the total
