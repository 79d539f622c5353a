"""Which form a paper is."""

import pytest

from desktop.forms.form import shipped_forms
from desktop.reading.drafts import Draft
from desktop.reading.form_match import GENERAL_FORM, give_sections
from desktop.reading.recognise import understand
from scoring.table import NodeKind
from tests.desktop.reading.paper import book, sheet


def test_a_paper_like_none_is_the_ministrys_form() -> None:
    (found,) = understand(book(sheet("x", [["三级指标", "目标值", "完成值"], ["甲", "1", "2"]])), unit="甲", year=2023)
    assert found.form == GENERAL_FORM


def test_a_few_common_headings_make_no_paper_the_form_of_a_district_without_its_bands() -> None:
    heads = ["一级指标", "分值", "二级指标", "三级指标", "年度指标值", "得分", "评分依据"]
    rows = [["单位名称", "甲局"], heads]
    district = book(sheet("x", [*rows, ["履职效能", "50", "任务1", "人数", "1人", "2", "甲"]]))
    elsewhere = book(sheet("x", [*rows, ["部门管理", "50", "任务1", "人数", "1人", "2", "甲"]]))
    assert [understand(each, year=2023)[0].form for each in (district, elsewhere)] == ["guangzhou_district", GENERAL_FORM]


def test_the_form_that_is_named_is_taken() -> None:
    workbook = book(sheet("x", [["三级指标", "目标值", "完成值"], ["甲", "1", "2"]]))
    (found,) = understand(workbook, unit="甲", year=2023, form="guangzhou_district")
    assert (found.form, found.table.heading.form) == ("guangzhou_district", "guangzhou_district")


@pytest.mark.parametrize(
    ("form", "names", "sections"),
    [
        ("guangzhou_district", ["管理效能", "资金管理", "执行率"], ["management"] * 3),
        ("guangzhou_district", ["履职效能", "任务1", "人数"], ["duty"] * 3),
        ("guangzhou_city", ["履职效能", "专项资金绩效完成情况", "产出指标"], ["summary", "summary", "special_funds"]),
        ("ministry_three_part", ["产出指标", "数量指标", "人数"], ["", "", ""]),
    ],
)
def test_rows_get_the_block_of_the_form_that_shows_them(form: str, names: list[str], sections: list[str]) -> None:
    drafts = [Draft(level, NodeKind.GROUP, texts={"name": name}) for level, name in enumerate(names, 1)]
    give_sections(shipped_forms()[form], drafts)
    assert [each.section for each in drafts] == sections
