"""Tables of a page read with their spans; nothing of the page is run or fetched."""

from decimal import Decimal
from pathlib import Path

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.cells import CellNote, Merge
from desktop.reading.markup import markup_text, read_html
from desktop.reading.reader import read_workbook_here


def texts(page: str) -> dict[tuple[int, int], str]:
    return {place: cell.text for place, cell in read_html(page.encode(), "x.html").sheets[0].cells.items()}


def test_a_page_named_as_a_workbook_reads_by_its_content(forms: Path) -> None:
    sheet = read_workbook_here(forms / "hostile" / "html-table.xls").sheets[0]

    assert sheet.text(0, 0) == "部门整体支出绩效自评表（履职效能 任务5）"
    assert sheet.text(1, 0) == "一级指标"
    assert sheet.merges[0] == Merge(2, 0, 9, 0)
    assert [sheet.text(row, 2) for row in (2, 9)] == ["劳监案件结案率", "欠薪应急周转金使用率"]
    assert sheet.text(3, 5) == "98.50%"
    assert sheet.cells[6, 3].number == Decimal("0.5")
    assert (sheet.text(10, 0), sheet.text(10, 6)) == ("小计", "4.9")
    assert not any("document.title" in cell.text for cell in sheet.cells.values())


def test_spans_push_the_cells_that_follow() -> None:
    page = "<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁<tr><td>戊</table>"
    sheet = read_html(page.encode(), "x.html").sheets[0]

    assert {place: cell.text for place, cell in sheet.cells.items()} == {
        (0, 0): "甲",
        (0, 1): "乙",
        (1, 1): "丙",
        (1, 2): "丁",
        (2, 0): "戊",
    }
    assert set(sheet.merges) == {Merge(0, 0, 1, 0), Merge(0, 1, 0, 2)}


def test_texts_and_tables_stand_below_each_other() -> None:
    page = "<h1>自评表</h1><p>2023年度</p><table><caption>指标</caption><tr><th>名称</table>填表人<table><tr><td>末</table>"

    assert texts(page) == {(0, 0): "自评表", (1, 0): "2023年度", (2, 0): "指标", (3, 0): "名称", (4, 0): "填表人", (5, 0): "末"}


def test_a_table_within_a_table_follows_it() -> None:
    assert texts("<table><tr><td>外<table><tr><td>内</td></tr></table></td><td>右</td></tr></table>") == {
        (0, 0): "外",
        (0, 1): "右",
        (1, 0): "内",
    }


def test_blanks_of_the_page_are_not_blanks_of_the_text() -> None:
    assert texts("<table><tr><td>\n  一是\n  甲；<br>二是&nbsp;乙 <p>三</p></td></tr></table>") == {
        (0, 0): "一是 甲；\n二是\xa0乙\n三"
    }


def test_a_stored_number_behind_a_rounded_text_comes_out() -> None:
    page = '<table><tr><td x:num="0.9567">96%</td><td x:num="1234.5">1,234.50</td><td x:num>7</td></tr></table>'
    cells = read_html(page.encode(), "x.html").sheets[0].cells

    assert (cells[0, 0].text, cells[0, 0].notes) == ("95.67%", (CellNote.SHOWN_ROUNDED,))
    assert (cells[0, 1].text, cells[0, 1].number, cells[0, 1].notes) == ("1,234.50", Decimal("1234.5"), ())
    assert cells[0, 2].number == 7


def test_rows_that_are_not_shown_are_noted() -> None:
    sheet = read_html(b"<table><tr><td>1<tr style='display: none'><td>2</table>", "x.html").sheets[0]

    assert sheet.hidden_rows == {1}


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030", "utf-8", "no-such-code"])
def test_the_declared_encoding_is_a_hint_and_not_an_order(declared: str) -> None:
    page = f'<meta charset="{declared}"><table><tr><td>绩效䶮</td></tr></table>'

    assert "绩效䶮" in markup_text(page.encode("gb18030"))
    assert "绩效䶮" in markup_text(b"\xef\xbb\xbf" + page.encode())


def test_spans_without_end_are_refused() -> None:
    page = "<table><tr>" + "<td colspan=60000 rowspan=60000>x" * 50

    with pytest.raises(EnvironmentFault) as caught:
        read_html(page.encode(), "x.html")

    assert caught.value.code is FaultCode.FILE_TOO_LARGE
