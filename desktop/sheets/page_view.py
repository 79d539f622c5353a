"""The pages of a print under each other on grey, painted by the code that prints them."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.sheets.page import Page
from desktop.sheets.painting import paint_page
from desktop.sheets.typefaces import Typefaces

SMALLEST_ZOOM, LARGEST_ZOOM = 25, 400
ZOOMS = (25, 50, 75, 100, 125, 150, 200, 300, 400)
_GAP = 16  # pixels around pages
_DOTS_PER_MM = 96 / 25.4  # at 100 %
_GREY = QColor(0x8A, 0x8A, 0x8A)
_SHADOW = QColor(0, 0, 0, 60)


class PageView(QAbstractScrollArea):
    """Shows pages at a zoom; keys and wheel go through them."""

    page_changed = Signal(int)  # the page at the top of the view, from 0
    zoom_changed = Signal(int)  # per cent

    def __init__(self, faces: Typefaces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faces = faces
        self._pages: tuple[Page, ...] = ()
        self._tops: list[int] = []
        self._zoom = 100
        self._fit_width = True
        self._shown = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("打印页面")
        self.verticalScrollBar().valueChanged.connect(self._tell_page)

    @property
    def zoom(self) -> int:
        """In per cent; at 100 a page is about as large as the paper."""
        return self._zoom

    @property
    def fits_width(self) -> bool:
        """Whether the zoom follows the width of the window."""
        return self._fit_width

    @property
    def page(self) -> int:
        """The page at the top of the view, from 0."""
        return self._shown

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Other pages; the view stays where it was as far as there is a page."""
        self._pages = tuple(pages)
        shown = min(self._shown, max(0, len(pages) - 1))
        self._arrange()
        self.go_to(shown)

    def set_zoom(self, percent: int) -> None:
        self._fit_width = False
        self._apply_zoom(percent)

    def fit_width(self) -> None:
        """As large as the width allows, also when the window changes."""
        self._fit_width = True
        self._arrange()

    def zoom_in(self) -> None:
        self.set_zoom(next((each for each in ZOOMS if each > self._zoom), ZOOMS[-1]))

    def zoom_out(self) -> None:
        self.set_zoom(next((each for each in reversed(ZOOMS) if each < self._zoom), ZOOMS[0]))

    def go_to(self, page: int) -> None:
        """Bring the upper edge of a page to the top; pages are counted from 0."""
        if self._tops:
            page = max(0, min(page, len(self._tops) - 1))
            self.verticalScrollBar().setValue(self._tops[page] - _GAP // 2)
            self._tell_page()

    def _apply_zoom(self, percent: int) -> None:
        percent = max(SMALLEST_ZOOM, min(LARGEST_ZOOM, percent))
        page = self._shown
        self._zoom = percent
        self.zoom_changed.emit(percent)
        self._lay_pages()
        self.go_to(page)

    def _arrange(self) -> None:
        if self._fit_width and self._pages:
            widest = max(page.width for page in self._pages)
            room = self.viewport().width() - 2 * _GAP
            self._apply_zoom(int(room / widest / _DOTS_PER_MM * 100))
        else:
            self._lay_pages()

    def _scale(self) -> float:
        """Pixels of the screen for a millimetre."""
        return _DOTS_PER_MM * self._zoom / 100

    def _lay_pages(self) -> None:
        scale, top, widest = self._scale(), _GAP, 0
        self._tops = []
        for page in self._pages:
            self._tops.append(top)
            top += round(page.height * scale) + _GAP
            widest = max(widest, round(page.width * scale) + 2 * _GAP)
        view = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, top - view.height()))
        down.setPageStep(view.height())
        down.setSingleStep(40)
        across.setRange(0, max(0, widest - view.width()))
        across.setPageStep(view.width())
        self.viewport().update()

    def _tell_page(self) -> None:
        value, down = self.verticalScrollBar().value(), self.verticalScrollBar()
        shown = max((number for number, top in enumerate(self._tops) if top - _GAP <= value), default=0)
        if self._tops and down.maximum() and value == down.maximum() and self._tops[-1] < value + self.viewport().height() // 2:
            shown = len(self._tops) - 1
        if shown != self._shown:
            self._shown = shown
            self.page_changed.emit(shown)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(event.rect(), _GREY)
        scale, offset = self._scale(), QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for page, top in zip(self._pages, self._tops, strict=True):
            width, height = page.width * scale, page.height * scale
            left = max(_GAP, (self.viewport().width() - width) / 2) - offset.x()
            sheet = QRectF(left, top - offset.y(), width, height)
            if sheet.bottom() < event.rect().top() or sheet.top() > event.rect().bottom():
                continue
            painter.fillRect(sheet.translated(3, 3), _SHADOW)
            painter.fillRect(sheet, Qt.GlobalColor.white)
            painter.save()
            painter.setClipRect(sheet)
            painter.translate(sheet.topLeft())
            paint_page(painter, page, self._faces, dots_per_mm=scale)
            painter.restore()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Space: 1, Qt.Key.Key_Backspace: -1}
        if event.key() in steps:
            self.go_to(self._shown + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End:
            self.go_to(len(self._pages) - 1)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        elif event.key() == Qt.Key.Key_0:
            self.fit_width()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            else:
                self.zoom_out()
            event.accept()
        else:
            super().wheelEvent(event)
