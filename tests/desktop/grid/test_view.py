import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QPaintEvent, QRegion, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.grid.page import TablePage
from desktop.grid.painted import PaintedTable
from desktop.kit.cell_editor import CellEditor
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import Field, node_of

TARGET, ACTUAL, SCORE, EVIDENCE = 6, 7, 10, 12
Key = Qt.Key
CONTROL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def put(page: TablePage, row: int, column: int) -> None:
    page.view.put_cursor(page.model.index(row, column))


def at(page: TablePage) -> tuple[int, int]:
    index = page.view.currentIndex()
    return index.row(), index.column()


def editor(page: TablePage) -> CellEditor:
    found = page.view.delegate.editor
    assert found is not None
    return found


def fact(page: TablePage, node_id: str, field: Field) -> str:
    table = page.workspace.table
    assert table is not None
    return str(getattr(node_of(table, node_id), field.value))


def compose(page: TablePage, words: str) -> None:
    """The input method shows words it has not committed yet."""
    QApplication.sendEvent(receiver(page), QInputMethodEvent(words, []))


def commit(page: TablePage, words: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(receiver(page), event)


def write(page: TablePage, words: str) -> None:
    """Keys for ASCII, the input method for the rest."""
    for sign in words:
        if sign.isascii():
            QTest.keyClick(editor(page), sign)
        else:
            commit(page, sign)


def receiver(page: TablePage) -> QWidget:
    """Where the system sends input: the widget with the keyboard."""
    return QApplication.focusWidget() or page.view


def test_a_band_that_stays_in_view_is_painted_anew_when_its_words_change(
    page: TablePage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.resize(1000, 560)
    bar = page.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    QApplication.processEvents()
    assert page.view.heading.frozen
    assert page.view.heading.offset()
    painted: list[QRegion] = []
    paint = PaintedTable.paintEvent

    def watched(view: PaintedTable, event: QPaintEvent) -> None:
        painted.append(event.region())
        paint(view, event)

    monkeypatch.setattr(PaintedTable, "paintEvent", watched)
    band = page.model.index(0, 0)
    assert page.model.cell(1, 0).owner == page.model.cell(0, 0).node_id
    workspace.edit(Op.SET_FIELD, edit.set_field, page.model.cell(0, 0).node_id, Field.NAME, "管理效率")
    QApplication.processEvents()
    assert any(each.contains(page.view.visualRect(band).center()) for each in painted)


def test_typing_replaces_and_enter_goes_down(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, ACTUAL)
    qtbot.keyClick(page.view, "1")
    write(page, "20人")
    qtbot.keyClick(editor(page), Key.Key_Return)
    assert fact(page, "7", Field.ACTUAL) == "120人"
    assert at(page) == (4, ACTUAL)
    assert page.model.cell(3, 8).text == "80.00%"
    assert page.view.delegate.editor is None


def test_f2_edits_what_is_there(page: TablePage, qtbot: QtBot) -> None:
    put(page, 5, ACTUAL)
    qtbot.keyClick(page.view, Key.Key_F2)
    write(page, "（含初级）")
    qtbot.keyClick(editor(page), Key.Key_Tab)
    assert fact(page, "10", Field.ACTUAL) == "2.85万人次（含初级）"
    assert at(page) == (5, SCORE)


def test_escape_leaves_the_cell_as_it_was(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    put(page, 3, ACTUAL)
    qtbot.keyClick(page.view, "9")
    qtbot.keyClick(editor(page), Key.Key_Escape)
    assert fact(page, "7", Field.ACTUAL) == "2020年评选135名产业高端人才"
    assert workspace.undo_text == ""
    assert at(page) == (3, ACTUAL)


def test_an_arrow_ends_a_cell_that_was_typed_but_walks_in_one_opened_by_f2(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, ACTUAL)
    qtbot.keyClick(page.view, "9")
    qtbot.keyClick(editor(page), Key.Key_Down)
    assert (at(page), fact(page, "7", Field.ACTUAL)) == ((4, ACTUAL), "9")
    qtbot.keyClick(page.view, Key.Key_F2)
    qtbot.keyClick(editor(page), Key.Key_Left)
    assert at(page) == (4, ACTUAL)
    assert page.view.delegate.editor is not None


def test_alt_enter_breaks_the_line(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, EVIDENCE)
    qtbot.keyClick(page.view, "1")
    qtbot.keyClick(editor(page), Key.Key_Return, ALT)
    qtbot.keyClick(editor(page), "2")
    qtbot.keyClick(editor(page), Key.Key_Return)
    assert fact(page, "7", Field.EVIDENCE) == "1\n2"


def test_control_enter_fills_the_chosen_cells_in_one_step(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    put(page, 3, ACTUAL)
    qtbot.keyClick(page.view, Key.Key_Down, SHIFT)
    qtbot.keyClick(page.view, "7")
    qtbot.keyClick(editor(page), Key.Key_Return, CONTROL)
    assert (fact(page, "7", Field.ACTUAL), fact(page, "8", Field.ACTUAL)) == ("7", "7")
    assert workspace.undo_text == "填充"
    assert workspace.undo()
    assert workspace.undo_text == ""


def test_typing_goes_where_choosing_began_and_enter_walks_round_the_chosen_cells(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, ACTUAL)
    qtbot.keyClick(page.view, Key.Key_Down, SHIFT)
    qtbot.keyClick(page.view, Key.Key_Down, SHIFT)
    assert (at(page), page.view.boxes()) == ((3, ACTUAL), [(3, ACTUAL, 5, ACTUAL)])
    for words in ("11", "12", "13"):
        qtbot.keyClick(page.view, words[0])
        write(page, words[1:])
        qtbot.keyClick(editor(page), Key.Key_Return)
    assert [fact(page, node_id, Field.ACTUAL) for node_id in ("7", "8", "10")] == ["11", "12", "13"]
    assert (at(page), page.view.boxes()) == ((3, ACTUAL), [(3, ACTUAL, 5, ACTUAL)])
    qtbot.keyClick(page.view, Key.Key_Return, SHIFT)
    assert at(page) == (5, ACTUAL)
    qtbot.keyClick(page.view, Key.Key_Down)
    assert (at(page), page.view.boxes()) == ((6, ACTUAL), [(6, ACTUAL, 6, ACTUAL)])


def test_tab_walks_through_a_chosen_block_row_by_row_past_what_is_worked_out(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, ACTUAL)
    page.view._extend_to(page.model.index(4, SCORE))
    places = []
    for _ in range(4):
        qtbot.keyClick(page.view, Key.Key_Tab)
        places.append(at(page))
    assert places == [(3, SCORE), (4, ACTUAL), (4, SCORE), (3, ACTUAL)]
    assert page.view.boxes() == [(3, ACTUAL, 4, SCORE)]


def test_enter_after_tab_goes_to_where_tab_began_in_the_next_row(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, ACTUAL)
    qtbot.keyClick(page.view, "9")
    qtbot.keyClick(editor(page), Key.Key_Tab)
    qtbot.keyClick(page.view, Key.Key_Tab)
    assert at(page) == (3, EVIDENCE)
    qtbot.keyClick(page.view, Key.Key_Return)
    assert at(page) == (4, ACTUAL)
    qtbot.keyClick(page.view, Key.Key_Return)
    assert at(page) == (5, ACTUAL)


def test_shift_goes_on_from_the_far_end_after_pulling_with_the_mouse(page: TablePage, qtbot: QtBot) -> None:
    view = page.view
    first, last = (view.visualRect(page.model.index(row, ACTUAL)).center() for row in (3, 4))
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseMove(view.viewport(), last)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=last)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, last)
    assert (at(page), view.boxes()) == ((3, ACTUAL), [(3, ACTUAL, 4, ACTUAL)])
    qtbot.keyClick(view, Key.Key_Down, SHIFT)
    assert (at(page), view.boxes()) == ((3, ACTUAL), [(3, ACTUAL, 5, ACTUAL)])
    qtbot.keyClick(view, Key.Key_Up, SHIFT)
    assert view.boxes() == [(3, ACTUAL, 4, ACTUAL)]


def test_space_with_shift_chooses_rows_and_never_overwrites(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    put(page, 3, ACTUAL)
    qtbot.keyClick(page.view, Key.Key_Space, SHIFT)
    assert page.view.boxes() == [(3, 0, 3, page.model.columnCount() - 1)]
    qtbot.keyClick(page.view, Key.Key_Space, CONTROL)
    assert page.view.boxes() == [(0, 0, page.model.rowCount() - 1, page.model.columnCount() - 1)]
    assert (at(page), workspace.undo_text) == ((3, ACTUAL), "")


def test_the_cursor_walks_as_in_excel(page: TablePage, qtbot: QtBot) -> None:
    put(page, 1, TARGET)
    for key, modifier, place in (
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier, (3, TARGET)),  # over the headings of the second layout
        (Key.Key_Up, Qt.KeyboardModifier.NoModifier, (1, TARGET)),
        (Key.Key_Right, Qt.KeyboardModifier.NoModifier, (1, 8)),  # 指标解释 covers two columns
        (Key.Key_Left, Qt.KeyboardModifier.NoModifier, (1, TARGET)),
        (Key.Key_Down, CONTROL, (7, TARGET)),
        (Key.Key_Home, CONTROL, (0, 4)),
        (Key.Key_End, CONTROL, (7, 13)),
        (Key.Key_Home, Qt.KeyboardModifier.NoModifier, (7, 4)),
        (Key.Key_Left, Qt.KeyboardModifier.NoModifier, (7, 3)),
        (Key.Key_Up, Qt.KeyboardModifier.NoModifier, (5, 3)),  # bands are one cell each
        (Key.Key_Up, Qt.KeyboardModifier.NoModifier, (3, 3)),
    ):
        qtbot.keyClick(page.view, key, modifier)
        assert at(page) == place, (key, modifier)


def test_tab_goes_to_the_next_cell_that_can_be_typed_into(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, ACTUAL)
    places = []
    for _ in range(4):
        qtbot.keyClick(page.view, Key.Key_Tab)
        places.append(at(page))
    assert places == [(3, SCORE), (3, EVIDENCE), (3, 13), (4, 4)]
    qtbot.keyClick(page.view, Key.Key_Backtab, SHIFT)
    assert at(page) == (3, 13)


def test_shift_and_arrows_choose_a_block(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, TARGET)
    qtbot.keyClick(page.view, Key.Key_Down, SHIFT)
    qtbot.keyClick(page.view, Key.Key_Right, SHIFT)
    assert page.view.boxes() == [(3, TARGET, 4, ACTUAL)]
    qtbot.keyClick(page.view, Key.Key_Left)  # from where choosing began
    assert page.view.boxes() == [(3, TARGET - 1, 3, TARGET - 1)]


def test_delete_clears_the_chosen_cells_in_one_step(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    put(page, 3, EVIDENCE)
    qtbot.keyClick(page.view, Key.Key_Delete)
    assert fact(page, "7", Field.EVIDENCE) == ""
    assert workspace.undo()
    assert fact(page, "7", Field.EVIDENCE) == "因企业人员变动，实际补贴人数少于年初目标数"


def test_a_composition_opens_the_cell_and_keeps_its_first_sign(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, EVIDENCE)
    compose(page, "jixiao")
    assert editor(page).composing == "jixiao"
    compose(page, "绩效")
    commit(page, "绩效")
    write(page, "a")
    qtbot.keyClick(editor(page), Key.Key_Return)
    assert fact(page, "7", Field.EVIDENCE) == "绩效a"


def test_return_tab_and_escape_belong_to_the_candidates(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, EVIDENCE)
    qtbot.keyClick(page.view, Key.Key_F2)
    compose(page, "ji xiao")
    for key in (Key.Key_Return, Key.Key_Tab, Key.Key_Escape):
        qtbot.keyClick(editor(page), key)
        assert at(page) == (3, EVIDENCE)
        assert page.view.delegate.editor is not None
    commit(page, "绩效")
    qtbot.keyClick(editor(page), Key.Key_Return)
    assert fact(page, "7", Field.EVIDENCE) == "因企业人员变动，实际补贴人数少于年初目标数绩效"


def test_return_belongs_to_the_candidates_of_the_first_composition_too(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, EVIDENCE)
    compose(page, "ji xiao")
    qtbot.keyClick(receiver(page), Key.Key_Return)
    qtbot.keyClick(receiver(page), Key.Key_Escape)
    assert editor(page).composing == "ji xiao"
    commit(page, "绩效")
    qtbot.keyClick(receiver(page), Key.Key_Return)
    assert fact(page, "7", Field.EVIDENCE) == "绩效"
    assert at(page) == (4, EVIDENCE)


def test_words_in_composition_are_kept_when_the_cell_is_left(page: TablePage) -> None:
    put(page, 3, EVIDENCE)
    compose(page, "绩效目标")
    page.view.end_editing()
    assert fact(page, "7", Field.EVIDENCE) == "绩效目标"


def test_a_composition_called_off_leaves_the_cell_as_it_was(page: TablePage, workspace: Workspace) -> None:
    put(page, 3, EVIDENCE)
    compose(page, "jix")
    compose(page, "")
    page.view.end_editing()
    assert fact(page, "7", Field.EVIDENCE) == "因企业人员变动，实际补贴人数少于年初目标数"
    assert workspace.undo_text == ""


def test_a_sign_committed_without_composition_begins_the_cell(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, TARGET)
    commit(page, "≥")
    write(page, "95%")
    qtbot.keyClick(editor(page), Key.Key_Return)
    assert fact(page, "7", Field.TARGET) == "≥95%"


def test_the_candidate_window_stands_at_the_cursor(page: TablePage, qtbot: QtBot) -> None:
    put(page, 4, ACTUAL)
    qtbot.keyClick(page.view, Key.Key_F2)
    rect = editor(page).inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    assert editor(page).rect().contains(rect.toRect().center())


@pytest.mark.parametrize("query", [Qt.InputMethodQuery.ImCursorRectangle, Qt.InputMethodQuery.ImAnchorRectangle])
def test_before_an_editor_is_open_the_candidate_window_stands_at_the_cell(page: TablePage, query: Qt.InputMethodQuery) -> None:
    put(page, 4, EVIDENCE)
    page.view.scrollTo(page.view.currentIndex())
    cell = page.view.visualRect(page.view.currentIndex()).intersected(page.view.viewport().rect())
    place = page.view.inputMethodQuery(query)
    assert page.view.mapToGlobal(place.topLeft()) == page.view.viewport().mapToGlobal(cell.topLeft())
    assert place.size() == cell.size()
    compose(page, "gong")
    assert page.view.hasFocus()  # the first composition stays with the view
    caret = page.view.inputMethodQuery(query)
    assert editor(page).geometry().translated(page.view.viewport().pos()).contains(caret.center())


def test_a_refresh_never_replaces_what_is_being_typed(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    put(page, 3, ACTUAL)
    qtbot.keyClick(page.view, "8")
    workspace.edit(Op.REMOVE_ROWS, edit.remove_nodes, ["3"])
    assert editor(page).toPlainText() == "8"
    assert len(page.model.rows) == 9
    qtbot.keyClick(editor(page), Key.Key_Return)
    assert fact(page, "7", Field.ACTUAL) == "8"
    assert len(page.model.rows) == 8


def test_naming_columns_stay_when_the_table_is_scrolled(page: TablePage) -> None:
    view = page.view
    before = view.visualRect(page.model.index(3, 4))
    moving = view.visualRect(page.model.index(3, EVIDENCE))
    view.horizontalScrollBar().setValue(60)
    assert view.visualRect(page.model.index(3, 4)) == before
    assert view.visualRect(page.model.index(3, EVIDENCE)).left() == moving.left() - 60
    assert view.indexAt(before.center()) == page.model.index(3, 4)
    assert view.indexAt(view.visualRect(page.model.index(3, EVIDENCE)).topLeft() + QPoint(2, 2)).column() == EVIDENCE


def test_a_cell_under_the_standing_columns_is_brought_into_view(page: TablePage) -> None:
    view = page.view
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    put(page, 3, TARGET)
    assert view.visualRect(page.model.index(3, TARGET)).left() >= view.heading.frozen_width()


def test_a_click_in_a_standing_column_means_that_column(page: TablePage, qtbot: QtBot) -> None:
    page.view.horizontalScrollBar().setValue(60)
    place = page.view.visualRect(page.model.index(4, 4)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert at(page) == (4, 4)


def test_a_row_is_as_high_as_its_words(page: TablePage, workspace: Workspace) -> None:
    before = page.view.rowHeight(3)
    workspace.edit(Op.SET_FIELD, edit.set_field, "7", Field.ACTUAL, "完成" * 40)
    assert page.view.rowHeight(3) > before
    workspace.undo()
    assert page.view.rowHeight(3) == before


def test_control_and_the_wheel_zoom(page: TablePage) -> None:
    view = page.view
    before = view.columnWidth(ACTUAL)
    place = QPointF(view.viewport().rect().center())
    for direction in (120, 120, 120):
        wheel = QWheelEvent(
            place, view.viewport().mapToGlobal(place), QPoint(), QPoint(0, direction),
            Qt.MouseButton.NoButton, CONTROL, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), wheel)
    assert view.zoom_percent == 150
    assert view.columnWidth(ACTUAL) * 10 >= before * 14


def test_the_view_paints_in_every_state(page: TablePage, qtbot: QtBot) -> None:
    plain = page.view.grab().toImage()
    put(page, 3, ACTUAL)
    qtbot.keyClick(page.view, Key.Key_Down, SHIFT)
    chosen = page.view.grab().toImage()
    assert plain != chosen
