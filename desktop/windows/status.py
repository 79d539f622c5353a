"""The status line: total and grade, the rule's total, pending rows, findings, when it was saved."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from desktop.forms.number_text import format_number
from desktop.kit.choosing import summed
from desktop.workspace.session import Workspace
from scoring.finding import Severity
from scoring.scored import ScoredTable
from scoring.table import Status


class StatusLine(QStatusBar):
    """Shows the state of the whole; messages that need no answer appear at its left for a while."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setAccessibleName("状态栏")
        self.chosen = self._label("选中的数")
        self.chosen.setMinimumWidth(1)  # what comes and goes never makes the window wider
        self.total = self._label("总分")
        self.rule = self._label("规则得分")
        self.pending = self._label("待评")
        self.problems = self._label("检查")
        self.saved = self._label("存盘")
        self.saved.installEventFilter(self)
        workspace.table_changed.connect(self.show_state)
        workspace.refreshed.connect(self.show_state)
        workspace.book_changed.connect(self.show_state)
        workspace.told.connect(lambda words: self.showMessage(words, 8000))
        self.chosen.hide()
        self.show_state()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The check code is worked out when somebody asks for it, not with every edit."""
        if watched is self.saved and event.type() is QEvent.Type.ToolTip:
            self.saved.setToolTip(f"校验码 {self.workspace.check_code()}，与打印页脚的相同，纸上和账套里就是同一份")
        return super().eventFilter(watched, event)

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setAccessibleName(name)
        self.addPermanentWidget(label)
        return label

    def show_state(self) -> None:
        scored = self.workspace.scored
        for each in (self.total, self.rule, self.pending, self.problems, self.saved):
            each.setVisible(scored is not None)
        if scored is None:
            return
        self.total.setText(total_text(scored))
        self.rule.setText(f"规则得分 {format_number(scored.rule_score)}")
        self.rule.setVisible(scored.rule_score is not None and scored.rule_score != scored.score)
        self.pending.setText(f"待评 {scored.pending} 行")
        self.pending.setVisible(scored.points is not None)
        errors = sum(each.severity is Severity.ERROR for each in self.workspace.findings)
        warnings = sum(each.severity is Severity.WARNING for each in self.workspace.findings)
        self.problems.setText(f"错误 {errors}　提醒 {warnings}")
        self.saved.setText(self._saved_text(scored))

    def show_chosen(self, texts: Iterable[str]) -> None:
        """What the numbers of the chosen cells come to, as Excel says it at the foot of its window."""
        found = summed(texts)
        self.chosen.setVisible(found is not None)
        if found is not None:
            count, total, mean = found
            self.chosen.setText(f"选中 {count} 个数　合计 {format_number(total)}　平均 {format_number(mean)}　")

    def _saved_text(self, scored: ScoredTable) -> str:
        if self.workspace.store is not None and self.workspace.store.read_only:
            return "只读"
        if scored.table.heading.status is Status.SEALED:
            return "已定稿（只读）"
        at = self.workspace.saved_at
        return "已存盘" if at is None else f"已存盘 {at:%H:%M:%S}"


def total_text(scored: ScoredTable) -> str:
    """The total as the paper and we see it, with the grade: 总分 92.25（表上 93.25） 优."""
    if scored.score is None:
        return "本表不计分" if scored.points is None else f"还没有得分，满分 {format_number(scored.points)}"
    words = f"总分 {format_number(scored.score)}"
    if scored.points is not None:
        words += f" / {format_number(scored.points)}"
    if scored.published_score is not None and scored.published_score != scored.score:
        words += f"（表上 {format_number(scored.published_score)}）"
    band = next((each.label for each in scored.rulebook.grades if each.key == scored.grade), "")
    return f"{words}　{band}" if band else words
