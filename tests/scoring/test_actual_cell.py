from decimal import Decimal

import pytest

from scoring.target import Deadline, Doubt, parse_actual, parse_target


@pytest.mark.parametrize(
    ("target", "actual", "value", "unit"),
    [
        ("5万人", "6.1", "61000", "人"),
        ("1000万元", "986.5", "9865000", "元"),
        ("50件", "=20+32", "52", "件"),
        ("9期", "4期+4期+1期", "9", "期"),
        ("95%", "98.5", "98.5", "%"),
        ("1810万", "1831.53万", "18315300", ""),
        ("3万元", "=1+1.5", "25000", "元"),
        ("10人", "208-198=10人", "10", "人"),
        ("6人", "8名", "8", "名"),
        ("下降5%", "-6%", "6", "%"),
        ("增长5%", "下降2%", "-2", "%"),
        ("≥90%", "合格率=45/50=90%", "90", "%"),
        ("10场", "举办十二场", "12", "场"),
        ("≤5%", "降至4%", "4", "%"),
        ("10家", "第三批10家", "10", "家"),
        ("20家", "A类5家，B类15家，合计20家", "20", "家"),
        ("20家", "A类5家，B类15家，共20家", "20", "家"),
        ("20家", "20家，A类5家，B类15家", "20", "家"),
        ("3次", "检查3次，整改5个", "3", "次"),
        ("95%", "完成率100%，达成年度指标100%", "100", "%"),
        ("举办培训10期", "举办培训12期，编印资料3期", "12", "期"),
    ],
)
def test_the_figure_that_answers_is_found_with_certainty(target: str, actual: str, value: str, unit: str) -> None:
    read = parse_actual(actual, parse_target(target))
    assert (read.value, read.unit, read.doubts) == (Decimal(value), unit, ())


@pytest.mark.parametrize(
    ("target", "actual", "doubt"),
    [
        ("10场", "", Doubt.EMPTY),
        ("10场", "——", Doubt.EMPTY),
        ("10场", "已完成", Doubt.NUMBER_IN_WORDS),
        ("10场", "详情另附", Doubt.NO_NUMBER),
        ("10场", "数十场", Doubt.VAGUE_ACTUAL),
        ("10场", "8-12场", Doubt.VAGUE_ACTUAL),
        ("10人", "8人，9人", Doubt.SEVERAL_FIGURES),
        ("95%", "12家", Doubt.UNIT_MISMATCH),
        ("12家", "12人次", Doubt.UNIT_MISMATCH),
        ("12家", "12人次和5天", Doubt.SEVERAL_FIGURES),
        ("100万人", "超过100万人，达到685万人次", Doubt.UNIT_MISMATCH),
        ("≥95%", "不低于90%", Doubt.BOUND_ONLY),
        ("≥95%", "不高于98%", Doubt.BOUND_ONLY),
        ("≤5%", "不高于6%", Doubt.BOUND_ONLY),
        ("10场", "约10场", Doubt.VAGUE_ACTUAL),
        ("约100万元", "95万元", Doubt.NEAR_APPROXIMATE),
        ("≤约100万元", "105万元", Doubt.NEAR_APPROXIMATE),
        ("50件/年", "100%", Doubt.PERCENT_OF_PLAN),
        ("50件", "完成率100%，共3类", Doubt.PERCENT_OF_PLAN),
        ("≥5%", "不低于上年度的5%", Doubt.RELATIVE_TO_BASE),
    ],
)
def test_what_only_a_person_can_tell_is_asked(target: str, actual: str, doubt: Doubt) -> None:
    assert doubt in parse_actual(actual, parse_target(target)).doubts


def test_a_bound_that_settles_the_target_is_certain() -> None:
    read = parse_actual("已完成 95%以上", parse_target("95%以上"))
    assert (read.value, read.is_bound, read.certain) == (Decimal(95), True, True)
    assert parse_actual("不超过4%", parse_target("≤5%")).certain


def test_reaching_is_no_bound() -> None:
    assert parse_actual("达到82.52%", parse_target("60%")).is_bound is False


def test_the_same_range_again_is_met_yet_asked() -> None:
    read = parse_actual("1-3次", parse_target("1-3次"))
    assert (read.met_in_words, read.doubts) == (True, (Doubt.VAGUE_ACTUAL,))


def test_nothing_happened_is_zero_of_a_limit() -> None:
    read = parse_actual("无", parse_target("≤5次"))
    assert (read.value, read.certain) == (Decimal(0), False)


def test_the_parts_of_a_compound_target_are_answered_one_by_one() -> None:
    target = parse_target("不低于100场次，且累计使用人数不少于1500人次")
    read = parse_actual("共528场次，1817人次", target)
    assert [part.value for part in read.parts] == [Decimal(528), Decimal(1817)]
    assert read.certain
    target = parse_target("3期，500人次")
    assert parse_actual("3期、4期，520人次", target).parts[0].doubts == (Doubt.SEVERAL_FIGURES,)
    assert parse_actual("520人次", target).parts[0].doubts == (Doubt.NO_NUMBER,)


def test_the_day_it_was_done_is_kept() -> None:
    read = parse_actual("2023年11月30日完成验收", parse_target("2023年12月底前"))
    assert (read.done, read.met_in_words) == (Deadline(2023, 11, 30), True)


@pytest.mark.parametrize(
    ("target", "actual", "near"),
    [
        ("约500人", "450人", True),
        ("约500人", "449人", False),
        ("约500人", "500人", False),
        ("不超过约5%", "5.5%", True),
        ("不超过约5%", "5.6%", False),
        ("不超过约5%", "5%", False),
        ("约5个百分点", "4.5个百分点", True),
    ],
)
def test_within_a_tenth_of_an_approximate_target_is_near(target: str, actual: str, near: bool) -> None:
    assert (Doubt.NEAR_APPROXIMATE in parse_actual(actual, parse_target(target)).doubts) is near
