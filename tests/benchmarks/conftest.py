"""One table of every ratio, printed when the benchmarks end: ``pytest tests/benchmarks``, or a part with ``-k`` and a word."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import pytest
from PySide6.QtCore import qVersion

PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "openpyxl", "XlsxWriter", "pyqtgraph")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, against what, the ratio that is aimed at and the one that was found."""

    what: str
    against: str
    goal: float | None
    found: float | None


FIGURES = pytest.StashKey[list[Figure]]()
Note = Callable[..., None]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """``note(what, against, found, goal)`` enters a ratio; ``found`` is ``None`` where it cannot be had on this machine."""

    def enter(what: str, against: str, found: float | None, goal: float | None = None) -> None:
        request.config.stash[FIGURES].append(Figure(what, against, goal, found))

    return enter


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    figures = config.stash[FIGURES]
    if not figures:
        return
    known = ", ".join(f"{each} {version(each)}" for each in PACKAGES)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    terminalreporter.write_sep("=", "ratios")
    terminalreporter.write_line(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}; Python {platform.python_version()}, "
        f"Qt {qVersion()}, {known}\n"
    )
    terminalreporter.write_line("| What | Against | Goal | Measured | |\n|---|---|---|---|---|")
    for each in figures:
        goal = "" if each.goal is None else f"{each.goal:g} x"
        found = "not here" if each.found is None else f"{each.found:.2f} x"
        reached = "" if each.goal is None or each.found is None else "reached" if each.found <= each.goal else "not reached"
        terminalreporter.write_line(f"| {each.what} | {each.against} | {goal} | {found} | {reached} |")
