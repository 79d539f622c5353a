"""The tables of a book as SQLAlchemy Core sees them; private to the db.

The records of a year are kept in one table for each kind, every fact a text. ``digest`` is the hash of a row
(:mod:`db.hashes`), ``sums`` a short check value of each fact that only serves to name a damaged cell, ``position``
the place in the log (``edit``) that last wrote the row.
"""

from dataclasses import fields

from db.convert import RECORD_TYPES
from db.sql import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from scoring.table import RecordKind

metadata = MetaData()


def _key(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True)


def _integer(name: str, *, refers: str = "", nullable: bool = False) -> Column[int]:
    if refers:
        return Column(name, Integer, ForeignKey(refers), nullable=nullable)
    return Column(name, Integer, nullable=nullable)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _blob(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


UNIT = Table(
    "unit",
    metadata,
    _key("unit_no"),
    _text("name"),
    _integer("parent_no", refers="unit.unit_no", nullable=True),
    _blob("digest"),
)
Index("unit_by_name", UNIT.c.name, unique=True)

YEAR_TABLE = Table(
    "year_table",
    metadata,
    _key("table_no"),
    _integer("unit_no", refers="unit.unit_no"),
    _integer("year"),
    _text("subject"),
    _integer("present"),  # 0 when taken out of the book: the number and the history stay
    _integer("next_number"),
    _blob("digest"),
    UniqueConstraint("unit_no", "year", "subject"),
)

RECORD_ORDER = Table(
    "record_order",
    metadata,
    _key("row_no"),
    _integer("table_no", refers="year_table.table_no"),
    _text("kind"),
    _text("ids"),
    _blob("digest"),
    UniqueConstraint("table_no", "kind"),
)


def _records(kind: RecordKind) -> Table:
    facts = [each.name for each in fields(RECORD_TYPES[kind]) if each.name != "id"]
    return Table(
        kind.value,
        metadata,
        _key("row_no"),
        _integer("table_no", refers="year_table.table_no"),
        _text("id"),
        *(_text(name) for name in facts),
        _integer("position"),
        _blob("sums"),
        _blob("digest"),
        UniqueConstraint("table_no", "id"),
    )


RECORDS: dict[RecordKind, Table] = {kind: _records(kind) for kind in RecordKind}

EDIT = Table(
    "edit",
    metadata,
    _key("position"),
    _text("at"),
    _text("user"),
    _text("operation"),
    _integer("step"),  # 1 when undo walks over it, 0 for marks, seals and work on the units
    _integer("undoes", nullable=True),
    _integer("table_no", nullable=True),
    _text("unit"),
    _integer("year", nullable=True),
    _text("subject"),
    _text("place"),
    _text("old"),
    _text("new"),
    _text("change"),
    _blob("digest"),
)
Index("edit_by_table", EDIT.c.table_no, EDIT.c.position)

MARK = Table(
    "mark",
    metadata,
    _key("row_no"),
    _integer("table_no", refers="year_table.table_no"),
    _integer("position", refers="edit.position"),
    _text("kind"),
    _text("name"),
    _blob("digest"),
)
Index("mark_by_table", MARK.c.table_no, MARK.c.position)

SEAL = Table(
    "seal",
    metadata,
    _key("seal_no"),
    _integer("table_no", refers="year_table.table_no"),
    _integer("position", refers="edit.position"),
    _integer("unsealed", refers="edit.position", nullable=True),
    _text("rulebook_key"),
    _text("rulebook_text"),
    _text("program_version"),
    _text("content_hash"),
    _blob("digest"),
)
Index("seal_by_table", SEAL.c.table_no, SEAL.c.position)

SEALED_RESULT = Table(
    "sealed_result",
    metadata,
    _key("row_no"),
    _integer("seal_no", refers="seal.seal_no"),
    _text("place"),
    _text("name"),
    _text("text"),
    _blob("digest"),
)
Index("sealed_result_by_seal", SEALED_RESULT.c.seal_no)

COMPARISON_LINK = Table(
    "comparison_link",
    metadata,
    _key("row_no"),
    _integer("unit_no", refers="unit.unit_no"),
    _text("subject"),
    _text("first"),
    _text("second"),
    _text("state"),
    _blob("digest"),
    UniqueConstraint("unit_no", "subject", "first", "second"),
)

NOTE = Table(
    "note",
    metadata,
    _key("row_no"),
    _integer("table_no", refers="year_table.table_no"),
    _text("id"),
    _text("text"),
    _blob("digest"),
    UniqueConstraint("table_no", "id"),
)

PROFILE = Table(
    "profile",
    metadata,
    _key("row_no"),
    _text("name"),
    _text("text"),
    _blob("digest"),
)
Index("profile_by_name", PROFILE.c.name, unique=True)
