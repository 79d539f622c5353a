"""Files that keep both the shown text and the stored number of a cell: OpenDocument and Excel's HTML."""

import re
from decimal import Decimal
from typing import Final

from desktop.reading.cells import Cell, CellNote
from desktop.reading.collect import text_cell
from desktop.reading.shown import EXCEL_DIGITS, plain_text

_NUMERAL: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


def cell_of_both(text: str, number: Decimal, number_format: str = "General", formula: str = "") -> Cell:
    """A cell shown as ``text`` that holds ``number``; what the text leaves off is put back, with a note."""
    bare = text_cell(text, number_format, formula)
    if bare.notes:
        return bare
    numerals = _NUMERAL.findall(bare.text)
    percents = bare.text.count("%") + bare.text.count("％")
    if len(numerals) != 1:
        return Cell(bare.text, number, number_format, formula)
    shown = Decimal(numerals[0].replace(",", ""))
    held = EXCEL_DIGITS.plus(abs(number)).scaleb(2 * percents)
    last_place = Decimal(1).scaleb(min(0, int(shown.as_tuple().exponent)))
    if shown == held or abs(shown - held) > last_place:
        return Cell(bare.text, number, number_format, formula)
    widened = bare.text.replace(numerals[0], plain_text(held))
    return Cell(widened, number, number_format, formula, (CellNote.SHOWN_ROUNDED,))
