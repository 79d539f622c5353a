"""The page 主要任务 of a task form: every task with what was expected, achieved and spent."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.forms.form import BlockKind
from desktop.pages.following import YearPage
from desktop.pages.sheet import Sheet
from desktop.pages.sheet_pane import SheetPane
from desktop.pages.task_sheet import task_sheet
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import Node, NodeKind, YearTable, branch


class TasksPage(YearPage):
    """One table. Opening the key indicators of a task is asked of the window."""

    indicators_asked = Signal(str)  # the id of a row of the table of indicators

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.tasks = SheetPane(workspace, "主要任务", self._tasks, self)
        self.add = self.tasks.add_command("增加任务(&A)", "在当前任务后面增加一项，带一个空的关键指标", self.insert_row, "Ctrl+=")
        self.remove = self.tasks.add_command("删除任务(&D)", "删除所选任务和它的关键指标，可以撤销", self.remove_rows, "Ctrl+-")
        self.open_rows = self.tasks.add_command("关键指标(&K)…", "到“指标表”填写这项任务的关键指标", self.ask_indicators)
        self.tasks.say_when_empty("还没有主要任务。按“增加任务”开始填写。")
        self.tasks.view.doubleClicked.connect(lambda index: self.ask_indicators() if index.column() == self._last() else None)
        self.panes = (self.tasks,)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tasks)
        self.setFocusProxy(self.tasks)
        self.follow()

    def _last(self) -> int:
        return len(self.tasks.model.sheet.columns) - 1

    def _tasks(self) -> Sheet:
        scored = self.workspace.scored
        return Sheet() if scored is None else task_sheet(scored, self.workspace.findings)

    def refresh(self) -> None:
        super().refresh()
        for each in (self.add, self.remove):
            each.setEnabled(self.workspace.editable)

    def _task_ids(self) -> list[str]:
        return self.tasks.chosen_records()

    def insert_row(self, *, above: bool = False) -> bool:
        """A new task behind the one under the cursor, or before it, with a first empty key indicator."""
        self.tasks.view.end_editing()
        table = self.workspace.table
        if table is None:
            return False
        section = next((each.section for each in self.workspace.form().blocks_of(BlockKind.TASKS)), "")
        chosen = self._task_ids()
        beside = chosen[0 if above else -1] if chosen else ""
        if not self.workspace.edit(Op.INSERT_ROW, _insert_task, beside, section, above=above):
            return False
        self.tasks.go_to(str(table.next_number), "name")
        self.tasks.view.setFocus()
        return True

    def remove_rows(self) -> bool:
        """The chosen tasks with everything below them, as one step."""
        self.tasks.view.end_editing()
        ids = self._task_ids()
        if not ids or not self.workspace.edit(Op.REMOVE_ROWS, edit.remove_nodes, ids):
            return False
        self.workspace.told.emit(f"已删除 {len(ids)} 项任务和它们的关键指标，Ctrl+Z 可恢复。")
        return True

    def ask_indicators(self) -> None:
        """Go to the first key indicator of the task under the cursor."""
        scored = self.workspace.scored
        for task in self._task_ids()[:1]:
            below = [] if scored is None else [each.node.id for each in scored.rows.values() if each.parent_id == task]
            self.indicators_asked.emit(next(iter(below), task))


def _insert_task(table: YearTable, beside: str, section: str, *, above: bool) -> YearTable:
    if beside:
        like = next(each for each in table.nodes if each.id == beside)
        at = edit.position(table, beside) + (0 if above else len(branch(table, beside)))
        level, section = like.level, like.section
    else:
        at, level = len(table.nodes), 1
    table = edit.insert_node(table, Node("", level, kind=NodeKind.TASK, section=section), at)
    return edit.insert_node(table, Node("", level + 1, section=section), at + 1)
