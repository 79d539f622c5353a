"""Every step of a calculation has its sentence, and the sentences say what the calculation did."""

import re
from pathlib import Path

import pytest

import scoring.steps
from desktop.kit.wording_steps import METHOD_NAMES, method_name, step_text
from scoring.case import METHODS
from scoring.rulebook import Rounding, figure_names
from scoring.score import score_table
from scoring.steps import Step, StepCode
from scoring.table import Node
from tests.scoring_cases import TESTS, cases, shipped, small_rulebook, table_of
from tests.truth_tables import PANYU, table_from_truth


def _facts_by_code() -> dict[str, list[str]]:
    """The facts of each code as the table in the docstring of the kernel lists them."""
    found: dict[str, list[str]] = {}
    lines = (scoring.steps.__doc__ or "").splitlines()
    for line in lines:
        match = re.match(r"(?P<codes>[a-z_]+(?: / [a-z_]+)?)  +(?P<facts>\(none\)|[a-z_]+(?:, [a-z_]+)*)(?:  |$)", line)
        if match and match["codes"] != "code":
            facts = [] if match["facts"] == "(none)" else match["facts"].split(", ")
            found |= dict.fromkeys(match["codes"].split(" / "), facts)
    return found


def test_the_table_of_steps_is_complete() -> None:
    assert sorted(_facts_by_code()) == sorted(code.value for code in StepCode)


VALUES = {"unit": "day", "counting": "floor", "band": "met", "how": "mean", "code": "toml", "method": "proportional"}


@pytest.mark.parametrize("code", StepCode)
def test_every_step_has_its_sentence_from_the_facts_of_the_table(code: StepCode) -> None:
    facts = {fact: VALUES.get(fact, "7") for fact in _facts_by_code()[code.value]}
    text = step_text(Step(code.value, facts))
    assert text
    assert "{" not in text


def test_the_steps_of_every_worked_example_can_be_said() -> None:
    folder = TESTS / "tables" / "methods"
    said = 0
    for key in METHODS:
        for case in cases(folder / f"{key}.toml"):
            figures = case.get("figures", {})
            for rounding in Rounding:
                rulebook = small_rulebook(case["score"], figures=tuple(figures), rounding=rounding)
                node = Node(
                    "a", 1, points_text=case["points"], target_text=case.get("target", ""), actual_text=case.get("actual", "")
                )
                for step in score_table(table_of(node, facts=figures), rulebook).rows["a"].steps:
                    assert step_text(step)
                    said += 1
    assert said > 300


def test_a_row_explains_itself_as_a_person_would() -> None:
    scored = score_table(table_from_truth(PANYU), shipped("guangzhou_district_2021"))
    row = next(row for row in scored.rows.values() if row.node.name == "日常巡查企业数量")
    assert [step_text(step) for step in row.steps] == [
        "12670 ÷ 16500 = 76.79%",
        "低于目标，按完成比例计分：0.5 × 76.79% = 0.3839…",
        "四舍五入到 2 位：0.38",
        "以填写的得分 0.4 为准（按规则为 0.38）",
        "扣 0.1 分",
        "得满分需要：16500家",
    ]


def test_a_rate_explains_itself_in_the_words_of_the_form() -> None:
    rulebook = shipped("guangzhou_district_2021")
    scored = score_table(table_from_truth(PANYU), rulebook)
    assert [step_text(step, figure_names(rulebook)) for step in scored.rates[0].steps] == [
        "全年执行数 = 59757.75",
        "全年预算数 = 61296.75",
        "全年执行数 ÷ 全年预算数 = 97.49%",
    ]


def test_every_method_has_a_name() -> None:
    assert set(METHOD_NAMES) == {*METHODS, "not_applicable"}
    assert method_name("proportional") == "按完成比例"
    assert method_name("later") == "later"


def test_sentences_stand_in_the_desktop_only() -> None:
    source = Path(scoring.steps.__file__).read_text(encoding="utf-8")
    assert not re.search(r"[一-鿿]", source)
