import pytest

from desktop.forms.form import shipped_forms
from desktop.forms.layout import lay_out
from desktop.workspace.book import empty_table, scored_table
from scoring.checks import check_table
from scoring.table import FundLine, NodeKind, Status, TableKey, paths

KEY = TableKey("白云区人力资源和社会保障局", 2025)


@pytest.mark.parametrize("form", shipped_forms())
def test_an_empty_table_of_every_form_is_scored_checked_and_laid_out(form: str) -> None:
    table = empty_table(KEY, form)
    scored = scored_table(table)
    check_table(scored)
    assert lay_out(shipped_forms()[form], scored).cells
    assert table.heading.status is Status.NOT_STARTED
    assert scored.score is None or scored.score == 0
    assert len({each.id for each in (*table.nodes, *table.funds)}) == len(table.nodes) + len(table.funds)


def test_the_district_form_brings_its_bands_splits_and_texts() -> None:
    table = empty_table(KEY, "guangzhou_district")
    bands = [(each.name, each.points_text) for each in table.nodes if each.level == 1]
    assert bands == [("管理效能", "45"), ("履职效能", "50"), ("加减分项", "5")]
    assert [each.kind for each in table.nodes if each.leaf] == [NodeKind.INDICATOR, NodeKind.INDICATOR, NodeKind.BONUS]
    assert [(each.group, each.label) for each in table.funds[:3]] == [
        ("按资金来源", "财政拨款"),
        ("按资金来源", "其他资金"),
        ("按资金结构", "基本支出"),
    ]
    assert [each.id for each in table.narratives] == ["goals", "goals_actual", "not_done_reason"]
    assert [each.label for each in table.details] == ["单位数", "填报人", "联系电话", "填报日期", "单位（盖章）"]


def test_the_ministrys_form_counts_the_execution_with_the_funds() -> None:
    table = empty_table(KEY, "ministry_three_part")
    assert table.funds[:2] == (
        FundLine(table.funds[0].id, "", "年度资金总额", 1, points_text="10"),
        FundLine(table.funds[1].id, "", "其中：财政拨款", 2),
    )
    assert [each.name for each in table.nodes if each.level == 1] == ["产出指标", "效益指标", "满意度指标"]


def test_blocks_under_other_bands_stand_beneath_them() -> None:
    table = empty_table(KEY, "guangzhou_city")
    places = {paths(table)[each.id][:-2]: each.section for each in table.nodes if each.leaf}
    assert places == {
        ("管理效率",): "management",
        ("履职效能", "部门整体绩效完成情况", "产出指标"): "output",
        ("履职效能", "部门整体绩效完成情况", "效益指标"): "benefit",
        ("履职效能", "专项资金绩效完成情况"): "special_funds",
    }


def test_a_task_form_begins_with_one_task_and_one_key_indicator() -> None:
    kinds = [(each.kind, each.section) for each in empty_table(KEY, "tianhe_task").nodes]
    assert kinds == [(NodeKind.TASK, "tasks"), (NodeKind.INDICATOR, "tasks")]
