"""The page 资金: the funds in the form's own shape with their sums, and the execution month by month."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.forms.outline import line_level
from desktop.pages.following import YearPage
from desktop.pages.fund_sheet import fund_sheet
from desktop.pages.month_sheet import month_sheet
from desktop.pages.sheet import Sheet
from desktop.pages.sheet_pane import SheetPane
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import FundLine, RecordKind, YearTable
from scoring.writing import Offer


class FundsPage(YearPage):
    """Lines of funds above, months below; the border between them moves."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.lines = SheetPane(workspace, "资金", self._lines, self)
        self.add = self.lines.add_command("增加一行(&A)", "在当前行下面增加一行", self.insert_row, "Ctrl+=")
        self.remove = self.lines.add_command("删除行(&D)", "删除所选的行，可以撤销", self.remove_rows, "Ctrl+-")
        self.lines.say_when_empty("这张表样没有列出资金项目。按“增加一行”开始填写。")
        self.months = SheetPane(workspace, "月度执行", lambda: _of(workspace, month=True), self)
        self.months.title.setText("月度执行　执行率由累计执行数和全年预算数算出，也可以直接填执行率")
        self.panes = (self.lines, self.months)
        self.split = split = QSplitter(Qt.Orientation.Vertical, self)
        split.setObjectName("funds")
        split.setChildrenCollapsible(False)
        split.addWidget(self.lines)
        split.addWidget(self.months)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self.setFocusProxy(self.lines)
        self.follow()
        self.workspace.table_changed.connect(self.share_room)
        self.share_room()

    def share_room(self) -> None:
        """The lines take what they need, the months the rest, unless the clerk chose otherwise."""
        if self.split.property("chosen"):
            return
        height = self.fontMetrics().height() * 2 * (self.lines.model.rowCount() + 3)
        self.split.setSizes([height, max(height // 2, self.height() - height)])

    def _lines(self) -> Sheet:
        return _of(self.workspace, month=False)

    def refresh(self) -> None:
        super().refresh()
        scored = self.workspace.scored
        if scored is not None:
            self.lines.title.setText(f"资金　单位：{scored.table.heading.money_unit}")
        for each in (self.add, self.remove):
            each.setEnabled(self.workspace.editable)

    def insert_row(self, *, above: bool = False) -> bool:
        """A new line after the one under the cursor, or before it, in its split, ready to be named."""
        self.lines.view.end_editing()
        table = self.workspace.table
        if table is None:
            return False
        row = self.lines.view.currentIndex().row()
        sheet = self.lines.model.sheet
        group = sheet.cell(row, 0).text
        record = sheet.rows[row].record if 0 <= row < len(sheet.rows) else None
        offers = sheet.offers
        beside = record[1] if record else ""
        if not self.workspace.edit(Op.ADD_RECORD, _insert, beside, group, offers, above=above):
            return False
        added = self.workspace.table
        if added is not None:
            newest = max(added.funds, key=lambda each: int(each.id) if each.id.isdigit() else 0)
            self.lines.go_to(newest.id, "label")
            self.lines.view.setFocus()
        return True

    def remove_rows(self) -> bool:
        """The chosen lines, as one step."""
        self.lines.view.end_editing()
        ids = self.lines.chosen_records()
        if not ids or not self.workspace.edit(Op.REMOVE_RECORD, remove_all, RecordKind.FUND, ids):
            return False
        self.workspace.told.emit(f"已删除 {len(ids)} 行，Ctrl+Z 可恢复。")
        return True


def _of(workspace: Workspace, *, month: bool) -> Sheet:
    scored = workspace.scored
    if scored is None:
        return Sheet()
    return month_sheet(scored) if month else fund_sheet(workspace.form(), scored, workspace.findings)


def _insert(table: YearTable, beside: str, group: str, offers: tuple[Offer, ...], *, above: bool) -> YearTable:
    """An empty line of the same split behind another, or before it; lines the form offers become real first."""
    names: dict[str, str] = {}
    for offer in offers:
        table = edit.add_record(table, offer.kind, offer.record)
        names[offer.record.id] = table.funds[-1].id
    beside = names.get(beside, beside)
    like = next((each for each in table.funds if each.id == beside), None)
    at = len(table.funds) if like is None else table.funds.index(like) + (not above)
    split = group if like is None else like.group
    level = 1 if like is None else max(like.level, line_level(like.label))
    return edit.add_record(table, RecordKind.FUND, FundLine("", split, "", level), at)


def remove_all(table: YearTable, kind: RecordKind, ids: list[str]) -> YearTable:
    """The table without these records."""
    for each in ids:
        table = edit.remove_record(table, kind, each)
    return table
