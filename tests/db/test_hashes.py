import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.hashes import content_hash, row_digest
from db.store import Store
from scoring.table import Node, Status, TableKey, YearTable
from tests.db.examples import KEY, new_book, save_typed, typed, year_table


def renumbered(table: YearTable) -> YearTable:
    """The same facts under other ids, as another import would give them."""
    ids = {node.id: f"x{node.id}" for node in table.nodes}
    return replace(
        table,
        nodes=tuple(replace(each, id=ids[each.id], lineage_id="") for each in table.nodes),
        funds=tuple(replace(each, id=f"y{each.id}") for each in table.funds),
        base_facts=tuple(replace(each, id=f"z{each.id}") for each in table.base_facts),
        attachments=tuple(replace(each, id="w1", node_id=ids[each.node_id]) for each in table.attachments),
        next_number=900,
    )


def test_equal_facts_have_equal_hashes_whatever_their_ids_key_and_history() -> None:
    table = year_table()
    other = replace(renumbered(table), key=TableKey("另一单位", 1999))
    assert content_hash(other) == content_hash(table)
    assert content_hash(replace(table, heading=replace(table.heading, status=Status.SUBMITTED))) == content_hash(table)


def test_every_fact_and_the_order_count() -> None:
    table = year_table()
    first, *rest = table.nodes
    others = [
        typed(table, "n2", "96.10%"),
        typed(table, "n2", ""),
        replace(table, nodes=(*rest, first)),
        replace(table, nodes=(replace(first, level=2), *rest)),
        replace(table, heading=replace(table.heading, money_unit="元")),
        replace(table, attachments=(replace(table.attachments[0], node_id="n4"),)),
        replace(table, narratives=(replace(table.narratives[0], id="problems"),)),
    ]
    assert len({content_hash(each) for each in (table, *others)}) == len(others) + 1


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_rows_of_one_width_without_the_separator_never_share_a_digest(one: list[str], other: list[str]) -> None:
    plain = all("\x00" not in text for text in (*one, *other))
    if one != other and len(one) == len(other) and plain:
        assert row_digest("t", one) != row_digest("t", other)


@pytest.mark.parametrize("fact", ["name", "target_text", "actual_text", "points_text", "level", "kind"])
def test_a_changed_cell_is_named_and_the_rest_is_loaded(tmp_path: Path, fact: str) -> None:
    path = new_book(tmp_path, year_table())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE nodes SET {fact} = '坏' WHERE id = 'n4'")
    with Store.open(path) as store:
        table = store.load(KEY)
        (damage,) = store.damage_of(KEY)
        assert damage.place == (KEY.unit, "2024", "", "nodes", "n4", fact)
        assert damage.text == "坏"
        assert [each for each in table.nodes if each.id != "n4"] == [each for each in year_table().nodes if each.id != "n4"]
        assert [each.place for each in store.verify().damage] == [damage.place]


def test_a_damaged_cell_is_whole_again_once_it_is_typed_anew(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE nodes SET actual_text = '坏' WHERE id = 'n4'")
    with Store.open(path) as store:
        save_typed(store, store.load(KEY), "n4", "96.1%")
        assert store.load(KEY) == year_table()
        assert store.verify().ok


def test_an_edit_vouches_for_no_other_damaged_cell_of_its_row(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE nodes SET actual_text = '坏', target_text = '≥59%', points_text = '坏' WHERE id = 'n4'")
    facts: list[set[str]] = []
    with Store.open(path) as store:
        table = store.load(KEY)
        edits = [("name", "改"), ("actual_text", "96.1%"), ("target_text", "≥95%"), ("name", "指标4"), ("points_text", "2")]
        for fact, text in edits:
            nodes = tuple(replace(each, **{fact: text}) if each.id == "n4" else each for each in table.nodes)
            store.save(table, replace(table, nodes=nodes), operation="set_field")
            table = store.load(KEY)
            facts.append({each.place[-1] for each in store.damage_of(KEY)})
            assert [each.place for each in store.verify().damage] == [each.place for each in store.damage_of(KEY)]
    assert facts == [
        {"actual_text", "target_text", "points_text"},
        {"target_text", "points_text"},
        {"points_text"},
        {"points_text"},
        set(),
    ]


@pytest.mark.parametrize("sums", [b"", b"\x00" * 7, "字"])
def test_a_damaged_row_without_usable_check_values_stays_damaged_whatever_is_typed(tmp_path: Path, sums: bytes | str) -> None:
    path = new_book(tmp_path, year_table())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE nodes SET actual_text = '坏', sums = ? WHERE id = 'n4'", (sums,))
    with Store.open(path) as store:
        save_typed(store, store.load(KEY), "n4", "96.1%")
        store.load(KEY)
        assert [each.place[3:] for each in store.damage_of(KEY)] == [("nodes", "n4")]
        assert not store.verify().ok


@pytest.mark.parametrize("change", ["digest = x'00'", "position = 7", "sums = x'00'"])
def test_a_row_whose_check_values_alone_are_damaged_is_whole_after_an_edit(tmp_path: Path, change: str) -> None:
    path = new_book(tmp_path, year_table())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE nodes SET {change} WHERE id = 'n4'")
    with Store.open(path) as store:
        save_typed(store, store.load(KEY), "n4", "97%")
        assert store.verify().ok


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("DELETE FROM nodes WHERE id = 'n4'", (KEY.unit, "2024", "", "nodes", "n4")),
        ("UPDATE record_order SET ids = '[]' WHERE kind = 'nodes'", (KEY.unit, "2024", "", "nodes", "order")),
        ("DELETE FROM heading", (KEY.unit, "2024", "", "heading", "heading")),
        ("UPDATE edit SET new = '99%' WHERE position = 2", ("edit", "2")),
        ("DELETE FROM edit WHERE position = 1", ("edit", "1")),
        ("UPDATE unit SET name = '某区人事局' WHERE unit_no = 2", ("unit", "2")),
        ("UPDATE profile SET text = '改'", ("profile", "1")),
        ("UPDATE seal SET rulebook_text = '改'", ("seal", "1")),
        ("UPDATE sealed_result SET text = '100'", ("sealed_result", "1")),
    ],
)
def test_whatever_is_changed_behind_the_program_is_found_and_named(
    tmp_path: Path, statement: str, place: tuple[str, ...]
) -> None:
    path = new_book(tmp_path, year_table(), year_table(key=TableKey("另一单位", 2023)))
    with Store.open(path) as store:
        store.write_profile("自评表", "某区人社局")
        store.seal(
            TableKey("另一单位", 2023),
            {"table": {"score": "98"}},
            rulebook_key="k",
            rulebook_text="t",
            program_version="1",
        )
        save_typed(store, store.load(KEY), "n2", "97%")
        assert store.verify().ok
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)
    with Store.open(path) as store:
        verification = store.verify()
        assert not verification.ok
        assert any(each.place[: len(place)] == place for each in verification.damage)


def test_a_row_that_nobody_wrote_is_found(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        table = store.load(KEY)
        store.save(table, replace(table, nodes=(*table.nodes, Node("n99", 3))), operation="insert_row")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE nodes SET id = 'n98' WHERE id = 'n99'")
    with Store.open(path) as store:
        store.load(KEY)
        places = {each.place[3:] for each in store.damage_of(KEY)}
        assert ("nodes", "n99") in places
        assert ("nodes", "n98", "id") in places
