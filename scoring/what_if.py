"""What a row, and with it the whole, would score with another actual, answered without touching the table."""

from dataclasses import replace

from scoring.rulebook import Rulebook
from scoring.score import score_table
from scoring.scored import ScoredNode, ScoredTable
from scoring.table import YearTable, node_of


def table_if(table: YearTable, rulebook: Rulebook, node_id: str, actual_text: str) -> ScoredTable:
    """The whole as it would be with another actual of a row, by rule: its given score is put aside, as an edit would.

    Raises:
        KeyError: there is no such node.
    """
    node = node_of(table, node_id)
    tried = replace(node, actual_text=actual_text, actual_read_as="", given_score_text="")
    nodes = tuple(tried if each is node else each for each in table.nodes)
    return score_table(replace(table, nodes=nodes), rulebook)


def what_if(table: YearTable, rulebook: Rulebook, node_id: str, actual_text: str) -> ScoredNode:
    """The row as :func:`table_if` has it.

    Raises:
        KeyError: there is no such node.
    """
    return table_if(table, rulebook, node_id, actual_text).rows[node_id]


def full_marks_actual(table: YearTable, rulebook: Rulebook, node_id: str) -> str:
    """The actual that would earn the row full marks, as it could be typed; empty where there is none.

    Raises:
        KeyError: there is no such node.
    """
    known = score_table(table, rulebook).rows[node_of(table, node_id).id].full_marks_at
    return known or what_if(table, rulebook, node_id, "0").full_marks_at
