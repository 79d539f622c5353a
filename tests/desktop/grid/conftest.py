"""A model of the small table and the view that shows it."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.grid.page import TablePage
from desktop.workspace.session import Workspace


@pytest.fixture
def page(workspace: Workspace, qtbot: QtBot) -> TablePage:
    """The page 指标表 with the small table, as wide as on a small screen."""
    shown = TablePage(workspace)
    qtbot.addWidget(shown)
    shown.resize(900, 560)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    shown.view.setFocus()
    return shown
