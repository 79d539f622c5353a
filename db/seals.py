"""Named positions in the log (restore points, submissions) and seals with their results."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from db import later
from db.engine import Connection
from db.rows import add_row, change_row, next_number


class MarkKind(Enum):
    """Why a position has a name."""

    RESTORE_POINT = "restore_point"
    SUBMITTED = "submitted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Mark:
    """A named position: the table as it stood there is ``Store.table_at(key, position)``."""

    position: int
    kind: MarkKind
    name: str
    user: str
    at: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A 定稿: the numbers in force, as text, with what made them.

    Attributes:
        results: for every place (``table``, a node's id …) the names and texts of its numbers.
        content_hash: of the facts that were scored.
        unsealed: the position at which it was taken off; ``None`` while it holds. The reason is that entry's ``new``.
    """

    position: int
    user: str
    at: str
    rulebook_key: str
    rulebook_text: str
    program_version: str
    content_hash: str
    results: Mapping[str, Mapping[str, str]]
    unsealed: int | None


def add_mark(connection: Connection, table_no: int, position: int, kind: MarkKind, name: str) -> None:
    add_row(connection, later.tables.MARK, (table_no, position, kind.value, name))


def marks(connection: Connection, table_no: int) -> tuple[Mark, ...]:
    """The marks of a table, oldest first."""
    mark, edit = later.tables.MARK.c, later.tables.EDIT
    statement = (
        later.sql.select(mark.position, mark.kind, mark.name, edit.c.user, edit.c.at)
        .join(edit, edit.c.position == mark.position)
        .where(mark.table_no == table_no)
        .order_by(mark.position)
    )
    known = {each.value: each for each in MarkKind}
    return tuple(
        Mark(row.position, known[row.kind], row.name, row.user, row.at)
        for row in connection.core.execute(statement)
        if row.kind in known
    )


def add_seal(
    connection: Connection,
    table_no: int,
    position: int,
    results: Mapping[str, Mapping[str, str]],
    *,
    rulebook_key: str,
    rulebook_text: str,
    program_version: str,
    content_hash: str,
) -> None:
    table = later.tables.SEAL
    number = next_number(connection, table)
    add_row(
        connection,
        table,
        (number, table_no, position, None, rulebook_key, rulebook_text, program_version, content_hash),
    )
    for place, texts in results.items():
        for name, text in texts.items():
            add_row(connection, later.tables.SEALED_RESULT, (number, place, name, text))


def in_force(connection: Connection, table_no: int) -> int | None:
    """The position of the seal that holds."""
    seal = later.tables.SEAL.c
    statement = later.sql.select(seal.position).where(seal.table_no == table_no, seal.unsealed.is_(None))
    return connection.core.execute(statement.order_by(seal.position.desc())).scalar()


def take_off(connection: Connection, table_no: int, position: int) -> None:
    """Notes on the seal that holds that it was taken off at this position."""
    table = later.tables.SEAL
    statement = later.sql.select(table.c.seal_no).where(table.c.table_no == table_no, table.c.unsealed.is_(None))
    for number in connection.core.execute(statement).scalars().all():
        change_row(connection, table, number, unsealed=position)


def seals(connection: Connection, table_no: int) -> tuple[Seal, ...]:
    """Every seal the table ever had, oldest first."""
    seal, edit = later.tables.SEAL, later.tables.EDIT
    statement = (
        later.sql.select(seal, edit.c.user, edit.c.at)
        .join(edit, edit.c.position == seal.c.position)
        .where(seal.c.table_no == table_no)
        .order_by(seal.c.position)
    )
    return tuple(
        Seal(
            position=row.position,
            user=row.user,
            at=row.at,
            rulebook_key=row.rulebook_key,
            rulebook_text=row.rulebook_text,
            program_version=row.program_version,
            content_hash=row.content_hash,
            results=_results(connection, row.seal_no),
            unsealed=row.unsealed,
        )
        for row in connection.core.execute(statement).all()
    )


def _results(connection: Connection, seal_no: int) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    table = later.tables.SEALED_RESULT
    statement = later.sql.select(table).where(table.c.seal_no == seal_no).order_by(table.c.row_no)
    for row in connection.core.execute(statement):
        found.setdefault(row.place, {})[row.name] = row.text
    return found
