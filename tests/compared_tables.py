"""Years to compare: the published papers, next years made from them as tables of edits say, and random tables."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from scoring.rulebook import NotApplicable, Rounding
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import Heading, Node, NodeKind, TableKey, YearTable
from tests.scoring_cases import shipped, small_rulebook
from tests.truth_tables import table_from_truth


def published(name: str, year: int | None = None) -> ScoredTable:
    """A published paper, scored; with ``year`` as if it were of that year."""
    table = table_from_truth(name)
    if year is not None:
        table = replace(table, key=replace(table.key, year=year))
    return score_table(table, shipped(table.heading.rulebook))


def next_year(case: Mapping[str, Any]) -> ScoredTable:
    """The year behind a published paper, with the edits of the case; no lineage is kept."""
    table = table_from_truth(case["paper"])
    nodes = list(table.nodes)
    for edit in case["edit"]:
        at = next(place for place, node in enumerate(nodes) if node.name == edit["name"])
        node = nodes.pop(at)
        if edit.get("drop"):
            continue
        changed = replace(
            node,
            name=edit.get("rename", node.name),
            points_text=edit.get("points", node.points_text),
            given_score_text=edit.get("score", node.given_score_text),
            target_text=edit.get("target", node.target_text),
            actual_text=edit.get("actual", node.actual_text),
        )
        if "under" in edit:
            at = 1 + next(place for place, each in enumerate(nodes) if each.name == edit["under"])
        nodes.insert(at, changed)
    for number, added in enumerate(case.get("add", ())):
        at = next(place for place, node in enumerate(nodes) if node.name == added["behind"])
        fresh = Node(
            f"added{number}", nodes[at].level, added["name"], points_text=added["points"], given_score_text=added["score"]
        )
        nodes.insert(at + 1, fresh)
    renumbered = tuple(replace(node, id=f"y{number}") for number, node in enumerate(nodes))
    later = replace(table, key=replace(table.key, year=table.key.year + 1), nodes=renumbered)
    return score_table(later, shipped(later.heading.rulebook))


def small_table(year: int, nodes: Sequence[Node], unit: str = "某局", form: str = "small", **rules: Any) -> ScoredTable:
    """A few rows under a small rulebook, added up exactly and rounded as it says."""
    table = YearTable(TableKey(unit, year), Heading(form=form), nodes=tuple(nodes))
    return score_table(table, small_rulebook(**rules))


def row(name: str, points: str = "", score: str = "", **fields: Any) -> Node:
    """An indicator whose id is its name unless another is given."""
    return Node(fields.pop("id", name), fields.pop("level", 2), name, points_text=points, given_score_text=score, **fields)


def band(name: str, points: str = "", **fields: Any) -> Node:
    return Node(fields.pop("id", name), fields.pop("level", 1), name, NodeKind.GROUP, points_text=points, **fields)


def random_pair(seed: int) -> tuple[ScoredTable, ScoredTable]:
    """Two tables that share some rows, with everything that may happen to a row, under rulebooks that round and rescale."""
    chance = random.Random(seed)
    rules = {
        "score_places": chance.choice((0, 1, 2, 3)),
        "rounding": chance.choice(tuple(Rounding)),
        "not_applicable": chance.choice(tuple(NotApplicable)),
    }
    first = _random_nodes(chance, 0)
    second = [_changed(chance, node) for node in first if chance.random() > 0.15]
    second += _random_nodes(chance, 100)[: chance.randrange(6)]
    forms = ("small", chance.choice(("small", "small", "other")))
    return small_table(2021, first, form=forms[0], **rules), small_table(2022, second, form=forms[1], **rules)


def _random_nodes(chance: random.Random, first: int) -> list[Node]:
    nodes = []
    for number in range(first, first + chance.randrange(1, 14)):
        level = chance.choice((1, 2, 2, 3, 3, 3))
        kind = chance.choice((NodeKind.GROUP, NodeKind.INDICATOR, NodeKind.INDICATOR, NodeKind.BONUS))
        lineage = f"l{number}" if chance.random() < 0.5 else ""
        node = Node(f"n{number}", level, f"指标{chr(0x4E00 + number)}", kind, lineage_id=lineage)
        nodes.append(_scored(chance, node))
    return nodes


def _scored(chance: random.Random, node: Node) -> Node:
    points = chance.choice(("", "1", "2.5", "0.7", "3", "0", "20"))
    return replace(
        node,
        points_text=points,
        given_score_text=chance.choice(("", "0", "0.33", "0.499", "1", "2.125")),
        target_text=chance.choice(("", "7次", "3%", "按时完成")),
        actual_text=chance.choice(("", "5次", "2.9%", "9次", "0")),
        not_applicable_text=chance.choice(("", "", "", "", "", "无此业务")),
    )


def _changed(chance: random.Random, node: Node) -> Node:
    what = chance.random()
    if what < 0.4:
        return node
    if what < 0.8:
        return _scored(chance, node)
    if what < 0.9:
        return replace(node, name=node.name + "率")
    return replace(node, level=chance.choice((1, 2, 3)), lineage_id="")
