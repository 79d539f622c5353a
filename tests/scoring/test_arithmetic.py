import pytest

from scoring.arithmetic import work_out
from scoring.number import canonical


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("=1+1+9", "11", ""),
        ("4+4+1期", "9", "期"),
        ("4期+4期+1期", "9", "期"),
        ("=208-15人", "193", "人"),
        ("=3*(2+4)/4", "4.5", ""),
        ("1.5+2.5万元", "40000", "元"),
        ("1万元+5000元", "15000", "元"),
        ("5000元+1万元", "15000", "元"),
        ("=2+3万元", "50000", "元"),
        ("=2x3次", "6", "次"),
        ("0.1+0.2", "0.3", ""),
        ("=(1+2)*(3+4)", "21", ""),
        ("3+2。", "5", ""),
        ("=1/8", "0.125", ""),
        ("=10-2-3", "5", ""),
        ("=5万+3万", None, ""),
        ("=" + "(" * 20 + "1+2" + ")" * 20, "3", ""),
        ("=" + "(" * 21 + "1+2" + ")" * 21, None, ""),
    ],
)
def test_typed_arithmetic_is_worked_out_exactly(text: str, value: str | None, unit: str) -> None:
    worked = work_out(text)
    assert (worked and (canonical(worked[0]), worked[1])) == (value and (value, unit))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "=5",
        "=100%",
        "3-5",
        "2+X",
        "3人+2家",
        "=1/0",
        "=1/3",
        "=(1+2",
        "=1+2)",
        "=1+*2",
        "=1..2+3",
        "=()",
        "=(1(2))",
        "=SUM(A1)",
        "培训1+4",
    ],
)
def test_everything_else_is_left_to_the_reader(text: str) -> None:
    assert work_out(text) is None
