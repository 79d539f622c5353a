"""The main window: tree, page, inspector, status line; its commands. Arrangement only, no arithmetic."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter, QToolBar, QVBoxLayout, QWidget

from db.faults import EnvironmentFault, FaultCode
from desktop.kit.composing import ComposingLine
from desktop.kit.settings import Settings, with_recent
from desktop.windows.actions import Needs, enable, fill_menus, fill_tools, make_actions
from desktop.windows.bar import MessageBar
from desktop.windows.start_page import StartPage
from desktop.windows.table_commands import TableCommands
from desktop.windows.ways_in import WaysIn
from desktop.workspace.session import Workspace

if TYPE_CHECKING:
    from desktop.windows.book_commands import BookCommands
    from desktop.windows.finding import Finding
    from desktop.windows.inspector import Inspector
    from desktop.windows.page_stack import PageStack
    from desktop.windows.state_commands import StateCommands
    from desktop.windows.status import StatusLine
    from desktop.windows.tree import UnitTree
    from desktop.windows.unit_commands import UnitCommands

TITLE = "绩效自评"
SECOND_PLACE = (FaultCode.DISK_FULL, FaultCode.DRIVE_GONE, FaultCode.FOLDER_READ_ONLY, FaultCode.BOOK_READ_ONLY)
PANES = 3
ROOM_FOR_TREE, ROOM_FOR_INSPECTOR = 46, 56  # heights of a line; in a narrower window a pane makes way for the page


class MainWindow(QMainWindow):
    """Shows the workspace. The parts that need more than widgets are made by :meth:`furnish`, after the first frame."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        super().__init__()
        self.workspace = workspace
        self.settings = settings
        self.setWindowTitle(TITLE)
        self.setAcceptDrops(True)
        self.commands = TableCommands(self)
        self.ways = WaysIn(self)
        self.actions_by_name = make_actions(self, self.commands.doings())
        fill_menus(self.menuBar(), self.actions_by_name)
        self.tools = QToolBar("工具栏", self)
        self.tools.setObjectName("tools")
        self.tools.setMovable(False)
        fill_tools(self.tools, self.actions_by_name)
        self._add_search()
        self.addToolBar(self.tools)
        self.bar = MessageBar(self)
        self.start_page = StartPage(self)
        self.start_page.way_chosen.connect(self.ways.go_in)
        self.start_page.book_chosen.connect(lambda path: self.ways.open_path(Path(path)))
        self.start_page.show_recent(settings.recent_books)
        self.middle = QWidget(self)
        self._middle = QVBoxLayout(self.middle)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.bar)
        self._middle.addWidget(self.start_page, 1)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.middle)
        self.setCentralWidget(self.splitter)
        self.statusBar().addWidget(QLabel("", self))
        self.furnished = False
        self.called: set[str] = set()  # panes the clerk asked for, however narrow the window is
        self.tree: UnitTree
        self.pages: PageStack
        self.inspector: Inspector
        self.status: StatusLine
        workspace.book_changed.connect(self._book_changed)
        workspace.table_changed.connect(self._table_changed)
        workspace.refreshed.connect(lambda _: self.show_possible())
        workspace.trouble.connect(self.tell_fault)
        workspace.tables_changed.connect(self.show_tables)
        self._restore_geometry()
        self.show_possible()

    @cached_property
    def books(self) -> "BookCommands":
        """What is done to the book; its dialogs are not needed for the first frame."""
        from desktop.windows.book_commands import BookCommands

        return BookCommands(self)

    @cached_property
    def states(self) -> "StateCommands":
        """What is done to the state of a table, made with the first command."""
        from desktop.windows.state_commands import StateCommands

        return StateCommands(self)

    @cached_property
    def finding(self) -> "Finding":
        """What is found on the pages; made with the first search."""
        from desktop.windows.finding import Finding

        return Finding(self)

    @cached_property
    def units(self) -> "UnitCommands":
        """What is done to units, for the same reason apart."""
        from desktop.windows.unit_commands import UnitCommands

        return UnitCommands(self)

    def _add_search(self) -> None:
        space = QWidget(self)
        space.setSizePolicy(space.sizePolicy().Policy.Expanding, space.sizePolicy().Policy.Preferred)
        self.tools.addWidget(space)
        self.search = ComposingLine(self)
        self.search.setPlaceholderText("查找 Ctrl+F")
        self.search.setAccessibleName("在表中查找")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(self.fontMetrics().height() * 16)
        self.search.returnPressed.connect(lambda: self.finding.search(self.search.text()))
        self.tools.addWidget(self.search)

    def _restore_geometry(self) -> None:
        if not self.settings.geometry or not self.restoreGeometry(QByteArray.fromHex(self.settings.geometry.encode())):
            room = self.screen().availableGeometry()
            self.resize(min(1366, room.width()), min(728, room.height()))

    def furnish(self) -> None:
        """Make the tree, the pages, the inspector and the status line."""
        from desktop.windows.furniture import furnish

        furnish(self)
        self.show_possible()

    def add_to_middle(self, page: QWidget) -> None:
        """Put a page beneath the message bar."""
        self._middle.addWidget(page, 1)

    # What is shown

    def show_start_page(self, *, shown: bool) -> None:
        """The start page in place of the pages, or the other way round."""
        self.start_page.setVisible(shown)
        if shown:
            self.start_page.setFocus()
        if self.furnished:
            self.pages.setVisible(not shown)
            self.arrange_panes()

    def focus_page(self) -> None:
        """The keyboard goes to the page in view, so that typing lands in its table at once."""
        page = self.pages.stack.currentWidget() if self.furnished and not self.pages.isHidden() else None
        if page is not None:
            page.setFocus()

    def arrange_panes(self) -> None:
        """The panes at the sides, as far as the clerk wants them and the window leaves the page its room."""
        if not self.furnished:
            return
        ems = self.width() // self.fontMetrics().height()
        paged = self.start_page.isHidden()
        self.tree.setVisible(self.settings.tree_shown and (ems >= ROOM_FOR_TREE or "tree" in self.called or not paged))
        room = ems >= ROOM_FOR_INSPECTOR or "inspector" in self.called
        self.inspector.setVisible(self.settings.inspector_shown and room and self.has_place("inspector"))

    def has_place(self, pane: str) -> bool:
        """Whether a pane belongs beside what is in view."""
        return pane == "tree" or (self.start_page.isHidden() and self._about_cells())

    def _about_cells(self) -> bool:
        """Whether the page in view has cells the inspector speaks of."""
        from desktop.windows.page_catalogue import FINDINGS, INDICATORS

        return self.pages.current() in (INDICATORS, FINDINGS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange_panes()

    def show_possible(self) -> None:
        """Enable what can be done now and say what undo would take back."""
        workspace = self.workspace
        there = {Needs.NOTHING}
        if workspace.store is not None:
            there.add(Needs.BOOK)
            if not workspace.store.read_only:
                there.add(Needs.OWN_BOOK)
        if workspace.scored is not None and self.furnished:
            there.add(Needs.TABLE)
            if workspace.editable:
                there.add(Needs.EDITABLE)
            elif Needs.OWN_BOOK in there:
                there.add(Needs.SEALED)
        enable(self.actions_by_name, frozenset(there))
        for name, words, what in (("undo", "撤销", workspace.undo_text), ("redo", "重做", workspace.redo_text)):
            action = self.actions_by_name[name]
            action.setText(f"{words}{what}" if what else words)
            action.setEnabled(bool(what))
            action.setIconText(words)

    def _book_changed(self) -> None:
        path = self.workspace.path
        if path is not None:
            from desktop.workspace.years import sample_path

            if path != sample_path():
                self.settings = with_recent(self.settings, path)
            self.start_page.show_recent(self.settings.recent_books)
            self.books.look_after(path)
        self.show_tables()
        self.show_possible()
        self._show_title()

    def _table_changed(self) -> None:
        self._show_title()
        self.show_possible()

    def _show_title(self) -> None:
        table, path = self.workspace.table, self.workspace.path
        parts = [] if table is None else [f"{table.key.unit} {table.key.year} 年度 {table.key.subject}".strip()]
        if path is not None:
            parts.append(path.stem)
        self.setWindowTitle(" — ".join([*parts, TITLE]))

    def show_tables(self) -> None:
        """Bring the tree up to date."""
        if not self.furnished:
            return
        from desktop.windows.furniture import show_tables

        show_tables(self)

    def tell_fault(self, fault: EnvironmentFault) -> None:
        """What the clerk or the office can mend: a bar above the page, nothing modal."""
        from desktop.kit.wording import fault_text

        if fault.code is FaultCode.BOOK_DAMAGED and fault.facts.get("path"):
            path = Path(fault.facts["path"])
            self.bar.tell(fault_text(fault), "恢复备份…", lambda: self.books.restore(path))
        elif (
            fault.code in SECOND_PLACE and self.workspace.path is not None and fault.facts.get("path") == str(self.workspace.path)
        ):
            self.bar.tell(fault_text(fault), "另存副本…", self.books.save_copy)
        else:
            self.bar.tell(fault_text(fault))

    # Files dropped anywhere are imported, a book is opened; a scan dropped on a row of the table is its evidence

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from desktop.kit.clipboard import files_in

        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from desktop.kit.clipboard import files_in

        event.acceptProposedAction()
        paths = files_in(event.mimeData())
        if not self.commands.attach_to_row(event.position().toPoint(), paths):
            self.take_files(paths)

    def take_files(self, paths: Sequence[Path]) -> None:
        """A dropped book is opened, everything else imported."""
        books = [each for each in paths if each.suffix == ".ziping"]
        rest = self.books.take_packages(paths)
        if books:
            self.ways.open_path(books[0])
        elif rest:
            self.ways.bring_in(rest)

    # Where files go out to

    def output_folder(self) -> Path:
        """Where a file was written last, as long as the folder is there; else beside the clerk's own book."""
        last = Path(self.settings.output_folder)
        if self.settings.output_folder and last.is_dir():
            return last
        return self.ways.folder()

    def remember_folder(self, folder: str) -> None:
        self.settings = replace(self.settings, output_folder=folder)

    # Leaving

    def remembered(self) -> Settings:
        """The settings as the window stands now."""
        from desktop.windows.last_place import place_in

        table = self.workspace.table
        last = self.settings.last_table if table is None else (table.key.unit, str(table.key.year), table.key.subject)
        panes = tuple(self.splitter.sizes()) if self.splitter.count() == PANES else self.settings.panes
        return replace(
            self.settings,
            geometry=bytes(self.saveGeometry().toHex().data()).decode(),
            panes=panes if all(panes) else self.settings.panes,
            last_table=last,
            last_place=place_in(self) if table is not None and self.furnished else self.settings.last_place,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        self.commands.end_editing()
        self.ways.leave_import()
        self.settings = self.remembered()
        self.books.leave()
        event.accept()
