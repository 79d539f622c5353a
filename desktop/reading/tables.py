"""A table on a sheet: its kind, its headings and their fields, the rows and columns it spans."""

from dataclasses import dataclass, field
from enum import Enum

from desktop.reading.grid import Box

MONEY = frozenset({"initial_budget", "adjusted_budget", "executed"})
LOOK_AHEAD = 40


class Kind(Enum):
    """What a table holds."""

    INDICATORS = "indicators"
    FUNDS = "funds"  # a line of funds in each row, measures as columns
    MATRIX = "matrix"  # measures in rows, lines of funds as columns
    FIGURES = "figures"  # named figures


@dataclass(slots=True)
class Column:
    """One column as its heading says it: the field, the sheet columns it spans, the words, whether they are sure."""

    fields: tuple[str, ...]
    left: int
    right: int
    heading: str
    sure: bool = True
    boxes: tuple[Box, ...] = ()

    @property
    def field(self) -> str:
        return self.fields[0] if self.fields else ""


@dataclass(slots=True)
class Table:
    """One table: heading rows ``top`` to ``head``, then rows up to ``bottom``, in columns ``left`` to ``right``."""

    kind: Kind
    top: int
    head: int
    left: int
    right: int
    columns: list[Column]
    bottom: int = -1
    side: list[Box] = field(default_factory=list)

    @property
    def outer(self) -> int:
        """The left edge with the labels that stand beside the block."""
        return min([self.left, *(box.column for box in self.side)])

    def column(self, name: str) -> Column | None:
        return next((each for each in self.columns if name in each.fields), None)

    def fields(self) -> set[str]:
        return {name for each in self.columns for name in each.fields}

    def signature(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        return tuple((each.fields, each.heading) for each in self.columns)

    def field_at(self, column: int) -> str:
        """The field of a sheet column; empty where no heading stands over it."""
        return next((each.field for each in self.columns if each.left <= column <= each.right), "")
