import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.asides import Link
from db.catalogue import ReportingUnit
from db.faults import EnvironmentFault, FaultCode
from db.seals import MarkKind
from db.store import Store
from scoring.diff import apply, invert
from scoring.finding import Place
from scoring.table import Node, RecordKind, Status, TableKey, YearTable
from tests.db.examples import KEY, new_book, save_typed, step, typed, year_table


def fault(of: pytest.ExceptionInfo[EnvironmentFault]) -> FaultCode:
    return of.value.code


def test_a_table_comes_back_as_it_was_after_a_restart(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table(), year_table(key=TableKey("某区人社局", 2023, "就业补助")))
    with Store.open(path) as store:
        assert store.keys() == (TableKey("某区人社局", 2023, "就业补助"), KEY)
        assert store.load(KEY) == year_table()
        assert store.verify().ok


def test_what_was_typed_stays_as_typed(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    odd = ["=1+1", "'001", "１２．５％", " 0 ", "1e5", "a\x00b", "第一行\n第二行", "𠮷", "12345678901234567890.10"]
    with Store.open(path) as store:
        table = store.load(KEY)
        for text in odd:
            table, _ = save_typed(store, table, "n2", text)
            with Store.open(path, read_only=True) as other:
                assert other.load(KEY).nodes[1].actual_text == text
        assert store.verify().ok


def test_an_edit_is_on_disk_with_its_entry_in_the_log(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        after, position = save_typed(store, store.load(KEY), "n2", "97%")
    with Store.open(path) as store:
        assert store.load(KEY) == after
        entry = store.history(KEY)[-1]
        assert (entry.position, entry.user, entry.operation, entry.place) == (
            position,
            "张三",
            "set_field",
            "nodes/n2/actual_text",
        )
        assert (entry.old, entry.new) == ("96.1%", "97%")


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_random_work_is_kept_and_undone_to_the_start_after_a_restart(data: st.DataObject) -> None:
    _work_and_go_back(data)


@pytest.mark.long
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_much_random_work_is_kept_and_undone_to_the_start_after_a_restart(data: st.DataObject) -> None:
    _work_and_go_back(data)


def _work_and_go_back(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        start = year_table()
        path = new_book(Path(folder), start)
        states = [start]
        with Store.open(path) as store:
            hash_at_start = store.content_hash(KEY)
            for _ in range(data.draw(st.integers(1, 8))):
                after = data.draw(step(states[-1]))
                store.save(states[-1], after, operation="work")
                states.append(after)
                assert store.load(KEY) == after
        with Store.open(path) as store:
            table = store.load(KEY)
            assert table == states[-1]
            for entry in reversed(store.undo_line(KEY)):
                table = taken_back(store, table, entry.position)
            assert replace(table, next_number=start.next_number) == start
            assert store.content_hash(KEY) == hash_at_start
        with Store.open(path) as store:
            while line := store.redo_line(KEY):
                table = taken_back(store, table, line[-1].position)
            assert store.load(KEY) == states[-1]
            for position, state in enumerate(states, start=2):
                was = store.table_at(KEY, position - 1)
                assert replace(was, next_number=state.next_number) == state
            assert store.verify().ok


def taken_back(store: Store, table: YearTable, position: int) -> YearTable:
    after = apply(table, invert(store.step(position)))
    store.save(table, after, operation="undo", undoes=position)
    return after


def test_new_work_after_an_undo_ends_the_redo_line_and_loses_nothing_of_the_log(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        table, first = save_typed(store, store.load(KEY), "n2", "97%")
        table = taken_back(store, table, first)
        assert [each.undoes for each in store.redo_line(KEY)] == [first]
        table, _ = save_typed(store, table, "n4", "1%")
        assert store.redo_line(KEY) == ()
        assert [each.operation for each in store.history(KEY)] == ["import", "set_field", "undo", "set_field"]


def test_one_old_change_is_taken_back_alone(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        table, first = save_typed(store, store.load(KEY), "n2", "97%")
        table, _ = save_typed(store, table, "n4", "1%")
        table = taken_back(store, table, first)
        assert table.nodes[1].actual_text == "96.1%"
        assert table.nodes[3].actual_text == "1%"
        assert len(store.undo_line(KEY)) == 3


def test_an_old_insertion_is_taken_back_alone_though_rows_above_have_moved_it(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        table = store.load(KEY)
        positions = []
        for number, at in ((7, 4), (8, 1)):
            after = replace(table, nodes=(*table.nodes[:at], Node(f"n{number}", 3), *table.nodes[at:]), next_number=number + 1)
            positions.append(store.save(table, after, operation="insert_row"))
            table = after
        table = taken_back(store, table, positions[0])
        assert [each.id for each in table.nodes] == ["n1", "n8", "n2", "n3", "n4", "n5", "n6"]
        assert store.load(KEY) == table


def test_an_old_change_under_a_newer_one_is_not_taken_back(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        table, first = save_typed(store, store.load(KEY), "n2", "97%")
        table, _ = save_typed(store, table, "n2", "98%")
        with pytest.raises(ValueError, match="expected state"):
            apply(table, invert(store.step(first)))


def test_the_log_is_seen_by_cell_by_row_and_by_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_book(tmp_path, year_table())
    days = iter(["2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"])
    monkeypatch.setattr("db.edits.now", lambda: next(days))
    with Store.open(path) as store:
        table, first = save_typed(store, store.load(KEY), "n2", "97%")
        pasted = replace(table, nodes=tuple(replace(each, actual_text="5", remark_text="x") for each in table.nodes))
        second = store.save(table, pasted, operation="paste", place="nodes/n1/actual_text")
        third = store.save(pasted, typed(pasted, "n4", "6"), operation="set_field")
        cell = store.history(KEY, place=Place(RecordKind.NODE, "n2", "actual_text"))
        assert [(each.operation, each.old, each.new) for each in cell] == [
            ("import", "", "96.1%"),
            ("set_field", "96.1%", "97%"),
            ("paste", "97%", "5"),
        ]
        row = store.history(KEY, place=Place(RecordKind.NODE, "n4"))
        assert [each.position for each in row] == [1, second, third]
        day = store.history(KEY, since="2026-03-02", until="2026-03-03")
        assert [each.position for each in day] == [second, third]
        assert store.history(KEY, since="2026-03-01", until="2026-03-02")[-1].position == first


def test_a_table_that_was_taken_out_is_still_in_the_log(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        table, position = save_typed(store, store.load(KEY), "n2", "97%")
        store.remove(KEY, user="李四", reason="重复")
        assert store.keys() == ()
        with pytest.raises(EnvironmentFault) as refused:
            store.load(KEY)
        assert fault(refused) is FaultCode.YEAR_UNKNOWN
        back = store.table_at(KEY, position)
        assert back == table
        store.add(back, operation="restore_table")
        assert store.load(KEY) == table
        assert store.undo_line(KEY) == ()
        assert [each.operation for each in store.history(KEY)][-2:] == ["remove_table", "restore_table"]
        assert store.verify().ok


def test_several_tables_are_added_all_or_none(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        with pytest.raises(EnvironmentFault) as refused:
            store.add_all([year_table(key=TableKey("另一单位", 2024)), year_table()], operation="import")
        assert fault(refused) is FaultCode.TABLE_EXISTS
        assert store.keys() == (KEY,)
        assert store.units() == (ReportingUnit(KEY.unit),)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (TableKey("没有的单位", 2024), FaultCode.UNIT_UNKNOWN),
        (TableKey(KEY.unit, 1999), FaultCode.YEAR_UNKNOWN),
        (TableKey(KEY.unit, 2024, "没有的项目"), FaultCode.TABLE_UNKNOWN),
    ],
)
def test_an_unknown_table_is_refused_by_what_is_unknown(tmp_path: Path, key: TableKey, code: FaultCode) -> None:
    with Store.open(new_book(tmp_path, year_table())) as store:
        for ask in (store.load, store.undo_line, store.history, lambda key: store.table_at(key, 1)):
            with pytest.raises(EnvironmentFault) as refused:
                ask(key)
            assert fault(refused) is code


def test_units_make_a_tree_and_their_tables_follow_a_new_name(tmp_path: Path) -> None:
    with Store.open(new_book(tmp_path, year_table())) as store:
        store.add_unit("某市人社局")
        store.move_unit(KEY.unit, "某市人社局")
        store.rename_unit(KEY.unit, "某区人力资源和社会保障局")
        assert store.units() == (
            ReportingUnit("某区人力资源和社会保障局", "某市人社局"),
            ReportingUnit("某市人社局"),
        )
        renamed = replace(KEY, unit="某区人力资源和社会保障局")
        assert store.load(renamed) == replace(year_table(), key=renamed)
        assert store.content_hash(renamed) == store.verify().tables[0].hash
        with pytest.raises(ValueError, match="below itself"):
            store.move_unit("某市人社局", renamed.unit)
        with pytest.raises(EnvironmentFault) as refused:
            store.rename_unit("某市人社局", renamed.unit)
        assert fault(refused) is FaultCode.TABLE_EXISTS
        assert [each.operation for each in store.history()] == ["import", "add_unit", "move_unit", "rename_unit"]
        assert store.verify().ok


def test_the_overview_counts_rows_and_those_that_are_filled(tmp_path: Path) -> None:
    with Store.open(new_book(tmp_path, year_table())) as store:
        (line,) = store.overview()
        assert (line.key, line.form, line.status) == (KEY, "three_part", Status.FILLING)
        assert (line.indicators, line.filled) == (5, 4)


def test_a_sealed_table_takes_no_work_and_keeps_its_numbers(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    results = {"table": {"score": "97.998", "grade": "excellent"}, "n2": {"score": "2.5"}}
    with Store.open(path) as store:
        before = store.load(KEY)
        difference = store.seal(
            KEY, results, rulebook_key="district_2024", rulebook_text="places = 2", program_version="0.1.0", user="张三"
        )
        table = apply(before, difference)
        assert store.load(KEY) == table
        assert table.heading.status is Status.SEALED
        for forbidden in (
            lambda: save_typed(store, table, "n2", "1"),
            lambda: store.remove(KEY),
            lambda: store.mark(KEY, MarkKind.SUBMITTED, "上报"),
            lambda: store.write_note(KEY, "n2", "x"),
        ):
            with pytest.raises(EnvironmentFault) as refused:
                forbidden()
            assert fault(refused) is FaultCode.TABLE_SEALED
    with Store.open(path) as store:
        seal = store.sealed_results(KEY)
        assert seal is not None
        assert seal.results == results
        assert (seal.rulebook_key, seal.rulebook_text, seal.program_version) == ("district_2024", "places = 2", "0.1.0")
        assert seal.content_hash == store.content_hash(KEY)
        with pytest.raises(ValueError, match="reason"):
            store.unseal(KEY, "  ")
        table = apply(store.load(KEY), store.unseal(KEY, "财政退回", user="李四"))
        assert table == before
        assert store.load(KEY) == before
        assert store.sealed_results(KEY) is None
        assert store.seals(KEY)[0].unsealed == store.history(KEY)[-1].position
        assert store.history(KEY)[-1].new == "财政退回"
        save_typed(store, table, "n2", "1")
        assert store.verify().ok


def test_a_name_on_a_position_brings_the_table_of_that_moment(tmp_path: Path) -> None:
    with Store.open(new_book(tmp_path, year_table())) as store:
        table, _ = save_typed(store, store.load(KEY), "n2", "97%")
        assert not store.mark(KEY, MarkKind.RESTORE_POINT, "下班前", user="张三")
        later, _ = save_typed(store, table, "n2", "98%")
        submitted = apply(later, store.mark(KEY, MarkKind.SUBMITTED, "报财政局"))
        assert submitted.heading.status is Status.SUBMITTED
        assert store.load(KEY) == submitted
        point, submission = store.marks(KEY)
        assert (point.kind, point.name, point.user) == (MarkKind.RESTORE_POINT, "下班前", "张三")
        assert store.table_at(KEY, point.position) == table
        assert store.table_at(KEY, submission.position) == submitted
        assert len(store.undo_line(KEY)) == 3


def test_what_stands_beside_the_tables_is_kept(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        store.write_profile("自评表|一级指标", '{"columns": [1]}')
        store.write_profile("自评表|一级指标", '{"columns": [1, 2]}')
        store.write_link(KEY.unit, "", Link("2023/l2", "2024/l2"))
        store.write_link(KEY.unit, "", Link("2023/l2", "2024/l2", "different"))
        store.write_note(KEY, "n2", "口径调整")
    with Store.open(path) as store:
        assert store.profiles() == {"自评表|一级指标": '{"columns": [1, 2]}'}
        assert store.links(KEY.unit) == (Link("2023/l2", "2024/l2", "different"),)
        assert store.notes(KEY) == {"n2": "口径调整"}
        assert store.verify().ok
        store.write_note(KEY, "n2", "")
        assert store.notes(KEY) == {}


def test_saving_from_a_table_that_is_not_in_the_book_changes_nothing(tmp_path: Path) -> None:
    with Store.open(new_book(tmp_path, year_table())) as store:
        stale = typed(year_table(), "n2", "没有存过")
        with pytest.raises(ValueError, match="expected state"):
            store.save(stale, typed(stale, "n2", "1"), operation="set_field")
        assert store.load(KEY) == year_table()
        assert len(store.history(KEY)) == 1


SHOWN = """
import sys
from pathlib import Path
from db.store import Store
store = Store.open(Path(sys.argv[1]))
store.units(), store.overview()
(key,) = store.keys()
store.load(key), store.next_steps(key), store.damage_of(key)
print("sqlalchemy" in sys.modules)
store.history(key)
print("sqlalchemy" in sys.modules)
"""


def test_a_table_is_on_screen_before_sqlalchemy_is_imported(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    done = subprocess.run([sys.executable, "-c", SHOWN, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_work_that_meets_sqlalchemy_half_way_is_done_wholly_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_book(tmp_path)
    with Store.open(path) as store:
        store.write_profile("自评表", "甲")
    with Store.open(path) as store, monkeypatch.context() as patched:
        patched.setattr("db.asides.add_row", failing)
        with pytest.raises(KeyError):
            store.write_profile("自评表", "乙")  # taken away by a question put together, then not written
        patched.undo()
        assert store.profiles() == {"自评表": "甲"}
        store.write_profile("自评表", "丙")
    with Store.open(path) as store:
        assert store.profiles() == {"自评表": "丙"}


def failing(*_: object) -> None:
    raise KeyError("half way")
