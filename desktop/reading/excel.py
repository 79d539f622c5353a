"""Excel workbooks (.xlsx, .xlsm): one pass gives formula, stored value, format and exact number.

openpyxl's loader gives either the formulas or the stored values, turns dates into moments and stops at a style
it does not know, so the sheets are read as a stream here; openpyxl moves shared formulas, and in the tests it is
the second reader with which this one must agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits
from desktop.reading.cells import Cell, CellNote, FileKind, HiddenState, Sheet, Workbook
from desktop.reading.collect import (
    SheetCollector,
    error_cell,
    number_cell,
    stored_number,
    text_cell,
    too_large,
)
from desktop.reading.number_formats import BUILTIN_FORMATS
from desktop.reading.package import Package, custom_properties
from desktop.reading.xml_events import Handlers, local_attributes, read_xml, unescaped

HIDDEN_STATES: Final = {"hidden": HiddenState.HIDDEN, "veryHidden": HiddenState.VERY_HIDDEN}
_FLAT_POINTS: Final = Decimal(2)  # a row this low shows nothing


def read_xlsx(package: Package, name: str) -> Workbook:
    """All worksheets of a checked package; chart sheets hold no cells and are left out.

    Raises:
        EnvironmentFault: FILE_UNREADABLE, FILE_HOSTILE or FILE_TOO_LARGE.
    """
    main = package.main_part()
    relations = package.relations(main)
    listed, is_1904 = _workbook(package.read(main))
    if len(listed) > limits.SHEETS:
        raise too_large("sheets", limits.SHEETS)
    parts = dict(relations.values())
    book = _Book(
        strings=_strings(package.read(parts["sharedStrings"])) if _has(package, parts, "sharedStrings") else [],
        formats=_formats(package.read(parts["styles"])) if _has(package, parts, "styles") else [],
        is_1904=is_1904,
    )
    sheets = []
    for title, state, relation in listed:
        kind, target = relations.get(relation, ("", ""))
        if kind == "worksheet":
            sheets.append(_sheet(package.read(target), title, HIDDEN_STATES.get(state, HiddenState.VISIBLE), book))
    return Workbook(FileKind.XLSX, name, tuple(sheets), custom_properties(package))


def _has(package: Package, parts: Mapping[str, str], kind: str) -> bool:
    return parts.get(kind, "") in package


def _workbook(data: bytes) -> tuple[list[tuple[str, str, str]], bool]:
    """Name, state and relation of each sheet, and whether days count from 1904."""
    sheets: list[tuple[str, str, str]] = []
    is_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_1904
        if tag == "sheet":
            attributes = local_attributes(attributes)
            sheets.append((attributes.get("name", ""), attributes.get("state", ""), attributes.get("id", "")))
        elif tag == "workbookPr":
            is_1904 = attributes.get("date1904", "") in {"1", "true"}

    read_xml(data, Handlers(start, lambda _tag: None, lambda _text: None))
    return sheets, is_1904


def _strings(data: bytes) -> list[str]:
    """The shared strings, the readings that East Asian programs keep beside them left out."""
    strings: list[str] = []
    words: list[str] = []
    is_text = in_reading = False

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal is_text, in_reading
        if tag == "t":
            is_text = not in_reading
        elif tag == "rPh":
            in_reading = True
        elif tag == "si":
            words.clear()

    def end(tag: str) -> None:
        nonlocal is_text, in_reading
        if tag == "t":
            is_text = False
        elif tag == "rPh":
            in_reading = False
        elif tag == "si":
            strings.append(unescaped("".join(words)))
            if len(strings) > limits.STRINGS:
                raise too_large("strings", limits.STRINGS)

    def text(piece: str) -> None:
        if is_text:
            words.append(piece)

    read_xml(data, Handlers(start, end, text))
    return strings


def _formats(data: bytes) -> list[str]:
    """The number format of each cell style."""
    codes: dict[str, str] = {}
    numbers: list[str] = []
    in_cell_styles = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal in_cell_styles
        if tag == "cellXfs":
            in_cell_styles = True
        elif tag == "xf" and in_cell_styles:
            numbers.append(attributes.get("numFmtId", "0"))
            if len(numbers) > limits.FORMATS:
                raise too_large("formats", limits.FORMATS)
        elif tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "General")

    def end(tag: str) -> None:
        nonlocal in_cell_styles
        if tag == "cellXfs":
            in_cell_styles = False

    read_xml(data, Handlers(start, end, lambda _text: None))
    return [
        codes.get(number) or (BUILTIN_FORMATS.get(int(number), "General") if number.isdecimal() else "General")
        for number in numbers
    ]


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets of a workbook share."""

    strings: list[str]
    formats: list[str]
    is_1904: bool


@dataclass(slots=True)
class _Open:
    """The cell that is being read."""

    row: int = 0
    column: int = 0
    kind: str = "n"
    style: str = ""
    formula: str | None = None
    value: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)


class _Columns(dict[str, int]):
    """Column letters to numbers, each worked out once."""

    def __missing__(self, letters: str) -> int:
        column = 0
        for letter in letters.upper().replace("$", ""):
            column = column * 26 + ord(letter) - ord("A") + 1
        self[letters] = column - 1
        return column - 1


class _SheetReader:
    """The events of one sheet; rows and columns that name no place of their own follow their neighbour."""

    def __init__(self, collector: SheetCollector, book: _Book) -> None:
        self._collector = collector
        self._book = book
        self._columns = _Columns()
        self._row = -1
        self._column = -1
        self._cell = _Open()
        self._target: list[str] | None = None
        self._in_reading = False
        self._formula: list[str] = []
        self._shared: dict[str, tuple[str, str]] = {}
        self._shared_id = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v":
            self._target = self._cell.value
        elif tag == "t":
            self._target = None if self._in_reading else self._cell.inline
        elif tag == "f":
            self._formula = []
            self._shared_id = attributes.get("si", "") if attributes.get("t") == "shared" else ""
            self._target = self._formula
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "rPh":
            self._in_reading = True
        elif tag == "col" and (_is_on(attributes.get("hidden")) or _points(attributes.get("width")) == 0):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self._collector.hide_columns(int(first) - 1, int(last) - 1)

    def end(self, tag: str) -> None:
        if tag == "c":
            cell = _made(self._cell, self._book)
            if cell is not None:
                self._collector.put(self._cell.row, self._cell.column, cell)
        elif tag in {"v", "t"}:
            self._target = None
        elif tag == "f":
            self._target = None
            self._cell.formula = self._end_formula()
        elif tag == "rPh":
            self._in_reading = False

    def text(self, words: str) -> None:
        if self._target is not None:
            self._target.append(words)

    def _start_row(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        self._row = int(place) - 1 if place.isdecimal() else self._row + 1
        self._column = -1
        height = _points(attributes.get("ht"))
        if _is_on(attributes.get("hidden")) or height == 0:
            self._collector.hide_row(self._row)
        elif height is not None and height < _FLAT_POINTS:
            self._collector.flatten_row(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        row, column = self._row, self._column + 1
        if reference := attributes.get("r", ""):
            row, column = self._place(reference)
        self._column = column
        self._cell = _Open(row, column, attributes.get("t", "n"), attributes.get("s", ""))

    def _place(self, reference: str) -> tuple[int, int]:
        letters = reference.rstrip("0123456789$")
        digits = reference[len(letters) :].lstrip("$")
        if not digits or not letters.strip("$").isalpha() or not letters.isascii():
            raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="reference")
        return int(digits[:9]) - 1, self._columns[letters[:9]]

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = self._place(first)
        bottom, right = self._place(last or first)
        self._collector.merge(top, left, bottom, right)

    def _end_formula(self) -> str:
        text = "".join(self._formula)
        if not self._shared_id:
            return f"={text}"
        place = self._collector_address()
        if text:
            self._shared[self._shared_id] = (f"={text}", place)
            return f"={text}"
        return _moved(*self._shared.get(self._shared_id, ("=", place)), place)

    def _collector_address(self) -> str:
        letters = next((key for key, column in self._columns.items() if column == self._cell.column), "A")
        return f"{letters}{self._cell.row + 1}"


def _sheet(data: bytes, title: str, hidden: HiddenState, book: _Book) -> Sheet:
    collector = SheetCollector(title, hidden)
    reader = _SheetReader(collector, book)
    read_xml(data, Handlers(reader.start, reader.end, reader.text))
    return collector.sheet()


def _made(read: _Open, book: _Book) -> Cell | None:
    """The finished cell; None where there is nothing in it."""
    if not read.value and not read.inline and read.formula is None:
        return None
    style = int(read.style) if read.style.isdecimal() else 0
    number_format = book.formats[style] if style < len(book.formats) else "General"
    formula = read.formula or ""
    value = "".join(read.value)
    match read.kind:
        case "s":
            return text_cell(_shared_string(value, book), number_format, formula)
        case "inlineStr":
            return text_cell(unescaped("".join(read.inline)), number_format, formula)
        case "str":  # the result of a formula; here an empty one is a result too
            return text_cell(unescaped(value), number_format, formula)
        case "b" if value:
            return text_cell("TRUE" if value.strip() in {"1", "true"} else "FALSE", number_format, formula)
        case "e" if value:
            return error_cell(value.strip(), number_format, formula)
        case "d" if value:
            return text_cell(value.removesuffix("T00:00:00").removesuffix("T00:00:00Z"), number_format, formula)
    if not value.strip():
        return Cell("", None, number_format, formula, (CellNote.NO_STORED_VALUE,)) if formula else None
    number = stored_number(value)
    if number is None:
        return text_cell(value, number_format, formula)
    return number_cell(number, number_format, formula, is_1904=book.is_1904)


def _shared_string(index: str, book: _Book) -> str:
    place = index.strip()
    if not place.isdecimal() or int(place) >= len(book.strings):
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="strings")
    return book.strings[int(place)]


def _moved(formula: str, origin: str, place: str) -> str:
    """A shared formula as it reads at another place; that of its first cell where it cannot be moved."""
    from openpyxl.formula.tokenizer import TokenizerError
    from openpyxl.formula.translate import Translator, TranslatorError

    try:
        return str(Translator(formula, origin).translate_formula(place))
    except (TokenizerError, TranslatorError, ValueError):
        return formula


def _is_on(flag: str | None) -> bool:
    return flag in {"1", "true"}


def _points(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None
