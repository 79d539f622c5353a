"""The page 佐证材料: the files of every row; drop files on a row to add them, Enter opens a copy."""

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from db.faults import EnvironmentFault
from desktop.kit import tasks
from desktop.kit.clipboard import files_in
from desktop.pages.evidence_sheet import evidence_sheet
from desktop.pages.following import YearPage
from desktop.pages.sheet import Sheet
from desktop.pages.sheet_pane import SheetPane
from desktop.workspace.evidence import Stored, attach, copy_out, detach, evidence_findings, safe_name, store_file
from desktop.workspace.session import Workspace
from scoring.edit import Op
from scoring.table import Attachment, RecordKind, TableKey

# Endings that run something when they are opened; such a file is only ever saved.
PROGRAMS = frozenset({
    "app", "appimage", "application", "bat", "chm", "cmd", "com", "command", "cpl", "deb", "desktop", "dll", "exe", "gadget",
    "hta", "inf", "jar", "js", "jse", "lnk", "msc", "msi", "msp", "pif", "ps1", "psm1", "py", "pyw", "reg", "rpm", "run", "scf",
    "scr", "sh", "sys", "url", "vbe", "vbs", "wsf", "wsh", "xll",
})  # fmt: skip


class EvidencePane(SheetPane):
    """A list of files: Delete takes off, nothing is typed."""

    page: "EvidencePage"

    def clear(self) -> bool:
        return self.page.remove_rows()

    def paste(self, *, words_only: bool = False) -> bool:
        return False


class EvidencePage(YearPage):
    """Files are copied beside the book under the hash of their bytes; their names are labels only."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._folder: QTemporaryDir | None = None  # gone with the page
        self.only = QCheckBox("只看已有材料的行(&L)", self)
        self.files = EvidencePane(workspace, "佐证材料", self._sheet, self)
        self.files.page = self
        self.files.title.setText("佐证材料　把文件拖到所属的指标上即可添加")
        self.files.bar.addWidget(self.only)
        self.add = self.files.add_command("添加文件(&A)…", "给当前指标添加文件", self.ask_files, "Ctrl+=")
        self.open = self.files.add_command("打开(&W)", "打开一份副本查看，原件不会被改动", self.open_file, "Enter")
        self.save = self.files.add_command("另存为(&S)…", "把文件取出来存到别处", self.save_file)
        self.remove = self.files.add_command("移除(&D)", "移除所选的文件，可以撤销", self.remove_rows, "Del")
        self.files.say_when_empty("还没有佐证材料。先在“指标表”里建立指标，再把文件拖到这里对应的行上。")
        self.panes = (self.files,)
        view = self.files.view
        view.setSelectionBehavior(view.SelectionBehavior.SelectRows)
        view.setSelectionMode(view.SelectionMode.ExtendedSelection)
        view.setAcceptDrops(True)
        view.viewport().setAcceptDrops(True)
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)
        view.doubleClicked.connect(lambda _: self.open_file())
        view.selectionModel().currentChanged.connect(lambda *_: self._show_possible())
        self.only.toggled.connect(lambda _: self.refresh())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.files)
        self.setFocusProxy(self.files)
        workspace.table_changed.connect(self._verify_when_seen)
        self.follow()

    def _sheet(self) -> Sheet:
        scored = self.workspace.scored
        if scored is None:
            return Sheet()
        return evidence_sheet(scored, self.workspace.findings, only_with_files=self.only.isChecked())

    def refresh(self) -> None:
        super().refresh()
        self._show_possible()

    def _show_possible(self) -> None:
        row = self.files.view.currentIndex().row()
        self.add.setEnabled(self.workspace.editable and bool(self._owner(row)))
        chosen = bool(self._chosen())
        self.open.setEnabled(chosen)
        self.save.setEnabled(chosen)
        self.remove.setEnabled(chosen and self.workspace.editable)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.verify()

    def _verify_when_seen(self) -> None:
        if self.isVisible():
            self.verify()

    def verify(self) -> None:
        """Read every byte of the evidence beside the window, and tell what is missing or changed."""
        table, book = self.workspace.table, self.workspace.path
        if table is None or book is None or not table.attachments:
            return
        hashes = {each.id: each.content_hash for each in table.attachments}

        def take(damaged: frozenset[str]) -> None:
            self.workspace.look_again(damaged)

        tasks.run(
            lambda _: frozenset(
                hashes[each.place.id] for each in evidence_findings(book, table, thorough=True) if each.code == "E02"
            ),
            take,
            self.workspace.trouble.emit,
            lambda *_: None,
            self,
        )

    # Which row, which file

    def _owner(self, row: int) -> str:
        """The row of the form that a line of the list belongs to."""
        sheet, table = self.files.model.sheet, self.workspace.table
        record = sheet.rows[row].record if 0 <= row < len(sheet.rows) else None
        if record is None or table is None:
            return ""
        if record[0] is RecordKind.NODE:
            return record[1]
        return next((each.node_id for each in table.attachments if each.id == record[1]), "")

    def _chosen(self) -> list[Attachment]:
        table = self.workspace.table
        ids = self.files.chosen_records()
        return [] if table is None else [each for each in table.attachments if each.id in ids]

    # Adding

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        view = self.files.view
        if watched is view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if (
                event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            ):
                self.open_file()
                return True
        elif watched is view.viewport() and isinstance(event, QDropEvent):
            return self._take_drop(event)
        return super().eventFilter(watched, event)

    def _take_drop(self, event: QDropEvent) -> bool:
        """Also asked while files are dragged over the list, to say whether they may be dropped here."""
        paths = files_in(event.mimeData())
        owner = self._owner(self._row_at(event.position().toPoint()))
        if not paths or not owner or not self.workspace.editable:
            event.ignore()
            return True
        event.acceptProposedAction()
        if not isinstance(event, (QDragEnterEvent, QDragMoveEvent)):
            self.add_files(owner, paths)
        return True

    def _row_at(self, place: QPoint) -> int:
        return self.files.view.indexAt(place).row()

    def insert_row(self) -> bool:
        """Ctrl+=: a file for the row under the cursor."""
        self.ask_files()
        return True

    def ask_files(self) -> None:
        """Files for the row under the cursor."""
        owner = self._owner(self.files.view.currentIndex().row())
        if not owner or not self.workspace.editable:
            return
        names, _ = QFileDialog.getOpenFileNames(self, "添加佐证材料")
        if names:
            self.add_files(owner, [Path(each) for each in names])

    def add_files(self, owner: str, paths: Sequence[Path]) -> None:
        """Copy files beside the book, then attach all of them as one step."""
        book, table = self.workspace.path, self.workspace.table
        folders = [each for each in paths if each.is_dir()]
        files = [each for each in paths if not each.is_dir()]
        if folders:
            self.workspace.told.emit("文件夹不能直接作为佐证材料，请把里面的文件拖进来。")
        if book is None or table is None or not files:
            return
        self.workspace.told.emit(f"正在存入 {len(files)} 个文件…")
        tasks.run(
            lambda _: [store_file(book, each) for each in files],
            partial(self._attach, table.key, owner),
            self.workspace.trouble.emit,
            lambda *_: None,
            self,
        )

    def _attach(self, key: TableKey, owner: str, stored: list[Stored]) -> None:
        table = self.workspace.table
        if table is None or table.key != key or all(each.id != owner for each in table.nodes):
            self.workspace.told.emit("这一行已经不在了，文件没有添加。")
            return
        if self.workspace.edit(Op.ATTACH, attach, owner, stored):
            self.workspace.told.emit(f"已添加 {len(stored)} 个佐证材料。")
        else:
            self.workspace.told.emit("这些文件已经在这一行上了。")
        self.verify()

    # Looking, taking off

    def _temporary(self) -> Path:
        if self._folder is None:
            self._folder = QTemporaryDir()
        return Path(tempfile.mkdtemp(dir=self._folder.path()))

    def open_file(self) -> None:
        """Hand a copy of the chosen file to the viewer of the system."""
        book = self.workspace.path
        for each in self._chosen()[:1]:
            if book is None:
                return
            if each.file_name.rpartition(".")[2].strip().lower() in PROGRAMS:
                self.workspace.told.emit("这是可以运行的文件，为安全起见不直接打开；确实需要时请用“另存为”取出。")
                return
            copy = self._temporary() / safe_name(each.file_name)
            try:
                copy_out(book, each, copy)
            except EnvironmentFault as fault:
                self.workspace.trouble.emit(fault)
                return
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
                self.workspace.told.emit(f"没有能打开“{copy.name}”的程序，可用“另存为”取出。")

    def save_file(self) -> None:
        """A copy of the chosen file where the clerk wants it."""
        book = self.workspace.path
        for each in self._chosen()[:1]:
            if book is None:
                return
            name, _ = QFileDialog.getSaveFileName(self, "另存佐证材料", str(book.parent / safe_name(each.file_name)))
            if not name:
                return
            try:
                copy_out(book, each, Path(name))
            except EnvironmentFault as fault:
                self.workspace.trouble.emit(fault)
                return
            self.workspace.told.emit(f"已存为 {name}")

    def remove_rows(self) -> bool:
        """Take the chosen files off their rows, as one step."""
        ids = [each.id for each in self._chosen()]
        if not ids or not self.workspace.edit(Op.DETACH, detach, ids):
            return False
        self.workspace.told.emit(f"已移除 {len(ids)} 个佐证材料，Ctrl+Z 可恢复。")
        return True
