"""Rows of a blank form that wait for an indicator: which of ours goes into which, and what is written in its cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop.reading.cells import Sheet
from desktop.reading.filling import TEXTS
from desktop.reading.grid import Box, Grid
from desktop.reading.headings import LEVELS, NAMES, Vocabulary
from desktop.reading.labels import known_label
from desktop.reading.tables import Column, Kind, Table
from desktop.reading.tables_found import find_tables
from desktop.reading.words import bare, is_figure, plain
from desktop.sheets.excel_patch import SheetXml, Spot
from desktop.sheets.fill_facts import Facts
from scoring.finding import Place
from scoring.scored import ScoredNode
from scoring.table import RecordKind

NAME = "name"
Written: TypeAlias = tuple[str, Spot, Place, str]
"""Sheet, cell, the fact and its text."""


@dataclass(frozen=True, slots=True)
class FreeRow:
    """A row without an indicator.

    Attributes:
        bands: the cells of the bands (一级指标, 二级指标), from the outermost; those of merged blocks are the upper left ones.
        said: what stands in them.
        cells: by attribute of a node the empty cells to be written.
    """

    sheet: str
    row: int
    bands: tuple[Spot, ...]
    said: tuple[str, ...]
    cells: Mapping[str, Spot]


def free_rows(sheet: Sheet, shape: SheetXml, vocabulary: Vocabulary) -> list[FreeRow]:
    """The rows below the headings of indicators that name none, up to the first row that is something else."""
    grid = Grid(sheet)
    found: list[FreeRow] = []
    for table in find_tables(grid, vocabulary):
        if table.kind is Kind.INDICATORS:
            found += _of_table(grid, table, shape, vocabulary)
    return found


def _of_table(grid: Grid, table: Table, shape: SheetXml, vocabulary: Vocabulary) -> Iterator[FreeRow]:
    levels = [each for each in table.columns if set(each.fields) & {*LEVELS, *NAMES}]
    name = next((each for each in levels if each.field in NAMES), levels[-1] if levels else None)
    if name is None:
        return
    bands = [each for each in levels if each.left < name.left]
    last = max([table.bottom, *(row for row in shape.rows if row > table.bottom)]) if _is_last(grid, table) else table.bottom
    for row in range(table.head + 1, last + 1):
        boxes = grid.covering(row, table.left, table.right)
        if any(_ends(box, vocabulary) for box in boxes if box.row == row):
            return
        at_side = all(any(each.left <= box.column <= each.right for each in bands) or is_figure(box.word) for box in boxes)
        there = row in shape.rows and any(table.left <= column <= table.right for column in shape.rows[row].cells)
        if grid.at(row, name.left) is not None or not at_side or not (there or row < grid.sheet.row_count):
            continue
        spots = tuple(grid.sheet.anchor(row, each.left) for each in bands)
        cells = dict(_cells(grid, table.columns, name, row, shape))
        if NAME in cells:
            yield FreeRow(grid.sheet.name, row, spots, tuple(grid.sheet.text(*each).strip() for each in spots), cells)


def _is_last(grid: Grid, table: Table) -> bool:
    return table.bottom >= grid.last_row


def _ends(box: Box, vocabulary: Vocabulary) -> bool:
    """Sum lines, labels, notes and signatures stand below the indicators."""
    word = bare(box.word)
    if any(vocabulary.says("rows", key, word) for key in ("total", "subtotal", "notes")):
        return True
    return known_label(box, vocabulary).startswith(("details.", "narratives.", "grade."))


def _cells(grid: Grid, columns: Sequence[Column], name: Column, row: int, shape: SheetXml) -> Iterator[tuple[str, Spot]]:
    for each in columns:
        spot = (row, each.left)
        attribute = NAME if each is name else TEXTS.get(each.field, "")
        if attribute and grid.at(*spot) is None and grid.sheet.anchor(*spot) == spot and spot not in shape.formulas:
            yield attribute, spot


@dataclass(slots=True)
class _Taken:
    """What has been written so far: the bands of each cell, and the rows that are used."""

    said: dict[tuple[str, Spot], str] = field(default_factory=dict)
    rows: set[tuple[str, int]] = field(default_factory=set)
    last: FreeRow | None = None


def rows_written(free: Sequence[FreeRow], rows: Sequence[ScoredNode], facts: Facts) -> Iterator[Written]:
    """Each of our rows into the first free one under its bands; those that find none are left out."""
    taken = _Taken()
    for each in free:
        taken.said.update({(each.sheet, spot): said for spot, said in zip(each.bands, each.said, strict=True)})
    for row in rows:
        target = next((each for each in free if _fits(each, row, taken)), None)
        if target is not None:
            yield from _bands_written(target, row, taken)
            taken.rows.add((target.sheet, target.row))
            parted = "target_unit_text" in target.cells or "comparator_text" in target.cells
            for attribute, spot in target.cells.items():
                place = Place(RecordKind.NODE, row.node.id, attribute)
                if text := row.node.name if attribute == NAME else facts.text(place, parted=parted):
                    yield target.sheet, spot, place, text


def _names(target: FreeRow, row: ScoredNode) -> tuple[str, ...]:
    """The names for the band cells: those next to the row, where it has more bands than the form."""
    above = row.path[:-1]
    count = len(target.bands)
    return (*above, *([""] * count))[:count] if len(above) <= count else above[len(above) - count :]


def _fits(target: FreeRow, row: ScoredNode, taken: _Taken) -> bool:
    if (target.sheet, target.row) in taken.rows:
        return False
    pairs = zip(target.bands, _names(target, row), strict=True)
    return all(
        taken.said[target.sheet, spot] in ("", name) or _same(taken.said[target.sheet, spot], name) for spot, name in pairs
    )


def _same(one: str, other: str) -> bool:
    return bare(plain(one)) == bare(plain(other))


def _bands_written(target: FreeRow, row: ScoredNode, taken: _Taken) -> Iterator[Written]:
    """Names of bands that the form does not print, once above the rows they hold for."""
    before, taken.last = taken.last, target
    names = _names(target, row)
    for number, (spot, name) in enumerate(zip(target.bands, names, strict=True)):
        if taken.said[target.sheet, spot] or not name:
            continue
        taken.said[target.sheet, spot] = name
        follows = before is not None and before.sheet == target.sheet and before.row == target.row - 1
        above = [taken.said[target.sheet, each] for each in before.bands[: number + 1]] if follows and before else []
        if above != list(names[: number + 1]):
            yield target.sheet, spot, Place(RecordKind.NODE, row.parent_id, NAME), name
