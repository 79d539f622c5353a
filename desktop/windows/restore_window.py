"""恢复备份: the kept copies with their dates, and what each says otherwise than the book, before anything is replaced."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QSplitter, QVBoxLayout, QWidget

from db.faults import EnvironmentFault
from desktop.kit import tasks
from desktop.kit.wording import fault_text
from desktop.windows.dialogs import BOOKS
from desktop.windows.text_table import TextTable
from desktop.workspace.copies import Salvaged, copies, orphaned, salvage
from desktop.workspace.history import TableDifference, differences_with_copy, lost_lines
from desktop.workspace.session import Workspace


class RestoreWindow(QDialog):
    """Asks which copy to bring back; it only reads. ``path`` is the choice once it was accepted."""

    def __init__(self, workspace: Workspace, book: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.book = book
        self.path: Path | None = None
        self.setWindowTitle("恢复备份")
        told = QLabel(
            f"选一份备份，下面列出它与现在的账套“{book.name}”有什么不同。恢复时，现在的账套先另存为一份备份，随时可以换回来。",
            self,
        )
        told.setWordWrap(True)
        self.list = TextTable("备份", ("备份时间", "大小", "文件"), self)
        self.outcome = QLabel(self)
        self.outcome.setWordWrap(True)
        self.cells = TextTable("与现在的不同", ("表", "位置", "栏目", "备份中", "现在"), self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.restore = self.buttons.addButton("恢复这一份", QDialogButtonBox.ButtonRole.AcceptRole)
        self.other = self.buttons.addButton("其他文件(&O)…", QDialogButtonBox.ButtonRole.ActionRole)
        self.other.clicked.connect(self.ask_for_file)
        self.rescue = self.buttons.addButton("抢救(&L)…", QDialogButtonBox.ButtonRole.ActionRole)
        self.rescue.setToolTip("账套损坏、又没有合适的备份时：把账套里还能读出的内容写成一个新账套，并列出读不出的地方")
        self.rescue.clicked.connect(self.ask_where_to_rescue)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        below = QWidget(self)
        under = QVBoxLayout(below)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.outcome)
        under.addWidget(self.cells, 1)
        middle = QSplitter(Qt.Orientation.Vertical, self)
        middle.addWidget(self.list)
        middle.addWidget(below)
        middle.setStretchFactor(1, 1)
        middle.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addWidget(told)
        layout.addWidget(middle, 1)
        layout.addWidget(self.buttons)
        em = self.fontMetrics().height()
        self.resize(em * 56, em * 34)
        self.paths: list[Path] = []
        self._read()
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._choose())

    def _read(self) -> None:
        known = sorted((*copies(self.book), *orphaned(self.book)), key=lambda each: each.at, reverse=True)
        self.paths = [each.path for each in known]
        self.list.show_rows(
            [(f"{each.at.astimezone():%Y-%m-%d %H:%M:%S}", f"{-(-each.size // 1024)} KB", each.path.name) for each in known]
        )
        self._choose()

    def ask_for_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "恢复备份", str(self.book.parent), f"{BOOKS};;所有文件 (*)")
        if name:
            self.add_file(Path(name))

    def add_file(self, path: Path) -> None:
        """A copy that lies elsewhere, put in front of the list."""
        self.paths.insert(0, path)
        self.list.show_rows([("", "", str(path)), *self.list.texts.rows])
        self._choose()

    def ask_where_to_rescue(self) -> None:
        target = self.book.with_name(f"{self.book.stem}-抢救{self.book.suffix}")
        name, _ = QFileDialog.getSaveFileName(self, "抢救出的内容存为", str(target), BOOKS)
        if name:
            self.salvage(Path(name) if Path(name).suffix else Path(name).with_suffix(".ziping"))

    def salvage(self, target: Path) -> None:
        """What can still be read of the book, as a new one; the book itself is only read."""
        book = self.book
        self.setEnabled(False)
        self.outcome.setText("正在抢救 …")

        def done(found: Salvaged) -> None:
            self.setEnabled(True)
            lost = f"有 {len(found.lost)} 处没有读出，列在下面" if found.lost else "没有丢失"
            self.outcome.setText(f"已抢救出 {len(found.tables)} 张表，存为新账套：{target}。{lost}。")
            self.cells.show_rows([(*each, "", "读不出") for each in lost_lines(found.lost)])

        def failed(fault: EnvironmentFault) -> None:
            self.setEnabled(True)
            self.outcome.setText(fault_text(fault))

        tasks.run(lambda _: salvage(book, target), done, failed, lambda *_: None, self)

    def _choose(self) -> None:
        """Show what the chosen copy says otherwise."""
        row = self.list.chosen()
        self.path = self.paths[row] if row is not None and row < len(self.paths) else None
        self.cells.show_rows(())
        self.restore.setEnabled(self.path is not None)
        if self.path is None:
            self.outcome.setText("还没有备份。用“文件 > 备份”随时可以做一份；替换、汇总、恢复之前会自动备份，平时每天一份。")
            return
        if self.workspace.store is None or self.workspace.path != self.book:
            self.outcome.setText("现在的账套打不开，不能比较。")
            return
        try:
            found = differences_with_copy(self.workspace.store, self.path)
        except EnvironmentFault as fault:
            self.outcome.setText(fault_text(fault))
            self.restore.setEnabled(False)
            return
        self.outcome.setText(_outcome(found))
        self.cells.show_rows([line for each in found for line in _lines(each)])


def _outcome(found: tuple[TableDifference, ...]) -> str:
    if not found:
        return "这份备份与现在的账套内容相同。"
    changed = [each for each in found if each.there and each.here]
    rows, cells = sum(each.rows for each in changed), sum(len(each.cells) for each in changed)
    parts = [f"{len(changed)} 张表的 {rows} 行、{cells} 处不同"] if changed else []
    gone, back = sum(not each.there for each in found), sum(not each.here for each in found)
    if gone:
        parts.append(f"{gone} 张表备份中没有，恢复后不再在账套里")
    if back:
        parts.append(f"{back} 张表现在没有，恢复后回来")
    return "；".join(parts) + "。"


def _lines(each: TableDifference) -> list[tuple[str, ...]]:
    name = f"{each.key.unit} {each.key.year} {each.key.subject}".strip()
    if not each.here:
        return [(name, "整张表", "", "有", "没有")]
    if not each.there:
        return [(name, "整张表", "", "没有", "有")]
    return [(name, cell.path, cell.field, cell.then, cell.now) for cell in each.cells]
