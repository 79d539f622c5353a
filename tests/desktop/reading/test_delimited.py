"""Text files read whatever program and whatever year they come from."""

import codecs
from pathlib import Path

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.cells import CellNote
from desktop.reading.delimited import decoded, delimiter_of, read_delimited
from desktop.reading.reader import read_workbook_here

TEXT = '指标,分值,说明\r\n完成率,5,"一，二\n三"\r\n䶮㐂𠮷,2,\r\n'


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16 with mark", "utf-16-le", "utf-16-be"],
)
def test_the_encoding_is_told_by_the_bytes(data: bytes) -> None:
    sheet = read_delimited(data, "指标.csv").sheets[0]

    assert sheet.name == "指标"
    assert sheet.text(0, 0) == "指标"
    assert sheet.text(1, 2) == "一，二\n三"
    assert sheet.text(2, 0) == "䶮㐂𠮷"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_told_by_the_lines(delimiter: str) -> None:
    lines = [["指标", "目标", "说明"], ["完成率", "≥95%", "甲, 乙"], ["人次", "16 500", "丙；丁"]]
    quoted = [[f'"{field}"' if delimiter in field else field for field in line] for line in lines]

    assert delimiter_of("\n".join(delimiter.join(line) for line in quoted)) == delimiter


def test_a_line_that_names_the_delimiter_is_no_row() -> None:
    sheet = read_delimited("sep=;\r\n甲,乙;5\r\n".encode(), "x.csv").sheets[0]

    assert (sheet.text(0, 0), sheet.text(0, 1)) == ("甲,乙", "5")


def test_both_published_encodings_read_the_same(forms: Path) -> None:
    old = read_workbook_here(forms / "hostile" / "score-gb18030.csv").sheets[0]
    new = read_workbook_here(forms / "hostile" / "score-utf8-bom.csv").sheets[0]

    assert old.cells == new.cells
    assert new.text(0, 0) == "一级指标"
    assert new.text(5, 4) == "16,500家"
    assert "，\n按上级" in new.text(5, 7)
    assert new.text(8, 7).endswith("（编码检验字：䶮㐂𠮷）")


def test_texts_that_look_like_formulas_stay_texts(forms: Path) -> None:
    sheet = read_workbook_here(forms / "hostile" / "formula-injection.csv").sheets[0]

    assert [sheet.text(row, 7).strip() for row in range(1, 9)] == [
        *("=1+1", '=HYPERLINK("http://127.0.0.1:9/","查看")', "@SUM(A1:A2)", "+95%", "-0.1", "=1+1", "=1+1"),
        "已完成指标任务",
    ]
    assert all(cell.formula == "" and cell.number is None for cell in sheet.cells.values())


def test_an_error_value_saved_as_text_is_no_value() -> None:
    assert read_delimited(b"a,#DIV/0!\n", "x.csv").sheets[0].cells[0, 1].notes == (CellNote.ERROR_VALUE,)


def test_bytes_that_are_no_text_are_told_from_text() -> None:
    assert decoded(bytes(range(256)) * 4) is None
    assert decoded("绩".encode()[:2] + b"", is_part=True) == ""


def test_an_endless_field_is_refused() -> None:
    with pytest.raises(EnvironmentFault) as caught:
        read_delimited(b'a,"' + b"x" * 1_000_000, "x.csv")

    assert caught.value.code is FaultCode.FILE_TOO_LARGE
