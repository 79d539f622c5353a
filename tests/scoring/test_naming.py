from decimal import Decimal

import pytest

from scoring.naming import less_is_better, sign_in_name, unit_cell, unit_in_name
from scoring.terms import Direction


@pytest.mark.parametrize(
    ("cell", "unit", "scale"),
    [
        ("万元", "元", 10_000),
        ("百分比", "%", 1),
        ("%", "%", 1),
        ("人/次", "人次", 1),
        ("亿立方米", "立方米", 10**8),
        ("（万元）", "元", 10_000),
        ("单位：万人次", "人次", 10_000),
        ("万", "", 10_000),
        ("千元", "元", 1000),
        ("次/10万公顷", "次/10万公顷", 1),
        ("月", "个月", 1),
    ],
)
def test_a_unit_cell_is_read_with_its_scale(cell: str, unit: str, scale: int) -> None:
    assert unit_cell(cell) == (unit, Decimal(scale))


@pytest.mark.parametrize("cell", ["", " ", "含离退休", "2021年", "说明"])
def test_other_words_are_no_unit(cell: str) -> None:
    assert unit_cell(cell) is None


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("项目成本(万元)", "元"),
        ("满意度（%）", "%"),
        ("参保率%", "%"),
        ("人均办案数（件）", "件"),
        ("投资额，万元", "元"),
        ("培训人数/人", "人"),
        ("面积（单位：平方米）", "平方米"),
        ("参保人数（含离退休）（万人）", "人"),
        ("培训人数（人）（2022年）", "人"),
    ],
)
def test_the_unit_in_a_name_is_found(name: str, unit: str) -> None:
    assert unit_in_name(name.replace("（", "(").replace("）", ")").replace("，", ",").replace("：", ":"))[0] == unit


@pytest.mark.parametrize("name", ["培训人数", "完成率达95%", "排名前5%", "参保人数(含离退休)", "开展调查/评估工作情况说明"])
def test_a_name_without_a_unit_has_none(name: str) -> None:
    assert unit_in_name(name) is None


LESS = """
公用经费控制率 三公经费控制率 信访投诉率 安全事故发生数 重大安全事故发生次数 有效投诉次数
有效投诉数量 项目成本 项目总成本 单位成本 人均培训费用 采购成本 会议费 办结时限 响应时间
应急响应时间 办理时间 完成时限 平均等待时间 辍学率 因贫退学率 城镇登记失业率 死亡率
结转结余率 预算调整率 财政拨款收入预决算差异率 科目调整次数 三公经费变动率 资产负债率 能耗
PM2.5浓度 故障率 差错率 错误率 流失率 空置率 超标率 违规问题数 工程造价 投诉率 事故率
伤亡人数 逾期率 在职人员控制率
"""
MORE = """
投诉处理率 信访件办结率 举报投诉案件结案率 权属范围内信访案件办结率 处理劳资、突发事件数量
失业保险参保人数 全年享受失业保险待遇人数 城镇登记失业人员就业率 帮扶城镇失业人员再就业人数
成本节约率 成本降低率 事故处置及时率 能耗下降率 高血压控制率 舆情有效控制率 满意度 资金到位率
资金实际支出率 预算完成率 补助标准 税收收入 培训时间 服务年限 开放天数 使用年限
举办公开招聘场次 就业创业补助资金发放率 参保率 完成率 质保期 收费收缴率 隐患整改率
矛盾纠纷化解率 病虫害防治率 社会保险费征收额 档案完好率 知晓率
"""


@pytest.mark.parametrize("name", LESS.split())
def test_a_name_that_means_less_is_better_says_so(name: str) -> None:
    assert less_is_better(name, "个工作日" if name.endswith(("时间", "时限")) else "")


@pytest.mark.parametrize("name", MORE.split())
def test_a_bad_word_in_a_good_name_does_not_turn_it_round(name: str) -> None:
    assert not less_is_better(name, "天" if name.endswith(("时间", "天数", "年限")) else "")


def test_a_name_may_carry_the_sign() -> None:
    assert sign_in_name("投诉率≤", Decimal(2)) == (Direction.AT_MOST, False)
    assert sign_in_name("满意度(≥)", Decimal(90)) == (Direction.AT_LEAST, False)
    assert sign_in_name("投诉不超过5次", Decimal(5)) == (Direction.AT_MOST, False)
    assert sign_in_name("培训超5次", Decimal(5)) == (Direction.AT_LEAST, True)
    assert sign_in_name("投诉不超过5次", Decimal(6)) is None
    assert sign_in_name("第3次普查", Decimal(3)) is None
