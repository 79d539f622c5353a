"""The process that reads one foreign file: it may neither write, nor connect, nor start anything.

The request comes as one line of JSON on standard input, the answer goes as lines of JSON to standard output.
"""

import json
import os
import sys
from pathlib import Path
from typing import Final

from db.faults import EnvironmentFault
from desktop.reading.answer import answer_lines, fault_line
from desktop.reading.reader import read_workbook_here

_FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.",
    "shutil.",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
)
_HARMLESS: Final = frozenset({"os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.listxattr", "os.add_dll_directory"})
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> int:
    """Read the request, read the file, answer."""
    sys.stdout = sys.stderr  # whatever a library prints is no part of the answer
    with open(0, "rb", closefd=False) as requests:
        request = json.loads(requests.readline())
    answer = open(1, "wb", closefd=False)  # noqa: SIM115 - opened before opening for writing is forbidden
    _limit_memory(request["megabytes"])
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    try:
        workbook = read_workbook_here(Path(request["path"]), password=request["password"])
    except EnvironmentFault as fault:
        answer.write(fault_line(fault).encode("ascii") + b"\n")
    else:
        answer.writelines(line.encode("ascii") + b"\n" for line in answer_lines(workbook))
    answer.flush()
    return 0


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Called before Python does anything that reaches outside; there is no way to take it off again."""
    if event == "open":
        flags = arguments[2]
        is_writing = isinstance(flags, int) and bool(flags & _WRITING)
    else:
        is_writing = event.startswith(_FORBIDDEN) and event not in _HARMLESS
    if is_writing:
        raise PermissionError(event)


def _limit_memory(megabytes: int) -> None:
    """Where the system can, let a greedy allocation fail in here before the parent has to end us."""
    try:
        import resource
    except ImportError:
        return
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
