"""The menu of a table's cells: what the menus at the top do, where the mouse is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop.windows.page_catalogue import INDICATORS

if TYPE_CHECKING:
    from desktop.kit.cell_view import CellView
    from desktop.windows.main_window import MainWindow

HANDS = ("cut", "copy", "paste", "paste_words", "clear", "fill_down", "")
ROWS = (
    *HANDS,
    "insert_row",
    "insert_band",
    "remove_rows",
    "move_up",
    "move_down",
    "",
    "bring_back_score",
    "filter_rows",
    "show_history",
)
SHEETS = (*HANDS, "insert_row", "remove_rows")


def show_cell_menu(window: "MainWindow", view: "CellView", place: QPoint) -> QMenu:
    """Open it at a place of the screen; what cannot be done now is grey, as in the menus."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name in ROWS if window.pages.current() == INDICATORS else SHEETS:
        if name:
            menu.addAction(window.actions_by_name[name])
        else:
            menu.addSeparator()
    menu.popup(place)
    return menu
