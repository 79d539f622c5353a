"""Files out by the menu: written beside the window, told, and offered another place when one is taken."""

from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.windows.main_window import MainWindow
from tests.flows.conftest import table_page


def test_the_table_in_view_becomes_a_workbook_with_the_cell_still_open_in_it(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "自评表.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path.with_suffix("")), "Excel 工作簿 (*.xlsx)"))
    page = table_page(window)
    page.view.setFocus()
    page.view.put_cursor(page.model.index(3, 7))
    QTest.keyClick(page.view, "9")
    window.actions_by_name["export"].trigger()
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == f"已导出：{path}", timeout=20000)
    cells = [str(cell.value) for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert "产业高端人才奖励150人" in cells
    assert "2020年评选135名产业高端人才" not in cells


def test_a_folder_that_is_gone_is_told_and_another_place_offered(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = iter((tmp_path / "没有" / "表.xlsx", tmp_path / "表.xlsx"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(next(places)), ""))
    window.actions_by_name["export"].trigger()
    qtbot.waitUntil(window.bar.isVisible, timeout=20000)
    window.bar.action.click()
    qtbot.waitUntil(lambda: window.statusBar().currentMessage().startswith("已导出"), timeout=20000)
    assert (tmp_path / "表.xlsx").exists()


def test_the_words_chosen_in_the_dialog_pick_the_kind(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报告.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "Word 自评报告 (*.docx)"))
    window.actions_by_name["export"].trigger()
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == f"已导出：{path}", timeout=20000)
    assert any("自评报告" in each.text for each in Document(str(path)).paragraphs)
    audit = tmp_path / "审核.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(audit), "Excel 自评表，附计算过程和问题 (*.xlsx)"))
    window.actions_by_name["export"].trigger()
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == f"已导出：{audit}", timeout=20000)
    assert len(load_workbook(audit).sheetnames) > 2


def test_a_blank_form_is_filled_by_the_menu(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank, filled = tmp_path / "空白.xlsx", tmp_path / "已填.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(blank), "Excel 空白表 (*.xlsx)"))
    window.actions_by_name["export"].trigger()
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == f"已导出：{blank}", timeout=20000)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(blank), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(filled), ""))
    window.actions_by_name["fill_template"].trigger()
    qtbot.waitUntil(filled.exists, timeout=20000)
    cells = [str(cell.value) for row in load_workbook(filled).worksheets[0].iter_rows() for cell in row]
    assert "2020年评选135名产业高端人才" in cells
