"""A book on a network share is worked on here and put back whole; what could not get back is never lost and never overwrites."""

import errno
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import distant, lock
from db.backup import copies
from db.distant import is_distant
from db.faults import EnvironmentFault, FaultCode
from db.lock import lock_path
from db.store import Store
from tests.db.examples import KEY, new_book, save_typed, year_table


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the system says is a share."""
    folder = tmp_path / "共享 盘"
    folder.mkdir()
    mounts = tmp_path / "mountinfo"
    point = str(folder).replace(" ", "\\040")
    mounts.write_text(
        f"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n31 22 0:44 / {point} rw,relatime shared:9 - cifs //server/报表 rw\n", "utf-8"
    )
    monkeypatch.setattr(distant, "MOUNTS", mounts)
    return folder


@pytest.fixture
def local(tmp_path: Path) -> Path:
    return tmp_path / "working"


def stored(path: Path) -> str:
    """What the file on the share says, read by its bytes alone."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:
        return str(connection.execute("SELECT actual_text FROM nodes WHERE id='n2'").fetchone()[0])


def typed(store: Store, text: str) -> None:
    save_typed(store, store.load(KEY), "n2", text)


def test_a_share_is_told_from_a_drive(share: Path, tmp_path: Path) -> None:
    assert is_distant(share / "账套.ziping")
    assert is_distant(share / "2024" / "账套.ziping")
    assert not is_distant(tmp_path / "账套.ziping")
    assert not is_distant(tmp_path / "共享 盘2" / "账套.ziping")


def test_work_is_done_here_and_put_back_when_asked_and_on_closing(share: Path, local: Path) -> None:
    path = new_book(share, year_table())
    with Store.open(path, local=local) as store:
        assert store.working is not None
        assert local in store.working.file.parents
        typed(store, "97%")
        assert stored(path) == "96.1%"
        store.working.put_back()
        assert stored(path) == "97%"
        typed(store, "98%")
        with pytest.raises(EnvironmentFault) as second:
            Store.open(path, local=local)
        assert second.value.code is FaultCode.BOOK_IN_USE
    assert stored(path) == "98%"
    assert [each.name for each in share.iterdir()] == [path.name]
    with Store.open(path, local=local) as store:
        assert store.load(KEY).nodes[1].actual_text == "98%"
        assert len(store.history()) == 3
        assert store.verify().ok


def test_a_book_is_made_on_a_share(share: Path, local: Path) -> None:
    with Store.create(share / "新.ziping", local=local) as store:
        store.add(year_table(), operation="import")
    assert stored(share / "新.ziping") == "96.1%"


def test_copies_hold_what_was_typed_a_moment_ago(share: Path, local: Path) -> None:
    path = new_book(share, year_table())
    with Store.open(path, local=local) as store:
        typed(store, "97%")
        assert stored(store.back_up()) == "97%"
        store.copy_to(share.parent / "副本.ziping")
    assert stored(share.parent / "副本.ziping") == "97%"


def test_a_share_that_goes_away_stops_nothing_and_gets_its_work_the_next_time(share: Path, local: Path) -> None:
    path = new_book(share, year_table())
    store = Store.open(path, local=local)
    away = share.rename(share.with_name("away"))
    typed(store, "97%")
    assert store.load(KEY).nodes[1].actual_text == "97%"
    assert store.working is not None
    for leave in (store.working.put_back, store.close):
        with pytest.raises(EnvironmentFault) as told:
            leave()
        assert (told.value.code, told.value.facts["path"]) == (FaultCode.DRIVE_GONE, str(path))
    away.rename(share)
    lock_path(path).unlink(missing_ok=True)
    assert stored(path) == "96.1%"
    with Store.open(path, local=local) as store:
        assert store.load(KEY).nodes[1].actual_text == "97%"
    assert stored(path) == "97%"


def test_work_of_somebody_else_is_not_overwritten_and_ours_is_kept_among_the_copies(share: Path, local: Path) -> None:
    path = new_book(share, year_table())
    store = Store.open(path, local=local)
    typed(store, "97%")
    (share / "other").mkdir()
    other = new_book(share / "other", year_table(8))
    other.replace(path)
    with pytest.raises(EnvironmentFault) as told:
        store.close()
    assert told.value.code is FaultCode.BOOK_OVERTAKEN
    with Store.open(path, local=local) as store:
        assert len(store.load(KEY).nodes) == 8
        assert store.working is not None
        kept = store.working.set_aside
    assert [each.path for each in copies(path)] == [kept]
    assert stored(copies(path)[0].path) == "97%"


def test_a_full_share_keeps_the_old_book_and_the_work(share: Path, local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_book(share, year_table())

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    with Store.open(path, local=local) as store:
        typed(store, "97%")
        with monkeypatch.context() as patch:
            patch.setattr(distant.shutil, "copyfile", full)
            assert store.working is not None
            with pytest.raises(EnvironmentFault) as told:
                store.working.put_back()
        assert told.value.code is FaultCode.DISK_FULL
        assert stored(path) == "96.1%"
    assert stored(path) == "97%"
    assert [each.name for each in share.iterdir()] == [path.name]


@pytest.fixture
def lockless(share: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A share that knows no locks."""

    def unknown(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(lock, "_take", unknown)
    monkeypatch.setattr(lock, "PATIENCE", 0)
    return share


def refusal(path: Path, local: Path, over: EnvironmentFault | None = None) -> EnvironmentFault:
    with pytest.raises(EnvironmentFault) as told:
        Store.open(path, local=local, over=over)
    assert (told.value.code, told.value.facts["by_name"]) == (FaultCode.BOOK_IN_USE, "yes")
    return told.value


def test_a_dead_holder_on_a_share_without_locks_gives_way_when_the_clerk_says_so(lockless: Path, local: Path) -> None:
    path = new_book(lockless, year_table())
    holder = {"holder": "李四", "machine": "别的电脑", "pid": "4711", "since": "2026-11-20T01:12:00Z"}
    lock_path(path).write_text(json.dumps(holder), "utf-8")
    first = refusal(path, local)
    assert holder.items() <= first.facts.items()
    lock_path(path).write_text(json.dumps(holder | {"holder": "王五", "pid": "4712"}), "utf-8")
    second = refusal(path, local, over=first)  # somebody else came meanwhile: that is another question
    assert second.facts["holder"] == "王五"
    with Store.open(path, local=local, over=second) as store:
        typed(store, "97%")
        refusal(path, local, over=second)
    assert stored(path) == "97%"
    assert [each.name for each in lockless.iterdir()] == [path.name]


def test_a_holder_who_lived_after_all_overwrites_nothing_and_keeps_the_work(lockless: Path, tmp_path: Path) -> None:
    path = new_book(lockless, year_table())
    theirs = Store.open(path, local=tmp_path / "theirs", holder="李四")
    typed(theirs, "97%")
    with Store.open(path, local=tmp_path / "ours", over=refusal(path, tmp_path / "ours")) as ours:
        for leave in (theirs.working.put_back, theirs.close):  # type: ignore[union-attr]  # on a share there is one
            with pytest.raises(EnvironmentFault) as told:
                leave()
            assert told.value.code is FaultCode.BOOK_OVERTAKEN
        assert lock_path(path).exists()
        typed(ours, "98%")
    assert stored(path) == "98%"
    with Store.open(path, local=tmp_path / "theirs") as store:
        assert store.working is not None
        assert store.working.set_aside is not None
        assert stored(store.working.set_aside) == "97%"
        assert store.load(KEY).nodes[1].actual_text == "98%"


def test_work_put_back_while_the_book_is_taken_over_is_not_overwritten(
    lockless: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_book(lockless, year_table())
    holder = {"holder": "李四", "machine": "别的电脑", "pid": "4711", "since": "2026-11-20T01:12:00Z"}
    lock_path(path).write_text(json.dumps(holder), "utf-8")
    over = refusal(path, tmp_path)
    copying = distant.shutil.copyfile

    def last_moment(source: Path, target: Path) -> None:
        copying(source, target)
        path.write_bytes(path.read_bytes() + b"later")

    with monkeypatch.context() as patch:
        patch.setattr(distant.shutil, "copyfile", last_moment)
        ours = Store.open(path, local=tmp_path, over=over)
    typed(ours, "98%")
    with pytest.raises(EnvironmentFault) as told:
        ours.close()
    assert told.value.code is FaultCode.BOOK_OVERTAKEN
    assert path.read_bytes().endswith(b"later")


@pytest.mark.usefixtures("lockless")
def test_a_place_that_knows_no_locks_is_worked_on_like_a_share(tmp_path: Path, local: Path) -> None:
    with Store.open(new_book(tmp_path, year_table()), local=local) as store:
        assert store.working is not None
