"""The findings of the table as an item model: weight, place, what is wrong and what to do."""

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.kit.help_text import explanation
from desktop.kit.wording_findings import SEVERITIES, message_text, place_text
from scoring.finding import Finding, Severity
from scoring.scored import ScoredTable

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEADINGS = ("", "位置", "问题")
SIGNS = {Severity.ERROR: "×", Severity.WARNING: "▲", Severity.INFO: "○"}
ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class FindingsModel(QAbstractTableModel):
    """The gravest first, each weight in the order of the form."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.findings: list[Finding] = []
        self._texts: list[tuple[str, str, str]] = []

    def show_findings(self, scored: ScoredTable | None, findings: Sequence[Finding]) -> None:
        self.beginResetModel()
        places = {node_id: at for at, node_id in enumerate(scored.rows)} if scored is not None else {}
        self.findings = sorted(findings, key=lambda each: (ORDER.index(each.severity), places.get(each.place.id, -1)))
        self._texts = [
            (f"{SIGNS[each.severity]} {SEVERITIES[each.severity]}", place_text(each.place, scored), message_text(each))
            for each in self.findings
            if scored is not None
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._texts)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[index.row()][index.column()]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole):
            return self._told(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join(self._texts[index.row()])
        return None

    def _told(self, index: Index) -> str:
        """The words of the cell and what the manual says of such a finding, in paragraphs that a tooltip breaks into lines."""
        words = (self._texts[index.row()][index.column()], *explanation("checks", self.findings[index.row()].code).splitlines())
        return "".join(f"<p>{escape(each)}</p>" for each in words if each)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal and 0 <= section < len(HEADINGS):
            return HEADINGS[section]
        return None
