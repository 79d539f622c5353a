"""The report on paper: the words of the Word document in its order, set as official papers are, read back from the PDF."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from desktop.charts.report_chart import report_chart
from desktop.forms.form import FormLayout
from desktop.sheets.page import Page, Style, TextLine
from desktop.sheets.paper import Printed, document_title, draw_paper
from desktop.sheets.setup import PageSetup, SheetKind, usual_setup
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.word_write import write_word
from desktop.sheets.write_pdf import write_pages
from scoring.scored import ScoredTable
from scoring.table import Narrative
from tests.desktop.filled_forms import facts, filled, form_of, scored_as
from tests.desktop.sheets.pdf_glyphs import read_pdf
from tests.desktop.sheets.test_word_write import sample
from tests.desktop.sheets.test_write_pdf import assert_printed

pytestmark = pytest.mark.usefixtures("qapp")
PRINTED = Printed("7F3A-91C2", date(2026, 3, 1))
LEFT, RIGHT, TOP, BOTTOM = 28, 210 - 26, 37, 297 - 35


def reported(name: str) -> tuple[ScoredTable, FormLayout]:
    table = facts(name) if name == "ministry_2022" else sample(name)
    return scored_as(table), form_of(table)


def pages_of(scored: ScoredTable, form: FormLayout, kind: SheetKind, printed: Printed = PRINTED) -> tuple[Page, ...]:
    return draw_paper(scored, form, PageSetup(contents=(kind,)), Typefaces(), printed)


def body_lines(page: Page) -> list[TextLine]:
    return [line for box in page.boxes for line in box.lines]


def squeezed(text: str) -> str:
    return "".join(text.split())


def told(name: str, *paragraphs: str) -> tuple[Page, ...]:
    """The pages of a report whose goals are these paragraphs."""
    scored, form = filled(name)
    table = replace(scored.table, narratives=(Narrative("goals", "目标", "\n".join(paragraphs)),))
    return pages_of(scored_as(table), form, SheetKind.REPORT)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("guangzhou_2023", SheetKind.REPORT),
        ("zhanjiang_2022", SheetKind.REPORT),
        ("panyu_2021", SheetKind.REPORT),
        ("tianhe_2022", SheetKind.REPORT),
        ("huadu_2024", SheetKind.EXPLANATION),
    ],
)
def test_paper_says_what_the_word_document_says_in_its_order(name: str, kind: SheetKind, tmp_path: Path) -> None:
    scored, form = reported(name)
    pages, faces = pages_of(scored, form, kind), Typefaces()
    assert write_pages(tmp_path / "report.pdf", pages, faces, title="报告")
    assert_printed(pages, read_pdf(tmp_path / "report.pdf"))
    write_word(tmp_path / "report.docx", scored, form, kind=kind.value)
    document = docx.Document(str(tmp_path / "report.docx"))
    whole = "".join(squeezed("".join(line.text for line in box.lines)) for page in pages for box in page.boxes)
    at = 0
    for paragraph in document.paragraphs:
        words = squeezed(paragraph.text)
        at = whole.index(words, at) + len(words)
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row.cells):
            assert squeezed(cell.text) in whole


def test_a_page_has_22_lines_of_28_characters_that_end_at_one_edge() -> None:
    page = told("guangzhou_2023", "绩" * 900)[1]
    lines = body_lines(page)
    assert len(lines) == 22
    assert {len(line.text) for line in lines} == {28}
    for line in lines:
        assert line.x == pytest.approx(LEFT)
        assert line.x + line.width + 27 * line.spacing == pytest.approx(RIGHT, abs=0.01)
    assert all(TOP <= box.y <= box.y + box.height <= BOTTOM + 0.01 for box in page.boxes)


def test_a_paragraph_begins_two_signs_in_and_its_last_line_stays_as_it_is() -> None:
    first, *others = [line for page in told("guangzhou_2023", "效" * 70) for line in body_lines(page) if set(line.text) == {"效"}]
    assert first.x == pytest.approx(LEFT + 2 * first.width / len(first.text), abs=0.01)
    assert [len(line.text) for line in (first, *others)] == [26, 28, 16]
    assert others[-1].spacing == 0


def test_headings_and_title_have_the_faces_of_official_papers() -> None:
    lines = {line.text: line for page in pages_of(*reported("guangzhou_2023"), SheetKind.REPORT) for line in body_lines(page)}
    assert (lines["部门整体支出绩效自评报告"].style, lines["部门整体支出绩效自评报告"].size) == (Style.TITLE, 22)
    assert lines["一、部门基本情况"].style is Style.STRONG
    assert lines["（一）部门职能"].style is Style.SECOND
    assert lines["1. 绩效目标设置情况"].style is Style.THIRD
    assert lines["（1）产出指标完成情况"].style is Style.WORDS


def test_pages_are_numbered_from_one_at_their_outer_edge_and_carry_the_code() -> None:
    pages = pages_of(*reported("guangzhou_2023"), SheetKind.REPORT)
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        shown, code = page.marks
        assert shown.text == f"— {number} —"
        assert (shown.x > page.width / 2) is (number % 2 == 1)
        assert code.text == "校验码 7F3A-91C2"
        assert page.stamp is not None


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    for words in range(0, 400, 28):
        for page in told("guangzhou_2023", "绩" * (words + 28)):
            last = body_lines(page)[-1]
            assert last.style not in (Style.STRONG, Style.SECOND, Style.THIRD) or last.size != 15.75


def test_a_long_table_repeats_its_heading_on_every_page() -> None:
    pages = [page for page in pages_of(*filled("panyu_2021"), SheetKind.REPORT) if any(box.bordered for box in page.boxes)]
    assert len(pages) > 2
    for page in pages:
        texts = ["".join(line.text for line in box.lines) for box in page.boxes if box.bordered]
        assert {"得分", "自评得分"} & set(texts)


def test_the_chart_stands_over_its_caption_within_the_lines(tmp_path: Path) -> None:
    before, form = filled("guangzhou_2023")
    scored = scored_as(replace(before.table, key=replace(before.table.key, year=2024)))
    chart = report_chart(before, scored)
    pages = pages_of(scored, form, SheetKind.REPORT, replace(PRINTED, chart=chart))
    (page,) = [page for page in pages if page.pictures]
    (picture,) = page.pictures
    caption = next(line for line in body_lines(page) if line.text.startswith("图1"))
    assert LEFT <= picture.x < picture.x + picture.width <= RIGHT
    assert picture.y + picture.height <= caption.baseline
    assert write_pages(tmp_path / "report.pdf", pages, Typefaces(), title="报告")
    assert_printed(pages, read_pdf(tmp_path / "report.pdf"))


def test_form_and_report_stand_in_one_file_each_on_its_paper(tmp_path: Path) -> None:
    scored, form = filled("panyu_2021")
    setup, faces = replace(usual_setup(form), contents=(SheetKind.FORM, SheetKind.REPORT)), Typefaces()
    pages = draw_paper(scored, form, setup, faces, PRINTED)
    assert write_pages(tmp_path / "both.pdf", pages, faces, title="自评")
    found = read_pdf(tmp_path / "both.pdf")
    assert_printed(pages, found)
    assert {(round(page.width), round(page.height)) for page in found} == {(297, 210), (210, 297)}
    sheets = [page for page in pages if page.width > page.height]
    assert all(
        f"第 {number} 页  共 {len(sheets)} 页" in {mark.text for mark in page.marks} for number, page in enumerate(sheets, 1)
    )


def test_a_file_of_the_report_alone_is_called_so() -> None:
    scored, _ = filled("panyu_2021")
    assert document_title(scored, (SheetKind.REPORT,)).endswith("部门整体支出绩效自评报告")
    assert document_title(scored, (SheetKind.FORM, SheetKind.REPORT)).endswith("部门整体支出绩效自评表")
