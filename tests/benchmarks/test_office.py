"""The same work done by LibreOffice: whole processes, wall clock. Where LibreOffice is not installed the table says so."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import pytest

from desktop.sheets.excel_write import write_excel
from desktop.workspace import book
from tests.benchmarks.conftest import Note
from tests.benchmarks.test_scaling import table
from tests.desktop.filled_forms import form_of, scored_as

ROOT = Path(__file__).parents[2]
ROWS = 5_000

pytestmark = pytest.mark.usefixtures("qapp")


def shortest(words: Sequence[str | Path], times: int = 3) -> float:
    """Seconds of the quickest of some runs; the first warms the disk up."""
    environment = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}  # with the machine's fonts
    found = []
    for _ in range(times + 1):
        begun = perf_counter()
        subprocess.run([str(each) for each in words], cwd=ROOT, env=environment, check=True, capture_output=True, timeout=600)
        found.append(perf_counter() - begun)
    return min(found[1:])


def office(kind: str, source: Path, folder: Path) -> float | None:
    program = shutil.which("soffice")
    if program is None:
        return None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return shortest([program, profile, "--headless", "--convert-to", kind, "--outdir", folder, source])


def ziping(*words: str | Path) -> float:
    return shortest([sys.executable, "-m", "desktop", *words])


def ratio(ours: float, theirs: float | None) -> float | None:
    return None if theirs is None else ours / theirs


def test_a_long_workbook_is_read_and_checked_beside_libreoffice_reading_it(tmp_path: Path, note: Note) -> None:
    long = scored_as(table(ROWS))
    workbook = tmp_path / "自评表.xlsx"
    write_excel(workbook, long, form_of(long.table))
    ours = ziping("check", workbook, "--unit", "某局", "--year", "2021")
    found = ratio(ours, office("csv", workbook, tmp_path))
    note("import and check 5 000 rows, whole process", "LibreOffice, the workbook to CSV", found, None)


def test_a_year_is_exported_sooner_than_libreoffice_writes_the_workbook_again(tmp_path: Path, note: Note) -> None:
    path = tmp_path / "账套.ziping"
    with book.open_book(path, create=True) as store:
        book.import_tables(store, book.sample_tables()[:1])
        (key,) = store.keys()
    workbook = tmp_path / "自评表.xlsx"
    ours = ziping("export", "--book", path, "--unit", key.unit, "--year", str(key.year), "--output", workbook)
    kept = tmp_path / "kept"
    kept.mkdir()
    found = ratio(ours, office("xlsx", workbook, kept))
    note("export the 番禺 table to Excel, whole process", "LibreOffice writing the workbook again", found, 1)
    assert found is None or found < 1
