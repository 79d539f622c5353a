"""States of a table, and what changed since it was submitted: on screen, as a file, on paper."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.kit.settings import Settings
from desktop.sheets.preview import PreviewWindow
from desktop.sheets.setup import SheetKind
from desktop.windows import dialogs
from desktop.windows.changes_window import ChangesWindow
from desktop.windows.main_window import MainWindow
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import Field, Status, TableKey
from tests.small_tables import UNIT


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> MainWindow:
    """The main window with the small table, furnished."""
    shown = MainWindow(workspace, Settings())
    qtbot.addWidget(shown)
    shown.resize(1366, 728)
    shown.show()
    shown.furnish()
    return shown


def status(workspace: Workspace) -> Status:
    assert workspace.table is not None
    return workspace.table.heading.status


def state(window: MainWindow) -> str:
    return str(window.tree.currentIndex().siblingAtColumn(0).data())


def test_a_table_goes_through_its_states_and_the_tree_tells_them(
    window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "ask_words", lambda *_: "报区财政局")
    assert workspace.create_table(TableKey(UNIT, 2025), "ministry_three_part")
    assert workspace.table is not None
    assert state(window) == "○ 2025 年　未开始"
    row = next(each for each in workspace.table.nodes if each.leaf)
    assert workspace.edit(Op.SET_FIELD, edit.set_field, row.id, Field.ACTUAL, "95%")
    assert status(workspace) is Status.FILLING
    assert state(window).startswith("◐ 2025 年　填报 ")
    assert workspace.undo_text == "修改单元格“95%”"
    assert workspace.undo()
    assert state(window) == "○ 2025 年　未开始"
    assert workspace.redo()
    window.actions_by_name["mark_checked"].trigger()
    assert state(window) == "◑ 2025 年　已检查"
    assert workspace.edit(Op.SET_FIELD, edit.set_field, row.id, Field.ACTUAL, "96%")
    assert status(workspace) is Status.FILLING
    for name, words in (("submit", "● 2025 年　已报送"), ("send_back", "← 2025 年　退回")):
        window.actions_by_name[name].trigger()
        assert state(window) == words
    assert workspace.edit(Op.SET_FIELD, edit.set_field, row.id, Field.ACTUAL, "97%")
    assert status(workspace) is Status.RETURNED


def test_what_changed_since_the_submission_is_listed_written_and_printed(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.actions_by_name["show_changes"].trigger()
    shown = window.findChild(ChangesWindow)
    assert isinstance(shown, ChangesWindow)
    assert shown.told.text() == "本表还没有报送过。"
    monkeypatch.setattr(dialogs, "ask_words", lambda *_: "第一次报送")
    window.actions_by_name["submit"].trigger()
    assert workspace.edit(Op.SET_FIELD, edit.set_field, "10", Field.REMARK, "已核")
    monkeypatch.setattr(dialogs, "ask_words", lambda *_: "完成值与佐证不符")
    window.actions_by_name["send_back"].trigger()
    assert workspace.edit(Op.SET_FIELD, edit.set_field, "10", Field.ACTUAL, "2.75万人次")
    assert shown.told.text().endswith("报送（第一次报送）以来改动 3 处，退回原因：完成值与佐证不符。")
    assert ("得分", "0.5", "0.5（按规则）") in {(row[1], row[2], row[3]) for row in shown.table.texts.rows}
    assert workspace.edit(Op.SET_FIELD, edit.set_field, "10", Field.ACTUAL, "2万人次")
    assert "以来改动 3 处，总分 7.48 → 7.38，退回原因" in shown.told.text()
    assert workspace.undo()
    rows = {(row[1], row[2], row[3]) for row in shown.table.texts.rows}
    assert ("实际完成值", "2.85万人次", "2.75万人次") in rows
    assert ("备注", "", "已核") in rows
    assert not any("状态" in row for row in shown.table.texts.rows)
    with qtbot.waitSignal(shown.place_asked):
        shown.table.activated.emit(shown.table.texts.index(0, 0))
    assert window.commands.page is not None
    assert window.commands.page.chosen_cell().node_id == "10"
    shown.export(tmp_path / "改动.csv")
    assert "2.75万人次" in (tmp_path / "改动.csv").read_text(encoding="utf-8-sig")
    shown.print_button.click()
    preview = window.findChild(PreviewWindow)
    assert isinstance(preview, PreviewWindow)
    assert preview.setup.contents == (SheetKind.CHANGES,)
    words = "".join(line.text for page in preview.pages for line in page.lines())
    for each in ("报送以来的改动", "2.85万人次", "2.75万人次", "完成值与佐证不符"):
        assert each in words
    preview.close()
