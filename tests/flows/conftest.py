"""The whole program in a test: the main window as ``desktop.app`` opens it, with the small table in the clerk's own book."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop import app
from desktop.grid.page import TablePage
from desktop.windows.main_window import MainWindow
from tests.small_tables import small_table

Open = Callable[[Path | None], MainWindow]


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    """A book that holds the small table."""
    path = tmp_path / "本局账套.ziping"
    with Store.create(path) as store:
        store.add(small_table(), operation="import")
    return path


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication) -> Iterator[Open]:
    """Opens main windows, each ready to work; closes what is left open."""
    opened: list[MainWindow] = []

    def open_one(book: Path | None) -> MainWindow:
        window = app.open_window(book)
        window.resize(1366, 728)
        opened.append(window)
        qtbot.waitUntil(lambda: window.furnished and window.workspace.store is not None)
        window.activateWindow()
        return window

    yield open_one
    for each in opened:
        each.close()
    qapp.processEvents()


@pytest.fixture
def window(open_window: Open, book_path: Path) -> MainWindow:
    """The small table, shown."""
    return open_window(book_path)


def table_page(window: MainWindow) -> TablePage:
    """The page 指标表 in view."""
    page = window.commands.page
    assert page is not None
    return page
