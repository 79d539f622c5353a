"""Proves printing by a real spooler: a cupsd of its own, a queue that keeps what it gets, and CUPS-PDF where it is installed.

    python packaging/prove_printing.py

Every published paper goes through QPrinter to the first queue and is read back glyph by glyph: the words in their cells, each
page on its own paper. What CUPS-PDF makes of them, through the filters of a real printer, has every page, its ink where ours is.
Needs cupsd and lpadmin (package cups); CUPS-PDF (package printer-driver-cups-pdf) needs the rights of the system's own spooler
and pdftoppm.
"""

import grp
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from desktop.sheets.page import Page
    from desktop.sheets.typefaces import Typefaces

KEEPING, CUPS_PDF = "Keeping", "CupsPdf"
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
MADE = Path.home() / "PDF"  # where CUPS-PDF puts what was printed
LONGEST_WAIT = 60  # seconds
CODE = "7F3A-91C2"
DOTS, DARK, MM_PER_INCH = 100, 200, 25.4
MOST_MOVED_MM = 1.0

FILES_CONF = """
ServerRoot {folder}
StateDir {folder}/state
RequestRoot {folder}/spool
CacheDir {folder}/cache
TempDir {folder}/tmp
AccessLog {folder}/access
ErrorLog {folder}/errors
PageLog {folder}/pages
SystemGroup {group}
"""
CUPSD_CONF = """
Listen {folder}/socket
Browsing Off
WebInterface No
LogLevel info
MaxLogSize 0
PreserveJobFiles Yes
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


@contextmanager
def spooler(folder: Path) -> Iterator[None]:
    """A cupsd that hears only on a socket in the folder; Qt finds it by CUPS_SERVER."""
    for name in ("state", "spool", "spool/tmp", "cache", "tmp", "ppd", "state/certs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    (folder / "tmp").chmod(0o1777)
    group = grp.getgrgid(os.getgid()).gr_name
    (folder / "cups-files.conf").write_text(FILES_CONF.format(folder=folder, group=group))
    (folder / "cupsd.conf").write_text(CUPSD_CONF.format(folder=folder))
    server = subprocess.Popen(
        [
            shutil.which("cupsd", path=f"{os.environ['PATH']}:/usr/sbin") or "cupsd",
            *("-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")),
        ]
    )
    os.environ["CUPS_SERVER"] = str(folder / "socket")
    try:
        wait_for((folder / "socket").exists, "cupsd does not start")
        yield
    finally:
        server.terminate()
        server.wait()


def wait_for(done: Callable[[], bool], trouble: str) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while not done():
        if time.monotonic() > end:
            raise SystemExit(trouble)
        time.sleep(0.1)  # CUPS tells nobody when a queue is empty


def run(*words: str) -> str:
    path = f"{os.environ['PATH']}:/usr/sbin"
    return subprocess.run(words, check=True, capture_output=True, text=True, env=os.environ | {"PATH": path}).stdout


def add_queue(name: str, device: str, *more: str) -> None:
    run("lpadmin", "-p", name, "-E", "-v", device, *more)
    run("cupsaccept", name)
    run("cupsenable", name)


def idle(queue: str) -> bool:
    return not run("lpstat", "-o", queue).strip()


def print_papers(queue: str) -> Iterator[tuple[str, list["Page"], "Typefaces"]]:
    """Every published paper to a queue, with form, steps and report; what was sent, page by page."""
    from PySide6.QtPrintSupport import QPrinterInfo

    from desktop.sheets.paper import Printed, draw_paper
    from desktop.sheets.printing import new_printer, print_pages
    from desktop.sheets.setup import SheetKind, usual_setup
    from desktop.sheets.typefaces import Typefaces
    from tests.desktop.filled_forms import NAMES, filled

    for name in NAMES:
        scored, form = filled(name)
        faces, contents = Typefaces(), (SheetKind.COVER, SheetKind.FORM, SheetKind.SCORES, SheetKind.REPORT)
        setup = replace(usual_setup(form), contents=contents)
        pages = draw_paper(scored, form, setup, faces, Printed(CODE, date(2026, 3, 1)))
        printer = new_printer(pages[0], f"{name} 自评表")
        printer.setPrinterName(QPrinterInfo.printerInfo(queue).printerName())
        if printer.printerName() != queue or not print_pages(printer, pages, faces):
            raise SystemExit(f"{queue}: {name} was not printed")
        del printer
        wait_for(lambda: idle(queue), f"{queue}: {name} stays in the queue")
        yield name, list(pages), faces


def prove_keeping(folder: Path) -> None:
    """What the queue got is what the preview shows, to the glyph."""
    from desktop.sheets.pdf_text import mend_text
    from tests.desktop.sheets.pdf_glyphs import read_pdf
    from tests.desktop.sheets.test_write_pdf import assert_printed

    add_queue(KEEPING, "file:///dev/null", "-m", "raw")
    for name, pages, faces in print_papers(KEEPING):
        kept = max((folder / "spool").glob("d*"))
        mend_text(kept, faces.painted(line for page in pages for line in page.lines()))
        found = read_pdf(kept)
        assert_printed(tuple(pages), found)
        papers = {f"{round(page.width)}×{round(page.height)}" for page in found}
        glyphs = sum(len(page.glyphs) for page in found)
        print(f"{KEEPING}: {name}: {len(found)} pages on {', '.join(sorted(papers))} mm, {glyphs} glyphs")


def inked(path: Path, folder: Path) -> list[tuple[float, ...]]:
    """Of each page the edges of what is printed, in mm: left, top, right, bottom; a page across turned as printers turn it."""
    from PySide6.QtGui import QImage, QTransform

    subprocess.run(["pdftoppm", "-r", str(DOTS), "-gray", path, folder / "ink"], check=True, stderr=subprocess.DEVNULL)
    found = []
    for picture in sorted(folder.glob("ink*.pgm")):
        image = QImage(str(picture)).convertToFormat(QImage.Format.Format_Grayscale8)
        picture.unlink()
        if image.width() > image.height():
            image = image.transformed(QTransform().rotate(-90))
        rows = [
            bytes(image.constScanLine(y))[: image.width()]  # type: ignore[call-overload]  # a buffer that the stubs call object
            for y in range(image.height())
        ]
        dark = [y for y, row in enumerate(rows) if min(row) < DARK]
        across = [x for x, column in enumerate(zip(*rows, strict=True)) if min(column) < DARK]
        found.append(tuple(each * MM_PER_INCH / DOTS for each in (across[0], dark[0], across[-1], dark[-1])))
    return found


def prove_cups_pdf(folder: Path) -> None:
    """What comes out behind the filters of a printer has every page, and its ink where our PDF has it."""
    from desktop.sheets.write_pdf import write_pages

    add_queue(CUPS_PDF, "cups-pdf:/", "-P", str(PPD))
    before = set(MADE.glob("*.pdf"))
    for name, pages, faces in print_papers(CUPS_PDF):
        made = set(MADE.glob("*.pdf")) - before
        if len(made) != 1:
            raise SystemExit(f"{CUPS_PDF}: {name} gave {len(made)} files")
        (path,) = made
        write_pages(folder / "ours.pdf", pages, faces, title=name)
        printed, ours = inked(path, folder), inked(folder / "ours.pdf", folder)
        moved = [max(abs(one - other) for one, other in zip(*both, strict=True)) for both in zip(printed, ours, strict=True)]
        print(f"{CUPS_PDF}: {name}: {len(printed)} pages, edges of the ink off by {max(moved):.1f} mm at most")
        if max(moved) > MOST_MOVED_MM:
            raise SystemExit(f"{CUPS_PDF}: {name} is cut or moved")
        path.unlink()


def main() -> None:
    from PySide6.QtWidgets import QApplication

    with tempfile.TemporaryDirectory(prefix="spooler-") as name:
        folder = Path(name)
        with spooler(folder):
            application = QApplication([])
            prove_keeping(folder)
            if PPD.exists() and os.geteuid() == 0:
                prove_cups_pdf(folder)
            del application


if __name__ == "__main__":
    main()
