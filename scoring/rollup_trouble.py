"""What is told of a record of the unit above: the codes of findings with their facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.finding import Severity

LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row is left to the clerk, or what has to be known of it: the code of a finding with its facts."""

    code: str
    severity: Severity
    facts: dict[str, str]
    field: str = ""


def without(name: str, units: Iterable[str], field: str = "") -> Trouble:
    """That the figure stands without what these units have."""
    return Trouble("U09", Severity.INFO, {"name": name, "units": "、".join(units)}, field)


def unread_text(unit: str, name: str, text: str, field: str) -> Trouble:
    """A cell of a unit from which no figure can be taken: empty, or not read."""
    facts = {"unit": unit, "name": name, "text": text, "what": "empty" if not text.strip() else "unread"}
    return Trouble("U03", Severity.WARNING, facts, field)


def no_money(name: str, money: Sequence[tuple[str, Decimal | None]], field: str) -> Trouble:
    """An average without weights, with the units whose money is missing; all of them where it adds up to nothing."""
    missing = [unit for unit, each in money if each is None or each < 0] or [unit for unit, _ in money]
    return Trouble("U06", Severity.WARNING, {"name": name, "units": "、".join(missing)}, field)


def short(text: str) -> str:
    """What is quoted in a finding: on one line, long wordings cut."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_QUOTE else plain[: LONGEST_QUOTE - 1] + "…"
