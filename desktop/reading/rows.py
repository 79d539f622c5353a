"""The rows of an indicator or task table: levels filled down, bands, shared cells, totals and the end told from indicators."""

import re
from dataclasses import dataclass, field

from desktop.reading.cell_parts import split_target
from desktop.reading.drafts import Draft, Marks, Totals
from desktop.reading.filling import ADJUSTED, OTHER, TEXTS, Shared, fill, same_again
from desktop.reading.grid import Box, Grid
from desktop.reading.headings import Vocabulary
from desktop.reading.levels import Level, split_columns
from desktop.reading.outline import is_category
from desktop.reading.row_kinds import RowKinds
from desktop.reading.shared_cells import SHARED_UP, settle_shared
from desktop.reading.tables import Table
from desktop.reading.total_rows import read_total
from desktop.reading.words import bare, name_and_points, one_line
from scoring.table import NodeKind

OF_TASK = {"task_target": "target_text", "task_actual": "actual_text", "task_money": "money_text"}
CONTINUED = "(续)"  # behind the name of a band that goes on after a page break
EMPTY_NAME = re.compile(r"(?:指标\d*:?|[….·/]+)")
DIGITS = re.compile(r"\d")
ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\))")
INNER = re.compile(r"^\(")


@dataclass(slots=True)
class RowsRead:
    """What the rows of one table hold, in document order."""

    drafts: list[Draft] = field(default_factory=list)
    totals: list[Totals] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    levels: list[Level] = field(default_factory=list)
    depth: int = 0


class RowReader:
    """Reads one table from top to bottom; remembers the levels above the row it stands at."""

    def __init__(self, grid: Grid, vocabulary: Vocabulary, table: Table, before: RowsRead | None) -> None:
        self.grid = grid
        self.vocabulary = vocabulary
        self.table = table
        self.read = RowsRead()
        self.levels, self.plain_columns = split_columns(table)
        self.read.levels = self.levels
        self.read.depth = len(self.levels)
        self.names_hold_targets = False
        if before is not None and len(before.levels) == len(self.levels):
            for mine, theirs in zip(self.levels, before.levels, strict=True):
                mine.word, mine.box, mine.draft = theirs.word, theirs.box, theirs.draft
        self.kinds = RowKinds(grid, vocabulary, table, self.levels)
        self.plan = self._plan() if self.levels else []
        self.shared: Shared = {}

    def run(self, ends: set[int]) -> RowsRead:
        """Read until the table ends: at a foreign row, or at a row of ``ends``."""
        marks = self.read.marks
        marks.headings += [box for each in self.table.columns for box in each.boxes]
        for side in self.table.side:
            self._beside_block(side)
        self.names_hold_targets = self._names_hold_targets()
        blank = 0
        for row in range(self.table.head + 1, self.table.bottom + 1):
            if row in ends:
                break
            boxes = self.grid.within(row, self.table.outer, self.table.right)
            if not boxes:
                blank += 1
                continue
            boxes = self._without_band(row, boxes)
            if not self._row(row, boxes, blank):
                break
            blank = 0
        settle_shared(self.shared, self.read.drafts)
        return self.read

    def _without_band(self, row: int, boxes: list[Box]) -> list[Box]:
        """Where the label beside the block has ended and another begins, the next band begins with this row."""
        first, below = boxes[0], [box.bottom for box in self.table.side]
        if not below or row <= max(below) or first.row != row or first.right >= self.table.left or len(boxes) < 3:
            return boxes
        if first.word[:1] in self.kinds.totals or not (self.kinds.is_named(row) or self.kinds.holds_figures(boxes[1:])):
            return boxes
        if self.vocabulary.field("side", first.word):
            return boxes
        self._open_band(first)
        return boxes[1:]

    def _beside_block(self, side: Box) -> None:
        """A label beside the block: what kind of block it is, or the band of its rows (年度绩效目标1（40分）)."""
        meaning = self.vocabulary.column(side.word)
        if self.vocabulary.field("side", side.word) or (meaning is not None and meaning.sure):
            self.read.marks.headings.append(side)
        else:
            self._open_band(side)

    def _names_hold_targets(self) -> bool:
        """Whether the name cells hold name and target in one text (补贴惠及人数不少于5万人次): no target column, but figures."""
        fields = self.table.fields()
        if not self.levels:
            return False
        column = self.levels[-1].column
        if "target" in column.fields:
            return True
        if fields & {"target", "explanation", "standard"} or "actual" not in fields:
            return False
        names = [
            box
            for row in range(self.table.head + 1, self.table.bottom + 1)
            for box in self.grid.within(row, column.left, column.right)
        ]
        telling = sum(1 for box in names if split_target(box.text, self.vocabulary)[1])
        return telling * 2 > len(names)

    def _row(self, row: int, boxes: list[Box], blank: int) -> bool:
        """Read one row; false where the table has ended before it."""
        first = boxes[0]
        marks = self.read.marks
        if self.kinds.is_repeated_head(boxes):
            marks.headings += boxes
            return True
        if self.kinds.is_total(row, first):
            self.read.totals.append(read_total(self.table, self.levels, boxes, bare(first.word.split(":")[0]), self.vocabulary))
            marks.totals += boxes
            return True
        if len(boxes) > 2 and self.kinds.holds_figures(boxes):
            self._data(row, boxes)
            return True
        if self.kinds.is_foreign(row, boxes, blank):
            return self.kinds.goes_on_below(row)
        if len(boxes) == 1 and first.right >= self.table.right - 1 and first.column <= self.table.left + 1:
            if first.right > first.column and self.levels and first.column <= self.table.left:
                return self._band(first)
            if first.column <= self.table.left and blank and not self.kinds.is_leaf_like(first):
                return False
        self._data(row, boxes)
        return True

    def _band(self, box: Box) -> bool:
        """A row of one cell over the whole width: a band above the levels (年度绩效目标1（40分）, 一、履职效能)."""
        name, points = name_and_points(box.text)
        if not points and not ORDINAL.match(box.word) and "目标" not in name and not is_category(box.word):
            return False
        self._open_band(box)
        return True

    def _open_band(self, box: Box) -> None:
        name, points = name_and_points(box.text)
        draft = Draft(0 if INNER.match(box.word) or not ORDINAL.match(box.word) else -1, NodeKind.GROUP)
        draft.put("name", name, box)
        if points:
            draft.texts["points_text"] = points
        self.read.drafts.append(draft)
        for level in self.levels:
            level.word, level.box, level.draft = "", None, None

    def _data(self, row: int, boxes: list[Box]) -> None:
        marks = self.read.marks
        used: set[tuple[int, int]] = set()
        changed = False
        deepest: Level | None = None
        for index, level in enumerate(self.levels[:-1]):
            box = self.grid.at(row, level.column.left)
            if box is not None and box is self.grid.at(row, self.levels[-1].column.left):
                level.word, level.box, level.draft = "", None, None  # the indicator's own name reaches up to here
                continue
            if box is not None and box.row == row:
                used.add(box.place)
            if box is None:
                if changed:
                    level.word, level.box, level.draft = "", None, None
            elif changed or box.word.removesuffix(CONTINUED) != level.word:
                level.word, level.box = box.word.removesuffix(CONTINUED), box
                level.draft = self._group(index + 1, level, box)
                changed = True
            elif level.draft is not None and level.box is not box:
                level.draft.boxes.append((box, "name"))
                level.box = box
            if level.draft is not None and box is not None:
                self._beside(level, row, used)
                if box.row == row or changed:
                    deepest = level
        self._leaf(row, boxes, used, deepest)
        for box in boxes:
            if box.place not in used:
                marks.unplaced.append(box)

    def _group(self, number: int, level: Level, box: Box) -> Draft:
        name, points = name_and_points(box.text, band=True)
        kind = NodeKind.TASK if level.column.field == "task" else NodeKind.GROUP
        draft = Draft(number, kind)
        draft.put("name", name, box)
        if points:
            draft.texts["points_text"] = points
        self.read.drafts.append(draft)
        return draft

    def _beside(self, level: Level, row: int, used: set[tuple[int, int]]) -> None:
        """Points, score and task facts that stand beside a level's name belong to the level, once."""
        draft = level.draft
        if draft is None:
            return
        pairs = [(level.points, "points_text"), (level.score, "published_score_text")]
        if draft.kind is NodeKind.TASK:
            pairs += [(each, OF_TASK[each.field]) for each in self.plain_columns if each.field in OF_TASK]
        for column, attribute in pairs:
            box = self.grid.at(row, column.left) if column else None
            if box is None or box.place in used:
                continue
            if box.row == row:
                used.add(box.place)
                if not draft.put(attribute, box.text.strip(), box) and not same_again(draft, attribute, box):
                    used.discard(box.place)

    def _leaf(self, row: int, boxes: list[Box], used: set[tuple[int, int]], deepest: Level | None) -> None:
        last = self.levels[-1]
        name_box = self.grid.at(row, last.column.left)
        if name_box is not None and name_box.row < row:
            name_box = None
            if all(box.place in used for box in boxes) or self._grows(row, used):
                return
        values = self._values(row, used, own_only=name_box is None)
        if name_box is None and (not values or self._goes_on(values, deepest, row, used)):
            return
        number = len(self.levels)
        if name_box is None and deepest is not None and deepest.draft is not None:
            self._nameless(row, deepest, values, used)
            return
        if name_box is not None and self._is_placeholder(name_box, values):
            used.add(name_box.place)
            self.read.marks.decorations.append(name_box)
            for _, box in values:
                used.add(box.place)
                self.read.marks.decorations.append(box)
            return
        draft = Draft(number)
        if name_box is not None:
            used.add(name_box.place)
            name, points = name_and_points(name_box.text)
            draft.put("name", name, name_box)
            if self.names_hold_targets:
                draft.texts["name"], draft.texts["target_text"] = split_target(name_box.text, self.vocabulary)
            if points and not any(attribute == "points_text" for attribute, _ in values):
                draft.texts["points_text"] = points
            elif points:
                draft.texts["name"] = one_line(name_box.text)
        fill(draft, values, used, self.shared, self.vocabulary)
        self.read.drafts.append(draft)

    def _goes_on(self, values: list[tuple[str, Box]], deepest: Level | None, row: int, used: set[tuple[int, int]]) -> bool:
        """A row without name, points and score goes on with the indicator above it."""
        own = {attribute for attribute, _ in values}
        return deepest is None and not own & set(SHARED_UP) and self._grows(row, used)

    def _grows(self, row: int, used: set[tuple[int, int]]) -> bool:
        """A second sheet row of the same indicator: its further words are added to the last one."""
        if not self.read.drafts or self.read.drafts[-1].kind is not NodeKind.INDICATOR:
            return False
        draft = self.read.drafts[-1]
        for column in self.plain_columns:
            attribute = TEXTS.get(column.field, "")
            box = self.grid.at(row, column.left)
            if not attribute or box is None or box.row != row or box.place in used:
                continue
            held = draft.texts.get(attribute, "")
            draft.texts[attribute] = f"{held}\n{box.text.strip()}" if held else box.text.strip()
            draft.boxes.append((box, attribute))
            used.add(box.place)
        return True

    def _is_placeholder(self, box: Box, values: list[tuple[str, Box]]) -> bool:
        if not EMPTY_NAME.fullmatch(box.word):
            return False
        return all(not DIGITS.search(value.word) for _, value in values) or not values

    def _plan(self) -> list[tuple[int, int, str]]:
        """What each column of a row gives: its edges and the attribute; empty for what is only counted (序号)."""
        last = self.levels[-1]
        tasks = any(level.column.field == "task" for level in self.levels)
        plan: list[tuple[int, int, str]] = []
        for column, attribute in ((last.points, "points_text"), (last.score, "given_score_text")):
            if column is not None:
                plan.append((column.left, column.right, attribute))
        others: list[tuple[int, int, str]] = []
        for column in self.plain_columns:
            edges = (column.left, column.right)
            if column.field in OF_TASK and tasks:
                continue
            if len(column.fields) > 1:
                plan.append((*edges, "+".join(column.fields)))
            elif column.field in TEXTS:
                plan.append((*edges, TEXTS[column.field]))
            elif column.field in ("number", "ignored"):
                plan.append((*edges, ""))
            else:
                others.append((*edges, OTHER + (ADJUSTED if column.field == ADJUSTED else column.heading)))
        return plan + others

    def _values(self, row: int, used: set[tuple[int, int]], *, own_only: bool) -> list[tuple[str, Box]]:
        """The boxes of this row with the attributes they give, those without a field last."""
        found: list[tuple[str, Box]] = []
        for left, right, attribute in self.plan:
            if left == right:
                box = self.grid.at(row, left)
                boxes = [box] if box is not None else []
            else:
                boxes = self.grid.covering(row, left, right)
            for each in boxes:
                if own_only and each.row < row:
                    continue
                if attribute:
                    found.append((attribute, each))
                elif each.row == row:
                    used.add(each.place)
                    self.read.marks.decorations.append(each)
        return found

    def _nameless(self, row: int, level: Level, values: list[tuple[str, Box]], used: set[tuple[int, int]]) -> None:
        """Facts without a name of their own: those of the level's row (a sum line), or an indicator at a higher level."""
        draft = level.draft
        if draft is None:
            return
        own = {attribute for attribute, _ in values}
        if (
            own & {"target_text", "actual_text", "parameters_text", "comparator_text"}
            or len(own) > 2
            or not self._has_rows_below(row, level)
        ):
            draft.kind = NodeKind.INDICATOR
            if "published_score_text" in draft.texts:
                draft.texts["given_score_text"] = draft.texts.pop("published_score_text")
                draft.boxes = [(b, "given_score_text" if a == "published_score_text" else a) for b, a in draft.boxes]
            fill(draft, values, used, self.shared, self.vocabulary)
            level.word, level.box = "", None
            return
        for attribute, box in values:
            target = SHARED_UP.get(attribute, attribute)
            if draft.put(target, box.text.strip(), box):
                used.add(box.place)

    def _has_rows_below(self, row: int, level: Level) -> bool:
        """Whether the next rows are children of this level: something stands in a deeper level, nothing new in this one."""
        for below in range(row + 1, self.table.bottom + 1):
            boxes = self.grid.within(below, self.table.left, self.table.right)
            if not boxes:
                continue
            own = self.grid.at(below, level.column.left)
            index = self.levels.index(level)
            deeper = any(self.grid.at(below, each.column.left) for each in self.levels[index + 1 :])
            outer = [self.grid.at(below, each.column.left) for each in self.levels[:index]]
            if any(box is not None and box.row == below for box in outer):
                return False
            return deeper and (own is None or own.word == level.word)
        return False
