"""Our formulas worked out by LibreOffice from workbooks whose stored results were made wrong: does it find our figures?"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import openpyxl

from tests.desktop.filled_forms import NAMES, facts
from tests.interchange.chance_tables import chance_table
from tests.interchange.office_suite import saved_again
from tests.interchange.round_trips import BATCH, Tell, batches, written

_STORED = re.compile(rb"(</f>)<v>[^<]*</v>")
_WRONG = rb"\1<v>98765.4321</v>"
_TYPE_OF_RESULT = re.compile(rb'(<c [^>]*?) t="str"(>\s*<f>)')


@dataclass(slots=True)
class Figures:
    """What came of it."""

    tables: int = 0
    formulas: int = 0
    different: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.tables} tables, {self.formulas} formulas, {len(self.different)} different"


def made_wrong(path: Path, target: Path) -> Path:
    """A copy in which every formula carries a result that is not its own."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                data = _STORED.sub(_WRONG, _TYPE_OF_RESULT.sub(rb"\1\2", data))
            copy.writestr(entry, data)
    return target


def results(path: Path, of: Path) -> Iterator[tuple[str, float | str]]:
    """The stored result of every cell that holds a formula in ``of``."""
    live, stored = openpyxl.load_workbook(of), openpyxl.load_workbook(path, data_only=True)
    for sheet in live.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield f"{sheet.title}!{cell.coordinate}", stored[sheet.title][cell.coordinate].value or ""


def compare(found: Figures, name: str, ours: Path, theirs: Path) -> None:
    """Every formula of one table: our result beside theirs, to the last digit of a float."""
    found.tables += 1
    worked_out = dict(results(theirs, ours))
    for place, value in results(ours, ours):
        found.formulas += 1
        if worked_out[place] != value:
            found.different.append(f"{name} {place}: {value!r} here, {worked_out[place]!r} there")


def run(folder: Path, count: int, tell: Tell) -> Figures:
    """The published papers and so many tables made by chance."""
    found = Figures()
    named = [(name, facts(name)) for name in NAMES]
    chance = ((f"chance-{seed}", chance_table(seed)) for seed in range(count))
    for batch in batches(chain(named, chance), BATCH):
        ours, wrong, theirs = folder / "ours", folder / "wrong", folder / "theirs"
        for each in (ours, wrong, theirs):
            each.mkdir(exist_ok=True)
        paths = [written(table, ours / f"{name}.xlsx") for name, table in batch]
        saved_again([made_wrong(path, wrong / path.name) for path in paths], theirs, folder / "profile")
        for path in paths:
            compare(found, path.stem, path, theirs / path.name)
            for each in (path, wrong / path.name, theirs / path.name):
                each.unlink()
        tell(str(found))
    return found
