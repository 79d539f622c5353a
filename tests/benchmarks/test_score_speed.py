"""Reading and scoring 5 000 rows against reading the same rows' figures and multiplying them, in the same run."""

import gc
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

from scoring.number import parse_number
from scoring.rollup import roll_up
from scoring.rows import _read_words
from scoring.score import score_table
from scoring.table import Node, NodeKind, TableKey
from scoring.target import parse_actual, parse_target
from tests.benchmarks.conftest import Note
from tests.scoring_cases import shipped, table_of

ROWS = 5000
MOST = 3


def _rows() -> list[Node]:
    source = random.Random(1)
    nodes: list[Node] = []
    for number in range(ROWS):
        if number % 50 == 0:
            nodes.append(Node(f"g{number}", 1, f"任务{number}", NodeKind.GROUP, points_text="50"))
        target, actual = source.randint(1, 20000), source.randint(0, 25000)
        nodes.append(
            Node(
                f"n{number}",
                3,
                f"服务人数{number}",
                points_text=source.choice(("0.25", "0.5", "1")),
                target_text=f"{target}人次",
                actual_text=f"{actual}人次",
            )
        )
    return nodes


def _best(work: Callable[[], object]) -> float:
    gc.freeze()  # Python's collector would else walk through all that the tests hold, at the cost of whoever makes more objects
    times = []
    for _ in range(7):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    gc.unfreeze()
    return min(times)


def test_scoring_costs_at_most_three_times_reading_and_multiplying(note: Note) -> None:
    nodes, rulebook = _rows(), shipped("guangzhou_district_2021")
    table = table_of(*nodes)

    def read_and_multiply() -> Decimal:
        total = Decimal(0)
        for node in nodes:
            points = parse_number(node.points_text)
            if node.leaf and points is not None:
                target = parse_target(node.target_text, name=node.name, money_unit="万元")
                actual = parse_actual(node.actual_text, target, name=node.name, money_unit="万元")
                if target.value and actual.value is not None:
                    total += points * actual.value / target.value
        return total

    def score_afresh() -> None:
        _read_words.cache_clear()  # what the last run remembered would otherwise be counted as speed
        score_table(table, rulebook)

    scored, floor = _best(score_afresh), _best(read_and_multiply)
    print(f"score {scored * 1000:.0f} ms, read and multiply {floor * 1000:.0f} ms, ratio {scored / floor:.2f}")
    note("score 5 000 rows with all steps", "reading the same words and multiplying", scored / floor, MOST)
    assert scored <= MOST * floor


def test_rolling_twenty_units_up_costs_little_more_than_scoring_them(note: Note) -> None:
    rulebook = shipped("guangzhou_district_2021")
    table = table_of(*_rows()[:250])
    tables = [replace(table, key=replace(table.key, unit=f"单位{number}")) for number in range(20)]
    score_table(table, rulebook)  # both sides find the words read
    scored = _best(lambda: [score_table(each, rulebook) for each in tables])
    rolled = _best(lambda: roll_up(TableKey("某市局", table.key.year), tables, rulebook))
    note("roll 20 units of 250 rows up and score the sum", "scoring each of them", rolled / scored, MOST)
    assert rolled <= MOST * scored
