"""Writes the rows of a form as CSV: UTF-8 with byte order mark, no text that a spreadsheet would run."""

import csv
import io
import re
from pathlib import Path

from desktop.forms.form import FormLayout
from desktop.forms.grid_layout import lay_out_grid
from desktop.forms.laid import LaidTable
from desktop.forms.layout import lay_out
from desktop.forms.tree_rows import TREE_KINDS
from desktop.kit.safefile import replace_file
from scoring.scored import ScoredTable

_LIKE_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula; a negative number stays a number."""
    if _LIKE_FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def csv_text(laid: LaidTable) -> str:
    """The grid line by line; a cell over several rows says its words in each of them, so that every line stands for itself."""
    lines = [[""] * len(laid.column_widths_mm) for _ in range(laid.row_count)]
    for cell in laid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            lines[row][cell.column] = neutral(cell.text)
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()


def write_csv(path: Path, scored: ScoredTable, form: FormLayout, *, extra: tuple[str, ...] = ()) -> None:
    """The indicator rows of the table as CSV; of a form without indicators the whole sheet.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    laid = lay_out_grid(form, scored, extra=extra) if form.blocks_of(*TREE_KINDS) else lay_out(form, scored)
    with replace_file(path) as draft:
        draft.write_text(csv_text(laid), encoding="utf-8-sig", newline="")
