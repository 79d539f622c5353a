"""Where commands print, and what they end with."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from desktop.kit.paths import book_path
from scoring.table import TableKey

DONE, FINDINGS, USAGE, REFUSED = 0, 1, 2, 3
_BAR = 30  # characters
_PATIENCE = 1.0  # seconds


def speak_utf8() -> None:
    """Read and print Chinese everywhere: a console of Windows may know another alphabet, its windows have no streams."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="surrogateescape")
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8-sig", errors="strict")


def chosen_book(arguments: argparse.Namespace) -> Path:
    """The book a call names, else the user's own."""
    given: Path | None = arguments.book
    return given if given is not None else book_path()


def print_json(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=1))


def tell(arguments: argparse.Namespace, document: object, words: str) -> None:
    """The document where JSON is asked for, else words for a person."""
    if arguments.json:
        print_json(document)
    else:
        print(words)


def progress_bar(words: str) -> Callable[[int, int], None]:
    """A bar on the terminal for work that takes longer than a second; nothing where errors go to a file."""
    begun = time.monotonic()

    def show(done: int, whole: int) -> None:
        if sys.stderr is None or not sys.stderr.isatty() or time.monotonic() - begun < _PATIENCE or not whole:
            return
        full = _BAR * done // whole
        line = f"\r{words} [{'#' * full}{'.' * (_BAR - full)}] {100 * done // whole}%"
        sys.stderr.write(line if done < whole else f"\r{' ' * (_BAR + len(words) * 2 + 8)}\r")
        sys.stderr.flush()

    return show


def key_document(key: TableKey) -> dict[str, object]:
    return {"unit": key.unit, "year": key.year, "subject": key.subject}


def key_text(key: TableKey) -> str:
    return f"{key.unit} {key.year}年 {key.subject or '部门整体'}"
