"""Start, first table and memory, as ratios to a bare PySide6 window in the same run (processor time, medians).

Run on a quiet machine: ``pytest tests/benchmarks/test_start.py -s``. The goals stand beside each figure; docs/performance.md has
the table of figures with machine and date.
"""

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.workspace import book

ROOT = Path(__file__).parents[2]
RUNS = 7
pytestmark = pytest.mark.usefixtures("home")

BARE = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem
application = QApplication([])
window = QMainWindow()
table = QTableWidget(30, 12)
for row in range(30):
    for column in range(12):
        table.setItem(row, column, QTableWidgetItem(f"{row} {column}"))
window.setCentralWidget(table)
window.resize(1366, 728)
window.show()
def end():
    print(next(each.split()[1] for each in open("/proc/self/status") if each.startswith("VmHWM")), flush=True)
    os._exit(0)
QTimer.singleShot(0, lambda: QTimer.singleShot(0, end))
application.exec()
"""

BEGINNING = """
import gc, os, sys
gc.disable()  # as desktop.__main__ does
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app
def end(*_):
    print(next(each.split()[1] for each in open("/proc/self/status") if each.startswith("VmHWM")), flush=True)
    os._exit(0)
"""

FIRST_FRAME = f"""{BEGINNING}
app.begin = end
app.run([])
"""

FIRST_TABLE = f"""{BEGINNING}
opened = app.open_window
def watched(book):
    window = opened(book)
    window.workspace.table_changed.connect(lambda: QTimer.singleShot(0, lambda: QTimer.singleShot(0, end)))
    return window
app.open_window = watched
app.run([], Path(sys.argv[1]))
"""


def _run(code: str, *arguments: str) -> tuple[float, int]:
    """Processor seconds and peak memory in KiB of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    del environment["FONTCONFIG_FILE"]  # with the machine's fonts: the tests hide them
    done = subprocess.run([sys.executable, "-c", code, *arguments], env=environment, check=True, capture_output=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, int(done.stdout.split()[-1])


def _ratios(code: str, *arguments: str) -> tuple[float, float]:
    """Median ratios of time and memory, run in turn with the bare window."""
    _run(BARE)
    _run(code, *arguments)
    pairs = [(_run(code, *arguments), _run(BARE)) for _ in range(RUNS)]
    return (
        statistics.median(ours[0] / bare[0] for ours, bare in pairs),
        statistics.median(ours[1] / bare[1] for ours, bare in pairs),
    )


@pytest.fixture
def panyu(tmp_path: Path) -> Path:
    path = tmp_path / "番禺.ziping"
    with book.open_book(path, create=True) as store:
        book.import_tables(store, book.sample_tables()[:1])
    return path


def test_start_to_the_first_painted_window() -> None:
    time, memory = _ratios(FIRST_FRAME)
    print(f"start to first frame: {time:.2f} x a bare window (goal 1.3), memory {memory:.2f} x")
    assert time < 1.8


def test_start_to_the_published_table_and_its_memory(panyu: Path) -> None:
    time, memory = _ratios(FIRST_TABLE, str(panyu))
    print(f"start to the 番禺 table: {time:.2f} x a bare window (goal 4), memory {memory:.2f} x (goal 1.7)")
    assert time < 6
    assert memory < 2.5
