from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.grid.page import TablePage
from desktop.grid.rows import RowKind
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.table import Field, YearTable, node_of

NAME, TARGET, ACTUAL, SCORE, EVIDENCE = 4, 6, 7, 10, 12
CONTROL = Qt.KeyboardModifier.ControlModifier


def put(page: TablePage, row: int, column: int) -> None:
    page.view.put_cursor(page.model.index(row, column))


def table(page: TablePage) -> YearTable:
    assert page.workspace.table is not None
    return page.workspace.table


def names(page: TablePage) -> list[str]:
    return [page.model.cell(row, NAME).text for row in page.model.node_rows()]


def clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def test_a_block_from_excel_is_pasted_in_one_step(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    clipboard('≥160人\t"实际151人\n（含续聘）"\t97.50%\t0.94\t0.94\n≥350人\t349人\t99.71%\t1\t1\n')
    put(page, 3, TARGET)
    qtbot.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    first, second = node_of(table(page), "7"), node_of(table(page), "8")
    assert (first.target_text, first.actual_text, first.given_score_text) == ("≥160人", "实际151人\n（含续聘）", "0.94")
    assert (second.target_text, second.actual_text, second.given_score_text) == ("≥350人", "349人", "1")
    assert page.view.boxes() == [(3, TARGET, 4, SCORE)]
    workspace.undo()
    assert workspace.undo_text == ""


def test_one_copied_cell_goes_into_every_chosen_cell(page: TablePage, qtbot: QtBot) -> None:
    clipboard("见附件")
    put(page, 3, EVIDENCE)
    for _ in range(3):
        qtbot.keyClick(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    page.paste()
    assert [node_of(table(page), each).evidence_text for each in ("7", "8", "10", "11", "14")] == ["见附件"] * 4 + [""]


def test_a_paste_never_lands_in_the_headings_of_the_second_layout(page: TablePage) -> None:
    clipboard("甲\n乙\n丙")
    put(page, 1, EVIDENCE)
    page.paste()
    assert [node_of(table(page), each).evidence_text for each in ("4", "7", "8")] == ["甲", "乙", "丙"]


def test_a_block_longer_than_the_table_may_bring_its_rows(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    before = names(page)
    clipboard("就业\t1\t≥9人\t9人\n创业\t1\t≥8人\t7人\n培训\t\t≥7人")
    put(page, 6, NAME)
    page.paste()
    assert not page.pasting.bar.grow.isHidden()
    assert page.pasting.bar.grow.text() == "增加 2 行再粘贴(&I)"
    qtbot.keyClick(page.pasting.bar.grow, Qt.Key.Key_Return)
    assert names(page) == [*before[:5], "就业", "创业", "培训", *before[6:]]
    row = next(each for each in table(page).nodes if each.name == "创业")
    assert (row.points_text, row.target_text, row.actual_text) == ("1", "≥8人", "7人")
    assert page.view.boxes() == [(6, NAME, 8, ACTUAL)]
    assert workspace.undo_text == "粘贴"
    workspace.undo()
    assert (names(page), workspace.undo_text) == (before, "")


def test_values_for_rows_that_are_there_flow_on_into_the_next_band(page: TablePage) -> None:
    clipboard("甲\n乙\n丙")
    put(page, 4, EVIDENCE)
    page.paste()
    assert page.pasting.waiting is None
    assert [node_of(table(page), each).evidence_text for each in ("8", "10", "11")] == ["甲", "乙", "丙"]


def test_what_found_no_place_is_told(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    clipboard("甲\n乙\n丙")
    put(page, 7, EVIDENCE)
    page.paste()
    assert page.pasting.bar.told.text().endswith("另有 2 格在表里没有位置。这一组的行不够。")
    with qtbot.waitSignal(workspace.told) as told:
        qtbot.keyClick(page.pasting.bar.accept, Qt.Key.Key_Return)
    assert told.args == ["粘贴：2 个单元格在表里没有位置（行不够，或这一组没有这一栏），没有粘贴。"]


def test_words_for_a_column_that_these_rows_lack_are_told(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    clipboard("依据\t备注")
    put(page, 1, EVIDENCE)
    with qtbot.waitSignal(workspace.told) as told:
        page.paste()
    assert told.args == ["粘贴：1 个单元格在表里没有位置（行不够，或这一组没有这一栏），没有粘贴。"]
    assert node_of(table(page), "4").evidence_text == "依据"


def test_a_copied_block_is_what_excel_expects(page: TablePage) -> None:
    put(page, 3, 2)
    page.view.selectAll()
    page.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:6] == ["管理效能", "45", "资金管理", "16", "预算完成率", "2"]
    assert lines[1].split("\t")[:6] == ["", "", "", "", "部门预算编制情况", "3"]


def test_control_d_takes_the_cell_above(page: TablePage, qtbot: QtBot) -> None:
    put(page, 4, EVIDENCE)
    qtbot.keyClick(page.view, Qt.Key.Key_D, CONTROL)
    assert node_of(table(page), "8").evidence_text == "因企业人员变动，实际补贴人数少于年初目标数"


def test_control_r_takes_the_cell_at_the_left(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, 13)
    qtbot.keyClick(page.view, Qt.Key.Key_R, CONTROL)
    assert node_of(table(page), "7").remark_text == "因企业人员变动，实际补贴人数少于年初目标数"


def test_cut_puts_the_words_on_the_clipboard_and_empties_the_cell(page: TablePage, qtbot: QtBot) -> None:
    put(page, 3, EVIDENCE)
    qtbot.keyClick(page.view, Qt.Key.Key_X, CONTROL)
    assert QGuiApplication.clipboard().text() == "因企业人员变动，实际补贴人数少于年初目标数"
    assert node_of(table(page), "7").evidence_text == ""


def test_a_new_row_stands_under_the_cursor_ready_to_be_named(page: TablePage) -> None:
    put(page, 3, ACTUAL)
    assert page.insert_row()
    assert names(page) == [
        *("预算完成率", "部门预算编制情况", "产业高端人才", "", "急需紧缺人才"),
        *("职业技能培训人次", "职业技能鉴定人次", "工作受表彰或批评"),
    ]
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == (4, NAME)


def test_on_a_band_a_new_row_becomes_its_last(page: TablePage) -> None:
    put(page, 3, 2)
    page.insert_row()
    assert names(page)[3:6] == ["急需紧缺人才", "", "职业技能培训人次"]


def test_a_new_band_is_shown_and_takes_rows(page: TablePage) -> None:
    put(page, 3, 2)
    page.insert_band()
    new = page.chosen_cell()
    assert (new.field, new.typed) == (Field.NAME, "")
    assert page.model.runs(2) == [(0, 2), (3, 2), (5, 1), (6, 2), (8, 1)]
    page.insert_row()
    assert names(page).count("") == 1


def test_removed_rows_come_back(page: TablePage, workspace: Workspace) -> None:
    put(page, 3, ACTUAL)
    page.remove_rows()
    assert "产业高端人才" not in names(page)
    put(page, 4, 2)
    page.remove_rows()
    assert "职业技能培训人次" not in names(page)
    workspace.undo()
    workspace.undo()
    assert len(names(page)) == 7


def test_rows_and_bands_move_among_their_equals(page: TablePage) -> None:
    put(page, 4, ACTUAL)
    assert page.move_row(-1)
    assert names(page)[2:4] == ["急需紧缺人才", "产业高端人才"]
    assert page.chosen_cell().node_id == "8"
    put(page, 5, 2)
    assert page.move_row(-1)
    assert names(page)[2:4] == ["职业技能培训人次", "职业技能鉴定人次"]


def test_the_given_score_put_aside_comes_back(page: TablePage) -> None:
    put(page, 3, ACTUAL)
    page.model.setData(page.view.currentIndex(), "120人")
    assert page.model.cell(3, SCORE).text == "0.8"
    assert page.bring_back_score()
    assert page.model.cell(3, SCORE).text == "1"


def test_finding_does_not_mind_width_or_separators(page: TablePage) -> None:
    put(page, 0, NAME)
    assert page.find_words("＞２．５万")
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == (5, TARGET)
    assert page.find_words("1.1 万人次")
    assert page.view.currentIndex().row() == 6
    assert not page.find_words("查无此项")


def test_finding_ends_at_the_edge_of_the_table_both_ways(page: TablePage) -> None:
    put(page, 0, NAME)
    places = []
    while page.find_words("人才"):
        places.append((page.view.currentIndex().row(), page.view.currentIndex().column()))
    assert len(places) == page.count_words("人才") == 7  # the band of the task counts once
    back = [places[-1]]
    while page.find_words("人才", backwards=True):
        back.append((page.view.currentIndex().row(), page.view.currentIndex().column()))
    assert back == places[::-1]
    assert page.find_words("人才", entering=True)
    assert page.find_words("人才", entering=True, backwards=True)
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == places[-1]


def test_another_table_begins_at_its_first_fact(page: TablePage, workspace: Workspace) -> None:
    put(page, 6, EVIDENCE)
    workspace.start_year(workspace.overview()[0].key, 2022)
    assert page.model.rows[page.view.currentIndex().row()].kind is RowKind.NODE
    assert page.view.currentIndex().row() == 0
    assert page.model.cell(3, ACTUAL).text == ""


def test_a_book_opened_for_reading_opens_no_editor(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    path, key = workspace.path, table(page).key
    assert path is not None
    workspace.close()
    workspace.open(path, read_only=True)
    workspace.show(key)
    put(page, 3, ACTUAL)
    qtbot.keyClick(page.view, "1")
    assert page.view.delegate.editor is None


def test_merged_cells_from_excel_speak_for_their_rows_only_beside_the_figures(page: TablePage) -> None:
    data = QMimeData()
    data.setText("≥9人\t\t\t\t\t\t见附件1\n\t\t\t\t\t\t\n")
    tail = "".join("<td></td>" for _ in range(5))
    data.setHtml(
        f"<table><tr><td rowspan=2>≥9人</td>{tail}<td rowspan=2>见附件1</td></tr><tr>{tail}</tr></table>",
    )
    QGuiApplication.clipboard().setMimeData(data)
    put(page, 3, TARGET)
    page.paste()
    assert page.pasting.answer(accepted=True)  # the empty cells of the block would clear filled ones
    first, second = node_of(table(page), "7"), node_of(table(page), "8")
    assert (first.target_text, first.evidence_text) == ("≥9人", "见附件1")
    assert (second.target_text, second.evidence_text) == ("急需紧缺人才奖励349人", "见附件1")


def test_a_copied_block_offers_its_merged_cells_and_comes_back(page: TablePage) -> None:
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    page.view.selectionModel().select(QItemSelection(page.model.index(0, 0), page.model.index(1, EVIDENCE)), flag)
    page.copy()
    html = QGuiApplication.clipboard().mimeData().html()
    assert "<td class=w rowspan=2>管理效能</td><td rowspan=2>45</td><td class=w rowspan=2>资金管理</td>" in html
    before = table(page)
    put(page, 0, 0)
    page.paste()
    assert table(page).nodes == before.nodes


def test_a_paste_over_many_filled_cells_is_shown_before_it_is_done(page: TablePage, workspace: Workspace, qtbot: QtBot) -> None:
    clipboard("新一\t新二\n新三\t新四")
    put(page, 3, TARGET)
    assert page.paste()
    before = table(page)
    clipboard("\n".join(f"目标{each}\t实际{each}" for each in "甲乙丙丁"))
    for accept in (False, True):
        put(page, 3, TARGET)
        qtbot.keyClick(page.view, Qt.Key.Key_V, CONTROL)
        bar = page.pasting.bar
        assert (bar.isVisible(), bar.told.text()) == (True, "粘贴预览：8 格，覆盖 8 格原有内容。")
        shown = page.model.cell(3, TARGET)
        assert (shown.text, shown.note, shown.typed) == ("目标甲", "原 新一", "新一")
        assert table(page) == before
        assert bar.accept.hasFocus()
        qtbot.keyClick(bar.accept, Qt.Key.Key_Return if accept else Qt.Key.Key_Escape)
        assert not bar.isVisible()
        assert page.view.hasFocus()
        assert page.model.cell(3, TARGET).note == ""
        assert (table(page) == before) is not accept
    assert [page.model.cell(row, TARGET).text for row in (3, 4, 5, 6)] == ["目标甲", "目标乙", "目标丙", "目标丁"]
    assert workspace.undo()
    assert table(page) == before


def test_a_paste_that_is_only_looked_at_never_lands_in_another_year(page: TablePage, workspace: Workspace) -> None:
    clipboard("1人\t1人\n2人\t2人\n3人\t3人")
    put(page, 3, TARGET)
    assert not page.paste()
    assert workspace.start_year(table(page).key, 2022)
    assert page.pasting.bar.isHidden()
    before = table(page)
    assert not page.pasting.answer(accepted=True)
    assert not page.pasting.grow()
    assert table(page) == before


def test_a_paste_that_is_only_looked_at_is_gone_when_the_table_moves_on(page: TablePage, workspace: Workspace) -> None:
    clipboard("\n".join(f"目标{each}\t实际{each}" for each in "甲乙丙丁"))
    put(page, 3, TARGET)
    assert not page.paste()
    workspace.edit(Op.SET_FIELD, edit.set_field, "3", Field.REMARK, "已核")
    assert page.pasting.waiting is None
    assert not page.pasting.bar.isVisible()
    assert page.model.cell(3, TARGET).text == "产业高端人才奖励150人"
    assert not page.pasting.answer(accepted=True)


def test_a_block_with_its_headings_and_total_comes_back_row_by_row(page: TablePage) -> None:
    put(page, 0, EVIDENCE)
    page.view.selectAll()
    page.copy()
    text = QGuiApplication.clipboard().text()
    assert "\n一级指标\t" in text
    before = table(page)
    for row in (3, 4, 5, 6):
        page.model.setData(page.model.index(row, ACTUAL), "别的")
    clipboard(text)
    put(page, 0, 0)
    page.paste()
    assert page.pasting.answer(accepted=True) or page.pasting.waiting is None
    assert [node_of(table(page), each).actual_text for each in ("7", "8", "10", "11")] == [
        node_of(before, each).actual_text for each in ("7", "8", "10", "11")
    ]
    assert [node_of(table(page), each).name for each in ("3", "7", "14")] == ["预算完成率", "产业高端人才", "工作受表彰或批评"]


def test_a_block_chosen_over_a_heading_row_is_filled_without_a_gap(page: TablePage) -> None:
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    page.view.put_cursor(page.model.index(1, EVIDENCE))
    page.view.selectionModel().select(QItemSelection(page.model.index(1, EVIDENCE), page.model.index(4, EVIDENCE)), flag)
    clipboard("甲\n乙\n丙")
    assert page.paste()
    assert [node_of(table(page), each).evidence_text for each in ("4", "7", "8", "10")] == ["甲", "乙", "丙", ""]
    assert page.view.boxes() == [(1, EVIDENCE, 4, EVIDENCE)]


def test_words_alone_are_pasted_where_merged_cells_are_not_wanted(page: TablePage, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setText("共用\n\n")
    data.setHtml("<table><tr><td rowspan=2>共用</td></tr><tr></tr></table>")
    QGuiApplication.clipboard().setMimeData(data)
    put(page, 3, TARGET)
    qtbot.keyClick(page.view, Qt.Key.Key_V, CONTROL)
    assert [node_of(table(page), each).target_text for each in ("7", "8")] == ["共用", "急需紧缺人才奖励349人"]
    page.use_hands("paste_words")
    assert [node_of(table(page), each).target_text for each in ("7", "8")] == ["共用", ""]


def test_a_page_alone_on_the_clipboard_is_pasted_as_wps_puts_it(page: TablePage) -> None:
    data = QMimeData()
    data.setHtml("<html><body><table><tr><td>≥5人</td><td>6人</td></tr></table></body></html>")
    QGuiApplication.clipboard().setMimeData(data)
    put(page, 3, TARGET)
    page.paste()
    assert (node_of(table(page), "7").target_text, node_of(table(page), "7").actual_text) == ("≥5人", "6人")
