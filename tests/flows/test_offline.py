"""A whole year without the network: in a process that may not open a socket, everything is done that a bureau does."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# In a process of its own, as a hook of Python's audit is never taken away again. It also hears what modules written in C do;
# what reads foreign files is a child with such a hook of its own. Qt would need its network library, which must not be loaded.
YEAR = """
import os, sys
from pathlib import Path

def refuse(event, arguments):
    if event.startswith("socket."):
        os.write(2, f"{event} {arguments}".encode())
        os._exit(9)

sys.addaudithook(refuse)
from desktop.cli.run import run
from desktop.cli.self_test import self_test

folder = Path(sys.argv[1])
book = ["--book", str(folder / "账套.ziping")]
bureau = [*book, "--unit", "广州市番禺区人力资源和社会保障局"]
names = {"sheet": "自评表.xlsx", "report": "自评报告.docx", "audit": "审核稿.xlsx"}
files = {kind: str(folder / name) for kind, name in names.items()}
for words in (
    ["sample", *book],
    ["check", *bureau, "--year", "2021"],
    *(["export", *bureau, "--year", "2021", "--kind", kind, "--output", name] for kind, name in files.items()),
    ["rollup", *book, "--unit", "某市局", "--year", "2021", files["sheet"]],
    ["seal", *bureau, "--year", "2021"],
    ["backup", *book],
):
    if run(words):
        sys.exit(f"not done: {words}")
if self_test(run):
    sys.exit("not done: the self-test")
maps = Path("/proc/self/maps")
if maps.exists() and "libQt6Network" in maps.read_text(encoding="utf-8") or "PySide6.QtNetwork" in sys.modules:
    sys.exit("Qt's network is loaded")
print("a year is done")
"""


def test_a_whole_year_opens_no_socket(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", YEAR, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.stdout.endswith("a year is done\n"), done.stderr
    assert done.returncode == 0
