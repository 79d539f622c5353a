"""A clerk who does anything in any order: the book on disk is always what the screen holds, and everything can be taken back."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from db.store import Store
from desktop.grid.page import TablePage
from desktop.grid.row_filter import Keep
from desktop.kit.cell_block import format_block
from desktop.workspace.library import scored_table
from desktop.workspace.session import Workspace
from scoring.checks import check_table
from scoring.edit import Op
from scoring.table import Field, YearTable
from scoring.writing import write_cells
from tests.small_tables import KEY, small_table

WORDS = st.sampled_from(
    (
        "",
        "120",
        "120人",
        "≥95%",
        "97.50%",
        "不少于5万人次",
        "约40000人",
        "0",
        "−3",
        "1,467.73万元",
        "完成\n两行",
        "＝SUM(1)",
        "五个子项目",
    )
)
BLOCKS = st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=3)
FIELDS = st.sampled_from((Field.NAME, Field.POINTS, Field.TARGET, Field.ACTUAL, Field.GIVEN_SCORE, Field.EVIDENCE, Field.REMARK))


class Clerk(RuleBasedStateMachine):
    """Works on the small table through the page of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "账套.ziping"
        with Store.create(self.path) as store:
            store.add(small_table(), operation="import")
        self.hall = Workspace()
        self._open()

    def _open(self) -> None:
        self.hall.open(self.path)
        self.hall.show(KEY)
        self.page = TablePage(self.hall)
        self.tester = QAbstractItemModelTester(self.page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    def table(self) -> YearTable:
        assert self.hall.table is not None
        return self.hall.table

    def place(self, pick: float) -> tuple[int, int]:
        rows = list(self.page.model.node_rows())
        at = int(pick * (len(rows) * len(self.page.model.plan.columns) - 1))
        row, column = divmod(at, len(self.page.model.plan.columns))
        return rows[row], column

    def put(self, pick: float) -> bool:
        if not any(True for _ in self.page.model.node_rows()):
            return False
        self.page.view.put_cursor(self.page.model.index(*self.place(pick)))
        return True

    @rule(pick=st.floats(0, 1), words=WORDS)
    def types(self, pick: float, words: str) -> None:
        if self.put(pick):
            self.page.model.setData(self.page.view.currentIndex(), words)

    @rule(pick=st.floats(0, 1), block=BLOCKS, answer=st.sampled_from(("paste", "rows", "no")))
    def pastes(self, pick: float, block: list[list[str]], answer: str) -> None:
        if self.put(pick):
            QGuiApplication.clipboard().setText(format_block(block))
            self.page.paste()
            if answer == "rows":
                self.page.pasting.grow()
            else:
                self.page.pasting.answer(accepted=answer == "paste")

    @rule(pick=st.floats(0, 1))
    def inserts_a_row(self, pick: float) -> None:
        if self.put(pick):
            self.page.insert_row()

    @rule(pick=st.floats(0, 1))
    def inserts_a_band(self, pick: float) -> None:
        if self.put(pick):
            self.page.insert_band()

    @rule(pick=st.floats(0, 1))
    def removes(self, pick: float) -> None:
        if self.put(pick):
            self.page.remove_rows()

    @rule(pick=st.floats(0, 1), by=st.sampled_from((-1, 1)))
    def moves(self, pick: float, by: int) -> None:
        if self.put(pick):
            self.page.move_row(by)

    @rule(pick=st.floats(0, 1), by=st.sampled_from((-1, 1)))
    def indents(self, pick: float, by: int) -> None:
        if self.put(pick):
            self.page.indent_row(by)

    @rule(pick=st.floats(0, 1))
    def fills_down(self, pick: float) -> None:
        if self.put(pick):
            self.page.fill_down()

    @rule(pick=st.floats(0, 1))
    def brings_back_a_score(self, pick: float) -> None:
        if self.put(pick):
            self.page.bring_back_score()

    @rule(pick=st.floats(0, 1), falling=st.booleans())
    def sorts(self, pick: float, falling: bool) -> None:
        if self.put(pick):
            self.page.choice.sort_by(self.place(pick)[1], falling=falling)

    @rule(keep=st.sampled_from(Keep))
    def filters(self, keep: Keep) -> None:
        self.page.choice.filter(keep)

    @rule()
    def sees_all_rows_in_order(self) -> None:
        self.page.choice.clear_filter()
        self.page.choice.unsort()

    @rule(words=WORDS, other=WORDS)
    def replaces(self, words: str, other: str) -> None:
        changes = self.page.replacements(words, other)
        self.hall.edit(Op.REPLACE_TEXT, write_cells, {place: new for place, (_, new) in changes.items()})

    @rule()
    def undoes(self) -> None:
        self.hall.undo()

    @rule()
    def redoes(self) -> None:
        self.hall.redo()

    @rule()
    def comes_again_next_morning(self) -> None:
        self.hall.close()
        self._open()

    @invariant()
    def the_book_holds_what_the_screen_shows(self) -> None:
        assert self.hall.store is not None
        assert self.hall.store.load(KEY) == self.table()

    @invariant()
    def the_rows_shown_are_the_rows_of_the_table(self) -> None:
        shown = {each.node_id for each in self.page.model.rows if each.node_id}
        assert shown >= {each.id for each in self.table().nodes if each.leaf} - self.page.model.hidden

    @invariant()
    def what_an_edit_did_not_reach_is_what_would_be_worked_out_anew(self) -> None:
        anew = scored_table(self.table())
        findings = check_table(anew)
        assert self.hall.scored == anew
        assert self.hall.findings[len(self.hall.findings) - len(findings) :] == findings  # those of the evidence come before

    def teardown(self) -> None:
        while self.hall.undo():
            pass
        start = small_table()
        assert (self.table().nodes, self.table().heading) == (start.nodes, start.heading)
        self.hall.close()
        self._folder.cleanup()


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Clerk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("qapp")
def test_anything_a_clerk_does_is_on_disk_and_can_be_taken_back() -> None:
    run(examples=5, steps=15)


@pytest.mark.long
@pytest.mark.usefixtures("qapp")
def test_anything_a_clerk_does_all_day_is_on_disk_and_can_be_taken_back() -> None:
    run(examples=100, steps=100)
