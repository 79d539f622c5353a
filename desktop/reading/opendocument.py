"""OpenDocument spreadsheets (.ods).

python-calamine reads their values but not the text that stands beside each value, so 95% would come as 0.95.
"""

from dataclasses import dataclass, field
from typing import Final

from desktop.reading import limits
from desktop.reading.cells import Cell, CellNote, FileKind, HiddenState, Workbook
from desktop.reading.collect import SheetCollector, error_cell, stored_number, text_cell, too_large
from desktop.reading.package import Package
from desktop.reading.shown_numbers import cell_of_both
from desktop.reading.xml_events import Handlers, local_attributes, read_xml

_NUMBERS: Final = frozenset({"float", "percentage", "currency"})
_UNSEEN: Final = frozenset({"collapse", "filter"})
_FORMULA_PREFIXES: Final = ("of:", "msoxl:", "oooc:")


@dataclass(slots=True)
class _Open:
    """The cell that is being read."""

    attributes: dict[str, str]
    is_covered: bool
    lines: list[str] = field(default_factory=list)


def read_ods(package: Package, name: str) -> Workbook:
    """All sheets.

    Raises:
        EnvironmentFault: FILE_UNREADABLE, FILE_HOSTILE or FILE_TOO_LARGE.
    """
    reader = _BookReader()
    read_xml(package.read("content.xml"), Handlers(reader.start, reader.end, reader.text))
    return Workbook(FileKind.ODS, name, tuple(collector.sheet() for collector in reader.sheets))


class _BookReader:
    """The events of the content; empty stretches are counted and never walked."""

    def __init__(self) -> None:
        self.sheets: list[SheetCollector] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._row = 0
        self._rows = 1
        self._column = 0
        self._grid_column = 0
        self._line: list[tuple[int, int, _Open]] = []
        self._cell: _Open | None = None
        self._depth_of_note = 0
        self._in_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "annotation" or self._depth_of_note:
            self._depth_of_note += 1
            return
        attributes = local_attributes(attributes)
        if tag in {"table-cell", "covered-table-cell"} and self.sheets:
            self._cell = _Open(attributes, is_covered=tag.startswith("covered"))
        elif tag == "p" and self._cell is not None:
            self._cell.lines.append("")
            self._in_text = True
        elif tag in {"s", "tab", "line-break"} and self._in_text:
            signs = {"s": " " * min(_count(attributes, "c"), 100), "tab": "\t", "line-break": "\n"}
            self.text(signs[tag])
        elif tag == "table-row":
            self._rows = _count(attributes, "number-rows-repeated")
            self._column = 0
            self._line = []
            if self.sheets and attributes.get("visibility") in _UNSEEN:
                for row in range(self._row, min(self._row + self._rows, limits.ROWS)):
                    self.sheets[-1].hide_row(row)
        elif tag == "table-column" and self.sheets:
            last = self._grid_column + _count(attributes, "number-columns-repeated") - 1
            if attributes.get("visibility") in _UNSEEN:
                self.sheets[-1].hide_columns(self._grid_column, last)
            self._grid_column = last + 1
        elif tag == "table":
            self._start_sheet(attributes)
        elif tag == "style":
            self._style = attributes.get("name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)

    def end(self, tag: str) -> None:
        if self._depth_of_note:
            self._depth_of_note -= 1
        elif tag == "p":
            self._in_text = False
        elif tag in {"table-cell", "covered-table-cell"} and self._cell is not None:
            repeated = _count(self._cell.attributes, "number-columns-repeated")
            if not self._cell.is_covered and (self._cell.lines or self._cell.attributes.get("formula")):
                self._line.append((self._column, repeated, self._cell))
            self._column += repeated
            self._cell = None
        elif tag == "table-row":
            self._end_row()

    def text(self, words: str) -> None:
        if self._in_text and self._cell is not None and not self._depth_of_note:
            self._cell.lines[-1] += words

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        is_hidden = attributes.get("style-name", "") in self._hidden_styles
        state = HiddenState.HIDDEN if is_hidden else HiddenState.VISIBLE
        self.sheets.append(SheetCollector(attributes.get("name", ""), state))
        if len(self.sheets) > limits.SHEETS:
            raise too_large("sheets", limits.SHEETS)
        self._row = self._grid_column = 0

    def _end_row(self) -> None:
        for first, repeated, read in self._line:
            cell = _made(read)
            if not cell.text.strip() and not cell.notes:
                continue
            down = _count(read.attributes, "number-rows-spanned") - 1
            right = _count(read.attributes, "number-columns-spanned") - 1
            for row in range(self._row, self._row + self._rows):
                for column in range(first, first + repeated):
                    self.sheets[-1].put(row, column, cell)
                    self.sheets[-1].merge(row, column, row + down, column + right)
        self._row += self._rows
        self._line = []


def _made(read: _Open) -> Cell:
    text = "\n".join(read.lines)
    kind = read.attributes.get("value-type", "")
    formula = read.attributes.get("formula", "")
    for prefix in _FORMULA_PREFIXES:
        formula = formula.removeprefix(prefix)
    if formula and not kind and not text:
        return Cell("", None, "General", formula, (CellNote.NO_STORED_VALUE,))
    if text.startswith("Err:"):
        return error_cell(text, "General", formula)
    number = stored_number(read.attributes.get("value", "")) if kind in _NUMBERS else None
    if number is None:
        return text_cell(text, "General", formula)
    return cell_of_both(text, number, "General", formula)


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text[:9])) if text.isdecimal() else 1
