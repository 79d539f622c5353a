"""Long work beside the window: plain values in, plain values out, answers in the GUI thread while the asker still exists."""

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from db.faults import EnvironmentFault

Result = TypeVar("Result")
Report = Callable[[int, int], None]

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


class _Job(QRunnable):
    def __init__(self, body: Callable[[], None]) -> None:
        super().__init__()
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

    def answer(call: Callable[[], None]) -> None:
        relay.delivered.emit(lambda: call() if isValid(context) else None)

    def report(step: int, steps: int) -> None:
        if unwanted.is_set():
            raise Cancelled
        answer(lambda: progress(step, steps))

    def body() -> None:
        try:
            result = work(report)
        except Cancelled:
            answer(cancelled)
        except EnvironmentFault as fault:
            told = fault
            answer(lambda: failed(told))
        except Exception as error:  # the worker is the edge where every bug must be carried over
            log.exception("background work failed")
            bug = error
            answer(lambda: _raise(bug))
        else:
            answer(lambda: done(result))

    QThreadPool.globalInstance().start(_Job(body))
    return unwanted.set


def _relay() -> _Relay:
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("background work needs an application")
    return application.findChild(_Relay) or _Relay(application)


def _raise(error: Exception) -> None:
    raise error
