import pytest

from scoring.target import parse_actual, parse_target


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("优", "优秀", True),
        ("优", "良", False),
        ("良好", "优", True),
        ("优良中低差", "优", True),
        ("优良中低差", "差", False),
        ("高中低", "低", False),
        ("是", "是", True),
        ("是", "否", False),
        ("√", "×", False),
        ("及时", "已及时拨付", True),
        ("及时", "拨付不及时", False),
        ("动态清零", "已清零", True),
        ("无投诉", "未发生投诉", True),
        ("不发生", "无", True),
        ("无", "0起", True),
        ("6月底前", "6月15日", True),
        ("6月底前", "7月完成", False),
        ("6月底前", "6月未完成", False),
        ("办好技能竞赛，选拔工匠", "办好竞赛，252人参赛", True),
        ("实际支出与批复用途相符", "100%相关", True),
        ("关心关爱退休人员", "实现程度100%", True),
        ("三公经费零增长", "零增长", True),
    ],
)
def test_words_answer_words(target: str, actual: str, met: bool | None) -> None:
    read = parse_actual(actual, parse_target(target))
    assert (read.met_in_words, read.certain) == (met, True)


RANKS = [{"优", "优秀"}, {"良", "良好"}, {"中", "合格", "一般", "及格"}, {"差", "较差", "不合格"}]


@pytest.mark.parametrize("rank", range(len(RANKS)))
def test_grades_of_one_rank_meet_each_other_and_all_below(rank: int) -> None:
    for wanted in RANKS[rank]:
        target = parse_target(wanted)
        met = {word for rank_words in RANKS for word in rank_words if parse_actual(word, target).met_in_words}
        assert met == set().union(*RANKS[: rank + 1])


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("优良中低差", "良"),
        ("显著", "较显著"),
        ("显著", "12"),
        ("有效保障", "基本完成"),
        ("有效保障", "已完成8项，2项未完成"),
        ("有效保障", "无"),
        ("6月15日前", "6月"),
        ("", "已完成"),
        ("有效保障", "情况如下"),
        ("不发生安全事故", "发生2起，伤3人"),
        ("无投诉", "有人投诉"),
    ],
)
def test_an_open_answer_is_asked(target: str, actual: str) -> None:
    read = parse_actual(actual, parse_target(target))
    assert (read.met_in_words, read.certain) == (None, False)


def test_a_state_answered_by_a_percentage_is_asked() -> None:
    read = parse_actual("完成率100%", parse_target("“零就业家庭”动态清零"))
    assert (read.met_in_words, read.certain) == (True, False)
