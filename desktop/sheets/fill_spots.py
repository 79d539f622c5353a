"""Which empty cell of somebody's blank form asks for which fact.

The form is read as it is; then what a clerk would fill in is put into its empty cells (figures where money and scores
belong, words elsewhere) and it is read once more: where each of them is understood to belong, there the cell belongs.
So every layout that can be read can be filled.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from desktop.forms.state import STATE_SHEET
from desktop.reading.cells import Cell, CellNote, HiddenState, Sheet, Workbook
from desktop.reading.funds import OF_MONEY
from desktop.reading.grid import Box, Grid
from desktop.reading.headings import LEVELS, NAMES, Vocabulary, load_vocabulary
from desktop.reading.labels import LABEL_LENGTH, known_label
from desktop.reading.recognise import understand
from desktop.reading.tables import Column, Kind, Table
from desktop.reading.tables_found import find_tables
from desktop.reading.understood import Understood
from desktop.reading.words import bare, is_figure
from desktop.sheets.excel_patch import SheetXml, Spot
from desktop.sheets.fill_rows import FreeRow, free_rows
from scoring.finding import Place
from scoring.table import RecordKind, TableKey, YearTable, paths

SheetSpot: TypeAlias = tuple[str, int, int]
_FIGURES = frozenset({"points", "points_set", "score", "money", "rate", "verified", "task_money"})
_SCORES = frozenset({"points", "points_set", "score"})
_NOT_FILLED = frozenset({*LEVELS, *NAMES, "task", "number", "ignored", ""})
_WORDS = "填写的内容需要足够长才像一段文字，所以这里写上一整句话"
_FIRST_NUMBER = 700_001


FillRows: TypeAlias = Callable[[YearTable, Sequence[FreeRow]], Mapping[SheetSpot, tuple[Place, str]]]
"""Which facts of ours go into the free rows, given what the form itself names."""


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A foreign form: what it says itself, and which empty cell is for which of its records.

    Attributes:
        said: the table that its filled cells give.
        table: the table with all its records; ``spots`` and ``formulas`` speak of these.
        spots: empty cells (the upper left ones of merged blocks) with what belongs there.
        formulas: cells with formulas that show a known fact.
        rows: what is written into rows that name no indicator; these are facts of ours.
    """

    said: YearTable
    table: YearTable
    spots: Mapping[SheetSpot, Place]
    formulas: Mapping[SheetSpot, Place]
    rows: Mapping[SheetSpot, tuple[Place, str]]


def read_blank(workbook: Workbook, shapes: Mapping[str, SheetXml], key: TableKey, fill_rows: FillRows) -> BlankForm:
    """Understand a blank form.

    Args:
        workbook: as read; a state of our own in it is left aside.
        shapes: the sheets as they lie in the file: nothing is ever written over a formula.
        key: whose form it shall be; the form's own words for unit and year stay as they are.
        fill_rows: gives what goes into free rows; the form is then read with it.

    Raises:
        EnvironmentFault: NOTHING_TO_IMPORT, no sheet holds anything.
    """
    sheets = tuple(each for each in workbook.sheets if each.name != STATE_SHEET and each.hidden is HiddenState.VISIBLE)
    workbook = replace(workbook, sheets=sheets)
    vocabulary = load_vocabulary()
    said = _read(workbook, key).table
    free = [row for sheet in sheets for row in free_rows(sheet, shapes[sheet.name], vocabulary)]
    rows = fill_rows(said, free)
    workbook = _with(workbook, {spot: text for spot, (_, text) in rows.items()})
    before = _read(workbook, key)
    formulas = {sheet.name: shapes[sheet.name].formulas for sheet in sheets}
    left_out = {(each.sheet, each.row) for each in free}
    probes = {
        (sheet.name, *spot): probe
        for sheet in workbook.sheets
        for spot, probe in _probes(sheet, formulas[sheet.name], before, vocabulary).items()
        if (sheet.name, spot[0]) not in left_out
    }
    after = _probed(workbook, probes, key)
    if strange := _strange_rows(after, before):
        probes = {spot: each for spot, each in probes.items() if spot[:2] not in strange}
        after = _probed(workbook, probes, key)
    if _shape(after) != _shape(before):  # a sum line or a band was taken for something else: rows only
        probes = {spot: each for spot, each in probes.items() if each.of_row}
        after = _probed(workbook, probes, key)
    spots: dict[SheetSpot, Place] = {}
    shown: dict[SheetSpot, Place] = {}
    for each in after.placed:
        if each.place is None or not each.place.field:
            continue
        if (each.sheet, each.row, each.column) in probes:
            spots[each.sheet, each.row, each.column] = each.place
        elif (each.row, each.column) in formulas[each.sheet]:
            shown[each.sheet, each.row, each.column] = each.place
    return BlankForm(said, after.table, spots, shown, rows)


def _read(workbook: Workbook, key: TableKey) -> Understood:
    found = understand(workbook, unit=key.unit, year=key.year, subject=key.subject)
    return max(found, key=lambda each: len(each.table.nodes) + len(each.table.base_facts))


def _probed(workbook: Workbook, probes: Mapping[SheetSpot, "_Probe"], key: TableKey) -> Understood:
    return _read(_with(workbook, {spot: each.text for spot, each in probes.items()}), key)


def _strange_rows(after: Understood, before: Understood) -> set[tuple[str, int]]:
    """Rows that are read as indicators only with something in them: 指标2：, ……, 填报人 under the table."""
    known = set(_shape(before))
    named = paths(after.table)
    strange = {node.id for node in after.table.nodes if (named[node.id], node.leaf) not in known}
    return {(each.sheet, each.row) for each in after.placed if _is_node(each.place) and each.place and each.place.id in strange}


def _is_node(place: Place | None) -> bool:
    return place is not None and place.kind is RecordKind.NODE


def _shape(read: Understood) -> list[tuple[tuple[str, ...], bool]]:
    return [(paths(read.table)[node.id], node.leaf) for node in read.table.nodes]


@dataclass(frozen=True, slots=True)
class _Probe:
    """What a clerk might fill in; ``of_row`` in a row that is an indicator, or beside a label."""

    text: str
    of_row: bool = True


def _with(workbook: Workbook, texts: Mapping[SheetSpot, str]) -> Workbook:
    """The workbook with these cells written."""
    sheets = []
    for sheet in workbook.sheets:
        cells = dict(sheet.cells)
        cells.update({(row, column): Cell(text) for (name, row, column), text in texts.items() if name == sheet.name})
        columns = max([sheet.column_count, *(column + 1 for _, column in cells)])
        rows = max([sheet.row_count, *(row + 1 for row, _ in cells)])
        sheets.append(replace(sheet, cells=cells, column_count=columns, row_count=rows))
    return replace(workbook, sheets=tuple(sheets))


def _probes(sheet: Sheet, formulas: frozenset[Spot], read: Understood, vocabulary: Vocabulary) -> dict[Spot, _Probe]:
    grid = Grid(sheet)
    tables = find_tables(grid, vocabulary)
    leaves = {node.id for node in read.table.nodes if node.leaf}
    rows = {
        each.row
        for each in read.placed
        if each.sheet == sheet.name and each.place and each.place.field == "name" and each.place.id in leaves
    }
    found: dict[Spot, _Probe] = {}
    for spot in _empty(sheet, formulas):
        of_row, text = _wanted(grid, vocabulary, tables, spot, is_row=spot[0] in rows)
        if text:
            found[spot] = _Probe(_numbered(text, len(found)), of_row)
    return found


def _numbered(text: str, number: int) -> str:
    """Each probe says something else, as equal words are taken for one."""
    return str(_FIRST_NUMBER + number) if text == "0" else f"{text}{_FIRST_NUMBER + number}"


def _empty(sheet: Sheet, formulas: frozenset[Spot]) -> Iterator[Spot]:
    """The cells that hold nothing and are covered by nothing, within what the sheet uses."""
    columns = max([sheet.column_count, *(each.right + 1 for each in sheet.merges if each.top < sheet.row_count)])
    taken = {place for place, cell in sheet.cells.items() if cell.text.strip() or cell.formula or _troubled(cell)}
    for row in range(sheet.row_count):
        for column in range(columns):
            spot = (row, column)
            if spot not in taken and spot not in formulas and sheet.anchor(row, column) == spot:
                yield spot


def _troubled(cell: Cell) -> bool:
    return CellNote.ERROR_VALUE in cell.notes or CellNote.NO_STORED_VALUE in cell.notes


def _wanted(grid: Grid, vocabulary: Vocabulary, tables: list[Table], spot: Spot, *, is_row: bool) -> tuple[bool, str]:
    """Whether the cell belongs to a row of its own, and a word or figure a clerk would write; empty where nobody would."""
    row, column = spot
    if any(each.top <= row <= each.head for each in tables):
        return False, ""
    for table in tables:
        if table.kind is not Kind.INDICATORS or not (table.left <= column <= table.right and table.head < row <= table.bottom):
            continue
        head = next((each for each in table.columns if each.left <= column <= each.right), None)
        if is_row:
            return True, _in_row(head, table, spot)
        if head is not None and head.field in _SCORES and grid.row(row) and not _is_labelled(grid, vocabulary, row):
            return False, "0"
        if any(vocabulary.says("rows", key, bare(box.word)) for box in grid.row(row) for key in ("total", "subtotal")):
            return False, ""  # the total stands under the scores, not beside its word
    for table in tables:
        value = table.column("value") if table.kind is Kind.FIGURES else None
        label = table.column("label") if value is not None else None
        if value is None or label is None or not table.head < row <= table.bottom:
            continue
        if column == value.left and (name := grid.at(row, label.left)) and name.row == row:
            return True, "0"
    return True, _beside(grid, vocabulary, spot)


def _is_labelled(grid: Grid, vocabulary: Vocabulary, row: int) -> bool:
    """A row of labels (填报人, 存在问题) below the table."""
    return any(known_label(box, vocabulary).startswith(("details.", "narratives.")) for box in grid.row(row))


def _in_row(head: Column | None, table: Table, spot: Spot) -> str:
    """Only the first cell of a heading that spans several is filled, and none at the side of the bands."""
    first = min((each.left for each in table.columns if set(each.fields) & {*LEVELS, *NAMES, "task"}), default=0)
    if head is None or spot[1] != head.left or spot[1] < first or not set(head.fields) - _NOT_FILLED:
        return ""
    return "0" if head.field in _FIGURES else _WORDS


def _beside(grid: Grid, vocabulary: Vocabulary, spot: Spot) -> str:
    """By the label at the left or above."""
    row, column = spot
    left, above = _left(grid, spot), _above(grid, spot)
    known = known_label(left, vocabulary) if left is not None else ""
    if left is not None and _value_spot(grid, left, row) == spot:
        if known.startswith("details.") or known == "grade.words":
            return "填写"
        if known.startswith("narratives."):
            return _WORDS
        if known == "grade.score":
            return "0"
    if (
        left is not None
        and _next_to(grid, left, row) == spot
        and (known.startswith("funds.") or (not known and _names_money(left)))
    ):
        return "0"
    if above is not None and left is not None and _is_money(vocabulary, above, left):
        return "0"
    over = grid.at(row - 1, column)
    if over is not None and over.column == column and known_label(over, vocabulary).startswith("narratives."):
        return _WORDS
    alone = left is not None and [left] == grid.covering(row, 0, grid.sheet.column_count)
    if alone and left is not None and _value_spot(grid, left, row) == spot and _is_wide(grid, spot):
        return _WORDS
    return ""


def _value_spot(grid: Grid, label: Box, row: int) -> Spot | None:
    """Where the words of a label stand: the first wide cell behind it, else the cell next to it."""
    found = _behind(grid, label, row)
    return next((each for each in found if _is_wide(grid, each)), found[0] if found else None)


def _next_to(grid: Grid, label: Box, row: int) -> Spot | None:
    return next(iter(_behind(grid, label, row)), None)


def _behind(grid: Grid, label: Box, row: int) -> list[Spot]:
    """The empty cells between a label and the next words."""
    found: list[Spot] = []
    column = label.right + 1
    while column < grid.sheet.column_count and grid.at(row, column) is None:
        if grid.sheet.anchor(row, column) == (row, column):
            found.append((row, column))
        column += 1
    return found


def _names_money(label: Box) -> bool:
    return len(label.word) <= LABEL_LENGTH and any(word in label.word for word in OF_MONEY)


def _is_wide(grid: Grid, spot: Spot) -> bool:
    return any((each.top, each.left) == spot and each.right > each.left for each in grid.sheet.merges)


def _left(grid: Grid, spot: Spot) -> Box | None:
    row, column = spot
    return next(
        (box for at in range(column - 1, -1, -1) if (box := grid.at(row, at)) is not None and not is_figure(box.word)), None
    )


def _above(grid: Grid, spot: Spot) -> Box | None:
    row, column = spot
    seen = (grid.at(at, column) for at in range(row - 1, -1, -1))
    return next((box for box in seen if box is not None and box.word and not is_figure(box.word)), None)


def _is_money(vocabulary: Vocabulary, above: Box, left: Box) -> bool:
    """A measure above beside a line of funds, or a measure at the left under one."""
    if vocabulary.field("funds", above.word):
        return any(word in left.word for word in OF_MONEY) and not vocabulary.field("funds", left.word)
    return bool(vocabulary.field("funds", left.word)) and len(above.word) <= LABEL_LENGTH
