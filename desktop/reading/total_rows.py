"""Total lines: 小计, 合计, 总分."""

from desktop.reading.cell_parts import grade_in
from desktop.reading.drafts import Totals
from desktop.reading.grid import Box
from desktop.reading.headings import Vocabulary
from desktop.reading.levels import Level
from desktop.reading.tables import Table
from desktop.reading.words import is_figure, name_and_points


def read_total(table: Table, levels: list[Level], boxes: list[Box], word: str, vocabulary: Vocabulary) -> Totals:
    """What a total line prints: points and score by their columns, else the figures in their order; the grade behind."""
    first = boxes[0]
    group = levels[0].draft
    if len(levels) > 2 and levels[1].draft is not None and first.column > levels[1].column.right:
        group = levels[1].draft
    totals = Totals(word, group, final=not vocabulary.says("rows", "subtotal", word))
    of_name = name_and_points(first.text)[1]
    inside = first.word.partition(":")[2]
    if is_figure(inside):
        totals.score = (inside.removesuffix("分"), first)
    figures: list[tuple[str, Box]] = []
    for box in boxes[1:]:
        field = table.field_at(box.column)
        if field in ("points", "points_set") and totals.points is None and (is_figure(box.word) or not box.word):
            totals.points = (box.text.strip(), box)
        elif field == "score" and totals.score is None:
            totals.score = (box.text.strip(), box)
        elif is_figure(box.word):
            figures.append((box.text.strip(), box))
        else:
            totals.grade = totals.grade or grade_in(box.word, vocabulary)
    if totals.points is None and totals.score is None:
        if len(figures) > 1:
            totals.points, totals.score = figures[0], figures[1]
        elif figures:
            totals.score = figures[0]
    elif totals.score is None and figures:
        totals.score = figures[0]
    if totals.points is None and of_name:
        totals.points = (of_name, first)
    return totals
