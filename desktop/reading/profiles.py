"""A layout learned once by pointing at its headings: kept as a small document that can be handed to a colleague."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.reading.cells import Sheet
from desktop.reading.grid import Grid
from desktop.reading.tables import Column
from desktop.reading.words import plain


@dataclass(frozen=True, slots=True)
class ProfileColumn:
    """One column: its heading (empty for a table without headings), its place, the field it holds (empty: leave out)."""

    heading: str
    column: int
    field: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What was pointed at once.

    Attributes:
        sheet: name of the sheet it was learned on.
        header_row: row of the headings, from 0; -1 for a table without headings.
        first_row: first row of data, from 0.
    """

    name: str
    sheet: str
    header_row: int
    first_row: int
    columns: tuple[ProfileColumn, ...]

    def meanings(self) -> Mapping[str, str]:
        """Heading words to fields, for tables that have headings."""
        return {plain(each.heading): each.field for each in self.columns if each.heading}


def to_text(profile: Profile) -> str:
    """The profile as a document (JSON) for a file."""
    document = {
        "kind": "ziping-import-profile",
        "version": 1,
        "name": profile.name,
        "sheet": profile.sheet,
        "header_row": profile.header_row,
        "first_row": profile.first_row,
        "columns": [{"heading": each.heading, "column": each.column, "field": each.field} for each in profile.columns],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def from_text(text: str) -> Profile:
    """A profile from its document.

    Raises:
        ValueError: the text is no profile, or of a newer version.
    """
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("kind") != "ziping-import-profile":
        raise ValueError("not an import profile")
    if document.get("version") != 1:
        raise ValueError("a profile of another version")
    try:
        columns = tuple(
            ProfileColumn(str(each["heading"]), int(each["column"]), str(each["field"])) for each in document["columns"]
        )
        return Profile(
            str(document["name"]),
            str(document["sheet"]),
            int(document["header_row"]),
            int(document["first_row"]),
            columns,
        )
    except (KeyError, TypeError) as trouble:
        raise ValueError("a profile with parts missing") from trouble


def match(profile: Profile, grid: Grid) -> bool:
    """Whether a sheet has the headings of this profile in one row (or, without headings, its name)."""
    headings = {plain(each.heading) for each in profile.columns if each.heading and each.field}
    if not headings:
        return grid.sheet.name == profile.sheet
    return any(headings <= {box.word for box in boxes} for boxes in grid.rows.values())


def fitting(profiles: Sequence[Profile], sheets: Iterable[Sheet]) -> Profile | None:
    """The first of these profiles that one of the sheets has the headings of."""
    grids = [Grid(sheet) for sheet in sheets]
    return next((each for each in profiles if any(match(each, grid) for grid in grids)), None)


LEFT_OUT = "ignored"  # what the reader calls a column that was told to be left out


def columns_of(profile: Profile, grid: Grid) -> tuple[list[Column] | None, int]:
    """The columns of a table without headings, and the row before its data; ``None`` where headings lead.

    A column nobody pointed at belongs to the table all the same: its cells are not placed, and taken for nothing else.
    """
    if profile.header_row >= 0 or not match(profile, grid):
        return None, -1
    said = {each.column: each.field or LEFT_OUT for each in profile.columns}
    width = max(grid.sheet.column_count, *(column + 1 for column in said))
    columns = [Column((said[at],) if at in said else (), at, at, said.get(at, "")) for at in range(width)]
    return columns, profile.first_row - 1
