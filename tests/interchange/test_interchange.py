"""The quick part of the round trips; ``python -m tests.interchange`` runs them all through LibreOffice."""

from pathlib import Path

import openpyxl
import pytest

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
