"""Blocks of the entry table on the clipboard: as text, and as a page in which merged cells stay merged."""

from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.grid import hands
from desktop.grid.model import TableModel
from desktop.kit.cell_block import format_block, format_page
from desktop.reading.clipboard import Block, block_from_clipboard


def put_on_clipboard(model: TableModel, box: hands.Box) -> None:
    """Copy a block for Excel, WPS and Word."""
    rows = hands.copied(model, box)
    data = QMimeData()
    data.setText(format_block(rows))
    data.setHtml(format_page(rows, hands.merged(model, box), hands.plain_numbers(model, box)))
    QGuiApplication.clipboard().setMimeData(data)


def clipboard_block() -> Block:
    """What was copied; empty when there are no words on the clipboard."""
    data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData()) or QMimeData()  # none where nothing was ever copied
    return block_from_clipboard(data.text() if data.hasText() else "", data.html() if data.hasHtml() else "")
