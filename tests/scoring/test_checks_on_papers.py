"""What an examiner finds by calculation in the five published papers is found here, and put right it is found no more."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from scoring.checks import check_table
from scoring.edit import insert_node
from scoring.finding import Finding, Severity
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import BaseFact, Heading, Node, YearTable
from tests.scoring_cases import shipped
from tests.truth_tables import ALL, GUANGZHOU, HUADU, PANYU, TIANHE, ZHANJIANG, table_from_truth

TASK_2 = "任务2-吸引带动各类产业人才来本区创业，激发本区人才创新创业的活力和潜力"
LEADERS = "对已入选的创新领军人才进行中期评估并发放第二期资助经费人数"


def _scored(table: YearTable) -> ScoredTable:
    return score_table(table, shipped(table.heading.rulebook))


def _found(table: YearTable, code: str) -> list[tuple[str, Finding]]:
    """The findings of one code, each with the name of its row or figure."""
    scored = _scored(table)
    names = {row.node.id: row.node.name for row in scored.rows.values()}
    names |= {each.fact.id: each.fact.label for each in scored.base_facts}
    return [(names.get(each.place.id, each.place.id), each) for each in check_table(scored) if each.code == code]


def _figures(paper: str, code: str, *keys: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(each.facts[key] for key in keys) for name, each in _found(table_from_truth(paper), code)}


def test_panyu_points_of_task_2_and_of_duty_performance_are_one_short() -> None:
    assert _figures(PANYU, "V01", "stated", "computed", "difference") == {TASK_2: ("6", "5", "1"), "履职效能": ("50", "49", "1")}


def test_panyu_rows_add_up_to_a_point_less_than_the_printed_total() -> None:
    assert _figures(PANYU, "V03", "stated", "computed", "difference") == {"heading": ("93.25", "92.25", "1")}


def test_panyu_gives_full_marks_to_four_rows_below_their_targets() -> None:
    assert _figures(PANYU, "V07", "rate", "score") == {
        "产业高端人才": ("90", "1"),
        "急需紧缺人才": ("92.55", "1"),
        "广州市高层次人才": ("", "1"),
        "人才体检疗养": ("91", "0.25"),
    }


def test_panyu_takes_a_tenth_from_seven_rows_whatever_they_missed() -> None:
    found = _figures(PANYU, "V09", "score", "rule_score")
    assert {name: found[name] for name in found if found[name][0] in {"0.4", "0.9"}} == {
        "准毕业生实习实训补贴": ("0.9", "0.94"),
        "博士后补贴": ("0.9", "0.98"),
        "提供职称申报服务人次": ("0.4", "0.35"),
        "日常巡查企业数量": ("0.4", "0.38"),
        "城乡居民养老保险参保人数": ("0.4", "0.5"),
        "资金划拨及时率": ("0.4", "0.48"),
        "参加事业单位科级干部培训人数": ("0.4", "0.25"),
    }


def test_panyu_completion_of_goals_does_not_follow_from_the_rows() -> None:
    assert _figures(PANYU, "V37", "score", "rule_score") == {"绩效目标完成率": ("1.97", "1.93")}


def test_panyu_zero_target_bare_ratio_and_missing_cause_are_told() -> None:
    assert list(_figures(PANYU, "V41")) == ["欠薪应急周转金使用率"]
    assert _figures(PANYU, "V44", "text", "percent") == {"服务对象满意度": ("0.95", "95")}
    assert _figures(PANYU, "V42", "missed") == {"not_done_reason": ("11",)}


def test_guangzhou_says_that_all_is_met_above_13_of_about_20() -> None:
    found = _found(table_from_truth(GUANGZHOU), "V43")
    assert {name: each.facts["why"] for name, each in found} == {
        "部门整体绩效完成情况": "score",
        "goals_actual": "words",
        "performance_text": "words",
    }
    assert {(each.facts["missed"], each.facts["names"]) for _, each in found} == {("1", LEADERS)}


def test_guangzhou_counts_its_indicators_rightly() -> None:
    table = table_from_truth(GUANGZHOU)
    assert _found(table, "V25") == []
    texts = tuple(replace(each, text=each.text.replace("23 个", "123 个")) for each in table.narratives)
    assert [each.facts["stated"] for _, each in _found(replace(table, narratives=texts), "V25")] == ["123"]


def test_tianhe_adjusted_its_budget_by_more_than_a_fifth() -> None:
    assert _figures(TIANHE, "V20", "rate", "why") == {"预算调整率": ("21.67%", "high")}
    assert _figures(TIANHE, "V36", "numbers") == {"goals_actual": ("1、3、3、4",)}


def test_zhanjiang_divides_by_nothing_and_leaves_money_unexplained() -> None:
    assert _figures(ZHANJIANG, "V21", "stated") == {"国库集中支付结转结余存量资金变动率": ("-100",)}
    assert _figures(ZHANJIANG, "V22", "unspent") == {"年末财政拨款结转和结余决算数": ("2297.12",)}
    assert _figures(ZHANJIANG, "V39", "adjusted", "initial") == {"相应项目的决算数": ("95.29%", "79.05%")}
    assert _figures(ZHANJIANG, "V30", "total", "unspent") == {"heading": ("100", "1")}


def test_huadu_gives_no_cause_to_complain() -> None:
    assert check_table(_scored(table_from_truth(HUADU))) == ()


def _with_missing_row(table: YearTable) -> YearTable:
    at = next(at for at, node in enumerate(table.nodes) if node.name == TASK_2) + 1
    row = Node("", 3, "补上的一行", points_text="1", target_text="1项", actual_text="1项", given_score_text="1")
    return insert_node(table, row, at)


def _without_impossible_rate(table: YearTable) -> YearTable:
    def put_right(fact: BaseFact) -> BaseFact:
        return replace(fact, value_text="不适用") if "变动率" in fact.label else fact

    return replace(table, base_facts=tuple(map(put_right, table.base_facts)))


CORRECTIONS: dict[str, Callable[[YearTable], YearTable]] = {
    PANYU: _with_missing_row,
    ZHANJIANG: _without_impossible_rate,
    GUANGZHOU: lambda table: table,
    TIANHE: lambda table: table,
    HUADU: lambda table: table,
}


@pytest.mark.parametrize("paper", ALL)
def test_a_corrected_paper_has_no_error(paper: str) -> None:
    table = CORRECTIONS[paper](table_from_truth(paper))
    assert [each for each in check_table(_scored(table)) if each.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("paper", "errors"),
    [(PANYU, ["V01", "V01", "V03", "V37"]), (GUANGZHOU, []), (TIANHE, []), (ZHANJIANG, ["V21"]), (HUADU, [])],
)
def test_a_published_paper_has_these_errors(paper: str, errors: list[str]) -> None:
    found = check_table(_scored(table_from_truth(paper)))
    assert [each.code for each in found if each.severity is Severity.ERROR] == errors


@pytest.mark.parametrize(("grade", "codes"), [("优", []), ("良", ["V29"])])
def test_a_changed_grade_is_found(grade: str, codes: list[str]) -> None:
    table = table_from_truth(ZHANJIANG)
    heading: Heading = replace(table.heading, published_grade_text=grade)
    found = check_table(_scored(replace(table, heading=heading)))
    assert [each.code for each in found if each.code == "V29"] == codes
