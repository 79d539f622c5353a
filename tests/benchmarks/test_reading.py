"""What reading a workbook costs, as a ratio to openpyxl's own load of the same file in the same run."""

import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desktop.reading.guard import read_workbook, read_workbook_here
from tests.benchmarks.conftest import Note

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
