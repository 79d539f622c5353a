"""A workbook of our own making carries its facts: read back exactly, with what was typed over in its cells."""

from dataclasses import dataclass, replace
from typing import Any

from desktop.forms.state import STATE_SHEET, BaseCell, SheetState, StateError, unpack_state
from desktop.reading.cells import HiddenState, Workbook
from desktop.reading.collect import clean_text
from desktop.reading.merge import keyed
from desktop.reading.understood import AsWhat, Placed
from desktop.reading.words import plain
from scoring.diff import records
from scoring.finding import Place
from scoring.table import Field, Node, Record, RecordKind, YearTable

_GIVEN = Field.GIVEN_SCORE.value
OFTEN = 4  # more than a quarter of all filled cells changed: rows were moved, or it is another year's table


@dataclass(frozen=True, slots=True)
class Carried:
    """The facts of our own sheet with the cells that were typed over, and where every cell belongs.

    Attributes:
        base: the table as it was when the sheet was written.
    """

    table: YearTable
    base: YearTable
    placed: tuple[Placed, ...]
    changed: tuple[BaseCell, ...]


def carried(workbook: Workbook) -> Carried | None:
    """What our own sheet carries; ``None`` for a foreign file, a damaged state, or rows that were moved about."""
    state = exported(workbook)
    if state is None:
        return None
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    edits: list[tuple[BaseCell, str]] = []
    for base in state.cells:
        sheet = sheets.get(base.sheet)
        if sheet is None:
            return None
        cell = sheet.cells.get((base.row, base.column))
        now = cell.text if cell else ""
        if plain(now) != plain(clean_text(base.text)) and not (cell and cell.formula):
            edits.append((base, now.strip()))
    replaced = sum(1 for base, _ in edits if base.text)  # an empty cell is there to be filled in
    if replaced * OFTEN > sum(1 for base in state.cells if base.text) or not _stands_still(workbook, state):
        return None
    table = _edited(state.table, edits)
    if table is None:
        return None
    return Carried(table, state.table, _placed(workbook, state), tuple(base for base, _ in edits))


def without_computed(table: YearTable, state: SheetState) -> YearTable:
    """A table read by its headings from a file of ours: a score that we had worked out and nobody typed over is no given one."""
    shown = {each.place.id: plain(each.text) for each in state.cells if each.place.field == _GIVEN}
    held = keyed(state.table, RecordKind.NODE)
    computed = set()
    for path, node in keyed(table, RecordKind.NODE).items():
        known = held.get(path)
        ours = isinstance(known, Node) and not known.given_score_text
        if known is not None and ours and plain(str(getattr(node, _GIVEN))) == shown.get(known.id):
            computed.add(node.id)
    nodes = tuple(replace(node, given_score_text="") if node.id in computed else node for node in table.nodes)
    return replace(table, nodes=nodes)


def exported(workbook: Workbook) -> SheetState | None:
    """What the file was when this program wrote it, whatever became of its rows since."""
    for sheet in workbook.sheets:
        if sheet.name == STATE_SHEET:
            try:
                return unpack_state(sheet.text(row, 0).strip() for row in range(sheet.row_count))
            except StateError:
                return None
    return None


def _stands_still(workbook: Workbook, state: SheetState) -> bool:
    """Whether no row was put in or taken out: names stand where they stood, and nothing stands below the form."""
    names = [base for base in state.cells if base.place.field == "name" and base.text]
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    moved = [base for base in names if plain(sheets[base.sheet].text(base.row, base.column)) != plain(base.text)]
    return len(moved) <= 1


def _edited(table: YearTable, edits: list[tuple[BaseCell, str]]) -> YearTable | None:
    """The table with the typed texts; ``None`` where a cell shows more than its fact and cannot be taken back into it."""
    found: dict[RecordKind, dict[str, Record]] = {}
    for base, now in edits:
        kind, record_id, name = base.place.kind, base.place.id, base.place.field
        held = found.setdefault(kind, {each.id: each for each in records(table, kind)})
        record = held.get(record_id)
        if record is None or plain(str(getattr(record, name, None))) not in {"", plain(base.text)}:
            return None
        changes: dict[str, Any] = {name: now}
        held[record_id] = replace(record, **changes)
    fields: dict[str, Any] = {}
    for kind, held in found.items():
        order = [held[each.id] for each in records(table, kind)]
        fields[kind.value] = order[0] if kind is RecordKind.HEADING else tuple(order)
    return replace(table, **fields)


def _placed(workbook: Workbook, state: SheetState) -> tuple[Placed, ...]:
    places: dict[tuple[str, int, int], Place] = {(each.sheet, each.row, each.column): each.place for each in state.cells}
    found = []
    for sheet in workbook.sheets:
        if sheet.hidden is not HiddenState.VISIBLE:
            continue
        for (row, column), cell in sorted(sheet.cells.items()):
            if cell.text.strip():
                place = places.get((sheet.name, row, column))
                as_what = AsWhat.FACT if place else AsWhat.HEADING
                found.append(Placed(sheet.name, row, column, as_what, place, cell.text))
    return tuple(found)
