"""Workbooks that offices send back, held against the book: what each of them changed, before anything is taken over. No Qt."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.state import OFFICE_PROPERTY
from desktop.reading.cells import Workbook
from desktop.reading.guard import read_workbook
from desktop.reading.merge import CellChange, Outcome, compare, merged, of_one_origin
from desktop.reading.recognise import understand
from scoring.finding import Place
from scoring.table import TableKey, YearTable

_TELLING = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT, Outcome.REFUSED})
BOOK = ""
"""Stands for the book itself where it is told who changed a cell first."""


@dataclass(frozen=True, slots=True)
class OfficeReturn:
    """What one workbook says.

    Attributes:
        office: whose it is; the name of the file where it does not say so.
        base: the table as it was handed out; ``None`` where the workbook no longer carries it.
        by_id: the rows carry the ids of the table that was handed out; otherwise rows were put in or taken out, and they are
            known by their names.
    """

    office: str
    file_name: str
    table: YearTable
    base: YearTable | None
    by_id: bool = False


@dataclass(frozen=True, slots=True)
class ReturnPreview:
    """One return held against the book: its changes, and the table with those that were accepted.

    Attributes:
        first: for each conflict the office that changed the cell before, ``BOOK`` for the book.
    """

    returned: OfficeReturn
    changes: tuple[CellChange, ...]
    table: YearTable
    first: Mapping[Place, str] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in self.changes)


def read_return(path: Path, key: TableKey) -> OfficeReturn:
    """Read a workbook that came back; one whose rows were moved about is read by its headings.

    Raises:
        EnvironmentFault: the FILE codes of the reader; NOTHING_TO_IMPORT; OTHER_TABLE, it is no part of this table.
    """
    return return_of(read_workbook(path), key)


def return_of(workbook: Workbook, key: TableKey) -> OfficeReturn:
    office = workbook.properties.get(OFFICE_PROPERTY, "").strip() or Path(workbook.name).stem
    found = max(understand(workbook), key=lambda each: len(each.table.nodes))
    if not found.table.nodes:
        raise EnvironmentFault(FaultCode.NOTHING_TO_IMPORT, path=workbook.name)
    said = found.base.key if found.base is not None else replace(key, year=found.table.key.year or key.year)
    if said != key:
        raise EnvironmentFault(
            FaultCode.OTHER_TABLE, path=workbook.name, unit=said.unit, year=str(said.year), subject=said.subject
        )
    return OfficeReturn(office, workbook.name, replace(found.table, key=key), found.base, found.by_id)


Accept = Callable[[OfficeReturn, CellChange], bool]


def without_conflicts(_returned: OfficeReturn, change: CellChange) -> bool:
    """What is taken over unasked: what only the office changed."""
    return change.outcome is Outcome.CHANGED


def preview_returns(
    book: YearTable, returns: Iterable[OfficeReturn], accept: Accept = without_conflicts
) -> tuple[ReturnPreview, ...]:
    """The returns one after the other, each held against the table that those before it have made.

    What two offices changed differently is a conflict in the second one.
    """
    found = []
    table = book
    changed_by: dict[Place, str] = {}
    for each in returns:
        by_id = each.by_id and each.base is not None and of_one_origin(book, each.base)
        compared = compare(table, each.table, each.base, by_id=by_id)
        changes = tuple(_contested(change, changed_by) for change in compared if change.outcome in _TELLING)
        accepted = {change for change in changes if accept(each, change)}
        table = merged(table, each.table, changes, accepted.__contains__, by_id=by_id)
        first = {change.place: changed_by.get(change.place, BOOK) for change in changes if change.outcome is Outcome.CONFLICT}
        found.append(ReturnPreview(each, changes, table, first))
        changed_by |= {change.place: each.office for change in accepted}
    return tuple(found)


def _contested(change: CellChange, changed_by: Mapping[Place, str]) -> CellChange:
    """A workbook that no longer says what was handed out changes everything; not unasked what another office has changed."""
    contested = change.outcome is Outcome.CHANGED and change.place in changed_by
    return replace(change, outcome=Outcome.CONFLICT) if contested else change


def merged_returns(book: YearTable, previews: Sequence[ReturnPreview]) -> YearTable:
    """The table with everything that was accepted; the book's own without any return."""
    return previews[-1].table if previews else book
