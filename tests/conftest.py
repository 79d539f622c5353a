"""What every test stands on: no display, no font, home or network of the machine, no warning unheard."""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first QApplication asks for a display
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))

HOME_FOLDERS = {
    "HOME": ".",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_DOCUMENTS_DIR": "documents",
    "USERPROFILE": ".",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    # Windows is asked for these by number, not by variable; platformdirs looks here first.
    "WIN_PD_OVERRIDE_APPDATA": "roaming",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": "local",
    "WIN_PD_OVERRIDE_PERSONAL": "documents",
}


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home with a documents folder, for this test alone."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "documents").mkdir()
    for variable, name in HOME_FOLDERS.items():
        monkeypatch.setenv(variable, str(folder / name))
    return folder


class NetworkUsed(BaseException):
    """Something opened a connection. No Exception, so that no handler of the program hides it."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program works offline: a connection or a question for an address is a bug."""

    def watched(original: Callable[..., object]) -> Callable[..., object]:
        def call(plug: socket.socket, *arguments: object) -> object:
            if plug.family in {socket.AF_INET, socket.AF_INET6}:
                raise NetworkUsed(arguments)
            return original(plug, *arguments)  # processes of one machine talk through paths

        return call

    def unanswered(*arguments: object, **_: object) -> None:
        raise NetworkUsed(arguments)

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, watched(getattr(socket.socket, name)))
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, unanswered)


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log fails the test; one that expects it asserts on ``caplog`` and clears it."""
    yield
    records = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    unexpected = [record.getMessage() for record in records if record.levelno >= logging.WARNING]
    if unexpected:
        pytest.fail(f"logged and not expected: {unexpected}")


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> Iterator[QApplication]:
    """The one application, written and drawn in the bundled font."""
    from desktop.kit.fonts import register_fonts

    qapp.setFont(QFont(register_fonts(), 9))
    yield qapp
    # The platform without a screen keeps the last copied cells beyond the interpreter that made them: a crash at exit.
    qapp.clipboard().clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write text pictures anew instead of comparing them")


Snapshot = Callable[[str, str], None]


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compares a text with its file under ``tests/snapshots``; with the option it writes the file."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "snapshots" / name
        if request.config.getoption("--update-snapshots"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare
