"""The tables of the other pages under the same hands as 指标表: choosing, jumping, composing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.pages.funds_page import FundsPage
from desktop.pages.sheet_pane import SheetPane
from desktop.workspace.session import Workspace
from tests.desktop.pages.sheets import put, rows
from tests.small_tables import KEY, small_table

Hall = Callable[[str], Workspace]
Shown = Callable[[FundsPage], FundsPage]
Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def pane(hall: Hall, shown: Shown) -> SheetPane:
    """The funds of the published table."""
    return shown(FundsPage(hall("番禺"))).lines


def at(pane: SheetPane) -> tuple[int, int]:
    index = pane.view.currentIndex()
    return index.row(), index.column()


def compose(words: str) -> None:
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent(words, []))


def commit(words: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def test_the_cursor_jumps_and_chooses_as_in_excel(pane: SheetPane) -> None:
    last = pane.model.rowCount() - 1
    put(pane, 1, 2)
    QTest.keyClick(pane.view, Key.Key_End, CONTROL)
    assert at(pane) == (last, pane.model.columnCount() - 1)
    QTest.keyClick(pane.view, Key.Key_Home, CONTROL)
    assert at(pane) == (0, 0)
    put(pane, 0, 2)
    QTest.keyClick(pane.view, Key.Key_Down, CONTROL)
    assert at(pane)[0] > 1
    put(pane, 1, 2)
    QTest.keyClick(pane.view, Key.Key_Down, SHIFT)
    QTest.keyClick(pane.view, Key.Key_Right, SHIFT)
    assert pane.view.boxes() == [(1, 2, 2, 3)]
    QTest.keyClick(pane.view, Key.Key_A, CONTROL)
    assert pane.view.boxes() == [(0, 0, last, pane.model.columnCount() - 1)]


def test_return_belongs_to_the_candidates_of_the_first_composition(pane: SheetPane) -> None:
    put(pane, 1, 1)
    compose("cai zheng")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
    assert at(pane) == (1, 1)
    commit("财政")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert (rows(pane)[1][1].strip(), at(pane)) == ("财政", (2, 1))


def test_blocks_with_merged_cells_go_both_ways(pane: SheetPane) -> None:
    data = QMimeData()
    data.setText("100\t90\n\t180\n")
    data.setHtml("<table><tr><td rowspan=2>100</td><td>90</td></tr><tr><td>180</td></tr></table>")
    QApplication.clipboard().setMimeData(data)
    before = rows(pane)[1][2]
    put(pane, 0, 2)
    QTest.keyClick(pane.view, Key.Key_V, CONTROL)
    assert [row[2:4] for row in rows(pane)[:2]] == [["100", "90"], [before, "180"]]
    pane.use_hands("paste_words")
    assert rows(pane)[1][2:4] == ["", "180"]
    put(pane, 0, 2)
    QTest.keyClick(pane.view, Key.Key_Right, SHIFT)
    QTest.keyClick(pane.view, Key.Key_C, CONTROL)
    copied = QApplication.clipboard().mimeData()
    assert copied.text() == "100\t90"
    assert "<tr><td>100</td><td>90</td></tr>" in copied.html()


def test_what_a_paste_overwrote_is_told(pane: SheetPane, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("1\t2\n3\t4")
    put(pane, 0, 2)
    with qtbot.waitSignal(pane.workspace.told) as told:
        QTest.keyClick(pane.view, Key.Key_V, CONTROL)
    assert told.args == ["已粘贴 4 个单元格，覆盖 4 格原有内容，Ctrl+Z 可恢复。"]


def test_the_same_words_make_no_record_of_an_offered_row(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    assert workspace.store is not None
    key = replace(KEY, year=2019)
    workspace.store.add(small_table(key), operation="import")
    workspace.show(key)
    assert workspace.table is not None
    pane = shown(FundsPage(workspace)).lines
    put(pane, 0, 1)
    QTest.keyClick(pane.view, Key.Key_F2)
    QTest.keyClick(pane.view.delegate.editor, Key.Key_Return)
    assert workspace.table.funds == ()
