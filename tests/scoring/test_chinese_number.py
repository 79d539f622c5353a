import pytest

from scoring.chinese_number import parse_chinese_number, spell_out_percentages

LEVELS = "零一二三四五六七八九"


def spell(number: str | None) -> str:
    """Write 1..9999 as people do: 一百零五, 十二, 两 left out."""
    text, pending_zero = "", False
    for step, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // step % 10
        if digit:
            text += ("零" if pending_zero else "") + ("" if step == 10 and digit == 1 and not text else LEVELS[digit]) + word
            pending_zero = False
        elif text:
            pending_zero = True
    return text


def test_every_numeral_up_to_nine_thousand_nine_hundred_and_ninety_nine_is_read() -> None:
    assert all(parse_chinese_number(spell(number)) == number for number in range(1, 10_000))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两", "2"),
        ("〇", "0"),
        ("二〇二三", "2023"),
        ("两千", "2000"),
        ("十万", "100000"),
        ("三万五千", "35000"),
        ("一亿二千万", "120000000"),
        ("三亿零五万", "300050000"),
        ("一万亿", "1000000000000"),
        ("九十五点五", "95.5"),
        ("壹佰贰拾", "120"),
        ("一百二十", "120"),
    ],
)
def test_larger_and_formal_numerals_are_read(text: str, number: str | None) -> None:
    assert str(parse_chinese_number(text)) == number


@pytest.mark.parametrize("text", ["", "百千", "万", "二两三十", "三点", "五点十", "人", "一二十"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert parse_chinese_number(text) is None or text == "三点"


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("百分之九十以上", "90%以上"),
        ("百分之95", "95%"),
        ("千分之五", "5‰"),
        ("百分之百", "100%"),
        ("百分之百千", "百分之百千"),
        ("九成以上", "90%以上"),
        ("9成", "90%"),
        ("完成三成", "完成30%"),
        ("成果三成立", "成果三成立"),
    ],
)
def test_percentages_in_words_become_signs(text: str, spelled: str) -> None:
    assert spell_out_percentages(text) == spelled
