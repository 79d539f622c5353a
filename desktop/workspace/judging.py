"""Everything that is said of one table: what the checks find, its evidence, its words, its seal, damage of the file. No Qt."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from desktop.workspace.evidence import evidence_findings
from desktop.workspace.text_findings import text_findings
from scoring.checks import Checked
from scoring.diff import records
from scoring.finding import Finding, Place, Severity
from scoring.scored import ScoredTable
from scoring.table import RecordKind, Status, YearTable

if TYPE_CHECKING:
    from db.records import Damage
    from db.store import Store

LEFT_OPEN = frozenset({"U02", "U03", "U04", "U06", "U08"})
"""Findings about a cell that the roll-up left to the clerk."""
KINDS = {each.value: each for each in RecordKind}


def findings_of(
    store: "Store",
    checked: Checked,
    *,
    damaged: frozenset[str] = frozenset(),
    thorough: bool = False,
    rolled: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    """All findings of a table that was just loaded or edited.

    Args:
        store: the open book.
        checked: the table with its scores and what the checks found in it.
        damaged: hashes of evidence whose bytes are known to be wrong.
        thorough: also read every byte of the evidence.
        rolled: what the last roll-up left to the clerk; what was filled in since is left out.
    """
    scored, table = checked.scored, checked.scored.table
    return (
        *damage_findings(table, store.damage_of(table.key)),
        *evidence_findings(store.path, table, damaged=damaged, thorough=thorough),
        *text_findings(scored),
        *_sealed_otherwise(store, scored),
        *(each for each in rolled if standing(table, each)),
        *checked.findings,
    )


def _sealed_otherwise(store: "Store", scored: ScoredTable) -> tuple[Finding, ...]:
    """Where a sealed table's numbers are no longer what this program works out."""
    if scored.table.heading.status is not Status.SEALED:
        return ()
    from desktop.workspace.sealing import differences

    return differences(store, scored)


def standing(table: YearTable, finding: Finding) -> bool:
    """Whether a finding of the roll-up still holds: its cell is still open, or still says what it said."""
    if finding.code not in LEFT_OPEN and finding.code != "U10":
        return True
    record = next((each for each in records(table, finding.place.kind) if each.id == finding.place.id), None)
    found = str(getattr(record, finding.place.field, ""))
    return found == finding.facts["text"] if finding.code == "U10" else not found


def damage_findings(table: YearTable, damage: "Sequence[Damage]") -> tuple[Finding, ...]:
    """Cells and rows that are not what was written into the file (D01, D02), as long as they read as they were found."""
    return tuple(finding for each in damage for finding in _damaged(table, each))


def _damaged(table: YearTable, damage: "Damage") -> Iterator[Finding]:
    kind_text, id_, field = (*damage.place[3:], "", "", "")[:3]
    kind = KINDS.get(kind_text, RecordKind.HEADING)
    if field in ("", "order", "id") or id_ == "order":
        yield Finding("D02", Severity.ERROR, Place(kind, "heading" if id_ == "order" else id_))
        return
    record = next((each for each in records(table, kind) if each.id == id_), None)
    found = getattr(record, field, None)
    if record is not None and str(getattr(found, "value", found)) == damage.text:
        yield Finding("D01", Severity.ERROR, Place(kind, id_, field), {"text": damage.text})
