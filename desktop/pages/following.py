"""What every page of a year has: it follows the hall, ends its editors, goes to a fact, and uses Excel's hands."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.pages.sheet_pane import SheetPane
from desktop.workspace.session import Workspace


class YearPage(QWidget):
    """A page beside the table of indicators. It holds no fact; ``panes`` are its tables."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.panes: tuple[SheetPane, ...] = ()
        self._stale = False

    def follow(self) -> None:
        """From now on show what the hall shows; called at the end of making a page."""
        self.workspace.finish_editing.connect(self.end_editing)
        self.workspace.table_changed.connect(self._refresh)
        self.workspace.refreshed.connect(self._refresh)
        self.refresh()

    def _refresh(self) -> None:
        """A page out of view waits until it is seen."""
        self._stale = not self.isVisible()
        if not self._stale and self.workspace.scored is not None:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

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

    def insert_row(self) -> bool:
        """A new row where the cursor is; a page without rows of its own has none."""
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
