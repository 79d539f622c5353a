"""Breaks text into lines as Chinese is set: between characters, no stop at the start of a line, words and numbers whole."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

# Never at the start of a line, never at its end (GB/T 15834 and common practice).
_CLOSERS = "。，、；：？！）》」』】〕〉］｝〗〞”’…—～·％‰℃°′″.,;:?!)]}%"
_OPENERS = "（《「『【〔〈［｛〖〝“‘([{￥¥$＜≤≥＞"
_LOOSE = "”’…—～·"  # closers beyond ASCII: what follows them may begin a line
_FIRST_WIDE = "\u2e80"  # from here on every character is a word of its own
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f\ud800-\udfff]")
_OTHER_BREAKS = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")


_ROUNDING = 1e-9
_INDENT = "\u3000"


class Line(NamedTuple):
    """A line of text and its width in ems."""

    text: str
    width: float


def printable(text: str) -> str:
    """The text without characters that print nothing; line breaks of every kind as line feeds, tabs as blanks."""
    if text.isprintable():
        return text
    return _UNSEEN.sub("", _OTHER_BREAKS.sub("\n", text).replace("\t", " "))


def wrap(text: str, room: float, ems: Mapping[str, float], *, hanging: bool = False) -> tuple[Line, ...]:
    """The lines of a text.

    Args:
        text: as written; its own line breaks hold.
        room: width of a line in ems. A single character wider than that stands alone all the same.
        hanging: an indent at the start (of a name in an outline) holds for the lines below too.
        ems: the width of each character in ems.
    """
    lines: list[Line] = []
    for paragraph in printable(text).split("\n"):
        edges = list(accumulate(map(ems.__getitem__, paragraph), initial=0.0))
        if edges[-1] <= room:
            lines.append(Line(paragraph, edges[-1]))
        elif hanging and paragraph.startswith(_INDENT):
            bare = paragraph.lstrip(_INDENT)
            indent = paragraph[: len(paragraph) - len(bare)]
            step = edges[len(indent)]
            below = _fill(bare, room - step, edges[len(indent) :])
            lines.extend(Line(indent + line.text, step + line.width) for line in below)
        else:
            lines.extend(_fill(paragraph, room, edges))
    return tuple(lines)


def _fill(paragraph: str, room: float, edges: Sequence[float]) -> Iterator[Line]:
    """The lines of a paragraph; ``edges`` are the left edge of its first character and the right edges of all."""
    start, count = 0, len(paragraph)
    while start < count:
        before = edges[start]
        full = bisect_right(edges, before + room + _ROUNDING, lo=start + 1) - 1
        end = full
        while start < end < count and not _may_break(paragraph[end - 1], paragraph[end]):
            end -= 1
        if end == start:  # a word longer than a line is cut anywhere
            end = max(full, start + 1)
        text = paragraph[start:end]
        if end < count:
            text = text.rstrip()
        if text or end >= count:
            yield Line(text, edges[start + len(text)] - before)
        start = end
        while start < count and paragraph[start].isspace():
            start += 1


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if before.isspace() or after.isspace():
        return True
    if after in _CLOSERS or before in _OPENERS:
        return False
    return before >= _FIRST_WIDE or after >= _FIRST_WIDE or after in _OPENERS or before in _LOOSE
