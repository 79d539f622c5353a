"""Rows of texts as a CSV file that a spreadsheet opens and never computes. No Qt."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop.kit.safefile import replace_file

FORMULA = ("=", "+", "@", "\t", "\r")  # what a spreadsheet would take for the beginning of a formula


def write_rows(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write headings and rows; a text that begins like a formula stays a text.

    Raises:
        EnvironmentFault: as :func:`desktop.kit.safefile.replace_file`.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([f"'{text}" if text.startswith(FORMULA) else text for text in each] for each in rows)
    with replace_file(path) as draft:
        draft.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
