"""A titled table with its row commands: turns hands into edits through the hall's one door."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.kit.clipboard import copied_texts, put_block
from desktop.pages.sheet import (
    Box,
    Sheet,
    changes,
    copied,
    filled,
    filled_along,
    found_after,
    pasted,
    plain_numbers,
    present,
)
from desktop.pages.sheet_model import SheetModel
from desktop.pages.sheet_view import SheetView
from desktop.workspace.session import Workspace
from scoring.edit import Op
from scoring.finding import Place
from scoring.writing import write_cells


class SheetPane(QWidget):
    """Shows the sheet that ``draw`` makes of the hall, and follows it."""

    def __init__(self, workspace: Workspace, name: str, draw: Callable[[], Sheet], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._draw = draw
        self._waiting = False
        self.model = SheetModel(self._type, self)
        self.view = SheetView(self.model, name, self)
        self.title = QLabel(name, self)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # gives way to the commands
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(8, 6, 8, 4)
        self.bar.addWidget(self.title, 1)
        self.nothing = QLabel(self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.bar)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.view, 2)
        self.setFocusProxy(self.view)
        self.view.hands_asked.connect(self.use_hands)
        self.view.fill_asked.connect(lambda text: self._write(Op.FILL, filled(self.model.sheet, self.view.boxes(), text)))
        self.view.editing_ended.connect(self._catch_up)

    def add_command(self, words: str, tip: str, doing: Callable[[], object], keys: str = "") -> QPushButton:
        """A button above the table; ``keys`` are those of the window's command that does the same."""
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setToolTip(f"{tip}（{keys}）" if keys else tip)
        button.clicked.connect(lambda _=False: doing())
        self.bar.addWidget(button)
        return button

    def say_when_empty(self, words: str) -> None:
        """What stands in place of a table without rows."""
        self.nothing.setText(words)

    def refresh(self) -> None:
        """Take over the numbers after an edit; while an editor is open this waits."""
        if self.view.delegate.editor is not None:
            self._waiting = True
            return
        current = self.view.currentIndex()
        row, column = current.row(), current.column()
        self.model.show_sheet(self._draw(), editable=self.workspace.editable)
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self._put_near(max(row, 0), column)
        empty = not self.model.rowCount() and bool(self.nothing.text())
        self.nothing.setVisible(empty)
        self.view.setVisible(not empty)

    def _put_near(self, row: int, column: int) -> None:
        row = min(row, self.model.rowCount() - 1)
        if column < 0:
            cells = [(each, at, to) for at, line in enumerate(self.model.sheet.rows) for to, each in enumerate(line.cells)]
            first = next((cell for cell in cells if cell[0].open), (None, 0, 0))
            _, row, column = next((cell for cell in cells if cell[0].open and cell[0].number), first)
        self.view.put_cursor(self.model.index(row, min(column, self.model.columnCount() - 1)))

    def _catch_up(self) -> None:
        if self._waiting:
            self._waiting = False
            self.refresh()

    def go_to(self, record_id: str, name: str) -> bool:
        """Put the cursor on a fact; whether the table shows it."""
        index = self.model.place_index(record_id, name)
        if not index.isValid():
            return False
        self.view.put_cursor(index)
        self.view.scrollTo(index)
        return True

    def find_words(self, words: str, *, backwards: bool, entering: bool) -> bool:
        """Put the cursor on the next cell with these words, from its place (``entering``: from the edge) to the end."""
        index = self.view.currentIndex()
        place = None if entering or not index.isValid() else (index.row(), index.column())
        found = found_after(self.model.sheet, words, place, backwards=backwards)
        if found is None:
            return False
        self.view.put_cursor(self.model.index(*found))
        self.view.scrollTo(self.view.currentIndex())
        return True

    def replacements(self, words: str, other: str, *, here: bool) -> dict[Place, tuple[str, str]]:
        """What replacing would change: old and new texts of records that are there."""
        sheet, index = self.model.sheet, self.view.currentIndex()
        cells = [self.model.cell(index)] if here and index.isValid() else [cell for row in sheet.rows for cell in row.cells]
        return changes(sheet, cells, words, other)

    def chosen_records(self) -> list[str]:
        """The ids of the records of the chosen rows, offered ones left out."""
        offered = {each.record.id for each in self.model.sheet.offers}
        rows = {row for top, _, bottom, _ in self.view.boxes() for row in range(top, bottom + 1)}
        lines = [self.model.sheet.rows[row] for row in sorted(rows)]
        return [each.record[1] for each in lines if each.record is not None and each.record[1] not in offered]

    # Edits

    def _type(self, place: Place, text: str) -> bool:
        return self._write(Op.SET_RECORD, {place: text})

    def _write(self, op: Op, texts: dict[Place, str]) -> bool:
        return bool(texts) and self.workspace.edit(op, write_cells, texts, self.model.sheet.offers)

    def use_hands(self, name: str) -> None:
        """What Excel's hands ask for, by name: copy, cut, paste, paste_words, clear, fill_down, fill_right, select_all."""
        doings: dict[str, Callable[[], object]] = {
            "copy": self.copy,
            "cut": self.cut,
            "paste": self.paste,
            "paste_words": lambda: self.paste(words_only=True),
            "clear": self.clear,
            "fill_down": lambda: self._fill_along(down=True),
            "fill_right": lambda: self._fill_along(down=False),
            "select_all": self.view.selectAll,
        }
        self.view.end_editing()
        if name in doings:
            doings[name]()

    def _box(self) -> Box | None:
        boxes = self.view.boxes()
        if not boxes:
            return None
        tops, lefts, bottoms, rights = zip(*boxes, strict=True)
        return min(tops), min(lefts), max(bottoms), max(rights)

    def copy(self) -> None:
        box = self._box()
        if box is not None:
            put_block(copied(self.model.sheet, box), numbers=plain_numbers(self.model.sheet, box))

    def cut(self) -> None:
        self.copy()
        self.clear()

    def paste(self, *, words_only: bool = False) -> bool:
        """The block of the clipboard into the chosen cells, as one step; whether something changed.

        What a merged cell of the block covers stays as it is; ``words_only`` passes over merged cells.
        """
        box, (text, html) = self._box(), copied_texts()
        if box is None or not (text or html):
            return False
        from desktop.reading.clipboard import block_from_clipboard  # reads pages, with the first paste

        block = block_from_clipboard(text, "" if words_only else html)
        texts, lost = pasted(self.model.sheet, box, block.rows, block.covered)
        over = sum(bool(old) and old != texts[place] for place, old in present(self.model.sheet, texts).items())
        done = self._write(Op.PASTE, texts)
        if lost:
            self.workspace.told.emit(f"粘贴：{lost} 个单元格超出表格范围，没有粘贴。可先增加行再粘贴。")
        elif done:
            covered = f"，覆盖 {over} 格原有内容，Ctrl+Z 可恢复" if over else ""
            self.workspace.told.emit(f"已粘贴 {len(texts)} 个单元格{covered}。")
        return done

    def clear(self) -> bool:
        return self._write(Op.CLEAR, filled(self.model.sheet, self.view.boxes(), ""))

    def _fill_along(self, *, down: bool) -> bool:
        box = self._box()
        return box is not None and self._write(Op.FILL, filled_along(self.model.sheet, box, down=down))
