"""Fills somebody's own blank form: cells written into a copy of that file, everything else in it untouched."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.form import FormLayout
from desktop.forms.number_text import cell_number
from desktop.kit.safefile import replace_file
from desktop.reading.cells import FileKind, Workbook
from desktop.reading.guard import read_workbook
from desktop.reading.package import Package
from desktop.reading.reader import file_bytes
from desktop.reading.words import plain
from desktop.sheets.excel_patch import SheetXml, Spot, Value, patched, scan_sheet
from desktop.sheets.excel_styles import number_formats, sheet_parts
from desktop.sheets.fill_facts import Facts, facts_of, is_words, ours, path_of, said_of_key
from desktop.sheets.fill_labels import label_cells
from desktop.sheets.fill_rows import FreeRow, rows_written
from desktop.sheets.fill_spots import BlankForm, SheetSpot, read_blank
from desktop.workspace.library import form_of
from scoring.finding import Place
from scoring.scored import ScoredTable
from scoring.table import RecordKind, TableKey, YearTable

_TEXT_FORMAT = "@"
_ENDINGS = {".xlsx", ".xlsm"}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A fact that the form has no cell for, or whose cell already says something else (``occupied``)."""

    place: Place
    path: tuple[str, ...]
    text: str
    occupied: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of a blank form."""

    path: Path
    filled: int
    unplaced: tuple[Unplaced, ...]


def fill_template(template: Path, output: Path, scored: ScoredTable, form: FormLayout | None = None) -> Filled:
    """Write the table into a copy of the template; filled cells and formulas stay as they are.

    Raises:
        EnvironmentFault: the FILE codes of the reader for the template; FILE_UNSUPPORTED, it is no .xlsx; FORMAT_UNKNOWN,
            the output does not end like the template; OUTPUT_EXISTS, the output is the template itself; NOTHING_TO_FILL,
            no empty cell of the template asks for anything of this table; those of ``desktop.kit.safefile.replace_file``.
    """
    workbook = read_workbook(template)
    if workbook.kind is not FileKind.XLSX:
        raise EnvironmentFault(FaultCode.FILE_UNSUPPORTED, path=template.name, kind=workbook.kind.value)
    if output.suffix.lower() not in _ENDINGS or output.suffix.lower() != template.suffix.lower():
        known = template.suffix.lower() if template.suffix.lower() in _ENDINGS else ".xlsx"
        raise EnvironmentFault(FaultCode.FORMAT_UNKNOWN, path=output.name, known=known)
    if output.exists() and output.samefile(template):
        raise EnvironmentFault(FaultCode.OUTPUT_EXISTS, path=output.name)
    data = file_bytes(template)
    package = Package(data)
    parts = sheet_parts(package)
    scans = {name: scan_sheet(package.read(part)) for name, part in parts.items()}
    facts = facts_of(scored, form or form_of(scored.table))

    def rows(said: YearTable, free: Sequence[FreeRow]) -> dict[SheetSpot, tuple[Place, str]]:
        """Our rows that the form does not name, in its free rows."""
        named = {mine for (kind, _), mine in ours(said, scored.table).items() if kind is RecordKind.NODE}
        left = [row for row in scored.rows.values() if row.node.leaf and row.node.id not in named]
        return {(sheet, *spot): (place, text) for sheet, spot, place, text in rows_written(free, left, facts)}

    blank = read_blank(workbook, scans, scored.table.key, rows)
    pairs = ours(blank.table, scored.table)
    texts = {**dict(_texts(blank.spots, blank.table, facts, pairs)), **blank.rows}
    labels = tuple(label_cells(workbook, scans, facts, {place for place, _ in texts.values()}))
    if not texts and not any(each.places for each in labels):
        raise EnvironmentFault(FaultCode.NOTHING_TO_FILL, path=template.name)
    shown = dict(_texts(blank.formulas, blank.table, facts, pairs))
    behind = {(each.sheet, each.row, each.column): (Place(RecordKind.DETAIL), each.text) for each in labels}
    changed = _changed(workbook, package, scans, {**texts, **behind}, shown)
    with replace_file(output) as draft:
        draft.write_bytes(_copied(data, {parts[name]: sheet for name, sheet in changed.items()}))
    written = {*(place for place, _ in texts.values()), *(place for each in labels for place in each.places)}
    return Filled(output, len({*texts, *behind}), tuple(_unplaced(blank, facts, written, pairs)))


def _texts(
    spots: Mapping[SheetSpot, Place], theirs: YearTable, facts: Facts, pairs: Mapping[tuple[RecordKind, str], str]
) -> Iterator[tuple[SheetSpot, tuple[Place, str]]]:
    """What belongs into each cell, for those that have anything."""
    parted = {each.id for each in spots.values() if each.field in ("comparator_text", "target_unit_text")}
    for node in theirs.nodes:
        if node.comparator_text or node.target_unit_text:
            parted.add(node.id)
    for spot, place in spots.items():
        record = pairs.get((place.kind, place.id))
        if record is not None:
            mine = Place(place.kind, record, place.field)
            text = facts.text(mine, parted=place.id in parted)
        else:
            mine, text = place, _of_key(place, facts.scored.table.key)
        if text:
            yield spot, (mine, text)


def _of_key(place: Place, key: TableKey) -> str:
    return said_of_key(key, place.id) if place.kind is RecordKind.DETAIL else ""


def _changed(
    workbook: Workbook,
    package: Package,
    scans: Mapping[str, SheetXml],
    texts: Mapping[SheetSpot, tuple[Place, str]],
    shown: Mapping[SheetSpot, tuple[Place, str]],
) -> dict[str, bytes]:
    """The new bytes of every sheet that something is written into. Results of its formulas are renewed, or taken away."""
    formats = number_formats(package)
    changed = {}
    for sheet in workbook.sheets:
        scan = scans[sheet.name]
        values: dict[Spot, Value] = {}
        for (name, row, column), (place, text) in texts.items():
            if name == sheet.name:
                values[row, column] = _value(text, place, _format(formats, scan.style((row, column))))
        if not values:
            continue
        results: dict[Spot, Value | None] = {}
        for spot in scan.formulas:
            known = shown.get((sheet.name, *spot))
            results[spot] = None if known is None else _value(known[1], known[0], _format(formats, scan.style(spot)))
        changed[sheet.name] = patched(scan, values, results)
    return changed


def _format(formats: Mapping[int, str], style: str) -> str:
    return formats.get(int(style) if style.isdecimal() else 0, "General")


def _value(text: str, place: Place, number_format: str) -> Value:
    """A number where the cell shows it as it is written: no per cent in a cell without the sign, no words in a cell for text."""
    number = None if is_words(place) or number_format == _TEXT_FORMAT else cell_number(text)
    if number is None or number.percent != ("%" in number_format):
        return text
    return number.value.scaleb(-2) if number.percent else Decimal(number.value)


def _copied(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The package with some parts replaced; all others keep content, order, dates and compression."""
    lower = {name.lower(): sheet for name, sheet in changed.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        target.comment = source.comment
        for entry in source.infolist():
            name = entry.filename.replace("\\", "/").lstrip("/").lower()
            content = lower.get(name)
            target.writestr(entry, source.read(entry) if content is None else content, compress_type=entry.compress_type)
    return out.getvalue()


def _unplaced(
    blank: BlankForm, facts: Facts, written: Iterable[Place], pairs: Mapping[tuple[RecordKind, str], str]
) -> Iterator[Unplaced]:
    """Every fact that is neither written nor printed in the form already."""
    table = facts.scored.table
    theirs = {(kind, mine): record for (kind, record), mine in ours(blank.said, table).items()}
    placed = {(each.kind, pairs.get((each.kind, each.id)), _one_name(each.field)) for each in blank.formulas.values()}
    placed |= {(each.kind, each.id, _one_name(each.field)) for each in written}
    for place, text in facts.all():
        if (place.kind, place.id, _one_name(place.field)) in placed or _says_key(place, text, table.key):
            continue
        record = theirs.get((place.kind, place.id))
        said = "" if record is None else _said(blank.said, Place(place.kind, record, place.field))
        if said and (plain(said) == plain(text) or _same_figure(said, text)):
            continue
        yield Unplaced(place, path_of(place, table), text, occupied=bool(said))


def _one_name(field: str) -> str:
    return "given_score_text" if field == "published_score_text" else field


def _says_key(place: Place, text: str, key: TableKey) -> bool:
    return place.kind is RecordKind.DETAIL and plain(text) in {plain(key.unit), plain(f"{key.year}年"), plain(f"{key.year}年度")}


def _said(table: YearTable, place: Place) -> str:
    """What the form itself says there; a target of three cells in their order."""
    found = getattr(table, place.kind.value)
    record = next((each for each in (found if isinstance(found, tuple) else (found,)) if each.id == place.id), None)
    said = str(getattr(record, place.field, ""))
    if place.field == "given_score_text":
        said = said or str(getattr(record, "published_score_text", ""))
    if place.field == "target_text" and place.kind is RecordKind.NODE and record is not None:
        return f"{record.comparator_text}{said}{record.target_unit_text}"
    return said


def _same_figure(one: str, other: str) -> bool:
    first, second = cell_number(plain(one)), cell_number(plain(other))
    return first is not None and second is not None and (first.value, first.percent) == (second.value, second.percent)
