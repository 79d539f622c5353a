"""What every page of a year has: it follows the hall, ends its editors, goes to a fact, finds words, uses Excel's hands."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.pages.sheet import count_words
from desktop.pages.sheet_pane import SheetPane
from desktop.workspace.session import Workspace
from scoring.finding import Place


class YearPage(QWidget):
    """A page beside the table of indicators. It holds no fact; ``panes`` are its tables."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.panes: tuple[SheetPane, ...] = ()
        self._cursor_pane = 0  # the table whose cursor moved last
        self._stale = False

    def follow(self) -> None:
        """From now on show what the hall shows; called at the end of making a page."""
        self.workspace.finish_editing.connect(self.end_editing)
        self.workspace.table_changed.connect(self._refresh)
        self.workspace.refreshed.connect(self._refresh)
        self.refresh()
        for at, pane in enumerate(self.panes):
            pane.view.selectionModel().currentChanged.connect(lambda *_, at=at: self._take_cursor(at))

    def _take_cursor(self, at: int) -> None:
        self._cursor_pane = at

    def catch_up(self) -> None:
        """What was put off while the page was out of view: whoever looks through it needs it now."""
        if self._stale and self.workspace.scored is not None:
            self._stale = False
            self.refresh()

    def _refresh(self) -> None:
        """A page out of view waits until it is seen."""
        self._stale = not self.isVisible()
        if not self._stale and self.workspace.scored is not None:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.catch_up()

    def refresh(self) -> None:
        """Take over the table of the hall."""
        for pane in self.panes:
            pane.refresh()

    def end_editing(self) -> None:
        """Commit what is being typed. Everything that reads the table does this first."""
        for pane in self.panes:
            pane.view.end_editing()

    def go_to(self, record_id: str, name: str) -> bool:
        """Put the cursor on a fact; whether this page shows it."""
        for pane in self.panes:
            if pane.go_to(record_id, name):
                pane.view.setFocus()
                return True
        return False

    # Finding: what the window's find bar asks of each page

    def find_words(self, words: str, *, backwards: bool = False, entering: bool = False) -> bool:
        """Put the cursor on the next cell with these words, from its place (``entering``: the edge) to the end of the page."""
        self.catch_up()
        last = len(self.panes) - 1
        first = (last if backwards else 0) if entering else self._cursor_pane
        for at in range(first, -1, -1) if backwards else range(first, last + 1):
            pane = self.panes[at]
            if not pane.isHidden() and pane.find_words(words, backwards=backwards, entering=entering or at != first):
                self._cursor_pane = at
                return True
        return False

    def count_words(self, words: str) -> int:
        """How many cells have the words."""
        self.catch_up()
        return sum(count_words(pane.model.sheet, words) for pane in self.panes if not pane.isHidden())

    def replacements(self, words: str, other: str, *, here: bool = False) -> dict[Place, tuple[str, str]]:
        """What replacing would change (``here``: in the cell under the cursor): old and new texts."""
        self.catch_up()
        panes = self.panes[self._cursor_pane : self._cursor_pane + 1] if here else self.panes
        return {place: texts for pane in panes for place, texts in pane.replacements(words, other, here=here).items()}

    # Rows

    def insert_row(self, *, above: bool = False) -> bool:
        """A new row after the one under the cursor, or before it; a page without rows of its own has none."""
        return False

    def remove_rows(self) -> bool:
        """The chosen rows, as one step."""
        return False

    def use_hands(self, name: str) -> None:
        """What Excel's hands ask for, in the table that has the keyboard."""
        for pane in self.panes:
            if pane.view.hasFocus() or pane.view.delegate.editor is not None:
                pane.use_hands(name)
                return
