"""Sizes of one measure are converted, different measures never."""

from fractions import Fraction

import pytest

from scoring.units import factor, money_factor


@pytest.mark.parametrize(
    ("unit", "into", "expected"),
    [
        ("公里", "米", 1000),
        ("千米", "公里", 1),
        ("‰", "%", Fraction(1, 10)),
        ("公顷", "平方米", 10_000),
        ("吨", "公斤", 1000),
        ("小时", "分钟", 60),
        ("", "人", 1),
        ("名", "人", 1),
        ("人", "人次", None),
        ("元", "%", None),
        ("天", "个月", None),
    ],
)
def test_a_unit_in_another(unit: str, into: str, expected: Fraction | None) -> None:
    assert factor(unit, into) == expected


def test_money_is_brought_to_one_unit() -> None:
    assert money_factor("元", "万元") == Fraction(1, 10_000)
    assert money_factor("亿元", "万元") == 10_000
    assert money_factor("", "万元") == 1
