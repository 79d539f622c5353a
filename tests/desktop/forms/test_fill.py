from dataclasses import replace

from desktop.forms.fill import figure_groups, fill_figures, live_figures, unfilled
from desktop.workspace.book import sample_tables, scored_table
from scoring.finding import Place
from scoring.scored import ScoredTable
from scoring.table import RecordKind
from scoring.writing import write_cells


def sample(name: str) -> ScoredTable:
    return next(scored_table(each) for each in sample_tables() if name in each.key.unit)


def test_figures_of_the_published_table_stand_in_the_text() -> None:
    text = "全年预算{全年预算数}，执行{全年执行数}，执行率{预算执行率}，自评{自评得分}分，等级{ 自评等级 }。"
    expected = "全年预算61296.75万元，执行59757.75万元，执行率97.49%，自评92.25分，等级优。"
    assert fill_figures(text, sample("番禺")) == expected


def test_the_text_follows_the_table() -> None:
    before = sample("天河")
    line = before.table.funds[0].id
    after = scored_table(write_cells(before.table, {Place(RecordKind.FUND, line, "executed_text"): "71261.97"}))
    assert (fill_figures("{预算完成率}", before), fill_figures("{预算完成率}", after)) == ("97.45%", "100.00%")


def test_base_figures_carry_their_unit_once() -> None:
    known = live_figures(sample("花都"))
    assert known["全年预算数"] == "38,192.97万元"
    assert known["预算完成率"].endswith("%")
    assert not known["预算完成率"].endswith("%%")


def test_what_is_no_figure_stays_as_it_is_typed() -> None:
    text = "{没有的数} {} {a{b}} {多\n行} 100%"
    assert fill_figures(text, sample("番禺")) == text
    assert unfilled(text, sample("番禺")) == ("没有的数", "b")


def test_an_empty_figure_is_told_and_kept() -> None:
    scored = sample("番禺")
    empty = scored_table(replace(scored.table, funds=()))
    assert fill_figures("{预算执行率}", empty) == "{预算执行率}"
    assert unfilled("{预算执行率}", empty) == ("预算执行率",)


def test_a_name_stands_in_the_menu_once() -> None:
    for table in sample_tables():
        names = [name for figures in figure_groups(scored_table(table)).values() for name in figures]
        assert len(names) == len(set(names))
        assert "单位名称" in names
