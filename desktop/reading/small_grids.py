"""Small grids among the words of a sheet: heads above, labels at the left, figures or words between (三公经费 × 上年决算)."""

import re

from desktop.reading.drafts import Around, FactDraft, WordsDraft
from desktop.reading.grid import Box, Grid
from desktop.reading.headings import Vocabulary
from desktop.reading.labels import LABEL_LENGTH, known_label
from desktop.reading.words import is_figure, one_line

LISTED = frozenset({"task", "name", "name_weak"})
YEAR_ALONE = re.compile(r"20\d\d年?度?")


class SmallGrids:
    """Takes grids out of the rows that no table has taken."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, taken: set[tuple[int, int]], around: Around) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.taken = taken
        self.around = around

    def take(self, boxes: list[Box], context: str) -> bool:
        """Heads above, labels at the left, at least two rows: 三公经费 × 上年决算 …, 分配科学性 × 情况说明 …."""
        heads = [box for box in boxes if not box.tall or box is not boxes[0]]
        heads = [box for box in heads if not is_figure(box.word) and len(box.word) <= LABEL_LENGTH]
        if not heads or any(is_figure(box.word) for box in boxes):
            return False
        rows = self._rows_under(heads)
        if len(rows) < 2:
            return self._figures_under(boxes, context)
        corner = heads[0].column <= rows[0][0].column
        listed = corner and self._names_rows(heads[0])
        if corner:
            heads = heads[1:]
        if not heads:
            return False
        values = [box for _, found in rows for box in found]
        figures = sum(1 for box in values if is_figure(box.word))
        like_labels = (corner and not listed) or any(known_label(box, self.vocabulary).startswith("details") for box in heads)
        if like_labels and figures * 2 < len(values):
            return False
        for box in boxes:
            if box.place not in self.taken:
                self.taken.add(box.place)
                self.around.marks.headings.append(box)
        for label, found in rows:
            self.taken.add(label.place)
            for box in found:
                self._grid_value(label, box, heads, context)
        return True

    def _names_rows(self, corner: Box) -> bool:
        """Whether the words over the labels say that a list stands below them: 任务名称, 财政年度."""
        meaning = self.vocabulary.column(corner.word)
        named = meaning is not None and meaning.sure and bool(set(meaning.fields) & LISTED)
        return named or self.vocabulary.field("details", corner.word) == "year"

    def _figures_under(self, boxes: list[Box], context: str) -> bool:
        """Heads with one row of figures under them, perhaps with a tall label at the left (编制数, 实有人数)."""
        side = boxes[0] if boxes[0].tall else None
        heads = [box for box in boxes if box is not side]
        pairs = [(box, self.grid.at(box.bottom + 1, box.column)) for box in heads]
        if any(known_label(box, self.vocabulary).startswith("narratives.") for box in heads):
            return False
        if len(pairs) < 2 or not all(
            below is not None and below.column == box.column and is_figure(below.word) and below.place not in self.taken
            for box, below in pairs
        ):
            return False
        group = context
        if side is not None:
            self.taken.add(side.place)
            self.around.marks.headings.append(side)
            group = one_line(side.text)
        for box, below in pairs:
            if below is None:
                continue
            self.taken.add(box.place)
            self.taken.add(below.place)
            fact = FactDraft(one_line(box.text), below.text.strip(), group=group)
            fact.boxes += [(box, "label"), (below, "value_text")]
            self.around.facts.append(fact)
        return True

    def _rows_under(self, heads: list[Box]) -> list[tuple[Box, list[Box]]]:
        rows: list[tuple[Box, list[Box]]] = []
        first = heads[0].column
        below = max(box.bottom for box in heads) + 1
        while True:
            found = [box for box in self.grid.row(below) if box.place not in self.taken and not box.tall]
            if len(found) < 2 or len(found[0].word) > LABEL_LENGTH:
                return rows
            if is_figure(found[0].word) and not YEAR_ALONE.fullmatch(found[0].word):
                return rows
            label, values = found[0], found[1:]
            rights = {box.column: max(box.right, box.column + 1) for box in heads}
            if (
                label.column > first
                or any(
                    box.column not in rights or (len(heads) > 1 and len(values) == 1 and box.right > rights[box.column])
                    for box in values
                )
                or known_label(values[0], self.vocabulary)
            ):
                return rows
            if self.vocabulary.field("details", label.word) or self.vocabulary.field("narratives", label.word):
                return rows
            rows.append((label, values))
            below += 1

    def _grid_value(self, label: Box, box: Box, heads: list[Box], context: str) -> None:
        self.taken.add(box.place)
        head = next((each for each in heads if each.column == box.column), None)
        name = label.text.strip().rstrip(":：")
        title = f"{name}·{head.text.strip()}" if head is not None else name
        first = [(label, "label")] if label.column != box.column else []
        if is_figure(box.word):
            fact = FactDraft(title, box.text.strip(), group=context)
            fact.boxes += [*first, (box, "value_text")]
            self.around.facts.append(fact)
        else:
            first = [(label, "title")]
            key = self._of_first_year(label, head)
            self.around.words.append(WordsDraft(key, title, box.text.strip(), [*first, (box, "text")]))

    def _of_first_year(self, label: Box, head: Box | None) -> str:
        """In a list of years the first is the one evaluated, the others are plans: 2023 | 目标 | 实际完成情况."""
        if head is None or not YEAR_ALONE.fullmatch(label.word) or label.row != head.bottom + 1:
            return ""
        return self.vocabulary.field("narratives", head.word)
