"""What an office changed, as an item model: a line for each cell and for each new row, ticked where it is taken over."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from desktop.importing.plan import field_words
from desktop.importing.tints import outcome_text, outcome_tint
from desktop.reading.merge import CellChange, Outcome
from desktop.workspace.office_returns import BOOK, ReturnPreview
from scoring.table import RecordKind, YearTable, paths

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEADINGS = ("采用", "指标", "栏目", "原来", "科室交回", "情况")
TICK, NAME, FIELD, NOW, BACK, TOLD = range(len(HEADINGS))
KINDS = {
    RecordKind.FUND: "资金",
    RecordKind.BASE_FACT: "基础数据",
    RecordKind.NARRATIVE: "文字材料",
    RecordKind.DETAIL: "基本情况",
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One decision of the clerk: a cell, or all cells of a new row."""

    changes: tuple[CellChange, ...]
    name: str
    field: str
    now: str
    back: str
    told: str
    takeable: bool

    @property
    def outcome(self) -> Outcome:
        return self.changes[0].outcome


def change_lines(preview: ReturnPreview, book: YearTable) -> tuple[ChangeLine, ...]:
    """The changes of one return in the order of the form, those of a new row together."""
    names = paths(book)
    rows: dict[tuple[RecordKind, tuple[str, ...]], list[CellChange]] = {}
    found: list[ChangeLine] = []
    for each in preview.changes:
        if each.outcome is Outcome.NEW:
            rows.setdefault((each.place.kind, each.path), []).append(each)
        else:
            found.append(_cell(each, preview, names))
    for together in rows.values():
        said = "；".join(f"{field_words(each.place.field)} {_one_line(each.file)}" for each in together)
        words = " / ".join(together[0].path[:-1])
        found.append(ChangeLine(tuple(together), words, "新增一行", "", said, "账套里没有这一行，要收下请勾选", takeable=True))
    return tuple(found)


def _cell(change: CellChange, preview: ReturnPreview, names: dict[str, tuple[str, ...]]) -> ChangeLine:
    place = change.place
    path = names.get(place.id) if place.kind is RecordKind.NODE else None
    name = _one_line(path[-1]) if path else KINDS.get(place.kind, "表头")
    match change.outcome:
        case Outcome.CONFLICT:
            first = preview.first.get(place, BOOK)
            other = f"{first}交回的也改了这一格" if first else "分发以后账套里也改了这一格"
            told = f"冲突：{other}，要用这一份请勾选"
        case Outcome.REFUSED:
            told = "应当是数字，不能采用"
        case _:
            told = "清空了" if not change.file else "填写" if not change.book else "改变"
    takeable = change.outcome is not Outcome.REFUSED
    return ChangeLine(
        (change,),
        name,
        field_words(place.field),
        _one_line(change.book),
        _one_line(change.file) or "（空）",
        told,
        takeable=takeable,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


class ReturnsModel(QAbstractTableModel):
    """The lines of the return that is chosen."""

    decided = Signal(object, bool)  # a ChangeLine and whether it is taken

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette: QPalette = parent.palette()
        self.lines: tuple[ChangeLine, ...] = ()
        self.taken: frozenset[CellChange] = frozenset()

    def show_lines(self, lines: tuple[ChangeLine, ...], taken: frozenset[CellChange]) -> None:
        """Other lines, with the changes that are taken over."""
        self.beginResetModel()
        self.lines, self.taken = lines, taken
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADINGS[section] if across else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        ticked = index.column() == TICK and self.lines[index.row()].takeable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if ticked else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if column == TICK:
            if role == Qt.ItemDataRole.CheckStateRole and line.takeable:
                return Qt.CheckState.Checked if self._takes(line) else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return "采用" if self._takes(line) else "不采用"
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return ("", line.name, line.field, line.now, line.back, line.told)[column]
            case Qt.ItemDataRole.BackgroundRole:
                return outcome_tint(self._palette, line.outcome) if column in (BACK, TOLD) else None
            case Qt.ItemDataRole.ForegroundRole:
                return outcome_text(self._palette, line.outcome) if column == TOLD else None
            case _:
                return None

    def _takes(self, line: ChangeLine) -> bool:
        return line.changes[0] in self.taken

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK or not self.lines[index.row()].takeable:
            return False
        self.decided.emit(self.lines[index.row()], Qt.CheckState(value) != Qt.CheckState.Unchecked)
        return True
