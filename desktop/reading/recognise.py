"""Understanding a file: a workbook of cells becomes one YearTable for each unit, year and subject it holds."""

import gc
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.form import FormLayout, shipped_forms
from desktop.forms.state import BESIDE_SHEETS, SheetState
from desktop.reading.assemble import assemble, uncalculated
from desktop.reading.carried import Carried, carried, exported, without_computed
from desktop.reading.cells import HiddenState, Sheet, Workbook
from desktop.reading.form_match import give_sections, match_form
from desktop.reading.funds import is_sum
from desktop.reading.grid import Grid
from desktop.reading.headings import Vocabulary, load_vocabulary
from desktop.reading.import_findings import ImportCode, finding, of_sheet, of_workbook
from desktop.reading.joining import join
from desktop.reading.profiles import Profile, columns_of
from desktop.reading.sheet_read import SheetRead, parts_of, read_sheet
from desktop.reading.understood import AsWhat, Doubt, DoubtKind, HeadingRead, Placed, Understood
from desktop.reading.words import plain, year_in
from scoring.finding import Finding, Severity
from scoring.table import TableKey

OF_UNIT = ("unit", "implementing_unit", "supervising_department")
DATED = ("target", "actual", "score")
CODE_AHEAD = re.compile(r"^\d{3,}[-—_]")


@dataclass(frozen=True, slots=True)
class Given:
    """What the call decides."""

    unit: str | None = None
    year: int | None = None
    subject: str | None = None
    form: str | None = None
    profile: Profile | None = None
    sheets: Collection[str] | None = None


@dataclass(slots=True)
class Identity:
    """What a sheet says of itself; empty or 0 where it says nothing."""

    unit: str = ""
    year: int = 0
    subject: str = ""


def understand(
    workbook: Workbook,
    *,
    unit: str | None = None,
    year: int | None = None,
    subject: str | None = None,
    form: str | None = None,
    profile: Profile | None = None,
    sheets: Collection[str] | None = None,
    forms: Mapping[str, FormLayout] | None = None,
) -> tuple[Understood, ...]:
    """Understand a workbook, one result for each subject.

    Args:
        workbook: what a reader made of the file.
        unit: the reporting unit where the cells name none, or another one.
        year: the year, likewise.
        subject: the project, likewise; empty for the department as a whole.
        form: a form's key; confirms what the headings are taken for.
        profile: headings learned once.
        sheets: names of the sheets to take, hidden ones included; without it all visible ones.
        forms: the forms at hand, by key; without it those that ship.

    Raises:
        EnvironmentFault: there is nothing to import (``NOTHING_TO_IMPORT``).
    """
    given = Given(unit, year, subject, form, profile, sheets)
    with _no_collector():
        return _understand(workbook, given, shipped_forms() if forms is None else forms)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Nothing in here makes circles; the collector would walk the growing heap of boxes again and again, a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _understand(workbook: Workbook, given: Given, known: Mapping[str, FormLayout]) -> tuple[Understood, ...]:
    own = carried(workbook) if given.sheets is None and given.profile is None else None
    state = exported(workbook)
    beside = frozenset[str]() if state is None else BESIDE_SHEETS - {each.sheet for each in state.cells}
    used = [sheet for sheet in workbook.sheets if _wanted(sheet, given.sheets) and sheet.name not in beside]
    grids = [Grid(sheet) for sheet in used]
    grids = [grid for grid in grids if grid.rows]
    if not grids:
        raise EnvironmentFault(FaultCode.NOTHING_TO_IMPORT, name=workbook.name)
    vocabulary = load_vocabulary(given.profile.meanings() if given.profile else None)
    reads: list[SheetRead] = []
    for grid in grids:
        for part in _split(grid, vocabulary):
            columns, head = columns_of(given.profile, part) if given.profile else (None, -1)
            reads.append(read_sheet(part, vocabulary, columns, head))
    confirmed = given.form is not None or given.profile is not None
    groups = _subjects(reads, vocabulary, given)
    general = of_workbook(workbook, used)
    if own is not None and state is not None and _is_whole(state, reads):
        return (replace(_own(own, reads, given, general), columns=_columns(reads), base=own.base, by_id=True),)
    found = tuple(
        _understood(identity, members, vocabulary, known, form=given.form, confirmed=confirmed, general=general)
        for identity, members in groups
    )
    if state is None or len(found) > 1:
        return found
    return (replace(found[0], table=without_computed(found[0].table, state), base=state.table),)


def _columns(reads: list[SheetRead]) -> tuple[HeadingRead, ...]:
    return tuple(
        HeadingRead(
            read.name,
            max((box.row for box in column.boxes), default=piece.table.head),
            column.left,
            column.right,
            column.heading if column.boxes else "",
            column.fields,
            column.sure,
        )
        for read in reads
        for piece in read.pieces
        for column in piece.table.columns
    )


def _own(own: Carried, reads: list[SheetRead], given: Given, general: list[Finding]) -> Understood:
    """Our own sheet as the table it carries; formulas in it are ours."""
    key = own.table.key
    key = TableKey(given.unit or key.unit, given.year or key.year, key.subject if given.subject is None else given.subject)
    told = [each for read in reads for each in of_sheet(read.grid) if each.code != ImportCode.NO_STORED_VALUE.value]
    heading = own.table.heading
    table = replace(own.table, key=key)
    return Understood(table, given.form or heading.form, heading.rulebook, own.placed, (*general, *told), ())


def _is_whole(state: SheetState, reads: list[SheetRead]) -> bool:
    """Whether every row seen stands where one was written: rows added by hand are only seen by reading the sheet afresh."""
    written = {(each.sheet, each.row, each.column) for each in state.cells}
    return all(
        any((read.name, box.row, box.column) in written for box, _ in draft.boxes)
        for read in reads
        for piece in read.pieces
        for draft in piece.drafts
        if draft.leaf and draft.boxes
    )


def _wanted(sheet: Sheet, names: Collection[str] | None) -> bool:
    if names is not None:
        return sheet.name in names
    return sheet.hidden is HiddenState.VISIBLE


def _split(grid: Grid, vocabulary: Vocabulary) -> list[Grid]:
    parts = parts_of(grid, vocabulary)
    if len(parts) == 1:
        return [grid]
    return [Grid(grid.sheet, first, last) for first, last in parts]


def _understood(
    identity: Identity,
    reads: list[SheetRead],
    vocabulary: Vocabulary,
    forms: Mapping[str, FormLayout],
    *,
    form: str | None,
    confirmed: bool,
    general: list[Finding],
) -> Understood:
    joined = join(reads, vocabulary)
    form_key = match_form(forms, reads) if form is None else form
    give_sections(forms.get(form_key), joined.drafts)
    key = TableKey(identity.unit, identity.year, identity.subject)
    assembled = assemble(key, reads, joined, form_key)
    placed = assembled.places.listed([read.grid for read in reads])
    findings = [*general]
    for read in reads:
        findings += of_sheet(read.grid)
    findings += assembled.findings
    findings += _of_projects(reads, vocabulary)
    findings += _of_unplaced(placed, reads)
    doubts = []
    if not identity.unit:
        doubts.append(Doubt(DoubtKind.UNIT))
    if not identity.year:
        doubts.append(Doubt(DoubtKind.YEAR))
    unsure = {heading: fields for read in reads for heading, fields in read.unsure.items()}
    headless = [read.name for read in reads if read.headless]
    if headless:
        doubts.append(Doubt(DoubtKind.HEADINGS, dict.fromkeys(headless, "")))
    if unsure and not confirmed:
        doubts.append(Doubt(DoubtKind.COLUMNS, unsure))
    missing = uncalculated(reads, assembled)
    if missing and form is None:
        doubts.append(Doubt(DoubtKind.VALUES, missing))
    return Understood(assembled.table, form_key, "", placed, tuple(findings), tuple(doubts), _columns(reads))


def _of_unplaced(placed: tuple[Placed, ...], reads: list[SheetRead]) -> list[Finding]:
    found: list[Finding] = []
    for read in reads:
        sheet = read.grid.sheet
        cells = [
            sheet.address(each.row, each.column)
            for each in placed
            if each.sheet == sheet.name and each.as_what is AsWhat.UNPLACED and read.grid.at(each.row, each.column)
        ]
        if cells:
            said = "、".join(cells[:20]) + ("…" if len(cells) > 20 else "")
            found.append(finding(ImportCode.UNPLACED, Severity.WARNING, sheet=sheet.name, cells=said, count=str(len(cells))))
    return found


def _of_projects(reads: list[SheetRead], vocabulary: Vocabulary) -> Iterator[Finding]:
    """Sheets that list projects with their money, a line each, and hold no indicators."""
    for read in reads:
        headings = [box.word for marks in read.marks for box in marks.headings]
        lines = [each for each in read.funds if not is_sum(each.label)]
        if not read.pieces and len(lines) > 1 and any(vocabulary.says("details", "project", word) for word in headings):
            yield finding(ImportCode.LIST_OF_PROJECTS, Severity.WARNING, sheet=read.name, count=str(len(lines)))


# -------------------------------------------------------------------- unit, year, subject


def _subjects(reads: list[SheetRead], vocabulary: Vocabulary, given: Given) -> list[tuple[Identity, list[SheetRead]]]:
    """Sheets that share unit, year and subject are one; a sheet that says nothing belongs to what the others say."""
    unit, year, subject = given.unit, given.year, given.subject
    said = [_identity(read, vocabulary) for read in reads]
    units = {each.unit for each in said if each.unit}
    years = {each.year for each in said if each.year}
    subjects = {each.subject for each in said if each.subject}
    for each in said:
        if unit and len(units) <= 1:
            each.unit = unit
        each.unit = each.unit or unit or (next(iter(units)) if len(units) == 1 else "")
        if year and len(years) <= 1:
            each.year = year
        each.year = each.year or year or (next(iter(years)) if len(years) == 1 else 0)
        if subject is not None:
            each.subject = subject
    alone = next(iter(subjects)) if len(subjects) == 1 and subject is None else ""
    groups: dict[tuple[str, int, str], list[SheetRead]] = {}
    for each, read in zip(said, reads, strict=True):
        if alone and not each.subject and not _says_whole(read):
            each.subject = alone
        groups.setdefault((each.unit, each.year, each.subject), []).append(read)
    return [(Identity(*key), members) for key, members in groups.items()]


def _says_whole(read: SheetRead) -> bool:
    return "整体" in read.around.title


def _identity(read: SheetRead, vocabulary: Vocabulary) -> Identity:
    details = {each.key: each.text for each in reversed(read.around.details) if each.key}
    title = plain(read.around.title)
    named = next((details[key] for key in OF_UNIT if details.get(key)), "")
    unit = CODE_AHEAD.sub("", named.strip()) or _unit_in_title(title, vocabulary)
    years = {source: found for found, source in reversed(read.around.years)}
    year = years.get("title") or years.get("line") or years.get("detail") or year_in(plain(read.name)) or _year_in_headings(read)
    project = details.get("project", "").strip()
    subject = "" if _says_whole(read) or plain(project) == plain(unit) else project
    return Identity(unit, year, subject)


def _year_in_headings(read: SheetRead) -> int:
    """The year of 2023年度指标值 beside 2022年实际值; 0 where no heading names one."""
    columns = [column for piece in read.pieces for column in piece.table.columns]
    return max((year for each in columns if each.field in DATED and (year := year_in(each.heading))), default=0)


UNIT_WORD = re.compile(
    r"(?:局|厅|委员会|委|办公室|办|中心|院|所|站|处|科|馆|校|学校|大学|学院|医院|队|部|政府|街道|镇|乡|法院|检察院|会|社|台|团|园|公司|机关|本级|支队|总队|大队)$"
)


def _unit_in_title(title: str, vocabulary: Vocabulary) -> str:
    """``2022年度某某局部门整体支出绩效自评表`` names 某某局."""
    rest = re.sub(r"^(?:附件\d*[:：]?)?", "", title)
    rest = re.sub(r"^\(?20\d\d(?:年度|年)?\)?", "", rest)
    for word in vocabulary.words("rows", "subjects"):
        place = rest.find(word)
        if place > 1:
            name = re.sub(r"20\d\d(?:年度|年)?$", "", rest[:place])
            return name if UNIT_WORD.search(name) else ""
    return ""
