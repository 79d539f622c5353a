"""Drafts become a YearTable with ids, and every box its place."""

from dataclasses import dataclass, field

from desktop.reading.cells import CellNote
from desktop.reading.drafts import WordsDraft
from desktop.reading.grid import Box, Grid
from desktop.reading.import_findings import ImportCode, finding
from desktop.reading.joining import Joined
from desktop.reading.sheet_read import SheetRead
from desktop.reading.understood import AsWhat, Placed
from desktop.reading.words import is_figure, money_unit_of, plain
from scoring.finding import Finding, Place, Severity
from scoring.table import (
    BaseFact,
    Detail,
    FundLine,
    Heading,
    Narrative,
    Node,
    RecordKind,
    TableKey,
    YearTable,
)

NUMERIC = frozenset({"points_text", "given_score_text", "published_score_text"})
MONEY_FIELDS = frozenset({"initial_budget_text", "adjusted_budget_text", "executed_text"})
NEEDED = NUMERIC | MONEY_FIELDS | {"published_points_text", "target_text", "actual_text"}


@dataclass(slots=True)
class Places:
    """Where each box went; the first word about a box counts."""

    placed: dict[tuple[str, int, int], tuple[AsWhat, Place | None]] = field(default_factory=dict)

    def put(self, grid: Grid, box: Box, as_what: AsWhat, place: Place | None = None) -> None:
        key = (grid.sheet.name, box.row, box.column)
        held = self.placed.get(key)
        if held is None or (held[1] is None and place is not None):
            self.placed[key] = (as_what, place)

    def listed(self, grids: list[Grid]) -> tuple[Placed, ...]:
        """Every box of these grids exactly once; what nobody placed is unplaced."""
        missing = (AsWhat.UNPLACED, None)
        found = []
        for grid in grids:
            name = grid.sheet.name
            for box in grid.boxes():
                as_what, place = self.placed.get((name, box.row, box.column), missing)
                text = box.text or grid.sheet.text(box.row, box.column)
                found.append(Placed(name, box.row, box.column, as_what, place, text))
        return tuple(found)


@dataclass(slots=True)
class Assembled:
    """A table with its places and what is to be said about single cells."""

    table: YearTable
    places: Places
    findings: list[Finding]


def assemble(key: TableKey, reads: list[SheetRead], joined: Joined, form: str) -> Assembled:
    """Give ids in document order: nodes, then funds, then named figures; narratives and details have keys."""
    places = Places()
    findings: list[Finding] = []
    owners = {id(draft): read.grid for read in reads for piece in read.pieces for draft in piece.drafts}
    number = 0
    nodes: list[Node] = []
    ids: dict[int, str] = {}
    for draft in joined.drafts:
        number += 1
        each_id = str(number)
        texts = {name: text for name, text in draft.texts.items() if text}
        nodes.append(
            Node(
                id=each_id,
                level=draft.level,
                kind=draft.kind,
                section=draft.section,
                lineage_id=f"{key.year}-{each_id}",
                **texts,
            )
        )
        ids[id(draft)] = each_id
        grid = owners.get(id(draft), reads[0].grid)
        for box, name in draft.boxes:
            place = Place(RecordKind.NODE, each_id, name)
            places.put(grid, box, AsWhat.FACT, place)
            if name in NUMERIC and box.word and not is_figure(box.word):
                findings.append(_said(grid, box, ImportCode.NOT_NUMERIC, Severity.ERROR, place))
    for deduced in joined.deduced:
        place = Place(RecordKind.NODE, ids[id(deduced.draft)], deduced.attribute)
        what = "分值" if deduced.attribute == "points_text" else "得分"
        findings.append(
            finding(ImportCode.DEDUCED, Severity.WARNING, place, name=deduced.draft.name, what=what, text=deduced.text)
        )
    unit = _money_unit(reads)
    funds: list[FundLine] = []
    for read in reads:
        for line in read.funds:
            number += 1
            texts = {name: text for name, text in line.texts.items() if text}
            funds.append(FundLine(str(number), line.group, line.label, line.level, **texts))
            for box, name in line.boxes:
                place = Place(RecordKind.FUND, str(number), name or "label")
                places.put(read.grid, box, AsWhat.FACT if name else AsWhat.HEADING, place)
                findings += _of_fund(read.grid, box, place, unit, texts.get(name, ""))
    facts: list[BaseFact] = []
    for read in reads:
        for fact in read.facts:
            number += 1
            facts.append(BaseFact(str(number), fact.label, fact.value, fact.unit, fact.group, fact.source))
            for box, name in fact.boxes:
                places.put(read.grid, box, AsWhat.FACT, Place(RecordKind.BASE_FACT, str(number), name))
    narratives = _narratives(reads, places)
    details = _details(reads, places)
    heading = _heading(reads, form, unit, places)
    for read in reads:
        _marks(read, places)
    table = YearTable(key, heading, details, narratives, tuple(funds), tuple(facts), tuple(nodes), (), number + 1)
    return Assembled(table, places, findings)


def _said(grid: Grid, box: Box, code: ImportCode, severity: Severity, place: Place, **facts: str) -> Finding:
    cell = grid.sheet.address(box.row, box.column)
    return finding(code, severity, place, sheet=grid.sheet.name, cell=cell, text=box.text.strip(), **facts)


def _of_fund(grid: Grid, box: Box, place: Place, unit: str, text: str) -> list[Finding]:
    name = place.field
    if name in MONEY_FIELDS and box.word.endswith("元"):
        said = "万元" if box.word.endswith("万元") else "亿元" if box.word.endswith("亿元") else "元"
        if said != unit:
            return [_said(grid, box, ImportCode.UNIT_CONFLICT, Severity.WARNING, place, unit=unit)]
    if name == "published_rate_text" and is_figure(plain(text)) and not plain(text).endswith(("%", "‰")):
        return [_said(grid, box, ImportCode.NO_SIGN, Severity.WARNING, place)]
    return []


def _money_unit(reads: list[SheetRead]) -> str:
    """The unit of money the paper says in a line of its own, else in a heading (年初预算数（万元）), else 万元."""
    for read in reads:
        if read.around.money_unit:
            return read.around.money_unit
    heads = (box for each in reads for marks in each.marks for box in marks.headings)
    return next((unit for box in heads if (unit := money_unit_of(box.word))), "万元")


def _keyed(drafts: list[tuple[SheetRead, WordsDraft]], prefix: str) -> list[tuple[str, SheetRead, WordsDraft]]:
    used: dict[str, int] = {}
    found = []
    unnamed = 0
    for read, draft in drafts:
        key = draft.key
        if not key:
            unnamed += 1
            key = f"{prefix}_{unnamed}"
        used[key] = used.get(key, 0) + 1
        found.append((key if used[key] == 1 else f"{key}_{used[key]}", read, draft))
    return found


def _narratives(reads: list[SheetRead], places: Places) -> tuple[Narrative, ...]:
    found = []
    for key, read, draft in _keyed([(one, each) for one in reads for each in one.words], "text"):
        found.append(Narrative(key, draft.title, draft.text))
        for box, name in draft.boxes:
            note = any(box is each for marks in read.marks for each in marks.notes)
            as_what = AsWhat.NOTE if note else AsWhat.HEADING if name == "title" else AsWhat.FACT
            places.put(read.grid, box, as_what, Place(RecordKind.NARRATIVE, key, name))
    return tuple(found)


def _details(reads: list[SheetRead], places: Places) -> tuple[Detail, ...]:
    found = []
    for key, read, draft in _keyed([(one, each) for one in reads for each in one.around.details], "detail"):
        found.append(Detail(key, draft.title, draft.text))
        for box, name in draft.boxes:
            signed = any(box is each for each in read.around.signatures)
            as_what = AsWhat.SIGNATURE if signed else AsWhat.HEADING if name == "label" else AsWhat.FACT
            places.put(read.grid, box, as_what, Place(RecordKind.DETAIL, key, name))
    return tuple(found)


def _of_heading(name: str) -> Place:
    return Place(RecordKind.HEADING, "heading", name)


def _heading(reads: list[SheetRead], form: str, unit: str, places: Places) -> Heading:
    title = next((read.around.title for read in reads if read.around.title), "")
    points = score = ""
    grade = next((read.around.grade for read in reads if read.around.grade), "")
    printed = [(read, each) for read in reads for piece in read.pieces for each in piece.totals if each.final]
    for read, each in printed:
        if each.points and not points:
            points = each.points[0]
            places.put(read.grid, each.points[1], AsWhat.TOTAL, _of_heading("published_points_text"))
        if each.score and not score:
            score = each.score[0]
            places.put(read.grid, each.score[1], AsWhat.TOTAL, _of_heading("published_score_text"))
        grade = grade or each.grade
    score = score or next((read.around.score for read in reads if read.around.score), "")
    for read in reads:
        if read.around.title_box is not None:
            places.put(read.grid, read.around.title_box, AsWhat.HEADING, _of_heading("title"))
        for box, name in read.around.totals:
            places.put(read.grid, box, AsWhat.FACT, _of_heading(name))
    return Heading(
        title=title,
        form=form,
        money_unit=unit,
        published_points_text=points,
        published_score_text=score,
        published_grade_text=grade,
    )


def _marks(read: SheetRead, places: Places) -> None:
    for marks in read.marks:
        for boxes, as_what in (
            (marks.headings, AsWhat.HEADING),
            (marks.totals, AsWhat.TOTAL),
            (marks.notes, AsWhat.NOTE),
            (marks.decorations, AsWhat.DECORATION),
            (marks.unplaced, AsWhat.UNPLACED),
        ):
            for box in boxes:
                places.put(read.grid, box, as_what)
    for box in read.around.signatures:
        places.put(read.grid, box, AsWhat.SIGNATURE)


def uncalculated(reads: list[SheetRead], assembled: Assembled) -> dict[str, str]:
    """Formulas without a stored result at places where a fact or a total belongs: ``自评表!H7`` -> the formula."""
    found: dict[str, str] = {}
    for read in reads:
        sheet = read.grid.sheet
        for box in read.grid.boxes():
            if CellNote.NO_STORED_VALUE not in box.notes:
                continue
            held = assembled.places.placed.get((sheet.name, box.row, box.column))
            if held is not None and held[1] is not None and held[1].field in NEEDED:
                found[f"{sheet.name}!{sheet.address(box.row, box.column)}"] = sheet.cells[box.place].formula
    return found
