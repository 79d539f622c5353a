"""Tables written as outlines in TOML: a line for each row, line of funds and base figure, ids r1, f1, b1 in their order."""

from typing import Any

from scoring.table import Attachment, BaseFact, FundLine, Heading, Narrative, Node, NodeKind, TableKey, YearTable

ROW = {
    "points": "points_text",
    "target": "target_text",
    "actual": "actual_text",
    "score": "given_score_text",
    "printed": "published_score_text",
    "rate": "published_rate_text",
    "reason": "reason_text",
    "evidence": "evidence_text",
    "remark": "remark_text",
    "parameters": "parameters_text",
    "method": "method",
    "section": "section",
    "lineage": "lineage_id",
}
FUND = {
    "initial": "initial_budget_text",
    "budget": "adjusted_budget_text",
    "executed": "executed_text",
    "rate": "published_rate_text",
    "points": "points_text",
    "score": "given_score_text",
    "group": "group",
}


def table_of_case(case: dict[str, Any]) -> YearTable:
    """The table of one case: ``rows``, ``funds``, ``facts``, ``narratives``, ``heading``, ``attached``."""
    nodes = _nodes(case.get("rows", []))
    facts = [[cell.strip() for cell in line.split("|")] for line in case.get("facts", [])]
    return YearTable(
        TableKey("某局", 2022),
        Heading(**case.get("heading", {})),
        narratives=tuple(Narrative(key, key, text) for key, text in case.get("narratives", {}).items()),
        funds=tuple(_fund(number, line) for number, line in enumerate(case.get("funds", []), 1)),
        base_facts=tuple(BaseFact(f"b{number}", *cells) for number, cells in enumerate(facts, 1)),
        nodes=nodes,
        attachments=tuple(Attachment(f"a{each}", each, "证明.pdf", "0", 1) for each in case.get("attached", [])),
    )


def _nodes(lines: list[str]) -> tuple[Node, ...]:
    """Two blanks are a level; a row with deeper ones below is a band."""
    levels = [(len(line) - len(line.lstrip(" "))) // 2 + 1 for line in lines]
    nodes = []
    for number, line in enumerate(lines):
        name, cells = _cells(line)
        band = levels[number + 1 : number + 2] > [levels[number]]
        kind = NodeKind(cells.pop("kind", "group" if band else "indicator"))
        named = {ROW[key]: text for key, text in cells.items()}
        nodes.append(Node(f"r{number + 1}", levels[number], name, kind, **named))
    return tuple(nodes)


def _fund(number: int, line: str) -> FundLine:
    label, cells = _cells(line)
    level = 2 if line.startswith("  ") else 1
    return FundLine(f"f{number}", label=label, level=level, **{FUND[key]: text for key, text in cells.items()})


def _cells(line: str) -> tuple[str, dict[str, str]]:
    name, *cells = (each.strip() for each in line.split(" | "))
    return name, dict(each.split("=", 1) for each in cells)
