"""``ziping`` and ``python -m desktop``: without a command the window, with one the same work without it."""

import gc
import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path


def main() -> int:
    """Run the program; the exit status."""
    choose_fonts(os.environ, sys.platform)
    arguments = sys.argv[1:]
    if not arguments:
        return _window(None)
    if len(arguments) == 1 and names_book(arguments[0]):
        return _window(Path(arguments[0]))
    if arguments[0] == "gui":
        from desktop.cli.arguments import parser

        given = parser().parse_args(arguments)
        return _window(given.gui_book or given.book)
    if arguments[0] == "--read-one-file":  # desktop.reading.guard.CHILD_ARGUMENT: the built program starts itself
        from desktop.reading.child import main as read_one_file

        return read_one_file()
    from desktop.cli.run import run

    if arguments[0] == "--self-test":
        from desktop.cli.self_test import self_test

        return self_test(run)

    return run(arguments)


def names_book(word: str) -> bool:
    """Whether a single word is a book to open; a mistyped command is none and is answered by the command line."""
    path = Path(word)
    return not word.startswith("-") and (path.suffix == ".ziping" or path.is_file())


def choose_fonts(environment: MutableMapping[str, str], platform: str) -> None:
    """Let Qt on Windows read fonts by GDI: DirectWrite knows no file of a font of our own, a PDF gets outlines for its text."""
    if platform == "win32":
        environment.setdefault("QT_QPA_PLATFORM", "windows:nodirectwrite")


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown: on Linux Qt would end the process where there is neither a display nor a chosen platform."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not platform.startswith("linux") or any(environment.get(each) for each in names)


def _window(book: Path | None) -> int:
    if not has_display(os.environ, sys.platform):
        sys.stderr.write("ziping: 这里没有图形界面，打不开窗口。请在桌面环境中启动；没有窗口也能做的事用 ziping --help 查看。\n")
        return 3
    gc.disable()  # what a start makes stays: garbage is looked for when the book is shown
    sys.modules["_hashlib"] = None  # type: ignore[assignment]  # OpenSSL: four megabytes for digests Python has of its own
    from desktop.app import run

    return run([], book)


if __name__ == "__main__":
    sys.exit(main())
