"""Rows of several years find each other by lineage, word, path and name, in this order, and nothing is guessed."""

import cProfile
from typing import Any

import pytest

from scoring.align import Link, Match, Track, align, match_of, plain_name
from scoring.scored import ScoredTable
from tests.compared_tables import band, row, small_table


def _names(tracks: tuple[Track, ...]) -> list[list[str]]:
    return [[row.node.id for side in track.rows for row in track.rows[side]] for track in tracks]


def _aligned(*years: list[Any], links: tuple[Link, ...] = ()) -> list[list[str]]:
    return _names(align([small_table(2021 + at, nodes) for at, nodes in enumerate(years)], links))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("1.城镇新增就业人数", "城镇新增就业人数"),
        ("（一）“三公经费” 控制率", "三公经费控制率"),
        ("①\n开展 检查", "开展检查"),
        ("2021年度完成招聘", "完成招聘"),
        ("任务1-深入实施（11.5分）", "任务1深入实施"),
        ("12345热线办结率", "12345热线办结率"),
        ("１+４人才", "1+4人才"),
        ("—", "—"),
    ],
)
def test_a_plain_name_is_the_name_without_dress(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_lineage_holds_whatever_the_row_is_called_and_wherever_it_stands() -> None:
    first = [band("产出"), row("甲", lineage_id="l1"), row("乙", lineage_id="l2")]
    second = [band("产出"), row("乙", id="x", lineage_id="l1"), band("效益"), row("丙", id="y", lineage_id="l2")]
    assert _aligned(first, second) == [["产出", "产出"], ["甲", "x"], ["效益"], ["乙", "y"]]


def test_a_path_goes_before_a_name_that_also_stands_elsewhere() -> None:
    first = [band("甲"), row("满意度", id="a"), band("乙"), row("满意度", id="b")]
    second = [band("乙"), row("满意度", id="c"), band("甲"), row("满意度", id="d")]
    assert _aligned(first, second) == [["乙", "乙"], ["b", "c"], ["甲", "甲"], ["a", "d"]]


def test_rows_of_one_path_pair_in_their_order() -> None:
    first = [band("甲"), row("其他", id="a"), row("其他", id="b")]
    second = [band("甲"), row("其他", id="c"), row("其他", id="d"), row("其他", id="e")]
    assert _aligned(first, second)[1:] == [["a", "c"], ["b", "d"], ["e"]]


def test_a_name_that_stands_only_once_is_found_in_another_band() -> None:
    tables = [
        small_table(2021, [band("甲"), row("巡查", id="a"), row("培训")]),
        small_table(2022, [band("乙"), row("巡查", id="b")]),
    ]
    tracks = align(tables)
    patrol = next(each for each in tracks if each.latest.node.name == "巡查")
    assert match_of(patrol, 0, 1) is Match.MOVED
    assert match_of(next(each for each in tracks if each.latest.node.name == "培训"), 0, 1) is Match.DROPPED


def test_a_row_below_a_band_that_was_only_renamed_has_not_moved() -> None:
    first = [band("管理效能", lineage_id="m"), row("采购", id="a", lineage_id="l")]
    second = [band("管理效率", id="x", lineage_id="m"), row("采购", id="b", lineage_id="l")]
    tracks = align([small_table(2021, first), small_table(2022, second)])
    assert [match_of(each, 0, 1) for each in tracks] == [Match.RENAMED, Match.SAME]


def test_a_band_is_never_taken_for_a_row() -> None:
    assert {tuple(each) for each in _aligned([row("采购", id="a")], [band("采购", id="b")])} == {("a",), ("b",)}


def test_what_a_person_said_joins_rows_and_keeps_them_apart() -> None:
    first, second = [row("甲", id="a")], [row("甲", id="b"), row("乙", id="c")]
    assert _aligned(first, second, links=(Link("2021/a", "2022/c"),)) == [["b"], ["a", "c"]]
    apart = (Link("2021/a", "2022/b", same=False),)
    assert {tuple(each) for each in _aligned(first, second, links=apart)} == {("a",), ("b",), ("c",)}


def test_a_likeness_gives_way_to_what_is_certain() -> None:
    first, second = [row("甲", id="a")], [row("甲", id="b", lineage_id=""), row("乙", id="c")]
    tracks = align([small_table(2021, first), small_table(2022, second)], [Link("2021/a", "2022/c", confirmed=False)])
    assert [each.confirmed for each in tracks if len(each.rows) > 1] == [False]


def test_a_row_that_was_away_for_a_year_is_found_again() -> None:
    assert _aligned([row("甲", id="a"), row("乙", id="b")], [row("甲", id="c")], [row("甲", id="d"), row("乙", id="e")]) == [
        ["a", "c", "d"],
        ["b", "e"],
    ]


def test_merged_rows_may_part_again() -> None:
    years = [
        [row("甲", id="a", lineage_id="1"), row("乙", id="b", lineage_id="2")],
        [row("丙", id="c", lineage_id="3")],
        [row("甲", id="d", lineage_id="1"), row("乙", id="e", lineage_id="2")],
    ]
    links = (Link("2021/1", "2022/3"), Link("2021/2", "2022/3"))
    (names,) = _aligned(*years, links=links)
    assert names == ["a", "b", "c", "d", "e"]


def test_dropped_rows_stay_where_they_last_stood() -> None:
    first = [band("产出"), row("甲"), row("乙"), row("丙"), band("效益"), row("丁")]
    second = [band("产出"), row("甲"), row("丙"), row("戊"), band("效益"), row("丁")]
    assert [each[0] for each in _aligned(first, second)] == ["产出", "甲", "乙", "丙", "戊", "效益", "丁"]


def test_rows_of_another_unit_are_named_with_it() -> None:
    tables = [small_table(2021, [row("甲", id="a")]), small_table(2021, [row("乙", id="b")], unit="别局")]
    assert _names(align(tables, [Link("2021/a", "别局/2021/b")])) == [["a", "b"]]


def _wide_tables(rows: int, years: int) -> list[ScoredTable]:
    def name(at: int, year: int) -> str:
        return f"指标{at}号" + ("甲" if (at + year) % 17 == 0 else "")

    return [
        small_table(2014 + year, [band("产出"), *(row(name(at, year), id=f"{year}-{at}") for at in range(rows))])
        for year in range(years)
    ]


def test_the_work_grows_with_the_number_of_rows() -> None:
    """Counted in calls, which a busy machine does not change: ten times the rows are ten times the work."""

    def calls(tables: list[ScoredTable]) -> int:
        profile = cProfile.Profile()
        profile.runcall(align, tables)
        return sum(each.callcount for each in profile.getstats())

    short, long = _wide_tables(100, 4), _wide_tables(1000, 4)
    assert calls(long) < 11 * calls(short)


def test_a_word_that_says_the_same_twice_changes_nothing() -> None:
    first = [row("甲", id="a", lineage_id="1"), row("乙", id="b")]
    second = [row("甲", id="c", lineage_id="1"), row("丙", id="d")]
    again = (Link("2021/1", "2022/1"), Link("2021/1", "2022/1"), Link("2021/b", "2022/d"))
    assert _aligned(first, second, links=again) == [["a", "c"], ["b", "d"]]


def test_a_likeness_never_breaks_into_what_lineage_settled() -> None:
    first = [row("甲", id="a", lineage_id="1"), row("乙", id="b")]
    second = [row("丙", id="c", lineage_id="1")]
    assert _aligned(first, second, links=(Link("2021/b", "2022/1", confirmed=False),)) == [["a", "c"], ["b"]]


def test_what_a_likeness_holds_stays_unconfirmed_when_a_person_joins_more_to_it() -> None:
    years = [[row("甲", id="a"), row("乙", id="b")], [row("丙", id="c")], [row("丁", id="d")]]
    links = (Link("2021/a", "2022/c", confirmed=False), Link("2021/b", "2023/d"), Link("2022/c", "2023/d"))
    tracks = align([small_table(2021 + at, nodes) for at, nodes in enumerate(years)], links)
    assert _names(tracks) == [["a", "b", "c", "d"]]
    assert not tracks[0].confirmed


@pytest.mark.parametrize("turn", [1, -1])
def test_the_order_of_the_links_does_not_matter(turn: int) -> None:
    years = [[band("甲部"), row("甲", id="a"), band("乙部"), row("乙", id="b")], [band("甲部"), row("丙", id="c")]]
    links = (Link("2021/a", "2022/c"), Link("2021/b", "2022/c"))[::turn]
    tracks = align([small_table(2021 + at, nodes) for at, nodes in enumerate(years)], links)
    assert ["a", "b", "c"] in _names(tracks)
    joined = next(each for each in tracks if each.leaf)
    assert match_of(joined, 0, 1) is Match.MERGED
    assert not joined.moved  # the first of its rows stood in the same band


def test_a_row_missing_on_both_sides_of_a_pair_counts_as_dropped() -> None:
    years = [[row("甲", id="a")], [row("乙", id="b")], [row("甲", id="c")]]
    tracks = align([small_table(2021 + at, nodes) for at, nodes in enumerate(years)])
    other = next(each for each in tracks if each.latest.node.name == "乙")
    assert [match_of(other, *pair) for pair in ((0, 2), (0, 1), (1, 2))] == [Match.DROPPED, Match.NEW, Match.DROPPED]


def test_keeping_two_rows_apart_leaves_the_others_together() -> None:
    first, second = [row("甲", id="a"), row("乙", id="b")], [row("甲", id="c"), row("乙", id="d")]
    apart = (Link("2021/a", "2022/c", same=False), Link("2021/a", "2022/d", same=False))
    assert sorted(_aligned(first, second, links=apart)) == [["a"], ["b", "d"], ["c"]]


def test_a_link_that_cannot_hold_does_not_keep_the_next_from_holding() -> None:
    first = [band("产出"), row("甲"), row("乙")]
    second = [band("产出"), row("丙", id="x")]
    links = (Link("2021/产出", "2022/x"), Link("2021/甲", "2022/x"))
    assert _aligned(first, second, links=links) == [["产出", "产出"], ["甲", "x"], ["乙"]]


def test_a_name_that_several_rows_shared_once_leads_nowhere_any_more() -> None:
    first = [band("甲"), row("培训", id="a")]
    second = [band("乙"), row("培训", id="b"), band("丙"), row("培训", id="c")]
    assert ["d"] in _aligned(first, second, [band("丁"), row("培训", id="d")])


def test_a_row_at_the_top_is_not_the_row_of_its_name_in_the_second_band() -> None:
    first = [row("甲", level=1), band("乙"), row("丙", id="in")]
    second = [row("甲", level=1), row("丙", id="top", level=1), band("乙"), row("丙", id="still in")]
    assert _aligned(first, second)[1:] == [["top"], ["乙", "乙"], ["in", "still in"]]
