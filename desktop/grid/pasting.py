"""A pasted block: into the cells at once, or first shown as it would be where it would overwrite more than the eye takes in."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.grid import hands
from desktop.grid.view import TableView
from desktop.kit.clipboard import copied_texts
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op

FEW = 5  # filled cells a paste may change without a look at it


class PasteBar(QWidget):
    """Says what a paste would change; Enter takes the way that is offered first, Esc leaves all as it is."""

    answered = Signal(bool)
    rows_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("粘贴预览")
        self.told = QLabel(self)
        self.accept = QPushButton("粘贴(&P)", self)
        self.grow = QPushButton(self)
        self.cancel = QPushButton("取消", self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 3, 6, 3)
        layout.addWidget(self.told)
        layout.addWidget(self.accept)
        layout.addWidget(self.grow)
        layout.addWidget(self.cancel)
        layout.addStretch(1)
        self.accept.clicked.connect(lambda _: self.answered.emit(True))
        self.grow.clicked.connect(lambda _: self.rows_asked.emit())
        self.cancel.clicked.connect(lambda _: self.answered.emit(False))
        for each in (self.accept, self.grow, self.cancel):
            each.installEventFilter(self)
        self.hide()

    def ask(self, words: str, rows: int = 0, *, grow_first: bool = False) -> None:
        """``rows``: how many may be put in for the block."""
        self.told.setText(words)
        self.setAccessibleDescription(words)
        self.grow.setText(f"增加 {rows} 行再粘贴(&I)")
        self.grow.setVisible(bool(rows))
        self.show()
        (self.grow if rows and grow_first else self.accept).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.answered.emit(False)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.grow:
                    self.rows_asked.emit()
                else:
                    self.answered.emit(watched is self.accept)
                return True
        return super().eventFilter(watched, event)


class Pasting:
    """What pasting does to one view; ``waiting`` is a block that is shown and not in yet.

    ``put`` makes texts one step, ``refresh`` shows the table as it is.
    """

    def __init__(
        self, view: TableView, workspace: Workspace, put: Callable[[Op, hands.Texts], bool], refresh: Callable[[], None]
    ) -> None:
        self._view, self._workspace, self._put_in, self._refresh = view, workspace, put, refresh
        self.waiting: hands.Pasted | None = None
        self.growing: hands.Grown | None = None
        self.bar = PasteBar(view)
        self.bar.answered.connect(self.answer)
        self.bar.rows_asked.connect(self.grow)

    def paste(self, *, words_only: bool = False) -> bool:
        """The block of the clipboard into the chosen cells, as one step; whether something changed by now.

        ``words_only`` passes over merged cells: each cell takes the words in its own place.
        """
        self.forget()
        box, table = hands.bounding(self._view.boxes()), self._workspace.table
        text, html = copied_texts()
        from desktop.reading.clipboard import block_from_clipboard  # reads pages, with the first paste

        block = block_from_clipboard(text, "" if words_only else html)
        if box is None or table is None or not (text or html) or not self._workspace.editable:
            return False
        pasted = hands.pasted(self._view.table, box, block.rows, block.covered)
        changed, rows = hands.overwritten(table, pasted.texts)
        grown = hands.grown(self._view.table, box, block.rows, block.covered)
        offered = grown if grown is not None and (pasted.lost or grown.named) else None
        if offered is not None or (changed > FEW and rows > 1):
            self._ask(pasted, changed, offered)
            return False
        return self._put(pasted)

    def _ask(self, pasted: hands.Pasted, changed: int, grown: hands.Grown | None) -> None:
        self.waiting, self.growing = pasted, grown
        self._view.table.preview(pasted.texts)
        self._choose(pasted.box)
        lost = f"，另有 {pasted.lost} 格在表里没有位置" if pasted.lost else ""
        words = f"粘贴预览：{len(pasted.texts)} 格，覆盖 {changed} 格原有内容{lost}。"
        if grown is None:
            self.bar.ask(words)
        else:
            self.bar.ask(f"{words}这一组的行不够。", len(grown.rows), grow_first=grown.named)

    def answer(self, accepted: bool) -> bool:
        """Paste what is shown, or leave all as it is; whether something changed."""
        waiting = self.waiting
        self.forget()
        done = waiting is not None and accepted and self._put(waiting)
        self._view.setFocus()
        return done

    def grow(self) -> bool:
        """Paste into rows of their own at the end of the band; whether something changed."""
        grown = self.growing
        self.forget()
        done = grown is not None and self._workspace.edit(
            Op.PASTE, edit.set_fields_and_insert, grown.texts, grown.after, grown.rows
        )
        if grown is not None and done:
            self._choose(grown.box)
            self._workspace.told.emit(f"已粘贴，增加了 {len(grown.rows)} 行，Ctrl+Z 可恢复。")
        self._view.setFocus()
        return done

    def forget(self) -> None:
        """Show the table as it is."""
        if self.waiting is not None:
            self._refresh()

    def drop(self) -> None:
        """The table is shown anew: what was only looked at is gone."""
        self.waiting = self.growing = None
        self.bar.hide()

    def _put(self, pasted: hands.Pasted) -> bool:
        done = self._put_in(Op.PASTE, pasted.texts)
        if pasted.lost:
            self._workspace.told.emit(f"粘贴：{pasted.lost} 个单元格在表里没有位置（行不够，或这一组没有这一栏），没有粘贴。")
        elif done:
            self._workspace.told.emit(f"已粘贴 {len(pasted.texts)} 个单元格。")
        if done:
            self._choose(pasted.box)
        return done

    def _choose(self, box: hands.Box) -> None:
        top, left, bottom, right = box
        model = self._view.table
        chosen = QItemSelection(model.index(top, left), model.index(bottom, right))
        self._view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
