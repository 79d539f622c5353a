"""What taking a table in would do: every cell held against the book, the clerk's choices, the table that results. No Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desktop.kit.wording_findings import COLUMNS
from desktop.reading.merge import COMPARED, CellChange, Outcome, compare, keyed, merged, of_one_origin
from desktop.reading.understood import Understood
from scoring.finding import Finding
from scoring.table import BaseFact, Detail, FundLine, Heading, Narrative, Node, Record, RecordKind, Status, TableKey, YearTable

Path = tuple[str, ...]  # what a record is known by: its names, or its id
Spot = tuple[RecordKind, Path, str]  # kind, path, field
NOT_THERE = frozenset({Outcome.NEW, Outcome.REFUSED})
OPEN = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT})  # what can be taken or left
GROUPS: Mapping[str, tuple[RecordKind, ...]] = {
    "指标": (RecordKind.NODE,),
    "资金": (RecordKind.FUND,),
    "基础数据": (RecordKind.BASE_FACT,),
    "基本情况与文字": (RecordKind.HEADING, RecordKind.DETAIL, RecordKind.NARRATIVE),
}
FIELD_WORDS = {"title": "标题", "label": "名称", "unit": "单位", "points_text": "分值"}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One record of the file with what the comparison says of its cells, by field.

    Attributes:
        depth: how many levels it is set in.
        new: whether the book does not have it.
    """

    kind: RecordKind
    path: Path
    name: str
    depth: int
    new: bool
    cells: Mapping[str, CellChange]


@dataclass(slots=True)
class TablePlan:
    """One table of a file held against the book.

    Attributes:
        book: the table of the book, ``None`` where the key is new.
        taken: the clerk's word on single cells; a cell without a word follows the usual: what only the file changed is taken,
            a conflict waits.
        wanted: whether the table is to be taken in at all.
    """

    understood: Understood
    source: str
    book: YearTable | None
    base: YearTable | None
    by_id: bool
    changes: tuple[CellChange, ...]
    taken: dict[Spot, bool] = field(default_factory=dict)
    wanted: bool = True

    @property
    def key(self) -> TableKey:
        return self.understood.table.key

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.understood.findings


def plan_of(understood: Understood, source: str, book: YearTable | None) -> TablePlan:
    """Hold one table against the book; three-way where the file was exported from this book and still bears its unit and year."""
    file = understood.table
    if book is None:
        changes = compare(YearTable(file.key), file)
        new = tuple(each if each.outcome is Outcome.REFUSED else replace(each, outcome=Outcome.NEW) for each in changes)
        return TablePlan(understood, source, None, None, False, new)
    base = understood.base if understood.base is not None and understood.base.key == file.key else None
    by_id = understood.by_id and base is not None and of_one_origin(book, base)
    return TablePlan(understood, source, book, base, by_id, compare(book, file, base, by_id=by_id))


def spot(change: CellChange) -> Spot:
    return change.place.kind, change.path, change.place.field


def accepts(plan: TablePlan, change: CellChange) -> bool:
    """Whether a cell of the file goes into the book."""
    return plan.taken.get(spot(change), change.outcome in (Outcome.NEW, Outcome.CHANGED)) and change.outcome in OPEN


def undecided(plan: TablePlan) -> int:
    """Conflicts about which nobody has spoken."""
    return sum(1 for each in plan.changes if each.outcome is Outcome.CONFLICT and spot(each) not in plan.taken)


def take(plan: TablePlan, changes: Iterable[CellChange], *, taken: bool) -> None:
    """The clerk's word on cells."""
    for each in changes:
        if each.outcome in OPEN:
            plan.taken[spot(each)] = taken


def counts(plan: TablePlan) -> dict[Outcome, int]:
    """How many cells there are of each outcome."""
    found = dict.fromkeys(Outcome, 0)
    for each in plan.changes:
        found[each.outcome] += 1
    return found


def rows_taken(plan: TablePlan) -> int:
    """How many rows the import would add or change."""
    if not plan.wanted:
        return 0
    return len({(each.place.kind, each.path) for each in plan.changes if accepts(plan, each)})


def result(plan: TablePlan) -> YearTable:
    """The table as the book would hold it."""
    file = _without_refused(plan)
    if plan.book is None:
        status = Status.FILLING if file.heading.status is Status.SEALED else file.heading.status  # a seal holds in its own book
        rulebook = plan.understood.rulebook or file.heading.rulebook
        return replace(file, heading=replace(file.heading, form=plan.understood.form, rulebook=rulebook, status=status))
    return merged(plan.book, file, plan.changes, lambda each: accepts(plan, each), by_id=plan.by_id)


def _without_refused(plan: TablePlan) -> YearTable:
    """The file's table with refused cells empty: a word where a number must stand is shown, and taken in nowhere."""
    table = plan.understood.table
    blank: dict[tuple[RecordKind, Path], dict[str, str]] = {}
    for each in plan.changes:
        if each.outcome is Outcome.REFUSED:
            blank.setdefault((each.place.kind, each.path), {})[each.place.field] = ""
    fields: dict[str, Any] = {}
    for kind in {kind for kind, _ in blank}:
        held = keyed(table, kind, by_id=plan.by_id)
        made = tuple(_blanked(record, blank.get((kind, path), {})) for path, record in held.items())
        fields[kind.value] = made[0] if kind is RecordKind.HEADING else made
    return replace(table, **fields)


def _blanked(record: Record, texts: dict[str, str]) -> Record:
    changes: dict[str, Any] = dict(texts)
    return replace(record, **changes) if changes else record


# ---------------------------------------------------------------- as rows


def preview_rows(plan: TablePlan, kinds: Iterable[RecordKind]) -> tuple[PreviewRow, ...]:
    """The records of these kinds in the order of the file, each with its cells; bands without a cell still head their rows."""
    found: list[PreviewRow] = []
    for kind in kinds:
        cells: dict[Path, dict[str, CellChange]] = {}
        for each in plan.changes:
            if each.place.kind is kind:
                cells.setdefault(each.path, {})[each.place.field] = each
        for path, record in keyed(plan.understood.table, kind, by_id=plan.by_id).items():
            held = cells.get(path, {})
            if held or kind is RecordKind.NODE:
                new = plan.book is None or (bool(held) and all(each.outcome in NOT_THERE for each in held.values()))
                depth = record.level - 1 if isinstance(record, (Node, FundLine)) else 0
                found.append(PreviewRow(kind, path, _name(record), depth, new, held))
    return tuple(found)


def _name(record: Record | None) -> str:
    match record:
        case Heading():
            return "表头与合计"
        case Narrative():
            return record.title
        case Node():
            return record.name
        case Detail() | BaseFact():
            return record.label
        case FundLine():
            return f"{record.group} / {record.label}" if record.group else record.label
        case _:
            return ""


def fields_of(rows: Iterable[PreviewRow], kinds: Iterable[RecordKind]) -> tuple[str, ...]:
    """The fields that any of the rows fills, in the order of the form."""
    seen = {name for each in rows for name in each.cells}
    order = ["name", *(name for kind in kinds for name in COMPARED[kind])]
    return tuple(name for name in dict.fromkeys(order) if name in seen)


def field_words(name: str) -> str:
    """What a field is called."""
    return FIELD_WORDS.get(name) or COLUMNS.get(name, name)


def left_in_book(plan: TablePlan) -> int:
    """Rows of the book that the file does not have; they stay."""
    if plan.book is None:
        return 0
    theirs = keyed(plan.understood.table, RecordKind.NODE, by_id=plan.by_id)
    return sum(1 for path in keyed(plan.book, RecordKind.NODE, by_id=plan.by_id) if path not in theirs)
