import logging
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.kit import faults
from desktop.kit.fault_dialog import FaultDialog


def break_down() -> None:
    raise LookupError("七")


def broken() -> tuple[type[BaseException], BaseException, object]:
    try:
        break_down()
    except LookupError:
        kind, error, trace = sys.exc_info()
        assert kind is not None
        assert error is not None
        return kind, error, trace
    raise AssertionError


def dialogs() -> list[FaultDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, FaultDialog) and each.isVisible()]


@pytest.mark.usefixtures("qapp")
def test_a_bug_is_shown_once_with_text_to_copy(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(faults.threading, "excepthook", faults.threading.excepthook)
    faults.install()
    kind, error, trace = broken()
    sys.excepthook(kind, error, trace)  # type: ignore[arg-type]
    sys.excepthook(kind, error, trace)  # type: ignore[arg-type]
    assert [each.message for each in caplog.records] == ["unforeseen", "unforeseen"]
    caplog.clear()
    (dialog,) = dialogs()
    dialog.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert "LookupError: 七" in text
    assert "break_down" in text
    assert "Python" in text.splitlines()[0]
    dialog.reject()
    assert dialogs() == []


def test_the_log_is_written_beside_the_settings(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    faults.start_log(tmp_path / "日志")
    try:
        logging.getLogger("desktop").error("试一试")
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
            handler.close()
    caplog.clear()
    assert "试一试" in (tmp_path / "日志" / "ziping.log").read_text(encoding="utf-8")


def test_without_a_folder_the_program_runs_without_a_log(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    before = list(logging.getLogger().handlers)
    faults.start_log(blocked / "log")
    assert logging.getLogger().handlers == before
