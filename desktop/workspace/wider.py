"""What other tables of the book show of one: years side by side, and the units it was rolled up from. No Qt."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db.faults import EnvironmentFault
from desktop.kit.wording_findings import message_text
from desktop.kit.wording_years import year_finding_text
from desktop.workspace.comparing import Chosen, gather, neighbouring_years
from desktop.workspace.judging import standing
from desktop.workspace.units import children, overtaken, rolled_up
from scoring.compare import compare
from scoring.edit import Op
from scoring.finding import Place, Severity
from scoring.table import RecordKind, TableKey
from scoring.year_findings import YearCode, year_findings

if TYPE_CHECKING:
    from db.store import Store
    from scoring.scored import ScoredTable

# What the checks of a single table do not tell already.
OF_YEARS = frozenset({YearCode.SAME_TARGET, YearCode.JUMP, YearCode.UNIT_CHANGED})
AT_ONCE = 12  # so many units are added up while a page opens; more take longer than a clerk should wait
NAMED = 3


@dataclass(frozen=True, slots=True)
class Wider:
    """One finding with its sentence; ``code`` names the check in the manual, empty where it has no section."""

    severity: Severity
    place: Place
    text: str
    code: str = ""


def of_years(store: "Store", scored: "ScoredTable") -> tuple[Wider, ...]:
    """What only the years side by side show; a table that cannot be read tells of itself when it is opened."""
    with suppress(EnvironmentFault):
        return tuple(_of_years(store, scored))
    return ()


def of_units(store: "Store", scored: "ScoredTable") -> tuple[Wider, ...]:
    """Where the table differs from what its units make today, and what of it was left to the clerk; may run beside the window."""
    with suppress(EnvironmentFault):
        return tuple(_of_units(store, scored))
    return ()


def units_of(store: "Store", key: TableKey) -> tuple[str, ...]:
    """The units a table was rolled up from that have one of their own; none for a table that was filled in by hand."""
    with suppress(EnvironmentFault):
        known = store.keys()
        below = tuple(each for each in children(store, key.unit) if replace(key, unit=each) in known)
        if below and any(each.operation == Op.ROLL_UP.value for each in store.history(key)):
            return below
    return ()


def _of_years(store: "Store", scored: "ScoredTable") -> Iterator[Wider]:
    keys = neighbouring_years(store, scored.table.key)
    if len(keys) == 1:
        return
    gathered = gather(store, [Chosen(each) for each in keys])
    comparison = compare((*gathered.tables[:-1], scored), gathered.links)
    lines, side = comparison.lines_by_track, len(keys) - 1
    for each in year_findings(comparison):
        if each.code in OF_YEARS and each.side == side and each.row is not None:
            rows = comparison.tracks[each.row].rows.get(side, ())
            place = Place(RecordKind.NODE, rows[0].node.id if rows else "", "actual_text")
            yield Wider(each.severity, place, year_finding_text(each, lines[each.row].name))


def _of_units(store: "Store", scored: "ScoredTable") -> Iterator[Wider]:
    found = rolled_up(store, scored.table.key)
    for each in found.findings:
        if not standing(scored.table, each):
            continue
        yield Wider(each.severity, each.place, message_text(each), each.code)
    names = overtaken(scored.table, found)
    if names:
        shown = "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
        text = f"{len(names)} 行与下属单位现在的数不同（{shown}）。请核对，或用“年度 > 汇总下属单位”重新汇总。"
        yield Wider(Severity.WARNING, Place(RecordKind.HEADING, ""), text)
