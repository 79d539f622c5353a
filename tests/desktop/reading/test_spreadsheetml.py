"""XML Spreadsheet 2003 reads with its indexes, spans, formats and hidden sheets."""

from pathlib import Path

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.cells import CellNote, HiddenState, Merge, Sheet
from desktop.reading.reader import read_workbook_here
from desktop.reading.spreadsheetml import read_spreadsheetml

NAMES = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


def sheets(content: str) -> tuple[Sheet, ...]:
    return read_spreadsheetml(f'<?xml version="1.0"?><Workbook {NAMES}>{content}</Workbook>'.encode(), "x.xls").sheets


def test_a_file_named_as_an_old_workbook_reads_by_its_content(forms: Path) -> None:
    sheet = read_workbook_here(forms / "hostile" / "spreadsheetml-2003.xls").sheets[0]

    assert sheet.name == "自评表"
    assert set(sheet.merges) == {Merge(1, 0, 8, 0), Merge(1, 1, 8, 1)}
    assert [sheet.text(5, column) for column in range(2, 7)] == ["日常巡查企业数量", "0.5", "16500家", "12670家", "0.4"]


def test_indexes_formats_dates_and_comments() -> None:
    (sheet,) = sheets(
        '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>'
        '<Style ss:ID="d"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style></Styles>'
        '<Worksheet ss:Name="表"><Table><Column ss:Index="2" ss:Hidden="1"/><Row ss:Index="3" ss:Hidden="1">'
        '<Cell ss:Index="2" ss:StyleID="p"><Data ss:Type="Number">0.95</Data><Comment><Data>批注</Data></Comment></Cell>'
        '<Cell ss:MergeAcross="1" ss:StyleID="d"><Data ss:Type="DateTime">2021-12-31T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell ss:Formula="=1+1"/></Row></Table></Worksheet>'
    )

    assert {sheet.address(*place): cell.text for place, cell in sheet.cells.items()} == {
        "B3": "95.00%",
        "C3": "2021年12月",
        "E3": "#DIV/0!",
        "F3": "",
    }
    assert sheet.merges == (Merge(2, 2, 2, 3),)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {1})
    assert CellNote.ERROR_VALUE in sheet.cells[2, 4].notes
    assert CellNote.NO_STORED_VALUE in sheet.cells[2, 5].notes


def test_hidden_sheets_say_so() -> None:
    row = '<Table><Row><Cell><Data ss:Type="String">甲</Data></Cell></Row></Table>'
    options = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"

    first, second = sheets(f'<Worksheet ss:Name="一">{row}</Worksheet><Worksheet ss:Name="二">{row}{options}</Worksheet>')

    assert (first.hidden, second.hidden) == (HiddenState.VISIBLE, HiddenState.HIDDEN)


def test_a_file_in_the_old_chinese_encoding_reads() -> None:
    text = f'<?xml version="1.0" encoding="gb2312"?><Workbook {NAMES}><Worksheet ss:Name="绩效"/></Workbook>'

    assert read_spreadsheetml(text.encode("gb18030"), "x.xls").sheets[0].name == "绩效"


def test_a_document_type_is_refused() -> None:
    text = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Workbook {NAMES}/>'

    with pytest.raises(EnvironmentFault) as caught:
        read_spreadsheetml(text.encode(), "x.xls")

    assert caught.value.code is FaultCode.FILE_HOSTILE
