"""Every field a form can show, once: its text in a scored row, the fact that is edited through it, how it stands in a cell."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Generic, TypeAlias, TypeVar

from desktop.forms.number_text import format_number, format_rate
from desktop.kit.wording import MARKS
from scoring.scored import ScoredFact, ScoredFund, ScoredNode
from scoring.table import Field
from scoring.terms import Direction

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class FieldSpec(Generic[Shown]):
    """One field.

    Attributes:
        text: what the cell says, for one scored record.
        attribute: the attribute of the fact that is edited here (and the place findings name); empty where nothing is.
        band: 0 shows the row's own record, 1, 2, 3 the group of that level within the block.
        numeric: a text that is a number goes into a spreadsheet as a number.
        parts: the fields that share this cell; a column's ``pattern`` joins them.
        shown_only: typing here sets nothing, though the field has a place.
        words, width_mm: heading and width where no form says any (working columns of the screen).
    """

    key: str
    text: Callable[[Shown], str]
    attribute: str = ""
    band: int = 0
    numeric: bool = False
    align: str = "left"
    parts: tuple[str, ...] = ()
    shown_only: bool = False
    words: str = ""
    width_mm: int = 18

    @property
    def edit(self) -> Field | None:
        """The field of a node that typing here sets."""
        return next((each for each in Field if each.value == self.attribute), None)


NodeField: TypeAlias = FieldSpec[ScoredNode]
FundField: TypeAlias = FieldSpec[ScoredFund]
FactField: TypeAlias = FieldSpec[ScoredFact]


def score_text(row: ScoredNode) -> str:
    """The score of record: the given one as typed, else the worked-out one."""
    if row.given_score is not None and row.score == row.given_score:
        return row.node.given_score_text
    return format_number(row.score)


_SIGNS = {
    Direction.AT_LEAST: ("≥", "＞"),
    Direction.AT_MOST: ("≤", "＜"),
    Direction.EQUAL: ("=", "="),
}
_SCALES = {Decimal(1): "", Decimal(10000): "万", Decimal(100000000): "亿"}
_SIGN_IN_CELL = re.compile(r"[≥≤＞＜><=＝≧≦﹦≈~]+")
_QUALITATIVE = "定性"


def target_parts(row: ScoredNode) -> tuple[str, str, str]:
    """Sign, value and unit of a target. Where only one cell was filled, the parts that were read from it with certainty."""
    node, target = row.node, row.target
    typed = (node.comparator_text, node.target_text, node.target_unit_text)
    if node.comparator_text or node.target_unit_text or target is None or not node.target_text:
        return typed
    if target.direction is Direction.QUALITATIVE:
        return (_QUALITATIVE, node.target_text, "") if target.certain else typed
    plain = target.certain and not (target.approximate or target.frequency or target.trend or target.deadline or target.parts)
    if target.value is None or target.upper is not None or not plain or target.scale not in _SCALES:
        return typed
    sign = _SIGNS[target.direction][target.strict] if target.stated else ""
    return sign, format_number(target.value / target.scale), _SCALES[target.scale] + target.unit


def target_text(row: ScoredNode) -> str:
    """The target in one cell: as typed, or the three cells in their order."""
    node = row.node
    sign, unit = node.comparator_text, node.target_unit_text
    if sign and not _SIGN_IN_CELL.fullmatch(sign):  # 正向, 定性: words that do not stand before a number
        sign = _SIGNS[row.target.direction][0] if row.target and row.target.direction in _SIGNS else ""
    if not node.target_text:
        return ""
    sign = "" if _SIGN_IN_CELL.match(node.target_text) else sign
    unit = "" if node.target_text.endswith(unit) else unit
    return sign + node.target_text + unit


def _name_and_target(row: ScoredNode) -> str:
    """关键指标 of a task form: name and target in one cell, neither twice."""
    name, target = row.node.name, target_text(row)
    return target if name in target else name if target in name else name + target


def _name(row: ScoredNode) -> str:
    return row.node.name


def _points(row: ScoredNode) -> str:
    return row.node.points_text


def _mark(row: ScoredNode) -> str:
    return " ".join(MARKS[row.mark])


def _of_node(*specs: NodeField) -> Mapping[str, NodeField]:
    return {spec.key: spec for spec in specs}


def _group_fields(key: str, band: int, words: str) -> tuple[NodeField, ...]:
    """Name, points and score of the groups of one level."""
    return (
        FieldSpec(key, _name, Field.NAME.value, band, align="center", words=words, width_mm=20),
        FieldSpec(f"{key}_points", _points, Field.POINTS.value, band, numeric=True, align="center", words="分值", width_mm=10),
        FieldSpec(
            f"{key}_score", score_text, Field.GIVEN_SCORE.value, band, numeric=True, align="center", words="得分", width_mm=12
        ),
    )


def _fact(
    key: str, field: Field, words: str, *, band: int = 0, numeric: bool = False, align: str = "left", width_mm: int = 30
) -> NodeField:
    return FieldSpec(key, attrgetter(f"node.{field.value}"), field.value, band, numeric, align, words=words, width_mm=width_mm)


def _worked_out(key: str, words: str, text: Callable[[ScoredNode], str]) -> NodeField:
    return FieldSpec(key, text, numeric=True, align="center", words=words, width_mm=16)


def _joined(row: ScoredNode) -> str:
    raise NotImplementedError  # the layout joins the parts by the column's pattern


NODE_FIELDS: Mapping[str, NodeField] = _of_node(
    *_group_fields("category", 1, "一级指标"),
    *_group_fields("subcategory", 2, "二级指标"),
    *_group_fields("subdivision", 3, "下级分类"),
    FieldSpec("category_with_points", _joined, Field.NAME.value, 1, align="center", parts=("category", "category_points")),
    # A row's own name and figures, for forms in which groups have rows of their own.
    FieldSpec("name", _name, Field.NAME.value),
    FieldSpec("row_points", _points, Field.POINTS.value, numeric=True, align="center"),
    FieldSpec("row_score", score_text, Field.GIVEN_SCORE.value, numeric=True, align="center"),
    FieldSpec("indicator", _name, Field.NAME.value, words="三级指标", width_mm=40),
    FieldSpec("points", _points, Field.POINTS.value, numeric=True, align="center", words="分值", width_mm=10),
    _fact("explanation", Field.EXPLANATION, "指标解释", width_mm=50),
    _fact("standard", Field.PARAMETERS, "评分标准", width_mm=50),
    FieldSpec("target", target_text, Field.TARGET.value, numeric=True, words="年度指标值", width_mm=40),
    FieldSpec("comparator", lambda row: target_parts(row)[0], Field.COMPARATOR.value, align="center"),
    FieldSpec("target_value", lambda row: target_parts(row)[1], Field.TARGET.value, numeric=True, align="center"),
    FieldSpec("unit", lambda row: target_parts(row)[2], Field.TARGET_UNIT.value, align="center"),
    FieldSpec("explanation_target", _joined, Field.TARGET.value, parts=("explanation", "target"), width_mm=50),
    FieldSpec("indicator_target", _name_and_target, Field.TARGET.value, width_mm=40),
    _fact("actual", Field.ACTUAL, "实际完成值", numeric=True, width_mm=40),
    _worked_out("completion_rate", "完成率", lambda row: format_rate(row.completion_rate)),
    _worked_out("rule_score", "规则得分", lambda row: format_number(row.rule_score)),
    _fact("given_score", Field.GIVEN_SCORE, "给定得分", numeric=True, align="center", width_mm=16),
    FieldSpec("score", score_text, Field.GIVEN_SCORE.value, numeric=True, align="center", words="得分", width_mm=16),
    _fact("verified_score", Field.VERIFIED_SCORE, "核查分数", numeric=True, align="center", width_mm=16),
    _worked_out("lost", "失分", lambda row: format_number(row.lost)),
    _fact("evidence", Field.EVIDENCE, "评分依据"),
    _fact("reason", Field.REASON, "偏差原因"),
    _fact("remark", Field.REMARK, "备注"),
    _fact("money", Field.MONEY, "涉及资金", numeric=True, align="center", width_mm=20),
    _fact("office", Field.OFFICE, "责任科室", width_mm=20),
    FieldSpec("mark", _mark, align="center", words="状态", width_mm=22),
    FieldSpec("full_marks_at", lambda row: row.full_marks_at, words="满分需达到", width_mm=26),
    # A task is a group with facts of its own.
    _fact("expected", Field.TARGET, "预期目标", band=1),
    _fact("achievement", Field.ACTUAL, "目标完成情况", band=1),
    _fact("task_money", Field.MONEY, "任务涉及资金", band=1, numeric=True, align="center"),
)  # fmt: skip


GROUP_SCORES = frozenset({"category_score", "subcategory_score", "subdivision_score"})


def _money(key: str) -> FundField:
    attribute = f"{key}_text"

    def text(row: ScoredFund) -> str:
        return str(getattr(row.line, attribute))

    return FieldSpec(key, text, attribute, numeric=True, align="center")


def _fund_text(attribute: str) -> Callable[[ScoredFund], str]:
    def text(row: ScoredFund) -> str:
        return str(getattr(row.line, attribute))

    return text


def _fund(key: str, attribute: str, *, numeric: bool = True) -> FundField:
    return FieldSpec(key, _fund_text(attribute), attribute, numeric=numeric, align="center" if numeric else "left")


def _execution_rate(row: ScoredFund) -> str:
    return row.execution_rate_text or row.line.published_rate_text


FUND_FIELDS: Mapping[str, FundField] = {
    spec.key: spec
    for spec in (
        _fund("fund_label", "label", numeric=False),
        _fund("initial_budget", "initial_budget_text"),
        _fund("adjusted_budget", "adjusted_budget_text"),
        _fund("executed", "executed_text"),
        FieldSpec("execution_rate", _execution_rate, "published_rate_text", numeric=True, align="center", shown_only=True),
        _fund("fund_points", "points_text"),
        _fund("fund_score", "given_score_text"),
    )
}


def _base_fact(key: str, attribute: str, *, numeric: bool = False, align: str = "left") -> FactField:
    def text(row: ScoredFact) -> str:
        return str(getattr(row.fact, attribute)) if attribute else ""

    return FieldSpec(key, text, attribute, numeric=numeric, align=align)


FACT_FIELDS: Mapping[str, FactField] = {
    spec.key: spec
    for spec in (
        _base_fact("fact_number", "", numeric=True, align="center"),  # counted by the layout
        _base_fact("fact_label", "label"),
        _base_fact("fact_value", "value_text", numeric=True, align="right"),
        _base_fact("fact_unit", "unit", align="center"),
        _base_fact("fact_group", "group"),
        _base_fact("fact_source", "source_text"),
    )
}

FIELDS: Mapping[str, NodeField | FundField | FactField] = {**NODE_FIELDS, **FUND_FIELDS, **FACT_FIELDS}


def join_parts(pattern: str, texts: tuple[str, ...]) -> str:
    """The texts in the places of ``{}``; the words around an empty text are left out, and what then leads is no stop."""
    words = pattern.split("{}")
    found = ""
    for number, text in enumerate(texts):
        if not text:
            continue
        before = words[number]
        found += (before if found or number == 0 else before.lstrip("。；，、\n")) + text
        if number == len(texts) - 1:
            found += words[-1]
    return found
