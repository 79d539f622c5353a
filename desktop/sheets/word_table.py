"""Tables of a Word document, written as XML at once: joined cells, repeated headings, rows that no page tears apart."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from desktop.sheets.report_tables import ReportTable, TableCell
from desktop.sheets.word_style import TABLE_FONT, Face, add_text, run_properties

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_TWIPS_PER_MM = 1440 / 25.4
_SIDES = ("top", "left", "bottom", "right")
_PADDING_TWIPS = 57  # 1 mm
_SHORT = 12  # rows that stay together on one page


def table_element(table: ReportTable) -> "BaseOxmlElement":
    """The table as an element to be put into the body."""
    made = OxmlElement("w:tbl")
    made.append(_properties(table))
    grid = OxmlElement("w:tblGrid")
    for width in table.widths_mm:
        column = OxmlElement("w:gridCol")
        column.set(qn("w:w"), _twips(width))
        grid.append(column)
    made.append(grid)
    covering = {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    for row in range(table.row_count):
        made.append(_row(table, row, covering))
    return made


def _twips(mm: float) -> str:
    return str(round(mm * _TWIPS_PER_MM))


def _properties(table: ReportTable) -> "BaseOxmlElement":
    made = OxmlElement("w:tblPr")
    width = OxmlElement("w:tblW")
    width.set(qn("w:w"), _twips(sum(table.widths_mm)))
    width.set(qn("w:type"), "dxa")
    align = OxmlElement("w:jc")
    align.set(qn("w:val"), "center")
    layout = OxmlElement("w:tblLayout")
    layout.set(qn("w:type"), "fixed")
    margins = OxmlElement("w:tblCellMar")
    for side in _SIDES:
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(_PADDING_TWIPS if side in ("left", "right") else table.padding_twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    made.extend([width, align, layout, margins])
    return made


def _row(table: ReportTable, row: int, covering: Mapping[tuple[int, int], TableCell]) -> "BaseOxmlElement":
    made = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if row < table.header_rows:
        properties.append(OxmlElement("w:tblHeader"))
    made.append(properties)
    column = 0
    while column < len(table.widths_mm):
        cell = covering.get((row, column), TableCell(row, column, "", bordered=False))
        made.append(_cell(table, cell, row))
        column += cell.columns
    return made


def _cell(table: ReportTable, cell: TableCell, row: int) -> "BaseOxmlElement":
    made = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    width = OxmlElement("w:tcW")
    width.set(qn("w:w"), _twips(sum(table.widths_mm[cell.column : cell.column + cell.columns])))
    width.set(qn("w:type"), "dxa")
    properties.append(width)
    if cell.columns > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(cell.columns))
        properties.append(span)
    if cell.rows > 1:
        merge = OxmlElement("w:vMerge")
        if row == cell.row:
            merge.set(qn("w:val"), "restart")
        properties.append(merge)
    if cell.bordered:
        properties.append(_borders())
    middle = OxmlElement("w:vAlign")
    middle.set(qn("w:val"), "center")
    properties.append(middle)
    made.append(properties)
    together = table.row_count <= _SHORT
    for line in cell.text.split("\n") if row == cell.row else [""]:
        made.append(_paragraph(line, cell, cell.size or table.size, keep=together and row + 1 < table.row_count))
    return made


def _borders() -> "BaseOxmlElement":
    made = OxmlElement("w:tcBorders")
    for side in _SIDES:
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:val"), "single")
        edge.set(qn("w:sz"), "4")
        edge.set(qn("w:color"), "000000")
        made.append(edge)
    return made


def _paragraph(text: str, cell: TableCell, size: float, *, keep: bool) -> "BaseOxmlElement":
    made = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    if keep:
        properties.append(OxmlElement("w:keepNext"))
    spacing = OxmlElement("w:spacing")
    for name in ("before", "after"):
        spacing.set(qn(f"w:{name}"), "0")
    spacing.set(qn("w:line"), "240")
    spacing.set(qn("w:lineRule"), "auto")
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), "0")
    indent.set(qn("w:firstLine"), "0")
    align = OxmlElement("w:jc")
    align.set(qn("w:val"), cell.align)
    face = Face(TABLE_FONT, size, bold=cell.bold)
    properties.extend([spacing, indent, align, run_properties(face)])
    made.append(properties)
    if text:
        add_text(made, text, face)
    return made
