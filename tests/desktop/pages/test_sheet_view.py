"""The tables of the other pages under the same hands as 指标表: choosing, jumping, composing."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.pages.funds_page import FundsPage
from desktop.pages.sheet_pane import SheetPane
from desktop.workspace.session import Workspace
from tests.desktop.pages.sheets import put, rows

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
