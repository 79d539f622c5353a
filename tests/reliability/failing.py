"""Every k-th write, cut, sync or removal fails, for every kind of work: nothing is lost and memory agrees with the file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile

from db import backup
from db.faults import EnvironmentFault, FaultCode
from db.store import Store
from scoring.table import Node, TableKey, YearTable
from tests.db.examples import KEY, new_book, save_typed, typed, year_table
from tests.reliability.disk import Disk

OTHER = TableKey("另一单位", 2023)
SEAL = {"rulebook_key": "k", "rulebook_text": "t", "program_version": "1"}


def _insert(store: Store, table: YearTable) -> None:
    nodes = (*table.nodes[:3], *(Node(f"m{number}", 3, "新" * 400) for number in range(30)), *table.nodes[3:])
    store.save(table, replace(table, nodes=nodes, next_number=100), operation="insert_row")


def _import(store: Store, table: YearTable) -> None:
    store.put_all([(None, year_table(120, OTHER)), (table, typed(table, "n2", "改"))], operation="import")


WORK: dict[str, Callable[[Store, YearTable], object]] = {
    "edit": lambda store, table: save_typed(store, table, "n2", "改"),
    "insert": _insert,
    "import": _import,
    "seal": lambda store, _: store.seal(KEY, {"table": {"score": "98"}}, **SEAL),
    "unit": lambda store, _: store.add_unit("第三单位"),
    "remove": lambda store, _: store.remove(KEY),
    "backup": lambda store, _: backup.back_up(store.path),
}


@dataclass
class Figures:
    """What happened in all runs."""

    failures: int = 0
    unclear: int = 0
    lost: int = 0
    damaged: int = 0
    stuck: int = 0


def run(folder: Path, *, once: bool, full: bool, names: tuple[str, ...] = tuple(WORK), stride: int = 1) -> Figures:
    """Fails each operation (or each so many-th) of each kind of work in turn, until the work gets through."""
    figures = Figures()
    start = new_book(folder, year_table(40))
    book = folder / "run.ziping"
    for name in names:
        at = 1
        while True:
            copyfile(start, book)
            failed = _one(book, name, Disk(fail_at=at, once=once, full=full), figures)
            if not failed:
                break
            figures.failures += 1
            at += stride
    return figures


def _one(book: Path, name: str, disk: Disk, figures: Figures) -> bool:
    accepted = False
    with disk, Store.open(book) as store:
        before, log = store.load(KEY), store.history()
        try:
            WORK[name](store, before)
            accepted = True
        except EnvironmentFault as fault:
            figures.unclear += fault.code not in (FaultCode.DISK_FULL, FaultCode.DRIVE_GONE)
        reached = disk.fail_at <= disk.count
        if not accepted:
            disk.fail_at = 0  # the clerk makes room and goes on
            figures.lost += store.load(KEY) != before or store.history() != log
            try:
                save_typed(store, before, "n4", "再来")
            except EnvironmentFault:
                figures.stuck += 1
    with Store.open(book) as store:
        figures.damaged += not store.verify().ok
        if not accepted:
            figures.lost += [each.operation for each in store.history()] != ["import", "set_field"]
        else:
            figures.lost += len(store.history()) != len(log) + {"backup": 0, "import": 2}.get(name, 1)
    for copy in backup.copies(book):
        figures.damaged += not _whole(copy.path)
        copy.path.unlink()
    return reached


def _whole(path: Path) -> bool:
    with Store.open(path, read_only=True) as store:
        return store.verify().ok
