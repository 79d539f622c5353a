"""A clerk's day: type, see the numbers follow, take back, close, come again, mend what the checks found."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QSplitter
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.grid.page import TablePage
from desktop.kit.cell_view import CellView
from desktop.kit.paths import settings_path
from desktop.kit.settings import save_settings
from desktop.windows.main_window import MainWindow
from scoring.finding import Place
from scoring.table import RecordKind, TableKey, node_of
from tests.flows.conftest import Open, table_page
from tests.small_tables import KEY

ACTUAL, RATE, RULE, SCORE, MARK = 7, 8, 9, 10, 11
CONTROL = Qt.KeyboardModifier.ControlModifier


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = CONTROL) -> None:
    """A key as the keyboard sends it: to the widget with the focus, shortcuts included."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def type_over(page: TablePage, row: int, column: int, words: str) -> None:
    page.view.setFocus()
    page.view.put_cursor(page.model.index(row, column))
    QTest.keyClick(page.view, words[0])
    editor = page.view.delegate.editor
    assert editor is not None
    QTest.keyClicks(editor, words[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)


def status(window: MainWindow) -> str:
    return " ".join(each.text() for each in window.statusBar().findChildren(QLabel) if not each.isHidden())


def test_the_status_line_adds_up_the_chosen_numbers_and_follows_them(window: MainWindow, qtbot: QtBot) -> None:
    page = table_page(window)
    page.view.put_cursor(page.model.index(3, SCORE))
    for _ in range(3):
        press(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "选中 4 个数　合计 3　平均 0.75" in status(window))
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier)
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(lambda: "选中 4 个数　合计 4　平均 1" in status(window))
    page.view.put_cursor(page.model.index(3, SCORE))
    qtbot.waitUntil(lambda: "选中" not in status(window))


def test_the_menu_of_a_cell_does_what_the_menus_do(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _: shown.append(menu))
    page = table_page(window)
    viewport, place = page.view.viewport(), page.view.visualRect(page.model.index(3, ACTUAL)).center()
    qtbot.mouseClick(viewport, Qt.MouseButton.RightButton, pos=place)
    QApplication.sendEvent(viewport, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place)))
    offered = {each.objectName(): each for each in shown[0].actions()}
    assert {"cut", "copy", "paste", "clear", "insert_row", "remove_rows"} <= set(offered)
    assert page.view.boxes() == [(3, ACTUAL, 3, ACTUAL)]
    offered["clear"].trigger()
    assert page.model.cell(3, ACTUAL).typed == ""
    window.pages.turn_to("funds")
    view = QApplication.focusWidget()
    assert isinstance(view, CellView)
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    assert "insert_band" not in {each.objectName() for each in shown[1].actions()}


def test_words_beside_the_table_are_kept_by_saving_and_by_closing(window: MainWindow, book_path: Path) -> None:
    table_page(window).view.put_cursor(table_page(window).model.index(3, ACTUAL))
    office, verified = window.inspector.facts.values()
    office.setFocus()
    QTest.keyClicks(office, "A1")
    window.actions_by_name["save"].trigger()
    table = window.workspace.table
    assert table is not None
    assert node_of(table, "7").office_text == "A1"
    verified.setFocus()
    QTest.keyClicks(verified, "0.9")
    window.close()
    with Store.open(book_path, read_only=True) as store:
        assert node_of(store.load(KEY), "7").verified_score_text == "0.9"


def test_a_click_on_a_heading_chooses_its_column(window: MainWindow, qtbot: QtBot) -> None:
    page = table_page(window)
    heading = page.view.heading
    place = QPoint(heading.left_of(SCORE) + heading.sectionSize(SCORE) // 2, heading.height() // 2)
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.view.boxes() == [(0, SCORE, len(page.model.rows) - 1, SCORE)]
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == (0, SCORE)


def test_a_typed_actual_moves_rate_score_subtotal_total_and_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    page = table_page(window)
    assert "总分 7.48" in status(window)
    type_over(page, 3, ACTUAL, "120")
    row = [page.model.cell(3, column).text for column in (RATE, RULE, SCORE, MARK)]
    assert row == ["80.00%", "0.8", "0.8", "▼ 未完成"]
    assert (page.model.cell(3, 2).note, page.model.cell(3, 0).note) == ("小计 1.8", "小计 2.8")
    assert page.model.cell(8, SCORE).text == "7.28"
    assert "总分 7.28" in status(window)
    assert "已存盘" in status(window)
    page.view.put_cursor(page.model.index(3, ACTUAL))
    press(window, Qt.Key.Key_G)
    assert page.model.cell(3, SCORE).text == "1"
    press(window, Qt.Key.Key_Z)
    press(window, Qt.Key.Key_Z)
    assert page.model.cell(3, ACTUAL).text == "2020年评选135名产业高端人才"
    assert page.model.cell(3, SCORE).text == "1"
    page.view.put_cursor(page.model.index(7, 13))
    press(window, Qt.Key.Key_Y)
    assert page.chosen_cell().node_id == "7"
    assert page.model.cell(3, ACTUAL).text == "120"
    qtbot.waitUntil(lambda: window.tree.items.item(0).child(0, 1).text() == "7.28")


def test_ctrl_z_takes_back_what_was_typed_before_the_program_was_closed(
    window: MainWindow, open_window: Open, book_path: Path
) -> None:
    type_over(table_page(window), 3, ACTUAL, "120")
    window.close()
    again = open_window(book_path)
    page = table_page(again)
    assert page.model.cell(3, ACTUAL).text == "120"
    page.view.setFocus()
    press(again, Qt.Key.Key_Z)
    assert page.model.cell(3, ACTUAL).text == "2020年评选135名产业高端人才"


def test_closing_the_window_keeps_what_stands_in_an_open_cell(window: MainWindow, open_window: Open, book_path: Path) -> None:
    page = table_page(window)
    page.view.setFocus()
    page.view.put_cursor(page.model.index(3, ACTUAL))
    QTest.keyClick(page.view, "9")
    window.close()
    assert table_page(open_window(book_path)).model.cell(3, ACTUAL).text == "9"


def test_a_finding_leads_to_its_cell_and_goes_when_it_is_mended(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier)
    findings = window.pages.stack.currentWidget()
    model = findings.model  # type: ignore[attr-defined]
    before = window.pages.tabs.tabText(window.pages.tabs.count() - 1)
    at = next(row for row, each in enumerate(model.findings) if each.place.id == "8" and each.place.field)
    qtbot.mouseClick(
        findings.view.viewport(),  # type: ignore[attr-defined]
        Qt.MouseButton.LeftButton,
        pos=findings.view.visualRect(model.index(at, 2)).center(),  # type: ignore[attr-defined]
    )
    page = table_page(window)
    assert window.pages.current() == "indicators"
    assert page.chosen_cell().node_id == "8"
    assert page.view.hasFocus()
    type_over(page, 4, ACTUAL, "349")
    assert window.pages.tabs.tabText(window.pages.tabs.count() - 1) != before
    assert [each for each in window.workspace.findings if each.place.id == "8"] == []


def test_ctrl_s_ends_the_cell_and_names_a_restore_point(window: MainWindow) -> None:
    page = table_page(window)
    page.view.setFocus()
    page.view.put_cursor(page.model.index(3, ACTUAL))
    QTest.keyClick(page.view, "9")
    press(window, Qt.Key.Key_S)
    assert page.view.delegate.editor is None
    assert page.model.cell(3, ACTUAL).text == "9"
    store, table = window.workspace.store, window.workspace.table
    assert store is not None
    assert table is not None
    (mark,) = store.marks(table.key)
    assert mark.name.endswith("手动保存")
    assert window.statusBar().currentMessage().startswith("已存盘，并记下恢复点")


def test_a_click_elsewhere_ends_the_cell_and_keeps_the_keyboard_there(window: MainWindow, qtbot: QtBot) -> None:
    page = table_page(window)
    page.view.setFocus()
    page.view.put_cursor(page.model.index(3, ACTUAL))
    QTest.keyClick(page.view, "9")
    qtbot.mouseClick(window.search, Qt.MouseButton.LeftButton)
    assert page.model.cell(3, ACTUAL).text == "9"
    assert window.search.hasFocus()
    QTest.keyClicks(window.search, "12")
    assert window.search.text() == "12"


def test_undo_while_a_cell_is_open_takes_back_the_words_in_the_cell_first(window: MainWindow) -> None:
    page = table_page(window)
    page.view.setFocus()
    page.view.put_cursor(page.model.index(3, ACTUAL))
    QTest.keyClick(page.view, "1")
    editor = page.view.delegate.editor
    assert editor is not None
    QTest.keyClicks(editor, "20")
    press(window, Qt.Key.Key_Z)
    assert page.view.delegate.editor is editor
    assert editor.toPlainText() != "120"
    table = window.workspace.table
    assert table is not None
    assert node_of(table, "7").actual_text == "2020年评选135名产业高端人才"


def test_the_inspector_tells_reading_steps_and_history_of_the_cell(window: MainWindow, qtbot: QtBot) -> None:
    page = table_page(window)
    type_over(page, 5, ACTUAL, "2.3")
    page.view.put_cursor(page.model.index(5, ACTUAL))
    qtbot.waitUntil(lambda: "修改记录 2" in window.inspector.words.toPlainText())
    words = window.inspector.words.toPlainText()
    for each in ("实际完成指标值", "读作：23000 人次", "完成率 92.00%", "原给分 0.5", "2.85万人次 → 2.3"):
        assert each in words


def test_the_clerk_can_say_how_words_are_to_be_read(window: MainWindow, qtbot: QtBot) -> None:
    page = table_page(window)
    page.view.put_cursor(page.model.index(3, 6))
    reading = window.inspector.reading
    qtbot.waitUntil(reading.isVisible)
    reading.setText("≥100人")
    reading.editingFinished.emit()
    assert page.model.cell(3, RATE).text == "135.00%"
    assert page.model.cell(3, 6).text == "产业高端人才奖励150人"


def test_the_points_of_a_band_are_shared_out_from_the_menu_in_one_step(window: MainWindow) -> None:
    page = table_page(window)
    page.view.put_cursor(page.model.index(5, ACTUAL))  # 职业技能培训人次, 0.5 of the 4 points of its task
    actions = window.actions_by_name
    actions["distribute_points"].trigger()
    table = window.workspace.table
    assert table is not None
    assert [node_of(table, each).points_text for each in ("9", "10", "11")] == ["4", "2", "2"]
    assert actions["undo"].text() == "撤销平均分配分值"
    actions["undo"].trigger()
    page.view.put_cursor(page.model.index(3, 2))  # the band 任务1 itself: 11.5 over rows of 1 and 1
    actions["rescale_points"].trigger()
    table = window.workspace.table
    assert table is not None
    assert [node_of(table, each).points_text for each in ("6", "7", "8")] == ["11.5", "5.75", "5.75"]
    assert actions["undo"].text() == "撤销按上级分值折算"


def test_rows_are_filtered_from_the_menu_and_a_finding_on_a_hidden_row_shows_all(window: MainWindow, qtbot: QtBot) -> None:
    page = table_page(window)
    window.actions_by_name["filter_rows"].trigger()
    keep = page.choice.bar.keep
    keep.setCurrentIndex(3)
    qtbot.keyClick(keep, Qt.Key.Key_Return)
    assert [page.model.rows[row].node_id for row in page.model.node_rows()] == ["7", "8"]
    window.commands.go_to_place(Place(RecordKind.NODE, "10", "target_text"))
    assert page.chosen_cell().node_id == "10"
    assert len(list(page.model.node_rows())) == 7


def test_columns_stay_as_they_were_wanted_form_by_form_when_the_program_comes_again(
    window: MainWindow, open_window: Open, book_path: Path
) -> None:
    assert window.actions_by_name["choose_columns"].isEnabled()
    page = table_page(window)
    page.columns.hide(("remark", "evidence"))
    page.columns.order(("actual", "target"))
    page.view.heading.resizeSection(page.model.place("7", "target_text").column(), 222)
    page.view.set_zoom(125)
    width = page.view.columnWidth(page.model.place("7", "target_text").column())
    assert window.workspace.create_table(TableKey(KEY.unit, 2024), "ministry_three_part")
    assert (page.columns.hidden, page.view.zoom_percent) == ((), 100)
    window.pages.turn_to("texts")
    split = window.pages.stack.currentWidget().findChild(QSplitter, "texts")  # type: ignore[union-attr]
    split.moveSplitter(333, 1)
    window.close()
    save_settings(settings_path(), window.settings)  # as the program does when its window is closed
    again = open_window(book_path)
    again.workspace.show(KEY)
    page = table_page(again)
    shown = [each.key for each in page.model.plan.columns]
    assert not {"remark", "evidence"} & set(shown)
    assert shown.index("actual") < shown.index("target")
    assert page.view.zoom_percent == 125
    assert page.view.columnWidth(page.model.place("7", "target_text").column()) == width
    again.pages.turn_to("texts")
    QApplication.processEvents()
    assert again.pages.stack.currentWidget().findChild(QSplitter, "texts").sizes()[0] == split.sizes()[0]  # type: ignore[union-attr]
