"""Likely pairs of rows that no lineage, path or name brings together (renamed, split, merged), by the likeness of names.

Rows are only held against rows that share a rare pair of characters, so that the work stays close to the number of rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rapidfuzz import fuzz

from scoring.align import Link, Track, align, plain_name, reference
from scoring.compare import Comparison, compare
from scoring.scored import ScoredNode, ScoredTable
from scoring.units import factor

LIKELY = 90  # taken until somebody looks, and marked as not confirmed
POSSIBLE = 62  # shown to be confirmed
LEAST_NAME = 45
MARGIN = 10  # by which the best must stand out among its rivals
LIKELY_PART = 75  # parts of a split or merged row whose points add up to those of the whole
_SHORTEST_CONTAINED = 4
_COMMON = 60  # a pair of characters in more names than this says nothing
_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two rows that may be one indicator.

    Attributes:
        earlier, later: positions among the tracks of the alignment without it.
        likeness: 0 to 100.
        link: what to store when it is confirmed; with ``same=False`` when it is refused.
    """

    earlier: int
    later: int
    likeness: int
    link: Link

    @property
    def likely(self) -> bool:
        return self.likeness >= LIKELY


def compare_with_likely(tables: Iterable[ScoredTable], links: Iterable[Link] = ()) -> tuple[Comparison, tuple[Proposal, ...]]:
    """The comparison in which likely pairs count as one row until somebody looks, and the proposals still open."""
    ordered = tuple(sorted(tables, key=lambda each: each.table.key.year))
    known = tuple(links)
    found = propose(ordered, align(ordered, known), known)
    likely = tuple(each.link for each in found if each.likely)
    return compare(ordered, (*known, *likely)), found


def propose(tables: Sequence[ScoredTable], tracks: Sequence[Track], links: Iterable[Link] = ()) -> tuple[Proposal, ...]:
    """Pairs of a track that ended and one that began later, best first; pairs a person spoke of are left alone.

    Bands are proposed before the rows, and never paired with rows.
    """
    spoken = {(each.first, each.second) for each in links}
    home = tables[0].table.key.unit if tables else ""
    last = len(tables) - 1
    ended = [at for at, each in enumerate(tracks) if max(each.rows) < last]
    begun = [at for at, each in enumerate(tracks) if min(each.rows) > 0]
    names = {at: plain_name(tracks[at].latest.node.name) for at in {*ended, *begun}}
    near = _Neighbours(tables, tracks)
    index = _index({at: names[at] for at in ended})
    scored: list[tuple[int, int, int]] = []
    for later in begun:
        for earlier in _candidates(index, names[later]):
            one, other = tracks[earlier], tracks[later]
            if one.leaf == other.leaf and max(one.rows) < min(other.rows):
                likeness = _likeness(earlier, later, tracks, names, near)
                if likeness >= POSSIBLE:
                    scored.append((likeness, earlier, later))
    proposals = []
    for likeness, earlier, later in _with_parts(_best(scored), tracks):
        link = _link(tables, tracks[earlier], tracks[later], home)
        if (link.first, link.second) not in spoken:
            proposals.append(Proposal(earlier, later, likeness, link))
    return tuple(proposals)


def _link(tables: Sequence[ScoredTable], earlier: Track, later: Track, home: str) -> Link:
    before, after = max(earlier.rows), min(later.rows)
    first = reference(tables[before].table.key, earlier.rows[before][0], home)
    second = reference(tables[after].table.key, later.rows[after][0], home)
    return Link(first, second, confirmed=False)


def _index(names: dict[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, name in names.items():
        for piece in _pieces(name):
            found[piece].append(at)
    return found


def _pieces(name: str) -> set[str]:
    return {one + other for one, other in pairwise(name)} or {name}


def _candidates(index: dict[str, list[int]], name: str) -> list[int]:
    """Those that share most pairs of characters, the rarest pairs first."""
    shared: dict[int, int] = defaultdict(int)
    for piece in sorted(_pieces(name), key=lambda each: len(index.get(each, ()))):
        holders = index.get(piece, [])
        if len(holders) > _COMMON and shared:
            break
        for at in holders[:_COMMON]:
            shared[at] += 1
    return sorted(shared, key=lambda at: (-shared[at], at))[:_CANDIDATES]


class _Neighbours:
    """The tracks of the rows just before and behind, in the table where a track begins or ends."""

    def __init__(self, tables: Sequence[ScoredTable], tracks: Sequence[Track]) -> None:
        self._at = {(side, row.node.id): at for at, each in enumerate(tracks) for side, rows in each.rows.items() for row in rows}
        self._order = [list(each.rows) for each in tables]
        self._place = [{node_id: place for place, node_id in enumerate(each)} for each in self._order]

    def of(self, side: int, row: ScoredNode) -> tuple[int | None, int | None]:
        order, place = self._order[side], self._place[side][row.node.id]
        before = self._at[side, order[place - 1]] if place else None
        behind = self._at[side, order[place + 1]] if place + 1 < len(order) else None
        return before, behind


def _likeness(earlier: int, later: int, tracks: Sequence[Track], names: dict[int, str], near: _Neighbours) -> int:
    """How likely two rows are one, from 0 to 100: their names first, then what stands in and around them."""
    one, other = names[earlier], names[later]
    name = fuzz.ratio(one, other)
    short, long = sorted((one, other), key=len)
    if len(short) >= max(_SHORTEST_CONTAINED, len(long) / 2) and short in long:
        name = max(name, 82)
    if name < LEAST_NAME:
        return 0
    before, after = tracks[earlier], tracks[later]
    old, new = before.rows[max(before.rows)][0], after.rows[min(after.rows)][0]
    found = name
    if before.parent == after.parent:
        found += 6
    if old.target is not None and new.target is not None:
        if old.target.unit and new.target.unit:
            found += 4 if factor(old.target.unit, new.target.unit) is not None else -15
        if old.target.direction is not new.target.direction:
            found -= 6
        if old.node.target_text and old.node.target_text == new.node.target_text:
            found += 6
    if old.points is not None and old.points == new.points:
        found += 3
    mine, theirs = near.of(max(before.rows), old), near.of(min(after.rows), new)
    found += 4 * sum(this is not None and this == that for this, that in zip(mine, theirs, strict=True))
    return min(100, round(found))


def _best(scored: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Each row's best partner; one with a rival almost as good is only possible, never likely.

    Where several rows of one later table want the same earlier one (or the other way round), all are told: a split or a merger.
    """
    top: dict[tuple[str, int], list[int]] = defaultdict(list)
    for likeness, earlier, later in scored:
        top["earlier", earlier].append(likeness)
        top["later", later].append(likeness)
    found = []
    for likeness, earlier, later in sorted(scored, key=lambda each: (-each[0], each[1:])):
        of_earlier, of_later = sorted(top["earlier", earlier])[::-1], sorted(top["later", later])[::-1]
        best_here = likeness == of_earlier[0] and likeness == of_later[0]
        if likeness < of_earlier[0] and likeness < of_later[0]:
            continue  # both have somebody better
        rivalled = any(len(each) > 1 and likeness - each[1] < MARGIN for each in (of_earlier, of_later))
        sure = best_here and not rivalled
        found.append((likeness if sure else min(likeness, LIKELY - 1), earlier, later))
    return found


def _with_parts(found: Sequence[tuple[int, int, int]], tracks: Sequence[Track]) -> list[tuple[int, int, int]]:
    """Rivals whose points add up to those of the row they want are its parts: a split or a merger, as likely as a new name."""
    parts: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for likeness, earlier, later in found:
        if LIKELY_PART <= likeness < LIKELY:
            parts["split", earlier].append((earlier, later))
            parts["merged", later].append((earlier, later))
    whole: set[tuple[int, int]] = set()
    for (kind, at), pairs in parts.items():
        rows = [tracks[later if kind == "split" else earlier] for earlier, later in pairs]
        points = [each.latest.points for each in rows]
        own = tracks[at].latest.points
        if len(rows) > 1 and own is not None and own == sum((each for each in points if each is not None), Decimal(0)):
            whole.update(pairs)
    return [
        (max(likeness, LIKELY) if (earlier, later) in whole else likeness, earlier, later) for likeness, earlier, later in found
    ]
