"""The page 基本情况: what the form says of the unit, the people and the dates."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.pages.details_sheet import details_sheet
from desktop.pages.following import YearPage
from desktop.pages.funds_page import remove_all
from desktop.pages.sheet import Sheet
from desktop.pages.sheet_pane import SheetPane
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import Detail, RecordKind


class DetailsPage(YearPage):
    """One table of words and what is written behind them."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.details = SheetPane(workspace, "基本情况", self._details, self)
        self.add = self.details.add_command("增加一项(&A)", "表样之外另记一项，例如联系人、经办科室", self.insert_row, "Ctrl+=")
        self.remove = self.details.add_command("删除(&D)", "删除另加的项；表样里的项只清空内容", self.remove_rows, "Ctrl+-")
        self.panes = (self.details,)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.details)
        self.setFocusProxy(self.details)
        self.follow()

    def _details(self) -> Sheet:
        scored = self.workspace.scored
        return Sheet() if scored is None else details_sheet(self.workspace.form(), scored, self.workspace.findings)

    def refresh(self) -> None:
        super().refresh()
        for each in (self.add, self.remove):
            each.setEnabled(self.workspace.editable)

    def insert_row(self, *, above: bool = False) -> bool:
        """A line of the clerk's own, after all others."""
        self.details.view.end_editing()
        table = self.workspace.table
        if table is None:
            return False
        taken = {each.id for each in table.details}
        key = next(name for number in range(1, len(taken) + 2) if (name := f"added_{number}") not in taken)
        if not self.workspace.edit(Op.ADD_RECORD, edit.add_record, RecordKind.DETAIL, Detail(key)):
            return False
        self.details.go_to(key, "label")
        self.details.view.setFocus()
        return True

    def remove_rows(self) -> bool:
        """The chosen lines, as one step."""
        self.details.view.end_editing()
        ids = self.details.chosen_records()
        return bool(ids) and self.workspace.edit(Op.REMOVE_RECORD, remove_all, RecordKind.DETAIL, ids)
