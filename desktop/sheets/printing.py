"""Pages to a printer. Qt's printing is loaded only here and only when something is printed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from db.faults import EnvironmentFault, FaultCode
from desktop.sheets.page import Page
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.write_pdf import Progress, page_layout, paint_pages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def new_printer(first: Page, title: str) -> "QPrinter":
    """The printer of this machine, set to the paper of the first page; its margins are left to the pages themselves."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("绩效自评")
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(first))
    return printer


def print_pages(printer: "QPrinter", pages: Sequence[Page], faces: Typefaces, *, progress: Progress | None = None) -> bool:
    """Print the pages that the printer is asked for (all, or from - to); whether they were printed to the end.

    Raises:
        EnvironmentFault: PRINTER_FAILED, the printer takes no page.
    """
    first, last = printer.fromPage(), printer.toPage()
    chosen = pages[max(first, 1) - 1 : last or len(pages)]
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(chosen[0]))
    painter = QPainter()
    if not painter.begin(printer):
        raise EnvironmentFault(FaultCode.PRINTER_FAILED, name=printer.printerName())
    try:
        done = paint_pages(painter, printer, chosen, faces, progress=progress)
        if not done:
            printer.abort()
    except OSError as error:
        raise EnvironmentFault(FaultCode.PRINTER_FAILED, name=printer.printerName()) from error
    finally:
        painter.end()
    return done
