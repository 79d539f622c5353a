"""A workbook for each responsible office (责任科室) with its rows only, to be filled in and sent back."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.forms.form import Block, BlockKind, FormLayout, Line
from desktop.forms.tree_rows import rows_of
from desktop.sheets.excel_write import write_excel
from scoring.scored import ScoredNode, ScoredTable

_BETWEEN = re.compile(r"[、,，;；/\n]+")
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class OfficeBook:
    """A workbook that was written, and how many rows its office is to fill in."""

    office: str
    path: Path
    rows: int


def rows_by_office(scored: ScoredTable) -> dict[str, tuple[str, ...]]:
    """The ids of rows by office, in document order; a row of several offices (办公室、财务科) is listed for each.

    An office named at a group answers for the rows below that name none. Rows without an office are listed under "".
    """
    found: dict[str, list[str]] = {}
    for row in scored.rows.values():
        if row.node.leaf:
            for office in _offices(row, scored.rows):
                found.setdefault(office, []).append(row.node.id)
    return {office: tuple(ids) for office, ids in found.items()}


def _offices(row: ScoredNode, rows: Mapping[str, ScoredNode]) -> tuple[str, ...]:
    at: ScoredNode | None = row
    while at is not None:
        named = tuple(dict.fromkeys(each.strip() for each in _BETWEEN.split(at.node.office_text) if each.strip()))
        if named:
            return named
        at = rows.get(at.parent_id)
    return ("",)


def write_office_workbooks(
    folder: Path,
    scored: ScoredTable,
    form: FormLayout,
    offices: Collection[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> tuple[OfficeBook, ...]:
    """One workbook for each office that is named; each is written whole or not at all.

    Args:
        folder: where they go; files of the same name are replaced.
        scored: whose rows are handed out.
        form: in which layout.
        offices: those to write; ``None`` writes all.
        progress: told workbooks done and workbooks in all.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; workbooks written before stay.
    """
    wanted = {office: ids for office, ids in rows_by_office(scored).items() if office and (offices is None or office in offices)}
    written: list[OfficeBook] = []
    for office, ids in wanted.items():
        part = only_rows(scored, frozenset(ids))
        path = folder / file_name(scored, office)
        write_excel(path, part, _form_for(form, part, office), office=office)
        written.append(OfficeBook(office, path, len(ids)))
        if progress is not None:
            progress(len(written), len(wanted))
    return tuple(written)


def only_rows(scored: ScoredTable, ids: frozenset[str]) -> ScoredTable:
    """These rows with the groups above them. The facts stay whole, so that what comes back is held against all of them."""
    kept: set[str] = set()
    for each in ids:
        at = each
        while at and at not in kept:
            kept.add(at)
            at = scored.rows[at].parent_id
    rows = {
        each: row if row.node.leaf else replace(row, score=None, given_score=None, published_score=None)
        for each, row in scored.rows.items()
        if each in kept
    }
    return replace(scored, rows=rows, funds=(), base_facts=(), rates=(), points=None, score=None, adjustments=())


def _form_for(form: FormLayout, part: ScoredTable, office: str) -> FormLayout:
    """The blocks that show any of the rows, each sheet under its title and the name of the office."""
    shown = {number for number, rows in rows_of(form, part).items() if any(row.node.leaf for row in rows)}
    sheets = {form.blocks[number].sheet for number in shown}
    blocks: list[Block] = []
    told: set[str] = set()
    for number, block in enumerate(form.blocks):
        if block.sheet in sheets and block.kind is BlockKind.TITLE:
            blocks.append(block)
        if number in shown:
            if block.sheet not in told:
                blocks.append(_office_line(block, office))
                told.add(block.sheet)
            blocks.append(replace(block, page_break=False))
    return replace(form, blocks=tuple(blocks))


def _office_line(block: Block, office: str) -> Block:
    return Block(BlockKind.TITLE, sheet=block.sheet, lines=(Line(f"责任科室：{office}"),))


def file_name(scored: ScoredTable, office: str) -> str:
    """What the workbook of an office is called."""
    key = scored.table.key
    name = f"{key.unit}{key.year}年度{key.subject or '部门整体支出'}绩效自评表（{office}）"
    return _NOT_IN_FILE_NAMES.sub("_", name)[:120] + ".xlsx"
