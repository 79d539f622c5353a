"""Makes the text of a PDF that Qt wrote read back as it was written.

Qt says for every glyph the first character of the font that is drawn with it: a tab for the blank, in some fonts a radical (⾦)
for a character (金), and nothing at all beyond U+FFFF. What a glyph stands for is known where it is painted, so the maps are
written again, as an update at the end of the file, which leaves every byte of Qt's as it is. Drawings paint words that nobody
lists; their glyphs stand among ours and are told by what Qt says of them.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Sequence
from pathlib import Path

_TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_RANGE = re.compile(r"<([0-9A-Fa-f]{4})> <[0-9A-Fa-f]{4}> (?:\[([^\]]*)\]|<([0-9A-Fa-f]+)>)")
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)", re.DOTALL)
_NOTHING = "\0"  # what Qt says of a character beyond U+FFFF
_LINES = 100  # of one section of a map, as the format wants it


def mend_text(path: Path, fonts: Sequence[Sequence[str]]) -> None:
    """Write the maps of a PDF again.

    Args:
        path: of a file that Qt wrote.
        fonts: for each font the characters painted with it, one for each glyph, in the order of their first use.
    """
    data = path.read_bytes()
    trailer = _TRAILER.search(data, data.rfind(b"trailer"))
    if trailer is None:
        return
    added: dict[int, int] = {}
    update = bytearray()
    for number in sorted({int(each) for each in _TO_UNICODE.findall(data)}):
        stream = _stream(data, number)
        characters = _font_of(_codes(stream), fonts)
        if characters is not None:
            added[number] = len(data) + len(update)
            body = _map(characters)
            update += b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)
    start = len(data) + len(update)
    update += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % each for each in added.items())
    update += b"trailer\n<<%s/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n" % (trailer[1], trailer[2], start)
    if added:
        with path.open("ab") as file:
            file.write(update)


def _stream(data: bytes, number: int) -> str:
    start = data.index(b"stream\n", data.index(b"\n%d 0 obj" % number)) + len(b"stream\n")
    return data[start : data.index(b"endstream", start)].decode("ascii")


def _codes(stream: str) -> dict[int, str]:
    """For the number of each glyph what Qt says it stands for."""
    found: dict[int, str] = {}
    for first, several, one in _RANGE.findall(stream[stream.find("beginbfrange") :]):
        for step, code in enumerate(re.findall("[0-9A-Fa-f]{4}", several or one)):
            found[int(first, 16) + step] = chr(int(code, 16))
    return found


def _font_of(codes: dict[int, str], fonts: Sequence[Sequence[str]]) -> Sequence[str] | None:
    """What the glyphs of a font stand for; ``None`` for one that the system put in for a character no font has."""

    def agreement(characters: Sequence[str]) -> int:
        return sum(codes.get(number) == character for number, character in enumerate(characters, 1))

    alone = [each for each in fonts if max(codes, default=0) <= len(each)]
    mixed = (found for each in fonts if (found := _among_others(codes, each)))
    for some in (alone, mixed):
        fitting = [each for each in some if 2 * agreement(each) > len(each)]
        if fitting:
            return max(fitting, key=agreement)
    return None


def _among_others(codes: dict[int, str], characters: Sequence[str]) -> Sequence[str]:
    """The characters of all glyphs where drawings have put some of theirs between ours; none where ours are not among them."""
    ours = deque(characters)
    found: list[str] = []
    for number in range(1, max(codes, default=0) + 1):
        while ours and ours[0] in found:
            ours.popleft()
        said = _meant(codes.get(number, _NOTHING))
        found.append(ours.popleft() if ours and said in (_NOTHING, ours[0]) else said)
    return () if set(ours) - set(found) else found


def _meant(said: str) -> str:
    """The character behind the one that Qt says, as far as that can be told without knowing what was painted."""
    if said == "\t":
        return " "
    return unicodedata.normalize("NFKC", said) if "\u2e80" <= said <= "\u2fdf" else said


def _map(characters: Sequence[str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    numbered = list(enumerate(characters, 1))
    for start in range(0, len(numbered), _LINES):
        some = numbered[start : start + _LINES]
        lines.append(f"{len(some)} beginbfchar")
        lines += [f"<{number:04X}> <{character.encode('utf-16-be').hex().upper()}>" for number, character in some]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
