"""Years side by side come out as worked by hand, and the parts of a change always add up to it."""

import tomllib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from desktop.compare.proposals import compare_with_likely
from scoring.align import Link, Match
from scoring.compare import Comparison, compare
from scoring.number import canonical, round_half_up
from scoring.score import score_table
from scoring.table import FundLine, NodeKind
from tests.compared_tables import band, next_year, published, random_pair, row, small_table
from tests.scoring_cases import TESTS
from tests.truth_tables import ALL, GUANGZHOU, PANYU

CASES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in (TESTS / "tables" / "compare").glob("*.toml")}


def _line(comparison: Comparison, name: str) -> Any:
    return next(each for each in comparison.lines if each.name == name)


@pytest.mark.parametrize("case", [pytest.param(case, id=key) for key, case in sorted(CASES.items())])
def test_a_next_year_compares_as_worked_by_hand(case: dict[str, Any]) -> None:
    comparison, _ = compare_with_likely((published(case["paper"]), next_year(case)))
    expected = case["expected"]
    change = comparison.change
    assert (canonical(change.before), canonical(change.after)) == (expected["from"], expected["to"])
    for part, value in change.parts.items():
        assert canonical(value) == expected[part], part
    assert [
        str(round_half_up(each.like_for_like, 2)) for each in comparison.totals if each.like_for_like is not None
    ] == expected["like_for_like"]
    assert comparison.shared == expected["shared"]
    for name, match in expected["matches"].items():
        assert _line(comparison, name).match.value == match, name
    for name, value in expected["actual_change"].items():
        assert canonical(_line(comparison, name).change.actual) == value, name
    for name, better in expected["better"].items():
        assert _line(comparison, name).change.better is better, name


@pytest.mark.parametrize("name", ALL)
def test_a_year_against_itself_is_empty(name: str) -> None:
    comparison = compare((published(name), published(name, 2099)))
    assert len(comparison.rows) == sum(each.leaf for each in comparison.tables[0].table.nodes)
    assert all(line.match is Match.SAME and line.change.empty for line in comparison.lines)
    assert set(comparison.change.parts.values()) == {Decimal(0)}
    assert comparison.change.before == comparison.change.after


def _assert_parts_add_up(seed: int) -> None:
    before, after = random_pair(seed)
    change = compare((before, after)).change
    parts = sum((Fraction(each) for each in change.parts.values()), Fraction(0))
    assert parts == Fraction(change.after) - Fraction(change.before)
    assert change.before == (before.score or 0)
    assert change.after == (after.score or 0)
    places = before.rulebook.score_places
    assert abs(change.rounding) <= Decimal(1).scaleb(-places) + Decimal("1e-8")


def test_the_parts_of_random_changes_add_up_exactly() -> None:
    for seed in range(400):
        _assert_parts_add_up(seed)


@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 11_000, 1000))
def test_the_parts_of_ten_thousand_random_changes_add_up_exactly(first: int) -> None:
    for seed in range(first, first + 1000):
        _assert_parts_add_up(seed)


def test_rows_and_bands_stand_once_each_behind_their_band() -> None:
    for seed in range(100):
        before, after = random_pair(seed)
        comparison = compare((before, after))
        assert sorted(each.at for each in comparison.lines) == list(range(len(comparison.tracks)))
        for side, table in enumerate((before, after)):
            ids = [id_ for line in comparison.lines if side in line.values for id_ in line.values[side].ids]
            assert sorted(ids) == sorted(table.rows)


def test_a_pending_row_is_no_zero_in_the_table_but_missing_from_the_total() -> None:
    before = small_table(2021, [row("甲", "5", "5"), row("乙", "5", "4")])
    after = small_table(2022, [row("甲", "5", "5"), row("乙", "5", target_text="3次")])
    comparison = compare((before, after))
    values = _line(comparison, "乙").values[1]
    assert values.score is None
    assert values.pending
    assert _line(comparison, "乙").change.score is None
    assert comparison.change.result == -4


def test_a_missing_year_is_a_gap_and_never_zero() -> None:
    tables = [
        small_table(year, [row("甲", "5", "5"), *rows])
        for year, rows in ((2021, [row("乙", "2", "1")]), (2022, []), (2023, [row("乙", "2", "2")]))
    ]
    line = _line(compare(tables), "乙")
    assert sorted(line.values) == [0, 2]
    assert line.match is Match.SAME
    assert line.change.score == 1


def test_the_order_of_the_tables_given_does_not_matter() -> None:
    tables = [small_table(year, [row("甲", "5", str(year - 2018))]) for year in (2023, 2021, 2022)]
    assert compare(tables).years == (2021, 2022, 2023)
    assert compare(tables).change.result == 2


def test_less_is_better_where_the_target_says_so() -> None:
    def year(number: int, complaints: str, trained: str) -> Any:
        return small_table(
            number,
            [row("投诉", target_text="≤10次", actual_text=complaints), row("培训", target_text="≥10次", actual_text=trained)],
        )

    comparison = compare((year(2021, "8次", "12次"), year(2022, "5次", "11次")))
    assert _line(comparison, "投诉").change.better is True
    assert _line(comparison, "培训").change.better is False
    assert _line(comparison, "投诉").change.actual_percent == Fraction(-75, 2)


def test_units_are_converted_and_those_that_cannot_be_are_told() -> None:
    def year(number: int, road: str, people: str) -> Any:
        return small_table(
            number, [row("道路", target_text=f"≥{road}", actual_text=road), row("培训", target_text=people, actual_text=people)]
        )

    comparison = compare((year(2021, "2公里", "300人"), year(2022, "2500米", "300人次")))
    road, people = _line(comparison, "道路"), _line(comparison, "培训")
    assert (road.unit, road.change.actual, road.change.unit_changed) == ("米", 500, False)
    assert people.change.unit_changed
    assert people.change.actual is None
    assert [people.values[side].actual_text for side in (0, 1)] == ["300人", "300人次"]


def test_forms_that_share_only_a_band_are_compared_there() -> None:
    before = small_table(2021, [band("履职", "50"), row("甲", "30", "27"), row("乙", "20", "18")])
    after = small_table(2022, [band("履职", "60"), row("丙", "60", "57")], form="other")
    change = compare((before, after)).change
    # 50 × (57/60 − 45/50) = 2.5 by result, (60 − 50) × 57/60 = 9.5 by weight.
    assert (change.result, change.weight, change.new, change.dropped) == (Decimal("2.5"), Decimal("9.5"), 0, 0)
    same_form = compare((before, small_table(2022, [band("履职", "60"), row("丙", "60", "57")]))).change
    assert (same_form.result, same_form.new, same_form.dropped) == (0, 57, -45)


def test_a_band_that_begins_to_count_by_its_rows_is_still_one_band() -> None:
    before = small_table(2021, [band("产出", "20", given_score_text="20"), row("甲"), row("乙")])
    after = small_table(2022, [band("产出", "20"), row("甲", "10", "9"), row("乙", "10", "10")])
    change = compare((before, after)).change
    assert (change.result, change.weight, change.new, change.dropped) == (-1, 0, 0, 0)


def test_the_published_papers_of_two_offices_meet_at_the_band_they_share() -> None:
    comparison = compare((published(PANYU), published(GUANGZHOU)))
    duty = _line(comparison, "履职效能")
    assert duty.effect is not None
    # Its rows: 48.3 of 49 printed points, then 49.99815 of 50.
    assert duty.effect.change == Decimal("1.69815")
    assert duty.effect.result == round_half_up(Fraction(49) * (Fraction("49.99815") / 50 - Fraction("48.3") / 49), 10)
    assert sum(comparison.change.parts.values()) == Decimal("97.998") - Decimal("92.25")
    assert comparison.forms_differ


def test_rows_that_do_not_apply_are_dropped_and_their_points_are_a_matter_of_weight() -> None:
    from scoring.rulebook import NotApplicable

    rules = {"not_applicable": NotApplicable.RESCALE}
    before = small_table(2021, [band("产出", "10"), row("甲", "5", "4"), row("乙", "5", "5")], **rules)
    after = small_table(2022, [band("产出", "10"), row("甲", "5", "4"), row("乙", "5", not_applicable_text="无此业务")], **rules)
    change = compare((before, after)).change
    assert (change.before, change.after) == (9, 8)
    assert (change.dropped, change.weight, change.result) == (-5, 4, 0)


def test_bonus_rows_count_as_bonus_even_where_they_are_new() -> None:
    before = small_table(2021, [row("甲", "5", "5")])
    after = small_table(2022, [row("甲", "5", "5"), row("表彰", "5", "2.5", kind=NodeKind.BONUS)])
    assert compare((before, after)).change.bonus == Decimal("2.5")


def test_the_same_year_can_be_compared_under_another_rulebook() -> None:
    nodes = [row("甲", "3", target_text="24次", actual_text="5次")]
    strict, exact = small_table(2021, nodes, score_places=0), small_table(2021, nodes)
    change = compare((strict, exact)).change
    assert (change.before, change.after, change.result) == (1, Decimal("0.63"), Decimal("-0.37"))


def test_split_and_merged_rows_are_added_up() -> None:
    before = small_table(2021, [row("培训", "4", "3", target_text="100人", actual_text="90人")])
    halves = [
        row("甲训", "2", "2", target_text="60人", actual_text="60人"),
        row("乙训", "2", "1.5", target_text="60人", actual_text="50人"),
    ]
    links = [Link("2021/培训", "2022/甲训"), Link("2021/培训", "2022/乙训")]
    split = compare((before, small_table(2022, halves)), links)
    (line,) = split.rows
    assert line.match is Match.SPLIT
    assert (line.values[1].points, line.values[1].score, line.values[1].actual_value) == (4, Decimal("3.5"), 110)
    assert (split.change.result, split.change.new, split.change.dropped) == (Decimal("0.5"), 0, 0)
    back = [Link("2021/甲训", "2022/培训"), Link("2021/乙训", "2022/培训")]
    later = replace(before.table, key=replace(before.table.key, year=2022))
    merged = compare((small_table(2021, halves), score_table(later, before.rulebook)), back)
    assert [each.match for each in merged.rows] == [Match.MERGED]
    assert merged.change.result == Decimal("-0.5")


def test_funds_of_one_name_are_compared_in_one_money_unit() -> None:
    def year(number: int, unit: str, budget: str, executed: str) -> Any:
        made = small_table(number, [])
        funds = (FundLine("f1", "资金", "年度资金总额", adjusted_budget_text=budget, executed_text=executed),)
        heading = replace(made.table.heading, money_unit=unit)
        return score_table(replace(made.table, heading=heading, funds=funds), made.rulebook)

    comparison = compare((year(2021, "元", "5000000", "4000000"), year(2022, "万元", "600", "540")))
    (fund,) = comparison.funds
    assert fund.money_unit == "万元"
    assert (fund.values[0].adjusted_budget, fund.values[0].executed) == (500, 400)
    assert (fund.change["executed"], fund.change["execution_rate"], fund.executed_percent) == (140, 10, 35)


def test_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        compare(())


def test_one_table_alone_has_bands_and_rows_and_no_change() -> None:
    comparison = compare([small_table(2021, [band("产出", "10"), row("甲", "4", "3"), row("乙", "6", "6")])])
    assert [(each.name, each.depth) for each in comparison.lines] == [("产出", 0), ("甲", 1), ("乙", 1)]
    assert [each.name for each in comparison.groups] == ["产出"]
    assert [each.name for each in comparison.rows] == ["甲", "乙"]
    assert {at: line.name for at, line in comparison.lines_by_track.items()} == {0: "产出", 1: "甲", 2: "乙"}
    assert (comparison.change.before, comparison.change.after) == (9, 9)
    assert set(comparison.change.parts.values()) == {0}


def test_rows_that_were_split_into_other_sizes_are_added_in_one_unit() -> None:
    before = small_table(2021, [row("道路", "4", "3", target_text="≥3公里", actual_text="2.5公里")])
    halves = [
        row("甲路", "2", "2", target_text="≥2公里", actual_text="1.5公里"),
        row("乙路", "2", "1.5", target_text="≥800米", actual_text="900米"),
    ]
    (line,) = compare((before, small_table(2022, halves)), [Link("2021/道路", f"2022/{each}路") for each in "甲乙"]).rows
    assert (line.unit, line.values[1].target_value, line.values[1].actual_value) == ("公里", Decimal("2.8"), Decimal("2.4"))
    assert line.change.actual == Decimal("-0.1")


def test_rows_that_were_split_into_other_things_are_not_added() -> None:
    before = small_table(2021, [row("帮扶", "4", "3", target_text="≥30人", actual_text="25人")])
    halves = [
        row("甲", "2", "2", target_text="≥20人", actual_text="15人"),
        row("乙", "2", "1.5", target_text="≥8公里", actual_text="9公里"),
    ]
    (line,) = compare((before, small_table(2022, halves)), [Link("2021/帮扶", f"2022/{each}") for each in "甲乙"]).rows
    assert (line.values[1].actual_value, line.values[1].comparable, line.change.actual) == (None, False, None)
    assert line.values[1].score == Decimal("3.5")


def test_a_size_without_end_is_written_to_ten_places() -> None:
    years = [small_table(2021, [row("工期", target_text=f"≤{first}", actual_text=first)]) for first in ("4个月",)]
    years.append(small_table(2022, [row("工期", target_text="≤1年", actual_text="1年")]))
    line = compare(years).rows[0]
    assert (line.unit, line.values[0].actual_value, line.change.actual) == (
        "年",
        Decimal("0.3333333333"),
        Decimal("0.6666666667"),
    )


def test_a_line_of_funds_counts_with_its_initial_budget_where_it_has_no_other() -> None:
    made = small_table(2021, [])
    funds = (
        FundLine("f1", "资金", "财政拨款", initial_budget_text="100", adjusted_budget_text="120", executed_text="60"),
        FundLine("f2", "资金", "其他资金", initial_budget_text="30"),
        FundLine("f3", "资金", "单位资金"),
    )
    comparison = compare([score_table(replace(made.table, funds=funds), made.rulebook)])
    assert [each.values[0].budget for each in comparison.funds] == [120, 30, None]


def test_a_row_without_figures_is_better_by_its_score() -> None:
    def year(number: int, order: str, service: str) -> Any:
        rows = [row("秩序", "5", order, target_text="良好"), row("服务", "5", service, target_text="良好"), row("作风", "5", "4")]
        return small_table(number, rows)

    comparison = compare((year(2021, "3", "4"), year(2022, "4", "3")))
    assert [_line(comparison, name).change.better for name in ("秩序", "服务", "作风")] == [True, False, None]


def test_points_given_to_a_row_that_had_none_are_weight() -> None:
    change = compare((small_table(2021, [row("甲", "0", "0")]), small_table(2022, [row("甲", "5", "4")]))).change
    assert (change.result, change.weight, change.new) == (0, 4, 0)


def _with_funds(number: int, *lines: tuple[str, str, str]) -> Any:
    made = small_table(number, [])
    funds = tuple(
        FundLine(f"f{at}", group, label, adjusted_budget_text=budget) for at, (group, label, budget) in enumerate(lines)
    )
    return score_table(replace(made.table, funds=funds), made.rulebook)


def test_lines_of_funds_are_paired_by_count_and_by_a_label_that_stands_once() -> None:
    before = _with_funds(2021, ("来源", "其他", "1"), ("来源", "其他", "2"), ("来源", "财政拨款", "3"), ("来源", "专户", "4"))
    after = _with_funds(2022, ("来源", "其他", "10"), ("来源", "其他", "20"), ("分类", "财政拨款", "30"), ("来源", "单位", "40"))
    budgets = [[each.values[side].adjusted_budget for side in each.values] for each in compare((before, after)).funds]
    assert budgets == [[1, 10], [2, 20], [3, 30], [40], [4]]


def test_the_ratios_of_a_paper_stand_side_by_side() -> None:
    rates = {each.label: each for each in compare((published(PANYU), published(PANYU, 2022))).rates}
    assert rates["预算完成率"].change == 0
    assert sorted(rates["预算完成率"].values) == [0, 1]
    assert round_half_up(rates["预算完成率"].values[0] or Fraction(0), 2) == Decimal("97.49")


def test_a_row_that_is_new_has_no_change_of_its_own() -> None:
    comparison = compare(
        (small_table(2021, [row("甲", "5", "4")]), small_table(2022, [row("甲", "5", "4"), row("乙", "5", "5")]))
    )
    new = _line(comparison, "乙")
    assert (new.match, new.change.empty) == (Match.NEW, True)
