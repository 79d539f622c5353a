"""Layouts of other offices: each paper in its picture, fact by fact, and no cell of any without a place."""

import re
from collections import Counter
from pathlib import Path

import pytest

from desktop.reading.recognise import understand
from desktop.reading.understood import AsWhat
from tests.desktop.reading.more_papers import MORE_PAPERS
from tests.desktop.reading.papers import PAPERS as FIRST_PAPERS
from tests.desktop.reading.picture import picture
from tests.desktop.reading.provincial_papers import PROVINCIAL_PAPERS

PAPERS = FIRST_PAPERS | MORE_PAPERS | PROVINCIAL_PAPERS
PICTURES = Path(__file__).parents[2] / "data" / "pictures"


@pytest.mark.parametrize("name", PAPERS)
def test_every_fact_of_a_paper_is_where_a_person_reads_it(name: str) -> None:
    assert picture(understand(PAPERS[name])) == (PICTURES / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAPERS)
def test_every_cell_of_a_paper_has_one_place(name: str) -> None:
    found = understand(PAPERS[name])
    placed = Counter((each.sheet, each.row, each.column) for one in found for each in one.placed)
    held = {(sheet.name, row, column) for sheet in PAPERS[name].sheets for row, column in sheet.cells}
    assert set(placed) == held
    assert set(placed.values()) == {1}


@pytest.mark.parametrize("name", PAPERS)
def test_no_cell_of_a_paper_is_left_over(name: str) -> None:
    assert [each for one in understand(PAPERS[name]) for each in one.unplaced] == []


@pytest.mark.parametrize("name", PAPERS)
def test_every_figure_of_a_paper_is_a_fact_or_a_total(name: str) -> None:
    for one in understand(PAPERS[name]):
        for each in one.placed:
            if each.as_what is AsWhat.HEADING and re.fullmatch(r"20\d\d", each.text):
                continue  # the year of a row of words
            if each.text.strip().rstrip("%").replace(".", "").replace(",", "").isdigit():
                assert each.as_what in (AsWhat.FACT, AsWhat.TOTAL, AsWhat.DECORATION), each
                assert each.as_what is not AsWhat.DECORATION or len(each.text) == 1, each  # 序号
