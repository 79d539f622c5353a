"""Commands about several units at once."""

import argparse

from db.faults import EnvironmentFault, FaultCode
from desktop.cli.documents import finding_document, number, score_text
from desktop.cli.listing import findings_listing
from desktop.cli.output import DONE, chosen_book, key_text, tell
from desktop.workspace import book
from desktop.workspace.units import RolledUp, collect, collect_and_roll_up


def roll_up(arguments: argparse.Namespace) -> int:
    """Files are read before the book is opened: one that is refused leaves no trace, and no empty book."""
    collected = collect(arguments.files, arguments.unit, arguments.year, arguments.subject)
    path = chosen_book(arguments)
    if not collected and not path.exists():
        raise EnvironmentFault(FaultCode.BOOK_MISSING, path=str(path))
    with book.open_or_make(path) as store:
        found = collect_and_roll_up(store, arguments.unit, arguments.year, collected, subject=arguments.subject)
    tell(arguments, _document(found), _words(found))
    return DONE


def _units(found: RolledUp) -> list[str]:
    return sorted({source.unit for sources in found.trail.values() for source in sources})


def _document(found: RolledUp) -> dict[str, object]:
    key = found.table.key
    return {
        "unit": key.unit,
        "year": key.year,
        "subject": key.subject,
        "units": _units(found),
        "missing": list(found.missing),
        "weight": None if found.weight is None else found.weight.value,
        "indicators": sum(each.leaf for each in found.table.nodes),
        "score": number(found.scored.score),
        "pending": found.scored.pending,
        "findings": [finding_document(each, found.scored) for each in found.findings],
    }


def _words(found: RolledUp) -> str:
    units = _units(found)
    score = "" if found.scored.score is None else f"，总分 {score_text(found.scored.score)}"
    lines = [f"{key_text(found.table.key)}：汇总 {len(units)} 个单位{score}，待定 {found.scored.pending} 行"]
    if found.missing:
        lines.append(f"还缺：{'、'.join(found.missing)}")
    return "\n".join([*lines, findings_listing(found.findings, found.scored)])
