"""A file is written whole or not at all, and trouble of the disk is told as such."""

import errno
import os
from pathlib import Path

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.kit.safefile import replace_file


def write_half_and_fail(target: Path, error: Exception) -> None:
    with replace_file(target) as draft:
        draft.write_bytes(b"half")
        raise error


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "自评表.xlsx"
    with replace_file(target) as draft:
        draft.write_bytes(b"whole")
        assert not target.exists()
        assert draft.suffix == ".xlsx"
    assert target.read_bytes() == b"whole"
    assert names(tmp_path) == ["自评表.xlsx"]


def test_an_old_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    target.chmod(0o640)
    with replace_file(target) as draft:
        draft.write_bytes(b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_bug_while_writing_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        write_half_and_fail(target, ZeroDivisionError())
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, FaultCode.DISK_FULL),
        (errno.EDQUOT, FaultCode.DISK_FULL),
        (errno.EIO, FaultCode.DRIVE_GONE),
        (errno.EBUSY, FaultCode.FILE_IN_USE),
        (errno.EACCES, FaultCode.FILE_IN_USE),
        (errno.EROFS, FaultCode.FOLDER_READ_ONLY),
    ],
)
def test_trouble_of_the_disk_is_told_and_the_old_file_stays(tmp_path: Path, number: int, code: FaultCode) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    with pytest.raises(EnvironmentFault) as caught:
        write_half_and_fail(target, OSError(number, os.strerror(number)))
    assert caught.value.code is code
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.csv"]


def test_a_target_that_another_program_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def held(_: Path, other: Path) -> None:
        raise PermissionError(errno.EACCES, "held", str(other))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(EnvironmentFault) as caught, replace_file(target) as draft:
        draft.write_bytes(b"new")
    assert caught.value.code is FaultCode.FILE_IN_USE
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.xlsx"]


def test_a_folder_that_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "refused")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(EnvironmentFault) as caught, replace_file(tmp_path / "a.xlsx"):
        pytest.fail("nothing may be written")
    assert caught.value.code is FaultCode.FOLDER_READ_ONLY


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught, replace_file(tmp_path / "none" / "a.xlsx"):
        pytest.fail("nothing may be written")
    assert caught.value.code is FaultCode.FOLDER_MISSING


def test_any_other_error_of_the_system_stays_itself(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="strange"):
        write_half_and_fail(tmp_path / "a.xlsx", OSError(errno.EBADF, "strange"))
