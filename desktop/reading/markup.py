"""HTML pages with tables, also those that reporting systems name .xls; nothing in them is run or fetched.

Texts and tables lie below each other on one grid, as in a Word file.
"""

import codecs
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from desktop.reading import limits
from desktop.reading.cells import Cell, FileKind, Workbook
from desktop.reading.collect import SheetCollector, check_place, stored_number, text_cell, too_large
from desktop.reading.delimited import decoded
from desktop.reading.shown_numbers import cell_of_both
from desktop.reading.xml_events import declared_encoding

_META: Final = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._-]+)""", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_LINE: Final = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "caption", "dt", "dd"})
_SILENT: Final = frozenset({"script", "style", "head", "template", "noscript", "object", "select"})
_SPAN_MOST: Final = 65_534  # what browsers allow


@dataclass(slots=True, eq=False)
class _Block:
    """A table, or a line of text between tables; ``row`` is the row that is being read."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    height: int = 0
    row: int = -1
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)  # column to the first row that is free below a span


@dataclass(slots=True)
class _OpenCell:
    """The cell that is being read, of the innermost table."""

    table: _Block
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)


def read_html(data: bytes, name: str) -> Workbook:
    """One sheet with the texts and tables of a page.

    Raises:
        EnvironmentFault: FILE_TOO_LARGE beyond the limits.
    """
    collector = SheetCollector(name.rpartition(".")[0] or name)
    put_html(collector, markup_text(data))
    return Workbook(FileKind.HTML, name, (collector.sheet(),))


def put_html(collector: SheetCollector, text: str) -> None:
    """Take the texts and tables of a page into a sheet."""
    reader = _PageReader()
    reader.feed(text)
    reader.close()
    top = 0
    for block in reader.blocks:
        for (row, column), cell in block.cells.items():
            collector.put(top + row, column, cell)
        for first, left, last, right in block.merges:
            collector.merge(top + first, left, top + min(last, block.height - 1), right)
        for row in block.hidden:
            collector.hide_row(top + row)
        top += block.height


def markup_text(data: bytes) -> str:
    """The characters of a page, by its mark, by the encoding it declares, else by trial."""
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found = _META.search(data[:4096])
        encoding = declared_encoding(data[:400]) or (found.group(1).decode("ascii").lower() if found else "")
        try:
            codec = codecs.lookup("gb18030" if encoding in {"gb2312", "gbk", "gb_2312-80"} else encoding or "utf-8")
            return codec.decode(data)[0]
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    text = decoded(data)
    return data.decode("gb18030", "replace") if text is None else text


class _PageReader(HTMLParser):
    """The tables of a page, each as a block, in the order in which they begin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self._tables: list[tuple[_Block, _OpenCell | None]] = []
        self._cell: _OpenCell | None = None
        self._loose: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag == "table":
            self._start_table()
        elif tag == "tr" and self._tables:
            self._start_row(attributes)
        elif tag in {"td", "th"} and self._tables:
            self._end_cell()
            if self._tables[-1][0].row < 0:
                self._start_row({})
            self._cell = _OpenCell(self._tables[-1][0], attributes)
        elif tag == "br":
            self._words().append("\n")
        elif tag in _LINE:
            self._break_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in {"td", "th", "tr"} and self._tables:
            self._end_cell()
        elif tag == "table" and self._tables:
            self._end_cell()
            self._cell = self._tables.pop()[1]
        elif tag in _LINE:
            self._break_line()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words().append(_BLANKS.sub(" ", data))

    def close(self) -> None:
        super().close()
        while self._tables:
            self._end_cell()
            self._cell = self._tables.pop()[1]
        self._end_loose()

    def _words(self) -> list[str]:
        return self._cell.words if self._cell is not None else self._loose

    def _break_line(self) -> None:
        if self._cell is not None:
            self._cell.words.append("\n")
        else:
            self._end_loose()

    def _end_loose(self) -> None:
        """Text between tables becomes a row of one cell; a caption stands above its table."""
        lines = [line for line in _tidy(self._loose).split("\n") if line.strip()]
        place = self.blocks.index(self._tables[-1][0]) if lines and self._tables else len(self.blocks)
        self.blocks[place:place] = [_Block({(0, 0): text_cell(line)}, height=1) for line in lines]
        self._loose = []

    def _start_table(self) -> None:
        if len(self._tables) > limits.XML_DEPTH:
            raise too_large("nesting", limits.XML_DEPTH)
        self._end_loose()
        block = _Block()
        self.blocks.append(block)
        self._tables.append((block, self._cell))
        self._cell = None

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        table = self._tables[-1][0]
        table.row += 1
        table.column = 0
        table.height = table.row + 1
        check_place(table.row, 0)
        style = attributes.get("style", "").replace(" ", "").lower()
        if "display:none" in style or attributes.get("height") == "0":
            table.hidden.add(table.row)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        table, attributes = self._cell.table, self._cell.attributes
        while table.taken.get(table.column, 0) > table.row:
            table.column += 1
        right = table.column + _span(attributes.get("colspan", "")) - 1
        bottom = table.row + _span(attributes.get("rowspan", "")) - 1
        check_place(table.row, right)
        cell = _made(_tidy(self._cell.words), attributes)
        table.cells[table.row, table.column] = cell
        if (bottom, right) != (table.row, table.column):
            table.merges.append((table.row, table.column, bottom, right))
        if bottom > table.row:
            table.taken.update(dict.fromkeys(range(table.column, right + 1), bottom + 1))
        table.column = right + 1
        self._cell = None


def _made(text: str, attributes: dict[str, str]) -> Cell:
    """Excel's pages carry the stored number of a cell in ``x:num``, where it differs from the text."""
    if "x:num" in attributes:
        number = stored_number(attributes["x:num"] or text.replace(",", ""))
        if number is not None:
            return cell_of_both(text, number)
    return text_cell(text)


def _tidy(words: list[str]) -> str:
    """Lines without the blanks that come from the page's own layout; empty lines at both ends left out."""
    lines = [_BLANKS.sub(" ", line).strip(" ") for line in "".join(words).split("\n")]
    return re.sub("\n{2,}", "\n", "\n".join(lines)).strip("\n")


def _span(text: str) -> int:
    digits = text.strip()[:6]
    return min(max(1, int(digits)), _SPAN_MOST) if digits.isdecimal() else 1
