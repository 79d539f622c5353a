"""导出: what shall be written, what shall stand beside it, where; then the file or its folder opened."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.faults import EnvironmentFault
from desktop.kit import tasks
from desktop.kit.illustration import Illustration
from desktop.kit.save_place import may_replace
from desktop.kit.wording import fault_text
from desktop.kit.wording_charts import CHARTS
from desktop.sheets.export import Compared, write_file
from desktop.workspace.check_code import check_code
from desktop.workspace.comparing import Chosen, gather, neighbouring_years
from desktop.workspace.session import Workspace
from scoring.scored import ScoredTable

if TYPE_CHECKING:
    from scoring.table import TableKey

NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\t', "_"))
WITH_CHART = frozenset({"report", "explanation"})  # the picture stands in their outline
OF_SEVERAL_YEARS = frozenset({"score_change", "trend"})
WORKING = {"completion_rate": "完成率", "rule_score": "规则得分", "lost": "失分"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of file: its words, the end of its usual name, and what may stand beside the table in it."""

    words: str
    kind: str
    ending: str
    name: str
    working: bool = False
    compared: bool = False
    chart: bool = False


OFFERS = (
    Offer("Excel 自评表", "sheet", ".xlsx", "绩效自评表", working=True, compared=True, chart=True),
    Offer("Excel 自评表，附计算过程和问题", "audit", ".xlsx", "绩效自评表（审核稿）", working=True, compared=True, chart=True),
    Offer("Excel 空白表", "blank", ".xlsx", "绩效自评表（空白）"),
    Offer("PDF 自评表", "sheet", ".pdf", "绩效自评表"),
    Offer("PDF 自评报告", "report", ".pdf", "绩效自评报告", chart=True),
    Offer("PDF 自评表说明", "explanation", ".pdf", "绩效自评表说明", chart=True),
    Offer("Word 自评报告", "report", ".docx", "绩效自评报告", chart=True),
    Offer("Word 自评表说明", "explanation", ".docx", "绩效自评表说明", chart=True),
    Offer("Word 自评表", "sheet", ".docx", "绩效自评表", working=True),
    Offer("CSV 指标行", "sheet", ".csv", "绩效自评指标", working=True),
)


class ExportWindow(QDialog):
    """Writes beside the window; the table is as it is when the button is pressed."""

    written = Signal(str)

    def __init__(self, workspace: Workspace, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setWindowTitle("导出")
        self.kinds = QListWidget(self)
        self.kinds.setAccessibleName("导出的内容")
        self.kinds.addItems([f"{each.words}（{each.ending}）" for each in OFFERS])
        self.working = {key: QCheckBox(words, self) for key, words in WORKING.items()}
        self.compared = QCheckBox("年度对比（与以前各年）", self)
        self.with_chart = QCheckBox("图表：", self)
        self.chart = QComboBox(self)
        self.chart.setAccessibleName("哪一张图")
        for key, words in CHARTS.items():
            if self._others() or key not in OF_SEVERAL_YEARS:
                self.chart.addItem(words, key)
        self.place = QLineEdit(self)
        self.place.setAccessibleName("存为")
        self.choose = QPushButton("另选位置(&B)…", self)
        self.choose.clicked.connect(self.ask_for_place)
        self.progress = QProgressBar(self)
        self.progress.hide()
        self.outcome = QLabel(self)
        self.outcome.setWordWrap(True)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.buttons.rejected.connect(self.close)
        self.show_folder = self._button("打开文件夹(&O)", lambda path: path.parent)
        self.show_file = self._button("打开文件(&V)", lambda path: path)
        self.start = self.buttons.addButton("导出(&E)", QDialogButtonBox.ButtonRole.ActionRole)
        self.start.setDefault(True)
        self.start.clicked.connect(self.export)
        self.last: Path | None = None
        self._folder = folder
        self._proposed = ""
        self._left_out = ""
        self._lay_out()
        self.kinds.currentRowChanged.connect(lambda _: self._kind_changed())
        self.with_chart.toggled.connect(self.chart.setEnabled)
        workspace.table_changed.connect(self.close)
        self.kinds.setCurrentRow(0)

    def _button(self, words: str, target: Callable[[Path], Path]) -> QPushButton:
        button = self.buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole)
        button.setAutoDefault(False)
        button.hide()
        button.clicked.connect(partial(self._open, target))
        return button

    def _open(self, target: Callable[[Path], Path]) -> None:
        if self.last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target(self.last))))

    def _lay_out(self) -> None:
        beside = QGroupBox("附带", self)
        lines = QVBoxLayout(beside)
        for each in (*self.working.values(), self.compared):
            lines.addWidget(each)
        picture = QHBoxLayout()
        picture.addWidget(self.with_chart)
        picture.addWidget(self.chart, 1)
        lines.addLayout(picture)
        lines.addStretch(1)
        self.chart.setEnabled(False)
        grid = QGridLayout()
        grid.addWidget(self.kinds, 0, 0)
        grid.addWidget(beside, 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        where = QHBoxLayout()
        where.addWidget(QLabel("存为：", self))
        where.addWidget(self.place, 1)
        where.addWidget(self.choose)
        layout = QVBoxLayout(self)
        layout.addLayout(grid, 1)
        layout.addLayout(where)
        layout.addWidget(self.progress)
        layout.addWidget(self.outcome)
        layout.addWidget(self.buttons)
        em, room = self.fontMetrics().height(), self.screen().availableGeometry()
        self.resize(min(em * 42, room.width()), min(em * 22, room.height()))

    # What and where

    @property
    def offer(self) -> Offer:
        return OFFERS[max(self.kinds.currentRow(), 0)]

    def _kind_changed(self) -> None:
        """The usual name of the kind, unless the clerk has chosen one: then only its ending."""
        offer, typed = self.offer, Path(self.place.text())
        others = self._others()
        for each in self.working.values():
            each.setEnabled(offer.working)
        self.compared.setEnabled(offer.compared and bool(others))
        self.compared.setToolTip("" if others else "账套里没有这张表以前年度的数据")
        self.with_chart.setEnabled(offer.chart)
        self.with_chart.setChecked(offer.chart and offer.kind in WITH_CHART and bool(others))
        self.chart.setEnabled(offer.chart and self.with_chart.isChecked())
        if self.place.text() in ("", self._proposed):
            self._proposed = str(self._folder / f"{self._title()}{offer.name}{offer.ending}")
            self.place.setText(self._proposed)
        else:
            self.place.setText(str(typed.with_suffix(offer.ending)))

    def _title(self) -> str:
        table = self.workspace.table
        key = None if table is None else table.key
        return "" if key is None else f"{key.unit}{key.year}年度{key.subject or '部门整体支出'}".translate(NOT_IN_NAMES)

    def _others(self) -> "tuple[TableKey, ...]":
        """The table and those of the years before it; nothing where there are none."""
        store, table = self.workspace.store, self.workspace.table
        if store is None or table is None:
            return ()
        found = neighbouring_years(store, table.key)
        return found if len(found) > 1 else ()

    def ask_for_place(self) -> None:
        ending = self.offer.ending
        kind = f"{self.offer.words} (*{ending})"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "导出", self.place.text(), kind, options=QFileDialog.Option.DontConfirmOverwrite
        )
        if chosen:
            path = Path(chosen)
            self.place.setText(str(path if path.suffix.lower() == ending else path.with_name(path.name + ending)))

    # The file

    def export(self) -> None:
        """Write the file beside the window; one that is there is only replaced when the clerk says so."""
        scored = self.workspace.scored
        words = self.place.text().strip()
        if scored is None or not words:
            return
        path = Path(words)
        if path.suffix.lower() != self.offer.ending:
            path = path.with_name(path.name + self.offer.ending)
            self.place.setText(str(path))
        if path.exists() and path != self.last and not may_replace(self, "导出", path):
            return
        try:
            write = self._writer(path, scored)
        except EnvironmentFault as fault:
            self._failed(fault)
            return
        self.progress.setRange(0, 0)
        self.progress.show()
        self.outcome.setText(f"正在导出 {path.name} …")
        for button in (self.start, self.show_file, self.show_folder):
            button.setEnabled(False)
        tasks.run(write, self._done, self._failed, self._show_progress, self)

    def _writer(self, path: Path, scored: ScoredTable) -> Callable[[tasks.Report], Path]:
        """What is done beside the window; what asks the book or draws is done here.

        Raises:
            EnvironmentFault: those of the store.
        """
        offer, findings, code = self.offer, self.workspace.findings, check_code(scored.table)
        extra = tuple(key for key, each in self.working.items() if each.isEnabled() and each.isChecked())
        compared, picture = self._beside(scored)

        def write(report: tasks.Report) -> Path:
            return write_file(
                path,
                scored,
                findings,
                kind=offer.kind,
                extra=extra,
                chart=picture,
                comparison=compared,
                check_code=code,
                progress=report,
            )

        return write

    def _beside(self, scored: ScoredTable) -> tuple[Compared | None, Illustration | None]:
        """The comparison and the picture, where they are wanted."""
        wants_years = self.compared.isEnabled() and self.compared.isChecked()
        wants_chart = self.with_chart.isEnabled() and self.with_chart.isChecked()
        store = self.workspace.store
        self._left_out = ""
        if store is None or not (wants_years or wants_chart):
            return None, None
        from desktop.charts.report_chart import comparison_chart
        from desktop.compare.proposals import compare_with_likely

        gathered = gather(store, [Chosen(each) for each in self._others() or (scored.table.key,)])
        comparison, _ = compare_with_likely(gathered.tables, gathered.links)
        picture = comparison_chart(str(self.chart.currentData()), comparison) if wants_chart else None
        self._left_out = f"没有可画的数据，未附图表“{self.chart.currentText()}”。" if wants_chart and picture is None else ""
        return (Compared(comparison, gathered.notes) if wants_years else None), picture

    def _show_progress(self, done: int, whole: int) -> None:
        self.progress.setRange(0, whole)
        self.progress.setValue(done)

    def _finished(self) -> None:
        self.progress.hide()
        for button in (self.start, self.show_file, self.show_folder):
            button.setEnabled(True)

    def _done(self, path: Path) -> None:
        self._finished()
        self.last = path
        self.show_file.show()
        self.show_folder.show()
        self.outcome.setText(f"已导出：{path}{'。' + self._left_out if self._left_out else ''}")
        self.written.emit(str(path))

    def _failed(self, fault: EnvironmentFault) -> None:
        """What is in the way, with another place one key away."""
        self._finished()
        for button in (self.show_file, self.show_folder):
            button.hide()
        self.outcome.setText(fault_text(fault))
        self.choose.setFocus()
