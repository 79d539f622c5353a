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
from scoring.table import Node, NodeKind, RecordKind, YearTable
from scoring.target import Actual, Attainment, Target, attainment, parse_actual, parse_target
from scoring.terms import Direction

DEEPEST = 20  # how many branches may derive from one another in a row


@dataclass(slots=True)
class Row:
    """One node with what was read of it and what its rule gave.

    Attributes:
        known: the same words in the same place as they were scored before; ``kept`` where that still holds.
        alone: whether no other rows were asked; ``figures``: whether base figures were.
    """

    node: Node
    path: tuple[str, ...]
    parent_id: str
    known: ScoredNode | None = None
    kept: ScoredNode | None = None
    alone: bool = True
    figures: bool = False
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
        self.all, self._ends = _placed(table.nodes)
        self._table = table
        self._rulebook = rulebook
        self._figure = figure
        self._chooser = Chooser(rulebook)
        self._done: set[int] = set()
        self._busy: list[int] = []
        self._settled: dict[int, Tally] = {}
        self._same_tree = before is not None and _same_rules(before, table, rulebook) and self._take_over(before)
        for row in self.all:
            if row.kept is None:
                self._read_scores(row)
        self._pointed = _pointed(self.all)
        for row, pointed in zip(self.all, self._pointed, strict=True):
            kept = row.kept
            if kept is None:
                continue
            if kept.tally.own is pointed:  # points came or went below: it counts otherwise than before
                row.kept = None
                self._read_scores(row)
            elif pointed:  # what it counts with may change, and it is told anew then
                row.given, row.published = kept.given_score, kept.published_score
                row.findings.extend(kept.findings)

    def _take_over(self, before: ScoredTable) -> bool:
        """Find the rows that are still the same; whether every row stands below the one it stood below, and none came or went."""
        same_figures = before.table.funds is self._table.funds and before.table.base_facts is self._table.base_facts
        stayed = 0
        for row in self.all:
            was = before.rows.get(row.node.id)
            if was is None or was.parent_id != row.parent_id:
                continue
            stayed += 1
            if was.node is row.node and was.path == row.path:
                row.known = was
                if was.alone and (same_figures or not was.figures):
                    row.kept, row.points = was, was.points
        return stayed == len(self.all) == len(before.rows)

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
        settled = not any(start <= each < end for each in self._busy)
        for index in range(end - 1, start - 1, -1):
            tally = self._settled.get(index)
            if tally is None:
                tally = self._sum(index, found) if self._pointed[index] else self._own(index)
            found[index] = tally
        if settled:  # a row that is still being worked out may come to count otherwise
            self._settled.update(found)
        return found

    def _sum(self, index: int, found: dict[int, Tally]) -> Tally:
        """The rows directly below together."""
        below: list[int] = []
        each, end = index + 1, self._ends[index]
        while each < end:
            below.append(each)
            each = self._ends[each]
        kept = self.all[index].kept
        if kept is not None and self._same_tree and all(self._counts_as_before(each, found[each]) for each in below):
            return kept.tally
        return total_of([found[each] for each in below])

    def _counts_as_before(self, index: int, tally: Tally) -> bool:
        kept = self.all[index].kept
        return kept is not None and kept.tally is tally

    def tops(self, found: dict[int, Tally]) -> list[int]:
        """The indices of the outermost bands."""
        index, tops = 0, []
        while index < len(self.nodes):
            tops.append(index)
            index = self._ends[index]
        return [each for each in tops if each in found]

    def _own(self, index: int) -> Tally:
        kept = self.all[index].kept
        if kept is not None:
            return kept.tally
        row = self.row(index)
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
        self.all[self._busy[-1]].figures = True
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


def _placed(nodes: tuple[Node, ...]) -> tuple[list[Row], list[int]]:
    """The rows in their places of the tree, and for every one the index behind its branch."""
    rows: list[Row] = []
    ends = [len(nodes)] * len(nodes)
    above: list[int] = []
    for index, node in enumerate(nodes):
        while above and nodes[above[-1]].level >= node.level:
            ends[above.pop()] = index
        parent = rows[above[-1]] if above else None
        rows.append(Row(node, (node.name,), "") if parent is None else Row(node, (*parent.path, node.name), parent.node.id))
        above.append(index)
    return rows, ends


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
