"""The published tables as facts, scored by their rulebooks: what the tests of layouts and of written files are made with."""

from dataclasses import replace
from pathlib import Path

from desktop.forms.form import FormLayout, shipped_forms
from desktop.forms.laid import LaidTable
from desktop.forms.state import facts_from_json
from desktop.kit.paths import resources
from scoring.rulebook import Rulebook, parse_rulebook, rulebook_for
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import Node, NodeKind, YearTable

STATES = Path(__file__).parents[1] / "data" / "states"
NAMES = tuple(sorted(path.stem for path in STATES.glob("*.json")))


def facts(name: str) -> YearTable:
    return facts_from_json((STATES / f"{name}.json").read_text(encoding="utf-8"))


def form_of(table: YearTable) -> FormLayout:
    return shipped_forms()[table.heading.form]


def rulebook_of(table: YearTable) -> Rulebook:
    paths = sorted((resources() / "rulebooks").glob("*.toml"))
    rulebooks = [parse_rulebook(path.read_text(encoding="utf-8"), file=path.name) for path in paths]
    found = rulebook_for(rulebooks, table.heading.form, table.key.year)
    assert found is not None
    return found


def scored_as(table: YearTable) -> ScoredTable:
    return score_table(table, rulebook_of(table))


def filled(name: str) -> tuple[ScoredTable, FormLayout]:
    table = facts(name)
    return scored_as(table), form_of(table)


def with_texts(table: YearTable, node_id: str, **texts: str) -> YearTable:
    """The table with other texts in one row."""
    nodes = tuple(replace(node, **texts) if node.id == node_id else node for node in table.nodes)  # type: ignore[arg-type]
    return replace(table, nodes=nodes)


def first_leaf(table: YearTable) -> Node:
    return next(node for node in table.nodes if node.kind is NodeKind.INDICATOR)


def picture(laid: LaidTable) -> str:
    """The grid as text: each cell with what it covers, its role, its words, and what is live in it."""
    lines = [f"{laid.name} {laid.row_count} rows, columns {' '.join(map(str, laid.column_widths_mm))} mm"]
    lines += [f"page before row {row + 1}" for row in laid.page_starts]
    lines += [f"{block.kind.value} {block.section} rows {block.start + 1}-{block.end}" for block in laid.blocks]
    for cell in laid.cells:
        span = f"R{cell.row + 1}C{cell.column + 1}"
        if cell.row_span > 1 or cell.column_span > 1:
            span += f":R{cell.row + cell.row_span}C{cell.column + cell.column_span}"
        number = " #" if cell.number else ""
        live = f" {type(cell.formula).__name__}" if cell.formula else ""
        words = cell.text.replace("\n", "⏎")
        lines.append(f"{span} {cell.role.value}{number}{live} {words}".rstrip())
    return "\n".join(lines) + "\n"
