"""The print preview: real pages on grey, small ones at the left, settings at the right; print and PDF from here."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressDialog,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.faults import EnvironmentFault
from desktop.forms.form import FormLayout
from desktop.forms.layout import sheet_name
from desktop.kit.wording import fault_text
from desktop.sheets.page import Page
from desktop.sheets.page_view import ZOOMS, PageView
from desktop.sheets.paper import Printed, document_title, draw_paper
from desktop.sheets.row_choice import bands_of, with_rows
from desktop.sheets.setup import PageSetup, RowChoice, SheetKind, usual_setup
from desktop.sheets.setup_panel import Offered, SetupPanel
from desktop.sheets.thumbnails import Thumbnails
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.write_pdf import Progress, write_pages
from scoring.scored import ScoredTable

_FIT = "适合宽度"
_SIZE = (1280, 720)
_SHOW_PROGRESS_MS = 400
_NO_SUCH_ROWS = {
    RowChoice.LOST: "没有失分的指标",
    RowChoice.PENDING: "没有待评的指标",
    RowChoice.FLAGGED: "没有检查出问题的指标",
    RowChoice.SELECTED: "没有在指标表里选中行",
    RowChoice.BANDS: "还没有勾选要印的部分",
}


class PreviewWindow(QDialog):
    """Pages of one table.

    Args:
        printed: what is printed beside the form.
        setup: the wishes to begin with; those of the form where there are none.
        remember: is told every change of the wishes.
        chart: makes the picture of the report, asked once, when a report is first wanted.
    """

    def __init__(
        self,
        scored: ScoredTable,
        form: FormLayout,
        printed: Printed,
        *,
        setup: PageSetup | None = None,
        remember: Callable[[PageSetup], None] | None = None,
        chart: Callable[[], bytes | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._scored, self._form = scored, form
        self._printed, self._chart = printed, chart
        self._remember = remember
        self._faces = Typefaces()
        self._setup = setup or usual_setup(form)
        self.pages: tuple[Page, ...] = ()
        self.setWindowTitle(f"打印预览 - {document_title(scored)}")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.view = PageView(self._faces, self)
        self.thumbnails = Thumbnails(self._faces, self)
        self.panel = SetupPanel(self._setup, offered_by(scored, form, printed), self)
        self.notice = QLabel(self)
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.place = QLabel(self)
        self.zoom_box = QComboBox(self)
        self._arrange()
        self._connect()
        room = self.screen().availableSize()
        self.resize(min(_SIZE[0], room.width()), min(_SIZE[1], room.height()))
        self.refill(self._setup)
        self.view.setFocus()

    @property
    def setup(self) -> PageSetup:
        return self._setup

    def refill(self, setup: PageSetup) -> None:
        """Pages as now wanted."""
        self._setup = setup
        if self._chart is not None and SheetKind.REPORT in setup.contents:
            self._printed, self._chart = replace(self._printed, chart=self._chart()), None
        self.pages = draw_paper(self._scored, self._form, setup, self._faces, self._printed)
        self.thumbnails.show_pages(self.pages)
        self.view.show_pages(self.pages)
        self._show_place(self.view.page)
        strange = self._faces.unshown("".join({line.text for page in self.pages for line in page.lines()}))
        if strange:
            self._tell(f"这些字本机没有字体能正确显示，打印前请核对：{' '.join(strange)}")
        elif setup.rows is not RowChoice.ALL and with_rows(self._scored, setup, self._printed.marked) is self._scored:
            self._tell(_NO_SUCH_ROWS[setup.rows] + "，现在列出的是全部指标。" if self._scored.rows else "")
        else:
            self._tell("")

    def change(self, setup: PageSetup) -> None:
        """Other wishes, to be remembered."""
        self.refill(setup)
        if self._remember is not None:
            self._remember(setup)

    def save_pdf(self, path: Path) -> bool:
        """Write the pages to a file; whether they were written. What went wrong stands above the pages."""
        title = self._title()
        return self._run(
            "正在存为 PDF",
            lambda progress: write_pages(path, self.pages, self._faces, title=title, progress=progress),
        )

    def _title(self) -> str:
        return document_title(self._scored, self._setup.contents)

    def ask_where_to_save(self) -> None:
        """存为 PDF."""
        suggestion = f"{self._title()}.pdf"
        name, _ = QFileDialog.getSaveFileName(self, "存为 PDF", suggestion, "PDF 文件 (*.pdf)")
        if name:
            path = Path(name)
            path = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
            if self.save_pdf(path):
                self._tell(f"已存为 {path}")

    def ask_printer(self) -> None:
        """打印: Qt's printing is loaded only now."""
        from PySide6.QtPrintSupport import QPrintDialog

        from desktop.sheets.printing import new_printer, print_pages

        printer = new_printer(self.pages[0], self._title())
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, len(self.pages))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._run("正在打印", lambda progress: print_pages(printer, self.pages, self._faces, progress=progress))

    def _run(self, words: str, work: Callable[[Progress], bool]) -> bool:
        """Work page by page, with progress and a way to stop."""
        progress = QProgressDialog(words, "取消", 0, len(self.pages), self)
        progress.setWindowTitle(words)
        progress.setWindowModality(Qt.WindowModality.WindowModal)
        progress.setMinimumDuration(_SHOW_PROGRESS_MS)

        def report(done: int, count: int) -> bool:
            progress.setMaximum(count)
            progress.setValue(done)
            return not progress.wasCanceled()

        self._tell("")
        try:
            done = work(report)
        except EnvironmentFault as fault:
            self._tell(fault_text(fault))
            return False
        finally:
            progress.close()
            progress.deleteLater()
        if not done:
            self._tell("已取消，没有写成文件或没有打印完。")
        return done

    def _tell(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def _show_place(self, page: int) -> None:
        self.place.setText(f"第 {page + 1} 页，共 {len(self.pages)} 页")
        self.thumbnails.choose(page)

    def _show_zoom(self, percent: int) -> None:
        found = self.zoom_box.findData(0 if self.view.fits_width else percent)
        self.zoom_box.setCurrentIndex(max(found, 0))

    def _choose_zoom(self) -> None:
        percent = self.zoom_box.currentData()
        if percent:
            self.view.set_zoom(percent)
        else:
            self.view.fit_width()

    def _connect(self) -> None:
        self.panel.changed.connect(self.change)
        self.view.page_changed.connect(self._show_place)
        self.view.zoom_changed.connect(self._show_zoom)
        self.thumbnails.clicked.connect(lambda index: self.view.go_to(index.row()))
        self.zoom_box.activated.connect(self._choose_zoom)
        for keys, call in (
            (QKeySequence.StandardKey.Print, self.ask_printer),
            (QKeySequence.StandardKey.Save, self.ask_where_to_save),
            (QKeySequence.StandardKey.ZoomIn, self.view.zoom_in),
            (QKeySequence.StandardKey.ZoomOut, self.view.zoom_out),
        ):
            action = QAction(self)
            action.setShortcuts(QKeySequence.keyBindings(keys))
            action.triggered.connect(call)
            self.addAction(action)

    def _arrange(self) -> None:
        self.zoom_box.addItem(_FIT, 0)
        for percent in ZOOMS:
            self.zoom_box.addItem(f"{percent}%", percent)
        self.zoom_box.setAccessibleName("显示比例")
        smaller, larger = QToolButton(self), QToolButton(self)
        smaller.setText("－")
        smaller.setToolTip("缩小 (Ctrl+-)")
        smaller.clicked.connect(self.view.zoom_out)
        larger.setText("＋")
        larger.setToolTip("放大 (Ctrl++)")
        larger.clicked.connect(self.view.zoom_in)
        printing, saving = QPushButton("打印(&P)…", self), QPushButton("存为 PDF(&S)…", self)
        printing.setToolTip("打印 (Ctrl+P)")
        saving.setToolTip("存为 PDF (Ctrl+S)")
        printing.clicked.connect(self.ask_printer)
        saving.clicked.connect(self.ask_where_to_save)
        for button in (printing, saving):
            button.setAutoDefault(False)
        closing = QPushButton("关闭", self)
        closing.setAutoDefault(False)
        closing.clicked.connect(self.close)
        bar = QHBoxLayout()
        bar.addWidget(printing)
        bar.addWidget(saving)
        bar.addStretch(1)
        for widget in (self.place, smaller, self.zoom_box, larger):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(closing)
        side = QScrollArea(self)
        side.setWidget(self.panel)
        side.setWidgetResizable(True)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setFixedWidth(self.panel.sizeHint().width() + side.verticalScrollBar().sizeHint().width() + 4)
        middle = QHBoxLayout()
        middle.addWidget(self.thumbnails)
        middle.addWidget(self.view, 1)
        middle.addWidget(side)
        whole = QVBoxLayout(self)
        whole.addLayout(bar)
        whole.addWidget(self.notice)
        whole.addLayout(middle, 1)


def offered_by(scored: ScoredTable, form: FormLayout, printed: Printed) -> Offered:
    """What a table has to choose from."""
    bands = bands_of(scored)
    sheets = tuple(dict.fromkeys(sheet_name(form, block) for block in form.blocks))
    return Offered(bool(scored.rows), bands, sheets, len(printed.marked.selected & scored.rows.keys()))
