"""Targets, actuals and the scores given for them, row by row."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from scoring.checks.case import LINKED, Case, Found, at, certain, check, most_in_all
from scoring.figures import scan
from scoring.finding import Severity
from scoring.number import canonical, round_half_up
from scoring.reasons import gives_cause
from scoring.scored import ScoredNode
from scoring.signs import CLEARED, says_nothing
from scoring.table import Field, NodeKind
from scoring.target import Direction
from scoring.terms import Doubt


def _rate(row: ScoredNode) -> str:
    return "" if row.completion_rate is None else canonical(round_half_up(row.completion_rate, 2))


def _scores(row: ScoredNode) -> dict[str, str]:
    facts = {"rate": _rate(row)}
    for key, value in (("score", row.score), ("points", row.points), ("rule_score", row.rule_score)):
        if value is not None:
            facts[key] = canonical(value)
    return facts


def _short(row: ScoredNode) -> bool:
    return row.score is not None and row.points is not None and row.score < row.points and row.node.kind is NodeKind.INDICATOR


@check("V06", Severity.ERROR, by_row=True)
def reason_missing(case: Case) -> Iterator[Found]:
    """Points were lost and no reason is given; what only follows from other figures owes none (V20 asks about the money)."""
    tolerance = case.scored.rulebook.thresholds.tolerance
    for row in case.leaves:
        gap = Decimal(0) if row.given_score is None or row.rule_score is None else abs(row.given_score - row.rule_score)
        follows = row.method in LINKED and row.rule_score is not None and gap <= tolerance
        if _short(row) and not follows and not case.reason(row.node):
            yield at(row, Field.REASON), _scores(row)


@check("V07", Severity.WARNING, by_row=True)
def full_marks_below_target(case: Case) -> Iterator[Found]:
    """Full marks although the figures stay below the target."""
    for row in case.missed:
        if row.score is not None and row.score == row.points and row.given_score is not None:
            yield at(row, Field.GIVEN_SCORE), _scores(row)


@check("V08", Severity.WARNING, by_row=True)
def points_lost_at_target(case: Case) -> Iterator[Found]:
    """Points were taken although the target is reached, and nobody says why."""
    for row in case.leaves:
        if row.met is True and certain(row) and _short(row) and not case.reason(row.node):
            yield at(row, Field.GIVEN_SCORE), _scores(row)


@check("V09", Severity.WARNING, by_row=True)
def score_beside_rule(case: Case) -> Iterator[Found]:
    """The given score is not the rule's."""
    tolerance = case.scored.rulebook.thresholds.tolerance
    for row in case.leaves:
        if row.given_score is None or row.method in LINKED:
            continue
        if row.rule_score is not None and abs(row.given_score - row.rule_score) > tolerance:
            yield at(row, Field.GIVEN_SCORE), _scores(row) | {"why": "rule"}
        most = _at_most(case, row)
        if most is not None and row.given_score - most > tolerance:
            facts = {"score": canonical(row.given_score), "points": canonical(row.points or most), "rule_score": canonical(most)}
            yield at(row, Field.GIVEN_SCORE), facts | {"why": "at_most"}


def _at_most(case: Case, row: ScoredNode) -> Decimal | None:
    """What a row counted by proportion earns at most where its actual has several figures (193 or 208 of 450)."""
    most = most_in_all(row)
    if most is None or row.method != "proportional" or row.points is None or row.target is None or not row.target.value:
        return None
    share = min(Fraction(1), Fraction(most) / Fraction(row.target.value))
    return round_half_up(share * Fraction(row.points), case.scored.rulebook.score_places)


@check("V10", Severity.WARNING, by_row=True)
def over_achieved(case: Case) -> Iterator[Found]:
    """Far more than the target, and nobody says why."""
    limits = case.scored.rulebook.thresholds
    for row in case.leaves:
        if (
            _counts_up(row)
            and row.completion_rate is not None
            and row.completion_rate >= limits.over_warn
            and not gives_cause(row.node, case.scored.rulebook)
        ):
            limit = max(each for each in (limits.over_warn, limits.over_reason) if row.completion_rate >= each)
            yield at(row, Field.ACTUAL), {"rate": _rate(row), "limit": canonical(limit)}


@check("V11", Severity.WARNING, by_row=True)
def target_too_low(case: Case) -> Iterator[Found]:
    """So much more than the target that the target was probably too low."""
    limits = case.scored.rulebook.thresholds
    for row in case.leaves:
        if _counts_up(row) and row.completion_rate is not None and row.completion_rate >= limits.over_low_target:
            yield at(row, Field.TARGET), {"rate": _rate(row), "limit": canonical(limits.over_low_target)}


def _counts_up(row: ScoredNode) -> bool:
    """Whether more is better and the figures are sure: 13000 under 2.5万人 is asked (V15), not praised."""
    return row.target is not None and row.target.direction in {Direction.AT_LEAST, Direction.EQUAL} and certain(row)


@check("V12", Severity.WARNING, by_row=True)
def target_not_quantified(case: Case) -> Iterator[Found]:
    """A target that no figure can reach or miss, and that is no plain date, grade or yes either."""
    for row in case.leaves:
        target = row.target
        if row.node.kind is not NodeKind.INDICATOR or target is None or not row.node.target_text:
            continue
        if target.is_description and not CLEARED.search(row.node.target_text):
            yield at(row, Field.TARGET), {"text": row.node.target_text}


@check("V13", Severity.WARNING, by_row=True)
def actual_says_nothing(case: Case) -> Iterator[Found]:
    """The target is a figure, the actual only words, a bound, or the target once more."""
    for row in case.leaves:
        target, actual = row.target, row.actual
        if target is None or actual is None or target.value is None or not row.node.actual_text:
            continue
        several = bool(actual.parts) or Doubt.SEVERAL_FIGURES in actual.doubts  # V14 speaks of those
        if actual.value is None and not several and actual.met_in_words is None:
            yield at(row, Field.ACTUAL), {"why": "words"}
        elif actual.is_bound:
            yield at(row, Field.ACTUAL), {"why": "bound"}


@check("V14", Severity.INFO, by_row=True)
def several_figures(case: Case) -> Iterator[Found]:
    """Several figures in one cell that only a person can weigh."""
    for row in case.leaves:
        if row.target is not None and (row.target.parts or Doubt.SEVERAL_FIGURES in row.target.doubts):
            yield at(row, Field.TARGET), {}
        elif row.actual is not None and (row.actual.parts or Doubt.SEVERAL_FIGURES in row.actual.doubts):
            yield at(row, Field.ACTUAL), {}


@check("V15", Severity.WARNING, by_row=True)
def units_differ(case: Case) -> Iterator[Found]:
    """Target and actual speak of different units, or one of them of 万 and the other not."""
    for row in case.leaves:
        if row.target is not None and row.actual is not None and Doubt.SCALE_MISMATCH in row.actual.doubts:
            yield at(row, Field.ACTUAL), {"why": "scale", "target": row.node.target_text, "actual": row.node.actual_text}
        if row.target is not None and row.actual is not None and Doubt.UNIT_MISMATCH in row.actual.doubts:
            figures = scan(row.node.actual_read_as or row.node.actual_text).figures
            unit = row.actual.unit or next((each.unit for each in figures if each.unit), "")
            yield at(row, Field.ACTUAL), {"target": row.target.unit, "actual": unit}


MAY_FALL = frozenset(
    {"%", "‰", "元", "百分点", "个百分点", ""}
)  # a rate of change or a result; 宗 and 人 cannot be fewer than none


@check("V16", Severity.ERROR, by_row=True)
def negative_actual(case: Case) -> Iterator[Found]:
    """A negative actual under a target that counts things."""
    for row in case.leaves:
        target, actual = row.target, row.actual
        if target is None or actual is None or actual.value is None or target.value is None:
            continue
        change = target.direction is Direction.AT_MOST and target.unit in MAY_FALL
        if actual.value < 0 <= target.value and not change:
            yield at(row, Field.ACTUAL), {"actual": canonical(actual.value)}


@check("V26", Severity.WARNING, by_frame=True)
def same_name_twice(case: Case) -> Iterator[Found]:
    """Two indicators of one name."""
    scopes = [_scope(case, row) for row in case.leaves]
    names = Counter(scope for scope, row in zip(scopes, case.leaves, strict=True) if row.node.name)
    for scope, row in zip(scopes, case.leaves, strict=True):
        times = names[scope]
        if times > 1:
            yield at(row, Field.NAME), {"name": row.node.name, "times": str(times)}


def _scope(case: Case, row: ScoredNode) -> tuple[str, ...]:
    """Where a name may stand once: in one table of the form; under a task of its own, the tasks being different things."""
    above = case.scored.rows.get(row.parent_id)
    task = row.parent_id if above is not None and above.node.kind is NodeKind.TASK else ""
    return row.node.section, task, row.node.name


@check("V27", Severity.INFO, by_row=True)
def vague_target(case: Case) -> Iterator[Found]:
    """A target with 约, 左右 or the like: how much may be missing?"""
    for row in case.leaves:
        if row.target is not None and row.target.approximate:
            yield at(row, Field.TARGET), {"text": row.node.target_text}


@check("V32", Severity.WARNING)
def bonus_without_evidence(case: Case) -> Iterator[Found]:
    """A bonus or a penalty without anything to prove it."""
    proven = {each.node_id for each in case.scored.table.attachments}
    for row in case.leaves:
        if row.node.kind is NodeKind.BONUS and row.score and says_nothing(row.node.evidence_text) and row.node.id not in proven:
            yield at(row, Field.EVIDENCE), _scores(row)


PROOF = re.compile("制度|公开|满意度")


@check("V33", Severity.INFO)
def evidence_missing(case: Case) -> Iterator[Found]:
    """Rows that reviewers ask proof for have none, in a table that keeps its evidence here."""
    proven = {each.node_id for each in case.scored.table.attachments}
    for row in case.leaves:
        if proven and row.node.id not in proven and PROOF.search(row.node.name):
            yield at(row, Field.EVIDENCE), {"name": row.node.name}


@check("V41", Severity.INFO, by_row=True)
def zero_of_zero(case: Case) -> Iterator[Found]:
    """Target 0 and actual 0: full by convention, to be confirmed."""
    for row in case.leaves:
        if row.target is not None and row.actual is not None and row.target.value == 0 and row.actual.value == 0:
            yield at(row, Field.ACTUAL), {}


RATIO = re.compile("率|满意度|比例|占比")


@check("V44", Severity.WARNING, by_row=True)
def ratio_without_sign(case: Case) -> Iterator[Found]:
    """A ratio typed without its sign (0.95 under a percentage)."""
    for row in case.leaves:
        named = RATIO.search(row.node.name) is not None
        for read, field in ((row.target, Field.TARGET), (row.actual, Field.ACTUAL)):
            text = str(getattr(row.node, field.value))
            if read is None or read.value is None or not 0 < read.value < 1 or re.search("[%％‰]", text):
                continue
            if Doubt.RATIO_WITHOUT_SIGN in read.doubts or (named and read.unit in {"", "%"}):
                yield at(row, field), {"text": text, "percent": canonical(read.value * 100)}
