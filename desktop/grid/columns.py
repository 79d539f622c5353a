"""Columns the clerk does not want to see: the plan without them, and what they are called. No Qt."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from desktop.grid.plan import NAMES, Plan, Slot


def without(plan: Plan, keys: Collection[str]) -> Plan:
    """The plan without these columns; the name of the row is always there.

    What covers several columns covers those that are left.
    """
    gone = {at for at, each in enumerate(plan.columns) if each.key in keys and each.key not in NAMES}
    if not gone:
        return plan
    places: dict[int, int] = {}
    for at in range(len(plan.columns)):
        if at not in gone:
            places[at] = len(places)
    return Plan(
        tuple(each for at, each in enumerate(plan.columns) if at not in gone),
        sum(at < plan.frozen for at in places),
        {number: _left(slots, places) for number, slots in plan.blocks.items()},
    )


def _left(slots: Mapping[int, Slot], places: Mapping[int, int]) -> dict[int, Slot]:
    found: dict[int, Slot] = {}
    for at, slot in slots.items():
        kept = [places[each] for each in range(at, at + slot.span) if each in places]
        if kept:
            found[kept[0]] = replace(slot, span=len(kept))
    return found


def column_words(plan: Plan) -> dict[str, str]:
    """What each column that can be hidden is called, in all blocks; of the same words each with the column before it."""
    names: list[str] = []
    for at, column in enumerate(plan.columns):
        words = dict.fromkeys(slots[at].words for slots in plan.blocks.values() if at in slots)
        names.append(" / ".join(each for each in words if each) or column.key)
    told = [f"{name}（{names[at - 1]}）" if at and names.count(name) > 1 else name for at, name in enumerate(names)]
    told = [name if told.count(name) == 1 else f"{name} {at + 1}" for at, name in enumerate(told)]
    return {each.key: name for each, name in zip(plan.columns, told, strict=True) if each.key not in NAMES}


def columns_of(plan: Plan, field: str) -> frozenset[str]:
    """The columns in which a fact of this name stands."""
    return frozenset(
        plan.columns[each].key
        for slots in plan.blocks.values()
        for at, slot in slots.items()
        if field in {fact.value for fact in (slot.fact, slot.bonus_fact) if fact is not None}
        for each in range(at, at + slot.span)
    )
