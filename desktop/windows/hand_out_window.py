"""分发给科室: who answers for which rows, then a workbook for each office with its rows only."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.faults import EnvironmentFault
from desktop.kit import tasks
from desktop.kit.wording import fault_text
from desktop.sheets.office_books import OfficeBook, file_name, rows_by_office, write_office_workbooks
from desktop.workspace.session import Workspace
from scoring.edit import Op, set_fields
from scoring.table import Field

ID = Qt.ItemDataRole.UserRole
EXPLAINED = (
    "先在左边选中指标，写上责任科室（写在一级、二级指标上的，下面没有另写的指标都归它；几个科室共同负责的用“、”隔开）。"
    "每个科室得到一个 Excel 文件，只有自己的指标；填好后用“年度 > 收回科室填报”合并回来。"
)


class HandOutWindow(QDialog):
    """Offices are facts of the table and go through the edit door; nothing else is changed here."""

    folder_chosen = Signal(str)

    def __init__(self, workspace: Workspace, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setWindowTitle("分发给科室")
        self.rows = QTreeWidget(self)
        self.rows.setHeaderLabels(["指标", "责任科室"])
        self.rows.setAccessibleName("指标和责任科室")
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.rows.setUniformRowHeights(True)
        self.rows.itemSelectionChanged.connect(self._show_chosen)
        self.office = QComboBox(self)
        self.office.setEditable(True)
        self.office.setAccessibleName("责任科室")
        words = QLineEdit(self)
        words.setPlaceholderText("科室名称")
        words.returnPressed.connect(self.assign)
        self.office.setLineEdit(words)
        self.set_office = QPushButton("设为所选指标的科室(&S)", self)
        self.set_office.setAutoDefault(False)
        self.set_office.clicked.connect(self.assign)
        self.offices = QListWidget(self)
        self.offices.setAccessibleName("要分发的科室")
        self.offices.itemChanged.connect(lambda _: self._show_possible())
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.folder = QLineEdit(str(folder), self)
        self.folder.setAccessibleName("存到文件夹")
        self.folder.textChanged.connect(lambda _: self._show_possible())
        self.progress = QProgressBar(self)
        self.progress.hide()
        self.outcome = QLabel(self)
        self.outcome.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.buttons.rejected.connect(self.close)
        self.show_folder = self.buttons.addButton("打开文件夹(&O)", QDialogButtonBox.ButtonRole.ActionRole)
        self.show_folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder.text())))
        self.show_folder.hide()
        self.start = self.buttons.addButton("分发(&G)", QDialogButtonBox.ButtonRole.ActionRole)
        self.start.clicked.connect(self.hand_out)
        for button in (self.show_folder, self.start):
            button.setAutoDefault(False)
        self._lay_out()
        workspace.refreshed.connect(self._refreshed)
        workspace.table_changed.connect(self.close)
        self.show_rows()

    def _lay_out(self) -> None:
        explained = QLabel(EXPLAINED, self)
        explained.setWordWrap(True)
        assigning = QHBoxLayout()
        assigning.addWidget(self.office, 1)
        assigning.addWidget(self.set_office)
        left, right = QWidget(self), QWidget(self)
        of_rows = QVBoxLayout(left)
        of_rows.setContentsMargins(0, 0, 0, 0)
        of_rows.addWidget(self.rows, 1)
        of_rows.addLayout(assigning)
        of_offices = QVBoxLayout(right)
        of_offices.setContentsMargins(0, 0, 0, 0)
        of_offices.addWidget(QLabel("分发给：", right))
        of_offices.addWidget(self.offices, 1)
        of_offices.addWidget(self.told)
        sides = QSplitter(Qt.Orientation.Horizontal, self)
        sides.setChildrenCollapsible(False)
        sides.addWidget(left)
        sides.addWidget(right)
        sides.setStretchFactor(0, 2)
        sides.setStretchFactor(1, 1)
        choose = QPushButton("选择(&B)…", self)
        choose.setAutoDefault(False)
        choose.clicked.connect(self.ask_for_folder)
        target = QHBoxLayout()
        target.addWidget(QLabel("存到文件夹：", self))
        target.addWidget(self.folder, 1)
        target.addWidget(choose)
        layout = QVBoxLayout(self)
        layout.addWidget(explained)
        layout.addWidget(sides, 1)
        layout.addLayout(target)
        layout.addWidget(self.progress)
        layout.addWidget(self.outcome)
        layout.addWidget(self.buttons)
        em, room = self.fontMetrics().height(), self.screen().availableGeometry()
        self.resize(min(em * 54, room.width()), min(em * 34, room.height()))
        self.rows.setColumnWidth(0, em * 24)

    def _refreshed(self, _difference: object) -> None:
        self.show_rows()

    # Who answers for what

    def show_rows(self) -> None:
        """The rows as they are, what was chosen and unticked still so."""
        scored = self.workspace.scored
        if scored is None:
            return
        chosen = {item.data(0, ID) for item in self.rows.selectedItems()}
        unticked = {each for each in self._listed() if each not in self.chosen_offices()}
        by_office = rows_by_office(scored)
        answering: dict[str, list[str]] = {}
        for office, ids in by_office.items():
            for each in ids:
                answering.setdefault(each, []).append(office)
        self.rows.blockSignals(True)
        self.rows.clear()
        quiet = self.palette().brush(QPalette.ColorRole.PlaceholderText)
        items: dict[str, QTreeWidgetItem] = {}
        for row in scored.rows.values():
            own, inherited = row.node.office_text, "、".join(answering.get(row.node.id, ()))
            item = QTreeWidgetItem(items.get(row.parent_id) or self.rows, [" ".join(row.node.name.split()), own or inherited])
            item.setData(0, ID, row.node.id)
            item.setToolTip(0, row.node.name)
            if not own:
                item.setForeground(1, quiet)
            items[row.node.id] = item
        self.rows.expandAll()
        for node_id in chosen:
            if node_id in items:
                items[node_id].setSelected(True)
        self.rows.blockSignals(False)
        self._show_offices({office: len(ids) for office, ids in by_office.items()}, unticked)
        self._show_chosen()

    def _show_offices(self, counts: dict[str, int], unticked: Collection[str]) -> None:
        self.offices.blockSignals(True)
        self.offices.clear()
        for office, count in counts.items():
            if office:
                item = QListWidgetItem(f"{office}　{count} 个指标", self.offices)
                item.setData(ID, office)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked if office in unticked else Qt.CheckState.Checked)
        self.offices.blockSignals(False)
        words = self.office.currentText()
        self.office.clear()
        self.office.addItems([each for each in counts if each])
        self.office.setEditText(words)
        left = counts.get("", 0)
        self.told.setText(f"还有 {left} 个指标没有写责任科室，不会分发给任何人。" if left else "每个指标都有责任科室。")

    def _listed(self) -> list[str]:
        return [str(self.offices.item(at).data(ID)) for at in range(self.offices.count())]

    def chosen_offices(self) -> frozenset[str]:
        """The offices that are ticked."""
        items = [self.offices.item(at) for at in range(self.offices.count())]
        return frozenset(str(each.data(ID)) for each in items if each.checkState() == Qt.CheckState.Checked)

    def _show_chosen(self) -> None:
        chosen = self.rows.selectedItems()
        self.set_office.setEnabled(bool(chosen) and self.workspace.editable)
        self._show_possible()

    def assign(self) -> None:
        """The office typed answers for the rows that are chosen; no words take the office away."""
        ids = [str(item.data(0, ID)) for item in self.rows.selectedItems()]
        words = self.office.currentText().strip()
        if ids and self.workspace.editable:
            self.workspace.edit(Op.FILL, set_fields, {(each, Field.OFFICE): words for each in ids})

    # The workbooks

    def ask_for_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "存到文件夹", self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _show_possible(self) -> None:
        count = len(self.chosen_offices())
        self.start.setText(f"分发 {count} 个文件(&G)" if count else "分发(&G)")
        self.start.setEnabled(bool(count) and bool(self.folder.text().strip()) and self.progress.isHidden())

    def hand_out(self) -> None:
        """Write the workbooks beside the window; those that are there are only replaced when the clerk says so."""
        scored = self.workspace.scored
        if scored is None:
            return
        folder, offices, form = Path(self.folder.text().strip()), self.chosen_offices(), self.workspace.form()
        there = sorted(name for each in offices if (folder / (name := file_name(scored, each))).exists())
        if there and not self._may_replace(there):
            return
        self.progress.setRange(0, len(offices))
        self.progress.setValue(0)
        self.progress.show()
        self.show_folder.hide()
        self.outcome.setText("正在写出 …")
        self._show_possible()
        tasks.run(
            lambda report: write_office_workbooks(folder, scored, form, offices, report),
            self._handed_out,
            self._failed,
            lambda done, _: self.progress.setValue(done),
            self,
        )

    def _may_replace(self, names: list[str]) -> bool:
        told = "\n".join(names[:8]) + ("\n…" if len(names) > 8 else "")
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            "分发给科室",
            f"文件夹里已有 {len(names)} 个同名文件：\n{told}\n\n如果科室正在里面填报，替换后他们填的内容就没有了。",
            QMessageBox.StandardButton.Cancel,
            self,
        )
        replace = box.addButton("替换", QMessageBox.ButtonRole.DestructiveRole)
        box.exec()
        return box.clickedButton() is replace

    def _handed_out(self, books: tuple[OfficeBook, ...]) -> None:
        self.progress.hide()
        self.show_folder.show()
        self.folder_chosen.emit(self.folder.text())
        self.outcome.setText(f"已写出 {len(books)} 个文件：" + "、".join(f"{each.office} {each.rows} 个指标" for each in books))
        self._show_possible()

    def _failed(self, fault: EnvironmentFault) -> None:
        self.progress.hide()
        self.outcome.setText(fault_text(fault))
        self._show_possible()
