"""Takes the pictures of the manual: ``make_screenshots.py [--dark] [FOLDER]``, by default into ``resources/help/images``.

The program is opened without a display, in an empty home, with the book of examples, 1366×768 less the task bar, in the bundled
font. Every picture is a PNG with a palette.
"""

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QWidget

    from desktop.windows.main_window import MainWindow
    from scoring.table import TableKey

WIDTH, HEIGHT = 1366, 728  # 1366×768 less the task bar
QUIET_MS = 600  # the window paints in steps: first frame, parts, book
COLOURS = (256, 64, 32)  # fewer where the picture would be too large
MOST_BYTES = 120_000

PANYU, TIANHE, ZHANJIANG, GUANGZHOU = 0, 1, 2, 3  # the examples in the order of the book
PAGES = (
    ("details", PANYU),
    ("funds", PANYU),
    ("facts", ZHANJIANG),
    ("indicators", PANYU),
    ("tasks", TIANHE),
    ("texts", GUANGZHOU),
    ("evidence", PANYU),
    ("findings", PANYU),
)


def wait(milliseconds: int = QUIET_MS) -> None:
    """Let the program work for a while."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def with_palette(picture: "QImage", colours: int) -> "QImage":
    """The picture in its most frequent colours, every other one as the nearest of them."""
    import numpy as np
    from PySide6.QtGui import QImage

    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    width, height = plain.width(), plain.height()
    pixels = np.frombuffer(plain.constBits(), np.uint32).reshape(height, plain.bytesPerLine() // 4)[:, :width] & 0xFFFFFF
    found, which, times = np.unique(pixels, return_inverse=True, return_counts=True)
    kept = found[np.argsort(-times)[:colours]]

    def parts(values: "np.ndarray") -> "np.ndarray":
        return np.stack([values >> shift & 0xFF for shift in (16, 8, 0)], axis=-1).astype(np.int64)

    distances = ((parts(found)[:, None, :] - parts(kept)[None, :, :]) ** 2).sum(axis=-1)
    numbers = distances.argmin(axis=1).astype(np.uint8)[which].reshape(height, width)
    rows = np.zeros((height, (width + 3) // 4 * 4), np.uint8)
    rows[:, :width] = numbers
    image = QImage(rows.tobytes(), width, height, rows.shape[1], QImage.Format.Format_Indexed8).copy()
    image.setColorTable([0xFF000000 | int(each) for each in kept])
    return image


def save(widget: "QWidget", path: Path) -> int:
    """Save what a widget shows; bytes written."""
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QImageWriter

    picture = widget.grab().toImage()
    for colours in COLOURS:
        writer = QImageWriter(str(path), QByteArray(b"png"))
        writer.setCompression(100)
        if not writer.write(with_palette(picture, colours)):
            raise OSError(writer.errorString())
        size = path.stat().st_size
        if size <= MOST_BYTES:
            print(f"{path.name}\t{size}\t{colours} colours")
            return size
    raise ValueError(f"{path.name}: {size} bytes, {MOST_BYTES} are allowed")


def add_two_years(window: "MainWindow", example: "TableKey") -> "TableKey":
    """An office of our own with two years to compare: the example, and the example with every fifth figure a tenth lower."""
    from desktop.workspace.book import import_tables
    from scoring.table import TableKey

    workspace = window.workspace
    if workspace.store is None:
        raise OSError("no book is open")
    table = workspace.store.load(example)
    first, second = (TableKey("示例区人力资源和社会保障局", year, "") for year in (2021, 2022))
    lower = [
        replace(
            node,
            actual_text=re.sub(r"\d+", lambda found: str(int(found[0]) * 9 // 10), node.actual_text, count=1),
            given_score_text="",
        )
        if at % 5 == 0 and node.actual_text
        else node
        for at, node in enumerate(table.nodes)
    ]
    import_tables(
        workspace.store,
        [
            replace(table, key=first),
            replace(table, key=second, nodes=tuple(lower), heading=replace(table.heading, published_score_text="")),
        ],
    )
    workspace.store.add_unit("示例区就业服务中心", second.unit)
    workspace.store.add_unit("示例区社会保险中心", second.unit)
    import_tables(workspace.store, [replace(table, key=replace(second, unit="示例区就业服务中心"))])
    window.show_tables()
    return second


def views(window: "MainWindow", keys: "list[TableKey]") -> Iterator[tuple[str, "QWidget", Callable[[], object]]]:
    """Name, what to grab, how to be rid of it: pages first, then the windows beside."""
    from desktop.windows.new_table import NewTableDialog
    from desktop.workspace.library import forms

    def nothing() -> None:
        pass

    window.show_start_page(shown=True)
    wait()
    yield "start", window, nothing
    for page, example in PAGES:
        window.ways.show_table(keys[example])
        window.pages.turn_to(page)
        wait()
        yield page, window, nothing
    window.ways.show_table(keys[PANYU])
    window.pages.turn_to("indicators")
    window.finding.search("技能培训")
    window.finding.find()
    wait()
    yield "find", window, nothing
    made = window.workspace.store
    dialog = NewTableDialog(
        [] if made is None else sorted(made.keys()), {key: each.title for key, each in forms().items()}, keys[PANYU], window
    )
    dialog.show()
    wait()
    yield "new_year", dialog, dialog.close
    window.ways.show_table(add_two_years(window, keys[PANYU]))
    yield from windows(window)


def windows(window: "MainWindow") -> Iterator[tuple[str, "QWidget", Callable[[], object]]]:
    """The windows beside the main one, over the table in view."""
    from PySide6.QtWidgets import QApplication

    from desktop.importing.window import ImportWindow
    from desktop.sheets.export import write_file
    from desktop.sheets.preview import PreviewWindow
    from desktop.windows import outputs
    from desktop.windows.compare_window import CompareWindow
    from desktop.windows.history_window import HistoryWindow
    from desktop.windows.restore_window import RestoreWindow
    from desktop.windows.rollup_window import RollupWindow
    from desktop.workspace.copies import back_up
    from scoring import edit
    from scoring.edit import Op
    from scoring.table import Field

    workspace = window.workspace
    if workspace.path is None or workspace.scored is None:
        raise OSError("no table is shown")
    back_up(workspace.path)
    workbook = Path(os.environ["HOME"]) / "自评表.xlsx"
    write_file(workbook, workspace.scored)
    workspace.edit(Op.SET_FIELD, edit.set_field, workspace.scored.table.nodes[-1].id, Field.REMARK, "已核对")
    restore = RestoreWindow(workspace, workspace.path, window)
    openings: tuple[tuple[str, type[QWidget], Callable[[], object]], ...] = (
        ("print", PreviewWindow, lambda: outputs.print_preview(window)),
        ("compare", CompareWindow, lambda: outputs.compare(window)),
        ("history", HistoryWindow, window.books.show_history),
        ("rollup", RollupWindow, window.units.roll_up),
        ("import", ImportWindow, lambda: window.ways.bring_in([workbook])),
        ("restore", RestoreWindow, restore.show),
    )
    for name, kind, doing in openings:
        doing()
        beside = next(each for each in QApplication.topLevelWidgets() if isinstance(each, kind))
        if name in {"print", "compare", "import"}:
            beside.resize(WIDTH, HEIGHT)
        wait(4 * QUIET_MS)
        yield name, beside, beside.close


def dress_dark(application: "QApplication") -> None:
    """What a desktop set to dark gives the program."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QPalette

    application.styleHints().setColorScheme(Qt.ColorScheme.Dark)
    palette = QPalette(QColor(50, 50, 50), QColor(45, 45, 45))
    palette.setColor(QPalette.ColorRole.Base, QColor(30, 30, 30))
    palette.setColor(QPalette.ColorRole.AlternateBase, QColor(40, 40, 40))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(42, 110, 180))
    palette.setColor(QPalette.ColorRole.Link, QColor(120, 180, 240))
    application.setPalette(palette)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "resources" / "help" / "images")
    parser.add_argument("--dark", action="store_true", help="in dark colours, to look at; the manual is light")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"QT_QPA_PLATFORM": "offscreen", "HOME": home, "FONTCONFIG_FILE": str(ROOT / "tests" / "fonts.conf")}
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DOCUMENTS_DIR"):
            os.environ[variable] = home
        os.environ["LOGNAME"] = os.environ["USER"] = os.environ["USERNAME"] = "王芳"
        from desktop import app

        application = app.make_application([])
        sys.excepthook = sys.__excepthook__  # a bug ends this script
        if arguments.dark:
            dress_dark(application)
        window = app.open_window(None)
        window.resize(WIDTH, HEIGHT)
        wait(3 * QUIET_MS)
        if window.workspace.store is None:
            raise OSError("the book of examples did not open")
        keys = sorted(window.workspace.store.keys(), key=lambda key: (key.year, key.unit))
        order = [keys.index(next(key for key in keys if part in key.unit)) for part in ("番禺", "天河", "湛江", "广州市人力")]
        total = 0
        for name, widget, leave in views(window, [keys[at] for at in order]):
            total += save(widget, arguments.folder / f"{name}.png")
            leave()
        window.close()
    print(f"together\t{total}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
