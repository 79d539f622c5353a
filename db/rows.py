"""Rows of the book's own tables (units, log, marks …) written with their digests; private to the db."""

from collections.abc import Mapping
from typing import Any

from db.engine import driver_of
from db.hashes import row_digest
from db.sql import Connection, Table
from db.tables import metadata

_ASIDE = ("row_no", "sums", "digest")


def _hashed(table: Table) -> tuple[str, ...]:
    return tuple(each.name for each in table.columns if each.name not in _ASIDE)


HASHED: dict[str, tuple[str, ...]] = {table.name: _hashed(table) for table in metadata.sorted_tables}
"""For every table the columns under its digest, in their order."""

_INSERTS = {
    name: f"INSERT INTO {name} ({','.join(columns)},digest) VALUES ({','.join('?' * (len(columns) + 1))})"  # noqa: S608 - our own names
    for name, columns in HASHED.items()
}


def digest_of(table: str, row: Mapping[str, object]) -> bytes:
    """The digest that a row of one of the book's own tables must have."""
    return row_digest(table, [row[name] for name in HASHED[table]])


def add_row(connection: Connection, table: Table, values: tuple[Any, ...]) -> None:
    """Inserts a row; the values of all columns under the digest, in their order."""
    driver_of(connection).execute(_INSERTS[table.name], (*values, row_digest(table.name, values)))


def change_row(connection: Connection, table: Table, number: int, **changed: object) -> None:
    """Changes the row with this number (the table's first column)."""
    key = next(iter(table.primary_key.columns))
    was = connection.execute(table.select().where(key == number)).mappings().one()
    values = {**was, **changed}
    digest = digest_of(table.name, values)
    connection.execute(table.update().where(key == number).values(**changed, digest=digest))


def next_number(connection: Connection, table: Table) -> int:
    """One more than the greatest number in the table."""
    key = next(iter(table.primary_key.columns)).name
    row = driver_of(connection).execute(f"SELECT coalesce(max({key}), 0) + 1 FROM {table.name}").fetchone()  # noqa: S608 - our own names
    return int(row[0])
