"""A form laid out: one grid of cells that screen, paper and Excel walk, and the canvas in millimetres it is made on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from desktop.forms.form import BlockKind, Paper
from desktop.forms.number_text import CellNumber
from scoring.exact import exact_sum, rounded
from scoring.finding import Place
from scoring.number import round_half_up


class CellRole(Enum):
    """What a cell is for; surfaces choose fonts and colours by it."""

    TITLE = "title"
    HEADING = "heading"
    GROUP = "group"  # a band of the tree
    LABEL = "label"
    TEXT = "text"
    NUMBER = "number"
    TOTAL = "total"
    NOTE = "note"
    SIGNATURE = "signature"


Spot: TypeAlias = tuple[int, int]
"""Row and column of a cell, from 0."""


@dataclass(frozen=True, slots=True)
class SumOf:
    """A sum of figures and a constant, rounded half up."""

    places: tuple[Place, ...]
    decimals: int
    added: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class RatioOf:
    """A ratio of two figures in per cent, rounded half up; ``decimals`` are those of the percentage."""

    upper: Place
    lower: Place
    decimals: int


@dataclass(frozen=True, slots=True)
class CellSum:
    """A live sum over cells of the sheet."""

    cells: tuple[Spot, ...]
    decimals: int
    added: Decimal


@dataclass(frozen=True, slots=True)
class CellRatio:
    """A live ratio of two cells of the sheet."""

    upper: Spot
    lower: Spot
    decimals: int


class Piece(NamedTuple):
    """A cell on the canvas: its row, and where it begins and how wide it is in mm. A tuple, for there are many of them."""

    row: int
    x: int
    width: int
    text: str = ""
    role: CellRole = CellRole.TEXT
    rows: int = 1
    align: str = "left"
    place: Place | None = None
    editable: bool = False
    number: CellNumber | None = None
    wanted: tuple[SumOf | RatioOf, ...] = ()
    bold: bool = False
    size: float = 9
    bordered: bool = True


class LaidCell(NamedTuple):
    """One cell of the grid, with everything it covers. A tuple, for there are many of them.

    Attributes:
        text: as typed or as worked out; empty where nothing is written.
        place: the record and attribute shown, for clicking, editing and findings.
        number: where the text is a number; a spreadsheet gets that and shows the same text.
        formula: where a spreadsheet may work the number out itself from other cells, to the last digit.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    role: CellRole
    align: str
    place: Place | None
    editable: bool
    number: CellNumber | None
    formula: CellSum | CellRatio | None
    bold: bool
    size: float
    bordered: bool


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """The rows of one block, the end not included. ``header`` rows are repeated on each page the block reaches."""

    kind: BlockKind
    section: str
    start: int
    end: int
    header: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A sheet of a form.

    Attributes:
        name: of the worksheet.
        title: the words of its title, in one line.
        cells: in order of row and column; cells covered by another are absent.
        page_starts: rows that begin a page.
        keep_together: ranges of rows, the end not included, not to be torn apart where a page can hold them.
    """

    name: str
    title: str
    cells: tuple[LaidCell, ...]
    column_widths_mm: tuple[int, ...]
    row_count: int
    blocks: tuple[LaidBlock, ...]
    page_starts: tuple[int, ...]
    keep_together: tuple[tuple[int, int], ...]
    paper: Paper


@dataclass(slots=True)
class Canvas:
    """Where blocks put their pieces, row after row; its columns come out of the edges of the pieces."""

    width: int
    row: int = 0
    pieces: list[Piece] = field(default_factory=list)
    blocks: list[LaidBlock] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)
    keep_together: list[tuple[int, int]] = field(default_factory=list)

    def put(self, piece: Piece) -> None:
        self.pieces.append(piece)

    def arrange(self, *, name: str, title: str, paper: Paper) -> LaidTable:
        """The grid: each edge in mm becomes the edge of a column."""
        edges = sorted({edge for piece in self.pieces for edge in (piece.x, piece.x + piece.width)})
        column = {edge: number for number, edge in enumerate(edges)}
        spots = _spots(self.pieces, column)
        cells = [_cell(piece, column, spots) for piece in self.pieces]
        cells.sort(key=attrgetter("row", "column"))
        return LaidTable(
            name=name,
            title=title,
            cells=tuple(cells),
            column_widths_mm=tuple(right - left for left, right in pairwise(edges)),
            row_count=self.row,
            blocks=tuple(self.blocks),
            page_starts=tuple(self.page_starts),
            keep_together=tuple(self.keep_together),
            paper=paper,
        )


Spots: TypeAlias = Mapping[Place, tuple[Spot, Decimal | None]]


def _spots(pieces: Iterable[Piece], column: Mapping[int, int]) -> Spots:
    """Where each figure that a formula wants stands, with its number; ``None`` while its cell is empty. Words are no figures."""
    pieces = tuple(pieces)
    wanted: set[Place] = set()
    for piece in pieces:
        for each in piece.wanted:
            wanted.update(each.places if isinstance(each, SumOf) else (each.upper, each.lower))
    fields = {place.field for place in wanted}
    return {
        piece.place: ((piece.row, column[piece.x]), piece.number.value if piece.number else None)
        for piece in pieces
        if piece.place is not None
        and piece.place.field in fields
        and (piece.number is not None or not piece.text)
        and piece.place in wanted
    }


def _cell(piece: Piece, column: Mapping[int, int], spots: Spots) -> LaidCell:
    row, x, width, text, role, rows, align, place, editable, number, wanted, bold, size, bordered = piece
    first = column[x]
    formula = _formula(piece, spots) if wanted else None
    span = column[x + width] - first
    return LaidCell(row, first, rows, span, text, role, align, place, editable, number, formula, bold, size, bordered)


def _formula(piece: Piece, spots: Spots) -> CellSum | CellRatio | None:
    """The first of the wanted forms for which the cells of the sheet give exactly the number shown."""
    shown = piece.number.value if piece.number else None
    if piece.text and shown is None:
        return None
    for wanted in piece.wanted:
        found = _sum(wanted, shown, spots) if isinstance(wanted, SumOf) else _ratio(wanted, shown, spots)
        if found is not None:
            return found
    return None


def _sum(wanted: SumOf, shown: Decimal | None, spots: Spots) -> CellSum | None:
    found = [spot for place in wanted.places if (spot := spots.get(place)) is not None]
    numbers = [number for _, number in found if number is not None]
    if not found or len(found) != len(wanted.places):
        return None
    if numbers:
        if shown is None or rounded(exact_sum((*numbers, wanted.added)), wanted.decimals) != shown:
            return None
    elif shown is not None:
        return None
    return CellSum(tuple(spot for spot, _ in found), wanted.decimals, wanted.added)


def _ratio(wanted: RatioOf, shown: Decimal | None, spots: Spots) -> CellRatio | None:
    if wanted.upper not in spots or wanted.lower not in spots:
        return None
    (upper_spot, upper), (lower_spot, lower) = spots[wanted.upper], spots[wanted.lower]
    if upper is None or lower is None or lower.is_zero():
        exact = None
    else:
        exact = round_half_up(Fraction(upper) / Fraction(lower) * 100, wanted.decimals)
    return CellRatio(upper_spot, lower_spot, wanted.decimals) if exact == shown else None


def emptied(laid: LaidTable, gone: Callable[[Place], bool]) -> LaidTable:
    """The same form with the cells of some facts empty; sums and ratios over them stay live and show nothing yet."""
    spots = {(cell.row, cell.column) for cell in laid.cells if cell.place is not None and gone(cell.place)}

    def follows(cell: LaidCell) -> bool:
        if isinstance(cell.formula, CellSum):
            return not spots.isdisjoint(cell.formula.cells)
        return cell.formula is not None and cell.formula.upper in spots

    def empty(cell: LaidCell) -> LaidCell:
        if (cell.row, cell.column) in spots or follows(cell):
            return cell._replace(text="", number=None)
        return cell

    return replace(laid, cells=tuple(map(empty, laid.cells)))
