"""承前页 and 过次页: the points and scores so far, at the foot of a page and the head of the next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from desktop.forms.laid import CellRole, LaidBlock, LaidCell, LaidTable
from desktop.forms.number_text import format_number
from desktop.sheets.measuring import MeasuredCell
from scoring.scored import ScoredTable
from scoring.table import Field, RecordKind

ONWARD, BROUGHT = "过次页", "承前页"
_SUMMED = (Field.POINTS.value, Field.GIVEN_SCORE.value)


@dataclass(slots=True)
class Carrying:
    """The sums of what the pages of one block have shown.

    Attributes:
        counted: whether the number of a cell is part of the total.
        measured: measures a cell.
        height: of the line, in mm.
    """

    laid: LaidTable
    counted: Callable[[LaidCell], bool]
    measured: Callable[[LaidCell], MeasuredCell]
    height: float
    sums: dict[int, Decimal] = field(default_factory=dict)
    _columns: dict[int, dict[int, LaidCell]] = field(default_factory=dict)
    _block: LaidBlock | None = None

    def __post_init__(self) -> None:
        for block in self.laid.blocks:
            cells = [each for each in self.laid.cells if block.start <= each.row < block.end and self.counted(each)]
            self._columns[block.start] = {each.column: each for each in cells}

    def applies(self, block: LaidBlock | None) -> bool:
        """Whether the block has numbers to add."""
        return block is not None and bool(self._columns[block.start])

    def enter(self, block: LaidBlock | None) -> None:
        """A new block begins from nothing."""
        if block is not self._block:
            self._block, self.sums = block, {}

    def add(self, cell: LaidCell) -> None:
        if cell.number is not None and self.counted(cell):
            self.sums[cell.column] = self.sums.get(cell.column, Decimal(0)) + cell.number.value

    def row(self, row: int, *, onward: bool) -> tuple[MeasuredCell, ...]:
        """The line with the sums so far."""
        columns = self._columns[self._block.start] if self._block is not None else {}
        cells: list[LaidCell] = []
        edge = 0
        for column, model in sorted(columns.items()):
            words = "" if cells else ONWARD if onward else BROUGHT
            if column > edge:
                cells.append(_cell(model, row, edge, column - edge, words))
            total = format_number(self.sums.get(column, Decimal(0)))
            cells.append(_cell(model, row, column, model.column_span, total))
            edge = column + model.column_span
        if edge < len(self.laid.column_widths_mm):
            cells.append(_cell(cells[-1], row, edge, len(self.laid.column_widths_mm) - edge, ""))
        return tuple(map(self.measured, cells))


def _cell(model: LaidCell, row: int, column: int, span: int, text: str) -> LaidCell:
    return model._replace(
        row=row,
        column=column,
        column_span=span,
        row_span=1,
        text=text,
        role=CellRole.TOTAL,
        align="center",
        place=None,
        number=None,
        formula=None,
        editable=False,
    )


def widest_sums(laid: LaidTable, counted: Callable[[LaidCell], bool]) -> tuple[LaidCell, ...]:
    """For each column of a block the longest sum that a page may carry, as a cell in the place of the row that makes it."""
    sums: dict[tuple[int, int], Decimal] = {}
    widest: dict[tuple[int, int], LaidCell] = {}
    for block in laid.blocks:
        for cell in sorted((each for each in laid.cells if block.start <= each.row < block.end), key=lambda each: each.row):
            if cell.number is not None and counted(cell):
                place = block.start, cell.column
                sums[place] = sums.get(place, Decimal(0)) + cell.number.value
                text = format_number(sums[place])
                if place not in widest or len(text) > len(widest[place].text):
                    widest[place] = cell._replace(text=text)
    return tuple(widest.values())


def counted_by(scored: ScoredTable) -> Callable[[LaidCell], bool]:
    """Points and scores of the rows that the total is made of: those with points and nothing below them that has some."""
    outer: set[str] = set()
    pointed = {node_id for node_id, row in scored.rows.items() if row.points is not None}
    for node_id in pointed:
        above = scored.rows[node_id].parent_id
        while above and above not in outer:
            outer.add(above)
            above = scored.rows[above].parent_id if above in scored.rows else ""
    rows = pointed - outer

    def counted(cell: LaidCell) -> bool:
        place = cell.place
        return (
            cell.number is not None
            and place is not None
            and place.kind is RecordKind.NODE
            and place.field in _SUMMED
            and place.id in rows
        )

    return counted
