"""Edits drawn at random, as of a clerk in a long night: words of all kinds, rows that come, go, move, change their level."""

import random
from collections.abc import Callable
from dataclasses import replace

from scoring import edit
from scoring.table import Field, NodeKind, RecordKind, YearTable

WORDS = """
16500家 ≤5% 95%以上 约500人 3-5个 0 动态清零 10月底前 效果明显 =1+1+9 完成率100% -3 1e5 50 100 20 1.50 1.5 5分
满意度 逾期3件 derived proportional 无 因疫情影响
"""
FIELDS = tuple(Field)


def _typed(table: YearTable, pick: random.Random) -> YearTable:
    node = pick.choice(table.nodes)
    return edit.set_field(table, node.id, pick.choice(FIELDS), pick.choice(["", *WORDS.split()]))


def _kind(table: YearTable, pick: random.Random) -> YearTable:
    at = pick.randrange(len(table.nodes))
    node = replace(table.nodes[at], kind=pick.choice(tuple(NodeKind)))
    return replace(table, nodes=(*table.nodes[:at], node, *table.nodes[at + 1 :]))


def _inserted(table: YearTable, pick: random.Random) -> YearTable:
    return edit.insert_after(table, pick.choice(table.nodes).id, pick.choice(WORDS.split()))


def _removed(table: YearTable, pick: random.Random) -> YearTable:
    fewer = edit.remove_nodes(table, [pick.choice(table.nodes).id])
    return fewer if len(fewer.nodes) > len(table.nodes) // 2 else table


def _moved(table: YearTable, pick: random.Random) -> YearTable:
    return edit.move_node(table, pick.choice(table.nodes).id, pick.choice([-1, 1]))


def _indented(table: YearTable, pick: random.Random) -> YearTable:
    return edit.indent_node(table, pick.choice(table.nodes).id, pick.choice([-1, 1]))


def _money(table: YearTable, pick: random.Random) -> YearTable:
    if table.funds and pick.random() < 0.8:
        return edit.set_record(table, RecordKind.FUND, pick.choice(table.funds).id, executed_text=str(pick.randint(0, 99999)))
    return edit.set_record(table, RecordKind.HEADING, "heading", money_unit=pick.choice(["元", "万元"]))


WAYS: tuple[Callable[[YearTable, random.Random], YearTable], ...] = (
    *(_typed,) * 8, _kind, _inserted, _removed, _moved, _indented, _money,
)  # fmt: skip


def edited(table: YearTable, pick: random.Random) -> YearTable:
    """The table after one of them."""
    return pick.choice(WAYS)(table, pick)
