"""定稿: the numbers in force kept as text with what made them, and compared with ours ever after. No Qt."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from db.lock import user_name
from db.seals import MarkKind
from db.store import Store
from desktop.kit.version import VERSION
from desktop.workspace.library import rulebook_text, scored_table
from scoring.finding import Finding, Place, Severity
from scoring.number import canonical, round_half_up
from scoring.scored import ScoredTable
from scoring.table import RecordKind, Status, TableKey

Results = dict[str, dict[str, str]]


def results_of(scored: ScoredTable) -> Results:
    """Every number of a scored table as canonical text: by ``table`` or a node's id, then by name."""
    found: Results = {
        "table": _texts(points=scored.points, score=scored.score, rule_score=scored.rule_score) | {"grade": scored.grade}
    }
    for row in scored.rows.values():
        found[row.node.id] = _texts(points=row.points, score=row.score, rule_score=row.rule_score, rate=row.completion_rate)
    return found


def _texts(**values: Decimal | Fraction | None) -> dict[str, str]:
    return {
        name: canonical(round_half_up(value, 10) if isinstance(value, Fraction) else value)
        for name, value in values.items()
        if value is not None
    }


def seal(store: Store, key: TableKey) -> None:
    """Seal a table with today's scores.

    Raises:
        EnvironmentFault: TABLE_SEALED and those of the store.
    """
    scored = scored_table(store.load(key))
    store.seal(
        key,
        results_of(scored),
        rulebook_key=scored.rulebook.key,
        rulebook_text=rulebook_text(scored.rulebook.key),
        program_version=VERSION,
        user=user_name(),
    )


def differences(store: Store, scored: ScoredTable) -> tuple[Finding, ...]:
    """Where a sealed table's numbers are no longer what this program works out; the sealed ones stay in force."""
    kept = store.sealed_results(scored.table.key)
    if kept is None:
        return ()
    sealed = replace(scored.table, heading=replace(scored.table.heading, status=Status.SEALED))
    now = results_of(replace(scored, table=sealed))
    return tuple(
        Finding("S01", Severity.WARNING, _place(where), {"name": name, "sealed": text, "now": now.get(where, {}).get(name, "")})
        for where, names in kept.results.items()
        for name, text in names.items()
        if _other(now, where, name, text)
    )


def _other(now: Mapping[str, Mapping[str, str]], where: str, name: str, text: str) -> bool:
    return now.get(where, {}).get(name, "") != text


def _place(where: str) -> Place:
    return Place(RecordKind.HEADING, "heading") if where == "table" else Place(RecordKind.NODE, where)


def unseal(store: Store, key: TableKey, reason: str) -> None:
    """Take the seal off; the reason stays in the log.

    Raises:
        ValueError: the table is not sealed, or there is no reason.
    """
    store.unseal(key, reason, user=user_name())


def submit(store: Store, key: TableKey, name: str) -> None:
    """报送: the state as submitted has a name in the log, and the table says that it was submitted.

    Raises:
        EnvironmentFault: TABLE_SEALED and those of the store.
    """
    store.mark(key, MarkKind.SUBMITTED, name, user=user_name())


def send_back(store: Store, key: TableKey, reason: str) -> None:
    """退回: the same for a table that was given back.

    Raises:
        EnvironmentFault: TABLE_SEALED and those of the store.
    """
    store.mark(key, MarkKind.RETURNED, reason, user=user_name())
