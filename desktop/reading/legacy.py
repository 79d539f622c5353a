"""Old Excel workbooks (.xls): values, formats, merges and hidden rows by xlrd.

python-calamine gives no number formats, and without them a cell shown as 95% is 0.95 and nothing else.
"""

import io
from typing import Final

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet as OldSheet

from desktop.reading import limits
from desktop.reading.cells import Cell, FileKind, HiddenState, Sheet, Workbook
from desktop.reading.collect import (
    SheetCollector,
    error_cell,
    number_cell,
    stored_number,
    text_cell,
    too_large,
)
from desktop.reading.number_formats import BUILTIN_FORMATS

_STATES: Final = (HiddenState.VISIBLE, HiddenState.HIDDEN, HiddenState.VERY_HIDDEN)
_FLAT_TWIPS: Final = 40  # twentieths of a point: a row this low shows nothing


def read_xls(data: bytes, name: str) -> Workbook:
    """All worksheets of a BIFF workbook.

    Raises:
        EnvironmentFault: FILE_TOO_LARGE beyond the limits; whatever xlrd raises for a damaged file.
    """
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    if book.nsheets > limits.SHEETS:
        raise too_large("sheets", limits.SHEETS)
    formats = _formats(book)
    sheets = tuple(_sheet(book, book.sheet_by_index(at), formats) for at in range(book.nsheets))
    return Workbook(FileKind.XLS, name, sheets)


def _sheet(book: Book, sheet: OldSheet, formats: list[str]) -> Sheet:
    collector = SheetCollector(sheet.name, _STATES[sheet.visibility if sheet.visibility in range(3) else 0])
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            number_format = formats[sheet.cell_xf_index(row, column)]
            cell = _cell(sheet, row, column, number_format, is_1904=book.datemode == 1)
            if cell is not None:
                collector.put(row, column, cell)
    for top, below, left, beside in sheet.merged_cells:
        collector.merge(top, left, below - 1, beside - 1)
    for row, info in sheet.rowinfo_map.items():
        if info.hidden or info.height == 0:
            collector.hide_row(row)
        elif info.height is not None and 0 < info.height < _FLAT_TWIPS:
            collector.flatten_row(row)
    for column, info in sheet.colinfo_map.items():
        if info.hidden or info.width == 0:
            collector.hide_columns(column, column)
    return collector.sheet()


def _cell(sheet: OldSheet, row: int, column: int, number_format: str, *, is_1904: bool) -> Cell | None:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return None
    if kind in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        number = stored_number(repr(value))
        return None if number is None else number_cell(number, number_format, is_1904=is_1904)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return text_cell("TRUE" if value else "FALSE", number_format)
    if kind == xlrd.XL_CELL_ERROR:
        return error_cell(xlrd.error_text_from_code.get(value, "#N/A"), number_format)
    return text_cell(str(value), number_format)


def _formats(book: Book) -> list[str]:
    """The number format of each cell style; xlrd would show the built-in ones as in America."""
    own = {listed.format_key: listed.format_str for listed in book.format_list}
    return [own.get(style.format_key) or BUILTIN_FORMATS.get(style.format_key, "General") for style in book.xf_list]
