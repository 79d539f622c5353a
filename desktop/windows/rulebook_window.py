"""评分办法: every rulebook with its source; one is copied, changed and kept, handed on as a file, used for the table."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.faults import EnvironmentFault
from desktop.kit.safefile import replace_file
from desktop.kit.wording import fault_text
from desktop.windows.text_table import TextTable
from desktop.workspace import library
from desktop.workspace.session import Workspace
from scoring.edit import Op, set_record
from scoring.rulebook import Rulebook
from scoring.table import RecordKind

HEADINGS = ("名称", "年度起", "来历", "本表", "出处")
FILES = "评分办法 (*.toml)"
SHIPPED_TOLD = "这份随程序提供，不能直接改；点“复制一份来改”。"


class RulebookWindow(QDialog):
    """The list above, the text of the chosen one below; a text that breaks the rules is never kept, and the place is told."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.workspace = workspace
        self.books: tuple[Rulebook, ...] = ()
        self.own: frozenset[str] = frozenset()
        self.setWindowTitle("评分办法")
        self.list = TextTable("评分办法", HEADINGS, self)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName("评分办法的内容")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.copy = self._button("复制一份来改(&C)", self.copy_chosen, "以选中的一份为底，另起编号，改好后保存")
        self.save = self._button("保存(&S)", self.save_text, "检查后存到本机；写错时指出是哪一项")
        self.drop = self._button("放弃修改(&D)", self._show_text, "回到上次保存的内容")
        self.use = self._button("用于本表(&U)", self.use_for_table, "本表改用选中的一份重新计分，作为一步修改，可以撤销")
        self.add = self._button("从文件添加(&A)…", self.ask_and_add, "添加别的单位传来的评分办法")
        self.export = self._button("存为文件(&E)…", self.ask_and_export, "把选中的一份存为文件，传给别的单位")
        self._lay_out()
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._show_text())
        self.text.textChanged.connect(self._judge)
        table = workspace.scored
        self.read(table.rulebook.key if table is not None else "")

    def _button(self, words: str, doing: Callable[[], object], tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _: doing())
        return button

    def _lay_out(self) -> None:
        close = self._button("关闭", self.reject, "")
        buttons = QHBoxLayout()
        for each in (self.copy, self.save, self.drop, self.use):
            buttons.addWidget(each)
        buttons.addStretch(1)
        for each in (self.add, self.export, close):
            buttons.addWidget(each)
        middle = QSplitter(Qt.Orientation.Vertical, self)
        middle.addWidget(self.list)
        middle.addWidget(self.text)
        middle.setChildrenCollapsible(False)
        middle.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(middle, 1)
        layout.addWidget(self.told)
        layout.addLayout(buttons)
        em = self.fontMetrics().height()
        self.resize(em * 56, em * 36)

    def read(self, key: str) -> None:
        """All rulebooks anew, with the one of ``key`` chosen."""
        try:
            self.books, self.own = tuple(library.rulebooks().values()), library.own_rulebooks()
        except EnvironmentFault as fault:
            self.told.setText(fault_text(fault))
            return
        used = self.workspace.scored.rulebook.key if self.workspace.scored is not None else ""
        self.list.show_rows(
            [
                (
                    each.title,
                    str(each.valid_from),
                    "本单位" if each.key in self.own else "随程序",
                    "在用" if each.key == used else "",
                    each.source,
                )
                for each in self.books
            ]
        )
        keys = [each.key for each in self.books]
        self.list.selectRow(keys.index(key) if key in keys else 0)
        self._show_text()

    def chosen(self) -> Rulebook | None:
        row = self.list.chosen()
        return self.books[row] if row is not None and row < len(self.books) else None

    def _show_text(self) -> None:
        book = self.chosen()
        if book is None:
            return
        self.text.setPlainText(library.rulebook_text(book.key))
        self.text.document().setModified(False)
        self.text.setReadOnly(book.key not in self.own)
        self.told.setText("" if book.key in self.own else SHIPPED_TOLD)
        self._judge()

    def _judge(self) -> None:
        book, changed = self.chosen(), self.text.document().isModified()
        self.save.setEnabled(changed)
        self.drop.setEnabled(changed)
        self.copy.setEnabled(not changed)
        self.add.setEnabled(not changed)
        self.list.setEnabled(not changed)  # another choice would lose what was typed
        self.export.setEnabled(book is not None and not changed)
        scored = self.workspace.scored
        used = scored is not None and book is not None and scored.rulebook.key == book.key
        self.use.setEnabled(self.workspace.editable and not used and not changed)

    def copy_chosen(self) -> None:
        """A new text on the ground of the chosen one; it is kept when it is saved."""
        book = self.chosen()
        if book is None:
            return
        text = library.copied_rulebook(book.key)
        self.text.setReadOnly(False)
        self.text.setPlainText(text)
        self.text.document().setModified(True)
        self.told.setText("已复制。改好名称（title）、分值和算法后点“保存”。")
        self._judge()
        self.text.setFocus()

    def save_text(self) -> None:
        try:
            kept = library.keep_rulebook(self.text.toPlainText())
            self._kept(kept, f"已保存：{kept.title}")
        except EnvironmentFault as fault:
            self.told.setText(fault_text(fault))

    def _kept(self, kept: Rulebook, words: str) -> None:
        """Show what was kept, and score the table anew that it scores."""
        scored = self.workspace.scored
        if scored is not None and scored.rulebook.key == kept.key:
            self.workspace.show(scored.table.key)
        self.read(kept.key)
        self.told.setText(words)

    def reject(self) -> None:
        """Esc and 关闭: what was typed is not lost without a word."""
        ask = QMessageBox.StandardButton
        if self.text.document().isModified():
            words = "评分办法改了还没有保存。关闭并放弃修改吗？"
            if QMessageBox.question(self, "评分办法", words, ask.Discard | ask.Cancel, ask.Cancel) != ask.Discard:
                return
        super().reject()

    def use_for_table(self) -> None:
        book = self.chosen()
        if book is not None and self.workspace.edit(Op.SET_RECORD, set_record, RecordKind.HEADING, "heading", rulebook=book.key):
            self.read(book.key)
            self.told.setText(f"本表改用“{book.title}”计分，可以撤销。")

    def ask_and_add(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "从文件添加评分办法", "", FILES)
        if name:
            self.add_file(Path(name))

    def add_file(self, path: Path) -> None:
        try:
            kept = library.add_rulebook(path)
            self._kept(kept, f"已添加：{kept.title}")
        except EnvironmentFault as fault:
            self.told.setText(fault_text(fault))

    def ask_and_export(self) -> None:
        book = self.chosen()
        if book is None:
            return
        beside = self.workspace.path.parent if self.workspace.path is not None else Path()
        name, _ = QFileDialog.getSaveFileName(self, "存为文件", str(beside / f"{book.key}.toml"), FILES)
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        book = self.chosen()
        if book is None:
            return
        try:
            with replace_file(path) as temporary:
                temporary.write_text(library.rulebook_text(book.key), "utf-8")
        except EnvironmentFault as fault:
            self.told.setText(fault_text(fault))
            return
        self.told.setText(f"已存为文件：{path.name}")
