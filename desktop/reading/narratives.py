"""What stands around the tables: title, year, labels with their words, notes, signatures, small grids of words or figures."""

import re

from desktop.reading.amounts import Amounts
from desktop.reading.cell_parts import is_note
from desktop.reading.drafts import Around, FactDraft, WordsDraft
from desktop.reading.grid import Box, Grid
from desktop.reading.headings import Vocabulary
from desktop.reading.label_pairs import Pairs
from desktop.reading.labels import LABEL_LENGTH, known_label
from desktop.reading.small_grids import SmallGrids
from desktop.reading.words import NUMBERED, bare, is_figure, money_unit_of, one_line, plain, year_in

PARAGRAPH = 24
PUBLIC_NUMBER = re.compile(r"公开\d{1,2}(?:-\d{1,2})?表")  # the number of a published table, 公开14表


class AroundReader:
    """Reads all boxes of a sheet that no table has taken, row by row."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, taken: set[tuple[int, int]], first_table: int) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.taken = taken
        self.first_table = first_table
        self.around = Around()
        self.amounts = Amounts(vocabulary)
        self.grids = SmallGrids(grid, vocabulary, taken, self.around)
        self.context = ""
        self.in_note = False
        self.pairs = Pairs(vocabulary, taken, first_table, self.around, self.amounts)

    def run(self) -> Around:
        """Every box gets its place; what none fits stays in ``marks.unplaced``."""
        for row in sorted(self.grid.rows):
            boxes = [box for box in self.grid.row(row) if box.place not in self.taken]
            if not boxes:
                continue
            if len(boxes) > 1 and self.grids.take(boxes, self.context):
                continue
            if len(boxes) == 1:
                self._alone(boxes[0])
            else:
                self._labelled(boxes)
        return self.around

    def _take(self, box: Box) -> None:
        self.taken.add(box.place)

    def _note(self, box: Box) -> None:
        self._take(box)
        self.around.marks.notes.append(box)
        for each in self.around.words:
            if each.key == "footnote":
                each.text = f"{each.text}\n{box.text.strip()}"
                each.boxes.append((box, "text"))
                return
        self.around.words.append(WordsDraft("footnote", "注", box.text.strip(), [(box, "text")]))

    # ---------------------------------------------------------------- one box in its row

    def _alone(self, box: Box) -> None:
        marks = self.around.marks
        self._take(box)
        if is_note(box.word, self.vocabulary):
            self.in_note = True
            self._note(box)
        elif self.in_note and NUMBERED.match(box.word):
            self._note(box)
        elif self._year_or_unit(box):
            pass
        elif re.match(r"^(?:附件|附表|附)[\d一二三四五六七八九十]*[:：]?$", box.word):
            marks.decorations.append(box)
        elif self._is_title(box):
            self._title(box)
        elif self.pairs.read(box):
            pass
        elif self.vocabulary.field("narratives", box.word) or self.vocabulary.field("side", box.word):
            self._label_alone(box)
        elif len(box.word) >= PARAGRAPH or (self.context and not self._is_heading(box)):
            self._paragraph(box)
        elif self._is_heading(box):
            self.context = box.text.strip()
            self.around.money_unit = self.around.money_unit or money_unit_of(box.word)
            marks.headings.append(box)
        else:
            marks.unplaced.append(box)

    def _is_title(self, box: Box) -> bool:
        if self.around.title or box.row > max(self.first_table, 5) or len(box.word) > 60 or "。" in box.word:
            return False
        words = self.vocabulary.words("rows", "titles")
        return any(word in box.word for word in words) and ":" not in bare(box.word)

    def _title(self, box: Box) -> None:
        self.around.title = one_line(box.text)
        self.around.title_box = box
        year = year_in(box.word, marked=True)
        if year:
            self.around.years.append((year, "title"))
        self.around.money_unit = self.around.money_unit or money_unit_of(box.word)

    def _is_heading(self, box: Box) -> bool:
        return (
            len(box.word) <= PARAGRAPH
            and not is_figure(box.word)
            and "。" not in box.word
            and (box.right > box.column or NUMBERED.match(box.word) is not None or box.row <= self.first_table)
        )

    def _label_alone(self, box: Box) -> None:
        """A label in a row of its own: its words stand below it, or it only heads the block."""
        below = self.grid.at(box.bottom + 1, box.column)
        key = self.vocabulary.field("narratives", box.word)
        alone = below is not None and len([each for each in self.grid.row(below.row) if each.place not in self.taken]) == 1
        if key and below is not None and alone and len(below.word) > 8 and self._is_words_below(box, below):
            self._words(key, box, below)
            return
        self.context = box.text.strip()
        self.around.marks.headings.append(box)

    def _paragraph(self, box: Box) -> None:
        title = self.context
        last = self.around.words[-1] if self.around.words else None
        if last is not None and last.key == "" and last.title == title:
            last.text = f"{last.text}\n{box.text.strip()}"
            last.boxes.append((box, "text"))
            return
        key = self.vocabulary.field("narratives", plain(title)) if title else ""
        self.around.words.append(WordsDraft(key, title, box.text.strip(), [(box, "text")]))

    # ---------------------------------------------------------------- several boxes in a row

    def _labelled(self, boxes: list[Box]) -> None:
        if self.pairs.row_of_figures(boxes, self.context) or self._row_of_heads(boxes):
            return
        index = self._row_of_amounts(boxes)
        while index < len(boxes):
            box = boxes[index]
            if box.place in self.taken:
                index += 1
                continue
            right = boxes[index + 1] if index + 1 < len(boxes) else None
            index += 1 + self._one_label(box, right, boxes)

    def _row_of_heads(self, boxes: list[Box]) -> bool:
        """A row of column headings that head no table, only words of their own kinds (内容 | 说明)."""
        known = [self.vocabulary.column(box.word) for box in boxes]
        if not all(each and each.sure for each in known) or any(
            known_label(box, self.vocabulary).partition(".")[0] not in ("", "funds") for box in boxes
        ):
            return False
        for box in boxes:
            self._take(box)
            self.around.marks.headings.append(box)
        return True

    def _row_of_amounts(self, boxes: list[Box]) -> int:
        """A row that names what its amounts are of (基本支出 | 年初预算数 | 100): how many boxes the name takes."""
        first, second = boxes[0], boxes[1]
        named = not known_label(first, self.vocabulary) and not is_figure(first.word) and ":" not in first.word
        amounts = len(boxes) > 2 and is_figure(boxes[2].word) and known_label(second, self.vocabulary).startswith("funds.")
        self.amounts.name_row(first if named and amounts else None)
        if named and amounts:
            self._take(first)
        return int(named and amounts)

    def _one_label(self, box: Box, right: Box | None, boxes: list[Box]) -> int:
        """Place a label with its value; how many further boxes of the row were used."""
        if self._year_or_unit(box):
            return 0
        known = known_label(box, self.vocabulary)
        table, _, key = known.partition(".")
        if is_note(box.word, self.vocabulary) and len(boxes) == 1:
            self._alone(box)
            return 0
        if not known and ":" in box.word and self.pairs.read(box):
            self._take(box)
            return 0
        if not known and (self.pairs.measure(box, self.context) or self.pairs.unknown(box, self.context)):
            return 0
        value = right if right is not None and not known_label(right, self.vocabulary) and right.place not in self.taken else None
        side = self.vocabulary.field("side", box.word)
        if right is not None and box.tall and (side or known_label(right, self.vocabulary)) and self._further_rows(box, right):
            self._take(box)
            self.context = one_line(box.text)
            self.around.marks.headings.append(box)
            return 0
        if self._heads_pairs(box, boxes):
            self._take(box)
            self.around.marks.headings.append(box)
            return 0
        if value is not None and ":" in value.word and self.pairs.kind(value.text.split("：")[0].split(":")[0]):
            value = None
        below = self.grid.at(box.bottom + 1, box.column)
        if value is None and below is not None and table == "narratives" and self._is_words_below(box, below):
            self._words(key, box, below)
            return 0
        if value is None and (side or (table == "narratives" and right is not None)):
            self._take(box)
            self.context = box.text.strip()
            self.around.money_unit = self.around.money_unit or money_unit_of(box.word)
            self.around.marks.headings.append(box)
            return 0
        if value is None:
            return self._without_value(box, known)
        return self._with_value(box, value, table, key, boxes)

    def _heads_pairs(self, box: Box, boxes: list[Box]) -> bool:
        """Whether a label only heads the pairs behind it: 年度总体目标 | 预期目标 | 稳定就业 | 实际完成情况 | …."""
        behind = [each for each in boxes if each.column > box.column][:2]
        if len(behind) < 2 or not known_label(box, self.vocabulary).startswith(("narratives.", "side.")):
            return False
        return bool(known_label(behind[0], self.vocabulary)) and not known_label(behind[1], self.vocabulary)

    def _further_rows(self, side: Box, value: Box) -> bool:
        """Whether a tall label at the side stands beside more than the one box: then it heads a block."""
        return value.bottom < side.bottom and self.grid.at(value.bottom + 1, value.column) is not None

    def _year_or_unit(self, box: Box) -> bool:
        """A box that says only the year or only the unit of money."""
        year, unit = year_in(box.word), money_unit_of(box.word)
        if year and len(box.word) <= 8:
            self.around.years.append((year, "line"))
            self.around.marks.headings.append(box)
        elif (
            re.fullmatch(r"(?:计量)?单位[::](?:分|人|个|元|万元|%|人、万元|万元、人)", box.word) and not unit
        ) or PUBLIC_NUMBER.fullmatch(box.word):
            self.around.marks.decorations.append(box)
        elif unit and len(box.word) <= 14 and box.word.strip("()").startswith(("单位", "金额单位", "货币单位", "计量单位", unit)):
            self.around.money_unit = self.around.money_unit or unit
            self.around.marks.decorations.append(box)
        else:
            return False
        self._take(box)
        return True

    def _is_words_below(self, box: Box, below: Box | None) -> bool:
        if below is None or below.column != box.column or below.place in self.taken:
            return False
        return not known_label(below, self.vocabulary)

    def _without_value(self, box: Box, known: str) -> int:
        table, _, key = known.partition(".")
        self._take(box)
        if table == "details":
            self.pairs.detail(key, one_line(box.text), "", [], box)
            if box not in self.around.signatures:
                self.around.marks.headings.append(box)
        elif known or (year_in(box.word) and len(box.word) <= 8):
            self.around.marks.headings.append(box)
        elif money_unit_of(box.word):
            self.around.money_unit = self.around.money_unit or money_unit_of(box.word)
            self.around.marks.decorations.append(box)
        elif len(box.word) >= PARAGRAPH:
            self._paragraph(box)
        else:
            self.around.marks.unplaced.append(box)
        return 0

    def _with_value(self, box: Box, value: Box, table: str, key: str, boxes: list[Box]) -> int:
        if is_figure(value.word) and self.amounts.take(box, value, self.context):
            self._take(box)
            self._take(value)
            return 1
        if table == "narratives" and not is_figure(value.word):
            self._words(key, box, value)
            return 1
        if table == "grade":
            self._take(box)
            self._take(value)
            self.around.marks.headings.append(box)
            self.pairs.take(f"grade.{key}", box.text, value.text.strip(), value)
            return 1
        if table == "details":
            self._take(box)
            self._take(value)
            self.pairs.detail(key, one_line(box.text), value.text.strip(), [(box, "label"), (value, "text")], value)
            return 1
        if is_figure(box.word) or len(bare(box.word)) > LABEL_LENGTH:
            self._take(box)
            (self._paragraph if len(box.word) >= PARAGRAPH else self.around.marks.unplaced.append)(box)
            return 0
        return self._unknown_label(box, value, boxes)

    def _unknown_label(self, box: Box, value: Box, boxes: list[Box]) -> int:
        """A label we have no word for keeps its own: a figure is a named figure, long words a narrative, short ones a detail."""
        left = [each for each in boxes if each.place not in self.taken]
        if len(left) > 6 and not any(known_label(each, self.vocabulary) for each in left):
            self._take(box)
            self.around.marks.unplaced.append(box)
            return 0
        self._take(box)
        self._take(value)
        label = one_line(box.text).rstrip(":：").strip()
        if is_figure(value.word):
            fact = FactDraft(label, value.text.strip(), group=self.context)
            fact.boxes += [(box, "label"), (value, "value_text")]
            self.around.facts.append(fact)
        elif len(value.word) >= PARAGRAPH or len(left) == 2:
            self.around.words.append(WordsDraft("", label, value.text.strip(), [(box, "title"), (value, "text")]))
        else:
            self.around.details.append(WordsDraft("", label, value.text.strip(), [(box, "label"), (value, "text")]))
        return 1

    def _words(self, key: str, label: Box, value: Box) -> None:
        self._take(label)
        self._take(value)
        title = one_line(label.text).rstrip(":：").strip()
        self.around.words.append(WordsDraft(key, title, value.text.strip(), [(label, "title"), (value, "text")]))
