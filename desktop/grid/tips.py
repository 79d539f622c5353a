"""What a cell says when the pointer rests on it: its whole words, how the score came about, what the checks found. No Qt."""

from collections.abc import Iterable

from desktop.grid.cells import Cell
from desktop.grid.plan import SCORES
from desktop.kit.wording_findings import SEVERITIES, message_text
from desktop.kit.wording_steps import numbered_steps
from scoring.finding import Finding
from scoring.scored import ScoredTable

NUMBERS = frozenset({"completion_rate", "rule_score", "mark", *SCORES})


def tip(scored: ScoredTable, findings: Iterable[Finding], cell: Cell, node_id: str, key: str) -> str:
    """The words of a tip, empty where the cell says everything itself; ``key`` is the column's."""
    parts: list[str] = []
    if cell.lines and cell.text:
        parts.append(cell.text)
    row = scored.rows.get(cell.node_id or node_id)
    if row is not None and key in NUMBERS:
        parts += numbered_steps(row.steps, scored.rulebook)
        if row.node.aside_score_text:
            parts.append(f"原给分 {row.node.aside_score_text} 因修改已搁置，按 Ctrl+G 恢复")
    field = "" if cell.field is None else cell.field.value
    parts += [
        f"{SEVERITIES[each.severity]}：{message_text(each)}"
        for each in findings
        if cell.node_id and (each.place.id, each.place.field) == (cell.node_id, field)
    ]
    return "\n".join(parts)
