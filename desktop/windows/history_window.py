"""修改记录: the log by cell, row and day, searched, exported; one change taken back; a position held against now."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.faults import EnvironmentFault
from desktop.kit.composing import ComposingLine
from desktop.kit.save_place import ask_where_to_save
from desktop.kit.wording import fault_text
from desktop.windows.text_table import TextTable
from desktop.workspace.history import HEADINGS, LogLine, as_it_stood, log_lines, since_position, write_log
from desktop.workspace.session import Workspace
from desktop.workspace.years import list_place
from scoring.edit import Op
from scoring.finding import Place

BOOK, TABLE, ROW, CELL = range(4)
DAY = 10  # characters of a date
ALL_DAYS = "全部日期"


class HistoryWindow(QDialog):
    """Stays open beside the page; ``place`` is the cell that was chosen when it was asked for."""

    def __init__(self, workspace: Workspace, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.place = place
        self.lines: tuple[LogLine, ...] = ()
        self.setWindowTitle("修改记录")
        self.scope = QComboBox(self)
        self.scope.setAccessibleName("范围")
        self.scope.addItem("整个账套", BOOK)
        self.scope.addItem("本表", TABLE)
        if place.id:
            self.scope.addItem("当前行", ROW)
        if place.id and place.field:
            self.scope.addItem("当前单元格", CELL)
        self.scope.setCurrentIndex(1)
        self.day = QComboBox(self)
        self.day.setAccessibleName("日期")
        self.words = ComposingLine(self)
        self.words.setAccessibleName("在记录中查找")
        self.words.setPlaceholderText("查找操作人、位置、内容")
        self.words.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.table = TextTable("修改记录", HEADINGS, self)
        self.compared = QLabel(self)
        self.cells = TextTable("与现在比较", ("位置", "栏目", "当时", "现在"), self)
        self.below = QWidget(self)
        under = QVBoxLayout(self.below)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.compared)
        under.addWidget(self.cells, 1)
        self.below.hide()
        self.take_back = self._button(
            "撤回此处修改(&T)", self.take_one_back, "只撤回选中的这一次修改，后来的修改保留；撤回本身也记入记录"
        )
        self.compare = self._button("与现在比较(&C)", self.compare_with_now, "列出那次操作之后到现在，每个不同的单元格")
        self.go_back = self._button("回到那时(&B)", self.return_to_then, "把本表恢复成那次操作之后的样子，作为一步修改，可以撤销")
        self.go_back.hide()
        export, close = self._button("导出 CSV(&E)…", self.ask_and_export), self._button("关闭", self.close)
        self._lay_out(export, close)
        self.scope.currentIndexChanged.connect(self.read)
        self.day.currentIndexChanged.connect(self.show_lines)
        self.words.textChanged.connect(self.show_lines)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._judge())
        workspace.refreshed.connect(lambda _: self.read())
        workspace.table_changed.connect(self._table_changed)
        self.read()

    def _button(self, words: str, doing: Callable[[], object], tip: str = "") -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip)
        button.clicked.connect(lambda _: doing())
        return button

    def _lay_out(self, export: QPushButton, close: QPushButton) -> None:
        top = QHBoxLayout()
        for words, each in (("范围(&S)：", self.scope), ("日期(&D)：", self.day)):
            label = QLabel(words, self)
            label.setBuddy(each)
            top.addWidget(label)
            top.addWidget(each)
        top.addWidget(self.words, 1)
        top.addWidget(self.count)
        buttons = QHBoxLayout()
        buttons.addWidget(self.take_back)
        buttons.addWidget(self.compare)
        buttons.addWidget(self.go_back)
        buttons.addStretch(1)
        buttons.addWidget(export)
        buttons.addWidget(close)
        middle = QSplitter(Qt.Orientation.Vertical, self)
        middle.addWidget(self.table)
        middle.addWidget(self.below)
        middle.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(middle, 1)
        layout.addLayout(buttons)
        em = self.fontMetrics().height()
        self.resize(em * 60, em * 34)

    def _table_changed(self) -> None:
        """Another table, or none: what was chosen no longer stands there."""
        if self.workspace.table is None:
            self.close()
            return
        self.below.hide()
        self.read()

    def read(self) -> None:
        """The entries of the chosen scope from the log."""
        store, table = self.workspace.store, self.workspace.table
        if store is None or table is None:
            return
        scope = self.scope.currentData()
        place = Place(self.place.kind, self.place.id, self.place.field if scope == CELL else "")
        entries = store.history() if scope == BOOK else self.workspace.history(place if scope in (ROW, CELL) else None)
        self._entries = entries
        days = sorted({each.at[:DAY] for each in log_lines(entries, table)}, reverse=True)
        chosen = self.day.currentText()
        self.day.blockSignals(True)
        self.day.clear()
        self.day.addItems([ALL_DAYS, *days])
        self.day.setCurrentText(chosen if chosen in days else ALL_DAYS)
        self.day.blockSignals(False)
        self.show_lines()

    def show_lines(self) -> None:
        """Those of the chosen day that hold the words."""
        day = self.day.currentText()
        found = log_lines(self._entries, self.workspace.table, self.words.text().strip())
        self.lines = tuple(each for each in found if day in (ALL_DAYS, each.at[:DAY]))
        self.table.show_rows([each.texts for each in self.lines])
        self.count.setText(f"{len(self.lines)} 条")
        self._judge()

    def chosen(self) -> LogLine | None:
        row = self.table.chosen()
        return self.lines[row] if row is not None and row < len(self.lines) else None

    def _judge(self) -> None:
        line = self.chosen()
        own = self.scope.currentData() != BOOK
        self.take_back.setEnabled(line is not None and line.step and own and self.workspace.editable)
        self.compare.setEnabled(line is not None and own)
        self.go_back.hide()
        self.below.hide()

    def take_one_back(self) -> None:
        line = self.chosen()
        if line is not None and self.workspace.take_back(line.position):
            self.workspace.told.emit(f"已撤回：{line.operation} {line.where}")

    def compare_with_now(self) -> None:
        line, store, table = self.chosen(), self.workspace.store, self.workspace.table
        if line is None or store is None or table is None:
            return
        self.below.show()
        try:
            found = since_position(store, table.key, line.position)
        except EnvironmentFault as fault:
            self.compared.setText(fault_text(fault))
            self.cells.show_rows(())
            return
        told = f"{line.at} {line.operation}之后到现在，{len(found)} 个单元格不同。"
        self.compared.setText(told if found else f"{line.at} {line.operation}之后到现在没有不同。")
        self.cells.show_rows([(each.path, each.field, each.then, each.now) for each in found])
        self.go_back.setVisible(bool(found) and self.workspace.editable)

    def return_to_then(self) -> None:
        """After the comparison was seen: the whole table as it stood, as one step."""
        line, store, table = self.chosen(), self.workspace.store, self.workspace.table
        if line is None or store is None or table is None:
            return
        try:
            then = as_it_stood(store, table, line.position)
        except EnvironmentFault as fault:
            self.workspace.trouble.emit(fault)
            return
        if self.workspace.edit(Op.RETURN_TO, lambda _: then):
            self.workspace.told.emit(f"本表已回到 {line.at} {line.operation}之后的样子，可以撤销。")

    def ask_and_export(self) -> None:
        target = ask_where_to_save(self, "导出修改记录", list_place(self.workspace.path, "修改记录"), "CSV (*.csv)")
        if target is not None:
            self.export(target)

    def export(self, path: Path) -> None:
        try:
            write_log(path, self.lines)
        except EnvironmentFault as fault:
            self.workspace.trouble.emit(fault)
        else:
            self.workspace.told.emit(f"已导出：{path.name}")
