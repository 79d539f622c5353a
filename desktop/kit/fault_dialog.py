"""The dialog that shows what went wrong unforeseen, in a text that can be copied."""

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget


class FaultDialog(QDialog):
    """Says that something of ours broke, that the table is as it was, and gives the text to copy."""

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("程序出错")
        self.setAccessibleName("程序出错")
        told = QLabel(
            "程序遇到了没有料到的错误，刚才的操作没有生效，已录入的内容都在账套里。\n"
            "可以继续使用；请把下面的文字复制给维护人员。",
            self,
        )
        told.setWordWrap(True)
        self.text = QPlainTextEdit(text, self)
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName("错误详情")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        self.copy_button = buttons.addButton("复制文字", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self.copy)
        layout = QVBoxLayout(self)
        layout.addWidget(told)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().height() * 42, self.fontMetrics().height() * 22)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
