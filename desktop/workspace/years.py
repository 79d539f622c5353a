"""The units and years of a book as the tree at the left shows them, and the book of examples. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from desktop.kit.paths import APP, book_path
from scoring.table import Status, TableKey, YearTable

if TYPE_CHECKING:
    from db.catalogue import TableOverview
    from db.store import Store

SAMPLE_NAME = "示例账套.ziping"


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table of the tree: its state, how many of its rows are filled, its total once it is known."""

    key: TableKey
    status: Status
    indicators: int
    filled: int
    score_text: str = ""

    @property
    def share(self) -> int:
        """Per cent of the rows that have an actual value."""
        return 100 * self.filled // self.indicators if self.indicators else 0


def table_lines(overview: "Iterable[TableOverview]") -> dict[str, tuple[TableLine, ...]]:
    """By unit, each unit's tables by year, the department as a whole before its projects."""
    found: dict[str, list[TableLine]] = {}
    for each in overview:
        line = TableLine(each.key, each.status, each.indicators, each.filled)
        found.setdefault(each.key.unit, []).append(line)
    return {unit: tuple(sorted(lines, key=lambda line: (line.key.year, line.key.subject))) for unit, lines in found.items()}


def line_of(table: YearTable) -> TableLine:
    """The line of a table that is open, as the book would tell it."""
    leaves = [each for each in table.nodes if each.leaf]
    return TableLine(table.key, table.heading.status, len(leaves), sum(bool(each.actual_text) for each in leaves))


def score_text(store: "Store", key: TableKey) -> str:
    """The total of a table, empty where nothing has points.

    Raises:
        EnvironmentFault: the table cannot be read.
    """
    from desktop.forms.number_text import format_number
    from desktop.workspace.library import scored_table

    return format_number(scored_table(store.load(key)).score)


def sample_path() -> Path:
    """Where the book of examples lies: beside the program's own data, never among the documents."""
    return platformdirs.user_data_path(APP, appauthor=False) / SAMPLE_NAME


def own_folder(book: Path | None) -> Path:
    """Beside the clerk's own book; before there is one, where documents are kept."""
    wanted = (book if book is not None and book != sample_path() else book_path()).parent
    return wanted if wanted.is_dir() else Path.home()  # a question for files takes a missing folder for a name


def list_place(book: Path | None, words: str) -> Path:
    """What a list of an open book is offered to be saved as."""
    return own_folder(book) / (f"{words}.csv" if book is None else f"{book.stem}-{words}.csv")


def write_sample_book(path: Path) -> None:
    """Make the book of published example years; one that is there is left as it is.

    Raises:
        EnvironmentFault: the folder cannot be written.
    """
    from desktop.workspace import book

    if path.exists():
        return
    with book.open_book(path, create=True) as store:
        book.import_tables(store, book.sample_tables())
