"""One function for each kind of block: what it puts on the canvas. The tree has a module of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desktop.forms.fields import FACT_FIELDS, FUND_FIELDS, FactField, FundField, NodeField
from desktop.forms.fill import filled_texts
from desktop.forms.form import Binding, Block, BlockKind, Column, FormLayout, Shape, Slot
from desktop.forms.laid import Canvas, CellRole, LaidBlock, Piece, RatioOf
from desktop.forms.number_text import cell_number, format_number
from desktop.kit.wording import GRADES
from scoring.finding import Place
from scoring.scored import ScoredFund, ScoredTable
from scoring.table import RecordKind


@dataclass(frozen=True, slots=True)
class Filling:
    """What a form is filled with: the scored table and the words of its placeholders."""

    form: FormLayout
    scored: ScoredTable

    def words(self, text: str) -> str:
        """The text with ``{year}``, ``{unit}``, ``{subject}``, ``{money_unit}``, ``{title}`` filled in."""
        if "{" not in text:
            return text
        table = self.scored.table
        plain = {
            "year": str(table.key.year),
            "unit": table.key.unit,
            "subject": table.key.subject,
            "money_unit": table.heading.money_unit,
        }
        form = self.form
        pattern = form.project_title if table.key.subject and form.project_title else form.title
        for name, word in plain.items():
            pattern = pattern.replace(f"{{{name}}}", word)
            text = text.replace(f"{{{name}}}", word)
        return text.replace("{title}", table.heading.title or pattern)

    def grade(self) -> str:
        scored = self.scored
        if not scored.grade:
            return scored.table.heading.published_grade_text if scored.score is None else ""
        labels = {band.key: band.label for band in scored.rulebook.grades}
        return labels.get(scored.grade) or GRADES.get(scored.grade, "")

    def total(self) -> str:
        """The score of record; the printed one where the table has no rows to add up."""
        scored = self.scored
        return format_number(scored.score) if scored.score is not None else scored.table.heading.published_score_text


def value_piece(piece: Piece, text: str, *, numeric: bool) -> Piece:
    """The piece with its text, as a number where it is one."""
    number = cell_number(text) if numeric else None
    role = CellRole.NUMBER if number is not None and piece.role is CellRole.TEXT else piece.role
    return piece._replace(text=text, number=number, role=role)


def draw_title(block: Block, canvas: Canvas, filling: Filling) -> None:
    for line in block.lines:
        text = filling.words(line.text)
        canvas.put(
            Piece(
                canvas.row,
                0,
                canvas.width,
                text,
                CellRole.TITLE,
                align=line.align.value,
                bold=line.bold,
                size=line.size,
                bordered=False,
            )
        )
        canvas.row += 1


def draw_slots(block: Block, canvas: Canvas, filling: Filling) -> None:
    """Rows of labelled cells: details, the funds of a task form, signatures."""
    signing = block.kind is BlockKind.SIGNATURES
    _left_label(block, canvas, filling, rows=len(block.rows))
    for row in block.rows:
        x = block.label_mm
        for slot in row:
            label = Piece(
                canvas.row, x, slot.label_mm, filling.words(slot.label), CellRole.LABEL, align="center", bordered=block.bordered
            )
            if slot.label_mm:
                canvas.put(label if not slot.inside else label._replace(text=""))
            x += slot.label_mm
            if slot.value_mm:
                value = _slot_value(
                    slot, Piece(canvas.row, x, slot.value_mm, align=slot.align.value, bordered=block.bordered), filling
                )
                canvas.put(value._replace(role=CellRole.SIGNATURE) if signing else value)
            x += slot.value_mm
        canvas.row += 1


def _slot_value(slot: Slot, piece: Piece, filling: Filling) -> Piece:
    if slot.value is None:
        return piece._replace(text=filling.words(slot.label)) if slot.inside else piece
    piece, text, numeric = bound(slot.value, piece, filling)
    shown = slot.pattern.replace("{}", text) if text else ""
    if slot.inside:
        return piece._replace(text=filling.words(slot.label) + shown)
    return value_piece(piece, shown, numeric=numeric and slot.pattern == "{}")


def _plain_bindings(filling: Filling) -> Mapping[str, str]:
    table = filling.scored.table
    return {
        "unit": table.key.unit,
        "year": str(table.key.year),
        "subject": table.key.subject or table.key.unit,
        "title": filling.words("{title}"),
        "money_unit": table.heading.money_unit,
        "score": filling.total(),
        "points": format_number(filling.scored.points),
        "grade": filling.grade(),
    }


def bound(binding: Binding, piece: Piece, filling: Filling) -> tuple[Piece, str, bool]:
    """The piece with the place of the fact, its text, and whether the text may be a number."""
    scored = filling.scored
    if binding.kind == "detail":
        text = next((each.text for each in scored.table.details if each.id == binding.id), "")
        return piece._replace(place=Place(RecordKind.DETAIL, binding.id, "text"), editable=True), text, False
    if binding.kind == "fund":
        line = _fund(scored, binding.group, binding.id)
        return (piece, "", True) if line is None else (*_fund_cell(binding.figure, line, piece), True)
    if binding.kind == "rate":
        rate = next((each for each in scored.rates if same_words(each.label, binding.id)), None)
        if rate is not None and rate.value_text:
            return piece, rate.value_text, True
    if binding.kind in ("base_fact", "rate"):
        fact = next((each for each in scored.base_facts if same_words(each.fact.label, binding.id)), None)
        if fact is None:
            return piece, "", True
        sign = "%" if binding.kind == "rate" and fact.fact.unit == "%" and fact.fact.value_text else ""
        place = Place(RecordKind.BASE_FACT, fact.fact.id, "value_text")
        return piece._replace(place=place, editable=True), fact.fact.value_text.removesuffix("%") + sign, True
    return piece, _plain_bindings(filling)[binding.kind], False


def same_words(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _fund(scored: ScoredTable, group: str, label: str) -> ScoredFund | None:
    """The line of this label; of several the one in the group."""
    found = [each for each in scored.funds if same_words(each.line.label, label)]
    return next((each for each in found if same_words(each.line.group, group)), found[0] if found else None)


def _fund_cell(figure: str, fund: ScoredFund, piece: Piece) -> tuple[Piece, str]:
    spec = FUND_FIELDS[figure]
    place = Place(RecordKind.FUND, fund.line.id, spec.attribute)
    text = spec.text(fund)
    piece = piece._replace(place=place, editable=not spec.shown_only)
    if figure == "execution_rate":
        number = cell_number(text)
        executed = place._replace(field="executed_text")
        budget = place._replace(field="adjusted_budget_text")
        piece = piece._replace(wanted=(RatioOf(executed, budget, number.places if number else 2),))
    return piece, text


def _left_label(block: Block, canvas: Canvas, filling: Filling, *, rows: int) -> None:
    if block.label_mm and block.label:
        label = filling.words(block.label)
        canvas.put(Piece(canvas.row, 0, block.label_mm, label, CellRole.LABEL, rows=rows, align="center"))
        canvas.keep_together.append((canvas.row, canvas.row + rows))


def draw_narrative(block: Block, canvas: Canvas, filling: Filling) -> None:
    texts = filled_texts(filling.scored)
    if block.shape is Shape.PAIR:
        _left_label(block, canvas, filling, rows=2)
    x = block.label_mm
    for item in block.items:
        label = filling.words(item.label)
        text = texts.get(item.key, "") or filling.words(item.text)
        place = Place(RecordKind.NARRATIVE, item.key, "text")
        if block.shape is Shape.PAIR:
            canvas.put(Piece(canvas.row, x, item.width_mm, label, CellRole.LABEL, align="center"))
            canvas.put(Piece(canvas.row + 1, x, item.width_mm, text, place=place, editable=True))
            x += item.width_mm
        else:
            canvas.put(Piece(canvas.row, 0, block.label_mm, label, CellRole.LABEL, align="center"))
            canvas.put(Piece(canvas.row, x, canvas.width - x, text, place=place, editable=True))
            canvas.row += 1
    if block.shape is Shape.PAIR:
        canvas.row += 2


def draw_notes(block: Block, canvas: Canvas, filling: Filling) -> None:
    texts = filled_texts(filling.scored)
    for item in block.items:
        text = texts.get(item.key, "") or filling.words(item.text)
        if text:
            place = Place(RecordKind.NARRATIVE, item.key, "text")
            canvas.put(Piece(canvas.row, 0, canvas.width, text, CellRole.NOTE, place=place, editable=True, bordered=False))
            canvas.row += 1


FundGroups = list[tuple[str, list[tuple[str, ScoredFund | None]]]]


def fund_groups(block: Block, scored: ScoredTable) -> FundGroups:
    """The groups of the form with the table's lines, then groups only the table has; without any line, those of the form."""
    lines: dict[str, list[tuple[str, ScoredFund | None]]] = {}
    for fund in scored.funds:
        lines.setdefault("".join(fund.line.group.split()), []).append((fund.line.label, fund))
    found: FundGroups = []
    known = any("".join(group.name.split()) in lines for group in block.groups)
    for group in block.groups:
        own = lines.pop("".join(group.name.split()), None)
        if own or known or not scored.funds:
            found.append((group.name, own or [(label, None) for label in group.lines]))
    return found + [(own[0][1].line.group if own[0][1] else "", own) for own in lines.values()]


def draw_funds(block: Block, canvas: Canvas, filling: Filling) -> None:
    if block.shape is Shape.CELLS:
        draw_slots(block, canvas, filling)
    elif block.shape is Shape.MATRIX:
        _draw_matrix(block, canvas, filling)
    else:
        groups = fund_groups(block, filling.scored)
        lines = [(label, fund) for _, own in groups for label, fund in own]
        _draw_lines(block, canvas, filling, lines)


def _draw_matrix(block: Block, canvas: Canvas, filling: Filling) -> None:
    groups = fund_groups(block, filling.scored)
    count = sum(len(lines) for _, lines in groups)
    room = sum(block.widths_mm)
    widths = list(block.widths_mm) if count == len(block.widths_mm) else _even(room, count)
    _left_label(block, canvas, filling, rows=2 + len(block.figures))
    x, top = block.label_mm, canvas.row
    canvas.put(Piece(top, x, block.figure_mm, rows=2))
    for number, figure in enumerate(block.figures, top + 2):
        canvas.put(Piece(number, x, block.figure_mm, filling.words(figure.label), CellRole.LABEL, align="center"))
    x += block.figure_mm
    for name, lines in groups:
        width = sum(widths[: len(lines)])
        canvas.put(Piece(top, x, width, filling.words(name), CellRole.LABEL, align="center"))
        for label, fund in lines:
            width = widths.pop(0)
            place = Place(RecordKind.FUND, fund.line.id, "label") if fund else None
            canvas.put(Piece(top + 1, x, width, label, CellRole.LABEL, align="center", place=place, editable=fund is not None))
            for number, figure in enumerate(block.figures, top + 2):
                _put_fund(figure.field, fund, Piece(number, x, width, align="center"), canvas)
            x += width
    canvas.row = top + 2 + len(block.figures)


def _put_fund(figure: str, fund: ScoredFund | None, piece: Piece, canvas: Canvas) -> None:
    if fund is None:
        canvas.put(piece)
        return
    piece, text = _fund_cell(figure, fund, piece)
    canvas.put(value_piece(piece, text, numeric=FUND_FIELDS[figure].numeric))


def _even(room: int, count: int) -> list[int]:
    """A width cut into equal parts, whole millimetres."""
    return [room * (number + 1) // count - room * number // count for number in range(count)]


def _draw_lines(block: Block, canvas: Canvas, filling: Filling, lines: Sequence[tuple[str, ScoredFund | None]]) -> None:
    _left_label(block, canvas, filling, rows=1 + len(lines))
    start = canvas.row
    draw_header(block.columns, canvas, filling, x=block.label_mm)
    for label, fund in lines:
        x = block.label_mm
        for column in block.columns:
            piece = Piece(canvas.row, x, column.width_mm, align=align_of(column, FUND_FIELDS[column.field]))
            if fund is None and column.field == "fund_label":
                piece = piece._replace(text=label)
            _put_fund(column.field, fund, piece, canvas)
            x += column.width_mm
        canvas.row += 1
    canvas.blocks.append(LaidBlock(block.kind, block.section, start, canvas.row, (start, start + 1)))


def align_of(column: Column, spec: NodeField | FundField | FactField) -> str:
    return spec.align if column.align is None else column.align.value


def draw_header(columns: Sequence[Column], canvas: Canvas, filling: Filling, *, x: int = 0) -> None:
    """The heading rows. Neighbours under one word share its cell; a heading that ends early reaches down to the last row."""
    depth = max(len([word for word in column.header if word]) for column in columns)
    left = x
    lefts: list[int] = []
    for column in columns:
        lefts.append(left)
        left += column.width_mm
    for level in range(depth):
        number = 0
        while number < len(columns):
            column = columns[number]
            end = number + 1
            while end < len(columns) and len(column.header) > level + 1 and _shares(column, columns[end], level):
                end += 1
            word = column.header[level] if level < len(column.header) else ""
            inner = any(column.header[level + 1 :])
            if level < len(column.header) and (word or level == 0):
                canvas.put(
                    Piece(
                        canvas.row + level,
                        lefts[number],
                        sum(each.width_mm for each in columns[number:end]),
                        filling.words(word),
                        CellRole.HEADING,
                        rows=1 if inner else depth - level,
                        align="center",
                        bold=True,
                    )
                )
            number = end
    canvas.row += depth


def _shares(one: Column, other: Column, level: int) -> bool:
    return len(other.header) > level + 1 and one.header[: level + 1] == other.header[: level + 1]


def draw_base_facts(block: Block, canvas: Canvas, filling: Filling) -> None:
    start = canvas.row
    draw_header(block.columns, canvas, filling)
    header = (start, canvas.row)
    for number, fact in enumerate(filling.scored.base_facts, 1):
        x = 0
        for column in block.columns:
            spec = FACT_FIELDS[column.field]
            piece = Piece(canvas.row, x, column.width_mm, align=align_of(column, spec))
            if spec.attribute:
                piece = piece._replace(place=Place(RecordKind.BASE_FACT, fact.fact.id, spec.attribute), editable=True)
            text = spec.text(fact) if spec.attribute else str(number)
            canvas.put(value_piece(piece, text, numeric=spec.numeric))
            x += column.width_mm
        canvas.row += 1
    canvas.blocks.append(LaidBlock(block.kind, block.section, start, canvas.row, header))


DRAWERS: Mapping[BlockKind, Callable[[Block, Canvas, Filling], None]] = {
    BlockKind.TITLE: draw_title,
    BlockKind.DETAILS: draw_slots,
    BlockKind.NARRATIVE: draw_narrative,
    BlockKind.FUNDS: draw_funds,
    BlockKind.BASE_FACTS: draw_base_facts,
    BlockKind.NOTES: draw_notes,
    BlockKind.SIGNATURES: draw_slots,
}
