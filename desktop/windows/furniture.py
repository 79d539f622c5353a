"""What stands in the main window beside the start page: tree, pages, inspector, status line. Made after the first frame."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from db.faults import EnvironmentFault
from desktop.forms.number_text import format_number
from desktop.kit.cell_view import CellView
from desktop.kit.help_text import explanation
from desktop.windows.cell_menu import show_cell_menu
from desktop.windows.inspector import Inspector
from desktop.windows.page_catalogue import FINDINGS, INDICATORS, PAGES, PageOffer
from desktop.windows.page_stack import PageStack
from desktop.windows.splits import keep_splits
from desktop.windows.status import StatusLine
from desktop.windows.tree import UnitTree
from desktop.workspace.years import line_of, score_text, table_lines
from scoring.table import TableKey

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow


def furnish(window: "MainWindow") -> None:
    """Make the parts and put them in their places."""
    workspace, settings = window.workspace, window.settings
    window.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    window.tree = UnitTree(window)
    window.tree.setMinimumWidth(window.fontMetrics().height() * 8)
    window.tree.chosen.connect(window.ways.show_table)
    window.tree.unit_dropped.connect(window.units.put_below)
    window.tree.asked.connect(window.units.show_menu)
    window.pages = PageStack(INDICATORS, window)
    window.pages.hide()
    window.pages.page_shown.connect(lambda _: window.arrange_panes())
    window.add_to_middle(window.pages)
    window.inspector = Inspector(workspace, window)
    window.inspector.help_asked.connect(window.commands.open_manual)
    window.inspector.place_asked.connect(window.commands.go_to_place)
    window.inspector.setMinimumWidth(window.fontMetrics().height() * 9)
    window.splitter.insertWidget(0, window.tree)
    window.splitter.addWidget(window.inspector)
    for at, stretch in enumerate((0, 1, 0)):
        window.splitter.setStretchFactor(at, stretch)
    em = window.fontMetrics().height()
    window.splitter.setSizes(list(settings.panes) or [em * 13, em * 60, em * 14])
    window.actions_by_name["toggle_tree"].setChecked(settings.tree_shown)
    window.actions_by_name["toggle_inspector"].setChecked(settings.inspector_shown)
    window.status = StatusLine(workspace, window)
    window.setStatusBar(window.status)
    window.pages.page_shown.connect(lambda _: window.status.show_chosen(()))
    workspace.table_changed.connect(lambda: offer_pages(window))
    workspace.refreshed.connect(lambda _: count_findings(window))
    workspace.refreshed.connect(lambda _: renew_line(window))
    window.furnished = True
    show_tables(window)
    offer_pages(window)


def offer_pages(window: "MainWindow") -> None:
    """The pages of the form in view; without a table the start page."""
    workspace = window.workspace
    scored = workspace.scored
    if scored is not None:
        form = workspace.form()
        fitting = [each for each in PAGES if each.fits(form, scored)]
        window.pages.offer([(each.key, each.words, _maker(window, each)) for each in fitting])
        QTimer.singleShot(0, window, lambda: explain_pages(window))
        count_findings(window)
        window.tree.mark_current(scored.table.key)
    window.show_start_page(shown=scored is None)


def explain_pages(window: "MainWindow") -> None:
    """What the manual says of each page, over its tab; after the table is on screen."""
    window.pages.explain({key: explanation(key) for key in window.pages.keys})


def _maker(window: "MainWindow", page: PageOffer) -> Callable[[], QWidget]:
    def make() -> QWidget:
        made = page.make(window)
        keep_splits(window, made)
        for each in (made, *made.findChildren(QWidget)):
            if isinstance(each, CellView):
                each.chosen_changed.connect(partial(tell_chosen, window, each))
                each.menu_asked.connect(partial(show_cell_menu, window, each))
        return made

    return make


def tell_chosen(window: "MainWindow", view: CellView) -> None:
    """The sum of the chosen cells in the status line, of the table that has the keyboard."""
    if view.hasFocus():
        window.status.show_chosen(view.chosen_texts())


def count_findings(window: "MainWindow") -> None:
    count = len(window.workspace.findings)
    window.pages.rename(FINDINGS, f"检查 {count}" if count else "检查")


def show_tables(window: "MainWindow") -> None:
    """The tree from the book."""
    workspace = window.workspace
    key = None if workspace.table is None else workspace.table.key
    units = {} if workspace.store is None else {each.name: each.parent for each in workspace.store.units()}
    window.tree.show_lines(table_lines(workspace.overview()), lambda each: _score(window, each), key, units)


def renew_line(window: "MainWindow") -> None:
    """State and total of the table in view, after an edit."""
    table = window.workspace.table
    if table is not None:
        window.tree.show_score(table.key, _score(window, table.key))
        window.tree.show_state(line_of(table))


def _score(window: "MainWindow", key: TableKey) -> str:
    """A total for the tree; one that cannot be read now stays empty, opening the table tells why."""
    workspace = window.workspace
    if workspace.store is None:
        return ""
    if workspace.scored is not None and workspace.scored.table.key == key:
        return format_number(workspace.scored.score)  # worked out already
    with suppress(EnvironmentFault):
        return score_text(workspace.store, key)
    return ""
