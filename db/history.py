"""The log as it is read: undo and redo, the story of a table, a row or a cell, a table as it stood. Private to the db."""

from collections.abc import Sequence

from db import catalogue, log, records
from db.edits import LogEntry, NextStep, decode, seen_from
from db.engine import Connection
from db.faults import EnvironmentFault, FaultCode
from scoring.diff import apply, invert
from scoring.edit import Op
from scoring.finding import Place
from scoring.table import TableKey, YearTable

_AGAIN = (Op.UNDO.value, Op.REDO.value)


def line(connection: Connection, key: TableKey, *, undo: bool) -> tuple[LogEntry, ...]:
    """The entries of the undo or the redo line, the next one at the end."""
    stored = catalogue.find_present(connection, key)
    lines = log.lines_of(connection, stored.table_no)
    chosen = lines.undo if undo else lines.redo
    found = log.entries(connection, stored.table_no, after=min(chosen, default=1) - 1)
    by_position = {each.position: each for each in found}
    return tuple(by_position[each] for each in chosen)


def next_steps(connection: Connection, key: TableKey) -> tuple[NextStep | None, NextStep | None]:
    """The step that undo takes back next and the one that redo makes again; of a long log only these two are read."""
    lines = log.lines_of(connection, catalogue.find_present(connection, key).table_no)
    return _next_step(connection, lines.undo), _next_step(connection, lines.redo)


def _next_step(connection: Connection, positions: Sequence[int]) -> NextStep | None:
    if not positions:
        return None
    _, entry = log.entry_at(connection, positions[-1])
    first = entry
    while first.operation in _AGAIN and first.undoes is not None:
        _, first = log.entry_at(connection, first.undoes)
    return NextStep(entry, first.operation)


def story(connection: Connection, key: TableKey | None, place: Place | None, since: str, until: str) -> tuple[LogEntry, ...]:
    """Accepted operations, oldest first; a table that was taken out still has its story."""
    table_no = None
    if key is not None:
        stored = catalogue.find(connection, key) or catalogue.find_present(connection, key)
        table_no = stored.table_no
    found = log.entries(connection, table_no, since=since, until=until)
    return found if place is None else seen_from(found, place)


def table_at(connection: Connection, key: TableKey, position: int) -> YearTable:
    """The table as it stood after this position: from today's, every later entry taken back.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN, YEAR_UNKNOWN, TABLE_UNKNOWN: it was not in the book then; BOOK_DAMAGED: the log does not
            lead back to it, something was damaged or lost.
    """
    stored = catalogue.find(connection, key) or catalogue.find_present(connection, key)
    table = YearTable(key, next_number=stored.next_number)
    if (lost := log.lost_after(connection, position)) is not None:
        raise EnvironmentFault(FaultCode.BOOK_DAMAGED, position=str(lost))
    present = stored.present
    if present:
        table, _ = records.load_table(connection, stored.table_no, key, stored.next_number)
    for entry in reversed(log.entries(connection, stored.table_no, after=position)):
        if entry.change:
            try:
                table = apply(table, invert(decode(entry.change, table)))
            except (KeyError, ValueError) as error:
                raise EnvironmentFault(FaultCode.BOOK_DAMAGED, position=str(entry.position)) from error
        if entry.beginning:
            present = not present
    if not present:
        raise EnvironmentFault(FaultCode.TABLE_UNKNOWN, unit=key.unit, year=str(key.year), subject=key.subject)
    return table
