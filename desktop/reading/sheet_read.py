"""One sheet, or one form of several on a sheet, taken apart: its tables' rows, funds, figures and the words around them."""

import re
from dataclasses import dataclass, field

from desktop.reading.drafts import Around, Draft, FactDraft, FundDraft, Marks, Totals, WordsDraft
from desktop.reading.funds import FundRows, read_figures, read_matrix
from desktop.reading.grid import Box, Grid
from desktop.reading.headings import Vocabulary
from desktop.reading.narratives import AroundReader
from desktop.reading.outline import outline
from desktop.reading.rows import RowReader, RowsRead
from desktop.reading.tables import Column, Kind, Table
from desktop.reading.tables_found import find_tables
from desktop.reading.words import is_figure


@dataclass(slots=True)
class Piece:
    """One indicator table: its nodes in order, how deep they go, what its columns are."""

    drafts: list[Draft]
    totals: list[Totals]
    depth: int
    fields: set[str]
    table: Table
    title: str = ""
    sheet: str = ""
    banded: bool = False

    @property
    def summary(self) -> bool:
        """Whether it only adds up parts that other tables hold (项目, 满分, 得分)."""
        return not self.fields & {"target", "actual", "explanation", "standard"} and "score" in self.fields


@dataclass(slots=True)
class SheetRead:
    """Everything of one sheet, still without ids."""

    grid: Grid
    around: Around
    pieces: list[Piece] = field(default_factory=list)
    funds: list[FundDraft] = field(default_factory=list)
    facts: list[FactDraft] = field(default_factory=list)
    words: list[WordsDraft] = field(default_factory=list)
    marks: list[Marks] = field(default_factory=list)
    unsure: dict[str, str] = field(default_factory=dict)
    headless: bool = False

    @property
    def name(self) -> str:
        return self.grid.sheet.name


def read_sheet(grid: Grid, vocabulary: Vocabulary, columns: list[Column] | None = None, head: int = -1) -> SheetRead:
    """Take a sheet apart. ``columns`` and ``head`` come from a profile of a table without headings."""
    tables = find_tables(grid, vocabulary)
    if columns:
        left, right = columns[0].left, max(each.right for each in columns)
        tables = [Table(Kind.INDICATORS, head, head, left, right, columns, grid.last_row)]
    read = SheetRead(grid, Around())
    taken: set[tuple[int, int]] = set()
    before: RowsRead | None = None
    for table in tables:
        ends = _ends(tables, table)
        if table.kind is Kind.INDICATORS:
            before = _indicators(table, before, ends, read, vocabulary)
        elif table.kind is Kind.MATRIX:
            drafts, facts, marks = read_matrix(grid, vocabulary, table)
            read.funds += drafts
            read.facts += facts
            read.marks.append(marks)
        elif table.kind is Kind.FUNDS:
            rows = FundRows(grid, vocabulary, table)
            rows.run(ends)
            read.funds += rows.drafts
            read.facts += rows.facts
            read.words += rows.words
            read.marks.append(rows.marks)
        else:
            facts, marks, _ = read_figures(grid, vocabulary, table, ends)
            read.facts += facts
            read.marks.append(marks)
    taken |= _places(read)
    first = min((table.top for table in tables), default=grid.last_row)
    if not tables:
        _headless(grid, vocabulary, read, taken)
    reader = AroundReader(grid, vocabulary, taken, first)
    read.around = reader.run()
    read.funds = reader.amounts.drafts() + read.funds
    read.facts += read.around.facts
    read.words += read.around.words
    read.marks.append(read.around.marks)
    for piece in read.pieces:
        piece.title, piece.sheet = read.around.title, read.name
    return read


def _ends(tables: list[Table], table: Table) -> set[int]:
    return {
        row
        for other in tables
        if other is not table and other.top > table.head and other.left <= table.right and other.right >= table.left
        for row in range(other.top, max(other.head, other.top) + 1)
    }


def _indicators(
    table: Table, before: RowsRead | None, ends: set[int], read: SheetRead, vocabulary: Vocabulary
) -> RowsRead | None:
    reader = RowReader(read.grid, vocabulary, table, before)
    if not reader.levels:
        return before
    rows = reader.run(ends)
    depth = rows.depth
    banded = any(draft.level <= 0 for draft in rows.drafts)
    if depth == 1 and rows.drafts and not banded:
        depth = outline(rows.drafts)
    read.pieces.append(Piece(rows.drafts, rows.totals, depth, table.fields(), table, banded=banded))
    read.marks.append(rows.marks)
    for column in table.columns:
        if (
            not column.sure
            and column.fields
            and set(column.fields) & {"name", "target", "actual", "points", "score", "level1", "level2", "level3"}
        ):
            read.unsure[column.heading] = "+".join(column.fields)
    return rows


def _places(read: SheetRead) -> set[tuple[int, int]]:
    boxes: list[Box] = []
    for piece in read.pieces:
        boxes += [box for draft in piece.drafts for box, _ in draft.boxes]
        boxes += [pair[1] for each in piece.totals for pair in (each.points, each.score) if pair]
    boxes += [box for draft in read.funds for box, _ in draft.boxes]
    boxes += [box for draft in read.facts for box, _ in draft.boxes]
    boxes += [box for draft in read.words for box, _ in draft.boxes]
    for marks in read.marks:
        boxes += marks.headings + marks.totals + marks.notes + marks.decorations + marks.unplaced
    return {box.place for box in boxes}


def _headless(grid: Grid, vocabulary: Vocabulary, read: SheetRead, taken: set[tuple[int, int]]) -> None:
    """Rows of one shape with figures and no headings over them: data, but the columns have to be named by the clerk."""
    rows = [boxes for boxes in grid.rows.values() if len(boxes) >= 4]
    shaped = [boxes for boxes in rows if any(is_figure(box.word) for box in boxes)]
    labelled = sum(1 for boxes in shaped if vocabulary.field("details", boxes[0].word))
    if len(shaped) < 2 or len(shaped) * 10 < len(grid.rows) * 6 or labelled:
        return
    shape = {box.column for box in shaped[0]}
    alike = [boxes for boxes in shaped if len(shape & {box.column for box in boxes}) * 4 >= len(shape) * 3]
    if len(alike) * 4 < len(shaped) * 3:
        return
    marks = Marks()
    for boxes in rows:
        marks.unplaced += boxes
        taken |= {box.place for box in boxes}
    read.marks.append(marks)
    read.headless = True


SHORT_LINE = 20
TITLE = re.compile(r"(?:自评|评分|评价).{0,8}表")


def parts_of(grid: Grid, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """The rows of each form on a sheet: where a second title stands with a table of its own, a second form begins.

    Without titles, where the name of a second project stands (a Word document with a table for each).
    """
    titles: list[int] = []
    for row in sorted(grid.rows):
        boxes = grid.row(row)
        if len(boxes) == 1 and TITLE.search(boxes[0].word) and len(boxes[0].word) <= 50 and ":" not in boxes[0].word:
            before = titles[-1] if titles else None
            if before is None or row - before > 5:
                titles.append(row)
    if any("附" in grid.row(row)[0].word[:2] for row in titles):
        return [(0, grid.last_row)]
    if len(titles) < 2:
        titles = _projects(grid, vocabulary)
    if len(titles) < 2:
        return [(0, grid.last_row)]
    starts = [0, *titles[1:]]
    return [(start, end - 1) for start, end in zip(starts, [*starts[1:], grid.last_row + 1], strict=True)]


def _projects(grid: Grid, vocabulary: Vocabulary) -> list[int]:
    """The first rows of the parts that name a project each, lines alone right above them (项目二) included."""
    starts: list[int] = []
    named: set[str] = set()
    rows = sorted(grid.rows)
    for at, row in enumerate(rows):
        boxes = grid.row(row)
        if len(boxes) < 2 or vocabulary.field("details", boxes[0].word) != "project" or boxes[1].word in named:
            continue
        if vocabulary.column(boxes[1].word) is not None:  # a heading beside a heading: a list of projects
            continue
        named.add(boxes[1].word)
        first = at
        while first and _is_line_above(grid.row(rows[first - 1])):
            first -= 1
        starts.append(rows[first])
    return starts


def _is_line_above(boxes: list[Box]) -> bool:
    return len(boxes) == 1 and len(boxes[0].word) <= SHORT_LINE and ":" not in boxes[0].word
