"""Binary Excel workbooks (.xlsb): values by python-calamine, formats and hidden rows by the records.

python-calamine knows no formats, and it asks for the memory of the whole rectangle that the cells span, so
the places are looked at first.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from python_calamine import CalamineWorkbook

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits
from desktop.reading.cells import Cell, FileKind, HiddenState, Workbook
from desktop.reading.collect import (
    SheetCollector,
    check_place,
    number_cell,
    stored_number,
    text_cell,
    too_large,
)
from desktop.reading.number_formats import BUILTIN_FORMATS
from desktop.reading.package import Package

_ROW, _FIRST_CELL, _LAST_CELL = 0, 1, 11
_FORMAT, _STYLE, _COLUMN, _WORKBOOK, _SHEET, _MERGE = 44, 47, 60, 153, 156, 176
_STYLES_BEGIN, _STYLES_END = 617, 618
_DAY_SECONDS: Final = 86_400
_FLAT_TWIPS: Final = 40
_RECTANGLE: Final = 8_000_000  # cells, filled or not, that calamine may lay out
_STATES: Final = (HiddenState.VISIBLE, HiddenState.HIDDEN, HiddenState.VERY_HIDDEN)


@dataclass(slots=True)
class _Layout:
    """What the records of one sheet say beside the values."""

    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    flat_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def read_xlsb(data: bytes, package: Package, name: str) -> Workbook:
    """All worksheets.

    Raises:
        EnvironmentFault: FILE_UNREADABLE or FILE_TOO_LARGE.
    """
    try:
        main = package.main_part()
        relations = package.relations(main)
        parts = dict(relations.values())
        formats = _formats(package.read(parts["styles"])) if parts.get("styles", "") in package else []
        listed, is_1904 = _listed(package.read(main))
        if len(listed) > limits.SHEETS:
            raise too_large("sheets", limits.SHEETS)
        layouts = [
            (title, state, _layout(package.read(relations[relation][1])))
            for title, state, relation in listed
            if relations.get(relation, ("",))[0] == "worksheet"
        ]
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="records") from error
    sheets = []
    for (title, state, layout), rows in zip(layouts, _values(data, [title for title, _, _ in layouts]), strict=True):
        collector = SheetCollector(title, state)
        _put_layout(collector, layout)
        _put_values(collector, rows, layout, formats, is_1904=is_1904)
        sheets.append(collector.sheet())
    return Workbook(FileKind.XLSB, name, tuple(sheets))


def _values(data: bytes, titles: list[str]) -> list[list[list[Any]]]:
    """The values of each sheet, row by row."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [book.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in titles]
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # what Rust calls a bug; it is no Exception to Python
            raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="panic") from error
        raise


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each record; both number and length come in groups of seven bits."""
    at = 0
    while at < len(data):
        number = data[at]
        at += 1
        if number & 0x80:
            number = (number & 0x7F) | (data[at] << 7)
            at += 1
        size = shift = 0
        for _ in range(4):
            part = data[at]
            at += 1
            size |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80:
                break
        yield number, data[at : at + size]
        at += size


def _string(content: bytes, at: int) -> tuple[str, int]:
    """A string with its length before it, and where it ends."""
    (length,) = struct.unpack_from("<I", content, at)
    if length == 0xFFFFFFFF:  # no string at all
        return "", at + 4
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le"), end


def _listed(data: bytes) -> tuple[list[tuple[str, HiddenState, str]], bool]:
    """Name, state and relation of each sheet, and whether days count from 1904."""
    sheets = []
    is_1904 = False
    for number, content in _records(data):
        if number == _SHEET:
            relation, end = _string(content, 8)
            state = min(content[0], len(_STATES) - 1)
            sheets.append((_string(content, end)[0], _STATES[state], relation))
        elif number == _WORKBOOK:
            is_1904 = bool(content[0] & 1)
    return sheets, is_1904


def _formats(data: bytes) -> list[str]:
    """The number format of each cell style."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    in_styles = False
    for number, content in _records(data):
        if number in {_STYLES_BEGIN, _STYLES_END}:
            in_styles = number == _STYLES_BEGIN
        elif number == _FORMAT:
            codes[struct.unpack_from("<H", content)[0]] = _string(content, 2)[0]
        elif number == _STYLE and in_styles:
            numbers.append(struct.unpack_from("<H", content, 2)[0])
            if len(numbers) > limits.FORMATS:
                raise too_large("formats", limits.FORMATS)
    return [codes.get(number) or BUILTIN_FORMATS.get(number, "General") for number in numbers]


def _layout(data: bytes) -> _Layout:
    layout = _Layout()
    row = last_row = last_column = 0
    for number, content in _records(data):
        if number == _ROW:
            (row,) = struct.unpack_from("<I", content)
            (height,) = struct.unpack_from("<H", content, 8)
            if content[11] & 0x10 or height == 0:
                layout.hidden_rows.append(row)
            elif height < _FLAT_TWIPS:
                layout.flat_rows.append(row)
        elif _FIRST_CELL <= number <= _LAST_CELL:
            column, style = struct.unpack_from("<II", content)
            check_place(row, column)
            last_row, last_column = max(last_row, row), max(last_column, column)
            layout.styles[row, column] = style & 0xFFFFFF
            if len(layout.styles) > limits.CELLS or (last_row + 1) * (last_column + 1) > _RECTANGLE:
                raise too_large("cells", limits.CELLS)
        elif number == _MERGE:
            top, bottom, left, right = struct.unpack_from("<IIII", content)
            layout.merges.append((top, left, bottom, right))
        elif number == _COLUMN:
            first, last, width, _style, flags = struct.unpack_from("<IIIIH", content)
            if flags & 1 or width == 0:
                layout.hidden_columns.append((first, last))
    return layout


def _put_layout(collector: SheetCollector, layout: _Layout) -> None:
    for merge in layout.merges:
        collector.merge(*merge)
    for row in layout.hidden_rows:
        collector.hide_row(row)
    for row in layout.flat_rows:
        collector.flatten_row(row)
    for first, last in layout.hidden_columns:
        collector.hide_columns(first, last)


def _put_values(collector: SheetCollector, rows: list[list[Any]], layout: _Layout, formats: list[str], *, is_1904: bool) -> None:
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value == "":
                continue
            style = layout.styles.get((row, column), 0)
            number_format = formats[style] if style < len(formats) else "General"
            collector.put(row, column, _cell(value, number_format, is_1904=is_1904))


def _cell(value: Any, number_format: str, *, is_1904: bool) -> Cell:
    if isinstance(value, bool):
        return text_cell("TRUE" if value else "FALSE", number_format)
    if isinstance(value, int | float):
        number = stored_number(repr(value))
    elif isinstance(value, datetime | date | time | timedelta):
        number = _days(value, is_1904=is_1904)
    else:
        return text_cell(str(value), number_format)
    if number is None:
        return text_cell(str(value), number_format)
    return number_cell(number, number_format, is_1904=is_1904)


def _days(value: date | time | timedelta, *, is_1904: bool) -> Decimal:
    """What calamine has turned into a moment, as the number of days that it was."""
    if isinstance(value, timedelta):
        return value.days + Decimal(value.seconds) / _DAY_SECONDS
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a date of the calendar
    if isinstance(value, time):
        return _days(datetime.combine(start, value) - start, is_1904=is_1904)
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    return _days(moment - start, is_1904=is_1904)
