"""Tables that arrive in files: read, understood and scored, not yet in the book. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.faults import EnvironmentFault, FaultCode
from desktop.workspace.library import forms, scored_table
from desktop.workspace.packing import is_package, open_package
from scoring.checks import check_table
from scoring.finding import Finding
from scoring.scored import ScoredTable

if TYPE_CHECKING:
    from desktop.reading.profiles import Profile
    from desktop.reading.understood import Understood


@dataclass(frozen=True, slots=True)
class Imported:
    """One table of a file: what was understood, its scores and all findings."""

    understood: "Understood"
    scored: ScoredTable
    findings: tuple[Finding, ...]


def read_tables(
    path: Path,
    *,
    unit: str | None = None,
    year: int | None = None,
    subject: str | None = None,
    form: str | None = None,
    password: str | None = None,
    profiles: Sequence["Profile"] = (),
) -> tuple[Imported, ...]:
    """The tables of a file with scores and findings; nothing is stored. A package gives the one it holds.

    ``profiles`` are layouts that the book remembers; one that fits is used where headings are in doubt.

    Raises:
        EnvironmentFault: FILE codes of the reader; NOTHING_TO_IMPORT; FORM_UNKNOWN; DECISION_NEEDED naming the option.
    """
    from desktop.reading.cells import HiddenState
    from desktop.reading.guard import read_workbook
    from desktop.reading.profiles import fitting
    from desktop.reading.recognise import understand
    from desktop.reading.understood import DoubtKind

    if form is not None and form not in forms():
        raise EnvironmentFault(FaultCode.FORM_UNKNOWN, key=form)
    if is_package(path):
        return (_of_package(path),)
    workbook = read_workbook(path, password=password)
    found = understand(workbook, unit=unit, year=year, subject=subject, form=form)
    doubts = {doubt.kind for each in found for doubt in each.doubts}
    if profiles and doubts & {DoubtKind.COLUMNS, DoubtKind.HEADINGS}:
        known = fitting(profiles, [sheet for sheet in workbook.sheets if sheet.hidden is HiddenState.VISIBLE])
        found = understand(workbook, unit=unit, year=year, subject=subject, form=form, profile=known)
        doubts = {doubt.kind for each in found for doubt in each.doubts}
    tables = [each.table for each in found]
    if not any(each.nodes or each.funds or each.narratives or each.base_facts or each.details for each in tables) and (
        DoubtKind.HEADINGS not in doubts
    ):
        raise EnvironmentFault(FaultCode.NOTHING_TO_IMPORT, path=path.name)
    made = []
    for each in found:
        if each.doubts:
            first = next((doubt for doubt in each.doubts if not doubt.option), each.doubts[0])
            raise EnvironmentFault(FaultCode.DECISION_NEEDED, path=path.name, what=first.what, option=first.option)
        scored = scored_table(each.table)
        made.append(Imported(each, scored, (*each.findings, *check_table(scored))))
    return tuple(made)


def _of_package(path: Path) -> Imported:
    """The table of a package as if it had been read from a sheet."""
    from desktop.reading.understood import Understood

    with open_package(path) as (_, table):
        scored = scored_table(table)
    found = Understood(table, table.heading.form, table.heading.rulebook, (), (), ())
    return Imported(found, scored, tuple(check_table(scored)))
