import importlib.util
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, its environment moved to an empty folder."""
    spec = importlib.util.spec_from_file_location("prepare", ROOT / "packaging" / "prepare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "installed.sha256")
    return module


@pytest.fixture
def commands(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands the script would run; making the environment makes only its Python."""
    ran: list[list[str]] = []

    def run(command: list[str], _environment: dict[str, str]) -> None:
        ran.append(command)
        if "venv" in command:
            prepare.venv_python().parent.mkdir(parents=True)
            prepare.venv_python().touch()

    monkeypatch.setattr(prepare, "run", run)
    monkeypatch.setattr(prepare.subprocess, "run", lambda *_, **__: None)
    return ran


def test_the_first_run_makes_the_environment_and_the_second_does_nothing(prepare: ModuleType, commands: list[list[str]]) -> None:
    prepare.install_lock(prepare.RUNTIME_LOCK, {})
    assert len(commands) == 2
    assert {"--require-hashes", str(prepare.RUNTIME_LOCK)} <= set(commands[1])
    prepare.install_lock(prepare.RUNTIME_LOCK, {})
    assert len(commands) == 2


def test_the_tests_add_to_the_environment_of_the_program_which_stays_valid(
    prepare: ModuleType, commands: list[list[str]]
) -> None:
    prepare.install_lock(prepare.RUNTIME_LOCK, {})
    prepare.install_lock(prepare.DEV_LOCK, {})
    assert [str(prepare.DEV_LOCK) in command for command in commands] == [False, False, True]
    prepare.install_lock(prepare.RUNTIME_LOCK, {})
    assert len(commands) == 3


def test_a_changed_lock_is_installed_again(
    prepare: ModuleType, commands: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("one==1\n")
    monkeypatch.setattr(prepare, "RUNTIME_LOCK", lock)
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    prepare.install_lock(lock, {})
    lock.write_text("one==2\n")
    prepare.install_lock(lock, {})
    assert [command for command in commands[1:] if str(lock) not in command] == []
    assert len(commands) == 3


def test_an_installation_that_broke_off_starts_afresh(prepare: ModuleType, commands: list[list[str]]) -> None:
    prepare.install_lock(prepare.RUNTIME_LOCK, {})
    prepare.STAMP.unlink()
    prepare.venv_python().unlink()
    prepare.venv_python().parent.rmdir()
    prepare.install_lock(prepare.RUNTIME_LOCK, {})
    assert "--clear" in commands[2]


def test_of_two_starts_at_once_one_sets_up_and_the_other_waits(prepare: ModuleType, commands: list[list[str]]) -> None:
    begun, go_on = threading.Event(), threading.Event()
    run = prepare.run

    def slow(command: list[str], environment: dict[str, str]) -> None:
        begun.set()
        assert go_on.wait(20)
        run(command, environment)

    prepare.run = slow
    threads = [threading.Thread(target=prepare.install_lock, args=(prepare.RUNTIME_LOCK, {})) for _ in range(2)]
    threads[0].start()
    assert begun.wait(20)
    threads[1].start()
    threads[1].join(0.2)
    assert threads[1].is_alive()
    go_on.set()
    for each in threads:
        each.join(20)
    assert len(commands) == 2


def test_another_python_makes_the_environment_anew(
    prepare: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare.install_lock(prepare.RUNTIME_LOCK, {})
    monkeypatch.setattr(sys, "base_prefix", "elsewhere")
    monkeypatch.setattr(prepare, "run", lambda command, _: commands.append(command))
    prepare.install_lock(prepare.RUNTIME_LOCK, {})
    assert ["venv" in command for command in commands] == [True, False, True, False]


def test_missing_libraries_are_named_where_nobody_may_install_them(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(prepare, "loads", lambda library: library != "libxcb-cursor.so.0")
    monkeypatch.setattr(prepare, "apt_prefix", lambda: None)
    with pytest.raises(SystemExit) as exit_status:
        prepare.install_libraries(prepare.SCREEN_LIBRARIES, {}, prepare.WELCOME_LIBRARIES)
    assert exit_status.value.code == 3
    sentence = capsys.readouterr().err
    assert "libxcb-cursor0" in sentence
    assert "libxcb-image0" not in sentence
    assert sentence.count("\n") == 1


def test_a_machine_without_printing_is_left_as_it_is(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(prepare, "loads", lambda library: library != "libcups.so.2")
    monkeypatch.setattr(prepare, "apt_prefix", list)
    prepare.install_libraries(prepare.SCREEN_LIBRARIES, {}, prepare.WELCOME_LIBRARIES)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "surroundings", "refused"),
    [
        ([], {}, True),
        (["gui"], {}, True),
        (["--self-test"], {}, False),
        ([], {"DISPLAY": ":0"}, False),
        ([], {"WAYLAND_DISPLAY": "wayland-0"}, False),
    ],
)
def test_only_a_window_needs_a_display(
    prepare: ModuleType, arguments: list[str], surroundings: dict[str, str], refused: bool
) -> None:
    refuses = prepare.opens_window(arguments) and not prepare.has_display(surroundings, "linux")
    assert refuses is refused


def test_files_are_named_from_the_folder_of_the_caller(
    prepare: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], Mapping[str, str]]] = []
    monkeypatch.setattr(prepare.os, "execve", lambda _program, *called: started.append(called))
    monkeypatch.setattr(prepare, "install_libraries", lambda *_: None)
    monkeypatch.setattr(prepare, "install_lock", lambda *_: None)
    monkeypatch.chdir(tmp_path)
    prepare.start(["show", "甲.ziping"])
    [(words, environment)] = started
    assert Path.cwd() == tmp_path
    assert words[1:] == ["-m", "desktop", "show", "甲.ziping"]
    for name in ("random.py", "desktop.py"):
        (tmp_path / name).write_text("raise SystemExit(1)")
    called = [sys.executable, "-m", "desktop", "--version"]
    told = subprocess.run(called, env=dict(environment), capture_output=True, check=True, text=True)
    assert told.stdout.startswith("ziping ")


def test_tests_run_without_the_settings_of_the_machine(prepare: ModuleType) -> None:
    surroundings = {
        "PATH": "/usr/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": "elsewhere",
        "QT_QPA_PLATFORM": "xcb",
        "QT_SCALE_FACTOR": "2",
        "LC_ALL": "zh_CN.GB18030",
        "PIP_INDEX_URL": "kept: a mirror near by",
    }
    environment = prepare.test_environment(surroundings)
    assert environment["QT_QPA_PLATFORM"] == "offscreen"
    assert environment["LANG"] == "C.UTF-8"
    assert {"PATH", "PIP_INDEX_URL"} <= set(environment)
    assert not {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "QT_SCALE_FACTOR", "LC_ALL"} & set(environment)


LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_has_hashes_for_every_package(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--find-links|file:", text)
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9-]+==[\w.]+", entry)
        assert "--hash=sha256:" in entry


def pinned(name: str) -> set[str]:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    return set(re.findall(r"^[a-z0-9-]+==\S+(?: ; [^\\\n]+)?", text, re.MULTILINE))


def test_the_locks_hold_what_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = {pin.split("==")[0] for pin in pinned("requirements.lock")}
    development = {pin.split("==")[0] for pin in pinned("requirements-dev.lock")}
    for declared, locked in (
        (project["project"]["dependencies"], runtime),
        (project["dependency-groups"]["dev"], development),
    ):
        names = {re.split(r"[<>=;~ ]", line)[0].lower() for line in declared}
        assert names <= locked


def test_the_tests_run_on_the_very_versions_of_the_program() -> None:
    assert pinned("requirements.lock") <= pinned("requirements-dev.lock")


def test_each_processor_gets_the_screen_library_its_old_systems_can_load() -> None:
    pins = {pin.strip() for pin in pinned("requirements.lock") if pin.startswith("pyside6-essentials")}
    assert pins == {
        "pyside6-essentials==6.8.0.2 ; platform_machine == 'aarch64'",
        "pyside6-essentials==6.8.3 ; platform_machine != 'aarch64'",
    }
