"""Word files (.docx): paragraphs and tables below each other on one grid, in the order of the page.

A paragraph is a row of one cell, because the title and the year of a form stand above its table; an empty
paragraph is an empty row. A table lies on the columns of its own grid, merged cells as merges.
"""

from collections.abc import Iterator
from typing import Any, Final

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from desktop.reading.cells import FileKind, Workbook
from desktop.reading.collect import SheetCollector, check_place
from desktop.reading.package import Package, custom_properties

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT: Final = {qn("w:t"), _FORMULA_TEXT}
_SIGNS: Final = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
# Struck out by a reviewer, moved elsewhere, properties, or the old twin of a drawing.
_UNSEEN: Final = {
    qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), qn("w:delText"), _FALLBACK,
}  # fmt: skip


def read_docx(package: Package, name: str) -> Workbook:
    """One sheet with all that stands in the body of the document.

    Raises:
        EnvironmentFault: FILE_UNREADABLE, FILE_HOSTILE or FILE_TOO_LARGE.
    """
    body = parse_xml(package.read(package.main_part())).find(qn("w:body"))
    collector = SheetCollector(name.rpartition(".")[0] or name)
    row = 0
    for block in _blocks(body if body is not None else ()):
        if block.tag == _TABLE:
            row = _put_table(collector, block, row)
        else:
            collector.put_text(row, 0, _paragraph_text(block))
            row += 1
    return Workbook(FileKind.DOCX, name, (collector.sheet(),), custom_properties(package))


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body or a cell, those in content controls and insertions too."""
    for child in parent:
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield from _blocks(child)


def _paragraph_text(paragraph: Any) -> str:
    pieces: list[str] = []
    for child in paragraph:
        if child.tag in _TEXT:
            pieces.append(child.text or "")
        elif child.tag in _SIGNS:
            pieces.append(_SIGNS[child.tag])
        elif child.tag in {_PARAGRAPH, _TABLE}:  # a text box
            pieces.append("\n" + _paragraph_text(child))
        elif child.tag not in _UNSEEN and isinstance(child.tag, str):
            pieces.append(_paragraph_text(child))
    return "".join(pieces)


def _cell_text(cell: Any) -> str:
    """Its paragraphs, one per line; a table within the cell gives its cells as lines."""
    lines: list[str] = []
    for block in _blocks(cell):
        if block.tag == _TABLE:
            lines += [_cell_text(inner) for row in _rows(block) for inner in _cells(row)]
        else:
            lines.append(_paragraph_text(block))
    return "\n".join(lines).strip("\n")


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _ROW:
            properties = child.find(qn("w:trPr"))
            if properties is None or properties.find(qn("w:del")) is None:
                yield child
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _CELL:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield from _cells(child)


def _put_table(collector: SheetCollector, table: Any, top: int) -> int:
    """Take a table whose first row is ``top``; gives the row below it."""
    open_merges: dict[int, tuple[int, int]] = {}  # left column to (top row, right column)
    row = top - 1
    for row, line in enumerate(_rows(table), top):
        continued: dict[int, tuple[int, int]] = {}
        column = _number(line, "w:trPr/w:gridBefore", 0)
        for cell in _cells(line):
            right = column + max(1, _number(cell, "w:tcPr/w:gridSpan", 1)) - 1
            check_place(row, right)
            vertical = _vertical_merge(cell)
            above = open_merges.get(column)
            if vertical == "continue" and above is not None:
                continued[column] = above
            else:
                collector.put_text(row, column, _cell_text(cell))
                if vertical == "restart":
                    continued[column] = (row, right)
                else:
                    collector.merge(row, column, row, right)
            column = right + 1
        _close(collector, open_merges, continued, row)
        open_merges = continued
    _close(collector, open_merges, {}, row + 1)
    return row + 1


def _close(
    collector: SheetCollector,
    merges: dict[int, tuple[int, int]],
    continued: dict[int, tuple[int, int]],
    row: int,
) -> None:
    """Take the merges that end above ``row``."""
    for left, (top, right) in merges.items():
        if continued.get(left) != (top, right):
            collector.merge(top, left, row - 1, right)


def _number(element: Any, path: str, default: int) -> int:
    """The number that a property holds; ``path`` names the property from the element down."""
    for name in path.split("/"):
        element = element.find(qn(name))
        if element is None:
            return default
    value = element.get(qn("w:val"), "")
    return int(value[:6]) if value.isdecimal() else default


def _vertical_merge(cell: Any) -> str:
    """``restart``, ``continue`` or nothing; the word may be left out where it continues."""
    properties = cell.find(qn("w:tcPr"))
    merge = None if properties is None else properties.find(qn("w:vMerge"))
    return "" if merge is None else str(merge.get(qn("w:val"), "continue"))
