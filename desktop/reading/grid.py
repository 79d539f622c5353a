"""A sheet as a person sees it: boxes (a cell or a merged block with words in it), row by row."""

from collections.abc import Iterator
from typing import NamedTuple

from desktop.reading.cells import CellNote, Sheet
from desktop.reading.words import plain


class Box(NamedTuple):
    """One cell with words, or the merged block that shows them; edges inclusive, counted from 0.

    Attributes:
        place: row and column once more, as the key of the cell.
        text: as the clerk sees it; empty where the cell holds an error or a formula without a result.
        word: the same without blanks, in the usual widths.
    """

    place: tuple[int, int]
    row: int
    column: int
    bottom: int
    right: int
    text: str
    word: str
    notes: tuple[CellNote, ...] = ()

    @property
    def tall(self) -> bool:
        return self.bottom > self.row


class Grid:
    """The boxes of one sheet. A cell of blanks holds nothing; an error or an uncalculated formula does."""

    def __init__(self, sheet: Sheet, first: int = 0, last: int | None = None) -> None:
        self.sheet = sheet
        last = sheet.row_count if last is None else last
        self.rows: dict[int, list[Box]] = {}
        self._covered: dict[tuple[int, int], Box] = {}
        merges = {(merge.top, merge.left): merge for merge in sheet.merges}
        words: dict[str, str] = {}  # most words of a table stand in it many times
        covered, rows = self._covered, self.rows
        for place in sorted(sheet.cells):
            row, column = place
            if not first <= row <= last:
                continue
            cell = sheet.cells[place]
            troubled = bool(cell.notes) and (CellNote.ERROR_VALUE in cell.notes or CellNote.NO_STORED_VALUE in cell.notes)
            text = "" if troubled else cell.text
            word = words.get(text)
            if word is None:
                word = words[text] = plain(text)
            if not word and not troubled:
                continue
            merge = merges.get(place)
            if merge is None:
                box = Box(place, row, column, row, column, text, word, cell.notes)
                covered[place] = box
            else:
                bottom, right = min(merge.bottom, sheet.row_count - 1), min(merge.right, sheet.column_count - 1)
                box = Box(place, row, column, bottom, right, text, word, cell.notes)
                for each_row in range(row, bottom + 1):
                    for each_column in range(column, right + 1):
                        covered[each_row, each_column] = box
            rows.setdefault(row, []).append(box)

    @property
    def last_row(self) -> int:
        return max(self.rows, default=-1)

    def at(self, row: int, column: int) -> Box | None:
        """The box that covers this place; ``None`` where nothing is written."""
        return self._covered.get((row, column))

    def row(self, row: int) -> list[Box]:
        """The boxes that begin in this row, from left to right."""
        return self.rows.get(row, [])

    def within(self, row: int, left: int, right: int) -> list[Box]:
        """The boxes that begin in this row and in these columns."""
        return [box for box in self.rows.get(row, ()) if left <= box.column <= right]

    def covering(self, row: int, left: int, right: int) -> list[Box]:
        """The boxes seen in this row within these columns, each once, from left to right."""
        found: list[Box] = []
        for column in range(left, right + 1):
            box = self._covered.get((row, column))
            if box is not None and (not found or found[-1] is not box):
                found.append(box)
        return found

    def boxes(self) -> Iterator[Box]:
        for boxes in self.rows.values():
            yield from boxes
