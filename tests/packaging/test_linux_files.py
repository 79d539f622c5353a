"""What a Linux desktop learns of the program: menu entry, file association, AppStream data, icons."""

import configparser
import struct
from pathlib import Path
from xml.etree import ElementTree as ET

from PySide6.QtGui import QImage

from desktop.kit.paths import BOOK_NAME

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "packaging" / "linux"
ICONS = ROOT / "resources" / "icons"
MIME_TYPE = "application/x-ziping"


def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(LINUX / "ziping.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_menu_entry_has_a_chinese_name_and_opens_books() -> None:
    assert entry()["Name[zh_CN]"] == "绩效自评"
    assert entry()["Exec"].split() == ["ziping", "gui", "%f"]
    assert entry()["MimeType"] == f"{MIME_TYPE};"


def test_the_menu_icon_is_there_in_the_sizes_themes_look_for() -> None:
    assert entry()["Icon"] == "ziping"
    for size in (16, 24, 32, 48, 64, 128, 256):
        image = QImage(str(ICONS / f"ziping-{size}.png"))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(size // 2, size // 2).alpha() == 255  # drawn upon
        assert image.pixelColor(0, 0).alpha() == 0  # no box around it


def test_the_windows_icon_holds_the_same_pictures() -> None:
    data = (ICONS / "ziping.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", data)
    assert (kind, count) == (1, 7)
    for number in range(count):
        width, _, _, _, _, _, length, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert data[at : at + length] == (ICONS / f"ziping-{width or 256}.png").read_bytes()


def test_the_ending_of_books_belongs_to_the_type_the_menu_entry_opens() -> None:
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = ET.fromstring((LINUX / "ziping.xml").read_text(encoding="utf-8")).find(f"{space}mime-type")
    assert kind is not None
    assert kind.get("type") == MIME_TYPE
    patterns = [each.get("pattern") for each in kind.findall(f"{space}glob")]
    assert patterns == [f"*{Path(BOOK_NAME).suffix}"]


def test_the_appstream_data_name_the_menu_entry_and_the_type() -> None:
    component = ET.fromstring((LINUX / "ziping.metainfo.xml").read_text(encoding="utf-8"))
    assert component.findtext("launchable") == "ziping.desktop"
    assert component.findtext("provides/mediatype") == MIME_TYPE
