from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.number import (
    as_fraction,
    canonical,
    finite_decimal,
    parse_amount,
    parse_number,
    parse_percentage,
    round_half_up,
    times,
)

decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6)
fractions = st.fractions(max_denominator=10**6)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("￥1,509.62", "1509.62"),
        ("¥ 20", "20"),
        ("8365.42万元", "8365.42"),
        ("1467.73 元", "1467.73"),
        ("－3亿元", "-3"),
        ("约20万元", None),
        ("万元", None),
        ("20%", None),
    ],
)
def test_an_amount_is_its_figure_whatever_unit_stands_behind_it(text: str, number: str | None) -> None:
    assert parse_amount(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", "1234.50"),
        ("２０", "20"),
        ("-3", "-3"),
        ("－3", "-3"),
        ("+5", "5"),
        (" 7 ", "7"),
        ("0", "0"),
        (".5", "0.5"),
        ("1，234，567", "1234567"),
        ("12 345.6", "12345.6"),
        ("0.10", "0.10"),
        ("９９．５", "99.5"),
    ],
)
def test_a_plain_number_is_read_exactly(text: str, number: str | None) -> None:
    assert str(parse_number(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        ".",
        "98.5%",
        "5个",
        "1,23",
        "12,34",
        "1.2.3",
        "1e5",
        "五",
        "3-5",
        "5²",
        "①",
        "½",
        "abc",
        "5 6",
        "١٢",
        "9" * 60,
    ],
)
def test_anything_else_is_no_number_and_never_zero(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(("text", "number"), [("98.5%", "98.5"), ("９５％", "95"), ("-3 %", "-3"), ("95", None), ("%", None)])
def test_a_percentage_needs_its_sign(text: str, number: str | None) -> None:
    read = parse_percentage(text)
    assert (read and str(read)) == number


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Decimal("0.625"), 2, "0.63"),
        (Decimal("-0.625"), 2, "-0.63"),
        (Fraction(5, 8), 2, "0.63"),
        (Fraction(2, 3), 4, "0.6667"),
        (Decimal("97.4893"), 2, "97.49"),
        (Decimal("49.99815"), 3, "49.998"),
        (Decimal("1.005"), 2, "1.01"),
        (Decimal(5), 2, "5.00"),
        (Decimal("-0.001"), 2, "0.00"),
        (Decimal("1234567890123456789012345678901.5"), 0, "1234567890123456789012345678902"),
        (Decimal(150), -2, "2E+2"),
    ],
)
def test_halves_go_away_from_zero(value: Decimal | Fraction, places: int, rounded: str) -> None:
    assert str(round_half_up(value, places)) == rounded


@given(st.one_of(decimals, fractions), st.integers(0, 8))
def test_rounding_is_symmetric_and_never_further_off_than_half_a_step(value: Decimal | Fraction, places: int) -> None:
    rounded = round_half_up(value, places)
    assert round_half_up(-Fraction(value), places) == rounded.copy_negate()
    assert abs(Fraction(rounded) - Fraction(value)) * 2 * 10**places <= 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("20.00"), "20"),
        (Decimal("1E+4"), "10000"),
        (Decimal("-0.00"), "0"),
        (Decimal("4.99915"), "4.99915"),
        (Decimal("0.50"), "0.5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-7, 5), "-1.4"),
        (Fraction(12), "12"),
        (Fraction(1, 2**40), f"{Decimal(5**40) / 10**40:f}"),
    ],
)
def test_the_canonical_form_has_no_exponent_and_no_needless_zeros(value: Decimal | Fraction, text: str) -> None:
    assert canonical(value) == text


@pytest.mark.parametrize("value", [Fraction(1, 3), Fraction(22, 7)])
def test_an_endless_fraction_has_no_canonical_form(value: Decimal | Fraction) -> None:
    with pytest.raises(ValueError, match="finite"):
        canonical(value)


@given(decimals)
def test_a_number_survives_its_canonical_form(value: Decimal | Fraction) -> None:
    assert parse_number(canonical(value)) == value
    assert canonical(as_fraction(value)) == canonical(value)


@given(st.integers(-(10**40), 10**40), st.integers(-(10**40), 10**40))
def test_a_product_is_not_cut_at_twenty_eight_digits(left: int, right: int) -> None:
    assert times(Decimal(left), Decimal(right)) == Decimal(left * right)


@pytest.mark.parametrize(
    ("left", "right", "product"), [("0.5", "0.25", "0.125"), ("-0.1", "0.3", "-0.03"), ("-1.5", "-2", "3.0"), ("0.5", "1", "0.5")]
)
def test_a_product_has_the_places_of_both(left: str, right: str, product: str) -> None:
    assert str(times(Decimal(left), Decimal(right))) == product


@pytest.mark.parametrize(
    ("value", "text"), [("1/2", "0.5"), ("3/40", "0.075"), ("-7/5", "-1.4"), ("12", "12"), ("1/80", "0.0125")]
)
def test_a_finite_decimal_has_no_more_places_than_it_needs(value: str, text: str) -> None:
    assert str(finite_decimal(Fraction(value))) == text
