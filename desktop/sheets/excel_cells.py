"""Cells of a workbook: their styles, numbers, live formulas, and text that stays text."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from desktop.forms.laid import CellRatio, CellSum, LaidCell, Spot
from desktop.forms.number_text import CellNumber

FONT = "宋体"
_LONGEST_TEXT = 32_767
_LONGEST_FORMULA = 8_000
_SHORT = 100
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LIKE_FORMULA = frozenset("=+-@\t\r＝＋－＠")
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_SHEET_NAME = 31


class Style(NamedTuple):
    """What cells that look alike share."""

    size: float
    bold: bool
    align: str
    bordered: bool
    number_format: str
    quoted: bool


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[Style, Format] = {}

    def of(self, style: Style) -> Format:
        found = self._made.get(style)
        if found is None:
            found = self._made[style] = self._book.add_format(
                {
                    "font_name": FONT,
                    "font_size": style.size,
                    "bold": style.bold,
                    "align": style.align,
                    "valign": "vcenter",
                    "text_wrap": True,
                    "border": 1 if style.bordered else 0,
                    "num_format": style.number_format,
                    "quote_prefix": style.quoted,
                }
            )
        return found


def number_format(number: CellNumber | None) -> str:
    """The format under which a spreadsheet shows the text typed.

    Short plain numbers take the general one, so that another score typed over them (0.48 over 0.5) is shown whole.
    """
    if number is None or _is_general(number):
        return "General"
    whole = "#,##0" if number.grouped else "0"
    return whole + ("." + "0" * number.places if number.places else "") + ("%" if number.percent else "")


def _is_general(number: CellNumber) -> bool:
    plain = not number.percent and not number.grouped and abs(number.value) < _SHORT
    return plain and (not number.places or number.value.as_tuple().digits[-1] != 0)


def cell_value(number: CellNumber) -> float:
    """What a spreadsheet stores: of 98.50% it is 0.985."""
    return float(number.value.scaleb(-2) if number.percent else number.value)


def plain_text(text: str) -> str:
    """Text as a workbook can hold it; what is too long for a cell is cut with a sign (the state carries it whole)."""
    if not text.isprintable():  # what is not XML never is
        text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text).replace("\r\n", "\n")
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def sheet_name(name: str, taken: Sequence[str]) -> str:
    """A name that a workbook takes: without forbidden signs, not too long, not twice."""
    plain = " ".join(name.translate(_NOT_IN_SHEET_NAMES).split())[:_LONGEST_SHEET_NAME] or "自评表"
    lower = {each.lower() for each in taken}
    found, number = plain, 2
    while found.lower() in lower:
        tail = f" {number}"
        found, number = plain[: _LONGEST_SHEET_NAME - len(tail)] + tail, number + 1
    return found


def style_of(cell: LaidCell) -> Style:
    if cell.formula is None and cell.number is None:
        return Style(cell.size, cell.bold, cell.align, cell.bordered, "General", cell.text[:1] in _LIKE_FORMULA)
    shown = "General" if isinstance(cell.formula, CellSum) else number_format(cell.number)
    if isinstance(cell.formula, CellRatio) and cell.number is None:
        shown = number_format(CellNumber(Decimal(0), cell.formula.decimals, percent=True))
    return Style(cell.size, cell.bold, cell.align, cell.bordered, shown, quoted=False)


def write_cell(sheet: Worksheet, cell: LaidCell, styles: Styles, *, idle: bool = False) -> None:
    """One cell with everything it covers. Text is written as text, whatever it begins with, if the workbook guesses at nothing.

    Formulas that give nothing yet are written only if ``idle`` ones are wanted: without a value stored beside it a
    formula looks to other programs like one never worked out.
    """
    style, row, column, number = styles.of(style_of(cell)), cell.row, cell.column, cell.number
    value = plain_text(cell.text) if number is None else cell_value(number)
    live = cell.formula is not None and (idle or number is not None)
    formula = formula_text(cell) if live else ""
    if cell.row_span > 1 or cell.column_span > 1:
        last_row, last_column = row + cell.row_span - 1, column + cell.column_span - 1
        sheet.merge_range(row, column, last_row, last_column, "" if formula else value, style)
        if not formula:
            return
    if formula:
        sheet.write_formula(row, column, formula, style, "" if number is None else value)
    elif isinstance(value, float):
        sheet.write_number(row, column, value, style)
    elif value:
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_blank(row, column, None, style)


def formula_text(cell: LaidCell) -> str:
    """The live form of a sum or a rate; empty cells give an empty cell, never 0 or an error."""
    formula = cell.formula
    if isinstance(formula, CellSum):
        cells = _ranges(formula.cells)
        added = f"+{formula.added}" if formula.added else ""
        text = f'=IF(COUNT({cells})=0,"",ROUND(SUM({cells}){added},{formula.decimals}))'
        return text if len(text) <= _LONGEST_FORMULA else ""
    if isinstance(formula, CellRatio):
        upper, lower = xl_rowcol_to_cell(*formula.upper), xl_rowcol_to_cell(*formula.lower)
        percent = cell.number is None or cell.number.percent
        ratio = f"ROUND({upper}/{lower},{formula.decimals + 2})" if percent else f"ROUND({upper}/{lower}*100,{formula.decimals})"
        return f'=IF(OR(COUNT({upper},{lower})<2,N({lower})=0),"",{ratio})'
    return ""


def _ranges(cells: Sequence[Spot]) -> str:
    """A1:A9,B2: neighbours below each other as one range."""
    parts: list[str] = []
    for column, run in groupby(sorted((column, row) for row, column in cells), key=lambda spot: spot[0]):
        rows = [row for _, row in run]
        for _, numbered in groupby(enumerate(rows), key=lambda each: each[1] - each[0]):
            together = [row for _, row in numbered]
            first, last = xl_rowcol_to_cell(together[0], column), xl_rowcol_to_cell(together[-1], column)
            parts.append(first if first == last else f"{first}:{last}")
    return ",".join(parts)
