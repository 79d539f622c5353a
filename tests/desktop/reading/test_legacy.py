"""An old .xls file gives the same grid as its .xlsx twin."""

from pathlib import Path

from desktop.reading.cells import FileKind
from desktop.reading.reader import read_workbook_here


def test_the_old_twin_of_a_form_reads_the_same_to_the_last_cell(forms: Path) -> None:
    new = read_workbook_here(forms / "panyu-2021.xlsx").sheets[0]
    old_book = read_workbook_here(forms / "panyu-2021.xls")
    old = old_book.sheets[0]

    assert old_book.kind is FileKind.XLS
    assert {place: (cell.text, cell.number, cell.number_format) for place, cell in old.cells.items()} == {
        place: (cell.text, cell.number, cell.number_format) for place, cell in new.cells.items()
    }
    assert set(old.merges) == set(new.merges)
    assert (old.name, old.row_count, old.column_count) == (new.name, new.row_count, new.column_count)


def test_an_old_workbook_under_a_new_name_is_told_by_its_content(forms: Path) -> None:
    twin = read_workbook_here(forms / "hostile" / "xlsx-named-xls.xls").sheets[0]
    old = read_workbook_here(forms / "hostile" / "xls-named-xlsx.xlsx").sheets[0]

    assert {place: cell.text for place, cell in old.cells.items()} == {place: cell.text for place, cell in twin.cells.items()}
    assert old.text(3, 5) == "98.50%"
