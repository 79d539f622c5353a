"""Making, bringing up and restoring a book while every k-th write fails: at each moment there is a whole book or none."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile, copytree, rmtree

from db import backup, lock, migrations
from db.faults import EnvironmentFault, FaultCode
from db.store import Store
from tests.db.examples import KEY, new_book, save_typed, year_table
from tests.reliability.disk import Disk


@dataclass
class Figures:
    """What was found in all runs."""

    failures: int = 0
    unclear: int = 0
    damaged: int = 0
    empty: int = 0
    left_over: int = 0


def later_step(driver: sqlite3.Connection) -> None:
    """A schema step as a later version may have it: a table, a column's words rewritten row by row."""
    driver.execute("CREATE TABLE later (x TEXT NOT NULL)")
    driver.execute("CREATE INDEX later_by_x ON later (x)")
    driver.execute("INSERT INTO later SELECT name FROM nodes")


def create(book: Path) -> None:
    book.unlink(missing_ok=True)
    Store.create(book).close()


def bring_up(book: Path) -> None:
    steps = migrations.STEPS
    migrations.STEPS = (*steps, later_step)
    try:
        Store.open(book).close()
    finally:
        migrations.STEPS = steps


def restore(book: Path) -> None:
    backup.restore(book, backup.copies(book)[0].path)


WORK: dict[str, Callable[[Path], None]] = {"create": create, "bring up": bring_up, "restore": restore}


def run(folder: Path, *, once: bool, stride: int = 1) -> Figures:
    """Fails each operation (or each so many-th) of each work in turn, until the work gets through."""
    figures = Figures()
    path = new_book(folder, year_table(60))
    backup.back_up(path)
    with Store.open(path) as store:
        save_typed(store, store.load(KEY), "n2", "改")
    for name, work in WORK.items():
        at = 1
        while True:
            place = folder / "run"
            rmtree(place, ignore_errors=True)
            place.mkdir()
            book = place / path.name
            copyfile(path, book)
            copytree(backup.copies_folder(path), backup.copies_folder(book))
            if not _one(book, work, Disk(fail_at=at, once=once), figures, made=name == "create"):
                break
            figures.failures += 1
            at += stride
    return figures


def _one(book: Path, work: Callable[[Path], None], disk: Disk, figures: Figures, *, made: bool) -> bool:
    with disk:
        try:
            work(book)
        except EnvironmentFault as fault:
            figures.unclear += fault.code not in (FaultCode.DISK_FULL, FaultCode.DRIVE_GONE)
    reached = disk.fail_at <= disk.count
    if not made or book.exists():
        figures.empty += book.stat().st_size == 0
        try:
            with Store.open(book, read_only=True) as store:
                figures.damaged += not store.verify().ok
                figures.damaged += not made and store.keys() != (KEY,)
        except EnvironmentFault as fault:
            figures.damaged += fault.code is not FaultCode.BOOK_NEWER
    for copy in backup.copies(book):
        with Store.open(copy.path, read_only=True) as store:
            figures.damaged += not store.verify().ok
    allowed = {book.name, book.name + "-journal", backup.copies_folder(book).name}
    figures.left_over += bool({each.name for each in book.parent.iterdir()} - allowed)
    figures.left_over += lock.lock_path(book).exists()
    return reached
