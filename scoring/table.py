"""The facts of one unit, year and subject, exactly as typed: frozen records, no numbers worked out.

Every ``*_text`` holds the words of a cell; an empty string says that the cell is empty, which is never zero.
Parsed values and scores are made from these records each time (``scoring.score``) and never kept here.
"""

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, order=True)
class TableKey:
    """What names a table in a book. The subject is empty for 部门整体支出, else the name of the project."""

    unit: str
    year: int
    subject: str = ""


class NodeKind(Enum):
    """What a row of the tree is."""

    GROUP = "group"  # 一级、二级指标, a band of the form
    TASK = "task"  # 主要任务 of a task form: a group with facts of its own (expected, actual, money)
    INDICATOR = "indicator"  # the row that is scored
    BONUS = "bonus"  # 加减分 row: its score may be negative


class Field(Enum):
    """The facts of a node that can be typed; each value is the attribute's name."""

    NAME = "name"
    POINTS = "points_text"
    EXPLANATION = "explanation"
    COMPARATOR = "comparator_text"
    TARGET = "target_text"
    TARGET_UNIT = "target_unit_text"
    TARGET_READ_AS = "target_read_as"
    ACTUAL = "actual_text"
    ACTUAL_READ_AS = "actual_read_as"
    GIVEN_SCORE = "given_score_text"
    ASIDE_SCORE = "aside_score_text"
    PUBLISHED_SCORE = "published_score_text"
    PUBLISHED_RATE = "published_rate_text"
    VERIFIED_SCORE = "verified_score_text"
    EVIDENCE = "evidence_text"
    REASON = "reason_text"
    REMARK = "remark_text"
    MONEY = "money_text"
    OFFICE = "office_text"
    METHOD = "method"
    PARAMETERS = "parameters_text"
    NOT_APPLICABLE = "not_applicable_text"


@dataclass(frozen=True, slots=True)
class Node:
    """One row of the tree, in document order; its parent is the nearest row above with a smaller level.

    Attributes:
        id: unique in the table, stable across edits, never used again.
        lineage_id: kept when a year is started from another, so that years can be aligned.
        level: 1 is the outermost band (一级指标); indicators usually stand at 3.
        section: key of the form's block that shows this branch (its columns).
        comparator_text, target_text, target_unit_text: 指标性质, 指标值, 度量单位; a one-column form uses the middle one only.
        target_read_as, actual_read_as: the clerk's own reading in plain syntax where the words cannot be read.
        given_score_text: 得分 typed or printed for a scored row.
        aside_score_text: a given score that an edit put aside; one key brings it back.
        published_score_text: what the paper prints for a group; compared with ours, never used as ours.
        money_text: 任务涉及资金, in the money unit of the form.
        method, parameters_text: the row's own scoring method where it differs from the rulebook's choice.
        not_applicable_text: the reason why 不适用; empty when the row applies.
    """

    id: str
    level: int
    name: str = ""
    kind: NodeKind = NodeKind.INDICATOR
    lineage_id: str = ""
    section: str = ""
    points_text: str = ""
    explanation: str = ""
    comparator_text: str = ""
    target_text: str = ""
    target_unit_text: str = ""
    target_read_as: str = ""
    actual_text: str = ""
    actual_read_as: str = ""
    given_score_text: str = ""
    aside_score_text: str = ""
    published_score_text: str = ""
    published_rate_text: str = ""
    verified_score_text: str = ""
    evidence_text: str = ""
    reason_text: str = ""
    remark_text: str = ""
    money_text: str = ""
    office_text: str = ""
    method: str = ""
    parameters_text: str = ""
    not_applicable_text: str = ""

    @property
    def leaf(self) -> bool:
        """Whether it is a row that is scored, and no band."""
        return self.kind in (NodeKind.INDICATOR, NodeKind.BONUS)


@dataclass(frozen=True, slots=True)
class FundLine:
    """One line of the funds block, in the money unit of the form.

    Attributes:
        group: the split it belongs to (按资金来源) or the block's heading; lines of one group add up.
        level: 1 for a line of its own, 2 for 其中.
    """

    id: str
    group: str = ""
    label: str = ""
    level: int = 1
    initial_budget_text: str = ""
    adjusted_budget_text: str = ""
    executed_text: str = ""
    published_rate_text: str = ""
    points_text: str = ""
    given_score_text: str = ""


@dataclass(frozen=True, slots=True)
class BaseFact:
    """A named figure of the 基础数据表, for example 年末结转结余; ``group`` is its heading, ``source_text`` where it was read."""

    id: str
    label: str = ""
    value_text: str = ""
    unit: str = ""
    group: str = ""
    source_text: str = ""


@dataclass(frozen=True, slots=True)
class Narrative:
    """A block of words; the id is its key (goals, goals_actual, not_done_reason, problems, measures …)."""

    id: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """A line of 基本情况 (单位数, 填报人, 联系电话, 填报日期 …); the id is its key."""

    id: str
    label: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of evidence of one row; the bytes lie beside the book under their SHA-256, the name is only a label."""

    id: str
    node_id: str
    file_name: str
    content_hash: str
    size: int


class Status(Enum):
    """How far a table has come."""

    NOT_STARTED = "not_started"
    FILLING = "filling"
    CHECKED = "checked"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Heading:
    """The facts of the table as a whole.

    Attributes:
        form, rulebook: keys of the layout and of the set of rules in force.
        money_unit: 万元 or 元, said once for all money of the form.
        published_score_text, published_points_text, published_grade_text: what the paper prints in its total line.
    """

    id: str = "heading"
    title: str = ""
    form: str = ""
    rulebook: str = ""
    money_unit: str = "万元"
    status: Status = Status.FILLING
    published_points_text: str = ""
    published_score_text: str = ""
    published_grade_text: str = ""


Record: TypeAlias = Heading | Detail | Narrative | FundLine | BaseFact | Node | Attachment


class RecordKind(Enum):
    """The kinds of records; each value is the attribute of :class:`YearTable` that holds them."""

    HEADING = "heading"
    DETAIL = "details"
    NARRATIVE = "narratives"
    FUND = "funds"
    BASE_FACT = "base_facts"
    NODE = "nodes"
    ATTACHMENT = "attachments"

    __hash__ = object.__hash__  # that of enumerations is written in Python, and places are looked up by the ten thousand


@dataclass(frozen=True, slots=True)
class YearTable:
    """All facts of one unit, year and subject. A new table is made for every edit; unchanged records are shared.

    Attributes:
        next_number: the number of the next id this table gives; grows only, so that no id is used twice.
    """

    key: TableKey
    heading: Heading = field(default_factory=Heading)
    details: tuple[Detail, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    funds: tuple[FundLine, ...] = ()
    base_facts: tuple[BaseFact, ...] = ()
    nodes: tuple[Node, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    next_number: int = 1


def with_records(table: YearTable, kind: RecordKind, records: tuple[Any, ...]) -> YearTable:
    """The table with all records of one listed kind replaced."""
    fields: dict[str, Any] = {kind.value: records}
    return replace(table, **fields)


def node_of(table: YearTable, node_id: str) -> Node:
    """The node with this id.

    Raises:
        KeyError: there is none.
    """
    for node in table.nodes:
        if node.id == node_id:
            return node
    raise KeyError(node_id)


def paths(table: YearTable) -> dict[str, tuple[str, ...]]:
    """For every node id the names from the outermost band down to the node itself."""
    found: dict[str, tuple[str, ...]] = {}
    above: list[Node] = []
    for node in table.nodes:
        while above and above[-1].level >= node.level:
            above.pop()
        above.append(node)
        found[node.id] = tuple(each.name for each in above)
    return found


def parents(table: YearTable) -> dict[str, str]:
    """For every node id the id of its parent, empty for the outermost bands."""
    found: dict[str, str] = {}
    above: list[Node] = []
    for node in table.nodes:
        while above and above[-1].level >= node.level:
            above.pop()
        found[node.id] = above[-1].id if above else ""
        above.append(node)
    return found


def branch(table: YearTable, node_id: str) -> tuple[Node, ...]:
    """The node and everything below it, in document order.

    Raises:
        KeyError: there is no such node.
    """
    for start, node in enumerate(table.nodes):
        if node.id == node_id:
            end = start + 1
            while end < len(table.nodes) and table.nodes[end].level > node.level:
                end += 1
            return table.nodes[start:end]
    raise KeyError(node_id)
