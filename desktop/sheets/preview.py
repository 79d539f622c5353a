"""The print preview of a table: its pages with the settings at their side."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.forms.form import FormLayout
from desktop.forms.layout import sheet_name
from desktop.kit.illustration import Illustration
from desktop.sheets.pages_window import PagesWindow
from desktop.sheets.paper import Printed, document_title, draw_paper
from desktop.sheets.row_choice import bands_of, with_rows
from desktop.sheets.setup import PageSetup, RowChoice, SheetKind, usual_setup
from desktop.sheets.setup_panel import Offered, SetupPanel
from desktop.sheets.typefaces import Typefaces
from scoring.scored import ScoredTable

_NO_SUCH_ROWS = {
    RowChoice.LOST: "没有失分的指标",
    RowChoice.PENDING: "没有待评的指标",
    RowChoice.FLAGGED: "没有检查出问题的指标",
    RowChoice.SELECTED: "没有在指标表里选中行",
    RowChoice.BANDS: "还没有勾选要印的部分",
}


class PreviewWindow(PagesWindow):
    """Pages of one table.

    Args:
        printed: what is printed beside the form.
        setup: the wishes to begin with; those of the form where there are none.
        remember: is told every change of the wishes.
        chart: makes the picture of the report, asked once, when a report is first wanted.
    """

    def __init__(
        self,
        scored: ScoredTable,
        form: FormLayout,
        printed: Printed,
        *,
        setup: PageSetup | None = None,
        remember: Callable[[PageSetup], None] | None = None,
        chart: Callable[[], Illustration | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.panel = SetupPanel(setup or usual_setup(form), offered_by(scored, form, printed))
        super().__init__(document_title(scored), Typefaces(), side=self.panel, parent=parent)
        self._scored, self._form = scored, form
        self._printed, self._chart = printed, chart
        self._remember = remember
        self.panel.changed.connect(self.change)
        self.refill(setup or usual_setup(form))

    @property
    def setup(self) -> PageSetup:
        return self._setup

    def refill(self, setup: PageSetup) -> None:
        """Pages as now wanted."""
        self._setup = setup
        self.title = document_title(self._scored, setup.contents)
        if self._chart is not None and SheetKind.REPORT in setup.contents:
            self._printed, self._chart = replace(self._printed, chart=self._chart()), None
        self.show_pages(draw_paper(self._scored, self._form, setup, self.faces, self._printed))
        missed = setup.rows is not RowChoice.ALL and with_rows(self._scored, setup, self._printed.marked) is self._scored
        if missed and self._scored.rows and not self.notice.text():
            self.tell(_NO_SUCH_ROWS[setup.rows] + "，现在列出的是全部指标。")

    def change(self, setup: PageSetup) -> None:
        """Other wishes, to be remembered."""
        self.refill(setup)
        if self._remember is not None:
            self._remember(setup)


def offered_by(scored: ScoredTable, form: FormLayout, printed: Printed) -> Offered:
    """What a table has to choose from."""
    bands = bands_of(scored)
    sheets = tuple(dict.fromkeys(sheet_name(form, block) for block in form.blocks))
    return Offered(bool(scored.rows), bands, sheets, len(printed.marked.selected & scored.rows.keys()))
