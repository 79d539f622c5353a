"""Cells on their way into a sheet: blanks left out, limits kept, hidden rows and columns noted at the end."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits
from desktop.reading.cells import Cell, CellNote, HiddenState, Merge, Sheet, column_letters, sheet_of
from desktop.reading.shown import shown_text

ERROR_VALUES: Final = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!",
     "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!"}
)  # fmt: skip
_INVISIBLE: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")  # zero wide: nobody can have meant them
_LINE_END: Final = re.compile("\r\n|\r|\v|\u2028|\u2029")
_CONTROL: Final = re.compile("[\x00-\x08\x0c\x0e-\x1f]")


class SheetCollector:
    """One sheet in the making."""

    def __init__(self, name: str, hidden: HiddenState = HiddenState.VISIBLE) -> None:
        self.name = name
        self.hidden = hidden
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._flat_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Take one cell; a blank one is left out.

        Raises:
            EnvironmentFault: FILE_TOO_LARGE for a place or a text beyond the limits.
        """
        if not cell.notes and not cell.text.strip():
            return
        check_place(row, column)
        if len(cell.text) > limits.TEXT_CHARACTERS:
            raise too_large("text", limits.TEXT_CHARACTERS, row, column)
        self._cells[row, column] = cell
        if len(self._cells) > limits.CELLS:
            raise too_large("cells", limits.CELLS)

    def put_text(self, row: int, column: int, text: str, number_format: str = "General") -> None:
        """Take a text, or nothing if it is blank."""
        self.put(row, column, text_cell(text, number_format))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Take a merge; one of a single cell is none."""
        if (bottom, right) == (top, left) or bottom < top or right < left:
            return
        self._merges.append(Merge(top, left, bottom, right))
        if len(self._merges) > limits.MERGES:
            raise too_large("merges", limits.MERGES)

    def hide_row(self, row: int) -> None:
        if row < limits.ROWS:
            self._hidden_rows.add(row)

    def flatten_row(self, row: int) -> None:
        if row < limits.ROWS:
            self._flat_rows.add(row)

    def hide_columns(self, first: int, last: int) -> None:
        self._hidden_columns.append((first, min(last, limits.COLUMNS)))

    def sheet(self) -> Sheet:
        """The sheet, its hidden rows and columns cut to what the grid holds."""
        bare = sheet_of(self.name, self._cells, merges=tuple(self._merges))
        check_merges(bare)
        hidden_columns = frozenset(
            column for first, last in self._hidden_columns for column in range(first, min(last, bare.column_count - 1) + 1)
        )
        hidden_rows = frozenset(row for row in self._hidden_rows if row < bare.row_count)
        for place, cell in self._cells.items():
            notes = (
                *((CellNote.HIDDEN_ROW,) if place[0] in hidden_rows else ()),
                *((CellNote.HIDDEN_COLUMN,) if place[1] in hidden_columns else ()),
                *((CellNote.FLAT_ROW,) if place[0] in self._flat_rows else ()),
            )
            if notes:
                self._cells[place] = replace(cell, notes=cell.notes + notes)
        return replace(bare, hidden=self.hidden, hidden_rows=hidden_rows, hidden_columns=hidden_columns)


def text_cell(text: str, number_format: str = "General", formula: str = "") -> Cell:
    """A cell of words: line ends made equal, what nobody can see taken out, blanks kept as typed.

    An error value that was copied as a word (into a CSV file, into Word) is no value there either.
    """
    if text.startswith("#") and text.strip() in ERROR_VALUES:
        return error_cell(text.strip(), number_format, formula)
    return Cell(clean_text(text), None, number_format, formula)


def number_cell(number: Decimal, number_format: str, formula: str = "", *, is_1904: bool = False) -> Cell:
    """A cell of a number, shown by its format."""
    shown = shown_text(number, number_format, is_1904=is_1904)
    notes = (CellNote.SHOWN_ROUNDED,) if shown.is_rounded else ()
    return Cell(shown.text, number, number_format, formula, notes)


def error_cell(text: str, number_format: str, formula: str = "") -> Cell:
    """A cell whose formula has failed; ``text`` is one of ``ERROR_VALUES``."""
    return Cell(text, None, number_format, formula, (CellNote.ERROR_VALUE,))


def stored_number(text: str) -> Decimal | None:
    """The double that a file means by ``text``, as the exact decimal of its shortest notation."""
    try:
        number = Decimal(repr(float(text)).removesuffix(".0"))
    except (ValueError, OverflowError):
        return None
    return number if number.is_finite() else None


def clean_text(text: str) -> str:
    """Line ends as one sign, no zero wide and no control characters but tab and line end."""
    if text.isprintable():
        return text
    return _CONTROL.sub("", _INVISIBLE.sub("", _LINE_END.sub("\n", text)))


def check_place(row: int, column: int) -> None:
    """A far cell makes a grid that nobody can walk.

    Raises:
        EnvironmentFault: FILE_TOO_LARGE with the address, which is ours and not a text of the file.
    """
    if row >= limits.ROWS:
        raise too_large("rows", limits.ROWS, row, column)
    if column >= limits.COLUMNS:
        raise too_large("columns", limits.COLUMNS, row, column)


def check_merges(sheet: Sheet) -> None:
    """Merges that lie over each other would cost a walk of the whole grid each.

    Raises:
        EnvironmentFault: FILE_TOO_LARGE.
    """
    covered = 0
    for merge in sheet.merges:
        height = min(merge.bottom, sheet.row_count - 1) - merge.top + 1
        width = min(merge.right, sheet.column_count - 1) - merge.left + 1
        covered += max(0, height) * max(0, width)
    if covered > 4 * limits.CELLS:
        raise too_large("merges", limits.MERGES)


def too_large(reason: str, limit: int, row: int | None = None, column: int | None = None) -> EnvironmentFault:
    """The fault for more than a form can need."""
    if row is None or column is None:
        return EnvironmentFault(FaultCode.FILE_TOO_LARGE, reason=reason, limit=str(limit))
    cell = f"{column_letters(column)}{row + 1}"
    return EnvironmentFault(FaultCode.FILE_TOO_LARGE, reason=reason, limit=str(limit), cell=cell)
