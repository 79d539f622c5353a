"""Ways in: the first start, the last book, files dropped on the window, a book in use elsewhere."""

import gc
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop import app
from desktop.forms.form import shipped_forms
from desktop.importing.intake import Stage
from desktop.importing.window import ImportWindow
from desktop.kit import tasks
from desktop.kit.paths import book_path, settings_path
from desktop.kit.settings import Settings, save_settings
from desktop.sheets.excel_write import write_excel
from desktop.windows.main_window import MainWindow
from desktop.workspace import book
from desktop.workspace.library import scored_table
from desktop.workspace.years import sample_path
from scoring.table import TableKey
from tests.flows.conftest import Open, table_page
from tests.small_tables import KEY, UNIT, small_table

ON_TOP = pytest.mark.qt_log_ignore("This plugin does not support")  # the platform without a screen has no order of windows


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """One example year, so that the start is about the window."""
    monkeypatch.setattr(book, "sample_tables", lambda: (small_table(TableKey("示例局", 2021)),))


FIRST_FRAME = """
import os, sys
from PySide6 import QtCore
from desktop import app
def begin(*_):
    heavy = {"sqlalchemy", "openpyxl", "numpy", "xlsxwriter", "scoring.table", "desktop.grid.view"} & set(sys.modules)
    print(*sorted(heavy), *({"Qt"} & set(vars(QtCore))), flush=True)
    os._exit(0)
app.begin = begin
application = app.make_application([])
window = app.open_window(None)
application.exec()
"""


@pytest.mark.usefixtures("home")
def test_the_first_frame_waits_for_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_FRAME], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("\n", 0)


COMPARED_AND_CLOSED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop import app
from desktop.__main__ import main
built = app.open_window
def open_window(book):
    window = built(book)
    def step():
        charts = [each.charts.data for each in QApplication.topLevelWidgets() if hasattr(each, "charts")]
        if charts and "pyqtgraph" in sys.modules:
            print("drawn", flush=True)
            window.close()
        elif window.workspace.table is not None and not charts:
            window.actions_by_name["compare"].trigger()
    clock = QTimer(window)
    clock.timeout.connect(step)
    clock.start(20)
    return window
app.open_window = open_window
sys.exit(main())
"""


def test_the_program_ends_without_a_word_after_a_chart_was_shown(book_path: Path) -> None:
    with Store.open(book_path) as store:
        store.add(small_table(replace(KEY, year=KEY.year + 1)), operation="import")
    words = [sys.executable, "-X", "faulthandler", "-c", COMPARED_AND_CLOSED, str(book_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]  # the platform without a screen
    assert (done.stdout, done.returncode, told) == ("drawn\n", 0, [])


@pytest.mark.usefixtures("examples")
def test_the_first_start_shows_the_examples_beside_five_ways_in(open_window: Open) -> None:
    window = open_window(None)
    assert window.workspace.path == sample_path()
    assert window.start_page.isVisible()
    assert [name for name, button in window.start_page.buttons.items() if button.isVisible()] == [
        *("new_year", "import_files", "open_book", "show_sample"),
    ]
    assert window.tree.items.item(0).text() == "示例局"
    assert window.settings.recent_books == ()
    window.start_page.buttons["show_sample"].click()
    assert table_page(window).model.cell(3, 4).text == "产业高端人才"


def test_a_later_start_resumes_the_last_book_and_year(open_window: Open, book_path: Path) -> None:
    save_settings(settings_path(), Settings((str(book_path),), last_table=(UNIT, "2021", "")))
    window = open_window(None)
    assert window.workspace.path == book_path
    assert not window.start_page.isVisible()
    assert table_page(window).view.isVisible()


def test_the_next_start_comes_back_to_the_page_and_the_cell(open_window: Open, book_path: Path) -> None:
    window = open_window(book_path)
    page = table_page(window)
    page.view.put_cursor(page.model.index(5, 7))
    window.pages.turn_to("funds")
    window.close()
    save_settings(settings_path(), window.settings)
    again = open_window(None)
    assert again.pages.current() == "funds"
    again.pages.turn_to("indicators")
    index = table_page(again).view.currentIndex()
    assert (index.row(), index.column()) == (5, 7)


@pytest.mark.parametrize("way", ["Ctrl+S", "a while"])
def test_a_start_after_a_crash_comes_back_near_the_place(way: str, open_window: Open, book_path: Path, qtbot: QtBot) -> None:
    window = open_window(book_path)
    page = table_page(window)
    page.view.put_cursor(page.model.index(5, 7))
    if way == "Ctrl+S":
        window.actions_by_name["save"].trigger()
    else:
        clock = window.findChild(QTimer, "remember")
        assert clock is not None
        assert clock.interval() == app.REMEMBER_EVERY
        clock.setInterval(1)
        with qtbot.waitSignal(clock.timeout):
            pass
        clock.stop()
    written = settings_path().stat().st_mtime_ns
    app.remember(window)
    assert settings_path().stat().st_mtime_ns == written
    window.workspace.close()  # for the lock; nothing of the window is remembered any more
    again = open_window(None)
    index = table_page(again).view.currentIndex()
    assert (again.workspace.path, index.row(), index.column()) == (book_path, 5, 7)


def test_a_closed_window_writes_no_place_any_more(open_window: Open, book_path: Path) -> None:
    window = open_window(book_path)
    app.remember(window)
    window.close()
    settings_path().unlink()
    app.remember(window)  # its clock goes on until Qt deletes it
    assert not settings_path().exists()


def test_another_year_and_back_leaves_the_cursor_where_it_was(window: MainWindow) -> None:
    page = table_page(window)
    page.view.put_cursor(page.model.index(5, 7))
    assert window.workspace.start_year(KEY, KEY.year + 1)
    assert page.view.currentIndex().row() == 0
    page.view.put_cursor(page.model.index(3, 7))
    window.ways.show_table(KEY)
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == (5, 7)


@pytest.mark.usefixtures("examples")
def test_a_book_in_use_elsewhere_can_be_opened_for_reading(open_window: Open, book_path: Path) -> None:
    with Store.open(book_path):
        window = open_window(None)
        assert not window.ways.open_path(book_path)
        assert "正在被" in window.bar.words.text()
        window.bar.action.click()
        assert window.workspace.path == book_path
        assert not window.workspace.editable
        assert not window.actions_by_name["insert_row"].isEnabled()
        window.workspace.close()


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize("question", ["getOpenFileNames", "getOpenFileName", "getSaveFileName"])
def test_questions_for_files_begin_in_a_folder_that_is_there(
    open_window: Open, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    begun: list[Path] = []
    for name in ("getOpenFileNames", "getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda _parent, _title, place, *_: (begun.append(Path(place)), ([], ""))[1])
    window = open_window(None)
    book_path().parent.rmdir()
    ways = {"getOpenFileNames": "import_files", "getOpenFileName": "open_book", "getSaveFileName": "new_book"}
    window.actions_by_name[ways[question]].trigger()
    [place] = begun
    assert window.output_folder() != sample_path().parent  # which nobody would find again
    assert (place.parent if place.suffix else place).is_dir()


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)  # the application delivers drops only while a drag of the system is on its way
    assert event.isAccepted()


def workbook(folder: Path) -> Path:
    path = folder / "自评表.xlsx"
    write_excel(path, scored_table(small_table()), shipped_forms()["guangzhou_district"])
    return path


def import_window(window: MainWindow, qtbot: QtBot) -> ImportWindow:
    """The import window, its files read to the end."""
    found = window.ways.importing
    assert found is not None
    ended = (Stage.FAILED, Stage.OPEN, Stage.READY)
    qtbot.waitUntil(lambda: all(each.stage in ended for each in found.files.intakes), timeout=20000)
    return found


@ON_TOP
@pytest.mark.usefixtures("examples")
def test_a_dropped_workbook_becomes_a_table_of_the_clerks_own_book(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    window = open_window(None)
    drop(window, workbook(tmp_path))
    importing = import_window(window, qtbot)
    assert window.workspace.path == sample_path()  # nothing is made before the clerk says so
    importing.accept_button.click()
    assert window.workspace.path == book_path()
    table = window.workspace.table
    assert table is not None
    assert table.key == KEY
    assert [each.name for each in table.nodes] == [each.name for each in small_table().nodes]
    assert table_page(window).model.cell(3, 7).text == "2020年评选135名产业高端人才"
    assert window.statusBar().currentMessage().startswith("已导入 1 张表、")
    assert window.bar.action.text() == "撤销导入"
    window.bar.action.click()
    assert window.workspace.overview() == ()


@ON_TOP
def test_what_is_imported_beside_the_examples_is_not_held_against_them(
    open_window: Open, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "sample_tables", lambda: (small_table(),))
    window = open_window(None)
    drop(window, workbook(tmp_path))
    importing = import_window(window, qtbot)
    assert "相同" not in importing.told.text()
    importing.accept_button.click()
    assert window.workspace.path == book_path()
    assert window.workspace.table is not None
    assert window.workspace.table.key == KEY


@ON_TOP
def test_a_table_that_is_there_is_held_against_the_file_and_left_when_the_window_is_closed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = workbook(tmp_path)
    before = window.workspace.table
    window.ways.bring_in([path])
    importing = import_window(window, qtbot)
    assert "完全相同" in importing.told.text()
    assert not importing.accept_button.isEnabled()
    importing.close()
    assert window.workspace.table == before
    assert window.workspace.undo_text == ""


@ON_TOP
def test_a_file_that_cannot_be_read_is_told_in_the_import_window(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    drop(window, broken)
    importing = import_window(window, qtbot)
    assert "坏的.xlsx”已损坏或不完整" in importing.source.told.text()


@pytest.mark.usefixtures("examples")
def test_a_dropped_book_is_opened(open_window: Open, tmp_path: Path) -> None:
    other = tmp_path / "另一个.ziping"
    Store.create(other).close()
    window = open_window(None)
    drop(window, other)
    assert window.workspace.path == other
    assert "账套还是空的" in window.bar.words.text()


def test_words_in_the_tool_bar_are_found_in_the_table(window: MainWindow, qtbot: QtBot) -> None:
    search: QLineEdit = window.search
    search.setText("鉴定")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert table_page(window).chosen_cell().typed == "职业技能鉴定人次"


def test_typing_goes_into_the_table_as_soon_as_a_book_is_open(window: MainWindow, qtbot: QtBot) -> None:
    page = table_page(window)
    assert QApplication.focusWidget() is page.view
    window.tree.setFocus()
    window.tree.chosen.emit(KEY)
    page.view.put_cursor(page.model.index(3, 7))
    qtbot.keyClick(QApplication.focusWidget(), "9")
    assert page.view.delegate.editor is not None
    assert page.view.delegate.editor.toPlainText() == "9"


def test_a_year_chosen_in_the_tree_has_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.start_year(KEY, KEY.year + 1)
    window.tree.setFocus()
    window.tree.setCurrentIndex(window.tree.items.item(0).child(1).index())
    qtbot.keyClick(window.tree, Qt.Key.Key_Return)
    assert window.workspace.table is not None
    assert QApplication.focusWidget() is table_page(window).view
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is window.tree


def test_a_page_chosen_by_its_tab_has_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    tabs = window.pages.tabs
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(tabs.count() - 1).center())
    page = window.pages.stack.currentWidget()
    assert page.isAncestorOf(QApplication.focusWidget())


def test_garbage_goes_in_the_thread_of_the_windows(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[int] = []

    class Ring:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            gone.append(threading.get_ident())

    def work(_: tasks.Report) -> None:
        for _number in range(1000):
            Ring()
        kept.extend([] for _number in range(app.COLLECTOR[0]))

    kept: list[list[int]] = []
    monkeypatch.setattr(app, "COLLECT_EVERY", 10)
    gc.disable()
    try:
        app.look_for_garbage()
        tasks.run(work, lambda _: None, lambda _: None, lambda *_: None, qapp)
        qtbot.waitUntil(lambda: len(gone) == 1000)
        assert set(gone) == {threading.get_ident()}
    finally:
        qapp.findChildren(QTimer)[-1].deleteLater()
        gc.unfreeze()
        gc.enable()
