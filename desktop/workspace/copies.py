"""Copies of the book: make, list, bring back, rescue. No Qt."""

from pathlib import Path

from db import backup
from db.faults import EnvironmentFault, FaultCode
from db.salvage import Salvaged
from db.salvage import salvage as salvage_to

__all__ = ["Salvaged", "back_up", "copies", "orphaned", "restore", "salvage"]

back_up = backup.back_up
copies = backup.copies
orphaned = backup.orphaned


def restore(book: Path, copy: Path) -> Path:
    """Bring a copy back; the path under which the replaced state is kept.

    Raises:
        EnvironmentFault: FILE_MISSING, BOOK_IN_USE and what is wrong with the copy.
    """
    if not copy.is_file():
        raise EnvironmentFault(FaultCode.FILE_MISSING, path=str(copy))
    return backup.restore(book, copy)


def salvage(damaged: Path, output: Path) -> Salvaged:
    """What is left of a damaged book, written to a new one.

    Raises:
        EnvironmentFault: FILE_MISSING, BOOK_FOREIGN, OUTPUT_EXISTS.
    """
    if output.exists():
        raise EnvironmentFault(FaultCode.OUTPUT_EXISTS, path=str(output))
    return salvage_to(damaged, output)
