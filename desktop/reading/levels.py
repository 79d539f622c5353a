"""The levels of an indicator table as columns, each with the points and scores printed beside it."""

from dataclasses import dataclass

from desktop.reading.drafts import Draft
from desktop.reading.grid import Box
from desktop.reading.tables import Column, Table

RANK = {"task": 0, "level1": 1, "group": 2, "level2": 3, "level3": 5, "name": 9, "name_weak": 9, "level4": 7}


SINGLE = ("target", "actual", "points", "score", "rate", "comparator", "unit")


@dataclass(slots=True)
class Level:
    """One level of the tree as columns: its names, and its own points and score where they are printed beside it."""

    column: Column
    points: Column | None = None
    score: Column | None = None
    word: str = ""
    box: Box | None = None
    draft: Draft | None = None


def split_columns(table: Table) -> tuple[list[Level], list[Column]]:
    """The levels of a table from the outermost to the indicator, with points and scores printed beside each; and the rest."""
    levels = [Level(each) for each in table.columns if set(each.fields) & set(RANK)]
    levels.sort(key=lambda level: RANK[next(name for name in level.column.fields if name in RANK)])
    rest = [each for each in table.columns if not set(each.fields) & set(RANK)]
    points = [each for each in rest if each.field == "points"]
    scores = [each for each in rest if each.field == "score"]
    for columns, attribute in ((points, "points"), (scores, "score")):
        if len(columns) < 2:
            continue
        for column in columns:
            before = [level for level in levels if level.column.left < column.left]
            nearest = max(before, key=lambda level: level.column.left, default=None)
            if nearest is not None and getattr(nearest, attribute) is None:
                setattr(nearest, attribute, column)
                rest.remove(column)
    _only_one_of_each(
        rest,
        {level.points.field for level in levels[-1:] if level.points}
        | {level.score.field for level in levels[-1:] if level.score},
    )
    return levels, rest


def _only_one_of_each(columns: list[Column], taken: set[str]) -> None:
    """Of two columns that mean the same the surer, else the first counts; the other is kept by its heading."""
    for field in SINGLE:
        same = [each for each in columns if each.fields == (field,)]
        surest = next((each for each in same if each.sure), same[0] if same else None)
        counted = None if field in taken else surest
        for each in same:
            if each is not counted:
                each.fields = ("",)
