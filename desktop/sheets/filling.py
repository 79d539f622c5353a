"""Fills pages with the rows of a measured form: headings on every page, bands continued, rows split only between lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop.forms.form import BlockKind
from desktop.forms.laid import CellRole, LaidBlock, LaidTable
from desktop.sheets.carrying import Carrying
from desktop.sheets.measuring import MeasuredCell
from desktop.sheets.page import Body, Box, Setting, Style, placed_lines, stretched
from desktop.sheets.units import PADDING_Y_MM, line_mm

_ROUNDING_MM = 1e-6
_END_MATTER = (BlockKind.NOTES, BlockKind.SIGNATURES)
_TAKEN_ALONG = 2  # rows

Windows: TypeAlias = dict[int, list[Box]]
"""The cells of one page, or of each page of a set that stands side by side."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows to be placed.

    Attributes:
        starting: the cells that begin in each row.
        natural: the height of each row in mm.
        hidden: rows that are not printed.
        headed: blocks with headings that are repeated.
        bare_share: the share of a page that may stay empty so that a row or group stays whole.
    """

    laid: LaidTable
    starting: Mapping[int, Sequence[MeasuredCell]]
    natural: Sequence[float]
    hidden: frozenset[int]
    headed: Sequence[LaidBlock]
    bare_share: float

    def block_of(self, row: int) -> LaidBlock | None:
        """The block with headings that the row is in; headings that would fill half a page are not repeated."""
        return next((each for each in self.headed if each.start <= row < each.end), None)

    def is_heading(self, row: int) -> bool:
        """Whether the row is among those that are repeated."""
        block = self.block_of(row)
        return block is not None and row < block.header[1]

    def heading_height(self, row: int) -> float:
        """What the headings take that are repeated above a row."""
        block = self.block_of(row)
        return sum(self.natural[slice(*block.header)]) if block is not None and row >= block.header[1] else 0.0

    def ending(self) -> int:
        """The row from which on all stands on one page: notes and signatures with two rows above them, never alone."""
        first = self.laid.row_count
        for block in reversed(self.laid.blocks):
            if block.kind not in _END_MATTER:
                break
            first = block.start
        block_above = self.block_of(first - 1)
        return max(first - _TAKEN_ALONG, block_above.header[1] if block_above is not None else 0)

    def together(self) -> dict[int, int]:
        """Ranges of rows that should begin on one page, first row to end: groups, and headings with what begins below them."""
        found = dict(self.laid.keep_together)
        heads = {row for block in self.laid.blocks for row in range(*block.header)}
        for row, cells in self.starting.items():
            if all(each.cell.role in (CellRole.TITLE, CellRole.HEADING) for each in cells):
                heads.add(row)
        for row in (row for row in heads if row - 1 not in heads):
            end = row
            while end in heads:
                end += 1
            found[row] = found.get(end, min(end + 1, self.laid.row_count))
        return found


@dataclass(slots=True, eq=False)
class _Open:
    """A cell that is being placed: where its part on this page begins, and which line comes next."""

    measured: MeasuredCell
    top: float
    next_line: int = 0
    continued: bool = False

    def rest(self) -> int:
        """How many lines its part on this page has to show."""
        if self.continued and self.measured.repeated:
            return len(self.measured.repeated)
        return len(self.measured.lines) - self.next_line

    def bottom(self) -> float:
        """How far down its part must reach to show them."""
        return self.top + (self.measured.height(self.rest()) if self.continued else self.measured.whole)

    def fitting(self, bottom: float) -> int:
        """How many of them a part down to ``bottom`` shows."""
        room = bottom - self.top - 2 * PADDING_Y_MM + _ROUNDING_MM
        return max(0, min(self.rest(), int(room / line_mm(self.measured.size))))


@dataclass(slots=True)
class Filler:
    """The pages so far and the one being filled."""

    rows: Rows
    body: Body
    carrying: Carrying | None = None
    y: float = 0.0  # where the first row begins; what stands above it is not ours
    bare: bool = True  # nothing but repeated headings yet
    open: list[_Open] = field(default_factory=list)
    boxes: Windows = field(default_factory=dict)
    pages: list[Windows] = field(default_factory=list)

    def fill(self) -> list[Windows]:
        """All rows on as many pages as they need."""
        self.y, self.bare = max(self.y, self.body.top), self.y <= self.body.top
        together, starts = self.rows.together(), set(self.rows.laid.page_starts)
        ending = self.rows.ending()
        for row in range(self.rows.laid.row_count):
            if row in self.rows.hidden:
                continue
            if not self.bare and (row in starts or not self._room_for(row, together.get(row, row + 1), last=row == ending)):
                self._turn(row)
            self._place(row)
        self._close_page()
        return self.pages

    def _limit(self, row: int) -> float:
        """The lower edge of what rows may use: the line carried over needs its place."""
        if self.carrying is not None and self.carrying.applies(self.rows.block_of(row)):
            return self.body.bottom - self.carrying.height + _ROUNDING_MM
        return self.body.bottom + _ROUNDING_MM

    def _room_for(self, row: int, end: int, *, last: bool) -> bool:
        """Whether rows that belong together begin here: they fit, no page would hold them, or too much would stay empty."""
        end = self.rows.laid.row_count if last else end
        if end <= row + 1:
            return True
        height = sum(self.rows.natural[row:end])
        left = self._limit(row) - self.y
        whole = self.body.height - self.rows.heading_height(row)
        if height <= left or (height > whole and not self.rows.is_heading(row)):
            return True
        return not last and self._worth_beginning(row, left)

    def _worth_beginning(self, row: int, left: float) -> bool:
        """Whether too much would stay empty; headings begin only where a row below them has room."""
        block, least = self.rows.block_of(row), self.body.height * self.rows.bare_share
        if block is not None and self.rows.is_heading(row):
            left -= sum(self.rows.natural[row : block.header[1]])
            least = max([least, *(each.least_part() for each in self.rows.starting.get(block.header[1], ()))])
        return left > least

    def _place(self, row: int) -> None:
        if self.carrying is not None:
            self.carrying.enter(self.rows.block_of(row))
        self.open += [_Open(each, self.y) for each in self.rows.starting.get(row, ())]
        limit, begun = self._limit(row), False
        while max(bottom := self._bottom_of(row, begun=begun), self._bands_bottom()) > limit:
            if begun or self.bare or self._worth_splitting(row):
                self._split(row)
                begun = True
            else:
                self._turn(row)
        self.y = bottom
        self.bare = False
        for each in self.open:
            if each.measured.last_row == row:
                self._draw(each, self.y, each.rest())
        self.open = [each for each in self.open if each.measured.last_row != row]

    def _bottom_of(self, row: int, *, begun: bool) -> float:
        """Where the row would end on this page."""
        least = self.y if begun else self.y + self.rows.natural[row]
        return max([least, *[each.bottom() for each in self.open if each.measured.last_row == row]])

    def _bands_bottom(self) -> float:
        """How far down bands that may go on must reach to show their words on this page."""
        return max([self.y, *[each.bottom() for each in self.open if each.measured.repeated]])

    def _worth_splitting(self, row: int) -> bool:
        """Whether a row that does not fit begins here all the same: no page would hold it whole, or too much would stay empty."""
        left = self._limit(row) - self.y
        long = [each for each in self.open if each.measured.cell.row == row and each.rest() > 1]
        if not long or min(each.measured.height(2) for each in long) > left or self._bands_bottom() > self._limit(row):
            return False
        whole = self._bottom_of(row, begun=False) - self.y
        return left > self.body.height * self.rows.bare_share or whole > self.body.height - self.rows.heading_height(row)

    def _split(self, row: int) -> None:
        """As many lines of the row as fit, the rest on the next page."""
        limit = self._limit(row)
        shown = [each.fitting(limit) for each in self.open]
        if self.bare and not any(count for each, count in zip(self.open, shown, strict=True) if not each.measured.repeated):
            shown = [
                min(max(1, count), each.rest()) for each, count in zip(self.open, shown, strict=True)
            ]  # a page must take something
        filled = [each.top + each.measured.height(count) for each, count in zip(self.open, shown, strict=True)]
        self._leave(row, min(max([self.y, *filled]), limit), shown)

    def _turn(self, row: int) -> None:
        """A new page before the row; cells that reach over from the rows above leave their part on the old one."""
        fresh = [each for each in self.open if each.measured.cell.row == row]
        self.open = [each for each in self.open if each.measured.cell.row != row]
        bottom = self._bands_bottom()
        if bottom > self.y:
            self._stretch_last_row(bottom)
        self._leave(row, self.y, [each.fitting(self.y) for each in self.open])
        for each in fresh:
            each.top = self.y
        self.open.extend(fresh)

    def _stretch_last_row(self, bottom: float) -> None:
        """So that a band beside it can show its words."""
        for boxes in self.boxes.values():
            for number, box in enumerate(boxes):
                if abs(box.y + box.height - self.y) < _ROUNDING_MM:
                    boxes[number] = stretched(box, bottom - box.y)
        self.y = bottom

    def _leave(self, row: int, bottom: float, shown: Sequence[int]) -> None:
        """Close the page, open cells leaving their part down to ``bottom``; the next begins with the block's headings."""
        for each, count in zip(self.open, shown, strict=True):
            self._draw(each, bottom, count)
            if not each.measured.repeated:
                each.next_line += count
            each.continued = True
        block = self.rows.block_of(row)
        inside = block is not None and row >= block.header[1]
        if inside and self.carrying is not None and self.carrying.applies(block):
            self._draw_row(self.carrying.row(row, onward=True), bottom)
        self._close_page()
        self.y = self.body.top
        self.bare = True
        if block is not None and inside:
            self._repeat(block)
            if self.carrying is not None and self.carrying.applies(block):
                self.y = self._draw_row(self.carrying.row(row, onward=False), self.y)
        for each in self.open:
            each.top = self.y

    def _close_page(self) -> None:
        self.pages.append(self.boxes)
        self.boxes = {}

    def _repeat(self, block: LaidBlock) -> None:
        first, end = block.header
        tops = [self.y]
        for row in range(first, end):
            tops.append(tops[-1] + self.rows.natural[row])
        for row in range(first, end):
            for measured in self.rows.starting.get(row, ()):
                bottom = tops[min(measured.last_row + 1, end) - first]
                self._draw(_Open(measured, tops[row - first]), bottom, len(measured.lines))
        self.y = tops[-1]

    def _draw_row(self, cells: Sequence[MeasuredCell], top: float) -> float:
        bottom = top + max(measured.whole for measured in cells)
        for measured in cells:
            self._draw(_Open(measured, top), bottom, len(measured.lines))
        return bottom

    def _draw(self, each: _Open, bottom: float, count: int) -> None:
        measured = each.measured
        again = each.continued and bool(measured.repeated)
        lines = measured.repeated[:count] if again else measured.lines[each.next_line : each.next_line + count]
        whole = each.next_line == 0 and count >= len(measured.lines)
        cell = measured.cell
        style = Style.STRONG if cell.bold else Style.PLAIN
        setting = Setting(measured.size, style, cell.align, middle=whole or bool(measured.repeated))
        if self.carrying is not None and lines and not each.continued:
            self.carrying.add(cell)
        top, height = each.top, bottom - each.top
        for window, x, width in measured.spots:
            placed = tuple(placed_lines((x, top, width, height), lines, setting))
            box = Box(x, top, width, height, cell.row, cell.column, cell.bordered, each.continued, placed)
            self.boxes.setdefault(window, []).append(box)
