"""What the import window asks of the hall: the tables of the book, the learned layouts, and taking tables in. No Qt."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import backup
from db.faults import EnvironmentFault, FaultCode
from desktop.reading.profiles import Profile, from_text, to_text
from desktop.workspace.book import user_name
from scoring.diff import diff
from scoring.edit import Op
from scoring.table import Status, TableKey, YearTable

if TYPE_CHECKING:
    from db.store import Store
    from desktop.workspace.session import Workspace

TAKEN_BACK = "撤销导入"


def table_of(store: "Store | None", key: TableKey) -> YearTable | None:
    """The table of the book that has this key; ``None`` where there is none.

    Raises:
        EnvironmentFault: those of the store.
    """
    if store is None:
        return None
    known = store.keys()
    return store.load(key) if key in known else None


def units_of(store: "Store | None") -> tuple[str, ...]:
    """The names of the units that have tables."""
    known = () if store is None else store.keys()
    return tuple(sorted({each.unit for each in known}))


def profiles_of(store: "Store | None") -> tuple[Profile, ...]:
    """The layouts the book remembers; one that a newer program wrote is passed over."""
    found = []
    for text in (store.profiles() if store is not None else {}).values():
        try:
            found.append(from_text(text))
        except (ValueError, json.JSONDecodeError):
            continue
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import put into the book: tables that are new, and tables as they stood after it."""

    fresh: tuple[YearTable, ...]
    changed: tuple[YearTable, ...]


def take_in(
    hall: "Workspace", tables: Sequence[YearTable], profiles: Sequence[Profile] = (), *, source: str = ""
) -> Taken | None:
    """Put tables into the book: new ones all or none, then each that is there as one step that undo takes back.

    A copy of the book is made first where a table of it changes. The first table is shown. ``None`` where a step was not
    accepted; the hall's ``trouble`` tells why.

    Args:
        hall: with an open book.
        tables: whole tables; one that is there is the book's own with the accepted changes in it.
        profiles: layouts to remember.
        source: the name of the file, for the log.

    Raises:
        EnvironmentFault: BOOK_READ_ONLY, TABLE_SEALED and those of the store; nothing was changed.
    """
    store = hall.store
    if store is None:
        raise ValueError("no book is open")
    if store.read_only:
        raise EnvironmentFault(FaultCode.BOOK_READ_ONLY, path=store.path.name)
    known = store.keys()
    there = {each.key: store.load(each.key) for each in tables if each.key in known}
    for key, before in there.items():
        if before.heading.status is Status.SEALED:
            raise EnvironmentFault(FaultCode.TABLE_SEALED, unit=key.unit, year=str(key.year))
    if there:
        backup.back_up(store.path)
    fresh = [each for each in tables if each.key not in there]
    if fresh:
        store.add_all(fresh, operation=Op.IMPORT.value, user=user_name(), new=source)
    for profile in profiles:
        store.write_profile(profile.name, to_text(profile))
    if fresh:
        hall.tables_changed.emit()
    for each in tables:
        if each.key in there and not _changed(hall, each):
            return None
    if tables and (hall.table is None or hall.table.key != tables[0].key):
        hall.show(tables[0].key)
    return Taken(tuple(fresh), tuple(each for each in tables if each.key in there))


def take_back(hall: "Workspace", taken: Taken) -> bool:
    """Undo a whole import: steps are taken back, new tables leave the book (the log keeps them).

    False, and nothing is done, where somebody has worked on one of the tables since.

    Raises:
        EnvironmentFault: those of the store.
    """
    store = hall.store
    if store is None:
        return False
    known = store.keys()
    for each in (*taken.fresh, *taken.changed):
        if each.key not in known or diff(store.load(each.key), each):
            return False
    for each in taken.changed:
        hall.show(each.key)
        hall.undo()
    for each in taken.fresh:
        if hall.table is not None and hall.table.key == each.key:
            hall.leave_table()
        store.remove(each.key, user=user_name(), reason=TAKEN_BACK)
    hall.tables_changed.emit()
    return True


def _changed(hall: "Workspace", table: YearTable) -> bool:
    """One step of a table that is in the book; nothing changed counts as accepted."""
    if hall.table is None or hall.table.key != table.key:
        hall.show(table.key)
    return hall.table == table or hall.edit(Op.IMPORT, lambda _: table)
