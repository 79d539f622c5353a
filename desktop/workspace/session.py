"""The hall: the open book, the table shown, its scored twin and findings; the only state of the program."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from db.faults import EnvironmentFault, FaultCode

if TYPE_CHECKING:  # what the window needs to be painted brings none of the records in
    from db.catalogue import TableOverview
    from db.edits import LogEntry
    from db.store import Store
    from desktop.forms.form import FormLayout
    from desktop.workspace.editing import Edit, StepTaken
    from scoring.checks import Checked
    from scoring.diff import Difference
    from scoring.edit import Op
    from scoring.finding import Finding, Place
    from scoring.scored import ScoredTable
    from scoring.table import TableKey, YearTable


class Workspace(QObject):
    """Holds one book and one table of it.

    Attributes:
        store: the open book, ``None`` before one is open.
        scored: the table shown with every number worked out, ``None`` while no table is shown.
        findings: what the checks say of it.
        last_year: the table of the year before, ``None`` where the book has none.
        saved_at: when the last edit reached the disk.
        last_change: what the last edit, undo or redo of the table changed.
    """

    finish_editing = Signal()  # the table is about to be left, stepped back or named: what is being typed belongs into it
    book_changed = Signal()  # another book, or none
    table_changed = Signal()  # another table, or none
    refreshed = Signal(object)  # the Difference of an edit, an undo, a redo
    tables_changed = Signal()  # tables came, went, or changed their state
    trouble = Signal(object)  # an EnvironmentFault kept an edit from being saved; everything is as before
    told = Signal(str)  # one line for the status line

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store: Store | None = None
        self.scored: ScoredTable | None = None
        self.findings: tuple[Finding, ...] = ()
        self.saved_at: datetime | None = None
        self.last_change: Difference | None = None
        self._checked: Checked | None = None
        self.last_year: ScoredTable | None = None
        self._damaged: frozenset[str] = frozenset()
        self._rolled: dict[TableKey, tuple[Finding, ...]] = {}
        self._undo: StepTaken | None = None
        self._redo: StepTaken | None = None

    def check_code(self) -> str:
        """The check code of the table shown, empty without one."""
        if self.scored is None:
            return ""
        from desktop.workspace.check_code import check_code

        return check_code(self.scored.table)

    # The book

    def open(self, path: Path, *, create: bool = False, read_only: bool = False, over: EnvironmentFault | None = None) -> None:
        """Open a book in place of the one that is open; ``over`` is a refusal that was answered by taking over.

        Raises:
            EnvironmentFault: the BOOK codes; the book that was open stays open.
        """
        from desktop.workspace import book  # brings SQLAlchemy, after the first frame

        if self.store is not None and self.store.path == path and not (self.store.read_only and not read_only):
            return
        store = book.open_book(path, create=create, read_only=read_only, over=over)
        self.close()
        self.store = store
        self.book_changed.emit()

    def close(self) -> None:
        """Let the book go."""
        self.finish_editing.emit()
        self.leave_table()
        if self.store is not None:
            store, self.store = self.store, None
            self._rolled.clear()
            try:
                store.close()
            except EnvironmentFault as fault:  # work on a share that could not go back is kept here
                self.trouble.emit(fault)
            self.book_changed.emit()

    @property
    def path(self) -> Path | None:
        return None if self.store is None else self.store.path

    def overview(self) -> "Sequence[TableOverview]":
        return () if self.store is None else self.store.overview()

    # The table

    @property
    def table(self) -> "YearTable | None":
        return None if self.scored is None else self.scored.table

    @property
    def editable(self) -> bool:
        """Whether the table takes edits: the book is ours to write and the table is not sealed."""
        from scoring.table import Status

        return (
            self.store is not None
            and not self.store.read_only
            and self.scored is not None
            and self.scored.table.heading.status is not Status.SEALED
        )

    def form(self) -> "FormLayout":
        """The layout of the table shown.

        Raises:
            ValueError: no table is shown.
        """
        from desktop.workspace.library import form_of

        if self.scored is None:
            raise ValueError("no table is shown")
        return form_of(self.scored.table)

    def show(self, key: "TableKey") -> None:
        """Show a table of the book.

        Raises:
            EnvironmentFault: TABLE_UNKNOWN and those of the store.
        """
        from desktop.workspace import book

        self.finish_editing.emit()
        store = self._open_store()
        table, self.last_year = store.load(key), book.last_year(store, key)
        self._take(table)
        self._read_lines()
        self.table_changed.emit()

    def leave_table(self) -> None:
        """Show no table."""
        if self.scored is not None:
            self.scored, self._checked, self.findings, self.last_year = None, None, (), None
            self._undo = self._redo = None
            self.table_changed.emit()

    def _take(self, table: "YearTable") -> None:
        from desktop.workspace.judging import findings_of
        from desktop.workspace.library import scored_table
        from scoring.checks import check_again

        self.scored = scored_table(table, self.scored)
        self._checked = check_again(self._checked, self.scored, previous=self.last_year)
        rolled = self._rolled.get(table.key, ())
        self.findings = findings_of(self._open_store(), self._checked, damaged=self._damaged, rolled=rolled)

    def keep_findings(self, key: "TableKey", findings: "Sequence[Finding]") -> None:
        """What the last roll-up left to the clerk stands among the findings of that table until the book is let go."""
        self._rolled[key] = tuple(findings)

    def _open_store(self) -> "Store":
        if self.store is None:
            raise ValueError("no book is open")
        return self.store

    # The one edit door

    def edit(self, op: "Op", function: "Edit", *arguments: Any, **options: Any) -> bool:
        """Make an edit: ``function(table, …)`` is the new table. Saved first, then shown; whether it was accepted.

        A fault leaves everything as it was and is told by :attr:`trouble`. An edit that changes nothing is no step.
        """
        if self.scored is None:
            return False
        return self._step(self.scored.table, function(self.scored.table, *arguments, **options), op)

    def undo(self) -> bool:
        """Take the last step back, also one of an earlier day."""
        from scoring.edit import Op

        self.finish_editing.emit()
        return self._walk(self._undo, Op.UNDO)

    def redo(self) -> bool:
        """Make the step again that was taken back last."""
        from scoring.edit import Op

        self.finish_editing.emit()
        return self._walk(self._redo, Op.REDO)

    @property
    def undo_text(self) -> str:
        """What undo would take back, empty when there is nothing."""
        return self._entry_text(self._undo)

    @property
    def redo_text(self) -> str:
        """What redo would make again, empty when there is nothing."""
        return self._entry_text(self._redo)

    def _entry_text(self, entry: "StepTaken | None") -> str:
        if entry is None or not self.editable:
            return ""  # asked before the first frame, which waits for no rulebook
        from desktop.workspace.editing import entry_text

        return entry_text(entry)

    def _walk(self, entry: "StepTaken | None", op: "Op") -> bool:
        from desktop.workspace.editing import step_back
        from scoring.edit import Op

        if entry is None or self.scored is None:
            return False
        before, store = self.scored.table, self._open_store()
        try:
            if op is not Op.TAKE_BACK and self.editable and len(store.tied(entry.position)) > 1:
                return self._walk_together(store, before, entry, op)
            after = step_back(store, before, entry)
        except EnvironmentFault as fault:
            self.trouble.emit(fault)
            return False
        return self._step(before, after, op, entry)

    def _walk_together(self, store: "Store", before: "YearTable", entry: "StepTaken", op: "Op") -> bool:
        """A step of several tables: all of them go back, or come again, at once."""
        from desktop.workspace import book
        from desktop.workspace.taking_in import words_left

        left = store.step_back(entry.position, operation=op.value, user=book.user_name())
        self.take_anew(before)
        if left:
            self.told.emit(words_left(left))
        return True

    def take_anew(self, before: "YearTable") -> None:
        """Show the table in view as the book has it now, after work on several tables."""
        from scoring.diff import diff

        after = self._open_store().load(before.key)
        self.saved_at = datetime.now().astimezone()
        self.last_change = diff(before, after)
        self._take(after)
        self._read_lines()
        self.refreshed.emit(self.last_change)
        self.tables_changed.emit()

    def _step(self, before: "YearTable", after: "YearTable", op: "Op", back: "StepTaken | None" = None) -> bool:
        from desktop.workspace import book
        from desktop.workspace.editing import StepTaken, begun, described
        from scoring.diff import diff

        after = begun(before, after) if back is None else after
        difference = diff(before, after)
        if not difference:
            return False
        store = self._open_store()
        if not self.editable:
            code = FaultCode.BOOK_READ_ONLY if store.read_only else FaultCode.TABLE_SEALED
            self.trouble.emit(EnvironmentFault(code, path=store.path.name, unit=before.key.unit, year=str(before.key.year)))
            return False
        words = described(difference, op)
        place, old, new = (words.place, words.old, words.new) if back is None else (back.place, back.new, back.old)
        try:
            position = store.save(
                before,
                after,
                operation=op.value,
                place=place,
                old=old,
                new=new,
                user=book.user_name(),
                undoes=None if back is None else back.position,
                difference=difference,
            )
        except EnvironmentFault as fault:
            self.trouble.emit(fault)
            return False
        self.saved_at = datetime.now().astimezone()
        self.last_change = difference
        self._take(after)
        if back is None:
            # A new step is the next to be taken back, and there is nothing to redo: the log need not be asked.
            self._undo, self._redo = StepTaken(position, op.value, place, old, new, op.value), None
        else:
            self._read_lines()
        self.refreshed.emit(difference)
        return True

    def _read_lines(self) -> None:
        """Where undo and redo stand."""
        from desktop.workspace.editing import StepTaken

        self._undo = self._redo = None
        if self.store is None or self.scored is None:
            return
        with suppress(EnvironmentFault):
            undo, redo = self.store.next_steps(self.scored.table.key)
            self._undo = StepTaken.of(undo.entry, undo.work) if undo is not None else None
            self._redo = StepTaken.of(redo.entry, redo.work) if redo is not None else None

    # Beside the edits

    def look_again(self, damaged: frozenset[str]) -> None:
        """Tell anew which evidence is missing or, by a thorough look at its bytes, damaged; no fact changes."""
        from scoring.diff import Difference

        self._damaged = damaged
        if self.scored is not None:
            self._take(self.scored.table)
            self.refreshed.emit(Difference())

    def restore_point(self, name: str) -> bool:
        """Name the state of the table in the log (Ctrl+S); whether it worked."""
        self.finish_editing.emit()
        from db.seals import MarkKind
        from desktop.workspace import book

        if self.store is None or self.scored is None or self.store.read_only:
            return False
        try:
            self.store.mark(self.scored.table.key, MarkKind.RESTORE_POINT, name, user=book.user_name())
        except EnvironmentFault as fault:
            self.trouble.emit(fault)
            return False
        return True

    def take_back(self, position: int) -> bool:
        """Take one step of the log back and leave what came after it; whether it worked."""
        from desktop.workspace.editing import StepTaken
        from scoring.edit import Op

        self.finish_editing.emit()
        entry = next((each for each in self.history() if each.position == position), None)
        if entry is None:
            return False
        try:
            return self._walk(StepTaken.of(entry), Op.TAKE_BACK)
        except (KeyError, ValueError):
            self.trouble.emit(EnvironmentFault(FaultCode.CHANGE_BURIED))
            return False

    def beside(self, work: "Callable[[Store, TableKey], object]") -> bool:
        """Do something to the table in view that is no edit (seal it, submit it) and show it anew; whether it worked."""
        self.finish_editing.emit()
        if self.store is None or self.scored is None:
            return False
        key = self.scored.table.key
        try:
            work(self.store, key)
            self.show(key)
        except EnvironmentFault as fault:
            self.trouble.emit(fault)
            return False
        self.tables_changed.emit()
        return True

    def history(self, place: "Place | None" = None) -> "Sequence[LogEntry]":
        """Accepted operations on the table, or on one row or cell of it, oldest first."""
        if self.store is None or self.scored is None:
            return ()
        return self.store.history(self.scored.table.key, place=place)

    def start_year(self, source: "TableKey", year: int) -> bool:
        """Start a year from another and show it; whether it worked."""
        return self.start_table(source, replace(source, year=year))

    def start_table(self, source: "TableKey", key: "TableKey") -> bool:
        """Start a table with the structure of another and show it; whether it worked."""
        from desktop.workspace import book

        return self._begin(lambda store: book.start_table(store, source, key))

    def create_table(self, key: "TableKey", form: str) -> bool:
        """Start a table of a form and show it; whether it worked."""
        from desktop.workspace import book

        return self._begin(lambda store: book.create_table(store, key, form))

    def _begin(self, begin: "Callable[[Store], YearTable]") -> bool:
        try:
            table = begin(self._open_store())
            self.tables_changed.emit()
            self.show(table.key)
        except EnvironmentFault as fault:
            self.trouble.emit(fault)
            return False
        return True
