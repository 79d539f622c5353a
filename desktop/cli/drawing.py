"""What commands that draw need: Qt without a window, offscreen where there is no display, in the program's own font."""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication


def prepare_drawing() -> "QCoreApplication":
    """The application that fonts and painters ask for; keep it as long as something is drawn."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QApplication

    from desktop.kit.fonts import register_fonts

    application = QApplication.instance() or QApplication(["ziping"])
    QApplication.setFont(QFont(register_fonts(), 9))
    return application
