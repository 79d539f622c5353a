"""Which rows the entry table shows and in which order: what the clerk asks for, done to the page it stands in."""

from typing import TYPE_CHECKING

from desktop.grid.cells import row_cells
from desktop.grid.row_bar import RowBar
from desktop.grid.row_filter import Keep, hidden_rows
from desktop.grid.row_sort import Sort, row_order
from desktop.grid.rows import FORM_ORDER, RowKind, grid_rows

if TYPE_CHECKING:
    from desktop.grid.page import TablePage

MOVING_NEEDS_THE_FORM = "表正按“{words}”排序显示，行的先后看不出来。请先恢复表样顺序（Ctrl+Shift+O）再移动。"


class RowChoice:
    """Filter and order of one page. Both are worked out once, when they are asked for: a row that is typed into stays put."""

    def __init__(self, page: "TablePage") -> None:
        self.page = page
        self.sort: Sort | None = None
        self.bar = RowBar(page)
        self.bar.filter_asked.connect(self.filter)
        self.bar.sorting_ended.connect(self.unsort)
        self.bar.closed.connect(self._leave)

    def start(self) -> None:
        self.page.view.end_editing()
        self.bar.start()

    # Filter

    def filter(self, keep: Keep) -> None:
        """Show only rows of this state, with their bands; the keyboard goes to them."""
        page = self.page
        page.view.end_editing()
        scored = page.workspace.scored
        if scored is None:
            return
        rows, _ = grid_rows(page.workspace.form(), scored, page.model.plan)
        page.model.hidden = hidden_rows(keep, rows, scored, page.workspace.findings)
        every = sum(each.kind is RowKind.NODE for each in rows)
        self.bar.show_keep(keep, "" if keep is Keep.ALL else f"显示 {every - len(page.model.hidden)} 行，共 {every} 行")
        self._show()

    def clear_filter(self) -> bool:
        """All rows again; whether some were hidden."""
        hidden = bool(self.page.model.hidden)
        if hidden:
            self.filter(Keep.ALL)
        return hidden

    # Order

    def sort_by(self, column: int, *, falling: bool) -> None:
        """Show the rows of each block by what stands in a column."""
        page = self.page
        page.view.end_editing()
        scored, model = page.workspace.scored, page.model
        if scored is None or not 0 <= column < len(model.plan.columns):
            return
        row = max(page.view.currentIndex().row(), 0)
        sort = Sort(model.plan.columns[column].key, model.words(row, column) if model.rows else "", falling)
        rows, known = grid_rows(page.workspace.form(), scored, model.plan)  # those that are filtered out take their places too
        cells = [row_cells(scored, model.plan, each, known.get(each.node_id), {}) for each in rows]
        model.order = row_order(sort, column, rows, cells, scored)
        self._take(sort)

    def unsort(self) -> bool:
        """The order of the form again; whether there was another."""
        sorted_so_far = self.sort is not None
        if sorted_so_far:
            self.page.view.end_editing()
            self.page.model.order = FORM_ORDER
            self._take(None)
        return sorted_so_far

    def _take(self, sort: Sort | None) -> None:
        self.sort = sort
        self.bar.show_sort(sort)
        heading = self.page.view.heading
        heading.sorted_by = None if sort is None else (sort.key, sort.falling)
        heading.viewport().update()
        self._show()

    def may_move(self) -> bool:
        """Whether rows stand as in the form, so that moving them can be seen; tells what to do where they do not."""
        if self.sort is not None:
            self.page.workspace.told.emit(MOVING_NEEDS_THE_FORM.format(words=self.sort.words))
        return self.sort is None

    # Both

    def _show(self) -> None:
        page = self.page
        page.refresh()
        index = page.view.currentIndex()
        first = next(page.model.node_rows(), None)
        if first is not None and (not index.isValid() or page.model.rows[index.row()].kind is not RowKind.NODE):
            page.view.put_cursor(page.model.index(first, max(index.column(), 0)))
        page.view.scrollTo(page.view.currentIndex())
        page.view.setFocus()

    def forget(self) -> None:
        """Another table comes, with all its rows as its form has them."""
        self.page.model.hidden, self.page.model.order = frozenset(), FORM_ORDER
        self.sort = self.page.view.heading.sorted_by = None
        self.bar.show_keep(Keep.ALL)
        self.bar.show_sort(None)

    def _leave(self) -> None:
        """Filter and order end with the bar that shows them."""
        self.clear_filter()
        self.unsort()
        self.bar.show_keep(Keep.ALL)
        self.page.view.setFocus()
