"""The window of the comparison: brings book, view, charts and files together; holds which tables are compared, no more."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QCursor, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from db.faults import EnvironmentFault
from desktop.charts.page import MOST_ROWS, ChartPage
from desktop.compare.proposals import compare_with_likely
from desktop.compare.view import Calls, CompareView, Shown
from desktop.kit.wording import fault_text
from desktop.windows.bar import MessageBar
from desktop.windows.help_window import help_key
from desktop.workspace import comparing
from desktop.workspace.comparing import Chosen
from desktop.workspace.library import rulebooks
from scoring.align import Link
from scoring.finding import Place
from scoring.table import RecordKind, TableKey

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow
    from desktop.workspace.session import Workspace

MOST_TABLES = 10
KINDS = "Excel 工作簿 (*.xlsx);;PDF 文件 (*.pdf);;图片 (*.png);;矢量图 (*.svg)"


class CompareWindow(QWidget):
    """Years of the table shown in the main window side by side; its arrangement is kept while the program runs."""

    _arrangement: bytes = b""

    def __init__(self, workspace: "Workspace", window: "MainWindow") -> None:
        super().__init__(window, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._window = workspace, window
        table = workspace.table
        if table is None or workspace.store is None:
            raise ValueError("no table is shown")
        self._chosen = [Chosen(key) for key in comparing.neighbouring_years(workspace.store, table.key)]
        self.bar = MessageBar(self)
        self.charts = ChartPage(self)
        self.charts.folder = window.output_folder()
        self.charts.trouble.connect(self._tell)
        calls = Calls(
            store_link=self._keep_link,
            store_note=self._keep_note,
            go_to=self._go_to,
            add_table=self._offer_years,
            choose_unit=self._offer_others,
            remove_table=self._remove,
            preview=self.print_preview,
            export=self._ask_and_export,
        )
        self.view = CompareView(self._gather(), calls, charts=self.charts, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.view, 1)
        self.setWindowTitle(f"年度对比  {table.key.unit} {table.key.subject}".strip())
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(1366, room.width()), min(768, room.height()))
        if CompareWindow._arrangement:
            self.view.arrange(CompareWindow._arrangement)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self.print_preview)
        workspace.refreshed.connect(self._refresh)
        workspace.book_changed.connect(self.close)

    def _gather(self) -> Shown:
        if self._workspace.store is None:
            raise ValueError("no book is open")
        found = comparing.gather(self._workspace.store, self._chosen)
        comparison, proposals = compare_with_likely(found.tables, found.links)
        return Shown(comparison, proposals, found.notes)

    def _refresh(self, *_: object) -> None:
        self.view.show_comparison(self._gather())

    def _tried(self, work: Callable[[], None]) -> bool:
        """Do what the book may refuse; a fault is told above the table."""
        try:
            work()
        except EnvironmentFault as fault:
            self._tell(fault)
            return False
        return True

    def _tell(self, fault: EnvironmentFault) -> None:
        self.bar.tell(fault_text(fault))

    # What the view asks for

    def _keep_link(self, link: Link) -> None:
        store = self._workspace.store
        if store is not None:
            home = self._home()
            self._tried(lambda: comparing.keep_link(store, home, link))
            self._refresh()

    def _keep_note(self, key: TableKey, id_: str, text: str) -> None:
        store = self._workspace.store
        if store is not None and not self._tried(lambda: comparing.keep_note(store, key, id_, text)):
            self._refresh()

    def _go_to(self, key: TableKey, node_id: str) -> None:
        def go() -> None:
            if self._workspace.table is None or self._workspace.table.key != key:
                self._workspace.show(key)
            self._window.commands.go_to_place(Place(RecordKind.NODE, node_id))
            self._window.activateWindow()

        self._tried(go)

    def _home(self) -> TableKey:
        return min((each.key for each in self._chosen), key=lambda key: key.year)

    def _remove(self, side: int) -> None:
        if len(self._chosen) > 1:
            ordered = sorted(self._chosen, key=lambda each: each.key.year)
            self._show([each for at, each in enumerate(ordered) if at != side])

    def _show(self, chosen: list[Chosen]) -> None:
        before = self._chosen
        self._chosen = chosen[:MOST_TABLES]
        if not self._tried(self._refresh):
            self._chosen = before

    def _offer_years(self) -> None:
        home = self._home()
        keys = [each for each in self._known() if (each.unit, each.subject) == (home.unit, home.subject)]
        self._offer([(str(each.year), Chosen(each)) for each in keys if Chosen(each) not in self._chosen], "没有别的年度")

    def _offer_others(self) -> None:
        home = self._home()
        others = [
            (f"{each.unit} {each.year} {each.subject}".strip(), Chosen(each)) for each in self._known() if each.unit != home.unit
        ]
        last = max(self._chosen, key=lambda each: each.key.year)
        rules = [(f"{last.key.year} 年按“{each.title}”评分", Chosen(last.key, each.key)) for each in rulebooks().values()]
        self._offer([each for each in (*others, *rules) if each[1] not in self._chosen], "没有别的单位")

    def _known(self) -> list[TableKey]:
        return sorted(self._workspace.store.keys()) if self._workspace.store is not None else []

    def _offer(self, offers: list[tuple[str, Chosen]], none: str) -> None:
        menu = QMenu(self)
        for text, chosen in offers:
            menu.addAction(text, lambda chosen=chosen: self.add(chosen))
        if not offers:
            menu.addAction(none).setEnabled(False)
        menu.popup(QCursor.pos())

    def add(self, chosen: Chosen) -> None:
        """Compare one more table, each once, ten at most."""
        if chosen in self._chosen:
            self.bar.tell("这张表已在比较中。")
        elif len(self._chosen) >= MOST_TABLES:
            self.bar.tell(f"一次最多比较 {MOST_TABLES} 张表，请先去掉一张。")
        else:
            self._show([*self._chosen, chosen])

    # Paper and files

    def print_preview(self) -> None:
        """The pages of the comparison, to be looked at, printed or saved."""
        from desktop.charts.picture import paper_drawing
        from desktop.sheets.compare_paper import compare_pages, title_of
        from desktop.sheets.pages_window import PagesWindow
        from desktop.sheets.typefaces import Typefaces

        shown, faces = self.view.shown, Typefaces()
        preview = PagesWindow(title_of(shown.comparison), faces, parent=self)
        preview.folder = self._window.output_folder()
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        help_key(preview, self._window, "compare")
        preview.show_pages(compare_pages(shown.comparison, paper_drawing(shown.comparison), faces, shown.notes))
        preview.show()

    def _ask_and_export(self) -> None:
        suggestion = self._window.output_folder() / f"{self._home().unit}年度对比.xlsx"
        chosen, kind = QFileDialog.getSaveFileName(self, "导出年度对比", str(suggestion), KINDS)
        if chosen:
            target = Path(chosen)
            self.export(target if target.suffix else target.with_suffix(kind.rpartition("*")[2].rstrip(")")))

    def export(self, path: Path) -> None:
        """Write the comparison; the ending picks the format, a picture is the chart that is shown."""
        shown = self.view.shown

        def write() -> None:
            if path.suffix.lower() == ".xlsx":
                from desktop.sheets.compare_excel import write_compare_excel

                write_compare_excel(path, shown.comparison, shown.notes)
            elif path.suffix.lower() == ".pdf":
                from desktop.charts.picture import paper_drawing
                from desktop.sheets.compare_paper import write_compare_pdf

                write_compare_pdf(path, shown.comparison, paper_drawing(shown.comparison), shown.notes)
            else:
                from desktop.charts.catalogue import chart_data
                from desktop.charts.picture import picture_style, save_chart

                save_chart(path, chart_data(self.charts.key, shown.comparison, MOST_ROWS), picture_style())

        if self._tried(write):
            self.bar.tell(f"已导出：{path}")

    def closeEvent(self, event: QCloseEvent) -> None:
        CompareWindow._arrangement = self.view.arrangement()
        super().closeEvent(event)
