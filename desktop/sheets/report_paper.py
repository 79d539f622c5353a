"""The report as pages in the typography of official papers (GB/T 9704): 22 lines of 28 characters, tables, figures, numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple

from desktop.forms.form import BlockKind, Paper
from desktop.forms.laid import CellRole, LaidBlock, LaidCell, LaidTable
from desktop.sheets.measuring import Metrics
from desktop.sheets.outline import ChartPiece, HeadingPiece, HintPiece, Piece, Report, TablePiece, WordsPiece
from desktop.sheets.page import Box, Page, Picture, Style, TextLine
from desktop.sheets.pages import body_of, paginate
from desktop.sheets.report_tables import ReportTable
from desktop.sheets.setup import PageSetup
from desktop.sheets.units import baseline_mm, em_mm, line_mm
from desktop.sheets.wrapping import Line, wrap

REPORT_SETUP = PageSetup(size="A4", landscape=False, margins_mm=(37, 26, 35, 28))
TITLE_POINTS, BODY_POINTS, NUMBER_POINTS, CAPTION_POINTS = 22, 15.75, 14, 12  # 28 characters of 15.75 points fill 156 mm
_BODY = body_of(REPORT_SETUP)
PITCH_MM = _BODY.height / 22
_TITLE_PITCH_MM = PITCH_MM * 35 / 29
_NUMBER_BELOW_MM = 7.0  # from the text down to the page number
_CODE_POINTS = 8
_ROUNDING_MM = 1e-6
_MOST_SPACED = 3  # ems: a line that is shorter than that stays ragged
_SHORT_TABLE = 12  # rows that stay together
_TWO_SIGNS = "\u3000\u3000"
_PAPER = Paper(REPORT_SETUP.size, "portrait", REPORT_SETUP.margins_mm)
_LEVELS = {1: Style.STRONG, 2: Style.SECOND, 3: Style.THIRD, 4: Style.WORDS}


class _Setting(NamedTuple):
    """How a paragraph is set: face, points, mm from line to line, left, center, right or both."""

    style: Style = Style.WORDS
    size: float = BODY_POINTS
    pitch: float = PITCH_MM
    align: str = "both"
    indented: bool = False


_TITLE = _Setting(Style.TITLE, TITLE_POINTS, _TITLE_PITCH_MM, "center")
_CAPTION = _Setting(Style.STRONG, CAPTION_POINTS, align="center")


@dataclass(slots=True)
class _Draft:
    """A page that is being filled."""

    boxes: list[Box] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """The pages so far and how far down the last is filled."""

    metrics: Metrics
    pages: list[_Draft] = field(default_factory=lambda: [_Draft()])
    y: float = _BODY.top

    def turn(self) -> None:
        self.pages.append(_Draft())
        self.y = _BODY.top

    def needs(self, height: float) -> None:
        """A new page where less than that is left."""
        if self.y > _BODY.top and self.y + height > _BODY.bottom + _ROUNDING_MM:
            self.turn()

    def skip(self, height: float) -> None:
        """Room between pieces, which no page begins with."""
        if self.y > _BODY.top:
            self.y += height

    def write(self, text: str, setting: _Setting) -> None:
        """A paragraph, going on over pages line by line."""
        lines = _lines(text, setting, self.metrics)
        for number, line in enumerate(lines):
            self.needs(setting.pitch)
            placed = _placed(line, self.y, setting, indented=setting.indented and number == 0, last=number + 1 == len(lines))
            box = Box(_BODY.left, self.y, _BODY.width, setting.pitch, -1, 0, False, number > 0, (placed,) if line.text else ())
            self.pages[-1].boxes.append(box)
            self.y += setting.pitch

    def tabulate(self, piece: TablePiece) -> None:
        """A table under its caption; a short one stays on one page, a long one begins where a row of it has room."""
        laid, head = _laid(piece.table), PITCH_MM + (line_mm(piece.table.size) if piece.table.note else 0)
        pages = paginate(laid, REPORT_SETUP, self.metrics, start=self.y + head)
        torn = len(pages) > 1 and (not pages[0].boxes or laid.row_count <= _SHORT_TABLE)
        if torn and self.y > _BODY.top:
            self.turn()
            pages = paginate(laid, REPORT_SETUP, self.metrics, start=self.y + head)
        self.write(piece.caption, _CAPTION)
        if piece.table.note:
            self.write(piece.table.note, _Setting(Style.PLAIN, piece.table.size, line_mm(piece.table.size), "right"))
        for number, page in enumerate(pages):
            if number:
                self.turn()
            self.pages[-1].boxes.extend(page.boxes)
            self.y = max([self.y, *(box.y + box.height for box in page.boxes)])
        self.skip(PITCH_MM / 2)

    def depict(self, piece: ChartPiece) -> None:
        """A figure over its caption."""
        width, height = _png_size(piece.png)
        shown = min(_BODY.width * height / width, _BODY.height - PITCH_MM)
        self.needs(shown + PITCH_MM)
        across = shown * width / height
        self.pages[-1].pictures.append(Picture(_BODY.left + (_BODY.width - across) / 2, self.y, across, shown, piece.png))
        self.y += shown
        self.write(piece.caption, _CAPTION)


def report_pages(report: Report, metrics: Metrics, *, check_code: str = "", stamp: TextLine | None = None) -> tuple[Page, ...]:
    """The pages of a report, numbered from 1 at their outer edges."""
    flow = _Flow(metrics)
    if report.mark:
        flow.write(report.mark, _Setting(Style.STRONG, align="left"))
        flow.skip(PITCH_MM)
    for line in _title_lines(report, metrics):
        flow.write(line, _TITLE)
    flow.skip(PITCH_MM)
    for number, piece in enumerate(report.pieces):
        flow.needs(_least(report.pieces[number:], metrics))
        _write(flow, piece)
    if report.closing:
        flow.needs(PITCH_MM * (len(report.closing) + 1))
        flow.skip(PITCH_MM)
        for line in report.closing:
            flow.write(line + _TWO_SIGNS, _Setting(align="right"))
    return tuple(
        Page(
            _BODY.page_width,
            _BODY.page_height,
            tuple(draft.boxes),
            tuple(_foot(number, check_code, metrics)),
            stamp,
            tuple(draft.pictures),
        )
        for number, draft in enumerate(flow.pages, 1)
    )


def _write(flow: _Flow, piece: Piece) -> None:
    if isinstance(piece, HeadingPiece):
        flow.write(piece.text, _Setting(_LEVELS[piece.level], indented=True))
    elif isinstance(piece, WordsPiece):
        flow.write(piece.text, _Setting(indented=True))
    elif isinstance(piece, HintPiece):
        flow.write(f"【待填写：{piece.text}】", _Setting(indented=True))
    elif isinstance(piece, TablePiece):
        flow.tabulate(piece)
    else:
        flow.depict(piece)


def _least(pieces: Sequence[Piece], metrics: Metrics) -> float:
    """What the page must have room for so that the first piece begins on it: a heading stays with what follows."""
    height = 0.0
    for piece in pieces:
        if not isinstance(piece, HeadingPiece):
            return height + PITCH_MM * (3 if isinstance(piece, TablePiece) else 1)
        height += PITCH_MM * len(_lines(piece.text, _Setting(_LEVELS[piece.level], indented=True), metrics))
    return height


def _title_lines(report: Report, metrics: Metrics) -> tuple[str, ...]:
    """The first way of writing the title that needs no line broken within a word."""
    return next(
        (lines for lines in report.titles if all(len(_lines(line, _TITLE, metrics)) == 1 for line in lines)), report.titles[-1]
    )


def _lines(text: str, setting: _Setting, metrics: Metrics) -> tuple[Line, ...]:
    """The lines of a paragraph; the two signs at its start are room, not characters."""
    room = _BODY.width / em_mm(setting.size)
    first, *others = wrap((_TWO_SIGNS if setting.indented else "") + text, room, metrics.ems(setting.style))
    if setting.indented:
        blank = sum(map(metrics.ems(setting.style).__getitem__, _TWO_SIGNS))
        first = Line(first.text.removeprefix(_TWO_SIGNS), max(0.0, first.width - blank))
    return (first, *others)


def _placed(line: Line, top: float, setting: _Setting, *, indented: bool, last: bool) -> TextLine:
    em = em_mm(setting.size)
    start, width, spacing = _BODY.left + (2 * em if indented else 0), line.width * em, 0.0
    spare = _BODY.left + _BODY.width - start - width
    if setting.align in ("center", "right"):
        start += spare * {"center": 0.5, "right": 1}[setting.align]
    elif setting.align == "both" and not last and len(line.text) > 1 and 0 < spare < _MOST_SPACED * em:
        spacing = spare / (len(line.text) - 1)
    baseline = top + (setting.pitch - line_mm(setting.size)) / 2 + baseline_mm(setting.size)
    return TextLine(start, baseline, line.text, setting.size, setting.style, width, spacing)


def _foot(number: int, check_code: str, metrics: Metrics) -> Iterable[TextLine]:
    """— 1 — at the outer edge, one sign from it, and the code of the state at the inner one."""
    outer_right = number % 2 == 1
    texts = [(f"— {number} —", NUMBER_POINTS, outer_right)]
    if check_code:
        texts.append((f"校验码 {check_code}", _CODE_POINTS, not outer_right))
    baseline = _BODY.bottom + _NUMBER_BELOW_MM + baseline_mm(NUMBER_POINTS)
    ems, inset = metrics.ems(Style.PLAIN), em_mm(NUMBER_POINTS)
    for text, size, right in texts:
        width = sum(map(ems.__getitem__, text)) * em_mm(size)
        x = _BODY.left + (_BODY.width - width - inset if right else inset)
        yield TextLine(x, baseline, text, size, width=width)


def _laid(table: ReportTable) -> LaidTable:
    """The table as a sheet that the engine of all paper splits: bands go on with （续）, its heading stands on every page."""
    edges = [round(each) for each in accumulate(table.widths_mm, initial=0.0)]
    cells = tuple(
        LaidCell(
            row=cell.row,
            column=cell.column,
            row_span=cell.rows,
            column_span=cell.columns,
            text=cell.text,
            role=CellRole.HEADING if cell.row < table.header_rows else CellRole.LABEL if cell.rows > 1 else CellRole.TEXT,
            align=cell.align,
            place=None,
            editable=False,
            number=None,
            formula=None,
            bold=cell.bold,
            size=cell.size or table.size,
            bordered=cell.bordered,
        )
        for cell in table.cells
    )
    widths = tuple(right - left for left, right in pairwise(edges))
    block = LaidBlock(BlockKind.INDICATORS, "", 0, table.row_count, (0, table.header_rows))
    return LaidTable("", "", cells, widths, table.row_count, (block,), (), (), _PAPER)


def _png_size(png: bytes) -> tuple[int, int]:
    """Width and height, as every PNG says them at its start."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
