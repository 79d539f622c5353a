"""The published tables as facts, built from their transcripts: what an import of the same papers gives."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scoring.table import BaseFact, FundLine, Heading, Narrative, Node, NodeKind, TableKey, YearTable

FOLDER = Path(__file__).parent / "data" / "truth"
PANYU = "panyu-2021-score-table"
GUANGZHOU = "guangzhou-2023-report"
TIANHE = "tianhe-2022-task-table"
ZHANJIANG = "zhanjiang-2022-report"
HUADU = "huadu-2024-explanation"
ALL = (PANYU, GUANGZHOU, TIANHE, ZHANJIANG, HUADU)
_FORMS = {
    PANYU: ("guangzhou_district", "guangzhou_district_2021"),
    GUANGZHOU: ("guangzhou_city", "guangzhou_city_2023"),
    TIANHE: ("tianhe_task", "tianhe_2022"),
    ZHANJIANG: ("zhanjiang", "zhanjiang_2022"),
    HUADU: ("huadu", "huadu_2024"),
}


def truth(name: str) -> dict[str, Any]:
    """The transcript of one paper."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def table_from_truth(name: str) -> YearTable:
    """The facts of one paper, every figure as printed."""
    data = truth(name)
    form, rulebook = _FORMS[name]
    totals = data["published_totals"]
    nodes = tuple(_nodes(name, data))
    funds = tuple(_panyu_funds(data)) if name == PANYU else ()
    facts = () if name == PANYU else tuple(_facts(data))
    return YearTable(
        TableKey(data["bureau"], data["year"]),
        Heading(
            title=data["title"],
            form=form,
            rulebook=rulebook,
            money_unit="万元",
            published_points_text=totals.get("weight") or "",
            published_score_text=totals["score"] or "",
            published_grade_text=totals["grade"] or "",
        ),
        narratives=tuple(Narrative(each["key"], each["title"], each["text"]) for each in data["narrative"]),
        funds=funds,
        base_facts=facts,
        nodes=nodes,
        next_number=len(nodes) + len(funds) + len(facts) + 1,
    )


def _nodes(name: str, data: dict[str, Any]) -> Iterator[Node]:
    if name == TIANHE:
        yield from _tasks(data)
    elif name == GUANGZHOU:
        yield from _guangzhou(data)
    else:
        yield from _tree(data["indicators"], first=1)


def _tree(rows: list[dict[str, Any]], first: int, *, points: bool = True, top: int = 1) -> Iterator[Node]:
    """Bands for every new first and second level, an indicator for every row."""
    number, band, inner = first, "", ""
    for row in rows:
        if row["level1"] != band:
            band, inner = row["level1"], ""
            weight = (row.get("level1_weight") or "") if points else ""
            yield Node(f"n{number}", top, band, NodeKind.GROUP, points_text=weight)
            number += 1
        if row["level2"] and row["level2"] != inner:
            inner = row["level2"]
            weight = (row.get("level2_weight") or "") if points else ""
            yield Node(f"n{number}", top + 1, inner, NodeKind.GROUP, points_text=weight)
            number += 1
        yield Node(
            f"n{number}",
            top + 2,
            row["level3"],
            NodeKind.BONUS if row["level1"] == "加减分项" else NodeKind.INDICATOR,
            section=row.get("section") or row.get("table") or "",
            points_text=(row.get("weight") or "") if points else "",
            explanation=row.get("explanation") or "",
            target_text=row["target_text"] or "",
            actual_text=row["actual_text"] or "",
            given_score_text=(row.get("score") or "") if points else "",
            evidence_text=row.get("evidence") or "",
            remark_text=row.get("remark") or "",
        )
        number += 1


def _guangzhou(data: dict[str, Any]) -> Iterator[Node]:
    """The tree of the report: scores stand at bands, the tables below them have none of their own."""
    rows = {
        name: [row for row in data["indicators"] if row["table"] == name]
        for name in ("产出指标", "效益指标", "专项资金", "管理效率")
    }
    yield Node("g1", 1, "管理效率", NodeKind.GROUP, points_text="50", given_score_text="48.000")
    yield from _tree([{**row, "level1": row["level2"], "level2": ""} for row in rows["管理效率"]], 1000, points=False, top=2)
    yield Node("g2", 1, "履职效能", NodeKind.GROUP, points_text="50", published_score_text="49.998")
    yield Node("g3", 2, "预算执行情况", points_text="5", actual_text="99.983%", given_score_text="4.99915")
    yield Node("g4", 2, "部门整体绩效完成情况", NodeKind.GROUP, points_text="20", given_score_text="20")
    yield from _tree(rows["产出指标"] + rows["效益指标"], 2000, points=False, top=3)
    yield Node("g5", 2, "专项资金支出情况", points_text="5", actual_text="99.98%", given_score_text="4.999")
    yield Node("g6", 2, "专项资金绩效完成情况", NodeKind.GROUP, points_text="20", given_score_text="20")
    yield from _tree(rows["专项资金"], 3000, points=False, top=3)


def _tasks(data: dict[str, Any]) -> Iterator[Node]:
    for number, task in enumerate(data["tasks"], 1):
        yield Node(
            f"t{number}",
            1,
            task["name"],
            NodeKind.TASK,
            target_text=task["expected"],
            actual_text=task["actual"],
            money_text=task["money"],
        )
        for row in task["indicators"]:
            yield Node(f"i{row['order']}", 2, row["target_text"], target_text=row["target_text"], actual_text=row["actual_text"])


def _panyu_funds(data: dict[str, Any]) -> Iterator[FundLine]:
    for split in data["funds"][0]["splits"]:
        for column in split["columns"]:
            yield FundLine(
                f"f-{split['by']}-{column['name']}",
                split["by"],
                column["name"],
                adjusted_budget_text=column["budget"],
                executed_text=column["executed"],
                published_rate_text=column["rate"],
            )


def _facts(data: dict[str, Any]) -> Iterator[BaseFact]:
    seen: set[str] = set()
    for block in data["funds"]:
        for number, item in enumerate(block["items"]):
            value = item.get("published_value", item["value"])
            unit = item.get("unit", "" if value.endswith("%") else block["unit"])
            seen.add(item["name"])
            yield BaseFact(f"b-{block['name']}-{number}", item["name"], value, unit, group=block["name"])
    for figure in data.get("figures", ()):
        if figure["label"] not in seen:
            yield BaseFact(f"c{figure['order']}", figure["label"], figure["published_value"], figure["unit"])
