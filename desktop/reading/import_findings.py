"""What the import has to say about a file: codes with their facts. Their sentences stand in ``desktop.kit.wording_findings``."""

from collections.abc import Iterable
from enum import Enum

from desktop.forms.state import STATE_SHEET
from desktop.reading.cells import CellNote, HiddenState, Sheet, Workbook
from desktop.reading.grid import Grid
from desktop.reading.words import plain
from scoring.finding import Finding, Place, Severity


class ImportCode(Enum):
    """Codes beside those of the checks (V01 …); facts: ``sheet``, ``cell`` or ``rows``/``columns``/``sheets``, ``text``."""

    HIDDEN_ROWS = "I01"
    HIDDEN_COLUMNS = "I02"
    HIDDEN_SHEETS = "I03"
    ERROR_CELL = "I04"
    NO_STORED_VALUE = "I05"
    SHOWN_ROUNDED = "I06"
    UNPLACED = "I07"
    DEDUCED = "I08"
    LIST_OF_PROJECTS = "I09"
    UNIT_CONFLICT = "V15"
    NOT_NUMERIC = "V40"
    NO_SIGN = "V44"


def finding(code: ImportCode, severity: Severity, place: Place | None = None, **facts: str) -> Finding:
    """One finding of the import."""
    return Finding(code.value, severity, place or Place(), facts)


def of_workbook(workbook: Workbook, used: Iterable[Sheet]) -> list[Finding]:
    """Hidden sheets that were left out."""
    names = {sheet.name for sheet in used}
    left = [
        sheet.name
        for sheet in workbook.sheets
        if sheet.hidden is not HiddenState.VISIBLE and sheet.name not in (*names, STATE_SHEET) and sheet.cells
    ]
    return [finding(ImportCode.HIDDEN_SHEETS, Severity.WARNING, sheets="、".join(left))] if left else []


def of_sheet(grid: Grid) -> list[Finding]:
    """Hidden rows and columns that hold something, error cells, formulas without a result, figures shown rounded."""
    sheet = grid.sheet
    rows: set[int] = set()
    columns: set[int] = set()
    found: list[Finding] = []
    for box in grid.boxes():
        if not box.notes:
            continue
        address = sheet.address(box.row, box.column)
        if CellNote.HIDDEN_ROW in box.notes or CellNote.FLAT_ROW in box.notes:
            rows.add(box.row + 1)
        if CellNote.HIDDEN_COLUMN in box.notes:
            columns.add(box.column)
        if CellNote.ERROR_VALUE in box.notes:
            text = plain(sheet.text(box.row, box.column))
            found.append(finding(ImportCode.ERROR_CELL, Severity.WARNING, sheet=sheet.name, cell=address, text=text))
        if CellNote.NO_STORED_VALUE in box.notes:
            formula = sheet.cells[box.place].formula
            found.append(finding(ImportCode.NO_STORED_VALUE, Severity.ERROR, sheet=sheet.name, cell=address, text=formula))
        if CellNote.SHOWN_ROUNDED in box.notes:
            found.append(finding(ImportCode.SHOWN_ROUNDED, Severity.INFO, sheet=sheet.name, cell=address, text=box.text))
    ahead: list[Finding] = []
    if rows:
        said = "、".join(str(row) for row in sorted(rows))
        ahead.append(finding(ImportCode.HIDDEN_ROWS, Severity.WARNING, sheet=sheet.name, rows=said))
    if columns:
        said = "、".join(sheet.address(0, column)[:-1] for column in sorted(columns))
        ahead.append(finding(ImportCode.HIDDEN_COLUMNS, Severity.WARNING, sheet=sheet.name, columns=said))
    return ahead + found
