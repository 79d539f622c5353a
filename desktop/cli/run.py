"""From the words of a call to its exit status: faults become one sentence and status 3, never a traceback."""

import argparse
import errno
import os
import sys
import unicodedata
from collections.abc import Callable, Sequence

from db.faults import EnvironmentFault, FaultCode
from desktop.cli.arguments import parse_call
from desktop.cli.output import REFUSED, speak_utf8
from desktop.kit.wording import fault_text


def run(arguments: Sequence[str]) -> int:
    """Run one command. A fault is told in one sentence on standard error; a closed pipe ends quietly."""
    speak_utf8()
    given = parse_call(arguments)
    try:
        return _flushed(_command(given.command)(given))
    except EnvironmentFault as fault:
        print(f"ziping: {_one_line(fault_text(fault))}", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _let_go_of_output()
        print(f"ziping: {fault_text(EnvironmentFault(FaultCode.DISK_FULL, path='标准输出'))}", file=sys.stderr)
        return REFUSED


def _flushed(status: int) -> int:
    """What was printed has arrived before the command counts as done."""
    sys.stdout.flush()
    return status


def _let_go_of_output() -> None:
    """What is still to be written is lost; without this Python would complain of it once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _one_line(text: str) -> str:
    """A name of a file may hold line breaks and signs that steer a terminal; a message is one line all the same."""
    return "".join("�" if unicodedata.category(each) in {"Cc", "Zl", "Zp"} else each for each in text)


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """The function of a command; those that need the book's rooms are imported when they are called."""
    from desktop.cli import commands

    if name in commands.COMMANDS:
        return commands.COMMANDS[name]
    if name == "compare":
        from desktop.cli.compare_command import compare_years

        return compare_years
    if name == "rollup":
        from desktop.cli.unit_commands import roll_up

        return roll_up
    from desktop.cli import book_commands

    found: Callable[[argparse.Namespace], int] = getattr(book_commands, BOOK_COMMANDS[name])
    return found


BOOK_COMMANDS = {
    "seal": "seal",
    "unseal": "unseal",
    "history": "history",
    "backup": "back_up",
    "restore": "restore",
    "verify": "verify",
    "salvage": "salvage",
    "forms": "forms",
    "rulebooks": "rulebooks",
    "sample": "sample",
}
