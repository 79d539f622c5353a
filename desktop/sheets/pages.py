"""From a laid form to its pages: measured, filled, without header and footer."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from desktop.forms.form import BlockKind
from desktop.forms.laid import LaidCell, LaidTable
from desktop.sheets.carrying import Carrying, widest_sums
from desktop.sheets.columns import columns_of
from desktop.sheets.filling import Filler, Rows, Windows
from desktop.sheets.measuring import MeasuredCell, Measuring, Metrics
from desktop.sheets.page import Body, Box, Page, Style, TextLine
from desktop.sheets.setup import PageSetup, page_size_mm
from desktop.sheets.units import baseline_mm, em_mm, line_mm

MARK_POINTS = 8
MARK_GAP_MM = 2.0
_BARE_SHARES = (0.25, 0.12, 0.0)  # of a page that may stay empty so that a row or group stays whole; less may save a page
_TAIL_SHARE = 0.2  # of a page: a last page with less than that is worth tearing groups for
_HIGHEST_NAME = 0.35  # of a page: a name that is said again where its band goes on
_HIGHEST_HEADING = 0.5  # of a page: headings that are repeated
_HIGHEST_SHARE = 0.7  # of a page: a text beside several rows that they are stretched for


EdgeTexts: TypeAlias = tuple[str, str, str]
"""Left, middle and right."""


def body_of(setup: PageSetup) -> Body:
    """What the margins leave, and what the lines above and below need."""
    width, height = page_size_mm(setup)
    top, right, bottom, left = setup.margins_mm
    line = line_mm(MARK_POINTS) + 2 * MARK_GAP_MM
    upper = max(top, line)
    return Body(width, height, left, upper, width - left - right, height - upper - max(bottom, line))


def paginate(
    laid: LaidTable,
    setup: PageSetup,
    metrics: Metrics,
    counted: Callable[[LaidCell], bool] | None = None,
    *,
    start: float = 0.0,
) -> tuple[Page, ...]:
    """The pages of one laid form.

    Args:
        laid: the form.
        setup: the paper.
        metrics: measures text.
        counted: the numbers that 承前页 adds up where the setup wants it.
        start: where on the first page its rows begin, in mm from the top, below what others have put there; with no room for them
            the first page has no cells.
    """
    body = body_of(setup)
    summed = counted if setup.carry_subtotals else None
    sums = () if summed is None else widest_sums(laid, summed)
    measuring = Measuring(columns_of(laid, setup.fit, body, metrics, sums), metrics, body.height * _HIGHEST_NAME)
    line = max([measuring.line_height, *(each.height(len(each.lines)) for each in map(measuring.measured, sums))])
    hidden = _hidden(laid, setup)
    cells = [measuring.measured(cell) for cell in laid.cells if cell.row not in hidden]
    starting: dict[int, list[MeasuredCell]] = {}
    for each in cells:
        starting.setdefault(each.cell.row, []).append(each)
    natural = _natural_heights(cells, laid.row_count, body.height * _HIGHEST_SHARE)
    most = body.height * _HIGHEST_HEADING
    headed = [each for each in laid.blocks if each.header[1] > each.header[0] and sum(natural[slice(*each.header)]) <= most]
    filled: list[Windows] = []
    for bare_share in _BARE_SHARES:
        carrying = None if summed is None else Carrying(laid, summed, measuring.measured, line)
        tried = Filler(Rows(laid, starting, natural, hidden, headed, bare_share), body, carrying, start).fill()
        if not filled or len(tried) < len(filled):
            filled = tried
        if len(filled) == 1 or _filled_to(filled[-1]) > body.top + body.height * _TAIL_SHARE:
            break
    return tuple(
        Page(body.page_width, body.page_height, tuple(sorted(page.get(window, ()), key=_in_reading_order)))
        for page in filled
        for window in sorted(page) or (0,)
    )


def edge_marks(above: EdgeTexts, below: EdgeTexts, setup: PageSetup, metrics: Metrics) -> tuple[TextLine, ...]:
    """The lines above and below a page: left, middle and right."""
    body = body_of(setup)
    upper = body.top - MARK_GAP_MM - line_mm(MARK_POINTS) + baseline_mm(MARK_POINTS)
    lower = body.bottom + MARK_GAP_MM + baseline_mm(MARK_POINTS)
    ems = metrics.ems(Style.PLAIN)
    marks = []
    for texts, baseline in ((above, upper), (below, lower)):
        for text, share in zip(texts, (0, 0.5, 1), strict=True):
            if text:
                width = sum(map(ems.__getitem__, text)) * em_mm(MARK_POINTS)
                marks.append(TextLine(body.left + (body.width - width) * share, baseline, text, MARK_POINTS, width=width))
    return tuple(marks)


def _hidden(laid: LaidTable, setup: PageSetup) -> frozenset[int]:
    if setup.signatures:
        return frozenset()
    blocks = [block for block in laid.blocks if block.kind is BlockKind.SIGNATURES]
    return frozenset(row for block in blocks for row in range(block.start, block.end))


def _natural_heights(cells: Sequence[MeasuredCell], row_count: int, most: float) -> list[float]:
    """How high each row is.

    Rows beside a cell over several rows become higher, all alike, until its text has room, the smallest groups first; a text
    higher than ``most`` is left to flow over pages.
    """
    heights = [0.0] * row_count
    for each in cells:
        row = each.cell.row
        heights[row] = max(heights[row], each.whole if each.last_row == row else each.least)
    for each in sorted((each for each in cells if each.cell.row_span > 1), key=lambda each: each.cell.row_span):
        rows = range(each.cell.row, each.last_row + 1)
        missing = each.whole - sum(heights[row] for row in rows)
        if missing > 0 and each.whole <= most:
            for row in rows:
                heights[row] += missing / len(rows)
    return heights


def _filled_to(page: Windows) -> float:
    return max((box.y + box.height for boxes in page.values() for box in boxes), default=0.0)


def _in_reading_order(box: Box) -> tuple[float, float]:
    return round(box.y, 3), box.x
