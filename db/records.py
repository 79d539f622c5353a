"""The rows of one year's table: read with every digest checked, written by the difference; private to the db.

The order of records is one text of ids for each kind, so that an insertion in the middle writes one row and that text,
and a row that is missing or one too many is noticed.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from db.convert import SHAPES, Shape, readable_record, record_of, texts_of
from db.engine import Connection, lenient_text, tells_damage
from db.hashes import cell_sums, damaged_cells, record_digest, record_prefix, row_digest
from scoring.diff import LISTED, Difference, records
from scoring.table import Heading, Record, RecordKind, TableKey, YearTable


@dataclass(frozen=True, slots=True)
class Damage:
    """One place in the book that is not what was written there.

    Attributes:
        place: its parts, outermost first: unit, year, subject, kind, id, fact as far as known, or a part of the book.
        text: what is read there now; empty where nothing can be read.
    """

    place: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Statements:
    load: str
    select: str
    scan: str
    insert: str
    update: str
    delete: str


def _statements(kind: RecordKind) -> _Statements:
    table = kind.value
    names = [f'"{name}"' for name in SHAPES[kind].names]
    holders = ",".join("?" * (len(names) + 4))
    facts = ",".join(f"{name}=?" for name in names[1:])
    return _Statements(
        load=f"SELECT {','.join(names)},position,digest FROM {table} WHERE table_no=?",  # noqa: S608 - our own names
        select=f"SELECT {','.join(names)},position,sums,digest FROM {table} WHERE table_no=?",  # noqa: S608 - our own names
        scan=f"SELECT {','.join(names)},position,sums,digest FROM {table} NOT INDEXED WHERE +table_no=?",  # noqa: S608 - our own names
        insert=f"INSERT INTO {table} ({','.join(names)},table_no,position,sums,digest) VALUES ({holders})",  # noqa: S608 - our own names
        update=f"UPDATE {table} SET {facts},position=?,sums=?,digest=? WHERE table_no=? AND id=? AND sums=?",  # noqa: S608 - our own names
        delete=f"DELETE FROM {table} WHERE table_no=? AND id=?",  # noqa: S608 - our own names
    )


STATEMENTS = {kind: _statements(kind) for kind in RecordKind}
_ORDER_SELECT = "SELECT kind,ids,digest FROM record_order WHERE table_no=?"
_ORDER_UPDATE = "UPDATE record_order SET ids=?,digest=? WHERE table_no=? AND kind=?"
_ORDER_INSERT = "INSERT INTO record_order (ids,digest,table_no,kind) VALUES (?,?,?,?)"


def load_table(connection: Connection, table_no: int, key: TableKey, next_number: int) -> tuple[YearTable, tuple[Damage, ...]]:
    """The table and what of it is damaged; a damaged row is given as it reads, a row that cannot be read is left out."""
    damage: list[Damage] = []

    def report(*place: str, text: str = "") -> None:
        damage.append(Damage((key.unit, str(key.year), key.subject, *place), text))

    orders = _orders(connection, table_no, report)
    listed: dict[str, Any] = {}
    for kind in LISTED:
        ids = orders.get(kind)
        listed[kind.value] = () if ids == [] else _load_kind(connection, kind, table_no, ids, report)
    heading = _load_kind(connection, RecordKind.HEADING, table_no, ["heading"], report)
    first = heading[0] if heading else Heading()
    return YearTable(key, first, **listed, next_number=next_number), tuple(damage)  # type: ignore[arg-type]  # the kind tells the type


def _orders(connection: Connection, table_no: int, report: Callable[..., None]) -> dict[RecordKind, list[str]]:
    found: dict[RecordKind, list[str]] = {}
    try:
        rows = connection.driver.execute(_ORDER_SELECT, (table_no,)).fetchall()
    except sqlite3.Error as error:
        if not tells_damage(error):
            raise
        rows = []
    for kind_text, text, digest in rows:
        try:
            if row_digest("record_order", (table_no, kind_text, text)) == digest:
                found[RecordKind(kind_text)] = json.loads(text)
        except (ValueError, TypeError):
            continue
    for kind in LISTED:
        if kind not in found:
            report(kind.value, "order")
    return found


def _load_kind(
    connection: Connection,
    kind: RecordKind,
    table_no: int,
    ids: list[str] | None,
    report: Callable[..., None],
) -> tuple[Record, ...]:
    shape = SHAPES[kind]
    prefix = record_prefix(kind.value, table_no)
    found: dict[str, Record] = {}
    driver = connection.driver
    driver.text_factory = str  # strict and fast; and past SQLAlchemy's rows: a large book opens in half the time
    try:
        for row in driver.execute(STATEMENTS[kind].load, (table_no,)):
            texts = row[:-2]
            if record_digest(prefix, texts, row[-2]) != row[-1]:
                break
            found[texts[0]] = record_of(shape, texts)
        if ids is not None and len(found) == len(ids):
            return tuple([found[each] for each in ids])
    except sqlite3.Error as error:
        if not tells_damage(error):
            raise
    except (KeyError, ValueError, TypeError):
        pass  # a fact that is no text or not of its type: the slow road names it
    finally:
        driver.text_factory = lenient_text
    return _load_damaged(connection, shape, table_no, ids, report)


def _load_damaged(
    connection: Connection, shape: Shape, table_no: int, ids: list[str] | None, report: Callable[..., None]
) -> tuple[Record, ...]:
    """The slow road: row by row, what is damaged is named and what is lost is listed."""
    kind = shape.kind
    prefix = record_prefix(kind.value, table_no)
    found: dict[str, Record] = {}
    for row in readable_rows(connection, kind, table_no):
        texts = [readable(each) for each in row[:-3]]
        if texts[0] in found:
            continue
        if not intact(prefix, row):
            cells = damaged_cells(shape.names[1:], texts[1:], row[-2])
            if ids is not None and texts[0] not in ids:
                cells = cells or ("id",)
            for name in cells or ("",):
                text = texts[shape.names.index(name)] if name else ""
                report(kind.value, texts[0], *([name] if name else []), text=text)
        found[texts[0]] = readable_record(shape, texts)
    if ids is None:
        return tuple(found.values())
    for each in ids:
        if each not in found:
            report(kind.value, each)
    extra = [each for each in found if each not in set(ids)]
    for each in extra:
        report(kind.value, each, "order")
    return tuple(found[each] for each in [*ids, *extra] if each in found)


def intact(prefix: str, row: Sequence[Any]) -> bool:
    """Whether a row (id, facts, position, sums, digest) is what was written."""
    try:
        return bool(record_digest(prefix, row[:-3], row[-3]) == row[-1])
    except (TypeError, ValueError):
        return False


def readable(value: object) -> str:
    """Any stored value as a text that can be shown and stored again."""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return "" if value is None else str(value)


def readable_rows(connection: Connection, kind: RecordKind, table_no: int) -> Iterable[tuple[Any, ...]]:
    """Every row that can be read through the index or past it."""
    driver = connection.driver
    found: list[tuple[Any, ...]] = []
    for statement in (STATEMENTS[kind].select, STATEMENTS[kind].scan):
        try:
            found.extend(iter(driver.execute(statement, (table_no,)).fetchone, None))
        except sqlite3.Error as error:
            if not tells_damage(error):
                raise
    return found


def write_difference(connection: Connection, table_no: int, difference: Difference, after: YearTable, position: int) -> None:
    """Writes the changed rows and orders.

    Raises:
        ValueError: a row in the book is not the record that the change starts from.
    """
    driver = connection.driver
    execute = driver.execute
    inserted: dict[RecordKind, list[tuple[Any, ...]]] = {}
    for change in difference.changes:
        shape, statements = SHAPES[change.kind], STATEMENTS[change.kind]
        if change.after is None:
            if execute(statements.delete, (table_no, change.id)).rowcount != 1:
                raise ValueError(f"{change.kind.value} {change.id} is not in the book")
            continue
        texts = texts_of(shape, change.after)
        row = _row(change.kind, table_no, texts, position)
        if change.before is None:
            inserted.setdefault(change.kind, []).append((*texts, *row))
            continue
        was = cell_sums(texts_of(shape, change.before)[1:])
        changed = execute(statements.update, (*texts[1:], *row[1:], table_no, change.id, was)).rowcount
        if changed != 1:
            _write_over(connection, shape, table_no, (change.before, change.after), row)
    for kind, rows in inserted.items():
        driver.executemany(STATEMENTS[kind].insert, rows)
    for order in difference.orders:
        ids = [each.id for each in records(after, order.kind)]
        write_order(connection, table_no, order.kind, ids)


def _row(kind: RecordKind, table_no: int, texts: tuple[str, ...], position: int) -> tuple[Any, ...]:
    digest = record_digest(record_prefix(kind.value, table_no), texts, position)
    return table_no, position, cell_sums(texts[1:]), digest


def _write_over(
    connection: Connection, shape: Shape, table_no: int, change: tuple[Record, Record], values: tuple[Any, ...]
) -> None:
    """Writes over a damaged row (its check values no longer fit) if it still reads as the change says.

    A cell that was not changed keeps its check value, and while one of them does not fit, the row keeps the digest that
    does not fit either: an edit vouches for what it wrote, not for what stands beside it.
    """
    before, after = change
    old, texts = texts_of(shape, before), texts_of(shape, after)
    _, position, sums, digest = values
    for row in readable_rows(connection, shape.kind, table_no):
        read = [readable(each) for each in row[:-3]]
        if read[0] == before.id and readable_record(shape, read) == before:
            kept = sums if intact(record_prefix(shape.kind.value, table_no), row) else _sums_kept(row[-2], old, texts, sums)
            checks = (sums, digest) if kept == sums else (kept, row[-1])
            values = (*texts[1:], position, *checks, table_no, before.id, row[-2])
            if connection.driver.execute(STATEMENTS[shape.kind].update, values).rowcount == 1:
                return
    raise ValueError(f"{shape.kind.value} {before.id} is not in the expected state")


def _sums_kept(found: object, old: Sequence[str], new: Sequence[str], sums: bytes) -> object:
    """The check values of a row after a change: those of the cells that changed are new, the others as they were found."""
    if not isinstance(found, bytes) or len(found) != len(sums):
        return found
    facts = zip(old[1:], new[1:], strict=True)
    halves = (slice(2 * number, 2 * number + 2) for number in range(len(sums) // 2))
    return b"".join((found if was == now else sums)[half] for (was, now), half in zip(facts, halves, strict=True))


def write_order(connection: Connection, table_no: int, kind: RecordKind, ids: Sequence[str]) -> None:
    """Writes the order of one kind, whether it was there or not."""
    text = json.dumps(list(ids), ensure_ascii=False, separators=(",", ":"))
    digest = row_digest("record_order", (table_no, kind.value, text))
    values = (text, digest, table_no, kind.value)
    if connection.driver.execute(_ORDER_UPDATE, values).rowcount == 0:
        connection.driver.execute(_ORDER_INSERT, values)


def write_whole(connection: Connection, table_no: int, table: YearTable, position: int) -> None:
    """Writes every record of a table that has no rows yet."""
    for kind in RecordKind:
        shape = SHAPES[kind]
        found = records(table, kind)
        prefix = record_prefix(kind.value, table_no)
        rows = []
        for each in found:
            texts = texts_of(shape, each)
            rows.append((*texts, table_no, position, cell_sums(texts[1:]), record_digest(prefix, texts, position)))
        if rows:
            connection.driver.executemany(STATEMENTS[kind].insert, rows)
        if kind is not RecordKind.HEADING:
            write_order(connection, table_no, kind, [each.id for each in found])


def erase(connection: Connection, table_no: int) -> None:
    """Takes every row of a table away."""
    for kind in RecordKind:
        connection.driver.execute(f"DELETE FROM {kind.value} WHERE table_no=?", (table_no,))  # noqa: S608 - our own names
    connection.driver.execute("DELETE FROM record_order WHERE table_no=?", (table_no,))
