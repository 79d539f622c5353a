"""The reading process can neither write, nor connect, nor start anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.reading.child import _refuse

ROOT = Path(__file__).parents[3]
TRIES = {
    "connect": "import socket; socket.socket()",
    "look up": "import socket; socket.getaddrinfo('localhost', 1)",
    "fetch": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "write": "open('left.txt', 'w')",
    "append": "open('left.txt', 'ab')",
    "remove": "import os; os.remove('kept.txt')",
    "rename": "import os; os.rename('kept.txt', 'left.txt')",
    "start": "import subprocess; subprocess.Popen(['true'])",
    "system": "import os; os.system('true')",
}


@pytest.mark.parametrize("attempt", TRIES.values(), ids=TRIES.keys())
def test_what_reaches_outside_is_refused(tmp_path: Path, attempt: str) -> None:
    (tmp_path / "kept.txt").write_text("x", encoding="utf-8")
    program = f"import sys; from desktop.reading.child import _refuse; sys.addaudithook(_refuse)\n{attempt}"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert done.returncode == 1
    assert "PermissionError" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_reading_is_allowed() -> None:
    _refuse("open", ("book.xlsx", "rb", os.O_RDONLY))
    _refuse("import", ("zlib",))
    _refuse("os.listdir", (".",))
