"""The program is killed at a random moment of its work: whole book, nothing accepted lost, no half operation."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from db import backup
from db.store import Store
from scoring.table import TableKey, YearTable
from tests.db.examples import KEY, new_book, save_typed, year_table

ROOT = Path(__file__).parents[2]
BLOCK = 25


@dataclass
class Figures:
    """What was found after all kills."""

    kills: int = 0
    accepted: int = 0
    damaged: int = 0
    lost: int = 0
    half: int = 0


def work(path: Path, first: int) -> None:
    """Types, pastes, adds tables and makes copies for ever, saying every accepted number aloud."""
    with Store.open(path) as store:
        table = store.load(KEY)
        number = first
        while True:
            number += 1
            if number % 10 == 0:
                table = _pasted(store, table, str(number))
            elif number % 10 == 5:
                store.add(year_table(20, TableKey("某单位", 2000, str(number))), operation="import", new=str(number))
            elif number % 50 == 1:
                backup.back_up(path)
                store.add_unit(f"单位{number}")
            else:
                table, _ = save_typed(store, table, "n2", str(number))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


def _pasted(store: Store, table: YearTable, text: str) -> YearTable:
    nodes = tuple(replace(each, remark_text=text) if number < BLOCK else each for number, each in enumerate(table.nodes))
    after = replace(table, nodes=nodes)
    store.save(table, after, operation="paste", new=text)
    return after


def run(folder: Path, kills: int, seed: int = 1, *, wait: Callable[[float], None] = time.sleep) -> Figures:
    """Kills so many times and looks after each."""
    chance = random.Random(seed)
    figures = Figures()
    path = new_book(folder, year_table(40))
    number = 0
    for _ in range(kills):
        program = [sys.executable, "-m", "tests.reliability.kills", str(path), str(number)]
        with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
            assert child.stdout is not None
            child.stdout.readline()
            wait(chance.uniform(0, 0.03))
            child.kill()
            said = child.stdout.read().split("\n")[:-1]
        figures.kills += 1
        number = _look(path, int(said[-1]) if said else number + 1, number, figures)
    return figures


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
        table = store.load(KEY)
        remarks = {each.remark_text for each in table.nodes[:BLOCK]}
        pasted = [number for number in numbers if number % 10 == 0]
        figures.half += remarks != {str(max(pasted)) if pasted else ""}
        tables = {line.key.subject for line in store.overview() if line.key.unit == "某单位"}
        figures.half += tables != {str(number) for number in numbers if number % 10 == 5}
    return last


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
