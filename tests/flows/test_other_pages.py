from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHeaderView, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from desktop.grid.page import TablePage
from desktop.pages.evidence_page import EvidencePage
from desktop.pages.funds_page import FundsPage
from desktop.pages.texts_page import TextsPage
from desktop.windows import new_table
from desktop.windows.main_window import MainWindow
from desktop.windows.new_table import Wanted, Way
from scoring.table import TableKey
from tests.small_tables import KEY, UNIT

Open = Callable[[Path | None], MainWindow]
Page = TextsPage | FundsPage | EvidencePage | TablePage


def tabs(window: MainWindow) -> list[str]:
    return [window.pages.tabs.tabText(at).split()[0] for at in range(window.pages.tabs.count())]


def turn(window: MainWindow, key: str) -> Page:
    page = window.pages.turn_to(key)
    assert isinstance(page, (TextsPage, FundsPage, EvidencePage, TablePage))
    return page


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def test_pages_a_form_does_not_have_are_absent(window: MainWindow) -> None:
    assert tabs(window) == ["基本情况", "资金", "基础数据", "指标表", "文字材料", "佐证", "检查"]
    assert window.pages.current() == "indicators"
    assert window.workspace.create_table(TableKey(UNIT, 2024), "tianhe_task")
    assert "主要任务" in tabs(window)
    assert window.workspace.create_table(TableKey(UNIT, 2025), "zhanjiang")
    assert tabs(window) == ["基本情况", "基础数据", "文字材料", "检查"]


@pytest.mark.parametrize("form", ["guangzhou_district", "tianhe_task", "guangzhou_city"])
@pytest.mark.parametrize("size", [(1366, 728), (1024, 600)])
def test_every_page_fits_a_small_screen_and_names_what_takes_the_keyboard(
    window: MainWindow, form: str, size: tuple[int, int]
) -> None:
    assert window.workspace.create_table(TableKey(UNIT, 2025), form)
    window.resize(*size)
    for key in window.pages._keys:
        page = window.pages.turn_to(key)
        assert page is not None
        QApplication.processEvents()
        assert (window.width(), window.height()) == size, key
        for each in page.findChildren(QWidget):
            takes_keys = each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.isVisible()
            inner = isinstance(each, (QScrollBar, QHeaderView)) or each.objectName().startswith("qt_")
            named = each.accessibleName() or getattr(each, "text", str)()
            assert not takes_keys or inner or named, (key, each)


def test_words_being_typed_survive_every_way_out(window: MainWindow, open_window: Open, book_path: Path) -> None:
    page = turn(window, "texts")
    assert isinstance(page, TextsPage)
    page.editor.setFocus()
    QTest.keyClicks(page.editor, "first")
    press(window, Qt.Key.Key_S)
    page.editor.selectAll()
    QTest.keyClicks(page.editor, "second")
    turn(window, "indicators")
    turn(window, "texts")
    page.editor.selectAll()
    QTest.keyClicks(page.editor, "third")
    window.close()
    again = turn(open_window(book_path), "texts")
    assert isinstance(again, TextsPage)
    assert again.editor.toPlainText() == "third"
    for before in ("second", "first", ""):
        assert again.workspace.undo()
        assert again.editor.toPlainText() == before


def test_undo_leads_to_the_page_of_the_change(window: MainWindow) -> None:
    page = turn(window, "funds")
    assert isinstance(page, FundsPage)
    page.lines.view.setFocus()
    QTest.keyClicks(page.lines.view, "6")
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert window.workspace.table is not None
    assert len(window.workspace.table.funds) == 6  # the lines of the form
    turn(window, "indicators")
    window.actions_by_name["undo"].trigger()
    assert window.workspace.table.funds == ()
    assert window.pages.current() == "funds"


def test_row_commands_and_the_clipboard_follow_the_page_in_view(window: MainWindow) -> None:
    page = turn(window, "funds")
    assert isinstance(page, FundsPage)
    page.lines.view.setFocus()
    press(window, Qt.Key.Key_Equal)
    assert window.workspace.table is not None
    assert len(window.workspace.table.funds) == 7  # the six lines of the form and the new one
    press(window, Qt.Key.Key_Minus)
    assert len(window.workspace.table.funds) == 6
    QApplication.clipboard().setText("100")
    page.lines.view.put_cursor(page.lines.model.index(0, 2))
    window.actions_by_name["paste"].trigger()
    assert page.lines.model.sheet.cell(0, 2).text == "100"


def test_a_scan_dropped_on_a_row_becomes_its_evidence(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    scan = tmp_path / "批复.png"
    scan.write_bytes(b"\x89PNG")
    page = turn(window, "indicators")
    assert isinstance(page, TablePage)
    row = next(page.model.node_rows())
    spot = page.view.viewport().mapTo(window, page.view.visualRect(page.model.index(row, page.model.plan.frozen)).center())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scan))])
    window.dropEvent(
        QDropEvent(QPointF(spot), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )
    qtbot.waitUntil(lambda: window.workspace.table is not None and len(window.workspace.table.attachments) == 1)
    assert window.workspace.table is not None
    assert window.workspace.table.attachments[0].node_id == page.model.rows[row].node_id
    assert window.pages.current() == "evidence"
    turn(window, "indicators")
    for ending in ("xlsx", "xlsb", "ods", "et", "htm"):
        assert not window.commands.attach_to_row(QPoint(spot), [tmp_path / f"自评表.{ending}"])


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (Wanted(Way.LIKE, TableKey("第二人社局", 2022), source=KEY), 14),
        (Wanted(Way.LIKE, TableKey(UNIT, 2021, "技能大赛"), source=KEY), 14),
        (Wanted(Way.FORM, TableKey("第二人社局", 2022, "就业补助资金"), form="ministry_three_part"), 9),
    ],
)
def test_a_table_begins_like_another_or_as_a_form(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, wanted: Wanted, rows: int
) -> None:
    monkeypatch.setattr(new_table, "ask_new_table", lambda *_: wanted)
    window.actions_by_name["new_year"].trigger()
    table = window.workspace.table
    assert table is not None
    assert (table.key, len(table.nodes)) == (wanted.key, rows)
    assert [each.actual_text for each in table.nodes if each.actual_text] == []
    assert window.tree.currentIndex().data().startswith("○")


def test_the_dialog_says_what_is_taken_and_what_is_missing(window: MainWindow) -> None:
    dialog = new_table.NewTableDialog([KEY], {"ministry_three_part": "三段式"}, KEY, window)
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert ok.isEnabled()
    dialog.year.setValue(2021)
    assert not ok.isEnabled()
    assert dialog.taken.text() == "账套里已经有这张表，请换一个年度、单位或项目。"
    dialog.subject.setText("技能大赛")
    assert ok.isEnabled()
    dialog.unit.setCurrentText(" ")
    assert not ok.isEnabled()
    dialog.choose(Way.FILE)
    assert ok.isEnabled()


def test_without_a_table_to_begin_from_a_form_is_offered(window: MainWindow) -> None:
    dialog = new_table.NewTableDialog([], {"ministry_three_part": "三段式"}, None, window)
    assert dialog.way() is Way.FORM
    dialog.unit.setCurrentText("新单位")
    assert dialog.wanted() == Wanted(Way.FORM, TableKey("新单位", dialog.year.value()), form="ministry_three_part")
