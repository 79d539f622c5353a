import pytest

from scoring.choice import same_unit


@pytest.mark.parametrize(
    ("unit", "other"),
    [
        ("人", "名"),
        ("家", "个"),
        ("项", "件"),
        ("件", "件/年"),
        ("场", "场次"),
        ("次", "期"),
        ("", "人"),
        ("平方米", "平米"),
        ("宗", "起"),
        ("元/人", "元"),
        ("课时", "学时"),
    ],
)
def test_units_that_count_the_same_thing_agree(unit: str, other: str) -> None:
    assert same_unit(unit, other)
    assert same_unit(other, unit)


@pytest.mark.parametrize(
    ("unit", "other"),
    [
        ("人", "人次"),
        ("%", "个"),
        ("天", "工作日"),
        ("期", "期/月"),
        ("元", "个"),
        ("%", "‰"),
        ("家", "场"),
        ("人次", "个"),
        ("次/月", "次"),
        ("户", "户次"),
    ],
)
def test_units_that_count_different_things_do_not(unit: str, other: str) -> None:
    assert not same_unit(unit, other)
    assert not same_unit(other, unit)
