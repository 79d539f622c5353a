"""A table as lines of text: every fact once, for comparison by eye and by machine."""

from collections.abc import Iterable

from desktop.reading.understood import Understood
from scoring.table import Field, Node

SHOWN = tuple(each.value for each in Field if each is not Field.NAME)


def picture(found: Iterable[Understood]) -> str:
    lines: list[str] = []
    for each in found:
        table = each.table
        key, heading = table.key, table.heading
        lines.append(f"# {key.unit} | {key.year} | {key.subject} | {each.form}")
        lines.append(f"title {heading.title} | {heading.money_unit}")
        printed = (heading.published_points_text, heading.published_score_text, heading.published_grade_text)
        lines.append("printed " + " | ".join(printed))
        lines += [f"detail {one.id} | {one.label} | {_flat(one.text)}" for one in table.details]
        lines += [f"words {one.id} | {_flat(one.title)} | {_flat(one.text)}" for one in table.narratives]
        for line in table.funds:
            figures = (
                line.initial_budget_text,
                line.adjusted_budget_text,
                line.executed_text,
                line.published_rate_text,
                line.points_text,
                line.given_score_text,
            )
            lines.append(f"fund {line.group} | {line.level} {line.label} | " + " | ".join(figures))
        lines += [
            f"figure {one.group} | {one.label} | {one.value_text} | {one.unit} | {one.source_text}" for one in table.base_facts
        ]
        lines += [_node(node) for node in table.nodes]
        lines += [f"unplaced {one.sheet} {one.row} {one.column} {one.text}" for one in each.unplaced]
        lines += [f"doubt {one.kind.value} {dict(one.facts)}" for one in each.doubts]
        lines.append("")
    return "\n".join(lines)


def _node(node: Node) -> str:
    facts = [f"{name.removesuffix('_text')}={_flat(getattr(node, name))}" for name in SHOWN if getattr(node, name)]
    section = f" [{node.section}]" if node.section else ""
    return "  " * node.level + f"{node.level} {node.kind.value} {node.name}{section} " + " ; ".join(facts)


def _flat(text: str) -> str:
    return text.replace("\n", "⏎")
