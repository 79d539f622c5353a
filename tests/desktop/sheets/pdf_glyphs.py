"""Reads every glyph of a PDF back, with the character it stands for and its place on the page, independent of our own code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
from pypdf.generic import DictionaryObject

MM = 25.4 / 72
Matrix = tuple[float, float, float, float, float, float]
_TOKEN = re.compile(rb"\s*(?:(<[0-9A-Fa-f]*>)|(/[^\s/<>\[\]()]+)|([-+.\d]+)|([A-Za-z'\"*]+\d?)|([\[\]]))")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page; in mm from the upper left corner, its box as high as a Chinese character."""

    character: str
    x: float
    baseline: float
    width: float
    size: float
    upright: bool

    @property
    def top(self) -> float:
        return self.baseline - 0.88 * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + 0.12 * self.size


@dataclass(frozen=True, slots=True)
class PdfPage:
    width: float
    height: float
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """Without blanks, which lines may end in."""
        return "".join("".join(glyph.character for glyph in self.glyphs).split())


def read_pdf(path: Path) -> list[PdfPage]:
    reader = pypdf.PdfReader(path)
    found = []
    for page in reader.pages:
        resources = page["/Resources"]
        own = {name: _Font.of(font.get_object()) for name, font in resources["/Font"].items()}  # type: ignore[index]
        contents = page.get_contents()
        assert contents is not None
        height = float(page.mediabox.height)
        glyphs = tuple(_glyphs(contents.get_data(), own, height))
        found.append(PdfPage(float(page.mediabox.width) * MM, height * MM, glyphs))
    return found


@dataclass(frozen=True, slots=True)
class _Font:
    characters: dict[int, str]
    widths: dict[int, float]

    @classmethod
    def of(cls, font: DictionaryObject) -> "_Font":
        characters: dict[int, str] = {}
        cmap = font["/ToUnicode"].get_data().decode("ascii")  # type: ignore[attr-defined]
        for section in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
            for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", section):
                characters[int(code, 16)] = _utf16(text)
        for section in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
            for first, last, target in re.findall(
                r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(<[0-9a-fA-F]+>|\[.*?\])", section, re.DOTALL
            ):
                texts = re.findall(r"<([0-9a-fA-F]+)>", target)
                for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                    start = _utf16(texts[step] if target[0] == "[" else texts[0])
                    characters[code] = start if target[0] == "[" else start[:-1] + chr(ord(start[-1]) + step)
        descendant = font["/DescendantFonts"][0].get_object()  # type: ignore[index]
        assert "/FontFile2" in descendant["/FontDescriptor"] or "/FontFile3" in descendant["/FontDescriptor"], "not embedded"
        widths: dict[int, float] = {}
        listed = list(descendant.get("/W", ()))  # left out where every glyph is as wide as the font is high
        while listed:
            first, second = int(listed.pop(0)), listed.pop(0)
            if isinstance(second, list):
                widths |= {first + step: float(value) / 1000 for step, value in enumerate(second)}
            else:
                widths |= dict.fromkeys(range(first, int(second) + 1), float(listed.pop(0)) / 1000)
        return cls(characters, widths)


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _operations(content: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """The operators of a page with what stands before each; pypdf's own reader takes four times as long."""
    operands: list[bytes] = []
    end = 0
    for token in _TOKEN.finditer(content):
        assert token.start() == end, content[end : end + 40]
        end = token.end()
        if token.lastindex == 4:
            yield token[4], operands
            operands = []
        else:
            operands.append(token[token.lastindex or 0])
    assert not content[end:].strip()


def _glyphs(content: bytes, fonts: dict[str, _Font], height: float) -> Iterator[Glyph]:
    now: Matrix = (1, 0, 0, 1, 0, 0)
    kept: list[Matrix] = []
    line: Matrix = now
    font, size = _Font({}, {}), 0.0
    for operator, operands in _operations(content):
        if operator == b"q":
            kept.append(now)
        elif operator == b"Q":
            now = kept.pop()
        elif operator == b"cm":
            now = _times(tuple(map(float, operands)), now)  # type: ignore[arg-type]
        elif operator == b"Tf":
            font, size = fonts[operands[0].decode()], float(operands[1])
        elif operator == b"Tm":
            line = tuple(map(float, operands))  # type: ignore[assignment]
        elif operator == b"Td":
            line = _times((1, 0, 0, 1, float(operands[0]), float(operands[1])), line)
        elif operator == b"Tj":
            (codes,) = operands
            assert len(codes) == len("<0000>"), "one glyph at a time"
            code = int(codes[1:-1], 16)
            a, b, _, _, x, y = _times(line, now)
            scale = (a * a + b * b) ** 0.5
            yield Glyph(
                font.characters.get(code, "\ufffd"),
                x * MM,
                (height - y) * MM,
                font.widths.get(code, 1.0) * size * scale * MM,
                size * scale * MM,
                upright=abs(b) < 1e-9,
            )
