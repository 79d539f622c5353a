"""Where columns stand on paper: all on one page, or over a set of pages that repeats the key columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from desktop.forms.form import BlockKind
from desktop.forms.laid import CellRole, LaidCell, LaidTable
from desktop.sheets.measuring import Metrics, Spot
from desktop.sheets.page import Body, Style
from desktop.sheets.setup import Fit
from desktop.sheets.widths import adapted, least_widths, with_least
from scoring.table import Field

_TABLES = (BlockKind.INDICATORS, BlockKind.TASKS, BlockKind.BASE_FACTS, BlockKind.TOTAL)
_NAME = Field.NAME.value
_OVERFULL = 1.3  # columns that are narrowed to stand on one page of a set rather than on two
_KEY_SHARE = 0.6  # of the page: columns on every page of a set leave room for others


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the cells of a form are drawn.

    Attributes:
        left: of the body, in mm.
        plain, table: the edges of the columns in mm, outside of tables as the form draws them, within tables adapted.
        table_rows: the rows of tables.
        keys: how many columns at the left stand on every page of a set.
        windows: the other columns of each page of the set.
        shrink: how much narrower than the form wants it, at most 1.
    """

    left: float
    plain: tuple[float, ...]
    table: tuple[float, ...]
    table_rows: frozenset[int]
    keys: int
    windows: tuple[range, ...]
    shrink: float

    def spots(self, cell: LaidCell) -> tuple[Spot, ...]:
        """Where the cell is drawn, on each page of the set that shows one of its columns."""
        end = cell.column + cell.column_span
        inside = cell.row in self.table_rows
        if not inside or len(self.windows) == 1:
            edges = self.table if inside else self.plain
            x = edges[cell.column]
            return (Spot(0, self.left + x, edges[end] - x),)
        found: list[Spot] = []
        for number, window in enumerate(self.windows):
            shown = [each for each in range(cell.column, end) if each < self.keys or each in window]
            if shown:
                first = shown[0]
                back = self.table[window.start] - self.table[self.keys] if first >= self.keys else 0.0
                width = sum(self.table[each + 1] - self.table[each] for each in shown)
                found.append(Spot(number, self.left + self.table[first] - back, width))
        return tuple(found)


def columns_of(laid: LaidTable, fit: Fit, body: Body, metrics: Metrics, sums: Sequence[LaidCell] = ()) -> Columns:
    """The columns of a form on a page; ``sums`` are cells of its tables that pages carry over, which want room too."""
    ems = {False: metrics.ems(Style.PLAIN), True: metrics.ems(Style.STRONG)}
    rows = frozenset(row for block in laid.blocks if block.kind in _TABLES for row in range(block.start, block.end))
    outside = [cell for cell in laid.cells if cell.row not in rows]
    inside = [cell for cell in (*laid.cells, *sums) if cell.row in rows]
    factor = body.width / sum(laid.column_widths_mm)
    wished = [each * factor for each in laid.column_widths_mm]
    keys, shrink, windows = 0, min(1.0, factor), None
    if fit is Fit.PAGES and factor < 1:
        full = list(map(max, laid.column_widths_mm, least_widths(inside, laid.column_widths_mm, 1.0, ems)))
        windows = _windows(full, inside, body.width)
    if windows is not None:
        keys, shrink = windows[0].start, 1.0
        table = _filled(full, windows, body.width)
    else:
        windows = (range(len(wished)),)
        table = adapted(inside, wished, shrink, ems)
    plain = with_least(wished, least_widths(outside, wished, shrink, ems))
    return Columns(body.left, (0.0, *accumulate(plain)), (0.0, *accumulate(table)), rows, keys, windows, shrink)


def _windows(widths: Sequence[float], cells: Sequence[LaidCell], width: float) -> tuple[range, ...] | None:
    """The columns after the key columns, page by page, cut only where no cell is cut; ``None`` where that is not possible."""
    names = [cell.column + cell.column_span for cell in cells if cell.place is not None and cell.place.field == _NAME]
    keys, count = max(names, default=0), len(widths)
    edges = (0.0, *accumulate(widths))
    inside = {
        edge
        for cell in cells
        if cell.role not in (CellRole.HEADING, CellRole.TOTAL)
        for edge in range(cell.column + 1, cell.column + cell.column_span)
    }
    cuts = [edge for edge in range(keys + 1, count + 1) if edge not in inside]
    room = width - edges[keys]
    if edges[keys] > width * _KEY_SHARE or not cuts or keys in inside:
        return None
    found: list[range] = []
    start, end = keys, keys
    for cut in cuts:
        if end > start and edges[cut] - edges[start] > room * _OVERFULL:
            found.append(range(start, end))
            start = end
        end = cut
    return (*found, range(start, end))


def _filled(widths: Sequence[float], windows: Sequence[range], width: float) -> list[float]:
    """The widths, those of each page of the set stretched or narrowed so that it is full."""
    keys = windows[0].start
    found = list(widths)
    room = width - sum(found[:keys])
    for window in windows:
        factor = room / sum(found[each] for each in window)
        for each in window:
            found[each] *= factor
    return found
