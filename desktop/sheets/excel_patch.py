"""Cells written into the XML of a worksheet; every byte beside them stays as it was."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeAlias
from xml.parsers import expat
from xml.sax.saxutils import escape

from desktop.reading.cells import column_letters
from desktop.sheets.excel_cells import plain_text

Spot: TypeAlias = tuple[int, int]
"""Row and column, from 0."""
Value: TypeAlias = Decimal | str

_TYPE: Final = re.compile(rb"""\s(?:\w+:)?t\s*=\s*(?:"[^"]*"|'[^']*')""")
_LIKE_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(slots=True)
class Element:
    """A cell or a row as it stands in the bytes: from ``start``, content from ``opened`` to ``closed``, next byte ``end``."""

    start: int
    opened: int
    closed: int = 0
    end: int = 0
    place: int = 0
    style: str = ""
    formula: tuple[int, int] | None = None
    cells: "dict[int, Element]" = field(default_factory=dict)


@dataclass(slots=True)
class SheetXml:
    """A worksheet with the places of its rows and cells in the bytes.

    Attributes:
        prefix: of the names of elements, with its colon.
        columns: first and last column with the style that cells without one of their own take there.
    """

    data: bytes
    rows: dict[int, Element] = field(default_factory=dict)
    body: Element | None = None
    prefix: str = ""
    columns: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def formulas(self) -> frozenset[Spot]:
        return frozenset(
            (row, column) for row, each in self.rows.items() for column, cell in each.cells.items() if cell.formula is not None
        )

    def style(self, spot: Spot) -> str:
        """The style index of a cell, its row or its column; empty for the usual one."""
        row = self.rows.get(spot[0])
        cell = row.cells.get(spot[1]) if row is not None else None
        if cell is not None:
            return cell.style
        if row is not None and row.style:
            return row.style
        return next((style for first, last, style in self.columns if first <= spot[1] <= last), "")


def scan_sheet(data: bytes) -> SheetXml:
    """Find rows and cells. The XML must have been checked (``desktop.reading.package``); UTF-8, as Excel writes it."""
    sheet = SheetXml(data)
    _Scanner(sheet).run()
    return sheet


class _Scanner:
    """The events of one sheet, each with the byte at which it stands."""

    def __init__(self, sheet: SheetXml) -> None:
        self.sheet = sheet
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.row: Element | None = None
        self.cell: Element | None = None
        self.formula = -1

    def run(self) -> None:
        self.parser.Parse(self.sheet.data, True)

    def _element(self, **more: str | int) -> Element:
        start = self.parser.CurrentByteIndex
        made = Element(start, _tag_end(self.sheet.data, start))
        made.style = str(more.get("style", ""))
        made.place = int(more.get("place", 0))
        return made

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, colon, tag = name.rpartition(":")
        if tag == "sheetData":
            self.sheet.prefix = prefix + colon
            self.sheet.body = self._element()
        elif tag == "col":
            first, last = attributes.get("min", "0"), attributes.get("max", "0")
            self.sheet.columns.append((int(first) - 1, int(last) - 1, attributes.get("style", "")))
        elif tag == "row" and self.sheet.body is not None:
            said = attributes.get("r", "")
            place = int(said) - 1 if said.isdecimal() else max(self.sheet.rows, default=-1) + 1
            own_style = attributes.get("s", "") if attributes.get("customFormat") in {"1", "true"} else ""
            self.row = self.sheet.rows[place] = self._element(place=place, style=own_style)
        elif tag == "c" and self.row is not None:
            said = attributes.get("r", "")
            place = _column(said) if said else max(self.row.cells, default=-1) + 1
            self.cell = self.row.cells[place] = self._element(place=place, style=attributes.get("s", ""))
        elif tag == "f" and self.cell is not None:
            self.formula = self.parser.CurrentByteIndex

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c" and self.cell is not None:
            self._close(self.cell)
            self.cell = None
        elif tag == "f" and self.cell is not None:
            self.cell.formula = (self.formula, self._end_of(self.formula))
        elif tag == "row" and self.row is not None:
            self._close(self.row)
            self.row = None
        elif tag == "sheetData" and self.sheet.body is not None:
            self._close(self.sheet.body)

    def _close(self, element: Element) -> None:
        element.end = self._end_of(element.start)
        element.closed = element.opened if element.end == element.opened else self.parser.CurrentByteIndex

    def _end_of(self, start: int) -> int:
        """The byte behind the element that ends now and began at ``start``."""
        opened = _tag_end(self.sheet.data, start)
        if self.sheet.data[opened - 2 : opened] == b"/>":
            return opened
        return self.sheet.data.index(b">", self.parser.CurrentByteIndex) + 1


def _tag_end(data: bytes, start: int) -> int:
    """The byte behind the tag that begins here; a ``>`` may stand in the value of an attribute."""
    at = start
    quote = 0
    while True:
        sign = data[at]
        if quote:
            quote = 0 if sign == quote else quote
        elif sign in b"\"'":
            quote = sign
        elif sign == ord(">"):
            return at + 1
        at += 1


def _column(reference: str) -> int:
    column = 0
    for letter in reference.upper():
        if letter.isalpha():
            column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def patched(sheet: SheetXml, values: Mapping[Spot, Value], results: Mapping[Spot, Value | None]) -> bytes:
    """The bytes of the sheet with values in cells and results of formulas renewed.

    Args:
        sheet: as scanned.
        values: what is written into cells; their styles stay. No cell with a formula may be among them.
        results: what formulas give now; ``None`` takes the stored result away, so that it is worked out on opening.
    """
    edits: list[tuple[int, int, bytes]] = []
    fresh: dict[int, dict[int, bytes]] = {}
    for spot, value in values.items():
        row = sheet.rows.get(spot[0])
        cell = row.cells.get(spot[1]) if row is not None else None
        if cell is None:
            fresh.setdefault(spot[0], {})[spot[1]] = _new_cell(sheet, spot, value)
        else:
            edits.append((cell.start, cell.end, _cell(sheet, cell, _content(sheet, value), text=isinstance(value, str))))
    for spot, result in results.items():
        cell = sheet.rows[spot[0]].cells[spot[1]]
        if cell.formula is not None:
            edits.append((cell.start, cell.end, _renewed(sheet, cell, cell.formula, result)))
    for place, cells in sorted(fresh.items()):
        if place in sheet.rows:
            edits += _into_row(sheet, sheet.rows[place], cells)
    edits += _new_rows(sheet, {place: cells for place, cells in sorted(fresh.items()) if place not in sheet.rows})
    pieces, at = [], 0
    for start, end, piece in sorted(edits, key=lambda each: each[:2]):
        pieces += [sheet.data[at:start], piece]
        at = end
    return b"".join([*pieces, sheet.data[at:]])


def _content(sheet: SheetXml, value: Value) -> bytes:
    name = sheet.prefix
    if isinstance(value, str):
        return f'<{name}is><{name}t xml:space="preserve">{_words(value)}</{name}t></{name}is>'.encode()
    return f"<{name}v>{_number(value)}</{name}v>".encode()


def _words(text: str) -> str:
    return escape(_CONTROL.sub("", _LIKE_ESCAPE.sub("_x005F_", plain_text(text))))


def _number(value: Decimal) -> str:
    return format(value, "f")


def _cell(sheet: SheetXml, cell: Element, content: bytes, *, text: bool, kind: bytes = b"inlineStr") -> bytes:
    """The cell with the attributes it has, but for its type."""
    tag = sheet.data[cell.start : cell.opened].removesuffix(b">").removesuffix(b"/").rstrip()
    tag = _TYPE.sub(b"", tag)
    if text:
        tag += b' t="' + kind + b'"'
    return tag + b">" + content + f"</{sheet.prefix}c>".encode()


def _renewed(sheet: SheetXml, cell: Element, formula: tuple[int, int], result: Value | None) -> bytes:
    kept = sheet.data[formula[0] : formula[1]]
    if result is None:
        return _cell(sheet, cell, kept, text=False)
    shown = _words(result) if isinstance(result, str) else _number(result)
    value = f"<{sheet.prefix}v>{shown}</{sheet.prefix}v>".encode()
    return _cell(sheet, cell, kept + value, text=isinstance(result, str), kind=b"str")


def _new_cell(sheet: SheetXml, spot: Spot, value: Value) -> bytes:
    style = sheet.style(spot)
    attributes = f' r="{column_letters(spot[1])}{spot[0] + 1}"'
    attributes += f' s="{style}"' if style else ""
    attributes += ' t="inlineStr"' if isinstance(value, str) else ""
    return f"<{sheet.prefix}c{attributes}>".encode() + _content(sheet, value) + f"</{sheet.prefix}c>".encode()


def _joined(cells: Mapping[int, bytes]) -> bytes:
    return b"".join(cells[column] for column in sorted(cells))


def _into_row(sheet: SheetXml, row: Element, cells: Mapping[int, bytes]) -> list[tuple[int, int, bytes]]:
    """New cells at their places in a row."""
    if row.opened == row.end:  # <row/>
        return [(row.start, row.end, _filled(sheet, row, _joined(cells), "row"))]
    gaps: dict[int, bytes] = {}
    for column in sorted(cells):
        before = min((each.start for at, each in row.cells.items() if at > column), default=row.closed)
        gaps[before] = gaps.get(before, b"") + cells[column]
    return [(at, at, piece) for at, piece in gaps.items()]


def _new_rows(sheet: SheetXml, rows: Mapping[int, Mapping[int, bytes]]) -> list[tuple[int, int, bytes]]:
    """Rows that the sheet does not have, each before the next one that it has."""
    body = sheet.body
    if body is None or not rows:
        return []
    made = {
        place: f'<{sheet.prefix}row r="{place + 1}">'.encode() + _joined(cells) + f"</{sheet.prefix}row>".encode()
        for place, cells in rows.items()
    }
    if body.opened == body.end:  # <sheetData/>
        return [(body.start, body.end, _filled(sheet, body, _joined(made), "sheetData"))]
    found = []
    for place, piece in made.items():
        before = min((each.start for at, each in sheet.rows.items() if at > place), default=body.closed)
        found.append((before, before, piece))
    return found


def _filled(sheet: SheetXml, element: Element, content: bytes, name: str) -> bytes:
    """An empty element opened for a content."""
    tag = sheet.data[element.start : element.opened].removesuffix(b"/>").rstrip() + b">"
    return tag + content + f"</{sheet.prefix}{name}>".encode()
