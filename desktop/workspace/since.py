"""What changed since a table was submitted: what a reader asks first when it was sent back. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db.seals import MarkKind
from desktop.forms.number_text import format_number
from desktop.kit.wording_findings import COLUMNS
from desktop.workspace.history import CellDifference, differences, local_time
from desktop.workspace.library import scored_table
from scoring.finding import Place
from scoring.scored import ScoredTable
from scoring.table import Field, RecordKind, TableKey, paths

if TYPE_CHECKING:
    from db.store import Store

_SCORE = Field.GIVEN_SCORE.value
OURS = frozenset({"status", "aside_score_text"})  # what the program keeps beside the words of the table


@dataclass(frozen=True, slots=True)
class Since:
    """The last submission, why it was sent back (empty while it was not), and every cell that is not as it was then.

    Attributes:
        total: the total then and now, empty where it is the same.
    """

    at: str
    name: str
    reason: str
    cells: tuple[CellDifference, ...]
    total: str

    @property
    def told(self) -> str:
        """One sentence."""
        back = f"，退回原因：{self.reason}" if self.reason else ""
        total = f"，总分 {self.total}" if self.total else ""
        return f"{self.at} 报送（{self.name}）以来改动 {len(self.cells)} 处{total}{back}。"


def since_submission(store: "Store", key: TableKey) -> Since | None:
    """What is different from the last submission; nothing for a table that was never submitted.

    Raises:
        EnvironmentFault: BOOK_DAMAGED: the log does not lead back to it; those of the store.
    """
    marks = store.marks(key)
    submitted = next((each for each in reversed(marks) if each.kind is MarkKind.SUBMITTED), None)
    if submitted is None:
        return None
    later = (each for each in reversed(marks) if each.kind is MarkKind.RETURNED and each.position > submitted.position)
    returned = next(later, None)
    before, after = store.table_at(key, submitted.position), store.load(key)
    cells = [each for each in differences(before, after) if each.place.field not in OURS]
    then, now = scored_table(before), scored_table(after)
    total = "" if then.score == now.score else f"{format_number(then.score) or '无'} → {format_number(now.score) or '无'}"
    reason = "" if returned is None else returned.name
    return Since(local_time(submitted.at), submitted.name, reason, with_scores(cells, then, now), total)


def with_scores(cells: Sequence[CellDifference], then: ScoredTable, now: ScoredTable) -> tuple[CellDifference, ...]:
    """The same by rows, with scores as they count: one that nobody gave is the rule's; one that the rule moved is told too."""
    given = {each.place.id for each in cells if each.place.field == _SCORE}
    names = paths(now.table)
    order = {id_: number for number, id_ in enumerate(now.rows)}
    moved = [
        CellDifference(Place(RecordKind.NODE, id_, _SCORE), " / ".join(names[id_][-2:]), COLUMNS[_SCORE], "", "")
        for id_, row in now.rows.items()
        if row.node.leaf and id_ in then.rows and id_ not in given and row.score != then.rows[id_].score
    ]
    found = [
        replace(each, then=each.then or _by_rule(then, each.place.id), now=each.now or _by_rule(now, each.place.id))
        if each.place.field == _SCORE
        else each
        for each in (*cells, *moved)
    ]
    return tuple(sorted(found, key=lambda each: order.get(each.place.id, -1) if each.place.kind is RecordKind.NODE else -1))


def _by_rule(scored: ScoredTable, id_: str) -> str:
    score = format_number(scored.rows[id_].score) if id_ in scored.rows else ""
    return f"{score}（按规则）" if score else ""
