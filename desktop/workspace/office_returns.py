"""Workbooks that offices send back, held against the book: what each of them changed, before anything is taken over. No Qt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.forms.state import OFFICE_PROPERTY
from desktop.reading.carried import carried
from desktop.reading.cells import Workbook
from desktop.reading.guard import read_workbook
from desktop.reading.merge import CellChange, Outcome, compare, merged
from desktop.reading.recognise import understand
from scoring.table import TableKey, YearTable

_TELLING = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT, Outcome.REFUSED})


@dataclass(frozen=True, slots=True)
class OfficeReturn:
    """What one workbook says.

    Attributes:
        office: whose it is; the name of the file where it does not say so.
        base: the table as it was handed out; ``None`` where the workbook no longer carries it.
    """

    office: str
    file_name: str
    table: YearTable
    base: YearTable | None


@dataclass(frozen=True, slots=True)
class ReturnPreview:
    """One return held against the book: its changes, and the table with those that were accepted."""

    returned: OfficeReturn
    changes: tuple[CellChange, ...]
    table: YearTable

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in self.changes)


def read_return(path: Path, key: TableKey, *, password: str | None = None) -> OfficeReturn:
    """Read a workbook that came back; one whose rows were moved about is read by its headings.

    Raises:
        EnvironmentFault: the FILE codes of the reader, NOTHING_TO_IMPORT.
    """
    return return_of(read_workbook(path, password=password), key)


def return_of(workbook: Workbook, key: TableKey) -> OfficeReturn:
    office = workbook.properties.get(OFFICE_PROPERTY, "").strip() or Path(workbook.name).stem
    own = carried(workbook)
    if own is not None:
        return OfficeReturn(office, workbook.name, own.table, own.base)
    found = understand(workbook, unit=key.unit, year=key.year, subject=key.subject)
    return OfficeReturn(office, workbook.name, max(found, key=lambda each: len(each.table.nodes)).table, None)


def without_conflicts(change: CellChange) -> bool:
    """What is taken over unasked: what only the office changed."""
    return change.outcome is Outcome.CHANGED


def preview_returns(
    book: YearTable, returns: Iterable[OfficeReturn], accept: Callable[[CellChange], bool] = without_conflicts
) -> tuple[ReturnPreview, ...]:
    """The returns one after the other, each held against the table that those before it have made.

    What two offices changed differently is a conflict in the second one.
    """
    found = []
    table = book
    for each in returns:
        changes = tuple(change for change in compare(table, each.table, each.base) if change.outcome in _TELLING)
        table = merged(table, each.table, changes, accept)
        found.append(ReturnPreview(each, changes, table))
    return tuple(found)


def merged_returns(book: YearTable, previews: Sequence[ReturnPreview]) -> YearTable:
    """The table with everything that was accepted; the book's own without any return."""
    return previews[-1].table if previews else book
