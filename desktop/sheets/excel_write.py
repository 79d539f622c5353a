"""Writes a scored table as a workbook in its official form: values and live formulas, print settings, its own state."""

import gc
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from desktop.forms.form import FormLayout, Paper
from desktop.forms.laid import LaidTable, emptied
from desktop.forms.layout import lay_out_sheets
from desktop.forms.state import OFFICE_PROPERTY, SCHEMA, STATE_SHEET, BaseCell, SheetState, pack_state
from desktop.kit.safefile import replace_file
from desktop.sheets.excel_audit import write_audit
from desktop.sheets.excel_cells import Styles, plain_text, sheet_name, write_cell
from desktop.sheets.text_size import row_heights
from scoring.finding import Place
from scoring.scored import ScoredTable
from scoring.table import RecordKind

MM_PER_INCH = 25.4
PIXELS_PER_MM = 96 / MM_PER_INCH
_PAPERS = {"A4": 9, "A3": 8}
CHART_PIXELS = 640

# What a blank form leaves out is filled in after the year: structure, points, budgets and targets stay.
_FILLED_LATER = frozenset({
    "actual_text", "given_score_text", "published_score_text", "published_rate_text", "evidence_text", "reason_text",
    "executed_text", "verified_score_text", "value_text",
})  # fmt: skip
_WORDS_BEFORE = frozenset({"goals", "footnote"})


def filled_later(place: Place) -> bool:
    """Whether a fact is known only after the year."""
    if place.kind is RecordKind.NARRATIVE:
        return place.id not in _WORDS_BEFORE
    return place.field in _FILLED_LATER


Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Audit:
    """What the sheets beside the form say, in words: the steps of each row by its id, and the findings.

    Attributes:
        findings: severity, code, place and sentence of each.
    """

    steps: Mapping[str, Sequence[str]] = field(default_factory=dict)
    findings: Sequence[tuple[str, str, str, str]] = ()


def write_excel(
    path: Path,
    scored: ScoredTable,
    form: FormLayout,
    *,
    kind: str = "sheet",
    extra: tuple[str, ...] = (),
    audit: Audit | None = None,
    chart: bytes | None = None,
    created: datetime | None = None,
    progress: Progress | None = None,
    office: str = "",
    beside: Callable[[Workbook], object] | None = None,
) -> None:
    """The form as .xlsx; written beside the target and put in its place when it is whole.

    Args:
        path: where the workbook goes; an existing one is replaced.
        scored: what is written.
        form: in which layout.
        kind: ``sheet``, ``audit`` (with sheets of steps and findings) or ``blank`` (to be filled by hand).
        extra: working fields shown right of the form's columns.
        audit: words for the sheets of an audit.
        chart: a picture (PNG) for a sheet of its own.
        created: date in the document's properties; the same arguments then give the same bytes.
        progress: told rows done and rows in all.
        office: whose rows these are (责任科室), for a workbook that is to come back with others.
        beside: adds sheets of its own behind the form's; their names are those of ``BESIDE_SHEETS``.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    with replace_file(path) as draft, _collection_paused():
        when, told = created or datetime.now(UTC), progress or _unheard
        order = _Order(scored, form, kind, extra, audit or Audit(), chart, when, told, office, beside)
        _write_book(draft, order)


def _unheard(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Cells by the ten thousand, none of them in a cycle: looking through them again and again takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be written."""

    scored: ScoredTable
    form: FormLayout
    kind: str
    extra: tuple[str, ...]
    audit: Audit
    chart: bytes | None
    created: datetime
    progress: Progress
    office: str
    beside: Callable[[Workbook], object] | None


def _write_book(draft: Path, order: _Order) -> None:
    blank = order.kind == "blank"
    sheets = lay_out_sheets(order.form, order.scored, extra=order.extra)
    if blank:
        sheets = tuple(emptied(laid, filled_later) for laid in sheets)
    package = io.BytesIO()  # a half-written zip on a full disk is complained of once more when it is dropped
    book = Workbook(package, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    _describe(book, order)
    styles = Styles(book)
    names: list[str] = []
    for laid in sheets:
        names.append(sheet_name(laid.name, names))
    # Packed before the library holds the cells too: each of the two takes as much memory as the other.
    state = () if blank else pack_state(SheetState(order.scored.table, base_cells(sheets, names)))
    done, total = 0, sum(laid.row_count for laid in sheets)
    for name, laid in zip(names, sheets, strict=True):
        _write_sheet(book.add_worksheet(name), laid, order.scored, styles, idle=blank)
        done += laid.row_count
        order.progress(done, total)
    if order.kind == "audit":
        write_audit(book, order.scored, order.audit.steps, order.audit.findings)
    if order.beside is not None:
        order.beside(book)
    if order.chart is not None:
        _write_chart(book.add_worksheet(sheet_name("图表", tuple(book.sheetnames))), order.chart)
    if not blank:
        _write_state(book.add_worksheet(STATE_SHEET), state)
    close(book)
    draft.write_bytes(package.getvalue())


def _write_chart(sheet: Worksheet, chart: bytes) -> None:
    """As wide as its words were set for; it has more pixels, for paper."""
    scale = CHART_PIXELS / max(int.from_bytes(chart[16:20], "big"), 1)  # the width stands in the head of a PNG
    sheet.insert_image(0, 0, "chart.png", {"image_data": io.BytesIO(chart), "x_scale": scale, "y_scale": scale})
    sheet.hide_gridlines(2)
    sheet.set_paper(_PAPERS["A4"])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)


def close(book: Workbook) -> None:
    """Write the package.

    Raises:
        OSError: the disk refused; the same as any other file would meet.
    """
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, OSError):
            raise cause from None
        raise


def _describe(book: Workbook, order: _Order) -> None:
    key = order.scored.table.key
    book.set_properties(
        {
            "title": plain_text(f"{key.year}年度 {key.subject or '部门整体支出'}绩效自评表"),
            "author": plain_text(key.unit),
            "company": plain_text(key.unit),
            "comments": "由“绩效自评”程序导出，可原样导入。",
            "created": order.created.replace(tzinfo=None, microsecond=0),
        }
    )
    book.set_custom_property("ziping.schema", SCHEMA, "number_int")
    book.set_custom_property("ziping.form", order.form.key[:250])
    book.set_custom_property("ziping.year", key.year, "number_int")
    if order.office:
        book.set_custom_property(OFFICE_PROPERTY, order.office[:250])


def _write_sheet(sheet: Worksheet, laid: LaidTable, scored: ScoredTable, styles: Styles, *, idle: bool) -> None:
    for number, width in enumerate(laid.column_widths_mm):
        sheet.set_column_pixels(number, number, round(width * PIXELS_PER_MM))
    for number, height in enumerate(row_heights(laid)):
        sheet.set_row(number, height)
    for cell in laid.cells:
        write_cell(sheet, cell, styles, idle=idle)
    _set_page(sheet, laid, scored)


def _set_page(sheet: Worksheet, laid: LaidTable, scored: ScoredTable) -> None:
    """One page wide, with headings repeated, page numbers, unit and year."""
    set_paper(sheet, laid.paper)
    sheet.print_area(0, 0, laid.row_count - 1, len(laid.column_widths_mm) - 1)
    if laid.page_starts:
        sheet.set_h_pagebreaks(list(laid.page_starts))
    # A sheet has one range of repeated rows, printed only on pages after them: the heading of the longest block.
    longest = max((block for block in laid.blocks if block.header[1]), key=lambda block: block.end - block.start, default=None)
    if longest is not None:
        sheet.repeat_rows(longest.header[0], longest.header[1] - 1)
    key = scored.table.key
    font = '&9&"宋体,Regular"'
    sheet.set_header(f"&L{font}{_header(key.unit)}&R{font}{key.year}年度")
    sheet.set_footer(f"&C{font}第 &P 页，共 &N 页")


def set_paper(sheet: Worksheet, paper: Paper) -> None:
    sheet.set_paper(_PAPERS[paper.size])
    if paper.orientation == "landscape":
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    top, right, bottom, left = (margin / MM_PER_INCH for margin in paper.margins_mm)
    sheet.set_margins(left=left, right=right, top=max(top, 0.5), bottom=max(bottom, 0.5))
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)


def _header(text: str) -> str:
    return plain_text(text).replace("&", "&&")[:80]


def base_cells(sheets: Sequence[LaidTable], names: Sequence[str]) -> tuple[BaseCell, ...]:
    """Every cell of a fact with what stands in it."""
    return tuple(
        BaseCell(name, cell.row, cell.column, cell.place, plain_text(cell.text))
        for laid, name in zip(sheets, names, strict=True)
        for cell in laid.cells
        if cell.place is not None and cell.place.field
    )


def _write_state(sheet: Worksheet, lines: Sequence[str]) -> None:
    sheet.very_hidden()
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line)
