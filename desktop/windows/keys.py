"""The list of keys: those of the menus and those of the table, in one window that stays beside the work."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from desktop.windows.actions import MENUS

TABLE_KEYS = (
    ("直接输入", "替换单元格内容；用输入法打字也一样"),
    ("F2、双击", "在原有内容里修改"),
    ("Enter / Shift+Enter", "确认，到下一行 / 上一行；选中几格时在其中轮转"),
    ("Tab / Shift+Tab", "确认，到下一个 / 上一个可填的单元格；再按 Enter 到下一行开始的那一列"),
    ("Esc", "放弃正在输入的内容"),
    ("Alt+Enter", "单元格内换行"),
    ("Ctrl+Enter", "把输入的内容填进所有选中的单元格"),
    ("Ctrl+方向键", "跳到这一段内容的边缘"),
    ("Shift+方向键", "扩大选择"),
    ("Shift+空格 / Ctrl+空格", "选中整行 / 整列"),
    ("Home / End、Ctrl+Home / Ctrl+End", "行首 / 行尾，表首 / 表尾"),
    ("Ctrl+C、Ctrl+X、Ctrl+V", "复制、剪切、粘贴，可与 Excel、WPS 互相粘贴"),
    ("Ctrl+D / Ctrl+R", "向下填充 / 向右填充"),
    ("Delete", "清除所选单元格"),
    ("Ctrl+滚轮", "放大、缩小"),
)


def show_keys(parent: QWidget) -> None:
    """Open the list."""
    rows = [f"<tr><td><b>{keys}</b></td><td>&nbsp;&nbsp;{words}</td></tr>" for keys, words in TABLE_KEYS]
    for commands in MENUS.values():
        for each in commands:
            if each.keys:
                keys = QKeySequence(each.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
                words = each.words.split("(&")[0].rstrip("…")
                rows.append(f"<tr><td><b>{keys}</b></td><td>&nbsp;&nbsp;{words}</td></tr>")
    dialog = QDialog(parent)
    dialog.setWindowTitle("键盘操作一览")
    text = QTextBrowser(dialog)
    text.setAccessibleName("键盘操作一览")
    text.setHtml(f"<table cellpadding='2'>{''.join(rows)}</table>")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(text)
    layout.addWidget(buttons)
    dialog.resize(dialog.fontMetrics().height() * 42, dialog.fontMetrics().height() * 30)
    dialog.open()
