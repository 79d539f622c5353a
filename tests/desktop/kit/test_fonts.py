import ast
import unicodedata
from pathlib import Path

import pypdf
import pytest
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPainter, QPdfWriter, QRawFont

from desktop.kit import fonts, paths

SIGNS = "≧≦≥≤﹥﹤﹦═＝％‰①②③⑩⑪⑲⑳■□✓✎▲▼○●◐△▽↑↓→←±×÷√≠≈≒￥¥㎡℃《》“”、。…—䶮㐂𠮷"

DESCRIBED = (ast.Module, ast.ClassDef, ast.FunctionDef)

pytestmark = pytest.mark.usefixtures("qapp")


def gbk() -> str:
    """All two-byte characters of GBK."""
    found: set[str] = set()
    for first in range(0x81, 0xFF):
        for second in range(0x40, 0xFF):
            text = bytes([first, second]).decode("gbk", errors="ignore")
            found.update(text if len(text) == 1 else "")
    return "".join(sorted(found - set(map(chr, range(0x80)))))


@pytest.mark.parametrize("name", fonts.FILES)
def test_the_bundled_font_draws_all_of_gbk_and_the_signs(name: str) -> None:
    font = QRawFont(str(paths.resources() / "fonts" / name), 12)
    characters = gbk() + SIGNS + "".join(map(chr, range(0x20, 0x7F)))
    assert len(gbk()) > 21_700
    assert [sign for sign in characters if not font.supportsCharacter(ord(sign))] == []


def signs_of_the_program() -> set[str]:
    """Every sign, no letter, written out in the modules of the desktop, descriptions apart, and in the resources."""
    found: set[str] = set()
    for path in (paths.resources().parent / "desktop").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        described = {ast.get_docstring(each, clean=False) for each in ast.walk(tree) if isinstance(each, DESCRIBED)}
        texts = (each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str))
        found.update(set("".join(each for each in texts if each not in described)) & set(source))
    for path in paths.resources().rglob("*"):
        if path.suffix in {".md", ".toml", ".json"} and path.name != "README.md":
            found.update(path.read_text(encoding="utf-8"))
    signs = {each for each in found if unicodedata.category(each).startswith(("S", "P"))}  # all of GBK is proven above
    return signs - {"\N{REPLACEMENT CHARACTER}"}  # written for what cannot be decoded


@pytest.mark.parametrize("name", fonts.FILES)
def test_the_bundled_font_draws_every_sign_the_program_shows(name: str) -> None:
    font = QRawFont(str(paths.resources() / "fonts" / name), 12)
    assert sorted(each for each in signs_of_the_program() if not font.supportsCharacter(ord(each))) == []


@pytest.mark.parametrize("name", fonts.FILES)
def test_no_two_characters_share_a_glyph(name: str) -> None:
    font = QRawFont(str(paths.resources() / "fonts" / name), 12)
    characters = "".join({*gbk(), *SIGNS})
    glyphs = font.glyphIndexesForString(characters)
    assert len(set(glyphs)) == len(characters)


@pytest.mark.parametrize("name", fonts.FILES)
def test_no_radical_stands_for_a_character(name: str) -> None:
    font = QRawFont(str(paths.resources() / "fonts" / name), 12)
    assert [code for code in range(0x2E80, 0x2FE0) if font.supportsCharacter(code)] == []


@pytest.mark.parametrize("bold", [False, True])
def test_a_pdf_reads_back_code_point_for_code_point(bold: bool, tmp_path: Path) -> None:
    written = ["金目长", "青见车门食马鱼黑", "≧﹥﹦═≥≤％‰", "年度部门整体支出绩效自评表"]
    font = QFont(fonts.register_fonts(), 12)
    font.setBold(bold)
    writer = QPdfWriter(str(tmp_path / "text.pdf"))
    painter = QPainter(writer)
    painter.setFont(font)
    for number, line in enumerate(written, start=1):
        painter.drawText(100, 600 * number, line)
    painter.end()
    page = pypdf.PdfReader(tmp_path / "text.pdf").pages[0]
    assert page.extract_text().split() == written
    assert all("ZipingSansSC" in str(item["/BaseFont"]) for item in fonts_of(page))


def fonts_of(page: pypdf.PageObject) -> list[pypdf.generic.DictionaryObject]:
    resources = page["/Resources"].get_object()
    assert isinstance(resources, pypdf.generic.DictionaryObject)
    named = resources["/Font"].get_object()
    assert isinstance(named, pypdf.generic.DictionaryObject)
    return [item.get_object() for item in named.values() if isinstance(item.get_object(), dict)]


def test_bold_is_drawn_heavier_than_regular() -> None:
    def ink(bold: bool) -> int:
        font = QFont(fonts.register_fonts(), 40)
        font.setBold(bold)
        image = QImage(300, 100, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        painter.setFont(font)
        painter.drawText(10, 80, "绩效自评")
        painter.end()
        return sum(255 - byte for byte in bytes(image.constBits()))

    assert ink(bold=True) > ink(bold=False) * 11 // 10


def test_registering_twice_adds_nothing() -> None:
    assert fonts.register_fonts() == fonts.register_fonts() == "Ziping Sans SC"
    assert QFontDatabase.styles(fonts.BUNDLED) == ["Regular", "Bold"]


def test_the_interface_prefers_the_font_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fonts.interface_font().families() == [fonts.BUNDLED]
    installed = {"WenQuanYi Micro Hei", "Noto Sans CJK SC", fonts.BUNDLED}
    monkeypatch.setattr(QFontDatabase, "hasFamily", lambda family: family in installed)
    assert fonts.interface_font().families() == ["Noto Sans CJK SC"]


def test_a_missing_font_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QFontDatabase, "hasFamily", lambda _family: False)
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    with pytest.raises(FileNotFoundError, match="ZipingSansSC-Regular"):
        fonts.register_fonts()
