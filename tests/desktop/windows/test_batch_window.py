"""打印多张表: tables ticked in a list, into one PDF or one each, with a way to stop."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QProgressDialog
from pytestqt.qtbot import QtBot

from desktop.app import open_window as open_program
from desktop.sheets.setup import SheetKind
from desktop.windows.batch_window import BatchWindow
from desktop.windows.main_window import MainWindow
from desktop.workspace.check_code import check_code
from desktop.workspace.years import write_sample_book
from tests.desktop.sheets.pdf_glyphs import read_pdf

PANYU, TIANHE = "广州市番禺区人力资源和社会保障局", "广州市天河区人力资源和社会保障局"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    write_sample_book(tmp_path / "示例.ziping")
    found = open_program(tmp_path / "示例.ziping")
    qtbot.addWidget(found)
    qtbot.waitUntil(lambda: found.furnished and found.workspace.store is not None)
    yield found
    found.close()


@pytest.fixture
def batch(window: MainWindow, qtbot: QtBot) -> BatchWindow:
    window.actions_by_name["print_batch"].trigger()
    (found,) = window.findChildren(BatchWindow)
    qtbot.waitExposed(found)
    return found


def tick(batch: BatchWindow, *units: str) -> None:
    batch.tick_all(ticked=False)
    for item in batch._units():
        if item.text(0) in units:
            item.setCheckState(0, Qt.CheckState.Checked)


def test_the_table_in_view_is_ticked_and_every_table_is_offered(batch: BatchWindow, window: MainWindow) -> None:
    assert window.workspace.table is not None
    assert batch.chosen() == [window.workspace.table.key]
    batch.tick_all(ticked=True)
    assert sorted(batch.chosen()) == sorted(each.key for each in window.workspace.overview())
    batch.tick_all(ticked=False)
    assert not any(button.isEnabled() for button in batch.buttons)
    assert "请勾选" in batch.told.text()


def test_a_year_narrows_what_is_offered_and_printed(batch: BatchWindow) -> None:
    batch.tick_all(ticked=True)
    batch.year_box.setCurrentIndex(batch.year_box.findText("2022 年度"))
    assert {key.year for key in batch.chosen()} == {2022}


def test_several_tables_go_into_one_file_each_on_its_own_paper(batch: BatchWindow, window: MainWindow, tmp_path: Path) -> None:
    tick(batch, PANYU, TIANHE)
    batch.content_boxes[SheetKind.COVER].setChecked(True)
    assert batch.write_together(tmp_path / "合.pdf")
    whole = "".join(page.text for page in read_pdf(tmp_path / "合.pdf"))
    store = window.workspace.store
    assert store is not None
    for key in batch.chosen():
        assert f"校验码{check_code(store.load(key))}" in whole
    assert len(batch.chosen()) == 2
    assert "已把 2 张表存为" in batch.told.text()


def test_a_file_for_each_and_old_ones_are_asked_about(
    batch: BatchWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "PDF"
    folder.mkdir()
    tick(batch, PANYU, TIANHE)
    assert batch.write_each(folder)
    names = sorted(each.name for each in folder.iterdir())
    assert names == [f"{TIANHE}2022年度部门整体支出绩效自评表.pdf", f"{PANYU}2021年度部门整体支出绩效自评表.pdf"]
    assert all(read_pdf(each) for each in folder.iterdir())
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    before = [each.stat().st_mtime_ns for each in sorted(folder.iterdir())]
    assert not batch.write_each(folder)
    assert "已有 2 个同名的文件" in asked[0]
    assert [each.stat().st_mtime_ns for each in sorted(folder.iterdir())] == before


def test_stopping_leaves_nothing_half_written(batch: BatchWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tick(batch, PANYU, TIANHE)
    monkeypatch.setattr(QProgressDialog, "wasCanceled", lambda progress: progress.value() >= 1)
    assert not batch.write_together(tmp_path / "合.pdf")
    assert not (tmp_path / "合.pdf").exists()
    folder = tmp_path / "PDF"
    folder.mkdir()
    assert not batch.write_each(folder)
    assert len(list(folder.iterdir())) == 1
    assert batch.told.text() == "已取消，没有写成文件或没有打印完。 之前已存好 1 个。"


def test_a_folder_that_is_gone_is_told(batch: BatchWindow, tmp_path: Path) -> None:
    assert not batch.write_together(tmp_path / "没有" / "合.pdf")
    assert "没有" in batch.told.text()


def test_the_printer_is_asked_once_for_all_tables(batch: BatchWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.sheets import printing

    made = printing.new_printer

    def to_file(*arguments: object) -> object:
        printer = made(*arguments)  # type: ignore[arg-type]
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        return printer

    asked: list[QPrintDialog] = []
    monkeypatch.setattr(printing, "new_printer", to_file)
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: (asked.append(dialog), QDialog.DialogCode.Accepted)[1])
    tick(batch, PANYU, TIANHE)
    batch.ask_printer()
    assert len(asked) == 1
    pages = read_pdf(tmp_path / "printed.pdf")
    assert f"已送去打印 2 张表，共 {len(pages)} 页。" == batch.told.text()


def test_the_file_dialogs_lead_there(batch: BatchWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "合"), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    tick(batch, TIANHE)
    batch.buttons[1].click()
    batch.buttons[2].click()
    assert {each.name for each in tmp_path.glob("*.pdf")} == {"合.pdf", f"{TIANHE}2022年度部门整体支出绩效自评表.pdf"}
