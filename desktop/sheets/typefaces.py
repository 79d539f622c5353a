"""The fonts on paper: those of official papers where this machine has them, the bundled one for all they cannot show."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from desktop.kit.fonts import register_fonts
from desktop.sheets.page import Style, TextLine
from desktop.sheets.units import UNITS_PER_MM, em_mm

# Families of Windows, UOS, Kylin and Debian in which official papers are set, the best first.
_SONG = ("SimSun", "宋体", "NSimSun", "FZShuSong-Z01", "STSong", "Noto Serif CJK SC", "Source Han Serif SC")
_FANGSONG = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FZFangSong-Z02", "STFangsong", "华文仿宋")
_KAI = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "FZKai-Z03", "STKaiti", "华文楷体")
_TITLES = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "STZhongsong", "华文中宋")
FAMILIES: Mapping[Style, tuple[str, ...]] = {
    Style.PLAIN: (*_SONG[:4], *_FANGSONG, *_SONG[4:]),
    Style.STRONG: ("SimHei", "黑体", "FZHei-B01", "STHeiti"),
    Style.TITLE: (*_TITLES, *_SONG),
    Style.WORDS: (*_FANGSONG, *_SONG),
    Style.SECOND: (*_KAI, *_FANGSONG, *_SONG),
    Style.THIRD: (*_FANGSONG, *_SONG),
}
_HEAVY = frozenset({Style.STRONG, Style.TITLE, Style.THIRD})  # bold where a family has a bold of its own
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
        font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)  # every character keeps its own glyph
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

    def __init__(self, families: Mapping[Style, tuple[str, ...]] = FAMILIES) -> None:
        bundled = register_fonts()
        made: dict[tuple[str, bool], Face] = {}
        self._faces: list[tuple[Face, ...]] = []
        for style in Style:
            heavy = style in _HEAVY
            keys = [(each, heavy and _has_bold(each)) for each in families.get(style, ()) if QFontDatabase.hasFamily(each)][:1]
            wanted = (*keys, (bundled, heavy))
            made.update({key: Face(key[0], bold=key[1]) for key in wanted if key not in made})
            self._faces.append(tuple(made[key] for key in wanted))
        self._ems = [_Ems(faces) for faces in self._faces]
        self._chosen: list[dict[str, Face]] = [{} for _ in Style]
        self._first: list[set[str]] = [set() for _ in Style]
        self._fonts: dict[tuple[Face, float], QFont] = {}

    def ems(self, style: Style) -> Mapping[str, float]:
        return self._ems[style]

    def font_of(self, text: str, size: float, style: Style) -> QFont | None:
        """The font that shows all of the text, if one does."""
        first = self._first[style]
        if not first.issuperset(text):
            self._look_up(text, style)
            if not first.issuperset(text):
                return None
        return self._font(self._faces[style][0], size)

    def runs(self, text: str, size: float, style: Style) -> Iterator[tuple[QFont, str]]:
        """A text that no single font shows, in pieces of one font each."""
        self._look_up(text, style)
        for face, characters in groupby(text, self._chosen[style].__getitem__):
            yield self._font(face, size), "".join(characters)

    def width_mm(self, text: str, size: float, style: Style) -> float:
        return sum(map(self._ems[style].__getitem__, text)) * em_mm(size)

    def painted(self, lines: Iterable[TextLine]) -> list[list[str]]:
        """For each face the characters it paints of these lines, one for each of its glyphs, in the order of their first use."""
        seen: list[set[str]] = [set() for _ in Style]
        used: dict[Face, dict[str, None]] = {}
        for line in lines:
            style, text = line.style, line.text
            if not seen[style].issuperset(text):
                seen[style].update(text)
                self._look_up(text, style)
                for character in text:
                    used.setdefault(self._chosen[style][character], {})[character] = None
        return [_by_glyph(face, characters) for face, characters in used.items()]

    def unshown(self, text: str) -> str:
        """The characters that no font at hand shows as they should be, each once."""
        faces = self._faces[Style.PLAIN]
        return "".join(sorted({each for each in text if not each.isspace() and not any(face.shows(each) for face in faces)}))

    def _look_up(self, text: str, style: Style) -> None:
        faces = self._faces[style]
        for character in set(text) - self._first[style]:
            face = self._chosen[style][character] = face_of(character, faces)
            if face is faces[0]:
                self._first[style].add(character)

    def _font(self, face: Face, size: float) -> QFont:
        if (face, size) not in self._fonts:
            self._fonts[face, size] = face.font(round(em_mm(size) * UNITS_PER_MM))
        return self._fonts[face, size]


def _has_bold(family: str) -> bool:
    """Whether the family has a bold of its own; one that is made up has no glyphs of its own in a PDF."""
    return any(QFontDatabase.bold(family, style) for style in QFontDatabase.styles(family))


def _by_glyph(face: Face, characters: Iterable[str]) -> list[str]:
    """The first character of each glyph; what the face does not show is left out."""
    own = "".join(characters)
    first: dict[int, str] = {}
    for character, glyph in zip(own, face.glyphs(own), strict=True):
        first.setdefault(glyph, character)
    first.pop(_NO_GLYPH, None)
    return list(first.values())
