"""Form layouts: what the official forms look like, read strictly from the files of ``resources/forms``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.fields import FIELDS
from desktop.kit.paths import resources
from scoring.strict_toml import RulebookError, Spot, parse_toml, read_call


class FormError(EnvironmentFault):
    """A form file breaks its rules; the facts name the file, the place in it, a code and a sentence for what is wrong."""

    def __init__(self, file: str, place: str, problem: str, **facts: str) -> None:
        sentence = PROBLEMS[problem].format_map(facts)
        what = f"{place} {sentence}".strip()
        super().__init__(FaultCode.RESOURCE_INVALID, path=file, place=place, problem=problem, what=what, **facts)


# One sentence for every code of ``scoring.strict_toml`` that a form can meet, and for our own.
PROBLEMS = {
    "toml": "不是正确的 TOML（{reason}）",
    "unknown_key": "不认识这个键，可用的有 {known}",
    "missing": "缺少这一项",
    "wrong_type": "应为 {wanted}，写的是 {found}",
    "wrong_value": "不能是“{found}”，可用的有 {allowed}",
    "unknown_field": "没有名为“{found}”的栏目",
    "field_twice": "栏目“{found}”出现了两次",
    "pattern": "栏目“{found}”的 pattern 要有 {wanted} 个 {{}}",
    "width": "总宽是 {found} 毫米，同一工作表的其他部分是 {wanted} 毫米",
    "no_width": "这张工作表没有任何部分写明栏宽",
    "margins": "要有四个数：上、右、下、左",
}


class BlockKind(Enum):
    """What a block of a form shows; each kind is one function of ``desktop.forms.blocks``."""

    TITLE = "title"
    DETAILS = "details"
    NARRATIVE = "narrative"
    FUNDS = "funds"
    INDICATORS = "indicators"
    TASKS = "tasks"
    BASE_FACTS = "base_facts"
    TOTAL = "total"
    NOTES = "notes"
    SIGNATURES = "signatures"


class Shape(Enum):
    """How a block departs from the usual arrangement of its kind."""

    USUAL = "usual"  # one row for each record
    PAIR = "pair"  # narrative: texts side by side, each under its label
    MATRIX = "matrix"  # funds: lines are columns, figures are rows
    CELLS = "cells"  # funds: labelled cells, each bound to one fact
    OUTLINE = "outline"  # indicators: groups have rows of their own


class Align(Enum):
    """Where text stands in its cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Merge(Enum):
    """Whether a column joins cells of rows below each other."""

    NONE = ""
    SAME_AS_ABOVE = "same_as_above"  # rows that share the record shown share the cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table block: a field, its words and its width.

    Attributes:
        header: the heading from the outermost row down; ``{year}`` and ``{money_unit}`` are filled in.
        aliases: other words for the innermost heading, for reading.
        align: ``None`` takes the field's own.
        pattern: of a field with parts, how they stand in one cell: ``{}`` for each part, words around them.
        bonus: the field that bonus rows (加减分) show in this column, empty where they show the same.
    """

    field: str
    header: tuple[str, ...]
    width_mm: int
    aliases: tuple[str, ...] = ()
    merge: Merge = Merge.NONE
    align: Align | None = None
    pattern: str = ""
    bonus: str = ""


_PLAIN_BINDINGS = ("unit", "year", "subject", "title", "money_unit", "score", "points", "grade")
_NAMED_BINDINGS = ("detail", "base_fact", "rate")


@dataclass(frozen=True, slots=True)
class Binding:
    """The fact a labelled cell shows; in a file ``unit``, ``detail:unit_count`` or ``fund:group:label:executed``.

    Attributes:
        kind: unit, year, subject, title, money_unit, score, points, grade; or detail, base_fact, rate, fund.
        id: the key of a detail, the label of a fund line, base fact or rate.
        group, figure: of a fund line, its group and the field shown.
    """

    kind: str
    id: str = ""
    group: str = ""
    figure: str = ""

    @classmethod
    def from_toml(cls, value: object, spot: Spot) -> "Binding":
        """Read the short form.

        Raises:
            RulebookError: it names nothing that a form can show.
        """
        kind, *rest = str(value).split(":")
        if kind in _PLAIN_BINDINGS and not rest:
            return cls(kind)
        if kind in _NAMED_BINDINGS and len(rest) == 1:
            return cls(kind, id=rest[0])
        if kind == "fund" and len(rest) == 3 and rest[2] in FIELDS:
            return cls(kind, group=rest[0], id=rest[1], figure=rest[2])
        raise spot.trouble("wrong_value", found=str(value), allowed=", ".join((*_PLAIN_BINDINGS, *_NAMED_BINDINGS, "fund")))


@dataclass(frozen=True, slots=True)
class Slot:
    """A labelled cell: a cell of words (``label_mm`` wide), then the fact. Without a value only the words.

    Attributes:
        inside: the words stand in the value's own cell (单位数：9个单位).
        pattern: ``{}`` stands for the fact (``{}年``).
    """

    label: str = ""
    value: Binding | None = None
    label_mm: int = 0
    value_mm: int = 0
    aliases: tuple[str, ...] = ()
    inside: bool = False
    align: Align = Align.CENTER
    pattern: str = "{}"


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a narrative or notes block; ``text`` stands there as long as nothing else is written."""

    key: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    text: str = ""
    width_mm: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a title; ``{title}``, ``{year}``, ``{unit}``, ``{subject}``, ``{money_unit}`` are filled in."""

    text: str
    size: int = 9
    bold: bool = False
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class FundGroup:
    """A heading of the funds block and the labels of its lines; a label beginning with 其中 is of level 2."""

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of every fund line, a row of a matrix: a field of fund lines and its words."""

    field: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a form, reaching from one edge of the sheet to the other.

    Attributes:
        section: key that the nodes of an indicators or tasks block carry (``Node.section``).
        branches: names of bands that usually stand in this block, to know a branch that carries no section.
        under: names of the groups above the block's own groups, which stand in another block (自评得分).
        sheet: the worksheet it stands on, empty for the first.
        heading: words in a row of their own above the block.
        label, label_mm: the merged cell at the left of the whole block; ``aliases`` are other words for it.
        figure_mm, widths_mm: of a matrix, the column of figure names and the columns of fund lines.
        grade_in: of a total, the column that shows the grade.
    """

    kind: BlockKind
    shape: Shape = Shape.USUAL
    section: str = ""
    branches: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    sheet: str = ""
    heading: str = ""
    label: str = ""
    aliases: tuple[str, ...] = ()
    label_mm: int = 0
    figure_mm: int = 0
    widths_mm: tuple[int, ...] = ()
    page_break: bool = False
    bordered: bool = True
    grade_in: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Slot, ...], ...] = ()
    items: tuple[Item, ...] = ()
    lines: tuple[Line, ...] = ()
    groups: tuple[FundGroup, ...] = ()
    figures: tuple[FigureRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """The page; margins are top, right, bottom, left."""

    size: str
    orientation: str
    margins_mm: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FormLayout:
    """One official form as data.

    Attributes:
        title: of a department's table; ``{year}``, ``{unit}``, ``{subject}`` are filled in.
        project_title: of a project's table (项目支出), empty where the form has no other.
        sheet_names: worksheet names under which the form is known; the first is used for writing.
        source: where the form was published.
        default_rulebook: family of rulebooks that usually belongs to it.
        level_names: what the levels of the tree are called, from the outermost.
    """

    key: str
    title: str
    sheet_names: tuple[str, ...]
    source: str
    valid_from: int
    default_rulebook: str
    level_names: tuple[str, ...]
    paper: Paper
    blocks: tuple[Block, ...]
    project_title: str = ""
    money_unit: str = "万元"

    @property
    def plain_title(self) -> str:
        """What the form is called, without what a table fills in."""
        return "".join(re.sub(r"\{year\}年度|\{\w+\}", "", self.title).split())

    def blocks_of(self, *kinds: BlockKind) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind in kinds)


def load_form(text: str, *, file: str) -> FormLayout:
    """A form layout from the text of its file.

    Raises:
        FormError: unknown key or field, two columns of one field, parts of one sheet that differ in width.
    """
    try:
        form = read_call(FormLayout, parse_toml(text, file=file), Spot(file))
    except RulebookError as error:
        raise FormError(error.file, error.key, error.code, **error.facts) from None
    if len(form.paper.margins_mm) != 4:
        raise FormError(file, "paper.margins_mm", "margins")
    _check_fields(form, file)
    _check_widths(form, file)
    return form


def _check_fields(form: FormLayout, file: str) -> None:
    for number, block in enumerate(form.blocks, 1):
        place = f"blocks[{number}]"
        fields = [column.field for column in block.columns]
        named = [*fields, *(each.field for each in block.figures), *(each.bonus for each in block.columns if each.bonus)]
        for name in named:
            if name not in FIELDS:
                raise FormError(file, place, "unknown_field", found=name)
        for name in fields:
            if fields.count(name) > 1:
                raise FormError(file, place, "field_twice", found=name)
        for column in block.columns:
            parts = len(FIELDS[column.field].parts)
            if column.pattern.count("{}") != parts:
                raise FormError(file, place, "pattern", found=column.field, wanted=str(parts))
        if block.grade_in and not any(block.grade_in == column.field for each in form.blocks for column in each.columns):
            raise FormError(file, f"{place}.grade_in", "unknown_field", found=block.grade_in)


def _widths(block: Block) -> Iterable[int]:
    """The widths of all rows of the block that say theirs."""
    left = block.label_mm
    if block.columns:
        yield left + sum(column.width_mm for column in block.columns)
    if block.widths_mm:
        yield left + block.figure_mm + sum(block.widths_mm)
    for row in block.rows:
        yield left + sum(slot.label_mm + slot.value_mm for slot in row)
    if block.shape is Shape.PAIR:
        yield left + sum(item.width_mm for item in block.items)


def _check_widths(form: FormLayout, file: str) -> None:
    """Every row that says its width reaches from edge to edge of its sheet; every sheet has one that does."""
    sheets: dict[str, int] = {}
    for number, block in enumerate(form.blocks, 1):
        for width in _widths(block):
            wanted = sheets.setdefault(block.sheet, width)
            if width != wanted:
                raise FormError(file, f"blocks[{number}]", "width", found=str(width), wanted=str(wanted))
    for number, block in enumerate(form.blocks, 1):
        if sheets.get(block.sheet, 0) <= 0:
            raise FormError(file, f"blocks[{number}]", "no_width")


def sheet_width(form: FormLayout, sheet: str) -> int:
    """How wide a worksheet is, in mm."""
    return next(width for block in form.blocks if block.sheet == sheet for width in _widths(block))


def shipped_forms() -> Mapping[str, FormLayout]:
    """The forms that come with the program, by key."""
    return {path.stem: _shipped(path) for path in _shipped_files().values()}


def shipped_form(key: str) -> FormLayout | None:
    """One of them, from the file named after it; a table in view needs its own form and none of the others."""
    path = _shipped_files().get(key)
    return None if path is None else _shipped(path)


@cache
def _shipped_files() -> Mapping[str, Path]:
    return {path.stem: path for path in sorted((resources() / "forms").glob("*.toml"))}


@cache  # they cannot change while the program runs
def _shipped(path: Path) -> FormLayout:
    return load_form(path.read_text("utf-8"), file=path.name)
