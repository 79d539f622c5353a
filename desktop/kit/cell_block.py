"""Blocks of cells as Excel and WPS paste them; ``desktop.reading.clipboard`` reads what they copy. No Qt."""

from collections.abc import Mapping, Sequence
from html import escape

# A line break stays in its cell; words are not taken for dates or numbers.
STYLE = "br{mso-data-placement:same-cell}td{white-space:pre-wrap}.w{mso-number-format:'\\@'}"


def format_block(rows: Sequence[Sequence[str]]) -> str:
    """The text of these rows of cells: tabs between them, quotes around one that holds a tab or a line break."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    if any(each in cell for each in "\t\r\n"):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def format_page(
    rows: Sequence[Sequence[str]], spans: Mapping[tuple[int, int], tuple[int, int]], numbers: frozenset[tuple[int, int]]
) -> str:
    """The same rows as a page, for programs that take merged cells.

    ``spans`` gives for the upper left place (row, column) of a merged cell how many rows and columns it covers; ``numbers`` are
    the places whose words are plain numbers.
    """
    covered = {
        (row, column)
        for (top, left), (down, across) in spans.items()
        for row in range(top, top + down)
        for column in range(left, left + across)
        if (row, column) != (top, left)
    }
    lines: list[str] = []
    for row, words in enumerate(rows):
        cells: list[str] = []
        for column, text in enumerate(words):
            if (row, column) in covered:
                continue
            down, across = spans.get((row, column), (1, 1))
            marks = (f" rowspan={down}" if down > 1 else "") + (f" colspan={across}" if across > 1 else "")
            kind = "" if (row, column) in numbers else " class=w"
            cells.append(f"<td{kind}{marks}>{escape(text).replace(chr(10), '<br>')}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><head><style>{STYLE}</style></head><body><table border=1>{''.join(lines)}</table></body></html>"
