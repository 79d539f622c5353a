"""One indicator of several units made one: absolute quantities add, rates and qualitative tiers average by money.

The rules are those Hubei prints beneath its form: amounts first, the score afterwards; a score is never averaged where a
figure can be. What cannot be put together is left empty and told.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring import signs
from scoring.choice import same_unit
from scoring.finding import Severity
from scoring.number import canonical, finite_decimal, parse_number, round_half_up
from scoring.reading import Actual, Target
from scoring.rollup_trouble import Trouble, no_money, short, unread_text, without
from scoring.rollup_weight import AVERAGE_PLACES, Weighed, most_common, plain_number, relative_unit, weighted_average
from scoring.table import Node
from scoring.target import parse_actual, parse_target
from scoring.terms import Direction, Doubt
from scoring.units import money_factor

MET_FROM, PARTLY_FROM = 80, 60
FULL, PARTLY, NOTHING = Fraction(100), Fraction(80), Fraction(0)
MET_WORDS, PARTLY_WORDS, NOT_MET_WORDS = "达成预期指标", "部分达成预期指标并具有一定效果", "未达成预期指标且效果较差"

# These readings name the one figure that is meant; with any other doubt a person has to look first.
_HARMLESS = frozenset({Doubt.NUMBER_IN_WORDS, Doubt.NEAR_APPROXIMATE, Doubt.TARGET_IN_NAME})
_SIGNS = {Direction.AT_LEAST: ("≥", ">"), Direction.AT_MOST: ("≤", "<"), Direction.EQUAL: ("=", "="), Direction.RANGE: ("", "")}
_TREND = {1: "增长", -1: "下降", 0: ""}
_SCALES = {Decimal(10) ** 4: "万", Decimal(10) ** 8: "亿"}


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit has in this row.

    Attributes:
        money: what its share weighs; ``None`` where it is not known.
        money_unit: of its own table, in which its bare amounts are meant.
    """

    unit: str
    node: Node
    money: Decimal | None
    money_unit: str


@dataclass(frozen=True, slots=True)
class JoinedRow:
    """The row of the unit above.

    Attributes:
        weighted: whether the money of the units weighed in.
        share: for a qualitative row, the weighted tier in per cent of the points.
    """

    node: Node
    troubles: tuple[Trouble, ...] = ()
    weighted: bool = False
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    part: Part
    target: Target
    actual: Actual | None


def join_rows(parts: Sequence[Part], money_unit: str) -> JoinedRow:
    """One row from those of the units, in the order of their names; ids and the row's own place are the caller's."""
    framed, troubles = _frame(parts, money_unit)
    counted = [each for each in parts if not each.node.not_applicable_text]
    if not framed.leaf:
        if any(each.node.given_score_text for each in counted):
            troubles.append(_only_scores(counted))
        return JoinedRow(framed, tuple(troubles))
    if not counted:
        return JoinedRow(replace(framed, not_applicable_text=parts[0].node.not_applicable_text), tuple(troubles))
    silent = [each for each in counted if not _says_something(each.node)]
    if len(silent) == len(counted):
        if any(each.node.given_score_text for each in counted):
            troubles.append(_only_scores(counted))
        return JoinedRow(framed, tuple(troubles))
    if silent:
        troubles.append(without(framed.name, [each.unit for each in silent]))
    counted = [each for each in counted if each not in silent]
    read = [_read(each) for each in counted]
    qualitative = {each.target.direction is Direction.QUALITATIVE for each in read}
    if qualitative == {True}:
        joined = _join_tiers(framed, read)
    elif len(read) == 1 and _same(_target_of(_alone(framed, counted[0].node), money_unit), read[0].target):
        joined = JoinedRow(_alone(framed, counted[0].node))
    elif len(qualitative) > 1:
        joined = JoinedRow(framed, (_differing("U02", read),))
    else:
        joined = _join_quantities(framed, read, money_unit)
    return replace(joined, troubles=(*troubles, *joined.troubles))


def _alone(framed: Node, node: Node) -> Node:
    """The row of the only unit that has it, in its own words."""
    return replace(
        framed,
        target_text=node.target_text,
        target_read_as=node.target_read_as,
        actual_text=node.actual_text,
        actual_read_as=node.actual_read_as,
    )


def _says_something(node: Node) -> bool:
    return bool(node.target_text or node.actual_text or node.target_read_as or node.actual_read_as)


def _frame(parts: Sequence[Part], money_unit: str) -> tuple[Node, list[Trouble]]:
    """What the row is called and worth: as most units have it; its money is the sum where every unit tells it."""
    nodes = [each.node for each in parts]
    kept: dict[str, Any] = {
        name: most_common(getattr(each, name) for each in nodes)
        for name in ("section", "points_text", "explanation", "comparator_text", "target_unit_text", "method", "parameters_text")
    }
    amounts = [parse_number(each.money_text) for each in nodes]
    scales = [money_factor(each.money_unit, money_unit) for each in parts]
    known = [Fraction(amount) * scale for amount, scale in zip(amounts, scales, strict=True) if amount is not None]
    if len(known) == len(parts):
        kept["money_text"] = canonical(sum(known, Fraction(0)))
    first = nodes[0]
    made = Node(id="", level=first.level, name=first.name, kind=first.kind, **kept)
    troubles = []
    if 0 < len(known) < len(parts):
        troubles += [
            unread_text(part.unit, made.name, part.node.money_text, "money_text")
            for part, amount in zip(parts, amounts, strict=True)
            if amount is None
        ]
    points = sorted({plain_number(each.points_text) for each in nodes}, key=lambda each: (parse_number(each) or Decimal(0), each))
    if len(points) > 1:
        facts = {"values": "、".join(each or "—" for each in points), "taken": made.points_text, "name": made.name}
        troubles.append(Trouble("U07", Severity.WARNING, facts, "points_text"))
    return made, troubles


def _only_scores(parts: Sequence[Part]) -> Trouble:
    units = "、".join(each.unit for each in parts if each.node.given_score_text)
    return Trouble("U08", Severity.WARNING, {"name": parts[0].node.name, "units": units}, "given_score_text")


def _read(part: Part) -> _Read:
    node = part.node
    target = _target_of(node, part.money_unit)
    text = node.actual_read_as or node.actual_text
    actual = parse_actual(text, target, name=node.name, money_unit=part.money_unit) if text.strip() else None
    return _Read(part, target, actual)


def _target_of(node: Node, money_unit: str) -> Target:
    written = not node.target_read_as
    return parse_target(
        node.target_text if written else node.target_read_as,
        name=node.name,
        comparator=node.comparator_text if written else "",
        unit=node.target_unit_text if written else "",
        money_unit=money_unit,
    )


def _open(target: Target | Actual, *, confirmed: str) -> bool:
    """Whether the words leave it open which figure is meant, and nobody has confirmed a reading; a nought needs no sign."""
    harmless = _HARMLESS | {Doubt.RATIO_WITHOUT_SIGN} if target.value == 0 else _HARMLESS
    return not confirmed and any(each not in harmless for each in target.doubts)


# Qualitative rows


def _join_tiers(framed: Node, read: Sequence[_Read]) -> JoinedRow:
    troubles: list[Trouble] = []
    wordings = {signs.normalise(each.part.node.target_text) for each in read}
    if len(wordings) > 1:
        troubles.append(_differing("U05", read))
    made = replace(framed, target_text=most_common(each.part.node.target_text for each in read))
    shares: list[tuple[Part, Fraction]] = []
    for each in read:
        share = _tier(each)
        if share is None:
            troubles.append(_unreadable(each.part, "actual_text"))
        else:
            shares.append((each.part, share))
    if len(shares) < len(read):
        return JoinedRow(made, tuple(troubles))
    share = weighted_average((part.money, value) for part, value in shares)
    if share is None:
        return JoinedRow(made, (*troubles, _no_money(read)))
    words = MET_WORDS if share >= MET_FROM else PARTLY_WORDS if share >= PARTLY_FROM else NOT_MET_WORDS
    alike = {each.part.node.actual_text for each in read}
    actual = alike.pop() if len(alike) == 1 and "" not in alike else words
    return JoinedRow(replace(made, actual_text=actual), tuple(troubles), weighted=True, share=share)


def _tier(read: _Read) -> Fraction | None:
    """The tier in per cent: as the unit judged itself, else full, the top of the middle band, or nothing, as its words say."""
    node = read.part.node
    given, points = parse_number(node.given_score_text), parse_number(node.points_text)
    if given is not None and points is not None and points > 0:
        return min(max(Fraction(given) / Fraction(points) * 100, NOTHING), FULL)
    if read.actual is None:
        return None
    if read.actual.met_in_words is not None and not any(each is Doubt.VAGUE_ACTUAL for each in read.actual.doubts):
        return FULL if read.actual.met_in_words else NOTHING
    words = signs.normalise(node.actual_read_as or node.actual_text)
    return PARTLY if signs.PARTLY_DONE.search(words) else None


# Quantities


def _join_quantities(framed: Node, read: Sequence[_Read], money_unit: str) -> JoinedRow:
    if len({(each.target.direction, each.target.trend) for each in read}) > 1:
        return JoinedRow(framed, (_differing("U02", read),))
    unread = [each for each in read if each.target.value is None or _open(each.target, confirmed=each.part.node.target_read_as)]
    if unread:
        return JoinedRow(framed, tuple(_unreadable(each.part, "target_text") for each in unread))
    first = read[0].target
    weighted = _is_relative(first)
    if any(not same_unit(first.unit, each.target.unit) or _is_relative(each.target) != weighted for each in read):
        return JoinedRow(framed, (_differing("U04", read),))
    join = weighted_average if weighted else _added
    value, upper = join(_values(read, "value")), join(_values(read, "upper")) if first.upper is not None else None
    if value is None or (upper is None and first.upper is not None):
        return JoinedRow(framed, (_no_money(read),))
    scale = max(Counter(each.target.scale for each in read).items(), key=lambda each: (each[1], each[0]))[0]
    goal = replace(
        first,
        value=_written(value, weighted=weighted),
        upper=None if upper is None else _written(upper, weighted=weighted),
        unit=next((each.target.unit for each in read if each.target.unit), ""),
        scale=scale,
        strict=all(each.target.strict for each in read),
        approximate=all(each.target.approximate for each in read),
    )
    made = _with_target(framed, goal, read, money_unit)
    if made is None:  # a date beside the figure would be lost in a sum
        dated = [_unreadable(each.part, "target_text") for each in read if each.target.deadline is not None]
        return JoinedRow(framed, tuple(dated) or (_differing("U04", read),), weighted=weighted)
    return _with_actuals(made, goal, read, join, money_unit, weighted=weighted)


def _with_actuals(
    made: Node,
    goal: Target,
    read: Sequence[_Read],
    join: Callable[[Iterable[Weighed]], Fraction | None],
    money_unit: str,
    *,
    weighted: bool,
) -> JoinedRow:
    unread = [
        each
        for each in read
        if each.actual is None or each.actual.value is None or _open(each.actual, confirmed=each.part.node.actual_read_as)
    ]
    if unread:
        return JoinedRow(made, tuple(_unreadable(each.part, "actual_text") for each in unread), weighted=weighted)
    reached = join(
        (each.part.money, Fraction(each.actual.value)) for each in read if each.actual and each.actual.value is not None
    )
    if reached is None:
        return JoinedRow(made, (_no_money(read),), weighted=weighted)
    target = _target_of(made, money_unit)
    value = _written(reached, weighted=weighted)
    bare = all(parse_number(each.part.node.actual_text) is not None for each in read)
    written = [*_spellings(goal, (value,), bare_first=bare)]
    written += [f"{_TREND[-goal.trend]}{each}" for each in _spellings(goal, (-value,), bare_first=bare)]
    text = next((each for each in written if _reads_as(each, target, made, value, money_unit)), "")
    return JoinedRow(replace(made, actual_text=text), () if text else (_differing("U04", read),), weighted=weighted)


def _reads_as(text: str, target: Target, node: Node, value: Decimal, money_unit: str) -> bool:
    return parse_actual(text, target, name=node.name, money_unit=money_unit).value == value


def _values(read: Sequence[_Read], name: str) -> list[Weighed]:
    return [(each.part.money, Fraction(getattr(each.target, name))) for each in read]


def _is_relative(target: Target) -> bool:
    """Whether it is a rate, an amount for each of something, or a time limit: such figures do not add."""
    limit = target.unit in signs.TIME_UNITS and target.direction in (Direction.AT_MOST, Direction.RANGE)
    return relative_unit(target.unit) or limit


def _added(parts: Iterable[Weighed]) -> Fraction | None:
    return sum((value for _, value in parts), Fraction(0))


def _written(value: Fraction, *, weighted: bool) -> Decimal:
    """Sums are exact; an average has no end as a rule."""
    return round_half_up(value, AVERAGE_PLACES) if weighted else finite_decimal(value)


def _with_target(framed: Node, goal: Target, read: Sequence[_Read], money_unit: str) -> Node | None:
    """The row with the target in the words all units share, else written as they write theirs, so that it reads back as meant."""
    for text in _target_texts(framed, goal, [each.part.node.target_text for each in read]):
        made = replace(framed, target_text=text)
        found = _target_of(made, money_unit)
        dates = {found.deadline, *(each.target.deadline for each in read)}
        if len(dates) == 1 and _same(found, goal) and not _open(found, confirmed=""):
            return made
    return None


def _target_texts(framed: Node, goal: Target, texts: Sequence[str]) -> Iterator[str]:
    yield most_common(texts)
    sign = _SIGNS[goal.direction][goal.strict]
    about = "约" if goal.approximate else ""
    bare_first = all(parse_number(each) is not None for each in texts)
    printed = goal.stated and not framed.comparator_text
    for body in _spellings(goal, (goal.value, goal.upper), bare_first=bare_first):
        for start in (sign, "") if printed else ("", sign):
            for trend in ("", _TREND[goal.trend]):
                yield f"{trend}{start}{about}{body}"


def _spellings(goal: Target, ends: Sequence[Decimal | None], *, bare_first: bool) -> Iterator[str]:
    """Ways to write a figure in the unit and scale of its target."""
    scaled = Decimal(1) if goal.scale not in _SCALES else goal.scale

    def number(scale: Decimal) -> str:
        return "~".join(canonical(Fraction(each) / Fraction(scale)) for each in ends if each is not None)

    full = f"{number(scaled)}{_SCALES.get(scaled, '')}{goal.unit}"
    bare = number(goal.scale)
    yield from (bare, full) if bare_first else (full, bare)
    yield f"{number(Decimal(1))}{goal.unit}"


def _same(found: Target, goal: Target) -> bool:
    return (found.direction, found.value, found.upper, found.strict, found.trend) == (
        goal.direction,
        goal.value,
        goal.upper,
        goal.strict,
        goal.trend,
    ) and same_unit(found.unit, goal.unit)


# Troubles


def _differing(code: str, read: Sequence[_Read]) -> Trouble:
    texts = "；".join(f"{each.part.unit} {_whole_target(each.part.node)}" for each in read)
    return Trouble(code, Severity.WARNING, {"name": read[0].part.node.name, "texts": texts}, "target_text")


def _whole_target(node: Node) -> str:
    return short(f"{node.comparator_text}{node.target_text}{node.target_unit_text}")


def _unreadable(part: Part, field: str) -> Trouble:
    text = short(part.node.actual_text) if field == "actual_text" else _whole_target(part.node)
    return unread_text(part.unit, part.node.name, text, field)


def _no_money(read: Sequence[_Read]) -> Trouble:
    return no_money(read[0].part.node.name, [(each.part.unit, each.part.money) for each in read], "actual_text")
