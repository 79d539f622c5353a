"""Where in the manual the clerk is: the page in view, the check that is chosen; and 这是什么 for the parts of the window."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWhatsThis, QWidget

from desktop.kit.help_text import explanation
from desktop.windows.page_catalogue import PAGES

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow

START, CHECKS = "start", "checks"
TOPICS = {each.key: each.key for each in PAGES}
"""The topic of each page, by the key of the page: the files are called like the pages."""


def place_in_manual(window: "MainWindow") -> tuple[str, str]:
    """Topic and section for what is in view."""
    if not window.furnished or not window.pages.isVisible():
        return START, ""
    from desktop.findings.page import FindingsPage

    page = window.pages.stack.currentWidget()
    code = page.chosen_code() if isinstance(page, FindingsPage) else ""
    return (CHECKS, code) if code else (TOPICS.get(window.pages.current(), "index"), "")


def ask_what_this_is(window: "MainWindow") -> None:
    """The next click tells what stands there, in the words of the manual."""
    for widget, words in _parts(window):
        widget.setWhatsThis(f"<p>{escape(words)}</p>")
    QWhatsThis.enterWhatsThisMode()


def _parts(window: "MainWindow") -> list[tuple[QWidget, str]]:
    parts: list[tuple[QWidget, str]] = [
        (window.start_page, explanation(START)),
        (window.search, explanation("indicators", "find")),
        (window.statusBar(), explanation(START, "status")),
    ]
    if window.furnished:
        parts += [(window.tree, explanation(START, "tree")), (window.inspector, explanation("indicators", "inspector"))]
        page = window.pages.stack.currentWidget()
        if page is not None:
            parts.append((page, explanation(TOPICS.get(window.pages.current(), "index"))))
    return parts
