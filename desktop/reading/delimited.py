"""Text files with one row per line (.csv, .txt): encoding and delimiter are told by the content."""

import codecs
import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits
from desktop.reading.cells import FileKind, Workbook
from desktop.reading.collect import SheetCollector, too_large

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS: Final = ("\t", ",", ";", "|")
_DECLARED: Final = re.compile(r"sep=([^\r\n\"])\r?\n", re.IGNORECASE)
_SAMPLE_LINES: Final = 50
_MOST_CONTROLS: Final = 0.01  # of the characters; more is not a text


def read_delimited(data: bytes, name: str) -> Workbook:
    """One sheet, named after the file without its extension.

    Raises:
        EnvironmentFault: FILE_UNREADABLE if the bytes are no text, FILE_TOO_LARGE beyond the limits.
    """
    text = decoded(data)
    if text is None:
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="encoding")
    collector = SheetCollector(name.rpartition(".")[0] or name)
    declared = _DECLARED.match(text)  # a line for Excel alone, no row of the table
    delimiter = declared.group(1) if declared else delimiter_of(text)
    for row, fields in enumerate(rows_of(text[declared.end() :] if declared else text, delimiter)):
        for column, field in enumerate(fields):
            collector.put_text(row, column, field)
    return Workbook(FileKind.DELIMITED, name, (collector.sheet(),))


def rows_of(text: str, delimiter: str) -> Iterable[list[str]]:
    """The fields of each row; quoted ones may hold the delimiter and line ends.

    Raises:
        EnvironmentFault: FILE_TOO_LARGE for a field beyond the limits.
    """
    csv.field_size_limit(limits.TEXT_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise too_large("text", limits.TEXT_CHARACTERS) from error


def delimiter_of(text: str) -> str:
    """The sign that cuts most lines into the same number of fields, and into most of them."""
    return max(_DELIMITERS, key=lambda delimiter: _agreement(text[: 1 << 16], delimiter))


def _agreement(sample: str, delimiter: str) -> tuple[int, int]:
    """How many lines have the most usual number of fields (of more than one), and that number."""
    widths: dict[int, int] = {}
    lines = 0
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for fields in reader:
            lines += 1
            if lines > _SAMPLE_LINES:
                break
            if len(fields) > 1:
                widths[len(fields)] = widths.get(len(fields), 0) + 1
    except csv.Error:
        return (0, 0)
    width = max(widths, key=lambda width: (widths[width], width), default=0)
    return (widths.get(width, 0), width)


def decoded(data: bytes, *, is_part: bool = False) -> str | None:
    """The text of these bytes: by its mark, else UTF-8, UTF-16 or GB18030; None if it is no text.

    Args:
        data: the bytes.
        is_part: a character may be cut off at the end.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as_text(data[len(mark) :], encoding, is_part=is_part)
    for encoding in ("utf-8", *_wide(data), "gb18030"):
        text = _as_text(data, encoding, is_part=is_part)
        if text is not None:
            return text
    return None


def _wide(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark shows by the zero bytes of its commas, digits and line ends."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 < len(sample):
        return ()
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _as_text(data: bytes, encoding: str, *, is_part: bool) -> str | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data, not is_part)
    except UnicodeDecodeError:
        return None
    controls = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32)))
    return text if controls <= len(text) * _MOST_CONTROLS else None
