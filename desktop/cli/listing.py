"""Tables and findings a person can read in a terminal, aligned by the width of Chinese characters."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from desktop.cli.documents import score_text
from desktop.kit.wording import GRADES, MARKS
from desktop.kit.wording_findings import COLUMNS, SEVERITIES, finding_text
from scoring.finding import Finding
from scoring.number import canonical, round_half_up
from scoring.scored import ScoredNode, ScoredTable

if TYPE_CHECKING:
    from desktop.sheets.excel_fill import Unplaced

LONGEST = 36  # columns of a terminal that one cell may take


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    if width(line) <= LONGEST:
        return line
    while width(line) > LONGEST - 1:
        line = line[:-1]
    return f"{line}…"


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as lines, each column as wide as its widest cell."""
    cut = [[_cut(each) for each in row] for row in rows]
    widest = [max(width(row[column]) for row in cut) for column in range(len(cut[0]))]
    lines = ("  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widest, strict=True)) for row in cut)
    return "\n".join(each.rstrip() for each in lines)


def table_listing(scored: ScoredTable) -> str:
    key = scored.table.key
    head = f"{key.unit} {key.year}年度 {key.subject or '部门整体支出'}"
    rows = [["", "指标", "分值", "年度指标值", "实际完成值", "完成率", "得分", "规则得分"]]
    rows += [_row(each) for each in scored.rows.values()]
    parts = [head, columns(rows)]
    if scored.funds:
        parts.append(
            columns(
                [
                    ["资金", "预算数", "执行数", "执行率"],
                    *(
                        [each.line.label, each.line.adjusted_budget_text, each.line.executed_text, each.execution_rate_text]
                        for each in scored.funds
                    ),
                ]
            )
        )
    parts += [f"{each.label} {each.value_text or '不适用'}" for each in scored.rates]
    if scored.score is not None:
        grade = GRADES.get(scored.grade, "")
        printed = "" if scored.published_score is None else f"（表上 {canonical(scored.published_score)}）"
        parts.append(f"总分 {score_text(scored.score)}{printed} {grade}  待评 {scored.pending} 行")
    return "\n".join(parts)


def _row(row: ScoredNode) -> list[str]:
    rate = "" if row.completion_rate is None else f"{round_half_up(row.completion_rate, 2)}%"
    return [
        MARKS[row.mark][0] if row.node.leaf else "",
        "  " * (row.node.level - 1) + (row.node.name or row.node.target_text),
        "" if row.points is None else canonical(row.points),
        row.node.comparator_text + row.node.target_text + row.node.target_unit_text,
        row.node.actual_text,
        rate,
        "" if row.score is None else canonical(row.score),
        "" if row.rule_score is None else canonical(row.rule_score),
    ]


def findings_listing(findings: Iterable[Finding], scored: ScoredTable) -> str:
    lines = [f"[{SEVERITIES[each.severity]}] {each.code} {finding_text(each, scored)}" for each in findings]
    return "\n".join(lines) if lines else "没有发现问题。"


def unplaced_listing(unplaced: Sequence["Unplaced"]) -> str:
    """What a foreign form has no cell for, by column: how often, and the first ones."""
    if not unplaced:
        return "全部内容都有位置。"
    groups: dict[tuple[bool, str], list[str]] = {}
    for each in unplaced:
        name = " / ".join(_cut(part) for part in each.path[-2:])
        groups.setdefault((each.occupied, COLUMNS.get(each.place.field, "内容")), []).append(name)
    lines = []
    for (occupied, column), names in groups.items():
        why = "表中已有不同的内容" if occupied else "表中没有位置"
        shown = "、".join(dict.fromkeys(names[:3])) + ("…" if len(names) > 3 else "")
        lines.append(f"未填入 {column} {len(names)} 处（{why}）：{shown}")
    return "\n".join(lines)
