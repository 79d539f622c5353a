import pytest

from scoring.finding import Place
from scoring.table import BaseFact, Field, FundLine, Heading, Narrative, Node, RecordKind, TableKey, YearTable
from scoring.writing import Offer, write_cells

KEY = TableKey("番禺区人力资源和社会保障局", 2021)
FUND, FACT = RecordKind.FUND, RecordKind.BASE_FACT
LINES = tuple(
    Offer(FUND, FundLine(f"offered-{number}", "按资金来源", label), "funds")
    for number, label in enumerate(("财政拨款", "其他资金"))
)


def test_cells_of_several_records_and_kinds_change_in_one_step() -> None:
    table = YearTable(
        KEY, Heading(title="旧"), funds=(FundLine("1"), FundLine("2")), nodes=(Node("3", 1, given_score_text="5"),), next_number=4
    )
    after = write_cells(
        table,
        {
            Place(FUND, "1", "executed_text"): "58290.02",
            Place(FUND, "2", "label"): "其他资金",
            Place(RecordKind.NODE, "3", Field.ACTUAL.value): "135",
            Place(RecordKind.HEADING, "heading", "title"): "部门整体支出绩效自评表",
        },
    )
    assert after.funds == (FundLine("1", executed_text="58290.02"), FundLine("2", label="其他资金"))
    assert (after.nodes[0].actual_text, after.nodes[0].given_score_text, after.nodes[0].aside_score_text) == ("135", "", "5")
    assert after.heading.title == "部门整体支出绩效自评表"


def test_the_first_word_in_an_offered_line_brings_all_lines_of_its_bundle_in_their_order() -> None:
    after = write_cells(YearTable(KEY), {Place(FUND, "offered-1", "executed_text"): "1467.73"}, LINES)
    assert [(each.id, each.label, each.executed_text) for each in after.funds] == [
        ("1", "财政拨款", ""),
        ("2", "其他资金", "1467.73"),
    ]


def test_an_offer_without_a_bundle_comes_alone() -> None:
    offers = [Offer(FACT, BaseFact(f"offered-{month}", f"{month}月执行率", "", "%")) for month in (3, 4)]
    after = write_cells(YearTable(KEY), {Place(FACT, "offered-4", "value_text"): "33"}, offers)
    assert [(each.label, each.value_text) for each in after.base_facts] == [("4月执行率", "33")]


def test_clearing_an_offered_cell_adds_nothing() -> None:
    table = YearTable(KEY)
    assert write_cells(table, {Place(FUND, "offered-0", "executed_text"): ""}, LINES) == table


def test_a_named_record_keeps_its_key() -> None:
    after = write_cells(
        YearTable(KEY),
        {Place(RecordKind.NARRATIVE, "goals", "text"): "稳就业"},
        [Offer(RecordKind.NARRATIVE, Narrative("goals", "年度总体目标"))],
    )
    assert after.narratives == (Narrative("goals", "年度总体目标", "稳就业"),)


def test_an_offer_of_what_is_there_already_changes_the_record() -> None:
    table = YearTable(KEY, narratives=(Narrative("goals", "年度总体目标", "旧"),))
    offer = Offer(RecordKind.NARRATIVE, Narrative("goals", "年度总体目标"))
    after = write_cells(table, {Place(RecordKind.NARRATIVE, "goals", "text"): ""}, [offer])
    assert after.narratives == (Narrative("goals", "年度总体目标", ""),)


def test_a_place_nobody_knows_is_a_bug_of_the_caller() -> None:
    with pytest.raises(KeyError):
        write_cells(YearTable(KEY), {Place(FUND, "7", "label"): "x"})


def test_another_record_that_is_there_does_not_stand_for_an_offered_line() -> None:
    table = YearTable(
        KEY, funds=(FundLine("1", "按支出结构", "基本支出"), FundLine("zz", "按支出结构", "项目支出")), next_number=2
    )
    after = write_cells(table, {Place(FUND, "offered-1", "executed_text"): "1467.73"}, LINES)
    assert [each.label for each in after.funds] == ["基本支出", "项目支出", "财政拨款", "其他资金"]
