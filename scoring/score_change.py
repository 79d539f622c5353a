"""Why a total moved from one table to another: parts that add up exactly to the change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.align import Track
from scoring.exact import ENDLESS_PLACES, as_decimal, difference, exact_sum, rounded
from scoring.number import round_half_up
from scoring.scored import ScoredNode, ScoredTable
from scoring.table import NodeKind


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """The parts add up exactly to ``after`` − ``before``; a total without scored rows counts as 0.

    Attributes:
        result: the same rows at the points they had, with other results.
        weight: the same rows with other points (at the rate they now reach), points of rows that do not apply included.
        new, dropped: rows of one table only.
        bonus: 加减分 rows and what adjustments behind the rows took or gave.
        rounding: what rounding the two totals adds.
    """

    before: Decimal
    after: Decimal
    result: Decimal
    weight: Decimal
    new: Decimal
    dropped: Decimal
    bonus: Decimal
    rounding: Decimal

    @property
    def parts(self) -> Mapping[str, Decimal]:
        """The parts in the order in which they are told."""
        return {name: getattr(self, name) for name in ("result", "weight", "new", "dropped", "bonus", "rounding")}


@dataclass(frozen=True, slots=True)
class Effect:
    """What one row or band did to the total; ``track`` is its position among the tracks."""

    track: int
    part: str
    change: Decimal
    result: Decimal
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that counts with its own points: a row, a band over rows without points, or a band with all that counts in it."""

    track: int
    nodes: tuple[ScoredNode, ...]
    points: Decimal
    score: Decimal
    bonus: bool


def counting_rows(table: ScoredTable) -> tuple[ScoredNode, ...]:
    """The rows that the total is the sum of; those left out (不适用) are none of them.

    A row counts where nothing below it has points and something beside or above it makes its band count its rows: with points, or
    without (an indicator with a score but no points is added all the same).
    """
    pointed: set[str] = set()
    for row in table.rows.values():
        parent = row.parent_id if row.points is not None else ""
        while parent and parent not in pointed:
            pointed.add(parent)
            parent = table.rows[parent].parent_id
    if all(row.points is None for row in table.rows.values()):
        return ()
    return tuple(
        row
        for row in table.rows.values()
        if row.node.id not in pointed
        and (not row.parent_id or row.parent_id in pointed)
        and (row.points is not None or (row.node.leaf and row.score is not None))
        and not _left_out(row)
    )


def _left_out(row: ScoredNode) -> bool:
    return bool(row.node.not_applicable_text) and row.score is None and not row.pending


def score_change(
    tables: Sequence[ScoredTable], tracks: Sequence[Track], first: int, last: int
) -> tuple[ScoreChange, tuple[Effect, ...]]:
    """The split of the change from the table at position ``first`` to that at ``last``, and the effect of each row.

    A row's change is its old points × the change of its rate (result) plus the change of its points × its new rate (weight).
    Where tables of different forms share a band but nothing that counts within it, the band is compared as one row.
    """
    before, after = tables[first], tables[last]
    old, new = _units(before, tracks, first), _units(after, tracks, last)
    if first != last:
        shared = {at for at, each in enumerate(tracks) if not each.leaf and first in each.rows and last in each.rows}
        _meet_at_bands(tracks, shared, old, new, other_form=before.table.heading.form != after.table.heading.form)
    effects = [_effect(track, old.get(track), new.get(track)) for track in dict.fromkeys((*old, *new))]
    total, total_after = before.score or Decimal(0), after.score or Decimal(0)
    bonus = [each.change for each in effects if each.part == "bonus"]
    bonus.append(as_decimal(difference(_adjusted(after), _adjusted(before))))
    weight = [*(each.weight for each in effects), as_decimal(difference(_rescaled(after), _rescaled(before)))]
    sums = {
        "result": _sum(each.result for each in effects),
        "weight": _sum(weight),
        "new": _sum(each.change for each in effects if each.part == "new"),
        "dropped": _sum(each.change for each in effects if each.part == "dropped"),
        "bonus": _sum(bonus),
    }
    rounding = difference(difference(total_after, total), _sum(sums.values()))
    return ScoreChange(total, total_after, **sums, rounding=as_decimal(rounding)), tuple(effects)


def _sum(values: Iterable[Decimal | Fraction]) -> Decimal:
    return as_decimal(exact_sum(Decimal(each) if isinstance(each, Decimal) else rounded(each, ENDLESS_PLACES) for each in values))


def _units(table: ScoredTable, tracks: Sequence[Track], side: int) -> dict[int, Unit]:
    at = {row.node.id: position for position, track in enumerate(tracks) for row in track.rows.get(side, ())}
    gathered: dict[int, list[ScoredNode]] = {}
    for row in counting_rows(table):
        gathered.setdefault(at[row.node.id], []).append(row)
    return {track: _unit(track, rows) for track, rows in gathered.items()}


def _unit(track: int, rows: Sequence[ScoredNode]) -> Unit:
    points = exact_sum(row.points for row in rows if row.points is not None)
    score = exact_sum(row.score for row in rows if row.score is not None)
    return Unit(track, tuple(rows), as_decimal(points), as_decimal(score), any(row.node.kind is NodeKind.BONUS for row in rows))


def _meet_at_bands(
    tracks: Sequence[Track], shared: set[int], old: dict[int, Unit], new: dict[int, Unit], *, other_form: bool
) -> None:
    """Lifts what counts to the band above it where the two tables meet only there."""
    above_old, above_new = _beneath(tracks, old), _beneath(tracks, new)
    # Deeper bands first, so that the tables meet as far down as they can.
    for band in sorted(shared, key=lambda each: -len(_above(tracks, each))):
        mine = {each for each in above_old.get(band, set()) if each in old and not old[each].bonus}
        theirs = {each for each in above_new.get(band, set()) if each in new and not new[each].bonus}
        if not mine or not theirs or mine & theirs:
            continue
        if band in mine or band in theirs or other_form:
            for units, inner in ((old, mine), (new, theirs)):
                rows = [row for each in sorted(inner) for row in units.pop(each).nodes]
                units[band] = _unit(band, rows)
            for above in _above(tracks, band):  # the bands above now share this one
                above_old.setdefault(above, set()).add(band)
                above_new.setdefault(above, set()).add(band)


def _beneath(tracks: Sequence[Track], units: Mapping[int, Unit]) -> dict[int, set[int]]:
    """For every band the units in it (itself, where it counts itself)."""
    found: dict[int, set[int]] = {}
    for track in units:
        for band in (track, *_above(tracks, track)):
            if not tracks[band].leaf:
                found.setdefault(band, set()).add(track)
    return found


def _above(tracks: Sequence[Track], track: int) -> list[int]:
    """The bands above, the nearest first; a circle that a wrong link made ends."""
    found: list[int] = []
    above = tracks[track].parent
    while above is not None and above not in found and above != track:
        found.append(above)
        above = tracks[above].parent
    return found


def _effect(track: int, old: Unit | None, new: Unit | None) -> Effect:
    zero = Decimal(0)
    change = as_decimal(difference(new.score if new else zero, old.score if old else zero))
    if (old and old.bonus) or (new and new.bonus):
        return Effect(track, "bonus", change, zero, zero)
    if old is None or new is None:
        return Effect(track, "new" if old is None else "dropped", change, zero, zero)
    if old.points == new.points:
        return Effect(track, "same", change, change, zero)
    if not old.points or not new.points:
        return Effect(track, "same", change, zero, change)
    then, now = Fraction(old.score) / Fraction(old.points), Fraction(new.score) / Fraction(new.points)
    result = round_half_up(Fraction(old.points) * (now - then), ENDLESS_PLACES)
    return Effect(track, "same", change, result, as_decimal(difference(change, result)))


def _adjusted(table: ScoredTable) -> Decimal:
    """What adjustments did to the total, but for giving the points of rows that do not apply to the others."""
    return _sum(difference(each.after, each.before) for each in table.adjustments if each.key != "rescale")


def _rescaled(table: ScoredTable) -> Decimal:
    return _sum(difference(each.after, each.before) for each in table.adjustments if each.key == "rescale")
