"""Rows of the book's own tables (units, log, marks …) written with their digests; private to the db."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from db.engine import Connection
from db.hashes import row_digest

if TYPE_CHECKING:
    from db.sql import Table

_ASIDE = ("row_no", "sums", "digest")


@cache
def hashed(table: "Table") -> tuple[str, ...]:
    """The columns under the digest of a table's rows, in their order."""
    return tuple(each.name for each in table.columns if each.name not in _ASIDE)


@cache
def _insert(table: "Table") -> str:
    columns = hashed(table)
    return f"INSERT INTO {table.name} ({','.join(columns)},digest) VALUES ({','.join('?' * (len(columns) + 1))})"  # noqa: S608 - our own names


def digest_of(table: "Table", row: Mapping[str, object]) -> bytes:
    """The digest that a row of one of the book's own tables must have."""
    return row_digest(table.name, [row[name] for name in hashed(table)])


def add_row(connection: Connection, table: "Table", values: tuple[Any, ...]) -> None:
    """Inserts a row; the values of all columns under the digest, in their order."""
    connection.driver.execute(_insert(table), (*values, row_digest(table.name, values)))


def change_row(connection: Connection, table: "Table", number: int, **changed: object) -> None:
    """Changes the row with this number (the table's first column)."""
    key = next(iter(table.primary_key.columns))
    was = connection.core.execute(table.select().where(key == number)).mappings().one()
    values = {**was, **changed}
    digest = digest_of(table, values)
    connection.core.execute(table.update().where(key == number).values(**changed, digest=digest))


def next_number(connection: Connection, table: "Table") -> int:
    """One more than the greatest number in the table."""
    key = next(iter(table.primary_key.columns)).name
    row = connection.driver.execute(f"SELECT coalesce(max({key}), 0) + 1 FROM {table.name}").fetchone()  # noqa: S608 - our own names
    return int(row[0])
