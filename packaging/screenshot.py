"""Waits until something is drawn on the display and saves a picture of it: ``screenshot.py OUT.png``."""

import os
import sys
import time

PATIENCE_SECONDS = 60


def main(path: str) -> int:
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    screen = application.primaryScreen()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        time.sleep(1)  # the display says nothing of other programs' windows
        picture = screen.grabWindow(0)
        image = picture.toImage()
        spots = {image.pixel(x, y) for x in range(0, image.width(), 8) for y in range(0, image.height(), 8)}
        if len(spots) > 4:
            return 0 if picture.save(path) else 1
    print(f"nothing was drawn within {PATIENCE_SECONDS} seconds", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
