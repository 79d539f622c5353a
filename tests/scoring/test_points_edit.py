from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.points_edit import distribute_points, rescale_points, share
from scoring.table import YearTable, node_of
from tests.scoring.tables import table

BAND = table("数量指标 | 10", "  甲 | 2 | | | 2", "  乙 | 3 | | | ", "  丙 | | | | ")
NESTED = table("产出 | 50", "  数量 | 20", "    甲 | 15 | | | ", "    乙 | 5 | | | ", "  质量 | 20", "    丙 | 20 | | | ")

points = st.decimals(min_value=0, max_value=1000, places=2)
weights = st.lists(st.decimals(min_value=0, max_value=100, places=1), min_size=1, max_size=30)


def texts(made: YearTable) -> list[str]:
    return [each.points_text for each in made.nodes]


def test_ten_points_over_three_rows_leave_the_odd_hundredth_to_the_last() -> None:
    assert texts(distribute_points(BAND, "1", 2)) == ["10", "3.33", "3.33", "3.34"]
    assert texts(distribute_points(BAND, "1", 1)) == ["10", "3.3", "3.3", "3.4"]


def test_equal_parts_take_the_rows_below_along() -> None:
    assert texts(distribute_points(NESTED, "1", 2)) == ["50", "25", "18.75", "6.25", "25", "25"]


def test_children_are_rescaled_to_the_points_of_their_band() -> None:
    assert texts(rescale_points(BAND, "1", 2)) == ["10", "4", "6", ""]
    assert texts(rescale_points(NESTED, "1", 2)) == ["50", "25", "18.75", "6.25", "25", "25"]
    seventh = table("效益 | 10", "  甲 | 1 | | |", "  乙 | 2 | | |", "  丙 | 4 | | |")
    assert texts(rescale_points(seventh, "1", 2)) == ["10", "1.42", "2.86", "5.72"]  # 1.428…, 2.857…, 5.714…


def test_points_that_already_add_up_stay_as_they_were_typed() -> None:
    typed = table("效益 | 10", "  甲 | 3.334分 | | |", "  乙 | 3.333 | | |", "  丙 | 3.333 | | |")
    assert rescale_points(typed, "1", 2) is typed
    halved = table("效益 | 10", "  甲 | 5.0 | | |", "  乙 | 2 | | |")
    assert texts(distribute_points(halved, "1", 2)) == ["10", "5.0", "5"]


def test_points_finer_than_the_rulebook_are_shared_out_whole() -> None:
    fine = table("效益 | 0.005", "  甲 | 1 | | |", "  乙 | 1 | | |")
    assert texts(distribute_points(fine, "1", 2)) == ["0.005", "0.002", "0.003"]


def test_a_given_score_is_put_aside_where_the_points_under_it_change() -> None:
    row = node_of(distribute_points(BAND, "1", 2), "2")
    assert (row.given_score_text, row.aside_score_text) == ("", "2")


@pytest.mark.parametrize(
    "rows",
    [
        ("效益 | ", "  甲 | 1 | | |"),
        ("效益 | 很多", "  甲 | 1 | | |"),
        ("效益 | 10", "社会 | 5"),
        ("效益 | 0.01", "  甲 | 3 | | |", "  乙 | 3 | | |"),
    ],
)
def test_what_cannot_be_distributed_stays_as_it_is(rows: tuple[str, ...]) -> None:
    made = table(*rows)
    assert distribute_points(made, "1", 2) is made


@pytest.mark.parametrize(
    "rows", [("效益 | 10", "  甲 | | | |"), ("效益 | 10", "  甲 | 0 | | |"), ("效益 | -5", "  甲 | 2 | | |")]
)
def test_what_cannot_be_rescaled_stays_as_it_is(rows: tuple[str, ...]) -> None:
    made = table(*rows)
    assert rescale_points(made, "1", 2) is made


@given(points, weights, st.integers(min_value=0, max_value=4))
def test_parts_add_up_and_none_is_a_unit_from_its_share(total: Decimal, wished: list[Decimal], places: int) -> None:
    parts = share(total, wished, places)
    whole = sum(wished)
    if not whole:
        assert parts == []
        return
    assert sum(parts) == total
    unit = Decimal(1).scaleb(-places)
    for part, weight in zip(parts, wished, strict=True):
        assert abs(part * whole - total * weight) < unit * whole
        assert weight or not part


@given(points, st.lists(st.decimals(min_value=0, max_value=50, places=2), min_size=1, max_size=12))
def test_after_rescaling_every_band_is_the_sum_of_its_rows(total: Decimal, rows: list[Decimal]) -> None:
    made = table(f"产出 | {total}", "  数量 | 7", *(f"    甲 | {each} | | |" for each in rows), "  质量 | 3", "    乙 | 3 | | |")
    once = rescale_points(made, "1", 2)
    top, first, *below, second, last = [Decimal(each) for each in texts(once)]
    assert first + second == top
    assert last == second
    assert sum(below) == first or not sum(rows) or first == 7  # a band that keeps its points leaves its rows alone
    assert rescale_points(once, "1", 2) is once


def test_a_band_below_nought_is_not_shared_out() -> None:
    made = table("扣分 | -1", "  甲 | 2 | | |", "  乙 | 3 | | |")
    assert rescale_points(made, "1", 2) is made
    assert distribute_points(made, "1", 2) is made
