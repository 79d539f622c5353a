"""收回科室填报: workbooks that offices send back, what each changed, one accept, one undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from db.faults import EnvironmentFault
from desktop.kit import tasks
from desktop.kit.clipboard import files_in
from desktop.kit.wording import fault_text
from desktop.reading.merge import CellChange, Outcome
from desktop.sheets.office_books import rows_by_office
from desktop.windows.returns_model import BACK, FIELD, NAME, NOW, TICK, TOLD, ChangeLine, ReturnsModel, change_lines
from desktop.windows.text_table import TextTable
from desktop.workspace.office_returns import (
    OfficeReturn,
    ReturnPreview,
    merged_returns,
    preview_returns,
    read_return,
)
from desktop.workspace.session import Workspace
from desktop.workspace.taking_in import take_in
from scoring.table import RecordKind, TableKey

FILES = "Excel 工作簿 (*.xlsx *.xlsm *.xls);;所有文件 (*)"
EXPLAINED = "添加各科室交回的文件（可拖进来）。选一个文件，下面就是它改了的每一格；账套在按“采用”以前不变。"
Spot = tuple[str, RecordKind, tuple[str, ...], str]  # file, kind, path, field; no field for a new row


@dataclass(frozen=True, slots=True)
class Come:
    """One file that came back: what it says, or why it cannot be read."""

    path: Path
    returned: OfficeReturn | None
    trouble: str = ""


class ReturnsWindow(QDialog):
    """Reads beside the window; holds the files against the table as it is now; one step takes everything over."""

    taken_over = Signal(str, object)  # what to tell, and the table as it is then

    def __init__(self, workspace: Workspace, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.start_folder = folder
        self.come: list[Come] = []
        self.previews: dict[Path, ReturnPreview] = {}
        self.choices: dict[Spot, bool] = {}
        self.setWindowTitle("收回科室填报")
        self.setAcceptDrops(True)
        self.files = TextTable("交回的文件", ("科室", "文件", "改了几格"), self)
        self.files.selectionModel().currentRowChanged.connect(lambda *_: self._show_changes())
        add = QPushButton("添加文件(&A)…", self)
        add.clicked.connect(self.ask_for_files)
        self.remove = QPushButton("移除(&R)", self)
        self.remove.clicked.connect(self.remove_file)
        self.missing = QLabel(self)
        self.missing.setWordWrap(True)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.model = ReturnsModel(self)
        self.model.decided.connect(self._decide)
        self.changes = self._changes_view()
        self.progress = QProgressBar(self)
        self.progress.hide()
        self.outcome = QLabel(self)
        self.outcome.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.buttons.rejected.connect(self.close)
        self.accept_all = self.buttons.addButton("采用(&G)", QDialogButtonBox.ButtonRole.ActionRole)
        self.accept_all.clicked.connect(self.take_over)
        for button in (add, self.remove, self.accept_all):
            button.setAutoDefault(False)
        self._lay_out(add)
        workspace.refreshed.connect(self._refreshed)
        workspace.table_changed.connect(self.close)
        self.judge()

    def _changes_view(self) -> QTableView:
        view = QTableView(self)
        view.setModel(self.model)
        view.setAccessibleName("这个科室改了的格")
        view.setTabKeyNavigation(False)
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.verticalHeader().hide()
        view.setWordWrap(True)
        header, em = view.horizontalHeader(), self.fontMetrics().height()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((TICK, 3), (NAME, 12), (FIELD, 6), (NOW, 10), (BACK, 10)):
            view.setColumnWidth(column, em * width)
        header.setSectionResizeMode(TOLD, QHeaderView.ResizeMode.Stretch)
        return view

    def _lay_out(self, add: QPushButton) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(add)
        buttons.addWidget(self.remove)
        buttons.addWidget(self.missing, 1)
        upper, lower = QWidget(self), QWidget(self)
        of_files = QVBoxLayout(upper)
        of_files.setContentsMargins(0, 0, 0, 0)
        explained = QLabel(EXPLAINED, upper)
        explained.setWordWrap(True)
        of_files.addWidget(explained)
        of_files.addWidget(self.files, 1)
        of_files.addLayout(buttons)
        of_changes = QVBoxLayout(lower)
        of_changes.setContentsMargins(0, 0, 0, 0)
        of_changes.addWidget(self.note)
        of_changes.addWidget(self.changes, 1)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(upper)
        halves.addWidget(lower)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(halves, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.outcome)
        layout.addWidget(self.buttons)
        em, room = self.fontMetrics().height(), self.screen().availableGeometry()
        self.resize(min(em * 60, room.width()), min(em * 36, room.height()))

    def _refreshed(self, _difference: object) -> None:
        self.judge()

    # Files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add_files(files_in(event.mimeData()))

    def ask_for_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "科室交回的文件", str(self.start_folder), FILES)
        self.add_files([Path(each) for each in names])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read the files, and of folders the workbooks in them, beside the window; one that is there is read anew."""
        table = self.workspace.table
        found = [
            each
            for path in paths
            for each in (sorted(path.glob("*.xlsx")) if path.is_dir() else [path])
            if not each.name.startswith((".", "~$"))
        ]
        if not found or table is None:
            return
        key = table.key
        self.progress.setRange(0, len(found))
        self.progress.setValue(0)
        self.progress.show()
        self.outcome.setText(f"正在读取 {len(found)} 个文件 …")

        def read(report: tasks.Report) -> list[Come]:
            come = []
            for path in found:
                come.append(_come(path, key))
                report(len(come), len(found))
            return come

        tasks.run(
            read,
            self._read,
            lambda fault: self.outcome.setText(fault_text(fault)),
            lambda done, _: self.progress.setValue(done),
            self,
        )

    def _read(self, come: list[Come]) -> None:
        self.progress.hide()
        self.outcome.clear()
        again = {each.path for each in come}
        self.come = [each for each in self.come if each.path not in again] + come
        self.judge()
        if self.come:
            self.files.selectRow(next((at for at, each in enumerate(self.come) if each is come[0]), 0))

    def remove_file(self) -> None:
        row = self.files.chosen()
        if row is not None:
            del self.come[row]
            self.judge()

    # What they change

    def judge(self) -> None:
        """Hold the files against the table as it is and show what they change."""
        scored = self.workspace.scored
        if scored is None:
            return
        readable = [(each.path, each.returned) for each in self.come if each.returned is not None]
        whose = {id(returned): path for path, returned in readable}
        previews = preview_returns(
            scored.table,
            [returned for _, returned in readable],
            lambda returned, change: self._takes(whose[id(returned)], change),
        )
        self.previews = {path: preview for (path, _), preview in zip(readable, previews, strict=True)}
        chosen = self.files.chosen()
        self.files.show_rows([self._file_row(each) for each in self.come])
        if chosen is not None and chosen < len(self.come):
            self.files.selectRow(chosen)
        self.remove.setEnabled(bool(self.come))
        back = {each.returned.office for each in previews}
        left = [each for each in rows_by_office(scored) if each and each not in back]
        self.missing.setText(f"还没有交回：{'、'.join(left)}" if left else "责任科室都已交回。" if back else "")
        self._show_changes()
        self._show_possible()

    def _file_row(self, come: Come) -> tuple[str, str, str]:
        preview = self.previews.get(come.path)
        if preview is None:
            return "", come.path.name, come.trouble
        conflicts, refused = preview.count(Outcome.CONFLICT), preview.count(Outcome.REFUSED)
        more = [f"冲突 {conflicts}" if conflicts else "", f"不能采用 {refused}" if refused else ""]
        said = "，".join([f"{len(preview.changes)} 格", *(each for each in more if each)]) if preview.changes else "没有改动"
        return preview.returned.office, come.path.name, said

    def _chosen(self) -> Come | None:
        row = self.files.chosen()
        return self.come[row] if row is not None and row < len(self.come) else None

    def _show_changes(self) -> None:
        come, book = self._chosen(), self.workspace.table
        preview = None if come is None else self.previews.get(come.path)
        self._tell("" if come is None else come.trouble)
        if come is None or preview is None or book is None:
            self.model.show_lines((), frozenset())
            return
        if not preview.returned.by_id:
            self._tell("这份表的行被插入、删除或移动过，是按指标名称对上的，请逐格核对。")
        lines = change_lines(preview, book)
        taken = frozenset(each for each in preview.changes if self._takes(come.path, each))
        self.model.show_lines(lines, taken)
        self.changes.resizeRowsToContents()

    def _tell(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _takes(self, path: Path, change: CellChange) -> bool:
        usual = change.outcome is Outcome.CHANGED
        return change.outcome is not Outcome.REFUSED and self.choices.get(_spot(path, change), usual)

    def _decide(self, line: ChangeLine, taken: bool) -> None:
        come, at = self._chosen(), self.changes.currentIndex()
        if come is not None:
            self.choices[_spot(come.path, line.changes[0])] = taken
            self.judge()
            self.changes.setCurrentIndex(self.model.index(at.row(), at.column()))

    def _show_possible(self) -> None:
        count = self._count()
        self.accept_all.setText(f"采用 {count} 格(&G)" if count else "采用(&G)")
        self.accept_all.setEnabled(bool(count) and self.workspace.editable)

    def _count(self) -> int:
        return sum(self._takes(path, change) for path, preview in self.previews.items() for change in preview.changes)

    def take_over(self) -> None:
        """Everything that is ticked becomes one step of the table."""
        table = self.workspace.table
        if table is None:
            return
        offices = [each.returned.office for each in self.previews.values() if each.changes]
        told = f"已收回 {len(offices)} 个科室的填报（{'、'.join(offices)}），采用 {self._count()} 格。"
        result = merged_returns(table, tuple(self.previews.values()))
        try:
            done = take_in(self.workspace, (result,), source="、".join(offices)) is not None
        except EnvironmentFault as fault:
            self.outcome.setText(fault_text(fault))
            return
        if done:
            self.taken_over.emit(told, self.workspace.table)
            self.close()


def _come(path: Path, key: TableKey) -> Come:
    """One file read; one that cannot be read hinders no other."""
    try:
        return Come(path, read_return(path, key))
    except EnvironmentFault as fault:
        return Come(path, None, fault_text(fault))


def _spot(path: Path, change: CellChange) -> Spot:
    """What the clerk decides at once: a cell, or a new row."""
    name = "" if change.outcome is Outcome.NEW else change.place.field
    return str(path), change.place.kind, change.path, name
