"""如果…: another actual is tried beside the cell, and the score, subtotal, total and grade it would make; no fact changes."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.forms.number_text import format_number, format_rate
from desktop.kit.composing import ComposingLine
from desktop.workspace.session import Workspace
from scoring.scored import ScoredTable
from scoring.what_if import full_marks_actual, table_if

TRY = "试填实际完成值"
PAUSE = 150  # milliseconds the keys rest before it is worked out


class WhatIf(QWidget):
    """Asks for an actual and tells what would come of it."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._node_id = ""
        self.actual = ComposingLine(self)
        self.actual.setAccessibleName("如果实际完成值是")
        self.actual.setToolTip("试填另一个实际完成值，看得分、小计、总分和等级会怎样；表里的数不变。")
        self.actual.setClearButtonEnabled(True)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setAccessibleName("如果的结果")
        self.told.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.actual)
        layout.addWidget(self.told)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE)
        self._later.timeout.connect(self.work_out)
        self.actual.installEventFilter(self)
        self.actual.textEdited.connect(lambda _: self._later.start())
        self.actual.textChanged.connect(lambda text: None if text else self.told.hide())

    def show_row(self, node_id: str) -> None:
        """Ask about another row; about the same one after an edit the answer is renewed."""
        if node_id != self._node_id:
            self._node_id = node_id
            self.actual.clear()
            self.actual.setPlaceholderText(TRY)
        elif self.actual.text():
            self._later.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Who is about to try a value sees the one that would earn full marks; it is not worked out before."""
        if watched is self.actual and event.type() is QEvent.Type.FocusIn:
            self._suggest()
        return super().eventFilter(watched, event)

    def _suggest(self) -> None:
        scored = self.workspace.scored
        known = "" if scored is None or not self._node_id else full_marks_actual(scored.table, scored.rulebook, self._node_id)
        self.actual.setPlaceholderText(f"如 {known}（满分）" if known else TRY)

    def work_out(self) -> None:
        """What would come of the actual in the field."""
        scored, text = self.workspace.scored, self.actual.text().strip()
        if scored is None or not text or self._node_id not in scored.rows:
            self.told.hide()
            return
        self.told.setText("\n".join(answer(scored, table_if(scored.table, scored.rulebook, self._node_id, text), self._node_id)))
        self.told.show()


def answer(now: ScoredTable, then: ScoredTable, node_id: str) -> list[str]:
    """Lines of how the row, what it stands in and the whole would be, each beside what it is."""
    before, after = now.rows[node_id], then.rows[node_id]
    rate = "" if after.completion_rate is None else f"　完成率 {format_rate(after.completion_rate)}"
    lines = [f"得分 {_pair(format_number(after.score) or '待评', format_number(before.score) or '待评')}{rate}"]
    group = after.parent_id
    if group and then.rows[group].score is not None:
        lines.append(f"小计 {_pair(format_number(then.rows[group].score), format_number(now.rows[group].score))}")
    if then.score is not None:
        grade = _pair(_grade(then), _grade(now))
        lines.append(f"总分 {_pair(format_number(then.score), format_number(now.score))}　{grade}".rstrip())
    return lines


def _pair(after: str, before: str) -> str:
    return after if after == before else f"{after}（现 {before or '无'}）"


def _grade(scored: ScoredTable) -> str:
    return next((each.label for each in scored.rulebook.grades if each.key == scored.grade), "")
