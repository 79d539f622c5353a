"""Schema steps, one module each, never edited after a release. Imported by the db only.

A step takes the book from the version before to its own (its place in ``STEPS``, from 1); all steps run in one transaction.
"""

from collections.abc import Callable

from db.migrations import m0001_first
from db.sql import Connection

STEPS: tuple[Callable[[Connection], None], ...] = (m0001_first.migrate,)


def version() -> int:
    """The schema this program writes."""
    return len(STEPS)


def migrate(connection: Connection, stored: int) -> None:
    """Runs the steps after the stored version; to be called in a transaction."""
    for number, step in enumerate(STEPS[stored:], start=stored + 1):
        step(connection)
        connection.exec_driver_sql(f"PRAGMA user_version={number}")
