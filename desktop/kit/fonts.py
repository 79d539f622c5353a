"""The fonts: the bundled one, always there, and the system's own Chinese one for the interface."""

from PySide6.QtGui import QFont, QFontDatabase

from desktop.kit import paths

BUNDLED = "Ziping Sans SC"
FILES = ("ZipingSansSC-Regular.ttf", "ZipingSansSC-Bold.ttf")

# Families of Windows, UOS, Kylin and Debian drawn for screens, the best first.
INTERFACE_FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)


def register_fonts() -> str:
    """Makes the bundled font known to Qt, once for each application, and returns its family name.

    Raises:
        FileNotFoundError: a font file is missing from the resources.
    """
    if not QFontDatabase.hasFamily(BUNDLED):
        for name in FILES:
            path = paths.resources() / "fonts" / name
            if QFontDatabase.addApplicationFont(str(path)) == -1:
                raise FileNotFoundError(path)
    return BUNDLED


def interface_font() -> QFont:
    """The font of windows and menus, in the system's size: its own Chinese one, else the bundled one.

    The bundled files are 15 MB in memory, so they are read only where the system has no Chinese font, and for paper.
    """
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    own = next((family for family in INTERFACE_FAMILIES if QFontDatabase.hasFamily(family)), "")
    font.setFamilies([own or register_fonts()])
    return font
