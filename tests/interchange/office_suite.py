"""LibreOffice as a colleague's program: it opens our files, works them out anew and saves them again."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SECONDS_A_FILE, SECONDS_TO_START = 20, 120
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def saved_again(files: Sequence[Path], folder: Path, profile: Path, *, ending: str = "xlsx") -> None:
    """Every file opened, recalculated and saved into the folder under its own name, in one start of the program.

    Raises:
        RuntimeError: LibreOffice is not installed, or a file did not come out.
    """
    program = shutil.which("soffice")
    if program is None:
        raise RuntimeError("soffice is not on the PATH: install libreoffice-calc and libreoffice-writer")
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(folder),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=SECONDS_TO_START + SECONDS_A_FILE * len(files),
    )
    missing = [each.name for each in files if not (folder / each.with_suffix(f".{ending}").name).exists()]
    if missing:
        raise RuntimeError(f"not saved again: {', '.join(missing)}")
