"""Where a file is to be saved: the ending is added where none was typed, and nothing is replaced unasked."""

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

ENDING = re.compile(r"\*(\.\w+)")


def ask_where_to_save(parent: QWidget, title: str, suggestion: Path, kinds: str) -> Path | None:
    """A file of one of the kinds (as a file dialog writes them); nothing when the clerk thinks better of it.

    The dialog asks before a file of the typed name is replaced, but knows nothing of the ending: that is asked here.
    """
    name, kind = QFileDialog.getSaveFileName(parent, title, str(suggestion), kinds)
    if not name:
        return None
    path, endings = Path(name), ENDING.findall(kinds)
    if path.suffix.lower() in endings:
        return path
    path = path.with_name(path.name + next(iter(ENDING.findall(kind) or endings)))
    return path if not path.exists() or may_replace(parent, title, path) else ask_where_to_save(parent, title, path, kinds)


def may_replace(parent: QWidget, title: str, path: Path) -> bool:
    """Whether the clerk lets a file give way."""
    box = QMessageBox(
        QMessageBox.Icon.Question,
        title,
        f"“{path.name}”已经有了，替换吗？",
        QMessageBox.StandardButton.Cancel,
        parent,
    )
    replace = box.addButton("替换", QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    return box.clickedButton() is replace
