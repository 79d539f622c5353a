"""The log's rows: written in the transaction of the facts, read back as entries; private to the db."""

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from db import edits, later
from db.edits import Lines, LogEntry
from db.engine import Connection
from db.rows import add_row, next_number
from scoring.table import TableKey

if TYPE_CHECKING:
    from db.sql import Row


class Step(IntEnum):
    """What an entry is to undo."""

    ASIDE = 0  # a mark, a seal, work on the units: undo does not see it
    STEP = 1
    BEGINNING = 2  # the table came into the book or left it: undo ends here


def write(
    connection: Connection,
    *,
    user: str,
    operation: str,
    step: Step,
    undoes: int | None = None,
    table_no: int | None = None,
    key: TableKey | None = None,
    unit: str = "",
    place: str = "",
    old: str = "",
    new: str = "",
    change: str = "",
) -> int:
    """Adds an entry; its position."""
    position = next_number(connection, later.tables.EDIT)
    values = (
        position,
        edits.now(),
        user,
        operation,
        int(step),
        undoes,
        table_no,
        key.unit if key else unit,
        key.year if key else None,
        key.subject if key else "",
        place,
        old,
        new,
        change,
    )
    add_row(connection, later.tables.EDIT, values)
    return position


def _entry(row: "Row[tuple[object, ...]]") -> LogEntry:
    return LogEntry(
        position=row.position,
        at=row.at,
        user=row.user,
        operation=row.operation,
        step=row.step == Step.STEP,
        beginning=row.step == Step.BEGINNING,
        undoes=row.undoes,
        unit=row.unit,
        year=row.year,
        subject=row.subject,
        place=row.place,
        old=row.old,
        new=row.new,
        change=row.change,
    )


def entry_at(connection: Connection, position: int) -> tuple[int | None, LogEntry]:
    """The number of the table and the entry.

    Raises:
        KeyError: there is no such position.
    """
    table = later.tables.EDIT
    row = connection.core.execute(later.sql.select(table).where(table.c.position == position)).first()
    if row is None:
        raise KeyError(position)
    return row.table_no, _entry(row)


def entries(
    connection: Connection,
    table_no: int | None,
    *,
    since: str = "",
    until: str = "",
    after: int = 0,
) -> tuple[LogEntry, ...]:
    """The entries of one table or, with ``None``, of the book, oldest first; ``until`` is not included."""
    table = later.tables.EDIT
    statement = later.sql.select(table).where(table.c.position > after).order_by(table.c.position)
    if table_no is not None:
        statement = statement.where(table.c.table_no == table_no)
    if since:
        statement = statement.where(table.c.at >= since)
    if until:
        statement = statement.where(table.c.at < until)
    return tuple(_entry(row) for row in connection.core.execute(statement))


def beginning(connection: Connection, table_no: int) -> int:
    """The position at which the table last came into the book or left it; 0 where the log does not say."""
    (found,) = connection.driver.execute(
        "SELECT coalesce(max(position), 0) FROM edit WHERE table_no=? AND step=?",
        (table_no, int(Step.BEGINNING)),
    ).fetchone()
    return int(found)


def lines_of(connection: Connection, table_no: int) -> Lines:
    """Where undo and redo of one table stand."""
    rows = connection.driver.execute(
        "SELECT position, undoes FROM edit WHERE table_no=? AND step=? AND position>? ORDER BY position",
        (table_no, int(Step.STEP), beginning(connection, table_no)),
    )
    return edits.lines((row[0], row[1]) for row in rows)


LOST = "lost"
"""The operation of an entry that a salvage put where one was lost."""


def lost_after(connection: Connection, position: int) -> int | None:
    """The first position after this one whose entry is lost."""
    statement = "SELECT min(position) FROM edit WHERE operation=? AND position>?"
    (found,) = connection.driver.execute(statement, (LOST, position)).fetchone()
    return None if found is None else int(found)


_TOGETHER = "together"
"""The kind of the marks that tie the entries of one accept; each is named after the first of them."""


def tie(connection: Connection, positions: Sequence[int]) -> None:
    """Notes that these entries are one accept: :func:`tied` finds them all from any of them."""
    if len(positions) > 1:
        for position in positions:
            table_no, _ = entry_at(connection, position)
            add_row(connection, later.tables.MARK, (table_no, position, _TOGETHER, str(positions[0])))


def tied(connection: Connection, position: int) -> tuple[int, ...]:
    """The entries of the accept that this one belongs to, itself among them."""
    ask = connection.driver.execute
    first = ask("SELECT name FROM mark WHERE kind=? AND position=?", (_TOGETHER, position)).fetchone()
    if first is None:
        return (position,)
    rows = ask("SELECT position FROM mark WHERE kind=? AND name=? ORDER BY position", (_TOGETHER, *first))
    return tuple(row[0] for row in rows)
