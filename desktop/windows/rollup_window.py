"""汇总下属单位: whose units, which year, which files; then what is missing and what is left to the clerk."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressDialog,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from db.faults import EnvironmentFault
from desktop.kit import tasks
from desktop.kit.clipboard import files_in
from desktop.kit.file_kinds import BOOKS, PACKAGES, TABLES, choice_of_files
from desktop.kit.wording import fault_text
from desktop.kit.wording_findings import finding_text
from desktop.windows.text_table import TextTable
from desktop.workspace.session import Workspace
from desktop.workspace.units import RolledUp, children, collect, collect_and_roll_up
from scoring.finding import Place
from scoring.table import TableKey

SOURCES = choice_of_files("表格、账套和提交包", *TABLES, *BOOKS, *PACKAGES)

STEPS = 5  # of each file: one to read it, four to put it into the book
RULES = "数量、资金和基础数据相加，比率和定性指标按资金加权，先汇总再评分。同一单位的表由新文件替换，先自动备份。"


class RollupWindow(QDialog):
    """Collects files beside the window, then puts them into the book; nothing is stored before 汇总 is pressed."""

    place_chosen = Signal(object, object)  # a TableKey and a Place: where a finding points

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.files: list[Path] = []
        self.found: RolledUp | None = None
        self.setWindowTitle("汇总下属单位")
        self.setAcceptDrops(True)
        key = None if workspace.table is None else workspace.table.key
        units = [] if workspace.store is None else [each.name for each in workspace.store.units()]
        parents = [] if workspace.store is None else [each.parent for each in workspace.store.units() if each.parent]
        self.unit = QComboBox(self)
        self.unit.setEditable(True)
        self.unit.addItems(units)
        self.unit.setAccessibleName("汇总到")
        self.unit.setCurrentText(parents[0] if parents else key.unit if key is not None else "")
        self.year = QSpinBox(self)
        self.year.setRange(1990, 2100)
        self.year.setAccessibleName("年度")
        self.year.setValue(QDate.currentDate().year() - 1 if key is None else key.year)
        form = QFormLayout()
        form.addRow("汇总到(&U)：", self.unit)
        form.addRow("年度(&Y)：", self.year)
        self.below = TextTable("下属单位", ("下属单位", "这一年度的表"), self)
        self.list = TextTable("要收集的文件", ("要收集的文件（表格、账套、提交包，可拖进来）", "文件夹"), self)
        add = QPushButton("添加文件(&A)…", self)
        add.clicked.connect(self.ask_for_files)
        self.remove = QPushButton("移除(&R)", self)
        self.remove.clicked.connect(self.remove_file)
        row = QHBoxLayout()
        row.addWidget(add)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.outcome = QLabel(RULES, self)
        self.outcome.setWordWrap(True)
        self.findings = TextTable("汇总的问题", ("需要核对的地方（双击到那一格）",), self)
        self.findings.hide()
        self.findings.doubleClicked.connect(lambda index: self._go(index.row()))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.buttons.rejected.connect(self.close)
        self.start = self.buttons.addButton("汇总(&G)", QDialogButtonBox.ButtonRole.ActionRole)
        self.start.clicked.connect(self.roll_up)
        self.over = self.buttons.addButton("全部改用汇总数(&U)", QDialogButtonBox.ButtonRole.ActionRole)
        self.over.setToolTip("本单位自己填的、与汇总数不同的地方都改成汇总数；可以撤销")
        self.over.clicked.connect(lambda: self.roll_up(over=True))
        self.over.hide()
        self._lay_out(form, row)
        self.unit.currentTextChanged.connect(self.judge)
        self.year.valueChanged.connect(self.judge)
        self.judge()

    def _lay_out(self, form: QFormLayout, row: QHBoxLayout) -> None:
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.below, 1)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        layout.addWidget(self.outcome)
        layout.addWidget(self.findings, 2)
        layout.addWidget(self.buttons)
        em = self.fontMetrics().height()
        self.resize(em * 46, em * 38)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add_files(files_in(event.mimeData()))

    def ask_for_files(self) -> None:
        path = self.workspace.path
        names, _ = QFileDialog.getOpenFileNames(self, "收集下属单位的文件", "" if path is None else str(path.parent), SOURCES)
        self.add_files([Path(each) for each in names])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Files, and of folders the files in them."""
        for path in paths:
            found = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
            self.files += [each for each in found if each not in self.files and not each.name.startswith((".", "~$"))]
        self.judge()

    def remove_file(self) -> None:
        row = self.list.chosen()
        if row is not None:
            del self.files[row]
            self.judge()

    def judge(self) -> None:
        """Show which units have a table, and whether there is anything to do."""
        store, unit, year = self.workspace.store, self.unit.currentText().strip(), self.year.value()
        below = children(store, unit) if store is not None else ()
        known = {(each.key.unit, each.key.year) for each in self.workspace.overview()}
        self.below.show_rows([(each, "有" if (each, year) in known else "缺") for each in below])
        self.list.show_rows([(each.name, str(each.parent)) for each in self.files])
        self.remove.setEnabled(bool(self.files))
        there = any((each, year) in known for each in below)
        writable = store is not None and not store.read_only
        self.start.setEnabled(writable and bool(unit) and (bool(self.files) or there))

    def roll_up(self, *, over: bool = False) -> None:
        """Read the files and put everything into the book, beside the window; nothing else can be done meanwhile but stop it."""
        store = self.workspace.store
        if store is None:
            return
        unit, year, files = self.unit.currentText().strip(), self.year.value(), list(self.files)
        self.workspace.finish_editing.emit()
        shown = QProgressDialog("", "停止(&S)", 0, 0, self)
        shown.setWindowTitle("汇总")
        shown.setWindowModality(Qt.WindowModality.ApplicationModal)
        shown.setMinimumWidth(self.fontMetrics().height() * 22)
        shown.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)
        shown.canceled.disconnect(shown.cancel)  # it stays until the work has ended: nobody edits what is being written
        shown.setAutoReset(False)
        reading = len(files)

        def work(report: tasks.Report) -> RolledUp:
            collected = collect(files, unit, year, report=lambda number, _: report(number, STEPS * reading))
            with store.beside() as other:
                return collect_and_roll_up(other, unit, year, collected, over=over, report=behind(report, reading))

        def progress(step: int, steps: int) -> None:
            shown.setMaximum(steps)
            shown.setValue(step)
            shown.setLabelText(f"正在读取第 {step + 1} 个文件，共 {reading} 个 …" if step < reading else "正在汇总 …")

        def ended() -> None:
            shown.close()
            shown.deleteLater()

        def done(found: RolledUp) -> None:
            ended()
            self._show(found)

        def failed(fault: EnvironmentFault) -> None:
            ended()
            self._tell(fault)

        def cancelled() -> None:
            ended()
            self.outcome.setText("已停止，账套没有改动。")

        cancel = tasks.run(work, done, failed, progress, self, cancelled=cancelled)
        shown.canceled.connect(cancel)
        shown.canceled.connect(lambda: shown.setLabelText("正在停止 …"))
        shown.show()

    def _tell(self, fault: EnvironmentFault) -> None:
        self.judge()
        self.outcome.setText(fault_text(fault))

    def _show(self, found: RolledUp) -> None:
        """The parent's table in view, and what is left to the clerk."""
        try:
            self.workspace.tables_changed.emit()
            self.workspace.leave_table()
            self.workspace.keep_findings(found.table.key, found.findings)
            self.workspace.show(found.table.key)
        except EnvironmentFault as fault:
            self._tell(fault)
            return
        self.found = found
        self.files.clear()
        self.judge()
        units = {source.unit for sources in found.trail.values() for source in sources}
        told = f"已汇总 {len(units)} 个单位，{sum(each.leaf for each in found.table.nodes)} 个指标。"
        missing = f"还缺：{'、'.join(found.missing)}。" if found.missing else ""
        own = sum(each.code == "U10" for each in found.findings)
        kept = f"本单位自己填的 {own} 处与汇总数不同，没有动。" if own else ""
        left = f"下面 {len(found.findings)} 处需要核对。" if found.findings else "没有需要核对的地方。"
        self.outcome.setText(f"{told}{missing}{kept}{left}")
        self.over.setVisible(bool(own))
        self.findings.show_rows([(finding_text(each, found.scored),) for each in found.findings])
        self.findings.setVisible(bool(found.findings))

    def _go(self, row: int) -> None:
        if self.found is not None:
            place: Place = self.found.findings[row].place
            key: TableKey = self.found.table.key
            self.place_chosen.emit(key, place)


def behind(report: tasks.Report, reading: int) -> tasks.Report:
    """The report of the storing, put behind that of the reading."""
    rest = max((STEPS - 1) * reading, STEPS)
    return lambda step, steps: report(reading + rest * step // steps, reading + rest)
