"""The evidence as a table: every row of the form with its files, and whether they are there. No Qt."""

from collections.abc import Sequence
from fractions import Fraction

from desktop.forms.number_text import format_fixed
from desktop.kit.tones import Tone
from desktop.kit.wording_findings import message_text
from desktop.pages.sheet import EMPTY, Sheet, SheetCell, SheetColumn, SheetRow
from desktop.workspace.evidence import safe_name
from scoring.finding import Finding, Place
from scoring.scored import ScoredNode, ScoredTable
from scoring.table import Attachment, RecordKind

FILE = RecordKind.ATTACHMENT
COLUMNS = (SheetColumn("指标"), SheetColumn("佐证材料"), SheetColumn("大小", 6), SheetColumn("状态", 11))
WANTED = "V33"
LOST = {"E01": "× 文件不在", "E02": "× 文件已变"}


def evidence_sheet(scored: ScoredTable, findings: Sequence[Finding] = (), *, only_with_files: bool = False) -> Sheet:
    """One row for each file, and one for each row of the form without any; files of rows that are gone stand last."""
    lost = {each.place.id: each for each in findings if each.code in LOST}
    wanted = {each.place.id: each for each in findings if each.code == WANTED}
    by_row: dict[str, list[Attachment]] = {}
    for each in scored.table.attachments:
        by_row.setdefault(each.node_id, []).append(each)
    rows: list[SheetRow] = []
    for row in scored.rows.values():
        files = by_row.pop(row.node.id, [])
        if files:
            rows += [_file_row(file, _name(row), lost.get(file.id), first=at == 0) for at, file in enumerate(files)]
        elif (row.node.leaf or row.node.id in wanted) and not only_with_files:
            rows.append(_bare_row(row, wanted.get(row.node.id)))
    for files in by_row.values():
        rows += [_file_row(file, "（整张表）", lost.get(file.id), first=True) for file in files]
    return Sheet(COLUMNS, tuple(rows))


def size_text(size: int) -> str:
    """Bytes as people say them."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size // 1024} KB"
    return f"{format_fixed(Fraction(size, 1024 * 1024), 1)} MB"


def _name(row: ScoredNode) -> str:
    return row.node.name.replace("\n", " ") or "（未命名的指标）"


def _file_row(file: Attachment, owner: str, problem: Finding | None, *, first: bool) -> SheetRow:
    state = SheetCell("✓ 已存", tone=Tone.GOOD)
    if problem is not None:
        state = SheetCell(LOST[problem.code], tone=Tone.BAD, tip=message_text(problem))
    return SheetRow(
        (
            SheetCell(owner, tone=Tone.PLAIN if first else Tone.QUIET, repeats=True),
            SheetCell(safe_name(file.file_name), place=Place(FILE, file.id, "file_name"), tip="回车或双击打开副本"),
            SheetCell(size_text(file.size), number=True, tone=Tone.QUIET),
            state,
        ),
        (FILE, file.id),
    )


def _bare_row(row: ScoredNode, wanted: Finding | None) -> SheetRow:
    state = EMPTY
    if wanted is not None:
        state = SheetCell("○ 通常需要", tone=Tone.ATTENTION, tip=message_text(wanted))
    place = Place(RecordKind.NODE, row.node.id, "evidence_text")
    return SheetRow(
        (SheetCell(_name(row), tone=Tone.QUIET, repeats=True), SheetCell(place=place), EMPTY, state),
        (RecordKind.NODE, row.node.id),
    )
