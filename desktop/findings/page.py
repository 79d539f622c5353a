"""The page 检查: every finding with its place; choosing one goes to the cell."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QStackedLayout, QTableView, QVBoxLayout, QWidget

from desktop.findings.model import FindingsModel
from desktop.workspace.session import Workspace


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
        self.nothing = QLabel("没有发现问题。", self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._stack)
        self.setFocusProxy(self.view)
        workspace.table_changed.connect(self.refresh)
        workspace.refreshed.connect(self.refresh)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.horizontalHeader().resizeSection(1, event.size().width() * 36 // 100)

    def refresh(self) -> None:
        self.model.show_findings(self.workspace.scored, self.workspace.findings)
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self.nothing)

    def chosen_code(self) -> str:
        """The code of the finding in the current line, empty without one."""
        index = self.view.currentIndex()
        return self.model.findings[index.row()].code if index.isValid() else ""

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.place_chosen.emit(self.model.findings[index.row()].place)
