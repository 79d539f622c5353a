"""The preview as an item model: records as rows, fields as columns, each cell the same, new, changed, in conflict or refused."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QPalette

from desktop.importing.plan import OPEN, PreviewRow, TablePlan, accepts, field_words, fields_of, preview_rows, spot, take
from desktop.importing.tints import outcome_text, outcome_tint, quiet
from desktop.reading.merge import CellChange, Outcome
from scoring.table import RecordKind

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
TICK = Qt.ItemDataRole.CheckStateRole
WORDS = {
    Outcome.SAME: "相同",
    Outcome.NEW: "新增",
    Outcome.CHANGED: "改变",
    Outcome.KEPT: "账套已改",
    Outcome.CONFLICT: "冲突",
    Outcome.REFUSED: "拒绝",
}
REFUSAL = "应当是数字，不能导入，账套里保持原样"


class PreviewModel(QAbstractTableModel):
    """Some kinds of records of one plan; a tick in a cell takes the file's text, in the first column the whole new row."""

    decided = Signal()

    def __init__(
        self, plan: TablePlan, kinds: Sequence[RecordKind], palette: QPalette, font: QFont, parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self.plan = plan
        self.palette, self._strong = palette, QFont(font)
        self._strong.setBold(True)
        self._all = preview_rows(plan, kinds)
        self._kinds = tuple(kinds)
        self.fields = fields_of(self._all, kinds)
        self.rows: tuple[PreviewRow, ...] = self._all

    def show_only(self, outcomes: frozenset[Outcome]) -> None:
        """Only rows with a cell of one of these, the bands above them, and the fields concerned; an empty set shows all."""
        self.beginResetModel()
        self.rows = self._all if not outcomes else _with_bands(self._all, outcomes)
        seen = self.rows if not outcomes else tuple(_cut(each, outcomes) for each in self.rows)
        self.fields = fields_of(seen, self._kinds)
        self.endResetModel()

    def holds(self, outcomes: frozenset[Outcome]) -> int:
        """How many rows have a cell of one of these."""
        return sum(1 for each in self._all if any(c.outcome in outcomes for c in each.cells.values()))

    def change_at(self, index: Index) -> CellChange | None:
        if not index.isValid() or index.column() == 0:
            return None
        return self.rows[index.row()].cells.get(self.fields[index.column() - 1])

    def choice(self, change: CellChange) -> bool | None:
        """Whether a conflict goes to the file; ``None`` while nobody has spoken."""
        return self.plan.taken.get(spot(change))

    # The model

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 1 + len(self.fields)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._ticked(index) is not None else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return field_words(self.fields[section - 1]) if section else "项目"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == TICK:
            return self._ticked(index)
        if index.column() == 0:
            return self._of_row(self.rows[index.row()], role)
        change = self.change_at(index)
        return None if change is None else self._of_cell(change, role)

    def _of_row(self, row: PreviewRow, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "　" * row.depth + " ".join(row.name.split())
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.name}，新增的一行" if row.new else row.name
            case Qt.ItemDataRole.FontRole:
                return self._strong if row.new and self.plan.book is not None else None
            case Qt.ItemDataRole.BackgroundRole:
                return outcome_tint(self.palette, Outcome.NEW) if row.new and self.plan.book is not None else None
            case _:
                return None

    def _of_cell(self, change: CellChange, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell_text(change, self.choice(change))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return told(self.plan, change)
            case Qt.ItemDataRole.ForegroundRole:
                if change.outcome in OPEN and not accepts(self.plan, change) and change.outcome is not Outcome.CONFLICT:
                    return quiet(self.palette)
                return outcome_text(self.palette, change.outcome)
            case Qt.ItemDataRole.BackgroundRole:
                return outcome_tint(self.palette, change.outcome)
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            case _:
                return None

    # Taking and leaving

    def _ticked(self, index: Index) -> Qt.CheckState | None:
        if not index.isValid() or self.plan.book is None:
            return None
        if index.column() == 0:
            row = self.rows[index.row()]
            if not row.new:
                return None
            taken = any(accepts(self.plan, each) for each in row.cells.values())
            return Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked
        change = self.change_at(index)
        if change is None or change.outcome not in (Outcome.CHANGED, Outcome.CONFLICT):
            return None
        if change.outcome is Outcome.CONFLICT and spot(change) not in self.plan.taken:
            return Qt.CheckState.PartiallyChecked
        return Qt.CheckState.Checked if accepts(self.plan, change) else Qt.CheckState.Unchecked

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != TICK or self._ticked(index) is None:
            return False
        taken = Qt.CheckState(value) != Qt.CheckState.Unchecked
        if self._ticked(index) == Qt.CheckState.PartiallyChecked:
            taken = True
        change = self.change_at(index)
        changes = list(self.rows[index.row()].cells.values()) if change is None else [change]
        self.decide(changes, taken=taken)
        return True

    def decide(self, changes: Sequence[CellChange], *, taken: bool) -> None:
        """The clerk's word on cells of this plan."""
        take(self.plan, changes, taken=taken)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.fields)))
        self.decided.emit()


def _with_bands(rows: Sequence[PreviewRow], outcomes: frozenset[Outcome]) -> tuple[PreviewRow, ...]:
    """Rows with such a cell, each below the bands it belongs to."""
    found: list[PreviewRow] = []
    above: list[PreviewRow] = []
    for each in rows:
        while above and (above[-1].kind is not each.kind or above[-1].depth >= each.depth):
            above.pop()
        if any(change.outcome in outcomes for change in each.cells.values()):
            found += [*above, each]
            above = []  # they stand there now
        else:
            above.append(each)
    return tuple(found)


def _cut(row: PreviewRow, outcomes: frozenset[Outcome]) -> PreviewRow:
    return replace(row, cells={name: each for name, each in row.cells.items() if each.outcome in outcomes})


def cell_text(change: CellChange, choice: bool | None) -> str:
    """What a cell of the preview says: old → new where it changes, both sides where the clerk has to choose."""
    book, file = (" ".join(each.split()) for each in (change.book, change.file))
    match change.outcome:
        case Outcome.CHANGED:
            return f"{book or '（空）'} → {file or '（空）'}"
        case Outcome.CONFLICT:
            mine, theirs = "●" if choice is False else "○", "●" if choice else "○"
            return f"{mine} 账套：{book or '（空）'}\n{theirs} 文件：{file or '（空）'}"
        case Outcome.KEPT:
            return f"{book or '（已清空）'}　账套已改，保留"
        case Outcome.REFUSED:
            return f"{file}　× 不是数字"
        case _:
            return file or book


def told(plan: TablePlan, change: CellChange) -> str:
    """One cell as a sentence."""
    book, file = change.book or "（空）", change.file or "（空）"
    name = f"{field_words(change.place.field)}，{WORDS[change.outcome]}"
    match change.outcome:
        case Outcome.CHANGED:
            left = "" if accepts(plan, change) else "（不导入，保留账套）"
            return f"{name}：账套是“{book}”，文件是“{file}”{left}"
        case Outcome.CONFLICT:
            chosen = "还没有选" if spot(change) not in plan.taken else "用文件的" if accepts(plan, change) else "用账套的"
            return f"{name}：导出时是“{change.base}”，账套改成“{book}”，文件改成“{file}”，{chosen}"
        case Outcome.KEPT:
            return f"{name}：导出后账套改成“{book}”，文件没有动，保留账套"
        case Outcome.REFUSED:
            return f"{name}：“{file}”{REFUSAL}"
        case _:
            return f"{name}：{file if change.file else book}"
