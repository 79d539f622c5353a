"""Units made one: by figures worked out by hand, whatever the order and the repetition."""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.finding import Finding
from scoring.rollup import RolledUp, Weight, roll_up
from scoring.rollup_trouble import LONGEST_QUOTE
from scoring.rollup_weight import weighted_average
from scoring.table import BaseFact, Field, Heading, Narrative, Node, NodeKind, RecordKind, TableKey, YearTable
from tests.scoring.tables import table, with_funds
from tests.scoring_cases import TESTS, shipped

PARENT = TableKey("市民政局", 2024)
RULEBOOK = shipped("ministry_2020")
FIRST, SECOND, THIRD = "儿童福利院", "救助管理站", "殡仪馆"  # in the order of their names
MONEY = {FIRST: ("200", "100"), SECOND: ("400", "300"), THIRD: ("700", "600")}


def unit(name: str, *rows: str | Node, year: int = 2024, money: tuple[str, str] | None = None) -> YearTable:
    made = table("产出指标 | 60", "  数量指标 | 60", *rows, key=TableKey(name, year), form="ministry_three_part")
    budget, executed = money or MONEY[name]
    return with_funds(made, ("按资金来源", "财政拨款", budget, executed, ""))


def three(*rows: tuple[str, str, str]) -> tuple[YearTable, ...]:
    """Three units; each row is given as the three cells the units write it in."""
    return tuple(unit(name, *(f"    {row[at]}" for row in rows)) for at, name in enumerate((FIRST, SECOND, THIRD)))


def rolled(tables: Sequence[YearTable], *expected: str) -> RolledUp:
    return roll_up(PARENT, tables, RULEBOOK, expected=expected)


def row(found: RolledUp, name: str) -> Node:
    return next(each for each in found.table.nodes if each.name == name)


def told(found: RolledUp, code: str) -> list[Finding]:
    return [each for each in found.findings if each.code == code]


def test_quantities_add_and_are_scored_afterwards() -> None:
    found = rolled(three(("救助人次 | 20 | ≥100人次 | 90人次",
                          "救助人次 | 20 | ≥200人次 | 210人次",
                          "救助人次 | 20 | ≥300人次 | 150人次")))  # fmt: skip
    joined = row(found, "救助人次")
    assert (joined.target_text, joined.actual_text, joined.given_score_text) == ("≥600人次", "450人次", "")
    assert found.scored.rows[joined.id].score == Decimal(15)  # 450 / 600 of 20; the mean of the units' scores would be 16
    assert found.scored.rows[joined.id].completion_rate == 75
    assert found.findings == ()


def test_sums_keep_the_scale_the_units_write_in() -> None:
    found = rolled(three(("培训人次 | 20 | ＞2.5万人次 | 2.85万人次",
                          "培训人次 | 20 | ＞0.6万人次 | 1.1万人次",
                          "培训人次 | 20 | ＞1万人次 | 9000人次")))  # fmt: skip
    joined = row(found, "培训人次")
    assert (joined.target_text, joined.actual_text) == (">4.1万人次", "4.85万人次")


def test_a_form_with_columns_for_sign_and_unit_keeps_them() -> None:
    def one(name: str, target: str, actual: str) -> YearTable:
        node = Node("", 3, "项目投资", comparator_text="≤", target_text=target, target_unit_text="万元", actual_text=actual,
                    points_text="10")  # fmt: skip
        return unit(name, node)

    found = rolled([one(FIRST, "90.5", "80"), one(SECOND, "10", "9.25")])
    joined = row(found, "项目投资")
    assert (joined.comparator_text, joined.target_text, joined.target_unit_text, joined.actual_text) == (
        "≤",
        "100.5",
        "万元",
        "89.25",
    )


def test_rates_average_by_the_money_that_was_spent() -> None:
    found = rolled(three(("满意度 | 10 | ≥90% | 95%",
                          "满意度 | 10 | ≥92% | 91%",
                          "满意度 | 10 | ≥96% | 97.5%")))  # fmt: skip
    joined = row(found, "满意度")
    # (100 × 90 + 300 × 92 + 600 × 96) ÷ 1000 and (100 × 95 + 300 × 91 + 600 × 97.5) ÷ 1000
    assert (joined.target_text, joined.actual_text) == ("≥94.2%", "95.3%")
    assert found.weight is Weight.EXECUTED
    assert [(each.unit, each.weight) for each in found.trail[joined.id]] == [
        (FIRST, Decimal(100)), (SECOND, Decimal(300)), (THIRD, Decimal(600))
    ]  # fmt: skip


def test_an_average_without_end_has_four_places() -> None:
    tables = [
        unit(FIRST, "    合格率 | 10 | ≥90% | 95%", money=("1", "1")),
        unit(SECOND, "    合格率 | 10 | ≥90% | 96%", money=("2", "2")),
    ]
    assert row(rolled(tables), "合格率").actual_text == "95.6667%"


def test_a_time_limit_is_no_quantity() -> None:
    found = rolled(three(("办理时限 | 10 | ≤5个工作日 | 4个工作日",
                          "办理时限 | 10 | ≤5个工作日 | 3个工作日",
                          "办理时限 | 10 | ≤5个工作日 | 5个工作日")))  # fmt: skip
    joined = row(found, "办理时限")
    assert (joined.target_text, joined.actual_text) == ("≤5个工作日", "4.3个工作日")


def test_without_executed_amounts_everywhere_the_budget_weighs() -> None:
    tables = [
        unit(FIRST, "    满意度 | 10 | ≥90% | 80%", money=("100", "")),
        unit(SECOND, "    满意度 | 10 | ≥90% | 100%", money=("300", "250")),
    ]
    found = rolled(tables)
    assert found.weight is Weight.ADJUSTED_BUDGET
    assert row(found, "满意度").actual_text == "95%"


def test_a_total_line_is_not_counted_beside_its_parts() -> None:
    first = with_funds(
        unit(FIRST, "    满意度 | 10 | ≥90% | 80%"),
        ("年度资金", "年度资金总额", "100", "100", ""),
        ("年度资金", "财政拨款", "100", "100", ""),
    )
    found = rolled([first, unit(SECOND, "    满意度 | 10 | ≥90% | 100%", money=("100", "100"))])
    assert row(found, "满意度").actual_text == "90%"


def test_without_money_a_rate_is_left_to_the_clerk_and_named() -> None:
    tables = [unit(FIRST, "    满意度 | 10 | ≥90% | 80%", money=("", "")), unit(SECOND, "    满意度 | 10 | ≥90% | 100%")]
    found = rolled(tables)
    assert found.weight is None
    assert row(found, "满意度").target_text == "≥90%"  # the same everywhere: no weights are asked for
    assert row(found, "满意度").actual_text == ""
    assert [each.facts["name"] for each in told(found, "U06")] == ["满意度"]


def test_qualitative_tiers_weigh_by_money() -> None:
    found = rolled(three(("社会影响 | 20 | 有所提升 | 达成预期指标 | 20",
                          "社会影响 | 20 | 有所提升 | 部分达成 | 14",
                          "社会影响 | 20 | 有所提升 | 达成预期指标 | 18")))  # fmt: skip
    joined = row(found, "社会影响")
    # tiers 100 %, 70 %, 90 % by 100, 300, 600: 85 %, in the upper band; 85 % of 20
    assert (joined.target_text, joined.actual_text, joined.given_score_text) == ("有所提升", "达成预期指标", "17")
    assert found.scored.rows[joined.id].score == Decimal(17)


def test_a_tier_without_a_score_is_read_from_its_words() -> None:
    found = rolled(three(("社会影响 | 20 | 有所提升 | 达成预期指标",
                          "社会影响 | 20 | 有所提升 | 未达成预期指标且效果较差",
                          "社会影响 | 20 | 有所提升 | 部分达成预期指标并具有一定效果")))  # fmt: skip
    joined = row(found, "社会影响")
    assert (joined.actual_text, joined.given_score_text) == ("未达成预期指标且效果较差", "11.6")  # (100 + 0 + 480) ÷ 1000


def test_directions_that_differ_are_left_to_the_clerk() -> None:
    found = rolled(three(("办件量 | 10 | ≥100件 | 90件", "办件量 | 10 | ≤200件 | 210件", "办件量 | 10 | ≥300件 | 240件")))
    joined = row(found, "办件量")
    assert (joined.target_text, joined.actual_text, joined.points_text) == ("", "", "10")
    assert [each.facts for each in told(found, "U02")] == [
        {"name": "办件量", "texts": f"{FIRST} ≥100件；{SECOND} ≤200件；{THIRD} ≥300件"}
    ]
    assert found.scored.pending == 1


@pytest.mark.parametrize("actual", ["", "详见附件", "95人、80人和3人"])
def test_a_cell_that_cannot_be_read_leaves_the_actual_open_and_names_the_unit(actual: str) -> None:
    found = rolled(
        three(("就业人数 | 10 | ≥100人 | 100人", f"就业人数 | 10 | ≥100人 | {actual}", "就业人数 | 10 | ≥100人 | 100人"))
    )
    joined = row(found, "就业人数")
    assert (joined.target_text, joined.actual_text) == ("≥300人", "")
    assert [(each.facts["unit"], each.facts["text"], each.place.id) for each in told(found, "U03")] == [
        (SECOND, actual, joined.id)
    ]


def test_a_reading_the_unit_confirmed_is_taken() -> None:
    doubtful = unit(FIRST, "    就业人数 | 10 | ≥100人 | 95人、80人和3人")
    nodes = tuple(replace(each, actual_read_as="95人") if each.leaf else each for each in doubtful.nodes)
    found = rolled([replace(doubtful, nodes=nodes), unit(SECOND, "    就业人数 | 10 | ≥100人 | 105人")])
    assert row(found, "就业人数").actual_text == "200人"


def test_units_that_do_not_fit_are_left_to_the_clerk() -> None:
    found = rolled([unit(FIRST, "    资金 | 10 | ≥100万元 | 90万元"), unit(SECOND, "    资金 | 10 | ≥200人 | 210人")])
    assert row(found, "资金").target_text == ""
    assert len(told(found, "U04")) == 1


def test_rows_meet_by_path_or_by_a_name_that_stands_once() -> None:
    moved = table("效益指标 | 30", "  社会效益 | 30", "    2.救助人次 | 20 | ≥50人次 | 50人次", key=TableKey(THIRD, 2024))
    found = rolled([unit(FIRST, "    1、救助人次 | 20 | ≥100人次 | 90人次"), moved])
    joined = [each for each in found.table.nodes if each.leaf]
    assert [(each.target_text, each.actual_text) for each in joined] == [("≥150人次", "140人次")]
    assert [each.unit for each in found.trail[joined[0].id]] == [FIRST, THIRD]


def test_a_row_of_one_unit_keeps_its_words() -> None:
    found = rolled(
        [unit(FIRST, "    培训 | 10 | 举办4期，培训500人 | 举办5期，培训约520人"), unit(SECOND, "    甲 | 10 | ≥1件 | 1件")]
    )
    assert (row(found, "培训").target_text, row(found, "培训").actual_text) == ("举办4期，培训500人", "举办5期，培训约520人")
    assert told(found, "U03") == []


def test_noughts_add_without_signs() -> None:
    found = rolled(three(("投诉率 | 10 | 0 | 0", "投诉率 | 10 | 0 | 0", "投诉率 | 10 | 0 | 0")))
    assert (row(found, "投诉率").actual_text, told(found, "U03")) in [("0", []), ("0%", [])]
    assert found.scored.rows[row(found, "投诉率").id].score == 10


def test_a_row_that_only_some_units_have_is_taken_and_told() -> None:
    found = rolled([unit(FIRST, "    甲 | 10 | ≥1件 | 1件"), unit(SECOND, "    乙 | 10 | ≥2件 | 2件")])
    assert sorted(each.name for each in found.table.nodes) == sorted(["产出指标", "数量指标", "甲", "乙"])
    assert sorted((each.facts["name"], each.facts["units"]) for each in told(found, "U09")) == [("乙", FIRST), ("甲", SECOND)]


def test_a_unit_that_left_the_row_empty_is_told_and_not_counted_as_nought() -> None:
    found = rolled(three(("甲 | 10 | ≥1件 | 1件", "甲 | 10 | | ", "甲 | 10 | ≥2件 | 3件")))
    assert row(found, "甲").actual_text == "4件"
    assert [each.facts["units"] for each in told(found, "U09")] == [SECOND]


def test_points_that_differ_are_told_with_those_taken() -> None:
    found = rolled(three(("甲 | 10 | ≥1件 | 1件", "甲 | 12 | ≥1件 | 1件", "甲 | 12.0 | ≥1件 | 1件")))
    assert row(found, "甲").points_text in ("12", "10")
    assert told(found, "U07")[0].facts["values"] == "10、12"


def test_scores_alone_are_never_averaged() -> None:
    found = rolled(three(("管理制度 | 10 | | | 9", "管理制度 | 10 | | | 8", "管理制度 | 10 | | | 10")))
    joined = row(found, "管理制度")
    assert (joined.given_score_text, found.scored.rows[joined.id].pending) == ("", True)
    assert told(found, "U08")[0].facts["units"] == f"{FIRST}、{SECOND}、{THIRD}"


def test_a_row_that_does_not_apply_to_a_unit_counts_without_it() -> None:
    gone = unit(FIRST, "    甲 | 10 | ≥5件 |")
    nodes = tuple(replace(each, not_applicable_text="本单位无此业务") if each.leaf else each for each in gone.nodes)
    found = rolled([replace(gone, nodes=nodes), unit(SECOND, "    甲 | 10 | ≥2件 | 1件")])
    assert (row(found, "甲").target_text, row(found, "甲").actual_text) == ("≥2件", "1件")


def test_funds_and_base_figures_add_in_the_money_unit_of_most() -> None:
    tables = [
        with_facts(unit(FIRST, money=("100", "50.5")), ("年末结转结余", "1.25", "万元"), ("在职人数", "10", "人")),
        with_facts(unit(SECOND, money=("300", "")), ("在职人数", "5", "人"), ("年末结转结余", "", "万元")),
        with_facts(unit(THIRD, money=("5000000", "4000000")), ("年末结转结余", "7500", "元"), money_unit="元"),
    ]
    found = rolled(tables)
    line = found.table.funds[0]
    assert (line.label, line.initial_budget_text, line.adjusted_budget_text, line.executed_text) == (
        "财政拨款",
        "",
        "900",
        "450.5",
    )
    assert [(each.label, each.value_text, each.unit) for each in found.table.base_facts] == [
        ("年末结转结余", "2", "万元"), ("在职人数", "15", "人")
    ]  # fmt: skip
    assert [(each.unit, each.kind, each.text) for each in found.trail[line.id]] == [
        (FIRST, RecordKind.FUND, "50.5"), (SECOND, RecordKind.FUND, ""), (THIRD, RecordKind.FUND, "4000000")
    ]  # fmt: skip
    assert found.scored.funds[0].execution_rate == Fraction(45050, 900)


FACTS = [
    pytest.param(("98%", ""), ("94%", ""), "95%", id="rates by money"),
    pytest.param(("98", "%"), ("94.00", "%"), "95", id="rates with their sign in the unit"),
    pytest.param(("100%", ""), ("100%", ""), "100%", id="a rate all agree on"),
    pytest.param(("1.2", "万人"), ("5000", "人"), "1.7", id="counts of another scale"),
    pytest.param(("12", "人"), ("3", ""), "15", id="a unit left out"),
    pytest.param(("12", ""), ("3", ""), "15", id="no unit at all"),
    pytest.param(("12", "人"), ("3", "辆"), "", id="units of another kind"),
    pytest.param(("98%", ""), ("较高", ""), "", id="a rate in words"),
]


@pytest.mark.parametrize(("one", "other", "joined"), FACTS)
def test_base_figures_add_or_average_as_their_kind_asks(one: tuple[str, str], other: tuple[str, str], joined: str) -> None:
    tables = [
        replace(unit(name, money=(money, money)), base_facts=(BaseFact("b", "某数", *fact),))
        for name, money, fact in ((FIRST, "100", one), (SECOND, "300", other))
    ]
    found = rolled(tables)
    assert found.table.base_facts[0].value_text == joined
    assert bool(found.findings) is (joined == "")


def test_bare_base_figures_of_forms_in_other_money_units_are_left_open() -> None:
    tables = [replace(unit(name), base_facts=(BaseFact("b", "某数", "5"),)) for name in (FIRST, SECOND)]
    tables[1] = replace(tables[1], heading=replace(tables[1].heading, money_unit="元"))
    found = rolled(tables)
    assert (found.table.base_facts[0].value_text, [each.code for each in found.findings]) == ("", ["U04"])


def test_a_group_with_its_own_score_is_left_to_the_clerk() -> None:
    made = unit(FIRST)
    nodes = tuple(replace(each, given_score_text="55") if each.level == 1 else each for each in made.nodes)
    found = rolled([replace(made, nodes=nodes), unit(SECOND)])
    assert row(found, "产出指标").given_score_text == ""
    assert told(found, "U08")[0].facts["units"] == FIRST


def test_a_row_that_applies_nowhere_says_so_above() -> None:
    made = unit(FIRST, "    甲 | 10 | ≥5件 |")
    nodes = tuple(replace(each, not_applicable_text="无此业务") if each.leaf else each for each in made.nodes)
    assert row(rolled([replace(made, nodes=nodes)]), "甲").not_applicable_text == "无此业务"


def test_tiers_without_money_are_left_to_the_clerk() -> None:
    tables = [
        unit(FIRST, "    社会影响 | 20 | 有所提升 | 达成预期指标", money=("", "")),
        unit(SECOND, "    社会影响 | 20 | 有所提升 | 未达成预期指标"),
    ]
    found = rolled(tables)
    assert row(found, "社会影响").actual_text == ""
    assert told(found, "U06")[0].facts["units"] == f"{FIRST}、{SECOND}"


def test_a_target_in_doubt_leaves_the_row_open() -> None:
    found = rolled(three(("甲 | 10 | 培训4期，500人 | 4期", "甲 | 10 | 培训5期，600人 | 5期", "甲 | 10 | 培训6期，700人 | 6期")))
    assert row(found, "甲").target_text == ""
    assert {each.place.field for each in told(found, "U03")} == {"target_text"}


def test_growth_is_averaged_and_written_as_growth() -> None:
    found = rolled(
        three(("税收增幅 | 10 | 增长5% | 增长6%", "税收增幅 | 10 | 增长5% | 增长6%", "税收增幅 | 10 | 增长10% | 增长8%"))
    )
    joined = row(found, "税收增幅")
    scored = found.scored.rows[joined.id]
    assert scored.target is not None
    assert scored.actual is not None
    assert (scored.target.value, scored.target.trend, scored.actual.value) == (Decimal(8), 1, Decimal("7.2"))


def test_ranges_add_at_both_ends() -> None:
    found = rolled(three(("场次 | 10 | 3～5场 | 4场", "场次 | 10 | 10～20场 | 15场", "场次 | 10 | 1～2场 | 2场")))
    assert (row(found, "场次").target_text, row(found, "场次").actual_text) == ("14~27场", "21场")


def test_targets_that_differ_need_money_to_be_weighed() -> None:
    tables = [unit(FIRST, "    满意度 | 10 | ≥90% | 91%", money=("", "")), unit(SECOND, "    满意度 | 10 | ≥95% | 91%")]
    found = rolled(tables)
    assert (row(found, "满意度").target_text, row(found, "满意度").actual_text) == ("", "")
    assert len(told(found, "U06")) == 1


CASES = [json.loads(line) for line in (TESTS / "data" / "parse-cases.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", [pytest.param(each, id=each["id"]) for each in CASES])
def test_two_units_with_the_words_of_published_papers_make_twice_the_figure(case: dict[str, Any]) -> None:
    node = Node("", 3, case["name"], points_text="10", target_text=case["target_text"], actual_text=case["actual_text"])
    found = rolled([unit(FIRST, node), unit(SECOND, node)])
    alone, both = (
        next(each for each in made.scored.rows.values() if each.node.leaf) for made in (rolled([unit(FIRST, node)]), found)
    )
    if not {each.code for each in found.findings} & {"U02", "U03", "U04"} and alone.target and alone.target.value is not None:
        assert both.target is not None
        assert alone.actual is not None
        assert both.actual is not None
        assert alone.actual.value is not None
        relative = alone.target.unit in ("%", "‰") or (both.target.value == alone.target.value != 0)
        assert both.target.value == alone.target.value * (1 if relative else 2)
        assert both.actual.value == alone.actual.value * (1 if relative else 2)
        assert both.completion_rate == alone.completion_rate
    else:
        assert case["ambiguous"] or case["compound"] or case["kind"] == "qualitative"


def test_an_amount_that_is_no_number_stays_empty_and_is_named() -> None:
    found = rolled([unit(FIRST, money=("100", "约50")), unit(SECOND, money=("300", "20"))])
    assert found.table.funds[0].executed_text == ""
    assert [(each.facts["unit"], each.place.field) for each in told(found, "U03")] == [(FIRST, "executed_text")]


def test_words_are_not_merged_and_the_title_is_the_parents() -> None:
    made = replace(
        unit(FIRST),
        narratives=(Narrative("goals", "年度总体目标", "安置儿童"),),
        heading=Heading(title=f"{FIRST}2024年度绩效自评表", form="ministry_three_part"),
    )
    found = rolled([made])
    assert found.table.narratives == (Narrative("goals", "年度总体目标", ""),)
    assert (found.table.heading.title, found.table.heading.rulebook) == ("市民政局2024年度绩效自评表", "ministry_2020")


def test_units_without_a_table_are_named() -> None:
    found = rolled([unit(FIRST)], FIRST, SECOND, THIRD)
    assert found.missing == tuple(sorted((SECOND, THIRD)))
    assert [each.facts["unit"] for each in told(found, "U01")] == list(found.missing)


def test_two_different_tables_of_one_unit_are_not_ours_to_choose_from() -> None:
    with pytest.raises(ValueError, match="two different tables"):
        rolled([unit(FIRST), unit(FIRST, "    甲 | 10 | ≥5件 | 5件")])


def test_task_money_weighs_where_there_are_no_funds() -> None:
    def one(name: str, money: str, actual: str) -> YearTable:
        task = Node("", 2, "养老服务", NodeKind.TASK, money_text=money)
        return table("主要任务", task, f"    满意度 | | ≥90% | {actual}", key=TableKey(name, 2024), form="tianhe_task")

    found = rolled([one(FIRST, "10", "90%"), one(SECOND, "30", "98%")])
    assert (row(found, "满意度").actual_text, row(found, "养老服务").money_text) == ("96%", "40")


def with_facts(made: YearTable, *facts: tuple[str, str, str], money_unit: str = "万元") -> YearTable:
    lines = tuple(BaseFact(f"b{at}", *each) for at, each in enumerate(facts))
    return replace(made, base_facts=lines, heading=replace(made.heading, money_unit=money_unit))


def facts_of(*cells: tuple[str, str], label: str = "结转结余率", money_unit: str = "万元") -> RolledUp:
    """One base figure of three units: what stands there, and its unit; ``money_unit`` is that of the first."""
    units = (money_unit, "万元", "万元")
    return rolled(
        [with_facts(unit(name), (label, *cell), money_unit=each) for name, cell, each in zip(MONEY, cells, units, strict=False)]
    )


def test_rates_among_the_base_figures_average_by_money() -> None:
    found = facts_of(("2%", ""), ("4", "%"), ("6.5%", "％"))
    assert [(each.value_text, each.unit) for each in found.table.base_facts] == [("5.3", "%")]  # (2 + 12 + 39) ÷ 10
    assert facts_of(("2%", ""), ("4%", ""), ("6.5%", "")).table.base_facts[0].value_text == "5.3%"
    assert facts_of(("2", ""), ("4", ""), ("6.5", "")).table.base_facts[0].value_text == "5.3%"  # a rate by its name


@pytest.mark.parametrize(("label", "unit_"), [("出生缺陷率", "‰"), ("公用经费", "元/人"), ("降幅", "个百分点")])
def test_base_figures_for_each_of_something_never_add(label: str, unit_: str) -> None:
    found = facts_of(("2", unit_), ("4", unit_), ("6.5", unit_), label=label)
    assert (found.table.base_facts[0].value_text, found.table.base_facts[0].unit) == ("5.3", unit_)


def test_a_count_for_the_year_is_no_rate() -> None:
    assert facts_of(("2", "件/年"), ("4", "件/年"), ("6", "件/年"), label="办件").table.base_facts[0].value_text == "12"


def test_a_rate_that_is_the_same_everywhere_asks_for_no_money() -> None:
    made = [with_facts(unit(name, money=("", "")), ("结转结余率", text, "%")) for name, text in ((FIRST, "5"), (SECOND, "5.0"))]
    assert rolled(made).table.base_facts[0].value_text == "5"
    again = [with_facts(unit(name), ("结转结余率", "约5%", "")) for name in (FIRST, SECOND)]
    assert rolled(again).table.base_facts[0].value_text == "约5%"


def test_a_rate_without_money_names_the_units_whose_money_is_missing() -> None:
    texts = {FIRST: "5%", SECOND: "7%"}
    made = [with_facts(unit(name, money=("", "") if name == FIRST else None), ("结转率", texts[name], "")) for name in texts]
    found = rolled(made)
    assert found.table.base_facts[0].value_text == ""
    assert [(each.facts, each.place.kind) for each in told(found, "U06")] == [
        ({"name": "结转率", "units": f"{FIRST}、{SECOND}"}, RecordKind.BASE_FACT)
    ]


def test_a_rate_that_units_number_in_their_own_way_is_named_as_the_first_has_it() -> None:
    labels = {FIRST: ("结转率", "5%"), SECOND: ("1.结转率", "7%")}
    found = rolled([with_facts(unit(name, money=("", "")), (*labels[name], "")) for name in labels])
    assert [each.facts["name"] for each in told(found, "U06")] == ["结转率"]


def test_a_rate_that_cannot_be_read_stays_empty_and_is_named() -> None:
    found = facts_of(("5%", ""), ("约7%", ""))
    assert found.table.base_facts[0].value_text == ""
    assert [(each.facts["unit"], each.facts["text"]) for each in told(found, "U03")] == [(SECOND, "约7%")]


def test_a_base_figure_that_a_unit_left_empty_is_told_and_no_nought() -> None:
    found = facts_of(("2%", ""), ("", ""), ("9%", ""))
    assert found.table.base_facts[0].value_text == "8%"  # (100 × 2 + 600 × 9) ÷ 700
    assert [(each.facts["units"], each.place.field) for each in told(found, "U09")] == [(SECOND, "value_text")]
    counted = rolled([with_facts(unit(FIRST), ("在职人数", "10", "人")), unit(SECOND)])
    assert [each.facts for each in told(counted, "U09")] == [{"name": "在职人数", "units": SECOND}]
    nobody = facts_of(("", "人"), ("", "人"), label="在职人数")
    assert (nobody.table.base_facts[0].value_text, told(nobody, "U09")) == ("", [])


def test_base_figures_of_different_kinds_are_left_to_the_clerk() -> None:
    found = facts_of(("10", "人"), ("3", "万元"), label="规模")
    assert found.table.base_facts[0].value_text == ""
    assert told(found, "U04")[0].facts["texts"] == f"{FIRST} 10人；{SECOND} 3万元"


def test_a_bare_base_figure_of_tables_in_different_money_units_is_left_to_the_clerk() -> None:
    found = facts_of(("10", ""), ("3", ""), label="规模", money_unit="元")  # people, or yuan and ten thousand yuan?
    assert found.table.base_facts[0].value_text == ""
    assert told(found, "U04")[0].facts["texts"] == f"{FIRST} 10（元）；{SECOND} 3（万元）"


def test_thousands_and_hundred_millions_of_yuan_keep_their_size() -> None:
    found = facts_of(("25", "千元"), ("3", "万元"), ("0.0001", "亿元"), label="结转")
    assert (found.table.base_facts[0].value_text, found.table.base_facts[0].unit) == ("65", "千元")
    thousands = with_facts(unit(FIRST, money=("250", "125")), money_unit="千元")
    lines = rolled([thousands, unit(SECOND, money=("30", "20")), unit(THIRD, money=("5", "4"))]).table.funds
    assert (lines[0].adjusted_budget_text, lines[0].executed_text) == ("60", "36.5")


def test_funds_that_a_unit_left_empty_are_told() -> None:
    found = rolled([unit(FIRST, money=("100", "")), unit(SECOND, money=("300", "20"))])
    assert found.table.funds[0].executed_text == "20"
    assert [(each.facts, each.place.field) for each in told(found, "U09")] == [
        ({"name": "财政拨款", "units": FIRST}, "executed_text")
    ]


def test_a_rise_and_a_fall_are_not_averaged() -> None:
    found = rolled(
        three(("业务收入 | 10 | 增长5% | 增长6%", "业务收入 | 10 | 下降5% | 下降6%", "业务收入 | 10 | 增长5% | 增长5%"))
    )
    assert row(found, "业务收入").target_text == ""
    assert len(told(found, "U02")) == 1


def test_a_figure_without_unit_is_not_added_to_a_rate() -> None:
    cells = ("完成情况 | 10 | ≥90 | 91", "完成情况 | 10 | ≥92% | 93%", "完成情况 | 10 | ≥95% | 96%")
    found = rolled(three(cells))
    assert row(found, "完成情况").target_text == ""
    assert len(told(found, "U04")) == 1


def test_a_unit_of_measure_that_only_some_write_is_kept() -> None:
    assert row(rolled(three(("甲 | 10 | ≥9 | 9", "甲 | 10 | ≥1件 | 1件", "甲 | 10 | ≥2件 | 2件"))), "甲").target_text == "≥12件"


def test_a_date_beside_the_figure_is_not_lost_in_a_sum() -> None:
    found = rolled(three(("路灯 | 10 | 6月底前完成10盏 | 10盏", "路灯 | 10 | ≥5盏 | 5盏", "路灯 | 10 | ≥5盏 | 5盏")))
    assert row(found, "路灯").target_text == ""
    assert [each.facts["text"] for each in told(found, "U03")] == ["6月底前完成10盏"]
    rates = rolled(
        three(("执行率 | 10 | 10月底达到100% | 90%", "执行率 | 10 | 10月底达到100% | 80%", "执行率 | 10 | 10月底达到100% | 95%"))
    )
    assert (row(rates, "执行率").target_text, row(rates, "执行率").actual_text) == ("10月底达到100%", "90%")


def test_bare_amounts_are_meant_in_the_money_unit_of_their_table() -> None:
    yuan = with_facts(unit(FIRST, "    项目投资 | 10 | ≤900000 | 800000"), money_unit="元")
    wan = [unit(name, "    项目投资 | 10 | ≤10 | 9.5") for name in (SECOND, THIRD)]
    joined = row(rolled([yuan, *wan]), "项目投资")
    assert (joined.target_text, joined.actual_text) == ("≤110万元", "99")
    alone = row(rolled([yuan, unit(SECOND), unit(THIRD)]), "项目投资")
    assert (alone.target_text, alone.actual_text) == ("≤900000元", "800000")


def tasks(name: str, money: str, actual: str = "90%", money_unit: str = "万元") -> YearTable:
    task = Node("", 2, "养老服务", NodeKind.TASK, money_text=money)
    made = table("主要任务", task, f"    满意度 | | ≥90% | {actual}", key=TableKey(name, 2024), form="tianhe_task")
    return replace(made, heading=replace(made.heading, money_unit=money_unit))


def test_task_money_adds_in_the_money_unit_above() -> None:
    found = rolled([tasks(FIRST, "100000", "90%", "元"), tasks(SECOND, "30", "98%"), tasks(THIRD, "60", "96%")])
    assert row(found, "养老服务").money_text == "100"
    assert row(found, "满意度").actual_text == "96%"  # (10 × 90 + 30 × 98 + 60 × 96) ÷ 100
    assert found.weight is Weight.TASK_MONEY


def test_task_money_that_a_unit_does_not_tell_leaves_the_sum_open() -> None:
    found = rolled([tasks(FIRST, ""), tasks(SECOND, "30")])
    assert row(found, "养老服务").money_text == ""
    assert [(each.facts["unit"], each.facts["what"], each.place.field) for each in told(found, "U03")] == [
        (FIRST, "empty", "money_text")
    ]


def test_weights_of_forty_digits_stay_exact() -> None:
    long = "12345678901234567890123456789012345.6789"
    found = rolled([tasks(FIRST, long, "90%", "元"), tasks(SECOND, "30", "98%"), tasks(THIRD, "60", "96%")])
    source = found.trail[row(found, "满意度").id][0]
    assert source.weight == Decimal("1234567890123456789012345678901.23456789")


def test_points_written_in_two_ways_are_one_number() -> None:
    found = rolled(three(("甲 | 10 | ≥1件 | 1件", "甲 | 5 | ≥1件 | 1件", "甲 | 5.0 | ≥1件 | 1件")))
    assert row(found, "甲").points_text == "5"
    assert (told(found, "U07")[0].facts["values"], told(found, "U07")[0].facts["taken"]) == ("5、10", "5")


def test_ranges_average_at_both_ends_or_are_left_to_the_clerk() -> None:
    rows = ("    空置率 | 10 | 3%～5% | 4%", "    空置率 | 10 | 3%～9% | 8%")
    found = rolled([unit(FIRST, rows[0]), unit(SECOND, rows[1])])
    assert (row(found, "空置率").target_text, row(found, "空置率").actual_text) == ("3~8%", "7%")  # by 100 and 300
    without_money = rolled([unit(FIRST, rows[0], money=("", "")), unit(SECOND, rows[1], money=("", ""))])
    assert row(without_money, "空置率").target_text == ""
    assert told(without_money, "U06")[0].facts["units"] == f"{FIRST}、{SECOND}"


def test_money_that_was_paid_back_does_not_weigh() -> None:
    cells = ("    满意度 | 10 | ≥90% | 80%", "    满意度 | 10 | ≥90% | 100%")
    found = rolled([unit(FIRST, cells[0], money=("100", "-50")), unit(SECOND, cells[1], money=("300", "200"))])
    assert row(found, "满意度").actual_text == ""
    assert told(found, "U06")[0].facts["units"] == FIRST
    none = rolled([unit(FIRST, cells[0], money=("0", "0")), unit(SECOND, cells[1], money=("0", "0"))])
    assert told(none, "U06")[0].facts["units"] == f"{FIRST}、{SECOND}"


def test_a_rise_where_a_fall_was_wanted_is_written_as_a_rise() -> None:
    found = rolled(
        three(("三公经费 | 10 | 下降5% | 增长4%", "三公经费 | 10 | 下降5% | 增长2%", "三公经费 | 10 | 下降5% | 下降1%"))
    )
    assert row(found, "三公经费").actual_text == "增长0.4%"  # (100 × 4 + 300 × 2 − 600 × 1) ÷ 1000


def test_the_score_of_a_band_is_not_averaged() -> None:
    band = Node("", 2, "质量指标", NodeKind.GROUP, points_text="10", given_score_text="9")
    found = rolled([unit(FIRST, band), unit(SECOND, band)])
    assert row(found, "质量指标").given_score_text == ""
    assert told(found, "U08")[0].facts == {"name": "质量指标", "units": f"{FIRST}、{SECOND}"}


def test_a_row_that_applies_to_no_unit_does_not_apply_above() -> None:
    gone = Node("", 3, "新建楼堂馆所", points_text="5", not_applicable_text="本单位无此业务")
    found = rolled([unit(FIRST, gone), unit(SECOND, gone)])
    joined = row(found, "新建楼堂馆所")
    assert joined.not_applicable_text == "本单位无此业务"
    assert not found.scored.rows[joined.id].pending


def test_tiers_that_differ_need_the_money_of_every_unit() -> None:
    cells = ("    社会影响 | 20 | 有所提升 | 达成预期指标", "    社会影响 | 20 | 有所提升 | 部分达成预期指标并具有一定效果")
    found = rolled([unit(FIRST, cells[0], money=("", "")), unit(SECOND, cells[1])])
    assert (row(found, "社会影响").target_text, row(found, "社会影响").actual_text) == ("有所提升", "")
    assert told(found, "U06")[0].facts["units"] == f"{FIRST}、{SECOND}"  # one column of funds for all or none


def test_a_reading_against_the_printed_sign_is_left_to_the_clerk() -> None:
    node = Node("", 3, "投诉", points_text="5", comparator_text="≤", target_text="3", target_unit_text="件", actual_text="2件")
    found = rolled([unit(name, replace(node, target_read_as="≥3件")) for name in (FIRST, SECOND)])
    assert (row(found, "投诉").comparator_text, row(found, "投诉").target_text) == ("≤", "")
    assert len(told(found, "U04")) == 1


def test_a_row_that_every_unit_left_empty_stays_empty_and_pending() -> None:
    found = rolled(three(("甲 | 10 | | ", "甲 | 10 | | ", "甲 | 10 | | ")))
    joined = row(found, "甲")
    assert (joined.target_text, joined.actual_text, joined.points_text) == ("", "", "10")
    assert found.scored.rows[joined.id].pending
    assert found.findings == ()


def test_a_figure_and_words_are_not_put_together() -> None:
    found = rolled(three(("群众反映 | 10 | ≥90% | 95%", "群众反映 | 10 | 有所提升 | 达成预期指标", "群众反映 | 10 | ≥90% | 91%")))
    assert (row(found, "群众反映").target_text, row(found, "群众反映").actual_text) == ("", "")
    assert told(found, "U02")[0].facts["texts"] == f"{FIRST} ≥90%；{SECOND} 有所提升；{THIRD} ≥90%"


def test_wordings_that_differ_are_told_and_those_of_most_are_taken() -> None:
    found = rolled(
        three(
            (
                "社会影响 | 20 | 有所提升 | 达成预期指标",
                "社会影响 | 20 | 明显改善 | 达成预期指标",
                "社会影响 | 20 | 有所提升 | 达成预期指标",
            )
        )
    )
    joined = row(found, "社会影响")
    assert (joined.target_text, joined.actual_text, joined.given_score_text) == ("有所提升", "达成预期指标", "20")
    assert len(told(found, "U05")) == 1


@pytest.mark.parametrize(("actual", "what"), [("", "empty"), ("详见附件", "unread")])
def test_a_tier_that_cannot_be_told_leaves_the_row_to_the_clerk_and_names_the_unit(actual: str, what: str) -> None:
    found = rolled(
        three(
            (
                "社会影响 | 20 | 有所提升 | 达成预期指标",
                f"社会影响 | 20 | 有所提升 | {actual}",
                "社会影响 | 20 | 有所提升 | 达成预期指标",
            )
        )
    )
    joined = row(found, "社会影响")
    assert (joined.target_text, joined.actual_text, joined.given_score_text) == ("有所提升", "", "")
    assert [(each.facts["unit"], each.facts["what"], each.place.field) for each in told(found, "U03")] == [
        (SECOND, what, "actual_text")
    ]


TARGETS = st.sampled_from(["≥100人次", "≥2万人次", "≤3次", "95%", "≥92.5%", "有所提升", "10月底前", "", "3～5个"])
ACTUALS = st.sampled_from(["100人次", "1.2万人次", "2次", "97%", "达成预期指标", "部分达成", "", "见附件", "4个", "10月"])
NAMES = st.sampled_from(["救助人次", "满意度", "社会影响", "办件量", "建成数量"])


@st.composite
def some_tables(draw: st.DrawFn) -> list[YearTable]:
    tables = []
    for name in draw(st.lists(st.sampled_from(["甲站", "乙院", "丙所", "丁中心", "戊馆"]), min_size=1, unique=True)):
        rows = [
            f"    {draw(NAMES)} | {draw(st.sampled_from(['10', '5', '']))} | {draw(TARGETS)} | {draw(ACTUALS)}"
            for _ in range(draw(st.integers(1, 4)))
        ]
        amount = st.sampled_from(["100", "0", "", "250.75"])
        tables.append(unit(name, *rows, money=(draw(amount), draw(amount))))
    return tables


@given(some_tables(), st.data())
def test_neither_order_nor_repetition_matters(tables: list[YearTable], data: st.DataObject) -> None:
    first = rolled(tables)
    mixed = data.draw(st.permutations([*tables, *data.draw(st.lists(st.sampled_from(tables), max_size=3))]))
    again = rolled(mixed)
    assert again == first
    ids = [each.id for each in (*first.table.nodes, *first.table.funds, *first.table.base_facts)]
    assert len(set(ids)) == len(ids)
    assert set(first.trail) == set(ids)


@given(some_tables())
def test_a_written_target_reads_back_as_the_sum_or_is_left_empty(tables: list[YearTable]) -> None:
    found = rolled(tables)
    for node in found.table.nodes:
        scored = found.scored.rows[node.id]
        several = sum(bool(each.text or each.target_text) for each in found.trail[node.id]) > 1
        if several and node.leaf and node.actual_text and scored.target is not None and scored.target.value is not None:
            assert scored.actual is not None
            assert scored.actual.value is not None
        assert getattr(node, Field.TARGET_READ_AS.value) == ""


def test_two_lines_of_one_name_stay_two() -> None:
    lines = [("按资金来源", "其他", "1", "1", ""), ("按资金来源", "其他", "2", "2", "")]
    tables = [
        with_funds(table("产出指标 | 60", key=TableKey(name, 2024), form="ministry_three_part"), *lines)
        for name in (FIRST, SECOND)
    ]
    assert [each.adjusted_budget_text for each in rolled(tables).table.funds] == ["2", "4"]


def test_a_unit_without_money_has_no_weight_and_does_not_hinder_the_average() -> None:
    parts = [(Fraction(0), Fraction(50)), (Fraction(10), Fraction(80)), (Fraction(10), Fraction(90))]
    assert weighted_average(parts) == 85
    assert weighted_average([(Fraction(-1), Fraction(50)), *parts]) is None


def test_rows_are_numbered_from_one_and_a_row_without_points_is_no_trouble() -> None:
    found = rolled(three(("督办 | 0 | 良好 | 良好 | 0", "督办 | 0 | 良好 | 良好 | 0", "督办 | 0 | 良好 | 一般 | 0")))
    assert [each.id for each in found.table.nodes] == ["1", "2", "3"]
    assert row(found, "督办").points_text == "0"


def test_rows_of_a_band_keep_the_order_the_units_have_them_in() -> None:
    rows = tuple((f"{name} | 5 | ≥1次 | 1次",) * 3 for name in "甲乙丙丁")
    assert [each.name for each in rolled(three(*rows)).table.nodes][2:] == ["甲", "乙", "丙", "丁"]


def test_bands_that_stand_in_another_order_are_one() -> None:
    def one(name: str, *bands: str) -> YearTable:
        rows = [line for band in bands for line in (f"  {band} | 10", f"    {band}数 | 10 | ≥1件 | 1件")]
        return with_funds(table("产出 | 20", *rows, key=TableKey(name, 2024)), ("按资金来源", "财政拨款", *MONEY[name], ""))

    found = rolled([one(FIRST, "数量", "质量"), one(SECOND, "质量", "数量")])
    assert [(each.level, each.name) for each in found.table.nodes].count((2, "质量")) == 1
    assert sorted(each.name for each in found.table.nodes) == sorted(["产出", "数量", "数量数", "质量", "质量数"])
    assert {row(found, name).target_text for name in ("数量数", "质量数")} == {"≥2件"}


def test_the_money_of_a_task_is_not_that_of_the_next_one_that_tells_none() -> None:
    def one(name: str, money: str, actual: str) -> YearTable:
        task = Node("", 2, "养老服务", NodeKind.TASK, money_text=money)
        rows = ("任务", task, "    床位 | 5 | ≥1张 | 1张", "其他", f"  满意度 | 5 | ≥90% | {actual}")
        return table(*rows, key=TableKey(name, 2024), form="tianhe_task")

    found = rolled([one(FIRST, "10", "90%"), one(SECOND, "30", "98%")])
    assert row(found, "满意度").actual_text == ""
    assert [each.facts for each in told(found, "U06")] == [{"name": "满意度", "units": f"{FIRST}、{SECOND}"}]


def test_a_tier_of_a_row_worth_one_point_or_less_is_its_share_of_it() -> None:
    found = rolled(three(("社会影响 | 1 | 有所提升 | 达成预期指标 | 1",
                          "社会影响 | 1 | 有所提升 | 达成预期指标 | 0.6",
                          "社会影响 | 1 | 有所提升 | 达成预期指标 | 0.8")))  # fmt: skip
    assert row(found, "社会影响").given_score_text == "0.76"  # (100 + 180 + 480) ÷ 1000


def test_a_unit_that_spent_nothing_is_not_one_whose_money_is_missing() -> None:
    money, texts = {FIRST: ("10", "0"), SECOND: ("10", "-5")}, {FIRST: "90%", SECOND: "98%"}
    found = rolled([unit(name, f"    满意度 | 5 | ≥90% | {texts[name]}", money=money[name]) for name in texts])
    assert [each.facts for each in told(found, "U06")] == [{"name": "满意度", "units": SECOND}]


def test_a_long_wording_is_quoted_up_to_forty_characters() -> None:
    long = "详见" + "很长的说明" * 20
    found = rolled(three(("甲 | 10 | ≥1件 | 1件", f"甲 | 10 | ≥1件 | {long}", "甲 | 10 | ≥1件 | 1件")))
    (quoted,) = [each.facts["text"] for each in told(found, "U03")]
    assert quoted == long[:39] + "…"
    assert len(quoted) == LONGEST_QUOTE == 40


def test_a_rate_below_nought_without_a_sign_is_left_to_the_clerk() -> None:
    found = rolled(three(("净增长率 | 10 | ≥-0.5 | 0.2", "净增长率 | 10 | ≥-0.5 | 0.3", "净增长率 | 10 | ≥-0.4 | 0.1")))
    assert row(found, "净增长率").target_text == ""
    assert told(found, "U03")
