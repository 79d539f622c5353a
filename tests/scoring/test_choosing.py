"""Which method a row gets: the first choice whose conditions hold, whatever they ask."""

from typing import Any

import pytest

from scoring.rulebook import Choice
from scoring.score import score_table
from scoring.strict_toml import Spot, read_call
from scoring.table import Node, NodeKind
from tests.scoring_cases import small_rulebook, table_of


def _choice(method: str, **conditions: Any) -> Choice:
    extra = {"provider": "x"} if method == "given" else {}
    return read_call(Choice, {"score": {"method": method, **extra}, **conditions}, Spot("case"))


def _method(choices: tuple[Choice, ...], row: Node, *above: Node) -> str:
    rulebook = small_rulebook(choices=(*choices, _choice("full_marks")))
    return score_table(table_of(*above, row), rulebook).rows["a"].method


def _row(name: str = "", **fields: Any) -> Node:
    fields.setdefault("points_text", "1")
    return Node("a", 3, name, **fields)


@pytest.mark.parametrize(
    ("conditions", "fitting", "other"),
    [
        ({"names": ["三公经费控制率"]}, _row("“三公” 经费控制率"), _row("三公经费")),
        ({"name_has": ["控制率"]}, _row("公用经费控制率"), _row("公用经费")),
        ({"names": ["甲"], "name_has": ["甲"]}, _row("甲"), _row("甲乙")),
        ({"target_has": ["清零"]}, _row("x", target_text="动态清零"), _row("x", target_text="0")),
        ({"sections": ["管理"]}, _row("x", section="管理"), _row("x", section="履职")),
        ({"kinds": ["bonus"]}, _row("x", kind=NodeKind.BONUS), _row("x")),
        ({"directions": ["at_most"]}, _row("x", target_text="≤5%"), _row("x", target_text="≥5%")),
        ({"approximate": True}, _row("x", target_text="约500人"), _row("x", target_text="500人")),
        ({"zero": True}, _row("x", target_text="≤0起"), _row("x", target_text="≤1起")),
        ({"compound": True}, _row("x", target_text="不少于10场，且不少于50人"), _row("x", target_text="10场")),
        ({"numeric": True}, _row("x", target_text="10场"), _row("x", target_text="明显")),
        ({"numeric": False}, _row("x", target_text="明显"), _row("x", target_text="10场")),
        ({"dated": True}, _row("x", target_text="2022年10月底前"), _row("x", target_text="10场")),
    ],
)
def test_a_condition_lets_through_what_it_says(conditions: dict[str, Any], fitting: Node, other: Node) -> None:
    choices = (_choice("given", **conditions),)
    assert _method(choices, fitting) == "given"
    assert _method(choices, other) == "full_marks"


def test_a_choice_may_ask_for_a_band_above_the_row() -> None:
    choices = (_choice("given", names=["甲"], under=["管理"]),)
    assert _method(choices, _row("甲"), Node("g", 1, "管理效能", NodeKind.GROUP)) == "given"
    assert _method(choices, _row("甲"), Node("g", 1, "履职效能", NodeKind.GROUP)) == "full_marks"


def test_the_first_of_several_choices_that_fit_is_taken() -> None:
    whole, piece = _choice("given", names=["控制率"]), _choice("judged", name_has=["控制"])
    assert _method((whole, piece), _row("控制率")) == "given"
    assert _method((piece, whole), _row("控制率")) == "judged"
    assert _method((whole, _choice("judged", names=["控制率"])), _row("控制率")) == "given"


def test_what_stands_behind_a_choice_for_all_is_never_reached() -> None:
    assert _method((_choice("given"), _choice("judged", names=["甲"])), _row("甲")) == "given"
