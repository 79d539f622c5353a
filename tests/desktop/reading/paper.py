"""Sheets of cells written down as rows of words, for tests: ``None`` is an empty cell, merges as in ``A1:B2``."""

import re
from collections.abc import Sequence
from decimal import Decimal

from desktop.reading.cells import Cell, FileKind, Merge, Sheet, Workbook, sheet_of


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def merge(address: str) -> Merge:
    found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", address)
    assert found, address
    return Merge(int(found[2]) - 1, _column(found[1]), int(found[4]) - 1, _column(found[3]))


def sheet(name: str, rows: Sequence[Sequence[str | int | None]], merges: Sequence[str] = ()) -> Sheet:
    cells = {}
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text is None or text == "":
                continue
            number = Decimal(text) if isinstance(text, int) else None
            cells[row, column] = Cell(str(text), number)
    return sheet_of(name, cells, merges=tuple(merge(each) for each in merges))


def book(*sheets: Sheet, name: str = "表.xlsx") -> Workbook:
    return Workbook(FileKind.XLSX, name, sheets)


def drawn(name: str, lines: str) -> Sheet:
    """A sheet drawn as lines of cells between ``|``; ``<`` belongs to the cell at its left, ``^`` to the one above."""
    rows = [[cell.strip() for cell in line.split("|")] for line in lines.strip("\n").splitlines()]
    corners: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            top, left = row, column
            while rows[top][left] in ("<", "^"):
                top, left = (top, left - 1) if rows[top][left] == "<" else (top - 1, left)
            if text in ("<", "^"):
                bottom, right = corners.get((top, left), (top, left))
                corners[top, left] = (max(bottom, row), max(right, column))
    cells = {
        (row, column): Cell(text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text not in ("", "<", "^")
    }
    return sheet_of(name, cells, merges=tuple(Merge(*start, *end) for start, end in corners.items()))
