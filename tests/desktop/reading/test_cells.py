"""The grid answers by place, by merge and by address."""

import pytest

from desktop.reading.cells import Cell, Merge, column_letters, sheet_of


@pytest.mark.parametrize(
    ("column", "letters"),
    [(0, "A"), (7, "H"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")],
)
def test_columns_are_lettered_as_in_excel(column: int, letters: str) -> None:
    assert column_letters(column) == letters


def test_a_merge_answers_with_its_top_left_cell_everywhere() -> None:
    sheet = sheet_of("表", {(1, 0): Cell("产出"), (1, 2): Cell("6次")}, merges=(Merge(1, 0, 4, 1),))

    assert sheet.text(3, 1) == ""
    assert sheet.anchor(3, 1) == (1, 0)
    assert sheet.anchor_text(3, 1) == "产出"
    assert sheet.anchor(1, 2) == (1, 2)
    assert sheet.anchor_text(1, 2) == "6次"
    assert sheet.address(10, 7) == "H11"


def test_the_extent_follows_filled_merges_and_not_empty_ones() -> None:
    sheet = sheet_of("表", {(0, 0): Cell("标题")}, merges=(Merge(0, 0, 0, 7), Merge(20, 0, 59, 7)))

    assert (sheet.row_count, sheet.column_count) == (1, 8)
