"""What an official workbook costs, as a ratio to XlsxWriter and to openpyxl writing the same cells in the same run."""

import time
import tracemalloc
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from xlsxwriter.workbook import Workbook

from desktop.forms.laid import LaidTable
from desktop.forms.layout import lay_out
from desktop.sheets.excel_cells import FONT, Style, Styles, cell_value, formula_text, style_of
from desktop.sheets.excel_write import write_excel
from desktop.sheets.text_size import row_heights
from scoring.scored import ScoredTable
from tests.benchmarks.conftest import Note
from tests.desktop.filled_forms import facts, form_of, scored_as

ROWS = 5_000


def best(work: Callable[[], object], rounds: int = 5) -> float:
    """The least processor time of some runs, in seconds; other programs do not count."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


@pytest.fixture(scope="module")
def long_table() -> ScoredTable:
    """The form of the district repeated to 5,000 indicators, both column sets and all merges included."""
    table = facts("panyu_2021")
    copies = ROWS // sum(node.leaf for node in table.nodes) + 1
    nodes = [replace(node, id=f"{node.id}-{copy}") for copy in range(copies) for node in table.nodes]
    nodes.sort(key=lambda node: node.section != "management")
    return scored_as(replace(table, nodes=tuple(nodes)))


def write_plainly(path: Path, laid: LaidTable, heights: list[float]) -> None:
    """The floor: the same cells, styles, merges, heights and formulas, all known beforehand."""
    book = Workbook(str(path))
    styles = Styles(book)
    sheet = book.add_worksheet()
    for row, height in enumerate(heights):
        sheet.set_row(row, height)
    for cell in laid.cells:
        style = styles.of(style_of(cell))
        if cell.row_span * cell.column_span > 1:
            last_row, last_column = cell.row + cell.row_span - 1, cell.column + cell.column_span - 1
            sheet.merge_range(cell.row, cell.column, last_row, last_column, "", style)
        if cell.formula is not None and cell.number is not None:
            sheet.write_formula(cell.row, cell.column, formula_text(cell), style, cell_value(cell.number))
        elif cell.number is not None:
            sheet.write_number(cell.row, cell.column, cell_value(cell.number), style)
        elif cell.text:
            sheet.write_string(cell.row, cell.column, cell.text, style)
        else:
            sheet.write_blank(cell.row, cell.column, None, style)
    book.close()


def write_with_openpyxl(path: Path, laid: LaidTable, heights: list[float]) -> None:
    """The same by the other library; each look is made once here too."""
    book = openpyxl.Workbook()
    sheet = book.active
    thin = Side(style="thin")
    looks: dict[Style, StyleArray] = {}
    for row, height in enumerate(heights, 1):
        sheet.row_dimensions[row].height = height
    for cell in laid.cells:
        style = style_of(cell)
        if style not in looks:
            border = Border(thin, thin, thin, thin) if style.bordered else Border()
            align = Alignment(horizontal=style.align, vertical="center", wrap_text=True)
            model = sheet.cell(cell.row + 1, cell.column + 1)
            model.font, model.alignment, model.border = Font(name=FONT, size=style.size, bold=style.bold), align, border
            model.number_format = style.number_format
            looks[style] = copy(model._style)
        last_row, last_column = cell.row + cell.row_span, cell.column + cell.column_span
        for row in range(cell.row + 1, last_row + 1):
            for column in range(cell.column + 1, last_column + 1):
                sheet.cell(row, column)._style = looks[style]
        first = sheet.cell(cell.row + 1, cell.column + 1)
        if cell.formula is not None and cell.number is not None:
            first.value = formula_text(cell)
        elif cell.number is not None:
            first.value = cell_value(cell.number)
        elif cell.text:
            first.value = cell.text
        if cell.row_span * cell.column_span > 1:
            sheet.merge_cells(start_row=cell.row + 1, start_column=cell.column + 1, end_row=last_row, end_column=last_column)
    book.save(path)


def memory(work: Callable[[], object]) -> int:
    """The most that was held at once beyond what was there before, in bytes."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_five_thousand_rows_are_laid_out_and_written_within_one_and_a_half_times(
    long_table: ScoredTable, tmp_path: Path, note: Note
) -> None:
    form = form_of(long_table.table)
    laid = lay_out(form, long_table)
    heights = row_heights(laid)
    floors, wholes = [], []
    for _ in range(7):  # in turn, so that other programs are felt by both
        floors.append(best(lambda: write_plainly(tmp_path / "floor.xlsx", laid, heights), rounds=1))
        wholes.append(best(lambda: write_excel(tmp_path / "whole.xlsx", long_table, form), rounds=1))
    floor, whole = min(floors), min(wholes)
    note("export 5 000 rows to Excel", "XlsxWriter writing the same cells", whole / floor, 1.5)
    assert whole < 1.5 * floor


def test_it_takes_a_third_of_the_time_of_openpyxl_writing_the_same(long_table: ScoredTable, tmp_path: Path, note: Note) -> None:
    form = form_of(long_table.table)
    laid = lay_out(form, long_table)
    heights = row_heights(laid)
    other = best(lambda: write_with_openpyxl(tmp_path / "other.xlsx", laid, heights), rounds=1)
    whole = best(lambda: write_excel(tmp_path / "whole.xlsx", long_table, form))
    note("export 5 000 rows to Excel", "openpyxl writing the same cells", whole / other, 1 / 3)
    assert whole * 3 < other


def test_it_holds_at_most_twice_the_memory_of_the_library(long_table: ScoredTable, tmp_path: Path, note: Note) -> None:
    form = form_of(long_table.table)
    laid = lay_out(form, long_table)
    heights = row_heights(laid)
    floor = memory(lambda: write_plainly(tmp_path / "floor.xlsx", laid, heights))
    whole = memory(lambda: write_excel(tmp_path / "whole.xlsx", long_table, form))
    note("memory of that export", "XlsxWriter writing the same cells", whole / floor, 2)
    assert whole < 2 * floor
