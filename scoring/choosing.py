"""Which method scores which row: the choices of a rulebook, sorted out once so that a row costs a look or two."""

from typing import NamedTuple

from scoring.base_figures import plain_label
from scoring.case import Method
from scoring.reading import Target
from scoring.rulebook import Choice, Rulebook
from scoring.table import Node, NodeKind
from scoring.terms import Direction


class Traits(NamedTuple):
    """Everything but names that a choice may ask of a row."""

    section: str
    kind: NodeKind
    direction: Direction
    approximate: bool
    zero: bool
    compound: bool
    numeric: bool
    dated: bool


def traits_of(node: Node, target: Target) -> Traits:
    return Traits(
        node.section,
        node.kind,
        target.direction,
        target.approximate,
        target.value is not None and not target.value,
        bool(target.parts),
        target.value is not None,
        target.deadline is not None and target.value is None,
    )


class _Ranked(NamedTuple):
    """The choices open to rows of the same traits: those by whole names in a table, others in order, the one for all the rest."""

    named: dict[str, tuple[int, Choice]]
    loose: tuple[tuple[int, Choice], ...]
    rest: tuple[int, Choice]


class Chooser:
    """Finds the method of a row. Keeps, for the time of one scoring, what each set of traits leaves open."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._choices = tuple(enumerate(rulebook.choices))
        self._open: dict[Traits, _Ranked] = {}

    def choose(self, node: Node, path: tuple[str, ...], traits: Traits) -> Method:
        """The method of the first choice that fits; a rulebook ends with one that fits every row."""
        ranked = self._open.get(traits)
        if ranked is None:
            ranked = self._open[traits] = _rank([each for each in self._choices if _open(each[1], traits)])
        name = node.name if not ranked.named or node.name.isalnum() else plain_label(node.name)
        limit, found = ranked.named.get(name, ranked.rest)
        for rank, choice in ranked.loose:
            if rank > limit:
                break
            if _named(choice, name) and _under(choice, path) and _aimed(choice, node.target_text):
                return choice.score
        return found.score


def _open(choice: Choice, traits: Traits) -> bool:
    return (
        (not choice.sections or traits.section in choice.sections)
        and (not choice.kinds or traits.kind in choice.kinds)
        and (not choice.directions or traits.direction in choice.directions)
        and (choice.approximate is None or choice.approximate is traits.approximate)
        and (choice.zero is None or choice.zero is traits.zero)
        and (choice.compound is None or choice.compound is traits.compound)
        and (choice.numeric is None or choice.numeric is traits.numeric)
        and (choice.dated is None or choice.dated is traits.dated)
    )


def _rank(choices: list[tuple[int, Choice]]) -> _Ranked:
    """Whole names are settled by a table; a choice that asks for more is tried in its turn, up to the first that asks nothing."""
    rest = next(each for each in choices if not (each[1].names or _asks_more(each[1])))
    named: dict[str, tuple[int, Choice]] = {}
    for rank, choice in choices[: choices.index(rest)]:
        for name in () if _asks_more(choice) else choice.names:
            named.setdefault(plain_label(name), (rank, choice))
    loose = tuple(each for each in choices if _asks_more(each[1]) and each[0] < rest[0])
    return _Ranked(named, loose, rest)


def _asks_more(choice: Choice) -> bool:
    return bool(choice.name_has or choice.target_has or choice.under)


def _named(choice: Choice, name: str) -> bool:
    if choice.names and name not in map(plain_label, choice.names):
        return False
    return not choice.name_has or any(piece in name for piece in choice.name_has)


def _under(choice: Choice, path: tuple[str, ...]) -> bool:
    return not choice.under or any(piece in name for piece in choice.under for name in path[:-1])


def _aimed(choice: Choice, target: str) -> bool:
    return not choice.target_has or any(piece in target for piece in choice.target_has)
