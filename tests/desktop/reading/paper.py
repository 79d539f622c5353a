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
