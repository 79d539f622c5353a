"""What a filled form has no cell for: a list to read, to copy and to write in by hand."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop.kit.wording_findings import COLUMNS
from desktop.windows.text_table import TextTable

if TYPE_CHECKING:
    from desktop.sheets.excel_fill import Filled, Unplaced


class UnplacedWindow(QDialog):
    """One line for each fact: where it belongs, what it says, and why it was not written."""

    def __init__(self, filled: "Filled", parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("没有填进空白表的内容")
        told = QLabel(
            f"“{filled.path.name}”填了 {filled.filled} 格。下面 {len(filled.unplaced)} 项没有填进去，需要时请手工补上"
            "（选中几行按 Ctrl+C 可以复制）。",
            self,
        )
        told.setWordWrap(True)
        self.list = TextTable("没有填进去的内容", ("指标或项目", "栏目", "内容", "原因"), self)
        self.list.show_rows([line_of(each) for each in filled.unplaced])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        show_file = buttons.addButton("打开文件(&V)", QDialogButtonBox.ButtonRole.ActionRole)
        show_file.clicked.connect(lambda: _open(filled.path))
        layout = QVBoxLayout(self)
        layout.addWidget(told)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        em, room = self.fontMetrics().height(), self.screen().availableGeometry()
        self.resize(min(em * 50, room.width()), min(em * 28, room.height()))


def line_of(unplaced: "Unplaced") -> tuple[str, str, str, str]:
    """A fact in words."""
    name = " / ".join(" ".join(part.split()) for part in unplaced.path[-2:]) or "表头"
    why = "那一格已有不同的内容" if unplaced.occupied else "空白表里没有位置"
    return name, COLUMNS.get(unplaced.place.field, "内容"), " ".join(unplaced.text.split()), why


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
