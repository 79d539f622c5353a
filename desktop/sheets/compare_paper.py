"""The comparison on paper: one page that answers (A4 across), then the table, on the engine of all paper."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from desktop.forms.compared import NUMBERS, Column, Filter, Kind, compared_columns, compared_text, kept_lines, summary_text
from desktop.forms.compared_text import side_labels
from desktop.forms.form import BlockKind, Paper
from desktop.forms.laid import Canvas, CellRole, LaidBlock, LaidTable, Piece
from desktop.kit.wording_years import year_finding_text
from desktop.sheets.measuring import Metrics
from desktop.sheets.page import Box, Page, Picture, Setting, Style, placed_lines
from desktop.sheets.pages import body_of, edge_marks, paginate
from desktop.sheets.setup import PageSetup
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.units import PADDING_X_MM, PADDING_Y_MM, em_mm, line_mm
from desktop.sheets.wrapping import wrap
from desktop.sheets.write_pdf import write_pages
from scoring.compare import Comparison
from scoring.finding import Severity
from scoring.year_findings import YearCode, year_findings

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

DrawChart: TypeAlias = Callable[["QPainter", "QRectF", str], None]
"""Draws the chart of a key into an area; the window and the command line hand over the one of the charts."""

COMPARE_SETUP = PageSetup(margins_mm=(14, 12, 14, 12))
_BODY = body_of(COMPARE_SETUP)
_UPPER_MM = 66  # of the charts on the first page
_GAP_MM = 3
_TITLE = Setting(15, Style.STRONG, "center", middle=False)
_SUMMARY = Setting(9, Style.PLAIN, "left", middle=False)
_STRONG = Setting(8, Style.STRONG, "left", middle=False)
_SMALL = Setting(8, Style.PLAIN, "left", middle=False)
_INDENT, _DEEPEST = "\u3000", 4
_WEIGHTS = {
    Kind.STATE: 4.5, Kind.NAME: 17, Kind.POINTS: 4, Kind.TARGET: 10, Kind.ACTUAL: 10, Kind.RATE: 7, Kind.SCORE: 5.5,
    Kind.SCORE_RATE: 7, Kind.CHANGE: 7, Kind.CHANGE_PERCENT: 7, Kind.SCORE_CHANGE: 6, Kind.BETTER: 5.5, Kind.NOTE: 9,
}  # fmt: skip


def write_compare_pdf(
    path: Path, comparison: Comparison, draw: DrawChart, notes: Mapping[tuple[int, str], str] | None = None
) -> None:
    """The comparison as PDF.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    faces = Typefaces()
    write_pages(path, compare_pages(comparison, draw, faces, notes or {}), faces, title=title_of(comparison))


def title_of(comparison: Comparison) -> str:
    """Unit, kind and years in one line."""
    key, labels = comparison.tables[-1].table.key, side_labels(comparison)
    years = f"{labels[0]}—{labels[-1]}" if len(labels) > 1 else labels[0]
    return f"{key.unit}{key.subject or '部门整体支出'}绩效自评年度对比（{years}）"


def compare_pages(
    comparison: Comparison, draw: DrawChart, metrics: Metrics, notes: Mapping[tuple[int, str], str]
) -> tuple[Page, ...]:
    """The page that answers, then those of the table, numbered through."""
    title, unit = title_of(comparison), comparison.tables[-1].table.key.unit
    pages = (_answer(comparison, draw, metrics), *paginate(_laid(comparison, notes), COMPARE_SETUP, metrics))
    return tuple(
        replace(
            page,
            marks=edge_marks(
                ("" if number == 1 else title, "", ""),
                (unit, f"第 {number} 页  共 {len(pages)} 页", ""),
                COMPARE_SETUP,
                metrics,
            ),
        )
        for number, page in enumerate(pages, 1)
    )


def _answer(comparison: Comparison, draw: DrawChart, metrics: Metrics) -> Page:
    """Better or worse, where points were lost, whether targets were set too low."""
    left, width, half = _BODY.left, _BODY.width, (_BODY.width - _GAP_MM) / 2
    right = left + half + _GAP_MM
    texts = [summary_text(comparison, like_for_like=False)]
    if len(comparison.tables) > 1 and comparison.shared:
        texts.append(summary_text(comparison, like_for_like=True))
    title = _written(title_of(comparison), (left, _BODY.top, width), _TITLE, metrics)
    words = _written("\n".join(texts), (left, title.y + title.height, width), _SUMMARY, metrics)
    upper = words.y + words.height + 1
    lower = upper + _UPPER_MM + _GAP_MM
    places = {
        "score_change": (left, upper, half, _UPPER_MM),
        "points_lost": (right, upper, half, _UPPER_MM),
        "bullet": (left, lower, half, _BODY.bottom - lower),
    }
    pictures = tuple(Picture(*place, partial(_chart, draw, key)) for key, place in places.items())
    findings = tuple(_findings(comparison, (right, lower, half), metrics))
    return Page(_BODY.page_width, _BODY.page_height, (title, words, *findings), pictures=pictures)


def _chart(draw: DrawChart, key: str, painter: "QPainter", area: "QRectF") -> None:
    draw(painter, area, key)


def _written(text: str, place: tuple[float, float, float], setting: Setting, metrics: Metrics) -> Box:
    """A text at left, top and width in mm, as high as its lines."""
    x, y, width = place
    lines = wrap(text, (width - 2 * PADDING_X_MM) / em_mm(setting.size), metrics.ems(setting.style))
    height = len(lines) * line_mm(setting.size) + 2 * PADDING_Y_MM
    return Box(x, y, width, height, -1, 0, False, False, tuple(placed_lines((x, y, width, height), lines, setting)))


def _findings(comparison: Comparison, place: tuple[float, float, float], metrics: Metrics) -> Iterator[Box]:
    """Targets that were set too low first, as many sentences as the page takes, and how many more there are."""
    x, y, width = place
    lines = comparison.lines_by_track
    found = sorted(
        year_findings(comparison),
        key=lambda each: (each.code is not YearCode.TARGET_BELOW_ACTUAL, each.severity is Severity.INFO),
    )
    heading = _written(f"多年提示（{len(found)}）", place, _STRONG, metrics)
    yield heading
    y += heading.height
    for number, each in enumerate(found):
        text = "· " + year_finding_text(each, "" if each.row is None else lines[each.row].name)
        box = _written(text, (x, y, width), _SMALL, metrics)
        rest = _written(f"……其余 {len(found) - number} 条见程序或导出的表格", (x, y, width), _SMALL, metrics)
        if y + box.height + (rest.height if number + 1 < len(found) else 0) > _BODY.bottom:
            yield rest
            return
        yield box
        y += box.height
    if not found:
        yield _written("没有提示。", (x, y, width), _SMALL, metrics)


def printed_kinds(tables: int) -> tuple[Kind, ...]:
    """The columns of each table that a page across has room for."""
    if tables <= 2:
        return (Kind.TARGET, Kind.ACTUAL, Kind.RATE, Kind.SCORE, Kind.SCORE_RATE)
    if tables <= 3:
        return (Kind.ACTUAL, Kind.RATE, Kind.SCORE)
    return (Kind.ACTUAL, Kind.SCORE) if tables <= 5 else (Kind.SCORE,)


def _laid(comparison: Comparison, notes: Mapping[tuple[int, str], str]) -> LaidTable:
    """The table as a sheet: two rows of headings, a row for each line."""
    columns = [
        each for each in compared_columns(comparison, printed_kinds(len(comparison.tables))) if each.kind is not Kind.TREND
    ]
    whole = sum(_WEIGHTS[each.kind] for each in columns)
    shares = accumulate((_WEIGHTS[each.kind] / whole * _BODY.width for each in columns), initial=0.0)
    edges = [round(each) for each in shares]
    canvas = Canvas(edges[-1])
    _head(canvas, columns, edges)
    for line in kept_lines(comparison, Filter.ALL):
        for number, column in enumerate(columns):
            named = column.kind is Kind.NAME
            text = compared_text(line, column, notes)
            piece = Piece(
                canvas.row,
                edges[number],
                edges[number + 1] - edges[number],
                _INDENT * min(line.depth, _DEEPEST) + text if named else text,
                CellRole.LABEL if named else CellRole.TEXT,
                align="right" if column.kind in NUMBERS else "left",
                bold=not line.leaf,
                size=8,
            )
            canvas.put(piece)
        canvas.row += 1
    canvas.blocks.append(LaidBlock(BlockKind.INDICATORS, "", 0, canvas.row, (0, 2)))
    paper = Paper(COMPARE_SETUP.size, "landscape", COMPARE_SETUP.margins_mm)
    return canvas.arrange(name="", title=title_of(comparison), paper=paper)


def _head(canvas: Canvas, columns: Sequence[Column], edges: Sequence[int]) -> None:
    """The years over their columns; what is of no year beside both."""
    heading = Piece(0, 0, 0, "", CellRole.HEADING, align="center", bold=True, size=8)
    numbered = list(enumerate(columns))
    for (side, band), some in groupby(numbered, key=lambda each: (each[1].side, each[1].band)):
        numbers = [number for number, _ in some]
        left, right = edges[numbers[0]], edges[numbers[-1] + 1]
        if side is not None:
            canvas.put(heading._replace(x=left, width=right - left, text=band))
        for number in numbers:
            own = heading._replace(x=edges[number], width=edges[number + 1] - edges[number], text=columns[number].title)
            canvas.put(own._replace(row=1) if side is not None else own._replace(rows=2))
    canvas.row = 2
