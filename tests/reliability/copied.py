"""The file is copied by hand while the program writes: a copy of two half states is noticed, any other is one of the states."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

from db.faults import EnvironmentFault
from db.store import Store
from scoring.table import Node, YearTable
from tests.db.examples import KEY, new_book, save_typed, year_table

PAGE = 4096


@dataclass
class Figures:
    """What was found: copies that are one state, copies that are torn and told, and those that are torn and not told."""

    copies: int = 0
    whole: int = 0
    told: int = 0
    silent: int = 0


def run(folder: Path, copies: int, seed: int = 1) -> Figures:
    """So many copies, each of which took some changed pages before a commit and the others after it."""
    chance = random.Random(seed)
    figures = Figures()
    states, tables = _session(folder)
    path = folder / "手工复制.ziping"
    while figures.copies < copies:
        at = chance.randrange(len(states) - 1)
        before, after = states[at], states[at + 1]
        size = max(len(before), len(after))
        changed = [each for each in range(0, size, PAGE) if before[each : each + PAGE] != after[each : each + PAGE]]
        taken = {each for each in changed if chance.random() < 0.5}
        pages = [(after if each in taken else before)[each : each + PAGE] for each in range(0, size, PAGE)]
        path.write_bytes(b"".join(pages))
        figures.copies += 1
        _look(path, tables[at : at + 2], figures)
    return figures


def _session(folder: Path) -> tuple[list[bytes], list[YearTable]]:
    """The bytes of the file after each of some commits, and the table as it stood."""
    path = new_book(folder, year_table(40))
    with Store.open(path) as store:
        table = store.load(KEY)
        states, tables = [path.read_bytes()], [table]
        for number in range(40):
            if number % 4 == 3:
                nodes = (*table.nodes[:5], Node(f"m{number}", 3, "新指标" * 200), *table.nodes[5:])
                after = replace(table, nodes=nodes)
                store.save(table, after, operation="work")
                table = after
            elif number % 4 == 2:
                after = replace(table, nodes=tuple(replace(each, remark_text=f"第{number}次") for each in table.nodes))
                store.save(table, after, operation="paste")
                table = after
            else:
                table, _ = save_typed(store, table, f"n{number % 30 + 2}", f"{number}")
            states.append(path.read_bytes())
            tables.append(table)
    return states, tables


def _look(path: Path, tables: list[YearTable], figures: Figures) -> None:
    try:
        with Store.open(path, read_only=True) as store:
            if not store.verify().ok:
                figures.told += 1
            elif store.load(KEY) in tables:
                figures.whole += 1
            else:
                figures.silent += 1
    except EnvironmentFault:
        figures.told += 1
