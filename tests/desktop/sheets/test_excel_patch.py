"""Cells put into the XML of a sheet: at their places, with their styles, and not a byte elsewhere."""

from decimal import Decimal

from desktop.sheets.excel_patch import patched, scan_sheet

SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="m" note="a&gt;b>c"><cols><col min="2" max="3" style="9"/></cols>'
    '<sheetData><row r="1" spans="1:4"><c r="A1" s="1" t="s"><v>0</v></c><c r="C1" s="2"/></row>'
    '<row r="2" s="5" customFormat="1"/>'
    '<row r="4"><c r="B4" t="str" s="3"><f>A1&amp;"/>"</f><v>旧</v></c></row></sheetData><tail/></worksheet>'
).encode()


def test_a_cell_keeps_its_style_and_the_rest_its_bytes() -> None:
    sheet = scan_sheet(SHEET)
    done = patched(sheet, {(0, 2): "甲<乙&_x0041_"}, {}).decode()
    cell = '<c r="C1" s="2" t="inlineStr"><is><t xml:space="preserve">甲&lt;乙&amp;_x005F_x0041_</t></is></c>'
    assert done == SHEET.decode().replace('<c r="C1" s="2"/>', cell)


def test_a_missing_cell_is_put_in_its_order_with_the_style_of_its_column_or_row() -> None:
    done = patched(scan_sheet(SHEET), {(0, 1): Decimal("1.50"), (1, 0): "x", (3, 3): "y"}, {}).decode()
    assert '<v>0</v></c><c r="B1" s="9"><v>1.50</v></c><c r="C1" s="2"/>' in done
    assert '<row r="2" s="5" customFormat="1"><c r="A2" s="5" t="inlineStr">' in done
    assert '</f><v>旧</v></c><c r="D4" t="inlineStr"><is>' in done


def test_a_missing_row_is_put_between_its_neighbours() -> None:
    done = patched(scan_sheet(SHEET), {(2, 0): Decimal(7), (8, 0): Decimal(8)}, {}).decode()
    assert '<row r="3"><c r="A3"><v>7</v></c></row><row r="4">' in done
    assert '</row><row r="9"><c r="A9"><v>8</v></c></row></sheetData>' in done


def test_a_result_of_a_formula_is_renewed_or_taken_away_and_the_formula_stays() -> None:
    sheet = scan_sheet(SHEET)
    assert sheet.formulas == {(3, 1)}
    renewed = patched(sheet, {}, {(3, 1): Decimal("99.5")}).decode()
    assert '<c r="B4" s="3"><f>A1&amp;"/>"</f><v>99.5</v></c>' in renewed
    words = patched(sheet, {}, {(3, 1): "优"}).decode()
    assert '<c r="B4" s="3" t="str"><f>A1&amp;"/>"</f><v>优</v></c>' in words
    taken = patched(sheet, {}, {(3, 1): None}).decode()
    assert '<c r="B4" s="3"><f>A1&amp;"/>"</f></c>' in taken


def test_prefixes_empty_sheets_and_cells_without_an_address_are_met() -> None:
    data = b'<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c/><x:c s="4"/></x:row></x:sheetData></x:worksheet>'
    done = patched(scan_sheet(data), {(0, 1): Decimal(5)}, {}).decode()
    assert '<x:c s="4"><x:v>5</x:v></x:c>' in done
    bare = b'<worksheet xmlns="m"><sheetData/></worksheet>'
    assert patched(scan_sheet(bare), {(0, 0): Decimal(1)}, {}).decode() == (
        '<worksheet xmlns="m"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    )


def test_new_and_changed_cells_beside_each_other_do_not_disturb_each_other() -> None:
    done = patched(
        scan_sheet(SHEET), {(0, 2): Decimal(3), (0, 1): Decimal(2), (6, 0): Decimal(6), (7, 0): Decimal(7)}, {}
    ).decode()
    assert '<c r="B1" s="9"><v>2</v></c><c r="C1" s="2"><v>3</v></c></row>' in done
    assert done.index('<row r="7">') < done.index('<row r="8">')


def test_two_cells_of_one_new_row_stand_in_order() -> None:
    bare = b'<worksheet xmlns="m"><sheetData/></worksheet>'
    done = patched(scan_sheet(bare), {(1, 2): Decimal(3), (1, 0): Decimal(1), (4, 0): Decimal(9)}, {}).decode()
    assert done.index('r="A2"') < done.index('r="C2"') < done.index('<row r="5">')
