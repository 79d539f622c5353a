"""``python -m tests.reliability [SUITE...] [--scale N]``: the long suites and their figures."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.reliability import backups, changing, copied, failing, flips, kills, names, power, rollups, starts, undo

SUITES: dict[str, Callable[[Path, int], object]] = {
    "kills": lambda folder, scale: kills.run(folder, 1_000 // scale),
    "power": lambda folder, scale: power.run(folder, 5_000 // scale),
    "failing: disk full": lambda folder, _: failing.run(folder, once=False, full=True),
    "failing: one error": lambda folder, _: failing.run(folder, once=True, full=False),
    "changing: disk full": lambda folder, _: changing.run(folder, once=False),
    "changing: one error": lambda folder, _: changing.run(folder, once=True),
    "flips: one bit": lambda folder, scale: flips.run(folder, "flip", 10_000 // scale),
    "flips: a page of zeros": lambda folder, scale: flips.run(folder, "page", 1_000 // scale),
    "flips: the end cut off": lambda folder, scale: flips.run(folder, "cut", 1_000 // scale),
    "copied": lambda folder, scale: copied.run(folder, 10_000 // scale),
    "undo": lambda folder, scale: undo.run(folder, 100_000 // scale),
    "starts": lambda folder, scale: starts.run(folder, 1_000 // scale),
    "backups": lambda folder, scale: backups.run(folder, 3 * 365 // scale),
    "rollups": lambda folder, scale: rollups.run(folder, max(4, 100 // scale), 6),
    "names": lambda folder, scale: names.run(folder, 500 // scale),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", help="words the suites begin with; all without one")
    parser.add_argument("--scale", type=int, default=1, help="divides every count")
    chosen = parser.parse_args()
    for name, run in SUITES.items():
        if not chosen.suites or name.split(":")[0] in chosen.suites:
            begun = time.perf_counter()
            with TemporaryDirectory() as folder:
                figures = run(Path(folder), chosen.scale)
            sys.stdout.write(f"{name}: {figures} in {time.perf_counter() - begun:.0f} s\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
