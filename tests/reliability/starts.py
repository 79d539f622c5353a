"""Several programs start at once on one book: exactly one may write, the others are told who does."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from db.faults import EnvironmentFault, FaultCode
from db.store import Store
from tests.db.examples import new_book, year_table

ROOT = Path(__file__).parents[2]


@dataclass
class Figures:
    """What was found in all rounds."""

    rounds: int = 0
    writers: int = 0
    refused: int = 0
    unnamed: int = 0
    other: int = 0


def start(path: Path) -> None:
    """One start: waits for the word, tries, tells, and keeps the book until the input ends."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    try:
        store = Store.open(path)
    except EnvironmentFault as fault:
        sys.stdout.write(f"{fault.code.value} {fault.facts.get('holder') or '?'} {fault.facts.get('pid') or '?'}\n")
        sys.stdout.flush()
        return
    sys.stdout.write("writer\n")
    sys.stdout.flush()
    sys.stdin.readline()
    store.close()


def run(folder: Path, rounds: int, at_once: int = 4) -> Figures:
    """So many rounds of so many starts at once; in every other round the writer is killed instead of closed."""
    figures = Figures()
    path = new_book(folder, year_table())
    for number in range(rounds):
        program = [sys.executable, "-m", "tests.reliability.starts", str(path)]
        children = [
            subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(at_once)
        ]
        for child in children:
            _line(child)
        for child in children:
            _word(child)
        told = [_line(child) for child in children]
        figures.rounds += 1
        figures.writers += told.count("writer")
        refusals = [each for each in told if each.startswith(FaultCode.BOOK_IN_USE.value)]
        figures.refused += len(refusals)
        figures.other += at_once - len(refusals) - told.count("writer")
        pids = {str(child.pid) for child, said in zip(children, told, strict=True) if said == "writer"}
        figures.unnamed += sum(each.split()[-1] not in pids for each in refusals)
        for child, said in zip(children, told, strict=True):
            if said == "writer" and number % 2:
                child.kill()
            child.communicate()
        with Store.open(path) as store:  # the lock of a dead holder is nobody's
            figures.other += not store.verify().ok
    return figures


def _line(child: "subprocess.Popen[str]") -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def _word(child: "subprocess.Popen[str]") -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


if __name__ == "__main__":
    start(Path(sys.argv[1]))
