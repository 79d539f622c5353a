"""Start, first table and memory, as ratios to a bare PySide6 window in the same run (processor time, medians).

Run on a quiet machine: ``pytest tests/benchmarks/test_start.py -s``. The goals stand beside each figure; docs/performance.md has
the table of figures with machine and date.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.workspace import book
from tests.benchmarks.conftest import Note

ROOT = Path(__file__).parents[2]
RUNS = 7
pytestmark = pytest.mark.usefixtures("home")


def _told(fact: str) -> str:
    """``end()``: what the system says of the process's memory in KiB, and the end."""
    return f"""
def end(*_):
    print(next(each.split()[1] for each in open("/proc/self/status") if each.startswith("{fact}")), flush=True)
    os._exit(0)
"""


PEAK, AT_REST = _told("VmHWM"), _told("VmRSS")

BARE_WINDOW = """
import json, os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem
application = QApplication([])
window = QMainWindow()
plain = [(False, [f"{row} {column}" for column in range(12)]) for row in range(30)]
rows = json.loads(sys.argv[1]) if len(sys.argv) > 1 else plain
table = QTableWidget(len(rows), len(rows[0][1]))
for row, (heading, words) in enumerate(rows):
    for column, text in enumerate(words):
        cell = QTableWidgetItem(text)
        if heading:
            font = cell.font()
            font.setBold(True)
            cell.setFont(font)
        table.setItem(row, column, cell)
window.setCentralWidget(table)
window.resize(1366, 728)
window.show()
"""
BARE = f"{BARE_WINDOW}{PEAK}QTimer.singleShot(0, lambda: QTimer.singleShot(0, end))\napplication.exec()"
BARE_AT_REST = f"{BARE_WINDOW}{AT_REST}QTimer.singleShot(500, end)\napplication.exec()"

BEGINNING = """
import gc, os, sys
gc.disable()  # as desktop.__main__ does
sys.modules["_hashlib"] = None  # the same
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app
"""

FIRST_FRAME = f"""{BEGINNING}{PEAK}
app.begin = end
app.run([])
"""

FIRST_TABLE = f"""{BEGINNING}{PEAK}
opened = app.open_window
def watched(book):
    window = opened(book)
    window.workspace.table_changed.connect(lambda: QTimer.singleShot(0, lambda: QTimer.singleShot(0, end)))
    return window
app.open_window = watched
app.run([], Path(sys.argv[1]))
"""

TABLE_AT_REST = f"""{BEGINNING}{AT_REST}
application = app.make_application([])
window = app.open_window(Path(sys.argv[1]))
window.workspace.table_changed.connect(lambda: QTimer.singleShot(1500, end))
application.exec()
"""

CHART_AT_REST = f"""{BEGINNING}{AT_REST}
from desktop.windows import outputs
application = app.make_application([])
window = app.open_window(Path(sys.argv[1]))
def compare():
    outputs.compare(window)
    QTimer.singleShot(1500, end)
window.workspace.table_changed.connect(lambda: QTimer.singleShot(500, compare))
application.exec()
"""

BARE_CHART = f"""
import os
from PySide6.QtCore import QTimer
import pyqtgraph as pg
application = pg.mkQApp()
plot = pg.PlotWidget()
plot.plot(range(100))
plot.resize(1366, 728)
plot.show()
{AT_REST}
QTimer.singleShot(500, end)
application.exec()
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


def _memory(code: str, *arguments: str) -> float:
    """Median of three runs, in KiB."""
    return statistics.median(_run(code, *arguments)[1] for _ in range(3))


def _same_words(path: Path) -> float:
    """What a bare window takes that shows the words of the book's table in the same weights, in KiB.

    A window without a Chinese word has none of the pages of the system's Chinese fonts, which are shared with every program.
    """
    with book.open_book(path) as store:
        (key, *_) = store.keys()
        nodes = store.load(key).nodes
    facts = ("name", "points_text", "explanation", "target_text", "actual_text", "given_score_text", "reason_text")
    return _memory(BARE_AT_REST, json.dumps([(not each.leaf, [getattr(each, fact) for fact in facts]) for each in nodes]))


@pytest.fixture
def panyu(tmp_path: Path) -> Path:
    path = tmp_path / "番禺.ziping"
    with book.open_book(path, create=True) as store:
        book.import_tables(store, book.sample_tables()[:1])
    return path


@pytest.fixture
def two_years(panyu: Path) -> Path:
    with book.open_book(panyu) as store:
        (key,) = store.keys()
        book.import_tables(store, [replace(store.load(key), key=replace(key, year=key.year + 1))])
    return panyu


def test_start_to_the_first_painted_window(note: Note) -> None:
    time, memory = _ratios(FIRST_FRAME)
    note("start to the first painted window", "a bare PySide6 window with a table", time, 1.3)
    note("memory at the first painted window (peak)", "the same", memory)
    assert time < 1.8


def test_start_to_the_published_table_and_its_memory(panyu: Path, note: Note) -> None:
    time, memory = _ratios(FIRST_TABLE, str(panyu))
    same = _memory(FIRST_TABLE, str(panyu)) / _same_words(panyu)
    note("start to the 番禺 table on screen", "a bare PySide6 window with a table", time, 4)
    note("memory with the 番禺 table (peak)", "a bare window with the same words in a QTableWidget", same, 1.7)
    note("the same", "a bare window without a Chinese word", memory)
    assert time < 5
    assert same < 1.7


def test_memory_at_rest_with_an_example_year_open(panyu: Path, note: Note) -> None:
    ours = _memory(TABLE_AT_REST, str(panyu))
    same = ours / _same_words(panyu)
    note("memory at rest with the 番禺 table", "a bare window with the same words in a QTableWidget", same, 1.7)
    note("the same", "a bare window without a Chinese word", ours / _memory(BARE_AT_REST))
    assert same < 1.8


def test_memory_at_rest_with_a_chart_open(two_years: Path, note: Note) -> None:
    """Not the peak: what stays when the window with the comparison and its chart stands still."""
    found = _memory(CHART_AT_REST, str(two_years)) / _memory(BARE_CHART)
    note("memory at rest with the comparison and a chart", "a bare pyqtgraph window", found, 2)
    assert found < 2
