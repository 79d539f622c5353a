"""Accepted work on the tables of a book, each with its entry in the log; inside the caller's transaction. Private to the db."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from db import catalogue, history, log, records, seals
from db.catalogue import Stored
from db.edits import Lines, LogEntry, decode, encode
from db.engine import Connection
from db.faults import EnvironmentFault, FaultCode
from db.hashes import content_hash
from db.log import Step
from db.seals import MarkKind
from scoring.diff import Difference, apply, diff, invert
from scoring.table import Status, TableKey, YearTable

_STATUS_PLACE = "heading/heading/status"


@dataclass(frozen=True, slots=True)
class Told:
    """What the log shall say of an operation, for people."""

    operation: str
    user: str = ""
    place: str = ""
    old: str = ""
    new: str = ""


def unsealed(connection: Connection, key: TableKey) -> Stored:
    """The table, which must take work.

    Raises:
        EnvironmentFault: TABLE_SEALED; UNIT_UNKNOWN, YEAR_UNKNOWN, TABLE_UNKNOWN.
    """
    stored = catalogue.find_present(connection, key)
    if stored.status is Status.SEALED:
        raise EnvironmentFault(FaultCode.TABLE_SEALED, unit=key.unit, year=str(key.year), subject=key.subject)
    return stored


def add_table(connection: Connection, table: YearTable, told: Told) -> int:
    """Puts a new table into the book; the position.

    Raises:
        EnvironmentFault: TABLE_EXISTS.
    """
    key = table.key
    stored = catalogue.find(connection, key)
    if stored is None:
        table_no = catalogue.add_table(connection, key, table.next_number)
    elif stored.present:
        raise EnvironmentFault(FaultCode.TABLE_EXISTS, unit=key.unit, year=str(key.year), subject=key.subject)
    else:
        table_no = stored.table_no
        catalogue.set_present(connection, table_no, max(stored.next_number, table.next_number))
    change = encode(diff(YearTable(key), table))
    position = _log(connection, table_no, key, told, step=Step.BEGINNING, change=change)
    records.write_whole(connection, table_no, table, position)
    return position


def put(connection: Connection, before: YearTable | None, after: YearTable, told: Told) -> int | None:
    """Puts a table in the place of the one before it, or as a new one; the position, ``None`` where nothing differs.

    Raises:
        EnvironmentFault: TABLE_SEALED, TABLE_EXISTS.
    """
    if before is None:
        return add_table(connection, after, told)
    changes = diff(before, after)
    return write(connection, unsealed(connection, before.key), after, changes, told) if changes else None


def remove_table(connection: Connection, key: TableKey, told: Told) -> int:
    """Takes a table out; all of it stays in the log. The position."""
    stored = unsealed(connection, key)
    table, _ = records.load_table(connection, stored.table_no, key, stored.next_number)
    position = _log(connection, stored.table_no, key, told, step=Step.BEGINNING, change=encode(diff(table, YearTable(key))))
    records.erase(connection, stored.table_no)
    catalogue.set_absent(connection, stored.table_no)
    return position


def begin_anew(connection: Connection, told: Told) -> None:
    """Writes down every table as it stands: what the log says before no longer leads here, so undo ends here."""
    for key in catalogue.keys(connection):
        stored = catalogue.find_present(connection, key)
        table, _ = records.load_table(connection, stored.table_no, key, stored.next_number)
        for one, other in ((table, YearTable(key)), (YearTable(key), table)):
            _log(connection, stored.table_no, key, told, step=Step.BEGINNING, change=encode(diff(one, other)))


def write(
    connection: Connection,
    stored: Stored,
    after: YearTable,
    changes: Difference,
    told: Told,
    *,
    step: Step = Step.STEP,
    undoes: int | None = None,
) -> int:
    """Writes a difference and its entry; the position."""
    position = _log(connection, stored.table_no, after.key, told, step=step, change=encode(changes), undoes=undoes)
    records.write_difference(connection, stored.table_no, changes, after, position)
    if after.next_number > stored.next_number:
        catalogue.set_next_number(connection, stored.table_no, after.next_number)
    return position


def step_back(connection: Connection, position: int, told: Told) -> tuple[TableKey, ...]:
    """Takes back, in one accept, everything that was accepted with this entry, or makes it again where it was taken back.

    Tables that the accept brought in leave the book, those it took out come back. Tables that are sealed or on which
    somebody worked since are left as they are; the keys of these.
    """
    written: list[int] = []
    left: list[TableKey] = []
    for each in log.tied(connection, position):
        table_no, entry = log.entry_at(connection, each)
        key = None if table_no is None else catalogue.key_of(connection, table_no)
        if key is None or table_no is None:
            continue
        made = _back(connection, table_no, key, entry, told)
        if made is None:
            left.append(key)
        else:
            written.append(made)
    log.tie(connection, written)
    return tuple(left)


def _back(connection: Connection, table_no: int, key: TableKey, entry: LogEntry, told: Told) -> int | None:
    """The position of what takes one entry back; ``None`` where it is not the last work on its table, or that is sealed."""
    stored = catalogue.find(connection, key)
    if stored is None or stored.status is Status.SEALED:
        return None
    lines = log.lines_of(connection, table_no)
    if entry.beginning:
        if lines != Lines() or log.beginning(connection, table_no) != entry.position:
            return None
        if stored.present:
            return remove_table(connection, key, told)
        return add_table(connection, history.table_at(connection, key, entry.position - 1), told)
    if not stored.present or entry.position not in (*lines.undo[-1:], *lines.redo[-1:]):
        return None
    table, _ = records.load_table(connection, stored.table_no, key, stored.next_number)
    after = apply(table, invert(decode(entry.change, table)))
    words = Told(told.operation, told.user, entry.place, entry.new, entry.old)
    return write(connection, stored, after, diff(table, after), words, undoes=entry.position)


def _log(
    connection: Connection, table_no: int, key: TableKey, told: Told, *, step: Step, change: str, undoes: int | None = None
) -> int:
    return log.write(
        connection,
        user=told.user,
        operation=told.operation,
        step=step,
        undoes=undoes,
        table_no=table_no,
        key=key,
        place=told.place,
        old=told.old,
        new=told.new,
        change=change,
    )


def mark(connection: Connection, key: TableKey, kind: MarkKind, name: str, user: str) -> Difference:
    """Names the state of a table; submitting and returning also set its status. What changed."""
    status = {MarkKind.SUBMITTED: Status.SUBMITTED, MarkKind.RETURNED: Status.RETURNED}.get(kind)
    stored = catalogue.find_present(connection, key) if status is None else unsealed(connection, key)
    before, after = _with_status(connection, key, stored, status)
    changes = diff(before, after)
    told = Told(kind.value, user, _STATUS_PLACE if changes else "", before.heading.status.value if changes else "", name)
    step = Step.STEP if changes else Step.ASIDE
    position = write(connection, stored, after, changes, told, step=step)
    seals.add_mark(connection, stored.table_no, position, kind, name)
    return changes


def _with_status(connection: Connection, key: TableKey, stored: Stored, status: Status | None) -> tuple[YearTable, YearTable]:
    before, _ = records.load_table(connection, stored.table_no, key, stored.next_number)
    return before, before if status is None else replace(before, heading=replace(before.heading, status=status))


def seal(
    connection: Connection,
    key: TableKey,
    results: Mapping[str, Mapping[str, str]],
    user: str,
    *,
    rulebook_key: str,
    rulebook_text: str,
    program_version: str,
) -> Difference:
    """Seals a table with its results. What changed."""
    stored = unsealed(connection, key)
    before, after = _with_status(connection, key, stored, Status.SEALED)
    changes = diff(before, after)
    told = Told("seal", user, _STATUS_PLACE, before.heading.status.value, Status.SEALED.value)
    position = write(connection, stored, after, changes, told, step=Step.ASIDE)
    seals.add_seal(
        connection,
        stored.table_no,
        position,
        results,
        rulebook_key=rulebook_key,
        rulebook_text=rulebook_text,
        program_version=program_version,
        content_hash=content_hash(after),
    )
    return changes


def unseal(connection: Connection, key: TableKey, reason: str, user: str) -> Difference:
    """Takes the seal off: the status is what it was before. What changed.

    Raises:
        ValueError: the table is not sealed, or there is no reason.
    """
    stored = catalogue.find_present(connection, key)
    if stored.status is not Status.SEALED or not reason.strip():
        raise ValueError("only a sealed table is unsealed, and with a reason")
    in_force = seals.in_force(connection, stored.table_no)
    before, after = _with_status(connection, key, stored, _status_before(connection, in_force))
    changes = diff(before, after)
    told = Told("unseal", user, _STATUS_PLACE, Status.SEALED.value, reason)
    position = write(connection, stored, after, changes, told, step=Step.ASIDE, undoes=in_force)
    seals.take_off(connection, stored.table_no, position)
    return changes


def _status_before(connection: Connection, position: int | None) -> Status:
    """The status that a seal at this position replaced."""
    if position is not None:
        _, entry = log.entry_at(connection, position)
        try:
            return Status(entry.old)
        except ValueError:  # only a damaged entry
            pass
    return Status.FILLING


def difference_at(connection: Connection, position: int) -> Difference:
    """What a step did, as it bears on its table as it stands.

    Raises:
        KeyError: there is no such step, or what it changed is no longer there.
    """
    table_no, entry = log.entry_at(connection, position)
    key = None if table_no is None else catalogue.key_of(connection, table_no)
    if key is None or not entry.change:
        raise KeyError(position)
    stored = catalogue.find_present(connection, key)
    table, _ = records.load_table(connection, stored.table_no, key, stored.next_number)
    return decode(entry.change, table)
