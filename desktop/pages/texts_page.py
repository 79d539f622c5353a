"""The page 文字材料: the texts of the form and its report at the left, one text with its live figures at the right."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.forms.fill import figure_groups, fill_figures, marker, unfilled
from desktop.kit.search import replaced, spans
from desktop.pages.following import YearPage
from desktop.pages.text_editor import TextEditor
from desktop.pages.text_items import TextItem, text_items
from desktop.workspace.session import Workspace
from scoring.edit import Op
from scoring.finding import Place
from scoring.table import RecordKind
from scoring.writing import Offer, write_cells


class TextsPage(YearPage):
    """What is typed is committed when the keys rest, when the editor is left, with Ctrl+S, and before anything else is shown."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.items: tuple[TextItem, ...] = ()
        self.key = ""
        self._shown = ""  # what the table holds of the text in the editor
        self.list = QListWidget(self)
        self.list.setAccessibleName("文字材料目录")
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(self._choose)
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.count = QLabel(self)
        self.insert = QPushButton("插入数据(&D)", self)
        self.insert.setToolTip("在光标处插入表里的数据，数据变了文字跟着变")
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.insert.setMenu(self.menu)
        self.editor = TextEditor(self)
        self.editor.setFrameShape(QFrame.Shape.StyledPanel)
        self.editor.left.connect(self.commit)
        self.editor.rested.connect(self._keep)
        self.editor.textChanged.connect(self._show_preview)
        self.preview = QLabel(self)
        self.preview.setWordWrap(True)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setContentsMargins(8, 6, 8, 6)
        self.preview.setAccessibleName("印出来的样子")
        self.preview_area = QScrollArea(self)
        self.preview_area.setWidget(self.preview)
        self.preview_area.setWidgetResizable(True)
        self.preview_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.preview_area.hide()
        self._arrange()
        self.setFocusProxy(self.editor)
        self.follow()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        head.addWidget(self.insert)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 6, 8, 6)
        column.addLayout(head)
        column.addWidget(self.editor, 3)
        column.addWidget(self.preview_area, 2)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("texts")
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setSizes([260, 640])
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    # What is shown

    def refresh(self) -> None:
        """Take over the texts; what is being typed stays."""
        scored = self.workspace.scored
        if scored is None:
            return
        self.items = text_items(self.workspace.form(), scored)
        keys = [each.key for each in self.items]
        if self.key not in keys:
            self.key = next(iter(keys), "")
            self._shown = self.editor.toPlainText()  # nothing pending: it belonged to another table
        with QSignalBlocker(self.list):
            if self.list.count() != len(self.items):
                self.list.clear()
                for _ in self.items:
                    self.list.addItem(QListWidgetItem())
            for row, each in enumerate(self.items):
                self._label(self.list.item(row), each)
            self.list.setCurrentRow(keys.index(self.key) if self.key in keys else -1)
        self._show_item()

    def _label(self, entry: QListWidgetItem, item: TextItem) -> None:
        sign = "●" if item.text.strip() else "○"
        words = "" if item.text.strip() else "　用表样原文" if item.usual else "　空"
        entry.setText(f"{sign} {item.title}{words}")
        entry.setToolTip("印在表上" if item.printed else "报告用，不印在自评表上")

    def _item(self) -> TextItem | None:
        return next((each for each in self.items if each.key == self.key), None)

    def _show_item(self) -> None:
        item = self._item()
        self.editor.setReadOnly(item is None or not self.workspace.editable)
        self.insert.setEnabled(not self.editor.isReadOnly())
        if item is None:
            return
        self.title.setText(item.title + ("" if item.printed else "（报告用）"))
        self.editor.setAccessibleName(item.title)
        self.editor.setPlaceholderText(item.usual or "在这里填写，或从 Word 复制后粘贴。可用“插入数据”引用表里的数。")
        if not self._pending():
            if self.editor.toPlainText() != item.text or self._shown != item.text:
                self._shown = item.text
                self.editor.show_text(item.text)
        elif item.text == self.editor.toPlainText():
            self._shown = item.text
        self._show_preview()

    def _pending(self) -> bool:
        return self.editor.toPlainText() != self._shown

    def _show_preview(self) -> None:
        scored = self.workspace.scored
        text = self.editor.toPlainText()
        self.count.setText(f"{len(text.strip())} 字" if text.strip() else "")
        shown = scored is not None and "{" in text
        self.preview_area.setVisible(shown)
        if scored is not None and shown:
            missing = unfilled(text, scored)
            told = f"没有这些数据，印出时照原样：{'、'.join(missing)}\n\n" if missing else ""
            self.preview.setText(f"印出来是：\n{told}{fill_figures(text, scored)}")

    # Choosing and committing

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self.items) or self.items[row].key == self.key:
            return
        if not self.commit():
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(next(at for at, each in enumerate(self.items) if each.key == self.key))
            return
        self.key = self.items[row].key
        self._shown = self.editor.toPlainText()
        self._show_item()

    def commit(self) -> bool:
        """What was typed becomes a fact, as one step; whether nothing is left uncommitted. Undo is the hall's from here on."""
        kept = self._keep()
        if kept:
            self.editor.document().clearUndoRedoStacks()
        return kept

    def _keep(self) -> bool:
        """The same while typing goes on: the editor's own undo stays."""
        text = self.editor.text()
        item = self._item()
        if item is None or text == self._shown:
            return True
        before, self._shown = self._shown, text
        place = Place(RecordKind.NARRATIVE, item.key, "text")
        self.workspace.edit(Op.SET_RECORD, write_cells, {place: text}, [Offer(RecordKind.NARRATIVE, item.record)])
        table = self.workspace.table
        held = next((each.text for each in table.narratives if each.id == item.key), "") if table is not None else ""
        if held != text:
            self._shown = before  # refused: the hall told why, the words stay in the editor
            return False
        return True

    def end_editing(self) -> None:
        """Commit what is being typed."""
        self.commit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.commit()

    def go_to(self, record_id: str, name: str) -> bool:
        """Show a text; whether there is one of this key."""
        row = next((at for at, each in enumerate(self.items) if each.key == record_id), -1)
        if row < 0:
            return False
        self.list.setCurrentRow(row)
        self.editor.setFocus()
        return True

    def use_hands(self, name: str) -> None:
        """The clipboard of the editor."""
        doings = {"copy": self.editor.copy, "cut": self.editor.cut, "paste": self.editor.paste}
        if name in doings:
            doings[name]()

    # Finding

    def find_words(self, words: str, *, backwards: bool = False, entering: bool = False) -> bool:
        """Choose the next place of these words, in this text or another, to the end of the page."""
        self.commit()
        self.catch_up()
        stops = [(row, *span) for row, item in enumerate(self.items) for span in spans(item.text, words)]
        cursor, row = self.editor.textCursor(), self.list.currentRow()
        if backwards:
            stops.reverse()
        if not entering:
            here = row, cursor.selectionStart() if backwards else cursor.selectionEnd()
            stops = [each for each in stops if ((each[0], each[2]) <= here if backwards else (each[0], each[1]) >= here)]
        if not stops:
            return False
        row, first, last = stops[0]
        self.list.setCurrentRow(row)
        cursor = self.editor.textCursor()
        cursor.setPosition(first)
        cursor.setPosition(last, cursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)
        return True

    def count_words(self, words: str) -> int:
        """How many places have the words."""
        self.catch_up()
        return sum(len(spans(each.text, words)) for each in self.items)

    def replacements(self, words: str, other: str, *, here: bool = False) -> dict[Place, tuple[str, str]]:
        """What replacing would change (``here``: the chosen place alone): old and new texts."""
        self.commit()
        self.catch_up()
        cursor = self.editor.textCursor()
        chosen = cursor.selectionStart(), cursor.selectionEnd()
        found: dict[Place, tuple[str, str]] = {}
        for each in self.items:
            text = each.text
            if here:
                mine = each.key == self.key and chosen in spans(text, words)
                new = text[: chosen[0]] + other + text[chosen[1] :] if mine else text
            else:
                new = replaced(text, words, other)
            if new != text:
                found[Place(RecordKind.NARRATIVE, each.key, "text")] = text, new
        return found

    # Live figures

    def _fill_menu(self) -> None:
        self.menu.clear()
        scored = self.workspace.scored
        for heading, figures in figure_groups(scored).items() if scored is not None else ():
            below = self.menu.addMenu(heading)
            for name, text in figures.items():
                action = below.addAction(f"{name}　{text}".replace("&", "&&"))
                action.triggered.connect(lambda _=False, name=name: self.insert_figure(name))

    def insert_figure(self, name: str) -> None:
        """A live figure where the cursor stands."""
        self.editor.insertPlainText(marker(name))
        self.editor.setFocus()
