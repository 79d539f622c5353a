"""The published example years that ship: rows, headings and figures exact, long passages in short words of our own."""

from functools import cache

from desktop.forms.state import facts_from_json
from desktop.kit.paths import resources
from scoring.table import YearTable


@cache
def shipped_samples() -> tuple[YearTable, ...]:
    """番禺 2021, 天河 2022, 湛江 2022, 广州 2023 and 花都 2024, the earliest first."""
    tables = [facts_from_json(path.read_text("utf-8")) for path in sorted((resources() / "samples").glob("*.json"))]
    return tuple(sorted(tables, key=lambda each: (each.key.year, each.key.unit)))
