"""Files out by the menu: written beside the window, told, and kept apart from what stands in the way."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.windows.export_window import OFFERS, ExportWindow
from desktop.windows.main_window import MainWindow
from desktop.windows.unplaced_window import UnplacedWindow
from tests.flows.conftest import table_page


def opened(window: MainWindow) -> ExportWindow:
    window.actions_by_name["export"].trigger()
    [shown] = [each for each in window.findChildren(ExportWindow) if each.isVisible()]
    return shown


def choose(shown: ExportWindow, words: str) -> None:
    shown.kinds.setCurrentRow(next(at for at, each in enumerate(OFFERS) if each.words == words))


def export(shown: ExportWindow, qtbot: QtBot, place: Path | None = None) -> Path:
    if place is not None:
        shown.place.setText(str(place))
    with qtbot.waitSignal(shown.written, timeout=20000) as told:
        shown.start.click()
    return Path(told.args[0])


def test_the_table_in_view_becomes_a_workbook_with_the_cell_still_open_in_it(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = table_page(window)
    page.view.setFocus()
    page.view.put_cursor(page.model.index(3, 7))
    QTest.keyClick(page.view, "9")
    path = export(opened(window), qtbot, tmp_path / "自评表")
    assert path == tmp_path / "自评表.xlsx"
    assert window.statusBar().currentMessage() == f"已导出：{path}"
    cells = [str(cell.value) for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert "产业高端人才奖励150人" in cells
    assert "2020年评选135名产业高端人才" not in cells


def test_the_place_is_remembered_and_the_folder_opened(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "导出"
    folder.mkdir()
    shown = opened(window)
    usual = Path(shown.place.text())
    assert window.workspace.path is not None
    assert usual.parent == window.workspace.path.parent
    export(shown, qtbot, folder / usual.name)
    seen: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", seen.append)
    shown.show_folder.click()
    shown.show_file.click()
    assert [each.toLocalFile() for each in seen] == [str(folder), str(folder / usual.name)]
    shown.close()
    again = opened(window)
    assert Path(again.place.text()) == folder / usual.name
    choose(again, "Word 自评报告")
    assert Path(again.place.text()).parent == folder
    assert again.place.text().endswith("绩效自评报告.docx")


def test_a_file_that_is_there_is_only_replaced_when_asked_for(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.csv"
    path.write_text("别人的", encoding="utf-8")
    shown = opened(window)
    choose(shown, "CSV 指标行")
    shown.place.setText(str(path))
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    shown.start.click()
    assert asked == ["“表.csv”已经有了，替换吗？"]
    assert path.read_text(encoding="utf-8") == "别人的"
    monkeypatch.setattr("desktop.windows.export_window.may_replace", lambda *_: True)
    export(shown, qtbot)
    assert "产业高端人才" in path.read_text(encoding="utf-8-sig")


def test_what_stands_in_the_way_is_told_and_another_place_is_one_key_away(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = opened(window)
    shown.place.setText(str(tmp_path / "没有" / "表.xlsx"))
    shown.start.click()
    qtbot.waitUntil(lambda: "不存在" in shown.outcome.text(), timeout=20000)
    assert shown.choose.hasFocus()
    assert not shown.show_folder.isVisible()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "表"), ""))
    shown.choose.click()
    assert export(shown, qtbot) == tmp_path / "表.xlsx"


def test_a_report_and_an_audit_are_what_they_say(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    shown = opened(window)
    choose(shown, "Word 自评报告")
    assert not shown.compared.isEnabled()
    report = export(shown, qtbot, tmp_path / "报告.docx")
    assert any("自评报告" in each.text for each in Document(str(report)).paragraphs)
    choose(shown, "Excel 自评表，附计算过程和问题")
    assert shown.place.text() == str(tmp_path / "报告.xlsx")
    audit = export(shown, qtbot, tmp_path / "审核.xlsx")
    assert {"评分过程", "检查结果"} <= set(load_workbook(audit).sheetnames)


def test_years_a_picture_and_working_columns_stand_beside_the_table_when_asked_for(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    store, table = window.workspace.store, window.workspace.table
    assert store is not None
    assert table is not None
    store.add(replace(table, key=replace(table.key, year=table.key.year - 1)), operation="import")
    shown = opened(window)
    plain = export(shown, qtbot, tmp_path / "只有表.xlsx")
    assert [each for each in load_workbook(plain).sheetnames if not each.startswith("_")] == ["自评表"]
    shown.compared.setChecked(True)
    shown.with_chart.setChecked(True)
    shown.working["completion_rate"].setChecked(True)
    full = export(shown, qtbot, tmp_path / "全.xlsx")
    with pytest.warns(UserWarning, match="Sparkline"):
        book = load_workbook(full)
    assert {"年度对比", "得分变化", "图表"} <= set(book.sheetnames)
    with zipfile.ZipFile(full) as package:
        assert [each for each in package.namelist() if each.startswith("xl/media/")] == ["xl/media/image1.png"]
    assert "完成率" in {cell.value for row in book["自评表"].iter_rows() for cell in row}


def test_a_blank_form_is_filled_by_the_menu(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = tmp_path / "已填.xlsx"
    shown = opened(window)
    choose(shown, "Excel 空白表")
    blank = export(shown, qtbot, tmp_path / "空白.xlsx")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(blank), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(filled), ""))
    window.actions_by_name["fill_template"].trigger()
    qtbot.waitUntil(filled.exists, timeout=20000)
    cells = [str(cell.value) for row in load_workbook(filled).worksheets[0].iter_rows() for cell in row]
    assert "2020年评选135名产业高端人才" in cells


def test_what_a_foreign_form_has_no_cell_for_is_listed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank = tmp_path / "空白.xlsx"
    book = Workbook()
    sheet = book.active
    for row in (["部门整体支出绩效自评表"], ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值"]):
        sheet.append(row)
    sheet.append(["履职效能", "任务1-深入实施“1+4”产业人才政策", "产业高端人才", 1, "产业高端人才奖励150人", None])
    sheet.append([None, None, "急需紧缺人才", 1, "急需紧缺人才奖励349人", "由市局填写"])
    book.save(blank)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(blank), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "已填.xlsx"), ""))
    window.actions_by_name["fill_template"].trigger()
    qtbot.waitUntil(window.bar.isVisible, timeout=20000)
    window.bar.action.click()
    [shown] = window.findChildren(UnplacedWindow)
    lines = {(name.rpartition(" / ")[2], column): (text, why) for name, column, text, why in shown.list.texts.rows}
    assert lines["急需紧缺人才", "实际完成值"] == ("2020年评选323名急需紧缺人才", "那一格已有不同的内容")
    assert lines["职业技能培训人次", "实际完成值"] == ("2.85万人次", "空白表里没有位置")
    assert ("产业高端人才", "实际完成值") not in lines
