"""Which rows of several tables are one indicator: by lineage, by a person's word, by path, then by a name that stands only once.

Bands are aligned the same way as the rows below them. Nothing is guessed here: likenesses are proposed elsewhere and come back as
links. One pass over each table with dictionaries, so that the work grows with the number of rows.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeAlias

from scoring.scored import ScoredNode, ScoredTable
from scoring.table import TableKey


class Match(Enum):
    """How a row of the first table stands in the last; it speaks of the indicator, not of its values."""

    SAME = "same"
    RENAMED = "renamed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Link:
    """What is known of two rows, each named by its :func:`reference`.

    Attributes:
        same: the second goes on with the first; ``False``: it does not, whatever lineage, path or name say.
        confirmed: a person said so; ``False`` for a likeness that is taken until somebody looks.
    """

    first: str
    second: str
    same: bool = True
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Track:
    """One indicator or band through the tables, by their position; several rows where it was split or merged, none where missing.

    Attributes:
        parent: position of the band above it in the list of tracks, in the last table it stands in; ``None`` for the outermost.
        moved: whether the band above it is another one in the last table it stands in than in the first.
        confirmed: whether no mere likeness holds it together.
    """

    rows: Mapping[int, tuple[ScoredNode, ...]]
    leaf: bool
    parent: int | None = None
    moved: bool = False
    confirmed: bool = True

    @property
    def latest(self) -> ScoredNode:
        """Its first row in the last table it stands in."""
        return self.rows[max(self.rows)][0]


_Path: TypeAlias = tuple[int, int]
_Name: TypeAlias = tuple[str, bool]

_NUMBERED = re.compile(r"^(?:\(?[0-9一二三四五六七八九十]{1,3}[).、]|[①-⑳⑴-⒇])+(?=\D)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年度?")
_POINTS = re.compile(r"\([0-9.]+分\)")
_NO_LETTER = re.compile(r"[^\w%+＋]+")


def plain_name(name: str) -> str:
    """A name without what does not make it another: white space, full-width forms, punctuation, numbering, a year, points."""
    text = "".join(name.split())
    text = _NUMBERED.sub("", text)
    text = unicodedata.normalize("NFKC", text)
    short = _POINTS.sub("", _YEAR.sub("", _NUMBERED.sub("", text)))
    return _NO_LETTER.sub("", short) or text


def reference(key: TableKey, row: ScoredNode, home: str) -> str:
    """What a link calls a row: year and lineage (or id), with the unit before it where it is not the unit at home."""
    own = f"{key.year}/{row.node.lineage_id or row.node.id}"
    return own if key.unit == home else f"{key.unit}/{own}"


class _Tracks:
    """Rows gathered so far and the ways to find them again; joined tracks answer with the one that was kept."""

    def __init__(self) -> None:
        self.made: list[dict[int, tuple[ScoredNode, ...]]] = []
        self.kept: list[int] = []
        self.leaf: list[bool] = []
        self.likely: set[int] = set()
        self.by_lineage: dict[_Name, int] = {}
        self.by_reference: dict[str, int] = {}
        self.references: dict[int, set[str]] = {}
        self.by_path: dict[_Path, int] = {}
        self.by_name: dict[_Name, int] = {}
        self.path_numbers: dict[tuple[int, str], int] = {}
        self.plain: dict[str, str] = {}  # most names stand in every table; making each plain once halves the work

    def plain_name(self, name: str) -> str:
        found = self.plain.get(name)
        if found is None:
            found = self.plain[name] = plain_name(name)
        return found

    def remember(self, entry: "_Entry", track: int, own: str) -> None:
        """The ways to find a row again; ``own`` is what links call it, where there are links."""
        if own:
            self.by_reference[own] = track
            self.references.setdefault(track, set()).add(own)
        if entry.lineage is not None:
            self.by_lineage[entry.lineage] = track
        self.by_path[entry.path] = track
        if entry.name is not None:
            self.by_name[entry.name] = track

    def root(self, track: int) -> int:
        while self.kept[track] != track:
            self.kept[track] = self.kept[self.kept[track]]
            track = self.kept[track]
        return track

    def open(self, *, leaf: bool) -> int:
        self.made.append({})
        self.kept.append(len(self.kept))
        self.leaf.append(leaf)
        return len(self.made) - 1

    def join(self, kept: int, other: int) -> int:
        """Two rows of earlier tables go on as one."""
        kept, other = self.root(kept), self.root(other)
        if kept == other:
            return kept
        for side, rows in self.made[other].items():
            self.made[kept][side] = (*self.made[kept].get(side, ()), *rows)
        self.made[other] = {}
        self.references.setdefault(kept, set()).update(self.references.pop(other, ()))
        self.kept[other] = kept
        if other in self.likely:
            self.likely.add(kept)
        return kept


class _Said:
    """The links, by the row they lead to, and the pairs that are not one row."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.same: dict[str, list[Link]] = {}
        self.different: dict[str, set[str]] = {}
        for link in links:
            if link.same:
                self.same.setdefault(link.second, []).append(link)
            else:
                self.different.setdefault(link.second, set()).add(link.first)
        self.anything = bool(self.same or self.different)


def align(tables: Sequence[ScoredTable], links: Iterable[Link] = ()) -> tuple[Track, ...]:
    """The tracks of all rows and bands, in the order of the last table, dropped rows where they last stood.

    ``tables`` are in the order of comparison, the earliest first; their positions are the keys of the tracks.
    """
    tracks, said = _Tracks(), _Said(links)
    placed: list[dict[str, int]] = []
    for side, table in enumerate(tables):
        placed.append(_add_table(tracks, side, table, tables[0].table.key.unit, said))
    stands = [{id_: at for at, id_ in enumerate(table.rows)} for table in tables] if said.same else []
    order = _order(tracks, placed)
    position = {track: at for at, track in enumerate(order)}
    made = []
    for track in order:
        rows = tracks.made[track]
        if stands:
            rows = {side: _in_order(rows[side], stands[side]) for side in sorted(rows)}
        first, last = (_parent(tracks, placed[side], rows[side][0]) for side in (min(rows), max(rows)))
        parent, moved = None if last is None else position[last], first != last
        made.append(Track(rows, tracks.leaf[track], parent, moved, track not in tracks.likely))
    return tuple(made)


def _in_order(rows: Sequence[ScoredNode], stands: Mapping[str, int]) -> tuple[ScoredNode, ...]:
    """As they stand in their table, whatever order the links came in; without links they were placed so."""
    return tuple(sorted(rows, key=lambda row: stands[row.node.id]))


def _parent(tracks: _Tracks, placed: Mapping[str, int], row: ScoredNode) -> int | None:
    return tracks.root(placed[row.parent_id]) if row.parent_id else None


class _Entry(NamedTuple):
    """A row with the keys by which it is found; ``name`` is ``None`` where several rows of the table share it."""

    row: ScoredNode
    id: str
    leaf: bool
    lineage: _Name | None
    path: _Path
    name: _Name | None


def _entries(table: ScoredTable, tracks: _Tracks) -> list[_Entry]:
    """The rows of a table, read once: their path is a number, counted through where several rows share one."""
    named = [(tracks.plain_name(row.node.name), row.node.leaf) for row in table.rows.values()]
    often = Counter(named)
    numbers, paths, seen = tracks.path_numbers, {"": 0}, dict[int, int]()
    found: list[_Entry] = []
    for (id_, row), name in zip(table.rows.items(), named, strict=True):
        plain, leaf = name
        path = paths[id_] = numbers.setdefault((paths[row.parent_id], plain), len(numbers) + 1)
        of_kind = 2 * path + leaf  # a band and a row of one path are two
        nth = seen[of_kind] = seen.get(of_kind, 0) + 1
        lineage = (row.node.lineage_id, leaf) if row.node.lineage_id else None
        found.append(_Entry(row, id_, leaf, lineage, (of_kind, nth), name if often[name] == 1 else None))
    return found


class _Placing:
    """One table on its way into the tracks: what each of its rows was found to go on with."""

    def __init__(self, tracks: _Tracks, said: _Said, key: TableKey, home: str) -> None:
        self.found: dict[str, int] = {}
        self._tracks, self._said, self._key, self._home = tracks, said, key, home
        self._taken: set[int] = set()

    def settle(self, entry: _Entry, track: int | None, *, shared: bool = False) -> None:
        """Place a row that has no place yet; ``shared``: several rows of this table may go on with the same earlier one."""
        if track is None or entry.id in self.found:
            return
        track = self._tracks.root(track)
        if (not shared and track in self._taken) or self._tracks.leaf[track] != entry.leaf:
            return
        if self._said.different:
            refused = self._said.different.get(self.own(entry))
            if refused and not refused.isdisjoint(self._tracks.references[track]):
                return
        self.take(entry, track)

    def follow(self, entry: _Entry) -> None:
        """Join a row with every earlier one that a link names; a mere likeness never breaks into what is settled."""
        tracks = self._tracks
        links = [each for each in self._said.same.get(self.own(entry), ()) if each.first in tracks.by_reference]
        for link in links:
            track = tracks.root(tracks.by_reference[link.first])
            already = self.found.get(entry.id)
            if tracks.leaf[track] != entry.leaf or (already is not None and not link.confirmed and len(links) == 1):
                continue
            kept = track if already is None else tracks.join(already, track)
            self.take(entry, kept)
            if not link.confirmed:
                tracks.likely.add(kept)

    def own(self, entry: _Entry) -> str:
        """What links call the row."""
        return reference(self._key, entry.row, self._home)

    def take(self, entry: _Entry, track: int) -> None:
        self.found[entry.id] = track
        self._taken.add(track)


def _add_table(tracks: _Tracks, side: int, table: ScoredTable, home: str, said: _Said) -> dict[str, int]:
    """Places every row of a table; the track of each by its id, in document order."""
    placing = _Placing(tracks, said, table.table.key, home)
    entries, found = _entries(table, tracks), placing.found
    for entry in entries:  # what is certain comes before what is likely, so that no name takes another row's place
        if entry.lineage is not None:
            placing.settle(entry, tracks.by_lineage.get(entry.lineage), shared=True)
        if said.same:
            placing.follow(entry)
    for entry in entries:
        placing.settle(entry, tracks.by_path.get(entry.path))
    for entry in entries:
        if entry.name is not None and entry.id not in found:
            placing.settle(entry, tracks.by_name.get(entry.name))
    placed: dict[str, int] = {}
    for entry in entries:
        track = tracks.root(found[entry.id]) if entry.id in found else tracks.open(leaf=entry.leaf)
        placed[entry.id] = track
        sides = tracks.made[track]
        sides[side] = (*sides[side], entry.row) if side in sides else (entry.row,)
        tracks.remember(entry, track, placing.own(entry) if said.anything else "")
    for entry in entries:  # a name that several rows share leads nowhere, from any earlier table either
        if entry.name is None:
            tracks.by_name.pop((tracks.plain_name(entry.row.node.name), entry.leaf), None)
    return placed


def _order(tracks: _Tracks, placed: Sequence[Mapping[str, int]]) -> list[int]:
    """The last table's order; a track that ended stands behind the row it followed in the last table it stood in."""
    order = [list(dict.fromkeys(tracks.root(track) for track in found.values())) for found in placed]
    last = {track: at for at, track in enumerate(order[-1])} if order else {}
    keyed = [(at, 0, 0, track) for track, at in last.items()]
    for side, of_side in enumerate(order):
        anchor = -1
        for at, track in enumerate(of_side):
            if track in last:
                anchor = last[track]
            elif max(tracks.made[track]) == side:
                keyed.append((anchor, side + 1, at, track))
    return [track for _, _, _, track in sorted(keyed)]


def match_of(track: Track, first: int, last: int) -> Match:
    """How the track stands between two tables."""
    before, after = track.rows.get(first, ()), track.rows.get(last, ())
    if not before:
        return Match.NEW if after else Match.DROPPED
    if not after:
        return Match.DROPPED
    if len(after) > len(before):
        return Match.SPLIT
    if len(before) > len(after):
        return Match.MERGED
    if plain_name(before[0].node.name) != plain_name(after[0].node.name):
        return Match.RENAMED
    return Match.MOVED if track.moved else Match.SAME
