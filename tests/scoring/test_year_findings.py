"""What only several years show is found, and nothing is said of years that give no cause."""

from typing import Any

import pytest

from scoring.align import Link
from scoring.compare import compare
from scoring.year_findings import YearCode, year_findings
from tests.compared_tables import published, row, small_table
from tests.truth_tables import ALL


def _found(*years: list[Any], **fields: Any) -> list[tuple[str, dict[str, str]]]:
    tables = [small_table(2021 + at, nodes, **fields) for at, nodes in enumerate(years)]
    return [(each.code.value, each.facts) for each in year_findings(compare(tables))]


def _row(target: str, actual: str, points: str = "") -> Any:
    return row("培训", points, "1" if points else "", target_text=target, actual_text=actual)


def test_a_target_below_what_was_reached_last_year() -> None:
    (found,) = _found([_row("100人", "150人")], [_row("120人", "130人")])
    assert found == ("target_below_actual", {"before": "2021", "after": "2022", "target": "120人", "actual": "150人"})
    assert [code for code, _ in _found([_row("≤10%", "6%")], [_row("≤8%", "7%")])] == ["target_below_actual"]
    assert _found([_row("100人", "110人")], [_row("120人", "130人")]) == []


def test_points_moved_by_half_or_more() -> None:
    assert [code for code, _ in _found([_row("100人", "100人", "2")], [_row("100人", "100人", "3")])] == ["points_moved"]
    assert _found([_row("100人", "100人", "2")], [_row("100人", "100人", "2.5")]) == []


def test_the_same_easy_target_three_years_running() -> None:
    codes = [code for code, _ in _found(*[[_row("≤100件", "95件")]] * 3)]
    assert codes.count("same_target") == 1
    assert _found(*[[_row("100%", "100%")]] * 3) == []


def test_a_sudden_jump() -> None:
    assert [code for code, _ in _found([_row("10人", "10人")], [_row("10人", "30人")])] == ["jump"]
    assert [code for code, _ in _found([_row("≤10件", "9件")], [_row("≤9件", "3件")])] == ["jump"]
    assert _found([_row("10人", "10人")], [_row("10人", "29人")]) == []


def test_another_unit_is_told_and_a_convertible_one_is_not() -> None:
    assert [code for code, _ in _found([_row("300人", "300人")], [_row("300人次", "300人次")])] == ["unit_changed"]
    assert _found([_row("3公里", "3公里")], [_row("3000米", "3000米")]) == []


def test_pending_rows_missing_years_and_other_rules_are_told() -> None:
    assert ("pending", {"year": "2022", "count": "1"}) in _found([row("甲", "5", "5")], [row("甲", "5")])
    tables = [small_table(2021, []), small_table(2024, [], form="other")]
    assert [each.code for each in year_findings(compare(tables))] == [
        YearCode.FORMS_DIFFER,
        YearCode.YEAR_MISSING,
        YearCode.YEAR_MISSING,
    ]


@pytest.mark.parametrize("name", ALL)
def test_a_published_year_against_itself_finds_no_row_that_moved(name: str) -> None:
    tables = (published(name, 2030), published(name, 2031))
    codes = {each.code for each in year_findings(compare(tables))}
    assert codes <= {YearCode.TARGET_BELOW_ACTUAL}


def test_two_rulebooks_are_told_by_their_keys() -> None:
    tables = [small_table(2021, []), published(ALL[0], 2022)]
    (told,) = [each for each in year_findings(compare(tables)) if each.code is YearCode.RULEBOOKS_DIFFER]
    assert told.facts == {"rulebooks": " ".join(each.rulebook.key for each in tables)}
    assert (told.row, told.side) == (None, 1)


def test_years_of_one_unit_are_measured_even_where_a_later_year_counts_otherwise() -> None:
    found = _found([_row("100人", "150人")], [_row("120人", "130人")], [_row("3场", "3场")])
    assert [(code, facts["after"]) for code, facts in found] == [("target_below_actual", "2022"), ("unit_changed", "2023")]


def test_a_number_kept_in_another_unit_is_not_the_same_target() -> None:
    codes = [code for code, _ in _found([_row("100人", "101人")], [_row("100人", "101人")], [_row("100场", "101场")])]
    assert "same_target" not in codes


def test_a_year_without_a_unit_does_not_hide_that_it_changed() -> None:
    years = [_row("100人", "100人")], [_row("100", "100")], [_row("100人次", "100人次")]
    assert [code for code, _ in _found(*years)] == ["unit_changed"]


def test_a_row_that_was_split_into_other_things_has_no_other_unit() -> None:
    before = small_table(2021, [row("帮扶", target_text="≥30人", actual_text="25人")])
    parts = [row("甲", target_text="≥20人", actual_text="15人"), row("乙", target_text="≥8公里", actual_text="9公里")]
    links = [Link("2021/帮扶", "2022/甲"), Link("2021/帮扶", "2022/乙")]
    assert year_findings(compare((before, small_table(2022, parts)), links)) == ()


def test_a_target_kept_in_other_words_is_the_same_and_a_raised_one_is_not() -> None:
    kept = [[_row(target, "150人")] for target in ("≥100人", "100人以上", "不少于100人")]
    (steady,) = [facts for code, facts in _found(*kept) if code == "same_target"]
    assert steady == {"before": "2021", "after": "2023", "count": "3", "target": "不少于100人"}
    raised = [[_row(f"≥{target}人", "150人")] for target in (100, 110, 120)]
    assert "same_target" not in [code for code, _ in _found(*raised)]


def test_a_surplus_that_becomes_a_loss_is_no_multiple() -> None:
    assert [code for code, _ in _found([_row("≥1万元", "1万元")], [_row("≥1万元", "-1万元")])] == []
    assert [code for code, _ in _found([_row("≤3件", "3件")], [_row("≤3件", "0件")])] == ["jump"]
