"""Pages over published tables, each in a book of its own on the disk."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.pages.following import YearPage
from desktop.workspace.book import sample_tables
from desktop.workspace.session import Workspace

Page = TypeVar("Page", bound=YearPage)
Hall = Callable[[str], Workspace]


@pytest.fixture
def hall(qapp: QApplication, tmp_path: Path) -> Iterator[Hall]:
    """Opens a book with the published table of a unit whose name has these words."""
    opened: list[Workspace] = []

    def open_one(words: str) -> Workspace:
        table = next(each for each in sample_tables() if words in each.key.unit)
        path = tmp_path / f"{words}.ziping"
        if not path.exists():
            with Store.create(path) as store:
                store.add(table, operation="import")
        workspace = Workspace(qapp)
        opened.append(workspace)
        workspace.open(path)
        workspace.show(table.key)
        return workspace

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[Page], Page]:
    """Shows a page as wide as on a small screen, with a model tester on each of its tables."""

    def show(page: Page) -> Page:
        qtbot.addWidget(page)
        page.resize(1000, 600)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        page.setFocus()
        for pane in page.panes:
            QAbstractItemModelTester(pane.model, QAbstractItemModelTester.FailureReportingMode.Fatal, pane.model)
        return page

    return show
