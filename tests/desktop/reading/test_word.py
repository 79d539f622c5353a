"""A Word file reads as one grid: paragraphs above and below, tables with their merges between."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.cells import Merge, Sheet
from desktop.reading.package import Package
from desktop.reading.reader import read_workbook_here
from desktop.reading.word import read_docx


def sheet_of(document: Document) -> Sheet:
    buffer = io.BytesIO()
    document.save(buffer)
    return read_docx(Package(buffer.getvalue()), "自评表.docx").sheets[0]


def test_the_forms_as_word_files_read_like_their_workbooks(forms: Path) -> None:
    for name in ("panyu-2021", "tianhe-2022"):
        book = read_workbook_here(forms / f"{name}.xlsx").sheets[0]
        word = read_workbook_here(forms / f"{name}.docx").sheets[0]

        assert {place: cell.text for place, cell in word.cells.items()} == {
            place: cell.text for place, cell in book.cells.items()
        }
        # What a paragraph has instead of a merge is the width of the page.
        assert set(word.merges) < set(book.merges)
        assert all((merge.top, merge.left) == (merge.bottom, 0) for merge in set(book.merges) - set(word.merges))


def test_paragraphs_stand_above_and_below_the_table_as_on_the_page() -> None:
    document = docx.Document()
    document.add_paragraph("部门整体支出绩效自评表")
    document.add_paragraph("")
    table = document.add_table(2, 3)
    table.cell(0, 0).text = "指标"
    table.cell(1, 2).text = "95%"
    document.add_paragraph("填表人：甲")
    sheet = sheet_of(document)

    assert {place: cell.text for place, cell in sheet.cells.items()} == {
        (0, 0): "部门整体支出绩效自评表",
        (2, 0): "指标",
        (3, 2): "95%",
        (4, 0): "填表人：甲",
    }


def test_spans_in_both_directions_become_merges() -> None:
    document = docx.Document()
    table = document.add_table(4, 4)
    table.cell(0, 0).merge(table.cell(0, 3)).text = "标题"
    table.cell(1, 0).merge(table.cell(3, 1)).text = "一级指标"
    table.cell(1, 3).merge(table.cell(2, 3)).text = "佐证"
    table.cell(3, 3).text = "末"
    sheet = sheet_of(document)

    assert set(sheet.merges) == {Merge(0, 0, 0, 3), Merge(1, 0, 3, 1), Merge(1, 3, 2, 3)}
    assert (sheet.text(1, 0), sheet.text(1, 3), sheet.text(3, 3)) == ("一级指标", "佐证", "末")
    assert sheet.anchor_text(3, 1) == "一级指标"


def test_a_row_may_begin_further_right() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    row = table.rows[1]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))
    row.tc_lst[0].p_lst[0].add_r().text = "乙"
    table.cell(0, 0).text = "甲"
    sheet = sheet_of(document)

    assert list(sheet.cells) == [(0, 0), (1, 1)]


def test_what_a_reviewer_struck_out_is_gone_and_what_he_put_in_is_there() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("完成")._p
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>90%</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>95%</w:t><w:br/><w:t>以上</w:t></w:r></w:ins>"))

    assert sheet_of(document).text(0, 0) == "完成95%\n以上"


def test_content_controls_and_tables_within_cells_are_read() -> None:
    document = docx.Document()
    document.element.body.insert(
        0, parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>2023年度</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    )
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "外"
    inner = table.cell(0, 0).add_table(1, 2)
    inner.cell(0, 1).text = "内"
    sheet = sheet_of(document)

    assert sheet.text(0, 0) == "2023年度"
    assert sheet.text(1, 0).split() == ["外", "内"]


def test_a_document_type_in_a_word_file_is_refused(make_zip: Callable[..., bytes], tmp_path: Path, forms: Path) -> None:
    (tmp_path / "canary.txt").write_text("CANARY", encoding="utf-8")
    package = Package((forms / "tianhe-2022.docx").read_bytes())
    parts = {name: package.read(name) for name in package.names}
    parts["word/document.xml"] = (
        b'<!DOCTYPE w [<!ENTITY e SYSTEM "canary.txt">]><w:document '
        + nsdecls("w").encode()
        + b"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
    )
    path = tmp_path / "x.docx"
    path.write_bytes(make_zip(parts))

    with pytest.raises(EnvironmentFault) as caught:
        read_workbook_here(path)

    assert caught.value.code is FaultCode.FILE_HOSTILE
    assert "CANARY" not in str(caught.value.facts)
