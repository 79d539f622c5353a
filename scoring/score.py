"""From facts and a rulebook to every number of the table.

A row's score of record is the given one where there is one, else the rule's; a row with points and neither is pending and
counts nowhere. A group counts its children if any of them has points; otherwise it counts itself, with its own points and its
own score: the given one, else the rule's, else the printed one, which is then the only score the paper has for it.
"""

from decimal import Decimal
from fractions import Fraction

from scoring.adjustments import Total
from scoring.base_figures import figure_lookup, scored_facts, scored_funds, scored_rates
from scoring.exact import Exact, as_decimal, exact_sum, rounded
from scoring.finding import Finding, Place
from scoring.formula import Lookup
from scoring.fund_scores import score_fund
from scoring.number import round_half_up
from scoring.rows import Row, Rows, not_a_number, parse_points
from scoring.rulebook import Rounding, Rulebook, grade_of
from scoring.scored import Adjustment, Mark, ScoredNode, ScoredTable, Tally, total_of
from scoring.signs import says_nothing
from scoring.steps import StepCode, shown, step
from scoring.table import YearTable
from scoring.terms import Direction, Doubt


def score_table(table: YearTable, rulebook: Rulebook, before: ScoredTable | None = None) -> ScoredTable:
    """Every number of the table worked out; total for any facts, so it never raises.

    With the table as it was scored ``before`` an edit, rows whose words and rules are the same are taken over from it;
    the outcome is the same without.
    """
    funds, facts = scored_funds(table), scored_facts(table)
    figure = figure_lookup(table, rulebook, funds, facts)
    rows = Rows(table, rulebook, figure, before)
    rows.work_out_all()
    tallies = rows.tallies(0, len(rows.all))
    scored = {row.node.id: _scored(row, tallies[index], rulebook) for index, row in enumerate(rows.all)}
    bands = [(rows.all[index], tallies[index]) for index in rows.tops(tallies)]
    paid = [score_fund(fund, rulebook) for fund in funds]
    counted = [tally for _, tally in paid if tally is not None]
    whole = total_of([*(tally for _, tally in bands), *counted])
    score, grade, lines = _total(whole.points, whole.score, bands, rulebook, figure)
    rule_score, _, _ = _total(whole.points, whole.rule_score, bands, rulebook, figure)
    published = parse_points(table.heading.published_score_text)
    findings: tuple[Finding, ...] = ()
    if published is None and not says_nothing(table.heading.published_score_text):
        findings = (not_a_number(Place(field="published_score_text"), table.heading.published_score_text),)
    return ScoredTable(
        table=table,
        rulebook=rulebook,
        rows=scored,
        funds=tuple(fund for fund, _ in paid),
        base_facts=facts,
        rates=scored_rates(rulebook, figure),
        points=_points(bands, counted),
        score=score,
        rule_score=rule_score,
        published_score=published,
        pending=whole.open,
        grade=grade,
        adjustments=tuple(lines),
        findings=findings,
        figures={each.key: as_decimal(value) for each in rulebook.figures if (value := figure(each.key)) is not None},
    )


def _points(bands: list[tuple[Row, Tally]], funds: list[Tally]) -> Decimal | None:
    """What outermost bands and funds have together: the points printed for a band, else those of its rows."""
    counted = [row.points if row.points is not None else tally.points for row, tally in bands]
    known = [each for each in (*counted, *(fund.points for fund in funds)) if each is not None]
    return as_decimal(exact_sum(known)) if known else None


def _total(
    points: Exact | None, score: Exact | None, bands: list[tuple[Row, Tally]], rulebook: Rulebook, figure: Lookup
) -> tuple[Decimal | None, str, list[Adjustment]]:
    """The total after all that comes behind the rows, its grade, and a line for each thing that was done to it."""
    lines: list[Adjustment] = []
    if points is None or score is None:
        return None, "", lines
    total = Fraction(score)
    for row, tally in bands:
        made_up = _rescaled(row, tally, total)
        if made_up is not None:
            total, line = made_up
            lines.append(line)
    forced = ""
    for rule in rulebook.adjustments:
        done = rule.run(Total(total, figure))
        lines.append(Adjustment(rule.key, as_decimal(total), as_decimal(done.total), done.steps))
        total, forced = done.total, done.grade or forced
    rounded_total = round_half_up(total, rulebook.score_places)
    return rounded_total, forced or grade_of(rulebook, rounded_total), lines


def _rescaled(row: Row, tally: Tally, total: Fraction) -> tuple[Fraction, Adjustment] | None:
    """R23: the points of rows that do not apply go to the other rows of their outermost band, in proportion."""
    if not tally.left_out or tally.points is None or tally.score is None:
        return None
    kept = Fraction(tally.points) - Fraction(tally.left_out)
    if kept <= 0:
        return None
    after = total + Fraction(tally.score) * Fraction(tally.left_out) / kept
    told = step(StepCode.RESCALED, band=row.node.name, points=tally.points, left_out=tally.left_out, before=total, after=after)
    return after, Adjustment("rescale", as_decimal(total), as_decimal(after), (told,))


def _scored(row: Row, tally: Tally, rulebook: Rulebook) -> ScoredNode:
    node = row.node
    if row.kept is not None and row.kept.tally == tally:
        return row.kept
    if tally.own:
        score, rule_score = tally.score if row.points is not None else row.given, row.exact
        pending = bool(tally.open)
        _tell_own(row, tally)
    else:
        score, rule_score, pending = tally.score, tally.rule_score, False
        if rulebook.rounding is Rounding.TOTAL:
            score = None if score is None else rounded(score, rulebook.score_places)
            rule_score = None if rule_score is None else rounded(rule_score, rulebook.score_places)
        if score is not None:
            row.steps.append(step(StepCode.SUM, sum=score))
    made = ScoredNode(
        node,
        row.path,
        row.parent_id,
        row.points,
        row.target,
        row.actual,
        row.rate,
        row.met,
        row.method,
        None if rule_score is None else as_decimal(rule_score),
        row.given,
        row.published,
        None if score is None else as_decimal(score),
        pending,
        None if tally.lost is None else as_decimal(tally.lost),
        _mark(row, rulebook),
        tuple(row.steps),
        tuple(row.findings),
        row.full_marks_at,
        tally,
        row.alone,
        row.figures,
    )
    # Written alike and not only equal: 1.5 and 1.50 are the same number.
    return row.known if row.known == made and str(row.known.score) == str(made.score) else made


def _tell_own(row: Row, tally: Tally) -> None:
    """The last steps of a row that counts itself: whose score counts, what was lost, what full marks need."""
    if row.given is not None:
        rule = "" if row.exact is None else shown(row.exact)
        row.steps.append(step(StepCode.GIVEN, given=row.given, rule=rule))
    elif tally.open:
        row.steps.append(step(StepCode.PENDING))
    elif row.exact is None and tally.score is not None:
        row.steps.append(step(StepCode.OWN_SCORE, score=tally.score))
    if tally.lost:
        row.steps.append(step(StepCode.LOST, lost=tally.lost))
        if row.full_marks_at and row.exact != row.points:
            row.steps.append(step(StepCode.FULL_MARKS_AT, actual=row.full_marks_at))


def _mark(row: Row, rulebook: Rulebook) -> Mark:
    """The sign beside the row: what was typed decides; a given score stands where nothing else can be told."""
    text = row.node.actual_read_as or row.node.actual_text
    if not text.strip():
        return Mark.EMPTY if row.given is None else Mark.GIVEN
    confirmed = row.node.actual_read_as or row.node.target_read_as
    doubts = () if row.target is None or row.actual is None else (*row.target.doubts, *row.actual.doubts)
    if doubts and not confirmed:
        return Mark.DOUBTFUL if row.given is None or Doubt.COMPOUND not in doubts else Mark.GIVEN
    if row.met is None:
        return Mark.DOUBTFUL if row.given is None else Mark.GIVEN
    if not row.met:
        return Mark.MISSED
    upward = row.target is not None and row.target.direction is Direction.AT_LEAST
    over = upward and row.rate is not None and row.rate >= rulebook.thresholds.over_reason
    return Mark.EXCEEDED if over else Mark.DONE
