"""Reading and typing in the tables of pages, as tests say it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.pages.sheet_pane import SheetPane


def rows(pane: SheetPane) -> list[list[str]]:
    """What the table shows."""
    return [[cell.text for cell in row.cells] for row in pane.model.sheet.rows]


def put(pane: SheetPane, row: int, column: int) -> None:
    pane.view.setFocus()
    pane.view.put_cursor(pane.model.index(row, column))


def type_in(pane: SheetPane, row: int, column: int, words: str) -> None:
    """Open a cell, replace its words, press Enter."""
    put(pane, row, column)
    QTest.keyClick(pane.view, Qt.Key.Key_F2)
    editor = pane.view.delegate.editor
    assert editor is not None
    editor.selectAll()
    editor.insertPlainText(words)
    QTest.keyClick(editor, Qt.Key.Key_Return)
