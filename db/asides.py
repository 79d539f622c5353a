"""What a book remembers beside its tables: import layouts, pairs of rows, notes. Private to the db."""

from dataclasses import dataclass

from db import later
from db.engine import Connection
from db.rows import add_row


@dataclass(frozen=True, slots=True)
class Link:
    """What the clerk said of two rows of different years: ``state`` is ``same`` or ``different``."""

    first: str
    second: str
    state: str = "same"


def profiles(connection: Connection) -> dict[str, str]:
    """Learned import layouts, by name."""
    columns = later.tables.PROFILE.c
    statement = later.sql.select(columns.name, columns.text).order_by(columns.name)
    return {row.name: row.text for row in connection.core.execute(statement)}


def write_profile(connection: Connection, name: str, text: str) -> None:
    """Sets one; an empty text takes it away."""
    table = later.tables.PROFILE
    connection.core.execute(table.delete().where(table.c.name == name))
    if text:
        add_row(connection, table, (name, text))


def links(connection: Connection, unit_no: int, subject: str) -> tuple[Link, ...]:
    table = later.tables.COMPARISON_LINK
    statement = later.sql.select(table).where(table.c.unit_no == unit_no, table.c.subject == subject).order_by(table.c.row_no)
    return tuple(Link(row.first, row.second, row.state) for row in connection.core.execute(statement))


def write_link(connection: Connection, unit_no: int, subject: str, link: Link) -> None:
    """Sets what is said of a pair; an empty state takes it away."""
    table = later.tables.COMPARISON_LINK
    connection.core.execute(
        table.delete().where(
            table.c.unit_no == unit_no,
            table.c.subject == subject,
            table.c.first == link.first,
            table.c.second == link.second,
        )
    )
    if link.state:
        add_row(connection, table, (unit_no, subject, link.first, link.second, link.state))


def notes(connection: Connection, table_no: int) -> dict[str, str]:
    table = later.tables.NOTE
    statement = later.sql.select(table).where(table.c.table_no == table_no).order_by(table.c.row_no)
    return {row.id: row.text for row in connection.core.execute(statement)}


def write_note(connection: Connection, table_no: int, id_: str, text: str) -> None:
    """Sets the note on a row; an empty text takes it away."""
    table = later.tables.NOTE
    connection.core.execute(table.delete().where(table.c.table_no == table_no, table.c.id == id_))
    if text:
        add_row(connection, table, (table_no, id_, text))
