"""The shapes of charts as plain values: decimals and texts, a row number where a click leads, nothing of how they are drawn."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

INDENT = "\u3000"  # before the name of a line, once for each band it stands in


class Tone(Enum):
    """What a mark says; the drawing tells tones apart without colour too."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    TOTAL = "total"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands above and below every chart.

    Attributes:
        legend: what the signs mean, in one line.
        note: what was left out, or why there is nothing to draw.
    """

    title: str
    legend: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One column of a waterfall, from ``start`` to ``end``; ``text`` stands at its end."""

    label: str
    start: Decimal
    end: Decimal
    text: str
    tone: Tone
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Columns that lead from one total to another; the first and the last stand on ``ground``, which need not be 0."""

    words: Words
    steps: tuple[Step, ...] = ()
    ground: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart.

    Attributes:
        row: the track a click leads to; ``None`` where there is none.
        value: ``None`` draws nothing, which is not the same as 0.
        frame: the outline behind the bar (a budget behind what was spent), ``None`` without.
        tick: a line across the bar (what is to be reached), ``before`` a small mark (the year before).
        over: whether the value goes on beyond the scale.
    """

    row: int | None
    label: str
    value: Decimal | None
    text: str
    tone: Tone = Tone.PLAIN
    frame: Decimal | None = None
    tick: Decimal | None = None
    before: Decimal | None = None
    over: bool = False
    tip: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Lines below each other on one scale; ``zone`` is where the shaded part of the scale begins."""

    words: Words
    bars: tuple[Bar, ...] = ()
    axis: str = ""
    zone: Decimal | None = None
    longest: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Panel:
    """One indicator of a page of small charts; points and aims stand at the positions of the page's columns."""

    row: int | None
    label: str
    points: tuple[Decimal | None, ...]
    aims: tuple[Decimal | None, ...]
    text: str
    tone: Tone = Tone.PLAIN
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Panels:
    """Small charts of one shape; ``places`` says where on the common scale each column stands."""

    words: Words
    columns: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One line of a heat table; a value of ``None`` is hatched, and empty where the line does not stand in that column at all."""

    row: int
    label: str
    values: tuple[Decimal | None, ...]
    present: tuple[bool, ...]
    strong: bool = False
    tips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heat:
    """A table of shaded cells with the figure printed in each; ``low`` and ``high`` end the scale."""

    words: Words
    columns: tuple[str, ...] = ()
    rows: tuple[HeatRow, ...] = ()
    low: Decimal = Decimal(60)
    high: Decimal = Decimal(100)


ChartData: TypeAlias = Waterfall | Bars | Panels | Heat


def marks(data: ChartData) -> int:
    """How many things the chart shows; 0 means there is nothing to draw."""
    match data:
        case Waterfall():
            return len(data.steps)
        case Bars():
            return len(data.bars)
        case Panels():
            return len(data.panels)
        case Heat():
            return len(data.rows)
