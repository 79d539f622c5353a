"""Report and explanation as plain data: headings, words, hints, tables and figures in the official order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from string import Formatter
from typing import TypeAlias

from desktop.forms.blocks import Filling
from desktop.forms.fill import filled_texts
from desktop.forms.form import FormLayout
from desktop.forms.number_text import format_number, format_rate
from desktop.kit.illustration import Illustration
from desktop.kit.paths import resources
from desktop.reading.funds import is_sum
from desktop.reading.words import NUMBERED, plain
from desktop.sheets.report_tables import ReportTable, Shows, report_table
from scoring.base_figures import fund_totals
from scoring.scored import ScoredFund, ScoredTable
from scoring.strict_toml import Spot, parse_toml, read_call
from scoring.table import Narrative

DEPARTMENT = "部门整体支出"
OTHER = "其他需要说明的情况"
_NOT_TOLD = frozenset({"footnote", "cover"})


class Kind(Enum):
    """What an outline is for."""

    REPORT = "report"
    EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True)
class TableWish:
    """A table of a section: the rows under bands of these names, but for those under ``besides``; all rows without names."""

    shows: Shows
    caption: str
    branches: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what belongs under it.

    Attributes:
        level: 1 一、, 2 （一）, 3 1., 4 （1）.
        texts: keys of the narratives that stand here, one after the other.
        sentence: stands here while no narrative does, if the table has every figure in it.
        hint: what the clerk is to write where nothing stands.
        optional: left out with its heading where nothing stands under it.
    """

    level: int
    title: str
    texts: tuple[str, ...] = ()
    sentence: str = ""
    hint: str = ""
    tables: tuple[TableWish, ...] = ()
    chart: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """An official order of headings.

    Attributes:
        titles: the title in different ways of breaking it into lines; the first that fits the page is taken.
        forms: keys of the forms whose offices write it so; empty for everybody else.
        mark: 附件3 above the title.
        lead: keys of narratives before the first heading.
        closing: whether unit and date stand at the end.
    """

    key: str
    kind: Kind
    titles: tuple[str, ...]
    sections: tuple[Section, ...]
    source: str = ""
    forms: tuple[str, ...] = ()
    mark: str = ""
    lead: tuple[str, ...] = ()
    closing: bool = False


@dataclass(frozen=True, slots=True)
class HeadingPiece:
    """A numbered heading."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class WordsPiece:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class HintPiece:
    """What is still to be written, to be replaced by the clerk."""

    text: str


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table with its number and caption."""

    caption: str
    table: ReportTable


@dataclass(frozen=True, slots=True)
class ChartPiece:
    """A picture (PNG) with its number and caption."""

    caption: str
    png: bytes


Piece: TypeAlias = HeadingPiece | WordsPiece | HintPiece | TablePiece | ChartPiece


@dataclass(frozen=True, slots=True)
class Report:
    """A document ready to be set.

    Attributes:
        titles: the title in lines, in different ways; the first that fits the page is taken.
        mark: above the title at the left, empty for none.
        closing: lines at the end at the right (unit, date).
    """

    titles: tuple[tuple[str, ...], ...]
    mark: str
    pieces: tuple[Piece, ...]
    closing: tuple[str, ...]


@cache
def outlines() -> tuple[Outline, ...]:
    """The outlines that ship.

    Raises:
        RulebookError: a file breaks its schema.
    """
    found = []
    for path in sorted((resources() / "outlines").glob("*.toml")):
        table = parse_toml(path.read_text("utf-8"), file=path.name)
        found.append(read_call(Outline, table, Spot(path.name)))
    return tuple(found)


def outline_for(kind: Kind, form: FormLayout) -> Outline:
    """The outline of the form's own office, else the general one."""
    fitting = [each for each in outlines() if each.kind is kind]
    own = next((each for each in fitting if form.key in each.forms), None)
    return own or next(each for each in fitting if not each.forms)


def report_of(scored: ScoredTable, form: FormLayout, kind: Kind, *, chart: Illustration | None = None) -> Report:
    """The document of a table in the order of its outline."""
    outline = outline_for(kind, form)
    writer = _Writer(scored, form, outline, chart)
    words = _Figures(scored, form)
    titles = tuple(tuple(words.filled(each).split("\n")) for each in outline.titles)
    return Report(titles, outline.mark, tuple(writer.pieces()), words.closing() if outline.closing else ())


class _Figures(Mapping[str, str]):
    """What the placeholders of titles and sentences stand for, exactly as scored; empty where there is nothing."""

    def __init__(self, scored: ScoredTable, form: FormLayout) -> None:
        table, filling = scored.table, Filling(form, scored)
        budget, executed, rate = _money(scored)
        self._scored = scored
        self._texts = {
            "year": str(table.key.year),
            "unit": table.key.unit,
            "subject": table.key.subject or DEPARTMENT,
            "money_unit": table.heading.money_unit,
            "points": format_number(scored.points) or table.heading.published_points_text,
            "score": filling.total(),
            "grade": filling.grade() or table.heading.published_grade_text,
            "adjusted_budget": budget,
            "executed": executed,
            "execution_rate": rate,
        }

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def filled(self, pattern: str) -> str:
        return pattern.format_map(self._texts)

    def complete(self, pattern: str) -> bool:
        return all(self._texts[name] for _, name, _, _ in Formatter().parse(pattern) if name)

    def closing(self) -> tuple[str, ...]:
        dates = [each.text for each in self._scored.table.details if each.id == "fill_date" and each.text]
        return (self._texts["unit"], dates[0] if dates else "　　年　　月　　日")


def _money(scored: ScoredTable) -> tuple[str, str, str]:
    """Budget, amount executed and rate of the whole: its own line, else what every split adds up to, else base figures."""
    whole = whole_fund(scored.funds)
    if whole is not None:
        return whole.line.adjusted_budget_text, whole.line.executed_text, whole.execution_rate_text
    sums = {(each.adjusted_budget, each.executed, each.execution_rate) for each in fund_totals(scored.funds)}
    if len(sums) == 1:  # splits that differ are a finding, and no sentence
        budget, executed, rate = sums.pop()
        return format_number(budget), format_number(executed), format_rate(rate)
    return _fact(scored, "全年预算数"), _fact(scored, "执行数", "全年执行数"), _rate(scored)


def whole_fund(funds: Iterable[ScoredFund]) -> ScoredFund | None:
    """The line that is the whole: a sum by its name, else the only line of the outer level."""
    listed = [each for each in funds if each.line.level == 1]
    summed = next((each for each in listed if is_sum(each.line.label)), None)
    return summed or (listed[0] if len(listed) == 1 else None)


def _fact(scored: ScoredTable, *labels: str) -> str:
    found = {each.fact.label: each.fact.value_text for each in scored.base_facts}
    return next((found[label] for label in labels if found.get(label)), "")


def _rate(scored: ScoredTable) -> str:
    return next((each.value_text for each in scored.rates if each.value_text), "")


class _Writer:
    """Walks an outline; counts headings, tables and figures."""

    def __init__(self, scored: ScoredTable, form: FormLayout, outline: Outline, chart: Illustration | None) -> None:
        self.scored = scored
        self.outline = outline
        self.chart = chart
        self.figures = _Figures(scored, form)
        self.counts = [0, 0, 0, 0]
        self.tables = self.charts = 0

    def pieces(self) -> Iterator[Piece]:
        yield from self._words(self.outline.lead)
        sections = self.outline.sections
        for number, section in enumerate(sections):
            body = list(self._body(section))
            if body or not section.optional or self._has_below(sections[number + 1 :], section.level):
                yield self._heading(section.level, section.title)
                yield from body
        yield from self._others()

    def _has_below(self, sections: Iterable[Section], level: int) -> bool:
        """Whether anything stands under the headings below this one."""
        for each in sections:
            if each.level <= level:
                return False
            if any(self._words(each.texts)) or any(self._table(wish) for wish in each.tables):
                return True
        return False

    def _heading(self, level: int, title: str) -> HeadingPiece:
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (len(self.counts) - level)
        return HeadingPiece(level, heading_number(level, self.counts[level - 1]) + self.figures.filled(title))

    def _body(self, section: Section) -> Iterator[Piece]:
        words = list(self._words(section.texts))
        yield from words
        if not words and section.sentence and self.figures.complete(section.sentence):
            yield WordsPiece(self.figures.filled(section.sentence))
        elif not words and section.hint:
            yield HintPiece(section.hint)
        for wish in section.tables:
            table = self._table(wish)
            if table is not None:
                self.tables += 1
                yield TablePiece(f"表{self.tables}　{self.figures.filled(wish.caption)}", table)
        if section.chart and self.chart is not None:
            self.charts += 1
            yield ChartPiece(f"图{self.charts}　{self.chart.caption}", self.chart.png)

    def _words(self, keys: Iterable[str]) -> Iterator[Piece]:
        """The narratives of these keys, numbered ones (目标1, 目标2) after each other; from the second on with their titles."""
        found = [each for key in keys for each in self._narratives() if _is_of(each.id, key)]
        for number, each in enumerate(found):
            titled = number and each.title and not NUMBERED.match(plain(each.title))
            text = f"{each.title}：{each.text.strip()}" if titled else each.text
            yield from (WordsPiece(line.strip()) for line in text.split("\n") if line.strip())

    def _narratives(self) -> list[Narrative]:
        """The texts that say something, their live figures filled in."""
        texts = filled_texts(self.scored)
        return [replace(each, text=texts[each.id]) for each in self.scored.table.narratives if texts[each.id].strip()]

    def _table(self, wish: TableWish) -> ReportTable | None:
        return report_table(self.scored, wish.shows, branches=wish.branches, besides=wish.besides)

    def _others(self) -> Iterator[Piece]:
        """Narratives that no section speaks of are not lost."""
        told = {*self.outline.lead, *(key for section in self.outline.sections for key in section.texts)} | _NOT_TOLD
        left = [each for each in self._narratives() if not any(_is_of(each.id, key) for key in told)]
        if left:
            yield self._heading(1, OTHER)
        for each in left:
            if each.title:
                yield self._heading(2, each.title.replace("{", "{{").replace("}", "}}"))
            yield from (WordsPiece(line.strip()) for line in each.text.split("\n") if line.strip())


def _is_of(narrative: str, key: str) -> bool:
    base, _, number = narrative.rpartition("_")
    return narrative == key or (base == key and number.isdecimal())


def numeral(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones or not tens else "")


def heading_number(level: int, number: int) -> str:
    """The official numbering: 一、 （一） 1. （1）."""
    if level == 1:
        return f"{numeral(number)}、"
    if level == 2:
        return f"（{numeral(number)}）"
    return f"{number}. " if level == 3 else f"（{number}）"
