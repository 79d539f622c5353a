from decimal import Decimal

import pytest

from scoring.target import Deadline, Direction, Doubt, format_target, parse_target


@pytest.mark.parametrize(
    ("comparator", "text", "unit", "reads"),
    [
        ("≥", "95", "%", "≥95%"),
        ("＞", "95", "百分比", ">95%"),
        ("＝", "35", "人", "=35人"),
        ("﹦", "72890", "元", "=72890元"),
        ("≤", "30", "万元", "≤300000元"),
        ("大于等于", "5", "次", "≥5次"),
        ("正向指标", "5", "次", "≥5次"),
        ("反向指标", "5", "次", "≤5次"),
        ("不超过", "10", "个工作日", "≤10个工作日"),
        ("", "95%", "%", "≥95%"),
        ("≤", "≤30万元", "万元", "≤300000元"),
        ("≥", "2.5", "亿元", "≥250000000元"),
        ("≥", "3-5", "个", "≥3个"),
        ("=", "3-5", "个", "3~5个"),
        ("定性", "优", "", "优"),
        ("定性", "优良中低差", "无", "优良中低差"),
        ("定量", "95%", "", "≥95%"),
        ("≥", "9.6", "万份", "≥96000份"),
    ],
)
def test_three_cells_read_as_one(comparator: str, text: str, unit: str, reads: str) -> None:
    target = parse_target(text, comparator=comparator, unit=unit)
    assert format_target(target) == reads
    assert target.certain


def test_a_sign_in_the_text_that_contradicts_the_sign_cell_is_asked() -> None:
    assert parse_target("≥5次", comparator="≤").doubts == (Doubt.CONTRADICTORY_SIGNS,)


def test_the_rulebook_decides_a_bare_number_only_where_the_name_is_silent() -> None:
    assert parse_target("5", default=Direction.EQUAL).direction is Direction.EQUAL
    assert parse_target("5", name="投诉次数", default=Direction.EQUAL).direction is Direction.AT_MOST
    assert parse_target("≥5", default=Direction.EQUAL).direction is Direction.AT_LEAST
    assert parse_target("5个", name="投诉次数").stated is False


@pytest.mark.parametrize(
    ("text", "name", "money_unit", "value", "unit"),
    [
        ("500", "项目成本", "万元", "5000000", "元"),
        ("500万", "项目成本", "", "5000000", "元"),
        ("500", "项目成本（元）", "万元", "500", "元"),
        ("500", "培训人数", "万元", "500", ""),
        ("500", "项目成本", "", "500", ""),
        ("3.5", "面积（万平方米）", "", "35000", "平方米"),
        ("1810万", "持卡人数", "万元", "18100000", ""),
        ("3-5", "项目成本（万元）", "", "30000", "元"),
        ("95", "满意度", "万元", "95", "%"),
        ("收入500", "", "万元", "5000000", "元"),
    ],
)
def test_a_bare_figure_takes_the_unit_its_surroundings_print(
    text: str, name: str, money_unit: str, value: str, unit: str
) -> None:
    target = parse_target(text, name=name, money_unit=money_unit)
    assert (target.value, target.unit) == (Decimal(value), unit)


def test_a_deadline_beside_a_figure_is_kept() -> None:
    target = parse_target("截至2022年10月底，此项资金执行率达到100%")
    assert (target.value, target.unit, target.deadline) == (Decimal(100), "%", Deadline(2022, 10, end=True))


def test_a_month_as_a_decimal_number_is_a_date_only_under_a_name_of_time() -> None:
    assert parse_target("2023.12", name="完成时间").deadline == Deadline(2023, 12, end=True)
    assert parse_target("2023.12", name="人均收入（元）").value == Decimal("2023.12")


def test_a_frequency_counts_through_the_year() -> None:
    target = parse_target("每季度1次")
    assert (target.value, target.frequency) == (Decimal(4), 4)


def test_a_target_in_the_name_alone_is_offered_and_asked() -> None:
    target = parse_target("", name="学员满意度≥95%")
    assert (format_target(target), target.doubts) == ("≥95%", (Doubt.TARGET_IN_NAME,))
    assert parse_target("", name="第3期").doubts == (Doubt.EMPTY,)
    assert parse_target("——").doubts == (Doubt.EMPTY,)


def test_a_range_written_backwards_is_asked() -> None:
    assert parse_target("5-3次").doubts == (Doubt.SEVERAL_FIGURES,)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("排名前10", Doubt.RANK),
        ("前3名", Doubt.RANK),
        ("1:20", Doubt.PROPORTION),
        ("不低于上年", Doubt.RELATIVE_TO_BASE),
        ("数十场", Doubt.NUMBER_IN_WORDS),
        ("100%保证支出合规", Doubt.PERCENT_IN_SENTENCE),
    ],
)
def test_words_that_hide_a_quantity_are_qualitative_and_asked(text: str, doubt: Doubt) -> None:
    target = parse_target(text)
    assert (target.direction, target.doubts) == (Direction.QUALITATIVE, (doubt,))
    assert not target.certain


def test_a_description_is_told_from_a_state_and_a_date() -> None:
    assert parse_target("提高劳动保障监察监督执法机构的工作水平").is_description
    assert not parse_target("显著提升").is_description
    assert not parse_target("2022年12月31日前完成").is_description
    assert not parse_target("≥95%").is_description
