"""The comparison as a workbook: numbers are numbers, missing years are empty, every sheet has its chart."""

import tomllib
import warnings
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from desktop.compare.proposals import compare_with_likely
from desktop.sheets.compare_excel import write_compare_excel
from scoring.compare import Comparison, compare
from tests.compared_tables import next_year, published, row, small_table
from tests.scoring_cases import TESTS
from tests.truth_tables import PANYU, TIANHE

CASE = tomllib.loads((TESTS / "tables" / "compare" / "panyu_next_year.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pair() -> Comparison:
    return compare_with_likely((published(PANYU), next_year(CASE)))[0]


def _opened(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparkline Group extension")  # small lines of a cell are foreign to the reader
        return openpyxl.load_workbook(path)


def test_the_table_holds_numbers_and_empty_cells(pair: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "对比.xlsx"
    write_compare_excel(path, pair, {(1, pair.lines[2].values[1].ids[0]): "口径未变"})
    sheet = _opened(path)["年度对比"]
    heads = {(sheet.cell(4, at).value, sheet.cell(5, at).value): at for at in range(1, sheet.max_column + 1)}
    rows = {str(sheet.cell(at, 2).value).strip("　"): at for at in range(6, sheet.max_row + 1)}
    at = rows["日常巡查企业数量"]
    shown = {title: sheet.cell(at, column).value for (_, title), column in heads.items() if title}
    assert shown["得分变化"] == 0.1
    assert shown["实际变化"] == 4330
    assert shown["好坏"] == "▲ 变好"
    new = rows["离校未就业毕业生帮扶率"]
    years = [at for at in range(1, sheet.max_column + 1) if sheet.cell(5, at).value == "得分"]
    assert [sheet.cell(new, each).value for each in years] == [None, 0.45]
    assert sheet.cell(new, 1).value == "新增"
    assert sheet.cell(rows["职业技能鉴定人次"], 1).value == "改名？"
    assert "口径未变" in {sheet.cell(at, sheet.max_column).value for at in rows.values()} | {
        cell.value for line in sheet.iter_rows(min_row=6) for cell in line
    }
    assert sheet.freeze_panes == "C6"


def test_why_the_total_moved_stands_beside_its_chart(pair: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "对比.xlsx"
    write_compare_excel(path, pair)
    book = _opened(path)
    assert book.sheetnames == ["年度对比", "得分变化", "失分排行", "资金", "多年提示"]
    sheet = book["得分变化"]
    parts = {sheet.cell(at, 1).value: sheet.cell(at, 2).value for at in range(7, 15)}
    assert parts["完成情况"] == 0.22
    assert parts["取消指标"] == -0.5
    assert (sheet.cell(2, 3).value, sheet.cell(3, 3).value) == (92.25, 95.72)
    assert [len(book[name]._charts) for name in ("得分变化", "失分排行", "资金")] == [1, 1, 1]
    with zipfile.ZipFile(path) as package:
        table = package.read("xl/worksheets/sheet1.xml").decode()
    assert table.count("<x14:sparkline>") > 60


def test_the_same_comparison_gives_the_same_bytes(pair: Comparison, tmp_path: Path) -> None:
    made = datetime(2024, 4, 1, tzinfo=UTC)
    for name in ("a.xlsx", "b.xlsx"):
        write_compare_excel(tmp_path / name, pair, created=made)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("tables", ["one", "tasks", "empty", "many"])
def test_every_shape_of_comparison_is_written(tables: str, tmp_path: Path) -> None:
    made = {
        "one": [published(PANYU)],
        "tasks": [published(TIANHE), published(TIANHE, 2023)],
        "empty": [small_table(2021, [])],
        "many": [small_table(2014 + at, [row("=甲", "5", str(at % 5))]) for at in range(10)],
    }[tables]
    path = tmp_path / "对比.xlsx"
    write_compare_excel(path, compare(made))
    book = _opened(path)
    assert book["年度对比"]["A1"].value
    if tables == "many":
        assert book["年度对比"]["B6"].value == "=甲"
        assert book["年度对比"]["B6"].data_type == "s"
