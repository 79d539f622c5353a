"""The findings of the table as an item model: weight, place, what is wrong and what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.kit.help_text import explanation
from desktop.kit.search import holds
from desktop.kit.wording_findings import SEVERITIES, message_text, place_text
from desktop.workspace.wider import Wider
from scoring.finding import Finding, Place, Severity
from scoring.scored import ScoredTable

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEADINGS = ("", "位置", "问题")
SIGNS = {Severity.ERROR: "×", Severity.WARNING: "▲", Severity.INFO: "○"}
ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding as it is shown; ``code`` names its check in the manual."""

    severity: Severity
    place: Place
    where: str
    text: str
    code: str

    @property
    def texts(self) -> tuple[str, str, str]:
        """The cells of the line, in the order of ``HEADINGS``."""
        return f"{SIGNS[self.severity]} {SEVERITIES[self.severity]}", self.where, self.text


def finding_lines(scored: ScoredTable | None, findings: Iterable[Finding], wider: Iterable[Wider] = ()) -> list[FindingLine]:
    """The gravest first, each weight in the order of the form."""
    if scored is None:
        return []
    lines = [FindingLine(each.severity, each.place, "", message_text(each), each.code) for each in findings]
    lines += [FindingLine(each.severity, each.place, "", each.text, each.code) for each in wider]
    places = {node_id: at for at, node_id in enumerate(scored.rows)}
    lines.sort(key=lambda each: (ORDER.index(each.severity), places.get(each.place.id, -1)))
    return [FindingLine(each.severity, each.place, place_text(each.place, scored), each.text, each.code) for each in lines]


def chosen_lines(lines: Iterable[FindingLine], severity: Severity | None, words: str) -> list[FindingLine]:
    """The lines of one weight (of every one without), in which the words stand."""
    return [
        each
        for each in lines
        if (severity is None or each.severity is severity) and (not words or holds(" ".join(each.texts), words))
    ]


class FindingsModel(QAbstractTableModel):
    """Shows lines as they come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.findings: list[FindingLine] = []

    def show_lines(self, lines: Sequence[FindingLine]) -> None:
        self.beginResetModel()
        self.findings = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.findings)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.texts[index.column()]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole):
            return _told(line, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join(line.texts)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal and 0 <= section < len(HEADINGS):
            return HEADINGS[section]
        return None


def _told(line: FindingLine, column: int) -> str:
    """The words of the cell and what the manual says of such a finding, in paragraphs that a tooltip breaks into lines."""
    more = explanation("checks", line.code).splitlines() if line.code else ()
    return "".join(f"<p>{escape(each)}</p>" for each in (line.texts[column], *more) if each)
