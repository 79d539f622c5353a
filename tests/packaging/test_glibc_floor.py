"""The script that says which C library a built folder needs."""

import shutil
import subprocess
import sys
from pathlib import Path

import PySide6

SCRIPT = Path(__file__).parents[2] / "packaging" / "glibc_floor.py"
QT_CORE = Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6Core.so.6"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)


def test_it_names_the_newest_library_that_any_file_asks_for_and_the_file(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    shutil.copy(QT_CORE, tmp_path / "lib")
    (tmp_path / "notes.txt").write_text("no program")

    said = run(str(tmp_path)).stdout

    assert "GLIBC 2.28 (asked for by lib/libQt6Core.so.6, 1 files read)" in said
    assert "libicui18n.so.73" in said.partition("of the system:")[2].split()


def test_a_folder_that_needs_a_newer_library_than_allowed_is_refused(tmp_path: Path) -> None:
    shutil.copy(QT_CORE, tmp_path)

    assert run(str(tmp_path), "--at-most", "2.28").returncode == 0
    refused = run(str(tmp_path), "--at-most", "2.27")
    assert refused.returncode == 1
    assert refused.stderr == "GLIBC 2.28 is newer than 2.27\n"


def test_a_folder_without_programs_is_refused_because_nothing_was_checked(tmp_path: Path) -> None:
    assert run(str(tmp_path)).returncode == 1
