"""One grid of cells for every kind of file: what a workbook, a table in a Word file or a clipboard becomes.

Rows and columns count from 0 everywhere in here; only ``Sheet.address`` speaks as Excel does (``H11``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cached_property
from types import MappingProxyType


class FileKind(Enum):
    """What a file is by its content; the extension has no say."""

    XLSX = "xlsx"  # also .xlsm, .xltx, .xltm: macros are never looked at
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    DELIMITED = "csv"
    HTML = "html"
    SPREADSHEETML = "xml"
    DOCX = "docx"
    # Recognised so that the clerk can be told what to do, but not read:
    DOC = "doc"
    ET = "et"
    WPS = "wps"
    PPT = "ppt"
    PPTX = "pptx"
    ODT = "odt"
    OFD = "ofd"
    PDF = "pdf"
    RTF = "rtf"
    MHTML = "mht"
    ARCHIVE = "zip"
    PICTURE = "picture"
    OLE = "ole"  # the container of .xls, .doc, .et and .wps, with nothing in it that we know
    ENCRYPTED = "encrypted"
    UNKNOWN = "unknown"


class HiddenState(Enum):
    """Whether a sheet's tab is shown; ``VERY_HIDDEN`` sheets do not even stand in Excel's list to unhide."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very_hidden"


class CellNote(Enum):
    """What a reader of ``Cell.text`` must know about it."""

    SHOWN_ROUNDED = "shown_rounded"  # the cell holds more digits than it shows: 96% on screen, 95.67% here
    NO_STORED_VALUE = "no_stored_value"  # a formula that no spreadsheet program has calculated yet; text is ""
    ERROR_VALUE = "error_value"  # #DIV/0! and its kind stand in text: no value
    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"
    FLAT_ROW = "flat_row"  # not hidden, but too low for anybody to see


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something.

    Attributes:
        text: as the clerk sees it, the number format applied (``98.50%``, ``1,234.50``); where the cell holds
            more than it shows, the same format with as many places as nothing is lost by, up to Excel's 15
            significant digits, and the note ``SHOWN_ROUNDED``.
        number: the stored number, the exact decimal of its shortest notation; None for text.
        number_format: the format code, ``General`` where there is none.
        formula: with its equals sign; empty if none. Never evaluated.
        notes: in the order of ``CellNote``.
    """

    text: str
    number: Decimal | None = None
    number_format: str = "General"
    formula: str = ""
    notes: tuple[CellNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells, all four edges inclusive; only its top left cell has a text."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One grid. No slots, so that the table of merged places is made once and only where it is asked for.

    Attributes:
        cells: the cells that hold something, by (row, column).
        row_count: one more than the last row that holds or merges something.
        column_count: likewise.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Merge, ...] = ()
    hidden: HiddenState = HiddenState.VISIBLE
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    row_count: int = 0
    column_count: int = 0

    @cached_property
    def _anchors(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        return {
            (row, column): (merge.top, merge.left)
            for merge in self.merges
            for row in range(merge.top, min(merge.bottom, self.row_count - 1) + 1)
            for column in range(merge.left, min(merge.right, self.column_count - 1) + 1)
        }

    def text(self, row: int, column: int) -> str:
        """The cell's own text; empty for an empty cell and for all of a merge but its anchor."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The top left cell of the merge that covers this place; the place itself where nothing is merged."""
        return self._anchors.get((row, column), (row, column))

    def anchor_text(self, row: int, column: int) -> str:
        """What the clerk sees at this place: the text of the merge that covers it, else the cell's own."""
        return self.text(*self.anchor(row, column))

    def address(self, row: int, column: int) -> str:
        """``address(10, 7)`` is ``H11``."""
        return f"{column_letters(column)}{row + 1}"


@dataclass(frozen=True, slots=True)
class Workbook:
    """Everything that was read from one file.

    Attributes:
        name: the file's name without its folder.
        properties: custom document properties as text, by name.
    """

    kind: FileKind
    name: str
    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def column_letters(column: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def sheet_of(
    name: str,
    cells: Mapping[tuple[int, int], Cell],
    *,
    merges: tuple[Merge, ...] = (),
    hidden: HiddenState = HiddenState.VISIBLE,
    hidden_rows: frozenset[int] = frozenset(),
    hidden_columns: frozenset[int] = frozenset(),
) -> Sheet:
    """A sheet whose extent follows from its cells and from the merges that hold one of them.

    An empty merge below or beside the table is decoration: it stays in ``merges`` and widens nothing.
    """
    anchored = [merge for merge in merges if (merge.top, merge.left) in cells]
    rows = [row for row, _ in cells] + [merge.bottom for merge in anchored]
    columns = [column for _, column in cells] + [merge.right for merge in anchored]
    return Sheet(
        name=name,
        cells=cells,
        merges=merges,
        hidden=hidden,
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
        row_count=max(rows, default=-1) + 1,
        column_count=max(columns, default=-1) + 1,
    )
