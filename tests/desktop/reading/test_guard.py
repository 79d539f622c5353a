"""The process that reads a file is watched, ended in time, and its silence is no crash of ours."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import guard
from desktop.reading.guard import Limits, read_workbook, read_workbook_here
from desktop.reading.memory import resident_megabytes

EXPECTED = json.loads((Path(__file__).parents[2] / "data" / "forms" / "hostile" / "expected.json").read_text(encoding="utf-8"))
PASSWORD = EXPECTED["files"]["encrypted.xlsx"]["password"]
WAIT = "import threading; threading.Event().wait()"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started."""
    processes: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def remember(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        processes.append(popen(*arguments, **options))  # type: ignore[call-overload]  # passed on as they came
        return processes[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    return processes


def run_instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(guard, "_command", lambda: [sys.executable, "-c", program])


def refusal(path: Path, limits: Limits | None = None) -> EnvironmentFault:
    with pytest.raises(EnvironmentFault) as caught:
        read_workbook(path, limits=limits or Limits())
    return caught.value


def test_a_guarded_reading_gives_what_an_unguarded_one_gives(forms: Path) -> None:
    path = forms / "panyu-2021.xlsx"

    assert read_workbook(path) == read_workbook_here(path)


def test_it_reads_from_wherever_the_program_was_started(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = (forms / "huadu-2024.xlsx").resolve()
    monkeypatch.chdir(tmp_path)

    assert read_workbook(path).sheets[0].name == "汇总表"


def test_a_relative_path_with_blanks_and_chinese_reads(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "绩效 自评").mkdir()
    (tmp_path / "绩效 自评" / "表 1.xlsx").write_bytes((forms / "huadu-2024.xlsx").read_bytes())
    monkeypatch.chdir(tmp_path)

    assert read_workbook(Path("绩效 自评/表 1.xlsx")).name == "表 1.xlsx"


def test_a_reading_that_takes_too_long_is_ended(
    forms: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    run_instead(monkeypatch, WAIT)
    fault = refusal(forms / "huadu-2024.xlsx", Limits(seconds=1))

    assert (fault.code, fault.facts["reason"], fault.facts["limit"]) == (FaultCode.FILE_TOO_LARGE, "time", "1")
    assert started[0].returncode is not None


def test_a_reading_that_takes_too_much_memory_is_ended(
    forms: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    run_instead(monkeypatch, f"held = bytearray(b'x' * 200_000_000); {WAIT}")
    fault = refusal(forms / "huadu-2024.xlsx", Limits(megabytes=100))

    assert (fault.code, fault.facts["reason"], fault.facts["limit"]) == (FaultCode.FILE_TOO_LARGE, "memory", "100")
    assert started[0].returncode is not None


@pytest.mark.parametrize(
    "program", ["import os; os.abort()", "print('nonsense')", "", "raise SystemExit(3)", "import os; os.close(1)"]
)
def test_a_process_that_breaks_down_makes_an_unreadable_file(forms: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    run_instead(monkeypatch, program)

    assert refusal(forms / "huadu-2024.xlsx").code is FaultCode.FILE_UNREADABLE


def test_an_endless_answer_is_cut_off(
    forms: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    monkeypatch.setattr(guard, "_ANSWER_BYTES", 1_000_000)
    run_instead(monkeypatch, "import os\nwhile True: os.write(1, b'x' * 65536)")

    assert refusal(forms / "huadu-2024.xlsx").facts["reason"] == "answer"
    assert started[0].returncode is not None


def test_progress_is_told_and_may_call_it_off(
    forms: Path, monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    class CancelledError(Exception):
        pass

    told: list[tuple[int, int]] = []

    def progress(passed: int, allowed: int) -> None:
        told.append((passed, allowed))
        if len(told) == 3:
            raise CancelledError

    run_instead(monkeypatch, WAIT)
    with pytest.raises(CancelledError):
        read_workbook(forms / "huadu-2024.xlsx", progress=progress)

    assert [allowed for _, allowed in told] == [10_000] * 3
    assert sorted(told) == told
    assert started[0].returncode is not None


def test_the_built_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert guard._command() == [sys.executable, guard.CHILD_ARGUMENT]


def test_a_password_opens_an_encrypted_file_and_is_on_no_command_line(
    forms: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    path = forms / "hostile" / "encrypted.xlsx"
    assert refusal(path).facts == {"path": str(path), "option": "--password"}
    with pytest.raises(EnvironmentFault) as caught:
        read_workbook(path, password=PASSWORD[::-1])
    assert caught.value.code is FaultCode.FILE_ENCRYPTED
    assert caught.value.facts["wrong"] == "1"

    assert read_workbook(path, password=PASSWORD).sheets[0].text(2, 2) == "劳监案件结案率"
    assert PASSWORD not in str(started[-1].args)


def test_memory_of_a_process_is_known_and_of_none_is_nothing() -> None:
    assert resident_megabytes(os.getpid()) > 10
    assert resident_megabytes(2**22 + 1) == 0
