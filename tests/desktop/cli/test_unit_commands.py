"""``ziping rollup`` as a script sees it."""

import json
from pathlib import Path
from typing import Any

import pytest

from db.store import Store
from desktop.cli.run import run
from scoring.table import FundLine, Heading, Node, NodeKind, TableKey, YearTable

pytestmark = pytest.mark.usefixtures("home")
PARENT = "市民政局"


def table(unit: str, actual: int, rate: str, money: str) -> YearTable:
    nodes = (
        Node("1", 1, "产出指标", NodeKind.GROUP, points_text="90"),
        Node("2", 3, "救助人次", points_text="45", target_text="≥100人次", actual_text=f"{actual}人次"),
        Node("3", 3, "满意度", points_text="45", target_text="≥95%", actual_text=rate),
    )
    heading = Heading(form="ministry_three_part", rulebook="ministry_2020")
    return YearTable(
        TableKey(unit, 2024), heading, nodes=nodes, funds=(FundLine("4", "年度资金", "财政拨款", 1, money, money, money),)
    )


def sent(folder: Path, made: YearTable) -> Path:
    path = folder / f"{made.key.unit}.ziping"
    with Store.create(path) as store:
        store.add(made, operation="import")
    return path


def call(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert run([*(str(each) for each in words), "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def test_books_of_units_become_the_parents_scored_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    books = [sent(tmp_path, table("甲站", 100, "96%", "100")), sent(tmp_path, table("乙站", 50, "92%", "300"))]
    own = tmp_path / "局.ziping"
    told = call(capsys, "rollup", "--unit", PARENT, "--year", 2024, "--book", own, *books)
    assert told == {
        "unit": PARENT,
        "year": 2024,
        "subject": "",
        "units": ["乙站", "甲站"],
        "missing": [],
        "weight": "executed",
        "indicators": 2,
        "score": "77.8",  # 150 of 200 of 45, and 93 of 95 of 45 half up to hundredths
        "pending": 0,
        "findings": [],
    }
    shown = call(capsys, "show", "--unit", PARENT, "--year", 2024, "--book", own)
    rows = {
        each["path"][-1]: (each["target_text"], each["actual_text"], each["score"]) for each in shown["nodes"] if each["leaf"]
    }
    assert rows == {"救助人次": ("≥200人次", "150人次", "33.75"), "满意度": ("≥95%", "93%", "44.05")}
    assert shown["score"] == "77.8"
    assert call(capsys, "rollup", "--unit", PARENT, "--year", 2024, "--book", own) == told


def test_missing_units_are_listed_and_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "局.ziping"
    with Store.create(own) as store:
        store.add_unit(PARENT)
        store.add_unit("丙站", PARENT)
    one = sent(tmp_path, table("甲站", 100, "96%", "100"))
    told = call(capsys, "rollup", "--unit", PARENT, "--year", 2024, "--book", own, one)
    assert told["missing"] == ["丙站"]
    assert [each["message"] for each in told["findings"] if each["code"] == "U01"] == [
        "总分：下属单位“丙站”还没有这一年度的表，汇总数里没有它，请补收后重新汇总。"
    ]
    assert run(["rollup", "--unit", PARENT, "--year", "2024", "--book", str(own)]) == 0
    assert "还缺：丙站" in capsys.readouterr().out


def test_a_seal_is_not_taken_off_without_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = sent(tmp_path, table("甲站", 100, "96%", "100"))
    with pytest.raises(SystemExit) as found:
        run(["unseal", "--unit", "甲站", "--year", "2024", "--reason", "  ", "--book", str(own)])
    assert found.value.code == 2
    assert "不能是空的" in capsys.readouterr().err


def test_a_damaged_book_is_refused_with_one_sentence_and_no_book_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = sent(tmp_path, table("甲站", 100, "96%", "100"))
    one.write_bytes(one.read_bytes()[:9000])
    own = tmp_path / "局.ziping"
    assert run(["rollup", "--unit", PARENT, "--year", "2024", "--book", str(own), str(one)]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "甲站.ziping" in captured.err
    assert not own.exists()
    assert run(["rollup", "--unit", PARENT, "--year", "2024", "--book", str(own)]) == 3


def test_a_roll_up_of_nothing_speaks_of_the_units_below(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = sent(tmp_path, table(PARENT, 100, "96%", "100"))
    assert run(["rollup", "--unit", PARENT, "--year", "2024", "--book", str(own)]) == 3
    told = capsys.readouterr().err
    assert f"“{PARENT}”的下属单位没有 2024 年度的表" in told
    assert "调整隶属" in told
