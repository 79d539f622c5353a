"""A page's table as plain values: headings, rows of cells, and what typing into each changes. No Qt."""

import re
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.kit.search import holds, replaced
from desktop.kit.tones import Tone
from scoring.finding import Finding, Place, Severity
from scoring.number import parse_number
from scoring.table import RecordKind
from scoring.writing import Offer

WEIGHT = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell.

    Attributes:
        text: as shown; typed: what an editor begins with, where that is not the same.
        place: the fact shown; only a cell that is ``open`` can be typed into.
        depth: how many characters the text is set in.
        repeats: says again what another page holds; finding passes over it.
    """

    text: str = ""
    typed: str | None = None
    place: Place | None = None
    open: bool = False
    number: bool = False
    centred: bool = False
    tone: Tone = Tone.PLAIN
    tip: str = ""
    depth: int = 0
    repeats: bool = False

    @property
    def words(self) -> str:
        """What an editor begins with, and what is copied."""
        return self.text if self.typed is None else self.typed


EMPTY = SheetCell()
PLAIN_NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?%?")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading, and its width in characters of the font; 0 shares what room is left."""

    words: str
    ems: int = 0


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its cells and the record it stands for, none where it is worked out."""

    cells: tuple[SheetCell, ...]
    record: tuple[RecordKind, str] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; ``offers`` are rows that become records when something is typed into them."""

    columns: tuple[SheetColumn, ...] = ()
    rows: tuple[SheetRow, ...] = ()
    offers: tuple[Offer, ...] = ()
    flags: Mapping[Place, Severity] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> SheetCell:
        inside = 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row].cells)
        return self.rows[row].cells[column] if inside else EMPTY


def typed(
    kind: RecordKind,
    record_id: str,
    name: str,
    text: str,
    *,
    number: bool = False,
    centred: bool = False,
    tone: Tone = Tone.PLAIN,
    tip: str = "",
    depth: int = 0,
) -> SheetCell:
    """A cell that shows a fact as typed and can be typed into."""
    place = Place(kind, record_id, name)
    return SheetCell(text, place=place, open=True, number=number, centred=centred, tone=tone, tip=tip, depth=depth)


def gravest(findings: Iterable[Finding]) -> dict[Place, Severity]:
    """For every place the weight of its gravest finding."""
    found: dict[Place, Severity] = {}
    for each in findings:
        if each.place not in found or WEIGHT[each.severity] > WEIGHT[found[each.place]]:
            found[each.place] = each.severity
    return found


def fraction_of(cell: SheetCell) -> str | None:
    """The decimal point of a number with what follows it; ``None`` where the cell is no plain number."""
    found = PLAIN_NUMBER.fullmatch(cell.text) if cell.number else None
    return None if found is None else cell.text[found.start(1) :] if found[1] else "%" if cell.text.endswith("%") else ""


def longest_fractions(sheet: Sheet) -> tuple[str, ...]:
    """For every column the longest fraction, below which the others stand with their decimal points."""
    found = [""] * len(sheet.columns)
    for row in sheet.rows:
        for column, cell in enumerate(row.cells):
            found[column] = max(found[column], fraction_of(cell) or "", key=len)
    return tuple(found)


Box = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def copied(sheet: Sheet, box: Box) -> list[list[str]]:
    """The words of a block, as the editors would begin with."""
    top, left, bottom, right = box
    return [[sheet.cell(row, column).words for column in range(left, right + 1)] for row in range(top, bottom + 1)]


def plain_numbers(sheet: Sheet, box: Box) -> frozenset[tuple[int, int]]:
    """The places within a block whose words are plain numbers."""
    words = enumerate(copied(sheet, box))
    return frozenset((row, column) for row, line in words for column, text in enumerate(line) if parse_number(text) is not None)


def present(sheet: Sheet, places: Collection[Place]) -> dict[Place, str]:
    """What stands in these places now."""
    cells = (cell for row in sheet.rows for cell in row.cells)
    return {cell.place: cell.words for cell in cells if cell.place is not None and cell.place in places}


def pasted(
    sheet: Sheet, box: Box, block: Sequence[Sequence[str]], covered: Container[tuple[int, int]] = ()
) -> tuple[dict[Place, str], int]:
    """The facts a pasted block changes, and how many of its words found no place.

    One word goes into every chosen cell, a block whose size divides the chosen block is repeated in it, any other begins at the
    upper left corner. Worked-out cells are passed over, and what a merged cell covers stays as it is.
    """
    top, left, bottom, right = box
    height, width = len(block), max((len(each) for each in block), default=0)
    if not height or not width:
        return {}, 0
    down, across = bottom - top + 1, right - left + 1
    tall, wide = down if down % height == 0 else height, across if across % width == 0 else width
    texts: dict[Place, str] = {}
    lost = 0
    for row in range(tall):
        for column in range(wide):
            place = row % height, column % width
            text = block[place[0]][place[1]] if place[1] < len(block[place[0]]) else ""
            cell = sheet.cell(top + row, left + column)
            inside = top + row < len(sheet.rows) and left + column < len(sheet.columns)
            if cell.open and cell.place is not None and place not in covered:
                texts[cell.place] = text
            elif text and not inside:
                lost += 1
    return texts, lost


def filled(sheet: Sheet, boxes: Iterable[Box], text: str) -> dict[Place, str]:
    """One text into every chosen cell."""
    found: dict[Place, str] = {}
    for top, left, bottom, right in boxes:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                cell = sheet.cell(row, column)
                if cell.open and cell.place is not None:
                    found[cell.place] = text
    return found


def filled_along(sheet: Sheet, box: Box, *, down: bool) -> dict[Place, str]:
    """The first row (or column) of a block into the others; a single one takes its neighbour's before it."""
    top, left, bottom, right = box
    if down and top == bottom:
        top = max(0, top - 1)
    if not down and left == right:
        left = max(0, left - 1)
    found: dict[Place, str] = {}
    for row in range(top + 1 if down else top, bottom + 1):
        for column in range(left if down else left + 1, right + 1):
            source, cell = sheet.cell(top if down else row, column if down else left), sheet.cell(row, column)
            if cell.open and cell.place is not None and source.open:
                found[cell.place] = source.words
    return found


def found_after(sheet: Sheet, words: str, place: tuple[int, int] | None, *, backwards: bool = False) -> tuple[int, int] | None:
    """The next cell behind (before) a place whose words contain these; without a place from the edge."""
    places = [(row, column) for row, line in enumerate(sheet.rows) for column in range(len(line.cells))]
    if backwards:
        places.reverse()
    behind = places if place is None or place not in places else places[places.index(place) + 1 :]
    return next((each for each in behind if _says(sheet.cell(*each), words)), None)


def count_words(sheet: Sheet, words: str) -> int:
    """How many cells contain the words."""
    return sum(_says(cell, words) for row in sheet.rows for cell in row.cells)


def _says(cell: SheetCell, words: str) -> bool:
    return not cell.repeats and holds(cell.text, words)


def changes(sheet: Sheet, cells: Iterable[SheetCell], words: str, other: str) -> dict[Place, tuple[str, str]]:
    """What other words in place of these would change: old and new texts; what is only offered stays as the form has it."""
    offered = {(each.kind, each.record.id) for each in sheet.offers}
    found: dict[Place, tuple[str, str]] = {}
    for cell in cells:
        place = cell.place
        if cell.open and place is not None and (place.kind, place.id) not in offered and holds(cell.words, words):
            new = replaced(cell.words, words, other)
            if new != cell.words:
                found[place] = cell.words, new
    return found
