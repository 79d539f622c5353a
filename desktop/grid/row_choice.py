"""Which rows the entry table shows and in which order: what the clerk asks for."""

from collections.abc import Callable

from desktop.grid.cells import row_cells
from desktop.grid.row_bar import RowBar
from desktop.grid.row_filter import Keep, hidden_rows
from desktop.grid.row_sort import Sort, row_order
from desktop.grid.rows import FORM_ORDER, RowKind, grid_rows
from desktop.grid.view import TableView
from desktop.workspace.session import Workspace

MOVING_NEEDS_THE_FORM = "表正按“{words}”排序显示，行的先后看不出来。请先恢复表样顺序（Ctrl+Shift+O）再移动。"


class RowChoice:
    """Filter and order of one view, which ``refresh`` shows anew.

    Both are worked out once, when they are asked for: a row that is typed into stays put.
    """

    def __init__(self, view: TableView, workspace: Workspace, refresh: Callable[[], None]) -> None:
        self._view, self._workspace, self._refresh = view, workspace, refresh
        self.sort: Sort | None = None
        self.bar = RowBar(view)
        self.bar.filter_asked.connect(self.filter)
        self.bar.sorting_ended.connect(self.unsort)
        self.bar.closed.connect(self._leave)

    def start(self) -> None:
        self._view.end_editing()
        self.bar.start()

    # Filter

    def filter(self, keep: Keep) -> None:
        """Show only rows of this state, with their bands; the keyboard goes to them."""
        self._view.end_editing()
        scored = self._workspace.scored
        if scored is None:
            return
        rows, _ = grid_rows(self._workspace.form(), scored, self._view.table.plan)
        self._view.table.hidden = hidden_rows(keep, rows, scored, self._workspace.findings)
        every = sum(each.kind is RowKind.NODE for each in rows)
        self.bar.show_keep(keep, "" if keep is Keep.ALL else f"显示 {every - len(self._view.table.hidden)} 行，共 {every} 行")
        self._show()

    def clear_filter(self) -> bool:
        """All rows again; whether some were hidden."""
        hidden = bool(self._view.table.hidden)
        if hidden:
            self.filter(Keep.ALL)
        return hidden

    # Order

    def sort_by(self, column: int, *, falling: bool) -> None:
        """Show the rows of each block by what stands in a column."""
        self._view.end_editing()
        scored, model = self._workspace.scored, self._view.table
        if scored is None or not 0 <= column < len(model.plan.columns):
            return
        row = max(self._view.currentIndex().row(), 0)
        sort = Sort(model.plan.columns[column].key, model.words(row, column) if model.rows else "", falling)
        rows, known = grid_rows(self._workspace.form(), scored, model.plan)  # those that are filtered out take their places too
        cells = [row_cells(scored, model.plan, each, known.get(each.node_id), {}) for each in rows]
        model.order = row_order(sort, column, rows, cells, scored)
        self._take(sort)

    def unsort(self) -> bool:
        """The order of the form again; whether there was another."""
        sorted_so_far = self.sort is not None
        if sorted_so_far:
            self._view.end_editing()
            self._view.table.order = FORM_ORDER
            self._take(None)
        return sorted_so_far

    def _take(self, sort: Sort | None) -> None:
        self.sort = sort
        self.bar.show_sort(sort)
        heading = self._view.heading
        heading.sorted_by = None if sort is None else (sort.key, sort.falling)
        heading.viewport().update()
        self._show()

    def may_move(self) -> bool:
        """Whether rows stand as in the form, so that moving them can be seen; tells what to do where they do not."""
        if self.sort is not None:
            self._workspace.told.emit(MOVING_NEEDS_THE_FORM.format(words=self.sort.words))
        return self.sort is None

    # Both

    def _show(self) -> None:
        view, model = self._view, self._view.table
        self._refresh()
        index = view.currentIndex()
        first = next(model.node_rows(), None)
        if first is not None and (not index.isValid() or model.rows[index.row()].kind is not RowKind.NODE):
            view.put_cursor(model.index(first, max(index.column(), 0)))
        view.scrollTo(view.currentIndex())
        view.setFocus()

    def forget(self) -> None:
        """Another table comes, with all its rows as its form has them."""
        self._view.table.hidden, self._view.table.order = frozenset(), FORM_ORDER
        self.sort = self._view.heading.sorted_by = None
        self.bar.show_keep(Keep.ALL)
        self.bar.show_sort(None)

    def _leave(self) -> None:
        """Filter and order end with the bar that shows them."""
        self.clear_filter()
        self.unsort()
        self.bar.show_keep(Keep.ALL)
        self._view.setFocus()
