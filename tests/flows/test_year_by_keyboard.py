"""A whole year's job without touching the mouse: begun, filled in, checked, submitted, sent back, mended, sealed, printed."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.forms.form import shipped_forms
from desktop.importing.intake import Stage
from desktop.pages.texts_page import TextsPage
from desktop.sheets.excel_write import write_excel
from desktop.sheets.preview import PreviewWindow
from desktop.windows import dialogs
from desktop.windows.changes_window import ChangesWindow
from desktop.windows.main_window import MainWindow
from desktop.workspace.library import scored_table
from scoring.table import Status, TableKey, YearTable, node_of
from tests.flows.conftest import table_page
from tests.small_tables import KEY, UNIT, small_table

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the platform without a screen has no order of windows
Key, Mod = Qt.Key, Qt.KeyboardModifier
ALT, CONTROL, SHIFT, NONE = Mod.AltModifier, Mod.ControlModifier, Mod.ShiftModifier, Mod.NoModifier
Stroke = str | tuple[Key, Mod]
YEAR_2025 = ((Key.Key_A, Mod.ControlModifier), "2025", (Key.Key_Tab, Mod.NoModifier))
ENTER, TAB = (Key.Key_Return, NONE), (Key.Key_Tab, NONE)


def receiver(window: QWidget) -> QWidget:
    """Where the system sends a key; the platform without a screen gives no window the keyboard back when a dialog goes."""
    if (
        QApplication.activeModalWidget() is None
        and QApplication.activePopupWidget() is None
        and QApplication.activeWindow() is None
    ):
        window.activateWindow()
        QApplication.processEvents()
    return QApplication.activePopupWidget() or QApplication.focusWidget() or window


def press(window: QWidget, *strokes: Stroke) -> None:
    """Keys and words as they come from the keyboard."""
    for stroke in strokes:
        if isinstance(stroke, str):
            QTest.keyClicks(receiver(window), stroke)
        else:
            QTest.keyClick(receiver(window), *stroke)
        QApplication.processEvents()


def answered(*strokes: Stroke) -> None:
    """What is pressed in the next dialog that waits for an answer."""
    timer = QTimer(QApplication.instance())

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or QApplication.focusWidget() is None or QApplication.focusWidget().window() is not dialog:
            return
        timer.stop()
        timer.deleteLater()
        try:
            press(dialog, *strokes)
        finally:
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()  # the strokes did not end it: the test goes on and fails

    timer.timeout.connect(answer)
    timer.start(5)


def table_of(window: MainWindow) -> YearTable:
    assert window.workspace.table is not None
    return window.workspace.table


def menu(window: MainWindow, *letters: Key) -> None:
    """A command by the letters of its menu."""
    press(window, (letters[0], ALT), *((each, NONE) for each in letters[1:]))


def turn(window: MainWindow, key: str) -> None:
    for _ in window.pages.keys:
        if window.pages.current() == key:
            return
        press(window, (Key.Key_PageDown, CONTROL))
    raise AssertionError(key)


def back_to_the_table(window: MainWindow, beside: QWidget) -> None:
    press(beside, (Key.Key_Escape, NONE))
    window.activateWindow()
    QApplication.processEvents()
    table_page(window).view.setFocus()


def test_a_year_is_begun_and_filled_in_on_every_page(window: MainWindow) -> None:
    answered(ENTER)
    press(window, (Key.Key_N, CONTROL))
    assert table_of(window).key == TableKey(UNIT, 2022)
    assert [each.actual_text for each in table_of(window).nodes if each.actual_text] == []
    assert receiver(window) is table_page(window).view
    press(window, (Key.Key_F, CONTROL), "2.5", ENTER, (Key.Key_Escape, NONE))  # to the target, then one to the right
    press(window, (Key.Key_Right, NONE), "2.4", ENTER, "1.2", ENTER)
    assert [node_of(table_of(window), each).actual_text for each in ("10", "11")] == ["2.4", "1.2"]
    assert table_of(window).heading.status is Status.FILLING
    turn(window, "texts")
    assert isinstance(window.pages.stack.currentWidget(), TextsPage)
    press(window, "all targets met")
    turn(window, "funds")
    assert table_of(window).narratives[0].text == "all targets met"
    press(window, "100", ENTER)
    assert "100" in {each.initial_budget_text + each.adjusted_budget_text for each in table_of(window).funds}
    press(window, (Key.Key_F7, NONE))
    assert window.pages.current() == "findings"
    press(window, (Key.Key_Down, NONE), ENTER)
    assert window.pages.current() != "findings"


def test_a_table_is_checked_submitted_sent_back_mended_printed_and_sealed(window: MainWindow) -> None:
    menu(window, Key.Key_Y, Key.Key_K)
    assert table_of(window).heading.status is Status.CHECKED
    answered("first", ENTER)
    menu(window, Key.Key_Y, Key.Key_S)
    answered("wrong", ENTER)
    menu(window, Key.Key_Y, Key.Key_R)
    assert table_of(window).heading.status is Status.RETURNED
    press(window, (Key.Key_F, CONTROL), "2.85", ENTER, (Key.Key_Escape, NONE), "2.6", ENTER)
    menu(window, Key.Key_Y, Key.Key_C)
    changes = window.findChild(ChangesWindow)
    assert isinstance(changes, ChangesWindow)
    assert ("2.85万人次", "2.6") in {tuple(row[2:]) for row in changes.table.texts.rows}
    back_to_the_table(window, changes)
    press(window, (Key.Key_P, CONTROL))
    preview = window.findChild(PreviewWindow)
    assert isinstance(preview, PreviewWindow)
    assert preview.pages
    back_to_the_table(window, preview)
    answered(ENTER)
    menu(window, Key.Key_Y, Key.Key_F)
    assert table_of(window).heading.status is Status.SEALED
    assert not window.workspace.editable


@pytest.mark.parametrize(
    ("strokes", "key", "names"),
    [
        # another unit with this one's indicators
        (((Key.Key_U, ALT), (Key.Key_A, CONTROL), "second bureau", ENTER), TableKey("second bureau", 2022), True),
        # an empty form
        (
            ((Key.Key_Down, NONE), (Key.Key_Y, ALT), (Key.Key_A, CONTROL), "2025", TAB, ENTER),
            TableKey(UNIT, 2025),
            False,
        ),
        # a project beside the whole
        (((Key.Key_P, ALT), "skills contest", ENTER), TableKey(UNIT, 2022, "skills contest"), True),
    ],
)
def test_a_table_begins_by_keyboard_in_every_way(
    window: MainWindow, strokes: Sequence[Stroke], key: TableKey, names: bool
) -> None:
    answered(*strokes)
    press(window, (Key.Key_N, CONTROL))
    assert table_of(window).key == key
    assert ("职业技能培训人次" in {each.name for each in table_of(window).nodes}) is names
    assert window.pages.stack.currentWidget().isAncestorOf(receiver(window))


def test_a_table_of_targets_is_imported_by_keyboard(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "绩效目标表.xlsx"
    write_excel(path, scored_table(small_table(TableKey("第三局", 2023))), shipped_forms()["guangzhou_district"])
    monkeypatch.setattr(dialogs, "ask_files", lambda *_: [path])
    answered((Key.Key_Down, NONE), (Key.Key_Down, NONE), ENTER)
    press(window, (Key.Key_N, CONTROL))
    importing = window.ways.importing
    assert importing is not None
    qtbot.waitUntil(lambda: all(each.stage in (Stage.OPEN, Stage.READY) for each in importing.files.intakes), timeout=20000)
    importing.activateWindow()
    qtbot.waitUntil(importing.accept_button.isEnabled)
    importing.accept_button.setFocus()
    press(importing, (Key.Key_Space, NONE))
    assert table_of(window).key == TableKey("第三局", 2023)
    assert len(table_of(window).nodes) == len(small_table().nodes)
    assert KEY in {each.key for each in window.workspace.overview()}
