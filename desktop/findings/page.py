"""The page 检查: every finding with its place, by weight and words, as a file too; choosing one goes to the cell."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from db.faults import EnvironmentFault
from desktop.findings.model import ORDER, FindingLine, FindingsModel, chosen_lines, finding_lines
from desktop.kit import tasks
from desktop.kit.composing import ComposingLine
from desktop.kit.csv_rows import write_rows
from desktop.kit.save_place import ask_where_to_save
from desktop.kit.wording_findings import SEVERITIES
from desktop.workspace.session import Workspace
from desktop.workspace.wider import AT_ONCE, Wider, of_units, of_years, units_of
from desktop.workspace.years import list_place


class FindingsPage(QWidget):
    """Follows the workspace."""

    place_chosen = Signal(object)  # a Place

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.model = FindingsModel(self)
        self.view = QTableView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName("检查结果")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setWordWrap(True)
        self.view.setShowGrid(False)
        self.view.setAlternatingRowColors(True)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        self.nothing = QLabel(self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar())
        layout.addLayout(self._stack)
        self.setFocusProxy(self.view)
        self._lines: list[FindingLine] = []
        self._of_others = 0
        self._adding_up = 0
        workspace.table_changed.connect(self.refresh)
        workspace.refreshed.connect(self.refresh)
        self.refresh()

    def _bar(self) -> QHBoxLayout:
        self.weight = QComboBox(self)
        self.weight.setAccessibleName("轻重")
        self.weight.addItem("全部", None)
        for severity in ORDER:
            self.weight.addItem(f"只看{SEVERITIES[severity]}", severity)
        self.words = ComposingLine(self)
        self.words.setAccessibleName("在检查结果中查找")
        self.words.setPlaceholderText("查找位置、问题")
        self.words.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.export_button = QPushButton("导出 CSV(&E)…", self)
        self.export_button.setAutoDefault(False)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 4)
        for widget, stretch in ((self.weight, 0), (self.words, 1), (self.count, 0), (self.export_button, 0)):
            bar.addWidget(widget, stretch)
        self.weight.currentIndexChanged.connect(lambda _: self._show_chosen())
        self.words.textChanged.connect(lambda _: self._show_chosen())
        self.export_button.clicked.connect(lambda _: self.ask_and_export())
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.horizontalHeader().resizeSection(1, event.size().width() * 36 // 100)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Take over the findings; what other years and units show is looked for only while somebody looks."""
        store, scored = self.workspace.store, self.workspace.scored
        if not self.isVisible() or store is None or scored is None:
            self._take(())
            return
        years, units = of_years(store, scored), units_of(store, scored.table.key)
        if len(units) > AT_ONCE:
            self._take(years)
            self._add_up(len(units), years)
        else:
            self._take((*years, *(of_units(store, scored) if units else ())))

    def _take(self, looked: Sequence[Wider]) -> None:
        known = {(each.code, each.place) for each in self.workspace.findings}
        wider = [each for each in looked if (each.code, each.place) not in known]
        self._lines = finding_lines(self.workspace.scored, self.workspace.findings, wider)
        self._of_others = len(wider)
        self._show_chosen()

    def _add_up(self, units: int, years: Sequence[Wider]) -> None:
        """Many units beside the window, one time after the other; an answer about a table of before is asked for again."""
        store, scored = self.workspace.store, self.workspace.scored
        if self._adding_up or store is None or scored is None:
            return

        def work(_: tasks.Report) -> tuple[Wider, ...]:
            with store.beside() as other:
                return of_units(other, scored)

        def done(found: tuple[Wider, ...]) -> None:
            self._adding_up = 0
            if self.workspace.scored is scored and self.isVisible():
                self._take((*years, *found))
            else:
                self.refresh()

        self._adding_up = units
        self._show_chosen()
        tasks.run(work, done, lambda _: done(()), lambda *_: None, self)

    def _show_chosen(self) -> None:
        lines = chosen_lines(self._lines, self.weight.currentData(), self.words.text())
        self.model.show_lines(lines)
        others = f"（{self._of_others} 条来自往年或下属单位的表）" if self._of_others else ""
        every = f"{len(self._lines)} 条{others}"
        adding_up = f"，正在核对 {self._adding_up} 个下属单位…" if self._adding_up else ""
        self.count.setText((every if len(lines) == len(self._lines) else f"{len(lines)} 条，共 {every}") + adding_up)
        self.nothing.setText("没有这样的问题。" if self._lines else "没有发现问题。")
        self.export_button.setEnabled(bool(lines))
        self._stack.setCurrentWidget(self.view if lines else self.nothing)

    def ask_and_export(self) -> None:
        target = ask_where_to_save(self, "导出检查结果", list_place(self.workspace.path, "检查结果"), "CSV (*.csv)")
        if target is not None:
            self.export(target)

    def export(self, path: Path) -> None:
        """Write what is shown."""
        try:
            write_rows(
                path,
                ("轻重", "位置", "问题"),
                [(SEVERITIES[each.severity], each.where, each.text) for each in self.model.findings],
            )
        except EnvironmentFault as fault:
            self.workspace.trouble.emit(fault)
        else:
            self.workspace.told.emit(f"已导出：{path.name}")

    def chosen_code(self) -> str:
        """The code of the finding in the current line, empty without one."""
        index = self.view.currentIndex()
        return self.model.findings[index.row()].code if index.isValid() else ""

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.place_chosen.emit(self.model.findings[index.row()].place)
