"""A scored table as pages, the same for preview, printer and PDF: millimetres and points, nothing of any screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from desktop.forms.form import FormLayout
from desktop.forms.laid import LaidTable
from desktop.forms.layout import lay_out
from desktop.kit.illustration import Illustration
from desktop.sheets.carrying import counted_by
from desktop.sheets.contents import changes_sheet, cover, evidence_sheet, findings_sheet, score_sheet, with_signatures
from desktop.sheets.measuring import Metrics
from desktop.sheets.outline import Kind, report_of
from desktop.sheets.page import Page, Style, TextLine
from desktop.sheets.pages import EdgeTexts, edge_marks, paginate
from desktop.sheets.report_paper import report_pages
from desktop.sheets.row_choice import Marked, choice_words, with_rows
from desktop.sheets.setup import PageSetup, SheetKind
from desktop.sheets.units import em_mm
from desktop.workspace.since import Since
from scoring.finding import Place
from scoring.scored import ScoredTable
from scoring.table import Field, RecordKind, Status

DRAFT = "草稿"
_STAMP_POINTS = 110
_TITLES = {SheetKind.REPORT: "报告", SheetKind.EXPLANATION: "表说明"}
_REPORTS = {SheetKind.REPORT: Kind.REPORT, SheetKind.EXPLANATION: Kind.EXPLANATION}
_BY_ROWS = (SheetKind.FORM, SheetKind.SCORES, SheetKind.EVIDENCE)
_AMOUNTS = ("initial_budget_text", "adjusted_budget_text", "executed_text")


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed beside the form itself.

    Attributes:
        check_code: of the state of the table, as the program shows it.
        printed_on: the day in the footer.
        findings: sentences, the gravest first.
        steps: the sentences that tell how a row came to its score, by node id.
        chart: a picture for the report.
        marked: rows that may be asked for alone.
        since: what changed since the table was submitted.
    """

    check_code: str = ""
    printed_on: date | None = None
    findings: tuple[str, ...] = ()
    steps: Mapping[str, Sequence[str]] = field(default_factory=dict)
    chart: Illustration | None = None
    marked: Marked = field(default_factory=Marked)
    since: Since | None = None


def document_title(scored: ScoredTable, contents: Sequence[SheetKind] = ()) -> str:
    """What a file or print job of the table is called: unit, year, subject, kind."""
    key = scored.table.key
    kind = _TITLES.get(contents[0], "表") if len(contents) == 1 else "表"
    return f"{key.unit}{key.year}年度{key.subject or '部门整体支出'}绩效自评{kind}"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The pages of one content, with the words that stand above them."""

    pages: tuple[Page, ...]
    title: str
    choice: str
    unit: str


def draw_paper(
    scored: ScoredTable, form: FormLayout, setup: PageSetup, metrics: Metrics, printed: Printed | None = None
) -> tuple[Page, ...]:
    """All pages of a print; the sheets are numbered through, a report has numbers of its own."""
    printed = printed or Printed()
    stamp = _stamp(metrics) if setup.draft and scored.table.heading.status is not Status.SEALED else None
    chosen = with_rows(scored, setup, printed.marked)
    choice = choice_words(scored, chosen, setup)
    sheets = {
        kind: _sheet(_laid(kind, chosen, form, setup, printed), scored, setup, metrics, choice if kind in _BY_ROWS else "")
        for kind in setup.contents
        if kind not in _REPORTS
    }
    count = sum(len(sheet.pages) for sheet in sheets.values())
    found: list[Page] = []
    number = 0
    for kind in setup.contents:
        if kind in _REPORTS:
            report = report_of(scored, form, _REPORTS[kind], chart=printed.chart)
            found += report_pages(report, metrics, check_code=printed.check_code, stamp=stamp)
            continue
        sheet = sheets[kind]
        for at, page in enumerate(sheet.pages):
            number += 1
            above = (setup.header_text or (sheet.title if at else ""), sheet.choice, sheet.unit)
            below = _footer(number, count, scored, setup, printed)
            found.append(replace(page, marks=edge_marks(above, below, setup, metrics), stamp=stamp))
    return tuple(found)


def _laid(kind: SheetKind, chosen: ScoredTable, form: FormLayout, setup: PageSetup, printed: Printed) -> LaidTable:
    """One of the sheets to be printed, with the chosen rows."""
    if kind is SheetKind.COVER:
        return cover(chosen, form, day=_day(printed.printed_on))
    if kind is SheetKind.FINDINGS:
        return findings_sheet(chosen, form, printed.findings)
    if kind is SheetKind.SCORES:
        return score_sheet(chosen, form, printed.steps)
    if kind is SheetKind.CHANGES:
        return changes_sheet(chosen, form, printed.since)
    if kind is SheetKind.EVIDENCE:
        return evidence_sheet(chosen, form)
    laid = lay_out(form, chosen, without=setup.left_out)
    return with_signatures(laid, chosen) if setup.signatures else laid


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day is not None else ""


def _sheet(laid: LaidTable, scored: ScoredTable, setup: PageSetup, metrics: Metrics, choice: str) -> _Sheet:
    unit = scored.table.heading.money_unit
    signs = (f"{unit}）", f"：{unit}")
    said = any(sign in cell.text for cell in laid.cells for sign in signs)
    money = any(cell.number is not None and cell.place is not None and is_money(cell.place) for cell in laid.cells)
    pages = paginate(laid, setup, metrics, counted_by(scored))
    return _Sheet(pages, laid.title, choice, f"单位：{unit}" if money and unit and not said else "")


def is_money(place: Place) -> bool:
    """Whether the number there is in the money unit of the form."""
    return place.field == Field.MONEY.value or (place.kind is RecordKind.FUND and place.field in _AMOUNTS)


def _footer(number: int, count: int, scored: ScoredTable, setup: PageSetup, printed: Printed) -> EdgeTexts:
    right: list[str] = []
    if setup.dated and printed.printed_on is not None:
        right.append(_day(printed.printed_on))
    if printed.check_code:
        right.append(f"校验码 {printed.check_code}")
    numbers = f"第 {number} 页  共 {count} 页" if setup.numbered else ""
    return setup.footer_text or scored.table.key.unit, numbers, "  ".join(right)


def _stamp(metrics: Metrics) -> TextLine:
    width = sum(map(metrics.ems(Style.STRONG).__getitem__, DRAFT)) * em_mm(_STAMP_POINTS)
    return TextLine(-width / 2, em_mm(_STAMP_POINTS) * 0.38, DRAFT, _STAMP_POINTS, Style.STRONG, width)
