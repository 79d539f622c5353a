"""The fonts on paper: 宋体 and 黑体 where this machine has them, the bundled one for everything they cannot show."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from desktop.kit.fonts import register_fonts
from desktop.sheets.page import TextLine
from desktop.sheets.units import UNITS_PER_MM, em_mm

# Families of Windows, UOS, Kylin and Debian in which official papers are set, the best first.
BODY_FAMILIES = (
    "SimSun",
    "宋体",
    "NSimSun",
    "FZShuSong-Z01",
    "FangSong",
    "仿宋",
    "STSong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
)
HEADING_FAMILIES = ("SimHei", "黑体", "FZHei-B01", "STHeiti")
_FEATURES = ("calt", "ccmp", "clig", "kern", "liga", "locl", "rlig", "vert")  # off: every character keeps its own glyph
_NO_GLYPH = 0
_REFERENCE = 1000  # pixels of an em while measuring: fractions survive, hinting plays no part


class Face:
    """One family in one weight: which characters it shows and how wide they are."""

    def __init__(self, family: str, *, bold: bool) -> None:
        self.family = family
        self.bold = bold
        self._raw = QRawFont.fromFont(self.font(_REFERENCE))

    def font(self, pixels: int) -> QFont:
        font = QFont(self.family)
        font.setPixelSize(pixels)
        font.setBold(self.bold)
        font.setKerning(False)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        for feature in _FEATURES:
            font.setFeature(QFont.Tag(feature), 0)
        return font

    def shows(self, character: str) -> bool:
        return self._raw.supportsCharacter(ord(character))

    def glyphs(self, text: str) -> list[int]:
        """The number of the glyph of each character, 0 where there is none."""
        return list(self._raw.glyphIndexesForString(text))

    def width(self, character: str) -> float:
        """In ems."""
        glyphs = self._raw.glyphIndexesForString(character)
        return sum(point.x() for point in self._raw.advancesForGlyphIndexes(glyphs)) / _REFERENCE


class _Ems(dict[str, float]):
    """The width of each character in ems, asked of the font once."""

    def __init__(self, faces: tuple[Face, ...]) -> None:
        super().__init__()
        self._faces = faces

    def __missing__(self, character: str) -> float:
        width = self[character] = face_of(character, self._faces).width(character)
        return width


def face_of(character: str, faces: tuple[Face, ...]) -> Face:
    """The first face that shows the character; the last where none does, and the system finds a substitute."""
    return next((face for face in faces if face.shows(character)), faces[-1])


class Typefaces:
    """What measures text and what paints it. Needs an application."""

    def __init__(self, *, body: tuple[str, ...] = BODY_FAMILIES, heading: tuple[str, ...] = HEADING_FAMILIES) -> None:
        bundled = register_fonts()
        self._faces = {
            False: _faces(body, bundled, bold=False),
            True: _faces(heading, bundled, bold=True),
        }
        self._ems = {bold: _Ems(faces) for bold, faces in self._faces.items()}
        self._chosen: dict[tuple[str, bool], Face] = {}
        self._first: dict[bool, set[str]] = {False: set(), True: set()}
        self._fonts: dict[tuple[str, bool, int], QFont] = {}

    def ems(self, *, bold: bool) -> Mapping[str, float]:
        return self._ems[bold]

    def font_of(self, text: str, size: int, *, bold: bool) -> QFont | None:
        """The font that shows all of the text, if one does."""
        first = self._first[bold]
        if not first.issuperset(text):
            self._look_up(text, bold=bold)
            if not first.issuperset(text):
                return None
        return self._font(self._faces[bold][0], size)

    def runs(self, text: str, size: int, *, bold: bool) -> Iterator[tuple[QFont, str]]:
        """A text that no single font shows, in pieces of one font each."""
        self._look_up(text, bold=bold)
        for face, characters in groupby(text, lambda character: self._chosen[character, bold]):
            yield self._font(face, size), "".join(characters)

    def width_mm(self, text: str, size: int, *, bold: bool) -> float:
        return sum(map(self._ems[bold].__getitem__, text)) * em_mm(size)

    def painted(self, lines: Iterable[TextLine]) -> list[list[str]]:
        """For each face the characters it paints of these lines, one for each of its glyphs, in the order of their first use."""
        texts: dict[bool, list[str]] = {False: [], True: []}
        for line in lines:
            texts[line.bold].append(line.text)
        found: list[list[str]] = []
        for bold, some in texts.items():
            characters = dict.fromkeys("".join(some))
            self._look_up("".join(characters), bold=bold)
            for face in self._faces[bold]:
                own = [each for each in characters if self._chosen[each, bold] is face]
                first: dict[int, str] = {}
                for character, glyph in zip(own, face.glyphs("".join(own)), strict=True):
                    first.setdefault(glyph, character)
                first.pop(_NO_GLYPH, None)
                found.append(list(first.values()))
        return found

    def unshown(self, text: str) -> str:
        """The characters that no font at hand shows as they should be, each once."""
        faces = self._faces[False]
        return "".join(sorted({each for each in text if not each.isspace() and not any(face.shows(each) for face in faces)}))

    def _look_up(self, text: str, *, bold: bool) -> None:
        faces = self._faces[bold]
        for character in set(text) - self._first[bold]:
            face = self._chosen[character, bold] = face_of(character, faces)
            if face is faces[0]:
                self._first[bold].add(character)

    def _font(self, face: Face, size: int) -> QFont:
        key = (face.family, face.bold, size)
        if key not in self._fonts:
            self._fonts[key] = face.font(round(em_mm(size) * UNITS_PER_MM))
        return self._fonts[key]


def _faces(families: tuple[str, ...], bundled: str, *, bold: bool) -> tuple[Face, ...]:
    own = Face(bundled, bold=bold)
    for family in families:
        if QFontDatabase.hasFamily(family):
            return Face(family, bold=False), own
    return (own,)
