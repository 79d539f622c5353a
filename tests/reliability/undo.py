"""Random work, taken back to the start and made again, across restarts: the first state comes back to the last word."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

from db.store import Store
from scoring.diff import apply, invert
from scoring.table import FundLine, Node, YearTable
from tests.db.examples import KEY, new_book, year_table

FACTS = ("actual_text", "target_text", "points_text", "remark_text", "name")
SCRIPTS_A_BOOK = 20


@dataclass
class Figures:
    """What was found: scripts whose start or end did not come back, books that are not whole."""

    scripts: int = 0
    steps: int = 0
    other_start: int = 0
    other_end: int = 0
    damaged: int = 0


def run(folder: Path, scripts: int, seed: int = 1) -> Figures:
    """So many scripts of one to eight steps, every fifth with the book closed and opened between."""
    chance = random.Random(seed)
    figures = Figures()
    while figures.scripts < scripts:
        path = new_book(folder, year_table(12))
        store = Store.open(path)
        for _ in range(min(SCRIPTS_A_BOOK, scripts - figures.scripts)):
            store = _script(store, chance, figures)
        figures.damaged += not store.verify().ok
        store.close()
        path.unlink()
    return figures


def _script(store: Store, chance: random.Random, figures: Figures) -> Store:
    first = store.content_hash(KEY)
    table, steps = store.load(KEY), 0
    for _ in range(chance.randrange(1, 9)):
        after = _step(table, chance)
        if after != table:
            store.save(table, after, operation="work")
            table, steps = after, steps + 1
    last = store.content_hash(KEY)
    store = _again(store) if chance.random() < 0.2 else store
    for _ in range(steps):
        table = _back(store, table, _next(store, 0))
    figures.other_start += store.content_hash(KEY) != first
    store = _again(store) if chance.random() < 0.2 else store
    while position := _next(store, 1):
        table = _back(store, table, position)
    figures.other_end += store.content_hash(KEY) != last
    figures.scripts += 1
    figures.steps += steps
    return store


def _next(store: Store, which: int) -> int:
    step = store.next_steps(KEY)[which]
    return 0 if step is None else step.entry.position


def _again(store: Store) -> Store:
    store.close()
    return Store.open(store.path)


def _back(store: Store, table: YearTable, position: int) -> YearTable:
    after = apply(table, invert(store.step(position)))
    store.save(table, after, operation="undo", undoes=position)
    return after


def _step(table: YearTable, chance: random.Random) -> YearTable:
    nodes = list(table.nodes)
    at = chance.randrange(len(nodes)) if nodes else 0
    kind = chance.choice(["type", "type", "type", "block", "insert", "remove", "move", "fund"])
    if kind == "insert" or not nodes:
        nodes.insert(at, Node(f"n{table.next_number}", chance.randrange(1, 4), f"新{table.next_number}"))
        return replace(table, nodes=tuple(nodes), next_number=table.next_number + 1)
    match kind:
        case "type":
            nodes[at] = replace(nodes[at], **{chance.choice(FACTS): f"{chance.randrange(1000)}%"})
        case "block":
            text = str(chance.randrange(1000))
            nodes = [replace(each, remark_text=text) for each in nodes]
        case "remove":
            del nodes[at]
        case "move":
            nodes.insert(chance.randrange(len(nodes)), nodes.pop(at))
        case "fund":
            line = FundLine(f"f{table.next_number}", "按资金来源", "其他资金", 2, str(chance.randrange(1000)))
            return replace(table, funds=(line, *table.funds), next_number=table.next_number + 1)
    return replace(table, nodes=tuple(nodes))
