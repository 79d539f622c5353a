"""What a book remembers beside its tables: import layouts, pairs of rows, notes. Private to the db."""

from dataclasses import dataclass

from db.rows import add_row
from db.sql import Connection, select
from db.tables import COMPARISON_LINK, NOTE, PROFILE


@dataclass(frozen=True, slots=True)
class Link:
    """What the clerk said of two rows of different years: ``state`` is ``same`` or ``different``."""

    first: str
    second: str
    state: str = "same"


def profiles(connection: Connection) -> dict[str, str]:
    """Learned import layouts, by name."""
    statement = select(PROFILE.c.name, PROFILE.c.text).order_by(PROFILE.c.name)
    return {row.name: row.text for row in connection.execute(statement)}


def write_profile(connection: Connection, name: str, text: str) -> None:
    """Sets one; an empty text takes it away."""
    connection.execute(PROFILE.delete().where(PROFILE.c.name == name))
    if text:
        add_row(connection, PROFILE, (name, text))


def links(connection: Connection, unit_no: int, subject: str) -> tuple[Link, ...]:
    statement = select(COMPARISON_LINK).where(COMPARISON_LINK.c.unit_no == unit_no, COMPARISON_LINK.c.subject == subject)
    return tuple(
        Link(row.first, row.second, row.state) for row in connection.execute(statement.order_by(COMPARISON_LINK.c.row_no))
    )


def write_link(connection: Connection, unit_no: int, subject: str, link: Link) -> None:
    """Sets what is said of a pair; an empty state takes it away."""
    table = COMPARISON_LINK
    connection.execute(
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
    statement = select(NOTE).where(NOTE.c.table_no == table_no).order_by(NOTE.c.row_no)
    return {row.id: row.text for row in connection.execute(statement)}


def write_note(connection: Connection, table_no: int, id_: str, text: str) -> None:
    """Sets the note on a row; an empty text takes it away."""
    connection.execute(NOTE.delete().where(NOTE.c.table_no == table_no, NOTE.c.id == id_))
    if text:
        add_row(connection, NOTE, (table_no, id_, text))
