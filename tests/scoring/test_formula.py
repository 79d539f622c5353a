"""Formulas are exact, know six signs and two functions, and name the place of every trouble."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formula import DEEPEST, LONGEST, Formula, FormulaTrouble, evaluate, parse_formula

FIGURES = {"a": Fraction(1, 3), "b": Fraction(2), "年末结转": Fraction(5), "zero": Fraction(0)}


def _value(text: str) -> Fraction | FormulaTrouble:
    formula = parse_formula(text)
    assert isinstance(formula, Formula), formula
    return evaluate(formula, FIGURES.get)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("12 / 4 / 3", "1"),
        ("-2 * -3", "6"),
        ("--2", "2"),
        ("0.1 + 0.2", "3/10"),
        (".5 + 2.", "5/2"),
        ("a * 3", "1"),
        ("b / 3 * 3", "2"),
        ("max(a, b, 1)", "2"),
        ("min(a, b)", "1/3"),
        ("max(1)", "1"),
        ("年末结转 / b", "5/2"),
        ("（1＋2）×3÷２－1", "7/2"),
        ("100000000000000000000000000001 - 1", "100000000000000000000000000000"),
    ],
)
def test_a_formula_is_worked_out_exactly(text: str, value: str) -> None:
    assert _value(text) == Fraction(value)


@pytest.mark.parametrize(
    ("text", "code", "position", "piece"),
    [
        ("", "ends_early", 0, ""),
        ("1 +", "ends_early", 3, ""),
        ("1 2", "unexpected", 2, "2"),
        ("(1", "ends_early", 2, ""),
        ("1)", "unexpected", 1, ")"),
        ("1 $ 2", "unexpected", 2, "$"),
        ("1..2", "unexpected", 0, "1..2"),
        (".", "unexpected", 0, "."),
        ("* 2", "unexpected", 0, "*"),
        ("max 2", "unexpected", 4, "2"),
        ("max(1, )", "unexpected", 7, ")"),
        ("__import__('os')", "unexpected", 11, "'"),
        ("2 ** 3", "unexpected", 3, "*"),
        ("a.b", "unexpected", 1, "."),
        ("1" * (LONGEST + 1), "too_long", LONGEST, ""),
        ("(" * (DEEPEST + 2) + "1", "too_deep", DEEPEST + 1, "("),
        ("-" * (DEEPEST + 2) + "1", "too_deep", DEEPEST + 1, "-"),
        ("max(" * (DEEPEST + 2) + "1", "too_deep", 4 * DEEPEST + 4, "max"),
        ("max(1," * (DEEPEST + 2) + "1", "too_deep", 6 * DEEPEST + 4, "1"),
    ],
)
def test_a_formula_that_cannot_be_read_names_the_place(text: str, code: str, position: int, piece: str) -> None:
    assert parse_formula(text) == FormulaTrouble(code, position, piece)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("b + missing", FormulaTrouble("missing_figure", 4, "missing")),
        ("b / zero", FormulaTrouble("zero_divisor", 2, "/")),
        ("max(1, b / (1 - 1))", FormulaTrouble("zero_divisor", 9, "/")),
    ],
)
def test_a_formula_that_has_no_value_names_the_place(text: str, trouble: FormulaTrouble) -> None:
    assert _value(text) == trouble


def test_a_formula_knows_the_figures_it_names_once_each() -> None:
    formula = parse_formula("max(a - b, b - a) / a")
    assert isinstance(formula, Formula)
    assert formula.names == ("a", "b")


def test_a_long_sum_needs_no_depth() -> None:
    assert _value("+".join("1" for _ in range(LONGEST // 2))) == LONGEST // 2


@given(st.text(alphabet="0123456789.+-*/()abminx, 年（÷", max_size=60))
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    formula = parse_formula(text)
    if isinstance(formula, Formula):
        assert isinstance(evaluate(formula, FIGURES.get), Fraction | FormulaTrouble)
    else:
        assert 0 <= formula.position <= len(text)
