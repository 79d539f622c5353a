"""The tree at the left: units, their years beneath, projects under a year; each with its state and total."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from desktop.windows.tree_line import LineDelegate, StateRole
from desktop.workspace.years import TableLine
from scoring.table import Status, TableKey

KeyRole = Qt.ItemDataRole.UserRole
UnitRole = Qt.ItemDataRole.UserRole + 1
NO_UNITS: Mapping[str, str] = {}
STATES = {
    Status.NOT_STARTED: ("○", "未开始"),
    Status.FILLING: ("◐", "填报中"),
    Status.CHECKED: ("◑", "已检查"),
    Status.SUBMITTED: ("●", "已报送"),
    Status.RETURNED: ("←", "退回"),
    Status.SEALED: ("■", "已定稿"),
}


class UnitTree(QTreeView):
    """Shows the tables of the open book; choosing one asks the window to show it."""

    chosen = Signal(object)  # a TableKey
    asked = Signal(QPoint)  # where the menu of the chosen line opens
    unit_dropped = Signal(str, str)  # a unit, and the one it was dragged onto (empty: onto none)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = QStandardItemModel(0, 2, self)
        self.items.setHorizontalHeaderLabels(["单位和年度", "总分"])
        self.setModel(self.items)
        self.setItemDelegateForColumn(0, LineDelegate(self))
        self.setAccessibleName("单位和年度")
        self.setHeaderHidden(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(False)
        self.setIndentation(self.fontMetrics().height())
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self._score_of: Any = None
        self._waiting: list[TableKey] = []
        self._rows: dict[TableKey, tuple[QStandardItem, QStandardItem]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work_out_one)

    def show_lines(
        self,
        lines: Mapping[str, tuple[TableLine, ...]],
        score_of: Any,
        current: TableKey | None,
        units: Mapping[str, str] = NO_UNITS,
    ) -> None:
        """Show the tables; totals not known yet are worked out one by one while nothing else happens.

        ``units`` names for each unit the one above it; those without tables stand in the tree too.
        """
        self.items.removeRows(0, self.items.rowCount())
        self._rows = {}
        self._score_of = score_of
        tops = {unit: self._unit_item(unit) for unit in [*units, *(each for each in lines if each not in units)]}
        for unit, tables in lines.items():
            top = tops[unit]
            years: dict[int, QStandardItem] = {}
            for line in tables:
                pair = self._items_of(line)
                parent = years.get(line.key.year) if line.key.subject else None
                (parent or top).appendRow(list(pair))
                years.setdefault(line.key.year, pair[0])
                self._rows[line.key] = pair
        for unit, top in tops.items():
            above = tops.get(units.get(unit, ""))
            (self.items if above is None else above).appendRow([top, QStandardItem()])
        self.expandAll()
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        header.setSectionResizeMode(1, header.ResizeMode.ResizeToContents)
        self.mark_current(current)
        self._waiting = list(self._rows)
        self._timer.start()

    def _unit_item(self, unit: str) -> QStandardItem:
        item = QStandardItem(unit)
        item.setToolTip(unit)
        item.setData(unit, UnitRole)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        item.setFont(strong)
        return item

    def chosen_unit(self) -> str:
        """The unit the cursor stands on or within, empty for none."""
        index = self.currentIndex().siblingAtColumn(0)
        while index.isValid() and not index.data(UnitRole):
            index = index.parent()
        return str(index.data(UnitRole) or "")

    def startDrag(self, supported: Qt.DropAction) -> None:
        if self.currentIndex().siblingAtColumn(0).data(UnitRole):
            super().startDrag(supported)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        if event.source() is self:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A unit dragged onto another (or onto its tables) goes below it; beside all, it stands for itself. The book decides."""
        if event.source() is not self:
            super().dropEvent(event)
            return
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.drop_unit(self.chosen_unit(), self.indexAt(event.position().toPoint()))

    def drop_unit(self, unit: str, onto: QModelIndex) -> None:
        """What a drop means: the unit at this place of the tree is the one above from now on."""
        index = onto.siblingAtColumn(0)
        while index.isValid() and not index.data(UnitRole):
            index = index.parent()
        above = str(index.data(UnitRole) or "")
        if unit and unit != above:
            self.unit_dropped.emit(unit, above)

    def _items_of(self, line: TableLine) -> tuple[QStandardItem, QStandardItem]:
        first = QStandardItem()
        _tell_state(first, line)
        second = QStandardItem(line.score_text)
        second.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for each in (first, second):
            each.setData(line.key, KeyRole)
        return first, second

    def show_state(self, line: TableLine) -> None:
        """The state of a table after an edit."""
        if line.key in self._rows:
            _tell_state(self._rows[line.key][0], line)

    def show_score(self, key: TableKey, words: str) -> None:
        if key in self._rows:
            self._rows[key][1].setText(words)

    def mark_current(self, key: TableKey | None) -> None:
        if key in self._rows:
            self.setCurrentIndex(self._rows[key][0].index())
        else:
            self.setCurrentIndex(QModelIndex())

    def _work_out_one(self) -> None:
        if not self._waiting or self._score_of is None:
            self._timer.stop()
            return
        key = self._waiting.pop(0)
        self.show_score(key, self._score_of(key))

    def _choose(self, index: QModelIndex) -> None:
        key = index.data(KeyRole)
        if isinstance(key, TableKey):
            self.chosen.emit(key)

    def _ask(self, place: QPoint) -> None:
        self.setCurrentIndex(self.indexAt(place))
        self.asked.emit(self.viewport().mapToGlobal(place))


def _tell_state(item: QStandardItem, line: TableLine) -> None:
    sign, words = STATES[line.status]
    if line.status is Status.FILLING and line.indicators:
        words = f"填报 {line.share}%"
    name = line.key.subject or f"{line.key.year} 年"
    item.setData(words, StateRole)
    item.setText(f"{sign} {name}　{words}")
    item.setToolTip(f"{line.key.unit} {line.key.year} 年度 {line.key.subject or '部门整体支出'}：{words}")
