"""The table under the clerk's hands: an edit, a scroll, a paste, a find, each against a floor in the same run.

Run on a quiet machine: ``pytest tests/benchmarks/test_table.py -s``. Processor time, medians.
"""

import gc
import sqlite3
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from shutil import copyfile
from time import process_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.grid.page import TablePage
from desktop.kit.settings import Settings
from desktop.windows.main_window import MainWindow
from desktop.workspace import book
from desktop.workspace.library import scored_table
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import Field, YearTable
from tests.benchmarks.conftest import Note

FRAME = 0.016
ROOM = (1366, 700)
pytestmark = pytest.mark.usefixtures("qapp", "home")


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Garbage is looked for as seldom as in the program."""
    before = gc.get_threshold()
    gc.set_threshold(*app.COLLECTOR)
    yield
    gc.set_threshold(*before)


def long_table(rows: int) -> YearTable:
    """The published table, its rows again and again until there are so many indicators; ``0`` for the table as it is."""
    table = book.sample_tables()[0]
    if not rows:
        return table
    leaves = sum(node.leaf for node in table.nodes)
    nodes = [
        replace(node, id=f"{1000 * copy + int(node.id)}", lineage_id="")
        for copy in range(-(-rows // leaves))
        for node in table.nodes
    ]
    nodes.sort(key=lambda node: node.section != "management")
    return replace(table, nodes=tuple(nodes), next_number=1000 * (rows // leaves + 2))


def seconds(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def median_of(work: Callable[[], object], times: int) -> float:
    """Processor seconds, the first run left out: it warms up both sides alike."""
    work()
    return statistics.median(seconds(work) for _ in range(times))


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[int], MainWindow]]:
    """The whole window, tree and inspector included, over a table of a book on disk."""
    windows: list[MainWindow] = []

    def open_one(rows: int) -> MainWindow:
        path = tmp_path / f"{rows}.ziping"
        table = long_table(rows)
        with book.open_book(path, create=True) as store:
            book.import_tables(store, [table])
        workspace = Workspace()
        window = MainWindow(workspace, Settings())
        windows.append(window)
        window.resize(*ROOM)
        window.show()
        window.furnish()
        workspace.open(path)
        workspace.show(table.key)
        qtbot.waitUntil(lambda: _page(window).isVisible())
        for _ in range(20):
            QApplication.processEvents()
        return window

    yield open_one
    for window in windows:
        window.close()


def _page(window: MainWindow) -> TablePage:
    page = window.pages.stack.currentWidget()
    assert isinstance(page, TablePage)
    return page


def edit_seconds(window: MainWindow, times: int) -> float:
    """One edit with everything that follows, to the painted frame."""
    page, numbers = _page(window), count()
    table = window.workspace.table
    assert table is not None
    row = next(node for node in table.nodes if node.leaf and "人" in node.target_text)
    page.go_to(row.id, Field.ACTUAL.value)

    def one() -> None:
        text = f"{100 + next(numbers)}人"
        assert window.workspace.edit(Op.SET_FIELD, edit.set_field, row.id, Field.ACTUAL, text)
        QApplication.processEvents()

    return median_of(one, times)


def bare_commit(path: Path, times: int) -> float:
    """A commit of one cell by SQLite alone, with full sync."""
    numbers = count()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        (row,) = connection.execute("SELECT id FROM nodes WHERE actual_text <> '' LIMIT 1").fetchone()

        def one() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE nodes SET actual_text=? WHERE id=?", (f"{next(numbers)}人", row))
            connection.execute("COMMIT")

        return median_of(one, times)


def test_an_edit_of_the_published_table_fits_into_a_frame(
    opened: Callable[[int], MainWindow], tmp_path: Path, note: Note
) -> None:
    window = opened(0)
    copyfile(tmp_path / "0.ziping", tmp_path / "bare.db")
    ours, bare = edit_seconds(window, 40), bare_commit(tmp_path / "bare.db", 40)
    print(f"edit of the 番禺 table: {(ours - bare) * 1e3:.1f} ms beyond a bare commit of {bare * 1e3:.2f} ms (goal 16 ms)")
    note("edit the 番禺 table beyond the bare commit: full sync, history, repaint", "a frame of 16 ms", (ours - bare) / FRAME, 1)
    assert ours - bare < 2 * FRAME  # the goal is too near to what it takes to be asserted on any machine


def test_an_edit_grows_no_faster_than_the_table(opened: Callable[[int], MainWindow], note: Note) -> None:
    found = []
    for rows, times in ((0, 20), (1000, 7), (5000, 5)):
        window = opened(rows)
        found.append(edit_seconds(window, times))
        window.close()
    short, middle, long = found
    print(
        f"edit: 番禺 {short * 1e3:.1f} ms, 1 000 rows {middle * 1e3:.0f} ms = {middle / short:.1f} x (goal 4), "
        f"5 000 rows {long * 1e3:.0f} ms = {long / middle:.1f} x of 1 000 (goal 5)"
    )
    note("edit a table of 1 000 rows", "an edit of the 番禺 table (93 rows)", middle / short, 4)
    note("edit a table of 5 000 rows", "an edit of 1 000 rows", long / middle, 5)
    assert middle / short < 4
    assert long / middle < 6


def test_a_paste_of_500_by_5_cells_costs_few_edits(opened: Callable[[int], MainWindow], note: Note) -> None:
    window = opened(1000)
    one = edit_seconds(window, 7)
    page, numbers = _page(window), count()
    table = window.workspace.table
    assert table is not None
    first = next(node for node in table.nodes if node.leaf and node.section != "management")
    corner = page.model.place(first.id, Field.TARGET.value)

    def paste() -> None:
        number = next(numbers)
        QGuiApplication.clipboard().setText("\n".join("\t".join([f"{number}{row}"] * 5) for row in range(500)))
        page.view.put_cursor(corner)
        assert page.paste() or page.pasting.answer(accepted=True)
        QApplication.processEvents()

    whole = median_of(paste, 3)
    print(f"paste of 500 x 5 cells: {whole * 1e3:.0f} ms = {whole / one:.1f} edits of the same table (goal 20)")
    note("paste 500 x 5 cells", "one edit of the same table", whole / one, 20)
    assert whole < 20 * one


def shown_page(rows: int, qtbot: QtBot) -> TablePage:
    """The page alone, over a table that is in no book."""
    workspace = Workspace()
    workspace.scored = scored_table(long_table(rows))
    page = TablePage(workspace)
    workspace.setParent(page)
    qtbot.addWidget(page)
    page.resize(*ROOM)
    page.show()
    for _ in range(50):
        QApplication.processEvents()
    return page


def bare_table(page: TablePage, rows: int, qtbot: QtBot) -> QTableWidget:
    """The same texts in the same places, painted by Qt alone."""
    model = page.model
    bare = QTableWidget(rows, len(model.plan.columns))
    qtbot.addWidget(bare)
    bare.setWordWrap(True)
    bare.setFont(page.view.font())
    bare.setVerticalScrollMode(page.view.verticalScrollMode())
    bare.verticalHeader().hide()
    for column in range(bare.columnCount()):
        bare.setColumnWidth(column, page.view.columnWidth(column))
    for row in range(rows):
        bare.setRowHeight(row, page.view.rowHeight(row))
        for column in range(bare.columnCount()):
            item = QTableWidgetItem(model.index(row, column).data() or "")
            item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            bare.setItem(row, column, item)
    bare.resize(*ROOM)
    bare.show()
    QApplication.processEvents()
    return bare


def frame_seconds(views: Sequence[QTableWidget | QWidget], places: Sequence[int]) -> list[float]:
    """A frame of a scroll in each view, to another place and painted there: taken in turn, so that noise falls on all of them."""
    taken: list[list[float]] = [[] for _ in views]
    for place in list(places) * 6:
        for view, times in zip(views, taken, strict=True):
            times.append(seconds(partial(_frame, view, place)))
    return [statistics.quantiles(times[len(places) :], n=4)[0] for times in taken]


def _frame(view: QTableWidget | QWidget, place: int) -> None:
    view.verticalScrollBar().setValue(place)  # type: ignore[union-attr]  # any view of cells
    view.viewport().repaint()  # type: ignore[union-attr]  # the same


def test_a_scroll_frame_costs_little_more_than_in_a_bare_table_however_long(qtbot: QtBot, note: Note) -> None:
    pages = {rows: shown_page(rows, qtbot) for rows in (100, 5_000, 50_000)}
    page = pages[100]
    bare = bare_table(page, 90, qtbot)
    step = page.view.verticalScrollBar().singleStep() or 20
    floor, *frames = frame_seconds([bare, *(each.view for each in pages.values())], [step * at for at in range(1, 31)])
    low, high = min(frames), max(frames)
    lengths = ", ".join(f"{rows} rows {each * 1e3:.1f} ms" for rows, each in zip(pages, frames, strict=True))
    print(f"scroll frame: bare {floor * 1e3:.1f} ms; {lengths}: {high / low:.2f} x (goal 1.1)")
    note("a frame of scrolling", "the same cells in a bare QTableWidget", frames[0] / floor, 1.7)
    note("a frame at 100, 5 000 and 50 000 rows", "among each other", high / low, 1.1)
    assert frames[0] < 1.7 * floor
    assert high / low < 1.15


def test_find_goes_through_50_000_rows_within_ten_frames(qtbot: QtBot, note: Note) -> None:
    page = shown_page(50_000, qtbot)
    spent = median_of(lambda: page.find_words("没有这样的词"), 3)
    print(f"find over {len(page.model.rows)} rows: {spent * 1e3:.0f} ms = {spent / FRAME:.1f} frames (goal 10)")
    note("find a word that is not there in 50 000 rows", "frames of 16 ms", spent / FRAME, 10)
    assert spent < 10 * FRAME
