"""The built program proves itself: ``ziping --self-test`` does a year's work in a temporary folder, step by step.

The steps call the command line's own commands, so what is proven is what scripts and clerks get. Each prints
one line; a step that fails says why and the others go on.
"""

import contextlib
import io
import json
import os
import re
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.cli.output import speak_utf8
from desktop.kit.paths import resources
from desktop.kit.version import VERSION

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

DISTRICT: Final = ("广州市番禺区人力资源和社会保障局", "2021")
CITY: Final = ("广州市人力资源和社会保障局", "2023")
PUBLISHED_SCORES: Final = {DISTRICT: "92.25", CITY: "97.998"}
RESOURCE_FOLDERS: Final = ("fonts", "forms", "icons", "rulebooks", "samples")
WINDOW_SECONDS: Final = 30
LEAST_COLOURS: Final = 8  # a window that painted nothing shows one or two

Command = Callable[[Sequence[str]], int]


class StepError(Exception):
    """A step did not give what it must; the text says what it gave instead."""


class SelfTest:
    """The steps, in a folder of their own that goes away afterwards."""

    def __init__(self, folder: Path, command: Command) -> None:
        self.command = command
        self.book = folder / "自检账套.ziping"
        self.second = folder / "导入账套.ziping"
        self.workbook = folder / "自评表.xlsx"
        self.paper = folder / "自评表.pdf"
        self.picture = folder / "得分变化.png"
        self.application: QApplication | None = None

    def steps(self) -> Sequence[tuple[str, Callable[[], str]]]:
        return (
            ("随带的资料", self.check_resources),
            ("打开示例", self.write_samples),
            ("评分", self.check_scores),
            ("导出 Excel", self.write_workbook),
            ("读回 Excel", self.import_workbook),
            ("打印到 PDF", self.write_paper),
            ("画图", self.draw_chart),
            ("打开窗口", self.open_window),
            ("中文字体与输入", self.check_text),
        )

    def check_resources(self) -> str:
        missing = [name for name in RESOURCE_FOLDERS if not any((resources() / name).glob("*"))]
        if missing:
            raise StepError(f"缺少 {'、'.join(missing)}")
        return f"{sum(1 for path in resources().rglob('*') if path.is_file())} 个文件"

    def write_samples(self) -> str:
        self._call("sample", "--book", str(self.book))
        listed = self._document("verify", "--book", str(self.book))
        if not listed["ok"]:
            raise StepError("账套校验不符")
        return f"{len(listed['units'])} 张表，校验相符"

    def check_scores(self) -> str:
        found = {key: str(self._shown(self.book, key)["score"]) for key in PUBLISHED_SCORES}
        if found != PUBLISHED_SCORES:
            raise StepError(f"应为 {list(PUBLISHED_SCORES.values())}，得到 {list(found.values())}")
        return "、".join(found.values())

    def write_workbook(self) -> str:
        self._export(self.workbook)
        with zipfile.ZipFile(self.workbook) as package:
            broken = package.testzip()
        if broken is not None:
            raise StepError(broken)
        return _size(self.workbook)

    def import_workbook(self) -> str:
        """Read in a process of its own, as every foreign file: the built program must be able to start itself."""
        self._call("import", str(self.workbook), "--book", str(self.second), "--unit", DISTRICT[0], "--year", DISTRICT[1])
        before, after = self._shown(self.book, DISTRICT), self._shown(self.second, DISTRICT)
        if (before["score"], len(before["nodes"])) != (after["score"], len(after["nodes"])):
            raise StepError(f"{before['score']}、{len(before['nodes'])} 行变为 {after['score']}、{len(after['nodes'])} 行")
        return f"{len(after['nodes'])} 行，{after['score']} 分"

    def write_paper(self) -> str:
        self._export(self.paper)
        data = self.paper.read_bytes()
        pages = len(re.findall(rb"/Type\s*/Page\b", data))
        if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-64:] or not pages or b"/FontFile" not in data:
            raise StepError("不是带字体的 PDF")
        return f"{pages} 页，{_size(self.paper)}"

    def draw_chart(self) -> str:
        with_years = self._with_two_years()
        self._call(
            "compare", "--book", str(self.book), "--unit", DISTRICT[0], "--years", with_years, "--output", str(self.picture)
        )
        from PySide6.QtGui import QImage

        image = QImage(str(self.picture))
        if image.isNull():
            raise StepError("图片打不开")
        return f"{image.width()}×{image.height()}"

    def open_window(self) -> str:
        from desktop.kit.settings import Settings
        from desktop.windows.main_window import MainWindow
        from desktop.workspace.session import Workspace

        application = self._application()
        workspace = Workspace()
        window = MainWindow(workspace, Settings())
        workspace.setParent(window)
        window.show()
        application.processEvents()
        window.furnish()
        window.ways.open_path(self.book)
        deadline = time.monotonic() + WINDOW_SECONDS
        while workspace.scored is None and time.monotonic() < deadline:
            application.processEvents()
        application.processEvents()
        image = window.grab().toImage()
        colours = {image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)}
        shown = workspace.scored
        workspace.close()
        window.close()
        if shown is None or len(colours) < LEAST_COLOURS:
            raise StepError("窗口里没有表")
        return f"{image.width()}×{image.height()}，{application.platformName()}"

    def check_text(self) -> str:
        """The bundled font draws Chinese, Qt speaks it, and the plug-ins through which it is typed are there."""
        from PySide6.QtCore import QLibraryInfo
        from PySide6.QtGui import QFontMetrics

        from desktop.kit.fonts import interface_font

        self._application()
        if not QFontMetrics(interface_font()).inFontUcs4(ord("绩")):
            raise StepError("界面字体没有汉字")
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
        found = sorted({name for name in ("fcitx5", "ibus") for path in folder.glob(f"*{name}*") if path.is_file()})
        translation = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_zh_CN.qm"
        if not translation.is_file():
            raise StepError("Qt 没有中文")
        return "、".join(found) if found else "由系统输入"

    def _with_two_years(self) -> str:
        """The years of the example unit; a second one is made where there is only one."""
        first, second = DISTRICT[1], str(int(DISTRICT[1]) + 1)
        self._call("new-year", "--book", str(self.book), "--unit", DISTRICT[0], "--from", first, "--year", second)
        return f"{first},{second}"

    def _application(self) -> "QApplication":
        if self.application is None:
            from PySide6.QtWidgets import QApplication

            from desktop.kit.fonts import interface_font

            there = QApplication.instance()
            self.application = there if isinstance(there, QApplication) else QApplication(["ziping"])
            self.application.setFont(interface_font())
        return self.application

    def _export(self, path: Path) -> None:
        self._call("export", "--book", str(self.book), "--unit", DISTRICT[0], "--year", DISTRICT[1], "--output", str(path))
        if not path.is_file() or not path.stat().st_size:
            raise StepError("没有写出文件")

    def _shown(self, book: Path, key: tuple[str, str]) -> dict[str, Any]:
        return self._document("show", "--book", str(book), "--unit", key[0], "--year", key[1])

    def _document(self, *words: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self._call(*words, "--json"))
        return document

    def _call(self, *words: str) -> str:
        """What a command prints; it must end with 0."""
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            status = self.command(words)
        if status:
            raise StepError(errors.getvalue().strip() or f"{words[0]} 以状态 {status} 结束")
        return output.getvalue()


def self_test(command: Command) -> int:
    """Do every step and print one line for each; 0 when all were done, else 1."""
    if "QT_QPA_PLATFORM" not in os.environ and sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    speak_utf8()
    print(f"绩效自评 {VERSION} 自检（{sys.platform}，{'成品' if getattr(sys, 'frozen', False) else '源代码'}）")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="绩效自评 自检 ", ignore_cleanup_errors=True) as folder:
        for name, step in SelfTest(Path(folder), command).steps():
            failed += not _done(name, step)
    print("自检通过。" if not failed else f"自检未通过：{failed} 项失败。")
    return 1 if failed else 0


def _done(name: str, step: Callable[[], str]) -> bool:
    start = time.perf_counter()
    try:
        result = step()
    except StepError as failure:
        line, done = f"失败 {name}：{failure}", False
    except Exception:  # noqa: BLE001 - whatever goes wrong in one step, the report is complete
        line, done = f"失败 {name}：\n{traceback.format_exc()}", False
    else:
        line, done = f"通过 {name}：{result}", True
    print(f"{line}（{(time.perf_counter() - start) * 1000:.0f} 毫秒）", flush=True)
    return done


def _size(path: Path) -> str:
    return f"{path.stat().st_size // 1024} KB"
