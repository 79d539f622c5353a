"""``python -m tests.interchange [SUITE...] [--count N]``: files through LibreOffice and back, with the figures.

Needs ``soffice`` (Debian: libreoffice-calc, libreoffice-writer); everything else is part of the test command.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.interchange import round_trips, totals
from tests.interchange.round_trips import Tell

SUITES: dict[str, tuple[Callable[[Path, int, Tell], round_trips.Figures | totals.Figures], int]] = {
    "round-trips": (round_trips.run, 1_000),
    "totals": (totals.run, 200),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", help=f"of {', '.join(SUITES)}; all without one")
    parser.add_argument("--count", type=int, help="tables made by chance, besides the published papers")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    wrong = 0
    for name, (run, usual) in SUITES.items():
        if not chosen.suites or name in chosen.suites:
            begun = time.perf_counter()
            with TemporaryDirectory() as folder:
                figures = run(Path(folder), usual if chosen.count is None else chosen.count, _tell)
            sys.stdout.write(f"{name}: {figures} in {time.perf_counter() - begun:.0f} s\n")
            sys.stdout.writelines(f"  {each[:1000]}\n" for each in figures.different)
            wrong += len(figures.different)
    return 1 if wrong else 0


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
