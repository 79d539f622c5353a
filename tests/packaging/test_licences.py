"""The list of licences the program shows and the package carries."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
HELP = ROOT / "resources" / "help"


def test_every_locked_package_is_named_with_its_version_and_a_licence() -> None:
    text = (HELP / "licences.txt").read_text(encoding="utf-8")
    lock = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    # One Qt for each processor; the list was made on the commoner one.
    locked = re.findall(r"^([a-z0-9-]+)==(\S+)(?! ; platform_machine == 'aarch64') ", lock, re.MULTILINE)

    named = dict(re.findall(r"^([a-z0-9-]+) (\d\S*)  -  (?:\S.*)$", text, re.MULTILINE))

    assert len(locked) > 15
    assert {name: version for name, version in locked if named.get(name) != version} == {}


def test_the_texts_that_must_go_along_are_there() -> None:
    text = (HELP / "licences.txt").read_text(encoding="utf-8")

    assert "SIL OPEN FONT LICENSE" in text
    for name in ("LGPL-3.txt", "GPL-3.txt", "LGPL-2.1.txt"):
        assert name in text
        assert "GNU" in (HELP / name).read_text(encoding="utf-8")[:200]
