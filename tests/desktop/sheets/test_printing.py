from datetime import date
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from desktop.sheets.paper import Printed, draw_paper
from desktop.sheets.printing import new_printer, print_pages
from desktop.sheets.setup import PageSetup, usual_setup
from desktop.sheets.typefaces import Typefaces
from tests.desktop.filled_forms import filled
from tests.desktop.sheets.pdf_glyphs import PdfPage, read_pdf

pytestmark = pytest.mark.usefixtures("qapp")


def printed(path: Path, setup: PageSetup, *, first: int = 0, last: int = 0) -> list[PdfPage]:
    scored, form = filled("panyu_2021")
    faces = Typefaces()
    pages = draw_paper(scored, form, setup, faces, Printed("7F3A-91C2", date(2026, 3, 1)))
    printer = new_printer(pages[0], "自评表")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    if first:
        printer.setFromTo(first, last)
    assert print_pages(printer, pages, faces)
    return read_pdf(path)


@pytest.mark.parametrize("size", ["A4", "A3"])
@pytest.mark.parametrize("landscape", [True, False])
def test_a_printer_gets_every_page_on_the_wanted_paper(size: str, landscape: bool, tmp_path: Path) -> None:
    setup = PageSetup(size=size, landscape=landscape)
    found = printed(tmp_path / "printed.pdf", setup)
    wide = {"A4": (297, 210), "A3": (420, 297)}[size]
    assert (found[0].width, found[0].height) == pytest.approx(wide if landscape else wide[::-1], abs=0.5)
    assert all(page.text.count("校验码7F3A-91C2") == 1 for page in found)
    assert "总分100" in found[-1].text


def test_what_is_printed_stands_where_the_pdf_has_it(tmp_path: Path) -> None:
    scored, form = filled("panyu_2021")
    setup, faces = usual_setup(form), Typefaces()
    page = draw_paper(scored, form, setup, faces, Printed("7F3A-91C2", date(2026, 3, 1)))[0]
    glyphs = [glyph for glyph in printed(tmp_path / "printed.pdf", setup)[0].glyphs if glyph.upright]
    first = next(line for line in page.lines() if line is not page.stamp)
    assert glyphs[0].x == pytest.approx(first.x, abs=0.3)
    assert glyphs[0].baseline == pytest.approx(first.baseline, abs=0.3)


def test_only_the_asked_pages_are_printed(tmp_path: Path) -> None:
    found = printed(tmp_path / "printed.pdf", PageSetup(), first=2, last=3)
    assert ["第2页" in found[0].text, "第3页" in found[1].text, len(found)] == [True, True, 2]


def test_printing_can_be_stopped(tmp_path: Path) -> None:
    scored, form = filled("panyu_2021")
    setup, faces = usual_setup(form), Typefaces()
    pages = draw_paper(scored, form, setup, faces)
    printer = new_printer(pages[0], "自评表")
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert not print_pages(printer, pages, faces, progress=lambda done, _: done < 2)
