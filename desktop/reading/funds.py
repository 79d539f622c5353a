"""Funds blocks as tables, a line in each row or lines beside each other, and tables of named figures."""

import re

from desktop.reading.cell_parts import is_note
from desktop.reading.drafts import FactDraft, FundDraft, Marks, WordsDraft
from desktop.reading.grid import Box, Grid
from desktop.reading.headings import Vocabulary
from desktop.reading.tables import Column, Table
from desktop.reading.words import bare, is_figure, name_and_points, one_line, with_sign_of

ATTRIBUTES = {
    "initial_budget": "initial_budget_text",
    "adjusted_budget": "adjusted_budget_text",
    "executed": "executed_text",
    "rate": "published_rate_text",
    "points": "points_text",
    "score": "given_score_text",
}
STROKES = frozenset({"/", "-", "—", "--", "——", "\\", "―", "－", "*"})
OF_MONEY = (
    "资金",
    "拨款",
    "支出",
    "结转",
    "总额",
    "预算",
    "财政",
    "收入",
    "经费",
    "其中",
    "合计",
    "小计",
    "总计",
    "投入",
    "贷款",
)
OUTER = re.compile(r"^[一二三四五六七八九十]+、")  # 二、项目支出 stands beside 一、基本支出, whatever 其中 stood between
WHOLE = ("总额", "合计", "总计", "总数")


def read_matrix(grid: Grid, vocabulary: Vocabulary, table: Table) -> tuple[list[FundDraft], list[FactDraft], Marks]:
    """Measures as rows (全年预算数 …), lines as columns, perhaps with the splits (按资金来源) above them."""
    marks = Marks()
    label_column, lines = table.columns[0], table.columns[1:]
    drafts: list[FundDraft] = []
    facts: list[FactDraft] = []
    marks.headings += table.side
    for line in lines:
        over = grid.at(table.top, line.left) if table.top < table.head else None
        if over is not None and over is not line.boxes[0] and not any(box is over for box in marks.headings):
            marks.headings.append(over)
        split = one_line(over.text) if over is not None and over is not line.boxes[0] else ""
        draft = FundDraft(split, one_line(line.boxes[0].text))
        draft.boxes.append((line.boxes[0], "label"))
        drafts.append(draft)
    for row in range(table.head + 1, table.bottom + 1):
        label = grid.at(row, label_column.left)
        if label is None or label.row != row:
            continue
        marks.headings.append(label)
        attribute = ATTRIBUTES.get(vocabulary.field("funds", label.word), "")
        for line, draft in zip(lines, drafts, strict=True):
            box = grid.at(row, line.left)
            if box is None or box.row != row:
                continue
            if attribute and attribute not in draft.texts:
                draft.texts[attribute] = box.text.strip()
                draft.boxes.append((box, attribute))
            else:
                fact = FactDraft(f"{draft.label}·{bare(label.word)}", box.text.strip(), group=draft.group)
                fact.boxes.append((box, "value_text"))
                facts.append(fact)
    return drafts, facts, marks


def is_sum(label: str) -> bool:
    """Whether a line of funds adds up others."""
    return any(word in label for word in WHOLE)


class FundRows:
    """Reads a funds block whose columns are the measures (年初预算数, 全年预算数, 全年执行数, 分值, 执行率, 得分)."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, table: Table) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.table = table
        self.drafts: list[FundDraft] = []
        self.facts: list[FactDraft] = []
        self.words: list[WordsDraft] = []
        self.notes: list[tuple[WordsDraft, str]] = []
        self.marks = Marks()
        self.bottom = table.head

    def run(self, ends: set[int]) -> None:
        """Read until a row is no line of funds."""
        self.marks.headings += self.table.side
        self.marks.headings += [box for each in self.table.columns for box in each.boxes]
        self._drop_label_column()
        if not self.measures:
            return
        first = min(each.left for each in self.measures)
        group = next((bare(box.word) for box in self.table.side), "") or self._named_by_head()
        within = 1
        for row in range(self.table.head + 1, self.table.bottom + 1):
            boxes = self.grid.within(row, self.table.left, self.table.right)
            if row in ends or (not boxes and row > self.bottom + 1):
                break
            labels = [box for box in boxes if box.column < first and not self._is_side(box) and not self._is_count(box)]
            label = self._label(labels)
            if label is None and not self.drafts and group and row == self.table.head + 1:
                within = self._nameless(boxes, group, first)
            elif label is None:
                if not self._extra(row, boxes, first):
                    break
                continue
            elif not self._is_line(label, boxes):
                break
            else:
                within = self._line(label, labels, boxes, group, within)
            self.bottom = row
        self._points_beside()
        self._tell_words_apart()
        if len(self.drafts) > 1 and is_sum(self.drafts[-1].label) and all(each.level == 1 for each in self.drafts):
            for each in self.drafts[:-1]:
                each.level = 2

    def _named_by_head(self) -> str:
        """What the block is, where that stands beside the measures and not at their side (预算执行情况 | 预算数 | 执行数)."""
        first = self.table.columns[0]
        return bare(first.heading) if first.boxes and self.vocabulary.field("side", first.heading) else ""

    def _nameless(self, boxes: list[Box], group: str, first: int) -> int:
        """Figures right under the measures with no label of their own: the block's label names the line."""
        figures = [box for box in boxes if box.column >= first]
        if any(is_figure(box.word) for box in figures):
            self.drafts.append(FundDraft(group, group))
            for box in figures:
                self._value(self.drafts[0], box, group)
        return 1

    def _points_beside(self) -> None:
        """Points that stand in the block's label alone (预算执行情况（20分）) are those of the line that has the score."""
        points = next((found for box in self.table.side if (found := name_and_points(box.text)[1])), "")
        scored = [each for each in self.drafts if "given_score_text" in each.texts]
        if points and len(scored) == 1 and not any("points_text" in each.texts for each in self.drafts):
            scored[0].texts["points_text"] = points

    def _tell_words_apart(self) -> None:
        """Words that one column holds for several lines are named by their line (就业补助·自评等级)."""
        titles = [words.title for words, _ in self.notes]
        for words, label in self.notes:
            if titles.count(words.title) > 1:
                words.title = f"{label}·{words.title}"

    @property
    def measures(self) -> list[Column]:
        return [each for each in self.table.columns if each.field in ATTRIBUTES]

    def _drop_label_column(self) -> None:
        """A heading such as 年度预算数（万元） above the labels names the block; it is no measure."""
        first = self.table.columns[0]
        below = [
            box
            for row in range(self.table.head + 1, self.table.head + 4)
            for box in self.grid.within(row, first.left, first.right)
        ]
        if below and not any(is_figure(box.word) for box in below):
            first.fields = ("",)

    def _is_side(self, box: Box) -> bool:
        return any(box is side for side in self.table.side) or (box.tall and bool(self.vocabulary.field("side", box.word)))

    def _is_count(self, box: Box) -> bool:
        """Whether a box only counts the lines (序号)."""
        return self.vocabulary.field("figures", self._heading_at(box)) == "number" and is_figure(box.word)

    def _is_line(self, label: Box, boxes: list[Box]) -> bool:
        if is_note(label.word, self.vocabulary) or label.right >= self.measures[0].left:
            return False
        if any(is_figure(box.word) for box in boxes if box.column > label.right):
            return True
        others = [box for box in boxes if box.column > label.right and box.word not in STROKES]
        if any(":" in box.word for box in others):  # lines of words beside each other (按收入性质分：… 按支出性质分：…)
            return False
        if label.row and any(box.row <= label.row <= box.bottom for box in self.table.side) and not others:
            return True  # the label beside the block reaches over this line too
        known = any(word in label.word for word in OF_MONEY) and len(label.word) <= 24
        return known and not self.vocabulary.field("narratives", label.word)

    def _label(self, labels: list[Box]) -> Box | None:
        """Under headings of their own (任务名称, 主要内容) the first names the line; without, the one beside the figures."""
        if not labels:
            return None
        headed = any(each.left <= labels[0].column <= each.right for each in self.table.columns)
        return labels[0] if headed else labels[-1]

    def _line(self, label: Box, labels: list[Box], boxes: list[Box], group: str, within: int) -> int:
        outer = bool(self.drafts) and (OUTER.match(label.word) is not None or is_sum(label.word))
        part = "其中" in label.word or (within == 2 and not outer)
        draft = FundDraft(group, one_line(label.text).rstrip(":：").strip(), 2 if part else 1)
        draft.boxes.append((label, "label"))
        self.drafts.append(draft)
        for box in boxes:
            if box is label:
                continue
            if self._is_count(box):
                self.marks.decorations.append(box)
            elif self._is_side(box) or (box in labels and not self._heading_at(box)):
                self.marks.headings.append(box)
            elif box in labels:
                words = f"{draft.label}·{self._heading_at(box)}"
                self.words.append(WordsDraft("", words, box.text.strip(), [(box, "text")]))
            else:
                self._value(draft, box, group)
        return 2 if part or is_sum(label.word) else within

    def _heading_at(self, box: Box) -> str:
        return next((each.heading for each in self.table.columns if each.left <= box.column <= each.right), "")

    def _value(self, draft: FundDraft, box: Box, group: str) -> None:
        column = next((each for each in self.table.columns if each.left <= box.column <= each.right), None)
        attribute = ATTRIBUTES.get(column.field, "") if column else ""
        if box.word in STROKES:
            self.marks.decorations.append(box)
        elif attribute and attribute not in draft.texts:
            text = box.text.strip()
            draft.texts[attribute] = with_sign_of(column.heading, text) if column and column.field == "rate" else text
            draft.boxes.append((box, attribute))
        elif column is None:
            self.marks.unplaced.append(box)
        elif is_figure(box.word):
            fact = FactDraft(f"{draft.label}·{column.heading}", box.text.strip(), group=group)
            fact.boxes.append((box, "value_text"))
            self.facts.append(fact)
        else:
            words = WordsDraft("funds_note", column.heading or "资金说明", box.text.strip(), [(box, "text")])
            self.words.append(words)
            self.notes.append((words, draft.label))

    def _extra(self, row: int, boxes: list[Box], first: int) -> bool:
        """A row without a label: figures of a line above, or the block's end."""
        if not boxes:
            return True
        if self.drafts and all(box.column >= first for box in boxes) and any(is_figure(box.word) for box in boxes):
            for box in boxes:
                self._value(self.drafts[-1], box, self.drafts[-1].group)
            self.bottom = row
            return True
        return False


def read_figures(grid: Grid, vocabulary: Vocabulary, table: Table, ends: set[int]) -> tuple[list[FactDraft], Marks, int]:
    """A table of named figures: 序号, 项目, 数值, 单位, 原文."""
    marks = Marks()
    marks.headings += [box for each in table.columns for box in each.boxes]
    facts: list[FactDraft] = []
    label, value = table.column("label"), table.column("value")
    bottom = table.head
    group = ""
    for row in range(table.head + 1, table.bottom + 1):
        boxes = grid.within(row, table.left, table.right)
        if row in ends or (boxes and is_note(boxes[0].word, vocabulary)):
            break
        name = grid.at(row, label.left) if label else None
        if not boxes:
            continue
        if len(boxes) == 1 and not is_figure(boxes[0].word) and _goes_on(grid, table, value, row):
            group = one_line(boxes[0].text)
            marks.headings.append(boxes[0])
            continue
        if name is None or (len(boxes) == 1 and boxes[0].right > boxes[0].column):
            break
        figure = grid.at(row, value.left) if value else None
        fact = FactDraft(one_line(name.text), figure.text.strip() if figure else "", group=group)
        fact.boxes.append((name, "label"))
        for box in boxes:
            column = next((each for each in table.columns if each.left <= box.column <= each.right), None)
            field = column.field if column else ""
            if box is name:
                continue
            if box is figure:
                fact.boxes.append((box, "value_text"))
            elif field == "unit":
                fact.unit = box.text.strip()
                fact.boxes.append((box, "unit"))
            elif field == "source":
                fact.source = f"{fact.source} {box.text.strip()}".strip()
                fact.boxes.append((box, "source_text"))
            elif field == "number":
                marks.decorations.append(box)
            else:
                marks.unplaced.append(box)
        facts.append(fact)
        bottom = row
    return facts, marks, bottom


def _goes_on(grid: Grid, table: Table, value: Column | None, row: int) -> bool:
    """Whether the next row holds a figure again: then a row of words alone names a group of figures."""
    if value is None or row >= table.bottom:
        return False
    below = grid.at(row + 1, value.left)
    return below is not None and is_figure(below.word)
