"""The typography of official papers (GB/T 9704): names and sizes of fonts, their stand-ins, runs of text."""

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import quoteattr

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from desktop.sheets.excel_cells import plain_text

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
FIRST_FONT = "黑体"
SECOND_FONT = "楷体_GB2312"
TABLE_FONT = "宋体"
LATIN_FONT = "Times New Roman"
TITLE_POINTS, BODY_POINTS, PAGE_NUMBER_POINTS, CAPTION_POINTS = 22, 16, 14, 12
LINE_POINTS = 29
TITLE_LINE_POINTS = 35

# What a machine without the official fonts takes instead, and whether its signs are those of a serif face.
STAND_INS = {
    TITLE_FONT: ("FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体", "roman"),
    BODY_FONT: ("仿宋,FangSong,华文仿宋,STFangsong", "modern"),
    SECOND_FONT: ("楷体,KaiTi,华文楷体,STKaiti", "modern"),
    FIRST_FONT: ("SimHei,微软雅黑", "modern"),
    TABLE_FONT: ("SimSun,NSimSun", "roman"),
    LATIN_FONT: ("Liberation Serif", "roman"),
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Face(NamedTuple):
    """How a run of text looks."""

    font: str = BODY_FONT
    size: float = BODY_POINTS
    bold: bool = False
    colour: str = ""


def add_text(paragraph: "BaseOxmlElement", text: str, face: Face) -> None:
    """A run with this text; line breaks and tabs in it stay."""
    run = OxmlElement("w:r")
    run.append(run_properties(face))
    for number, line in enumerate(_CONTROL.sub("", plain_text(text)).split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
    paragraph.append(run)


def run_properties(face: Face) -> "BaseOxmlElement":
    made = OxmlElement("w:rPr")
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:ascii"), LATIN_FONT)
    fonts.set(qn("w:hAnsi"), LATIN_FONT)
    fonts.set(qn("w:eastAsia"), face.font)
    fonts.set(qn("w:hint"), "eastAsia")
    made.append(fonts)
    for tag in ("w:b", "w:bCs"):
        bold = OxmlElement(tag)
        bold.set(qn("w:val"), "1" if face.bold else "0")
        made.append(bold)
    if face.colour:
        colour = OxmlElement("w:color")
        colour.set(qn("w:val"), face.colour)
        made.append(colour)
    for tag in ("w:sz", "w:szCs"):
        size = OxmlElement(tag)
        size.set(qn("w:val"), str(round(face.size * 2)))
        made.append(size)
    return made


def font_table() -> bytes:
    """The part of the package that tells a machine what stands in for fonts it does not have."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(instead)}/>"
        f'<w:charset w:val="{"00" if name == LATIN_FONT else "86"}"/><w:family w:val="{family}"/></w:font>'
        for name, (instead, family) in STAND_INS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()
