"""A layout learned once."""

import pytest

from desktop.reading.grid import Grid
from desktop.reading.profiles import Profile, ProfileColumn, from_text, match, to_text
from desktop.reading.recognise import understand
from desktop.reading.understood import DoubtKind
from tests.desktop.reading.paper import book, sheet

HEADLESS = book(sheet("表", [["产出", "数量", "期数", 10, "2期", "3期", 10], ["产出", "质量", "合格率", 20, "95%", "96%", 19]]))
COLUMNS = ("level1", "level2", "level3", "points", "target", "actual", "score")
LEARNED = Profile("无表头", "表", -1, 0, tuple(ProfileColumn("", at, field) for at, field in enumerate(COLUMNS)))


def test_a_profile_survives_being_written_down() -> None:
    assert from_text(to_text(LEARNED)) == LEARNED


@pytest.mark.parametrize("text", ["{}", "[]", '{"kind": "ziping-import-profile", "version": 2}', "{", "null"])
def test_anything_else_is_no_profile(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_text(text)


def test_a_table_without_headings_is_read_by_the_places_that_were_pointed_at() -> None:
    (asked,) = understand(HEADLESS, unit="甲局", year=2023)
    assert [each.kind for each in asked.doubts] == [DoubtKind.HEADINGS]
    (found,) = understand(HEADLESS, unit="甲局", year=2023, profile=LEARNED)
    assert found.doubts == ()
    assert [(node.name, node.points_text, node.target_text, node.actual_text) for node in found.table.nodes if node.leaf] == [
        ("期数", "10", "2期", "3期"),
        ("合格率", "20", "95%", "96%"),
    ]


def test_odd_headings_are_read_by_the_words_that_were_pointed_at() -> None:
    rows = [["事儿", "该做多少", "做了多少", "几分", "闲话"], ["期数", "2期", "3期", 10, "略"]]
    odd = book(sheet("表", rows))
    fields = ("level3", "target", "actual", "points", "")
    learned = Profile("怪", "表", 0, 1, tuple(ProfileColumn(str(rows[0][at]), at, field) for at, field in enumerate(fields)))
    assert match(learned, Grid(odd.sheets[0]))
    (found,) = understand(odd, unit="甲局", year=2023, profile=learned)
    assert found.doubts == ()
    (node,) = found.table.nodes
    assert (node.name, node.target_text, node.actual_text, node.points_text) == ("期数", "2期", "3期", "10")
