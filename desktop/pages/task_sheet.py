"""The tasks of a task form: expected, achieved, money, and how their key indicators stand. No Qt."""

from collections.abc import Sequence

from desktop.kit.tones import Tone
from desktop.pages.sheet import Sheet, SheetCell, SheetColumn, SheetRow, gravest, typed
from scoring.finding import Finding
from scoring.scored import ScoredTable
from scoring.table import Field, NodeKind, RecordKind

NODE = RecordKind.NODE


def task_sheet(scored: ScoredTable, findings: Sequence[Finding] = ()) -> Sheet:
    """One row for each task; its key indicators are typed in the table of indicators."""
    columns = (
        SheetColumn("主要任务", 8),
        SheetColumn("预期目标"),
        SheetColumn("目标完成情况"),
        SheetColumn(f"涉及资金（{scored.table.heading.money_unit}）", 7),
        SheetColumn("关键指标", 5),
    )
    rows = []
    for row in scored.rows.values():
        node = row.node
        if node.kind is not NodeKind.TASK:
            continue
        below = [each for each in scored.rows.values() if each.parent_id == node.id and each.node.leaf]
        filled = sum(bool(each.node.actual_text) for each in below)
        words = f"{filled} / {len(below)} 已填" if below else "还没有"
        tone = Tone.GOOD if below and filled == len(below) else Tone.ATTENTION
        rows.append(
            SheetRow(
                (
                    typed(NODE, node.id, Field.NAME.value, node.name, tone=Tone.STRONG),
                    typed(NODE, node.id, Field.TARGET.value, node.target_text),
                    typed(NODE, node.id, Field.ACTUAL.value, node.actual_text),
                    typed(NODE, node.id, Field.MONEY.value, node.money_text, number=True),
                    SheetCell(words, tone=tone, centred=True, tip="关键指标在“指标表”里填写"),
                ),
                (NODE, node.id),
            )
        )
    return Sheet(columns, tuple(rows), (), gravest(findings))
