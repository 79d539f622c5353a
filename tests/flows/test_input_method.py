"""Event streams of input methods replayed in every editor: nothing is lost, nothing doubled, whatever comes between.

Each stream is what input methods send: growing compositions, keys that leak through, a commit that comes by itself, or only
when the program asks for it, or never.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.kit.composing import ComposingEdit, ComposingLine
from desktop.pages.funds_page import FundsPage
from desktop.pages.texts_page import TextsPage
from desktop.windows.dialogs import WordsDialog
from desktop.windows.main_window import MainWindow
from desktop.windows.new_table import NewTableDialog
from scoring.table import node_of
from tests.flows.conftest import table_page
from tests.small_tables import KEY

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
PINYIN = ("j", "jx", "jixiao", "绩效", "绩效mu", "绩效目标")
WORDS = "绩效目标"
LEAKING = (
    Key.Key_Return,
    Key.Key_Enter,
    Key.Key_Tab,
    Key.Key_Escape,
    Key.Key_PageDown,
    Key.Key_PageUp,
    Key.Key_Down,
    Key.Key_Left,
)


def receiver() -> QWidget:
    """Where the system sends what is typed."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def compose(words: str) -> None:
    QApplication.sendEvent(receiver(), QInputMethodEvent(words, []))


def commit(words: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(receiver(), event)


class Method:
    """An input method that commits what it holds when the program asks, as those of Windows do."""

    def commit(self) -> None:
        held = getattr(receiver(), "composing", "")
        if held:
            commit(held)


@pytest.fixture(params=["asked", "never"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether the platform commits when it is asked."""
    if request.param == "asked":
        monkeypatch.setattr(QGuiApplication, "inputMethod", Method)
    return str(request.param)


@dataclass
class Place:
    """One editor: how the keyboard comes to it, what stands in it, and what is kept after it was left."""

    enter: Callable[[], None]
    kept: Callable[[], str]
    widget: Callable[[], QWidget]


def fact(window: MainWindow) -> str:
    assert window.workspace.table is not None
    return node_of(window.workspace.table, "7").remark_text


def cell(window: MainWindow) -> Place:
    page = table_page(window)

    def enter() -> None:
        page.view.setFocus()
        page.view.put_cursor(page.model.place("7", "remark_text"))

    return Place(enter, lambda: fact(window), lambda: page.view.delegate.editor or page.view)


def opened_cell(window: MainWindow) -> Place:
    place = cell(window)

    def enter() -> None:
        place.enter()
        QTest.keyClick(receiver(), Key.Key_F2)

    return Place(enter, place.kept, place.widget)


def cell_of_a_page(window: MainWindow) -> Place:
    page = window.pages.turn_to("funds")
    assert isinstance(page, FundsPage)

    def enter() -> None:
        page.lines.view.setFocus()
        page.lines.view.put_cursor(page.lines.model.index(0, 1))

    def kept() -> str:
        assert window.workspace.table is not None
        return window.workspace.table.funds[0].label if window.workspace.table.funds else ""

    return Place(enter, kept, lambda: page.lines.view.delegate.editor or page.lines.view)


def text(window: MainWindow) -> Place:
    page = window.pages.turn_to("texts")
    assert isinstance(page, TextsPage)

    def kept() -> str:
        assert window.workspace.table is not None
        return next((each.text for each in window.workspace.table.narratives if each.id == page.key), "")

    return Place(page.editor.setFocus, kept, lambda: page.editor)


def line(find: Callable[[MainWindow], QLineEdit]) -> Callable[[MainWindow], Place]:
    def made(window: MainWindow) -> Place:
        widget = find(window)

        def enter() -> None:
            widget.window().activateWindow()
            QApplication.processEvents()
            widget.setFocus()

        return Place(enter, widget.text, lambda: widget)

    return made


def find_words(window: MainWindow) -> QLineEdit:
    window.actions_by_name["replace"].trigger()
    return window.finding.bar.words


def replacement(window: MainWindow) -> QLineEdit:
    window.actions_by_name["replace"].trigger()
    return window.finding.bar.other


def beside(name: str) -> Callable[[MainWindow], QLineEdit]:
    def found(window: MainWindow) -> QLineEdit:
        page = table_page(window)
        page.view.put_cursor(page.model.place("7", "target_text"))
        inspector = window.inspector
        return {"reading": inspector.reading, "office": next(iter(inspector.facts.values())), "if": inspector.what_if.actual}[
            name
        ]

    return found


def in_dialog(window: MainWindow) -> QLineEdit:
    dialog = WordsDialog(window, "退回", "退回的原因：", "")
    dialog.show()
    dialog.activateWindow()
    return dialog.words


def in_new_table(window: MainWindow) -> QLineEdit:
    dialog = NewTableDialog([KEY], {"ministry_three_part": "三段式"}, KEY, window)
    dialog.show()
    dialog.activateWindow()
    return dialog.subject


def findings(window: MainWindow) -> QLineEdit:
    page = window.pages.turn_to("findings")
    return page.words  # type: ignore[union-attr]


CELLS = {"cell": cell, "opened cell": opened_cell, "cell of a page": cell_of_a_page, "text": text}
LINES = {
    "find": line(find_words), "replacement": line(replacement), "search": line(lambda window: window.search),
    "reading": line(beside("reading")), "office": line(beside("office")), "what if": line(beside("if")),
    "dialog": line(in_dialog), "new table": line(in_new_table), "findings": line(findings),
}  # fmt: skip
EVERY = CELLS | LINES


@pytest.fixture
def leave(window: MainWindow) -> Callable[[], None]:
    """The keyboard goes elsewhere."""
    other = QLineEdit(window)
    other.show()

    def go() -> None:
        focus = QApplication.focusWidget()
        above = focus.window() if focus is not None else window
        if above is not window:  # a dialog keeps the keyboard to itself
            stranger = QLineEdit(above)
            stranger.show()
            stranger.setFocus()
        else:
            other.setFocus()

    return go


def each_editor(window: MainWindow) -> Iterator[tuple[str, Place]]:
    """Every editor, the keyboard in it; what was done there is taken back before the next one."""
    for name, make in EVERY.items():
        place = make(window)
        place.enter()
        yield name, place
        for dialog in window.findChildren(WordsDialog) + window.findChildren(NewTableDialog):
            dialog.close()
        if name in LINES:
            widget = place.widget()
            assert isinstance(widget, QLineEdit)
            widget.clear()
            widget.editingFinished.emit()
        while window.workspace.undo_text:
            assert window.workspace.undo()
        window.activateWindow()


def test_keys_of_the_candidates_lose_and_double_nothing(window: MainWindow, leave: Callable[[], None]) -> None:
    for name, place in each_editor(window):
        for stage in PINYIN:
            compose(stage)
            for key in LEAKING:
                QTest.keyClick(receiver(), key)
        commit(WORDS)
        leave()
        assert place.kept() == WORDS, name


@pytest.mark.parametrize("way", ["focus", "click in it", "save"])
@pytest.mark.usefixtures("method")
def test_words_in_composition_are_kept_once_on_every_way_out(
    window: MainWindow, qtbot: QtBot, way: str, leave: Callable[[], None]
) -> None:
    for name, place in each_editor(window):
        for stage in PINYIN:
            compose(stage)
        if way == "click in it":
            widget = place.widget()
            target = widget.viewport() if isinstance(widget, QPlainTextEdit) else widget
            qtbot.mouseClick(target, Qt.MouseButton.LeftButton)
        elif way == "save":
            window.actions_by_name["save"].trigger()
        leave()
        assert place.kept() == WORDS, name


def test_a_composition_called_off_leaves_nothing_behind(window: MainWindow, leave: Callable[[], None]) -> None:
    for name, place in each_editor(window):
        before = place.kept()
        for stage in (*PINYIN, "绩", ""):
            compose(stage)
        leave()
        assert place.kept() == before, name


def test_two_words_after_each_other_and_a_sign_stand_in_their_order(window: MainWindow, leave: Callable[[], None]) -> None:
    for name, place in each_editor(window):
        for words in ("绩效", "，", "目标"):
            compose(words[:1])
            compose(words)
            commit(words)
        commit("。")
        leave()
        assert place.kept() == "绩效，目标。", name


def test_every_editor_of_the_window_keeps_compositions(window: MainWindow) -> None:
    for key in window.pages.keys:
        window.pages.turn_to(key)
    window.actions_by_name["replace"].trigger()
    for each in window.findChildren(QLineEdit):
        spin = each.parentWidget() is not None and each.objectName().startswith("qt_")
        assert spin or isinstance(each, ComposingLine), each
    for area in window.findChildren(QPlainTextEdit):
        assert isinstance(area, ComposingEdit) or area.isReadOnly(), area


def test_a_shortcut_in_mid_composition_does_nothing_to_the_table(window: MainWindow) -> None:
    place = opened_cell(window)
    place.enter()
    before = window.workspace.table
    compose(WORDS)
    for key in (Key.Key_Z, Key.Key_Y, Key.Key_D, Key.Key_V):
        QTest.keyClick(receiver(), key, CONTROL)
    assert window.workspace.table is before
    commit(WORDS)
    QTest.keyClick(receiver(), Key.Key_Return, NONE)
    assert place.kept() == WORDS


def test_a_commit_after_an_emptied_composition_replaces_what_stood_in_the_cell(window: MainWindow) -> None:
    """As fcitx does it: the composition is emptied first, the words come in an event of their own."""
    page = table_page(window)
    page.view.setFocus()
    page.view.put_cursor(page.model.index(3, 7))
    assert page.model.cell(3, 7).text == "2020年评选135名产业高端人才"
    for words in PINYIN:
        compose(words)
    compose("")
    commit(WORDS)
    QTest.keyClick(receiver(), Key.Key_Return)
    assert page.model.cell(3, 7).text == WORDS


def test_a_composition_that_is_called_off_leaves_the_cell_as_it_was(window: MainWindow) -> None:
    page = table_page(window)
    page.view.setFocus()
    page.view.put_cursor(page.model.index(3, 7))
    compose("jixiao")
    compose("")
    QTest.keyClick(receiver(), Key.Key_Return)
    assert page.model.cell(3, 7).text == "2020年评选135名产业高端人才"
