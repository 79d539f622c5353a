"""The ground the tests stand on does what it says."""

import logging
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.kit import fonts

ROOT = Path(__file__).parent.parent


def test_every_folder_of_the_user_is_temporary_and_empty(home: Path) -> None:
    folders = [
        Path.home(),
        platformdirs.user_documents_path(),
        platformdirs.user_config_path("ziping"),
        platformdirs.user_log_path("ziping"),
        platformdirs.user_data_path("ziping"),
    ]
    assert all(folder.is_relative_to(home) for folder in folders)
    assert [path.name for path in home.rglob("*")] == ["documents"]


def test_a_connection_is_an_error_no_handler_hides() -> None:
    with pytest.raises(BaseException, match=r"example\.org"):  # noqa: SIM117 - both must hold
        with socket.socket() as plug:
            plug.connect(("example.org", 80))
    with pytest.raises(BaseException, match=r"example\.org") as caught:
        urllib.request.urlopen("http://example.org")
    assert not isinstance(caught.value, Exception)


def test_an_expected_warning_is_asserted_and_cleared(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("desktop").warning("the disk is nearly full")
    assert caplog.messages == ["the disk is nearly full"]
    caplog.clear()


@pytest.fixture
def run_tests(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Runs one file of tests on this ground, in a process of its own."""
    folder = Path(__file__).parent
    shutil.copy(folder / "conftest.py", tmp_path)
    shutil.copy(folder / "fonts.conf", tmp_path)

    def run(tests: str) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "test_alone.py"
        path.write_text(tests)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), path.name]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    return run


def test_an_unexpected_warning_fails_the_run(run_tests: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    quiet = run_tests("def test_quiet(): pass\n")
    assert quiet.returncode == 0, quiet.stdout
    loud = run_tests("import logging\ndef test_loud(): logging.warning('smoke')\n")
    assert loud.returncode == 1
    assert "logged and not expected: ['smoke']" in loud.stdout


def test_cells_left_on_the_clipboard_do_not_crash_the_end_of_the_run(
    run_tests: Callable[[str], subprocess.CompletedProcess[str]],
) -> None:
    copied = run_tests("""
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

def test_copy(qapp):
    data = QMimeData()
    data.setText("95%")
    QGuiApplication.clipboard().setMimeData(data)
    assert QGuiApplication.clipboard().text() == "95%"
""")
    assert copied.returncode == 0, copied.stdout


def test_the_application_is_offscreen_and_writes_in_the_bundled_font(qapp: QApplication) -> None:
    assert QGuiApplication.platformName() == os.environ["QT_QPA_PLATFORM"]
    assert QFontInfo(qapp.font()).family() == fonts.BUNDLED
    real = [family for family in QFontDatabase.families() if family not in {"Monospace", "Sans Serif", "Serif"}]
    assert real == [fonts.BUNDLED]
