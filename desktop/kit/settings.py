"""What this machine remembers between two starts: one frozen record, read and written here only.

Nothing of a book stands here. A settings file that is damaged or from another version never keeps the program from starting:
whatever cannot be understood takes its default.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

RECENT = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one machine.

    Attributes:
        recent_books: paths, the newest first.
        geometry: of the main window, as Qt gives it, in hexadecimal digits.
        panes: widths of tree, page and inspector in logical pixels; empty for the shipped arrangement.
        tree_shown, inspector_shown: whether the panes at the sides are open.
        last_table: unit, year and subject of the table shown last.
        last_place: the page in view then, and the row and the fact under the cursor of the entry table.
        column_views: how the columns of the entry table were wanted, a JSON text for each form.
        splits: where the borders between panes were put, a JSON text for each.
        page_setups: how pages were wanted, a JSON text for each form.
        output_folder: where the last file was written to, empty before the first.
    """

    recent_books: tuple[str, ...] = ()
    geometry: str = ""
    panes: tuple[int, ...] = ()
    tree_shown: bool = True
    inspector_shown: bool = True
    last_table: tuple[str, ...] = ()
    last_place: tuple[str, ...] = ()
    column_views: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    page_setups: tuple[str, ...] = ()
    output_folder: str = ""


def load_settings(path: Path) -> Settings:
    """The settings of the file; defaults where it is missing, unreadable, or says something else than expected."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _settings(found) if isinstance(found, dict) else Settings()


def save_settings(path: Path, settings: Settings) -> bool:
    """Write the settings beside and replace; whether it worked (a full disk must not disturb closing the window)."""
    beside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(beside, path)  # noqa: PTH105 - replaces on every platform
    except OSError:
        return False
    return True


def with_recent(settings: Settings, book: Path) -> Settings:
    """The book moves to the top of the recent ones."""
    name = str(book)
    others = [each for each in settings.recent_books if each != name]
    return replace(settings, recent_books=(name, *others)[:RECENT])


def _settings(found: Mapping[str, Any]) -> Settings:
    kept: dict[str, Any] = {}
    default = Settings()
    for field in fields(Settings):
        value, usual = found.get(field.name), getattr(default, field.name)
        if isinstance(usual, tuple):
            kind = int if field.name == "panes" else str
            if isinstance(value, list) and all(type(each) is kind for each in value):
                kept[field.name] = tuple(value)
        elif type(value) is type(usual):
            kept[field.name] = value
    return Settings(**kept)
