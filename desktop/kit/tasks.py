"""Long work beside the window: plain values in, plain values out, answers in the GUI thread while the asker still exists."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal
from shiboken6 import isValid

from db.faults import EnvironmentFault

Result = TypeVar("Result")
Report = Callable[[int, int], None]

WORKER = "work"
"""What threads beside the window are called."""

log = logging.getLogger(__name__)


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """Raised in the worker by its report, when nobody wants the result any more."""


class _Relay(QObject):
    """Lives in the GUI thread and calls there what a worker hands it."""

    delivered = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.delivered.connect(self._call)

    def _call(self, answer: Callable[[], None]) -> None:
        answer()


class _Worker(threading.Thread):
    """Keeps what it was given beyond its end; the GUI thread has the last hold on it."""

    def __init__(self, body: Callable[[], None]) -> None:
        super().__init__(name=WORKER)
        self._body = body

    def run(self) -> None:
        self._body()


def run(
    work: Callable[[Report], Result],
    done: Callable[[Result], None],
    failed: Callable[[EnvironmentFault], None],
    progress: Report,
    context: QObject,
    *,
    cancelled: Callable[[], None] = lambda: None,
) -> Callable[[], None]:
    """Do ``work`` in another thread; what is returned ends it at its next report, and then ``cancelled`` is called.

    ``work`` gets a function to report (steps done, steps in all); it takes and returns plain values and touches no widget and no
    open book. ``done``, ``failed``, ``progress`` and ``cancelled`` are called in the GUI thread, and only while ``context``
    exists. An exception that is no environment fault is our bug: it is raised again in the GUI thread, where the fault handler
    tells it.
    """
    relay = _relay()
    unwanted = threading.Event()

    def tell(answer: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the program has ended and the relay with it
            relay.delivered.emit(answer)

    def report(step: int, steps: int) -> None:
        if unwanted.is_set():
            raise Cancelled
        tell(lambda: progress(step, steps) if isValid(context) else None)

    def finish(call: Callable[[], None]) -> None:
        worker = threading.current_thread()
        tell(lambda: _finish(worker, context, call))

    def body() -> None:
        try:
            result = work(report)
        except Cancelled:
            finish(cancelled)
        except EnvironmentFault as fault:
            told = fault
            finish(lambda: failed(told))
        except Exception as error:  # the worker is the edge where every bug must be carried over
            log.exception("background work failed")
            bug = error
            finish(lambda: _raise(bug))
        else:
            finish(lambda: done(result))

    _Worker(body).start()
    return unwanted.set


def _finish(worker: threading.Thread, context: QObject, call: Callable[[], None]) -> None:
    """The last answer, in the GUI thread: the worker lets go first, so that no widget is ever taken apart in its thread."""
    worker.join()
    if isValid(context):
        call()


def _relay() -> _Relay:
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("background work needs an application")
    return application.findChild(_Relay) or _Relay(application)


def _raise(error: Exception) -> None:
    raise error
