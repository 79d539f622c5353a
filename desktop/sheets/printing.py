"""Pages to a printer. Qt's printing is loaded only here and only when something is printed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from db.faults import EnvironmentFault, FaultCode
from desktop.sheets.page import Page
from desktop.sheets.setup import PageSetup
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.write_pdf import MM_PER_INCH, Progress, page_layout, paint_pages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def new_printer(setup: PageSetup, title: str) -> "QPrinter":
    """The printer of this machine, set to the wanted paper; its margins are left to the pages themselves."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("绩效自评")
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(setup))
    return printer


def print_pages(
    printer: "QPrinter", pages: Sequence[Page], setup: PageSetup, faces: Typefaces, *, progress: Progress | None = None
) -> bool:
    """Print the pages that the printer is asked for (all, or from - to); whether they were printed to the end.

    Raises:
        EnvironmentFault: PRINTER_FAILED, the printer takes no page.
    """
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(setup))
    first, last = printer.fromPage(), printer.toPage()
    chosen = pages[max(first, 1) - 1 : last or len(pages)]
    painter = QPainter()
    if not painter.begin(printer):
        raise EnvironmentFault(FaultCode.PRINTER_FAILED, name=printer.printerName())
    try:
        # The sheet may stick out of what the printer can reach: we paint from the corner of the paper.
        reach = printer.pageLayout().paintRectPixels(printer.resolution())
        painter.translate(-reach.left(), -reach.top())
        done = paint_pages(
            painter, chosen, printer.newPage, faces, dots_per_mm=printer.resolution() / MM_PER_INCH, progress=progress
        )
        if not done:
            printer.abort()
    except OSError as error:
        raise EnvironmentFault(FaultCode.PRINTER_FAILED, name=printer.printerName()) from error
    finally:
        painter.end()
    return done
