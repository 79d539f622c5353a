"""CSV as a spreadsheet opens it: every row whole, Chinese readable, nothing that runs."""

import csv
from pathlib import Path

import pytest

from desktop.sheets.csv_write import neutral, write_csv
from tests.desktop.filled_forms import facts, filled, first_leaf, form_of, scored_as, with_texts


def lines(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)))


def test_every_row_says_its_groups_and_figures(tmp_path: Path) -> None:
    scored, form = filled("panyu_2021")
    write_csv(tmp_path / "a.csv", scored, form)
    header, *rows = lines(tmp_path / "a.csv")
    assert len(rows) == 93
    assert header[:5] == ["一级指标", "分值", "二级指标", "分值", "三级指标"]
    assert rows[1][:6] == ["管理效能", "45", "资金管理", "16", "部门预算编制情况", "3"]


def test_a_form_without_indicators_gives_its_sheet(tmp_path: Path) -> None:
    scored, form = filled("zhanjiang_2022")
    write_csv(tmp_path / "a.csv", scored, form)
    assert sum(row[1] == "国库集中支付结转结余存量资金变动率" for row in lines(tmp_path / "a.csv")) == 1


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-1+1", "@A1", "\t=1", "\r=1", " =1", "＝1", "-", "=", "-5%+1"])
def test_text_like_a_formula_is_neutralised(text: str) -> None:
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["-100", "-13.65%", "+5", "-1,467.73", "≥95%", "95%以上", "", "a=b", "—"])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


def test_a_hostile_row_is_written_neutral(tmp_path: Path) -> None:
    table = facts("panyu_2021")
    scored = scored_as(with_texts(table, first_leaf(table).id, name="=HYPERLINK(1)"))
    write_csv(tmp_path / "a.csv", scored, form_of(table))
    assert lines(tmp_path / "a.csv")[1][4] == "'=HYPERLINK(1)"
