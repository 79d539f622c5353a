"""An .xlsx file reads cell for cell as openpyxl reads it, with what openpyxl cannot give."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.reading.cells import CellNote, FileKind, HiddenState, Merge, Sheet
from desktop.reading.excel import read_xlsx
from desktop.reading.package import Package
from desktop.reading.reader import read_workbook_here

FORMS = Path(__file__).parents[2] / "data" / "forms"
BOOKS = sorted(
    path
    for path in FORMS.glob("**/*.xlsx")
    if path.name
    not in {
        *("blank-sheet.xlsx", "empty.xlsx", "encrypted.xlsx", "entity-expansion.xlsx", "truncated.xlsx"),
        *("xls-named-xlsx.xlsx", "xxe-remote.xlsx", "xxe.xlsx", "zip-bomb.xlsx"),
    }
)
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="0.0&quot;分&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="57"/></cellXfs></styleSheet>'
)


def sheet_of(data: bytes) -> Sheet:
    return read_xlsx(Package(data), "book.xlsx").sheets[0]


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_values_formats_merges_and_states_are_those_of_the_second_reader(path: Path) -> None:
    ours = read_workbook_here(path)
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)

    assert ours.kind is FileKind.XLSX
    assert [sheet.name for sheet in ours.sheets] == formulas.sheetnames
    for sheet in ours.sheets:
        theirs, stored = formulas[sheet.name], values[sheet.name]
        assert {(m.top, m.left, m.bottom, m.right) for m in sheet.merges} == {
            (m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in theirs.merged_cells.ranges
        }
        assert sheet.hidden.value.replace("very_h", "veryH") == theirs.sheet_state
        seen = 0
        for row in theirs.iter_rows():
            for cell in row:
                if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
                    continue
                seen += 1
                read = sheet.cells[cell.row - 1, cell.column - 1]
                value = stored[cell.coordinate].value
                assert read.number_format == cell.number_format
                assert read.formula == (cell.value if cell.data_type == "f" else "")
                if isinstance(value, int | float):
                    assert read.number == Decimal(repr(value))
                else:
                    assert read.text == ("" if value is None else value.replace("\r\n", "\n"))
        assert seen == len(sheet.cells)


def test_figures_read_as_they_are_shown(forms: Path) -> None:
    sheet = read_workbook_here(forms / "panyu-2021.xlsx").sheets[0]
    texts = [cell.text for cell in sheet.cells.values()]

    assert sheet.text(0, 0) == "部门整体支出绩效自评表"
    assert texts.count("95%") >= 2
    assert "98.50%" in texts
    assert "0.95" in texts
    assert (sheet.row_count, sheet.column_count, len(sheet.merges)) == (109, 13, 255)


def test_thousands_come_from_the_format(forms: Path) -> None:
    cells = read_workbook_here(forms / "huadu-2024.xlsx").sheets[0].cells.values()

    assert all("," in cell.text for cell in cells if cell.number_format == "#,##0.00" and (cell.number or 0) >= 1000)
    assert any(cell.number_format == "#,##0.00" for cell in cells)


def test_formula_and_stored_value_come_together(forms: Path) -> None:
    sheet = read_workbook_here(forms / "hostile" / "formulas-cached.xlsx").sheets[0]

    assert sheet.cells[10, 7].formula == "=SUM(H3:H10)"
    assert sheet.cells[10, 7].text == "4.7"
    assert sheet.cells[2, 6].notes == (CellNote.SHOWN_ROUNDED,)


def test_formulas_without_a_stored_value_are_named(forms: Path) -> None:
    sheet = read_workbook_here(forms / "hostile" / "formulas-no-cache.xlsx").sheets[0]
    missing = {sheet.address(*place) for place, cell in sheet.cells.items() if CellNote.NO_STORED_VALUE in cell.notes}

    assert missing == {"D5", "H7", "D11", "H11", *(f"G{row}" for row in range(3, 11))}
    assert all(cell.text == "" for cell in sheet.cells.values() if CellNote.NO_STORED_VALUE in cell.notes)


def test_error_values_are_named_and_hold_no_number(forms: Path) -> None:
    sheet = read_workbook_here(forms / "hostile" / "error-cells.xlsx").sheets[0]
    errors = {sheet.address(*place): cell.text for place, cell in sheet.cells.items() if CellNote.ERROR_VALUE in cell.notes}

    assert errors == {
        "D5": "#N/A",
        "F7": "#REF!",
        "G7": "#REF!",
        "H8": "#VALUE!",
        "G10": "#DIV/0!",
        "D11": "#N/A",
        "H11": "#VALUE!",
    }
    assert all(cell.number is None for cell in sheet.cells.values() if CellNote.ERROR_VALUE in cell.notes)


def test_hidden_rows_columns_and_sheets_are_read_and_noted(forms: Path) -> None:
    first, old, parameters = read_workbook_here(forms / "hostile" / "hidden.xlsx").sheets

    assert first.hidden_rows == {5, 6}
    assert first.hidden_columns == {7}
    assert first.cells[5, 7].notes == (CellNote.HIDDEN_ROW, CellNote.HIDDEN_COLUMN)
    assert CellNote.FLAT_ROW in first.cells[8, 0 + 2].notes
    assert (old.hidden, parameters.hidden) == (HiddenState.HIDDEN, HiddenState.VERY_HIDDEN)


def test_a_shared_formula_reads_at_each_of_its_places(make_xlsx: Callable[..., bytes]) -> None:
    sheet = sheet_of(
        make_xlsx(
            '<sheetData><row r="1"><c r="C1"><f t="shared" ref="C1:C2" si="0">A1+B1</f><v>3</v></c></row>'
            '<row r="2"><c r="C2"><f t="shared" si="0"/><v>7</v></c></row></sheetData>'
        )
    )

    assert [sheet.cells[row, 2].formula for row in (0, 1)] == ["=A1+B1", "=A2+B2"]


def test_the_empty_result_of_a_formula_is_a_result(make_xlsx: Callable[..., bytes]) -> None:
    sheet = sheet_of(
        make_xlsx('<sheetData><row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row></sheetData>')
    )

    assert list(sheet.cells) == [(0, 1)]


def test_places_may_be_left_out(make_xlsx: Callable[..., bytes]) -> None:
    sheet = sheet_of(
        make_xlsx("<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r='5'><c><v>3</v></c></row></sheetData>")
    )

    assert {place: cell.text for place, cell in sheet.cells.items()} == {(0, 0): "1", (0, 1): "2", (4, 0): "3"}


def test_formats_are_found_by_number_and_by_code(make_xlsx: Callable[..., bytes]) -> None:
    cells = "".join(
        f'<c r="{column}1" s="{style}"><v>{value}</v></c>'
        for column, style, value in (("A", 1, 0.95), ("B", 2, 4.9), ("C", 3, 44561))
    )
    sheet = sheet_of(make_xlsx(f'<sheetData><row r="1">{cells}</row></sheetData>', styles=STYLES))

    assert [sheet.text(0, column) for column in range(3)] == ["95%", "4.9分", "2021年12月"]


def test_strings_lose_their_readings_and_escapes(make_xlsx: Callable[..., bytes]) -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>绩</t></r><r><t>效</t></r>'
        "<rPh sb='0' eb='1'><t>ji</t></rPh></si><si><t>甲_x000D_\n乙_x005F_x000D_</t></si></sst>"
    )
    sheet = sheet_of(
        make_xlsx(
            '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row></sheetData>', strings=strings
        )
    )

    assert sheet.text(0, 0) == "绩效"
    assert sheet.text(0, 1) == "甲\n乙_x000D_"


def test_a_stored_size_that_lies_changes_nothing(make_xlsx: Callable[..., bytes]) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 51))
    sheet = sheet_of(make_xlsx(f'<dimension ref="A1"/><sheetData>{rows}</sheetData>'))

    assert (len(sheet.cells), sheet.row_count) == (50, 50)


def test_a_style_that_openpyxl_does_not_know_is_no_reason_to_stop(make_xlsx: Callable[..., bytes]) -> None:
    fills = '<fills count="1"><fill><patternFill patternType="wavy"/></fill></fills>'
    styles = STYLES.replace("<cellStyleXfs>", f"{fills}<cellStyleXfs>")
    data = make_xlsx('<sheetData><row r="1"><c r="A1" s="1"><v>0.95</v></c></row></sheetData>', styles=styles)

    assert sheet_of(data).text(0, 0) == "95%"


def test_merges_hidden_columns_and_flat_rows_are_taken(make_xlsx: Callable[..., bytes]) -> None:
    sheet = sheet_of(
        make_xlsx(
            '<cols><col min="2" max="3" hidden="1"/><col min="4" max="16384" width="0"/></cols>'
            '<sheetData><row r="1" ht="0.5"><c r="A1"><v>1</v></c><c r="E1"><v>2</v></c></row></sheetData>'
            '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C3"/></mergeCells>'
        )
    )

    assert sheet.merges == (Merge(0, 0, 1, 1),)
    assert sheet.hidden_columns == {1, 2, 3, 4}
    assert sheet.cells[0, 0].notes == (CellNote.FLAT_ROW,)
    assert sheet.cells[0, 4].notes == (CellNote.HIDDEN_COLUMN, CellNote.FLAT_ROW)


def test_custom_properties_travel_with_the_book(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "标题"
    book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name="ziping", value='{"年度": 2021}'))
    book.save(tmp_path / "book.xlsx")

    assert read_workbook_here(tmp_path / "book.xlsx").properties == {"ziping": '{"年度": 2021}'}
