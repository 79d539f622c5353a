"""Reads the answer to a target without a figure: a date, a grade, yes or no, or a description."""

from scoring import signs
from scoring.dates import is_in_time, read_year_month
from scoring.figures import Scan, trend_of
from scoring.reading import Actual, Deadline, Target
from scoring.terms import Doubt

_SHORT = 3  # 每月10日前, 保持稳定: longer wordings that come back are an answer
_OPEN = Actual(doubts=(Doubt.VAGUE_ACTUAL,))


def read_verdict(taken: Scan, target: Target) -> Actual:
    """What the actual claims about a qualitative target; open claims carry a doubt."""
    if not target.words:
        return _OPEN
    words, wanted = taken.text.strip("。;.!"), target.words.strip("。;.!")
    if target.deadline is not None and (month := read_year_month(words)):
        return _by_date(month, target.deadline, words)
    if target.deadline is not None and taken.dates:
        return _by_date(taken.dates[-1], target.deadline, words)
    if words == wanted:
        return Actual(met_in_words=True)
    if wanted in signs.GRADE_LISTS and len(words) <= 2:
        met = True if wanted.startswith(words) else False if words in signs.WORST else None
        return Actual(met_in_words=met) if met is not None else _OPEN
    if (change := _change(taken, wanted)) is not None:
        return change
    if words in signs.GRADES and wanted in signs.GRADES:
        return Actual(met_in_words=signs.GRADES[words] >= signs.GRADES[wanted])
    if signs.CLEARED.search(wanted):
        nothing = words in signs.NOTHING or signs.CLEARED.search(words) or _is_zero(taken)
        return Actual(met_in_words=True, doubts=() if nothing else (Doubt.STATE_IN_WORDS,))
    if words in signs.NOTHING or _is_zero(taken):
        return Actual(met_in_words=True) if signs.ABSENCE.search(wanted) else _OPEN
    if signs.ABSENCE.search(wanted) and signs.ABSENT.match(words):
        return Actual(met_in_words=True)
    if signs.ABSENCE.search(wanted) and _happened(taken):
        return Actual(met_in_words=False)
    if len(words) > 1 and words in wanted and not signs.NOT_DONE.search(words):
        return Actual(met_in_words=True)
    claim = signs.claim(words)
    if claim is None and len(wanted) > _SHORT and wanted in words and not signs.PARTLY_DONE.search(words):
        return Actual(met_in_words=True)
    return _OPEN if claim is None else Actual(met_in_words=claim)


def _by_date(done: Deadline, deadline: Deadline, words: str) -> Actual:
    claim = signs.claim(words)
    if claim is False:
        return Actual(met_in_words=False, done=done)
    met = is_in_time(done, deadline)
    return Actual(met_in_words=met, done=done, doubts=() if met is not None else (Doubt.VAGUE_ACTUAL,))


def _change(taken: Scan, wanted: str) -> Actual | None:
    """The answer of a growth or a decline (下降5%, -2%) to 只减不增 or 负增长; None where it answers something else."""
    falling = signs.FALLING.search(wanted) is not None
    if len(taken.figures) != 1 or not (falling or signs.NO_GROWTH.search(wanted)):
        return None
    figure = taken.figures[0]
    trend, value = trend_of(figure), figure.value
    if not trend and value > 0:
        return None
    return Actual(met_in_words=(trend < 0 < value) or value < 0 or (not value and not falling))


def _happened(taken: Scan) -> bool:
    """Whether the words only count what was not to happen: 发生1起, 2次."""
    if len(taken.figures) != 1:
        return False
    figure = taken.figures[0]
    counted = signs.CANONICAL_UNIT.get(figure.unit, figure.unit) in signs.EVENT_UNITS
    return counted and figure.value > 0 and not figure.after.strip("。;") and signs.HAPPENED.match(figure.before) is not None


def _is_zero(taken: Scan) -> bool:
    return bool(taken.figures) and all(figure.value == 0 for figure in taken.figures)
