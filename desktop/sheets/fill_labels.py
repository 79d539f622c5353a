"""Labels whose words stand in the same cell (填报单位：), and the year left open in a title: what is added there."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from desktop.reading.cells import HiddenState, Sheet, Workbook
from desktop.reading.headings import Vocabulary, load_vocabulary
from desktop.reading.words import bare, plain
from desktop.sheets.excel_patch import SheetXml
from desktop.sheets.fill_facts import Facts, said_of_key
from scoring.finding import Place
from scoring.table import Record, RecordKind

_LABEL: Final = re.compile(r"(?P<label>[^：:\n]{1,24})[：:](?P<gap>[\s_＿]*)")
_WIDE: Final = re.compile(r"\s{2,}|\u3000|_{2,}|＿")
_DATE: Final = re.compile(r"年[\s_＿]*月[\s_＿]*日")
_MEASURE: Final = re.compile(r"(?:年度?|分|个|人|万元|元)(?=[\s_＿]|$)")
_OPEN_YEAR: Final = re.compile(
    r"(?:20)?(?:[×xXＸ*＊□○]{2,4}|[\s_＿]{2,})(?=[）)]?年度)|20[\s_＿]+(?=年度)|(?<=[（(])[\s_＿]*(?=[）)]年度)"
)
_TITLE: Final = re.compile("绩效|自评|评价")
_NEXT: Final = "　　"


@dataclass(frozen=True, slots=True)
class LabelCell:
    """A cell that asks behind its own words: what it says when it is filled in, and the facts that were added."""

    sheet: str
    row: int
    column: int
    text: str
    places: tuple[Place, ...]


def label_cells(
    workbook: Workbook, shapes: Mapping[str, SheetXml], facts: Facts, written: Collection[Place]
) -> Iterator[LabelCell]:
    """Every such cell; a fact that is ``written`` beside its label is not said twice."""
    vocabulary = load_vocabulary()
    year = str(facts.scored.table.key.year)
    for sheet in workbook.sheets:
        if sheet.name in shapes and sheet.hidden is HiddenState.VISIBLE:
            for row, column, text in _texts(sheet, shapes[sheet.name]):
                said, places = _filled(text, vocabulary, facts, written)
                said = _OPEN_YEAR.sub(year, said) if _TITLE.search(plain(said)) else said
                if said != text:
                    yield LabelCell(sheet.name, row, column, said, places)


def _texts(sheet: Sheet, shape: SheetXml) -> Iterator[tuple[int, int, str]]:
    for (row, column), cell in sheet.cells.items():
        if cell.number is None and not cell.formula and (row, column) not in shape.formulas:
            yield row, column, cell.text


def _filled(text: str, vocabulary: Vocabulary, facts: Facts, written: Collection[Place]) -> tuple[str, tuple[Place, ...]]:
    """The text with an answer behind each label that has none yet."""
    pieces: list[str] = []
    places: list[Place] = []
    at = 0
    for label in _LABEL.finditer(text):
        place = _asked(_WIDE.split(label["label"])[-1], vocabulary)
        answer = "" if place is None or place in written else _answer(place, facts)
        end = _end_of_gap(text, label.end(), answer)
        if place is None or not answer or end is None:
            continue
        apart = _NEXT if text[end:].strip() and not text[end].isspace() and not _MEASURE.match(text[end:]) else ""
        pieces += [text[at : label.start("gap")], answer, apart]
        places.append(place)
        at = end
    return "".join([*pieces, text[at:]]), tuple(places)


def _end_of_gap(text: str, start: int, answer: str) -> int | None:
    """Up to where the answer takes the place of blanks, 年　月　日 or a measure of its own; nowhere if words stand there."""
    rest = text[start:]
    if date := _DATE.match(rest):
        return start + date.end()
    if not rest.strip():
        return len(text)
    if measure := _MEASURE.match(rest):  # 自评得分：　分, but not 单位：万元
        said = answer.endswith(measure[0])
        return start + (measure.end() if said else 0) if said or answer[-1:].isdecimal() else None
    following = _LABEL.match(rest)
    return start if following is not None and not following["label"][:1].isdigit() else None


def _asked(label: str, vocabulary: Vocabulary) -> Place | None:
    """Which fact a label asks for."""
    word = bare(plain(label))
    if key := vocabulary.field("details", word):
        return Place(RecordKind.DETAIL, key, "text")
    if key := vocabulary.field("narratives", word):
        return Place(RecordKind.NARRATIVE, key, "text")
    field = {"words": "published_grade_text", "score": "published_score_text"}.get(vocabulary.field("grade", word) or "")
    return Place(RecordKind.HEADING, "heading", field) if field else None


def _answer(place: Place, facts: Facts) -> str:
    """What we have to say there."""
    table = facts.scored.table
    records: tuple[Record, ...] = (table.heading, *table.details, *table.narratives)
    if all(each.id != place.id for each in records):
        return said_of_key(table.key, place.id) if place.kind is RecordKind.DETAIL else ""
    return facts.text(place).strip()
