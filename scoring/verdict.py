"""Reads the answer to a target without a figure: a date, a grade, yes or no, or a description."""

from scoring import signs
from scoring.dates import is_in_time
from scoring.figures import Scan
from scoring.reading import Actual, Deadline, Target
from scoring.terms import Doubt

_OPEN = Actual(doubts=(Doubt.VAGUE_ACTUAL,))


def read_verdict(taken: Scan, target: Target) -> Actual:
    """What the actual claims about a qualitative target; open claims carry a doubt."""
    if not target.words:
        return _OPEN
    words, wanted = taken.text.strip("。;.!"), target.words.strip("。;.!")
    if target.deadline is not None and taken.dates:
        return _by_date(taken.dates[-1], target.deadline, words)
    if words == wanted:
        return Actual(met_in_words=True)
    if wanted in signs.GRADE_LISTS and len(words) <= 2:
        met = True if wanted.startswith(words) else False if words in signs.WORST else None
        return Actual(met_in_words=met) if met is not None else _OPEN
    if words in signs.GRADES and wanted in signs.GRADES:
        return Actual(met_in_words=signs.GRADES[words] >= signs.GRADES[wanted])
    if signs.CLEARED.search(wanted):
        nothing = words in signs.NOTHING or signs.CLEARED.search(words) or _is_zero(taken)
        return Actual(met_in_words=True, doubts=() if nothing else (Doubt.STATE_IN_WORDS,))
    if words in signs.NOTHING or _is_zero(taken):
        return Actual(met_in_words=True) if signs.ABSENCE.search(wanted) else _OPEN
    if signs.ABSENCE.search(wanted) and signs.ABSENT.match(words):
        return Actual(met_in_words=True)
    if len(words) > 1 and words in wanted and not signs.NOT_DONE.search(words):
        return Actual(met_in_words=True)
    claim = signs.claim(words)
    return _OPEN if claim is None else Actual(met_in_words=claim)


def _by_date(done: Deadline, deadline: Deadline, words: str) -> Actual:
    claim = signs.claim(words)
    if claim is False:
        return Actual(met_in_words=False, done=done)
    met = is_in_time(done, deadline)
    return Actual(met_in_words=met, done=done, doubts=() if met is not None else (Doubt.VAGUE_ACTUAL,))


def _is_zero(taken: Scan) -> bool:
    return bool(taken.figures) and all(figure.value == 0 for figure in taken.figures)
