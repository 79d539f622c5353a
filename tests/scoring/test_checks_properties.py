"""What holds for any table: checks never fail, speak of what is there, say it in whole sentences, and say it again the same."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.kit.wording_findings import finding_text
from scoring.checks import check_table
from scoring.score import score_table
from scoring.table import BaseFact, FundLine, Heading, Narrative, Node, NodeKind, RecordKind, TableKey, YearTable
from tests.scoring_cases import shipped

WRITTEN = """
16500家 ≤5% 95%以上 约500人 3-5个 0 0.95 -3 动态清零 10月底前 效果明显 完成率100% 二 1e5 =1/0 / — 无 5分 不少于10场，且不少于50人
208人报名，15人无法参加 2.5万人 13000 100.005 97.49% 逾期0件 未按时 已完成
"""
TEXTS = st.one_of(st.just(""), st.sampled_from(WRITTEN.split()), st.text(max_size=8))
NODES = st.builds(
    Node,
    id=st.just(""),
    level=st.integers(1, 4),
    name=st.sampled_from(["", "预算执行率", "绩效目标完成率", "履职效能", "调解成功率", "数量指标", "满意度"]),
    kind=st.sampled_from(NodeKind),
    points_text=TEXTS,
    target_text=TEXTS,
    actual_text=TEXTS,
    given_score_text=st.sampled_from(["", "", "1", "0.35", "x", "-2", "100"]),
    published_score_text=st.sampled_from(["", "3", "九"]),
    published_rate_text=TEXTS,
    reason_text=TEXTS,
    evidence_text=TEXTS,
)
FUNDS = st.builds(
    FundLine,
    id=st.just(""),
    group=st.sampled_from(["", "按资金来源", "按结构"]),
    label=st.sampled_from(["年度资金总额", "其中：财政拨款", "上年结转", "合计", "其他"]),
    level=st.integers(1, 2),
    initial_budget_text=TEXTS,
    adjusted_budget_text=TEXTS,
    executed_text=TEXTS,
    published_rate_text=TEXTS,
    points_text=TEXTS,
    given_score_text=TEXTS,
)
FACTS = st.builds(
    BaseFact,
    id=st.just(""),
    label=st.sampled_from(
        [
            "支出完成率",
            "年末结转结余",
            "相应项目的决算数",
            "当年年末存量资金",
            "上年年末存量资金",
            "国库集中支付结转结余存量资金变动率",
        ]
    ),
    value_text=TEXTS,
)
NARRATIVES = st.builds(
    Narrative,
    id=st.sampled_from(["goals", "goals_actual", "not_done_reason", "problems"]),
    title=st.just("文字"),
    text=st.one_of(TEXTS, st.sampled_from(["1. 甲；3. 乙", "指标均达到预期目标。", "调解成功率75.16%", "共33个绩效指标"])),
)


@st.composite
def tables(draw: st.DrawFn) -> YearTable:
    nodes = draw(st.lists(NODES, max_size=8))
    funds = draw(st.lists(FUNDS, max_size=4))
    facts = draw(st.lists(FACTS, max_size=4))
    heading = Heading(published_score_text=draw(TEXTS), published_grade_text=draw(st.sampled_from(["", "优", "差", "合格"])))
    return YearTable(
        TableKey("某局", 2022),
        heading,
        narratives=tuple(draw(st.lists(NARRATIVES, max_size=3, unique_by=lambda each: each.id))),
        funds=tuple(replace(each, id=f"f{at}") for at, each in enumerate(funds)),
        base_facts=tuple(replace(each, id=f"b{at}") for at, each in enumerate(facts)),
        nodes=tuple(replace(each, id=f"n{at}") for at, each in enumerate(nodes)),
    )


@settings(max_examples=150, deadline=None)
@given(tables(), tables(), st.sampled_from(["ministry_2020", "guangzhou_district_2021", "zhanjiang_2022"]))
def test_any_table_can_be_checked_and_every_finding_said(table: YearTable, last: YearTable, key: str) -> None:
    rulebook = shipped(key)
    scored, previous = score_table(table, rulebook), score_table(last, rulebook)
    findings = check_table(scored, previous=previous)
    assert findings == check_table(scored, previous=previous)
    assert [each.code for each in findings] == sorted(each.code for each in findings)
    ids = {each.id for kind in RecordKind if kind is not RecordKind.HEADING for each in getattr(table, kind.value)}
    for finding in findings:
        assert finding.place.id in ids | {"", "heading"}
        said = finding_text(finding, scored)
        assert said.endswith("。")
