"""What the comparison costs: a chart against pyqtgraph alone with the same marks, a table against scoring the same years."""

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop.compare.proposals import compare_with_likely
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import Node
from tests.benchmarks.conftest import Note
from tests.scoring_cases import shipped
from tests.truth_tables import PANYU, table_from_truth

ROOT = Path(__file__).parents[2]

# Both start where a click would find the program: Qt, the kernel and the window are there, nothing of the charts is.
START = """
import sys, time
from decimal import Decimal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from desktop.kit.fonts import register_fonts
from scoring.compare import compare
from tests.compared_tables import row, small_table

application = QApplication([])
application.setFont(QFont(register_fonts(), 9))
values = [[100 + (at * 7 + year * 13) % 50 for year in range(5)] for at in range(100)]
def year_table(year):
    texts = [{"target_text": "120人", "actual_text": f"{values[at][year]}人"} for at in range(100)]
    return small_table(2019 + year, [row(f"指标名称{at}", "1", "0.8", **texts[at]) for at in range(100)])
tables = [year_table(year) for year in range(5)]
comparison = compare(tables)
window = QWidget()
window.resize(1300, 700)
layout = QVBoxLayout(window)
window.show()
application.processEvents()
start = time.perf_counter()
"""
OURS = """
from desktop.charts.page import ChartPage
page = ChartPage(window, key="trend")
layout.addWidget(page)
page.show_comparison(comparison)
page.show()
application.processEvents()
page.grab()
print(time.perf_counter() - start)
"""
BARE = """
import numpy as np
import pyqtgraph as pg
plot = pg.PlotWidget(window, background="w")
layout.addWidget(plot)
nan = float("nan")
lines, aims, dots = [], [], []
for at in range(100):
    x, y = at % 7, at // 7
    points = [(x + 0.1 + 0.2 * year, y + (values[at][year] - 100) / 60) for year in range(5)]
    dots += points
    lines += [*points, (nan, nan)]
    aims += [*((x + 0.1 + 0.2 * year, y + 0.3) for year in range(5)), (nan, nan)]
    for name, left in ((f"指标名称{at}", 0.05), (f"{values[at][4]}人", 0.7)):
        text = pg.TextItem(name, color="k")
        text.setPos(x + left, y)
        plot.addItem(text, ignoreBounds=True)
for points, pen in ((lines, pg.mkPen("b", width=1.6)), (aims, pg.mkPen("k", style=pg.QtCore.Qt.PenStyle.DashLine))):
    numbers = np.array(points)
    plot.addItem(pg.PlotCurveItem(numbers[:, 0], numbers[:, 1], connect="finite", pen=pen, antialias=True))
numbers = np.array(dots)
plot.addItem(pg.ScatterPlotItem(numbers[:, 0], numbers[:, 1], size=6, brush="b"))
plot.show()
application.processEvents()
plot.grab()
print(time.perf_counter() - start)
"""


def _printed(program: str) -> float:
    """The figure that a program prints last."""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return float(done.stdout.split()[-1])


def test_from_the_click_to_a_painted_chart_of_five_years_and_a_hundred_indicators(note: Note) -> None:
    """Imports counted; at most half as much again as pyqtgraph takes in a bare window."""
    ours = [_printed(START + OURS) for _ in range(3)]
    bare = [_printed(START + BARE) for _ in range(3)]
    note(
        "paint a chart of 5 years and 100 indicators, imports included",
        "pyqtgraph alone, the same marks",
        min(ours) / min(bare),
        1.5,
    )
    assert min(ours) <= 1.5 * min(bare), (ours, bare)


def _best(work: Callable[[], object], rounds: int = 3) -> float:
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _years(count: int, rows: int) -> list[ScoredTable]:
    """The published rows again and again, a few of them under another name every year."""
    source = table_from_truth(PANYU)
    rulebook = shipped(source.heading.rulebook)
    made = []
    for year in range(count):
        nodes: list[Node] = []
        while sum(each.leaf for each in nodes) < rows:
            nodes += [
                replace(
                    node,
                    id=f"{len(nodes) + at}",
                    name=f"{node.name}{len(nodes) // 113}" + ("甲" if (at + year) % 41 == 0 else ""),
                )
                for at, node in enumerate(source.nodes)
            ]
        made.append(score_table(replace(source, key=replace(source.key, year=2014 + year), nodes=tuple(nodes)), rulebook))
    return made


def test_ten_years_of_five_hundred_indicators_cost_less_than_three_times_scoring_them(note: Note) -> None:
    tables = _years(10, 500)
    scoring = _best(lambda: [score_table(each.table, each.rulebook) for each in tables])
    comparing = _best(lambda: compare_with_likely(tables))
    note("compare 10 years of 500 indicators", "scoring them", comparing / scoring, 3)
    assert comparing <= 3 * scoring, (comparing, scoring)


# In a process of its own: among the objects of all other tests a long table lies scattered, and its growth is that of the heap.
GROWTH = """
import gc
from time import process_time
from scoring.align import align
from scoring.compare import compare
from tests.compared_tables import band, row, small_table

def tables(rows):
    return [
        small_table(2014 + year, [band("产出"), *(row(f"指标{at}", id=f"{year}-{at}") for at in range(rows))])
        for year in range(10)
    ]

def in_order(made):
    return sorted(each.node.name for table in made for each in table.rows.values())

def seconds(work, made):
    begun = process_time()
    work(made)
    return process_time() - begun

short, long = tables(500), tables(5000)
assert len(compare(short).rows) == 500
gc.disable()
turns = [[seconds(work, made) for work in (in_order, align) for made in (short, long)] for _ in range(15)]
sort_short, sort_long, align_short, align_long = map(min, zip(*turns))
print(align_long / align_short / (sort_long / sort_short))
"""


def test_aligning_grows_no_faster_than_sorting_the_same_rows(note: Note) -> None:
    """From 500 to 5,000 rows of ten years, in memory that grows with them; n log n is what sorting them by name takes."""
    growth = _printed(GROWTH)
    note("align 10 years, from 500 to 5 000 rows", "sorting the same rows", growth, 1.5)
    assert growth <= 1.5
