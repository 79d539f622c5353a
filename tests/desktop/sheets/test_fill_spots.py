"""Where the facts belong on blank papers of many offices: what was emptied is asked for again, and nothing by mistake."""

from dataclasses import replace

import pytest

from desktop.reading.cells import Workbook
from desktop.reading.recognise import understand
from desktop.reading.understood import Placed
from desktop.sheets.excel_patch import SheetXml
from desktop.sheets.fill_facts import ours
from desktop.sheets.fill_spots import BlankForm, SheetSpot, read_blank
from scoring.finding import Place
from scoring.table import YearTable
from tests.desktop.reading.papers import PAPERS
from tests.desktop.sheets.blank_forms import FILLED_LATER

ONE_TABLE = sorted(set(PAPERS) - {"two_forms", "two_units"})
# All that was emptied is found again on these; on the others labels stand where no label can be told without its value.
WHOLE = (
    "anywhere_on_the_sheet", "bands", "base_figures_in_groups", "beijing", "ministry_with_side_labels", "numbered_goals",
    "page_break_and_blanks", "points_beside_levels", "shared_points", "unified_levels", "unified_outline", "yunnan_nested_target",
)  # fmt: skip


def emptied(paper: Workbook) -> tuple[Workbook, YearTable, dict[SheetSpot, Place]]:
    (read,) = understand(paper, unit="某局", year=2022)
    gone = {(each.sheet, each.row, each.column): each.place for each in read.placed if each.place and _later(each)}
    sheets = (
        replace(sheet, cells={spot: cell for spot, cell in sheet.cells.items() if (sheet.name, *spot) not in gone})
        for sheet in paper.sheets
    )
    return replace(paper, sheets=tuple(sheets)), read.table, gone


def _later(each: Placed) -> bool:
    place = each.place
    if place is None or "：" in each.text[:8] or ":" in each.text[:8]:
        return False
    words = place.kind.value in ("narratives", "details") and place.field == "text" and place.id != "footnote"
    return words or place.field in FILLED_LATER


def blank_of(name: str) -> tuple[BlankForm, YearTable, dict[SheetSpot, Place]]:
    paper, table, gone = emptied(PAPERS[name])
    shapes = {sheet.name: SheetXml(b"") for sheet in paper.sheets}
    return read_blank(paper, shapes, table.key, lambda _said, _free: {}), table, gone


def found_again(name: str) -> dict[SheetSpot, bool]:
    """For each emptied cell that is asked for, whether by the fact that stood in it; unknown records are never written."""
    blank, table, gone = blank_of(name)
    pairs = ours(blank.table, table)
    found = {}
    for spot, place in gone.items():
        asked = blank.spots.get(spot)
        record = None if asked is None else pairs.get((asked.kind, asked.id))
        if asked is not None and record is not None:
            found[spot] = (asked.kind, record, _score(asked.field)) == (place.kind, place.id, _score(place.field))
    return found


def _score(field: str) -> str:
    return "given_score_text" if field == "published_score_text" else field


@pytest.mark.parametrize("name", ONE_TABLE)
def test_no_cell_of_a_blank_paper_is_taken_for_another_fact(name: str) -> None:
    assert all(found_again(name).values())


@pytest.mark.parametrize("name", WHOLE)
def test_every_emptied_cell_of_a_plain_paper_is_asked_for_again(name: str) -> None:
    _, _, gone = blank_of(name)
    assert set(found_again(name)) == set(gone)


def test_on_all_papers_together_four_of_five_cells_are_found() -> None:
    counts = [(len(found_again(name)), len(blank_of(name)[2])) for name in ONE_TABLE]
    assert sum(found for found, _ in counts) * 5 >= sum(gone for _, gone in counts) * 4
