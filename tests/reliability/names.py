"""Hostile names of evidence: nothing is written outside the folder, and every changed or missing file is told."""

import random
from dataclasses import dataclass
from pathlib import Path

from db.evidence import EvidenceState, copy_out, evidence_folder, safe_name, state_of, store_file
from db.faults import EnvironmentFault
from scoring.table import Attachment
from tests.db.test_evidence import hostile_name


@dataclass
class Figures:
    """What was found: files outside the folders they belong to, names that are not plain, changes that were not told."""

    names: int = 0
    outside: int = 0
    harmful: int = 0
    untold: int = 0


def run(folder: Path, count: int, seed: int = 1) -> Figures:
    """Stores a file under so many names, opens each, changes one of two, takes one of three away."""
    chance = random.Random(seed)
    figures = Figures()
    room = folder / "账套"
    room.mkdir()
    book, opened, source = room / "本局.ziping", folder / "打开", folder / "来件"
    opened.mkdir()
    for number in range(count):
        label = hostile_name(chance.randrange(1 << 30))
        source.write_bytes(str(number).encode())
        stored = store_file(book, source)
        attached = Attachment("1", "7", label, stored.content_hash, stored.size)
        target = opened / safe_name(label)
        copy_out(book, attached, target)
        figures.names += 1
        figures.harmful += target.name in {"", ".", ".."} or bool(set(target.name) & set('/\\:*?"<>|\x00\n\r'))
        there = {each for each in folder.rglob("*") if each.is_file()}
        figures.outside += there != {source, target, evidence_folder(book) / stored.content_hash}
        target.unlink()
        kept = evidence_folder(book) / stored.content_hash
        if number % 3 == 0:
            kept.unlink()
            figures.untold += state_of(book, attached) is not EvidenceState.MISSING
        elif number % 2:
            kept.write_bytes(b"x" * stored.size)
            figures.untold += state_of(book, attached, thorough=True) is not EvidenceState.CHANGED
            try:
                copy_out(book, attached, target)
                figures.untold += 1
            except EnvironmentFault:
                pass
        kept.unlink(missing_ok=True)
    return figures
