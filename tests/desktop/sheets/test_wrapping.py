from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sheets.wrapping import printable, wrap


class _Ems(dict[str, float]):
    def __missing__(self, character: str) -> float:
        return 0.5 if ord(character) < 0x2000 else 1.0


EMS = _Ems()


def lines(text: str, room: float, *, hanging: bool = False) -> list[str]:
    return [line.text for line in wrap(text, room, EMS, hanging=hanging)]


def test_chinese_breaks_between_any_two_characters() -> None:
    assert lines("部门整体支出绩效", 3) == ["部门整", "体支出", "绩效"]


@pytest.mark.parametrize("stop", "。，、；：？！）》”…％%")
def test_no_line_begins_with_a_stop_or_a_closing_bracket(stop: str) -> None:
    assert lines(f"年度目标{stop}完成", 4) == ["年度目", f"标{stop}完成"] or lines(f"年度目标{stop}完成", 4) == [
        "年度目",
        f"标{stop}完",
        "成",
    ]


@pytest.mark.parametrize("bracket", "（《“‘【(")
def test_no_line_ends_with_an_opening_bracket(bracket: str) -> None:
    assert lines(f"年度目{bracket}标", 4) == ["年度目", f"{bracket}标"]


def test_a_number_is_never_torn_where_a_line_can_hold_it() -> None:
    assert lines("共完成1,234.50万元", 5) == ["共完成", "1,234.50万", "元"]
    assert lines("完成率≥95.5%", 4) == ["完成率", "≥95.5%"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert "".join(lines("www.example.gov.cn/abc", 3)) == "www.example.gov.cn/abc"
    assert all(len(line) <= 6 for line in lines("www.example.gov.cn/abc", 3))


def test_typed_line_breaks_hold() -> None:
    assert lines("一\r\n二\n\n三", 9) == ["一", "二", "", "三"]


def test_the_indent_of_a_name_holds_on_all_its_lines() -> None:
    assert lines("\u3000\u3000部门整体支出", 5, hanging=True) == ["\u3000\u3000部门整", "\u3000\u3000体支出"]


def test_characters_that_print_nothing_are_left_out() -> None:
    assert printable("绩\u200b效\x00自\ufeff评\t表") == "绩效自评 表"


@given(st.text(alphabet="绩效，。（）“”≥95%.ab \n\u3000《》、", max_size=60), st.integers(2, 12))
def test_no_character_is_lost_added_or_moved_and_no_line_too_long(text: str, room: int) -> None:
    found = wrap(text, room, EMS)
    assert "".join("".join(line.text for line in found).split()) == "".join(text.split())
    for line in found:
        assert line.width == pytest.approx(sum(EMS[character] for character in line.text))
        assert line.width <= room + 1e-9


def test_widths_are_asked_for_each_character_only() -> None:
    asked: defaultdict[str, float] = defaultdict(lambda: 1.0)
    wrap("绩效自评", 2, asked)
    assert set(asked) == set("绩效自评")
