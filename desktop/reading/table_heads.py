"""Headings of indicator tables: several rows, merged, over several columns; settled into one field for each column."""

from desktop.reading.grid import Box, Grid
from desktop.reading.headings import LEVELS, NAMES, Meaning, Vocabulary
from desktop.reading.tables import LOOK_AHEAD, Column, Kind, Table
from desktop.reading.words import is_figure, year_in


def indicator_tables(grid: Grid, vocabulary: Vocabulary, row: int, boxes: list[Box]) -> list[Table]:
    left, right = boxes[0].column, boxes[-1].right
    top, head = row, row
    labels = set()
    while _continues_head(grid, vocabulary, head, left, right):
        head += 1
    above = grid.within(row - 1, left, right) if row else []
    if (
        above
        and len(above) > 1
        and all(vocabulary.column(box.word) or vocabulary.field("side", box.word) for box in above)
        and any(box.right > box.column for box in above)
        and not any(is_figure(box.word) for box in above)
    ):
        top -= 1
    columns: list[Column] = []
    side: list[Box] = []
    for column in range(left, right + 1):
        stack: list[Box] = []
        for each in range(top, head + 1):
            box = grid.at(each, column)
            if box is not None and (not stack or stack[-1] is not box):
                stack.append(box)
        tall = [box for box in stack if box.bottom > head]
        for box in tall:
            if box.place not in labels:
                labels.add(box.place)
                side.append(box)
        stack = [box for box in stack if box.bottom <= head]
        if not stack:
            continue
        if columns and columns[-1].boxes and columns[-1].boxes[-1] is stack[-1]:
            columns[-1].right = column
            continue
        meaning = _meaning(vocabulary, stack)
        columns.append(
            Column(
                meaning.fields if meaning else (),
                column,
                column,
                stack[-1].word,
                meaning.sure if meaning else False,
                tuple(stack),
            )
        )
    tables: list[Table] = []
    for part in _segments(columns):
        mine = [box for box in side if box.column < part[0].left] if not tables else []
        settled = _settled(grid, vocabulary, head, part)
        tables.append(Table(Kind.INDICATORS, top, head, part[0].left, part[-1].right, settled, side=mine))
    return tables


def _continues_head(grid: Grid, vocabulary: Vocabulary, head: int, left: int, right: int) -> bool:
    """Whether the next row still belongs to the headings: only heading words, under a heading that spans them."""
    below = grid.within(head + 1, left, right)
    if not below or any(is_figure(box.word) for box in below):
        return False
    over = [grid.at(head, box.column) for box in below]
    for box, above in zip(below, over, strict=True):
        meaning = vocabulary.column(box.word)
        under = above is not None and above.right > above.column and vocabulary.says("columns_under", "plain", box.word)
        if not under and not (meaning and meaning.sure):
            return False
    if any(box is not None and box.right > box.column for box in over):
        return True
    tall = [box for box in grid.within(head, left, right) if box.bottom == head + 1]
    return bool(tall)


def _meaning(vocabulary: Vocabulary, stack: list[Box]) -> Meaning | None:
    """The lowest heading decides; where it says nothing of its own, the one above it."""
    best: Meaning | None = None
    for box in reversed(stack):
        meaning = vocabulary.column(box.word)
        if meaning and meaning.sure:
            return meaning
        best = best or meaning
    return best


def _segments(columns: list[Column]) -> list[list[Column]]:
    """Where the first level or the target stands a second time, another table begins beside the first."""
    parts: list[list[Column]] = [[]]
    seen: set[str] = set()
    for each in columns:
        if each.field in seen and each.field in {"level1", "task"}:
            parts.append([])
            seen = set()
        parts[-1].append(each)
        seen.add(each.field)
    return parts


def _settled(grid: Grid, vocabulary: Vocabulary, head: int, columns: list[Column]) -> list[Column]:
    """Spread a heading over the columns it spans, and settle what a field means beside its neighbours."""
    fields = {name for each in columns for name in each.fields}
    if not fields & {"task_target", "task_actual", "task_money"}:
        for each in columns:
            each.fields = tuple("group" if name == "task" else name for name in each.fields)
    elif "actual" in fields and "task_actual" not in fields:
        pass
    spread: list[Column] = []
    for each in columns:
        spread.extend(_spread(grid, head, each))
    fields = {name for each in spread for name in each.fields}
    named = any("name" in each.fields and len(each.fields) == 1 for each in spread)
    numbered = any(each.field in ("level3", "level4") for each in spread)
    for each in spread:
        if len(each.fields) > 1 and "name" in each.fields and (named or numbered):
            each.fields = tuple("explanation" if name == "name" else name for name in each.fields)
    if "name" in fields and ("level3" in fields or "level4" in fields):
        for each in spread:
            if each.fields == ("name",):
                each.fields = ("explanation",) if "explanation" not in fields else ("remark",)
    if "name_weak" in fields and (fields & {"name", "level2", "level3"}):
        for each in spread:
            if each.fields == ("name_weak",):
                each.fields = ("group",)
    for each in spread:
        if each.field == "group" and _only_kinds(grid, vocabulary, head, each):
            each.fields = ("",)
    _leave_earlier_years(spread)
    return spread


def _only_kinds(grid: Grid, vocabulary: Vocabulary, head: int, column: Column) -> bool:
    """Whether a column says nothing but 定量 or 定性 of its rows: a quality of theirs, no level above them."""
    words = [
        box.word
        for row in range(head + 1, head + 1 + LOOK_AHEAD)
        for box in grid.within(row, column.left, column.right)
        if not box.tall
    ]
    kinds = sum(vocabulary.says("rows_kinds", "words", word) for word in words)
    return kinds > 1 and kinds * 2 > len(words)


def _leave_earlier_years(columns: list[Column]) -> None:
    """Beside 2023年指标值 a column 2022年实际值 speaks of another year: its figures are kept by their heading only."""
    dated = [(year, each) for each in columns if each.field in ("target", "actual", "rate") and (year := year_in(each.heading))]
    latest = max((year for year, _ in dated), default=0)
    for year, each in dated:
        if year < latest:
            each.fields = ("",)


def _spread(grid: Grid, head: int, column: Column) -> list[Column]:
    """One heading over several columns of data: levels one after the other, name then target, sign then value then unit."""
    if column.right == column.left:
        return [column]
    starts = {column.left}
    wide = 0
    rows = 0
    for row in range(head + 1, head + 1 + LOOK_AHEAD):
        seen = grid.covering(row, column.left, column.right)
        if not seen:
            continue
        rows += 1
        wide += len(seen) == 1 and seen[0].right > seen[0].column
        starts.update(box.column for box in seen if column.left < box.column)
    if len(starts) == 1 or not rows or wide * 2 > rows:
        return [column]
    lefts = sorted(starts)
    rights = [left - 1 for left in lefts[1:]] + [column.right]
    names = _names_for(column, len(lefts))
    if not names:
        return [column]
    return [
        Column((name,), left, right, column.heading, column.sure, column.boxes)
        for name, left, right in zip(names, lefts, rights, strict=True)
    ]


def _names_for(column: Column, count: int) -> list[str]:
    if len(column.fields) == count:
        return list(column.fields)
    if column.field in LEVELS:
        return [column.field] + ["group"] * (count - 1)
    if column.field in NAMES:
        return ["group"] * (count - 1) + ["name"]
    if column.field == "target" and count == 3:
        return ["comparator", "target", "unit"]
    if column.field == "target" and count == 2:
        return ["target", "unit"]
    return []
