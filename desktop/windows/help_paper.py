"""The manual on paper, in the bundled font: a contents page, then every topic from a new page on; as PDF or to a printer."""

from collections.abc import Iterator
from pathlib import Path
from re import IGNORECASE
from re import compile as pattern

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from desktop.kit.fonts import register_fonts
from desktop.kit.help_text import INDEX, Group, Topic, groups
from desktop.kit.safefile import replace_file
from desktop.windows.help_document import Inks, fill_document

TITLE = "绩效自评使用手册"
POINTS = 10
MARGIN_MM = 20.0
PAPER_WIDTH_MM = 210.0
DOTS_PER_INCH = 600
SCREEN_DOTS_PER_INCH = 96
MM_PER_INCH = 25.4
INKS = Inks(QColor(Qt.GlobalColor.black), QColor(0x1F, 0x4E, 0x8C))
_MEANINGS = pattern(rb"(?<=<[0-9A-F]{4}> <[0-9A-F]{4}> )(?:\[[^\]]*\]|<[0-9A-F]{4}>)", IGNORECASE)
_TAB, _BLANK = b"<0009>", b"<0020>"


def write_manual(path: Path) -> int:
    """The whole manual as PDF; how many pages it has.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    with replace_file(path) as draft:
        writer = QPdfWriter(str(draft))
        writer.setTitle(TITLE)
        writer.setCreator("绩效自评")
        writer.setResolution(DOTS_PER_INCH)
        writer.setPageLayout(page_layout())
        pages = paint_manual(writer)
        del writer
        # In its map of glyphs to characters Qt says tab for the blank; both are as long, so nothing else in the file moves.
        draft.write_bytes(_MEANINGS.sub(lambda found: found[0].replace(_TAB, _BLANK), draft.read_bytes()))
    return pages


def page_layout() -> QPageLayout:
    """A4 upright; the margins are our own affair."""
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter
    )


def paint_manual(device: QPagedPaintDevice) -> int:
    """Paint the manual, contents first; how many pages it has."""
    order = groups()
    dots = device.logicalDpiX() / MM_PER_INCH
    margin = MARGIN_MM * dots
    body = QRectF(margin, margin, device.width() - 2 * margin, device.height() - 2 * margin)
    documents = [(each.title, _document(device, body, each)) for group in order for each in group.topics if each.key != INDEX]
    starts: dict[str, int] = {}
    number = 2  # the contents take the first page
    for title, document in documents:
        starts[title] = number
        number += document.pageCount()
    painter = QPainter(device)
    _paint_contents(painter, body, order, starts)
    page = 1
    for title, document in documents:
        for at in range(document.pageCount()):
            device.newPage()
            page += 1
            _paint_page(painter, body, document, at)
            _paint_foot(painter, body, title, page)
    painter.end()
    return page


def _document(device: QPagedPaintDevice, body: QRectF, topic: Topic) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setPageSize(body.size())
    width = int((PAPER_WIDTH_MM - 2 * MARGIN_MM) / MM_PER_INCH * SCREEN_DOTS_PER_INCH)
    fill_document(document, topic, _font(POINTS), width=width, inks=INKS)
    document.setPageSize(body.size())
    return document


def _font(points: float, *, bold: bool = False) -> QFont:
    font = QFont(register_fonts())
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


def _paint_page(painter: QPainter, body: QRectF, document: QTextDocument, at: int) -> None:
    height = body.height()
    painter.save()
    painter.translate(body.left(), body.top() - at * height)
    document.drawContents(painter, QRectF(0, at * height, body.width(), height))
    painter.restore()


def _paint_foot(painter: QPainter, body: QRectF, title: str, page: int) -> None:
    painter.setPen(INKS.text)
    painter.setFont(_font(POINTS * 0.8))
    line = painter.fontMetrics().height()
    foot = QRectF(body.left(), body.bottom() + line, body.width(), line)
    painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, title)
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight, str(page))


def _lines(order: tuple[Group, ...]) -> Iterator[tuple[str, bool]]:
    """Headings (strong) and topics of the contents."""
    for group in order[1:]:
        yield group.title, True
        for topic in group.topics:
            yield topic.title, False


def _paint_contents(painter: QPainter, body: QRectF, order: tuple[Group, ...], starts: dict[str, int]) -> None:
    painter.setPen(INKS.text)
    painter.setFont(_font(POINTS * 2, bold=True))
    top = body.top()
    painter.drawText(QRectF(body.left(), top, body.width(), painter.fontMetrics().height()), Qt.AlignmentFlag.AlignLeft, TITLE)
    top += painter.fontMetrics().height() * 1.5
    for words, strong in _lines(order):
        painter.setFont(_font(POINTS, bold=strong))
        height = painter.fontMetrics().height() * 1.4
        top += height / 2 if strong else 0
        line = QRectF(body.left(), top, body.width(), height)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, words if strong else f"　{words}")
        if not strong:
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, str(starts[words]))
        top += height
