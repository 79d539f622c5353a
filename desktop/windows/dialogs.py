"""The few questions the window asks; every one can be cancelled without effect."""

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QMessageBox, QVBoxLayout, QWidget

from db.faults import EnvironmentFault
from desktop.kit.composing import ComposingLine
from desktop.kit.file_kinds import ADVISED, TABLES, choice_of_files
from desktop.kit.wording import holder_text
from scoring.table import TableKey

BOOKS = "账套 (*.ziping)"


def ask_book(parent: QWidget, folder: Path) -> Path | None:
    """A book to open."""
    name, _ = QFileDialog.getOpenFileName(parent, "打开账套", str(folder), f"{BOOKS};;所有文件 (*)")
    return Path(name) if name else None


def ask_new_book(parent: QWidget, suggestion: Path) -> Path | None:
    """Where a new book shall stand."""
    name, _ = QFileDialog.getSaveFileName(parent, "新建账套", str(suggestion), BOOKS)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(".ziping")


def ask_files(parent: QWidget, folder: Path) -> list[Path]:
    """Files to import."""
    wanted = choice_of_files("表格和文档", *TABLES, *ADVISED)
    names, _ = QFileDialog.getOpenFileNames(parent, "导入表格", str(folder), wanted)
    return [Path(each) for each in names]


def ask_words(parent: QWidget, title: str, label: str, text: str = "") -> str | None:
    """A line of words; nothing when the clerk thinks better of it."""
    dialog = WordsDialog(parent, title, label, text)
    return dialog.words.text() if dialog.exec() == QDialog.DialogCode.Accepted else None


class WordsDialog(QDialog):
    """One line to type into."""

    def __init__(self, parent: QWidget, title: str, label: str, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.words = ComposingLine(self)
        self.words.setText(text)
        self.words.selectAll()
        asked = QLabel(label, self)
        asked.setWordWrap(True)
        asked.setBuddy(self.words)
        self.words.setAccessibleName(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for each in (asked, self.words, buttons):
            layout.addWidget(each)
        self.setMinimumWidth(self.fontMetrics().height() * 24)


def ask_replace(parent: QWidget, keys: Sequence[TableKey]) -> bool:
    """Whether tables of the book shall give way to those that come in."""
    names = "\n".join(f"{each.unit} {each.year} 年度 {each.subject or '部门整体支出'}" for each in keys)
    box = QMessageBox(
        QMessageBox.Icon.Question,
        "接收",
        f"账套里已有：\n{names}\n\n用收到的表替换吗？替换前会自动备份账套。",
        QMessageBox.StandardButton.Cancel,
        parent,
    )
    replace = box.addButton("替换", QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    return box.clickedButton() is replace


class WayIn(Enum):
    """How a book that somebody else may have open is to be opened."""

    READING = "reading"
    TAKING_OVER = "taking_over"
    NOT = "not"


def ask_way_in(parent: QWidget, fault: EnvironmentFault) -> WayIn:
    """Whether a book that is held by a name alone is read or taken over."""
    box = QMessageBox(
        QMessageBox.Icon.Question,
        "账套正在被使用",
        f"账套“{fault.facts.get('path', '')}”登记为正在被{holder_text(fault.facts)}使用。\n\n"
        "这个位置不支持文件锁，程序无法知道那边是不是还开着。请先问一问：\n"
        "· 还开着：请对方关闭后再打开，或先以只读方式打开。\n"
        "· 已经关机，或程序异常退出了：可以接管，由您继续录入。\n\n"
        "万一接管时对方仍在录入，两边不会互相覆盖：对方后来录入的内容放不回来，会留在对方电脑上并提示对方。",
        QMessageBox.StandardButton.Cancel,
        parent,
    )
    reading = box.addButton("以只读方式打开", QMessageBox.ButtonRole.AcceptRole)
    over = box.addButton("接管账套", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(reading)
    box.exec()
    clicked = box.clickedButton()
    return WayIn.READING if clicked is reading else WayIn.TAKING_OVER if clicked is over else WayIn.NOT


def tell(parent: QWidget, title: str, words: str) -> None:
    """Something the clerk has to know before going on."""
    QMessageBox(QMessageBox.Icon.Warning, title, words, QMessageBox.StandardButton.Ok, parent).exec()
