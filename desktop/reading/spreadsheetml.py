"""XML Spreadsheet 2003, which many systems write under the name .xls."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits
from desktop.reading.cells import Cell, CellNote, FileKind, HiddenState, Workbook
from desktop.reading.collect import (
    SheetCollector,
    error_cell,
    number_cell,
    stored_number,
    text_cell,
    too_large,
)
from desktop.reading.markup import markup_text
from desktop.reading.number_formats import NAMED_FORMATS
from desktop.reading.xml_events import Handlers, local_attributes, read_xml

_HIDDEN: Final = {"SheetHidden": HiddenState.HIDDEN, "SheetVeryHidden": HiddenState.VERY_HIDDEN}
_DECLARATION: Final = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a date of the calendar
_DAY_SECONDS: Final = 86_400


@dataclass(slots=True)
class _Open:
    """The cell that is being read."""

    row: int
    column: int
    style: str
    formula: str
    kind: str = ""
    words: list[str] = field(default_factory=list)


def read_spreadsheetml(data: bytes, name: str) -> Workbook:
    """All worksheets.

    Raises:
        EnvironmentFault: FILE_UNREADABLE, FILE_HOSTILE or FILE_TOO_LARGE.
    """
    reader = _BookReader()
    text = _DECLARATION.sub("", markup_text(data), count=1)
    read_xml(text.encode("utf-8", "replace"), Handlers(reader.start, reader.end, reader.text))
    return Workbook(FileKind.SPREADSHEETML, name, tuple(collector.sheet() for collector in reader.sheets))


class _BookReader:
    """The events of the file; rows and cells without an index follow their neighbour."""

    def __init__(self) -> None:
        self.sheets: list[SheetCollector] = []
        self._formats: dict[str, str] = {}
        self._style = ""
        self._row = -1
        self._column = -1
        self._grid_column = 0
        self._cell: _Open | None = None
        self._in_data = self._in_comment = self._in_visible = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        attributes = local_attributes(attributes)
        if tag == "Cell" and self.sheets:
            self._start_cell(attributes)
        elif tag == "Data" and self._cell is not None and not self._in_comment:
            self._in_data = True
            self._cell.kind = attributes.get("Type", "String")
        elif tag == "Row" and self.sheets:
            self._row = _index(attributes, self._row + 1)
            self._column = -1
            if attributes.get("Hidden") == "1" or attributes.get("Height") == "0":
                self.sheets[-1].hide_row(self._row)
        elif tag == "Column" and self.sheets:
            first = _index(attributes, self._grid_column)
            last = first + _number(attributes.get("Span", ""))
            self._grid_column = last + 1
            if attributes.get("Hidden") == "1" or attributes.get("Width") == "0":
                self.sheets[-1].hide_columns(first, last)
        elif tag == "Comment":
            self._in_comment = True
        elif tag == "Worksheet":
            self._start_sheet(attributes)
        elif tag == "Style":
            self._style = attributes.get("ID", "")
        elif tag == "NumberFormat" and self._style:
            code = attributes.get("Format", "General")
            self._formats[self._style] = NAMED_FORMATS.get(code, code)
        elif tag == "Visible":
            self._in_visible = True

    def end(self, tag: str) -> None:
        if tag == "Data":
            self._in_data = False
        elif tag == "Comment":
            self._in_comment = False
        elif tag == "Style":
            self._style = ""
        elif tag == "Visible":
            self._in_visible = False
        elif tag == "Cell" and self._cell is not None:
            number_format = self._formats.get(self._cell.style, "General")
            self.sheets[-1].put(self._cell.row, self._cell.column, _made(self._cell, number_format))
            self._cell = None

    def text(self, words: str) -> None:
        if self._in_data and self._cell is not None:
            self._cell.words.append(words)
        elif self._in_visible and self.sheets:
            self.sheets[-1].hidden = _HIDDEN.get(words.strip(), self.sheets[-1].hidden)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self.sheets.append(SheetCollector(attributes.get("Name", "")))
        if len(self.sheets) > limits.SHEETS:
            raise too_large("sheets", limits.SHEETS)
        self._row = self._column = -1
        self._grid_column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        column = _index(attributes, self._column + 1)
        right = column + _number(attributes.get("MergeAcross", ""))
        bottom = self._row + _number(attributes.get("MergeDown", ""))
        self.sheets[-1].merge(self._row, column, bottom, right)
        self._cell = _Open(self._row, column, attributes.get("StyleID", ""), attributes.get("Formula", ""))
        self._column = right


def _made(read: _Open, number_format: str) -> Cell:
    text = "".join(read.words)
    match read.kind:
        case "Number":
            number = stored_number(text)
            if number is not None:
                return number_cell(number, number_format, read.formula)
        case "DateTime":
            days = _days(text)
            if days is not None:
                return number_cell(days, number_format, read.formula)
        case "Boolean":
            text = "TRUE" if text.strip() == "1" else "FALSE"
        case "Error":
            return error_cell(text.strip(), number_format, read.formula)
        case "" if read.formula:
            return Cell("", None, number_format, read.formula, (CellNote.NO_STORED_VALUE,))
    return text_cell(text, number_format, read.formula)


def _index(attributes: dict[str, str], following: int) -> int:
    index = attributes.get("Index", "")
    if not index:
        return following
    if not index.isdecimal() or int(index[:9]) < 1:
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="reference")
    return int(index[:9]) - 1


def _number(text: str) -> int:
    return int(text[:9]) if text.isdecimal() else 0


def _days(text: str) -> Decimal | None:
    """An ISO moment as days since the end of 1899."""
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    passed = moment - _DAY_ZERO
    return passed.days + Decimal(passed.seconds) / _DAY_SECONDS
