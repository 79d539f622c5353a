"""What changed since a table was submitted: what a reader asks first when it was sent back. No Qt."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.seals import MarkKind
from desktop.workspace.history import CellDifference, local_time, since_position
from scoring.table import TableKey

if TYPE_CHECKING:
    from db.store import Store


OURS = frozenset({"status", "aside_score_text"})  # what the program keeps beside the words of the table


@dataclass(frozen=True, slots=True)
class Since:
    """The last submission, why it was sent back (empty while it was not), and every cell that is not as it was then."""

    at: str
    name: str
    reason: str
    cells: tuple[CellDifference, ...]

    @property
    def told(self) -> str:
        """One sentence."""
        back = f"，退回原因：{self.reason}" if self.reason else ""
        return f"{self.at} 报送（{self.name}）以来改动 {len(self.cells)} 处{back}。"


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
    cells = tuple(each for each in since_position(store, key, submitted.position) if each.place.field not in OURS)
    return Since(local_time(submitted.at), submitted.name, "" if returned is None else returned.name, cells)
