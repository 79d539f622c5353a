"""What kind of row stands in an indicator table: its headings again, a sum, an indicator, or something that ends it."""

from desktop.reading.cell_parts import is_note
from desktop.reading.grid import Box, Grid
from desktop.reading.headings import Vocabulary
from desktop.reading.labels import narrative_label
from desktop.reading.levels import Level
from desktop.reading.tables import Table
from desktop.reading.words import bare, is_figure


class RowKinds:
    """Tells the rows of one table apart."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, table: Table, levels: list[Level]) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.table = table
        self.levels = levels
        self.figures = {
            column for each in table.columns if each.field in ("points", "score") for column in range(each.left, each.right + 1)
        }
        self.totals = {word[0] for key in ("total", "subtotal") for word in vocabulary.words("rows", key)}

    def is_repeated_head(self, boxes: list[Box]) -> bool:
        """Whether the headings stand here once more, after a page break."""
        headings = {box.word for each in self.table.columns for box in each.boxes}
        return len(boxes) > 1 and all(box.word in headings for box in boxes)

    def is_total(self, row: int, first: Box) -> bool:
        """Whether a row that begins so adds up others: 小计, 合计, 总分."""
        if first.word[:1] not in self.totals:
            return False
        short = bare(first.word.split(":")[0])
        if not self.vocabulary.says("rows", "total", short) and not self.vocabulary.says("rows", "subtotal", short):
            return False
        name = self.leaf_name(row)
        return len(self.levels) == 1 or name is None or name is first or is_figure(name.word)

    def is_foreign(self, row: int, boxes: list[Box], blank: int) -> bool:
        """A note, a signature, a block of words or another label: the table has ended."""
        first = boxes[0]
        if is_note(first.word, self.vocabulary):
            return True
        label, colon, _ = first.word.partition(":")
        grade = self.vocabulary.field("grade", label)
        if grade == "words" or (grade and colon):
            return True
        if self.vocabulary.field("details", label) and (":" in first.word or len(boxes) <= 4):
            return not self.holds_figures(boxes[1:])
        if len(boxes) <= 3 and narrative_label(first.word, self.vocabulary):
            return not self.holds_figures(boxes[1:])
        if narrative_label(first.word, self.vocabulary) and self.grid.sheet.anchor(row, first.column) == first.place:
            return first.column <= self.table.left and not self.holds_figures(boxes[1:]) and first.tall
        wide = [box for box in boxes if box.right - box.column >= max(3, (self.table.right - self.table.left) // 2)]
        return bool(blank and wide and len(boxes) <= 2)

    def goes_on_below(self, row: int) -> bool:
        """Whether the total or a row of the table stands below: what is between (其他需要说明事项) is read as words."""
        below = next((each for each in range(row + 1, self.table.bottom + 1) if self.grid.row(each)), None)
        if below is None:
            return False
        boxes = self.grid.within(below, self.table.outer, self.table.right)
        if boxes and self.is_total(below, boxes[0]):
            return True
        return len(boxes) > 2 and self.is_named(below) and self.holds_figures(boxes)

    def holds_figures(self, boxes: list[Box]) -> bool:
        """Whether points or a score stand in this row: then it is no row of labels."""
        return any(box.column in self.figures and is_figure(box.word) for box in boxes)

    def is_named(self, row: int) -> bool:
        """Whether an indicator's name begins in this row."""
        name = self.leaf_name(row)
        return name is not None and name.row == row

    def is_leaf_like(self, box: Box) -> bool:
        """Whether a box stands where the indicators' names do."""
        return bool(self.levels) and box.column == self.levels[-1].column.left

    def leaf_name(self, row: int) -> Box | None:
        """What stands in this row in the column of the indicators."""
        return self.grid.at(row, self.levels[-1].column.left) if self.levels else None
