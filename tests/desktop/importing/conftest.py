"""What tests of the import window share: an empty book of one's own, the window, files read to their end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.importing.intake import Stage
from desktop.importing.window import ImportWindow
from desktop.workspace.session import Workspace
from scoring.table import YearTable

FORMS = Path(__file__).parents[2] / "data" / "forms"
HOSTILE = FORMS / "hostile"
Bring = Callable[..., ImportWindow]


@pytest.fixture
def hall(qapp: QApplication, tmp_path: Path) -> Iterator[Workspace]:
    """An empty book."""
    found = Workspace(qapp)
    path = tmp_path / "本局账套.ziping"
    Store.create(path).close()
    found.open(path)
    yield found
    found.close()


@pytest.fixture
def bring(qtbot: QtBot, hall: Workspace) -> Bring:
    """The window with these files, each read to its end."""

    def open_with(*paths: Path) -> ImportWindow:
        window = ImportWindow(hall, lambda: True)
        qtbot.addWidget(window)
        window.show()
        window.add_files(paths)
        qtbot.waitUntil(
            lambda: all(each.stage not in (Stage.WAITING, Stage.READING) for each in window.files.intakes), timeout=30000
        )
        return window

    return open_with


def put(hall: Workspace, table: YearTable) -> None:
    """A table in the book, shown."""
    assert hall.store is not None
    hall.store.add(table, operation="import")
    hall.show(table.key)
