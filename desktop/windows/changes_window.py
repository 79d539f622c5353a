"""报送以来的改动: every cell that is not as it was when the table was submitted; printed and written from here."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.faults import EnvironmentFault
from desktop.kit.csv_rows import write_rows
from desktop.kit.save_place import ask_where_to_save
from desktop.windows.text_table import TextTable
from desktop.workspace.session import Workspace
from desktop.workspace.since import Since, since_submission
from desktop.workspace.years import list_place
from scoring.finding import Place

HEADINGS = ("位置", "栏目", "报送时", "现在")
PLACE, THEN, NOW = 0, 2, 3


class ChangesWindow(QDialog):
    """Stays open beside the page and follows it; a double click goes to the cell."""

    place_asked = Signal(object)  # a Place

    def __init__(self, workspace: Workspace, print_them: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setWindowTitle("报送以来的改动")
        self.places: list[Place] = []
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.table = TextTable("报送以来的改动", HEADINGS, self)
        self.table.share_width(PLACE, THEN, NOW)
        self.table.activated.connect(lambda index: self.place_asked.emit(self.places[index.row()]))
        self.print_button = QPushButton("打印预览(&P)…", self)
        self.export_button = QPushButton("导出 CSV(&E)…", self)
        close = QPushButton("关闭", self)
        self.print_button.clicked.connect(lambda _: print_them())
        self.export_button.clicked.connect(lambda _: self.ask_and_export())
        close.clicked.connect(lambda _: self.close())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for each in (self.print_button, self.export_button, close):
            buttons.addWidget(each)
        layout = QVBoxLayout(self)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        em = self.fontMetrics().height()
        self.resize(em * 54, em * 28)
        workspace.refreshed.connect(lambda _: self.read())
        workspace.table_changed.connect(self._table_changed)
        self.read()

    def _table_changed(self) -> None:
        if self.workspace.table is None:
            self.close()
        else:
            self.read()

    def read(self) -> None:
        """What is different now."""
        found = self._found()
        self.told.setText("本表还没有报送过。" if found is None else found.told)
        cells = () if found is None else found.cells
        self.places = [each.place for each in cells]
        self.table.show_rows([(each.path, each.field, each.then, each.now) for each in cells])
        for each in (self.print_button, self.export_button):
            each.setEnabled(bool(cells))

    def _found(self) -> Since | None:
        store, table = self.workspace.store, self.workspace.table
        if store is None or table is None:
            return None
        try:
            return since_submission(store, table.key)
        except EnvironmentFault as fault:
            self.workspace.trouble.emit(fault)
            return None

    def ask_and_export(self) -> None:
        target = ask_where_to_save(self, "导出改动", list_place(self.workspace.path, "报送以来的改动"), "CSV (*.csv)")
        if target is not None:
            self.export(target)

    def export(self, path: Path) -> None:
        try:
            write_rows(path, HEADINGS, self.table.texts.rows)
        except EnvironmentFault as fault:
            self.workspace.trouble.emit(fault)
        else:
            self.workspace.told.emit(f"已导出：{path.name}")
