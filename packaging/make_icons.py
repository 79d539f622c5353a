"""Draws ``resources/icons/ziping.svg`` in the sizes Linux and Windows want: PNG files and one .ico beside it."""

import os
import struct
from pathlib import Path

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
PNG_SIZES = (16, 24, 32, 48, 64, 128, 256)


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QBuffer, QByteArray, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication([])
    drawing = QSvgRenderer(str(ICONS / "ziping.svg"))
    pictures = {}
    for size in PNG_SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing.render(painter)
        painter.end()
        data = QByteArray()
        image.save(QBuffer(data), "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt wants a word
        pictures[size] = bytes(data.data())
        (ICONS / f"ziping-{size}.png").write_bytes(pictures[size])
    (ICONS / "ziping.ico").write_bytes(ico(pictures))
    application.quit()


def ico(pictures: dict[int, bytes]) -> bytes:
    """An icon file of PNG pictures, as Windows reads it since Vista; a size of 256 is written as 0."""
    header = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(header) + 16 * len(pictures)
    entries = b""
    for size, data in pictures.items():
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return header + entries + b"".join(pictures.values())


if __name__ == "__main__":
    main()
