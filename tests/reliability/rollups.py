"""A hundred units' files, workbooks and books mixed, rolled up in any order, twice, with an outdated and a damaged one."""

import os
import random
from dataclasses import dataclass, replace
from pathlib import Path

from db.faults import EnvironmentFault
from db.store import Store
from desktop.sheets.export import write_file
from desktop.workspace.library import form_of, scored_table
from desktop.workspace.units import collect, collect_and_roll_up
from scoring.table import FundLine, Heading, Node, NodeKind, TableKey, YearTable

PARENT, YEAR, ROWS = "市民政局", 2024, 40


@dataclass
class Figures:
    """What was found: orders whose result differs, work that a second time did, files let through that should not be.

    ``slowest`` is in seconds of the processor, the processes that read the files included.
    """

    units: int = 0
    orders: int = 0
    differing: int = 0
    done_again: int = 0
    let_through: int = 0
    slowest: float = 0


def unit_table(number: int, *, reached: int = 50) -> YearTable:
    unit = f"第{number:03}站"
    nodes = [Node("1", 1, "产出指标", NodeKind.GROUP, points_text="90", section="indicators")]
    for row in range(ROWS):
        rate = row % 4 == 3
        nodes.append(
            Node(
                str(row + 2), 3, f"救助指标{row:02}", points_text="2.25", section="indicators",
                target_text="≥95%" if rate else f"≥{100 + row}人次",
                actual_text=f"{number % 100}%" if rate else f"{reached + number + row}人次",
            )
        )  # fmt: skip
    heading = Heading(
        title=f"{unit}{YEAR}年度部门整体支出绩效自评表", form="ministry_three_part", rulebook="ministry_2020", money_unit="万元"
    )
    funds = (FundLine("99", "年度资金", "财政拨款", 1, "100", "100", str(number + 1)),)
    return YearTable(TableKey(unit, YEAR), heading, nodes=tuple(nodes), funds=funds, next_number=100)


def written(folder: Path, table: YearTable) -> Path:
    """As a unit sends it: every other one a workbook, the rest books."""
    number = int(table.key.unit[1:4])
    path = folder / f"{table.key.unit}{'.xlsx' if number % 2 == 0 else '.ziping'}"
    if path.suffix == ".xlsx":
        write_file(path, scored_table(table), (), kind="sheet", form=form_of(table))
    else:
        with Store.create(path) as store:
            store.add(table, operation="import")
    return path


def run(folder: Path, units: int, orders: int, seed: int = 1) -> Figures:
    """Rolls so many units' files up in so many orders."""
    chance = random.Random(seed)
    figures = Figures(units)
    files = [written(folder, unit_table(number)) for number in range(units)]
    late = folder / "旧"
    late.mkdir()
    outdated = written(late, unit_table(1, reached=7))
    broken = folder / "坏.ziping"
    broken.write_bytes(files[1].read_bytes()[:9000])
    found = []
    for number in range(orders):
        chance.shuffle(files)
        with Store.create(folder / f"局{number}.ziping") as store:
            collect_and_roll_up(store, PARENT, YEAR, collect([outdated], PARENT, YEAR))  # replaced by the unit's newer file
            begun = _spent()
            made = collect_and_roll_up(store, PARENT, YEAR, collect(files, PARENT, YEAR))
            figures.slowest = max(figures.slowest, round(_spent() - begun, 1))
            found.append([replace(each, id="", lineage_id="") for each in made.table.nodes])
            before = store.history()
            collect_and_roll_up(store, PARENT, YEAR, collect(files, PARENT, YEAR))
            figures.done_again += store.history() != before
            try:
                collect_and_roll_up(store, PARENT, YEAR, collect([broken], PARENT, YEAR))
                figures.let_through += 1
            except EnvironmentFault:
                figures.let_through += store.history() != before
        figures.orders += 1
    figures.differing = sum(each != found[0] for each in found)
    return figures


def _spent() -> float:
    return sum(os.times()[:4])
