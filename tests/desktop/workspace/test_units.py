"""汇总 from files and books: units below the parent, corrected files in the place of the old, any order, the evidence with it."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.backup import copies
from db.evidence import evidence_folder, store_file
from db.faults import EnvironmentFault, FaultCode
from db.store import Store
from desktop.sheets.export import write_file
from desktop.workspace import evidence
from desktop.workspace.units import children, collect, collect_and_roll_up, trail
from scoring.edit import set_field, set_record
from scoring.table import Field, FundLine, Heading, Narrative, Node, NodeKind, RecordKind, Status, TableKey, YearTable

PARENT = "市民政局"
UNITS = tuple(f"第{number}救助站" for number in "一二三四五六七八九十")


def table(unit: str, target: int, actual: int, *, rate: str = "96%", money: str = "100", year: int = 2024) -> YearTable:
    def row(number: int, name: str, wanted: str, reached: str) -> Node:
        return Node(str(number), 3, name, points_text="45", target_text=wanted, actual_text=reached, section="indicators")

    nodes = (
        Node("1", 1, "产出指标", NodeKind.GROUP, points_text="90", section="indicators"),
        Node("2", 2, "数量指标", NodeKind.GROUP, points_text="90", section="indicators"),
        row(3, "救助人次", f"≥{target}人次", f"{actual}人次"),
        row(4, "救助对象满意度", "≥95%", rate),
    )
    heading = Heading(
        title=f"{unit}{year}年度部门整体支出绩效自评表", form="ministry_three_part", rulebook="ministry_2020", money_unit="万元"
    )
    funds = (FundLine("5", "年度资金", "财政拨款", 1, money, money, money),)
    return YearTable(TableKey(unit, year), heading, nodes=nodes, funds=funds, next_number=6)


def ten() -> list[YearTable]:
    return [table(unit, 100, 90 + at, rate=f"{90 + at}%", money=str(100 + at)) for at, unit in enumerate(UNITS)]


def written(folder: Path, made: YearTable) -> Path:
    """The table as the file a unit would send: written by the program, sent as a workbook."""
    from desktop.workspace.library import form_of, scored_table

    path = folder / f"{made.key.unit}.xlsx"
    write_file(path, scored_table(made), (), kind="sheet", form=form_of(made))
    return path


def new_book(path: Path, *tables: YearTable) -> Path:
    with Store.create(path) as store:
        store.add_all(tables, operation="import")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "局.ziping") as opened:
        yield opened


def actuals(made: YearTable) -> dict[str, str]:
    return {each.name: each.actual_text for each in made.nodes if each.leaf}


def test_files_and_books_together_make_the_parents_table(tmp_path: Path, store: Store) -> None:
    files = [written(tmp_path, table("甲站", 100, 90, rate="90%", money="100"))]
    other = new_book(tmp_path / "乙站.ziping", table("乙站", 200, 210, rate="98%", money="300"), table("乙站", 1, 1, year=2023))
    found = collect_and_roll_up(store, PARENT, 2024, collect([*files, other], PARENT, 2024))
    assert store.keys() == (TableKey(PARENT, 2024), TableKey("乙站", 2024), TableKey("甲站", 2024))
    assert sorted(children(store, PARENT)) == ["乙站", "甲站"]
    assert store.load(TableKey(PARENT, 2024)) == found.table
    assert actuals(found.table) == {"救助人次": "300人次", "救助对象满意度": "96%"}
    assert found.table.funds[0].executed_text == "400"
    assert found.scored.score == 90  # 300 of 300 and 96 % of 95 %


def test_any_order_makes_the_same_book_and_doing_it_again_changes_nothing(tmp_path: Path) -> None:
    files = [written(tmp_path, each) for each in ten()]
    results = []
    for seed in range(2):
        random.Random(seed).shuffle(files)
        with Store.create(tmp_path / f"局{seed}.ziping") as store:
            half = collect(files[:5], PARENT, 2024)
            collect_and_roll_up(store, PARENT, 2024, half)
            collect_and_roll_up(store, PARENT, 2024, collect(files[3:], PARENT, 2024))
            results.append([replace(store.load(TableKey(unit, 2024)), next_number=1) for unit in (*UNITS, PARENT)])
            before, kept = store.history(), copies(store.path)
            again = collect_and_roll_up(store, PARENT, 2024, half)
            assert (store.history(), copies(store.path)) == (before, kept)
            assert again.table == store.load(TableKey(PARENT, 2024))
    facts = [[(each.key, [replace(node, id="", lineage_id="") for node in each.nodes]) for each in made] for made in results]
    assert facts[0] == facts[1]
    assert actuals(results[0][-1])["救助人次"] == "945人次"


@pytest.mark.long
def test_a_hundred_books_in_any_order_make_one_table(tmp_path: Path) -> None:
    books = [
        new_book(
            tmp_path / f"{number}.ziping", table(f"第{number}站", 100, 50 + number, rate=f"{number}%", money=str(number + 1))
        )
        for number in range(100)
    ]
    found = []
    for seed in range(3):
        random.Random(seed).shuffle(books)
        with Store.create(tmp_path / f"局{seed}.ziping") as store:
            found.append(collect_and_roll_up(store, PARENT, 2024, collect(books, PARENT, 2024)).table)
    assert found[0] == found[1] == found[2]
    # 100 units: 50 + 0 … 50 + 99 persons; rates 0 … 99 by money 1 … 100
    assert actuals(found[0]) == {"救助人次": "9950人次", "救助对象满意度": "66%"}


def test_a_corrected_file_replaces_cleanly_after_a_backup(tmp_path: Path, store: Store) -> None:
    first = [written(tmp_path, each) for each in (table("甲站", 100, 90), table("乙站", 100, 100))]
    collect_and_roll_up(store, PARENT, 2024, collect(first, PARENT, 2024))
    assert copies(store.path) == ()
    corrected = written(tmp_path, table("甲站", 100, 99))
    found = collect_and_roll_up(store, PARENT, 2024, collect([corrected], PARENT, 2024))
    assert actuals(found.table)["救助人次"] == "199人次"
    assert actuals(store.load(TableKey("甲站", 2024)))["救助人次"] == "99人次"
    assert len(copies(store.path)) == 1
    assert [each.operation for each in store.history(TableKey("甲站", 2024))] == ["roll_up", "roll_up"]


def test_words_and_hand_given_scores_of_the_parent_stay(store: Store) -> None:
    own = replace(table("甲站", 100, 90), narratives=(Narrative("goals", "年度总体目标", "甲站的话"),))
    judged = replace(own, nodes=(*own.nodes, Node("9", 3, "管理制度", points_text="10", given_score_text="9")))
    store.add_all([judged], operation="import")
    store.add_unit(PARENT)
    store.move_unit("甲站", PARENT)
    made = collect_and_roll_up(store, PARENT, 2024).table
    row = next(each for each in made.nodes if each.name == "管理制度")
    after = set_field(made, row.id, Field.GIVEN_SCORE, "8")
    after = set_field(after, row.id, Field.REASON, "制度修订中")
    after = set_record(after, RecordKind.NARRATIVE, "goals", text="本级的话")
    store.save(made, after, operation="set_field")
    again = collect_and_roll_up(store, PARENT, 2024).table
    assert again == after


def test_units_without_a_table_are_missing_and_the_trail_leads_to_cells_and_evidence(tmp_path: Path, store: Store) -> None:
    store.add_unit(PARENT)
    store.add_unit("丙站", PARENT)
    paper = tmp_path / "登记册.pdf"
    paper.write_bytes(b"%PDF-1.4 register")
    other = tmp_path / "甲站.ziping"
    with Store.create(other) as theirs:
        made = evidence.attach(table("甲站", 100, 90), "3", [store_file(other, paper)])
        theirs.add(made, operation="import")
    found = collect_and_roll_up(store, PARENT, 2024, collect([other], PARENT, 2024))
    assert found.missing == ("丙站",)
    row = next(each for each in found.table.nodes if each.name == "救助人次")
    [(source, path, files)] = trail(store, found.table.key).lines[row.id]
    assert (source.unit, source.target_text, source.text) == ("甲站", "≥100人次", "90人次")
    assert (path, files) == (("产出指标", "数量指标", "救助人次"), ("登记册.pdf",))
    kept = evidence_folder(store.path) / made.attachments[0].content_hash
    assert kept.read_bytes() == paper.read_bytes()
    collect_and_roll_up(store, PARENT, 2024, collect([other], PARENT, 2024))
    assert store.load(TableKey("甲站", 2024)).attachments == made.attachments


def test_a_sealed_unit_refuses_all_of_it(tmp_path: Path, store: Store) -> None:
    from desktop.workspace.sealing import seal

    store.add_all([table("甲站", 100, 90), table("乙站", 100, 90)], operation="import")
    seal(store, TableKey("乙站", 2024))
    corrected = [written(tmp_path, table(unit, 100, 99)) for unit in ("甲站", "乙站")]
    with pytest.raises(EnvironmentFault) as found:
        collect_and_roll_up(store, PARENT, 2024, collect(corrected, PARENT, 2024))
    assert found.value.code is FaultCode.TABLE_SEALED
    assert actuals(store.load(TableKey("甲站", 2024)))["救助人次"] == "90人次"
    assert store.load(TableKey("乙站", 2024)).heading.status is Status.SEALED
    assert store.keys() == (TableKey("甲站", 2024), TableKey("乙站", 2024))


def test_sealed_units_that_do_not_change_are_no_obstacle(store: Store) -> None:
    from desktop.workspace.sealing import seal

    store.add_all([table("甲站", 100, 90)], operation="import")
    store.add_unit(PARENT)
    store.move_unit("甲站", PARENT)
    seal(store, TableKey("甲站", 2024))
    made = collect_and_roll_up(store, PARENT, 2024).table
    seal(store, TableKey(PARENT, 2024))
    collect_and_roll_up(store, PARENT, 2024)
    assert store.load(TableKey(PARENT, 2024)).nodes == made.nodes


def test_a_unit_of_another_parent_is_not_taken_from_it(tmp_path: Path, store: Store) -> None:
    store.add_unit("县民政局")
    store.add_unit("甲站", "县民政局")
    one = new_book(tmp_path / "one.ziping", table("甲站", 100, 90))
    with pytest.raises(EnvironmentFault) as found:
        collect_and_roll_up(store, PARENT, 2024, collect([one], PARENT, 2024))
    assert (found.value.code, found.value.facts["parent"]) == (FaultCode.UNIT_ELSEWHERE, "县民政局")
    assert store.keys() == ()


def test_what_cannot_be_collected_is_refused_with_its_reason(tmp_path: Path, store: Store) -> None:
    parent = new_book(tmp_path / "parent.ziping", table(PARENT, 1, 1))
    first = new_book(tmp_path / "one.ziping", table("甲站", 100, 90))
    second = new_book(tmp_path / "two.ziping", table("甲站", 100, 91))
    for paths, year, code in (
        ([parent], 2024, FaultCode.UNIT_IS_PARENT),
        ([first, second], 2024, FaultCode.UNIT_TWICE),
        ([first], 2023, FaultCode.YEAR_UNKNOWN),
        ([tmp_path / "none.xlsx"], 2024, FaultCode.FILE_MISSING),
    ):
        with pytest.raises(EnvironmentFault) as found:
            collect(paths, PARENT, year)
        assert found.value.code is code
    with pytest.raises(EnvironmentFault) as nothing:
        collect_and_roll_up(store, PARENT, 2024)
    assert nothing.value.code is FaultCode.UNIT_UNKNOWN
    assert collect([first, first], PARENT, 2024) == collect([first], PARENT, 2024)
