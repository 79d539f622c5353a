from decimal import Decimal

import pytest

from scoring.figures import scan
from scoring.number import canonical
from scoring.terms import Direction


def found(text: str) -> list[tuple[str, str]]:
    return [(canonical(figure.value), figure.unit) for figure in scan(text).figures]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2020年评选135名产业高端人才", [("135", "名")]),
        ("第十三届技能竞赛", []),
        ("发放第二期资助人数约 20 人", [("20", "人")]),
        ("《蓝皮书（2022）》", []),
        ("“50个”", [("50", "个")]),
        ("培训5(场)", [("5", "场")]),
        ("培训8场(次)", [("8", "场次")]),
        ("开展“1+4”评审6个", [("6", "个")]),
        ("PM2.5浓度35微克/立方米", [("35", "微克/立方米")]),
        ("建成3A级景区2个", [("2", "个")]),
        ("12345热线接听8万次", [("80000", "次")]),
        ("由5天压缩至3天", [("3", "天")]),
        ("18岁以上5人", [("5", "人")]),
        ("每万人拥有12名医生", [("12", "名")]),
        ("每户补助2万元", [("20000", "元")]),
        ("5人以上企业30家", [("30", "家")]),
        ("财预〔2020〕10号文", []),
        ("一户一策", []),
        ("一件民生实事", []),
        ("二〇二三年建成三个", [("3", "个")]),
        ("2019届毕业生500人", [("500", "人")]),
        ("28.11余万人", [("281100", "人")]),
        ("超30万", [("300000", "")]),
        ("5G基站30个", [("30", "个")]),
        ("2.51%(450人/17916人)", [("2.51", "%")]),
        ("(450人)", [("450", "人")]),
        ("负3%", [("-3", "%")]),
        ("完成12", [("12", "")]),
        ("完成2022", []),
        ("建成于1949", []),
        ("建成1948", [("1948", "")]),
        ("8，9", [("8", ""), ("9", "")]),
        ("编号3甲8乙", []),
        ("40枝", [("40", "枝")]),
        ("≥40枝。", [("40", "枝")]),
        ("40合格", []),
        ("三四五十个", []),
        ("孕产妇死亡率10/10万", [("10", "/10万")]),
    ],
)
def test_figures_are_told_from_what_only_looks_like_them(text: str, figures: list[tuple[str, str]]) -> None:
    assert found(text) == figures


def test_a_range_whose_first_number_is_the_larger_keeps_its_own_scale() -> None:
    (figure,) = scan("500-1万人").figures
    assert (figure.value, figure.upper) == (500, 10000)
    (figure,) = scan("5-10万人").figures
    assert (figure.value, figure.upper) == (50000, 100000)


def test_a_figure_keeps_its_surroundings() -> None:
    (figure,) = scan("全年培训不少于5万人次以上，其他").figures
    assert (figure.before, figure.sign, figure.value, figure.scale) == (
        "全年培训不少于",
        "不少于",
        Decimal(50000),
        Decimal(10000),
    )


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("每批培训10人以内", Direction.AT_MOST),
        ("不超过规定的评审次数50次", Direction.AT_MOST),
        ("不超过规定标准的各类各层级专业技术职称评审活动共计50次", None),
        ("上限每年度培训5次", None),
        ("上限为5次", Direction.AT_MOST),
        ("上限约为5次", Direction.AT_MOST),
        ("上限大约为5次", None),
        ("不超过规定的各类各层级职称评审活动共计50次", Direction.AT_MOST),
        ("不超过规定的各类各层级职称评审活动总共计50次", None),
    ],
)
def test_an_operator_belongs_to_the_number_beside_it(text: str, direction: Direction | None) -> None:
    assert [figure.direction for figure in scan(text).figures] == [direction]


@pytest.mark.parametrize(
    ("often", "times"),
    [
        ("每季", 4), ("每季度", 4), ("每半年", 2), ("每半年度", 2), ("每月", 12), ("每月度", 12), ("每周", 52), ("每星期", 52),
        ("每年", 1), ("每年度", 1), ("每学期", 2), ("每两个月", 6), ("每2周", 26), ("每15天", 24),
            ("每3个月", 4), ("每天", 365), ("每日", 365), ("每隔两个月", 6),
    ],
)  # fmt: skip
def test_a_frequency_is_counted_for_the_year(often: str, times: int) -> None:
    (figure,) = scan(f"{often}检查1次").figures
    assert (figure.per_year, figure.value) == (times, times)


@pytest.mark.parametrize(
    ("words", "unit"),
    [("每三年检查1次", "次/3年"), ("每2年检查1次", "次/2年"), ("每天办理20件", "件/天"), ("每日接待30人次", "人次/天")],
)
def test_an_event_that_no_number_of_times_a_year_is_told_of_keeps_its_period(words: str, unit: str) -> None:
    (figure,) = scan(words).figures
    assert (figure.per_year, figure.unit) == (None, unit)
