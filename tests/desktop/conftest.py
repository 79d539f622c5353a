"""What tests of the screen share: a book on disk with the small table, open in a workspace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.store import Store
from desktop.workspace.session import Workspace
from tests.small_tables import KEY, small_table


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    """A book that holds the small table."""
    path = tmp_path / "账套.ziping"
    with Store.create(path) as store:
        store.add(small_table(), operation="import")
    return path


@pytest.fixture
def workspace(qapp: QApplication, book_path: Path) -> Iterator[Workspace]:
    """The small table, shown."""
    hall = Workspace(qapp)
    hall.open(book_path)
    hall.show(KEY)
    yield hall
    hall.close()
