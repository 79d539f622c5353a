"""What the commands of the window do; each a short method named as in ``actions``."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from desktop.kit.paths import log_path
from desktop.kit.version import VERSION
from desktop.windows.actions import MENUS

if TYPE_CHECKING:
    from desktop.grid.column_view import ColumnView
    from desktop.grid.page import TablePage
    from desktop.pages.following import YearPage
    from desktop.windows.main_window import MainWindow
    from scoring.finding import Place

INDICATORS, FINDINGS = "indicators", "findings"


class TableCommands:
    """The commands of one main window."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window

    def doings(self) -> dict[str, Callable[[], object]]:
        """Every command by its name."""
        names = [each.name for commands in MENUS.values() for each in commands if each.name]
        return {name: partial(self.do, name) for name in names}

    def do(self, name: str) -> None:
        """A command, wherever it is at home."""
        next(getattr(each, name) for each in self.homes() if hasattr(each, name))()

    def homes(self) -> Iterator[object]:
        """Where commands are methods; each is made with the first of its own, and that for finding needs the pages."""
        yield self
        for home in ("ways", "books", "states", "units", "finding"):
            yield getattr(self.window, home)

    @property
    def page(self) -> "TablePage | None":
        """The page 指标表, once it was shown."""
        from desktop.grid.page import TablePage

        page = self.window.pages.made(INDICATORS) if self.window.furnished else None
        return page if isinstance(page, TablePage) else None

    def _on_page(self, doing: Callable[["TablePage"], object]) -> None:
        """Something done to the table in view; on another page it has no meaning."""
        page = self.page
        if page is not None and self.window.pages.current() == INDICATORS and not self.window.pages.isHidden():
            doing(page)

    def end_editing(self) -> None:
        """Commit an open editor. Everything that reads the table does this first."""
        page = self.page
        if page is not None:
            page.view.end_editing()
        self.window.workspace.finish_editing.emit()

    @property
    def year_page(self) -> "YearPage | None":
        """The page in view, where it is one of those beside 指标表 and 检查."""
        from desktop.pages.following import YearPage

        page = self.window.pages.stack.currentWidget() if self.window.furnished else None
        return page if isinstance(page, YearPage) and not self.window.pages.isHidden() else None

    def save(self) -> None:
        """Ctrl+S: ends the editor, names a restore point, says so."""
        self.end_editing()
        name = f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} 手动保存"
        if self.window.workspace.restore_point(name):
            self.window.workspace.told.emit(f"已存盘，并记下恢复点：{name}")

    def export(self) -> None:
        self._with_outputs("export")

    def fill_template(self) -> None:
        self._with_outputs("fill_template")

    def print_preview(self) -> None:
        self._with_outputs("print_preview")

    def print_batch(self) -> None:
        self.end_editing()
        from desktop.windows import outputs

        outputs.print_batch(self.window)

    def _with_outputs(self, name: str) -> None:
        self.end_editing()
        if self.window.workspace.scored is None:
            return
        from desktop.windows import outputs

        getattr(outputs, name)(self.window)

    def compare(self) -> None:
        self._with_outputs("compare")

    # Edits

    def undo(self) -> None:
        self.end_editing()
        if self.window.workspace.undo():
            self._show_change()

    def redo(self) -> None:
        self.end_editing()
        if self.window.workspace.redo():
            self._show_change()

    def _show_change(self) -> None:
        """Put the cursor where a step was taken back or made again, on the page that shows such facts."""
        from desktop.windows.page_catalogue import page_of
        from desktop.workspace.editing import facts_of
        from scoring.table import RecordKind

        difference = self.window.workspace.last_change
        if difference is None:
            return
        changes = facts_of(difference)
        year_page = self.year_page
        if year_page is not None and any(year_page.go_to(each.id, "") for each in changes):
            return
        if all(each.kind is not RecordKind.NODE for each in changes):
            change = next(iter(changes), None)
            page = None if change is None else self.window.pages.turn_to(page_of(change.kind))
            if change is not None and page is not None:
                page.go_to(change.id, "")  # type: ignore[attr-defined]  # promised in the catalogue
            return
        self.window.pages.turn_to(INDICATORS)
        self._on_page(lambda page: page.show_change(difference))

    def cut(self) -> None:
        self._hands("cut")

    def copy(self) -> None:
        self._hands("copy")

    def paste(self) -> None:
        self._hands("paste")

    def paste_words(self) -> None:
        self._hands("paste_words")

    def clear(self) -> None:
        self._hands("clear")

    def fill_down(self) -> None:
        self._hands("fill_down")

    def fill_right(self) -> None:
        self._hands("fill_right")

    def _hands(self, name: str) -> None:
        year_page = self.year_page
        if year_page is not None:
            year_page.use_hands(name)
        self._on_page(lambda page: page.use_hands(name))

    def bring_back_score(self) -> None:
        self._on_page(lambda page: page.bring_back_score())

    def filter_rows(self) -> None:
        self._on_page(lambda page: page.choice.start())

    def sort_rising(self) -> None:
        self._on_page(lambda page: page.choice.sort_by(page.view.currentIndex().column(), falling=False))

    def sort_falling(self) -> None:
        self._on_page(lambda page: page.choice.sort_by(page.view.currentIndex().column(), falling=True))

    def sort_off(self) -> None:
        self._on_page(lambda page: page.choice.unsort())

    def insert_row(self) -> None:
        year_page = self.year_page
        if year_page is not None:
            year_page.insert_row()
        self._on_page(lambda page: page.insert_row())

    def insert_band(self) -> None:
        self._on_page(lambda page: page.insert_band())

    def remove_rows(self) -> None:
        year_page = self.year_page
        if year_page is not None:
            year_page.remove_rows()
        self._on_page(lambda page: page.remove_rows())

    def move_up(self) -> None:
        self._on_page(lambda page: page.move_row(-1))

    def move_down(self) -> None:
        self._on_page(lambda page: page.move_row(1))

    def promote(self) -> None:
        self._on_page(lambda page: page.indent_row(-1))

    def demote(self) -> None:
        self._on_page(lambda page: page.indent_row(1))

    def distribute_points(self) -> None:
        from scoring.edit import Op

        self._on_page(lambda page: page.share_points(Op.DISTRIBUTE_POINTS))

    def rescale_points(self) -> None:
        from scoring.edit import Op

        self._on_page(lambda page: page.share_points(Op.RESCALE_POINTS))

    def attach_to_row(self, place: QPoint, paths: list[Path]) -> bool:
        """Files that are no tables, dropped on a row (``place`` in the window), become its evidence; whether they were taken."""
        from desktop.kit.file_kinds import ADVISED, BOOKS, TABLES
        from desktop.pages.evidence_page import EvidencePage
        from desktop.windows.page_catalogue import EVIDENCE

        page = self.page
        tables = any(each.suffix.lower() in {*TABLES, *ADVISED, *BOOKS} for each in paths)
        if page is None or self.window.pages.current() != INDICATORS or tables:
            return False
        index = page.view.indexAt(page.view.viewport().mapFrom(self.window, place))
        owner = page.model.rows[index.row()].node_id if index.isValid() else ""
        if not owner or not self.window.workspace.editable:
            return False
        self.end_editing()
        evidence = self.window.pages.turn_to(EVIDENCE)
        if isinstance(evidence, EvidencePage):
            evidence.add_files(owner, paths)
        return True

    # Views

    def show_findings(self) -> None:
        self.end_editing()
        page = self.window.pages.turn_to(FINDINGS)
        if page is not None:
            page.setFocus()

    def go_to_place(self, place: "Place") -> None:
        """Put the cursor where a finding points, on the page that shows such records."""
        from desktop.windows.page_catalogue import page_of

        page = self.window.pages.turn_to(page_of(place.kind))
        if page is not None and page.go_to(place.id, place.field):  # type: ignore[attr-defined]  # promised in the catalogue
            page.setFocus()

    def toggle_tree(self) -> None:
        self._toggle("tree", self.window.tree)

    def toggle_inspector(self) -> None:
        self._toggle("inspector", self.window.inspector)

    def _toggle(self, name: str, pane: QWidget) -> None:
        window = self.window
        action, settings = window.actions_by_name[f"toggle_{name}"], window.settings
        if window.has_place(name):  # a pane that made way for the page comes when it is called
            action.setChecked(not pane.isVisible())
        shown = action.isChecked()
        (window.called.add if shown else window.called.discard)(name)
        if name == "tree":
            window.settings = replace(settings, tree_shown=shown)
        else:
            window.settings = replace(settings, inspector_shown=shown)
        window.arrange_panes()

    def what_if(self) -> None:
        """The keyboard to the field under 如果…, the pane opened if need be."""
        window = self.window
        if window.pages.turn_to(INDICATORS) is not None:
            if not window.inspector.isVisible():
                window.actions_by_name["toggle_inspector"].trigger()
            window.inspector.what_if.actual.setFocus()

    def next_page(self) -> None:
        self._turn(1)

    def previous_page(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        """To the page beside the one in view, round and round."""
        self.end_editing()
        pages = self.window.pages
        if pages.current():
            keys = pages.keys
            page = pages.turn_to(keys[(keys.index(pages.current()) + by) % len(keys)])
            if page is not None:
                page.setFocus()

    def next_pane(self) -> None:
        self._go_round(1)

    def previous_pane(self) -> None:
        self._go_round(-1)

    def _go_round(self, by: int) -> None:
        """F6: tree, page, inspector, search, and round again."""
        self.end_editing()
        if not self.window.furnished:
            return
        middle = self.window.pages.stack.currentWidget() if self.window.pages.isVisible() else self.window.start_page
        panes = [self.window.tree, middle, self.window.inspector, self.window.search]
        panes = [each for each in panes if each.isVisible()]
        focus = QApplication.focusWidget()
        at = next((n for n, each in enumerate(panes) if focus in (each, *each.findChildren(QWidget))), -by)
        panes[(at + by) % len(panes)].setFocus()

    def zoom_in(self) -> None:
        self._on_page(lambda page: page.view.zoom_by(1))

    def zoom_out(self) -> None:
        self._on_page(lambda page: page.view.zoom_by(-1))

    def zoom_reset(self) -> None:
        self._on_page(lambda page: page.view.set_zoom(100))

    def choose_columns(self) -> None:
        from desktop.grid.column_choice import choose_columns

        self._on_page(lambda page: choose_columns(page.columns))

    def remember_columns(self, form: str, view: "ColumnView") -> None:
        from desktop.grid.column_view import with_view

        settings = self.window.settings
        self.window.settings = replace(settings, column_views=with_view(settings.column_views, form, view))

    # Help

    def show_help(self) -> None:
        """F1: the manual, open at the page in view."""
        from desktop.windows.help_places import place_in_manual
        from desktop.windows.help_window import show_help

        show_help(self.window, *place_in_manual(self.window))

    def open_manual(self, link: str) -> None:
        """The manual at a place that something in the window points to."""
        from desktop.kit.help_text import address
        from desktop.windows.help_window import show_help

        show_help(self.window, *address(link))

    def what_is_this(self) -> None:
        from desktop.windows.help_places import ask_what_this_is

        ask_what_this_is(self.window)

    def show_rulebooks(self) -> None:
        from desktop.windows.help_window import help_key
        from desktop.windows.rulebook_window import RulebookWindow

        self.end_editing()
        shown = RulebookWindow(self.window.workspace, self.window)
        help_key(shown, self.window, "rulebooks")
        shown.open()

    def show_keys(self) -> None:
        from desktop.windows.keys import show_keys

        show_keys(self.window)

    def show_licences(self) -> None:
        from desktop.windows.licences import show_licences

        show_licences(self.window)

    def open_log_folder(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path().parent)))

    def about(self) -> None:
        from PySide6.QtWidgets import QMessageBox

        QMessageBox.about(
            self.window, "关于", f"绩效自评 {VERSION}\n部门整体支出绩效自评：填报、评分、检查、对比、打印。\n全部在本机完成。"
        )

    def quit(self) -> None:
        self.window.close()
