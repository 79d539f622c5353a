from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.sheets.page import Box, Page, TextLine
from desktop.sheets.paper import Printed, draw_paper
from desktop.sheets.setup import PageSetup, usual_setup
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.write_pdf import write_pages, write_pdf
from scoring.table import Status
from tests.desktop.filled_forms import NAMES, facts, filled, form_of, scored_as
from tests.desktop.sheets.pdf_glyphs import PdfPage, read_pdf

pytestmark = pytest.mark.usefixtures("qapp")
NEAR_MM = 0.1


def written_text(page: Page) -> str:
    """What was painted on a page, in its order, without blanks."""
    return "".join("".join(line.text for line in page.lines()).split())


def placed_lines(page: Page) -> Iterator[tuple[TextLine, Box | None]]:
    for mark in page.marks:
        yield mark, None
    for box in page.boxes:
        for line in box.lines:
            yield line, box


def assert_printed(pages: tuple[Page, ...], found: list[PdfPage]) -> None:
    """Every character is in the PDF, as written, in its line, its cell and its page."""
    assert len(pages) == len(found)
    for page, printed in zip(pages, found, strict=True):
        assert printed.text == written_text(page)
        for each in page.boxes:
            assert each.x >= 0
            assert each.y >= 0
            assert each.x + each.width <= printed.width
            assert each.y + each.height <= printed.height
        upright = iter([glyph for glyph in printed.glyphs if glyph.upright])
        for line, box in placed_lines(page):
            x = line.x
            for character in line.text:
                glyph = next(upright)
                assert glyph.character == character
                assert abs(glyph.x - x) <= NEAR_MM
                assert abs(glyph.baseline - line.baseline) <= NEAR_MM
                assert glyph.x >= 0
                assert glyph.x + glyph.width <= printed.width
                assert glyph.top >= 0
                assert glyph.bottom <= printed.height
                if box is not None:
                    assert glyph.x >= box.x - 0.01
                    assert glyph.x + glyph.width <= box.x + box.width + 0.01, line.text
                    assert glyph.top >= box.y - 0.01
                    assert glyph.bottom <= box.y + box.height + 0.01
                x = glyph.x + glyph.width + line.spacing
        assert next(upright, None) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_published_paper_reads_back_as_it_was_written(name: str, tmp_path: Path) -> None:
    scored, form = filled(name)
    faces, setup = Typefaces(), usual_setup(form)
    pages = draw_paper(scored, form, setup, faces, Printed("7F3A-91C2", date(2026, 3, 1)))
    assert write_pages(tmp_path / "paper.pdf", pages, faces, title="自评表")
    assert_printed(pages, read_pdf(tmp_path / "paper.pdf"))


def test_code_day_number_and_unit_stand_at_the_foot_of_every_page() -> None:
    scored, form = filled("panyu_2021")
    pages = draw_paper(scored, form, usual_setup(form), Typefaces(), Printed("7F3A-91C2", date(2026, 3, 1)))
    for number, page in enumerate(pages, 1):
        text = written_text(page)
        assert f"第{number}页共{len(pages)}页" in text
        assert "2026年3月1日校验码7F3A-91C2" in text
        assert "广州市番禺区人力资源和社会保障局" in text


def test_it_is_a_draft_until_it_is_sealed() -> None:
    table = facts("panyu_2021")
    sealed = replace(table, heading=replace(table.heading, status=Status.SEALED))
    form, faces = form_of(table), Typefaces()
    assert all(
        page.stamp is not None and page.stamp.text == "草稿" for page in draw_paper(scored_as(table), form, PageSetup(), faces)
    )
    assert not any(page.stamp for page in draw_paper(scored_as(sealed), form, PageSetup(), faces))
    assert not any(page.stamp for page in draw_paper(scored_as(table), form, PageSetup(draft=False), faces))


def test_the_paper_has_the_size_and_way_that_were_asked_for(tmp_path: Path) -> None:
    scored, form = filled("ministry_2022")
    for size, landscape, wanted in (("A4", True, (297, 210)), ("A3", False, (297, 420)), ("A4", False, (210, 297))):
        write_pdf(tmp_path / "paper.pdf", scored, form, options=PageSetup(size=size, landscape=landscape))
        page = read_pdf(tmp_path / "paper.pdf")[0]
        assert (page.width, page.height) == pytest.approx(wanted, abs=0.3)


def test_stopping_leaves_the_old_file(tmp_path: Path) -> None:
    scored, form = filled("panyu_2021")
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")
    told: list[tuple[int, int]] = []

    def stop_at_the_third(done: int, count: int) -> bool:
        told.append((done, count))
        return done < 2

    assert not write_pdf(path, scored, form, options=usual_setup(form), progress=stop_at_the_third)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    assert [done for done, _ in told] == [0, 1, 2]
    assert told[0][1] > 3


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    scored, form = filled("panyu_2021")
    told: list[int] = []

    def note(done: int, count: int) -> bool:
        told.append(done)
        return done <= count

    assert write_pdf(tmp_path / "paper.pdf", scored, form, options=usual_setup(form), progress=note)
    assert told == list(range(len(read_pdf(tmp_path / "paper.pdf")) + 1))


def test_a_missing_folder_is_told_as_such(tmp_path: Path) -> None:
    scored, form = filled("ministry_2022")
    with pytest.raises(EnvironmentFault) as caught:
        write_pdf(tmp_path / "gone" / "paper.pdf", scored, form, options=usual_setup(form))
    assert caught.value.code is FaultCode.FOLDER_MISSING
