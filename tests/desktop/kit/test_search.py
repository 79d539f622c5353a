import pytest

from desktop.kit.search import holds, replaced, spans


@pytest.mark.parametrize(
    ("text", "words", "other", "after"),
    [
        ("拨付1,000万元", "１０００", "2000", "拨付2000万元"),
        ("拨付１０００万元", "1,000", "2,000", "拨付2,000万元"),
        ("ＡＢＣ abc", "Abc", "x", "x x"),
        ("绩 效 目标", "绩效", "工作", "工作 目标"),
        ("甲，乙，丙", "，", "、", "甲、乙、丙"),
        ("面积5㎡", "m^2", "平方米", "面积5平方米"),
        ("没有", "别的", "x", "没有"),
        ("任何", "", "x", "任何"),
    ],
)
def test_words_are_replaced_where_they_are_found_and_nothing_else_changes(text: str, words: str, other: str, after: str) -> None:
    assert replaced(text, words, other) == after
    assert holds(text, words) is (after != text)


def test_places_do_not_overlap() -> None:
    assert spans("人人人人人", "人人") == [(0, 2), (2, 4)]
