"""What differs between two tables: one record for saving, refreshing, undo and the log.

``apply(before, diff(before, after))`` is ``after``; ``apply(after, invert(d))`` is ``before``, but for ``next_number``,
which only grows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from scoring.table import Heading, Record, RecordKind, YearTable

LISTED = tuple(kind for kind in RecordKind if kind is not RecordKind.HEADING)


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after; ``None`` where it was not there."""

    kind: RecordKind
    id: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Order:
    """One stretch of the order of records that changed: at ``start``, ``removed`` gave way to ``inserted`` (ids)."""

    kind: RecordKind
    start: int
    removed: tuple[str, ...]
    inserted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Every change from one table to another; falsy when there is none."""

    changes: tuple[Change, ...] = ()
    orders: tuple[Order, ...] = ()
    next_number: int = 1

    def __bool__(self) -> bool:
        return bool(self.changes or self.orders)


def records(table: YearTable, kind: RecordKind) -> tuple[Record, ...]:
    """The records of one kind in their order; the heading is a tuple of one."""
    if kind is RecordKind.HEADING:
        return (table.heading,)
    found: tuple[Record, ...] = getattr(table, kind.value)
    return found


def diff(before: YearTable, after: YearTable) -> Difference:
    """What must happen to ``before`` to make it ``after``. Both must have the same key.

    Raises:
        ValueError: the tables have different keys.
    """
    if before.key != after.key:
        raise ValueError("tables of different keys have no difference")
    changes: list[Change] = []
    orders: list[Order] = []
    if before.heading != after.heading:
        changes.append(Change(RecordKind.HEADING, "heading", before.heading, after.heading))
    for kind in LISTED:
        old, new = records(before, kind), records(after, kind)
        if old is not new:
            changes.extend(_changes(kind, old, new))
            order = _order(kind, [each.id for each in old], [each.id for each in new])
            if order:
                orders.append(order)
    return Difference(tuple(changes), tuple(orders), max(before.next_number, after.next_number))


def _changes(kind: RecordKind, old: Sequence[Record], new: Sequence[Record]) -> list[Change]:
    before = {each.id: each for each in old}
    after = {each.id: each for each in new}
    found = [Change(kind, each.id, each, None) for each in old if each.id not in after]
    for each in new:
        was = before.get(each.id)
        if was is not each and was != each:
            found.append(Change(kind, each.id, was, each))
    return found


def _order(kind: RecordKind, old: list[str], new: list[str]) -> Order | None:
    if old == new:
        return None
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return Order(kind, start, tuple(old[start : len(old) - end]), tuple(new[start : len(new) - end]))


def invert(difference: Difference) -> Difference:
    """The difference that takes this one back."""
    return Difference(
        tuple(Change(each.kind, each.id, each.after, each.before) for each in difference.changes),
        tuple(Order(each.kind, each.start, each.inserted, each.removed) for each in difference.orders),
        difference.next_number,
    )


def apply(table: YearTable, difference: Difference) -> YearTable:
    """The table after the difference.

    Raises:
        ValueError: the table is not in the state the difference starts from.
    """
    fields: dict[str, Any] = {}
    for kind in LISTED:
        changes = [each for each in difference.changes if each.kind is kind]
        order = next((each for each in difference.orders if each.kind is kind), None)
        if changes or order:
            fields[kind.value] = _applied(records(table, kind), changes, order)
    for each in difference.changes:
        if each.kind is RecordKind.HEADING:
            if table.heading != each.before or not isinstance(each.after, Heading):
                raise ValueError("the heading is not in the expected state")
            fields["heading"] = each.after
    return replace(table, **fields, next_number=max(table.next_number, difference.next_number))


def _applied(old: tuple[Record, ...], changes: list[Change], order: Order | None) -> tuple[Record, ...]:
    now = {each.id: each for each in old}
    for each in changes:
        if now.get(each.id) != each.before:
            raise ValueError(f"{each.kind.value} {each.id} is not in the expected state")
        if each.after is None:
            del now[each.id]
        else:
            now[each.id] = each.after
    ids = [each.id for each in old]
    if order:
        if tuple(ids[order.start : order.start + len(order.removed)]) != order.removed:
            raise ValueError(f"the order of {order.kind.value} is not in the expected state")
        ids[order.start : order.start + len(order.removed)] = order.inserted
    return tuple(now[each] for each in ids)
