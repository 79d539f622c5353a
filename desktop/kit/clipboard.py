"""The clipboard as tables use it: the words and the page of what was copied, and a block put there as both."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.kit.cell_block import format_block, format_page

Place = tuple[int, int]
NO_SPANS: Mapping[Place, Place] = {}


def copied_texts() -> tuple[str, str]:
    """The plain words and the page, each empty where there is none."""
    data = _copied()
    return data.text() if data.hasText() else "", data.html() if data.hasHtml() else ""


def copied_files() -> list[Path]:
    """The files that were copied in a window of the system."""
    return files_in(_copied())


def files_in(data: QMimeData) -> list[Path]:
    """The files of this machine that were copied, or are dragged over a window."""
    return [Path(each.toLocalFile()) for each in data.urls() if each.isLocalFile()]


def _copied() -> QMimeData:
    """What is there; nothing at all where nobody has copied anything yet."""
    return cast("QMimeData | None", QGuiApplication.clipboard().mimeData()) or QMimeData()


def put_block(
    rows: Sequence[Sequence[str]], spans: Mapping[Place, Place] = NO_SPANS, numbers: frozenset[Place] = frozenset()
) -> None:
    """Copy a block for Excel, WPS and Word; ``spans`` and ``numbers`` as :func:`format_page` has them."""
    data = QMimeData()
    data.setText(format_block(rows))
    data.setHtml(format_page(rows, spans, numbers))
    QGuiApplication.clipboard().setMimeData(data)
