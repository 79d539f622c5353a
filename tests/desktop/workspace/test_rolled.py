"""What the clerk typed into a rolled-up table stays, and is told where the units make another figure."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.store import Store
from desktop.kit.wording_findings import finding_text
from desktop.workspace.units import Collected, collect_and_roll_up
from scoring.diff import apply, invert
from scoring.edit import Op, set_field, set_record
from scoring.rollup import RolledUp
from scoring.table import Field, FundLine, Heading, Node, NodeKind, RecordKind, TableKey, YearTable

PARENT = "市民政局"
KEY = TableKey(PARENT, 2024)


def table(unit: str, reached: int, *, rows: tuple[str, ...] = ("救助人次", "走访户数")) -> YearTable:
    nodes = (
        Node("1", 1, "产出指标", NodeKind.GROUP, points_text="90", section="indicators"),
        *(
            Node(
                str(number), 3, name, points_text="45", target_text="≥100人次", actual_text=f"{reached}人次", section="indicators"
            )
            for number, name in enumerate(rows, start=2)
        ),
    )
    heading = Heading(form="ministry_three_part", rulebook="ministry_2020", money_unit="万元")
    funds = (FundLine("9", "年度资金", "财政拨款", 1, "100", "100", "100"),)
    return YearTable(TableKey(unit, 2024), heading, nodes=nodes, funds=funds, next_number=10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "局.ziping") as opened:
        yield opened


def roll_up(store: Store, *tables: YearTable, over: bool = False) -> RolledUp:
    collected = [Collected(each, Path(f"{each.key.unit}.xlsx")) for each in tables]
    return collect_and_roll_up(store, PARENT, 2024, collected, subject="", over=over)


def typed(store: Store, name: str, field: Field, text: str) -> None:
    before = store.load(KEY)
    node = next(each for each in before.nodes if each.name == name)
    store.save(before, set_field(before, node.id, field, text), operation=Op.SET_FIELD.value)


def cell(store: Store, name: str, field: str = "actual_text") -> str:
    return str(getattr(next(each for each in store.load(KEY).nodes if each.name == name), field))


def told(found: RolledUp) -> list[tuple[str, str]]:
    return [(each.facts["text"], each.facts["units"]) for each in found.findings if each.code == "U10"]


def test_a_typed_figure_stays_and_is_told_until_it_is_emptied(store: Store) -> None:
    assert told(roll_up(store, table("甲站", 60), table("乙站", 70))) == []
    typed(store, "救助人次", Field.ACTUAL, "125人次")
    found = roll_up(store, table("甲站", 80))
    assert (cell(store, "救助人次"), cell(store, "走访户数")) == ("125人次", "150人次")
    assert told(found) == [("125人次", "150人次")]
    assert "125人次" in finding_text(found.findings[0], found.scored)
    assert told(roll_up(store)) == [("125人次", "150人次")]
    typed(store, "救助人次", Field.ACTUAL, "")
    assert told(roll_up(store)) == []
    assert cell(store, "救助人次") == "150人次"
    roll_up(store, table("甲站", 90))
    assert cell(store, "救助人次") == "160人次"  # the units' own figure again


def test_a_typed_figure_that_was_undone_is_the_units_again(store: Store) -> None:
    roll_up(store, table("甲站", 60))
    typed(store, "救助人次", Field.ACTUAL, "125人次")
    [*_, last] = store.undo_line(KEY)
    before = store.load(KEY)
    store.save(before, apply(before, invert(store.step(last.position))), operation=Op.UNDO.value, undoes=last.position)
    assert told(roll_up(store, table("甲站", 80))) == []
    assert cell(store, "救助人次") == "80人次"


def test_a_roll_up_that_was_undone_leaves_no_figure_that_counts_as_typed(store: Store) -> None:
    roll_up(store, table("甲站", 60))
    roll_up(store, table("甲站", 80))
    [*_, last] = store.undo_line(KEY)
    store.step_back(last.position, operation=Op.UNDO.value)
    assert cell(store, "救助人次") == "60人次"
    assert told(roll_up(store, table("甲站", 90))) == []
    assert cell(store, "救助人次") == "90人次"


def test_the_units_figures_can_be_taken_over_what_was_typed(store: Store) -> None:
    roll_up(store, table("甲站", 60))
    typed(store, "救助人次", Field.ACTUAL, "125人次")
    assert told(roll_up(store, over=True)) == []
    assert cell(store, "救助人次") == "60人次"
    assert told(roll_up(store, table("甲站", 61))) == []
    assert cell(store, "救助人次") == "61人次"


def test_names_money_and_rows_of_the_clerks_own_stay(store: Store) -> None:
    roll_up(store, table("甲站", 60))
    typed(store, "走访户数", Field.NAME, "入户走访户数")
    before = store.load(KEY)
    rows = [*before.nodes]
    rows.insert(2, Node(str(before.next_number), 3, "本级指标", points_text="10", actual_text="3次"))
    after = replace(before, nodes=tuple(rows), next_number=before.next_number + 1)
    after = set_record(after, RecordKind.FUND, after.funds[0].id, executed_text="99")
    store.save(before, after, operation=Op.INSERT_ROW.value)
    found = roll_up(store, table("甲站", 80), table("乙站", 80))
    assert [each.name for each in found.table.nodes] == ["产出指标", "救助人次", "本级指标", "入户走访户数"]
    assert [each.actual_text for each in found.table.nodes] == ["", "160人次", "3次", "160人次"]
    assert (found.table.funds[0].executed_text, told(found)) == ("99", [("99", "200")])
    gone = roll_up(store, table("甲站", 80, rows=("救助人次",)), table("乙站", 80, rows=("救助人次",)))
    assert [each.name for each in gone.table.nodes] == ["产出指标", "救助人次", "本级指标", "入户走访户数"]


def test_figures_that_came_from_last_year_are_nobodys_typing(store: Store) -> None:
    started = replace(table(PARENT, 0), nodes=tuple(replace(each, actual_text="") for each in table(PARENT, 0).nodes))
    store.add(started, operation=Op.START_YEAR.value)
    assert told(roll_up(store, table("甲站", 60), table("乙站", 70))) == []
    assert cell(store, "救助人次", "target_text") == "≥200人次"


def test_the_order_of_files_and_of_roll_ups_makes_no_difference_to_what_was_typed(tmp_path: Path) -> None:
    units = [table("甲站", 60), table("乙站", 70), table("丙站", 80)]
    results = []
    for number, order in enumerate(itertools.permutations(units)):
        with Store.create(tmp_path / f"局{number}.ziping") as store:
            roll_up(store, order[0])
            typed(store, "救助人次", Field.ACTUAL, "999人次")
            for each in order[1:]:
                roll_up(store, each)
            found = roll_up(store)
            before = store.history()
            roll_up(store, *order)
            assert store.history() == before
            results.append(([(each.name, each.target_text, each.actual_text) for each in found.table.nodes], told(found)))
    assert all(each == results[0] for each in results)
    assert results[0][1] == [("999人次", "210人次")]


def test_many_units_that_left_one_cell_empty_are_one_finding_of_a_few_names(store: Store) -> None:
    empty = [replace(table(f"{at}站", 0), nodes=(replace(table("", 0).nodes[1], actual_text=""),)) for at in range(9)]
    found = roll_up(store, table("甲站", 60), *empty)
    [told_once] = [each for each in found.findings if each.code == "U03"]
    assert told_once.facts["unit"].split("、") == [f"{at}站" for at in range(9)]
    assert "0站、1站、2站、3站、4站等 9 个单位" in finding_text(told_once, found.scored)
    [absent] = [each for each in found.findings if each.code == "U09"]
    assert "等 9 个单位" in finding_text(absent, found.scored)
