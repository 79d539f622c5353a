"""The power goes: the files are built again as they may lie on the disk after any write, unsynced ones dropped or torn."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

from db.faults import EnvironmentFault
from db.store import Store
from scoring.table import Node, YearTable
from tests.db.examples import KEY, new_book, save_typed, year_table
from tests.reliability.disk import Disk, Operation

SECTOR = 512


@dataclass
class Figures:
    """What was found in all states of the disk."""

    states: int = 0
    damaged: int = 0
    lost: int = 0
    half: int = 0


def run(folder: Path, states: int, seed: int = 1) -> Figures:
    """Looks at so many states of the disk during a session of edits, insertions and a removal."""
    chance = random.Random(seed)
    figures = Figures()
    path = new_book(folder, year_table(30))
    first = path.read_bytes()
    known, operations = _session(path)
    cuts = list(range(len(operations) + 1))
    while figures.states < states:
        for cut in chance.sample(cuts, len(cuts)):
            if figures.states == states:
                break
            files = _left(first, str(path), operations[:cut], chance)
            accepted = max(number for number, (at, _) in enumerate(known) if at <= cut)
            at = folder / "after.ziping"
            for name, data in files.items():
                at.with_name(at.name + name.removeprefix(str(path))).write_bytes(data)
            _look(at, [table for _, table in known], accepted, figures)
    return figures


def _session(path: Path) -> tuple[list[tuple[int, YearTable]], list[Operation]]:
    """The tables in their turn, each with the number of operations after which it was accepted; all operations."""
    with Disk(record=True) as disk, Store.open(path) as store:
        table = store.load(KEY)
        known = [(0, table)]
        for number in range(12):
            if number % 4 == 3:
                nodes = (*table.nodes[:5], Node(f"m{number}", 3, "新指标" * 300), *table.nodes[6:])
                after = replace(table, nodes=nodes)
                store.save(table, after, operation="work")
                table = after
            else:
                table, _ = save_typed(store, table, f"n{number + 10}", f"{number}")
            known.append((len(disk.operations), table))
    return known, disk.operations


def _left(first: bytes, book: str, operations: list[Operation], chance: random.Random) -> dict[str, bytes]:
    """What may lie on the disk: what was synced, and of the rest all, nothing, or any part, the last write perhaps torn."""
    durable: dict[str, bytearray] = {book: bytearray(first)}
    waiting: dict[str, list[Operation]] = {}
    for operation in operations:
        if operation.kind == "sync":
            for each in waiting.pop(operation.path, []):
                _apply(durable, each)
        elif operation.kind == "delete":
            waiting.pop(operation.path, None)
            durable.pop(operation.path, None)
        else:
            waiting.setdefault(operation.path, []).append(operation)
    share = chance.choice([0.0, 0.5, 1.0])
    for unsynced in waiting.values():
        for each in unsynced:
            if chance.random() < share:
                torn = each
                if each.kind == "write" and len(each.data) > SECTOR and chance.random() < 0.2:
                    torn = replace(each, data=each.data[: SECTOR * chance.randrange(1, len(each.data) // SECTOR + 1)])
                _apply(durable, torn)
    return {path: bytes(data) for path, data in durable.items()}


def _apply(files: dict[str, bytearray], operation: Operation) -> None:
    data = files.setdefault(operation.path, bytearray())
    if operation.kind == "truncate":
        del data[operation.offset :]
        return
    if len(data) < operation.offset:
        data.extend(bytes(operation.offset - len(data)))
    data[operation.offset : operation.offset + len(operation.data)] = operation.data


def _look(at: Path, tables: list[YearTable], accepted: int, figures: Figures) -> None:
    figures.states += 1
    try:
        with Store.open(at) as store:
            figures.damaged += not store.verify().ok
            found = _numbers(tables, store.load(KEY))
            entries = len(store.history())
    except EnvironmentFault:
        figures.damaged += 1
        return
    figures.half += not found or entries not in {number + 1 for number in found}
    figures.lost += bool(found) and max(found) < accepted


def _numbers(tables: list[YearTable], table: YearTable) -> list[int]:
    return [number for number, each in enumerate(tables) if each == table]
