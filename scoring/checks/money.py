"""Funds, rates and base figures: sums across, printed rates, quotients that do not exist."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from scoring.base_figures import plain_label
from scoring.checks.case import Case, Found, certain, check
from scoring.finding import Place, Severity
from scoring.number import canonical, parse_number, round_half_up
from scoring.scored import ScoredFund
from scoring.signs import CAUSE, normalise, says_nothing
from scoring.table import BaseFact, RecordKind

COLUMNS = ("initial_budget", "adjusted_budget", "executed")
TOTAL_LABELS = ("合计", "总计", "总额", "小计")
# Headings of several divisions of the same money; other groups are different money.
DIVISION = re.compile(r"^按|来源|结构|级次|构成|划分")
CENT = 100


def _fund(fund: ScoredFund, column: str) -> Place:
    return Place(RecordKind.FUND, fund.line.id, f"{column}_text")


def _fact(fact: BaseFact) -> Place:
    return Place(RecordKind.BASE_FACT, fact.id, "value_text")


def _two_places(rate: Fraction) -> str:
    return canonical(round_half_up(rate, 2))


@check("V17", Severity.WARNING)
def spent_above_budget(case: Case) -> Iterator[Found]:
    """More money was executed than budgeted, or money without a budget."""
    told = False
    for fund in case.scored.funds:
        if fund.executed is None or fund.adjusted_budget is None or fund.executed <= max(fund.adjusted_budget, Decimal(0)):
            continue
        told = True
        rate = "" if fund.execution_rate is None else _two_places(fund.execution_rate)
        yield _fund(fund, "executed"), {"label": fund.line.label, "rate": rate}
    if told:
        return
    for rate_of_form in case.scored.rates:
        if rate_of_form.key == "execution_rate" and rate_of_form.value is not None and rate_of_form.value > CENT:
            yield case.rate_place(rate_of_form), {"label": rate_of_form.label, "rate": _two_places(rate_of_form.value)}


@check("V18", Severity.ERROR)
def fund_sums(case: Case) -> Iterator[Found]:
    """The divisions of the same money differ, or a total line is not the sum of its lines."""
    groups: dict[str, list[ScoredFund]] = {}
    for fund in case.scored.funds:
        groups.setdefault(fund.line.group, []).append(fund)
    for column in COLUMNS:
        for lines in groups.values():
            yield from _totals(lines, column)
        yield from _divisions(groups, column)


def _totals(lines: list[ScoredFund], column: str) -> Iterator[Found]:
    for number, line in enumerate(lines):
        stated: Decimal | None = getattr(line, column)
        parts = _parts(lines, number)
        if not _is_total(line):
            largest = max((value for each in parts if (value := getattr(each, column)) is not None), default=None)
            if stated is not None and largest is not None and largest > stated:
                facts = {"why": "part", "stated": canonical(stated), "computed": canonical(largest)}
                yield _fund(line, column), facts
            continue
        sums = _sums(parts, column)
        if stated is None and sums and sums[0]:
            yield _fund(line, column), {"why": "total_missing", "computed": canonical(sums[0])}
        elif stated and parts and not sums:
            yield _fund(line, column), {"why": "parts_missing", "stated": canonical(stated)}
        elif stated is not None and sums and stated not in sums:
            yield _fund(line, column), {"why": "total", "stated": canonical(stated), "computed": canonical(sums[0])}


def _parts(lines: list[ScoredFund], number: int) -> list[ScoredFund]:
    """The lines a line may be the sum of: those of 其中 right below it; a total also takes the other lines of its own level."""
    level = lines[number].line.level
    below: list[ScoredFund] = []
    for each in lines[number + 1 :]:
        if each.line.level <= level:
            break
        below.append(each)
    if below or not _is_total(lines[number]):
        return below
    if number == len(lines) - 1 and all(each.line.level > level for each in lines[:-1]):
        return lines[:-1]
    return [each for each in lines if each.line.level == level and not _is_total(each)]


def _sums(parts: list[ScoredFund], column: str) -> list[Decimal]:
    """What the parts may add up to: all of them, or all but those that are themselves 其中 of another one."""
    outer = [each for at, each in enumerate(parts) if at == 0 or not each.line.label.startswith(("其中", "上年结转"))]
    found = []
    for chosen in (parts, outer):
        values = [value for each in chosen if (value := getattr(each, column)) is not None]
        if values:
            found.append(sum(values, Decimal(0)))
    return found


def _divisions(groups: dict[str, list[ScoredFund]], column: str) -> Iterator[Found]:
    sums: list[tuple[ScoredFund, Decimal]] = []
    for group, lines in groups.items():
        parts = [each for each in lines if not _is_total(each) and each.line.level == 1]
        values = [value for each in parts if (value := getattr(each, column)) is not None]
        if DIVISION.search(group) and values:
            sums.append((parts[0], sum(values, Decimal(0))))
    for fund, value in sums:
        first, computed = sums[0]
        if value != computed:
            facts = {"why": "splits", "group": fund.line.group, "first": first.line.group}
            yield _fund(fund, column), facts | {"stated": canonical(value), "computed": canonical(computed)}


def _is_total(fund: ScoredFund) -> bool:
    return plain_label(fund.line.label).endswith(TOTAL_LABELS)


@check("V19", Severity.ERROR, by_row=True)
def printed_rates(case: Case) -> Iterator[Found]:
    """A printed rate of execution or completion, or a printed ratio, is not the quotient of its figures."""
    tolerance = case.scored.rulebook.thresholds.rate_tolerance
    for row in case.leaves:
        text = row.node.published_rate_text
        if not text or row.completion_rate is None or not certain(row):
            continue
        computed = _unlike(text, row.completion_rate, tolerance)
        capped = row.completion_rate > CENT and _unlike(text, Fraction(CENT), tolerance) is None
        if computed is not None and not capped:
            yield Place(RecordKind.NODE, row.node.id, "published_rate_text"), {"label": row.node.name} | computed
    for fund in case.scored.funds:
        if fund.execution_rate is not None:
            computed = _unlike(fund.line.published_rate_text, fund.execution_rate, tolerance)
            if computed is not None:
                yield _fund(fund, "published_rate"), {"label": fund.line.label} | computed
    for fact, rate in case.printed_rates:
        if rate.value is not None:
            computed = _unlike(fact.value_text, rate.value, tolerance)
            if computed is not None:
                yield _fact(fact), {"label": fact.label} | computed


def _unlike(text: str, rate: Fraction, tolerance: Decimal) -> dict[str, str] | None:
    """What is printed and what it should be, where they differ; 97.49 and 0.9749 may both stand for 97.49 %."""
    printed = _printed(text)
    if printed is None:
        return None
    readings = (printed,) if "%" in normalise(text) else (printed, printed.scaleb(2))
    for stated in readings:
        computed = round_half_up(rate, max(0, -int(stated.as_tuple().exponent)))
        if abs(computed - stated) <= tolerance:
            return None
    return {"stated": canonical(printed), "computed": canonical(round_half_up(rate, max(2, _places(printed))))}


def _printed(text: str) -> Decimal | None:
    return parse_number(normalise(text).strip().rstrip("%"))


def _places(number: Decimal) -> int:
    return -int(number.as_tuple().exponent)


@check("V20", Severity.WARNING)
def low_execution(case: Case) -> Iterator[Found]:
    """Execution below, or adjustment above, what wants a reason, and no text gives one."""
    limits = case.scored.rulebook.thresholds
    for rate in case.scored.rates:
        if rate.value is None:
            continue
        facts = {"label": rate.label, "rate": rate.value_text}
        if rate.key == "execution_rate" and rate.value < limits.execution_low and not _explained(case, SPENDING):
            yield case.rate_place(rate), facts | {"limit": canonical(limits.execution_low), "why": "low"}
        if rate.key == "adjustment_rate" and abs(rate.value) > limits.adjustment_high and not _explained(case, ADJUSTING):
            yield case.rate_place(rate), facts | {"limit": canonical(limits.adjustment_high), "why": "high"}
    yield from _adjusted(case)
    if any(each.key == "execution_rate" for each in case.scored.rates) or _explained(case, SPENDING):
        return
    for fund in case.scored.funds:
        if fund.line.level == 1 and fund.execution_rate is not None and fund.execution_rate < limits.execution_low:
            facts = {"label": fund.line.label, "rate": fund.execution_rate_text}
            yield _fund(fund, "executed"), facts | {"limit": canonical(limits.execution_low), "why": "low"}


def _adjusted(case: Case) -> Iterator[Found]:
    """The change of the budget where the rulebook has no such ratio but both budgets are there."""
    change, limit = case.budget_change, case.scored.rulebook.thresholds.adjustment_high
    if change is None or abs(change) <= limit or any(each.key == "adjustment_rate" for each in case.scored.rates):
        return
    if not _explained(case, ADJUSTING):
        first = next((each for each in case.scored.funds if each.line.level == 1), None)
        place = case.figure_place("adjusted_budget") if first is None else _fund(first, "adjusted_budget")
        yield place, {"rate": _two_places(change), "limit": canonical(limit), "why": "adjusted"}


SPENDING = re.compile(r"执行率|完成率|支出进度|执行进度|未支出|未执行|结转|结余|支出较少|支付进度")
ADJUSTING = re.compile(r"预算调整|调整率|追加|追减|调增|调减|调整预算")
RETURNED = re.compile(r"(?:收回|上缴|缴回|交回|核减|注销|收缴|返还|清算|清零).{0,12}(?:财政|国库|指标|资金|额度)?")


def _explained(case: Case, subject: re.Pattern[str]) -> bool:
    """Whether a sentence of the texts speaks of the subject and gives a cause."""
    return any(subject.search(sentence) and CAUSE.search(sentence) for sentence in case.sentences)


@check("V21", Severity.ERROR)
def quotient_of_zero(case: Case) -> Iterator[Found]:
    """A ratio with a zero denominator is printed as a number (湛江: -100 % from 0 and 0)."""
    for fact, rate in case.printed_rates:
        stated = _printed(fact.value_text)
        if rate.value is None and stated is not None:
            yield _fact(fact), {"label": fact.label, "stated": canonical(stated)}
    for fund in case.scored.funds:
        stated = _printed(fund.line.published_rate_text)
        if fund.adjusted_budget == 0 and stated:
            yield _fund(fund, "published_rate"), {"label": fund.line.label, "stated": canonical(stated)}


@check("V22", Severity.WARNING)
def nothing_carried_over(case: Case) -> Iterator[Found]:
    """Nothing is carried over although money was left, and no word says where it went."""
    figures = case.scored.figures
    budget, executed, carried = figures.get("adjusted_budget"), figures.get("executed"), figures.get("unspent")
    if budget is None or executed is None or carried != 0 or executed >= budget:
        return
    if not any(RETURNED.search(sentence) for sentence in case.sentences):
        yield case.figure_place("unspent"), {"unspent": canonical(budget - executed)}


@check("V39", Severity.WARNING)
def two_budgets(case: Case) -> Iterator[Found]:
    """The rate of execution is another one on the first budget, and the paper does not say which it takes."""
    for fund in case.scored.funds:
        if not fund.initial_budget or not fund.execution_rate or fund.executed is None:
            continue
        by_initial = Fraction(fund.executed) / Fraction(fund.initial_budget) * CENT
        tolerance = case.scored.rulebook.thresholds.rate_tolerance
        text = fund.line.published_rate_text
        if (
            _printed(text) is not None
            and _unlike(text, fund.execution_rate, tolerance)
            and not _unlike(text, by_initial, tolerance)
        ):
            yield _fund(fund, "published_rate"), _both(fund.execution_rate, by_initial)
    yield from _silent_adjustment(case)


def _silent_adjustment(case: Case) -> Iterator[Found]:
    """Named figures with two budgets apart, no word of the adjustment, and not far enough for V20 (湛江: 95.29 % and 79.05 %)."""
    figures, limits = case.scored.figures, case.scored.rulebook.thresholds
    initial, adjusted, executed = (figures.get(key) for key in COLUMNS)
    if case.scored.funds or not initial or not adjusted or executed is None:
        return
    by_initial, by_adjusted = Fraction(executed) / Fraction(initial) * CENT, Fraction(executed) / Fraction(adjusted) * CENT
    told = (
        any(each.key == "adjustment_rate" for each in case.scored.rates)
        or abs(case.budget_change or Fraction(0)) > limits.adjustment_high
    )
    if not told and abs(by_initial - by_adjusted) > limits.base_gap:
        yield case.figure_place("executed"), _both(by_adjusted, by_initial)


def _both(adjusted: Fraction, initial: Fraction) -> dict[str, str]:
    return {"adjusted": f"{_two_places(adjusted)}%", "initial": f"{_two_places(initial)}%"}


@check("V40", Severity.ERROR)
def amount_no_number(case: Case) -> Iterator[Found]:
    """An amount of money that is no number; points and scores are told where they are read."""
    for fund in case.scored.funds:
        for column in COLUMNS:
            text = str(getattr(fund.line, f"{column}_text"))
            if getattr(fund, column) is None and not says_nothing(text):
                yield _fund(fund, column), {"text": text}
