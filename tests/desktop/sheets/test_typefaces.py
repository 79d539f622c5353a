from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFontDatabase

from desktop.kit.fonts import BUNDLED, FILES
from desktop.kit.paths import resources
from desktop.sheets.page import Page, Style, TextLine
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.write_pdf import write_pages
from tests.desktop.sheets.pdf_glyphs import read_pdf

pytestmark = pytest.mark.usefixtures("qapp")


def test_chinese_characters_are_one_em_wide_and_measured_as_the_font_says() -> None:
    ems = Typefaces().ems(Style.PLAIN)
    assert ems["绩"] == pytest.approx(1.0)
    assert 0.2 < ems["1"] < 0.8


def test_text_that_the_first_font_shows_needs_no_other() -> None:
    font = Typefaces().font_of("部门整体支出≥95%", 9, Style.PLAIN)
    assert font is not None
    assert font.family() == BUNDLED


@pytest.fixture
def narrow_family(tmp_path: Path) -> Iterator[str]:
    """A font that shows a few characters only, as old fonts of offices do."""
    font = TTFont(resources() / "fonts" / FILES[0])
    subsetter = Subsetter()
    subsetter.populate(text="年度绩效自评 金目长")
    subsetter.subset(font)
    for record in font["name"].names:
        record.string = "Narrow Song"
    font.save(tmp_path / "narrow.ttf")
    number = QFontDatabase.addApplicationFont(str(tmp_path / "narrow.ttf"))
    (family,) = QFontDatabase.applicationFontFamilies(number)
    yield family
    QFontDatabase.removeApplicationFont(number)


def test_what_the_font_of_the_machine_lacks_is_set_in_the_bundled_one(narrow_family: str) -> None:
    faces = Typefaces({Style.PLAIN: (narrow_family,)})
    assert faces.font_of("绩效自评", 9, Style.PLAIN) is not None
    assert faces.font_of("绩效评价", 9, Style.PLAIN) is None
    runs = [(font.family(), text) for font, text in faces.runs("绩效评价年度报告", 9, Style.PLAIN)]
    assert runs == [(narrow_family, "绩效评"), (BUNDLED, "价"), (narrow_family, "年度"), (BUNDLED, "报告")]


def test_two_fonts_in_one_line_read_back_in_order_and_place(narrow_family: str, tmp_path: Path) -> None:
    faces, text = Typefaces({Style.PLAIN: (narrow_family,)}), "绩效评价年度 报告金目长𠮷"
    line = TextLine(20, 30, text, 9, width=faces.width_mm(text, 9, Style.PLAIN))
    page = Page(297, 210, (), marks=(line,))
    assert write_pages(tmp_path / "two.pdf", (page,), faces, title="")
    (found,) = read_pdf(tmp_path / "two.pdf")
    assert "".join(glyph.character for glyph in found.glyphs) == text
    assert found.glyphs[-1].x + found.glyphs[-1].width == pytest.approx(20 + line.width, abs=0.05)


def test_what_no_font_shows_is_named() -> None:
    assert Typefaces().unshown("绩效\U0001f600自评\n\U0001f600") == "\U0001f600"


def test_faces_that_several_styles_share_read_back_as_written(narrow_family: str, tmp_path: Path) -> None:
    faces = Typefaces({Style.WORDS: (narrow_family,), Style.TITLE: (narrow_family,)})
    texts = {
        Style.SECOND: "（一）金目长 1",
        Style.WORDS: "绩效自评报告金目",
        Style.PLAIN: "单位：万元 长目金",
        Style.TITLE: "年度绩效自评材料",
        Style.THIRD: "1. 材料目录",
        Style.STRONG: "一、材料情况",
    }
    lines = tuple(
        TextLine(20, 30 + 10 * number, text, 12, style, faces.width_mm(text, 12, style))
        for number, (style, text) in enumerate(texts.items())
    )
    assert write_pages(tmp_path / "styles.pdf", (Page(210, 297, (), marks=lines),), faces, title="")
    (found,) = read_pdf(tmp_path / "styles.pdf")
    assert "".join(glyph.character for glyph in found.glyphs) == "".join(texts.values())
