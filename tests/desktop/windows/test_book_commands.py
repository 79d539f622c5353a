"""Copies, packages, the log and the state of a table from the menu, as a clerk meets them."""

import errno
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from db import distant, lock
from db.backup import back_up, copies
from db.evidence import store_file
from db.store import Store
from desktop.kit.settings import Settings
from desktop.windows import dialogs
from desktop.windows.history_window import HistoryWindow
from desktop.windows.main_window import MainWindow
from desktop.windows.restore_window import RestoreWindow
from desktop.workspace.evidence import attach
from desktop.workspace.session import Workspace
from scoring.edit import Op, set_field
from scoring.finding import Place
from scoring.table import Field, RecordKind, Status
from tests.small_tables import KEY, small_table


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> Iterator[MainWindow]:
    shown = MainWindow(workspace, Settings())
    qtbot.addWidget(shown)
    shown.resize(1366, 728)
    shown.furnish()
    shown.show()
    yield shown
    QApplication.processEvents()


def remark(hall: Workspace, node_id: str = "10") -> str:
    assert hall.table is not None
    return next(each.remark_text for each in hall.table.nodes if each.id == node_id)


def write(hall: Workspace, text: str, node_id: str = "10") -> None:
    assert hall.edit(Op.SET_FIELD, set_field, node_id, Field.REMARK, text)


def answer(monkeypatch: pytest.MonkeyPatch, text: str, *, given: bool = True) -> None:
    monkeypatch.setattr(dialogs, "ask_words", lambda *_: text if given else None)


def test_a_restore_shows_what_differs_before_it_replaces_and_keeps_what_was(
    window: MainWindow, workspace: Workspace, book_path: Path, qtbot: QtBot
) -> None:
    write(workspace, "备份时")
    copy = back_up(book_path)
    write(workspace, "后来")
    dialog = RestoreWindow(workspace, book_path, window)
    qtbot.addWidget(dialog)
    assert dialog.path == copy
    assert dialog.outcome.text() == "1 张表的 1 行、1 处不同。"
    [line] = dialog.cells.texts.rows
    assert tuple(line[-3:]) == ("备注", "备份时", "后来")
    assert remark(workspace) == "后来"
    window.books.bring_back(book_path, copy)
    assert remark(workspace) == "备份时"
    kept = [each.path for each in copies(book_path) if each.path != copy]
    with Store.open(kept[0], read_only=True) as store:
        assert next(each for each in store.load(KEY).nodes if each.id == "10").remark_text == "后来"
    assert window.bar.words.text().startswith("已恢复备份")


def test_a_damaged_copy_cannot_be_brought_back(window: MainWindow, workspace: Workspace, book_path: Path, qtbot: QtBot) -> None:
    copy = back_up(book_path)
    copy.write_bytes(copy.read_bytes()[:5000])
    dialog = RestoreWindow(workspace, book_path, window)
    qtbot.addWidget(dialog)
    assert not dialog.restore.isEnabled()
    assert "损坏" in dialog.outcome.text()


def test_without_copies_the_window_says_how_to_make_one(
    window: MainWindow, workspace: Workspace, book_path: Path, qtbot: QtBot
) -> None:
    dialog = RestoreWindow(workspace, book_path, window)
    qtbot.addWidget(dialog)
    assert (dialog.path, dialog.restore.isEnabled()) == (None, False)
    assert "还没有备份" in dialog.outcome.text()


def test_a_backup_is_made_beside_the_window(window: MainWindow, workspace: Workspace, book_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workspace.told, timeout=20000) as told:
        window.actions_by_name["back_up"].trigger()
    assert told.args[0] == f"已备份并验证：{copies(book_path)[0].path.name}"


def test_the_log_is_seen_by_table_row_cell_and_searched(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    write(workspace, "甲")
    write(workspace, "乙", "11")
    assert workspace.edit(Op.SET_FIELD, set_field, "10", Field.REASON, "原因")
    shown = HistoryWindow(workspace, Place(RecordKind.NODE, "10", "remark_text"), window)
    qtbot.addWidget(shown)
    counts = []
    for index in range(shown.scope.count()):
        shown.scope.setCurrentIndex(index)
        counts.append(len([each for each in shown.lines if each.operation == "修改单元格"]))
    assert counts == [3, 3, 2, 1]
    shown.scope.setCurrentIndex(1)
    shown.words.setText("职业技能鉴定")
    assert [each.new for each in shown.lines] == ["乙"]


def test_one_change_is_taken_back_from_the_log_and_the_list_follows(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    write(workspace, "甲")
    write(workspace, "乙", "11")
    shown = HistoryWindow(workspace, Place(), window)
    qtbot.addWidget(shown)
    shown.table.selectRow(1)
    assert shown.take_back.isEnabled()
    shown.take_back.click()
    assert (remark(workspace), remark(workspace, "11")) == ("", "乙")
    assert [each.operation for each in shown.lines] == ["撤回一处修改", "修改单元格", "修改单元格", "导入"]
    shown.table.selectRow(3)
    assert not shown.take_back.isEnabled()
    shown.compare.click()
    assert [tuple(each[1:]) for each in shown.cells.texts.rows] == [("备注", "", "乙")]


def test_the_table_goes_back_to_a_restore_point_as_one_step(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    write(workspace, "甲")
    workspace.restore_point("送审前")
    point = workspace.table
    write(workspace, "乙")
    write(workspace, "丙", "11")
    shown = HistoryWindow(workspace, Place(), window)
    qtbot.addWidget(shown)
    shown.show()
    row = next(at for at, each in enumerate(shown.lines) if each.operation == "恢复点")
    shown.table.selectRow(row)
    assert not shown.go_back.isVisible()
    shown.compare.click()
    assert shown.go_back.isVisible()
    shown.go_back.click()
    assert workspace.table == point
    assert not shown.go_back.isVisible()
    assert workspace.undo()
    assert (remark(workspace), remark(workspace, "11")) == ("乙", "丙")


def test_what_was_changed_again_is_not_taken_back_and_says_so(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    write(workspace, "甲")
    write(workspace, "乙")
    shown = HistoryWindow(workspace, Place(), window)
    qtbot.addWidget(shown)
    shown.table.selectRow(1)
    shown.take_back.click()
    assert remark(workspace) == "乙"
    assert "不能单独撤回" in window.bar.words.text()


def test_a_seal_locks_and_its_removal_asks_for_a_reason(
    window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _: 0)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: next(each for each in box.buttons() if each.text() == "定稿"))
    assert not window.actions_by_name["unseal"].isEnabled()
    window.actions_by_name["seal"].trigger()
    assert workspace.table is not None
    assert workspace.table.heading.status is Status.SEALED
    assert not window.actions_by_name["seal"].isEnabled()
    answer(monkeypatch, "   ")
    window.actions_by_name["unseal"].trigger()
    assert workspace.table.heading.status is Status.SEALED
    answer(monkeypatch, "数据更正")
    window.actions_by_name["unseal"].trigger()
    assert workspace.editable
    assert workspace.history()[-1].new == "数据更正"


def test_submitting_and_returning_are_recorded(window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "报区财政局")
    window.actions_by_name["submit"].trigger()
    assert workspace.table is not None
    assert workspace.table.heading.status is Status.SUBMITTED
    answer(monkeypatch, "补佐证")
    window.actions_by_name["send_back"].trigger()
    assert workspace.store is not None
    assert workspace.table.heading.status is Status.RETURNED
    assert [each.name for each in workspace.store.marks(KEY)] == ["报区财政局", "补佐证"]
    assert workspace.store.table_at(KEY, workspace.store.marks(KEY)[0].position).heading.status is Status.SUBMITTED


def test_a_package_made_here_is_taken_in_there(
    window: MainWindow, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    package = tmp_path / "提交包"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(package), ""))
    with qtbot.waitSignal(workspace.told, timeout=20000):
        window.actions_by_name["pack"].trigger()
    other = tmp_path / "上级.ziping"
    Store.create(other).close()
    workspace.open(other)
    window.take_files([package.with_suffix(".zip")])
    assert workspace.store is not None
    assert workspace.store.load(KEY) == small_table()
    assert workspace.table == small_table()


def test_a_copy_stands_elsewhere_and_the_book_stays_open(
    window: MainWindow, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "副本"), ""))
    window.actions_by_name["save_copy"].trigger()
    qtbot.waitUntil(window.bar.isVisible, timeout=20000)
    assert window.bar.action.text() == "打开副本"
    with Store.open(tmp_path / "副本.ziping", read_only=True) as copy:
        assert copy.keys() == (KEY,)
    assert workspace.path != tmp_path / "副本.ziping"


def test_damage_is_told_with_the_way_to_the_copies(window: MainWindow, book_path: Path, qtbot: QtBot) -> None:
    data = book_path.read_bytes()
    at = data.index("职业技能鉴定人次".encode())
    book_path.write_bytes(data[:at] + "检".encode() + data[at + 3 :])
    window.books.care_for(book_path)
    qtbot.waitUntil(window.bar.isVisible, timeout=20000)
    assert window.bar.words.text().startswith("账套有损坏：")
    assert window.bar.action.text() == "恢复备份…"
    assert copies(book_path) == ()


def test_leaving_makes_the_copy_of_the_day_once(window: MainWindow, workspace: Workspace, book_path: Path) -> None:
    write(workspace, "改过")
    window.books.leave()
    assert len(copies(book_path)) == 1
    workspace.open(book_path)
    workspace.show(KEY)
    window.books.leave()
    assert len(copies(book_path)) == 1


def test_evidence_comes_along_with_a_book_that_was_renamed(
    window: MainWindow, workspace: Workspace, book_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    paper = tmp_path / "批复.pdf"
    paper.write_bytes(b"%PDF-1.7")
    workspace.edit(Op.ATTACH, attach, "10", [store_file(book_path, paper)])
    workspace.close()
    renamed = book_path.rename(book_path.with_name("二〇二一.ziping"))
    window.ways.open_path(renamed)
    assert "E01" in {each.code for each in workspace.findings}
    with qtbot.waitSignal(workspace.told, timeout=20000) as told:
        window.books.care_for(renamed)
    assert "已从原来的文件夹取回 1 份佐证材料" in told.args[0]
    assert "E01" not in {each.code for each in workspace.findings}


def test_a_drive_that_went_away_leaves_the_table_in_view_and_a_second_place(
    window: MainWindow, workspace: Workspace, book_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    write(workspace, "写下的")
    book_path.unlink()
    assert not workspace.edit(Op.SET_FIELD, set_field, "10", Field.REMARK, "没写成的")
    assert remark(workspace) == "写下的"
    assert (window.bar.isVisible(), window.bar.action.text()) == (True, "另存副本…")
    assert str(book_path) in window.bar.words.text()
    target = book_path.with_name("急救.ziping")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    window.bar.action.click()
    qtbot.waitUntil(lambda: "读不到" in window.bar.words.text(), timeout=20000)
    window.bar.action.click()
    assert workspace.path == target
    assert remark(workspace) == "写下的"


def test_a_copy_that_cannot_be_written_offers_another_place(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    chosen = [tmp_path / "没有的文件夹" / "副本.ziping", tmp_path / "副本.ziping"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(chosen.pop(0)), ""))
    for name, path in (("save_copy", tmp_path / "副本.ziping"), ("pack", tmp_path / "包.zip")):
        chosen[:] = [tmp_path / "没有的文件夹" / path.name, path]
        window.actions_by_name[name].trigger()
        qtbot.waitUntil(lambda: window.bar.action.text() == "另选位置…" and window.bar.isVisible(), timeout=20000)
        assert "没有的文件夹" in window.bar.words.text()
        window.bar.action.click()
        qtbot.waitUntil(path.exists, timeout=20000)


def test_a_book_on_a_share_goes_back_beside_the_window_and_waits_while_the_share_is_away(
    window: MainWindow, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (tmp_path / "mounts").write_text(f"31 22 0:44 / {share} rw - nfs4 server:/ rw\n", "utf-8")
    monkeypatch.setattr(distant, "MOUNTS", tmp_path / "mounts")
    path = share / "账套.ziping"
    with Store.create(path) as store:
        store.add(small_table(), operation="import")

    def stored() -> str:
        with Store.open(path, read_only=True) as store:
            return next(each.remark_text for each in store.load(KEY).nodes if each.id == "10")

    window.ways.open_path(path)
    write(workspace, "第一句")
    assert stored() == ""
    window.books.put_back()
    qtbot.waitUntil(lambda: stored() == "第一句", timeout=20000)
    qtbot.waitUntil(lambda: not window.books.returning, timeout=20000)
    away = share.rename(tmp_path / "away")
    write(workspace, "第二句")
    window.books.put_back()
    qtbot.waitUntil(window.bar.isVisible, timeout=20000)
    assert "录入的内容都在本机" in window.bar.words.text()
    assert window.bar.action.text() == "另存副本…"
    away.rename(share)
    with qtbot.waitSignal(workspace.told, timeout=20000) as told:
        window.books.put_back()
    assert "都已放回" in told.args[0]
    assert stored() == "第二句"


def test_a_book_on_a_share_without_locks_is_taken_over_when_the_clerk_says_so(
    window: MainWindow, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    asked: list[str] = []
    answers = ["", "以只读方式打开", "接管账套"]

    def clicked(box: QMessageBox) -> QAbstractButton:
        cancel = box.button(QMessageBox.StandardButton.Cancel)
        return next((each for each in box.buttons() if each.text() == answers[0]), cancel)

    monkeypatch.setattr(lock, "_take", unknown)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    monkeypatch.setattr(QMessageBox, "clickedButton", clicked)
    path = tmp_path / "共享.ziping"
    with Store.create(path) as store:
        store.add(small_table(), operation="import")
    holder = {"holder": "李四", "machine": "二楼", "pid": "4711", "since": "2026-11-20T01:12:00.000Z"}
    lock.lock_path(path).write_text(json.dumps(holder), "utf-8")
    states: list[bool | None] = []
    while answers:
        window.ways.open_path(path)
        assert "李四（电脑 二楼，2026-11-20 " in window.bar.words.text()
        assert window.bar.action.text() == "只读打开或接管…"
        window.bar.action.click()
        answers.pop(0)
        states.append(workspace.store.read_only if workspace.store is not None and workspace.path == path else None)
    assert states == [None, True, False]
    assert "请先问一问" in asked[0]
    write(workspace, "接管之后")
    workspace.close()
    with Store.open(path) as store:
        assert next(each.remark_text for each in store.load(KEY).nodes if each.id == "10") == "接管之后"


def test_what_is_left_of_a_damaged_book_is_rescued_and_the_rest_listed(
    window: MainWindow, workspace: Workspace, book_path: Path, qtbot: QtBot
) -> None:
    workspace.close()
    with closing(sqlite3.connect(book_path, isolation_level=None)) as connection:
        connection.execute("UPDATE nodes SET remark_text = '坏' WHERE id = '10'")
        connection.execute("DELETE FROM edit")
    dialog = RestoreWindow(workspace, book_path, window)
    qtbot.addWidget(dialog)
    target = book_path.with_name("抢救.ziping")
    dialog.salvage(target)
    qtbot.waitUntil(lambda: "已抢救出 1 张表" in dialog.outcome.text(), timeout=20000)
    lines = [tuple(each) for each in dialog.cells.texts.rows]
    assert (f"{KEY.unit} 2021", "指标 10", "备注", "", "读不出") in lines
    assert ("", "修改记录第 1", "", "", "读不出") in lines
    with Store.open(target, read_only=True) as store:
        assert store.verify().ok
        assert len(store.load(KEY).nodes) == len(small_table().nodes)
    dialog.salvage(target)
    qtbot.waitUntil(lambda: "已存在" in dialog.outcome.text(), timeout=20000)
