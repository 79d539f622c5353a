"""修改记录: the log in words, by cell, row and day; a position held against now; two states side by side. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.edits import LogEntry, parse_place
from desktop.kit.csv_rows import write_rows
from desktop.kit.wording import OPERATIONS, STATUSES
from desktop.kit.wording_findings import COLUMNS
from scoring.diff import Change, diff
from scoring.edit import Op
from scoring.finding import Place
from scoring.table import FundLine, Node, Record, RecordKind, Status, TableKey, YearTable, paths

if TYPE_CHECKING:
    from db.store import Store

_ASIDE = {
    "restore_point": "恢复点",
    "submitted": "报送",
    "returned": "退回",
    "seal": "定稿",
    "unseal": "解除定稿",
    "add_unit": "新增单位",
    "rename_unit": "单位改名",
    "move_unit": "调整隶属",
    "salvage": "抢救",
    "lost": "（记录已丢失）",
}
_KINDS = {
    RecordKind.HEADING: "表头",
    RecordKind.DETAIL: "基本情况",
    RecordKind.NARRATIVE: "文字材料",
    RecordKind.FUND: "资金",
    RecordKind.BASE_FACT: "基础数据",
    RecordKind.NODE: "指标",
    RecordKind.ATTACHMENT: "佐证材料",
}
_BOOK_PARTS = {
    "edit": "修改记录第",
    "unit": "单位",
    "year_table": "表",
    "profile": "导入的对应关系",
    "mark": "恢复点和报送记录",
    "seal": "定稿",
    "sealed_result": "定稿的得分",
    "comparison_link": "年度对比的对应",
    "note": "年度对比的备注",
}
_UNSEEN = frozenset({"id", "lineage_id", "section", "kind", "content_hash", "size", "node_id", "level"})
HEADINGS = ("时间", "操作人", "操作", "位置", "原来", "改为")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry for people.

    Attributes:
        at: local time, to the second.
        place: the cell or row it points at, for the way there.
        step: whether it can be taken back by itself.
    """

    position: int
    at: str
    user: str
    operation: str
    where: str
    old: str
    new: str
    place: Place
    step: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells of the list, in the order of ``HEADINGS``."""
        return (self.at, self.user, self.operation, self.where, self.old, self.new)


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One cell in two states; ``path`` and ``field`` as the form names them, an empty text where nothing stood."""

    place: Place
    path: str
    field: str
    then: str
    now: str


def log_lines(entries: Iterable[LogEntry], table: YearTable | None, words: str = "") -> tuple[LogLine, ...]:
    """Entries as lines, the newest first; with ``words`` those that hold them."""
    named = _names(table) if table is not None else {}
    found = [_line(each, named, table) for each in entries]
    return tuple(each for each in reversed(found) if not words or words in " ".join(each.texts))


def _line(entry: LogEntry, named: dict[tuple[RecordKind, str], str], table: YearTable | None) -> LogLine:
    place = parse_place(entry.place)
    own = table is None or entry.year is None or TableKey(entry.unit, entry.year, entry.subject) == table.key
    if not own:
        where = f"{entry.unit} {entry.year} {entry.subject}".strip()
    elif entry.place:
        where = " / ".join(each for each in (named.get((place.kind, place.id), ""), COLUMNS.get(place.field, "")) if each)
        where = where or _KINDS[place.kind]
    else:
        where = "" if entry.year is not None else entry.unit
    return LogLine(
        entry.position,
        local_time(entry.at),
        entry.user,
        operation_text(entry.operation),
        where,
        _status_text(place, entry.old),
        _status_text(place, entry.new),
        place,
        entry.step,
    )


def local_time(at: str) -> str:
    """The log's time as the clock on the wall shows it."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return at


def operation_text(operation: str) -> str:
    known = {each.value: each for each in Op}
    return OPERATIONS[known[operation]] if operation in known else _ASIDE.get(operation, operation)


def _status_text(place: Place, text: str) -> str:
    known = {each.value: each for each in Status}
    return STATUSES[known[text]] if place.field == "status" and text in known else text


def _names(table: YearTable) -> dict[tuple[RecordKind, str], str]:
    found = {(RecordKind.NODE, id_): " / ".join(path[-2:]) for id_, path in paths(table).items()}
    for kind in (RecordKind.DETAIL, RecordKind.NARRATIVE, RecordKind.FUND, RecordKind.BASE_FACT, RecordKind.ATTACHMENT):
        records: Sequence[Any] = getattr(table, kind.value)
        found |= {(kind, each.id): _name(each) for each in records}
    return found


def _name(record: Record) -> str:
    if isinstance(record, FundLine):
        return f"资金 / {record.label}"
    return next((str(found) for each in ("name", "label", "title", "file_name") if (found := getattr(record, each, ""))), "")


def differences(then: YearTable, now: YearTable) -> tuple[CellDifference, ...]:
    """Every cell that is not the same in two states of one table."""
    found: list[CellDifference] = []
    names = _names(then) | _names(now)
    for change in diff(then, now).changes:
        found += _cells(change, names)
    return tuple(found)


def _cells(change: Change, names: dict[tuple[RecordKind, str], str]) -> list[CellDifference]:
    record = change.after or change.before
    path = names.get((change.kind, change.id), "") or _KINDS[change.kind]
    if change.before is None or change.after is None:
        there = change.before is not None
        words = _name(record) if record is not None else ""
        whole = "整行" if isinstance(record, Node) else "整项"
        return [CellDifference(Place(change.kind, change.id), path, whole, words if there else "", "" if there else words)]
    found = []
    for each in fields(change.after):
        old, new = _text(change.before, each.name), _text(change.after, each.name)
        if old != new and each.name not in _UNSEEN:
            column = "状态" if each.name == "status" else COLUMNS.get(each.name, each.name)
            found.append(CellDifference(Place(change.kind, change.id, each.name), path, column, old, new))
    return found


def _text(record: Record, name: str) -> str:
    found: Any = getattr(record, name)
    return STATUSES[found] if isinstance(found, Status) else str(getattr(found, "value", found))


def since_position(store: "Store", key: TableKey, position: int) -> tuple[CellDifference, ...]:
    """What is different now from how the table stood after this position of the log.

    Raises:
        EnvironmentFault: the table was not in the book then; BOOK_DAMAGED: the log does not lead back to it.
    """
    return differences(store.table_at(key, position), store.load(key))


def as_it_stood(store: "Store", table: YearTable, position: int) -> YearTable:
    """The table as it stood after this position, with the state of filling it has now: an edit that goes back to it.

    Raises:
        EnvironmentFault: as :func:`since_position`.
    """
    then = store.table_at(table.key, position)
    heading = replace(then.heading, status=table.heading.status)
    return replace(then, heading=heading, next_number=max(then.next_number, table.next_number))


@dataclass(frozen=True, slots=True)
class TableDifference:
    """One table in another state of the book: only there, only here, or in both with so many rows and cells that differ."""

    key: TableKey
    there: bool
    here: bool
    cells: tuple[CellDifference, ...] = ()

    @property
    def rows(self) -> int:
        return len({(each.place.kind, each.place.id) for each in self.cells})


def differences_of_books(copy: "Store", book: "Store") -> tuple[TableDifference, ...]:
    """What a copy says otherwise than the book: ``then`` in the copy, ``now`` in the book; tables that are the same are left out.

    Raises:
        EnvironmentFault: a table cannot be read.
    """
    there, here = set(copy.keys()), set(book.keys())
    found = [TableDifference(each, each in there, each in here) for each in there ^ here]
    for key in there & here:
        cells = differences(copy.load(key), book.load(key))
        if cells:
            found.append(TableDifference(key, there=True, here=True, cells=cells))
    return tuple(sorted(found, key=lambda each: each.key))


def write_log(path: Path, lines: Iterable[LogLine]) -> None:
    """The lines as CSV.

    Raises:
        EnvironmentFault: as :func:`desktop.kit.safefile.replace_file`.
    """
    write_rows(path, HEADINGS, [each.texts for each in lines])


def differences_with_copy(book: "Store", copy: Path) -> tuple[TableDifference, ...]:
    """What a kept copy says otherwise than the open book.

    Raises:
        EnvironmentFault: the copy cannot be read.
    """
    from db.store import Store

    with Store.open(copy, read_only=True) as opened:
        return differences_of_books(opened, book)


def lost_lines(lost: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """What a salvage could not bring back, as table, place and column; parts of the book itself have no table."""
    return tuple(_lost_line(each.split("/")) for each in lost)


def _lost_line(parts: list[str]) -> tuple[str, str, str]:
    kinds = {each.value: name for each, name in _KINDS.items()}
    at = next((at for at, each in enumerate(parts) if each in kinds), 0)
    if at < 3:  # unit, year and subject stand before the kind
        return ("", " ".join([_BOOK_PARTS.get(parts[0], parts[0]), *parts[1:]]), "")
    record, column = parts[at + 1], "/".join(parts[at + 2 :])
    what = "次序" if record == "order" else record
    return (" ".join(parts[:at]).strip(), f"{kinds[parts[at]]} {what}", COLUMNS.get(column, column))
