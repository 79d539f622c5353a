"""Small pages beside the preview, painted as they come into sight."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.sheets.page import Page
from desktop.sheets.painting import paint_page
from desktop.sheets.typefaces import Typefaces

_WIDTH = 116
_GAP = 8


class PageList(QAbstractListModel):
    """The pages as a list; the words are for those who hear them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: tuple[Page, ...] = ()

    def set_pages(self, pages: Sequence[Page]) -> None:
        self.beginResetModel()
        self.pages = tuple(pages)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.pages)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"第 {index.row() + 1} 页"
        return None


class PageDelegate(QStyledItemDelegate):
    """Paints a page and its number."""

    def __init__(self, model: PageList, faces: Typefaces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._faces = faces

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        page = self._model.pages[index.row()]
        look: Any = option  # the stubs do not know its fields
        line = look.fontMetrics.height()
        return QSize(_WIDTH + 2 * _GAP, round(_WIDTH * page.height / page.width) + 2 * _GAP + line)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        page = self._model.pages[index.row()]
        look: Any = option  # the stubs do not know its fields
        rect: QRect = look.rect
        chosen = bool(look.state & QStyle.StateFlag.State_Selected)
        palette: QPalette = look.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(rect, palette.highlight())
        scale = _WIDTH / page.width
        sheet = QRectF(rect.x() + (rect.width() - _WIDTH) / 2, rect.y() + _GAP, _WIDTH, page.height * scale)
        painter.fillRect(sheet, Qt.GlobalColor.white)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawRect(sheet)
        words = QRectF(rect.x(), sheet.bottom() + 2, rect.width(), rect.bottom() - sheet.bottom())
        painter.setPen(palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text))
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, str(index.row() + 1))
        painter.setClipRect(sheet)
        painter.translate(sheet.topLeft())
        paint_page(painter, page, self._faces, dots_per_mm=scale)
        painter.restore()


class Thumbnails(QListView):
    """The strip of small pages."""

    def __init__(self, faces: Typefaces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = PageList(self)
        self.setModel(self._list)
        self.setItemDelegate(PageDelegate(self._list, faces, self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_WIDTH + 2 * _GAP + 24)
        self.setAccessibleName("页面缩略图")

    def show_pages(self, pages: Sequence[Page]) -> None:
        self._list.set_pages(pages)

    def choose(self, page: int) -> None:
        """Mark a page, counted from 0."""
        self.setCurrentIndex(self._list.index(page))
