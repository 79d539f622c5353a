"""A window of pages: real ones on grey, small ones at the left; print and PDF from here. What they show is another's affair."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
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
from desktop.kit.wording import fault_text
from desktop.sheets.page import Page
from desktop.sheets.page_view import ZOOMS, PageView
from desktop.sheets.thumbnails import Thumbnails
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.write_pdf import Progress, file_name, write_pages

_FIT = "适合宽度"
_SIZE = (1280, 720)
_SHOW_PROGRESS_MS = 400


class PagesWindow(QDialog):
    """Pages to look at, print and save; ``folder`` is where a file is offered to be saved.

    Args:
        title: of the print job and of the file.
        faces: what the pages are painted with.
        side: stands beside the pages.
    """

    saved = Signal(str)  # the file that was written

    def __init__(self, title: str, faces: Typefaces, *, side: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.faces = faces
        self.folder = Path()
        self.pages: tuple[Page, ...] = ()
        self.setWindowTitle(f"打印预览 - {title}")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.view = PageView(faces, self)
        self.thumbnails = Thumbnails(faces, self)
        self.notice = QLabel(self)
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.place = QLabel(self)
        self.zoom_box = QComboBox(self)
        self._arrange(side)
        self._connect()
        room = self.screen().availableSize()
        self.resize(min(_SIZE[0], room.width()), min(_SIZE[1], room.height()))
        self.view.setFocus()

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Other pages; characters that no font shows are told above them."""
        self.pages = tuple(pages)
        self.thumbnails.show_pages(self.pages)
        self.view.show_pages(self.pages)
        self._show_place(self.view.page)
        strange = self.faces.unshown("".join({line.text for page in self.pages for line in page.lines()}))
        self.tell(f"这些字本机没有字体能正确显示，打印前请核对：{' '.join(strange)}" if strange else "")

    def save_pdf(self, path: Path) -> bool:
        """Write the pages to a file; whether they were written. What went wrong stands above the pages."""
        return self._watched(
            "正在存为 PDF",
            lambda progress: write_pages(path, self.pages, self.faces, title=self.title, progress=progress),
        )

    def ask_where_to_save(self) -> None:
        """存为 PDF."""
        suggestion = str(self.folder / file_name(self.title))
        name, _ = QFileDialog.getSaveFileName(self, "存为 PDF", suggestion, "PDF 文件 (*.pdf)")
        if name:
            path = Path(name)
            path = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
            if self.save_pdf(path):
                self.folder = path.parent
                self.tell(f"已存为 {path}")
                self.saved.emit(str(path))

    def ask_printer(self) -> None:
        """打印: Qt's printing is loaded only now."""
        from PySide6.QtPrintSupport import QPrintDialog

        from desktop.sheets.printing import new_printer, print_pages

        printer = new_printer(self.pages[0], self.title)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, len(self.pages))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._watched("正在打印", lambda progress: print_pages(printer, self.pages, self.faces, progress=progress))

    def _watched(self, words: str, work: Callable[[Progress], bool]) -> bool:
        return watched(words, work, self.tell, self, soon=False)

    def tell(self, words: str) -> None:
        """Something above the pages, until the next."""
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

    def _arrange(self, side: QWidget | None) -> None:
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
        middle = QHBoxLayout()
        middle.addWidget(self.thumbnails)
        middle.addWidget(self.view, 1)
        if side is not None:
            middle.addWidget(_scrolled(side, self))
        whole = QVBoxLayout(self)
        whole.addLayout(bar)
        whole.addWidget(self.notice)
        whole.addLayout(middle, 1)


def _scrolled(side: QWidget, parent: QWidget) -> QScrollArea:
    found = QScrollArea(parent)
    found.setWidget(side)
    found.setWidgetResizable(True)
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    found.setFixedWidth(side.sizeHint().width() + found.verticalScrollBar().sizeHint().width() + 4)
    return found


def watched(words: str, work: Callable[[Progress], bool], tell: Callable[[str], None], parent: QWidget, *, soon: bool) -> bool:
    """Work step by step with progress and a way to stop; whether it came to its end. What went wrong is told.

    Args:
        words: what is being done.
        work: gets a function to report to, which says whether to go on.
        tell: shows a sentence in the window.
        parent: the window that waits.
        soon: show the progress from the first step on.
    """
    progress = QProgressDialog(words, "取消", 0, 0, parent)
    progress.setWindowTitle(words)
    progress.setWindowModality(Qt.WindowModality.WindowModal)
    progress.setMinimumDuration(0 if soon else _SHOW_PROGRESS_MS)

    def report(done: int, count: int) -> bool:
        progress.setMaximum(count)
        progress.setLabelText(f"{words}：{done} / {count}")
        progress.setValue(done)
        return not progress.wasCanceled()

    tell("")
    try:
        done = work(report)
    except EnvironmentFault as fault:
        tell(fault_text(fault))
        return False
    finally:
        progress.close()
        progress.deleteLater()
    if not done:
        tell("已取消，没有写成文件或没有打印完。")
    return done
