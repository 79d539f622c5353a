"""What is wrong with the texts of a table beside what the kernel checks: a live figure that stands for nothing. No Qt."""

from desktop.forms.fill import unfilled
from scoring.finding import Finding, Place, Severity
from scoring.scored import ScoredTable
from scoring.table import RecordKind


def text_findings(scored: ScoredTable) -> tuple[Finding, ...]:
    """Texts with markers that would be printed as they are typed (E03)."""
    found = []
    for each in scored.table.narratives:
        names = unfilled(each.text, scored)
        if names:
            place = Place(RecordKind.NARRATIVE, each.id, "text")
            found.append(Finding("E03", Severity.WARNING, place, {"names": "、".join(names)}))
    return tuple(found)
