"""What Excel, WPS and Word put on the clipboard: text with tabs, or the page with merged cells."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db.faults import EnvironmentFault
from desktop.reading.cells import Sheet
from desktop.reading.collect import SheetCollector
from desktop.reading.markup import put_html

_NAME: Final = "剪贴板"
# A cell with a line end or a tab in it stands in quotes, with the quotes within it doubled.
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)')


def sheet_from_html(page: str) -> Sheet:
    """The cells of a copied block, from its page: merged cells stay merged."""
    collector = SheetCollector(_NAME)
    put_html(collector, page[max(0, page.find("<")) :])
    return collector.sheet()


def as_file(folder: Path, number: int, text: str, page: str = "") -> Path | None:
    """A copied table as a file, so that it is read as carefully as any other; ``None`` where no words were copied.

    The page counts where it holds a table, because it knows the merges, else the text.
    """
    is_page = "<table" in page.lower()
    words = page[page.find("<") :] if is_page else text
    if not words.strip():
        return None
    path = folder / f"{_NAME}{number}.{'html' if is_page else 'txt'}"
    path.write_text(words, encoding="utf-8-sig", newline="")
    return path


@dataclass(frozen=True, slots=True)
class Block:
    """A copied block.

    Attributes:
        rows: its words; what a merged cell covers repeats the cell's words below it and is empty beside it.
        covered: row and column of the cells that a merged one covers.
    """

    rows: tuple[tuple[str, ...], ...] = ()
    covered: frozenset[tuple[int, int]] = frozenset()


def block_from_clipboard(text: str, page: str = "") -> Block:
    """The words of the text, which are exact, and the merges of the page; the page alone where the text has other cells."""
    rows = rows_from_text(text) if text else []
    sheet = _table(page, plain=not text)
    if sheet is None:
        return Block(tuple(map(tuple, rows)))
    if not _same_cells(rows, sheet):
        rows = [[sheet.text(row, column) for column in range(sheet.column_count)] for row in range(sheet.row_count)]
    covered: set[tuple[int, int]] = set()
    for merge in sheet.merges:
        for row in range(merge.top, min(merge.bottom, len(rows) - 1) + 1):
            for column in range(merge.left, min(merge.right, len(rows[row]) - 1) + 1):
                if (row, column) != (merge.top, merge.left):
                    covered.add((row, column))
                    rows[row][column] = rows[merge.top][merge.left] if column == merge.left else ""
    return Block(tuple(map(tuple, rows)), frozenset(covered))


def _table(page: str, *, plain: bool) -> Sheet | None:
    """The cells of a page with merged ones; a page without them says no more than the text and counts where it is alone."""
    lowered = page.lower()
    if "<table" not in lowered or not (plain or "rowspan" in lowered or "colspan" in lowered):
        return None
    try:
        sheet = sheet_from_html(page)
    except EnvironmentFault:
        return None
    return sheet if sheet.merges or plain else None


def _same_cells(rows: list[list[str]], sheet: Sheet) -> bool:
    """Whether every cell of the page stands in the same place of the text, blanks aside."""
    if len(rows) < sheet.row_count or any(len(each) < sheet.column_count for each in rows):
        return False
    return all("".join(rows[row][column].split()) == "".join(cell.text.split()) for (row, column), cell in sheet.cells.items())


def rows_from_text(text: str) -> list[list[str]]:
    """Rows of fields; a line end within quotes begins no row, and quotes that are part of a text stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        found = _QUOTED.match(text, at)
        if found and any(sign in found.group(1) for sign in "\t\n"):
            words, at = found.group(1).replace('""', '"'), found.end()
        else:
            end = min((place for sign in "\t\n" if (place := text.find(sign, at)) >= 0), default=len(text))
            words, at = text[at:end], end
        rows[-1].append(words)
        if at >= len(text):
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1
