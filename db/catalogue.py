"""What a book holds: its units and the tables of their years; private to the db."""

from dataclasses import dataclass

from db import later
from db.engine import Connection
from db.faults import EnvironmentFault, FaultCode
from db.rows import add_row, change_row, next_number
from scoring.table import NodeKind, Status, TableKey


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """A 填报单位; ``parent`` is the name of the unit above, empty for the outermost."""

    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class TableOverview:
    """One line of the tree at the left: how many indicators, how many of them have an actual value."""

    key: TableKey
    form: str
    status: Status
    indicators: int
    filled: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A table as the catalogue knows it; the status is ``None`` where it is not in the book now."""

    table_no: int
    next_number: int
    present: bool
    status: Status | None


_FIND = """
SELECT year_table.table_no, year_table.next_number, year_table.present, heading.status
FROM unit JOIN year_table ON year_table.unit_no = unit.unit_no
LEFT JOIN heading ON heading.table_no = year_table.table_no
WHERE unit.name = ? AND year_table.year = ? AND year_table.subject = ?
"""
_KEYS = """
SELECT unit.name, year_table.year, year_table.subject
FROM year_table JOIN unit ON unit.unit_no = year_table.unit_no
WHERE year_table.present ORDER BY unit.unit_no, year_table.year, year_table.subject
"""
_KEY = """
SELECT unit.name, year_table.year, year_table.subject
FROM year_table JOIN unit ON unit.unit_no = year_table.unit_no WHERE year_table.table_no = ?
"""
_OVERVIEW = """
SELECT unit.name, year_table.year, year_table.subject, heading.form, heading.status,
       coalesce(counted.indicators, 0), coalesce(counted.filled, 0)
FROM year_table JOIN unit ON unit.unit_no = year_table.unit_no
LEFT JOIN heading ON heading.table_no = year_table.table_no
LEFT JOIN (SELECT table_no, count(*) AS indicators, sum(actual_text <> '') AS filled
           FROM nodes WHERE kind IN (?, ?) GROUP BY table_no) AS counted
       ON counted.table_no = year_table.table_no
WHERE year_table.present ORDER BY unit.unit_no, year_table.year, year_table.subject
"""
_LEAVES = (NodeKind.INDICATOR.value, NodeKind.BONUS.value)


def find(connection: Connection, key: TableKey) -> Stored | None:
    """The table of this key, also one that was taken out."""
    row = connection.driver.execute(_FIND, (key.unit, key.year, key.subject)).fetchone()  # on every way in: lean
    if row is None:
        return None
    return Stored(row[0], row[1], bool(row[2]), _status(row[3]) if row[2] else None)


def _status(text: object) -> Status:
    try:
        return Status(text)
    except ValueError:  # damaged or missing: the check names it, the work goes on
        return Status.FILLING


def find_present(connection: Connection, key: TableKey) -> Stored:
    """The table of this key.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN, YEAR_UNKNOWN or TABLE_UNKNOWN.
    """
    stored = find(connection, key)
    if stored is not None and stored.present:
        return stored
    facts = {"unit": key.unit, "year": str(key.year), "subject": key.subject}
    of_unit = [each for each in keys(connection) if each.unit == key.unit]
    if unit_number(connection, key.unit) is None:
        raise EnvironmentFault(FaultCode.UNIT_UNKNOWN, **facts)
    if key.year not in {each.year for each in of_unit}:
        raise EnvironmentFault(FaultCode.YEAR_UNKNOWN, **facts)
    raise EnvironmentFault(FaultCode.TABLE_UNKNOWN, **facts)


def keys(connection: Connection) -> tuple[TableKey, ...]:
    return tuple(TableKey(*row) for row in connection.driver.execute(_KEYS))


def overview(connection: Connection) -> tuple[TableOverview, ...]:
    """All tables with what the tree at the left shows of them, in one question."""
    rows = connection.driver.execute(_OVERVIEW, _LEAVES)
    return tuple(TableOverview(TableKey(*row[:3]), row[3] or "", _status(row[4]), row[5], row[6]) for row in rows)


def add_table(connection: Connection, key: TableKey, next_id: int) -> int:
    """Makes room for a table; its number."""
    unit_no = unit_number(connection, key.unit)
    if unit_no is None:
        unit_no = add_unit(connection, key.unit, "")
    number = next_number(connection, later.tables.YEAR_TABLE)
    add_row(connection, later.tables.YEAR_TABLE, (number, unit_no, key.year, key.subject, 1, next_id))
    return number


def set_present(connection: Connection, table_no: int, next_id: int) -> None:
    change_row(connection, later.tables.YEAR_TABLE, table_no, present=1, next_number=next_id)


def set_absent(connection: Connection, table_no: int) -> None:
    change_row(connection, later.tables.YEAR_TABLE, table_no, present=0)


def set_next_number(connection: Connection, table_no: int, next_id: int) -> None:
    change_row(connection, later.tables.YEAR_TABLE, table_no, next_number=next_id)


def key_of(connection: Connection, table_no: int) -> TableKey | None:
    """What the table with this number is called now."""
    row = connection.driver.execute(_KEY, (table_no,)).fetchone()
    return None if row is None else TableKey(*row)


def units(connection: Connection) -> tuple[ReportingUnit, ...]:
    rows = connection.driver.execute("SELECT unit_no, name, parent_no FROM unit ORDER BY unit_no").fetchall()
    names = {number: name for number, name, _ in rows}
    return tuple(ReportingUnit(name, names.get(parent or 0, "")) for _, name, parent in rows)


def unit_number(connection: Connection, name: str) -> int | None:
    found = connection.driver.execute("SELECT unit_no FROM unit WHERE name=?", (name,)).fetchone()
    return None if found is None else int(found[0])


def known_unit(connection: Connection, name: str) -> int:
    """The number of a unit.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN.
    """
    number = unit_number(connection, name)
    if number is None:
        raise EnvironmentFault(FaultCode.UNIT_UNKNOWN, unit=name)
    return number


def add_unit(connection: Connection, name: str, parent: str) -> int:
    """Adds a unit below another, or outermost; its number.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN, there is no such parent; TABLE_EXISTS, the name is taken.
    """
    _unused(connection, name)
    number = next_number(connection, later.tables.UNIT)
    add_row(connection, later.tables.UNIT, (number, name, known_unit(connection, parent) if parent else None))
    return number


def rename_unit(connection: Connection, old: str, new: str) -> None:
    """Gives a unit another name; its tables go with it.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN; TABLE_EXISTS, the name is taken.
    """
    number = known_unit(connection, old)
    _unused(connection, new)
    change_row(connection, later.tables.UNIT, number, name=new)


def move_unit(connection: Connection, name: str, parent: str) -> None:
    """Puts a unit below another, or outermost.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN.
        ValueError: the new parent is the unit itself or stands below it.
    """
    number = known_unit(connection, name)
    above = known_unit(connection, parent) if parent else None
    parents = {each.name: each.parent for each in units(connection)}
    step = parent
    while step:
        if step == name:
            raise ValueError("a unit cannot stand below itself")
        step = parents[step]
    change_row(connection, later.tables.UNIT, number, parent_no=above)


def put_below(connection: Connection, name: str, parent: str) -> bool:
    """Puts a unit that stands nowhere yet below another, both added where they are new; whether it was moved or added."""
    known = {each.name: each.parent for each in units(connection)}
    if parent not in known:
        add_unit(connection, parent, "")
    if name == parent or known.get(name):
        return False
    if name not in known:
        add_unit(connection, name, parent)
        return True
    above = parent
    while above and above != name:
        above = known.get(above, "")
    if above == name:
        return False
    move_unit(connection, name, parent)
    return True


def _unused(connection: Connection, name: str) -> None:
    if unit_number(connection, name) is not None:
        raise EnvironmentFault(FaultCode.TABLE_EXISTS, unit=name)
