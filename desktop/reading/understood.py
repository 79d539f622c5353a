"""What understanding a file gives: the table, where every cell went, what to say about it, and what is still to decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from scoring.finding import Finding, Place
from scoring.table import YearTable


class AsWhat(Enum):
    """What a cell was taken for."""

    HEADING = "heading"
    DECORATION = "decoration"
    NOTE = "note"
    SIGNATURE = "signature"
    TOTAL = "total"
    FACT = "fact"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Placed:
    """One non-empty cell (row and column from 0) and where it went; ``place`` is the first record it gave a fact to."""

    sheet: str
    row: int
    column: int
    as_what: AsWhat
    place: Place | None
    text: str


class DoubtKind(Enum):
    """What has to be decided before the table may be taken in."""

    UNIT = "unit"  # the cells name no unit
    YEAR = "year"  # the cells name no year
    COLUMNS = "columns"  # headings that are only like known ones; facts: heading -> field
    HEADINGS = "headings"  # rows without any headings; facts: sheet -> nothing
    VALUES = "values"  # formulas without a stored result where a figure is needed; facts: sheet!cell -> formula


OPTIONS = {
    DoubtKind.UNIT: "--unit",
    DoubtKind.YEAR: "--year",
    DoubtKind.COLUMNS: "--form",
    DoubtKind.HEADINGS: "",
    DoubtKind.VALUES: "--form",
}
WHAT = {
    DoubtKind.UNIT: "表里没有写单位名称",
    DoubtKind.YEAR: "表里没有写年度",
    DoubtKind.COLUMNS: "有的栏目认不准（{named}），要确认各栏是什么",
    DoubtKind.HEADINGS: "工作表{named}没有标题行，认不出各栏是什么",
    DoubtKind.VALUES: "公式没有存结果（{named}），最好先用 Excel 或 WPS 打开保存一次；要按空白导入",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One decision that is needed, with the proposal as facts."""

    kind: DoubtKind
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def option(self) -> str:
        """What on the command line decides it; empty where only the window can ask."""
        return OPTIONS[self.kind]

    @property
    def what(self) -> str:
        """The decision in words, for the sentence that asks for it."""
        named = "、".join(f"“{key}”" for key in list(self.facts)[:6])
        return WHAT[self.kind].format(named=named)


@dataclass(frozen=True, slots=True)
class HeadingRead:
    """One column of an indicator table as its heading was read; rows and columns from 0, edges inclusive.

    Attributes:
        row: of the lowest heading cell; ``column`` is the left edge of what stands beneath it, ``right`` the right one.
        fields: what it holds, empty where the heading says nothing known.
        sure: whether the words are known, not only like known ones.
    """

    sheet: str
    row: int
    column: int
    right: int
    heading: str
    fields: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """One subject of a file.

    Attributes:
        rulebook: a rulebook's key where the file carries one, else empty.
        placed: every non-empty cell of the sheets used, exactly once.
        columns: what every column of its indicator tables was taken for.
        base: the table as it was when this program wrote the file; ``None`` for a file of another origin.
        by_id: whether the records carry the ids of ``base`` (our own sheet, no row moved about).
    """

    table: YearTable
    form: str
    rulebook: str
    placed: tuple[Placed, ...]
    findings: tuple[Finding, ...]
    doubts: tuple[Doubt, ...]
    columns: tuple[HeadingRead, ...] = ()
    base: YearTable | None = None
    by_id: bool = False

    @property
    def unplaced(self) -> tuple[Placed, ...]:
        return tuple(each for each in self.placed if each.as_what is AsWhat.UNPLACED)
