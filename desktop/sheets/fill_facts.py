"""What a filled form says of each fact, and which record of ours is meant by a record of somebody's form."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from desktop.forms.blocks import Filling
from desktop.forms.fields import score_text, target_parts, target_text
from desktop.forms.form import FormLayout
from desktop.forms.number_text import format_number, format_rate
from desktop.reading.words import bare, name_and_points, one_line, plain
from scoring.finding import Place
from scoring.scored import ScoredFund, ScoredNode, ScoredTable
from scoring.table import BaseFact, Detail, Heading, Node, Record, RecordKind, TableKey, YearTable, paths

Known: TypeAlias = tuple[str, ...]

_ROW_FIELDS = ("points_text", "explanation", "target_text", "actual_text", "given_score_text", "evidence_text", "reason_text")
_MORE_FIELDS = ("remark_text", "money_text", "office_text")
_FUND_FIELDS = ("initial_budget_text", "adjusted_budget_text", "executed_text", "published_rate_text")
_FIELDS_OF: Mapping[RecordKind, tuple[str, ...]] = {
    RecordKind.NODE: (*_ROW_FIELDS, *_MORE_FIELDS),
    RecordKind.FUND: (*_FUND_FIELDS, "points_text", "given_score_text"),
    RecordKind.BASE_FACT: ("value_text",),
    RecordKind.NARRATIVE: ("text",),
    RecordKind.DETAIL: ("text",),
    RecordKind.HEADING: ("published_points_text", "published_score_text", "published_grade_text"),
}
_COUNTED = re.compile(r"(?:text|detail)_\d+")  # keys that say nothing: a label nobody knew
_SCORES = frozenset({"given_score_text", "published_score_text"})
_WORDS_ONLY = frozenset({RecordKind.NARRATIVE, RecordKind.DETAIL})
_WORD_FIELDS = frozenset({"explanation", "evidence_text", "reason_text", "remark_text", "office_text", "name", "comparator_text"})


def is_words(place: Place) -> bool:
    """Whether a fact is never a number, even where it looks like one."""
    return place.kind in _WORDS_ONLY or place.field in _WORD_FIELDS


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to say, by place; in a form of any kind."""

    scored: ScoredTable
    filling: Filling

    def text(self, place: Place, *, parted: bool = False) -> str:
        """What a cell for this fact shows; ``parted`` where sign, value and unit of targets have cells of their own."""
        scored = self.scored
        if place.kind is RecordKind.NODE:
            return _of_node(scored.rows[place.id], place.field, parted=parted)
        if place.kind is RecordKind.FUND:
            return _of_fund(next(each for each in scored.funds if each.line.id == place.id), place.field)
        if place.kind is RecordKind.HEADING:
            return self._of_heading(place.field)
        record = next(each for each in _records(scored.table, place.kind) if each.id == place.id)
        return str(getattr(record, place.field, ""))

    def _of_heading(self, field: str) -> str:
        heading = self.scored.table.heading
        if field == "published_score_text":
            return self.filling.total()
        if field == "published_grade_text":
            return self.filling.grade()
        if field == "published_points_text":
            return format_number(self.scored.points) or heading.published_points_text
        return ""

    def all(self) -> Iterator[tuple[Place, str]]:
        """Every fact that has something to say, and the score of every row; no sum or grade that was only worked out."""
        for kind, names in _FIELDS_OF.items():
            for record in _records(self.scored.table, kind):
                for name in names:
                    place = Place(kind, record.id, name)
                    if not _worked_out(record, name) and (text := self.text(place)):
                        yield place, text


def _worked_out(record: Record, name: str) -> bool:
    if isinstance(record, Node) and name == "given_score_text":
        return not (record.leaf or record.given_score_text or record.published_score_text)
    if isinstance(record, Heading):
        return not getattr(record, name)
    return record.id == "footnote"  # their form has notes of its own


def facts_of(scored: ScoredTable, form: FormLayout) -> Facts:
    return Facts(scored, Filling(form, scored))


def _of_node(row: ScoredNode, field: str, *, parted: bool) -> str:
    if field in _SCORES:
        return score_text(row)
    if field == "published_rate_text":
        return format_rate(row.completion_rate) or row.node.published_rate_text
    if field == "target_text":
        return target_parts(row)[1] if parted else target_text(row)
    if field in ("comparator_text", "target_unit_text"):
        return target_parts(row)[0 if field == "comparator_text" else 2]
    return str(getattr(row.node, field, ""))


def _of_fund(fund: ScoredFund, field: str) -> str:
    if field == "published_rate_text":
        return fund.execution_rate_text or fund.line.published_rate_text
    if field == "given_score_text" and fund.score is not None:
        return format_number(fund.score)
    return str(getattr(fund.line, field, ""))


def _records(table: YearTable, kind: RecordKind) -> tuple[Record, ...]:
    found = getattr(table, kind.value)
    return found if isinstance(found, tuple) else (found,)


def said_of_key(key: TableKey, detail: str) -> str:
    """What the key says where the table has no detail of its own."""
    return {"unit": key.unit, "year": f"{key.year}年", "project": key.subject}.get(detail, "")


def ours(theirs: YearTable, mine: YearTable) -> dict[tuple[RecordKind, str], str]:
    """For records of their form the id of the record of ours that is meant: by the path, else by a name that stands once."""
    found: dict[tuple[RecordKind, str], str] = {}
    for kind in _FIELDS_OF:
        if kind in (RecordKind.HEADING, RecordKind.DETAIL, RecordKind.NARRATIVE):
            continue
        whole, short = _names(theirs, kind), _names(mine, kind)
        for choose in _CHOICES:
            _pair(kind, whole, short, choose, found)
    for kind in (RecordKind.DETAIL, RecordKind.NARRATIVE):
        _pair_words(kind, theirs, mine, found)
    found[RecordKind.HEADING, theirs.heading.id] = mine.heading.id
    return found


def _names(table: YearTable, kind: RecordKind) -> dict[str, Known]:
    """By id: leaf or not, then the names from the outermost group to the record itself."""
    if kind is RecordKind.NODE:
        named = paths(table)
        return {each.id: (_depth(each), *(_plain(name) for name in named[each.id])) for each in table.nodes}
    found: dict[str, Known] = {}
    for each in _records(table, kind):
        label = each.label if not isinstance(each, Node | Detail) and hasattr(each, "label") else ""
        group = str(getattr(each, "group", ""))
        found[each.id] = (kind.value, plain(group), bare(plain(label)))
    return found


def _depth(node: Node) -> str:
    return "leaf" if node.leaf else "group"


def _plain(name: str) -> str:
    return bare(plain(name_and_points(one_line(name))[0]))


def _whole(names: Known) -> Known:
    return names


def _last_two(names: Known) -> Known:
    return (names[0], *names[-2:])


def _last(names: Known) -> Known:
    return (names[0], names[-1])


_CHOICES: tuple[Callable[[Known], Known], ...] = (_whole, _last_two, _last)


def _pair(
    kind: RecordKind,
    theirs: Mapping[str, Known],
    mine: Mapping[str, Known],
    choose: Callable[[Known], Known],
    found: dict[tuple[RecordKind, str], str],
) -> None:
    """Pair what is left and has the same name as often on both sides: equal names in their order."""
    taken = set(found.values()) if kind is RecordKind.NODE else {id_ for (each, _), id_ in found.items() if each is kind}
    left = _by_name(theirs, choose, {id_ for each, id_ in found if each is kind})
    right = _by_name(mine, choose, taken)
    for name, ids in left.items():
        if name[-1] and len(right.get(name, ())) == len(ids):
            found.update({(kind, one): other for one, other in zip(ids, right[name], strict=True)})


def _by_name(names: Mapping[str, Known], choose: Callable[[Known], Known], taken: set[str]) -> dict[Known, list[str]]:
    found: dict[Known, list[str]] = {}
    for record_id, name in names.items():
        if record_id not in taken:
            found.setdefault(choose(name), []).append(record_id)
    return found


def _pair_words(kind: RecordKind, theirs: YearTable, mine: YearTable, found: dict[tuple[RecordKind, str], str]) -> None:
    """By key, else by title."""
    held = {each.id: each for each in _records(mine, kind)}
    titles = {_title(each): each.id for each in held.values() if _title(each)}
    for each in _records(theirs, kind):
        if each.id in held and not _COUNTED.fullmatch(each.id):
            found[kind, each.id] = each.id
        elif (title := _title(each)) in titles:
            found[kind, each.id] = titles[title]


def _title(record: Record) -> str:
    return bare(plain(str(getattr(record, "title", "") or getattr(record, "label", ""))))


def path_of(place: Place, table: YearTable) -> tuple[str, ...]:
    """A record in words, from the outermost group."""
    if place.kind is RecordKind.NODE:
        return paths(table)[place.id]
    record = next(each for each in _records(table, place.kind) if each.id == place.id)
    if isinstance(record, BaseFact):
        return (record.label,)
    names = (str(getattr(record, name, "")) for name in ("group", "title", "label"))
    return tuple(each for each in names if each)
