"""The published forms and the hostile set, understood: every row and figure as the transcripts say."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.import_findings import ImportCode
from desktop.reading.reader import read_workbook_here
from desktop.reading.recognise import understand
from desktop.reading.understood import AsWhat, DoubtKind, Understood
from scoring.table import Node, NodeKind, YearTable, paths
from tests.desktop.reading.more_papers import MORE_PAPERS
from tests.desktop.reading.paper import book, sheet
from tests.desktop.reading.papers import PAPERS
from tests.desktop.reading.provincial_papers import PROVINCIAL_PAPERS

DATA = Path(__file__).parents[2] / "data"
FORMS = DATA / "forms"
HOSTILE = FORMS / "hostile"
FIVE = ("panyu-2021.xlsx", "tianhe-2022.xlsx", "guangzhou-2023.xlsx", "zhanjiang-2022.xlsx", "huadu-2024.xlsx")


def understood(name: str, **options: Any) -> Understood:
    found = understand(read_workbook_here(FORMS / name), **options)
    assert len(found) == 1
    return found[0]


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def same(text: str | None) -> str:
    return "".join((text or "").split())


def leaves(table: YearTable) -> list[Node]:
    return [node for node in table.nodes if node.leaf]


def above(table: YearTable, node: Node) -> list[Node]:
    """The groups above a node, from the outermost."""
    found: list[Node] = []
    for each in table.nodes:
        while found and found[-1].level >= each.level:
            found.pop()
        if each is node:
            return found
        found.append(each)
    raise AssertionError(node)


@pytest.mark.parametrize("name", FIVE)
def test_every_cell_of_a_published_form_is_placed_exactly_once(name: str) -> None:
    workbook = read_workbook_here(FORMS / name)
    (found,) = understand(workbook)
    held = {
        (each.name, row, column) for each in workbook.sheets for (row, column), cell in each.cells.items() if cell.text.strip()
    }
    placed = Counter((each.sheet, each.row, each.column) for each in found.placed)
    assert set(placed) == held
    assert set(placed.values()) == {1}
    assert found.unplaced == ()
    assert found.doubts == ()


@pytest.mark.parametrize("name", FIVE)
def test_a_placed_fact_stands_in_the_record_it_names(name: str) -> None:
    found = understood(name)
    records = {("heading", "heading"): found.table.heading}
    for kind in ("details", "narratives", "funds", "base_facts", "nodes"):
        records |= {(kind, each.id): each for each in getattr(found.table, kind)}
    for each in found.placed:
        if each.as_what is not AsWhat.FACT:
            continue
        assert each.place is not None, each
        record = records[each.place.kind.value, each.place.id]
        text = same(str(getattr(record, each.place.field)))
        assert text in same(each.text) or same(each.text) in text, each


def test_panyu_arrives_with_every_row_and_figure() -> None:
    data, table = truth("panyu-2021-score-table"), understood("panyu-2021.xlsx").table
    assert (table.key.unit, table.key.year, table.key.subject) == (data["bureau"], 2021, "")
    assert table.heading.title == data["title"]
    assert (table.heading.form, table.heading.money_unit) == ("guangzhou_district", "万元")
    assert (table.heading.published_points_text, table.heading.published_score_text) == ("100", "93.25")
    rows = leaves(table)
    assert len(rows) == len(data["indicators"]) == 93
    for node, row in zip(rows, data["indicators"], strict=True):
        level1, level2 = above(table, node)
        assert same(level1.name) == same(row["level1"])
        assert same(level1.points_text) == row["level1_weight"]
        assert same(level2.name) == same(row["level2"])
        assert same(level2.points_text) == row["level2_weight"]
        assert same(node.name) == same(row["level3"])
        assert node.points_text == row["weight"]
        assert node.given_score_text == row["score"]
        assert same(node.explanation) == same(row["explanation"])
        assert same(node.target_text) == same(row["target_text"])
        assert same(node.actual_text) == same(row["actual_text"])
        assert same(node.evidence_text) == same(row["evidence"])
        assert same(node.remark_text) == same(row["remark"])
    assert rows[-1].kind is NodeKind.BONUS
    assert same(rows[-1].parameters_text) == same(data["indicators"][-1]["scoring_rule"])
    columns = [(split["by"], column) for split in data["funds"][0]["splits"] for column in split["columns"]]
    assert [
        (line.group, line.label, line.adjusted_budget_text, line.executed_text, line.published_rate_text) for line in table.funds
    ] == [(by, each["name"], each["budget"], each["executed"], each["rate"]) for by, each in columns]
    assert [each.id for each in table.narratives] == ["goals", "goals_actual", "not_done_reason", "footnote"]
    assert table.details[1].text == "9个单位"


@pytest.mark.parametrize("twin", ["panyu-2021.xls", "panyu-2021.docx"])
def test_the_same_form_in_another_kind_of_file_gives_the_same_table(twin: str) -> None:
    assert alike(understood(twin).table) == alike(understood("panyu-2021.xlsx").table)


def test_the_task_form_in_word_gives_the_same_table() -> None:
    assert alike(understood("tianhe-2022.docx").table) == alike(understood("tianhe-2022.xlsx").table)


def alike(table: YearTable) -> tuple[object, ...]:
    """Everything a table says, white space left aside."""
    return (
        table.key,
        same(table.heading.title),
        table.heading.form,
        [tuple(same(str(getattr(node, name))) for name in node.__slots__) for node in table.nodes],
        [tuple(same(str(getattr(line, name))) for name in line.__slots__) for line in table.funds],
        [(each.id, same(each.text)) for each in table.narratives],
        [(each.id, same(each.text)) for each in table.details],
    )


def test_tianhe_arrives_as_tasks_with_their_indicators() -> None:
    data, table = truth("tianhe-2022-task-table"), understood("tianhe-2022.xlsx").table
    assert (table.key.unit, table.key.year) == (data["bureau"], 2022)
    assert (table.heading.title, table.heading.form) == (data["title"], "tianhe_task")
    tasks = [node for node in table.nodes if node.kind is NodeKind.TASK]
    assert [(same(task.name), same(task.target_text), same(task.actual_text), task.money_text) for task in tasks] == [
        (same(each["name"]), same(each["expected"]), same(each["actual"]), each["money"]) for each in data["tasks"]
    ]
    rows = [row for task in data["tasks"] for row in task["indicators"]]
    assert [(same(node.target_text), same(node.actual_text)) for node in leaves(table)] == [
        (same(row["target_text"]), same(row["actual_text"])) for row in rows
    ]
    assert leaves(table)[0].name == "补贴惠及人数"
    whole, part = table.funds
    assert (whole.initial_budget_text, whole.adjusted_budget_text, whole.executed_text) == (
        "58572.01",
        "71261.97",
        "69441.60",
    )
    assert (whole.published_rate_text, part.level, part.executed_text) == ("97.45%", 2, "69123.30")
    assert [(each.label, each.value_text) for each in table.base_facts] == [
        ("年度预算调整数", "12689.96"),
        ("预算调整率", "21.67%"),
    ]
    assert [each.id for each in table.narratives] == [each["key"] for each in data["narrative"]]


def test_the_sheets_of_guangzhou_are_one_tree_under_the_parts_of_the_score_sheet() -> None:
    data, found = truth("guangzhou-2023-report"), understood("guangzhou-2023.xlsx")
    table = found.table
    assert (table.key.unit, table.key.year, table.key.subject) == (data["bureau"], 2023, "")
    assert (table.heading.published_score_text, table.heading.published_grade_text) == ("97.998", "优")
    by_sheet: dict[str, list[Node]] = {}
    sheets = {each.place.id: each.sheet for each in found.placed if each.place and each.place.field == "name"}
    for node in leaves(table):
        by_sheet.setdefault(sheets[node.id], []).append(node)
    assert {name: len(rows) for name, rows in by_sheet.items()} == {
        "产出指标": 23,
        "效益指标": 9,
        "专项资金": 22,
        "管理效率": 23,
    }
    for name, nodes in by_sheet.items():
        rows = [row for row in data["indicators"] if row["table"] == name]
        for node, row in zip(nodes, rows, strict=False):
            groups = above(table, node)
            assert same(row["level2"]) == same(groups[-1].name)
            assert same(row["level1"]) == same(groups[-2].name)
            assert same(node.name) == same(row["level3"])
            assert same(node.explanation) == same(row["explanation"])
            assert same(node.target_text) == same(row["target_text"])
            assert same(node.actual_text) == same(row["actual_text"])
            assert (node.points_text, node.given_score_text) == ("", "")
    tree = paths(table)
    points = {tree[node.id]: (node.points_text, node.given_score_text) for node in table.nodes if not node.leaf}
    assert points["管理效率",] == ("50", "48.000")
    assert points["履职效能", "专项资金绩效完成情况", "产出指标"] == ("10", "10")
    assert points["履职效能", "部门整体绩效完成情况"] == ("20", "20")
    assert points["履职效能", "预算执行情况"] == ("5", "4.99915")
    deduced = [each for each in found.findings if each.code == ImportCode.DEDUCED.value]
    assert [each.facts["name"] for each in deduced] == ["部门整体绩效完成情况", "产出指标", "效益指标"]


@pytest.mark.parametrize(
    ("name", "source", "score"),
    [("zhanjiang-2022.xlsx", "zhanjiang-2022-report", "100"), ("huadu-2024.xlsx", "huadu-2024-explanation", "96.67")],
)
def test_papers_of_figures_alone_arrive_as_base_figures(name: str, source: str, score: str) -> None:
    data, table = truth(source), understood(name).table
    assert table.nodes == ()
    assert [(each.label, each.value_text, each.unit, same(each.source_text)) for each in table.base_facts] == [
        (each["label"], each["published_value"], each["unit"], same(each["text"])) for each in data["figures"]
    ]
    assert (table.heading.published_score_text, table.heading.published_grade_text) == (score, "优")
    assert table.key.unit == data.get("reporting_unit", data["bureau"])


def test_a_list_of_projects_says_what_became_of_its_projects() -> None:
    (found,) = understand(PROVINCIAL_PAPERS["list_of_projects"])
    assert [(each.code, each.facts["count"]) for each in found.findings] == [("I09", "2")]
    others = [
        each
        for name, paper in (PAPERS | MORE_PAPERS | PROVINCIAL_PAPERS).items()
        if name != "list_of_projects"
        for each in understand(paper)
    ]
    assert "I09" not in {told.code for each in others for told in each.findings}


# ---------------------------------------------------------------- the hostile set

EXPECTED: dict[str, Any] = json.loads((HOSTILE / "expected.json").read_text(encoding="utf-8"))["files"]
TEXTS = {
    "level3": "name",
    "weight": "points_text",
    "score": "given_score_text",
    "evidence": "evidence_text",
    "target_text": "target_text",
    "actual_text": "actual_text",
}
WITH_TEXTS = [
    name
    for name, each in EXPECTED.items()
    if "rows" in each and "target_text" in each["rows"][0] and name not in ("headers-missing.xlsx", "encrypted.xlsx")
]


@pytest.mark.parametrize("name", WITH_TEXTS)
def test_the_rows_of_a_hostile_file_are_those_that_a_person_reads(name: str) -> None:
    table = understood(f"hostile/{name}").table
    rows = EXPECTED[name]["rows"] + EXPECTED[name].get("second_table", [])
    nodes = leaves(table)
    assert len(nodes) == len(rows)
    for node, row in zip(nodes, rows, strict=True):
        groups = [same(each.name) for each in above(table, node)]
        assert groups == [same(row[key]) for key in ("level1", "level2") if key in row]
        for key, attribute in TEXTS.items():
            if key in row:
                assert same(getattr(node, attribute)) == same(row[key]), (key, row["order"])


def test_full_width_figures_keep_their_typed_text_and_a_foreign_unit_is_told() -> None:
    found = understood("hostile/text-numbers.xlsx")
    assert [line.executed_text for line in found.table.funds][1] == "1467.73元"
    assert [(each.code, each.facts["cell"]) for each in found.findings] == [("V15", "C3"), ("V44", "G4")]
    assert leaves(found.table)[3].points_text == "0.5"


def test_error_cells_are_told_one_by_one_and_come_in_empty() -> None:
    found = understood("hostile/error-cells.xlsx")
    told = {each.facts["cell"]: each.facts["text"] for each in found.findings if each.code == "I04"}
    assert told == EXPECTED["error-cells.xlsx"]["error_cells"]
    for node, row in zip(leaves(found.table), EXPECTED["error-cells.xlsx"]["rows"], strict=True):
        assert (node.points_text or None) == row["weight"]
        assert (node.given_score_text or None) == row["score"]
        assert bool(node.actual_text) == bool(row["actual_value"])


def test_formulas_without_a_result_are_named_and_wait_for_a_decision() -> None:
    found = understood("hostile/formulas-no-cache.xlsx", unit="甲局", year=2021)
    told = {each.facts["cell"] for each in found.findings if each.code == ImportCode.NO_STORED_VALUE.value}
    assert told == set(EXPECTED["formulas-no-cache.xlsx"]["cells_without_value"])
    (doubt,) = found.doubts
    assert doubt.kind is DoubtKind.VALUES
    assert set(doubt.facts) == {"自评表!D5", "自评表!H7", "自评表!D11", "自评表!H11"}


def test_stored_results_of_formulas_are_taken_and_the_stale_sum_is_the_printed_one() -> None:
    table = understood("hostile/formulas-cached.xlsx").table
    assert (table.heading.published_points_text, table.heading.published_score_text) == ("5", "4.7")
    assert [node.given_score_text for node in leaves(table)] == [row["score"] for row in EXPECTED["formulas-cached.xlsx"]["rows"]]


def test_hidden_rows_and_columns_come_in_and_hidden_sheets_stay_out() -> None:
    found = understood("hostile/hidden.xlsx")
    told = {each.code: dict(each.facts) for each in found.findings}
    assert told["I01"]["rows"] == "6、7、9"
    assert told["I02"]["columns"] == "H"
    assert told["I03"]["sheets"] == "旧稿、参数"
    assert {each.sheet for each in found.placed} == {"自评表"}


def test_a_hidden_sheet_comes_in_when_it_is_named() -> None:
    found = understood("hostile/hidden.xlsx", sheets=["旧稿"])
    assert {node.given_score_text for node in leaves(found.table)} == {"0"}


def test_headings_that_are_only_alike_are_proposed_and_confirmed_by_a_form() -> None:
    found = understood("hostile/headers-wrong.xlsx", unit="甲局", year=2021)
    (doubt,) = found.doubts
    assert (doubt.kind, doubt.option) == (DoubtKind.COLUMNS, "--form")
    assert doubt.facts == {"绩效指标名称": "name", "自评分数": "score"}
    assert understood("hostile/headers-wrong.xlsx", unit="甲局", year=2021, form="ministry_three_part").doubts == ()


def test_a_table_without_headings_is_asked_about_and_its_first_row_is_data() -> None:
    found = understood("hostile/headers-missing.xlsx", unit="甲局", year=2021)
    assert [each.kind for each in found.doubts] == [DoubtKind.HEADINGS]
    assert found.table.nodes == ()
    assert len(found.unplaced) == 64


def test_funds_between_two_tables_are_no_indicators() -> None:
    table = understood("hostile/two-tables.xlsx").table
    assert [(line.label, line.adjusted_budget_text, line.executed_text, line.published_rate_text) for line in table.funds] == [
        (each["name"], each["budget"], each["executed"], each["rate"]) for each in EXPECTED["two-tables.xlsx"]["funds"]
    ]


def test_an_empty_workbook_has_nothing_to_import() -> None:
    with pytest.raises(EnvironmentFault) as caught:
        understand(read_workbook_here(HOSTILE / "blank-sheet.xlsx"))
    assert caught.value.code is FaultCode.NOTHING_TO_IMPORT


def test_unit_and_year_that_no_cell_says_are_doubts_and_the_file_name_does_not_count() -> None:
    found = understood("hostile/merged-everywhere.xlsx")
    assert [(each.kind, each.option) for each in found.doubts] == [
        (DoubtKind.UNIT, "--unit"),
        (DoubtKind.YEAR, "--year"),
    ]
    given = understood("hostile/merged-everywhere.xlsx", unit="甲局", year=2021)
    assert (given.table.key.unit, given.table.key.year, given.doubts) == ("甲局", 2021, ())


def test_ids_count_from_one_in_document_order() -> None:
    table = understood("panyu-2021.xlsx").table
    assert [node.id for node in table.nodes] == [str(number) for number in range(1, 114)]
    assert table.nodes[0].lineage_id == "2021-1"
    assert table.next_number == 120


def test_a_numbered_line_of_funds_stands_beside_the_one_before_whatever_parts_stood_between() -> None:
    heads = ["项目", "年初预算数", "全年预算数", "全年执行数", "执行率（%）"]
    rows = [
        ["一、基本支出", "30", "34", "34", "100"],
        ["其中：人员经费", "28", "30", "30", "100"],
        ["公用经费", "2", "4", "4", "100"],
        ["二、项目支出", "60", "60", "59", "98.3"],
        ["合计", "90", "94", "93", "98.9"],
    ]
    (found,) = understand(book(sheet("x", [["甲局2023年度绩效自评表"], heads, *rows])))
    assert [(each.label, each.level, each.published_rate_text) for each in found.table.funds] == [
        ("一、基本支出", 1, "100%"),
        ("其中：人员经费", 2, "100%"),
        ("公用经费", 2, "100%"),
        ("二、项目支出", 1, "98.3%"),
        ("合计", 1, "98.9%"),
    ]
    assert [each for each in found.findings if each.code == "V44"] == []


def test_the_year_of_the_headings_is_the_year_where_no_other_is_said() -> None:
    heads = ["三级指标", "2022年实际值", "2023年指标值", "2023年完成值"]
    (found,) = understand(book(sheet("x", [["单位名称", "甲局"], heads, ["人数", "1人", "2人", "3人"]])))
    (row,) = leaves(found.table)
    assert (found.table.key.year, row.target_text, row.actual_text, row.remark_text) == (2023, "2人", "3人", "2022年实际值：1人")
