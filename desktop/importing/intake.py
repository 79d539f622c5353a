"""One file on its way in: what was read, what the clerk decided about it, what is understood, what is still open. No Qt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from db.faults import EnvironmentFault
from desktop.forms.form import FormLayout
from desktop.forms.state import STATE_SHEET
from desktop.reading.cells import HiddenState, Sheet, Workbook
from desktop.reading.grid import Grid
from desktop.reading.guard import read_workbook
from desktop.reading.import_findings import ImportCode
from desktop.reading.profiles import LEFT_OUT, Profile, ProfileColumn, fitting
from desktop.reading.recognise import understand
from desktop.reading.understood import DoubtKind, HeadingRead, Understood
from desktop.reading.words import is_figure, plain
from scoring.table import YearTable

KEY_FIELDS = frozenset({"name", "target", "actual", "points", "score", "level1", "level2", "level3"})
STRAY = "text"  # the keys of words that stand under no known heading begin so
DATA_CELLS = 4  # a row of data without headings holds at least so many cells


class Stage(Enum):
    """How far a file has come."""

    WAITING = "等待读取"
    READING = "正在读取"
    STOPPED = "已停止"
    FAILED = "不能导入"
    OPEN = "待确认"
    READY = "可以导入"
    TAKEN = "已导入"


class Need(Enum):
    """What has to be decided before the file may be taken in; the value says so."""

    UNIT = "请填写单位名称"
    YEAR = "请填写年度"
    COLUMNS = "有栏目要确认"
    CONTENT = "没有读出内容，请点左图的栏目指认，或换一张工作表"
    VALUES = "有公式没有存结果"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the clerk decided; ``None`` leaves it to the file. ``sheets`` are names, without it all visible ones."""

    unit: str | None = None
    year: int | None = None
    subject: str | None = None
    form: str | None = None
    profile: Profile | None = None
    sheets: tuple[str, ...] | None = None
    without_values: bool = False


@dataclass(slots=True)
class Intake:
    """One file and its state.

    Attributes:
        fault: why it could not be read or understood.
        remembered: the name of the layout of the book that was used.
        proposed: the unit of the book that was taken for the one the file does not name.
        seconds: how long it has been read.
    """

    path: Path
    stage: Stage = Stage.WAITING
    password: str | None = None
    workbook: Workbook | None = None
    choices: Choices = field(default_factory=Choices)
    found: tuple[Understood, ...] = ()
    fault: EnvironmentFault | None = None
    remembered: str = ""
    proposed: str | None = None
    seconds: int = 0

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def rows(self) -> int:
        return sum(1 for each in self.found for node in each.table.nodes if node.leaf)


class ReadingStopped(Exception):  # noqa: N818 - the clerk's wish, not an error
    """Raised by a progress report to end the reading of a file."""


def read(path: Path, password: str | None, stopped: Callable[[], bool], report: Callable[[int, int], None]) -> Workbook | None:
    """The file's cells, ``None`` where the clerk stopped it; ``report`` gets milliseconds passed and allowed.

    Raises:
        EnvironmentFault: the FILE codes.
    """

    def watch(passed: int, allowed: int) -> None:
        if stopped():
            raise ReadingStopped
        report(passed, allowed)

    try:
        return read_workbook(path, password=password, progress=watch)
    except ReadingStopped:
        return None


def sheets_of(intake: Intake) -> tuple[Sheet, ...]:
    """The sheets a person may choose among; our own state sheet is none of them."""
    if intake.workbook is None:
        return ()
    return tuple(each for each in intake.workbook.sheets if each.name != STATE_SHEET)


def used(intake: Intake, sheet: Sheet) -> bool:
    """Whether a sheet is taken in."""
    names = intake.choices.sheets
    return sheet.hidden is HiddenState.VISIBLE if names is None else sheet.name in names


def with_sheets(intake: Intake, names: Sequence[str]) -> Choices:
    """The choices with these sheets; the usual ones are no choice, so that our own exports stay recognised."""
    usual = tuple(each.name for each in sheets_of(intake) if each.hidden is HiddenState.VISIBLE)
    return replace(intake.choices, sheets=None if tuple(names) == usual else tuple(names))


def understand_again(intake: Intake, forms: Mapping[str, FormLayout]) -> None:
    """Understand the file with the choices as they are; a fault is kept in the intake."""
    if intake.workbook is None:
        return
    chosen = intake.choices
    try:
        intake.found = understand(
            intake.workbook,
            unit=chosen.unit,
            year=chosen.year,
            subject=chosen.subject,
            form=chosen.form,
            profile=chosen.profile,
            sheets=chosen.sheets,
            forms=forms,
        )
        intake.fault = None
    except EnvironmentFault as fault:
        intake.found, intake.fault = (), fault
    intake.stage = Stage.FAILED if intake.fault is not None else Stage.OPEN if needs(intake) else Stage.READY


def take_workbook(
    intake: Intake, workbook: Workbook, profiles: Sequence[Profile], units: Sequence[str], forms: Mapping[str, FormLayout]
) -> None:
    """What was read; a layout that the book remembers and that fits is used and named.

    A file that names no unit is taken for that of the only one the book has; the window says so.
    """
    intake.workbook = workbook
    understand_again(intake, forms)
    if Need.UNIT in needs(intake) and len(units) == 1:
        intake.proposed = units[0]
        intake.choices = replace(intake.choices, unit=units[0])
        understand_again(intake, forms)
    if intake.found and intake.found[0].base is not None:
        return
    open_before = {Need.COLUMNS} & needs(intake)
    known = fitting(profiles, [sheet for sheet in sheets_of(intake) if used(intake, sheet)])
    if known is not None and (open_before or known.header_row >= 0):
        intake.choices = replace(intake.choices, profile=known)
        intake.remembered = known.name
        understand_again(intake, forms)


# ---------------------------------------------------------------- what is still open


def open_columns(intake: Intake) -> tuple[HeadingRead, ...]:
    """Headings that are only like known ones and that nobody has confirmed."""
    if any(each.by_id for each in intake.found):
        return ()
    profile = intake.choices.profile
    learned = profile.meanings() if profile is not None else {}
    found: dict[tuple[str, int, int], HeadingRead] = {}
    for table in intake.found:
        for each in table.columns:
            if each.heading and not each.sure and KEY_FIELDS & set(each.fields) and plain(each.heading) not in learned:
                found[each.sheet, each.row, each.column] = each
    return tuple(found.values())


def headless(intake: Intake) -> tuple[str, ...]:
    """Sheets whose rows have no headings yet."""
    return tuple(key for each in intake.found for doubt in each.doubts if doubt.kind is DoubtKind.HEADINGS for key in doubt.facts)


def uncalculated(intake: Intake) -> int:
    """How many formulas have no stored result."""
    return sum(1 for table in intake.found for each in table.findings if each.code == ImportCode.NO_STORED_VALUE.value)


def has_content(table: YearTable) -> bool:
    """Whether there is more than a title and stray words: an empty form is never made of a file."""
    known = [each for each in table.narratives if not each.id.startswith(STRAY)]
    return bool(table.nodes or table.funds or table.base_facts or known)


def needs(intake: Intake) -> frozenset[Need]:
    """Everything that is still to decide."""
    found: set[Need] = set()
    for each in intake.found:
        if not each.table.key.unit:
            found.add(Need.UNIT)
        if not each.table.key.year:
            found.add(Need.YEAR)
    if open_columns(intake) or headless(intake):
        found.add(Need.COLUMNS)
    elif intake.found and not any(has_content(each.table) for each in intake.found):
        found.add(Need.CONTENT)
    if uncalculated(intake) and not intake.choices.without_values:
        found.add(Need.VALUES)
    return frozenset(found)


# ---------------------------------------------------------------- pointing


def pointed(intake: Intake, sheet: Sheet, row: int, column: int, meaning: str | None) -> Profile | None:
    """The profile after the clerk said what a heading cell is; ``None`` as meaning takes the saying back."""
    before = intake.choices.profile
    heading = plain(sheet.anchor_text(row, column))
    row, column = sheet.anchor(row, column)
    columns = before.columns if before is not None else ()
    kept = tuple(each for each in columns if each.heading and plain(each.heading) != heading)
    if meaning is not None:
        kept = (*kept, ProfileColumn(heading, column, "" if meaning == LEFT_OUT else meaning))
    return _profile(intake, sheet.name, kept, (row, row + 1))


def pointed_column(
    intake: Intake, sheet: Sheet, column: int, meaning: str | None, first_row: int | None = None
) -> Profile | None:
    """The same for a column of a sheet without headings; ``first_row`` is its first row of data."""
    before = intake.choices.profile
    kept = tuple(each for each in (before.columns if before is not None else ()) if not each.heading and each.column != column)
    if meaning is not None:
        kept = (*kept, ProfileColumn("", column, "" if meaning == LEFT_OUT else meaning))
    first = first_row if first_row is not None else before.first_row if before is not None else first_data_row(sheet)
    return _profile(intake, sheet.name, kept, (-1, first))


def confirmed(intake: Intake) -> Profile | None:
    """The profile with every proposed column said to be right."""
    profile = intake.choices.profile
    asked = open_columns(intake)
    if not asked:
        return profile
    told = {plain(each.heading): ProfileColumn(plain(each.heading), each.column, each.fields[0]) for each in asked}
    kept = (*(profile.columns if profile is not None else ()), *told.values())
    return _profile(intake, asked[0].sheet, kept, (asked[0].row, asked[0].row + 1))


def by_place(intake: Intake, sheet: Sheet, row: int) -> bool:
    """Whether a cell of this row stands for its column: on a sheet without headings, in a row that holds figures."""
    profile = intake.choices.profile
    learned = profile is not None and profile.header_row < 0 and profile.sheet == sheet.name
    figures = any(is_figure(plain(cell.text)) for (at, _), cell in sheet.cells.items() if at == row)
    return figures and (learned or sheet.name in headless(intake))


def first_data_row(sheet: Sheet) -> int:
    """Where the rows of a sheet without headings begin."""
    grid = Grid(sheet)
    return next((row for row in sorted(grid.rows) if len(grid.row(row)) >= DATA_CELLS), 0)


def _profile(intake: Intake, sheet: str, columns: tuple[ProfileColumn, ...], rows: tuple[int, int]) -> Profile | None:
    """``rows``: of the headings (-1 for none) and the first of the data."""
    if not columns:
        return None
    before = intake.choices.profile
    return Profile(before.name if before is not None else intake.path.stem, sheet, *rows, columns)
