"""The pane at the right: everything about the chosen cell, the clerk's own reading where ours is wrong, and what if."""

from urllib.parse import unquote

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from desktop.grid.cells import Cell
from desktop.kit.composing import ComposingLine, commit
from desktop.windows.inspector_text import CORRECT, FILE, READ, Chosen, actual_reading, inspector_html, target_reading
from desktop.windows.what_if import WhatIf
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.finding import Place
from scoring.scored import ScoredNode
from scoring.table import Field, RecordKind

PAUSE = 80  # milliseconds the cursor rests before its cell is told: the history is read from the book
READINGS = {Field.TARGET: Field.TARGET_READ_AS, Field.ACTUAL: Field.ACTUAL_READ_AS}


# Facts of a row that no official form has a column for.
BESIDE_THE_FORM = {Field.OFFICE: "责任科室", Field.VERIFIED_SCORE: "核查分数"}


class Inspector(QWidget):
    """Shows one cell; typing under 改正读法 sets how its words are to be read."""

    help_asked = Signal(str)  # an address in the manual
    place_asked = Signal(object)  # the Place of a file of evidence

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setAccessibleName("单元格")
        self._cell = Cell()
        self._heading = ""
        self.words = QTextBrowser(self)
        self.words.setAccessibleName("单元格说明")
        self.words.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.words.setOpenLinks(False)
        self.words.document().setDefaultStyleSheet("h4 { margin: 8px 0 2px 0 } p { margin: 1px 0 3px 0 }")
        page = self.words.palette()
        page.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.words.setPalette(page)
        self.words.anchorClicked.connect(lambda url: self._follow(url.toString()))
        self.reading_label = QLabel("改正读法", self)
        self.reading = ComposingLine(self)
        self.reading.setAccessibleName("改正读法")
        self.reading.setToolTip("程序读错时，用简单写法写明，例如：≥5个。表上的文字不变。")
        self.reading.editingFinished.connect(self._read_as)
        self.reading_label.setBuddy(self.reading)
        form = QFormLayout()
        form.setContentsMargins(8, 4, 8, 6)
        form.addRow(self.reading_label, self.reading)
        self.facts = {field: ComposingLine(self) for field in BESIDE_THE_FORM}
        for field, edit_of in self.facts.items():
            edit_of.setAccessibleName(BESIDE_THE_FORM[field])
            edit_of.editingFinished.connect(lambda field=field, edit_of=edit_of: self._type(field, edit_of.text()))
            form.addRow(BESIDE_THE_FORM[field], edit_of)
        self.what_if = WhatIf(workspace, self)
        form.addRow("如果…", self.what_if)
        self._form = form
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words, 1)
        layout.addLayout(form)
        self.setFocusProxy(self.words)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE)
        self._later.timeout.connect(self._draw)
        workspace.table_changed.connect(lambda: self.show_cell(Cell(), ""))
        workspace.finish_editing.connect(self.end_editing)
        self._show_reading()

    def show_cell(self, cell: Cell, heading: str) -> None:
        """Show another cell, or the same one after an edit; drawn when the keys come to rest."""
        self._cell, self._heading = cell, heading
        self._show_reading()
        QTimer.singleShot(0, self._later, self._later.start)  # the pause begins when what is due is painted

    def _row(self) -> ScoredNode | None:
        scored = self.workspace.scored
        return scored.rows.get(self._cell.node_id) if scored is not None else None

    def _show_reading(self) -> None:
        row, field = self._row(), READINGS.get(self._cell.field) if self._cell.field else None
        leaf = row is not None and row.node.leaf
        self._form.setRowVisible(self.reading, leaf and field is not None and self.workspace.editable)
        self._form.setRowVisible(self.what_if, leaf)
        self.what_if.show_row(row.node.id if row is not None and leaf else "")
        for fact, edit_of in self.facts.items():
            text = "" if row is None else str(getattr(row.node, fact.value))
            self._form.setRowVisible(edit_of, leaf and (self.workspace.editable or bool(text)))
            edit_of.setReadOnly(not self.workspace.editable)
            edit_of.setText(text)
        if row is None or field is None:
            return
        self.reading.setText(str(getattr(row.node, field.value)))
        self.reading.setPlaceholderText(
            target_reading(row.target) if field is Field.TARGET_READ_AS else actual_reading(row.actual)
        )

    def end_editing(self) -> None:
        """What is being typed becomes a fact, words in composition included, also where the field has the keyboard still."""
        for line in (self.reading, *self.facts.values()):
            commit(line, line.composing)
            if line.isModified():
                line.setModified(False)
                line.editingFinished.emit()

    def _read_as(self) -> None:
        field = READINGS.get(self._cell.field) if self._cell.field else None
        if field is not None:
            self._type(field, self.reading.text())

    def _type(self, field: Field, text: str) -> None:
        row = self._row()
        if row is not None and row.node.leaf and text != getattr(row.node, field.value):
            self.workspace.edit(Op.SET_FIELD, edit.set_field, row.node.id, field, text)

    def _follow(self, link: str) -> None:
        """A click in the words: a reading, the way to correct one, a file of evidence, else the manual."""
        if link.startswith(READ):
            self._type(Field.TARGET_READ_AS, unquote(link.removeprefix(READ)))
        elif link == CORRECT:
            self.reading.setFocus()
            self.reading.selectAll()
        elif link.startswith(FILE):
            self.place_asked.emit(Place(RecordKind.ATTACHMENT, link.removeprefix(FILE), "file_name"))
        else:
            self.help_asked.emit(link)

    def _draw(self) -> None:
        scored, cell = self.workspace.scored, self._cell
        if scored is None or not (cell.node_id or cell.text):
            self.words.clear()
            return
        place = Place(RecordKind.NODE, cell.node_id, cell.field.value if cell.field else "")
        row = self._row()
        history = self.workspace.history(place) if cell.node_id else ()
        before = self.workspace.last_year
        last = next(
            (
                each
                for each in (before.rows.values() if before is not None else ())
                if row is not None and row.node.leaf and each.node.lineage_id == row.node.lineage_id
            ),
            None,
        )
        chosen = Chosen(cell.node_id, cell.field, self._heading, cell.text)
        html = inspector_html(scored, chosen, self.workspace.findings, last, history, editable=self.workspace.editable)
        self.words.setHtml(html)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
