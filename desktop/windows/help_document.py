"""A topic of the manual as a document for the screen or for paper: headings with their keys, pictures no wider than the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
)

from desktop.kit.help_text import Topic, help_folder

LINE_PERCENT = 135
_LIST_GAP = 0.3  # between paragraphs, in heights of a line
_HEADING_GAPS = {1: 0.4, 2: 1.2}


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours of text and of links."""

    text: QColor
    link: QColor


def fill_document(
    document: QTextDocument, topic: Topic, font: QFont, *, width: int, ratio: float = 0, inks: Inks | None = None
) -> None:
    """Write a topic into a document.

    Args:
        document: emptied before.
        topic: of the manual.
        font: of its text; headings are larger.
        width: of the page between its margins in logical pixels; wider pictures are drawn smaller.
        ratio: dots of the screen in a logical pixel: pictures are made smaller beforehand; 0 on paper, which has dots enough.
        inks: colours of text and links, where they must not be those of the desktop.
    """
    document.clear()
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setMarkdown(topic.markdown)
    line = font.pixelSize() if font.pixelSize() > 0 else round(font.pointSizeF() * 4 / 3)
    if inks is not None:
        _paint_over(QTextCursor(document), inks.text)
    titles = iter(topic.sections)
    for block in _blocks(document):
        level = block.blockFormat().headingLevel()
        if level:
            _write_heading(block, next(titles).key, line * _HEADING_GAPS.get(level, 1), line * _LIST_GAP)
        else:
            _loosen(block, line * _LIST_GAP)
    for block in _blocks(document):
        for piece in _pieces(block):
            if piece.charFormat().isImageFormat():
                _fit_image(document, piece, width, ratio)
            elif inks is not None and piece.charFormat().anchorHref():
                change = QTextCharFormat()
                change.setForeground(inks.link)
                _selected(document, piece).mergeCharFormat(change)


def _paint_over(cursor: QTextCursor, ink: QColor) -> None:
    change = QTextCharFormat()
    change.setForeground(ink)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeCharFormat(change)
    cursor.mergeBlockCharFormat(change)  # of the bullets


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _pieces(block: QTextBlock) -> list[QTextFragment]:
    found = []
    at = block.begin()
    while not at.atEnd():
        found.append(at.fragment())
        at += 1
    return found


def _write_heading(block: QTextBlock, key: str, above: float, below: float) -> None:
    change = QTextBlockFormat()
    change.setTopMargin(above)
    change.setBottomMargin(below)
    cursor = QTextCursor(block)
    cursor.mergeBlockFormat(change)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    named = QTextCharFormat()
    named.setAnchor(True)
    named.setAnchorNames([key])
    cursor.mergeCharFormat(named)


def _loosen(block: QTextBlock, gap: float) -> None:
    change = QTextBlockFormat()
    change.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    change.setBottomMargin(gap)
    if any(each.charFormat().isImageFormat() for each in _pieces(block)):
        change.setLineHeight(100, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
        change.setTopMargin(gap)
    QTextCursor(block).mergeBlockFormat(change)


def _selected(document: QTextDocument, piece: QTextFragment) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(piece.position())
    cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _fit_image(document: QTextDocument, piece: QTextFragment, width: int, ratio: float) -> None:
    image = piece.charFormat().toImageFormat()
    picture = QImage(str(help_folder() / image.name()))
    if picture.isNull():
        return
    shown = min(picture.width(), width)
    image.setWidth(shown)
    image.setHeight(shown * picture.height() / picture.width())
    if ratio and shown < picture.width():
        picture = picture.scaledToWidth(round(shown * ratio), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(image.name()), picture)
    _selected(document, piece).setCharFormat(image)
