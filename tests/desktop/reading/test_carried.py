"""A sheet of our own comes back as the same table, with what was typed over in it."""

from dataclasses import replace

from desktop.forms.state import STATE_SHEET, BaseCell, SheetState, pack_state
from desktop.reading.carried import carried
from desktop.reading.cells import Cell, HiddenState, Sheet, Workbook, sheet_of
from desktop.reading.recognise import understand
from desktop.reading.understood import AsWhat
from scoring.table import YearTable
from tests.desktop.reading.papers import PAPERS

PAPER = PAPERS["yunnan_nested_target"]


def own_sheet(lines: tuple[str, ...] | None = None, **typed: str) -> tuple[Workbook, YearTable]:
    """The paper as if we had written it: ids of our own, a state sheet; ``typed`` by address, for example ``G13="72000"``."""
    (found,) = understand(PAPER)
    renamed = tuple(replace(node, id=f"n{node.id}", lineage_id="old") for node in found.table.nodes)
    table = replace(found.table, nodes=renamed)
    cells = tuple(
        BaseCell(each.sheet, each.row, each.column, each.place._replace(id=f"n{each.place.id}"), each.text)
        for each in found.placed
        if each.place is not None and each.place.kind.value == "nodes"
    )
    sheet = PAPER.sheets[0]
    written = dict(sheet.cells)
    for row, column in list(written):
        address = sheet.address(row, column)
        if address in typed:
            written[row, column] = Cell(typed[address])
    packed = pack_state(SheetState(table, cells)) if lines is None else lines
    state = sheet_of(STATE_SHEET, {(row, 0): Cell(line) for row, line in enumerate(packed)}, hidden=HiddenState.VERY_HIDDEN)
    shown = Sheet(sheet.name, written, sheet.merges, row_count=sheet.row_count, column_count=sheet.column_count)
    return replace(PAPER, sheets=(shown, state)), table


def test_an_untouched_sheet_of_ours_gives_the_very_same_table() -> None:
    workbook, table = own_sheet()
    (found,) = understand(workbook)
    assert found.table == table
    assert found.findings == ()
    assert {each.as_what for each in found.placed} == {AsWhat.FACT, AsWhat.HEADING}


def test_a_cell_typed_over_changes_its_own_fact_and_nothing_else() -> None:
    workbook, table = own_sheet(G13="72000")
    (found,) = understand(workbook)
    changed = [(old, new) for old, new in zip(table.nodes, found.table.nodes, strict=True) if old != new]
    assert [(old.actual_text, new.actual_text, old.id == new.id) for old, new in changed] == [("72890", "72000", True)]
    held = carried(workbook)
    assert held is not None
    assert [(each.place.field, each.text) for each in held.changed] == [("actual_text", "72890")]


def test_a_damaged_state_is_no_state_and_the_sheet_is_read_as_any_other() -> None:
    workbook, _ = own_sheet(lines=("not ours",))
    assert carried(workbook) is None
    (found,) = understand(workbook)
    assert found.table == understand(PAPER)[0].table


def test_moved_rows_are_read_afresh_instead_of_being_taken_for_typing() -> None:
    workbook, _ = own_sheet(C13="甲", C14="乙", C15="丙")
    assert carried(workbook) is None


def test_a_foreign_workbook_carries_nothing() -> None:
    assert carried(PAPER) is None
