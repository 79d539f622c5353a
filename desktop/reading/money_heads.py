"""Headings of funds blocks and of named figures."""

from desktop.reading.grid import Box, Grid
from desktop.reading.headings import Vocabulary
from desktop.reading.tables import MONEY, Column, Kind, Table
from desktop.reading.words import is_figure


def funds_table(grid: Grid, vocabulary: Vocabulary, row: int, boxes: list[Box]) -> Table:
    first = min(box.column for box in boxes if vocabulary.field("funds", box.word) in MONEY)
    side = [box for box in boxes if box.column < first and box.bottom > row and grid.at(box.bottom + 1, box.column)]
    side = [box for box in boxes if box.column < first and box.bottom > row and box not in side[1:]]
    heads = [box for box in boxes if box not in side]
    below = grid.within(row + 1, first, boxes[-1].right)
    two = bool(below) and not any(is_figure(box.word) for box in below) and _under_spans(grid, row, below)
    head = row + 1 if two else row
    side = [box for box in side if box.bottom > head]
    heads = [box for box in boxes if box not in side]
    columns: list[Column] = []
    for box in heads:
        name = vocabulary.field("funds", box.word)
        under = [each for each in below if box.column <= each.column <= box.right] if two else []
        if not under or not name:
            columns.append(Column((name,), box.column, box.right, box.word, boxes=(box, *under)))
            continue
        for each in under:
            field = name if each is under[0] else ""
            columns.append(Column((field,), each.column, each.right, f"{box.word}·{each.word}", boxes=(box, each)))
    return Table(Kind.FUNDS, row, head, min(boxes[0].column, first), boxes[-1].right, columns, side=side)


def _under_spans(grid: Grid, row: int, below: list[Box]) -> bool:
    """Whether every box of the row below stands under a heading that spans several columns."""
    over = [grid.at(row, box.column) for box in below]
    return all(box is not None and box.row == row and box.right > box.column for box in over)


def matrix_at(grid: Grid, vocabulary: Vocabulary, row: int, boxes: list[Box]) -> list[Table]:
    """Measures below each other (全年预算数, 全年执行数, 完成率), lines of funds beside each other above them."""
    label = next((box for box in boxes[:2] if not box.tall or box.right > box.column), boxes[0])
    figures = [box for box in boxes if box.column > label.right]
    if vocabulary.field("funds", label.word) not in MONEY or not all(is_figure(box.word) for box in figures):
        return []
    below = grid.at(row + 1, label.column)
    if below is None or below.column != label.column or not vocabulary.field("funds", below.word):
        return []
    head = [box for box in grid.covering(row - 1, label.right + 1, figures[-1].right) if box.word and not is_figure(box.word)]
    if not figures or not head:
        return []
    top, last = row - 1, row
    over = grid.covering(row - 2, label.right + 1, figures[-1].right) if row > 1 else []
    spans = bool(over) and len(over) < len(head) and all(box.bottom < row - 1 or box.right > box.column for box in over)
    if spans and over[0].column > label.column and not any(is_figure(box.word) or len(box.word) > 20 for box in over):
        top -= 1
    while (label_below := grid.at(last + 1, label.column)) and vocabulary.field("funds", label_below.word):
        last += 1
    columns = [Column(("label",), label.column, label.right, "")]
    columns += [Column(("line",), box.column, box.right, box.word, boxes=(box,)) for box in head]
    side = [box for box in grid.covering(row, boxes[0].column, label.column - 1) if box.tall]
    side += [box for box in grid.within(row - 1, boxes[0].column, label.right) if box not in side]
    left = min([box.column for box in side], default=label.column)
    table = Table(Kind.MATRIX, top, row - 1, left, figures[-1].right, columns, side=side)
    table.bottom = last
    return [table]


def figures_table(vocabulary: Vocabulary, row: int, boxes: list[Box]) -> Table:
    """The table of named figures under this heading row."""
    columns = [Column((vocabulary.field("figures", box.word),), box.column, box.right, box.word, boxes=(box,)) for box in boxes]
    return Table(Kind.FIGURES, row, row, boxes[0].column, boxes[-1].right, columns)


def figures_below(grid: Grid, row: int, boxes: list[Box]) -> bool:
    """Whether a figure stands in the next few rows under these boxes."""
    left, right = boxes[0].column, boxes[-1].right
    return any(is_figure(box.word) for below in range(row + 1, row + 5) for box in grid.within(below, left, right))


def is_figures_head(vocabulary: Vocabulary, heads: list[Box]) -> bool:
    """Whether these are the headings of named figures (项目, 数值)."""
    fields = {vocabulary.field("figures", box.word) for box in heads}
    return {"label", "value"} <= fields and len(heads) <= 8
