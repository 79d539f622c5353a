"""Tables made by chance, on every paper and both ways: written as PDF, read back, every row once, nothing clipped."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from desktop.forms.form import shipped_forms
from desktop.forms.layout import lay_out
from desktop.sheets.page import Page
from desktop.sheets.paper import Printed, draw_paper
from desktop.sheets.setup import PageSetup
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.write_pdf import write_pages
from tests.desktop.filled_forms import scored_as
from tests.desktop.sheets.generated import generated, mark
from tests.desktop.sheets.pdf_glyphs import read_pdf
from tests.desktop.sheets.test_write_pdf import assert_printed

pytestmark = pytest.mark.usefixtures("qapp")
PAPERS = [PageSetup(size=size, landscape=landscape) for size in ("A4", "A3") for landscape in (True, False)]
ROOT = Path(__file__).parents[3]
TABLES = 300
NEAR_MM = 0.01


def assert_nothing_covered(page: Page) -> None:
    """No cell lies over another."""
    boxes = sorted(page.boxes, key=lambda box: box.y)
    for number, box in enumerate(boxes):
        for other in boxes[number + 1 :]:
            if other.y >= box.y + box.height - NEAR_MM:
                break
            assert other.x >= box.x + box.width - NEAR_MM or box.x >= other.x + other.width - NEAR_MM


def check(seed: int, setup: PageSetup, path: Path) -> None:
    """One table on one paper."""
    table = generated(seed)
    scored, form, faces = scored_as(table), shipped_forms()[table.heading.form], Typefaces()
    pages = draw_paper(scored, form, setup, faces, Printed("7F3A-91C2", date(2026, 3, 1)))
    assert write_pages(path, pages, faces, title="自评表")
    found = read_pdf(path)
    assert_printed(pages, found)
    for page in pages:
        assert_nothing_covered(page)
    whole = "".join(page.text for page in found)
    rows = len(table.base_facts) or sum(node.id.startswith("n") for node in table.nodes)
    assert Counter({number: whole.count(mark(number)) for number in range(1, rows + 1)}) == Counter(range(1, rows + 1))
    laid = lay_out(form, scored)
    for block in (block for block in laid.blocks if block.header[1] > block.header[0]):
        headings = {cell.text for cell in laid.cells if block.header[0] <= cell.row < block.header[1] and cell.text}
        for page in pages:
            if any(block.header[1] <= box.row < block.end for box in page.boxes):
                shown = {"".join(line.text for line in box.lines) for box in page.boxes}
                assert {"".join(text.split()) for text in headings} <= {"".join(text.split()) for text in shown}


@pytest.mark.parametrize("setup", PAPERS, ids=lambda setup: f"{setup.size}-{'wide' if setup.landscape else 'tall'}")
@pytest.mark.parametrize("seed", range(4))
def test_a_table_by_chance_is_printed_whole(seed: int, setup: PageSetup, tmp_path: Path) -> None:
    check(seed, setup, tmp_path / "table.pdf")


@pytest.mark.parametrize(("seed", "setup"), [(253, PAPERS[1]), (297, PAPERS[0])])
def test_headings_of_two_rows_are_not_torn_apart(seed: int, setup: PageSetup, tmp_path: Path) -> None:
    check(seed, setup, tmp_path / "table.pdf")


@pytest.mark.long
@pytest.mark.parametrize("setup", PAPERS, ids=lambda setup: f"{setup.size}-{'wide' if setup.landscape else 'tall'}")
@pytest.mark.parametrize("seed", range(TABLES))
def test_three_hundred_tables_are_printed_whole(seed: int, setup: PageSetup, tmp_path: Path) -> None:
    check(seed, setup, tmp_path / "table.pdf")


_AT_A_SCALE = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from tests.desktop.sheets.test_generated_papers import PAPERS, check
check(7, PAPERS[0], Path(sys.argv[1]))
"""


@pytest.mark.long
@pytest.mark.parametrize("scale", ["1.25", "1.5", "2"])
def test_the_scaling_of_the_screen_moves_no_glyph(scale: str, tmp_path: Path) -> None:
    for factor, name in (("1", "plain.pdf"), (scale, "scaled.pdf")):
        environment = os.environ | {"QT_SCALE_FACTOR": factor}
        subprocess.run([sys.executable, "-c", _AT_A_SCALE, tmp_path / name], check=True, env=environment, cwd=ROOT)
    assert read_pdf(tmp_path / "plain.pdf") == read_pdf(tmp_path / "scaled.pdf")
