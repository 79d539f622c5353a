"""What Excel's hands do with blocks of cells, worked out as new texts for facts: copy, paste, fill, clear."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeAlias

from desktop.grid.cells import BESIDE, TOTAL
from desktop.grid.model import TableModel
from desktop.grid.rows import RowKind
from scoring.number import parse_number
from scoring.table import Field, YearTable

Texts: TypeAlias = dict[tuple[str, Field], str]
Place: TypeAlias = tuple[int, int]  # row, column
Box: TypeAlias = tuple[int, int, int, int]  # top, left, bottom, right, all included


def bounding(boxes: Iterable[Box]) -> Box | None:
    """The smallest block that holds all chosen blocks."""
    found = list(boxes)
    if not found:
        return None
    return (
        min(each[0] for each in found),
        min(each[1] for each in found),
        max(each[2] for each in found),
        max(each[3] for each in found),
    )


def copied(model: TableModel, box: Box) -> list[list[str]]:
    """The words of a block: facts as typed, computed cells as shown; a merged cell stands once, as Excel copies it."""
    top, left, bottom, right = box
    rows: list[list[str]] = []
    before: list[str] = []
    for row in range(top, bottom + 1):
        words: list[str] = []
        owners: list[str] = []
        for column in range(left, right + 1):
            cell = model.cell(row, column)
            repeated = bool(before) and cell.owner == before[column - left] != ""
            words.append("" if repeated else cell.typed or cell.text)
            owners.append(cell.owner)
        rows.append(words)
        before = owners
    return rows


def merged(model: TableModel, box: Box) -> dict[tuple[int, int], tuple[int, int]]:
    """The merged cells of a block: for the place of each within the block how many rows and columns of it it covers."""
    top, left, bottom, right = box
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for column in range(left, right + 1):
        row = top
        while row <= bottom:
            cell, end = model.cell(row, column), row + 1
            while cell.owner and end <= bottom and model.cell(end, column).owner == cell.owner:
                end += 1
            down, across = end - row, min(cell.span, right - column + 1)
            if down > 1 or across > 1:
                found[row - top, column - left] = down, across
            row = end
    return found


def plain_numbers(model: TableModel, box: Box) -> frozenset[tuple[int, int]]:
    """The places within a block whose words are plain numbers."""
    top, left, bottom, right = box
    places = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    cells = ((row, column, model.cell(row, column)) for row, column in places)
    return frozenset(
        (row - top, column - left) for row, column, cell in cells if parse_number(cell.typed or cell.text) is not None
    )


def overwritten(table: YearTable, texts: Texts) -> tuple[int, int]:
    """How many filled cells these texts would change, and in how many rows."""
    nodes = {each.id: each for each in table.nodes}
    before = {(node_id, field): getattr(nodes[node_id], field.value) for node_id, field in texts}
    changed = [place for place, text in texts.items() if before[place] and before[place] != text]
    return len(changed), len({node_id for node_id, _ in changed})


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a pasted block changes: new texts, how many of its words found no place, and the cells it covers."""

    texts: Texts
    lost: int
    box: Box


def pasted(model: TableModel, box: Box, block: Sequence[Sequence[str]], covered: Container[Place] = ()) -> Pasted:
    """The facts that a pasted block changes.

    One cell goes into every chosen cell; a block whose size divides the chosen block is repeated in it; any other begins at the
    upper left corner. Rows of the block that only repeat headings or the total are no facts and take no row. Computed cells are
    passed over, so that a block copied from Excel keeps its columns. What a merged cell of the block covers stays as it is; only
    words beside the figures (evidence, reasons) speak for every row they cover.
    """
    top, left, bottom, right = box
    lines = [at for at, words in enumerate(block) if not _repeats_headings(model, left, words)] or list(range(len(block)))
    height, width = len(lines), max((len(each) for each in block), default=0)
    if not height or not width:
        return Pasted({}, 0, box)
    nodes = [each for each in model.node_rows() if each >= top]
    down, across = sum(each <= bottom for each in nodes), right - left + 1
    tall = down if down and down % height == 0 else height
    wide = across if across % width == 0 else width
    texts: Texts = {}
    lost = 0
    rows = nodes[:tall]
    seen: set[tuple[str, Field]] = set()
    for number in range(tall):
        line = lines[number % height]
        words = block[line]
        for column in range(left, left + wide):
            place = (column - left) % width
            text = words[place] if place < len(words) else ""
            if number >= len(rows) or column >= len(model.plan.columns):
                lost += bool(text)
                continue
            cell = model.cell(rows[number], column)
            if cell.field is None and not model.words(rows[number], column):
                lost += bool(text)  # the rows of this block have no such column
            if cell.field is None or ((line, place) in covered and not (cell.field in BESIDE and text)):
                continue
            fact = cell.node_id, cell.field
            if fact not in seen:  # a merged band takes the first of its rows
                seen.add(fact)
                texts[fact] = text  # also where it is the same: a score pasted with its row stays in force
    end = min(left + wide, len(model.plan.columns)) - 1
    return Pasted(texts, lost, (top, left, rows[-1] if rows else top, end))


@dataclass(frozen=True, slots=True)
class Grown:
    """A pasted block for whose last lines the band has no rows yet: new texts, what stands in new rows after a row, its cells."""

    texts: Texts
    after: str
    rows: tuple[Mapping[Field, str], ...]
    named: bool
    box: Box


def grown(model: TableModel, box: Box, block: Sequence[Sequence[str]], covered: Container[Place] = ()) -> Grown | None:
    """How a block goes into one band that grows by the rows it lacks; nothing where it lacks none.

    Nothing either where the block begins in a band's own column, goes into chosen rows, or rows do not stand as in the form.
    ``named``: the block brings names, so that its lines are indicators of their own.
    """
    top, left, bottom, _ = box
    lines = [at for at, words in enumerate(block) if not _repeats_headings(model, left, words)]
    nodes = list(takewhile(lambda each: model.rows[each].kind is RowKind.NODE, range(top, len(model.rows))))
    if not nodes or bottom > top or model.hidden or model.order or model.cell(top, left).owner:
        return None
    mine = list(takewhile(lambda each: model.rows[each].bands == model.rows[top].bands, nodes))
    if len(lines) <= len(mine):
        return None
    cells = {at: model.cell(mine[-1], at) for at in range(left, len(model.plan.columns))}
    fields = {at - left: cell.field for at, cell in cells.items() if cell.field is not None and not cell.owner}
    first = [block[line] for line in lines[: len(mine)]]
    over = {(at, place) for at, line in enumerate(lines) for place in range(len(block[line])) if (line, place) in covered}
    rows = tuple(
        {
            fields[place]: text
            for place, text in enumerate(block[line])
            if text and place in fields and ((line, place) not in covered or fields[place] in BESIDE)
        }
        for line in lines[len(mine) :]
    )
    into = pasted(model, (top, left, top, left), first, over)
    named = any(Field.NAME in each for each in rows)
    wide = max(map(len, block))
    box = top, left, top + len(lines) - 1, min(left + wide, len(model.plan.columns)) - 1
    return Grown(into.texts, model.rows[mine[-1]].node_id, rows, named, box)


def _repeats_headings(model: TableModel, left: int, words: Sequence[str]) -> bool:
    """Whether a row of a block copied with its headings is a row of headings (of any section), or the total."""
    filled = {left + at: "".join(text.split()) for at, text in enumerate(words) if text.strip()}
    if filled and next(iter(filled.values())) == TOTAL:
        return True
    headings = model.plan.blocks.values()
    return bool(filled) and any(
        all(at in slots and "".join(slots[at].words.split()) == text for at, text in filled.items()) for slots in headings
    )


def filled(model: TableModel, boxes: Iterable[Box], text: str) -> Texts:
    """One text into every chosen cell."""
    return dict.fromkeys(_places(model, boxes), text)


def filled_down(model: TableModel, box: Box) -> Texts:
    """The first row of the block into the rows below; a single row takes the row above it."""
    top, left, bottom, right = box
    rows = [each for each in model.node_rows() if top <= each <= bottom]
    if len(rows) == 1:
        above = [each for each in model.node_rows() if each < top]
        rows = [*above[-1:], *rows]
    if len(rows) < 2:
        return {}
    texts: Texts = {}
    for column in range(left, right + 1):
        source = model.cell(rows[0], column)
        for row in rows[1:]:
            cell = model.cell(row, column)
            same = cell.node_id == source.node_id
            if cell.field is not None and source.field is not None and not same:
                texts[cell.node_id, cell.field] = source.typed
    return texts


def filled_right(model: TableModel, box: Box) -> Texts:
    """The first column of the block into the columns at its right; a single column takes the one at its left."""
    top, left, bottom, right = box
    if left == right:
        left = max(0, left - 1)
    texts: Texts = {}
    for row in model.node_rows():
        if top <= row <= bottom:
            source = model.cell(row, left)
            for column in range(left + 1, right + 1):
                cell = model.cell(row, column)
                if cell.field is not None and source.field is not None:
                    texts[cell.node_id, cell.field] = source.typed
    return texts


def _places(model: TableModel, boxes: Iterable[Box]) -> list[tuple[str, Field]]:
    found: dict[tuple[str, Field], None] = {}
    for top, left, bottom, right in boxes:
        for row in range(top, bottom + 1):
            if model.rows[row].kind is RowKind.NODE:
                for column in range(left, right + 1):
                    cell = model.cell(row, column)
                    if cell.field is not None:
                        found[cell.node_id, cell.field] = None
    return list(found)
