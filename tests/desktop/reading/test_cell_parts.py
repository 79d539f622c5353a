"""What one cell holds beside its plain words."""

import pytest

from desktop.reading.cell_parts import grade_in, is_note, split_explanation, split_target
from desktop.reading.headings import load_vocabulary
from desktop.reading.words import plain

VOCABULARY = load_vocabulary()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("补贴惠及人数不少于5万人次", "补贴惠及人数"),
        ("任务完成率100%", "任务完成率"),
        ("当地脱贫人口稳岗就业满意度≥90%", "当地脱贫人口稳岗就业满意度"),
        ("全额、差额单位及贴息补缴≥16000万元", "全额、差额单位及贴息补缴"),
        ("补贴发放准确率98%以上", "补贴发放准确率"),
    ],
)
def test_name_and_target_in_one_text(text: str, name: str) -> None:
    assert split_target(text, VOCABULARY) == (name, text)


def test_behind_a_colon_the_target_stands_for_itself() -> None:
    assert split_target("城镇新增就业：≥8000人", VOCABULARY) == ("城镇新增就业", "≥8000人")


def test_a_text_without_a_figure_is_only_a_name() -> None:
    assert split_target("新增预算项目事前绩效评估", VOCABULARY) == ("新增预算项目事前绩效评估", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("指标解释：促进创业人数，预期实现值：3.3 万人。", ("促进创业人数", "3.3 万人。")),
        ("甲率=乙/丙*100%；预期实现：≤2%。", ("甲率=乙/丙*100%", "≤2%。")),
        ("指标解释：达到 3000 家。", ("达到 3000 家。", "达到 3000 家。")),
        ("指标解释：提高工作水平。", ("提高工作水平。", "")),
    ],
)
def test_explanation_and_target_in_one_text(text: str, expected: tuple[str, str]) -> None:
    assert split_explanation(text, VOCABULARY) == expected


@pytest.mark.parametrize("text", ["注：1.一级指标", "备注：略", "说明1.填报", "注1：略"])
def test_notes_begin_with_their_word(text: str) -> None:
    assert is_note(plain(text), VOCABULARY)


@pytest.mark.parametrize("text", ["注册企业数", "说明会场次", "注意力"])
def test_words_that_only_begin_alike_are_no_notes(text: str) -> None:
    assert not is_note(plain(text), VOCABULARY)


def test_a_grade_is_read_with_and_without_its_label() -> None:
    assert [grade_in(text, VOCABULARY) for text in ("优", "自评等级:良", "优化流程", "结论:优")] == ["优", "良", "", ""]
