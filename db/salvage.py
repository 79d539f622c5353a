"""What can still be read of a damaged book, written as a new one, with a list of what is lost.

Three sources, the better first: rows as SQLite reads them, rows on bare pages (:mod:`db.pages`) whose digest proves them,
and the log, from which a row that is gone or spoiled is built again: the log holds every fact a second time.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from db import opening, replay
from db.convert import SHAPES
from db.engine import connect, driver_connection, faults_named, writing
from db.faults import EnvironmentFault, FaultCode
from db.hashes import cell_sums, damaged_cells, record_digest, record_prefix, row_digest
from db.log import LOST
from db.pages import rows_on_pages
from db.records import readable
from db.replay import Facts, Told
from db.rows import hashed
from db.sql import Table
from db.store import Store
from db.tables import RECORDS, metadata
from scoring.table import RecordKind, TableKey

Row = dict[str, Any]
_BY_NAME: dict[str, Table] = {table.name: table for table in metadata.sorted_tables}
_KINDS: dict[str, RecordKind] = {table.name: kind for kind, table in RECORDS.items()}


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came out.

    Attributes:
        tables: those in the new book.
        lost: places that could be neither read nor built again, or whose words are doubtful: kept as they read.
        rebuilt: places that were built again from the log, exactly as they were.
    """

    tables: tuple[TableKey, ...]
    lost: tuple[str, ...]
    rebuilt: tuple[str, ...]


def salvage(damaged: Path, output: Path) -> Salvaged:
    """Writes what is left of a damaged book to a new one; the damaged file is only read.

    Raises:
        EnvironmentFault: FILE_MISSING; BOOK_FOREIGN, nothing of a book is in the file; DISK_FULL …
        FileExistsError: there is a file at ``output``.
    """
    if not damaged.is_file():
        raise EnvironmentFault(FaultCode.FILE_MISSING, path=str(damaged))
    if output.exists():
        raise FileExistsError(output)
    with TemporaryDirectory(prefix="ziping-") as folder, faults_named(damaged):
        copy = _private_copy(damaged, Path(folder))
        good, doubtful = _gather(copy)
    if not any(good[name] for name in ("edit", "year_table", *_KINDS)):
        raise EnvironmentFault(FaultCode.BOOK_FOREIGN, path=str(damaged))
    lost: list[str] = []
    rebuilt: list[str] = []
    _complete(good, doubtful, lost, rebuilt)
    opening.make_book(output)
    try:
        _write(output, good)
        with Store.open(output) as store:
            if lost:
                store.begin_anew()
            return Salvaged(store.keys(), tuple(lost), tuple(rebuilt))
    except BaseException:
        output.unlink(missing_ok=True)
        raise


def _private_copy(damaged: Path, folder: Path) -> Path:
    """A copy with its header set right, so that SQLite looks at it at all; an open journal is rolled back there."""
    copy = folder / "copy.db"
    data = bytearray(damaged.read_bytes())
    if opening.journal_of(damaged).exists():
        opening.journal_of(copy).write_bytes(opening.journal_of(damaged).read_bytes())
    if len(data) >= 100:
        data[:16] = b"SQLite format 3\x00"
        data[18:24] = bytes((1, 1, 0, 64, 32, 32))  # rollback journal, nothing reserved, the fixed fractions
        data[44:48] = (4).to_bytes(4, "big")  # schema format
        data[56:60] = (1).to_bytes(4, "big")  # UTF-8
        data[68:72] = opening.APPLICATION_ID.to_bytes(4, "big")
    copy.write_bytes(data)
    return copy


def _gather(copy: Path) -> tuple[dict[str, dict[Any, Row]], dict[str, dict[Any, Row]]]:
    """Proven rows and doubtful rows of every table, by what tells them apart."""
    good: dict[str, dict[Any, Row]] = {name: {} for name in _BY_NAME}
    doubtful: dict[str, dict[Any, Row]] = {name: {} for name in _BY_NAME}
    whole = set()
    for name, table in _BY_NAME.items():
        rows, complete = _read(copy, table)
        for row in rows:
            (good if _proven(name, row) else doubtful)[name][_identity(name, row)] = row
        if complete and not doubtful[name]:
            whole.add(name)
    for name, row in _scanned(copy, [name for name in _BY_NAME if name not in whole]):
        known = good[name].get(_identity(name, row))
        if known is None or row.get("position", 0) > known.get("position", 0):
            good[name][_identity(name, row)] = row
    return good, doubtful


def _read(copy: Path, table: Table) -> tuple[list[Row], bool]:
    """The rows of a table from its beginning and, where that stops, from its end; whether it was all."""
    names = [each.name for each in table.columns]
    columns = ",".join(f'"{name}"' for name in names)
    found: dict[Any, Row] = {}
    for direction in ("", " DESC"):
        try:
            connection = driver_connection(copy, read_only=False)
        except (sqlite3.Error, UnicodeDecodeError):
            return [], False
        try:
            cursor = connection.execute(f'SELECT {columns} FROM "{table.name}" NOT INDEXED ORDER BY rowid{direction}')  # noqa: S608 - our own names
            for row in cursor:
                found[row[0]] = dict(zip(names, row, strict=True))
        except (sqlite3.Error, UnicodeDecodeError):
            continue
        else:
            return list(found.values()), True
        finally:
            connection.close()
    return list(found.values()), False


def _scanned(copy: Path, names: Iterable[str]) -> Iterator[tuple[str, Row]]:
    """Proven rows on the pages, wherever they lie."""
    wanted = [_BY_NAME[name] for name in names]
    if not wanted:
        return
    for number, values in rows_on_pages(copy.read_bytes()):
        for table in wanted:
            if len(table.columns) == len(values):
                row = dict(zip((each.name for each in table.columns), (number, *values[1:]), strict=True))
                if _proven(table.name, row):
                    yield table.name, row
                    break


def _proven(name: str, row: Row) -> bool:
    try:
        if name in _KINDS:
            texts = [row[each] for each in SHAPES[_KINDS[name]].names]
            return record_digest(record_prefix(name, row["table_no"]), texts, row["position"]) == bytes(row["digest"])
        return row_digest(name, [row[each] for each in hashed(_BY_NAME[name])]) == bytes(row["digest"])
    except (TypeError, ValueError):
        return False


def _identity(name: str, row: Row) -> Any:
    if name in _KINDS:
        return row["table_no"], row["id"]
    if name == "record_order":
        return row["table_no"], row["kind"]
    return next(iter(row.values()))


def _complete(good: dict[str, dict[Any, Row]], doubtful: dict[str, dict[Any, Row]], lost: list[str], rebuilt: list[str]) -> None:
    """Builds again what the log knows, keeps as it reads what it does not, and lists both."""
    log = [good["edit"][position] for position in sorted(good["edit"])]
    positions = {row["position"] for row in log}
    for position in range(1, _last_position(good) + 1):
        if position not in positions:
            lost.append(f"edit/{position}")
            good["edit"][position] = _lost_entry(position)
    told = replay.replay(log, unbroken_from=_unbroken(positions, good))
    _complete_tables(good, doubtful, told, lost, rebuilt)
    present = {table_no for table_no, row in good["year_table"].items() if row["present"]}
    for name in (*_KINDS, "record_order"):
        good[name] = {each: row for each, row in good[name].items() if row["table_no"] in present}
    for table_no in sorted(present):
        place = _place(good, table_no)
        for kind in RecordKind:
            _Table(good, doubtful, told.get(table_no) or Told(), table_no, place, lost, rebuilt).complete(kind)
    for name in ("profile", "mark", "seal", "sealed_result", "comparison_link", "note"):
        lost.extend(f"{name}/{each}" for each in doubtful[name] if each not in good[name])


def _last_position(good: dict[str, dict[Any, Row]]) -> int:
    """The last position that the log had, as far as the rows still tell."""
    return max((row["position"] for name in ("edit", *_KINDS) for row in good[name].values()), default=0)


def _lost_entry(position: int) -> Row:
    """What stands in the log where an entry is lost."""
    texts = dict.fromkeys(("at", "user", "unit", "subject", "place", "old", "new", "change"), "")
    numbers = dict.fromkeys(("undoes", "table_no", "year"))
    return {"position": position, "operation": LOST, "step": 0, **texts, **numbers}


def _unbroken(positions: set[int], good: dict[str, dict[Any, Row]]) -> int:
    """The position from which on the log has no gap; one behind its end when later entries must have been there."""
    position = max(positions, default=0)
    if _last_position(good) > position:
        return position + 1
    while position - 1 in positions:
        position -= 1
    return position


def _place(good: dict[str, dict[Any, Row]], table_no: int) -> str:
    row = good["year_table"][table_no]
    return "/".join((good["unit"][row["unit_no"]]["name"], str(row["year"]), row["subject"]))


def _complete_tables(
    good: dict[str, dict[Any, Row]],
    doubtful: dict[str, dict[Any, Row]],
    told: dict[int, Told],
    lost: list[str],
    rebuilt: list[str],
) -> None:
    units = good["unit"]
    for number, row in doubtful["unit"].items():
        if number not in units:
            units[number] = row | {"name": readable(row["name"]), "parent_no": None}
            lost.append(f"unit/{number}")
    names = {row["name"]: number for number, row in units.items()}
    seen = {row["table_no"] for name in _KINDS for row in good[name].values()} | set(told)
    for table_no in sorted(seen - set(good["year_table"])):
        facts = told.get(table_no) or Told()
        key = facts.key or TableKey(f"? {table_no}", 0)
        (rebuilt if facts.key else lost).append(f"year_table/{table_no}")
        if key.unit not in names:
            names[key.unit] = max(units, default=0) + 1
            units[names[key.unit]] = {"unit_no": names[key.unit], "name": key.unit, "parent_no": None}
        good["year_table"][table_no] = {
            "table_no": table_no,
            "unit_no": names[key.unit],
            "year": key.year,
            "subject": key.subject,
            "present": int(facts.present),
            "next_number": facts.next_number,
        }
    for table_no, row in good["year_table"].items():
        if row["unit_no"] not in units:
            facts = told.get(table_no) or Told()
            units[row["unit_no"]] = {
                "unit_no": row["unit_no"],
                "name": facts.key.unit if facts.key and facts.key.unit not in names else f"? {row['unit_no']}",
                "parent_no": None,
            }
            names[units[row["unit_no"]]["name"]] = row["unit_no"]
            lost.append(f"unit/{row['unit_no']}")
    for row in units.values():
        if row["parent_no"] not in units:
            row["parent_no"] = None


@dataclass(frozen=True, slots=True)
class _Table:
    """One table being completed."""

    good: dict[str, dict[Any, Row]]
    doubtful: dict[str, dict[Any, Row]]
    told: Told
    table_no: int
    place: str
    lost: list[str]
    rebuilt: list[str]

    def complete(self, kind: RecordKind) -> None:
        """One kind: its order, then every row that the order names."""
        name = kind.value
        rows = self.good[name]
        kept = []
        for each in self._ids(kind):
            row = rows.get((self.table_no, each)) or self._second_copy(kind, each)
            if row is None:
                self.lost.append(f"{self.place}/{name}/{each}")
                if kind is not RecordKind.HEADING:
                    continue
                row = {}
            rows[self.table_no, each] = row | {"table_no": self.table_no, "id": each}
            kept.append(each)
        named = set(kept)
        for identity in [each for each in rows if each[0] == self.table_no and each[1] not in named]:
            del rows[identity]  # a stale row from a page that was given up
        if kind is not RecordKind.HEADING:
            order = {"table_no": self.table_no, "kind": name, "ids": replay.text_of(kept)}
            self.good["record_order"][self.table_no, name] = order

    def _ids(self, kind: RecordKind) -> list[str]:
        if kind is RecordKind.HEADING:
            return ["heading"]
        order = self.good["record_order"].get((self.table_no, kind.value))
        if order is not None:
            return replay.ids_of(order["ids"])
        place = f"{self.place}/{kind.value}/order"
        if self.told.whole:
            self.rebuilt.append(place)
            return list(self.told.orders.get(kind, ()))
        self.lost.append(place)
        both = (*self.good[kind.value].values(), *self.doubtful[kind.value].values())
        return list(dict.fromkeys(readable(row["id"]) for row in both if row["table_no"] == self.table_no))

    def _second_copy(self, kind: RecordKind, id_: str) -> Row | None:
        """The row from the log where that can be trusted; else what is read, each doubtful cell listed."""
        spoiled = self.doubtful[kind.value].get((self.table_no, id_))
        facts = self.told.facts.get((kind, id_))
        if facts is not None and (self.told.whole or (spoiled and _fits(facts, spoiled, self.table_no, kind))):
            self.rebuilt.append(f"{self.place}/{kind.value}/{id_}")
            return {**facts.texts, "position": facts.position}
        if spoiled is None:
            return None
        names = SHAPES[kind].names
        texts = [readable(spoiled[each]) for each in names]
        cells = damaged_cells(names[1:], texts[1:], spoiled["sums"]) or ("",)
        self.lost.extend(f"{self.place}/{kind.value}/{id_}/{cell}".rstrip("/") for cell in cells)
        return dict(zip(names, texts, strict=True)) | {"position": spoiled["position"]}


def _fits(facts: Facts, spoiled: Row, table_no: int, kind: RecordKind) -> bool:
    """Whether the facts from the log are those the spoiled row's digest was made of."""
    texts = [facts.texts.get(each, "") for each in SHAPES[kind].names]
    try:
        return record_digest(record_prefix(kind.value, table_no), texts, facts.position) == bytes(spoiled["digest"])
    except (TypeError, ValueError):
        return False


def _write(output: Path, good: dict[str, dict[Any, Row]]) -> None:
    """Every row into the new book, with digests made anew."""
    connection = connect(output, read_only=False)
    try:
        connection.driver.execute("PRAGMA foreign_keys=OFF")
        with writing(connection, output):
            for name, table in _BY_NAME.items():
                for row in good[name].values():
                    full = _full(name, table, row)
                    columns = ",".join(f'"{each}"' for each in full)
                    holders = ",".join("?" * len(full))
                    connection.driver.execute(
                        f'INSERT OR REPLACE INTO "{name}" ({columns}) VALUES ({holders})',  # noqa: S608 - our own names
                        tuple(full.values()),
                    )
    finally:
        connection.close()


def _full(name: str, table: Table, row: Row) -> Row:
    if name in _KINDS:
        shape = SHAPES[_KINDS[name]]
        texts = [readable(row.get(each)) or replay.default_text(shape, each) for each in shape.names]
        position = row.get("position") if isinstance(row.get("position"), int) else 0
        digest = record_digest(record_prefix(name, row["table_no"]), texts, position or 0)
        rest = {"table_no": row["table_no"], "position": position, "sums": cell_sums(texts[1:]), "digest": digest}
        return dict(zip(shape.names, texts, strict=True)) | rest
    full = {each.name: row[each.name] for each in table.columns if each.name in row and each.name != "row_no"}
    return full | {"digest": row_digest(name, [full[each] for each in hashed(_BY_NAME[name])])}
