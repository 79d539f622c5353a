"""The comparison on paper: one page that answers (A4 across), then the table with its heading on every page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from desktop.forms.compared import NUMBERS, Column, Filter, Kind, compared_columns, compared_text, kept_lines, summary_text
from desktop.forms.compared_text import side_labels
from desktop.kit.fonts import register_fonts
from desktop.kit.safefile import replace_file
from desktop.kit.wording_years import year_finding_text
from scoring.compare import ComparedRow, Comparison
from scoring.finding import Severity
from scoring.year_findings import YearCode, year_findings

DrawChart = Callable[[QPainter, QRectF, str], None]
"""Draws the chart of a key into an area; the window and the command line hand over the one of the charts."""

WIDTH, HEIGHT = 1122.5, 793.7  # A4 across in pixels of 1/96 inch, in which everything is laid out
DOTS_PER_INCH = 1200
_SCALE = DOTS_PER_INCH / 96
_MARGIN = 45.0
_LINES = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_LONGEST = 90
_WEIGHTS = {
    Kind.STATE: 4.5, Kind.NAME: 17, Kind.POINTS: 4, Kind.TARGET: 10, Kind.ACTUAL: 10, Kind.RATE: 7, Kind.SCORE: 5.5,
    Kind.SCORE_RATE: 7, Kind.CHANGE: 7, Kind.CHANGE_PERCENT: 7, Kind.SCORE_CHANGE: 6, Kind.BETTER: 5.5, Kind.NOTE: 9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Faces:
    """The bundled font in the sizes of the page, in pixels of 1/96 inch."""

    title: QFont
    plain: QFont
    strong: QFont
    small: QFont

    @classmethod
    def of(cls, family: str) -> "_Faces":
        def sized(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
            font = QFont(family)
            font.setPixelSize(pixels)
            font.setWeight(weight)
            return font

        bold = QFont.Weight.Bold
        return cls(sized(20, bold), sized(12), sized(10, bold), sized(10))


def write_compare_pdf(
    path: Path, comparison: Comparison, draw: DrawChart, notes: Mapping[tuple[int, str], str] | None = None
) -> None:
    """The comparison as PDF.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    faces = _Faces.of(register_fonts())
    with replace_file(path) as draft:
        writer = QPdfWriter(str(draft))
        writer.setTitle(title_of(comparison))
        writer.setCreator("绩效自评")
        writer.setResolution(DOTS_PER_INCH)
        size = QPageSize(QPageSize.PageSizeId.A4)
        writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0)))
        painter = QPainter(writer)
        try:
            painter.scale(_SCALE, _SCALE)
            _draw_summary(painter, comparison, draw, faces)
            _Table(painter, comparison, notes or {}, faces, writer.newPage).draw()
        finally:
            painter.end()


def title_of(comparison: Comparison) -> str:
    """Unit, kind and years in one line."""
    key, labels = comparison.tables[-1].table.key, side_labels(comparison)
    years = f"{labels[0]}—{labels[-1]}" if len(labels) > 1 else labels[0]
    return f"{key.unit}{key.subject or '部门整体支出'}绩效自评年度对比（{years}）"


def _draw_summary(painter: QPainter, comparison: Comparison, draw: DrawChart, faces: _Faces) -> None:
    """Better or worse, where points were lost, whether targets were set too low: on one page."""
    width = WIDTH - 2 * _MARGIN
    painter.setPen(QColor("black"))
    painter.setFont(faces.title)
    painter.drawText(QRectF(_MARGIN, _MARGIN - 6, width, 28), int(Qt.AlignmentFlag.AlignHCenter), title_of(comparison))
    texts = [summary_text(comparison, like_for_like=False)]
    if len(comparison.tables) > 1 and comparison.shared:
        texts.append(summary_text(comparison, like_for_like=True))
    down = _draw_words(painter, _MARGIN + 30, "\n".join(texts), faces)
    upper, lower = 250.0, HEIGHT - _MARGIN - 24
    half = width / 2 - 6
    draw(painter, QRectF(_MARGIN, down + 4, half, upper), "score_change")
    draw(painter, QRectF(_MARGIN + half + 12, down + 4, half, upper), "points_lost")
    top = down + upper + 12
    draw(painter, QRectF(_MARGIN, top, half, lower - top), "bullet")
    _draw_findings(painter, QRectF(_MARGIN + half + 12, top, half, lower - top), comparison, faces)
    _draw_foot(painter, 1, faces)


def _draw_words(painter: QPainter, top: float, text: str, faces: _Faces) -> float:
    area = QRectF(_MARGIN, top, WIDTH - 2 * _MARGIN, 90)
    painter.setFont(faces.plain)
    height = QFontMetricsF(faces.plain).boundingRect(area, _LINES, text).height()
    painter.drawText(area, _LINES, text)
    return top + height


def _draw_findings(painter: QPainter, area: QRectF, comparison: Comparison, faces: _Faces) -> None:
    """Targets that were set too low first, as many sentences as the place takes, and how many more there are."""
    lines = comparison.lines_by_track
    found = sorted(
        year_findings(comparison),
        key=lambda each: (each.code is not YearCode.TARGET_BELOW_ACTUAL, each.severity is Severity.INFO),
    )
    painter.setFont(faces.strong)
    painter.drawText(area, _LINES, f"多年提示（{len(found)}）")
    painter.setFont(faces.small)
    metrics = QFontMetricsF(faces.small)
    down = area.top() + metrics.height() + 6
    for number, each in enumerate(found):
        text = "· " + year_finding_text(each, "" if each.row is None else lines[each.row].name)
        height = metrics.boundingRect(QRectF(0, 0, area.width(), 1000), _LINES, text).height()
        if down + height + metrics.height() > area.bottom():
            painter.drawText(
                QRectF(area.left(), down, area.width(), 20), _LINES, f"……其余 {len(found) - number} 条见程序或导出的表格"
            )
            return
        painter.drawText(QRectF(area.left(), down, area.width(), height + 2), _LINES, text)
        down += height + 2
    if not found:
        painter.drawText(QRectF(area.left(), down, area.width(), 20), _LINES, "没有提示。")


def _draw_foot(painter: QPainter, number: int, faces: _Faces) -> None:
    painter.setFont(faces.small)
    painter.setPen(QColor("black"))
    area = QRectF(_MARGIN, HEIGHT - _MARGIN, WIDTH - 2 * _MARGIN, 20)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignHCenter), f"第 {number} 页")


def printed_kinds(tables: int) -> tuple[Kind, ...]:
    """The columns of each table that a page across has room for."""
    if tables <= 2:
        return (Kind.TARGET, Kind.ACTUAL, Kind.RATE, Kind.SCORE, Kind.SCORE_RATE)
    if tables <= 3:
        return (Kind.ACTUAL, Kind.RATE, Kind.SCORE)
    return (Kind.ACTUAL, Kind.SCORE) if tables <= 5 else (Kind.SCORE,)


def _shortened(text: str) -> str:
    """A cell of the print takes so many signs; the workbook and the program have them all."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class _Table:
    """The table running over as many pages as it needs; a row is never parted."""

    def __init__(
        self,
        painter: QPainter,
        comparison: Comparison,
        notes: Mapping[tuple[int, str], str],
        faces: _Faces,
        new_page: Callable[[], bool],
    ) -> None:
        self._painter, self._comparison, self._notes = painter, comparison, notes
        self._faces, self._new_page = faces, new_page
        columns = compared_columns(comparison, printed_kinds(len(comparison.tables)))
        self._columns = tuple(each for each in columns if each.kind is not Kind.TREND)
        whole = sum(_WEIGHTS[each.kind] for each in self._columns)
        self._widths = [_WEIGHTS[each.kind] / whole * (WIDTH - 2 * _MARGIN) for each in self._columns]
        self._page, self._down = 1, 0.0

    def draw(self) -> None:
        self._turn()
        for line in kept_lines(self._comparison, Filter.ALL):
            texts = [_shortened(compared_text(line, each, self._notes)) for each in self._columns]
            height = self._height(line, texts)
            if self._down + height > HEIGHT - _MARGIN - 24:
                self._turn()
            self._draw_row(line, texts, height)

    def _turn(self) -> None:
        self._new_page()
        self._page += 1
        self._down = _MARGIN
        _draw_foot(self._painter, self._page, self._faces)
        self._painter.setFont(self._faces.strong)
        titles = [f"{each.band}\n{each.title}" if each.band else each.title for each in self._columns]
        self._cells(titles, 34, int(Qt.AlignmentFlag.AlignCenter), QColor("#e8e8e8"))
        self._down += 34

    def _font(self, line: ComparedRow) -> QFont:
        return self._faces.small if line.leaf else self._faces.strong

    def _height(self, line: ComparedRow, texts: Sequence[str]) -> float:
        metrics = QFontMetricsF(self._font(line))
        tallest = metrics.height()
        for text, width, column in zip(texts, self._widths, self._columns, strict=True):
            room = QSizeF(width - 8 - self._indent(line, column), 1000)
            tallest = max(tallest, metrics.boundingRect(QRectF(0, 0, room.width(), 1000), _LINES, text).height())
        return tallest + 6

    def _indent(self, line: ComparedRow, column: Column) -> float:
        return min(line.depth, 4) * 10.0 if column.kind is Kind.NAME else 0.0

    def _draw_row(self, line: ComparedRow, texts: Sequence[str], height: float) -> None:
        painter, left = self._painter, _MARGIN
        painter.setFont(self._font(line))
        for text, width, column in zip(texts, self._widths, self._columns, strict=True):
            self._frame(QRectF(left, self._down, width, height), None if line.leaf else QColor("#f5f5f5"))
            area = QRectF(
                left + 4 + self._indent(line, column), self._down + 3, width - 8 - self._indent(line, column), height - 6
            )
            align = _LINES
            if column.kind in NUMBERS:
                align = int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(area, align, text)
            left += width
        self._down += height

    def _cells(self, texts: Sequence[str], height: float, align: int, fill: QColor) -> None:
        left = _MARGIN
        for text, width in zip(texts, self._widths, strict=True):
            area = QRectF(left, self._down, width, height)
            self._frame(area, fill)
            self._painter.drawText(area, align, text)
            left += width

    def _frame(self, area: QRectF, fill: QColor | None) -> None:
        if fill is not None:
            self._painter.fillRect(area, fill)
        self._painter.setPen(QPen(QColor("#808080"), 0.5))
        self._painter.drawRect(area)
        self._painter.setPen(QColor("black"))
