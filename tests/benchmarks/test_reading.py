"""What reading a workbook costs, as a ratio to openpyxl's own load of the same file in the same run."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from db.faults import EnvironmentFault
from desktop.reading.guard import read_workbook, read_workbook_here
from desktop.workspace.arrivals import read_tables
from tests.benchmarks.conftest import Note

ROOT = Path(__file__).parents[2]
FORM = Path(__file__).parents[1] / "data" / "forms" / "panyu-2021.xlsx"
ROWS = 5_000


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """The shortest of some runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.fixture(scope="module")
def long_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of the district repeated to 5,000 rows, formats and merges included."""
    form = openpyxl.load_workbook(FORM).active
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(ROWS):
        for column in range(form.max_column):
            source = form.cell(row % form.max_row + 1, column + 1)
            target = sheet.cell(row + 1, column + 1, None if source.value is None else str(source.value))
            if source.data_type == "n":
                target.value = source.value
            target.number_format = source.number_format
    for top in range(0, ROWS - form.max_row, form.max_row):
        for merge in form.merged_cells.ranges:
            sheet.merge_cells(
                start_row=merge.min_row + top,
                end_row=merge.max_row + top,
                start_column=merge.min_col,
                end_column=merge.max_col,
            )
    path = tmp_path_factory.mktemp("long") / "long.xlsx"
    book.save(path)
    return path


def test_a_form_reads_within_twice_the_time_of_openpyxl(note: Note) -> None:
    floor = best(lambda: openpyxl.load_workbook(FORM))

    here, watched = best(lambda: read_workbook_here(FORM)), best(lambda: read_workbook(FORM))
    note("read the form of the district, in a watched process", "openpyxl loading it", watched / floor, 2)
    assert here < 2 * floor
    assert watched < 2 * floor


def test_five_thousand_rows_read_within_one_and_a_half_times(long_form: Path, note: Note) -> None:
    floor = best(lambda: openpyxl.load_workbook(long_form), rounds=1)

    here, watched = best(lambda: read_workbook_here(long_form)), best(lambda: read_workbook(long_form))
    note("read a workbook of 5 000 rows, in a watched process", "openpyxl loading it", watched / floor, 1.5)
    assert here < 1.5 * floor
    assert watched < 1.5 * floor


def test_five_thousand_rows_are_read_understood_and_scored_within_one_and_a_half_times_and_the_start_of_the_child(
    long_form: Path, tmp_path: Path, note: Note
) -> None:
    small = tmp_path / "small.xlsx"
    openpyxl.Workbook().save(small)
    floor = best(lambda: openpyxl.load_workbook(long_form), rounds=1)
    start = best(lambda: _refused(small))

    ours = best(lambda: read_tables(long_form, unit="甲局", year=2021), rounds=1)
    note("read, understand and score 5 000 rows, less the child's start", "openpyxl loading it", (ours - start) / floor, 1.5)
    assert ours < 1.5 * floor + start


def _refused(path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        read_workbook(path)


def test_reading_takes_at_most_twice_the_memory_of_openpyxl(long_form: Path, note: Note) -> None:
    floor = peak_megabytes("import openpyxl, sys; kept = openpyxl.load_workbook(sys.argv[1])", long_form)
    ours = peak_megabytes(
        "import pathlib, sys; from desktop.workspace.arrivals import read_tables;"
        " kept = read_tables(pathlib.Path(sys.argv[1]), unit='x', year=2021)",
        long_form,
    )
    note("memory while reading 5 000 rows, the larger of both processes", "openpyxl", ours / floor, 2)
    assert ours < 2 * floor


def peak_megabytes(code: str, path: Path) -> int:
    """The most memory that a process of its own, or one that it starts, needs for some lines of Python."""
    told = (
        "; import resource as r; print(max(r.getrusage(each).ru_maxrss for each in (r.RUSAGE_SELF, r.RUSAGE_CHILDREN)) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code + told, str(path)], check=True, capture_output=True, text=True, cwd=ROOT)
    return int(done.stdout)
