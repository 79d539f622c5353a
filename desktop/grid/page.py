"""The page 指标表: the entry table, and the edits that Excel's hands and the row commands make of it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.grid import finder, hands
from desktop.grid.cells import Cell
from desktop.grid.column_choice import show_heading_menu
from desktop.grid.column_set import ColumnSet
from desktop.grid.column_view import ColumnView
from desktop.grid.columns import columns_of
from desktop.grid.model import TableModel
from desktop.grid.pasting import Pasting
from desktop.grid.plan import Plan
from desktop.grid.row_choice import RowChoice
from desktop.grid.rows import RowKind
from desktop.grid.tips import tip
from desktop.grid.view import TableView
from desktop.kit.clipboard import put_block
from desktop.kit.wording import op_text
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.diff import Difference
from scoring.edit import Op
from scoring.finding import Place, Severity
from scoring.points_edit import distribute_points, rescale_points
from scoring.table import Field, RecordKind, TableKey, YearTable, branch, node_of, parents

POINTS = {Op.DISTRIBUTE_POINTS: distribute_points, Op.RESCALE_POINTS: rescale_points}
WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}


class TablePage(QWidget):
    """Shows the workspace's table and turns hands into edits. It holds no fact."""

    cell_chosen = Signal(object)  # a Cell

    def __init__(
        self,
        workspace: Workspace,
        parent: QWidget | None = None,
        remembered: Callable[[str], ColumnView] = lambda _: ColumnView(),
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.model = TableModel(Plan(), self._type, self)
        self.model.ask_for_tips(self._tip)
        self.view = TableView(self.model, self)
        self.choice = RowChoice(self.view, workspace, self.refresh)
        self.pasting = Pasting(self.view, workspace, self.set_texts, self.refresh)
        self.columns = ColumnSet(self.view, workspace, remembered)
        self._waiting = False
        self._key: TableKey | None = None
        self._places: dict[TableKey, Cell] = {}  # where the cursor was in the tables shown before
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.choice.bar)
        layout.addWidget(self.pasting.bar)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        workspace.table_changed.connect(self.show_table)
        workspace.refreshed.connect(lambda _: self.refresh())
        self.view.editing_ended.connect(self._catch_up)
        self.view.selectionModel().currentChanged.connect(lambda _: self._tell_cell())
        self.view.hands_asked.connect(self.use_hands)
        self.view.fill_asked.connect(self._fill)
        self.view.heading.customContextMenuRequested.connect(lambda place: show_heading_menu(self.columns, self.choice, place))
        self.columns.arranged.connect(self._rearrange)
        self.show_table()

    # What is shown

    def show_table(self) -> None:
        """Show the table of the hall, from its beginning or where the cursor was when it was shown last."""
        self.view.end_editing()
        self._waiting = False
        self.choice.forget()
        self.pasting.drop()
        if self._key is not None:
            self._places[self._key] = self.chosen_cell()
        scored = self.workspace.scored
        self._key = None if scored is None else scored.table.key
        if scored is None:
            return
        self.columns.take_form(self.workspace.form().key)
        self.model.show_table(scored, self.workspace.form(), self.columns.plan(), self._flags(), editable=self.workspace.editable)
        self.put_first()
        self.view.verticalScrollBar().setValue(0)
        self.view.horizontalScrollBar().setValue(0)
        before = self._places.get(scored.table.key)
        if before is not None and before.field is not None:
            self._go_to(before.node_id, before.field.value)

    def put_first(self) -> None:
        """The cursor on the first cell that is not a name."""
        first = next(self.model.node_rows(), None)
        if first is not None:
            at = next((at for at, each in enumerate(self.model.cells[first]) if each.node_id and at >= self.model.plan.frozen), 0)
            self.view.put_cursor(self.model.index(first, at))

    def _rearrange(self) -> None:
        """Take over other columns; the cursor is somewhere."""
        self.refresh()
        if not self.view.currentIndex().isValid():
            self.put_first()

    def refresh(self) -> None:
        """Take over the numbers after an edit; while an editor is open this waits."""
        if self.view.delegate.editor is not None:
            self._waiting = True
            return
        scored = self.workspace.scored
        if scored is None:
            return
        self.pasting.drop()
        cell = self.chosen_cell()
        plan = self.columns.plan()
        if plan != self.model.plan:
            self.model.show_table(scored, self.workspace.form(), plan, self._flags(), editable=self.workspace.editable)
        else:
            self.model.refresh(scored, self._flags())
        self._keep(cell)
        self._tell_cell()

    def _catch_up(self) -> None:
        if self._waiting:
            self._waiting = False
            self.refresh()

    def _tip(self, cell: Cell, node_id: str, key: str) -> str:
        scored = self.workspace.scored
        return "" if scored is None else tip(scored, self.workspace.findings, cell, node_id, key)

    def show_change(self, difference: Difference) -> None:
        """Put the cursor where a step was taken back or made again."""
        for change in difference.changes:
            if change.kind is RecordKind.NODE and change.before is not None and change.after is not None:
                names = [
                    each for each in type(change.after).__slots__ if getattr(change.before, each) != getattr(change.after, each)
                ]
                if any(self.go_to(change.id, each) for each in names):
                    return

    def _flags(self) -> dict[tuple[str, str], Severity]:
        found: dict[tuple[str, str], Severity] = {}
        for each in self.workspace.findings:
            place = each.place.id, each.place.field
            if place not in found or WEIGHT[each.severity] > WEIGHT[found[place]]:
                found[place] = each.severity
        return found

    def _keep(self, cell: Cell) -> None:
        """The cursor stays on its fact when rows came or went."""
        if cell.field is not None and self.chosen_cell().node_id != cell.node_id:
            self._go_to(cell.node_id, cell.field.value)

    def _tell_cell(self) -> None:
        self.cell_chosen.emit(self.cell_in_row())

    def cell_in_row(self) -> Cell:
        """The cell under the cursor; one that is worked out speaks of its row."""
        cell, index = self.chosen_cell(), self.view.currentIndex()
        if cell.node_id or not index.isValid():
            return cell
        return replace(cell, node_id=self.model.rows[index.row()].node_id)

    def chosen_cell(self) -> Cell:
        """The cell under the cursor."""
        index = self.view.currentIndex()
        return self.model.cell(index.row(), index.column())

    def heading(self) -> str:
        """The words over the cell under the cursor."""
        index = self.view.currentIndex()
        return self.model.words(index.row(), index.column()) if index.isValid() else ""

    def go_to(self, node_id: str, field: str) -> bool:
        """Put the cursor on a fact; whether the table shows it. What hides its row or its column is taken off."""
        needed = columns_of(self.columns.full_plan(), field)
        if needed.intersection(self.columns.hidden) and not columns_of(self.model.plan, field):
            self.columns.hide(each for each in self.columns.hidden if each not in needed)
        if self._go_to(node_id, field):
            return True
        return self.choice.clear_filter() and self._go_to(node_id, field)

    def _go_to(self, node_id: str, field: str) -> bool:
        index = self.model.place(node_id, field)
        if not index.isValid():
            return False
        self.view.put_cursor(index)
        self.view.scrollTo(index)
        return True

    # Finding: what the window's find bar asks of each page

    def find_words(self, words: str, *, backwards: bool = False, entering: bool = False) -> bool:
        return finder.find(self.view, words, backwards=backwards, entering=entering)

    def count_words(self, words: str) -> int:
        return finder.count(self.model, words)

    def replacements(self, words: str, other: str, *, here: bool = False) -> dict[Place, tuple[str, str]]:
        cells = [self.chosen_cell()] if here else [cell for row in self.model.cells for cell in row]
        return finder.replacements(cells, words, other)

    # Edits

    def _type(self, node_id: str, field: Field, text: str) -> bool:
        return self.workspace.edit(Op.SET_FIELD, edit.set_field, node_id, field, text)

    def use_hands(self, name: str) -> None:
        """What Excel's hands ask for, by name: copy, cut, paste, paste_words, clear, fill_down, fill_right, select_all."""
        doings: dict[str, Callable[[], object]] = {
            "copy": self.copy,
            "cut": self.cut,
            "paste": self.paste,
            "paste_words": lambda: self.pasting.paste(words_only=True),
            "clear": self.clear,
            "fill_down": self.fill_down,
            "fill_right": self.fill_right,
            "select_all": self.view.selectAll,
        }
        self.view.end_editing()
        doings[name]()

    def copy(self) -> None:
        box = hands.bounding(self.view.boxes())
        if box is not None:
            put_block(hands.copied(self.model, box), hands.merged(self.model, box), hands.plain_numbers(self.model, box))

    def cut(self) -> None:
        self.copy()
        self.clear()

    def paste(self) -> bool:
        return self.pasting.paste()

    def clear(self) -> bool:
        return self.set_texts(Op.CLEAR, hands.filled(self.model, self.view.boxes(), ""))

    def fill_down(self) -> bool:
        box = hands.bounding(self.view.boxes())
        return box is not None and self.set_texts(Op.FILL, hands.filled_down(self.model, box))

    def fill_right(self) -> bool:
        box = hands.bounding(self.view.boxes())
        return box is not None and self.set_texts(Op.FILL, hands.filled_right(self.model, box))

    def _fill(self, text: str) -> None:
        """Ctrl+Enter: the typed text into every chosen cell."""
        self.set_texts(Op.FILL, hands.filled(self.model, self.view.boxes(), text))

    def set_texts(self, op: Op, texts: hands.Texts) -> bool:
        """A block of new texts as one step; whether something changed."""
        return bool(texts) and self.workspace.edit(op, edit.set_fields, texts)

    def bring_back_score(self) -> bool:
        """The given score that an edit of the row put aside."""
        self.view.end_editing()
        node_id = self._row_id()
        return bool(node_id) and self.workspace.edit(Op.BRING_BACK_SCORE, edit.bring_back_score, node_id)

    # Rows

    def _row_id(self) -> str:
        index = self.view.currentIndex()
        return self.model.rows[index.row()].node_id if index.isValid() else ""

    def _owner_id(self) -> str:
        """The node under the cursor: the band's in a band's cell, else the row's own."""
        cell = self.chosen_cell()
        if cell.node_id:
            return cell.node_id
        index = self.view.currentIndex()
        row = self.model.rows[index.row()] if index.isValid() else None
        return row.node_id or next((each for each in reversed(row.bands) if each), "") if row is not None else ""

    def insert_row(self) -> bool:
        """A new row after the one under the cursor; in a band without rows its first."""
        self.view.end_editing()
        cell, row_id = self.chosen_cell(), self._row_id()
        if cell.owner and cell.node_id:
            changed = self.workspace.edit(Op.INSERT_ROW, edit.insert_below, cell.node_id)
        elif row_id:
            changed = self.workspace.edit(Op.INSERT_ROW, edit.insert_after, row_id)
        else:
            owner = self._owner_id()
            changed = bool(owner) and self.workspace.edit(Op.INSERT_ROW, edit.insert_below, owner)
        if changed:
            self._go_to_new()
        return changed

    def insert_band(self) -> bool:
        """A new band after the one under the cursor, with its first row."""
        self.view.end_editing()
        cell = self.chosen_cell()
        if not cell.node_id:
            return False
        changed = self.workspace.edit(Op.INSERT_ROW, edit.insert_after, cell.node_id)
        if changed:
            self._go_to_new()
        return changed

    def _go_to_new(self) -> None:
        table = self.workspace.table
        if table is not None and table.nodes:
            newest = max(table.nodes, key=lambda each: int(each.id) if each.id.isdigit() else 0)
            self.go_to(newest.id, Field.NAME.value)

    def chosen_rows(self) -> list[str]:
        """The nodes of the chosen rows; in a band's cell the band."""
        cell, index = self.chosen_cell(), self.view.currentIndex()
        if index.isValid() and cell.owner and cell.node_id:
            return [cell.node_id]
        rows = {row for top, _, bottom, _ in self.view.boxes() for row in range(top, bottom + 1)}
        ids = [self.model.rows[row].node_id for row in sorted(rows) if self.model.rows[row].kind is RowKind.NODE]
        return [each for each in ids if each]

    def remove_rows(self) -> bool:
        """The chosen rows; in a band's cell the band with everything below it. One step, taken back by Ctrl+Z."""
        self.view.end_editing()
        ids = self.chosen_rows()
        if not ids or not self.workspace.edit(Op.REMOVE_ROWS, _remove, ids):
            return False
        self.workspace.told.emit(f"已删除 {len(ids)} 行，Ctrl+Z 可恢复。")
        return True

    def move_row(self, by: int) -> bool:
        self.view.end_editing()
        owner = self._owner_id()
        return bool(owner) and self.choice.may_move() and self.workspace.edit(Op.MOVE_ROWS, edit.move_node, owner, by)

    def indent_row(self, by: int) -> bool:
        self.view.end_editing()
        owner = self._owner_id()
        return bool(owner) and self.choice.may_move() and self.workspace.edit(Op.INDENT_ROWS, edit.indent_node, owner, by)

    def share_points(self, op: Op) -> bool:
        """The points of the band under the cursor (of a row: of the band it stands in) over what stands below it, as one step."""
        self.view.end_editing()
        scored, owner = self.workspace.scored, self._owner_id()
        if scored is None or not owner:
            return False
        table = scored.table
        band = owner if len(branch(table, owner)) > 1 else parents(table)[owner]
        if not band:
            return False
        name = node_of(table, band).name
        done = self.workspace.edit(op, POINTS[op], band, scored.rulebook.score_places)
        self.workspace.told.emit(f"{op_text(op)}：{name}，Ctrl+Z 可恢复。" if done else f"“{name}”的下级分值不用改或无法分配。")
        return done


def _remove(table: YearTable, ids: list[str]) -> YearTable:
    """The rows without those that go with a row above them."""
    for each in ids:
        if any(node.id == each for node in table.nodes):
            table = edit.remove_nodes(table, [each])
    return table
