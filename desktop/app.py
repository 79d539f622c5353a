"""Builds the program once: fonts, settings, workspace, window, fault handler. The window is painted first."""

import gc
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.kit import faults
from desktop.kit.fonts import interface_font
from desktop.kit.paths import log_path, resources, settings_path
from desktop.kit.settings import load_settings, save_settings
from desktop.windows.main_window import MainWindow
from desktop.workspace.session import Workspace

COLLECT_EVERY = 1000  # milliseconds
REMEMBER_EVERY = 30_000  # milliseconds
COLLECTOR = (50_000, 20, 20)  # tables are many objects that stay: looking through them often finds nothing

log = logging.getLogger(__name__)


def run(arguments: Sequence[str], book: Path | None = None) -> int:
    """Open the window and stay until it is closed; the exit status."""
    application = make_application(arguments)
    window = open_window(book)
    status = application.exec()
    save_settings(settings_path(), window.settings)
    return status


def make_application(arguments: Sequence[str]) -> QApplication:
    """The application with its style, its font and the last resort for bugs."""
    gc.set_threshold(*COLLECTOR)
    application = QApplication([sys.argv[0], "-style", "Fusion", *arguments])  # asked of QStyle it would cost its enums
    application.setApplicationName("ziping")
    application.setApplicationDisplayName("")
    application.setDesktopFileName("ziping")
    application.setWindowIcon(icon())
    application.setFont(interface_font())
    faults.install()
    return application


def icon() -> QIcon:
    """The program's icon, as pictures: drawing the SVG would cost the first frame a plug-in."""
    drawn = QIcon()
    for size in (16, 32, 48, 128):
        drawn.addFile(str(resources() / "icons" / f"ziping-{size}.png"))
    return drawn


def speak_chinese(application: QObject) -> None:
    """Qt's own words (the buttons of its dialogs), its numbers and its dates in Chinese."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        QApplication.installTranslator(translator)
    else:
        log.info("no Chinese words of Qt in %s", folder)


def open_window(book: Path | None) -> MainWindow:
    """The main window, shown at once; what is heavy comes after its first frame."""
    settings = load_settings(settings_path())
    workspace = Workspace()
    window = MainWindow(workspace, settings)
    workspace.setParent(window)
    window.show()
    QTimer.singleShot(0, window, lambda: QTimer.singleShot(0, window, lambda: begin(window, book)))
    return window


def begin(window: MainWindow, book: Path | None) -> None:
    """After the first frame: the parts of the window, and with the next one a book."""
    faults.start_log(log_path().parent)
    speak_chinese(QApplication.instance() or window)
    window.furnish()
    QTimer.singleShot(0, window, lambda: show_book(window, book))


def show_book(window: MainWindow, book: Path | None) -> None:
    """The book asked for, the last one, or the examples beside the start page."""
    if book is not None:
        window.ways.open_path(book, create=not book.exists())
    elif window.settings.recent_books and Path(window.settings.recent_books[0]).exists():
        window.ways.resume()
    else:
        window.ways.show_sample_beside_start()
    remember_often(window)
    QTimer.singleShot(0, window, look_for_garbage)


def remember_often(window: MainWindow) -> None:
    """What is remembered at the end is written with Ctrl+S and now and then too, so that a power cut takes nobody far."""
    clock = QTimer(window)
    clock.setObjectName("remember")
    clock.timeout.connect(lambda: remember(window))
    clock.start(REMEMBER_EVERY)
    window.actions_by_name["save"].triggered.connect(lambda _: remember(window))


def remember(window: MainWindow) -> None:
    """The settings as the window stands, written where they are others than those of the file."""
    if not window.isVisible():  # closed: what it remembered was written at its end
        return
    settings = window.remembered()
    if settings != load_settings(settings_path()):
        save_settings(settings_path(), settings)


def look_for_garbage() -> None:
    """From now on, only among what is new, and in this thread alone: a worker must never take a dead window apart."""
    if not gc.isenabled():
        gc.freeze()
        clock = QTimer(QApplication.instance())
        clock.timeout.connect(collect)
        clock.start(COLLECT_EVERY)


def collect() -> None:
    """What Python's own collector would do now: the oldest generation that is due, and the younger ones with it."""
    due = [age for age, (made, most) in enumerate(zip(gc.get_count(), COLLECTOR, strict=True)) if made > most]
    if due:
        gc.collect(due[-1])
