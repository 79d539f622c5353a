"""Findings: what the clerk can mend, as data. Sentences are made in the desktop from code and facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from scoring.table import RecordKind


class Severity(Enum):
    """How much a finding weighs; none of them ever blocks typing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Place(NamedTuple):
    """Where a finding points: a record and, if it is one cell, its attribute's name (``target_text``).

    A tuple, for every cell that is laid out has one, and they are looked up.
    """

    kind: RecordKind = RecordKind.HEADING
    id: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: a code of the domain's checks (``V01``), its weight, its place and its figures as canonical text."""

    code: str
    severity: Severity
    place: Place
    facts: Mapping[str, str] = field(default_factory=dict)
