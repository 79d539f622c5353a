"""How long the built program takes to its first painted window, beside a bare PySide6 program's, built alike.

    measure_start.py PROGRAM BARE_PROGRAM [--times 15]

Needs an X display (``xvfb-run -s '-screen 0 1400x900x24' ...``) with nothing on it, and PySide6. The two take turns, so
that what else the machine does falls on both; of each, the shortest time counts. What is timed is what a person sees:
from the start of the process to the first change of the middle of the screen. Beside it stands the time the processor
worked for it until then, which a busy machine disturbs less.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_SECONDS = 60
SIDE = 16  # pixels of the spot that is watched


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("bare", type=Path)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--at-most", type=float, default=1.3, help="the ratio that is refused")
    arguments = parser.parse_args()
    spot = watched_spot()
    taken: dict[Path, list[float]] = {arguments.program: [], arguments.bare: []}
    worked: dict[Path, list[float]] = {arguments.program: [], arguments.bare: []}
    with tempfile.TemporaryDirectory() as home:
        for number in range(arguments.times + 1):
            for path, times in taken.items():
                seconds, work = first_paint(path, spot, home)
                if number:  # the first round fills the disk cache
                    times.append(seconds)
                    worked[path].append(work)
    for path, times in taken.items():
        ordered = sorted(times)
        times_text = f"shortest {ordered[0] * 1000:.0f} ms, middle {ordered[len(ordered) // 2] * 1000:.0f} ms"
        print(f"{path.name}: {times_text}, work {min(worked[path]) * 1000:.0f} ms")
    ratio = min(taken[arguments.program]) / min(taken[arguments.bare])
    print(f"ratio {ratio:.2f}, at most {arguments.at_most}")
    return int(ratio > arguments.at_most)


def watched_spot() -> Callable[[], bytes]:
    """A function that gives the pixels in the middle of the screen."""
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    screen = application.primaryScreen()
    middle = screen.geometry().center()

    def pixels() -> bytes:
        _ = application  # lives as long as the function
        return bytes(screen.grabWindow(0, middle.x(), middle.y(), SIDE, SIDE).toImage().constBits())

    return pixels


def first_paint(path: Path, spot: Callable[[], bytes], home: str) -> tuple[float, float]:
    """Seconds from the start of a program to the change of the spot, and of work for it; the program is ended."""
    empty = spot()
    environment = {key: os.environ[key] for key in ("DISPLAY", "XAUTHORITY") if key in os.environ}
    start = time.perf_counter()
    process = subprocess.Popen(
        [path], env={**environment, "HOME": home, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "xcb"}
    )
    try:
        while spot() == empty:
            if time.perf_counter() - start > PATIENCE_SECONDS or process.poll() is not None:
                raise SystemExit(f"{path} painted nothing")
        seconds = time.perf_counter() - start
        tasks = Path(f"/proc/{process.pid}/task").glob("*/schedstat")
        return seconds, sum(int(each.read_text(encoding="utf-8").split()[0]) for each in tasks) / 1e9
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        while spot() != empty:
            time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
