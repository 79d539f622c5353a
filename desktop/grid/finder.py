"""Finding and replacing in the entry table: what the find bar of the window asks of this page."""

import re
from collections.abc import Iterable, Sequence

from desktop.grid.cells import Cell
from desktop.grid.model import TableModel
from desktop.grid.view import TableView
from desktop.kit.search import folded, holds, replaced
from scoring.finding import Place
from scoring.table import RecordKind

BRACKETS = frozenset("《》〈〉")
# Signs that are folded into ideographs: radicals, ㈠, ㊣, ㍿, doubles kept for other character sets.
SQUARED = re.compile("[\u2e80-\u2fdf\u3038-\u303a\u3190-\u33ff\uf900-\ufaff\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]")


def find(view: TableView, words: str, *, backwards: bool = False, entering: bool = False) -> bool:
    """Put the cursor on the next cell with these words, from its place (``entering``: from the edge) to the end of the table."""
    model, index, by = view.table, view.currentIndex(), -1 if backwards else 1
    rows = len(model.rows)
    row, column = (index.row(), index.column()) if index.isValid() else (0, -1)
    if entering or not rows:
        row, column = (rows - 1, len(model.plan.columns)) if backwards else (0, -1)
    found = found_after(model, words, row, column, by)
    if found is None:
        return False
    target = model.index(*found)
    view.put_cursor(target)
    view.scrollTo(target)
    return True


def found_after(model: TableModel, words: str, row: int, column: int, by: int = 1) -> tuple[int, int] | None:
    """The next cell behind (``by`` -1: before) a place whose words contain these."""
    wanted = folded(words)
    ideographs = sorted({each for each in wanted if "一" <= each <= "鿿"})
    width = len(model.plan.columns)
    for line in range(row, len(model.rows) if by > 0 else -1, by):
        if wanted and not _may_hold(model.cells[line], wanted, ideographs):
            continue
        for place in range(width)[::by]:
            if (line != row or (place - column) * by > 0) and holds(_once(model, line, place).text, words):
                return line, place
    return None


def _once(model: TableModel, row: int, column: int) -> Cell:
    """The cell; of a band only its first row's."""
    cell = model.cell(row, column)
    repeated = bool(cell.owner) and row > 0 and model.cell(row - 1, column).owner == cell.owner
    return Cell() if repeated else cell


def _may_hold(cells: Sequence[Cell], wanted: str, ideographs: Iterable[str]) -> bool:
    """Whether a cell of the row may hold the words: a row looked through at once is a fraction of cell by cell."""
    texts = "\0".join([each.text for each in cells if each.text])
    if SQUARED.search(texts) is None and not all(each in texts for each in ideographs):
        return False  # what folding leaves out or puts in place is no ideograph
    return wanted in folded(texts) or not BRACKETS.isdisjoint(texts)  # a bracket is read by what its own cell holds


def count(model: TableModel, words: str) -> int:
    """How many cells in view have the words."""
    found, row, column = 0, 0, -1
    while (place := found_after(model, words, row, column)) is not None:
        found, (row, column) = found + 1, place
    return found


def replacements(cells: Iterable[Cell], words: str, other: str) -> dict[Place, tuple[str, str]]:
    """What replacing would change in these cells: old and new texts."""
    found: dict[Place, tuple[str, str]] = {}
    for cell in cells:
        if cell.field is not None and cell.typed and holds(cell.typed, words):
            new = replaced(cell.typed, words, other)
            if new != cell.typed:
                found[Place(RecordKind.NODE, cell.node_id, cell.field.value)] = cell.typed, new
    return found
