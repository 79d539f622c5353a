"""Several programs start at once on one book: exactly one may write, the others are told who does."""

import multiprocessing
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from db.faults import EnvironmentFault, FaultCode
from db.store import Store
from tests.db.examples import new_book, year_table

CONTEXT = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")


@dataclass
class Figures:
    """What was found in all rounds."""

    rounds: int = 0
    writers: int = 0
    refused: int = 0
    unnamed: int = 0
    other: int = 0


def start(told: Connection, path: Path) -> None:
    """One start: waits for the word, tries, tells, and keeps the book until another word."""
    told.send("ready")
    told.recv()
    try:
        store = Store.open(path)
    except EnvironmentFault as fault:
        told.send((fault.code.value, fault.facts.get("holder", ""), fault.facts.get("pid", "")))
        return
    told.send("writer")
    told.recv()
    store.close()


def run(folder: Path, rounds: int, at_once: int = 2) -> Figures:
    """So many rounds of so many starts at once; in every other round the writer is killed instead of closed."""
    if sys.platform != "win32":
        CONTEXT.set_forkserver_preload([__name__])
    figures = Figures()
    path = new_book(folder, year_table())
    for number in range(rounds):
        pairs = [CONTEXT.Pipe() for _ in range(at_once)]
        children = [CONTEXT.Process(target=start, args=(theirs, path)) for _, theirs in pairs]
        ends = [ours for ours, _ in pairs]
        for child in children:
            child.start()
        for end in ends:
            end.recv()
        for end in ends:
            end.send("go")
        told = [end.recv() for end in ends]
        figures.rounds += 1
        figures.writers += told.count("writer")
        refusals = [each for each in told if each != "writer" and each[0] == FaultCode.BOOK_IN_USE.value]
        figures.refused += len(refusals)
        figures.other += at_once - len(refusals) - told.count("writer")
        pids = {str(child.pid) for child, said in zip(children, told, strict=True) if said == "writer"}
        figures.unnamed += sum(each[2] not in pids for each in refusals)
        for child, end, said in zip(children, ends, told, strict=True):
            if said == "writer" and number % 2:
                child.kill()
            elif said == "writer":
                end.send("end")
            child.join()
        for both in pairs:
            for end in both:
                end.close()
        with Store.open(path) as store:  # the lock of a dead holder is nobody's
            figures.other += not store.verify().ok
    return figures
