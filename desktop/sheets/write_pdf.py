"""Writes a table as PDF: the pages of the print preview, in a file that is either the old one or the new one."""

from collections.abc import Callable, Sequence
from errno import ENOSPC
from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from desktop.forms.form import FormLayout
from desktop.kit.safefile import replace_file
from desktop.sheets.page import Page
from desktop.sheets.painting import paint_page
from desktop.sheets.paper import Printed, document_title, draw_paper
from desktop.sheets.pdf_text import mend_text
from desktop.sheets.setup import PageSetup
from desktop.sheets.typefaces import Typefaces
from scoring.scored import ScoredTable

DOTS_PER_INCH = 1200
MM_PER_INCH = 25.4
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))
_SIZES = {(210, 297): QPageSize.PageSizeId.A4, (297, 420): QPageSize.PageSizeId.A3}

Progress = Callable[[int, int], bool]
"""Called with pages done and pages in all; ``False`` stops the work."""


def page_layout(page: Page) -> QPageLayout:
    """The paper of a page as Qt says it; margins are our own affair."""
    way = QPageLayout.Orientation.Landscape if page.width > page.height else QPageLayout.Orientation.Portrait
    short, long = sorted((round(page.width), round(page.height)))
    return QPageLayout(QPageSize(_SIZES[short, long]), way, QMarginsF(0, 0, 0, 0))


def write_pdf(
    path: Path,
    scored: ScoredTable,
    form: FormLayout,
    *,
    options: PageSetup,
    printed: Printed | None = None,
    progress: Progress | None = None,
) -> bool:
    """The table as PDF; whether it was written (``progress`` may have stopped it: then nothing has changed).

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    faces = Typefaces()
    pages = draw_paper(scored, form, options, faces, printed)
    return write_pages(path, pages, faces, title=document_title(scored, options.contents), progress=progress)


def file_name(title: str) -> str:
    """What the PDF of a title is called on every system."""
    return title.translate(_NOT_IN_NAMES) + ".pdf"


class _Stopped(Exception):  # noqa: N818 - no error: the clerk's own wish, on its way past the replacing of the file
    pass


def write_pages(path: Path, pages: Sequence[Page], faces: Typefaces, *, title: str, progress: Progress | None = None) -> bool:
    """The pages as PDF; whether it was written.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    try:
        with replace_file(path) as draft:
            _write(draft, pages, faces, title=title, progress=progress)
    except _Stopped:
        return False
    return True


def _write(draft: Path, pages: Sequence[Page], faces: Typefaces, *, title: str, progress: Progress | None) -> None:
    writer = QPdfWriter(str(draft))
    writer.setTitle(title)
    writer.setCreator("绩效自评")
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageLayout(page_layout(pages[0]))
    painter = QPainter(writer)
    try:
        done = paint_pages(painter, writer, pages, faces, progress=progress)
    finally:
        painter.end()
    if not done:
        raise _Stopped
    mend_text(draft, faces.painted(line for page in pages for line in page.lines()))


def paint_pages(
    painter: QPainter, device: QPagedPaintDevice, pages: Sequence[Page], faces: Typefaces, *, progress: Progress | None
) -> bool:
    """Page after page, each on its own paper, to a device that has the paper of the first; whether ``progress`` let it end.

    Raises:
        OSError: the device takes no more.
    """
    for number, page in enumerate(pages):
        if progress is not None and not progress(number, len(pages)):
            return False
        if number:
            wanted = page_layout(page)
            if wanted != page_layout(pages[number - 1]):
                device.setPageLayout(wanted)
            if not device.newPage():
                raise OSError(ENOSPC, "no new page")
        painter.save()
        # The sheet may stick out of what a printer can reach: we paint from the corner of the paper.
        reach = device.pageLayout().paintRectPixels(device.logicalDpiX())
        painter.translate(-reach.left(), -reach.top())
        paint_page(painter, page, faces, dots_per_mm=device.logicalDpiX() / MM_PER_INCH)
        painter.restore()
    if progress is not None:
        progress(len(pages), len(pages))
    return True
