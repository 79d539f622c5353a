"""Every check finds what it is for and keeps quiet beside it: tables with the places and figures of what must be found."""

import re
from pathlib import Path
from typing import Any

import pytest

from desktop.kit.wording_findings import MESSAGES, finding_text
from scoring.checks import CHECKS, check_table
from scoring.finding import Finding, Severity
from scoring.score import score_table
from scoring.table import YearTable
from tests.outlined import table_of_case
from tests.scoring_cases import cases, shipped

FOLDER = Path(__file__).parents[1] / "tables" / "checks"
CLEAN = cases(FOLDER / "clean.toml")
TABLES = sorted(path for path in FOLDER.glob("*.toml") if path.stem != "clean")
CASES = [case for path in TABLES for case in cases(path)]
NAMES = [f"{case['code']}-{case['says']}" for case in CASES]

NUMBERS = range(1, 45)
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
SEVERITIES = {
    **dict.fromkeys((1, 2, 3, 4, 6, 16, 18, 19, 21, 29, 37, 40), ERROR),
    **dict.fromkeys((14, 25, 27, 28, 33, 35, 36, 41), INFO),
}


def _findings(case: dict[str, Any]) -> tuple[tuple[Finding, ...], YearTable]:
    rulebook = shipped(case.get("rulebook", "ministry_2020"))
    table = table_of_case(case)
    last = case.get("last_year")
    previous = None if last is None else score_table(table_of_case(last), rulebook)
    return check_table(score_table(table, rulebook), previous=previous), table


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_check_finds_this_and_nothing_else(case: dict[str, Any]) -> None:
    findings, _ = _findings(case)
    found = [
        {"kind": each.place.kind.value, "id": each.place.id, "field": each.place.field, **each.facts}
        for each in findings
        if each.code == case["code"]
    ]
    assert found == [{"kind": "nodes", **wanted} for wanted in case["found"]]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["found"]], ids=[n for n, c in zip(NAMES, CASES, strict=True) if c["found"]]
)
def test_a_finding_is_a_whole_sentence(case: dict[str, Any]) -> None:
    rulebook = shipped(case.get("rulebook", "ministry_2020"))
    scored = score_table(table_of_case(case), rulebook)
    for finding in _findings(case)[0]:
        pattern = MESSAGES[finding.code]
        sentence = pattern if isinstance(pattern, str) else pattern(finding.facts)
        wanted = set(re.findall(r"\{(\w+)\}", sentence)) - {"with_rate"}
        assert not [name for name in wanted if not finding.facts.get(name)], finding
        said = finding_text(finding, scored)
        assert "{" not in said
        assert "“”" not in said
        assert said.endswith("。")


ROWS = [case for case in cases(FOLDER / "rows.toml") if case["code"] not in {"V26", "V32", "V33"}]


@pytest.mark.parametrize("code", sorted({case["code"] for case in ROWS}))
def test_rows_in_order_do_not_hide_what_stands_below_them(code: str) -> None:
    mine = [case for case in ROWS if case["code"] == code]
    for wrong in (case for case in mine if case["found"]):
        right = [case for case in mine if not case["found"] and case.get("rulebook") == wrong.get("rulebook")]
        above = [line for case in right for line in case["rows"]]
        facts = [line for case in right for line in case.get("facts", [])]
        findings, table = _findings({**wrong, "rows": above + wrong["rows"], "facts": facts})
        places = [int(each.place.id[1:]) - len(above) for each in findings if each.code == code]
        assert places == [int(wanted["id"][1:]) for wanted in wrong["found"]]
        assert len(table.nodes) == len(above) + len(wrong["rows"])


@pytest.mark.parametrize("case", CLEAN, ids=[case["says"] for case in CLEAN])
def test_a_table_without_fault_is_left_alone(case: dict[str, Any]) -> None:
    assert [(each.code, each.place.id, dict(each.facts)) for each in _findings(case)[0] if each.code not in case["told"]] == []
    assert [each.code for each in _findings(case)[0]] == case["told"]


def test_every_check_has_a_table_that_it_marks_and_one_that_it_leaves_alone() -> None:
    codes = {f"V{number:02}" for number in NUMBERS}
    assert set(CHECKS) == codes
    assert {case["code"] for case in CASES if case["found"]} == codes
    assert {case["code"] for case in CASES if not case["found"]} == codes


def test_findings_weigh_what_the_list_of_checks_says() -> None:
    assert {int(code[1:]): severity for code, (severity, _) in CHECKS.items()} == {
        number: SEVERITIES.get(number, WARNING) for number in NUMBERS
    }
    for case in CASES:
        for finding in _findings(case)[0]:
            assert finding.severity is CHECKS[finding.code][0], finding


def test_findings_come_by_code_and_within_one_code_in_the_order_of_the_document() -> None:
    case = next(each for each in CASES if each["code"] == "V04" and each["found"])
    codes = [each.code for each in _findings(case)[0]]
    assert codes == sorted(codes)
    assert len(set(codes)) > 1


def test_a_code_belongs_to_one_check() -> None:
    from scoring.checks.case import check

    with pytest.raises(ValueError, match="V01"):
        check("V01", Severity.ERROR)(CHECKS["V01"][1])
