"""The command line as a script sees it: exit status, one JSON document on standard output, messages on standard error."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from db.store import Store
from desktop.cli.arguments import parser
from desktop.cli.run import run
from desktop.reading.profiles import Profile, ProfileColumn, to_text
from desktop.reading.reader import read_workbook_here
from desktop.reading.recognise import understand
from desktop.workspace.book import open_book
from desktop.workspace.packing import write_package
from scoring.edit import set_field
from scoring.table import Field, TableKey
from tests.desktop.sheets.pdf_glyphs import read_pdf

DATA = Path(__file__).parents[2] / "data"
FORMS = DATA / "forms"
pytestmark = pytest.mark.usefixtures("home")

HOLDER = """
import sys
from pathlib import Path
from desktop.workspace.book import open_book
with open_book(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""
PANYU = "广州市番禺区人力资源和社会保障局"
TIANHE = "广州市天河区人力资源和社会保障局"
GUANGZHOU = "广州市人力资源和社会保障局"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "账套.ziping"


def call(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    """Run a command that must succeed with JSON and give its document."""
    assert run([*(str(each) for each in words), "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """Run a command that must be refused and give its one sentence."""
    assert run([str(each) for each in words]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    return captured.err


def test_the_published_table_arrives_whole(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported = call(capsys, "import", FORMS / "panyu-2021.xlsx", "--book", book)
    counts = {
        key: imported[key] for key in ("unit", "year", "subject", "indicators", "funds", "narratives", "base_facts", "tasks")
    }
    assert counts == {
        "unit": PANYU,
        "year": 2021,
        "subject": "",
        "indicators": 93,
        "funds": 6,
        "narratives": 4,
        "base_facts": 0,
        "tasks": 0,
    }
    assert imported["unplaced"] == []
    shown = call(capsys, "show", "--unit", PANYU, "--year", 2021, "--book", book)
    assert (shown["score"], shown["score_text"], shown["published_score"], shown["points"]) == ("92.25", "92.25", "93.25", "100")
    assert (shown["state"], shown["sealed"], shown["pending"], shown["grade"]) == ("filling", False, 0, "优")
    assert [each["execution_rate_text"] for each in shown["funds"]] == [
        "97.50%",
        "97.23%",
        "95.69%",
        "97.77%",
        "97.02%",
        "99.94%",
    ]
    patrols = next(each for each in shown["nodes"] if each["path"][-1] == "日常巡查企业数量")
    assert (patrols["leaf"], patrols["level"], patrols["given_score"], patrols["rule_score"]) == (True, 3, "0.4", "0.38")
    assert patrols["completion_rate"] == "76.7878787879"
    assert patrols["steps"]
    found = {
        (each["code"], each["severity"], each["place"]["path"][-1] if each["place"]["path"] else "") for each in shown["findings"]
    }
    task = "任务2-吸引带动各类产业人才来本区创业，激发本区人才创新创业的活力和潜力"
    assert ("V01", "error", task) in {(code, weight, place.replace("\n", "")) for code, weight, place in found}
    assert ("V03", "error", "") in found


def test_numbers_are_canonical_everywhere(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "sample", "--book", book)
    for unit, year in ((PANYU, 2021), (TIANHE, 2022), (GUANGZHOU, 2023)):
        shown = call(capsys, "show", "--unit", unit, "--year", year, "--book", book)
        figures = [shown[key] for key in ("points", "score", "rule_score", "published_score")]
        for node in shown["nodes"]:
            figures += [
                node[key] for key in ("points", "completion_rate", "rule_score", "given_score", "published_score", "score")
            ]
        for fund in shown["funds"]:
            figures += [
                fund[key] for key in ("initial_budget", "adjusted_budget", "executed", "execution_rate", "published_rate")
            ]
        for figure in figures:
            assert figure is None or format(Decimal(figure).normalize(), "f") == figure


def test_the_city_report_keeps_five_decimals(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "import", FORMS / "guangzhou-2023.xlsx", "--book", book)
    shown = call(capsys, "show", "--unit", GUANGZHOU, "--year", 2023, "--book", book)
    assert (shown["score"], shown["grade"]) == ("97.998", "优")
    assert next(each["score"] for each in shown["nodes"] if each["path"][-1] == "预算执行情况") == "4.99915"
    assert sum(each["leaf"] for each in shown["nodes"]) == 77


def test_tasks_and_rates_of_the_task_form(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "import", FORMS / "tianhe-2022.docx", "--book", book)
    shown = call(capsys, "show", "--unit", TIANHE, "--year", 2022, "--book", book)
    assert (len(shown["tasks"]), shown["tasks"][0]["money"], shown["score"], shown["points"]) == (10, "17347.8", None, None)
    assert {each["label"]: each["value_text"] for each in shown["rates"]} == {"预算完成率": "97.45%", "预算调整率": "21.67%"}


def test_a_table_that_is_there_is_replaced_only_on_demand_and_after_a_copy(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = FORMS / "panyu-2021.xlsx"
    call(capsys, "import", form, "--book", book)
    before = call(capsys, "show", "--unit", PANYU, "--year", 2021, "--book", book)
    with Store.open(book) as store:
        table = store.load(TableKey(PANYU, 2021))
        store.save(table, set_field(table, table.nodes[-1].id, Field.REMARK, "后来写的"), operation="set_field")
    assert "--replace" in refused(capsys, "import", form, "--book", book)
    call(capsys, "import", form, "--book", book, "--replace")
    after = call(capsys, "show", "--unit", PANYU, "--year", 2021, "--book", book)
    assert [each["id"] for each in after["nodes"]] == [each["id"] for each in before["nodes"]]
    assert len(list(book.parent.glob("*.copies/*.ziping"))) == 1
    operations = [each["operation"] for each in call(capsys, "history", "--unit", PANYU, "--year", 2021, "--book", book)]
    assert operations == ["import", "set_field", "import"]
    assert "后来写的" not in str(after)


def test_a_dry_run_leaves_no_book(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "import", FORMS / "huadu-2024.xlsx", "--book", book, "--dry-run")["base_facts"] == 41
    assert not book.exists()


def test_several_files_and_findings_without_a_book(capsys: pytest.CaptureFixture[str]) -> None:
    checked = call(capsys, "check", FORMS / "panyu-2021.xlsx", FORMS / "zhanjiang-2022.xlsx")
    codes = [{each["code"] for each in document["findings"]} for document in checked]
    assert {"V01", "V03", "V07"} <= codes[0]
    assert "V21" in codes[1]
    assert run(["check", str(FORMS / "panyu-2021.xlsx"), "--strict", "--json"]) == 1
    assert run(["check", str(FORMS / "huadu-2024.xlsx"), "--strict", "--json"]) == 0


@pytest.mark.parametrize(
    "name", ["truncated.xlsx", "empty.xlsx", "xxe.xlsx", "unsupported.et", "blank-sheet.xlsx", "encrypted.xlsx"]
)
def test_files_that_cannot_be_read_are_refused_in_one_sentence(name: str, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "import", FORMS / "hostile" / name, "--book", book, "--unit", "甲局", "--year", 2021)
    assert name in told
    assert not book.exists()


def test_what_must_be_decided_names_its_option(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = FORMS / "hostile"
    assert "--unit" in refused(capsys, "import", hostile / "hidden.xlsx", "--book", book)
    assert "--password" in refused(capsys, "import", hostile / "encrypted.xlsx", "--book", book)
    opened = call(
        capsys, "import", hostile / "encrypted.xlsx", "--book", book, "--unit", "甲局", "--year", 2021, "--password", "jxzp-2021"
    )
    assert opened["indicators"] == 8
    assert "密码不对" in refused(
        capsys, "import", hostile / "encrypted.xlsx", "--book", book, "--password", "1", "--unit", "乙局"
    )


def test_unknown_things_are_named_with_what_is_known(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--book" in refused(capsys, "show", "--unit", PANYU, "--year", 2021, "--book", book)
    call(capsys, "sample", "--book", book)
    assert PANYU in refused(capsys, "show", "--unit", "没有的局", "--year", 2021, "--book", book)
    assert "2021" in refused(capsys, "show", "--unit", PANYU, "--year", 1999, "--book", book)
    assert "部门整体" in refused(capsys, "show", "--unit", PANYU, "--year", 2021, "--subject", "没有的项目", "--book", book)
    assert "ziping forms" in refused(capsys, "import", FORMS / "panyu-2021.xlsx", "--form", "none", "--book", book)


def test_a_book_in_use_can_be_read_and_not_written(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "sample", "--book", book)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(book)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"open"
    try:
        told = refused(capsys, "import", FORMS / "hostile" / "hidden.xlsx", "--unit", "甲局", "--year", 2021, "--book", book)
        assert "正在被" in told
        assert call(capsys, "show", "--unit", PANYU, "--year", 2021, "--book", book)["score"] == "92.25"
    finally:
        holder.communicate()


def test_files_that_are_no_book_are_told_apart(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(FORMS / "panyu-2021.xlsx", book)
    assert "导入" in refused(capsys, "show", "--unit", PANYU, "--year", 2021, "--book", book)


def test_every_word_of_a_call_is_explained_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    commands = next(each for each in parser()._actions if isinstance(each, argparse._SubParsersAction)).choices
    assert len(commands) == 20
    for name, command in commands.items():
        assert all(each.help for each in command._actions), name
        with pytest.raises(SystemExit):
            run([name, "--help"])
        told = capsys.readouterr().out
        assert told.startswith("用法：")
        assert not re.search("usage|options|arguments|show this", told)


def test_the_log_is_told_in_the_words_of_the_window(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "import", FORMS / "panyu-2021.xlsx", "--book", book)
    call(capsys, "seal", "--unit", PANYU, "--year", 2021, "--book", book)
    assert run(["history", "--unit", PANYU, "--year", "2021", "--book", str(book)]) == 0
    head, first, last = capsys.readouterr().out.splitlines()
    assert head.split() == ["时间", "操作人", "操作", "位置", "原来", "改为"]
    assert "导入" in first
    assert last.split()[3:] == ["定稿", "表头", "填报中", "已定稿"]


@pytest.mark.parametrize("place", ["账套.csv/账套.ziping", "账套.csv/年度/账套.ziping"])
def test_a_book_cannot_be_made_under_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str) -> None:
    (tmp_path / "账套.csv").write_text("甲")
    assert "不存在" in refused(capsys, "import", FORMS / "panyu-2021.xlsx", "--book", tmp_path / place)


def test_a_refused_import_leaves_no_empty_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = [FORMS / "panyu-2021.xlsx", FORMS / "panyu-2021.docx"]
    assert "两张" in refused(capsys, "import", *twice, "--book", tmp_path / "新.ziping")
    assert not list(tmp_path.iterdir())


def test_a_blank_form_with_a_password_names_no_option_that_fill_does_not_have(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(capsys, "import", FORMS / "panyu-2021.xlsx", "--book", book)
    locked, output = FORMS / "hostile" / "encrypted.xlsx", book.parent / "已填.xlsx"
    words = ["fill", "--unit", PANYU, "--year", 2021, "--book", book, "--template", locked, "--output", output]
    assert "导入时用 --password" in refused(capsys, *words)


def test_a_new_year_is_sealed_unsealed_copied_and_proven(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "sample", "--book", book)
    assert call(capsys, "new-year", "--unit", PANYU, "--from", 2021, "--year", 2022, "--book", book)["indicators"] == 93
    refused(capsys, "new-year", "--unit", PANYU, "--from", 2021, "--year", 2022, "--book", book)
    fresh = call(capsys, "show", "--unit", PANYU, "--year", 2022, "--book", book)
    assert (fresh["state"], fresh["published_score"]) == ("not_started", None)
    assert all(each["given_score"] is None for each in fresh["nodes"])
    assert call(capsys, "seal", "--unit", PANYU, "--year", 2021, "--book", book)["sealed"] is True
    assert "定稿" in refused(capsys, "import", FORMS / "panyu-2021.xlsx", "--replace", "--book", book)
    call(capsys, "unseal", "--unit", PANYU, "--year", 2021, "--reason", "更正", "--book", book)
    history = call(capsys, "history", "--unit", PANYU, "--year", 2021, "--book", book)
    assert [each["operation"] for each in history][-2:] == ["seal", "unseal"]
    proven = call(capsys, "verify", "--book", book)
    assert proven["ok"] is True
    assert {(each["unit"], each["year"]): each["indicators"] for each in proven["units"]}[PANYU, 2022] == 93
    copy = call(capsys, "backup", "--book", book)
    assert copy["verified"] is True
    call(capsys, "new-year", "--unit", PANYU, "--from", 2021, "--year", 2023, "--book", book)
    restored = call(capsys, "restore", copy["path"], "--book", book)
    assert Path(restored["kept"]).exists()
    assert "2021、2022" in refused(capsys, "show", "--unit", PANYU, "--year", 2023, "--book", book)


def test_forms_and_rulebooks_are_listed_exported_and_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = call(capsys, "rulebooks")
    assert {each["key"] for each in shipped} >= {"guangzhou_district_2021", "guangzhou_city_2023", "ministry_2020"}
    assert all(each["shipped"] and each["source"] for each in shipped)
    assert run(["rulebooks", "--export", "guangzhou_district_2021"]) == 0
    text = capsys.readouterr().out
    own = tmp_path / "own.toml"
    own.write_text(text.replace('key = "guangzhou_district_2021"', 'key = "our_own"'), encoding="utf-8")
    listed = call(capsys, "rulebooks", "--add", own)
    assert [each["shipped"] for each in listed if each["key"] == "our_own"] == [False]
    own.write_text(text.replace("score_places", "places"), encoding="utf-8")
    assert "places" in refused(capsys, "rulebooks", "--add", own)
    assert "ziping rulebooks" in refused(capsys, "rulebooks", "--export", "none")
    listed = {each["key"]: each["valid_from"] for each in call(capsys, "forms")}
    assert listed.items() >= {"guangzhou_district": 2021, "ministry_three_part": 2020}.items()
    assert run(["forms"]) == 0
    assert "guangzhou_city  部门整体支出绩效自评得分  2023  " in capsys.readouterr().out


def test_pairs_are_read_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "pairs.jsonl"
    lines.write_text('{"target_text": "≥28万人", "actual_text": "33.01万人"}\n\n{"target_text": "≤5%", "actual_text": "2.51%"}\n')
    assert run(["parse", str(lines)]) == 0
    first, second = (json.loads(each) for each in capsys.readouterr().out.splitlines())
    assert (first["target_value"], first["actual_value"], first["completion_rate"]) == ("280000", "330100", "117.8928571429")
    assert list(first) == [
        "kind",
        "direction",
        "target_value",
        "unit",
        "actual_value",
        "completion_rate",
        "met",
        "certain",
        "reason",
    ]
    assert (second["direction"], second["completion_rate"], second["met"]) == ("at_most", "100", True)
    lines.write_text('{"target_text": "≥1"}\n[1]\n')
    assert run(["parse", str(lines)]) == 3
    assert "第 2 行" in capsys.readouterr().err


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["show"])
    assert ended.value.code == 2
    assert "缺少参数" in capsys.readouterr().err


def test_a_person_reads_a_table_and_its_findings(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "sample", "--book", book)
    assert run(["show", "--unit", PANYU, "--year", "2021", "--book", str(book)]) == 0
    told = capsys.readouterr().out
    assert "总分 92.25（表上 93.25） 优" in told
    assert "[错误] V01" in told


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv", "表.docx", "表.pdf"])
def test_the_ending_picks_the_format(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    call(capsys, "sample", "--book", book)
    told = call(capsys, "export", "--unit", PANYU, "--year", 2021, "--book", book, "--output", tmp_path / name)
    assert told["path"] == str(tmp_path / name)
    starts = {"表.xlsx": b"PK", "表.docx": b"PK", "表.csv": b"\xef\xbb\xbf", "表.pdf": b"%PDF"}
    assert (tmp_path / name).read_bytes().startswith(starts[name])


def test_a_report_shows_how_the_score_moved_since_the_year_before(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: QApplication
) -> None:
    assert qapp is not None
    call(capsys, "import", FORMS / "panyu-2021.xlsx", "--book", book)
    call(capsys, "import", FORMS / "panyu-2021.xlsx", "--year", 2022, "--book", book)
    for year, figures in ((2021, 0), (2022, 1)):
        path = tmp_path / f"{year}.docx"
        call(capsys, "export", "--unit", PANYU, "--year", year, "--book", book, "--output", path)
        assert len(docx.Document(str(path)).inline_shapes) == figures


def test_years_and_a_picture_stand_beside_the_table_when_asked_for_and_it_still_comes_back(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: QApplication
) -> None:
    assert qapp is not None
    for year in (2020, 2021):
        call(capsys, "import", FORMS / "panyu-2021.xlsx", "--year", year, "--book", book)
    which = ("export", "--unit", PANYU, "--year", 2021, "--book", book)
    path = tmp_path / "表.xlsx"
    call(capsys, *which, "--output", path, "--kind", "audit", "--compare", 2020, "--chart", "points_lost")
    (again,) = understand(read_workbook_here(path))
    (plain,) = understand(read_workbook_here(FORMS / "panyu-2021.xlsx"))
    assert [each.actual_text for each in again.table.nodes] == [each.actual_text for each in plain.table.nodes]
    assert again.by_id
    with zipfile.ZipFile(path) as package:
        names = re.findall(r'<sheet name="(.*?)"', package.read("xl/workbook.xml").decode())
    assert {"评分过程", "检查结果", "年度对比", "得分变化", "图表"} <= set(names)
    call(capsys, *which, "--output", tmp_path / "表.docx", "--chart", "points_lost")
    assert "图1　失分排行" in {each.text for each in docx.Document(str(tmp_path / "表.docx")).paragraphs}
    assert "年度对比" in refused(capsys, *which, "--output", tmp_path / "表.csv", "--compare", 2020)
    assert "图表" in refused(capsys, *which, "--output", tmp_path / "表.csv", "--chart", "heat")
    assert not (tmp_path / "表.csv").exists()


def test_a_report_is_written_as_pdf_too(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "sample", "--book", book)
    path = tmp_path / "报告.pdf"
    call(capsys, "export", "--unit", PANYU, "--year", 2021, "--book", book, "--kind", "report", "--output", path)
    pages = read_pdf(path)
    assert (round(pages[0].width), round(pages[0].height)) == (210, 297)
    assert "部门整体支出绩效自评报告" in pages[0].text
    assert "—1—" in pages[0].text


def test_an_export_that_cannot_be_is_refused_and_leaves_nothing(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(capsys, "sample", "--book", book)
    which = ("export", "--unit", PANYU, "--year", 2021, "--book", book, "--output")
    before = sorted(tmp_path.iterdir())
    assert ".docx" in refused(capsys, *which, tmp_path / "表.odt")
    assert "--kind" in refused(capsys, *which, tmp_path / "表.csv", "--kind", "report")
    assert "没有" in refused(capsys, *which, tmp_path / "没有" / "表.docx")
    assert "nix" in refused(capsys, *which, tmp_path / "表.docx", "--form", "nix")
    assert sorted(tmp_path.iterdir()) == before


def test_a_foreign_form_is_filled_and_what_has_no_place_is_told(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(capsys, "sample", "--book", book)
    which = ("--unit", PANYU, "--year", 2021, "--book", book)
    call(capsys, "export", *which, "--kind", "blank", "--output", tmp_path / "空白.xlsx")
    told = call(capsys, "fill", *which, "--template", tmp_path / "空白.xlsx", "--output", tmp_path / "已填.xlsx")
    assert (told["path"], told["unplaced"]) == (str(tmp_path / "已填.xlsx"), [])
    assert told["filled"] > 200
    back = call(capsys, "import", tmp_path / "已填.xlsx", "--dry-run", "--book", tmp_path / "anders.ziping")
    assert (back["indicators"], back["unplaced"]) == (93, [])
    assert "空白.xlsx" in refused(
        capsys, "fill", *which, "--template", tmp_path / "空白.xlsx", "--output", tmp_path / "空白.xlsx"
    )
    assert "空格" in refused(capsys, "fill", *which, "--template", FORMS / "tianhe-2022.xlsx", "--output", tmp_path / "乙.xlsx")
    call(
        capsys, "export", "--unit", TIANHE, "--year", 2022, "--book", book, "--kind", "blank", "--output", tmp_path / "别区.xlsx"
    )
    words = ("fill", *which, "--template", tmp_path / "别区.xlsx", "--output", tmp_path / "丙.xlsx")
    assert run([str(each) for each in words]) == 0
    assert "处（表中没有位置）" in capsys.readouterr().out


def test_a_check_without_file_and_table_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["check"], ["check", "--unit", PANYU], ["check", "--year", "2021"]):
        with pytest.raises(SystemExit) as ended:
            run(words)
        assert ended.value.code == 2
        told = capsys.readouterr().err
        assert "--year" in told or "--unit" in told
        assert "None" not in told


@pytest.mark.parametrize(
    "words",
    [
        ("show", "--unit", PANYU, "--year", "0"),
        ("show", "--unit", PANYU, "--year", "99999"),
        ("new-year", "--unit", PANYU, "--from", "2021", "--year", "-1"),
        ("compare", "--unit", PANYU, "--years", "2021,20222"),
        ("unseal", "--unit", PANYU, "--year", "2021", "--reason", " "),
    ],
)
def test_a_year_that_is_none_and_an_empty_reason_are_wrong_usage(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(words)
    assert ended.value.code == 2


def test_a_line_break_in_the_name_of_a_file_does_not_break_the_sentence(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "无此" in refused(capsys, "import", "无此\n\x1b[2J表.xlsx", "--book", book)


def test_two_files_of_one_table_are_refused_together(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(capsys, "import", FORMS / "tianhe-2022.xlsx", "--book", book)
    before = book.read_bytes()
    for more in ((), ("--replace",)):
        told = refused(capsys, "import", FORMS / "panyu-2021.xlsx", FORMS / "panyu-2021.docx", "--book", book, *more)
        assert "--subject" in told
        assert book.read_bytes() == before


def test_a_sealed_table_among_several_keeps_the_others_from_changing(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = (FORMS / "panyu-2021.xlsx", FORMS / "tianhe-2022.xlsx")
    call(capsys, "import", *files, "--book", book)
    call(capsys, "seal", "--unit", TIANHE, "--year", "2022", "--book", book)
    before = book.read_bytes()
    assert "定稿" in refused(capsys, "import", *files, "--replace", "--book", book)
    assert book.read_bytes() == before


@pytest.mark.parametrize("command", ["forms", "rulebooks"])
def test_a_device_is_no_form(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "不是普通文件" in refused(capsys, command, "--add", os.devnull)


def test_parse_reads_utf_8_with_its_mark_wherever_the_machine_lives(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"}
    line = '{"target_text": "≥95%", "actual_text": "96%"}\n'.encode("utf-8-sig")
    words = [sys.executable, "-m", "desktop", "parse", "-"]
    ended = subprocess.run(words, input=line, capture_output=True, env=environment, cwd=DATA.parents[1], timeout=60, check=True)
    assert json.loads(ended.stdout)["target_value"] == "95"


def test_parse_of_a_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "文件夹" in refused(capsys, "parse", tmp_path)


def test_parse_names_the_line_that_is_no_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"target_text": "\xff"}\n')
    assert "第 1 或其后 行" in refused(capsys, "parse", path)


def test_output_on_a_full_disk_ends_in_one_sentence() -> None:
    words = [sys.executable, "-m", "desktop", "forms"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, cwd=DATA.parents[1], timeout=60, check=False)
    assert ended.returncode == 3
    assert ended.stderr.decode().count("\n") == 1


def test_a_file_of_a_stray_word_is_no_table(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "字.csv"
    path.write_text("你好", encoding="utf-8")
    assert "没有找到可以导入" in refused(capsys, "import", path, "--unit", "某局", "--year", "2021", "--book", book)
    assert not book.exists()


def test_a_zip_that_was_cut_off_is_told_as_what_it_is(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "表.zip", "w") as whole:
        whole.writestr("表.xlsx", "x" * 5000)
    (tmp_path / "断.zip").write_bytes((tmp_path / "表.zip").read_bytes()[:3000])
    told = refused(capsys, "import", tmp_path / "断.zip", "--unit", "某局", "--year", 2023, "--book", book)
    assert told.count("\n") == 1
    assert "压缩包" in told
    assert "Excel" not in told


def test_a_missing_folder_is_named_not_the_file_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "verify", "--book", tmp_path / "无此文件夹" / "甲.ziping")
    assert "无此文件夹”不存在" in told
    assert "U 盘" in told


def test_a_package_comes_in_like_any_file_and_is_checked_like_one(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "别处.ziping"
    call(capsys, "import", FORMS / "panyu-2021.xlsx", "--book", other)
    package = tmp_path / "番禺.zip"
    with open_book(other) as store:
        write_package(store, store.keys()[0], package)

    dry = call(capsys, "import", package, "--book", book, "--dry-run")
    imported = call(capsys, "import", package, "--book", book)

    assert dry == imported
    assert (imported["unit"], imported["year"], imported["indicators"], imported["unplaced"]) == (PANYU, 2021, 93, [])
    shown = call(capsys, "show", "--book", book, "--unit", PANYU, "--year", 2021)
    assert shown["nodes"] == call(capsys, "show", "--book", other, "--unit", PANYU, "--year", 2021)["nodes"]
    assert call(capsys, "check", package)["findings"]
    assert "--replace" in refused(capsys, "import", package, "--book", book)
    call(capsys, "import", package, "--book", book, "--replace")


def test_rows_without_headings_are_asked_about_and_known_once_they_were_pointed_at(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = FORMS / "hostile" / "headers-missing.xlsx"
    call(capsys, "sample", "--book", book)
    words = ("import", file, "--book", book, "--unit", "甲局", "--year", 2022)
    assert "没有标题行" in refused(capsys, *words)
    fields = ("level1", "level2", "level3", "points", "target", "actual", "score", "evidence")
    columns = tuple(ProfileColumn("", at, field) for at, field in enumerate(fields))
    profile = Profile("区表", openpyxl.load_workbook(file).active.title, -1, 0, columns)
    with open_book(book) as store:
        store.write_profile(profile.name, to_text(profile))

    assert call(capsys, *words)["indicators"] == 8
