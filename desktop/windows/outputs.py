"""Paper and files out: what the window hands to the sheets, each room imported when it is asked for."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from db.faults import EnvironmentFault
from desktop.kit import tasks
from desktop.kit.wording import fault_text
from desktop.windows.help_window import help_key

if TYPE_CHECKING:
    from desktop.kit.illustration import Illustration
    from desktop.sheets.excel_fill import Filled
    from desktop.sheets.setup import PageSetup, SheetKind
    from desktop.windows.main_window import MainWindow
    from scoring.scored import ScoredTable


def export(window: "MainWindow") -> None:
    """What shall be written and where; the window stays for the next one."""
    from desktop.windows.export_window import ExportWindow

    shown = ExportWindow(window.workspace, window.output_folder(), window)
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    help_key(shown, window, "print", "files")
    shown.written.connect(lambda path: _remember(window, Path(path)))
    shown.show()


def _remember(window: "MainWindow", path: Path) -> None:
    window.remember_folder(str(path.parent))
    window.workspace.told.emit(f"已导出：{path}")


def report_chart(previous: "ScoredTable | None", scored: "ScoredTable") -> "Illustration | None":
    """The figure of a report; the room of charts is entered only where there is one."""
    if previous is None:
        return None
    from desktop.charts.report_chart import report_chart as made

    return made(previous, scored)


def fill_template(window: "MainWindow") -> None:
    """Write the table into a copy of somebody else's blank form; what found no place is told."""
    from desktop.sheets.excel_fill import fill_template as fill

    scored = window.workspace.scored
    if scored is None:
        return
    template, _ = QFileDialog.getOpenFileName(window, "选择空白表", str(window.output_folder()), "Excel 空白表 (*.xlsx)")
    if not template:
        return
    source = Path(template)
    suggestion = source.with_name(f"{source.stem}（已填）.xlsx")
    chosen, _ = QFileDialog.getSaveFileName(window, "填好的表存为", str(suggestion), "Excel 工作簿 (*.xlsx)")
    if not chosen:
        return

    def done(filled: "Filled") -> None:
        window.remember_folder(str(filled.path.parent))
        told = f"已填入 {filled.filled} 格：{filled.path}"
        if filled.unplaced:
            left = f"有 {len(filled.unplaced)} 项在空白表里没有找到位置。"
            window.bar.tell(f"{told}。{left}", "看是哪些", lambda: show_unplaced(window, filled))
        else:
            window.workspace.told.emit(told)

    def failed(fault: EnvironmentFault) -> None:
        window.bar.tell(fault_text(fault), "重选", lambda: fill_template(window))

    window.workspace.told.emit(f"正在填写 {Path(chosen).name} …")
    tasks.run(lambda _: fill(source, Path(chosen), scored), done, failed, lambda *_: None, window)


def show_unplaced(window: "MainWindow", filled: "Filled") -> None:
    """What is left to be written by hand."""
    from desktop.windows.unplaced_window import UnplacedWindow

    shown = UnplacedWindow(filled, window)
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    help_key(shown, window, "print", "template")
    shown.show()


def print_preview(window: "MainWindow", contents: "tuple[SheetKind, ...]" = ()) -> None:
    """The pages as they will be printed, as they were wanted last time for this form; ``contents`` are asked for this once."""
    from desktop.sheets.export import printed_of
    from desktop.sheets.preview import PreviewWindow
    from desktop.sheets.remembered import remembered_setup, with_setup
    from desktop.workspace.check_code import check_code
    from desktop.workspace.since import since_submission

    scored, previous = window.workspace.scored, window.workspace.last_year
    if scored is None:
        return
    form = window.workspace.form()
    page = window.commands.page
    selected = page.chosen_rows() if page is not None else []

    def remember(setup: "PageSetup") -> None:
        window.settings = with_setup(window.settings, form, setup)

    setup, since = remembered_setup(window.settings, form), None
    if window.workspace.store is not None:
        with suppress(EnvironmentFault):  # without a way back in the log the page says nothing of changes
            since = since_submission(window.workspace.store, scored.table.key)
    preview = PreviewWindow(
        scored,
        form,
        printed_of(scored, window.workspace.findings, check_code=check_code(scored.table), selected=selected, since=since),
        setup=replace(setup, contents=contents) if contents else setup,
        remember=remember,
        chart=lambda: report_chart(previous, scored),
        parent=window,
    )
    preview.folder = window.output_folder()
    preview.saved.connect(lambda path: window.remember_folder(str(Path(path).parent)))
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    help_key(preview, window, "print")
    preview.show()


def print_batch(window: "MainWindow") -> None:
    """Several tables of the book on paper or as PDF."""
    from desktop.windows.batch_window import BatchWindow

    if window.workspace.store is None:
        return
    batch = BatchWindow(window)
    batch.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    help_key(batch, window, "print", "batch")
    batch.show()


def compare(window: "MainWindow") -> None:
    """Years side by side."""
    from desktop.windows.compare_window import CompareWindow
    from desktop.windows.splits import keep_splits

    beside = CompareWindow(window.workspace, window)
    keep_splits(window, beside)
    help_key(beside, window, "compare")
    beside.show()
