"""The comparison as JSON says what the interface document promises, with canonical figures only."""

import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.cli.compare_command import comparison_document, comparison_listing
from desktop.cli.run import run
from desktop.compare.proposals import compare_with_likely
from scoring.compare import compare
from tests.compared_tables import band, next_year, published, row, small_table
from tests.scoring_cases import TESTS
from tests.truth_tables import PANYU

FORMS = TESTS / "data" / "forms"
CANONICAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
CASE = tomllib.loads((TESTS / "tables" / "compare" / "panyu_next_year.toml").read_text(encoding="utf-8"))


def _document() -> dict[str, object]:
    comparison, _ = compare_with_likely((published(PANYU), next_year(CASE)))
    found: dict[str, object] = json.loads(json.dumps(comparison_document(comparison)))
    return found


def test_the_parts_of_the_change_add_up_as_printed() -> None:
    change = _document()["score_change"]
    assert isinstance(change, dict)
    parts = [Decimal(value) for key, value in change.items() if key not in {"from", "to"}]
    assert sum(parts) == Decimal(change["to"]) - Decimal(change["from"]) == Decimal("3.47")
    assert list(change) == ["from", "to", "result", "weight", "new", "dropped", "bonus", "rounding"]


def test_rows_carry_values_only_for_the_years_they_stand_in() -> None:
    rows = {each["path"][-1]: each for each in _document()["rows"]}  # type: ignore[index, attr-defined]
    assert len(rows) == 94
    dropped, new = rows["“政校企才”参加活动人数"], rows["离校未就业毕业生帮扶率"]
    assert (dropped["match"], list(dropped["values"]), list(dropped["ids"])) == ("dropped", ["2021"], ["2021"])
    assert (new["match"], list(new["values"])) == ("new", ["2022"])
    assert new["values"]["2022"] == {
        "points": "0.5",
        "target_text": None,
        "actual_text": None,
        "completion_rate": None,
        "score": "0.45",
        "score_rate": "90",
    }
    renamed = rows["职业技能鉴定人次"]
    assert (renamed["match"], renamed["confirmed"]) == ("renamed", False)
    patrol = rows["日常巡查企业数量"]
    assert patrol["change"]["actual"] == "4330"
    assert patrol["change"]["score"] == "0.1"
    assert patrol["change"]["better"] is True


def test_totals_stand_by_year_and_funds_in_their_money_unit() -> None:
    document = _document()
    assert document["years"] == [2021, 2022]
    totals = document["totals"]
    assert isinstance(totals, dict)
    assert (totals["2021"]["score"], totals["2021"]["published_score"], totals["2021"]["grade"]) == ("92.25", "93.25", "优")
    funds = document["funds"]
    assert isinstance(funds, list)
    assert (funds[0]["money_unit"], funds[0]["change"]["executed"]) == ("万元", "0")


def test_every_figure_is_a_canonical_string() -> None:
    keys = {"points", "score", "score_rate", "completion_rate", "target", "actual", "actual_percent", "executed", "from", "to"}

    def figures(part: object) -> list[object]:
        if isinstance(part, dict):
            return [each for key, value in part.items() for each in ([value] if key in keys else figures(value))]
        return [each for value in part for each in figures(value)] if isinstance(part, list) else []

    document = {key: value for key, value in _document().items() if key != "findings"}
    found = [each for each in figures(document) if not isinstance(each, dict)]
    assert len(found) > 1000
    assert [each for each in found if each is not None and not CANONICAL.fullmatch(str(each))] == []
    assert all(each is None or isinstance(each, str) for each in found)


def test_notes_and_split_rows_are_told() -> None:
    tables = (
        small_table(2021, [row("甲", lineage_id="l")]),
        small_table(2022, [row("乙", id="b", lineage_id="l"), row("丙", id="c", lineage_id="l")]),
    )
    (document,) = comparison_document(compare(tables), {(1, "c"): "按项目拆分"})["rows"]
    assert document["match"] == "split"
    assert document["ids"] == {"2021": "甲", "2022": ["b", "c"]}
    assert document["note"] == "按项目拆分"


def test_a_person_reads_the_same_in_a_table() -> None:
    tables = (
        small_table(2021, [band("产出"), row("甲", "5", "4"), row("乙", "5", "5")]),
        small_table(2022, [band("产出"), row("甲", "5", "5")]),
    )
    text = comparison_listing(compare(tables))
    assert "取消" in text
    assert "9 → 5，其中 完成情况 +1，分值调整 0，新增指标 0，取消指标 -5，加减分 0，四舍五入 0" in text


@pytest.fixture
def book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The published 番禺 table as two years, the 广州 report as a third."""
    path = tmp_path / "账套.ziping"
    for year, name in ((2021, "panyu-2021"), (2022, "panyu-2021"), (2023, "guangzhou-2023")):
        assert run(["import", str(FORMS / f"{name}.xlsx"), "--book", str(path), "--unit", "某局", "--year", str(year)]) == 0
    capsys.readouterr()
    return path


def test_imported_years_compare_from_the_command_line(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "--book", str(book), "--unit", "某局", "--years", "2022,2021", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["years"] == [2021, 2022]
    assert {each["match"] for each in document["rows"]} == {"same"}
    assert set(document["score_change"].values()) == {"92.25", "0"}
    assert run(["compare", "--book", str(book), "--unit", "某局", "--years", "2021,2022,2023", "--json"]) == 0
    change = json.loads(capsys.readouterr().out)["score_change"]
    assert (change["from"], change["to"]) == ("92.25", "97.998")
    assert sum(Decimal(change[part]) for part in change if part not in {"from", "to"}) == Decimal("5.748")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("ending", "start"), [("xlsx", b"PK"), ("pdf", b"%PDF"), ("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_a_file_is_written_by_its_ending(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str, start: bytes
) -> None:
    path = tmp_path / f"对比.{ending}"
    words = ["compare", "--book", str(book), "--unit", "某局", "--years", "2021,2023", "--output", str(path), "--chart", "heat"]
    assert run(words) == 0
    assert path.read_bytes().startswith(start)
    assert str(path) in capsys.readouterr().out


def test_a_year_that_is_not_there_is_refused_and_a_wrong_ending_is_wrong_usage(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["compare", "--book", str(book), "--unit", "某局"]
    assert run([*words, "--years", "2021,2024"]) == 3
    assert "2024" in capsys.readouterr().err
    for wrong in (["--years", "2021", "--output", "a.doc"], ["--years", "2021", "--chart", "pie"], ["--years", ","]):
        with pytest.raises(SystemExit) as ended:
            run([*words, *wrong])
        assert ended.value.code == 2
        assert "用法不对" in capsys.readouterr().err
