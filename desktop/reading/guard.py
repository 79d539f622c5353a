"""Foreign files are read in a process of their own, which is ended when it takes too long or too much memory.

The parent watches and ends it, so that Windows and the built program have the same guard as everybody else.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.answer import AnswerError, workbook_from_lines
from desktop.reading.cells import Workbook
from desktop.reading.limits import MEGABYTE, Limits
from desktop.reading.memory import resident_megabytes
from desktop.reading.reader import check_file, read_workbook_here

__all__ = ["CHILD_ARGUMENT", "Limits", "read_workbook", "read_workbook_here"]

CHILD_ARGUMENT: Final = "--read-one-file"  # the built program starts itself with this word
_POLL_SECONDS: Final = 0.02
_ANSWER_BYTES: Final = 256 * MEGABYTE
_CHUNK: Final = 1 << 16

Progress = Callable[[int, int], None]


def read_workbook(
    path: Path,
    *,
    password: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Progress | None = None,
) -> Workbook:
    """Read a file, whatever it is, without letting it harm this process.

    Args:
        path: the file; never changed, never locked.
        password: for an encrypted one.
        limits: what the reading may cost.
        progress: called some fifty times a second with the milliseconds passed and allowed; what it raises
            ends the reading and passes through, which is the way to cancel.

    Raises:
        EnvironmentFault: why the file cannot be read; facts hold its path and nothing from inside it.
    """
    path = path.absolute()
    check_file(path)
    process = subprocess.Popen(  # noqa: S603 - this program itself
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    collected = _Collected()
    try:
        collected.start(process)
        _request(process, {"path": str(path), "password": password, "megabytes": limits.megabytes})
        _watch(process, collected, limits, progress)
    except EnvironmentFault as fault:
        raise EnvironmentFault(fault.code, **{"path": str(path), **fault.facts}) from fault
    finally:
        process.kill()
        process.wait()
        collected.stop(process)
    try:
        return workbook_from_lines(bytes(collected.data).decode("ascii", "replace").splitlines())
    except AnswerError as error:  # it broke down without a word
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=str(path), reason="stopped") from error


class _Collected:
    """What the process has answered so far, taken from the pipe by a thread so that neither side waits."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.is_too_long = False
        self._thread: threading.Thread | None = None

    def start(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        self._thread = threading.Thread(target=self._collect, args=(process.stdout,), daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Whether the answer is complete; waits for it a little."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        if self._thread is not None:
            self._thread.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None and not pipe.closed:
                with contextlib.suppress(BrokenPipeError):  # it was ended before it had read the request
                    pipe.close()

    def _collect(self, pipe: IO[bytes]) -> None:
        while chunk := os.read(pipe.fileno(), _CHUNK):
            if len(self.data) + len(chunk) > _ANSWER_BYTES:
                self.is_too_long = True
                return
            self.data += chunk


def _request(process: subprocess.Popen[bytes], request: dict[str, object]) -> None:
    assert process.stdin is not None  # noqa: S101 - a pipe was asked for
    try:
        process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
        process.stdin.close()
    except (BrokenPipeError, OSError):  # it did not even start; the missing answer says so
        return


def _watch(process: subprocess.Popen[bytes], collected: _Collected, limits: Limits, progress: Progress | None) -> None:
    """Wait for the answer as long as time and memory allow."""
    start = time.monotonic()
    while not collected.wait(_POLL_SECONDS):
        passed = time.monotonic() - start
        if passed > limits.seconds:
            raise EnvironmentFault(FaultCode.FILE_TOO_LARGE, reason="time", limit=str(limits.seconds))
        if resident_megabytes(process.pid) > limits.megabytes:
            raise EnvironmentFault(FaultCode.FILE_TOO_LARGE, reason="memory", limit=str(limits.megabytes))
        if progress is not None:
            progress(int(passed * 1000), limits.seconds * 1000)
    if collected.is_too_long:
        raise EnvironmentFault(FaultCode.FILE_TOO_LARGE, reason="answer", limit=str(_ANSWER_BYTES // MEGABYTE))


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    return [sys.executable, "-m", "desktop.reading.child"]


def _environment() -> dict[str, str]:
    """Ours, and the folder from which this program was imported, wherever it was started."""
    root = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, known)))}
