"""Finding, replacing and filtering in the entry table: what the find bar asks for, done to the page it stands in."""

from typing import TYPE_CHECKING

from desktop.grid import hands
from desktop.grid.cells import Cell
from desktop.grid.find_bar import FindBar
from desktop.grid.row_filter import Keep, hidden_rows
from desktop.grid.rows import RowKind, grid_rows
from scoring.edit import Op

if TYPE_CHECKING:
    from desktop.grid.page import TablePage


class Finder:
    """The find bar of one page and what it does."""

    def __init__(self, page: "TablePage") -> None:
        self.page = page
        self.bar = FindBar(page)
        self.bar.find_asked.connect(lambda words, back: self.search(words, backwards=back))
        self.bar.replace_asked.connect(self.replace)
        self.bar.filter_asked.connect(self.filter)
        self.bar.closed.connect(self._leave)

    # Words

    def start(self, *, replacing: bool = False) -> None:
        self.page.view.end_editing()
        self.bar.start(replacing=replacing, editable=self.page.workspace.editable)

    def search(self, words: str, *, backwards: bool = False) -> bool:
        """Put the cursor on the next cell with these words; whether there is one.

        A filter that hides all of them is taken off.
        """
        page = self.page
        index = page.view.currentIndex()
        row, column = (index.row(), index.column()) if index.isValid() else (0, -1)
        found = hands.found_after(page.model, words, row, column, backwards=backwards)
        if found is None and self.clear_filter():
            return self.search(words, backwards=backwards)
        if found is None:
            self.bar.tell("没有找到")
            return False
        self.bar.tell("")
        page.view.put_cursor(page.model.index(*found))
        return True

    def replace(self, words: str, other: str, everywhere: bool) -> int:
        """Replace words where they stand literally, in the rows in view; how many cells changed."""
        page = self.page
        cells: list[Cell] = [cell for row in page.model.cells for cell in row] if everywhere else [page.chosen_cell()]
        texts = {
            (cell.node_id, cell.field): cell.typed.replace(words, other)
            for cell in cells
            if words and cell.field is not None and words in cell.typed
        }
        done = page.set_texts(Op.REPLACE_TEXT, texts)
        self.bar.tell(f"替换了 {len(texts)} 个单元格" if done else "没有可替换的内容")
        if not everywhere:
            self.search(words)
        return len(texts) if done else 0

    # Rows

    def start_filtering(self) -> None:
        self.page.view.end_editing()
        self.bar.start_filtering()

    def filter(self, keep: Keep) -> None:
        """Show only rows of this state, with their bands; the keyboard goes to them."""
        page = self.page
        page.view.end_editing()
        scored = page.workspace.scored
        if scored is None:
            return
        rows, _ = grid_rows(page.workspace.form(), scored, page.model.plan)
        page.model.hidden = hidden_rows(keep, rows, scored, page.workspace.findings)
        self.bar.show_keep(keep)
        page.refresh()
        every = sum(each.kind is RowKind.NODE for each in rows)
        self.bar.tell("" if keep is Keep.ALL else f"显示 {every - len(page.model.hidden)} 行，共 {every} 行")
        index = page.view.currentIndex()
        first = next(page.model.node_rows(), None)
        if first is not None and (not index.isValid() or page.model.rows[index.row()].kind is not RowKind.NODE):
            page.view.put_cursor(page.model.index(first, max(index.column(), 0)))
        page.view.setFocus()

    def clear_filter(self) -> bool:
        """All rows again; whether some were hidden."""
        hidden = bool(self.page.model.hidden)
        if hidden:
            self.filter(Keep.ALL)
        return hidden

    def forget_filter(self) -> None:
        """Another table comes, with all its rows."""
        self.page.model.hidden = frozenset()
        self.bar.show_keep(Keep.ALL)
        self.bar.tell("")

    def _leave(self) -> None:
        """A filter ends with the bar that shows it."""
        self.clear_filter()
        self.forget_filter()
        self.page.view.setFocus()
