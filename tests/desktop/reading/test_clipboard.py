"""A copied block reads as the cells it was copied from."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.reading.cells import Merge
from desktop.reading.clipboard import as_file, block_from_clipboard, rows_from_text
from desktop.reading.reader import read_workbook_here


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲\t乙\r\n丙\t丁\r\n", [["甲", "乙"], ["丙", "丁"]]),
        ('"一是\n二是"\t5\n', [["一是\n二是", "5"]]),
        ('"他说""好""\n完"\n乙\n', [['他说"好"\n完'], ["乙"]]),
        ('"重点"工作\t1', [['"重点"工作', "1"]]),
        ('"重点"\t1', [['"重点"', "1"]]),
        ('5" 屏\t"开', [['5" 屏', '"开']]),
        ("单", [["单"]]),
        ("甲\t\t乙", [["甲", "", "乙"]]),
        ("甲\n\n乙", [["甲"], [""], ["乙"]]),
        ("", [[""]]),
    ],
)
def test_text_splits_at_tabs_and_line_ends_and_not_within_quotes(text: str, rows: list[list[str]]) -> None:
    assert rows_from_text(text) == rows


@given(st.lists(st.lists(st.text(alphabet='甲5%"\n\t ', max_size=5), min_size=1, max_size=4), min_size=1, max_size=4))
def test_what_excel_copies_comes_back(rows: list[list[str]]) -> None:
    def written(field: str) -> str:
        return '"' + field.replace('"', '""') + '"' if any(sign in field for sign in '"\n\t') else field

    width = len(rows[0])
    block = [(row + [""] * width)[:width] for row in rows]
    read = rows_from_text("".join("\t".join(written(field) for field in row) + "\r\n" for row in block))

    # A field of quotes alone is written with and without quotes by different programs; it stays as it came.
    assert [len(row) for row in read] == [width] * len(block)
    for fields, originals in zip(read, block, strict=True):
        for field, original in zip(fields, originals, strict=True):
            assert field in {original, written(original)}


PAGE = (
    "Version:0.9\r\nStartHTML:0105\r\n<html><body><!--StartFragment--><table><tr><td rowspan=2>产出</td>"
    "<td x:num='0.985'>98.50%</td></tr><tr><td>6次</td></tr></table><!--EndFragment--></body></html>"
)


def test_the_page_on_the_clipboard_brings_its_merges(tmp_path: Path) -> None:
    path = as_file(tmp_path, 1, "产出\t98.50%\r\n\t6次\r\n", PAGE)

    assert path is not None
    (sheet,) = read_workbook_here(path).sheets
    assert sheet.merges == (Merge(0, 0, 1, 0),)
    assert sheet.cells[0, 1].number == Decimal("0.985")


def test_without_a_table_the_text_counts(tmp_path: Path) -> None:
    path = as_file(tmp_path, 2, '甲\t乙\r\n丙\t"丁\n戊"\r\n', "<p>甲 乙</p>")

    assert path is not None
    (sheet,) = read_workbook_here(path).sheets
    assert [sheet.text(row, column) for row in (0, 1) for column in (0, 1)] == ["甲", "乙", "丙", "丁\n戊"]


def test_an_empty_clipboard_is_no_file(tmp_path: Path) -> None:
    assert as_file(tmp_path, 1, " \n", "<p></p>") is None


MERGED = "<table><tr><td rowspan=2>见附件</td><td colspan=2>95%</td></tr><tr><td>甲</td><td>乙</td></tr></table>"


def test_a_block_knows_what_its_merged_cells_cover() -> None:
    block = block_from_clipboard("见附件\t95%\t\r\n\t甲\t乙\r\n", MERGED)
    assert block.rows == (("见附件", "95%", ""), ("见附件", "甲", "乙"))
    assert block.covered == {(1, 0), (0, 2)}


@pytest.mark.parametrize("text", ["", "见附件\t95%\n甲\t乙\n", "别的\n"])
def test_where_the_text_has_other_cells_the_page_alone_counts(text: str) -> None:
    assert block_from_clipboard(text, MERGED).rows == (("见附件", "95%", ""), ("见附件", "甲", "乙"))


@pytest.mark.parametrize(
    "page", ["", "<p rowspan=2>甲", "<table><tr><td>甲", "<table rowspan", "<table><td colspan=x rowspan=99999999>"]
)
def test_a_page_without_merged_cells_leaves_the_text_as_it_is(page: str) -> None:
    block = block_from_clipboard("甲\t乙\n丙", page)
    assert block.rows == (("甲", "乙"), ("丙",))
    assert not block.covered


def test_a_page_alone_counts_without_merged_cells_too() -> None:
    assert block_from_clipboard("", "<table><tr><td>甲</td><td>乙</td></tr></table>").rows == (("甲", "乙"),)
    assert block_from_clipboard("", "<p>甲</p>").rows == ()
