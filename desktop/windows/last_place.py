"""Where the clerk stood when the window was closed, and the way back there at the next start."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow


def place_in(window: "MainWindow") -> tuple[str, ...]:
    """The page in view; of the entry table also the row and the fact under the cursor."""
    page = window.commands.page
    cell = None if page is None else page.chosen_cell()
    if cell is None or cell.field is None:
        return (window.pages.current(), "", "")
    return (window.pages.current(), cell.node_id, cell.field.value)


def return_to(window: "MainWindow", place: Sequence[str]) -> None:
    """The same page and cell, as far as they are still there."""
    if len(place) != 3:
        return
    key, node_id, field = place
    page = window.commands.page
    if page is not None and node_id:
        page.go_to(node_id, field)
    window.pages.turn_to(key)
    window.focus_page()
