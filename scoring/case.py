"""What a scoring method is given and what it gives back, and the list of all methods by the names rulebooks use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

from scoring.arithmetic import work_out
from scoring.formula import Formula as Tree
from scoring.formula import FormulaTrouble, Lookup, evaluate, parse_formula
from scoring.number import parse_number, parse_percentage
from scoring.reading import Actual, Target
from scoring.signs import normalise
from scoring.steps import PerCent, Step, StepCode, step
from scoring.strict_toml import Spot, read_named


class Branch(NamedTuple):
    """The outcome of another node: what its rows scored of the points they have."""

    score: Fraction
    points: Fraction


class Case(NamedTuple):
    """One row as its method sees it: the row's facts, base figures, other nodes; nothing else is to be had.

    Attributes:
        target, actual: as they were read; no actual where the cell is empty.
        rate: completion rate in per cent, exact or as the rulebook rounds it first; ``met`` whether the target is reached.
        actual_text: the words of the cell, for methods that look for words.
        year: of the table, for dates written without one.
        figure: a named base figure, ``None`` where it is not known.
        branch: the outcome of another node by its name, or the step that says why there is none.
    """

    points: Decimal
    target: Target
    actual: Actual | None
    rate: Fraction | None
    met: bool | None
    actual_text: str
    year: int
    figure: Lookup
    branch: Callable[[str], Branch | Step]

    @property
    def value(self) -> Decimal | None:
        """The figure reached, in base units; where no target asks for one, the plain number or percentage typed."""
        if self.actual is not None and self.actual.value is not None:
            return self.actual.value
        if self.target.value is not None:
            return None
        worked = work_out(normalise(self.actual_text))
        if worked is not None:
            return worked[0]
        found = parse_number(self.actual_text)
        return parse_percentage(self.actual_text) if found is None else found

    @property
    def unit(self) -> str:
        """The unit both figures are in."""
        return self.target.unit


class Outcome(NamedTuple):
    """What a method found: the exact score before rounding (``None``: it cannot tell), the steps, what full marks need."""

    score: Decimal | Fraction | None
    steps: tuple[Step, ...] = ()
    full_marks_at: str = ""


def unknown(code: StepCode, /, **facts: str) -> Outcome:
    """The method cannot tell, and why."""
    return Outcome(None, (step(code, **facts),))


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of a rulebook that is known to be well formed."""

    tree: Tree

    @classmethod
    def from_toml(cls, value: object, spot: Spot) -> "Formula":
        if not isinstance(value, str):
            raise spot.trouble("wrong_type", wanted="string", found=type(value).__name__)
        tree = parse_formula(value)
        if isinstance(tree, FormulaTrouble):
            raise spot.trouble("formula", reason=tree.code, position=str(tree.position), piece=tree.piece)
        return cls(tree)

    def percent(self, figure: Lookup) -> tuple[Fraction | None, tuple[Step, ...]]:
        """The value in per cent with the steps that led to it; ``None`` where a figure is missing or a divisor is zero."""
        value = evaluate(self.tree, figure)
        if isinstance(value, FormulaTrouble):
            if value.code == "missing_figure":
                return None, (step(StepCode.MISSING_FIGURE, key=value.piece),)
            return None, (*self._figures(figure), step(StepCode.ZERO_DIVISOR, formula=self.tree.text))
        found = step(StepCode.FORMULA, formula=self.tree.text, value=100 * value, text=PerCent(100 * value))
        return 100 * value, (*self._figures(figure), found)

    def _figures(self, figure: Lookup) -> tuple[Step, ...]:
        known = ((name, figure(name)) for name in self.tree.names)
        return tuple(step(StepCode.FIGURE, key=name, value=value) for name, value in known if value is not None)


Scored = TypeVar("Scored", bound=Callable[..., Outcome])
METHODS: dict[str, Callable[..., Outcome]] = {}


def method(function: Scored) -> Scored:
    """Enter ``(case, *, parameters) -> Outcome`` under its own name; the signature says what a rulebook may set."""
    METHODS[function.__name__] = function
    return function


@dataclass(frozen=True, slots=True)
class Method:
    """A method with its parameters: in TOML a table with ``method`` and the parameters the function names."""

    key: str
    parameters: Mapping[str, object]
    run: Callable[[Case], Outcome]

    @classmethod
    def from_toml(cls, value: object, spot: Spot) -> "Method":
        return cls(*read_named(METHODS, value, spot, word="method", unknown="unknown_method", besides="case"))
