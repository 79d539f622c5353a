"""What the built program takes in memory at rest with an example year open, beside a bare PySide6 program's, built alike.

    measure_memory.py PROGRAM BARE_PROGRAM [--rest 10]

Needs an X display with nothing on it, and the sources' own environment (it makes the book). The bare program shows the
words of the same table: a window without a Chinese word has none of the pages of the system's Chinese fonts, which
programs share.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

FACTS = ("name", "points_text", "explanation", "target_text", "actual_text", "given_score_text", "reason_text")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("bare", type=Path)
    parser.add_argument("--rest", type=float, default=10, help="seconds until a program is taken to be at rest")
    parser.add_argument("--at-most", type=float, default=1.7, help="the ratio that is refused")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book, words = make_book(Path(folder))
        ours = resident([arguments.program, book], folder, arguments.rest)
        bare = resident([arguments.bare, words], folder, arguments.rest)
        plain = resident([arguments.bare], folder, arguments.rest)
    print(f"{arguments.program.name} {ours:.0f} MB; {arguments.bare.name} {bare:.0f} MB, without the words {plain:.0f} MB")
    print(f"ratio {ours / bare:.2f}, at most {arguments.at_most}; to the one without words {ours / plain:.2f}")
    return int(ours / bare > arguments.at_most)


def make_book(folder: Path) -> tuple[Path, Path]:
    """A book with the first example, and its words as the bare program takes them."""
    from desktop.workspace import book

    path, words = folder / "示例.ziping", folder / "words.json"
    table = book.sample_tables()[0]
    with book.open_book(path, create=True) as store:
        book.import_tables(store, [table])
    rows = [(not each.leaf, [getattr(each, fact) for fact in FACTS]) for each in table.nodes]
    words.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return path, words


def resident(command: list[Path], home: str, rest: float) -> float:
    """Megabytes of a program's pages in memory when it has come to rest; it is ended."""
    display = {key: os.environ[key] for key in ("DISPLAY", "XAUTHORITY") if key in os.environ}
    environment = {**display, "HOME": home, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "xcb"}
    process = subprocess.Popen(command, env=environment)
    try:
        time.sleep(rest)  # nothing tells that a program has nothing left to do
        lines = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(each.split()[1]) for each in lines if each.startswith("VmRSS")) / 1024
    except StopIteration:
        raise SystemExit(f"{command[0]} did not stay") from None
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
