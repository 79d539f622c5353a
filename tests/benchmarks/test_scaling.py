"""From 5 000 to 50 000 rows no step takes more than its share: processor time for each row, as a ratio.

The longest real table has some hundred rows. These lengths are there to find a step that grows with the square of the rows.
"""

import gc
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from xlsxwriter.workbook import Workbook

from db.store import Store
from desktop.forms.layout import lay_out
from desktop.reading.guard import read_workbook_here
from desktop.reading.recognise import understand
from desktop.sheets.excel_write import write_excel
from desktop.sheets.paper import Printed, draw_paper
from desktop.sheets.setup import usual_setup
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.write_pdf import write_pages
from scoring.checks import check_table
from scoring.compare import compare
from scoring.edit import set_field
from scoring.rollup import roll_up
from scoring.rows import _read_words
from scoring.score import score_table
from scoring.table import Field, TableKey, YearTable
from tests.benchmarks.conftest import Note
from tests.desktop.filled_forms import facts, form_of, rulebook_of, scored_as

SHORT, LONG = 5_000, 50_000
MOST = 1.5  # a cache of the processor that no longer suffices, and nothing else, may slow a row down
BOUND = 3  # what grows with the square of the rows would be at 10

pytestmark = pytest.mark.usefixtures("qapp")


@cache
def table(rows: int) -> YearTable:
    """The form of the district, its rows again and again under names of their own."""
    one = facts("panyu_2021")
    copies = -(-rows // sum(node.leaf for node in one.nodes))
    nodes = [
        replace(node, id=f"{1000 * copy + at}", name=f"{node.name}{copy or ''}", lineage_id="")
        for copy in range(copies)
        for at, node in enumerate(one.nodes)
    ]
    nodes.sort(key=lambda node: node.section != "management")
    return replace(one, nodes=tuple(nodes), next_number=1000 * (copies + 1))


def write_list(path: Path, whole: YearTable) -> Path:
    """The rows one below the other without a merged cell, of which the reader takes a hundred thousand at most."""
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("自评表")
        sheet.write_row(0, 0, ("一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分"))
        leaves = (node for node in whole.nodes if node.leaf)
        for row, node in enumerate(leaves, start=1):
            texts = (node.points_text, node.target_text, node.actual_text, node.given_score_text)
            sheet.write_row(row, 0, ("履职效能", f"任务{row // 50}", node.name, *texts))
    return path


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begun = process_time()
    work()
    return process_time() - begun


def steps(rows: int, folder: Path) -> dict[str, Callable[[], object]]:
    """What is done with a table, each step on what those before it left."""
    whole, rulebook, form = table(rows), rulebook_of(table(rows)), form_of(table(rows))
    worked_out = scored_as(whole)  # here, so that the first step that asks for it does not pay for it
    workbook, paper, book = folder / f"{rows}.xlsx", folder / f"{rows}.pdf", folder / f"{rows}.ziping"
    listed = write_list(folder / f"{rows} 行.xlsx", whole)
    setup, faces, last = usual_setup(form), Typefaces(), whole.nodes[-1]

    def keep() -> None:
        with Store.create(book) as store:
            store.add(whole, operation="import")

    def change() -> None:
        with Store.open(book) as store:
            before = store.load(whole.key)
            after = set_field(before, last.id, Field.REMARK, "已核对")
            store.save(before, after, operation="set_field", place="", old="", new="", user="")

    def print_it() -> None:
        write_pages(paper, draw_paper(worked_out, form, setup, faces, Printed("7F3A-91C2")), faces, title="自评表")

    units = [replace(whole, key=TableKey(name, whole.key.year)) for name in ("甲站", "乙站")]
    next_year = scored_as(replace(whole, key=replace(whole.key, year=whole.key.year + 1)))

    def score_afresh() -> None:
        _read_words.cache_clear()  # it remembers fewer rows than the long table has
        score_table(whole, rulebook)

    return {
        "score": score_afresh,
        "check": lambda: check_table(worked_out),
        "lay out": lambda: lay_out(form, worked_out),
        "export to Excel": lambda: write_excel(workbook, worked_out, form),
        "import from Excel": lambda: understand(read_workbook_here(listed)),
        "print to PDF": print_it,
        "keep in a book": keep,
        "open, change a cell, save": change,
        "compare two years": lambda: compare([worked_out, next_year]),
        "roll two units up": lambda: roll_up(TableKey("某市局", whole.key.year), units, rulebook),
    }


def test_no_step_grows_faster_than_the_table(tmp_path: Path, note: Note) -> None:
    short = {name: seconds(step) for name, step in steps(SHORT, tmp_path).items()}
    long = {name: seconds(step) for name, step in steps(LONG, tmp_path).items()}
    found = {name: long[name] / short[name] * SHORT / LONG for name in short}
    for name, ratio in found.items():
        print(f"{name}: {short[name]:.2f} s, {long[name]:.2f} s")
        note(f"{name}: a row among 50 000", "a row among 5 000", ratio, MOST)
    assert {name: ratio for name, ratio in found.items() if ratio > BOUND} == {}
