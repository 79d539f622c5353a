"""Words made comparable."""

import pytest

from desktop.reading.words import bare, is_figure, money_unit_of, name_and_points, pairs_in, plain, year_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [("一级\n指标", "一级指标"), ("得 分（Ｂ）", "得分(B)"), ("\u3000预算执行情况", "预算执行情况"), ("９５．５％", "95.5%")],
)
def test_plain_words_have_no_blanks_and_usual_widths(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("权重（分）", "权重"),
        ("2023 年 完成情况", "完成情况"),
        ("年初目标值(A)：", "年初目标值"),
        ("1.项目年度目标完成情况", "项目年度目标完成情况"),
        ("（一）数量指标", "数量指标"),
        ("得分（20分*执行率（B/A））", "得分"),
        ("2021年度", "2021年度"),
    ],
)
def test_a_bare_heading_has_neither_brackets_nor_year_nor_number(text: str, expected: str) -> None:
    assert bare(plain(text)) == expected


@pytest.mark.parametrize("text", ["1,234.50", "￥1,509.62", "52 931.33", "98 %", "-100", "0.5分", "1467.73元"])
def test_one_figure_is_a_figure(text: str) -> None:
    assert is_figure(plain(text))


@pytest.mark.parametrize("text", ["≥95%", "5万人次", "本项得满分", "", "3个", "2021年"])
def test_other_texts_are_no_figures(text: str) -> None:
    assert not is_figure(plain(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产出指标\n(分值10)", ("产出指标", "10")),
        ("效益指标（30分）", ("效益指标", "30")),
        ("满意度（权重：12.5）", ("满意度", "12.5")),
        ("劳动仲裁人均办案数（件）", ("劳动仲裁人均办案数（件）", "")),
        ("“三公”经费（2023）", ("“三公”经费（2023）", "")),
    ],
)
def test_points_in_brackets_behind_a_name_are_taken_out(text: str, expected: tuple[str, str]) -> None:
    assert name_and_points(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("单位：万元", "万元"),
        ("金额单位：元", "元"),
        ("年初预算数（万元）", "万元"),
        ("（单位：亿元）", "亿元"),
        ("单位：分", ""),
    ],
)
def test_the_unit_of_money_is_read_from_lines_and_headings(text: str, expected: str) -> None:
    assert money_unit_of(plain(text)) == expected


def test_years_are_four_digits_alone() -> None:
    assert year_in("(2021年度)") == 2021
    assert year_in("编号120213") is None
    assert year_in("2023", marked=True) is None


def test_several_labels_in_one_cell_are_told_apart() -> None:
    assert pairs_in("自评分数：100\u3000自评等级：优") == [("自评分数", "100"), ("自评等级", "优")]
    assert pairs_in("填报人：张 三    电话：1") == [("填报人", "张 三"), ("电话", "1")]
    assert pairs_in("没有标签的一段话") == []
