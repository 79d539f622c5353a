"""The program is killed at a random moment of its work: whole book, nothing accepted lost, no half operation.

One child types, pastes, imports, rolls up and makes copies for ever; another brings a book of an older schema to ours; a
third works on a book on a network share; a fourth writes workbooks and packages. Each is started, killed and looked after by
:func:`run`.
"""

import multiprocessing
import random
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from shutil import copyfile

from db import backup, distant, migrations
from db.faults import EnvironmentFault
from db.store import Store
from scoring.table import Node, TableKey, YearTable
from tests.db.examples import KEY, new_book, save_typed, year_table
from tests.reliability.changing import later_step

ROWS, BLOCK = 60, 50
PASTED = (
    "explanation", "target_text", "actual_text", "reason_text", "remark_text",
    "evidence_text", "office_text", "money_text", "verified_score_text", "points_text",
)  # fmt: skip
"""Columns of the block: with ``BLOCK`` rows five hundred cells."""
REPLACED = TableKey("某单位", 1999, "换过的表")
PARENT, BELOW = TableKey("市局", 2024), (TableKey("甲站", 2024), TableKey("乙站", 2024))
LATER = (*migrations.STEPS, later_step)
CONTEXT = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
MODULES = ["desktop.sheets.export", "desktop.workspace.packing", "desktop.workspace.units"]


@dataclass
class Figures:
    """What was found after all kills; ``spoiled`` counts written files that are neither whole nor absent."""

    kills: int = 0
    accepted: int = 0
    damaged: int = 0
    lost: int = 0
    half: int = 0
    spoiled: int = 0


def work(told: Connection, path: Path, first: int) -> None:
    """Types, pastes, imports, rolls up and makes copies for ever, telling every accepted number."""
    with Store.open(path) as store:
        table = store.load(KEY)
        number = first
        while True:
            number += 1
            if number % 10 == 0:
                table = _pasted(store, table, str(number))
            elif number % 10 == 5:
                _import(store, number)
            elif number % 10 == 8:
                _roll_up(store, number)
            elif number % 50 == 1:
                backup.back_up(path)
                store.add_unit(f"单位{number}")
            else:
                table, _ = save_typed(store, table, "n60", str(number))
            told.send(number)


def _pasted(store: Store, table: YearTable, text: str) -> YearTable:
    words = dict.fromkeys(PASTED, text)
    nodes = tuple(replace(each, **words) if number < BLOCK else each for number, each in enumerate(table.nodes))
    after = replace(table, nodes=nodes)
    store.save(table, after, operation="paste", new=text)
    return after


def _import(store: Store, number: int) -> None:
    """A table that is new and one in the place of another, in one accept."""
    fresh = year_table(20, TableKey("某单位", 2000, str(number)))
    before = store.load(REPLACED)
    nodes = tuple(replace(each, remark_text=str(number)) for each in before.nodes)
    store.put_all([(None, fresh), (before, replace(before, nodes=nodes))], operation="import", new=str(number))


def _roll_up(store: Store, number: int) -> None:
    from desktop.workspace.units import Collected, collect_and_roll_up

    collected = [Collected(_of_unit(key, number), Path(str(number))) for key in BELOW]
    collect_and_roll_up(store, PARENT.unit, PARENT.year, collected)


def _of_unit(key: TableKey, number: int) -> YearTable:
    node = Node("1", 1, "救助人次", points_text="100", target_text="≥1人次", actual_text=f"{number}人次", section="indicators")
    return YearTable(key, nodes=(node,), next_number=2)


def bring_up(told: Connection, path: Path) -> None:
    """Opens a book of an older schema once."""
    migrations.STEPS = LATER
    told.send(0)
    Store.open(path).close()


def work_on_share(told: Connection, path: Path, local: Path, first: int) -> None:
    """Types into a book on a share and puts it back every third time, telling every accepted number."""
    distant.MOUNTS = local.with_name("mounts")
    with Store.open(path, local=local) as store:
        table = store.load(KEY)
        number = first
        while True:
            number += 1
            table, _ = save_typed(store, table, "n60", str(number))
            told.send(number)
            if number % 3 == 0 and store.working is not None:
                store.working.put_back()


def write(told: Connection, path: Path, target: Path) -> None:
    """Writes the table as a workbook and as a package for ever."""
    from desktop.sheets.export import write_file
    from desktop.workspace.library import form_of, scored_table
    from desktop.workspace.packing import write_package

    with Store.open(path) as store:
        scored = scored_table(store.load(KEY))
        told.send(0)
        while True:
            write_file(target, scored, (), kind="sheet", form=form_of(scored.table))
            write_package(store, KEY, target.with_suffix(".zip"))


def run(folder: Path, kills: int, seed: int = 1, *, wait: Callable[[float], None] = time.sleep) -> Figures:
    """Kills so many times and looks after each: seven of ten at work, one each of the rest."""
    if sys.platform != "win32":
        CONTEXT.set_forkserver_preload([__name__, *MODULES])  # a start costs no second of importing
    chance = random.Random(seed)
    figures = Figures()
    replaced = year_table(40, REPLACED)
    path = new_book(folder, year_table(ROWS), replaced)
    older, target = folder / "旧账套.ziping", folder / "自评表.xlsx"
    shared, local = _share(folder, path)
    number = typed = 0
    for turn in range(kills):
        figures.kills += 1
        if turn % 10 < 7:
            said = _killed(work, path, number, wait=lambda: wait(chance.uniform(0, 0.15)))
            number = _look(path, said[-1], number, figures)
        elif turn % 10 == 7:
            said = _killed(work_on_share, shared, local, typed, wait=lambda: wait(chance.uniform(0, 0.15)))
            typed = _look_at_share(shared, local, said[-1], figures)
        elif turn % 10 == 8:
            with Store.open(path, read_only=True) as store:
                before = store.load(KEY)
            copyfile(path, older)
            _killed(bring_up, older, wait=lambda: wait(chance.uniform(0, 0.1)))
            _look_at_schema(older, before, figures)
        else:
            copyfile(path, older)
            _without_evidence(older)
            _killed(write, older, target, wait=lambda: wait(chance.uniform(0, 0.4)))
            _look_at_files(older, target, figures)
    return figures


def _killed(work: Callable[..., None], *arguments: object, wait: Callable[[], None]) -> list[int]:
    """Starts a child, waits for its first word and a moment, kills it; all it told."""
    ours, theirs = CONTEXT.Pipe(duplex=False)
    child = CONTEXT.Process(target=work, args=(theirs, *arguments))
    child.start()
    theirs.close()
    said = [ours.recv()]
    wait()
    child.kill()
    child.join()
    with suppress(EOFError):
        while True:
            said.append(ours.recv())
    ours.close()
    return said


def _look(path: Path, said: int, before: int, figures: Figures) -> int:
    """Checks the book; the last number that is in it, which may be one more than was said."""
    with Store.open(path) as store:
        figures.damaged += not store.verify().ok
        found = [entry.new or entry.unit.removeprefix("单位") for entry in store.history() if entry.new or entry.year is None]
        numbers = [int(each) for each in found if each.isdigit()]
        last = max(numbers, default=0)
        figures.accepted += said - before
        figures.lost += set(range(1, said + 1)) - set(numbers) != set()
        figures.lost += last > said + 1
        figures.half += _half(store, numbers)
    for copy in backup.copies(path):
        figures.damaged += not _whole(copy.path)
        copy.path.unlink()
    return last


def _half(store: Store, numbers: list[int]) -> int:
    """How many operations of several rows or tables are in the book in part."""

    def last(digit: int) -> str:
        return str(max((number for number in numbers if number % 10 == digit), default=""))

    pasted = {getattr(each, name) for each in store.load(KEY).nodes[:BLOCK] for name in PASTED}
    half = last(0) != "" and pasted != {last(0)}
    tables = {line.key.subject for line in store.overview() if line.key.year == 2000}
    half += tables != {str(number) for number in numbers if number % 10 == 5}
    half += {each.remark_text for each in store.load(REPLACED).nodes} != {last(5)}
    if last(8):
        reached = [store.load(key).nodes[0].actual_text for key in (*BELOW, PARENT)]
        half += reached != [f"{last(8)}人次", f"{last(8)}人次", f"{2 * int(last(8))}人次"]
    return int(half)


def _look_at_schema(path: Path, before: YearTable, figures: Figures) -> None:
    """Opens the book as the newer program does next time."""
    usual = migrations.STEPS
    migrations.STEPS = LATER
    try:
        with Store.open(path) as store:
            figures.damaged += not store.verify().ok
            figures.lost += store.load(KEY) != before
    except EnvironmentFault:
        figures.damaged += 1
    finally:
        migrations.STEPS = usual
    for copy in backup.copies(path):
        figures.damaged += not _whole(copy.path)
        copy.path.unlink()


def _share(folder: Path, path: Path) -> tuple[Path, Path]:
    """A book in a folder that the system says is a share, and where its working copies are."""
    shared, local = folder / "share" / path.name, folder / "working"
    shared.parent.mkdir()
    copyfile(path, shared)
    (folder / "mounts").write_text(f"31 22 0:44 / {shared.parent} rw - cifs //server/x rw\n", "utf-8")
    return shared, local


def _look_at_share(path: Path, local: Path, said: int, figures: Figures) -> int:
    """What lies on the share is whole; opened as the next session does, it has every accepted number."""
    usual, distant.MOUNTS = distant.MOUNTS, local.with_name("mounts")
    try:
        figures.damaged += not _whole(path)
        with Store.open(path, local=local) as store:
            text = next(each.actual_text for each in store.load(KEY).nodes if each.id == "n60")
            figures.lost += int(text) not in (said, said + 1)
            figures.damaged += not store.verify().ok
        figures.damaged += not _whole(path)
    except EnvironmentFault:
        figures.damaged += 1
        return said
    finally:
        distant.MOUNTS = usual
    return int(text)


def _look_at_files(book: Path, target: Path, figures: Figures) -> None:
    from desktop.workspace.packing import open_package

    with Store.open(book) as store:
        figures.damaged += not store.verify().ok
    package = target.with_suffix(".zip")
    if target.exists():
        with zipfile.ZipFile(target) as parts:
            figures.spoiled += parts.testzip() is not None or "xl/workbook.xml" not in parts.namelist()
    if package.exists():
        try:
            with open_package(package) as (_, table):
                figures.spoiled += table.key != KEY
        except EnvironmentFault:
            figures.spoiled += 1
    for each in (target, package, *target.parent.glob(".*.part*")):
        each.unlink(missing_ok=True)


def _without_evidence(path: Path) -> None:
    """The example names a file that nobody has; a package wants every one."""
    with Store.open(path) as store:
        table = store.load(KEY)
        if table.attachments:
            store.save(table, replace(table, attachments=()), operation="detach")


def _whole(path: Path) -> bool:
    with suppress(EnvironmentFault), Store.open(path, read_only=True) as store:
        return store.verify().ok
    return False
