"""Cells are collected within limits, blanks are none, and what hides them is noted."""

from decimal import Decimal

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits
from desktop.reading.cells import Cell, CellNote
from desktop.reading.collect import SheetCollector, clean_text, number_cell, stored_number, text_cell


def test_blanks_of_every_width_are_no_content() -> None:
    collector = SheetCollector("表")
    for column, blank in enumerate(["", " ", "\t\n", "\xa0", "\u3000", "\u200b\ufeff"]):
        collector.put_text(0, column, blank)

    assert collector.sheet().cells == {}


def test_a_text_keeps_its_blanks_and_loses_what_nobody_can_see() -> None:
    assert clean_text(" 95 %\u3000") == " 95 %\u3000"
    assert clean_text("甲\r\n乙\r丙\v丁") == "甲\n乙\n丙\n丁"
    assert clean_text("\ufeff绩\u200b效\x07") == "绩效"


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", "5"), ("0.10", "0.1"), ("0.95670000000000011", "0.9567000000000001"), ("1E3", "1000"), ("-0.5", "-0.5")],
)
def test_a_stored_number_is_the_shortest_notation_of_its_double(text: str, number: str) -> None:
    assert str(stored_number(text)) == number


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "1e999", "95%"])
def test_what_is_no_double_is_no_number(text: str) -> None:
    assert stored_number(text) is None


def test_error_values_are_no_texts() -> None:
    assert text_cell("#N/A ").notes == (CellNote.ERROR_VALUE,)
    assert text_cell("#1 楼").notes == ()


def test_a_rounded_number_says_so() -> None:
    assert number_cell(Decimal("0.9567"), "0%") == Cell("95.67%", Decimal("0.9567"), "0%", "", (CellNote.SHOWN_ROUNDED,))


@pytest.mark.parametrize(("row", "column", "address"), [(limits.ROWS, 0, f"A{limits.ROWS + 1}"), (0, limits.COLUMNS, "AMK1")])
def test_a_far_cell_is_refused_by_its_address(row: int, column: int, address: str) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        SheetCollector("表").put_text(row, column, "x")

    assert caught.value.code is FaultCode.FILE_TOO_LARGE
    assert caught.value.facts["cell"] == address


def test_a_far_blank_is_nothing() -> None:
    collector = SheetCollector("表")
    collector.put_text(1_048_575, 16_383, "")

    assert collector.sheet().row_count == 0


def test_merges_over_each_other_are_refused_before_anybody_walks_them() -> None:
    collector = SheetCollector("表")
    collector.put_text(0, 0, "x")
    collector.put_text(50_000, 500, "x")
    for row in range(100):
        collector.merge(row, 0, 99_999, 1_023)

    with pytest.raises(EnvironmentFault) as caught:
        collector.sheet()

    assert caught.value.code is FaultCode.FILE_TOO_LARGE


def test_too_many_merges_are_refused() -> None:
    collector = SheetCollector("表")
    for row in range(limits.MERGES):
        collector.merge(row, 0, row, 1)

    with pytest.raises(EnvironmentFault) as caught:
        collector.merge(limits.MERGES, 0, limits.MERGES, 1)

    assert caught.value.code is FaultCode.FILE_TOO_LARGE
