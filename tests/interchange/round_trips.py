"""A table written, perhaps saved by another program, and imported again: is it the same table?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import chain, islice
from pathlib import Path

from desktop.reading.reader import read_workbook_here
from desktop.reading.recognise import understand
from desktop.sheets.excel_write import write_excel
from scoring.table import YearTable
from tests.desktop.filled_forms import NAMES, facts, form_of, scored_as
from tests.interchange.chance_tables import chance_table
from tests.interchange.office_suite import saved_again

BATCH = 100
Tell = Callable[[str], object]


@dataclass(slots=True)
class Figures:
    """What came of it."""

    tables: int = 0
    cells: int = 0
    different: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.tables} tables, {self.cells} filled cells, {len(self.different)} different"


def written(table: YearTable, path: Path) -> Path:
    write_excel(path, scored_as(table), form_of(table))
    return path


def read_again(path: Path) -> YearTable:
    """The one table that the file holds."""
    (found,) = understand(read_workbook_here(path))
    return found.table


def difference(table: YearTable, again: YearTable) -> str:
    """The first fact that is not as it was; nothing where all are."""
    for each in fields(table):
        before, after = getattr(table, each.name), getattr(again, each.name)
        if before != after:
            pairs = (
                zip(before, after, strict=False) if isinstance(before, tuple) and isinstance(after, tuple) else [(before, after)]
            )
            return next((f"{one!r} -> {other!r}" for one, other in pairs if one != other), f"{each.name}: other number")
    return ""


def run(folder: Path, count: int, tell: Tell) -> Figures:
    """The published papers and so many tables made by chance, saved again by LibreOffice between export and import."""
    found = Figures()
    named = [(name, facts(name)) for name in NAMES]
    chance = ((f"chance-{seed}", chance_table(seed)) for seed in range(count))
    for batch in batches(chain(named, chance), BATCH):
        ours, theirs = folder / "ours", folder / "theirs"
        for each in (ours, theirs):
            each.mkdir(exist_ok=True)
        paths = {name: written(table, ours / f"{name}.xlsx") for name, table in batch}
        saved_again(list(paths.values()), theirs, folder / "profile")
        for name, table in batch:
            compare(found, name, table, theirs / f"{name}.xlsx")
            paths[name].unlink()
            (theirs / f"{name}.xlsx").unlink()
        tell(str(found))
    return found


def compare(found: Figures, name: str, table: YearTable, path: Path) -> None:
    """Import one file and note what came of it."""
    found.tables += 1
    workbook = read_workbook_here(path)
    found.cells += sum(len(sheet.cells) for sheet in workbook.sheets)
    said = difference(table, read_again(path))
    if said:
        found.different.append(f"{name}: {said}")


def batches(tables: Iterable[tuple[str, YearTable]], size: int) -> Iterator[list[tuple[str, YearTable]]]:
    """So many at a time: starting the other program takes longer than opening a file in it."""
    left = iter(tables)
    while held := list(islice(left, size)):
        yield held
