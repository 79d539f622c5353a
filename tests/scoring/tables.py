"""Small tables for the tests of the kernel, written as outlines."""

from dataclasses import replace

from scoring.edit import insert_node
from scoring.table import FundLine, Heading, Node, NodeKind, TableKey, YearTable

KEY = TableKey("番禺区人力资源和社会保障局", 2021)


def table(*rows: str | Node, form: str = "panyu", key: TableKey = KEY) -> YearTable:
    """A table from lines such as ``"  就业 | 5"`` (two blanks a level; name | points | target | actual | given score).

    A line with fewer than three cells is a band; a node is taken as it is, but for its id.
    """
    made = YearTable(key, Heading(form=form))
    for row in rows:
        node = row if isinstance(row, Node) else _node(row)
        made = insert_node(made, node, len(made.nodes))
    return made


def _node(line: str) -> Node:
    name, *cells = (each.strip() for each in line.strip().split("|"))
    level = (len(line) - len(line.lstrip())) // 2 + 1
    cells += [""] * (4 - len(cells))
    points, target, actual, given = cells[:4]
    kind = NodeKind.INDICATOR if line.count("|") > 1 else NodeKind.GROUP
    return Node("", level, name, kind, points_text=points, target_text=target, actual_text=actual, given_score_text=given)


def with_funds(made: YearTable, *lines: tuple[str, str, str, str, str]) -> YearTable:
    """Fund lines: group, label, adjusted budget, executed, printed rate."""
    funds = tuple(
        FundLine(f"f{number}", group, label, adjusted_budget_text=budget, executed_text=executed, published_rate_text=rate)
        for number, (group, label, budget, executed, rate) in enumerate(lines)
    )
    return replace(made, funds=funds)
