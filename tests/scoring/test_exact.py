"""Exact sums, decimal forms, and how figures stand in steps."""

from decimal import Decimal, Inexact
from fractions import Fraction

import pytest

from scoring.exact import as_decimal, exact_sum, rounded
from scoring.steps import percent, shown


def test_a_sum_of_decimals_keeps_every_digit() -> None:
    long = Decimal(1234567890123456789012345678901234567890)
    assert exact_sum([long, Decimal("0.0000000000000000000000000000000000000001")]) == Decimal(
        "1234567890123456789012345678901234567890.0000000000000000000000000000000000000001"
    )
    assert exact_sum([]) == 0


def test_a_sum_with_a_fraction_is_a_fraction() -> None:
    assert exact_sum([Decimal("0.5"), Fraction(1, 3), Fraction(1, 6)]) == 1


def test_a_fraction_that_ends_is_a_decimal_and_one_that_does_not_is_rounded_to_ten_places() -> None:
    assert as_decimal(Fraction(3, 8)) == Decimal("0.375")
    assert as_decimal(Fraction(2, 3)) == Decimal("0.6666666667")
    assert as_decimal(Decimal("1.50")) == Decimal("1.5")


@pytest.mark.parametrize(("value", "text"), [("0.5", "0.5"), ("0.125", "0.13"), ("-0.125", "-0.13")])
def test_rounding_is_half_up_on_both_sides(value: str, text: str) -> None:
    assert rounded(Decimal(value), 2) == Decimal(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(2, 3), "0.6666666666…"),
        (Fraction(-2, 3), "-0.6666666666…"),
        (Fraction(5), "5"),
        (Fraction(1, 8), "0.125"),
        (7, "7"),
        (Decimal("1.50"), "1.5"),
        (Fraction(-1, 4), "-0.25"),
    ],
)
def test_a_figure_in_a_step_is_canonical_or_ends_in_dots(value: Decimal | Fraction | int, text: str) -> None:
    assert shown(value) == text


def test_a_rate_is_shown_with_two_places() -> None:
    assert percent(Fraction(12670, 165)) == "76.79%"
    assert percent(Decimal(100)) == "100.00%"


def test_a_sum_that_would_lose_a_digit_is_loud() -> None:
    assert exact_sum([Decimal(1), Decimal("1e-199")]) == Decimal("1." + "0" * 198 + "1")
    with pytest.raises(Inexact):
        exact_sum([Decimal(1), Decimal("1e-200")])
