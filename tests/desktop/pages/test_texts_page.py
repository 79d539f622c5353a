from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from db.faults import EnvironmentFault, FaultCode
from desktop.pages.text_editor import REST_MS
from desktop.pages.texts_page import TextsPage
from desktop.workspace.session import Workspace
from scoring.table import TableKey
from tests.desktop.pages.conftest import Hall

Shown = Callable[[TextsPage], TextsPage]


def texts(workspace: Workspace) -> dict[str, str]:
    assert workspace.table is not None
    return {each.id: each.text for each in workspace.table.narratives}


def titles(page: TextsPage) -> list[str]:
    return [page.list.item(row).text() for row in range(page.list.count())]


def choose(page: TextsPage, key: str) -> None:
    page.list.setCurrentRow([each.key for each in page.items].index(key))


def test_the_list_says_which_texts_are_written(hall: Hall, shown: Shown) -> None:
    page = shown(TextsPage(hall("番禺")))
    written = ["● 年度整体绩效目标", "● 整体绩效目标完成情况", "● 未能完成原因", "● 注"]
    assert titles(page)[:4] == written
    assert titles(page)[-1] == "○ 改进措施　空"


def test_leaving_the_editor_commits_as_one_step(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(TextsPage(workspace))
    other = QLineEdit(page)
    other.show()
    before = texts(workspace)["goals"]
    page.editor.setFocus()
    page.editor.setPlainText("稳就业\n促创业")
    assert texts(workspace)["goals"] == before
    other.setFocus()
    assert texts(workspace)["goals"] == "稳就业\n促创业"
    assert workspace.undo()
    assert page.editor.toPlainText() == before


@pytest.mark.parametrize("way", ["other text", "hidden", "restore point", "other table", "closed"])
def test_no_way_out_loses_words(way: str, hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(TextsPage(workspace))
    assert workspace.table is not None
    key = workspace.table.key
    choose(page, "problems")
    page.editor.setPlainText("个别指标难以量化")
    if way == "other text":
        choose(page, "goals")
    elif way == "hidden":
        page.hide()
    elif way == "restore point":
        assert workspace.restore_point("手动保存")
    elif way == "other table":
        assert workspace.start_year(key, 2022)
        assert workspace.table.key == TableKey(key.unit, 2022)
        assert "problems" not in texts(workspace) or not texts(workspace)["problems"]
        assert page.editor.toPlainText() == ""
        workspace.show(key)
    else:
        workspace.close()
        workspace = hall("番禺")
    assert texts(workspace)["problems"] == "个别指标难以量化"


def test_words_that_cannot_be_saved_stay_in_the_editor(hall: Hall, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = hall("番禺")
    page = shown(TextsPage(workspace))
    told: list[EnvironmentFault] = []
    workspace.trouble.connect(told.append)

    def full(*_: object, **__: object) -> None:
        raise EnvironmentFault(FaultCode.DISK_FULL, path="x")

    assert workspace.store is not None
    with monkeypatch.context() as patched:
        patched.setattr(type(workspace.store), "save", full)
        page.editor.setPlainText("写了很久的一段话")
        choose(page, "measures")
    assert told[0].code is FaultCode.DISK_FULL
    assert (page.key, page.editor.toPlainText()) == ("goals", "写了很久的一段话")
    choose(page, "measures")
    assert texts(workspace)["goals"] == "写了很久的一段话"


def test_words_in_composition_are_committed_too(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(TextsPage(workspace))
    choose(page, "measures")
    QApplication.sendEvent(page.editor, QInputMethodEvent("改进", []))
    page.end_editing()
    assert texts(workspace)["measures"] == "改进"


def test_a_rest_of_the_keys_commits_and_disturbs_nothing(hall: Hall, shown: Shown, qtbot: QtBot) -> None:
    workspace = hall("番禺")
    page = shown(TextsPage(workspace))
    assert page.editor.rest.interval() == REST_MS
    page.editor.rest.setInterval(1)
    choose(page, "measures")
    page.editor.setFocus()
    with qtbot.waitSignal(workspace.refreshed):
        QTest.keyClicks(page.editor, "abcdef")
    assert texts(workspace)["measures"] == "abcdef"
    cursor = page.editor.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(2, cursor.MoveMode.KeepAnchor)
    page.editor.setTextCursor(cursor)
    with qtbot.waitSignal(workspace.refreshed):
        page.editor.appendPlainText("第二段")
    kept = page.editor.textCursor()
    assert (kept.anchor(), kept.position(), page.editor.hasFocus()) == (4, 2, True)
    assert texts(workspace)["measures"] == "abcdef\n第二段"
    with qtbot.waitSignal(workspace.refreshed):
        QTest.keyClick(page.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # the editor's own, over the rests
    assert texts(workspace)["measures"] == page.editor.toPlainText() == "abcdef"
    page.end_editing()
    assert not page.editor.document().isUndoAvailable()


def test_a_rest_within_a_composition_waits_for_its_end(hall: Hall, shown: Shown, qtbot: QtBot) -> None:
    workspace = hall("番禺")
    page = shown(TextsPage(workspace))
    choose(page, "measures")
    page.editor.rest.setInterval(1)
    QTest.keyClicks(page.editor, "a")
    QApplication.sendEvent(page.editor, QInputMethodEvent("gai", []))
    with qtbot.waitSignals([page.editor.rest.timeout] * 2):
        pass
    assert texts(workspace).get("measures", "") == ""
    assert page.editor.composing == "gai"
    done = QInputMethodEvent()
    done.setCommitString("改")
    with qtbot.waitSignal(workspace.refreshed):
        QApplication.sendEvent(page.editor, done)
    assert texts(workspace)["measures"] == "a改"


def test_an_edit_elsewhere_leaves_what_is_being_typed_alone(hall: Hall, shown: Shown) -> None:
    from scoring.edit import Op, set_record
    from scoring.table import RecordKind

    workspace = hall("番禺")
    page = shown(TextsPage(workspace))
    page.editor.setPlainText("正在写")
    assert workspace.table is not None
    workspace.edit(Op.SET_RECORD, set_record, RecordKind.FUND, workspace.table.funds[0].id, executed_text="1")
    assert page.editor.toPlainText() == "正在写"


def test_a_live_figure_is_inserted_and_shown_filled(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(TextsPage(workspace))
    choose(page, "conclusion")
    page.editor.setPlainText("预算完成率为")
    page.editor.moveCursor(page.editor.textCursor().MoveOperation.End)
    page.insert_figure("预算执行率")
    assert page.editor.toPlainText() == "预算完成率为{预算执行率}"
    assert page.preview.text() == "印出来是：\n预算完成率为97.49%"
    page.editor.insertPlainText("{没有}")
    assert "没有这些数据，印出时照原样：没有" in page.preview.text()


def test_the_menu_lists_figures_with_their_present_values(hall: Hall, shown: Shown) -> None:
    page = shown(TextsPage(hall("番禺")))
    page._fill_menu()
    below = {each.text(): [action.text() for action in each.menu().actions()] for each in page.menu.actions()}
    assert "自评得分　92.25" in below["汇总"]
    assert "预算执行率　97.49%" in below["资金"]


def test_ctrl_z_belongs_to_the_hall_when_nothing_was_typed_since(hall: Hall, shown: Shown) -> None:
    page = shown(TextsPage(hall("番禺")))
    undone: list[int] = []
    from PySide6.QtGui import QAction, QKeySequence

    action = QAction(page)
    action.setShortcut(QKeySequence("Ctrl+Z"))
    action.triggered.connect(lambda: undone.append(1))
    page.addAction(action)
    page.editor.setFocus()
    QTest.keyClick(page.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    QTest.keyClick(page.editor, Qt.Key.Key_A)
    QTest.keyClick(page.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]


def test_a_sealed_or_foreign_table_is_only_read(hall: Hall, shown: Shown) -> None:
    from scoring.edit import Op, set_status
    from scoring.table import Status

    workspace = hall("番禺")
    page = shown(TextsPage(workspace))
    workspace.edit(Op.SET_STATUS, set_status, Status.SEALED)
    assert page.editor.isReadOnly()
    assert not page.insert.isEnabled()
