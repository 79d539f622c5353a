"""The steps of a calculation as data: a code and its figures as canonical text; the sentences are made in the desktop.

=================  =======================================================  ==============================================
code               facts                                                    says
=================  =======================================================  ==============================================
worked_out         text, value                                              arithmetic typed as an actual was worked out
completion         actual, target, rate, text                               actual ÷ target = rate (per cent)
kept               actual, target, rate, text                               inverse target: target ÷ actual = rate
met                actual, target                                           the target is reached: full marks
below              points, rate, text, exact                                below the target: points × rate = exact
over_ratio         points, target, actual, exact                            above the limit: points × target ÷ actual
over_linear        points, target, actual, share, exact                     above the limit: points × (1 − excess share)
off_equal          actual, target, points, share, exact                     away from the value on either side
in_interval        actual, low, high                                        inside the interval: full marks
out_of_interval    actual, low, high, points, share, exact                  outside: points × share
near               actual, target, tolerance, bound                         close enough to an approximate target
zero_kept          actual                                                   target 0 kept: full marks
zero_broken        actual                                                   target 0 not kept: no marks
yes / no           words                                                    the state is reached / is not
in_time            deadline, done                                           done by the deadline
late               deadline, done, late, unit, each, exact                  so many days or months late
bands              band, low, high                                          qualitative: the band the words fall into
bands_open         met_low, partly_low, points                              qualitative: the three bands to choose from
ticked             ticked, items, exact                                     points of the items that hold
cases              count, each, deduction, points, exact                    so much off for each case
stepped            value, limit, over, step, steps, counting, each, exact   so much off for each step beyond the limit
within             value, limit                                             within the limit: full marks
tier               value, exact                                             the tier the value falls into
window             value, low, high, points, share, exact                   linear between low and high
rated              points, rate, text, exact                                points × rate
capped_rate        rate, text                                               a rate above 100 % counts as 100 %
gate               value, text                                              the ratio reaches 1: full marks
month              month, actual, progress, counted                        one point of the average execution rate
average            count, rate, text                                        their mean
formula            formula, value, text                                     a ratio worked out, in per cent
figure             key, value                                               a figure that went into it
typed_rate         value                                                    no base figures: the typed actual is used
derived            node, score, of, points, share, exact                    from the scores of another branch
external           provider                                                 the score comes from outside
by_hand            (none)                                                   scored by hand
bonus              count, each, cap, exact                                  bonus and penalty, capped
together           how, parts, exact                                        a compound target: its parts made one
chosen             method, exact                                            the one of several methods that counts
not_applicable     reason                                                   does not apply: full marks
left_out           reason                                                   does not apply: its points go to the others
over_achieved      rate, text, share, points, exact                         taken off for a target set too low
over_minus         rate, text, minus, exact                                 the same as plain points
clamped            exact, to                                                held within 0 and the points
rounded            exact, places, score                                     rounded half up
unrounded          exact                                                    kept unrounded
given              given, rule                                              the given score counts (rule: ours, may be empty)
lost               lost                                                     points lost
full_marks_at      actual                                                   what would have earned full marks
pending            (none)                                                   points, but no score yet
no_points          (none)                                                   the form gives it no points
no_target          (none)                                                   no target that can be read
no_actual          (none)                                                   no actual that can be read
missing_figure     key                                                      a base figure is missing
zero_divisor       formula                                                  0 as divisor: there is no ratio
circle             node                                                     the rule asks for itself
no_node            node                                                     the named branch is not there or has no points
bad_parameters     method, key, code                                        the row's own method cannot be used
sum                sum                                                      a group: the sum of its children
own_score          score                                                    a group without pointed children
rescaled           band, points, left_out, before, after                    what was left out is made up for
cap                rate, text, below, at_most, before, after                total capped by the execution rate
no_cap             rate, text                                               the rate caps nothing
veto               reason, count, grade, before, after                      the total or the grade is forced
=================  =======================================================  ==============================================
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from scoring.number import canonical, round_half_up


class StepCode(Enum):
    """What one step says; the facts of each are in the table above."""

    WORKED_OUT = "worked_out"
    COMPLETION = "completion"
    KEPT = "kept"
    MET = "met"
    BELOW = "below"
    OVER_RATIO = "over_ratio"
    OVER_LINEAR = "over_linear"
    OFF_EQUAL = "off_equal"
    IN_INTERVAL = "in_interval"
    OUT_OF_INTERVAL = "out_of_interval"
    NEAR = "near"
    ZERO_KEPT = "zero_kept"
    ZERO_BROKEN = "zero_broken"
    YES = "yes"
    NO = "no"
    IN_TIME = "in_time"
    LATE = "late"
    BANDS = "bands"
    BANDS_OPEN = "bands_open"
    TICKED = "ticked"
    CASES = "cases"
    STEPPED = "stepped"
    WITHIN = "within"
    TIER = "tier"
    WINDOW = "window"
    RATED = "rated"
    CAPPED_RATE = "capped_rate"
    GATE = "gate"
    MONTH = "month"
    AVERAGE = "average"
    FORMULA = "formula"
    FIGURE = "figure"
    TYPED_RATE = "typed_rate"
    DERIVED = "derived"
    EXTERNAL = "external"
    BY_HAND = "by_hand"
    BONUS = "bonus"
    TOGETHER = "together"
    CHOSEN = "chosen"
    NOT_APPLICABLE = "not_applicable"
    LEFT_OUT = "left_out"
    OVER_ACHIEVED = "over_achieved"
    OVER_MINUS = "over_minus"
    CLAMPED = "clamped"
    ROUNDED = "rounded"
    UNROUNDED = "unrounded"
    GIVEN = "given"
    LOST = "lost"
    FULL_MARKS_AT = "full_marks_at"
    PENDING = "pending"
    NO_POINTS = "no_points"
    NO_TARGET = "no_target"
    NO_ACTUAL = "no_actual"
    MISSING_FIGURE = "missing_figure"
    ZERO_DIVISOR = "zero_divisor"
    CIRCLE = "circle"
    NO_NODE = "no_node"
    BAD_PARAMETERS = "bad_parameters"
    SUM = "sum"
    OWN_SCORE = "own_score"
    RESCALED = "rescaled"
    CAP = "cap"
    NO_CAP = "no_cap"
    VETO = "veto"


class PerCent(NamedTuple):
    """A rate in per cent that a step tells as people see it: ``76.79%``."""

    value: Decimal | Fraction
    places: int = 2


Value: TypeAlias = Decimal | Fraction | int | str | PerCent


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a calculation: the value of a :class:`StepCode` and its figures, written out only when somebody asks.

    Thousands of rows are scored for every few that are looked into, and writing figures out costs more than finding them.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, str]:
        """The figures as canonical text."""
        return {key: _text(each) for key, each in self.values.items()}


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    return percent(value.value, value.places) if isinstance(value, PerCent) else shown(value)


SHOWN_PLACES = 10


def shown(value: Decimal | Fraction | int) -> str:
    """The value in canonical form; digits that go on behind the tenth place give way to ``…``."""
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, int):
        return str(value)
    digits, rest = divmod(abs(value.numerator) * 10**SHOWN_PLACES, value.denominator)
    whole, places = divmod(digits, 10**SHOWN_PLACES)
    text = f"{'-' if value < 0 else ''}{whole}.{places:0{SHOWN_PLACES}d}"
    return f"{text}…" if rest else text.rstrip("0").rstrip(".")


def percent(value: Decimal | Fraction, places: int = 2) -> str:
    """The value, which is in per cent already, as people see it: ``76.79%``."""
    return f"{round_half_up(value, places):f}%"


def step(code: StepCode, /, **values: Value) -> Step:
    """A step with its figures."""
    return Step(code.value, values)
