"""The one edit door's inner side: what an edit is called in the log, and how a step is taken back. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop.kit.wording import op_text
from scoring.diff import Change, Difference, apply, invert
from scoring.edit import Op, set_status
from scoring.finding import Place
from scoring.table import Status, YearTable

if TYPE_CHECKING:
    from db.edits import LogEntry
    from db.store import Store

Edit: TypeAlias = Callable[..., YearTable]
SHORT = 60
SHORT_IN_MENU = 12
OPERATIONS = frozenset(each.value for each in Op)


@dataclass(frozen=True, slots=True)
class Described:
    """What the log says of an edit for people: the place (as the log writes it), the old and the new words."""

    place: str
    old: str
    new: str


def described(difference: Difference, op: Op) -> Described:
    """One changed fact by its words; many by their number."""
    from db.edits import place_text

    changes = facts_of(difference)
    facts = [(change, name) for change in changes for name in _changed_facts(change)]
    facts = [each for each in facts if each[1] != "aside_score_text"] if len(facts) > 1 else facts
    typed = [each for each in facts if each[1] != "given_score_text"] or facts
    if op in (Op.SET_FIELD, Op.SET_RECORD) and typed:
        change, name = typed[0]
        return Described(place_text(Place(change.kind, change.id, name)), _words(change.before, name), _words(change.after, name))
    if len(changes) == 1:
        change = changes[0]
        return Described(place_text(Place(change.kind, change.id)), _name(change.before), _name(change.after))
    first = next(iter(changes), None)
    place = "" if first is None else place_text(Place(first.kind, first.id))
    return Described(place, "", f"{op_text(op)} {len(changes)} 行" if first is not None else op_text(op))


def facts_of(difference: Difference) -> tuple[Change, ...]:
    """The changes without that of the state, which goes along with the first of them."""
    found = tuple(each for each in difference.changes if _changed_facts(each) != ["status"])
    return found or difference.changes


def _changed_facts(change: Change) -> list[str]:
    if change.before is None or change.after is None:
        return []
    names = type(change.after).__slots__
    return [name for name in names if getattr(change.before, name) != getattr(change.after, name)]


def _words(record: object, name: str) -> str:
    found: Any = getattr(record, name, "")
    return str(getattr(found, "value", found))[:SHORT]


def _name(record: object) -> str:
    return next((words for each in ("name", "label", "title") if (words := _words(record, each))), "")


def begun(before: YearTable, after: YearTable) -> YearTable:
    """The edited table; one that was not started or checked already is being filled in from now on."""
    status = before.heading.status
    if after is before or status not in (Status.NOT_STARTED, Status.CHECKED) or after.heading.status is not status:
        return after
    return after if after == before else set_status(after, Status.FILLING)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of the log as undo and redo need it; ``work`` is what it was at first, before it was taken back or made again."""

    position: int
    operation: str
    place: str
    old: str
    new: str
    work: str

    @classmethod
    def of(cls, entry: "LogEntry", work: str = "") -> "StepTaken":
        return cls(entry.position, entry.operation, entry.place, entry.old, entry.new, work or entry.operation)


def step_back(store: "Store", table: YearTable, entry: StepTaken) -> YearTable:
    """The table without this step of the log.

    Raises:
        ValueError, KeyError: later work stands in the way.
    """
    return apply(table, invert(store.step(entry.position)))


def entry_text(entry: StepTaken) -> str:
    """What the menu calls a step: the operation, and the words for a single cell.

    An entry that took a step back or made it again stands for that step.
    """
    single = bool(entry.place) and not entry.place.endswith("/")
    typed = entry.old if entry.operation == Op.UNDO.value else entry.new
    words = op_text(Op(entry.work)) if entry.work in OPERATIONS else entry.work
    short = typed if len(typed) <= SHORT_IN_MENU else typed[: SHORT_IN_MENU - 1] + "…"
    return f"{words}“{short}”" if single and short else words
