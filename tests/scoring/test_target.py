import json
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.number import canonical, round_half_up
from scoring.target import (
    Actual,
    Direction,
    Target,
    attainment,
    format_target,
    parse_actual,
    parse_target,
    read_pair,
)

TESTS = Path(__file__).parent.parent
TABLES = TESTS / "tables" / "targets"
LABELLED = [json.loads(line) for line in (TESTS / "data" / "parse-cases.jsonl").read_text("utf-8").splitlines()]
CLEAR = [case for case in LABELLED if not case["ambiguous"] and not case["compound"]]
OPEN = [case for case in LABELLED if case["ambiguous"] or case["compound"]]
PAIRS = [
    pair
    for name in ("numbers", "words", "doubts")
    for pair in tomllib.loads((TABLES / f"{name}.toml").read_text("utf-8"))["pairs"]
]
SPELLINGS = [
    (text, group["reads"], group.get("doubt"))
    for group in tomllib.loads((TABLES / "spellings.toml").read_text("utf-8"))["spelling"]
    for text in group["texts"]
]
PUBLISHED_WORDS = sorted({case[key] for case in LABELLED for key in ("target_text", "actual_text")})

FRAGMENTS = [
    "≥",
    "≤",
    "＞",
    "不少于",
    "不超过",
    "约",
    "以上",
    "以内",
    "左右",
    "10",
    "5",
    "0",
    "3.5",
    "1,234",
    "万",
    "亿",
    "%",
    "‰",
    "人次",
    "个",
    "元",
    "工作日",
    "/年",
    "-",
    "~",
    "至",
    "+",
    "=",
    "(",
    ")",
    "（",
    "）",
    "“",
    "”",
    "，",
    "；",
    "。",
    "：",
    "\n",
    " ",
    "2022年",
    "12月",
    "底前",
    "每季度",
    "五",
    "两",
    "百分之",
    "零",
    "其中",
    "共",
    "第",
    "上年",
    "增长",
    "下降",
    "x",
    "A",
    ":",
    "/",
    "±",
    "[",
    "]",
    "清零",
    "完成",
    "优",
    "未",
    "①",
    "²",
    "½",
    "每",
    "2周",
    "天",
    "各",
    "（含）",
    "人民币",
    "【",
    "】",
    "三万五千",
    "亩",
    "九成",
    "差",
    "计划",
    "w",
    "≤完成率≤",
]
free_text = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join),
    st.sampled_from(PUBLISHED_WORDS),
)


def same(figure: str | Decimal | None, label: str | Decimal | None) -> bool:
    if figure is None or label is None:
        return figure is label
    return Decimal(figure) == Decimal(label)


@pytest.mark.parametrize("case", CLEAR, ids=lambda case: case["id"])
def test_a_published_pair_reads_as_a_careful_person_reads_it(case: dict[str, Any]) -> None:
    read = read_pair(case["target_text"], case["actual_text"], name=case["name"])
    assert (read.kind, read.direction, read.met) == (case["kind"], case["direction"], case["met"])
    assert read.unit == (case["unit"] or None)
    assert same(read.target_value, case["target_value"])
    assert same(read.actual_value, case["actual_value"])
    rate = read.completion_rate
    assert same(rate and round_half_up(Decimal(rate), 2), case["completion_rate"])
    assert read.certain
    assert read.reason is None


def test_all_clear_pairs_of_the_published_tables_are_there() -> None:
    assert len(CLEAR) == 137


@pytest.mark.parametrize("case", OPEN, ids=lambda case: case["id"])
def test_a_pair_that_can_be_read_two_ways_is_asked(case: dict[str, Any]) -> None:
    read = read_pair(case["target_text"], case["actual_text"], name=case["name"])
    assert not read.certain
    assert read.reason


@pytest.mark.parametrize("case", [case for case in CLEAR if case["kind"] == "quantitative"], ids=lambda case: case["id"])
def test_a_published_target_keeps_its_marks(case: dict[str, Any]) -> None:
    target = parse_target(case["target_text"], name=case["name"])
    assert target.strict == case["strict"]
    assert target.approximate == case.get("target_approx", False)
    assert target.stated == case["direction_stated"]
    actual = parse_actual(case["actual_text"], target, name=case["name"])
    assert actual.approximate == case.get("actual_approx", False)
    assert actual.is_bound == case.get("actual_is_bound", False)


@pytest.mark.parametrize(("text", "reads", "doubt"), SPELLINGS)
def test_a_spelling_reads_plainly(text: str, reads: str, doubt: str | None) -> None:
    target = parse_target(text)
    assert format_target(target) == reads
    assert [each.value for each in target.doubts] == ([doubt] if doubt else [])


@pytest.mark.parametrize(("text", "reads", "doubt"), SPELLINGS)
def test_a_plain_reading_is_read_as_itself(text: str, reads: str, doubt: str | None) -> None:
    del text
    target = parse_target(reads)
    assert format_target(target) == reads
    assert doubt == "compound" or target.certain


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['target']}|{pair['actual']}|{pair.get('name', '')}")
def test_a_pair_of_the_tables_reads_as_written_there(pair: dict[str, Any]) -> None:
    read = read_pair(pair["target"], pair["actual"], name=pair.get("name", ""), money_unit=pair.get("money_unit", ""))
    direction = pair.get("direction", "at_least")
    assert read.document() == {
        "kind": "qualitative" if direction == "qualitative" else "quantitative",
        "direction": direction,
        "target_value": pair.get("value"),
        "unit": pair.get("unit"),
        "actual_value": pair.get("reached"),
        "completion_rate": pair.get("rate"),
        "met": pair.get("met"),
        "certain": "doubt" not in pair,
        "reason": pair.get("doubt"),
    }


@given(free_text, free_text, st.sampled_from(["", "满意度", "项目成本(万元)", "投诉率≤"]), st.sampled_from(["", "万元"]))
def test_reading_never_fails_and_always_says_why_it_asks(target_text: str, actual_text: str, name: str, money_unit: str) -> None:
    read = read_pair(target_text, actual_text, name=name, money_unit=money_unit)
    assert read.certain == (read.reason is None)


@given(free_text)
def test_what_was_formatted_reads_as_the_same_again(text: str) -> None:
    once = format_target(parse_target(text))
    assert format_target(parse_target(once)) == once


@given(st.sampled_from(PUBLISHED_WORDS))
def test_compatibility_forms_of_a_text_read_alike(text: str) -> None:
    wide = text.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)})
    wanted = parse_target(text)
    for variant in (normalize("NFKC", text), wide):
        target = parse_target(variant)
        assert (target.value, target.unit, target.direction) == (wanted.value, wanted.unit, wanted.direction)


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_completion_rate_is_exact(wanted: int, reached: int) -> None:
    target = Target(Direction.AT_LEAST, Decimal(wanted))
    assert attainment(target, Actual(Decimal(reached))).completion_rate == Fraction(100 * reached, wanted)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**6), st.integers(1, 10**6))
def test_a_kept_limit_is_a_full_rate_and_a_broken_one_less(reached: Decimal, limit: int) -> None:
    result = attainment(Target(Direction.AT_MOST, Decimal(limit)), Actual(reached))
    assert result.met == (reached <= limit)
    assert result.completion_rate == (100 if result.met else Fraction(100 * limit) / Fraction(reached))


@pytest.mark.parametrize(
    ("target", "reached", "rate", "met"),
    [
        (Target(Direction.AT_MOST, Decimal(0)), "0", "100", True),
        (Target(Direction.AT_MOST, Decimal(0)), "3", "0", False),
        (Target(Direction.AT_MOST, Decimal(-5)), "-3", None, False),
        (Target(Direction.AT_LEAST, Decimal(0)), "3", None, True),
        (Target(Direction.EQUAL, Decimal(0)), "0", None, True),
        (Target(Direction.EQUAL, Decimal(0)), "1", None, False),
        (Target(Direction.EQUAL, Decimal(10)), "9", "90", False),
        (Target(Direction.AT_LEAST, Decimal(90), strict=True), "90", "100", False),
        (Target(Direction.AT_MOST, Decimal(5), strict=True), "5", "100", False),
        (Target(Direction.RANGE, Decimal(3), Decimal(5)), "3", "100", True),
        (Target(Direction.RANGE, Decimal(4), Decimal(5)), "3", "75", False),
        (Target(Direction.RANGE, Decimal(3), Decimal(5)), "10", "50", False),
    ],
)
def test_the_rate_follows_the_direction(target: Target, reached: str, rate: str | None, met: bool | None) -> None:
    result = attainment(target, Actual(Decimal(reached)))
    assert (result.completion_rate and canonical(result.completion_rate), result.met) == (rate if rate != "0" else 0, met)


@pytest.mark.parametrize(("reached", "met"), [("4.9%", True), ("5%", False), ("6%", False)])
def test_a_strict_limit_is_kept_below_it_only(reached: str, met: bool) -> None:
    target = parse_target("低于5%")
    assert target.strict
    assert attainment(target, parse_actual(reached, target)).met is met


def test_a_strict_limit_reached_exactly_is_a_ratio_of_one_hundred_but_not_met() -> None:
    read = read_pair("＜0.5%", "0.5%")
    assert (read.completion_rate, read.met) == ("100", False)


def test_a_compound_target_needs_every_part() -> None:
    assert read_pair("35人，编外150人", "36人，编外149人").met is False
    assert read_pair("3期，500人次", "3期").met is None
    assert read_pair("3期，500人次", "已完成").met is True
