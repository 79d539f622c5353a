"""What a comparison takes from the book and leaves in it: scored tables, links between rows, notes. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import asides
from desktop.workspace.library import rulebooks, scored_table
from scoring.align import Link
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import TableKey

if TYPE_CHECKING:
    from db.store import Store

SAME, DIFFERENT = "same", "different"
USUAL_YEARS = 5


@dataclass(frozen=True, slots=True)
class Chosen:
    """A table to compare; ``rulebook`` names the rules where they are not the table's own."""

    key: TableKey
    rulebook: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """All a comparison is made of; notes by the position of the table and the id of the row."""

    tables: tuple[ScoredTable, ...]
    links: tuple[Link, ...]
    notes: Mapping[tuple[int, str], str]


def gather(store: "Store", chosen: Sequence[Chosen]) -> Gathered:
    """Load and score; links are those of the first table's unit and subject.

    Raises:
        EnvironmentFault: TABLE_UNKNOWN and those of the store; a rulebook nobody knows gives way to the table's own.
    """
    ordered = sorted(chosen, key=lambda each: each.key.year)
    known = rulebooks() if any(each.rulebook for each in ordered) else {}
    tables = []
    for each in ordered:
        table = store.load(each.key)
        rules = known.get(each.rulebook)
        tables.append(scored_table(table) if rules is None else score_table(table, rules))
    home = ordered[0].key
    links = tuple(Link(each.first, each.second, same=each.state == SAME) for each in store.links(home.unit, home.subject))
    notes = {(side, id_): text for side, each in enumerate(ordered) for id_, text in store.notes(each.key).items()}
    return Gathered(tuple(tables), links, notes)


def keep_link(store: "Store", home: TableKey, link: Link) -> None:
    """Keep what a person said of a pair of rows, once for the unit and subject.

    Raises:
        EnvironmentFault: BOOK_READ_ONLY, DISK_FULL and the like.
    """
    store.write_link(home.unit, home.subject, asides.Link(link.first, link.second, SAME if link.same else DIFFERENT))


def keep_note(store: "Store", key: TableKey, id_: str, text: str) -> None:
    """Keep words at a row of a table; empty words take them away.

    Raises:
        EnvironmentFault: TABLE_SEALED, BOOK_READ_ONLY, DISK_FULL and the like.
    """
    store.write_note(key, id_, text)


def neighbouring_years(store: "Store", key: TableKey) -> tuple[TableKey, ...]:
    """The table and those of the same unit and subject in the years before it, the newest years if there are many."""
    known = store.keys()
    years = sorted(each for each in known if (each.unit, each.subject) == (key.unit, key.subject) and each.year <= key.year)
    return tuple(years[-USUAL_YEARS:])
