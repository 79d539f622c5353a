"""Columns as the clerk wants them: the plan without some, in another order, and what they are called. No Qt."""

from collections.abc import Collection, Mapping, Sequence
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


def ordered(plan: Plan, keys: Sequence[str]) -> Plan:
    """The plan with its columns in this order; those that stay in view keep their places, unknown ones follow their neighbour.

    What covers several columns covers those that stand together still.
    """
    moving = range(plan.frozen, len(plan.columns))
    wanted = {key: at for at, key in enumerate(keys)}
    places: dict[int, tuple[int, int]] = {}
    for at in moving:
        before = places.get(at - 1, (-1, 0))
        key = plan.columns[at].key
        places[at] = (wanted[key], 0) if key in wanted else (before[0], before[1] + 1)
    order = [*range(plan.frozen), *sorted(moving, key=lambda at: places[at])]
    if order == list(range(len(plan.columns))):
        return plan
    now = {was: at for at, was in enumerate(order)}
    blocks = {number: _moved(slots, now) for number, slots in plan.blocks.items()}
    return Plan(tuple(plan.columns[was] for was in order), plan.frozen, blocks)


def _moved(slots: Mapping[int, Slot], now: Mapping[int, int]) -> dict[int, Slot]:
    found: dict[int, Slot] = {}
    for at, slot in slots.items():
        covered = sorted(now[each] for each in range(at, at + slot.span))
        run = next((each for each in range(1, len(covered)) if covered[each] != covered[0] + each), len(covered))
        found[covered[0]] = replace(slot, span=run)
    return found


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
