"""Points, scores, totals and grades: do the sums hold, does every score stand where it may?"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from scoring.checks.case import LINKED, TOTAL, Case, Found, at, check, score_field
from scoring.finding import Place, Severity
from scoring.number import canonical, round_half_up
from scoring.rows import parse_points
from scoring.rulebook import grade_of
from scoring.scored import ScoredNode
from scoring.signs import says_nothing
from scoring.table import Field, NodeKind, RecordKind


def _sum(values: list[Decimal | None]) -> Decimal:
    return sum((each for each in values if each is not None), Decimal(0))


@check("V01", Severity.ERROR, by_frame=True)
def points_of_children(case: Case) -> Iterator[Found]:
    """The points of a band's children do not add up to its own (番禺 任务2: 5 under a heading of 6)."""
    for row in case.rows:
        direct = [each.points for each in case.children.get(row.node.id, [])]
        if row.points is None or all(each is None for each in direct):
            continue
        if _sum(direct) != row.points:
            yield at(row, Field.POINTS), _difference(row.points, _sum(direct), "children")
        elif any(not each.node.leaf for each in case.children[row.node.id]):
            counted = [each.points for each in _counting(case, row.node.id)]
            if counted and _sum(counted) != row.points:
                yield at(row, Field.POINTS), _difference(row.points, _sum(counted), "indicators")


def _counting(case: Case, node_id: str) -> list[ScoredNode]:
    """The rows below that count: indicators with points, and bands with points where nothing below them has any."""
    found: list[ScoredNode] = []
    for each in case.children.get(node_id, []):
        below = _counting(case, each.node.id)
        found += below if below or each.points is None else [each]
    return found


def _difference(stated: Decimal, computed: Decimal, basis: str) -> dict[str, str]:
    return {
        "stated": canonical(stated),
        "computed": canonical(computed),
        "difference": canonical(stated - computed),
        "basis": basis,
    }


@check("V02", Severity.ERROR)
def points_in_all(case: Case) -> Iterator[Found]:
    """The outermost bands do not add up to the points of the form (100, or what rulebook or paper promise)."""
    wanted, points = _promised(case), case.scored.points
    if wanted is None or points is None or points in {wanted, wanted - _execution_points(case)}:
        return
    yield Place(RecordKind.HEADING, "heading", "published_points_text"), _difference(wanted, points, "bands")


def _promised(case: Case) -> Decimal | None:
    """What the rulebook promises, for a form that names it or has one of its bands; of another form what it prints itself."""
    rulebook, heading = case.scored.rulebook, case.scored.table.heading
    names = [row.node.name for row in case.children.get("", [])]
    known = any(band.removesuffix("指标") in name for band in rulebook.band_points for name in names)
    if known or not rulebook.band_points or heading.rulebook == rulebook.key:
        return rulebook.points_total
    return None if rulebook.points_total is None else parse_points(heading.published_points_text)


def _execution_points(case: Case) -> Decimal:
    """The points of 预算执行率 where no row and no line of funds of this table carries them (90 + 10)."""
    shown = any("执行" in each.node.name for each in case.rows) or any(each.points for each in case.scored.funds)
    bands = case.scored.rulebook.band_points
    return Decimal(0) if shown else _sum([points for name, points in bands.items() if "执行" in name])


@check("V03", Severity.ERROR)
def printed_sums(case: Case) -> Iterator[Found]:
    """A printed score of a band or the printed total is not the sum of the rows (番禺: 92.25 under 93.25)."""
    for row in case.rows:
        children = case.children.get(row.node.id, [])
        if row.published_score is None or all(each.points is None for each in children):
            continue
        if _settled(case, row) and row.score is not None and not _prints(row.node.published_score_text, row.score):
            yield at(row, Field.PUBLISHED_SCORE), _difference(row.published_score, row.score, "rows")
    printed, score = case.scored.published_score, case.scored.score
    text = case.scored.table.heading.published_score_text
    if printed is not None and score is not None and not case.scored.pending and not _prints(text, score):
        yield TOTAL, _difference(printed, score, "rows")


def _prints(text: str, score: Decimal) -> bool:
    """Whether a printed score is this one, perhaps with fewer decimals; one without any must be exact."""
    printed = parse_points(text) or Decimal(0)
    places = -int(printed.as_tuple().exponent)
    return printed == (round_half_up(score, places) if places > 0 else score)


def _settled(case: Case, row: ScoredNode) -> bool:
    return not any(each.pending for each in case.leaves_below(row.node.id))


@check("V04", Severity.ERROR)
def score_within_points(case: Case) -> Iterator[Found]:
    """A score above the points or below zero; a bonus row may go down to minus its points."""
    for row in case.rows:
        score = row.given_score if row.given_score is not None else row.published_score
        if score is None or row.points is None or 0 <= score <= row.points:
            continue
        lowest = -row.points if row.node.kind is NodeKind.BONUS or _only_bonus(case, row) else Decimal(0)
        if not lowest <= score <= row.points:
            yield at(row, score_field(row)), {"score": canonical(score), "points": canonical(row.points)}
    for fund in case.scored.funds:
        if fund.points is not None and fund.given_score is not None and not 0 <= fund.given_score <= fund.points:
            place = Place(RecordKind.FUND, fund.line.id, "given_score_text")
            yield place, {"score": canonical(fund.given_score), "points": canonical(fund.points)}


def _only_bonus(case: Case, row: ScoredNode) -> bool:
    below = case.leaves_below(row.node.id)
    return bool(below) and all(each.node.kind is NodeKind.BONUS for each in below)


@check("V05", Severity.WARNING, by_frame=True)
def points_missing(case: Case) -> Iterator[Found]:
    """A row without points, its own or those below, beside rows that have some; none to win; more than two decimals."""
    for siblings in case.children.values():
        some = any(each.points is not None for each in siblings)
        for row in siblings:
            if row.points is None:
                summed = any(each.points is not None for each in case.leaves_below(row.node.id))
                if some and not summed and says_nothing(row.node.points_text):
                    yield at(row, Field.POINTS), {"why": "missing"}
            elif row.points <= 0:
                if row.node.kind is not NodeKind.BONUS:
                    yield at(row, Field.POINTS), {"why": "zero", "points": canonical(row.points)}
            elif row.points.normalize().as_tuple().exponent not in range(-2, 99):
                yield at(row, Field.POINTS), {"why": "places", "points": canonical(row.points)}


@check("V29", Severity.ERROR)
def grade_of_total(case: Case) -> Iterator[Found]:
    """The printed grade is not the band of the total."""
    printed = case.scored.table.heading.published_grade_text.strip()
    total = case.scored.published_score if case.scored.published_score is not None else case.scored.score
    if not printed or total is None:
        return
    labels = {band.key: band.label for band in case.scored.rulebook.grades}
    label = labels.get(grade_of(case.scored.rulebook, total), "")
    if printed[:1] in {each[:1] for each in labels.values()} and printed[:1] != label[:1]:
        place = Place(RecordKind.HEADING, "heading", "published_grade_text")
        yield place, {"stated": printed, "computed": label, "total": canonical(total)}


@check("V30", Severity.WARNING)
def full_marks_in_all(case: Case) -> Iterator[Found]:
    """A total of full marks although money was left or a target was missed (湛江: 100 at 95.29 %)."""
    total = case.scored.published_score if case.scored.published_score is not None else case.scored.score
    wanted = case.scored.points if case.scored.points is not None else case.scored.rulebook.points_total
    if total is None or total != (wanted if wanted is not None else Decimal(100)):
        return
    rate = case.execution_rate
    low = rate is not None and rate < 100
    if case.missed or low:
        yield TOTAL, {"total": canonical(total), "missed": str(len(case.missed)), "unspent": "1" if low else ""}


@check("V31", Severity.WARNING)
def scores_above_execution(case: Case) -> Iterator[Found]:
    """The rate of scores lies far above the rate of executed money (the red light of the unified system)."""
    score, points, rate = case.scored.score, case.scored.points, case.execution_rate
    if score is None or not points or rate is None or case.scored.pending or score <= 0:
        return
    score_rate = Fraction(score) / Fraction(points) * 100
    if (score_rate - rate) * 100 > Fraction(case.scored.rulebook.thresholds.score_above_execution) * score_rate:
        yield (
            TOTAL,
            {key: canonical(round_half_up(value, 2)) for key, value in (("score_rate", score_rate), ("execution_rate", rate))},
        )


@check("V37", Severity.ERROR, by_row=True)
def linked_scores(case: Case) -> Iterator[Found]:
    """A score that follows from other figures of the form does not (绩效目标完成率)."""
    tolerance = case.scored.rulebook.thresholds.tolerance
    for row in case.leaves:
        if row.method not in LINKED or row.given_score is None or row.rule_score is None:
            continue
        if abs(row.given_score - row.rule_score) > tolerance:
            yield at(row, Field.GIVEN_SCORE), _two_scores(row.given_score, row.rule_score)
    for fund in case.scored.funds:
        if fund.given_score is not None and fund.rule_score is not None and abs(fund.given_score - fund.rule_score) > tolerance:
            place = Place(RecordKind.FUND, fund.line.id, "given_score_text")
            yield place, _two_scores(fund.given_score, fund.rule_score)


def _two_scores(given: Decimal, rule: Decimal) -> dict[str, str]:
    return {"score": canonical(given), "rule_score": canonical(rule)}
