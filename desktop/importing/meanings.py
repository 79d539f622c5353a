"""What a column of a foreign sheet can mean: its words for the menu and the panel, and the family whose tint it wears."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from scoring.finding import Place
from scoring.table import RecordKind


class Family(Enum):
    """Columns that belong together; each has one hue."""

    STRUCTURE = "层级与名称"
    TARGET = "目标"
    ACTUAL = "完成"
    SCORE = "分值与得分"
    WORDS = "说明"
    MONEY = "资金与数据"
    NOTE = "文字与备注"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a column can be; ``facts`` are the attributes of a row that it fills."""

    field: str
    words: str
    family: Family
    facts: tuple[str, ...] = ()


MEANINGS = (
    Meaning("level1", "一级指标", Family.STRUCTURE),
    Meaning("level2", "二级指标", Family.STRUCTURE),
    Meaning("level3", "三级指标", Family.STRUCTURE),
    Meaning("level4", "四级指标", Family.STRUCTURE),
    Meaning("group", "分类（上级）", Family.STRUCTURE),
    Meaning("task", "主要任务", Family.STRUCTURE),
    Meaning("name", "指标名称", Family.STRUCTURE, ("name",)),
    Meaning("explanation", "指标解释", Family.WORDS, ("explanation",)),
    Meaning("comparator", "指标性质（符号）", Family.TARGET, ("comparator_text",)),
    Meaning("target", "年度指标值", Family.TARGET, ("target_text",)),
    Meaning("target_adjusted", "调整后指标值", Family.TARGET),
    Meaning("unit", "度量单位", Family.TARGET, ("target_unit_text",)),
    Meaning("task_target", "任务预期目标", Family.TARGET),
    Meaning("actual", "实际完成值", Family.ACTUAL, ("actual_text",)),
    Meaning("rate", "完成率", Family.ACTUAL, ("published_rate_text",)),
    Meaning("task_actual", "任务完成情况", Family.ACTUAL),
    Meaning("points", "分值", Family.SCORE, ("points_text", "published_points_text")),
    Meaning("score", "得分", Family.SCORE, ("given_score_text", "published_score_text", "published_grade_text")),
    Meaning("verified", "核查分数", Family.SCORE, ("verified_score_text",)),
    Meaning("deduction", "扣分", Family.SCORE),
    Meaning("standard", "评分标准", Family.WORDS, ("parameters_text",)),
    Meaning("evidence", "评分依据", Family.WORDS, ("evidence_text",)),
    Meaning("reason", "未完成原因", Family.WORDS, ("reason_text",)),
    Meaning("remark", "备注", Family.WORDS, ("remark_text",)),
    Meaning("office", "责任科室", Family.WORDS, ("office_text",)),
    Meaning("task_money", "任务涉及资金", Family.MONEY, ("money_text",)),
    Meaning("number", "序号（不导入）", Family.NOTE),
)
BY_FIELD: Mapping[str, Meaning] = {each.field: each for each in MEANINGS}
ALWAYS_LISTED = ("level1", "level2", "level3", "points", "target", "actual", "score", "evidence", "reason")
_BY_FACT = {fact: each.family for each in MEANINGS for fact in each.facts}
_OF_KIND = {
    RecordKind.FUND: Family.MONEY,
    RecordKind.BASE_FACT: Family.MONEY,
    RecordKind.NARRATIVE: Family.NOTE,
    RecordKind.DETAIL: Family.NOTE,
    RecordKind.HEADING: Family.NOTE,
}


def fields_text(fields: Iterable[str]) -> str:
    """What a column was taken for, in words: 指标名称＋年度指标值; empty for nothing known."""
    known = (BY_FIELD.get(each) for each in fields)
    return "＋".join(each.words for each in known if each is not None)


def family_of_fields(fields: Iterable[str]) -> Family | None:
    """The hue of a column heading."""
    return next((BY_FIELD[each].family for each in fields if each in BY_FIELD), None)


def family_of_place(place: Place | None) -> Family | None:
    """The hue of a cell that became a fact."""
    if place is None:
        return None
    return _OF_KIND.get(place.kind) or _BY_FACT.get(place.field, Family.WORDS)
