"""Building blocks of the scoring tests: a small rulebook of any choices and figures, tables of a row or two, cases from TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from scoring.case import Method
from scoring.formula import Formula, evaluate, parse_formula
from scoring.rulebook import Choice, Figure, Rounding, Rulebook, parse_rulebook
from scoring.strict_toml import Spot
from scoring.table import BaseFact, Node, TableKey, YearTable

TESTS = Path(__file__).parent
RULEBOOKS = TESTS.parent / "resources" / "rulebooks"
KEY = TableKey("某局", 2022)
SMALL = """
key = "small"
family = "small"
title = "小规则"
valid_from = 2020
source = "测试"
score_places = 2
rounding = "rows"
rates_used = "exact"
choices = [{ score = { method = "proportional" } }]
grades = [
    { key = "excellent", label = "优", at_least = 90 },
    { key = "good", label = "良", at_least = 80 },
    { key = "fair", label = "中", at_least = 60 },
    { key = "poor", label = "差" },
]
"""


@cache
def shipped(key: str) -> Rulebook:
    """A rulebook as it ships."""
    return parse_rulebook((RULEBOOKS / f"{key}.toml").read_text(encoding="utf-8"), file=f"{key}.toml")


def small_rulebook(score: Mapping[str, Any] | None = None, *, figures: tuple[str, ...] = (), **changes: Any) -> Rulebook:
    """A rulebook of one method for every row, with base figures found under their own keys."""
    rulebook = parse_rulebook(SMALL, file="small.toml")
    if score is not None:
        changes["choices"] = (Choice(Method.from_toml(dict(score), Spot("case"))),)
    return replace(rulebook, figures=tuple(Figure(key) for key in figures), **changes)


def exact_rows(rulebook: Rulebook) -> Rulebook:
    return replace(rulebook, rounding=Rounding.TOTAL)


def table_of(*nodes: Node, facts: Mapping[str, str] | None = None) -> YearTable:
    base = tuple(BaseFact(f"b{key}", key, value) for key, value in (facts or {}).items())
    return YearTable(KEY, base_facts=base, nodes=nodes)


def cases(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["case"]
    return found


def number(expression: str) -> Fraction:
    """The exact value of an expected figure written as arithmetic."""
    formula = parse_formula(expression)
    assert isinstance(formula, Formula), expression
    value = evaluate(formula, lambda _: None)
    assert isinstance(value, Fraction), expression
    return value
