"""The scores of lines of funds that have points (预算执行率 10 分): points × execution rate, at most the points (R16)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from scoring.exact import Exact, as_decimal, exact_sum, per_cent_of, rounded
from scoring.finding import Finding, Place
from scoring.rows import not_a_number, parse_points
from scoring.rulebook import Rounding, Rulebook
from scoring.scored import ScoredFund, Tally
from scoring.signs import says_nothing
from scoring.steps import PerCent, Step, StepCode, shown, step
from scoring.table import RecordKind

FULL = Fraction(100)


def score_fund(fund: ScoredFund, rulebook: Rulebook) -> tuple[ScoredFund, Tally | None]:
    """The line with its scores and what it counts with; a line without points is given back as it is and counts nowhere."""
    findings: list[Finding] = []
    points = _number(fund, "points_text", findings)
    given = _number(fund, "given_score_text", findings)
    if points is None:
        return (replace(fund, findings=tuple(findings)) if findings else fund), None
    exact, steps = _by_rule(fund, points, rulebook)
    score = exact if given is None else given
    if given is not None:
        steps.append(step(StepCode.GIVEN, given=given, rule="" if exact is None else shown(exact)))
    lost = None if score is None else max(Decimal(0), exact_sum((points, -score)))
    steps.append(step(StepCode.PENDING) if lost is None else step(StepCode.LOST, lost=lost))
    scored = replace(
        fund,
        points=points,
        rule_score=None if exact is None else as_decimal(exact),
        given_score=given,
        score=None if score is None else as_decimal(score),
        steps=tuple(each for each in steps if each.code != StepCode.LOST.value or lost),
        findings=tuple(findings),
    )
    return scored, Tally(points, score, exact, lost, Decimal(0), int(score is None), own=True)


def _by_rule(fund: ScoredFund, points: Decimal, rulebook: Rulebook) -> tuple[Exact | None, list[Step]]:
    rate, budget, executed = fund.execution_rate, fund.adjusted_budget, fund.executed
    if rate is None or budget is None or executed is None:
        return None, [step(StepCode.NO_ACTUAL)]
    steps = [step(StepCode.COMPLETION, actual=executed, target=budget, rate=rate, text=PerCent(rate))]
    if rate > FULL:
        steps.append(step(StepCode.CAPPED_RATE, rate=rate, text=PerCent(rate)))
    counted = min(FULL, max(Fraction(0), rate))
    exact: Exact = per_cent_of(points, counted)
    steps.append(step(StepCode.RATED, points=points, rate=counted, text=PerCent(counted), exact=exact))
    if rulebook.rounding is Rounding.ROWS:
        score = rounded(exact, rulebook.score_places)
        if score != exact:
            steps.append(step(StepCode.ROUNDED, exact=exact, places=rulebook.score_places, score=score))
        exact = score
    return exact, steps


def _number(fund: ScoredFund, name: str, findings: list[Finding]) -> Decimal | None:
    text: str = getattr(fund.line, name)
    found = parse_points(text)
    if found is None and not says_nothing(text):
        findings.append(not_a_number(Place(RecordKind.FUND, fund.line.id, name), text))
    return found
