"""The columns of the entry table as the clerk wants them, form by form."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.grid.column_view import ColumnView
from desktop.grid.columns import ordered, without
from desktop.grid.plan import Plan, plan_columns
from desktop.grid.view import TableView
from desktop.workspace.session import Workspace


class ColumnSet(QObject):
    """Which columns one view shows, in which order, how wide and how large; ``remembered`` gives the last wishes for a form."""

    chosen = Signal(str, object)  # the key of a form, a ColumnView
    arranged = Signal()  # others are to be shown, or in another order

    def __init__(self, view: TableView, workspace: Workspace, remembered: Callable[[str], ColumnView]) -> None:
        super().__init__(view)
        self.view = view
        self._workspace = workspace
        self._remembered = remembered
        self._form = ""
        self._wanted = ColumnView()
        view.zoomed.connect(lambda percent: self._keep(replace(self._wanted, zoom=percent)))
        view.width_chosen.connect(lambda: self._keep(replace(self._wanted, widths=dict(view.chosen_widths))))

    def take_form(self, form: str) -> None:
        """The columns of another form as they were wanted last."""
        if form != self._form:
            self._form = ""  # what is set now was wanted before
            self._wanted = self._remembered(form)
            self.view.chosen_widths = dict(self._wanted.widths)
            self.view.set_zoom(self._wanted.zoom)
            self._form = form

    def _keep(self, wanted: ColumnView) -> None:
        if self._form:
            self._wanted = wanted
            self.chosen.emit(self._form, wanted)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Keys of columns that are not shown."""
        return self._wanted.hidden

    def hide(self, keys: Iterable[str]) -> None:
        """Show every column but these."""
        self._arrange(replace(self._wanted, hidden=tuple(dict.fromkeys(keys))))

    def order(self, keys: Iterable[str]) -> None:
        """Show the columns in this order; those that stay in view keep their places."""
        self._arrange(replace(self._wanted, order=tuple(dict.fromkeys(keys))))

    def _arrange(self, wanted: ColumnView) -> None:
        self.view.end_editing()
        self._keep(wanted)
        self.arranged.emit()

    def plan(self) -> Plan:
        """The columns shown."""
        return without(self.full_plan(), self.hidden)

    def full_plan(self) -> Plan:
        """All columns of the form, in the order wanted."""
        scored = self._workspace.scored
        if scored is None:
            return Plan()
        table = scored.table
        has_points = any(each.points_text for each in table.nodes)
        key, unit = table.key, table.heading.money_unit
        plan = plan_columns(self._workspace.form(), year=key.year, money_unit=unit, scored=has_points)
        return ordered(plan, self._wanted.order)
