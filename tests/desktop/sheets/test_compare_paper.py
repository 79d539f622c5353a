"""The comparison on paper: one page that answers, then the table; all words are there and can be searched."""

import tomllib
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.charts.picture import paper_drawing
from desktop.compare.proposals import compare_with_likely
from desktop.sheets.compare_paper import compare_pages, printed_kinds, write_compare_pdf
from desktop.sheets.typefaces import Typefaces
from scoring.compare import Comparison, compare
from tests.compared_tables import next_year, published, row, small_table
from tests.desktop.sheets.pdf_glyphs import read_pdf
from tests.desktop.sheets.test_write_pdf import assert_printed
from tests.scoring_cases import TESTS
from tests.truth_tables import PANYU, TIANHE

CASE = tomllib.loads((TESTS / "tables" / "compare" / "panyu_next_year.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pair() -> Comparison:
    return compare_with_likely((published(PANYU), next_year(CASE)))[0]


def _pages(path: Path) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(path).pages]


@pytest.mark.usefixtures("qapp")
def test_the_first_page_answers_and_the_table_follows(pair: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "对比.pdf"
    write_compare_pdf(path, pair, paper_drawing(pair))
    pages = _pages(path)
    for words in ("2021→2022：+3.47=完成情况+0.22", "同口径（各年共有的92行，折合100分）", "预算完成率", "目标可能偏低", "95.72"):
        assert words in pages[0]
    printed = compare_pages(pair, paper_drawing(pair), Typefaces(), {})
    assert_printed(printed[1:], read_pdf(path)[1:])  # among the words of the charts none of ours is lost or mistaken
    size = PdfReader(path).pages[0].mediabox
    assert (round(float(size.width)), round(float(size.height))) == (842, 595)
    rest = "".join(pages[1:])
    for line in pair.lines:
        assert "".join(line.name.split())[:6] in rest, line.name
    assert all("得分变化" in page and f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages[1:], 2))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ["one", "tasks", "empty", "many", "long"])
def test_every_shape_of_comparison_is_printed(name: str, tmp_path: Path) -> None:
    made = {
        "one": [published(PANYU)],
        "tasks": [published(TIANHE), published(TIANHE, 2023)],
        "empty": [small_table(2021, [])],
        "many": [small_table(2014 + at, [row("甲", "5", str(at % 5))]) for at in range(10)],
        "long": [small_table(2021 + at, [row("名称" * 200, "5", "5", target_text="目标" * 900)]) for at in range(3)],
    }[name]
    comparison = compare(made)
    path = tmp_path / "对比.pdf"
    write_compare_pdf(path, comparison, paper_drawing(comparison))
    assert 2 <= len(_pages(path)) < 30


def test_more_years_leave_room_for_fewer_columns_each() -> None:
    counts = [len(printed_kinds(tables)) * tables for tables in (1, 2, 3, 5, 10)]
    assert max(counts) <= 10
