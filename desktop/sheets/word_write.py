"""Writes Word documents: the self-evaluation report, the explanation, and the form itself."""

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Emu, Mm, Pt

from desktop.forms.form import FormLayout
from desktop.forms.laid import CellRole, LaidTable
from desktop.forms.layout import lay_out_sheets
from desktop.kit.illustration import Illustration
from desktop.kit.safefile import replace_file
from desktop.sheets.excel_cells import plain_text
from desktop.sheets.outline import (
    ChartPiece,
    HeadingPiece,
    HintPiece,
    Kind,
    Piece,
    Report,
    TablePiece,
    WordsPiece,
    report_of,
)
from desktop.sheets.report_tables import WIDTH_MM, ReportTable, TableCell
from desktop.sheets.text_size import line_count
from desktop.sheets.word_style import (
    BODY_FONT,
    BODY_POINTS,
    CAPTION_POINTS,
    FIRST_FONT,
    LINE_POINTS,
    PAGE_NUMBER_POINTS,
    SECOND_FONT,
    TABLE_FONT,
    TITLE_FONT,
    TITLE_LINE_POINTS,
    TITLE_POINTS,
    Face,
    add_text,
    font_table,
    run_properties,
)
from desktop.sheets.word_table import table_element
from scoring.scored import ScoredTable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.text.paragraph import CT_P
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.text.paragraph import Paragraph

MM_PER_POINT = 25.4 / 72
SIZES_MM = {"A4": (210, 297), "A3": (297, 420)}
MARGINS_MM = (37, 26, 35, 28)  # top, right, bottom, left of official papers
_HEADINGS = {
    1: Face(FIRST_FONT),
    2: Face(SECOND_FONT),
    3: Face(BODY_FONT, bold=True),
    4: Face(BODY_FONT),
}
_HINT = Face(BODY_FONT, colour="7F7F7F")
_NONE: Mapping[str, int] = {}
_TWO_SIGNS = {"firstLineChars": 200, "firstLine": BODY_POINTS * 2 * 20}
_REPORT_KINDS = {"report": Kind.REPORT, "explanation": Kind.EXPLANATION}


def write_word(
    path: Path,
    scored: ScoredTable,
    form: FormLayout,
    *,
    kind: str = "report",
    extra: tuple[str, ...] = (),
    chart: Illustration | None = None,
    created: datetime | None = None,
) -> None:
    """The document as .docx; written beside the target and put in its place when it is whole.

    Args:
        path: where it goes; an existing one is replaced.
        scored: what is written.
        form: whose outline is followed; in which layout the form itself is set.
        kind: ``report``, ``explanation`` or ``sheet`` (the form as tables).
        extra: working fields shown right of the form's columns.
        chart: a picture for the report.
        created: date in the document's properties.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    document = _empty_document(scored, created or datetime.now(UTC))
    if kind in _REPORT_KINDS:
        _set_page(document.sections[0], SIZES_MM["A4"], MARGINS_MM)
        _write_report(document, report_of(scored, form, _REPORT_KINDS[kind], chart=chart))
    else:
        _write_form(document, lay_out_sheets(form, scored, extra=extra))
    with replace_file(path) as draft:
        package = io.BytesIO()
        document.save(package)
        draft.write_bytes(package.getvalue())


def _empty_document(scored: ScoredTable, created: datetime) -> "Document":
    document = docx.Document()
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = font_table()  # noqa: SLF001 - python-docx knows no table of fonts; this is its part as bytes
    properties, key = document.core_properties, scored.table.key
    properties.title = plain_text(f"{key.year}年度{key.subject or '部门整体支出'}绩效自评")[:250]
    properties.author = properties.last_modified_by = plain_text(key.unit)[:250]
    properties.comments = ""
    properties.created = properties.modified = created.replace(tzinfo=None, microsecond=0)
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY_POINTS)
    own = normal.element.get_or_add_rPr()
    for child in reversed(list(run_properties(Face()))):
        for old in own.findall(child.tag):
            own.remove(old)
        own.insert(0, child)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    document.settings.odd_and_even_pages_header_footer = True
    return document


def _set_page(section: "Section", size_mm: tuple[int, int], margins_mm: Iterable[int], *, landscape: bool = False) -> None:
    width, height = (size_mm[1], size_mm[0]) if landscape else size_mm
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, right, bottom, left = (Mm(each) for each in margins_mm)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    section.footer_distance = Emu(max(Mm(7), bottom - Mm(10)))
    section.header_distance = Mm(8)
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _page_number(footer.paragraphs[0], align)


def _xml_of(paragraph: "Paragraph") -> "CT_P":
    """What python-docx has no words for (East Asian fonts, signs as a measure, the exact order) is set in the XML itself."""
    return paragraph._p  # noqa: SLF001 - it has no public name


def _page_number(paragraph: "Paragraph", align: str) -> None:
    """— 1 — at the outer edge, one sign from it."""
    _shape(paragraph, align=align, line=0, indents={f"{align}Chars": 100, align: PAGE_NUMBER_POINTS * 20})
    face = Face(TABLE_FONT, PAGE_NUMBER_POINTS)
    add_text(_xml_of(paragraph), "— ", face)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    add_text(field, "1", face)
    _xml_of(paragraph).append(field)
    add_text(_xml_of(paragraph), " —", face)


def _shape(
    paragraph: "Paragraph",
    *,
    align: str = "both",
    line: float = LINE_POINTS,
    indents: Mapping[str, int] = _NONE,
    keep: bool = False,
    level: int = 0,
    break_page: bool = False,
) -> None:
    """The properties of a paragraph, in the order that Word wants them.

    Args:
        paragraph: without any so far.
        align: left, center, right, both.
        line: its exact height in points; 0 for the font's own.
        indents: in hundredths of a sign (``firstLineChars``) and in twips (``firstLine``).
        keep: on one page with the next one.
        level: of a heading in Word's navigation, from 1.
        break_page: on a new page.
    """
    properties: Any = _xml_of(paragraph).get_or_add_pPr()
    for wanted, tag in ((keep, "w:keepNext"), (break_page, "w:pageBreakBefore")):
        if wanted:
            properties.append(OxmlElement(tag))
    spacing = {"before": "0", "after": "0"} | ({"line": str(round(line * 20)), "lineRule": "exact"} if line else {})
    properties.append(_element("w:spacing", spacing))
    if indents:
        properties.append(_element("w:ind", {name: str(value) for name, value in indents.items()}))
    properties.append(_element("w:jc", {"val": align}))
    if level:
        properties.append(_element("w:outlineLvl", {"val": str(level - 1)}))


def _element(tag: str, attributes: Mapping[str, str]) -> "BaseOxmlElement":
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _add(
    document: "Document",
    text: str,
    face: Face,
    *,
    align: str = "both",
    line: float = LINE_POINTS,
    indent: bool = False,
    keep: bool = False,
    break_page: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    _shape(paragraph, align=align, line=line, indents=_TWO_SIGNS if indent else _NONE, keep=keep, break_page=break_page)
    if text:
        add_text(_xml_of(paragraph), text, face)


def _write_report(document: "Document", report: Report) -> None:
    if report.mark:
        _add(document, report.mark, Face(FIRST_FONT), align="left")
        _add(document, "", Face())
    for line in _title_lines(report):
        _add(document, line, Face(TITLE_FONT, TITLE_POINTS), align="center", line=TITLE_LINE_POINTS)
    _add(document, "", Face())
    for piece in report.pieces:
        _write_piece(document, piece)
    if report.closing:
        _add(document, "", Face())
        for number, line in enumerate(report.closing):
            _add(document, line + "　　", Face(), align="right", keep=number + 1 < len(report.closing))


def _title_lines(report: Report) -> tuple[str, ...]:
    """The first way of writing the title that needs no line broken within a word."""
    room = WIDTH_MM / MM_PER_POINT
    return next(
        (lines for lines in report.titles if all(line_count(line, room, TITLE_POINTS) == 1 for line in lines)), report.titles[-1]
    )


def _write_piece(document: "Document", piece: Piece) -> None:
    if isinstance(piece, HeadingPiece):
        _heading(document, piece)
    elif isinstance(piece, WordsPiece):
        _add(document, piece.text, Face(), indent=True)
    elif isinstance(piece, HintPiece):
        _add(document, f"【待填写：{piece.text}】", _HINT, indent=True)
    elif isinstance(piece, TablePiece):
        _table(document, piece)
    elif isinstance(piece, ChartPiece):
        _chart(document, piece)


def _heading(document: "Document", piece: HeadingPiece) -> None:
    """With its level for the navigation of Word."""
    paragraph = document.add_paragraph()
    _shape(paragraph, indents=_TWO_SIGNS, keep=True, level=piece.level)
    add_text(_xml_of(paragraph), piece.text, _HEADINGS[piece.level])


def _table(document: "Document", piece: TablePiece) -> None:
    _add(document, piece.caption, Face(FIRST_FONT, CAPTION_POINTS), align="center", line=LINE_POINTS, keep=True)
    if piece.table.note:
        _add(document, piece.table.note, Face(TABLE_FONT, piece.table.size), align="right", line=18, keep=True)
    _put(document, piece.table)
    _add(document, "", Face(size=BODY_POINTS / 2), line=LINE_POINTS / 2)


def _put(document: "Document", table: ReportTable) -> None:
    """A table at the end of the body, before the properties of its last section."""
    document.element.body.insert_element_before(table_element(table), "w:sectPr")


def _chart(document: "Document", piece: ChartPiece) -> None:
    paragraph = document.add_paragraph()
    _shape(paragraph, align="center", line=0, keep=True)
    paragraph.add_run().add_picture(io.BytesIO(piece.png), width=Mm(WIDTH_MM))
    _add(document, piece.caption, Face(FIRST_FONT, CAPTION_POINTS), align="center")


def _write_form(document: "Document", sheets: tuple[LaidTable, ...]) -> None:
    """Every sheet of the form in a section of its own, on the form's paper."""
    for number, laid in enumerate(sheets):
        section = document.add_section(WD_SECTION.NEW_PAGE) if number else document.sections[0]
        paper = laid.paper
        top, right, bottom, left = paper.margins_mm
        margins = (max(top, 12), right, max(bottom, 16), left)
        _set_page(section, SIZES_MM[paper.size], margins, landscape=paper.orientation == "landscape")
        _write_laid(document, laid)


def _write_laid(document: "Document", laid: LaidTable) -> None:
    """Title lines as paragraphs, everything else as tables: a new one at every page break and wherever headings begin."""
    first = 0
    for cell in laid.cells:
        if cell.role is CellRole.TITLE and cell.row == first:
            _add(document, cell.text, Face(FIRST_FONT, cell.size, bold=cell.bold), align=cell.align, line=0, keep=True)
            first += 1
    torn = {row for cell in laid.cells for row in range(cell.row + 1, cell.row + cell.row_span)}
    heads = {block.header[0] for block in laid.blocks if block.header[1] > block.header[0]} - torn
    starts = sorted({first, *(row for row in (*laid.page_starts, *heads) if row > first)})
    for start, end in pairwise([*starts, laid.row_count]):
        if start > first:
            break_page = start in laid.page_starts
            _add(document, "", Face(size=1), line=1, break_page=break_page)
        _put(document, _stretch(laid, start, end))
    _add(document, "", Face(size=1), line=1)


def _stretch(laid: LaidTable, start: int, end: int) -> ReportTable:
    cells = tuple(
        TableCell(
            cell.row - start,
            cell.column,
            cell.text,
            min(cell.row_span, end - cell.row),
            cell.column_span,
            cell.align,
            cell.bold,
            cell.bordered,
            cell.size,
        )
        for cell in laid.cells
        if start <= cell.row < end
    )
    header = next((block.header[1] - start for block in laid.blocks if block.header[0] == start and block.header[1] <= end), 0)
    return ReportTable(
        tuple(map(float, laid.column_widths_mm)), cells, end - start, header_rows=header, size=9.0, padding_twips=20
    )
