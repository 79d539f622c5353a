"""Schema steps, one module each, never edited after a release. Imported by the db only.

A step takes the book from the version before to its own (its place in ``STEPS``, from 1); all steps run in one transaction, in
SQL of their own on the bare driver: what the program says of its tables today must not change what a step once did.
"""

import sqlite3
from collections.abc import Callable

from db.migrations import m0001_first

STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (m0001_first.migrate,)


def version() -> int:
    """The schema this program writes."""
    return len(STEPS)


def migrate(driver: sqlite3.Connection, stored: int) -> None:
    """Runs the steps after the stored version; to be called in a transaction."""
    for number, step in enumerate(STEPS[stored:], start=stored + 1):
        step(driver)
        driver.execute(f"PRAGMA user_version={number}")
