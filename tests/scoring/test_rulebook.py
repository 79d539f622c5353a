"""Rulebooks: what ships is sound, what is broken is refused with its place, and a year finds its rulebook."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from scoring.rulebook import RulebookError, figure_names, grade_of, parse_head, parse_rulebook, rulebook_for
from tests.scoring_cases import RULEBOOKS, SMALL, TESTS, cases, shipped, small_rulebook

SHIPPED = sorted(path.stem for path in RULEBOOKS.glob("*.toml"))
BROKEN = [pytest.param(case, id=case["says"]) for case in cases(TESTS / "tables" / "rulebooks" / "broken.toml")]


def _broken_text(case: dict[str, Any]) -> str:
    if "text" in case:
        return str(case["text"])
    if "replace" in case:
        old, new = case["replace"]
        assert SMALL.count(old) == 1, old
        return SMALL.replace(old, new)
    return f"{SMALL}\n{case['add']}\n"


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rulebook_is_refused_with_file_key_and_code(case: dict[str, Any]) -> None:
    with pytest.raises(RulebookError) as caught:
        parse_rulebook(_broken_text(case), file="mine.toml")
    error = caught.value
    assert (error.file, error.key, error.code) == ("mine.toml", case["key"], case["code"])
    for fact, value in case.get("facts", {}).items():
        assert error.facts[fact] == value
    assert "mine.toml" in str(error)


def test_a_toml_text_nested_too_deep_is_refused() -> None:
    with pytest.raises(RulebookError) as caught:
        parse_rulebook("a = " + "[" * 100_000, file="deep.toml")
    assert caught.value.code == "toml"


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_rulebook_says_where_it_comes_from(key: str) -> None:
    rulebook = shipped(key)
    assert rulebook.key == key
    assert rulebook.source
    assert rulebook.inferred
    assert grade_of(rulebook, Decimal(90)) == "excellent"
    assert [band.label for band in rulebook.grades] == ["优", "良", "中", "差"]


def test_shipped_rulebooks_leave_no_form_to_two_families() -> None:
    pairs = {(form, shipped(key).family) for key in SHIPPED for form in shipped(key).forms}
    assert len(pairs) == len({form for form, _ in pairs})


@pytest.mark.parametrize(
    ("key", "places", "rounding"), [("guangzhou_district_2021", 2, "rows"), ("guangzhou_city_2023", 3, "total")]
)
def test_the_rounding_of_a_shipped_rulebook_is_that_of_its_paper(key: str, places: int, rounding: str) -> None:
    rulebook = shipped(key)
    assert (rulebook.score_places, rulebook.rounding.value) == (places, rounding)


@pytest.mark.parametrize("key", ["tianhe_2022", "zhanjiang_2022", "huadu_2024"])
def test_where_the_paper_prints_no_points_the_rulebook_expects_none(key: str) -> None:
    rulebook = shipped(key)
    assert rulebook.points_total is None
    assert rulebook.band_points == {}


def test_a_year_takes_the_newest_rulebook_of_its_family_not_later_than_itself() -> None:
    base = small_rulebook()
    old, new = replace(base, key="old", valid_from=2020), replace(base, key="new", valid_from=2023, forms=("form",))
    other = replace(base, key="other", family="other", valid_from=2022)
    books = (new, other, old)
    assert rulebook_for(books, "small", 2022) is old
    assert rulebook_for(books, "small", 2023) is new
    assert rulebook_for(books, "form", 2024) is new
    assert rulebook_for(books, "form", 2022) is None
    assert rulebook_for(books, "small", 2019) is None


@pytest.mark.parametrize("key", SHIPPED)
def test_the_head_of_a_rulebook_says_what_the_whole_says(key: str) -> None:
    head, whole = parse_head((RULEBOOKS / f"{key}.toml").read_text("utf-8"), file=key), shipped(key)
    assert (head.key, head.family, head.valid_from, head.forms) == (whole.key, whole.family, whole.valid_from, whole.forms)


def test_a_figure_is_called_by_its_first_label_or_its_key() -> None:
    assert figure_names(shipped("huadu_2024")) == {"adjusted_budget": "全年预算数", "executed": "执行数"}
    assert figure_names(small_rulebook(figures=("staff",))) == {"staff": "staff"}


def test_ten_decimals_are_the_most_a_score_may_have() -> None:
    assert parse_rulebook(SMALL.replace("score_places = 2", "score_places = 10"), file="x.toml").score_places == 10


def test_a_rulebook_copied_and_changed_by_the_user_is_a_rulebook() -> None:
    text = (RULEBOOKS / "ministry_2020.toml").read_text(encoding="utf-8")
    mine = parse_rulebook(
        text.replace('key = "ministry_2020"', 'key = "我局2024"').replace("at_least = 60", "at_least = 70"), file="我局.toml"
    )
    assert mine.key == "我局2024"
    assert grade_of(mine, Decimal(65)) == "poor"
