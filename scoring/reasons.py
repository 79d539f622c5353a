"""When a row owes a reason, and what it says for one."""

from scoring.rulebook import Rulebook
from scoring.scored import ScoredNode
from scoring.signs import CAUSE, only_done, says_nothing
from scoring.table import Node, NodeKind


def reason_of(node: Node, rulebook: Rulebook) -> str:
    """The words that count as the row's reason on this form, empty where there are none or they say nothing (无, 已完成).

    Where the form has one cell for what was done and why (广州), that cell is a reason only under a row without a target.
    """
    names = (name for name in rulebook.reason_fields if name != "actual_text" or not node.target_text)
    texts = (str(getattr(node, name)).strip() for name in names)
    return next((text for text in texts if not says_nothing(text) and not only_done(text)), "")


def gives_cause(node: Node, rulebook: Rulebook) -> bool:
    """Whether any word says why more or less was done than planned; a list of papers in 评分依据 is no cause."""
    if not says_nothing(node.reason_text) and not only_done(node.reason_text):
        return True
    names = {*rulebook.reason_fields, "remark_text", "actual_text"}
    return any(CAUSE.search(str(getattr(node, name))) for name in names)


def needs_reason(row: ScoredNode, rulebook: Rulebook) -> bool:
    """Whether the row must give a reason: points were lost, or the given score lies off the rule's by more than the tolerance.

    加减分 rows owe none: no bonus without a cause is normal.
    """
    if row.node.kind is NodeKind.BONUS or row.points is None or row.score is None:
        return False
    if row.lost:
        return True
    if row.given_score is None or row.rule_score is None:
        return False
    return abs(row.given_score - row.rule_score) > rulebook.thresholds.tolerance
