"""汇总来源: from a figure of the unit above to each unit's cell and its evidence."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop.kit.wording_findings import finding_text
from desktop.windows.text_table import TextTable
from desktop.workspace.session import Workspace
from desktop.workspace.units import RolledUp, Trail, overtaken
from scoring.finding import Place
from scoring.number import canonical
from scoring.rollup import Source
from scoring.rollup_money import Weight
from scoring.table import RecordKind

WEIGHTS = {
    Weight.EXECUTED: "全年执行数",
    Weight.ADJUSTED_BUDGET: "全年预算数",
    Weight.INITIAL_BUDGET: "年初预算数",
    Weight.TASK_MONEY: "任务资金",
}
NAMED = 3
HEADINGS = ("汇总表的行", "单位", "该单位的行", "指标值", "完成值", "加权资金", "佐证材料")


class SourcesWindow(QDialog):
    """Every source of every row, those of one row first; a double click leads to the unit's cell."""

    source_chosen = Signal(object, object)  # the unit's TableKey and the Place in it

    def __init__(self, workspace: Workspace, made: Trail, record_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("汇总来源")
        self.found = found = made.found
        self.sources: list[Source] = []
        rows: list[tuple[str, ...]] = []
        names = _names(found)
        ids = [record_id, *(each for each in names if each != record_id)] if record_id in names else list(names)
        for id_ in ids:
            for source, path, files in made.lines.get(id_, ()):
                weight = "" if source.weight is None else f"{canonical(source.weight)} {found.table.heading.money_unit}"
                self.sources.append(source)
                texts = (
                    names[id_],
                    source.unit,
                    " / ".join(path[-2:]),
                    source.target_text,
                    source.text,
                    weight,
                    "、".join(files),
                )
                rows.append(texts)
        by = "" if found.weight is None else f"比率和定性指标按各单位的{WEIGHTS[found.weight]}加权。"
        missing = f"还缺：{'、'.join(found.missing)}。" if found.missing else ""
        told = QLabel(f"汇总表的每个数来自哪里。{by}{missing}双击一行，到那个单位的那一格。{self._overtaken(workspace)}", self)
        told.setWordWrap(True)
        self.table = TextTable("汇总来源", HEADINGS, self)
        self.table.show_rows(rows)
        self.table.activated.connect(lambda index: self.go(index.row()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(told)
        layout.addWidget(self.table, 2)
        if found.findings:
            self.findings = TextTable("需要核对的地方", ("需要核对的地方",), self)
            self.findings.show_rows([(finding_text(each, found.scored),) for each in found.findings])
            layout.addWidget(self.findings, 1)
        layout.addWidget(buttons)
        em = self.fontMetrics().height()
        self.resize(em * 60, em * 28)

    def _overtaken(self, workspace: Workspace) -> str:
        """Whether the units' tables changed since they were rolled up."""
        names = overtaken(workspace.table, self.found) if workspace.table is not None else ()
        shown = "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
        return f"注意：{len(names)} 行与下属单位现在的数不同（{shown}），请重新汇总。" if names else ""

    def go(self, row: int) -> None:
        """Ask for the unit's cell."""
        source = self.sources[row]
        field = {RecordKind.NODE: "actual_text", RecordKind.FUND: "executed_text"}.get(source.kind, "value_text")
        self.source_chosen.emit(replace(self.found.table.key, unit=source.unit), Place(source.kind, source.id, field))


def _names(found: RolledUp) -> dict[str, str]:
    table = found.table
    named = {each.id: each.name for each in table.nodes if each.leaf}
    named |= {each.id: each.label for each in table.funds}
    return named | {each.id: each.label for each in table.base_facts}
