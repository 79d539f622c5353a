"""The enums of the house: directions, doubts and the other fixed vocabularies of the kernel."""

from enum import Enum


class Direction(Enum):
    """Which side of the target is the good one; the words leave the program in ``ziping parse``."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EQUAL = "equal"
    RANGE = "range"
    QUALITATIVE = "qualitative"


class Doubt(Enum):
    """Why a reading is not certain and has to be confirmed by the clerk."""

    EMPTY = "empty"  # nothing is written where a target or an actual is needed
    NO_NUMBER = "no_number"  # the actual answers a numeric target without any figure
    NUMBER_IN_WORDS = "number_in_words"  # done, reached, none: words that stand for a figure
    VAGUE_ACTUAL = "vague_actual"  # 近500人, 数十次, 基本完成: the figure or the judgement is open
    SEVERAL_FIGURES = "several_figures"  # several figures could be meant
    COMPOUND = "compound"  # the target sets several conditions in one cell
    UNIT_MISMATCH = "unit_mismatch"  # the actual counts something else than the target
    SCALE_MISMATCH = "scale_mismatch"  # a bare actual that fits only without the 万 of its target
    PERCENT_OF_PLAN = "percent_of_plan"  # 完成率100% as the answer to a number of cases
    RATIO_WITHOUT_SIGN = "ratio_without_sign"  # 0.95 or 0 where a percentage is meant
    RELATIVE_TO_BASE = "relative_to_base"  # 上年度支出的5%: needs a figure that is not in the cell
    NEAR_APPROXIMATE = "near_approximate"  # 约500 answered by 455: short of it, yet perhaps about it
    BOUND_ONLY = "bound_only"  # the actual only states a bound that does not settle the target
    PERCENT_IN_SENTENCE = "percent_in_sentence"  # 100%保证…合规: a percentage inside a description
    STATE_IN_WORDS = "state_in_words"  # 动态清零 answered by something that is not that state
    RANK = "rank"  # 前3名: a place in a ranking, not a quantity
    PROPORTION = "proportion"  # 1:20: two numbers that make one figure
    CONTRADICTORY_SIGNS = "contradictory_signs"  # ≤ before and 以上 behind the same number
    TARGET_IN_NAME = "target_in_name"  # the target cell is empty, the indicator's name holds a target
