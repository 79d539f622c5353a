"""The page 基础数据: the base figures, and the ratios worked out from them beneath."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.pages.fact_sheet import fact_sheet, ratio_sheet
from desktop.pages.following import YearPage
from desktop.pages.funds_page import remove_all
from desktop.pages.sheet import Sheet
from desktop.pages.sheet_pane import SheetPane
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import BaseFact, RecordKind


class FactsPage(YearPage):
    """Figures above, ratios below; without ratios the figures take all the room."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.facts = SheetPane(workspace, "基础数据", self._facts, self)
        self.add = self.facts.add_command("增加一行(&A)", "在当前行下面增加一行", self.insert_row, "Ctrl+=")
        self.remove = self.facts.add_command("删除行(&D)", "删除所选的行，可以撤销", self.remove_rows, "Ctrl+-")
        self.facts.say_when_empty("还没有基础数据。按“增加一行”填写，或从 Excel 复制后粘贴。")
        self.ratios = SheetPane(workspace, "由基础数据算出的比率", self._ratios, self)
        self.panes = (self.facts, self.ratios)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setObjectName("facts")
        split.setChildrenCollapsible(False)
        split.addWidget(self.facts)
        split.addWidget(self.ratios)
        split.setSizes([560, 260])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self.setFocusProxy(self.facts)
        self.follow()

    def _facts(self) -> Sheet:
        scored = self.workspace.scored
        return Sheet() if scored is None else fact_sheet(scored, self.workspace.findings)

    def _ratios(self) -> Sheet:
        scored = self.workspace.scored
        return Sheet() if scored is None else ratio_sheet(scored)

    def refresh(self) -> None:
        super().refresh()
        asked = bool(self.facts.model.sheet.offers)
        self.facts.title.setText("基础数据　灰色的行是评分办法要用、还没有填的数" if asked else "基础数据")
        self.ratios.setVisible(bool(self.ratios.model.rowCount()))
        for each in (self.add, self.remove):
            each.setEnabled(self.workspace.editable)

    def insert_row(self, *, above: bool = False) -> bool:
        """A new figure after the one under the cursor, or before it, ready to be named."""
        self.facts.view.end_editing()
        table = self.workspace.table
        if table is None:
            return False
        chosen = self.facts.chosen_records()
        beside = chosen[0 if above else -1] if chosen else ""
        at = next((at for at, each in enumerate(table.base_facts) if each.id == beside), None)
        seed = BaseFact("", group="" if at is None else table.base_facts[at].group)
        place = at if at is None or above else at + 1
        if not self.workspace.edit(Op.ADD_RECORD, edit.add_record, RecordKind.BASE_FACT, seed, place):
            return False
        self.facts.go_to(str(table.next_number), "label")
        self.facts.view.setFocus()
        return True

    def remove_rows(self) -> bool:
        """The chosen figures, as one step."""
        self.facts.view.end_editing()
        ids = self.facts.chosen_records()
        if not ids or not self.workspace.edit(Op.REMOVE_RECORD, remove_all, RecordKind.BASE_FACT, ids):
            return False
        self.workspace.told.emit(f"已删除 {len(ids)} 行，Ctrl+Z 可恢复。")
        return True
