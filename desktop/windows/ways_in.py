"""The ways to a table: books, the examples, files brought in, a new year. Each command a short method named as in ``actions``."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from shiboken6 import isValid

from db.faults import EnvironmentFault, FaultCode
from desktop.kit.paths import book_path

if TYPE_CHECKING:
    from desktop.importing.window import ImportWindow
    from desktop.windows.main_window import MainWindow
    from desktop.workspace.taking_in import Taken
    from scoring.table import TableKey


class WaysIn:
    """What brings a book or a table into one main window."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window
        self.importing: ImportWindow | None = None

    def end_editing(self) -> None:
        self.window.commands.end_editing()

    def go_in(self, way: str) -> None:
        ways: dict[str, Callable[[], object]] = {
            "resume": self.resume,
            "new_year": self.new_year,
            "import_files": self.import_files,
            "open_book": self.open_book,
            "show_sample": self.show_sample,
        }
        ways[way]()

    def show_start_page(self) -> None:
        self.end_editing()
        self.window.show_start_page(shown=True)

    def resume(self) -> None:
        """The last book and the table shown last in it."""
        books = self.window.settings.recent_books
        if books and self.open_path(Path(books[0]), show_first=False):
            self._show_last()

    def _show_last(self) -> None:
        from desktop.windows.last_place import return_to
        from scoring.table import TableKey

        last = self.window.settings.last_table
        keys = [each.key for each in self.window.workspace.overview()]
        wanted = TableKey(last[0], int(last[1]), last[2]) if len(last) == 3 and last[1].isdigit() else None
        if wanted in keys:
            self.show_table(wanted)
            return_to(self.window, self.window.settings.last_place)
        elif keys:
            self.show_table(keys[-1])

    def show_sample_beside_start(self) -> None:
        """First start: the examples in the tree, the ways in in the middle."""
        self.show_sample(show_first=False)
        self.window.show_start_page(shown=True)

    def show_sample(self, *, show_first: bool = True) -> None:
        """The book of examples, made on first use."""
        from desktop.workspace.years import sample_path, write_sample_book

        try:
            write_sample_book(sample_path())
        except EnvironmentFault as fault:
            self.window.tell_fault(fault)
            return
        self.open_path(sample_path(), show_first=show_first)

    def open_book(self) -> None:
        from desktop.windows import dialogs

        path = dialogs.ask_book(self.window, self.folder())
        if path is not None:
            self.open_path(path)

    def new_book(self) -> None:
        from desktop.windows import dialogs

        path = dialogs.ask_new_book(self.window, self.folder() / book_path().name)
        if path is not None:
            self.open_path(path, create=True)

    def folder(self) -> Path:
        """Where the clerk's files are."""
        from desktop.workspace.years import own_folder

        return own_folder(self.window.workspace.path)

    def open_path(
        self, path: Path, *, create: bool = False, show_first: bool = True, over: EnvironmentFault | None = None
    ) -> bool:
        """Open a book; one that is in use elsewhere can be opened for reading, or taken over. Whether it is open now."""
        self.end_editing()
        workspace = self.window.workspace
        try:
            workspace.open(path, create=create, over=over)
        except EnvironmentFault as fault:
            self._tell_not_opened(path, fault)
            return False
        if show_first:
            self._show_newest()
        return True

    def _tell_not_opened(self, path: Path, fault: EnvironmentFault) -> None:
        from desktop.kit.wording import fault_text

        if "by_name" in fault.facts:
            self.window.bar.tell(fault_text(fault), "只读打开或接管…", lambda: self._ask_way_in(path, fault))
        elif fault.code in (FaultCode.BOOK_IN_USE, FaultCode.BOOK_READ_ONLY, FaultCode.FOLDER_READ_ONLY):
            self.window.bar.tell(fault_text(fault), "以只读方式打开", lambda: self._open_read_only(path))
        else:
            self.window.tell_fault(fault)

    def _ask_way_in(self, path: Path, fault: EnvironmentFault) -> None:
        """Nobody can know whether the holder lives: the clerk asks there, then says."""
        from desktop.windows import dialogs

        answer = dialogs.ask_way_in(self.window, fault)
        if answer is dialogs.WayIn.READING:
            self._open_read_only(path)
        elif answer is dialogs.WayIn.TAKING_OVER:
            self.open_path(path, over=fault)

    def _open_read_only(self, path: Path) -> None:
        try:
            self.window.workspace.open(path, read_only=True)
        except EnvironmentFault as fault:
            self.window.tell_fault(fault)
        else:
            self._show_newest()

    def _show_newest(self) -> None:
        keys = [each.key for each in self.window.workspace.overview()]
        if keys:
            self.show_table(keys[0])
        else:
            self.window.show_start_page(shown=True)
            self.window.bar.tell("账套还是空的：可以导入已有的表格开始。", "导入表格", self.import_files)

    def show_table(self, key: "TableKey") -> None:
        self.end_editing()
        workspace = self.window.workspace
        if workspace.table is not None and workspace.table.key == key:
            self.window.show_start_page(shown=False)
        else:
            try:
                workspace.show(key)
            except EnvironmentFault as fault:
                self.window.tell_fault(fault)
                return
        self.window.focus_page()

    # Files in and out

    def import_files(self) -> None:
        from desktop.windows import dialogs

        self.end_editing()
        paths = dialogs.ask_files(self.window, self.folder())
        if paths:
            self.bring_in(paths)

    def bring_in(self, paths: list[Path]) -> None:
        """Open the import window with these files, or give them to the one that is open."""
        from desktop.importing.window import ImportWindow
        from desktop.windows.help_window import help_key

        self.end_editing()
        if self.importing is None or not isValid(self.importing):
            if self._is_foreign() and book_path().exists():
                self.open_path(book_path(), show_first=False)  # what is imported is held against the clerk's own book
            self.importing = ImportWindow(self.window.workspace, self._ensure_book, self.window, examples=self._is_foreign)
            self.importing.taken_in.connect(self._offer_way_back)
            help_key(self.importing, self.window, "import")
        self.importing.show()
        self.importing.raise_()
        self.importing.activateWindow()
        self.importing.add_files(paths)

    def _offer_way_back(self, told: str, taken: "Taken") -> None:
        """A whole import, of one table or many, is taken back by one button."""
        self.window.bar.tell(told, "撤销导入", lambda: self._take_back(taken))

    def _take_back(self, taken: "Taken") -> None:
        from desktop.workspace.taking_in import take_back

        self.end_editing()
        try:
            done = take_back(self.window.workspace, taken)
        except EnvironmentFault as fault:
            self.window.tell_fault(fault)
            return
        if done:
            self.window.workspace.told.emit("已撤销导入。")
            if self.window.workspace.table is None:
                self._show_newest()
        else:
            self.window.bar.tell("导入的表后来又有修改，不能整个撤销。请用 Ctrl+Z 一步步撤销，或在修改记录里撤回。")

    def leave_import(self) -> None:
        """Close the import window; what it is reading ends."""
        if self.importing is not None and isValid(self.importing):
            self.importing.close()

    def _is_foreign(self) -> bool:
        """Whether no book of the clerk's own is open."""
        from desktop.workspace.years import sample_path

        return self.window.workspace.path in (None, sample_path())

    def _ensure_book(self) -> bool:
        """The clerk's own book is open, made if need be."""
        return not self._is_foreign() or self.open_path(book_path(), create=True, show_first=False)

    def new_year(self) -> None:
        """A new table: like another one, as an empty form, or from a file; it goes into the clerk's own book."""
        from desktop.windows.new_table import Way, ask_new_table
        from desktop.workspace.library import forms
        from desktop.workspace.years import sample_path

        self.end_editing()
        workspace = self.window.workspace
        own = workspace.path is not None and workspace.path != sample_path()
        if not own and book_path().exists():
            own = self.open_path(book_path(), show_first=False)
            if not own:
                return
        keys = [each.key for each in workspace.overview()] if own else []
        here = "" if workspace.table is None else workspace.table.heading.form
        known = sorted(forms().values(), key=lambda each: each.key != here)  # the form in view first
        names = {each.key: f"{each.plain_title}（{each.source}）" for each in known}
        shown = None if workspace.table is None else workspace.table.key
        wanted = ask_new_table(self.window, keys, names, shown)
        if wanted is None or (not own and not self.open_path(book_path(), create=True, show_first=False)):
            return
        if wanted.way is Way.FILE:
            self.import_files()
        elif wanted.source is not None:
            workspace.start_table(wanted.source, wanted.key)
        else:
            workspace.create_table(wanted.key, wanted.form)
        self.window.focus_page()
