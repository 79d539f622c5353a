"""Keeps a random sample of the mutants of a session and drops those that only change an annotation, which nothing runs."""

import argparse
import ast
import random
import sqlite3
import sys
from pathlib import Path

SEED = 20261120


def annotated_spots(path: Path) -> list[tuple[int, int, int, int]]:
    """Start and end (line, column) of every annotation of a module."""
    spots = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for name in ("annotation", "returns"):
            found = getattr(node, name, None)
            if isinstance(found, ast.expr):
                spots.append((found.lineno, found.col_offset, found.end_lineno or 0, found.end_col_offset or 0))
    return spots


def in_annotation(path: str, line: int, column: int, known: dict[str, list[tuple[int, int, int, int]]]) -> bool:
    """Whether a spot lies inside an annotation."""
    if path not in known:
        known[path] = annotated_spots(Path(path))
    return any((top, left) <= (line, column) <= (bottom, right) for top, left, bottom, right in known[path])


def draw(session: Path, count: int, seed: int, only: str) -> tuple[int, int]:
    """Leave ``count`` mutants in the session; gives how many there are of and how many were kept."""
    known: dict[str, list[tuple[int, int, int, int]]] = {}
    with sqlite3.connect(session) as book:
        rows = book.execute(
            "select job_id, module_path, start_pos_row, start_pos_col from mutation_specs order by module_path, start_pos_row, "
            "start_pos_col, operator_name, occurrence"
        ).fetchall()
        real = [job for job, path, line, column in rows if only in path and not in_annotation(path, line, column, known)]
        kept = set(random.Random(seed).sample(real, min(count, len(real))))
        dropped = [(job,) for job, *_ in rows if job not in kept]
        book.executemany("delete from mutation_specs where job_id = ?", dropped)
        book.executemany("delete from work_items where job_id = ?", dropped)
    return len(real), len(kept)


def main() -> None:
    """Thin a session made by ``cosmic-ray init``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("session", type=Path)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", default="", help="a piece of the module paths to sample from")
    asked = parser.parse_args()
    every, kept = draw(asked.session, asked.count, asked.seed, asked.only)
    sys.stdout.write(f"{every} mutants, {kept} kept\n")


if __name__ == "__main__":
    main()
