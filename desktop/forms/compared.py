"""The comparison laid out once for screen, workbook and paper: columns, lines a filter keeps, the text of every cell. No Qt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from desktop.forms.compared_money import money_lines
from desktop.forms.compared_text import full_percent, side_labels, signed, signed_percent
from desktop.kit.wording import GRADES
from desktop.kit.wording_years import BETTER, BETTER_WORD, PARTS, WORSE, WORSE_WORD, match_text
from scoring.align import Match
from scoring.compare import ComparedRow, Comparison, TableTotal, Values
from scoring.number import canonical, round_half_up


class Kind(Enum):
    """What a column shows; those of a table (target to 得分率) stand once for each table."""

    STATE = "state"
    NAME = "name"
    POINTS = "points"
    TARGET = "target"
    ACTUAL = "actual"
    RATE = "rate"
    SCORE = "score"
    SCORE_RATE = "score_rate"
    CHANGE = "change"
    CHANGE_PERCENT = "change_percent"
    SCORE_CHANGE = "score_change"
    BETTER = "better"
    TREND = "trend"
    NOTE = "note"


KIND_WORDS: Mapping[Kind, str] = {
    Kind.STATE: "状态",
    Kind.NAME: "指标",
    Kind.POINTS: "分值",
    Kind.TARGET: "目标",
    Kind.ACTUAL: "实际",
    Kind.RATE: "完成率",
    Kind.SCORE: "得分",
    Kind.SCORE_RATE: "得分率",
    Kind.CHANGE: "实际变化",
    Kind.CHANGE_PERCENT: "变化幅度",
    Kind.SCORE_CHANGE: "得分变化",
    Kind.BETTER: "好坏",
    Kind.TREND: "趋势",
    Kind.NOTE: "说明",
}
OF_TABLE = (Kind.POINTS, Kind.TARGET, Kind.ACTUAL, Kind.RATE, Kind.SCORE, Kind.SCORE_RATE)
USUAL = (Kind.TARGET, Kind.ACTUAL, Kind.RATE, Kind.SCORE, Kind.SCORE_RATE)
NUMBERS = frozenset({Kind.POINTS, Kind.RATE, Kind.SCORE, Kind.SCORE_RATE, Kind.CHANGE, Kind.CHANGE_PERCENT, Kind.SCORE_CHANGE})


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``side`` is the position of its table, ``None`` for those of the comparison as a whole."""

    kind: Kind
    side: int | None
    band: str
    title: str


class Filter(Enum):
    """Which rows are shown; bands stay while a row in them does."""

    ALL = "all"
    CHANGED = "changed"
    WORSE = "worse"
    LOST = "lost"


FILTER_WORDS: Mapping[Filter, str] = {
    Filter.ALL: "全部",
    Filter.CHANGED: "变化",
    Filter.WORSE: "变差",
    Filter.LOST: "失分",
}


def compared_columns(comparison: Comparison, kinds: Sequence[Kind] = USUAL) -> tuple[Column, ...]:
    """State and name, the chosen columns of every table, then what changed, how it went, and the note."""
    head = [Column(kind, None, "", KIND_WORDS[kind]) for kind in (Kind.STATE, Kind.NAME)]
    tables = [
        Column(kind, side, label, KIND_WORDS[kind])
        for side, label in enumerate(side_labels(comparison))
        for kind in OF_TABLE
        if kind in kinds
    ]
    several = len(comparison.tables) > 1
    after = (Kind.CHANGE, Kind.CHANGE_PERCENT, Kind.SCORE_CHANGE, Kind.BETTER, Kind.TREND) if several else ()
    return (*head, *tables, *(Column(kind, None, "", KIND_WORDS[kind]) for kind in (*after, Kind.NOTE)))


def kept_lines(comparison: Comparison, wanted: Filter) -> tuple[ComparedRow, ...]:
    """The lines a filter keeps, in their order; funds and ratios stand below the indicators."""
    last = len(comparison.tables) - 1
    test = _TESTS[wanted]
    kept: set[int] = set()
    for line in comparison.lines:
        if line.leaf and test(line, last):
            above: int | None = line.at
            while above is not None and above not in kept:
                kept.add(above)
                above = comparison.tracks[above].parent
    below = money_lines(comparison)
    if wanted is Filter.ALL:
        return (*comparison.lines, *below)
    money = {each.path[0] for each in below if each.leaf and test(each, last)}
    return (
        *(each for each in comparison.lines if each.at in kept),
        *(each for each in below if each.path[0] in money and (not each.leaf or test(each, last))),
    )


def _changed(line: ComparedRow, _last: int) -> bool:
    return line.match is not Match.SAME or not line.change.empty


def _worse(line: ComparedRow, _last: int) -> bool:
    return line.change.better is False or (line.change.score is not None and line.change.score < 0)


def _lost(line: ComparedRow, last: int) -> bool:
    value = line.values.get(last)
    return value is not None and bool(value.lost)


_TESTS: Mapping[Filter, Callable[[ComparedRow, int], bool]] = {
    Filter.ALL: lambda _line, _last: True,
    Filter.CHANGED: _changed,
    Filter.WORSE: _worse,
    Filter.LOST: _lost,
}


def compared_text(line: ComparedRow, column: Column, notes: Mapping[tuple[int, str], str]) -> str:
    """The text of a cell; empty where the row has no value there, never 0."""
    if column.side is not None:
        values = line.values.get(column.side)
        return "" if values is None else _table_text(values, column.kind)
    change = line.change
    match column.kind:
        case Kind.STATE:
            return "" if line.match is Match.SAME else match_text(line.match, confirmed=line.confirmed)
        case Kind.NAME:
            return line.name
        case Kind.CHANGE:
            if change.unit_changed:
                return "单位不同"
            return "" if change.actual is None else signed(change.actual) + (line.unit if change.actual else "")
        case Kind.CHANGE_PERCENT:
            return signed_percent(change.actual_percent) if change.actual_percent else ""
        case Kind.SCORE_CHANGE:
            return "" if change.score is None else signed(change.score)
        case Kind.BETTER:
            return {True: f"{BETTER} {BETTER_WORD}", False: f"{WORSE} {WORSE_WORD}", None: ""}[change.better]
        case Kind.NOTE:
            return note_of(line, notes)
    return ""


def _table_text(values: Values, kind: Kind) -> str:
    match kind:
        case Kind.POINTS:
            return "" if values.points is None else canonical(values.points)
        case Kind.TARGET:
            return " ".join(values.target_text.split())
        case Kind.ACTUAL:
            return " ".join(values.actual_text.split())
        case Kind.RATE:
            return full_percent(values.completion_rate)
        case Kind.SCORE:
            return "待评" if values.pending and values.score is None else "" if values.score is None else canonical(values.score)
        case Kind.SCORE_RATE:
            return full_percent(values.score_rate)
    return ""


def cell_figure(line: ComparedRow, column: Column) -> Decimal | Fraction | None:
    """The number a cell of figures holds, rates in per cent; ``None`` where it holds none."""
    values = line.values.get(column.side) if column.side is not None else None
    found: Mapping[Kind, Decimal | Fraction | None] = {
        Kind.CHANGE: line.change.actual,
        Kind.CHANGE_PERCENT: line.change.actual_percent,
        Kind.SCORE_CHANGE: line.change.score,
    }
    if values is not None:
        found = {
            Kind.POINTS: values.points,
            Kind.RATE: values.completion_rate,
            Kind.SCORE: values.score,
            Kind.SCORE_RATE: values.score_rate,
        }
    return found.get(column.kind)


def trend_of(line: ComparedRow, tables: int) -> tuple[Decimal | None, ...]:
    """What the small line in a row shows: the actual where it has one, else the 得分率, else the rate; ``None`` is a gap."""
    sides = [line.values.get(side) for side in range(tables)]
    actuals = tuple(None if each is None or not each.comparable else each.actual_value for each in sides)
    if sum(each is not None for each in actuals) > 1:
        return actuals
    rates = [None if each is None else each.score_rate for each in sides]
    if not any(rates):
        rates = [None if each is None else each.completion_rate for each in sides]
    return tuple(None if each is None else round_half_up(each, 2) for each in rates)


def note_of(line: ComparedRow, notes: Mapping[tuple[int, str], str]) -> str:
    """What was noted at the row, the latest table first."""
    for side in sorted(line.values, reverse=True):
        for id_ in line.values[side].ids:
            if notes.get((side, id_)):
                return notes[side, id_]
    return ""


def total_text(total: TableTotal, *, like_for_like: bool) -> str:
    """A table's total in words: as it stands, or over the rows all tables share."""
    if like_for_like:
        return "" if total.like_for_like is None else canonical(round_half_up(total.like_for_like, 2))
    if total.score is None:
        return ""
    printed = "" if total.published_score in {None, total.score} else f"（表上 {canonical(total.published_score or Decimal(0))}）"
    pending = f"，待评 {total.pending} 行" if total.pending else ""
    return f"{canonical(total.score)}{printed} {GRADES.get(total.grade, '')}{pending}".strip()


def summary_text(comparison: Comparison, *, like_for_like: bool) -> str:
    """The answer in one or two sentences: the totals, and why they moved."""
    labels = side_labels(comparison)
    totals = [
        f"{label}：{text}"
        for label, each in zip(labels, comparison.totals, strict=True)
        if (text := total_text(each, like_for_like=like_for_like))
    ]
    if not totals:
        return "没有评分的行。"
    line = "   ".join(totals)
    if like_for_like:
        return f"同口径（各年共有的 {comparison.shared} 行，折合 100 分）   {line}"
    if len(labels) < 2:
        return line
    parts = [f"{PARTS[part]} {signed(value)}" for part, value in comparison.change.parts.items() if value]
    moved = comparison.change.after - comparison.change.before
    return f"{line}\n{labels[0]} → {labels[-1]}：{signed(moved)}" + (f" = {'，'.join(parts)}" if parts else "，没有变化")
