"""Each office gets its rows, fills them in, and its workbook comes back with exactly what it changed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.state import STATE_SHEET
from desktop.reading.merge import Outcome
from desktop.reading.reader import read_workbook_here
from desktop.sheets.office_books import OfficeBook, rows_by_office, write_office_workbooks
from desktop.workspace.office_returns import OfficeReturn, merged_returns, preview_returns, return_of
from scoring.table import Node, YearTable
from tests.desktop.filled_forms import facts, form_of, scored_as

BY_TURNS = ("办公室", "财务科", "就业科、办公室")


def shared(name: str = "panyu_2021", unassigned: int = 3) -> YearTable:
    """A published table whose rows three offices answer for, one row of three shared; actuals still empty."""
    table = facts(name)
    leaves = [node.id for node in table.nodes if node.leaf]
    office = {each: BY_TURNS[number % 3] for number, each in enumerate(leaves[: len(leaves) - unassigned])}
    nodes = tuple(replace(node, office_text=office.get(node.id, ""), actual_text="") for node in table.nodes)
    return replace(table, nodes=nodes)


def handed_out(folder: Path, table: YearTable) -> dict[str, OfficeBook]:
    return {each.office: each for each in write_office_workbooks(folder, scored_as(table), form_of(table))}


def typed(book: OfficeBook, texts: Mapping[str, str], heading: str) -> None:
    """Words typed under a heading, beside the indicators of these names."""
    workbook = openpyxl.load_workbook(book.path)
    left = dict(texts)
    for sheet in workbook.worksheets:
        column = 0
        for row in sheet.iter_rows():
            heads = [cell.column for cell in row if isinstance(cell.value, str) and heading in cell.value]
            column = heads[0] if heads else column
            name = next((cell.value for cell in row if cell.value in left), None)
            cell = sheet.cell(row[0].row, column) if column else None
            if name is not None and cell is not None and not isinstance(cell, MergedCell):
                cell.value = left.pop(name)
    assert not left
    workbook.save(book.path)


def come_back(book: OfficeBook, table: YearTable) -> OfficeReturn:
    return return_of(read_workbook_here(book.path), table.key)


def named(table: YearTable, office: str) -> list[Node]:
    """Rows of an office with a name of their own, from the second part of the form (with actuals)."""
    names = [node.name for node in table.nodes]
    return [node for node in table.nodes if office in node.office_text and node.section == "duty" and names.count(node.name) == 1]


def test_a_workbook_holds_the_rows_of_its_office_and_no_others(tmp_path: Path) -> None:
    table = shared()
    books = handed_out(tmp_path, table)
    assert {each: book.rows for each, book in books.items()} == {"办公室": 60, "财务科": 30, "就业科": 30}
    sheet = openpyxl.load_workbook(books["财务科"].path).worksheets[0]
    shown = {"".join(str(cell.value).split()) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    mine = {"".join(node.name.split()) for node in table.nodes if node.office_text == "财务科"}
    others = {"".join(node.name.split()) for node in table.nodes if node.leaf and "财务科" not in node.office_text} - mine
    assert mine <= shown
    assert not others & shown
    assert "责任科室：财务科" in shown
    assert {each.path.name for each in books.values()} == {each.name for each in tmp_path.iterdir()}


def test_rows_without_an_office_are_told_and_a_group_answers_for_its_rows() -> None:
    table = shared(unassigned=3)
    assert len(rows_by_office(scored_as(table))[""]) == 3
    top = next(node for node in table.nodes if node.name == "管理效能")
    nodes = tuple(replace(node, office_text="人事科" if node.id == top.id else "") for node in table.nodes)
    by_office = rows_by_office(scored_as(replace(table, nodes=nodes)))
    assert len(by_office["人事科"]) == sum(node.leaf and node.section == "management" for node in nodes)


def test_an_untouched_workbook_changes_nothing(tmp_path: Path) -> None:
    table = shared()
    returns = [come_back(book, table) for book in handed_out(tmp_path, table).values()]
    previews = preview_returns(table, returns)
    assert [(each.returned.office, each.changes) for each in previews] == [("办公室", ()), ("财务科", ()), ("就业科", ())]
    assert merged_returns(table, previews) == table


def test_the_preview_says_what_each_office_changed_and_all_of_it_is_merged(tmp_path: Path) -> None:
    table = shared()
    books = handed_out(tmp_path, table)
    first, second = named(table, "财务科")[:2], named(table, "就业科")[:1]
    typed(books["财务科"], {node.name: f"完成{number}项" for number, node in enumerate(first)}, "实际完成")
    typed(books["就业科"], {second[0].name: "全部完成"}, "实际完成")
    returns = [come_back(books[each], table) for each in ("财务科", "就业科")]
    previews = preview_returns(table, returns)
    assert [[(each.place.id, each.file) for each in preview.changes] for preview in previews] == [
        [(first[0].id, "完成0项"), (first[1].id, "完成1项")],
        [(second[0].id, "全部完成")],
    ]
    result = merged_returns(table, previews)
    moved = {one.id: other.actual_text for one, other in zip(table.nodes, result.nodes, strict=True) if one != other}
    assert moved == {first[0].id: "完成0项", first[1].id: "完成1项", second[0].id: "全部完成"}
    assert all(STATE_SHEET in openpyxl.load_workbook(book.path).sheetnames for book in books.values())


def test_a_row_filled_in_by_two_offices_is_a_conflict_and_the_first_one_stays(tmp_path: Path) -> None:
    table = shared()
    books = handed_out(tmp_path, table)
    both = next(node for node in named(table, "就业科") if "办公室" in node.office_text)
    typed(books["办公室"], {both.name: "5件"}, "实际完成")
    typed(books["就业科"], {both.name: "6件"}, "实际完成")
    previews = preview_returns(table, [come_back(books["办公室"], table), come_back(books["就业科"], table)])
    assert [preview.count(Outcome.CONFLICT) for preview in previews] == [0, 1]
    result = merged_returns(table, previews)
    assert next(node.actual_text for node in result.nodes if node.id == both.id) == "5件"
    everything = preview_returns(table, [each.returned for each in previews], accept=lambda *_: True)
    assert next(node.actual_text for node in everything[-1].table.nodes if node.id == both.id) == "6件"


def test_what_the_book_changed_meanwhile_is_not_taken_back(tmp_path: Path) -> None:
    table = shared()
    books = handed_out(tmp_path, table)
    node = named(table, "财务科")[0]
    now = replace(
        table, nodes=tuple(replace(each, actual_text="局里改过") if each.id == node.id else each for each in table.nodes)
    )
    (preview,) = preview_returns(now, [come_back(books["财务科"], table)])
    assert preview.changes == ()
    assert preview.table == now


def test_an_office_that_fills_in_every_empty_cell_is_still_understood_exactly(tmp_path: Path) -> None:
    table = shared()
    table = replace(
        table, nodes=tuple(replace(node, given_score_text="", evidence_text="", remark_text="") for node in table.nodes)
    )
    books = handed_out(tmp_path, table)
    workbook = openpyxl.load_workbook(books["财务科"].path)
    sheet = workbook.worksheets[0]
    for row in sheet.iter_rows(min_row=6):
        for cell in row:
            if not isinstance(cell, MergedCell) and cell.value is None:
                cell.value = "已填"
    workbook.save(books["财务科"].path)
    returned = come_back(books["财务科"], table)
    assert returned.base == table
    assert returned.office == "财务科"


def test_offices_without_a_folder_are_told_where_the_trouble_is(tmp_path: Path) -> None:
    table = shared()
    with pytest.raises(EnvironmentFault) as caught:
        write_office_workbooks(tmp_path / "没有", scored_as(table), form_of(table))
    assert caught.value.code is FaultCode.FOLDER_MISSING


def test_signs_that_no_file_name_holds_are_replaced(tmp_path: Path) -> None:
    table = shared(unassigned=93)
    nodes = tuple(replace(node, office_text="人事:科<一>") if node.leaf else node for node in table.nodes)
    (book,) = write_office_workbooks(tmp_path, scored_as(replace(table, nodes=nodes)), form_of(table))
    assert book.path.exists()
    assert not set(book.path.name) & set(':<>"|?*')


@pytest.mark.parametrize("name", ["guangzhou_2023", "tianhe_2022", "ministry_2022"])
def test_forms_of_several_sheets_and_tasks_come_back_too(tmp_path: Path, name: str) -> None:
    table = shared(name, unassigned=0)
    returns = [come_back(book, table) for book in handed_out(tmp_path, table).values()]
    previews = preview_returns(table, returns)
    assert all(each.returned.base == table for each in previews)
    assert merged_returns(table, previews) == table
