"""The quick part of the round trips; ``python -m tests.interchange`` runs them all through LibreOffice."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from desktop.reading.words import plain
from tests.desktop.filled_forms import NAMES, facts
from tests.interchange.chance_tables import chance_table
from tests.interchange.round_trips import difference, read_again, written

SEEDS = range(14)  # every layout, made up and published


@pytest.mark.parametrize("name", NAMES)
def test_a_published_paper_comes_back_from_our_workbook_and_from_a_copy_another_writer_made(name: str, tmp_path: Path) -> None:
    table = facts(name)
    path = written(table, tmp_path / "自评表.xlsx")
    assert difference(table, read_again(path)) == ""
    openpyxl.load_workbook(path).save(tmp_path / "另存.xlsx")
    assert difference(table, read_again(tmp_path / "另存.xlsx")) == ""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_table_made_by_chance_comes_back(seed: int, tmp_path: Path) -> None:
    table = chance_table(seed)
    assert difference(table, read_again(written(table, tmp_path / "自评表.xlsx"))) == ""


def test_a_row_added_by_hand_is_seen_and_no_computed_score_becomes_a_given_one(tmp_path: Path) -> None:
    table = facts("panyu_2021")
    table = replace(table, nodes=tuple(replace(each, given_score_text="") for each in table.nodes))
    path = written(table, tmp_path / "自评表.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    total = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value in ("总分", "合计"))
    for each in [each for each in sheet.merged_cells.ranges if each.min_row >= total]:
        sheet.unmerge_cells(str(each))
    for cell in sheet[total]:
        cell.value = None
    for column, text in ((5, "新增的指标"), (6, 0.5), (7, "≥5个"), (9, "6个")):
        sheet.cell(total, column).value = text
    book.save(path)
    again = read_again(path)
    known = {plain(each.name) for each in table.nodes}
    assert {plain(each.name) for each in again.nodes} - known == {"新增的指标"}
    assert {each.given_score_text for each in again.nodes if plain(each.name) in known} == {""}
