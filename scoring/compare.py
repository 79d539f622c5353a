"""Tables side by side: aligned rows and bands with their values and changes, totals, funds, rates, and why the total moved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.align import Link, Match, Track, align, match_of
from scoring.compare_money import FundRow, RateRow, compare_funds, compare_rates
from scoring.exact import as_decimal, difference, exact_sum
from scoring.score_change import Effect, ScoreChange, counting_rows, score_change
from scoring.scored import ScoredNode, ScoredTable
from scoring.target import Direction
from scoring.units import factor


@dataclass(frozen=True, slots=True)
class Values:
    """What one table says of one row or band; rows that were split or merged are added up.

    Attributes:
        ids: of its rows in the table.
        target_value, actual_value: in the unit of the whole row where ``comparable``, else in the unit of this table.
        points: printed, else those of the rows that count in the band.
        unit: as this table has it.
        comparable: whether its unit measures the same thing as the last table's.
        score_rate: score of points in per cent, exact; ``None`` without both.
        lost: points lost so far.
        pending: whether it has points and no score yet.
    """

    ids: tuple[str, ...]
    points: Decimal | None
    target_text: str
    actual_text: str
    target_value: Decimal | None
    actual_value: Decimal | None
    unit: str
    comparable: bool
    completion_rate: Fraction | None
    score: Decimal | None
    score_rate: Fraction | None
    lost: Decimal | None
    pending: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The last table less the first; ``None`` where one of them has no value.

    Attributes:
        actual, actual_percent: of the actual in its unit, and of the earlier one in per cent; none across different units.
        better: whether the row does better: its actual moved the way the target wants, else its rate, else its 得分率;
            ``None`` when it cannot be told or nothing moved.
    """

    points: Decimal | None = None
    score: Decimal | None = None
    score_rate: Fraction | None = None
    completion_rate: Fraction | None = None
    target: Decimal | None = None
    actual: Decimal | None = None
    actual_percent: Fraction | None = None
    better: bool | None = None
    unit_changed: bool = False
    words_changed: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing at all differs: no figure, no unit, no word."""
        parts = (self.points, self.score, self.score_rate, self.completion_rate, self.target, self.actual)
        return not any(parts) and not self.unit_changed and not self.words_changed


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One indicator or band through the tables, by their position.

    Attributes:
        at: its position among the tracks, by which charts and tables mean the same row.
        depth: 0 for the outermost bands.
        unit: in which its values are counted.
    """

    at: int
    leaf: bool
    depth: int
    path: tuple[str, ...]
    match: Match
    confirmed: bool
    unit: str
    direction: Direction | None
    values: Mapping[int, Values]
    change: Change
    effect: Effect | None = None

    @property
    def name(self) -> str:
        """What the row is called in the latest table it stands in."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class TableTotal:
    """A table's total as it stands, and over the rows that all tables share, rescaled to 100."""

    points: Decimal | None
    score: Decimal | None
    published_score: Decimal | None
    grade: str
    pending: int
    score_rate: Fraction | None
    like_for_like: Fraction | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Tables in the order of comparison, the earliest first.

    Attributes:
        lines: bands and rows in document order, each row behind its band.
        shared: how many counting rows all tables share.
    """

    tables: tuple[ScoredTable, ...]
    tracks: tuple[Track, ...]
    lines: tuple[ComparedRow, ...]
    totals: tuple[TableTotal, ...]
    change: ScoreChange
    funds: tuple[FundRow, ...]
    rates: tuple[RateRow, ...]
    rulebooks_differ: bool
    forms_differ: bool
    shared: int

    @property
    def years(self) -> tuple[int, ...]:
        """The year of each table, in their order; a year may stand twice (two units, two rulebooks)."""
        return tuple(each.table.key.year for each in self.tables)

    @property
    def lines_by_track(self) -> Mapping[int, ComparedRow]:
        """Every line by the position of its track."""
        return {each.at: each for each in self.lines}

    @property
    def rows(self) -> tuple[ComparedRow, ...]:
        """The indicators."""
        return tuple(each for each in self.lines if each.leaf)

    @property
    def groups(self) -> tuple[ComparedRow, ...]:
        """The bands."""
        return tuple(each for each in self.lines if not each.leaf)


def compare(tables: Iterable[ScoredTable], links: Iterable[Link] = ()) -> Comparison:
    """Lay tables side by side, in the order of their years; those of one year (other units, other rulebooks) as given.

    Raises:
        ValueError: no table.
    """
    ordered = tuple(sorted(tables, key=lambda each: each.table.key.year))
    if not ordered:
        raise ValueError("a comparison takes at least one table")
    tracks = align(ordered, links)
    last = len(ordered) - 1
    change, effects = score_change(ordered, tracks, 0, last)
    counted = {each.track: each for each in effects}
    below = [_points_below(each) for each in ordered]
    lines = tuple(_line(at, tracks, below, counted.get(at)) for at in _in_tree_order(tracks))
    totals, shared = _totals(ordered, tracks)
    return Comparison(
        tables=ordered,
        tracks=tracks,
        lines=lines,
        totals=totals,
        change=change,
        funds=compare_funds(ordered),
        rates=compare_rates(ordered),
        rulebooks_differ=len({each.rulebook.key for each in ordered}) > 1,
        forms_differ=len({each.table.heading.form for each in ordered}) > 1,
        shared=shared,
    )


def _in_tree_order(tracks: Sequence[Track]) -> list[int]:
    """Every row behind its band, bands and rows among themselves in the order of the tracks."""
    below: dict[int | None, list[int]] = {}
    for at, track in enumerate(tracks):
        below.setdefault(track.parent, []).append(at)
    found: list[int] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        at = waiting.pop()
        found.append(at)
        waiting.extend(reversed(below.get(at, [])))
    missed = set(range(len(tracks))) - set(found)  # bands that wrong links put into one another
    return found + sorted(missed)


def _points_below(table: ScoredTable) -> Mapping[str, Decimal]:
    """For every band the points of the rows that count in it."""
    found: dict[str, Decimal] = {}
    for row in counting_rows(table):
        parent = row.parent_id if row.points is not None else ""
        while parent:
            found[parent] = as_decimal(exact_sum((found.get(parent, Decimal(0)), row.points or Decimal(0))))
            parent = table.rows[parent].parent_id
    return found


def _line(at: int, tracks: Sequence[Track], below: Sequence[Mapping[str, Decimal]], effect: Effect | None) -> ComparedRow:
    track, last = tracks[at], len(below) - 1
    unit = next((known for side in sorted(track.rows, reverse=True) if (known := _unit_of(track.rows[side]))), "")
    values = {side: _values(rows, unit, below[side], leaf=track.leaf) for side, rows in track.rows.items()}
    direction = track.latest.target.direction if track.latest.target is not None else None
    before, after = values.get(0), values.get(last)
    change = Change() if before is None or after is None else _change(before, after, direction)
    depth = len(track.latest.path) - 1
    path = track.latest.path
    return ComparedRow(
        at, track.leaf, depth, path, match_of(track, 0, last), track.confirmed, unit, direction, values, change, effect
    )


def _unit_of(rows: Sequence[ScoredNode]) -> str:
    for row in rows:
        if row.target is not None and row.target.unit:
            return row.target.unit
        if row.actual is not None and row.actual.unit:
            return row.actual.unit
    return ""


def _values(rows: Sequence[ScoredNode], unit: str, below: Mapping[str, Decimal], *, leaf: bool) -> Values:
    points = _added(below.get(each.node.id) if each.points is None else each.points for each in rows)
    score = _added(each.score for each in rows)
    one, alone = rows[0], len(rows) == 1
    own = _unit_of(rows)
    comparable = all(factor(_unit_of([each]), unit) is not None for each in rows)
    into = unit if comparable else own
    sizes = [factor(_unit_of([each]), into) for each in rows]
    adds = leaf and (alone or own not in {"%", "‰", ""})  # parts of a rate do not add up to the rate
    targets = [each.target.value if each.target is not None else None for each in rows] if adds else []
    actuals = [each.actual.value if each.actual is not None else None for each in rows] if adds else []
    return Values(
        ids=tuple(each.node.id for each in rows),
        points=points,
        target_text=_joined(each.node.comparator_text + each.node.target_text + each.node.target_unit_text for each in rows),
        actual_text=_joined(each.node.actual_text for each in rows),
        target_value=_sized(targets, sizes),
        actual_value=_sized(actuals, sizes),
        unit=own,
        comparable=comparable,
        completion_rate=one.completion_rate if alone else None,
        score=score,
        score_rate=_rate(score, points),
        lost=_added(each.lost for each in rows),
        pending=any(each.pending for each in rows),
    )


def _joined(texts: Iterable[str]) -> str:
    return "；".join(each for each in texts if each)


def _added(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [each for each in values if each is not None]
    return as_decimal(exact_sum(known)) if known else None


def _sized(values: Sequence[Decimal | None], sizes: Sequence[Fraction | None]) -> Decimal | None:
    """The sum in one unit, of which each part is ``sizes`` many; ``None`` unless every part is known and fits."""
    sized: list[Decimal | Fraction] = []
    for value, size in zip(values, sizes, strict=False):  # rows that do not add up have no values
        if value is None or size is None:
            return None
        sized.append(value if size == 1 else Fraction(value) * size)
    return as_decimal(exact_sum(sized)) if sized else None


def _rate(score: Decimal | None, points: Decimal | None) -> Fraction | None:
    return None if score is None or not points else Fraction(score) * 100 / Fraction(points)


def _change(before: Values, after: Values, direction: Direction | None) -> Change:
    comparable = before.comparable and after.comparable
    actual = _less(after.actual_value, before.actual_value) if comparable else None
    percent = None
    if actual is not None and before.actual_value:
        percent = Fraction(actual) * 100 / abs(Fraction(before.actual_value))
    rate = _less_exact(after.completion_rate, before.completion_rate)
    score_rate = _less_exact(after.score_rate, before.score_rate)
    return Change(
        points=_less(after.points, before.points),
        score=_less(after.score, before.score),
        score_rate=score_rate,
        completion_rate=rate,
        target=_less(after.target_value, before.target_value) if comparable else None,
        actual=actual,
        actual_percent=percent,
        better=_better(actual, rate, score_rate, direction),
        unit_changed=not comparable,
        words_changed=(before.actual_text, before.target_text) != (after.actual_text, after.target_text),
    )


def _less(after: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if after is None or before is None else as_decimal(difference(after, before))


def _less_exact(after: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if after is None or before is None else after - before


def _better(
    actual: Decimal | None, rate: Fraction | None, score_rate: Fraction | None, direction: Direction | None
) -> bool | None:
    if actual and direction is Direction.AT_LEAST:
        return actual > 0
    if actual and direction is Direction.AT_MOST:
        return actual < 0
    moved = rate or score_rate
    return None if not moved else moved > 0


def _totals(tables: Sequence[ScoredTable], tracks: Sequence[Track]) -> tuple[tuple[TableTotal, ...], int]:
    at = {(side, row.node.id): place for place, each in enumerate(tracks) for side, rows in each.rows.items() for row in rows}
    counted: list[dict[int, list[ScoredNode]]] = []
    for side, table in enumerate(tables):
        of_side: dict[int, list[ScoredNode]] = {}
        for row in counting_rows(table):
            if row.score is not None and row.points:
                of_side.setdefault(at[side, row.node.id], []).append(row)
        counted.append(of_side)
    common = set(counted[0]).intersection(*counted[1:])
    totals = []
    for table, of_side in zip(tables, counted, strict=True):
        rows = [row for each in sorted(common) for row in of_side[each]]
        like = _rate(_added(row.score for row in rows), _added(row.points for row in rows))
        rate = _rate(table.score, table.points)
        totals.append(TableTotal(table.points, table.score, table.published_score, table.grade, table.pending, rate, like))
    return tuple(totals), len(common)
