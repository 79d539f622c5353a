"""Evidence in the hall: files attached to rows, opened, checked. The store of files stands behind it. No Qt."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from db.evidence import EvidenceState, Stored, copy_out, evidence_folder, safe_name, state_of, store_file
from db.faults import EnvironmentFault, FaultCode
from scoring.edit import add_record, remove_record
from scoring.finding import Finding, Place, Severity
from scoring.table import Attachment, RecordKind, YearTable

__all__ = [
    "EvidenceState", "Stored", "attach", "copy_out", "detach", "evidence_findings", "evidence_folder", "safe_name", "store_file",
]  # fmt: skip

CODES = {EvidenceState.MISSING: "E01", EvidenceState.CHANGED: "E02"}


def attach(table: YearTable, node_id: str, files: Sequence[Stored]) -> YearTable:
    """Files on a row, an edit of one step; one that the row has already is not added again."""
    there = {each.content_hash for each in table.attachments if each.node_id == node_id}
    for file in files:
        if file.content_hash not in there:
            there.add(file.content_hash)
            record = Attachment("", node_id, file.file_name, file.content_hash, file.size)
            table = add_record(table, RecordKind.ATTACHMENT, record)
    return table


def detach(table: YearTable, ids: Iterable[str]) -> YearTable:
    """Files taken off their rows, an edit; their bytes stay beside the book, so that the step can be taken back."""
    for each in ids:
        table = remove_record(table, RecordKind.ATTACHMENT, each)
    return table


def carry_evidence(table: YearTable, book: Path, other: Path) -> None:
    """The files of a table from one book to another, each proven by its hash; one that is missing or damaged stays a finding.

    Raises:
        EnvironmentFault: DISK_FULL, FOLDER_READ_ONLY, DRIVE_GONE, where the other book is.
    """
    with tempfile.TemporaryDirectory(prefix="ziping-") as folder:
        for each in table.attachments:
            try:
                copy_out(book, each, Path(folder, "evidence"))
            except EnvironmentFault as fault:
                if fault.code not in (FaultCode.FILE_MISSING, FaultCode.FILE_UNREADABLE):
                    raise
            else:
                store_file(other, Path(folder, "evidence"))


def evidence_findings(
    book: Path, table: YearTable, *, thorough: bool = False, damaged: frozenset[str] = frozenset()
) -> tuple[Finding, ...]:
    """Evidence that is not there (E01) or no longer as it was stored (E02); ``damaged`` names hashes known to be wrong."""
    found = []
    for each in table.attachments:
        state = state_of(book, each, thorough=thorough)
        changed = state is EvidenceState.THERE and each.content_hash in damaged
        code = CODES.get(EvidenceState.CHANGED if changed else state)
        if code is not None:
            place = Place(RecordKind.ATTACHMENT, each.id, "file_name")
            found.append(Finding(code, Severity.WARNING, place, {"name": safe_name(each.file_name)}))
    return tuple(found)
