"""Which columns the entry table has: those of the form, with what the program works out set between them. No Qt.

A form may show different columns for different branches of the tree (its blocks). The table has one set of columns; a block
whose own columns are missing from the widest one lays them over the columns it does not use, as the paper form does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.forms.fields import NODE_FIELDS, NodeField
from desktop.forms.form import Column as FormColumn
from desktop.forms.form import FormLayout
from desktop.forms.tree_rows import TREE_KINDS
from scoring.table import Field

CHARACTER_MM = 3.175  # a Chinese character of nine points, the size the widths of the forms are drawn for
NARROW_MM = 16  # columns up to this width are as wide as on paper; the others give way, for a screen is narrower than a page
GIVEN_WAY = 48  # per cent that is left of what is wider
LEAST = 26  # tenths of a character, the narrowest column
NAMES = ("indicator", "name", "indicator_target")
SCORES = ("score", "given_score", "row_score")
COMPUTED = {"completion_rate": 48, "rule_score": 43, "mark": 60}
"""What the program works out beside the form's columns, and the width in tenths of a character."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What a block shows at a column.

    Attributes:
        spec: the field; ``fact``: what typing there changes.
        bonus, bonus_fact: the same for bonus rows, where they show something else.
        span: how many columns it covers.
        pattern: the words around the parts of a cell that holds two facts.
        form: whether the form has this column; the others are worked out by the program.
    """

    spec: NodeField
    words: str
    fact: Field | None = None
    span: int = 1
    bonus: NodeField | None = None
    bonus_fact: Field | None = None
    pattern: str = ""
    form: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the entry table; ``width`` in tenths of a Chinese character."""

    key: str
    width: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns, how many of them stay in view, and for each block of the form (by its number) what stands where."""

    columns: tuple[Column, ...] = ()
    frozen: int = 0
    blocks: Mapping[int, Mapping[int, Slot]] = field(default_factory=dict)

    def slots(self, block: int) -> Mapping[int, Slot]:
        """By column; a column that is absent is empty."""
        return self.blocks.get(block) or next(iter(self.blocks.values()), {})


def plan_columns(form: FormLayout, *, year: int, money_unit: str, scored: bool) -> Plan:
    """The plan of a form; ``scored`` adds the columns that make sense only where rows have points."""
    blocks = {number: block for number, block in enumerate(form.blocks) if block.kind in TREE_KINDS}
    if not blocks:
        return Plan()
    filled = {"year": str(year), "money_unit": money_unit}
    own = {number: [_slot(column, filled) for column in block.columns] for number, block in blocks.items()}
    main = max(own, key=lambda each: len(own[each]))
    union = _with_bands(own[main], [slot for slots in own.values() for slot in slots])
    laid = {number: _lay_over(slots, union) for number, slots in own.items()}
    widths = _widths(laid, {number: [column.width_mm for column in block.columns] for number, block in blocks.items()}, own)
    columns, moved = _with_computed(
        [Column(each.spec.key, widths.get(at, LEAST)) for at, each in enumerate(union)], scored=scored
    )
    slots = {number: _moved(entries, moved, columns) for number, entries in laid.items()}
    return Plan(tuple(columns), _frozen(columns, slots[main]), slots)


def _slot(column: FormColumn, filled: Mapping[str, str]) -> Slot:
    words = column.header[-1] if column.header else ""
    for key, value in filled.items():
        words = words.replace("{" + key + "}", value)
    spec, bonus = NODE_FIELDS[column.field], NODE_FIELDS.get(column.bonus)
    return Slot(
        spec,
        words.replace("\n", ""),
        spec.edit,
        bonus=bonus,
        bonus_fact=None if bonus is None else bonus.edit,
        pattern=column.pattern,
    )


def _with_bands(main: Sequence[Slot], all_slots: Sequence[Slot]) -> list[Slot]:
    """The columns of the widest block, with the bands that only other blocks have set before them, the outermost first."""
    found = list(main)
    there = {_key(each) for each in main}
    missing: dict[tuple[int, str], Slot] = {}
    for each in all_slots:
        if each.spec.band and _key(each) not in there:
            missing.setdefault(_key(each), each)
    for each in missing.values():
        at = next((at for at, other in enumerate(found) if not 0 < other.spec.band <= each.spec.band), len(found))
        found.insert(at, each)
    return found


def _widths(
    laid: Mapping[int, Mapping[int, tuple[Slot, int]]], paper_mm: Mapping[int, Sequence[int]], own: Mapping[int, Sequence[Slot]]
) -> dict[int, int]:
    """Tenths of a character for every column, the widest where blocks differ; what covers several columns asks for nothing."""
    found: dict[int, int] = {}
    for number, entries in laid.items():
        wanted = {slot.spec.key: _width(mm) for slot, mm in zip(own[number], paper_mm[number], strict=True)}
        for at, (slot, last) in entries.items():
            if last == at:
                found[at] = max(found.get(at, 0), wanted[slot.spec.key])
    return found


def _width(paper_mm: int) -> int:
    screen_mm = paper_mm if paper_mm <= NARROW_MM else NARROW_MM + (paper_mm - NARROW_MM) * GIVEN_WAY // 100
    return max(LEAST, round(screen_mm * 10 / CHARACTER_MM))


def _key(slot: Slot) -> tuple[int, str]:
    """What makes two columns the same: the level and the fact they speak of."""
    return slot.spec.band, slot.spec.attribute or slot.spec.key


def _lay_over(own: Sequence[Slot], union: list[Slot]) -> dict[int, tuple[Slot, int]]:
    """Where the columns of a block stand, with the last column each covers.

    On the column of the same fact, else over columns the block has no use for, else at the end.
    """
    places = {_key(each): at for at, each in enumerate(union)}
    entries: dict[int, tuple[Slot, int]] = {}
    foreign: list[Slot] = []
    for each in own:
        at = places.get(_key(each))
        if at is None or at in entries:
            foreign.append(each)
        else:
            entries[at] = each, at
    unused = [at for at, each in enumerate(union) if not each.spec.band and at not in entries]
    run = unused[: next((n for n, at in enumerate(unused) if at != unused[0] + n), len(unused))]
    for number, each in enumerate(foreign):
        if number < len(run):
            last = run[-1] if number == len(foreign) - 1 else run[number]
            entries[run[number]] = each, last
        else:
            entries[len(union)] = each, len(union)
            union.append(each)
    first = min(entries, default=0)
    if first:  # bands that only other blocks have: the first cell reaches over their columns
        entries[0] = entries.pop(first)[0], first
    return entries


def _with_computed(columns: list[Column], *, scored: bool) -> tuple[list[Column], list[int]]:
    """The columns with the computed ones set in, and for every column of the form where it stands now."""
    after: dict[int, list[Column]] = {}
    actual = next((at for at, each in enumerate(columns) if each.key == "actual"), None)
    score = next((at for at, each in enumerate(columns) if each.key in SCORES), None)
    here = {each.key for each in columns}

    def put(at: int | None, key: str) -> None:
        if at is not None and key not in here:
            after.setdefault(at, []).append(Column(key, COMPUTED[key]))

    put(actual, "completion_rate")
    if score is not None and scored:
        put(score - 1, "rule_score")
    put(score if score is not None else actual, "mark")
    found: list[Column] = []
    moved: list[int] = []
    for at, each in enumerate(columns):
        moved.append(len(found))
        found.append(each)
        found.extend(after.get(at, ()))
    return found, moved


def _moved(entries: Mapping[int, tuple[Slot, int]], moved: Sequence[int], columns: Sequence[Column]) -> dict[int, Slot]:
    """The slots at their places among all columns, and the computed columns where nothing covers them."""
    found: dict[int, Slot] = {}
    covered: set[int] = set()
    for at, (slot, last) in entries.items():
        start, end = moved[at], moved[last]
        found[start] = replace(slot, span=end - start + 1)
        covered |= set(range(start, end + 1))
    for at, column in enumerate(columns):
        if column.key in COMPUTED and at not in covered and at not in moved:
            found[at] = Slot(NODE_FIELDS[column.key], NODE_FIELDS[column.key].words, form=False)
    return found


def _frozen(columns: Sequence[Column], main: Mapping[int, Slot]) -> int:
    """The columns that name the row: bands, name and points. Where facts of a band stand between them, only the first."""
    count = next((at + 1 for at, each in enumerate(columns) if each.key in NAMES), 0)
    slots = [main.get(at) for at in range(len(columns))]
    following = slots[count] if count < len(slots) else None
    if following is not None and following.spec.edit is Field.POINTS:
        count += 1
    plain = all(each is None or each.spec.edit in (Field.NAME, Field.POINTS) for each in slots[:count])
    return count if plain else min(1, len(columns))
