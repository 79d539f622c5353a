"""The facts of a table as JSON, so that a sheet we wrote carries its own state and comes back as the same table."""

import base64
import binascii
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from scoring.finding import Place
from scoring.table import (
    Attachment,
    BaseFact,
    Detail,
    FundLine,
    Heading,
    Narrative,
    Node,
    NodeKind,
    RecordKind,
    Status,
    TableKey,
    YearTable,
)

SCHEMA = 1
_KIND = "ziping.table"

Made = TypeVar("Made", Heading, Detail, Narrative, FundLine, BaseFact, Node, Attachment, TableKey)


class StateError(ValueError):
    """The text is no state of ours, or of a newer program; the message is for the log, not for the clerk."""


def facts_to_json(table: YearTable) -> str:
    """All facts of the table, each in full, in one line; the same table gives the same text."""
    document = {
        "kind": _KIND,
        "schema": SCHEMA,
        "key": asdict(table.key),
        "heading": _plain(table.heading),
        "details": [_plain(each) for each in table.details],
        "narratives": [_plain(each) for each in table.narratives],
        "funds": [_plain(each) for each in table.funds],
        "base_facts": [_plain(each) for each in table.base_facts],
        "nodes": [_plain(each) for each in table.nodes],
        "attachments": [_plain(each) for each in table.attachments],
        "next_number": table.next_number,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _plain(record: Heading | Detail | Narrative | FundLine | BaseFact | Node | Attachment) -> dict[str, object]:
    """The record without what is as it always is."""
    return {
        name: value.value if isinstance(value, Enum) else value
        for name, usual in _USUAL[type(record)]
        if (value := getattr(record, name)) != usual
    }


_USUAL = {
    kind: tuple((each.name, each.default) for each in fields(kind))
    for kind in (Heading, Detail, Narrative, FundLine, BaseFact, Node, Attachment)
}


def facts_from_json(text: str) -> YearTable:
    """The table that ``facts_to_json`` wrote.

    Raises:
        StateError: not our text, a newer schema, an unknown key, a value of the wrong type, an id used twice.
    """
    try:
        document = json.loads(text, parse_float=_refused, parse_constant=_refused)
    except (json.JSONDecodeError, RecursionError) as error:
        raise StateError("no JSON") from error
    if not isinstance(document, dict) or document.get("kind") != _KIND:
        raise StateError("no state of a table")
    schema = document.get("schema")
    if schema != SCHEMA:
        raise StateError(f"schema {schema}")
    if set(document) - _PARTS or not isinstance(document.get("next_number"), int):
        raise StateError("unknown or missing parts")
    table = YearTable(
        key=_record(TableKey, document.get("key")),
        heading=_record(Heading, document.get("heading")),
        details=_records(Detail, document.get("details")),
        narratives=_records(Narrative, document.get("narratives")),
        funds=_records(FundLine, document.get("funds")),
        base_facts=_records(BaseFact, document.get("base_facts")),
        nodes=_records(Node, document.get("nodes")),
        attachments=_records(Attachment, document.get("attachments")),
        next_number=document["next_number"],
    )
    for records in (table.details, table.narratives, table.funds, table.base_facts, table.nodes, table.attachments):
        ids = [each.id for each in records]
        if len(set(ids)) != len(ids):
            raise StateError("an id is used twice")
    return table


_PARTS = {"kind", "schema", *(each.name for each in fields(YearTable))}
_ENUMS: dict[str, type[NodeKind | Status]] = {"kind": NodeKind, "status": Status}
_WHOLE = {"level", "size", "year", "next_number"}


def _refused(text: str) -> Any:
    raise StateError(f"the number {text}")


def _records(kind: type[Made], value: object) -> tuple[Made, ...]:
    if not isinstance(value, list):
        raise StateError(f"no list of {kind.__name__}")
    return tuple(_record(kind, each) for each in value)


def _record(kind: type[Made], value: object) -> Made:
    if not isinstance(value, dict):
        raise StateError(f"no {kind.__name__}")
    known = {each.name for each in fields(kind)}
    found: dict[str, Any] = {}
    for name, each in value.items():
        if name not in known:
            raise StateError(f"{kind.__name__}.{name}")
        found[name] = _value(name, each)
    try:
        return kind(**found)
    except TypeError as error:
        raise StateError(f"incomplete {kind.__name__}") from error


def _value(name: str, value: object) -> object:
    if name in _ENUMS:
        try:
            return _ENUMS[name](value)
        except ValueError as error:
            raise StateError(f"{name}: {value}") from error
    wanted = int if name in _WHOLE else str
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise StateError(f"{name} is no {wanted.__name__}")
    return value


class BaseCell(NamedTuple):
    """What one cell of an exported sheet said, and of which fact: the base against which an edited copy is compared."""

    sheet: str
    row: int
    column: int
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class SheetState:
    """Everything an exported workbook carries to come back unchanged; rows and columns count from 0."""

    table: YearTable
    cells: tuple[BaseCell, ...]


STATE_SHEET = "_ziping"
BESIDE_SHEETS = frozenset({"评分过程", "检查结果", "图表", "年度对比", "得分变化", "失分排行", "资金", "多年提示"})
"""Sheets that are written beside a form to be looked at; nothing in them is a fact."""
OFFICE_PROPERTY = "ziping.office"  # the custom property that says whose rows a workbook holds
_LARGEST = 64 * 1024 * 1024
_CHUNK = 32_000  # a cell of a workbook holds 32 767 characters


def pack_state(state: SheetState) -> tuple[str, ...]:
    """The state as lines of plain letters and digits, each short enough for a cell, safe from any rewriting of blanks.

    A cell that says just what its fact says is kept without its text.
    """
    records = {(kind, each.id): each for kind in RecordKind for each in _records_of(state.table, kind)}
    cells: defaultdict[tuple[str, int, RecordKind, str], list[list[object]]] = defaultdict(list)
    for sheet, row, at, (kind, record_id, name), text in state.cells:
        said = getattr(records.get((kind, record_id)), name, None)
        cells[sheet, at, kind, name].append([row, record_id] if said == text else [row, record_id, text])
    plain = [[sheet, at, kind.value, name, column] for (sheet, at, kind, name), column in cells.items()]
    columns = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    document = f"{facts_to_json(state.table)}\n{columns}"  # JSON has no bare line feed
    packed = base64.b64encode(zlib.compress(document.encode("utf-8", "surrogatepass"), 1)).decode("ascii")
    return tuple(packed[start : start + _CHUNK] for start in range(0, len(packed), _CHUNK))


def _records_of(table: YearTable, kind: RecordKind) -> Sequence[Any]:
    found = getattr(table, kind.value)
    return found if isinstance(found, tuple) else (found,)


def unpack_state(lines: Iterable[str]) -> SheetState:
    """The state that ``pack_state`` wrote.

    Raises:
        StateError: cut off, changed, far too large, or of a newer program.
    """
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(base64.b64decode("".join(lines), validate=True), _LARGEST)
        facts, _, columns = data.decode("utf-8", "surrogatepass").partition("\n")
        cells = json.loads(columns)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise StateError("damaged state") from error
    if not unpacker.eof or unpacker.unused_data or not isinstance(cells, list):
        raise StateError("damaged state")
    table = facts_from_json(facts)
    try:
        found = tuple(_base_cells(cells, table))
    except (TypeError, ValueError) as error:
        raise StateError("damaged cells") from error
    return SheetState(table, found)


def _base_cells(columns: Sequence[Any], table: YearTable) -> Iterator[BaseCell]:
    """The cells column by column, in the order of rows.

    Raises:
        TypeError, ValueError: they are not as ``pack_state`` writes them.
    """
    records = {(kind.value, each.id): each for kind in RecordKind for each in _records_of(table, kind)}
    for sheet, column, kind, name, rows in columns:
        for row, record_id, *texts in rows:
            text = texts[0] if texts else getattr(records.get((kind, record_id)), name, None)
            if not isinstance(text, str) or not all(isinstance(each, str) for each in (sheet, record_id, name)):
                raise TypeError(sheet, row)
            if type(row) is not int or type(column) is not int or len(texts) > 1:
                raise TypeError(sheet, row)
            yield BaseCell(sheet, row, column, Place(RecordKind(kind), record_id, name), text)
