import os
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import backup, migrations
from db.backup import back_up, back_up_if_due, copies, restore, thin
from db.faults import EnvironmentFault, FaultCode
from db.store import Store
from tests.db.examples import KEY, new_book, save_typed, year_table

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TIMES = st.timedeltas(timedelta(days=-2000), timedelta(days=2000)).map(lambda age: NOON + age)


def test_a_copy_holds_the_book_also_while_it_is_open(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with Store.open(path) as store:
        table, _ = save_typed(store, store.load(KEY), "n2", "97%")
        copy = back_up(path)
        save_typed(store, table, "n2", "98%")
    with Store.open(copy, read_only=True) as store:
        assert store.load(KEY) == table
    assert [each.path for each in copies(path)] == [copy]


def test_a_damaged_book_is_told_and_takes_no_good_copy_away(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    good = back_up(path, at=NOON - timedelta(days=900))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"96.1%", b"69.1%"))
    with pytest.raises(EnvironmentFault) as told:
        back_up(path, at=NOON)
    assert told.value.code is FaultCode.BOOK_DAMAGED
    assert f"{KEY.unit} 2024  nodes n2 actual_text" in told.value.facts["places"]
    assert [each.path for each in copies(path)] == [good]
    assert {each.name for each in good.parent.iterdir()} == {good.name}


def test_a_book_of_a_newer_program_is_named_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={migrations.version() + 1}")
    with pytest.raises(EnvironmentFault) as told:
        back_up(path)
    assert (told.value.code, told.value.facts["path"]) == (FaultCode.BOOK_NEWER, str(path))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_renamed_book_is_shown_the_copies_it_left_behind(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    copy = back_up(path, at=NOON)
    assert backup.orphaned(path) == ()
    renamed = path.rename(path.with_name("改名.ziping"))
    assert copies(renamed) == ()
    assert [each.path for each in backup.orphaned(renamed)] == [copy]
    restore(renamed, copy)
    with Store.open(renamed) as store:
        assert store.load(KEY) == year_table()


def test_a_damaged_book_is_the_one_that_is_named(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE nodes SET name = '坏' WHERE id = 'n4'")
    with pytest.raises(EnvironmentFault) as told:
        back_up(path)
    assert (told.value.code, told.value.facts["path"]) == (FaultCode.BOOK_DAMAGED, str(path))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_restoring_keeps_the_state_that_was_replaced(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    copy = back_up(path, at=NOON)
    with Store.open(path) as store:
        table, _ = save_typed(store, store.load(KEY), "n2", "97%")
    kept = restore(path, copy)
    with Store.open(path) as store:
        assert store.load(KEY) == year_table()
    with Store.open(kept, read_only=True) as store:
        assert store.load(KEY) == table
    assert {each.path for each in copies(path)} == {copy, kept}


def test_restoring_over_a_damaged_book_keeps_its_bytes(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    copy = back_up(path)
    path.write_bytes(path.read_bytes()[:9000])
    spoiled = path.read_bytes()
    kept = restore(path, copy)
    assert kept.read_bytes() == spoiled
    with Store.open(path) as store:
        assert store.verify().ok


def test_a_bad_copy_and_an_open_book_are_not_restored(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    copy = back_up(path)
    with Store.open(path), pytest.raises(EnvironmentFault) as told:
        restore(path, copy)
    assert told.value.code is FaultCode.BOOK_IN_USE
    copy.write_bytes(copy.read_bytes().replace(b"96.1%", b"69.1%"))
    before = path.read_bytes()
    with pytest.raises(EnvironmentFault) as told:
        restore(path, copy)
    assert told.value.code is FaultCode.BOOK_DAMAGED
    assert path.read_bytes() == before


def test_a_missing_book_is_brought_back_from_a_copy(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    copy = back_up(path)
    path.unlink()
    restore(path, copy)
    with Store.open(path) as store:
        assert store.load(KEY) == year_table()


def test_the_daily_copy_is_made_once_a_day_and_only_after_a_change(tmp_path: Path) -> None:
    path = new_book(tmp_path, year_table())
    changed = NOON.timestamp()
    os.utime(path, (changed, changed))
    assert back_up_if_due(path, now=NOON + timedelta(hours=1)) is not None
    assert back_up_if_due(path, now=NOON + timedelta(days=3)) is None
    os.utime(path, (changed + 7200, changed + 7200))
    assert back_up_if_due(path, now=NOON + timedelta(hours=3)) is None
    assert back_up_if_due(path, now=NOON + timedelta(days=2)) is not None


def test_no_room_for_a_copy_is_one_fault_and_leaves_no_half_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_book(tmp_path, year_table())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.opening, "sync_file", full)
    with pytest.raises(EnvironmentFault) as told:
        back_up(path)
    assert told.value.code is FaultCode.DISK_FULL
    assert not backup.copies_folder(path).exists()


def test_three_years_of_work_with_bursts_and_a_jumping_clock_keep_every_age() -> None:
    chance = random.Random(4)
    kept: list[datetime] = []
    now = datetime(2024, 1, 1, 8, tzinfo=UTC)
    while now < datetime(2027, 1, 1, tzinfo=UTC):
        burst = 40 if chance.random() < 0.02 else chance.randrange(1, 4)
        for _ in range(burst):
            now += timedelta(minutes=chance.randrange(1, 20))
            jumped = now + timedelta(days=chance.choice([-400, 30, 4000])) if chance.random() < 0.003 else now
            kept.append(jumped)
            gone = set(thin(kept, jumped))
            assert jumped not in gone
            kept = [each for each in kept if each not in gone]
        now = now.replace(hour=8, minute=0) + timedelta(days=1)
    past = [each for each in kept if each <= now]
    for days in range(1, 55):
        assert any(timedelta(days=days) <= now - each <= timedelta(days=days + 2) for each in past)
    for weeks in range(9, 100):
        assert any(timedelta(weeks=weeks) <= now - each <= timedelta(weeks=weeks + 2) for each in past)
    for months in range(1, 36):
        assert any(timedelta(days=30 * months) <= now - each <= timedelta(days=30 * months + 62) for each in past)
    assert len(kept) < 400


def test_yesterday_survives_any_burst() -> None:
    yesterday = NOON - timedelta(days=1)
    burst = [NOON - timedelta(seconds=10 * number) for number in range(1000)]
    assert yesterday not in thin([yesterday, *burst], NOON)


@given(st.lists(TIMES), st.data())
def test_thinning_never_names_the_newest_and_is_done_once(times: list[datetime], data: st.DataObject) -> None:
    now = data.draw(TIMES)
    gone = set(thin(times, now))
    kept = [each for each in times if each not in gone]
    assert bool(kept) == bool(times)
    assert max(times, default=None) not in gone
    assert thin(kept, now) == ()
    assert all(now - each >= timedelta(hours=1) for each in gone)


def test_older_copies_go_only_after_the_new_one_is_proven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_book(tmp_path, year_table())
    first = back_up(path, at=NOON)
    second = back_up(path, at=NOON + timedelta(seconds=1))
    later = NOON + timedelta(days=100)

    def bad(_: Path) -> None:
        raise EnvironmentFault(FaultCode.BOOK_DAMAGED)

    with monkeypatch.context() as patch:
        patch.setattr(backup, "prove", bad)
        with pytest.raises(EnvironmentFault):
            back_up(path, at=later)
    assert [each.path for each in copies(path)] == [first, second]
    third = back_up(path, at=later)
    assert [each.path for each in copies(path)] == [second, third]
    shutil.rmtree(backup.copies_folder(path))
    assert copies(path) == ()
