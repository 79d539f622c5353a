"""Numbers read as the clerk sees them, and never lose a digit on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.reading.number_formats import BUILTIN_FORMATS
from desktop.reading.shown import plain_text, shown_text


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        ("0.95", "0%", "95%"),
        ("0.985", "0.00%", "98.50%"),
        ("0.95", "General", "0.95"),
        ("1", "0.0", "1.0"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1234567.5", "#,##0.0", "1,234,567.5"),
        ("999", "#,##0", "999"),
        ("0", "#,##0", "0"),
        ("-1234.5", "#,##0.00", "-1,234.50"),
        ("-1234.5", "#,##0.00;-#,##0.00", "-1,234.50"),
        ("-1234.5", "#,##0.00_);[Red]\\(#,##0.00\\)", "-1,234.50"),
        ("1509.62", '"¥"#,##0.00', "¥1,509.62"),
        ("1509.62", "[$¥-804]#,##0.00", "¥1,509.62"),
        ("1509.62", BUILTIN_FORMATS[43], "1,509.62"),
        ("-1509.62", BUILTIN_FORMATS[44], "¥-1,509.62"),
        ("6", '0"次"', "6次"),
        ("6", "General次", "6次"),
        ("12.5", "0.##", "12.5"),
        ("12", "0.##", "12"),
        ("7", "000", "007"),
        ("0.5", "#.0", ".5"),
        ("12000", "0,", "12"),
        ("120000", "0!.0,", "12.0"),
        ("5", '[>=60]"合格"0;0', "5"),
        ("75", '[>=60]"合格"0;0', "合格75"),
        ("0.000001", "General", "0.000001"),
        ("1500", "0.00E+00", "1500"),
        ("44561", "yyyy/m/d", "2021/12/31"),
        ("44561", 'yyyy"年"m"月"d"日"', "2021年12月31日"),
        ("44561", "yyyy年mm月dd日", "2021年12月31日"),
        ("44561", "[$-804]yyyy年m月;@", "2021年12月"),
        ("44561", "[DBNum1][$-804]yyyy年m月", "2021年12月"),
        ("44561.75", "yyyy-mm-dd hh:mm", "2021-12-31 18:00"),
        ("44561.75", "h:mm AM/PM", "6:00 PM"),
        ("44561.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("44561", "aaaa", "星期五"),
        ("44561", "d-mmm-yy", "31-Dec-21"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
    ],
)
def test_a_number_reads_as_it_is_shown(number: str, number_format: str, text: str) -> None:
    shown = shown_text(Decimal(number), number_format)

    assert (shown.text, shown.is_rounded) == (text, False)


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        ("0.9567", "0%", "95.67%"),
        ("1.0315789473684212", "0.00%", "103.157894736842%"),
        ("1234.567", "#,##0.00", "1,234.567"),
        ("12.345", '0.00"万元"', "12.345万元"),
        ("12.5", "0", "12.5"),
        ("12345", "0,", "12.345"),
        ("0.333333333333333", "General", "0.333333333333333"),
        ("123456789012", "General", "123456789012"),
        ("0", BUILTIN_FORMATS[43], "0.00"),
        ("5", ";;;", "5"),
        ("-5", "yyyy/m/d", "-5"),
    ],
)
def test_a_cell_that_holds_more_than_it_shows_keeps_all_of_it_and_says_so(number: str, number_format: str, text: str) -> None:
    shown = shown_text(Decimal(number), number_format)

    assert (shown.text, shown.is_rounded) == (text, True)


def test_the_noise_of_binary_numbers_is_no_loss() -> None:
    assert shown_text(Decimal("0.95670000000000011"), "0.00%").text == "95.67%"
    assert shown_text(Decimal("4.8999999999999995"), "General").text == "4.9"
    assert not shown_text(Decimal("4.8999999999999995"), "0.0").is_rounded


def test_days_of_a_mac_count_from_1904() -> None:
    assert shown_text(Decimal(0), "yyyy/m/d", is_1904=True).text == "1904/1/1"


@pytest.mark.parametrize("number_format", ["0.00", "#,##0.00", "0%", '0.0"分"', "General", "0.00_ ", "#,##0_);(#,##0)"])
@given(units=st.integers(-(10**12), 10**12), places=st.integers(0, 6))
def test_no_digit_is_ever_lost(number_format: str, units: int, places: int) -> None:
    number = Decimal(units).scaleb(-places)
    text = shown_text(number, number_format).text
    bare = Decimal(text.replace(",", "").rstrip("%分"))

    assert (bare.scaleb(-2) if "%" in text else bare) == number


@given(
    st.text(alphabet='0#?.,%;[]$¥"\\_*/-+eEyYmMdDhHsSaAgG@年月日 ()><=:1!', max_size=24),
    st.integers(-(10**9), 10**9),
)
def test_any_format_code_gives_some_text(number_format: str, units: int) -> None:
    assert isinstance(shown_text(Decimal(units).scaleb(-3), number_format).text, str)


def test_very_large_and_very_small_numbers_stay_short() -> None:
    assert plain_text(Decimal("1e300")) == "1E+300"
    assert plain_text(Decimal("1e-300")) == "1E-300"
    assert shown_text(Decimal("1e300"), "0.00").text == "1E+300"
