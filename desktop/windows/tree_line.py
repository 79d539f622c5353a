"""How a line of the tree is drawn: where it is short of room the name gives way, so that the state of its table stays in view."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

StateRole = Qt.ItemDataRole.UserRole + 2  # what is said of the state, the end of the line's words
LEAST = "◐ 2021 年"  # so much of a name is always seen


class LineDelegate(QStyledItemDelegate):
    """Lines whose words end in a state."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        line: Any = QStyleOptionViewItem(option)  # Qt's Python types leave its fields out
        self.initStyleOption(line, index)
        style = line.widget.style()
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, line, line.widget)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, line, line.widget) + 1
        line.text = self._fitted(line, place.width() - 2 * margin, index.data(StateRole) or "")
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, line, painter, line.widget)

    def _fitted(self, line: Any, room: int, state: str) -> str:
        """The words for so many pixels: of the state the sign and the figure stay, the rest is the name's."""
        width = line.fontMetrics.horizontalAdvance
        if not state or width(line.text) <= room:
            return str(line.text)
        end = f" {state.rpartition(' ')[2]}"
        name = line.text.removesuffix(f"　{state}")
        return str(line.fontMetrics.elidedText(name, line.textElideMode, max(room - width(end), width(LEAST)))) + end
