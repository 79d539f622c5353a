"""In which order the entry table shows its rows when it is sorted by a column. Nothing stored changes. No Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from desktop.grid.cells import Cell
from desktop.grid.rows import Row, RowKind
from scoring.number import parse_number
from scoring.scored import Mark, ScoredTable
from scoring.table import Field

MARKS = {each: at for at, each in enumerate(Mark)}


@dataclass(frozen=True, slots=True)
class Sort:
    """A column by its key and by its words, and which end comes first."""

    key: str
    words: str
    falling: bool = False


def row_order(
    sort: Sort, column: int, rows: Sequence[Row], cells: Sequence[Sequence[Cell]], scored: ScoredTable
) -> Mapping[str, int]:
    """For every row of a node its place. Each block of the form is sorted by itself; of an outline each group's own rows.

    Numbers come before words, empty cells last both ways; what is equal keeps the order of the form.
    """
    values = {row.node_id: _value(row, cells[at][column], sort, scored) for at, row in enumerate(rows)}
    nodes = [row for row in rows if row.kind is RowKind.NODE]
    order: list[str] = []
    for _, part in groupby(nodes, key=lambda row: _part(row, scored)):
        order += _sorted(part, values, falling=sort.falling)
    return {node_id: at for at, node_id in enumerate(order)}


def _part(row: Row, scored: ScoredTable) -> tuple[int, str, str]:
    """Rows of one part change places among each other; a group that has a row of its own stays."""
    node = scored.rows[row.node_id]
    if not row.outline:
        return row.block, "", ""
    return (row.block, node.parent_id, "") if node.node.leaf else (row.block, "", row.node_id)


Value = tuple[int, Decimal, bytes]
NUMBER, WORDS, NONE = range(3)
NOTHING: Value = (NONE, Decimal(0), b"")


def _sorted(part: Iterable[Row], values: Mapping[str, Value], *, falling: bool) -> list[str]:
    ids = [row.node_id for row in part]
    ids.sort(key=lambda each: values[each], reverse=falling)  # stable in both directions
    return sorted(ids, key=lambda each: values[each][0])


def _value(row: Row, cell: Cell, sort: Sort, scored: ScoredTable) -> Value:
    """What a row is sorted by: a number, a state, or words as a dictionary has them (the national code is by sound)."""
    node = scored.rows.get(cell.node_id or row.node_id)
    if row.kind is not RowKind.NODE or node is None:
        return NOTHING
    if sort.key == "mark":
        return (NUMBER, Decimal(MARKS[node.mark]), b"") if node.node.leaf else NOTHING
    text = cell.typed or cell.text
    if not text:
        return NOTHING
    number = parse_number(text.removesuffix("%"))
    if number is None and cell.field is Field.TARGET and node.target is not None:
        number = node.target.value
    if number is None and cell.field is Field.ACTUAL and node.actual is not None:
        number = node.actual.value
    return (WORDS, Decimal(0), text.encode("gb18030", "replace")) if number is None else (NUMBER, number, b"")
