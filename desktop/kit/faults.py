"""The last resort: whatever goes wrong unforeseen is written to the log and shown in a dialog whose text can be copied."""

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QThread, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

LOG_BYTES = 1_000_000

log = logging.getLogger(__name__)
_shown: list[QDialog] = []  # holds the dialog while it is open: it may have no parent to do so


def start_log(folder: Path) -> None:
    """Write the program's log into the folder; without a writable folder the program runs without a log."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "ziping.log"
        # Put aside at the start only: logging.handlers would bring sockets and pickles in before the first frame.
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(folder / "ziping.old.log")
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


def install() -> None:
    """Route every unforeseen exception of this process to the log and the dialog."""
    sys.excepthook = _told
    threading.excepthook = _logged


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("unforeseen", exc_info=(kind, error, trace))
    text = report(kind, error, trace)
    sys.stderr.write(text)
    application = QApplication.instance()
    if application is None or QThread.currentThread() is not application.thread() or _shown:
        return  # one dialog at a time: a fault that repeats itself must not bury the window
    from desktop.kit.fault_dialog import FaultDialog

    dialog = FaultDialog(text, QApplication.activeWindow())
    _shown.append(dialog)
    dialog.finished.connect(_shown.clear)
    dialog.open()


def _logged(arguments: threading.ExceptHookArgs) -> None:
    log.critical("unforeseen in a thread", exc_info=arguments.exc_value)


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What a maintainer needs: the machine, the versions, the way to the error."""
    import platform

    machine = f"{platform.platform()} Python {platform.python_version()} Qt {qVersion()} {QGuiApplication.platformName()}\n"
    return machine + "".join(traceback.format_exception(kind, error, trace))
