"""What the import window asks of the hall: the tables of the book, the learned layouts, and taking tables in. No Qt."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.faults import EnvironmentFault, FaultCode
from db.lock import user_name
from desktop.reading.profiles import Profile, from_text, to_text
from scoring.diff import diff
from scoring.edit import Op
from scoring.table import Status, TableKey, YearTable

if TYPE_CHECKING:
    from db.store import Store
    from desktop.workspace.session import Workspace


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
    """What an import put into the book: the tables as they stood after it, and where the log has it (0: nothing changed)."""

    tables: tuple[YearTable, ...]
    position: int


def take_in(hall: "Workspace", tables: Sequence[YearTable], profiles: Sequence[Profile] = (), *, source: str = "") -> Taken:
    """Put tables into the book, all or none, as one step that undo takes back. The first of them is shown.

    A copy of the book is made first where a table of it changes.

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
    hall.finish_editing.emit()
    known = store.keys()
    pairs = [(store.load(each.key) if each.key in known else None, each) for each in tables]
    for before, _ in pairs:
        if before is not None and before.heading.status is Status.SEALED:
            raise EnvironmentFault(FaultCode.TABLE_SEALED, unit=before.key.unit, year=str(before.key.year))
    if any(before is not None for before, _ in pairs):
        store.back_up()
    position = store.put_all(pairs, operation=Op.IMPORT.value, user=user_name(), new=source)
    for profile in profiles:
        store.write_profile(profile.name, to_text(profile))
    if any(before is None for before, _ in pairs):
        hall.tables_changed.emit()
    if hall.table is not None and hall.table.key in [each.key for each in tables]:
        hall.take_anew(hall.table)
    elif tables:
        hall.show(tables[0].key)
    return Taken(tuple(tables), position)


def take_back(hall: "Workspace", taken: Taken) -> bool:
    """Undo a whole import: tables are as they were, new ones leave the book (the log keeps them).

    False, and nothing is done, where somebody has worked on one of the tables since.

    Raises:
        EnvironmentFault: those of the store.
    """
    store = hall.store
    if store is None:
        return False
    known = store.keys()
    if not taken.position or any(each.key not in known or diff(store.load(each.key), each) for each in taken.tables):
        return False
    before = hall.table
    store.step_back(taken.position, operation=Op.UNDO.value, user=user_name())
    known = store.keys()
    if before is not None and before.key in known:
        hall.take_anew(before)
    else:
        hall.leave_table()
        hall.tables_changed.emit()
    return True


def words_left(keys: Sequence[TableKey]) -> str:
    """What is said of tables that an undo of several had to leave as they are."""
    names = "、".join(f"{each.unit} {each.year} {each.subject}".strip() for each in keys)
    return f"一起接受的表里，{names}后来又有修改或已定稿，没有动。"
