"""Likely pairs of rows are proposed by the likeness of names and what stands around them; refusals and confirmations hold."""

import pytest

from desktop.compare.proposals import Proposal, compare_with_likely, propose
from scoring.align import Link, Match, align, plain_name
from scoring.compare import compare
from tests.compared_tables import band, row, small_table
from tests.truth_tables import GUANGZHOU, PANYU


def _proposed(first: list[object], second: list[object], *links: Link) -> list[tuple[str, str, bool]]:
    tables = [small_table(2021, first), small_table(2022, second)]  # type: ignore[arg-type]
    tracks = align(tables, links)
    found = propose(tables, tracks, links)
    return [(tracks[each.earlier].latest.node.name, tracks[each.later].latest.node.name, each.likely) for each in found]


def test_a_renamed_row_between_the_same_neighbours_is_likely() -> None:
    first = [band("产出"), row("甲"), row("技能鉴定指标（人次）", target_text="6000人次"), row("乙")]
    second = [band("产出"), row("甲"), row("职业技能鉴定人次", target_text="6500人次"), row("乙")]
    assert _proposed(first, second) == [("技能鉴定指标（人次）", "职业技能鉴定人次", True)]


def test_another_indicator_in_the_same_place_is_none() -> None:
    first = [band("产出"), row("甲"), row("城镇新增就业人数", target_text="6000人"), row("乙")]
    second = [band("产出"), row("甲"), row("劳动合同签订率", target_text="95%"), row("乙")]
    assert _proposed(first, second) == []


@pytest.mark.parametrize(("old", "new"), [("技能培训人数", "技能培训满意度"), ("男职工体检人数", "退休职工慰问人数")])
def test_a_name_that_only_shares_words_is_not_taken_by_itself(old: str, new: str) -> None:
    first = [band("产出"), row(old, target_text="100人"), row("别的")]
    second = [band("效益"), row("另外的"), row(new, target_text="90%" if "满意" in new else "80人")]
    assert all(not likely for _, _, likely in _proposed(first, second))


def test_two_rivals_are_told_and_none_of_them_is_taken() -> None:
    first = [band("产出"), row("职业技能培训和鉴定人次")]
    second = [band("产出"), row("职业技能培训人次"), row("职业技能鉴定人次")]
    found = _proposed(first, second)
    assert {new for _, new, _ in found} == {"职业技能培训人次", "职业技能鉴定人次"}
    assert all(not likely for _, _, likely in found)


def test_rivals_whose_points_add_up_are_the_parts_of_a_split_row() -> None:
    first = small_table(2021, [band("产出"), row("职业技能培训和鉴定人次", "1", "0.8")])
    second = small_table(2022, [band("产出"), row("职业技能培训人次", "0.6", "0.6"), row("职业技能鉴定人次", "0.4", "0.4")])
    comparison, _ = compare_with_likely([first, second])
    assert [(each.match, each.confirmed) for each in comparison.rows] == [(Match.SPLIT, False)]
    assert str(comparison.change.result) == "0.2"


def test_what_was_refused_is_not_proposed_again() -> None:
    first, second = [row("技能鉴定人次", id="a")], [row("技能鉴定人数", id="b")]
    assert _proposed(first, second)
    assert _proposed(first, second, Link("2021/a", "2022/b", same=False)) == []


def test_likely_pairs_are_one_row_until_somebody_looks() -> None:
    tables = [
        small_table(2021, [row("技能鉴定人次", "2", "1", id="a")]),
        small_table(2022, [row("技能鉴定的人次", "2", "2", id="b")]),
    ]
    comparison, proposals = compare_with_likely(tables)
    (line,) = comparison.rows
    assert (line.match, line.confirmed) == (Match.RENAMED, False)
    (proposal,) = proposals
    refused, none_left = compare_with_likely(tables, [Link(proposal.link.first, proposal.link.second, same=False)])
    assert [each.match for each in refused.rows] == [Match.DROPPED, Match.NEW]
    assert none_left == ()
    confirmed, none_left = compare_with_likely(tables, [Link(proposal.link.first, proposal.link.second)])
    assert [(each.match, each.confirmed) for each in confirmed.rows] == [(Match.RENAMED, True)]
    assert none_left == ()


def test_the_rows_of_two_published_papers_are_proposed_with_sense() -> None:
    from tests.compared_tables import published

    tables = [published(PANYU), published(GUANGZHOU)]
    tracks = align(tables)
    pairs = {
        (tracks[each.earlier].latest.node.name, tracks[each.later].latest.node.name): each.likely
        for each in propose(tables, tracks)
    }
    assert pairs["管理效能", "管理效率"] is False
    assert pairs["预决算信息公开合规性", "预决算公开合规性"] is True
    assert ("失业保险参保人数", "参加失业保险人数") in pairs
    assert len(pairs) < 30


def test_thousands_of_rows_are_held_only_against_a_few() -> None:
    first = [row(f"事项{chr(0x4E00 + at)}{chr(0x5E00 + at)}数", id=f"a{at}") for at in range(2000)]
    second = [row(f"事项{chr(0x4E00 + at)}{chr(0x5E00 + at)}总数", id=f"b{at}") for at in range(2000)]
    tables = [small_table(2021, first), small_table(2022, second)]
    found: tuple[Proposal, ...] = propose(tables, align(tables))
    names = {each.id: plain_name(each.name) for table in tables for each in table.table.nodes}
    best = {each.link.second.partition("/")[2]: each.link.first.partition("/")[2] for each in reversed(found)}
    assert all(names[new] == names[old][:-1] + "总数" for new, old in best.items())
    assert len(best) > 1900
    assert len(compare(tables).rows) == 4000
