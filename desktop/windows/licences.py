"""帮助 > 许可: under which licences the program and what came with it stand."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.kit.help_text import help_folder


def licences_text() -> str:
    """Ours and those of all parts of the program, gathered by ``packaging/licences.py``."""
    return (help_folder() / "licences.txt").read_text(encoding="utf-8")


def show_licences(parent: QWidget) -> None:
    """Open the window."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("许可")
    text = QPlainTextEdit(licences_text(), dialog)
    text.setAccessibleName("许可")
    text.setReadOnly(True)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(text)
    layout.addWidget(buttons)
    dialog.resize(dialog.fontMetrics().height() * 44, dialog.fontMetrics().height() * 32)
    dialog.open()
