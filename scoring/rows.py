"""The rows of one table while it is being scored: how each was read, what its rule gave, what other branches came to."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache

from scoring.adjustments import over_achieved
from scoring.arithmetic import work_out
from scoring.base_figures import plain_label
from scoring.case import Branch, Case, Method, Outcome
from scoring.choosing import Chooser, traits_of
from scoring.exact import Exact, exact_sum, rounded
from scoring.finding import Finding, Place, Severity
from scoring.formula import Lookup
from scoring.number import parse_number, round_half_up
from scoring.rulebook import NotApplicable, RateUse, Rounding, Rulebook
from scoring.scored import ScoredNode, ScoredTable, Tally, total_of
from scoring.signs import normalise, says_nothing
from scoring.steps import Step, StepCode, step
from scoring.strict_toml import RulebookError, Spot, parse_toml
from scoring.table import Node, NodeKind, RecordKind, YearTable, parents, paths
from scoring.target import Actual, Attainment, Target, attainment, parse_actual, parse_target
from scoring.terms import Direction

DEEPEST = 20  # how many branches may derive from one another in a row


@dataclass(slots=True)
class Row:
    """One node with what was read of it and what its rule gave.

    Attributes:
        known: the same words in the same place as they were scored before; ``kept`` where that still holds.
        alone: whether neither base figures nor other rows were asked.
    """

    node: Node
    path: tuple[str, ...]
    parent_id: str
    known: ScoredNode | None = None
    kept: ScoredNode | None = None
    alone: bool = True
    points: Decimal | None = None
    given: Decimal | None = None
    published: Decimal | None = None
    target: Target | None = None
    actual: Actual | None = None
    rate: Fraction | None = None
    met: bool | None = None
    method: str = ""
    exact: Exact | None = None
    steps: list[Step] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    full_marks_at: str = ""
    left_out: bool = False

    @property
    def record(self) -> Exact | None:
        """The score of record of a row that counts itself."""
        return self.exact if self.given is None else self.given


class Rows:
    """All rows of a table under a rulebook; a row is worked out when it is first asked for, once.

    ``before`` is the table as it was scored last: what its rows say of themselves alone need not be worked out again.
    """

    def __init__(self, table: YearTable, rulebook: Rulebook, figure: Lookup, before: ScoredTable | None = None) -> None:
        self.nodes = table.nodes
        self.all = [
            Row(node, path, parent_id)
            for node, path, parent_id in zip(table.nodes, paths(table).values(), parents(table).values(), strict=True)
        ]
        self._table = table
        self._rulebook = rulebook
        self._figure = figure
        self._chooser = Chooser(rulebook)
        self._ends = _ends(table.nodes)
        self._done: set[int] = set()
        self._busy: list[int] = []
        self._settled: dict[int, Tally] = {}
        known = before.rows if before is not None and _same_rules(before, table, rulebook) else {}
        for row in self.all:
            row.known = _known(known.get(row.node.id), row)
            row.kept = row.known if row.known is not None and row.known.alone else None
            if row.kept is None:
                self._read_scores(row)
            else:
                row.points = row.kept.points
        self._pointed = _pointed(self.all)
        for row, pointed in zip(self.all, self._pointed, strict=True):
            if row.kept is None:
                continue
            if row.kept.tally.own is pointed:  # points came or went below: it counts otherwise than before
                row.kept = None
                self._read_scores(row)
            else:
                row.given, row.published = row.kept.given_score, row.kept.published_score
                row.findings.extend(row.kept.findings)

    def work_out_all(self) -> None:
        for index in range(len(self.all)):
            self.row(index)

    def row(self, index: int) -> Row:
        """The row with its rule's outcome."""
        row = self.all[index]
        if index not in self._done:
            self._done.add(index)
            if row.kept is not None and row.kept.tally.own:
                return row
            self._busy.append(index)
            own = not self._pointed[index]
            if row.node.leaf or (own and row.points is not None):
                target = self._read(row)
                if own:
                    self._score(row, target)
            self._busy.pop()
        return row

    def tallies(self, start: int, end: int) -> dict[int, Tally]:
        """What every node from start to end counts with; the stretch must be a whole branch or the whole table."""
        found: dict[int, Tally] = {}
        waiting: dict[int, list[Tally]] = {}
        settled = not any(start <= each < end for each in self._busy)
        for index in range(end - 1, start - 1, -1):
            level = self.nodes[index].level
            deeper = [each for each in waiting if each > level]
            children = [tally for each in sorted(deeper) for tally in waiting.pop(each)]
            tally = self._settled.get(index)
            if tally is None:
                tally = total_of(children) if self._pointed[index] else self._own(index)
            found[index] = tally
            waiting.setdefault(level, []).append(tally)
        if settled:  # a row that is still being worked out may come to count otherwise
            self._settled.update(found)
        return found

    def tops(self, found: dict[int, Tally]) -> list[int]:
        """The indices of the outermost bands."""
        index, tops = 0, []
        while index < len(self.nodes):
            tops.append(index)
            index = self._ends[index]
        return [each for each in tops if each in found]

    def _own(self, index: int) -> Tally:
        row = self.row(index)
        if row.kept is not None:
            return row.kept.tally
        points = row.points
        if row.left_out:
            return Tally(points, None, None, None, points or Decimal(0), 0, own=True)
        score = row.record
        if score is None and not row.node.leaf:
            score = row.published
        if points is None:
            return Tally(None, row.given if row.node.leaf else None, None, None, Decimal(0), 0, own=True)
        lost = None
        if score is not None and row.node.kind is not NodeKind.BONUS:
            lost = max(Decimal(0), exact_sum((points, -score)))
        return Tally(points, score, row.exact, lost, Decimal(0), int(score is None), own=True)

    def _read_scores(self, row: Row) -> None:
        node = row.node
        for name, text in (
            ("points", node.points_text),
            ("given_score", node.given_score_text),
            ("published_score", node.published_score_text),
        ):
            if not text:
                continue
            value = parse_points(text)
            if value is None and not says_nothing(text):
                row.findings.append(not_a_number(Place(RecordKind.NODE, node.id, f"{name}_text"), text))
            elif name == "points":
                row.points = value
            elif name == "given_score":
                row.given = value
            else:
                row.published = value

    def _read(self, row: Row) -> Target:
        node = row.node
        text = node.actual_read_as or node.actual_text
        written = not node.target_read_as
        target, actual, reached = _read_words(
            node.target_text if written else node.target_read_as,
            comparator=node.comparator_text if written else "",
            unit=node.target_unit_text if written else "",
            actual_text=text,
            name=node.name,
            money_unit=self._table.heading.money_unit,
        )
        row.target = target
        if actual is None or reached is None:
            return target
        row.actual = actual
        row.rate, row.met = reached.completion_rate, reached.met
        if text[0] in "=＝" and (worked := work_out(normalise(text))) is not None:
            row.steps.append(step(StepCode.WORKED_OUT, text=text, value=worked[0]))
        return target

    def _score(self, row: Row, target: Target) -> None:
        node, points = row.node, row.points
        if points is None:
            row.steps.append(step(StepCode.NO_POINTS))
            return
        if node.not_applicable_text:
            self._not_applicable(row, points)
            return
        method = self._method(row, target)
        if method is None:
            return
        row.method = method.key
        rate = row.rate
        if rate is not None and self._rulebook.rates_used is RateUse.ROUNDED:
            rate = Fraction(round_half_up(rate, 2))
        actual_text = node.actual_read_as or node.actual_text
        outcome = method.run(
            Case(
                points,
                target,
                row.actual,
                rate,
                row.met,
                actual_text,
                self._table.key.year,
                self._asked_figure,
                self._branch,
            )
        )
        self._keep(row, points, target, outcome)

    def _keep(self, row: Row, points: Decimal, target: Target, outcome: Outcome) -> None:
        row.steps.extend(outcome.steps)
        row.full_marks_at = outcome.full_marks_at
        exact = outcome.score
        if exact is None:
            return
        bands = self._rulebook.over_achievement
        if bands and row.rate is not None and target.direction is Direction.AT_LEAST:
            over = over_achieved(Fraction(exact), points, row.rate, bands)
            if over is not None:
                exact, told = over
                row.steps.append(told)
        if row.node.kind is not NodeKind.BONUS and not 0 <= exact <= points:
            held = min(max(exact, Decimal(0)), max(points, Decimal(0)))
            row.steps.append(step(StepCode.CLAMPED, exact=exact, to=held))
            exact = held
        if self._rulebook.rounding is Rounding.ROWS:
            places = self._rulebook.score_places
            score = rounded(exact, places)
            if score != exact:
                row.steps.append(step(StepCode.ROUNDED, exact=exact, places=places, score=score))
            row.exact = score
        else:
            row.exact = exact
            if not isinstance(exact, Decimal):
                row.steps.append(step(StepCode.UNROUNDED, exact=exact))

    def _not_applicable(self, row: Row, points: Decimal) -> None:
        reason = row.node.not_applicable_text
        row.method = "not_applicable"
        if self._rulebook.not_applicable is NotApplicable.FULL_MARKS:
            row.exact = max(points, Decimal(0))
            row.steps.append(step(StepCode.NOT_APPLICABLE, reason=reason))
        else:
            row.left_out = True
            row.steps.append(step(StepCode.LEFT_OUT, reason=reason))

    def _method(self, row: Row, target: Target) -> Method | None:
        node = row.node
        if not node.method:
            return self._chooser.choose(node, row.path, traits_of(node, target))
        try:
            parameters = parse_toml(node.parameters_text, file=node.id)
            return Method.from_toml({**parameters, "method": node.method}, Spot(node.id))
        except RulebookError as error:
            row.method = node.method
            row.steps.append(step(StepCode.BAD_PARAMETERS, method=node.method, key=error.key, code=error.code))
            place = Place(RecordKind.NODE, node.id, "method" if error.code == "unknown_method" else "parameters_text")
            facts = {"reason": "bad_parameters", "method": node.method, "key": error.key, "code": error.code}
            row.findings.append(Finding("V37", Severity.ERROR, place, facts))
            return None

    @cached_property
    def _first_of_label(self) -> dict[str, int]:
        return {plain_label(node.name): at for at, node in reversed(tuple(enumerate(self.nodes)))}

    def _asked_figure(self, key: str) -> Fraction | None:
        """A base figure, for the row that is being worked out."""
        self.all[self._busy[-1]].alone = False
        return self._figure(key)

    def _branch(self, name: str) -> Branch | Step:
        """The outcome of the first node of this name; the step that says why there is none where it cannot be told."""
        self.all[self._busy[-1]].alone = False
        start = self._first_of_label.get(plain_label(name))
        if start is None:
            return step(StepCode.NO_NODE, node=name)
        end = self._ends[start]
        asked = (at for at in self._busy if start <= at < end and self.all[at].given is None)
        if next(asked, None) is not None or len(self._busy) > DEEPEST:
            asking = self.all[self._busy[-1]]
            facts = {"reason": "circle", "node": name}
            asking.findings.append(Finding("V37", Severity.ERROR, Place(RecordKind.NODE, asking.node.id), facts))
            return step(StepCode.CIRCLE, node=name)
        tally = self._settled.get(start) or self.tallies(start, end)[start]
        own = self.all[start].points
        points = tally.points if own is None else own
        if points is None:
            return step(StepCode.NO_NODE, node=name)
        if tally.score is None or tally.open:
            return step(StepCode.PENDING, node=name)
        return Branch(Fraction(tally.score), Fraction(points))


def _same_rules(before: ScoredTable, table: YearTable, rulebook: Rulebook) -> bool:
    """Whether a row of the same words means the same in both tables."""
    same_unit = before.table.heading.money_unit == table.heading.money_unit
    return before.rulebook is rulebook and before.table.key == table.key and same_unit


def _known(known: ScoredNode | None, row: Row) -> ScoredNode | None:
    """The row as it was scored before, where its words and its place are the same."""
    same = known is not None and known.node is row.node and known.parent_id == row.parent_id and known.path == row.path
    return known if same else None


@lru_cache(maxsize=20_000)  # an edit changes one row; reading the others anew was a quarter of it in a table of 1 000 rows
def _read_words(
    target_text: str, *, comparator: str, unit: str, actual_text: str, name: str, money_unit: str
) -> tuple[Target, Actual | None, Attainment | None]:
    """What the cells of a row say; without an actual there is nothing to compare."""
    default = Direction.AT_LEAST
    target = parse_target(target_text, name=name, comparator=comparator, unit=unit, money_unit=money_unit, default=default)
    if not actual_text:
        return target, None, None
    actual = parse_actual(actual_text, target, name=name, money_unit=money_unit)
    return target, actual, attainment(target, actual)


def parse_points(text: str) -> Decimal | None:
    """The number of a cell of points or scores; 分 behind it changes nothing."""
    return parse_number(text.strip().removesuffix("分"))


def not_a_number(place: Place, text: str) -> Finding:
    """Points or a score that is no number (V40)."""
    return Finding("V40", Severity.ERROR, place, {"text": text})


def _ends(nodes: tuple[Node, ...]) -> list[int]:
    """For every node the index behind its branch."""
    ends = [len(nodes)] * len(nodes)
    open_nodes: list[int] = []
    for index, node in enumerate(nodes):
        while open_nodes and nodes[open_nodes[-1]].level >= node.level:
            ends[open_nodes.pop()] = index
        open_nodes.append(index)
    return ends


def _pointed(rows: list[Row]) -> list[bool]:
    """For every node whether anything below it has points."""
    found = [False] * len(rows)
    above: list[int] = []
    for index, row in enumerate(rows):
        while above and rows[above[-1]].node.level >= row.node.level:
            above.pop()
        if row.points is not None:
            # Once an ancestor is marked, so are all above it.
            for each in reversed(above):
                if found[each]:
                    break
                found[each] = True
        above.append(index)
    return found
