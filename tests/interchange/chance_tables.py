"""Tables made by chance for round trips: wholly made up, or a published paper with other words, rows taken out and put in."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scoring.table import Node, Record, RecordKind, YearTable
from tests.desktop.filled_forms import NAMES, facts
from tests.desktop.sheets.generated import generated, words

KINDS = (RecordKind.DETAIL, RecordKind.NARRATIVE, RecordKind.FUND, RecordKind.BASE_FACT, RecordKind.NODE)
NOT_WORDS = {"unit_text"}
FIGURES = (
    "100%",
    "97.50%",
    "0.5",
    "1,234.50",
    "0",
    "-3",
    "2.85万人次",
    "12.0",
    "98.1%",
    "1234567890123",
    "0.30",
    "100000.000001",
)
LOOKS_LIKE_MORE = (
    "=1+1", "@SUM(A1)", "+86 20", "-", "--", "0012", "1e5", "2021-03-01", "3/4", "TRUE", "'引号",
    "http://a.cn", "_x000D_", "#N/A", "1 000", "１２３", "≥95%", "50％", "①", "一是甲。\n二是乙。", "a\tb", "（空）",
    "𠮷", "\u200b", "&<>\"'", "12月31日前", "1:30", "%", "10 %",
)  # fmt: skip


def chance_table(seed: int) -> YearTable:
    """The same table for the same number; every layout that ships has its turn."""
    return generated(seed // 2) if seed % 2 else changed_paper(seed // 2)


def changed_paper(seed: int) -> YearTable:
    """A published paper after a wild afternoon."""
    chance = random.Random(seed)
    table = facts(NAMES[seed % len(NAMES)])
    share = chance.choice((0.02, 0.2, 0.6))
    fields: dict[str, Any] = {
        kind.value: tuple(_changed(each, chance, share) for each in getattr(table, kind.value)) for kind in KINDS
    }
    fields["nodes"] = tuple(_fewer(fields["nodes"], chance))
    return replace(table, **fields)


def _changed(record: Record, chance: random.Random, share: float) -> Record:
    names = [each for each in type(record).__slots__ if each.endswith("text") and each not in NOT_WORDS]
    texts: dict[str, Any] = {each: _typed(each, chance) for each in names if chance.random() < share}
    return replace(record, **texts) if texts else record


def _typed(name: str, chance: random.Random) -> str:
    if name.endswith(("points_text", "score_text")):
        return chance.choice(("", "0.5", "1", "2", "10", "0", "4.99915", "0.33"))
    if name.endswith(("budget_text", "executed_text", "rate_text", "money_text")):
        return chance.choice(("", "0", "100", "1234.5", "99.99", "1,234.50"))
    kind = chance.random()
    if kind < 0.3:
        return chance.choice(FIGURES)
    if kind < 0.5:
        return chance.choice(LOOKS_LIKE_MORE)
    return words(chance, chance.choice((4, 40, 400)))


def _fewer(nodes: Sequence[Node], chance: random.Random) -> list[Node]:
    left = chance.choice((0, 0.05, 0.3))
    kept = [each for each in nodes if not each.leaf or chance.random() >= left]
    above = {each.level for each in kept if each.leaf}
    return kept if above else list(nodes)
