"""Makes the bundled fonts from Noto Sans SC: ``make_font.py SOURCE.ttf OUT.ttf [--also OTHER.ttf]...``.

Needs fontTools. ``resources/fonts/README.md`` says where the sources come from and how the files were made.

Every code point gets a glyph of its own. In the source one glyph serves several (金 and the radical ⾦ are
drawn alike), and then text taken back out of a PDF comes out as the wrong one of them.
"""

import argparse
import copy
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

FAMILY = "Ziping Sans SC"

# What forms and screens use beyond the Chinese character sets, and look-alikes met in targets.
SIGNS = "≧≦≥≤﹥﹤﹦═＝％‰■□✓✎▲▼○●◐△▽↑↓→←±×÷√≠≈≒￥¥䶮㐂𠮷"
RANGES = (
    range(0x20, 0x7F),  # ASCII
    range(0xA0, 0x180),  # Latin with accents, ² ³ · ° §
    range(0x2010, 0x2050),  # dashes, quotation marks, ellipsis, ‰
    range(0x2070, 0x20C0),  # superscripts, currencies
    range(0x2100, 0x2150),  # ℃ ℉ № ℡
    range(0x2150, 0x2190),  # fractions, Roman numerals
    range(0x2190, 0x21A0),  # arrows
    range(0x2200, 0x2300),  # mathematical signs
    range(0x2460, 0x2500),  # ① ⑴ ⒈
    range(0x2500, 0x2600),  # lines, blocks, shapes
    range(0x3000, 0x3040),  # Chinese punctuation
    range(0x3200, 0x3400),  # ㈠ ㎡ ㎏
    range(0xFE30, 0xFE70),  # vertical and small forms
    range(0xFF01, 0xFF61),  # full-width forms
    range(0xFFE0, 0xFFE7),  # ￥ and its like
)
# Radicals look like characters and are not: nothing we write may contain one, so none is drawn.
RADICALS = range(0x2E80, 0x2FE0)
LAST_OF_FORMAT_4 = 0xFFFF  # the map of 16 bits every font has; beyond it a map of format 12 is needed
PRIVATE_USE = range(0xE000, 0xF900)
KEPT_NAMES = (0, 5, 7, 8, 9, 10, 11, 13, 14)  # copyright, version, trademark, makers, licence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--also", type=Path, action="append", default=[], help="a font for what is lacking")
    arguments = parser.parse_args()

    font = TTFont(arguments.source, recalcTimestamp=False)
    wanted = charset()
    borrowed = [TTFont(path) for path in arguments.also]
    trim(font, wanted)
    for code_point in sorted(wanted - set(font.getBestCmap())):
        for other in borrowed:
            if code_point in other.getBestCmap():
                borrow(font, other, code_point)
                break
    separate_code_points(font)
    rename(font)
    font.save(arguments.output)
    print(f"{arguments.output}: {len(font.getBestCmap())} code points, {arguments.output.stat().st_size} bytes")
    print(lacking(font))


def charset() -> set[int]:
    """The code points wanted: GBK, what GB 18030 adds to its two-byte part, Latin, signs."""
    wanted = {ord(sign) for sign in SIGNS}.union(*RANGES)
    for first in range(0x81, 0xFF):
        for second in range(0x40, 0xFF):
            for codec in ("gbk", "gb18030"):
                text = bytes([first, second]).decode(codec, errors="ignore")
                if len(text) == 1:  # else an ASCII byte was left of a pair that is not one
                    wanted.add(ord(text))
    wanted.difference_update(RADICALS, PRIVATE_USE)
    return {code_point for code_point in wanted if unicodedata.category(chr(code_point)) not in {"Cc", "Cn"}}


def trim(font: TTFont, wanted: set[int]) -> None:
    """Keeps outlines and horizontal widths only: nothing we draw uses features, kerning or vertical text."""
    options = subset.Options(
        layout_features=[],
        drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "STAT", "VORG", "vhea", "vmtx", "DSIG", "meta"],
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        name_IDs=["*"],
        recalc_timestamp=False,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def borrow(font: TTFont, other: TTFont, code_point: int) -> None:
    """Copies the outline and width of one character out of a font with the same units."""
    if font["head"].unitsPerEm != other["head"].unitsPerEm:
        raise SystemExit("the other font is drawn on another grid")
    source_name = other.getBestCmap()[code_point]
    outline = DecomposingRecordingPen(other.getGlyphSet())
    other.getGlyphSet()[source_name].draw(outline)
    pen = TTGlyphPen(None)
    outline.replay(pen)
    add_glyph(font, f"uni{code_point:04X}.borrowed", pen.glyph(), other["hmtx"][source_name], code_point)


def separate_code_points(font: TTFont) -> None:
    """Gives every further code point of a shared glyph a copy; the plainest one keeps the original."""
    owners: dict[str, int] = {}
    for code_point, name in sorted(font.getBestCmap().items()):
        if owners.setdefault(name, code_point) == code_point:
            continue
        twin = copy.deepcopy(font["glyf"][name])
        add_glyph(font, f"{name}.{code_point:04X}", twin, font["hmtx"][name], code_point)


def add_glyph(font: TTFont, name: str, glyph: object, metrics: tuple[int, int], code_point: int) -> None:
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"].metrics[name] = metrics
    tables = [table for table in font["cmap"].tables if table.isUnicode()]
    if code_point > LAST_OF_FORMAT_4 and all(table.format == 4 for table in tables):
        full = CmapSubtable.newSubtable(12)
        full.platformID, full.platEncID, full.language = 3, 10, 0
        full.cmap = dict(font.getBestCmap())
        font["cmap"].tables.append(full)
        tables.append(full)
    for table in tables:
        if code_point <= LAST_OF_FORMAT_4 or table.format == 12:
            table.cmap[code_point] = name


def rename(font: TTFont) -> None:
    """A name of its own, so that it never hides a whole Noto Sans SC the machine may have."""
    style = font["name"].getDebugName(2)
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in KEPT_NAMES]
    post_script = f"{FAMILY.replace(' ', '')}-{style}"
    own = {1: FAMILY, 2: style, 3: f"{post_script};subset", 4: f"{FAMILY} {style}", 6: post_script}
    for number, text in own.items():
        names.setName(text, number, 3, 1, 0x409)


def lacking(font: TTFont) -> str:
    missing = charset().difference(font.getBestCmap())
    serious = sorted(chr(code) for code in missing if code >= 0x4E00 or chr(code) in SIGNS)
    return f"drawn by no source: {len(missing)} code points, of these characters and signs: {serious}"


if __name__ == "__main__":
    main()
