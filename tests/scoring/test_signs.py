import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring.signs import COMPARATORS, PREFIXES, SUFFIXES, claim, normalise
from scoring.terms import Direction


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("≧９５．５％", "≥95.5%"),
        ("﹦ 72890 元", "=72890元"),
        ("１，２３４", "1,234"),
        ("10 000元", "10000元"),
        ("5 6", "5;6"),
        ("5个\n8家", "5个;8家"),
        ("不少于\n5万", "不少于5万"),
        ("①培训②会议", ";培训;会议"),
        ("100㎡", "100m^2"),
        ("5²", "5^2"),
        ("10*", "10"),
        ("*100%", "100%"),
        ("2*3", "2*3"),
        ("3½天", "3;1/2天"),
        ("〉95%", ">95%"),
        ("满意度》95%", "满意度>95%"),
        ("《2022年白皮书》", "《2022年白皮书》"),
        ("\u200b95%\ufeff", "95%"),
        ("Ⅲ类", "III类"),
        ("abc", "abc"),
        ("～｟甲｠", "~⦅甲⦆"),
        ("a b", "ab"),
        ("", ""),
        ("～", "~"),
        ("e \u0301", "\u00e9"),  # the accent meets its letter when the blank goes
        ("5—8", "5-8"),
    ],
)
def test_look_alikes_come_to_one_form(text: str, plain: str) -> None:
    assert normalise(text) == plain


@given(st.text(max_size=30))
@example("A´")
@settings(max_examples=300)
def test_what_is_normal_stays_so(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_a_negated_operator_is_the_opposite_one_and_holds_its_bound() -> None:
    assert PREFIXES["不超过"] == (Direction.AT_MOST, False)
    assert PREFIXES["不得低于"] == (Direction.AT_LEAST, False)
    assert PREFIXES["超过"] == (Direction.AT_LEAST, True)
    assert SUFFIXES["以上"] == (Direction.AT_LEAST, False)
    assert COMPARATORS["定性"] == (Direction.QUALITATIVE, False)


@pytest.mark.parametrize(
    ("words", "met"),
    [
        ("已完成", True),
        ("未完成", False),
        ("完成。", True),
        ("否", False),
        ("基本完成", None),
        ("未发现违规支出情况", True),
        ("未收到投诉", True),
        ("尚未验收", False),
        ("社会基本养老保险有效保障", True),
        ("推进中", None),
        ("情况说明", None),
        ("详见附件", None),
        ("按时完成，见附表", None),
        ("未完成，详见附件", False),
    ],
)
def test_words_claim_what_they_say(words: str, met: bool | None) -> None:
    assert claim(words) is met
