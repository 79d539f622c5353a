"""Which typed texts are numbers for a spreadsheet, and how worked-out numbers are written."""

from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.forms.number_text import CellNumber, cell_number, format_fixed, format_number, format_rate


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", CellNumber(Decimal(0), 0)),
        ("0.50", CellNumber(Decimal("0.50"), 2)),
        ("-13.65%", CellNumber(Decimal("-13.65"), 2, percent=True)),
        ("100%", CellNumber(Decimal(100), 0, percent=True)),
        ("1,467.73", CellNumber(Decimal("1467.73"), 2, grouped=True)),
        ("69441.60", CellNumber(Decimal("69441.60"), 2)),
    ],
)
def test_a_text_that_a_spreadsheet_can_show_unchanged_is_a_number(text: str, number: CellNumber) -> None:
    assert cell_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 5",
        "5 ",
        "007",
        "+5",
        "-0",
        "-0.00",
        "6次",
        "１２",
        "1,23",
        "12,345,6",
        "1e3",
        ".5",
        "5.",
        "1.234.5",
        "＞90%",
        "5%%",
        "1234567890123456",
    ],
)
def test_any_other_text_stays_text(text: str) -> None:
    assert cell_number(text) is None


def test_worked_out_numbers_are_written_without_exponent_or_needless_zeros() -> None:
    assert [format_number(each) for each in (None, Decimal("4.9900"), Decimal("1E+2"), Fraction(1, 8))] == [
        "",
        "4.99",
        "100",
        "0.125",
    ]
    assert format_fixed(Decimal("2.005"), 2) == "2.01"
    assert [format_rate(each) for each in (None, Fraction(200, 3), Decimal("97.5"))] == ["", "66.67%", "97.50%"]
    assert format_rate(Decimal("98.14"), 1) == "98.1%"
