"""Where the tables of a sheet stand, found by what their headings say: any place, several beside or below each other."""

from desktop.reading.grid import Box, Grid
from desktop.reading.headings import LEVELS, NAMES, Vocabulary
from desktop.reading.money_heads import figures_below, figures_table, funds_table, is_figures_head, matrix_at
from desktop.reading.table_heads import indicator_tables
from desktop.reading.tables import LOOK_AHEAD, MONEY, Kind, Table
from desktop.reading.words import is_figure

SAID_ENOUGH = 2  # headings the clerk pointed at make a row of headings, however many unknown ones stand beside them
NAMING = frozenset({*LEVELS, *NAMES, "task"})

TELLING = frozenset(
    {
        "target",
        "actual",
        "points",
        "score",
        "explanation",
        "standard",
        "comparator",
        "task_target",
        "task_actual",
        "reason",
        "evidence",
    }
)


def find_tables(grid: Grid, vocabulary: Vocabulary) -> list[Table]:
    """All tables of a sheet from top to bottom, their ends not beyond the next one's heading."""
    found: list[Table] = []
    row = 0
    last = grid.last_row
    taken: dict[int, int] = {}
    while row <= last:
        boxes = grid.row(row)
        for start, stop in _stretches(grid, row, boxes):
            part = [box for box in boxes if start <= box.column <= stop]
            if len(part) < 2 or taken.get(row, -1) >= part[0].column:
                continue
            for table in _tables_at(grid, vocabulary, row, part):
                found.append(table)
                for each in range(table.top, table.head + 1):
                    taken[each] = max(taken.get(each, -1), table.right)
        row += 1
    for table in found:
        if table.kind is Kind.MATRIX:
            continue
        below = [t.top for t in found if t.top > table.head and t.left <= table.right and t.right >= table.left]
        table.bottom = min(below, default=last + 1) - 1
    return found


def _stretches(grid: Grid, row: int, boxes: list[Box]) -> list[tuple[int, int]]:
    """Runs of columns without a column that stays empty here and in the rows below: side by side tables."""
    if not boxes:
        return []
    runs = [(boxes[0].column, boxes[0].right)]
    for box in boxes[1:]:
        start, stop = runs[-1]
        gap = range(stop + 1, box.column)
        if gap and all(grid.at(each, column) is None for column in gap for each in range(row, row + LOOK_AHEAD)):
            runs.append((box.column, box.right))
        else:
            runs[-1] = (start, box.right)
    return runs


def _tables_at(grid: Grid, vocabulary: Vocabulary, row: int, boxes: list[Box]) -> list[Table]:
    if any(is_figure(box.word) for box in boxes):
        return matrix_at(grid, vocabulary, row, boxes)
    heads = boxes
    said = [vocabulary.field("funds", box.word) for box in heads]
    measures = set(said)
    repeated = any(said.count(each) > 1 for each in ("executed", "initial_budget"))
    meanings = [vocabulary.column(box.word) for box in heads]
    fields = {name for meaning in meanings if meaning for name in meaning.fields}
    sure = {name for meaning in meanings if meaning and meaning.sure for name in meaning.fields}
    matched = sum(1 for meaning in meanings if meaning)
    pointed = sum(1 for box in heads if box.word in vocabulary.learned)
    strong = bool(sure & {"level1", "level2", "level3", "task"}) or ("name" in sure and bool(sure & {"target", "actual"}))
    of_money = len(measures & MONEY) >= 2 and not repeated and (len(measures) > 3 or figures_below(grid, row, boxes))
    if of_money and not strong:
        return [funds_table(grid, vocabulary, row, boxes)]
    if (
        fields & NAMING
        and len(sure & TELLING) >= 1
        and len(sure) >= 2
        and (matched * 5 >= len(boxes) * 3 or pointed >= SAID_ENOUGH)
        and (strong or len(sure & (TELLING - {"evidence", "reason"})) >= 1)
        and not is_figures_head(vocabulary, heads)
    ):
        return indicator_tables(grid, vocabulary, row, boxes)
    if is_figures_head(vocabulary, heads):
        return [figures_table(vocabulary, row, boxes)]
    if of_money:
        return [funds_table(grid, vocabulary, row, boxes)]
    return []
