"""Borders between panes stay where the clerk put them, also after the next start."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QWidget

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow

CHOSEN = "chosen"  # a property of a splitter whose place was chosen: nothing moves it but the clerk


def keep_splits(window: "MainWindow", part: QWidget) -> None:
    """Put the named borders within a part of the window where they were last, and remember where they go."""
    known = dict(_places(window.settings.splits))
    for each in (part, *part.findChildren(QWidget)):
        if not isinstance(each, QSplitter) or not each.objectName():
            continue
        sizes = known.get(each.objectName(), [])
        if len(sizes) == each.count() and any(sizes):
            each.setSizes(sizes)
            each.setProperty(CHOSEN, True)
        each.splitterMoved.connect(lambda *_, each=each: _remember(window, each))


def _remember(window: "MainWindow", splitter: QSplitter) -> None:
    splitter.setProperty(CHOSEN, True)
    others = [(name, sizes) for name, sizes in _places(window.settings.splits) if name != splitter.objectName()]
    places = [(splitter.objectName(), splitter.sizes()), *others]
    window.settings = replace(window.settings, splits=tuple(json.dumps(each) for each in places))


def _places(texts: tuple[str, ...]) -> list[tuple[str, list[int]]]:
    """Names and sizes; what cannot be understood is left out."""
    found: list[tuple[str, list[int]]] = []
    for text in texts:
        try:
            name, sizes = json.loads(text)
        except (ValueError, TypeError):
            continue
        if isinstance(name, str) and isinstance(sizes, list) and all(type(each) is int for each in sizes):
            found.append((name, sizes))
    return found
