"""A small table of the published 番禺 form for tests of the screen: two layouts, bands, a bonus row; figures as printed."""

from scoring.table import Heading, Node, NodeKind, TableKey, YearTable

UNIT = "番禺区人力资源和社会保障局"
KEY = TableKey(UNIT, 2021)
TASK = "任务3-强化职业技能培训"


def node(number: int, level: int, name: str, points: str, section: str, **facts: str) -> Node:
    kind = NodeKind.GROUP if level < 3 else NodeKind.INDICATOR
    return Node(str(number), level, name, kind, f"2021-{number}", section, points, **facts)


def small_table(key: TableKey = KEY) -> YearTable:
    """Ten rows: 预算完成率 1.48 of 2 given by hand, two targets missed, one exceeded."""
    nodes = (
        node(1, 1, "管理效能", "45", "management"),
        node(2, 2, "资金管理", "16", "management"),
        node(
            3, 3, "预算完成率", "2", "management",
            explanation="部门（单位）本年度部门预算的预算完成数与预算数的比率", given_score_text="1.48",
            evidence_text="按照2021年度预算批复文件作为评分依据",
        ),
        node(
            4, 3, "部门预算编制情况", "3", "management",
            explanation="反映部门（单位）预算编制的准确性、及时性", given_score_text="3",
        ),
        node(5, 1, "履职效能", "50", "duty"),
        node(6, 2, "任务1-深入实施“1+4”产业人才政策", "11.5", "duty"),
        node(
            7, 3, "产业高端人才", "1", "duty",
            target_text="产业高端人才奖励150人", actual_text="2020年评选135名产业高端人才", given_score_text="1",
            evidence_text="因企业人员变动，实际补贴人数少于年初目标数",
        ),
        node(
            8, 3, "急需紧缺人才", "1", "duty",
            target_text="急需紧缺人才奖励349人", actual_text="2020年评选323名急需紧缺人才", given_score_text="1",
        ),
        node(9, 2, TASK, "4", "duty"),
        node(
            10, 3, "职业技能培训人次", "0.5", "duty",
            target_text="＞2.5万人次", actual_text="2.85万人次", given_score_text="0.5",
        ),
        node(
            11, 3, "职业技能鉴定人次", "0.5", "duty",
            target_text="＞0.6万人次", actual_text="1.1万人次", given_score_text="0.5",
        ),
        node(12, 1, "加减分项", "5", "duty"),
        node(13, 2, "工作表现加减分", "5", "duty"),
        Node(
            "14", 3, "工作受表彰或批评", NodeKind.BONUS, "2021-14", "duty", "5",
            explanation="反映部门预算管理工作受表彰或批评的相关情况。", given_score_text="0",
        ),
    )  # fmt: skip
    heading = Heading(title="部门整体支出绩效自评表", form="guangzhou_district", rulebook="", published_score_text="93.25")
    return YearTable(key, heading, nodes=nodes, next_number=15)


def plain_table(rows: int, key: TableKey = KEY) -> YearTable:
    """A table of the Ministry's form with so many numeric rows, for tests of size."""
    bands = node(1, 1, "产出指标", "", ""), node(2, 2, "数量指标", "", "")
    leaves = (
        node(number, 3, f"完成第{number - 2}项", "1", "", target_text="≥100次", actual_text="90次")
        for number in range(3, rows + 3)
    )
    return YearTable(key, Heading(form="ministry_three_part"), nodes=(*bands, *leaves), next_number=rows + 3)
