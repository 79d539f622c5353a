"""Rows handed out to offices and taken back, as a clerk does it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.kit.settings import Settings
from desktop.windows.hand_out_window import HandOutWindow
from desktop.windows.main_window import MainWindow
from desktop.windows.returns_model import BACK, NAME, NOW, TICK, TOLD
from desktop.windows.returns_window import ReturnsWindow
from desktop.workspace.session import Workspace
from scoring.edit import Op, set_field
from scoring.table import Field, TableKey
from tests.small_tables import small_table

BOTH = "职业技能培训人次"
TICKED = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> Iterator[MainWindow]:
    shown = MainWindow(workspace, Settings())
    qtbot.addWidget(shown)
    shown.furnish()
    shown.show()
    yield shown
    QApplication.processEvents()


def opened(window: MainWindow, command: str, kind: type) -> Any:
    window.actions_by_name[command].trigger()
    [shown] = [each for each in window.findChildren(kind) if each.isVisible()]  # type: ignore[attr-defined]
    return shown


def assign(shown: HandOutWindow, name: str, office: str) -> None:
    items = shown.rows.findItems(name, Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    shown.rows.clearSelection()
    items[0].setSelected(True)
    shown.office.setEditText(office)
    shown.set_office.click()


def hand_out(window: MainWindow, folder: Path, qtbot: QtBot) -> dict[str, Path]:
    """The rows of 管理效能 to one office, those of 履职效能 to another, one row to both."""
    shown = opened(window, "hand_out", HandOutWindow)
    for name, office in (("管理效能", "财务科"), ("履职效能", "就业科"), (BOTH, "就业科、财务科"), ("急需紧缺人才", "财务科")):
        assign(shown, name, office)
    shown.folder.setText(str(folder))
    with qtbot.waitSignal(shown.folder_chosen):
        shown.start.click()
    shown.close()
    return {each.name.rpartition("（")[2].partition("）")[0]: each for each in folder.glob("*.xlsx")}


def fill(path: Path, texts: dict[str, str], heading: str = "实际完成") -> None:
    """Words typed beside the indicators of these names."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    columns = [cell.column for row in sheet.iter_rows() for cell in row if heading in str(cell.value)]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in texts:
                sheet.cell(cell.row, columns[-1]).value = texts[cell.value]
    workbook.save(path)


def take_back(window: MainWindow, files: list[Path], qtbot: QtBot) -> ReturnsWindow:
    shown: ReturnsWindow = opened(window, "take_returns", ReturnsWindow)
    shown.add_files(files)
    qtbot.waitUntil(lambda: len(shown.come) == len(files))
    return shown


def lines(shown: ReturnsWindow, file: int) -> list[tuple[str, ...]]:
    shown.files.selectRow(file)
    cell = shown.model.index
    return [tuple(str(cell(row, column).data()) for column in (NAME, NOW, BACK, TOLD)) for row in range(shown.model.rowCount())]


def test_rows_are_given_to_offices_and_each_gets_its_workbook(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "分发"
    folder.mkdir()
    shown: HandOutWindow = opened(window, "hand_out", HandOutWindow)
    assert not shown.start.isEnabled()
    assert "还有 7 个指标没有写责任科室" in shown.told.text()
    shown.close()
    books = hand_out(window, folder, qtbot)
    assert set(books) == {"财务科", "就业科"}
    assert window.settings.output_folder == str(folder)
    assert workspace.table is not None
    assert {each.name: each.office_text for each in workspace.table.nodes if each.office_text} == {
        "管理效能": "财务科", "履职效能": "就业科", BOTH: "就业科、财务科", "急需紧缺人才": "财务科",
    }  # fmt: skip
    again: HandOutWindow = opened(window, "hand_out", HandOutWindow)
    again.folder.setText(str(folder))
    again.offices.item(0).setCheckState(Qt.CheckState.Unchecked)
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    before = {each: each.stat().st_mtime_ns for each in books.values()}
    again.start.click()
    assert "已有 1 个同名文件" in asked[0]
    assert {each: each.stat().st_mtime_ns for each in books.values()} == before


def test_returns_show_each_changed_cell_and_one_undo_takes_them_back(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    books = hand_out(window, tmp_path, qtbot)
    fill(books["财务科"], {BOTH: "2.9万人次", "急需紧缺人才": "98%"})
    fill(books["就业科"], {BOTH: "3万人次", "产业高端人才": "150名"})
    handed_out = workspace.table
    shown = take_back(window, [books["财务科"], books["就业科"]], qtbot)
    assert shown.missing.text() == "责任科室都已交回。"
    assert lines(shown, 0) == [
        ("急需紧缺人才", "2020年评选323名急需紧缺人才", "98%", "改变"),
        (BOTH, "2.85万人次", "2.9万人次", "改变"),
    ]
    first, conflict = lines(shown, 1)
    assert first == ("产业高端人才", "2020年评选135名产业高端人才", "150名", "改变")
    assert conflict[:3] == (BOTH, "2.9万人次", "3万人次")
    assert "财务科交回的也改了这一格" in conflict[3]
    assert shown.accept_all.text().startswith("采用 3 格")
    assert shown.model.setData(shown.model.index(1, TICK), Qt.CheckState.Checked, TICKED)
    assert shown.accept_all.text().startswith("采用 4 格")
    assert shown.model.setData(shown.model.index(0, TICK), Qt.CheckState.Unchecked, TICKED)
    shown.accept_all.click()
    assert not shown.isVisible()
    actuals = {each.name: each.actual_text for each in workspace.table.nodes} if workspace.table is not None else {}
    assert (actuals[BOTH], actuals["急需紧缺人才"], actuals["产业高端人才"]) == ("3万人次", "98%", "2020年评选135名产业高端人才")
    assert "已收回 2 个科室的填报" in window.bar.words.text()
    window.bar.action.click()
    assert workspace.table == handed_out


def test_a_cell_that_the_book_changed_since_is_a_conflict_even_while_the_window_is_open(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    books = hand_out(window, tmp_path, qtbot)
    fill(books["财务科"], {"急需紧缺人才": "98%"})
    shown = take_back(window, [books["财务科"]], qtbot)
    assert shown.missing.text() == "还没有交回：就业科"
    assert workspace.table is not None
    row = next(each.id for each in workspace.table.nodes if each.name == "急需紧缺人才")
    workspace.edit(Op.SET_FIELD, set_field, row, Field.ACTUAL, "97%")
    assert lines(shown, 0) == [("急需紧缺人才", "97%", "98%", "冲突：分发以后账套里也改了这一格，要用这一份请勾选")]
    assert not shown.accept_all.isEnabled()


def test_a_row_the_office_added_is_offered_and_nothing_else_changes(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    books = hand_out(window, tmp_path, qtbot)
    book = openpyxl.load_workbook(books["就业科"])
    sheet = book.worksheets[0]
    last = sheet.max_row
    names = {str(sheet.cell(row, column).value): column for row in range(1, 6) for column in range(1, sheet.max_column + 1)}
    column = next(at for words, at in names.items() if "三级指标" in words)
    actual = next(at for words, at in names.items() if "实际完成" in words)
    sheet.cell(last + 1, column).value = "新增的指标"
    sheet.cell(last + 1, actual).value = "12项"
    book.save(books["就业科"])
    shown = take_back(window, [books["就业科"]], qtbot)
    told = lines(shown, 0)
    assert [each[0].split(" / ")[-1] for each in told] == ["新增的指标"]
    assert "12项" in told[0][2]
    assert "按指标名称对上" in shown.note.text()
    assert not shown.accept_all.isEnabled()
    assert shown.model.setData(shown.model.index(0, TICK), Qt.CheckState.Checked, TICKED)
    before = workspace.table
    shown.accept_all.click()
    assert before is not None
    assert workspace.table is not None
    added = [each for each in workspace.table.nodes if each not in before.nodes]
    assert [(each.name, each.actual_text) for each in added] == [("新增的指标", "12项")]


def test_a_file_of_another_table_and_a_broken_one_are_told_and_hinder_nothing(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    other = TableKey("就业中心", 2020)
    assert workspace.store is not None
    workspace.store.add(small_table(other), operation="import")
    shown_key = workspace.table.key if workspace.table is not None else other
    window.ways.show_table(other)
    (tmp_path / "别的").mkdir()
    foreign = hand_out(window, tmp_path / "别的", qtbot)["财务科"]
    window.ways.show_table(shown_key)
    own = hand_out(window, tmp_path, qtbot)["就业科"]
    fill(own, {"产业高端人才": "150名"})
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    shown = take_back(window, [foreign, broken, own], qtbot)
    assert "“就业中心”2020 年度" in shown.come[0].trouble
    assert "坏.xlsx" in shown.come[1].trouble
    assert lines(shown, 1) == []
    assert shown.note.text() == shown.come[1].trouble
    assert [each[2] for each in lines(shown, 2)] == ["150名"]
    assert shown.accept_all.isEnabled()
    shown.files.selectRow(0)
    shown.remove.click()
    assert [each.path for each in shown.come] == [broken, own]
