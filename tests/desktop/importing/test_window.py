"""The import window driven with real files: what it asks, what it shows, what reaches the book, what undo takes back."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QMenu, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from db.backup import copies
from db.store import Store
from desktop.forms.form import shipped_forms
from desktop.importing.intake import Intake, Stage
from desktop.importing.plan import undecided
from desktop.importing.sheet_model import NO_SHEET
from desktop.importing.window import ImportWindow
from desktop.reading.merge import Outcome
from desktop.reading.profiles import from_text
from desktop.sheets.excel_write import write_excel
from desktop.workspace.library import scored_table
from desktop.workspace.session import Workspace
from scoring.edit import Op, set_field
from scoring.table import Field, Node, Status, TableKey, YearTable
from tests.desktop.importing.conftest import FORMS, HOSTILE, Bring, put
from tests.small_tables import KEY, UNIT, small_table


def leaves(table: YearTable | None) -> list[Node]:
    assert table is not None
    return [each for each in table.nodes if each.leaf]


def intake_of(window: ImportWindow) -> Intake:
    assert window.intake is not None
    return window.intake


def say(window: ImportWindow, unit: str, year: int) -> None:
    """Type unit and year into their boxes."""
    if unit:
        window.source.unit_text.setText(unit)
        window.source.unit_text.editingFinished.emit()
    window.source.year.setValue(year)


def filters(window: ImportWindow) -> list[str]:
    return [each.text() for each in window.preview.filters.buttons()]


def test_a_published_form_goes_in_whole_with_one_button(bring: Bring, hall: Workspace) -> None:
    window = bring(FORMS / "panyu-2021.xlsx")
    assert window.source.unit.currentText() == "广州市番禺区人力资源和社会保障局"
    assert window.source.year.value() == 2021
    assert window.files.list.item(0).text().endswith("93 个指标，可以导入")
    assert window.accept_button.isEnabled()
    told: list[str] = []
    hall.told.connect(told.append)
    window.accept_button.click()
    assert not window.isVisible()
    assert len(leaves(hall.table)) == 93
    assert told[-1].startswith("已导入 1 张表、")


def test_nothing_that_was_not_placed_is_passed_over_in_silence(bring: Bring) -> None:
    window = bring(FORMS / "panyu-2021.xlsx")
    assert window.mapping.unplaced_title.text() == "未识别：没有"
    assert window.mapping.unplaced.item(0).text() == "有内容的单元格都有了去处。"
    window = bring(HOSTILE / "headers-missing.xlsx")
    assert window.mapping.unplaced_title.text() == "未识别 64 个单元格"
    assert window.mapping.unplaced.item(0).text() == "A1　履职效能"


def test_other_headings_are_proposed_and_have_to_be_confirmed(bring: Bring, hall: Workspace) -> None:
    window = bring(HOSTILE / "headers-wrong.xlsx")
    assert not window.accept_button.isEnabled()
    say(window, "甲局", 2021)
    assert window.told.text() == "还要决定：有栏目要确认（第 2 步）。"
    assert "“绩效指标名称”当作指标名称" in window.mapping.ask.text()
    window.turn_to(1)
    window.mapping.confirm.click()
    assert window.accept_button.isEnabled()
    window.accept_button.click()
    rows = leaves(hall.table)
    assert [(rows[0].name, rows[0].target_text, rows[0].actual_text), rows[4].given_score_text] == [
        ("劳监案件结案率", "95%", "98%"),
        "0.4",
    ]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_heading_is_said_to_be_another_by_its_menu_and_taken_back(bring: Bring) -> None:
    window = bring(HOSTILE / "headers-wrong.xlsx")
    view = window.sheet_view
    view.setCurrentIndex(window.picture.index(1, 3))  # 完成值
    view.clicked.emit(view.currentIndex())
    menu = view.menu
    assert menu is not None
    next(each for each in menu.actions() if each.text() == "年度指标值").trigger()
    assert window.picture.said_of(1, 3) == "target"
    rows = leaves(intake_of(window).found[0].table)
    assert rows[0].actual_text == ""
    window.point(1, 3, None)
    assert leaves(intake_of(window).found[0].table)[0].actual_text == "98%"


def test_a_sheet_without_headings_is_learned_once_and_known_the_next_time(bring: Bring, tmp_path: Path) -> None:
    window = bring(HOSTILE / "headers-missing.xlsx")
    assert "没有认出栏目行" in window.mapping.ask.text()
    for column, field in enumerate(("level1", "level2", "level3", "points", "target", "actual", "score", "evidence")):
        window.point_column(column, field)
    say(window, "甲局", 2021)
    rows = leaves(intake_of(window).found[0].table)
    assert len(rows) == 8
    assert (rows[0].name, rows[0].points_text, rows[0].target_text) == ("劳监案件结案率", "1", "95%")
    window.save_profile(tmp_path / "给同事.json")
    kept = from_text((tmp_path / "给同事.json").read_text(encoding="utf-8"))
    window.accept_button.click()
    again = bring(HOSTILE / "headers-missing.xlsx")
    assert "已套用账套里记住的对应关系“headers-missing”" in again.mapping.layout_told.text()
    assert intake_of(again).choices.profile == kept
    say(again, "", 2022)
    assert again.accept_button.isEnabled()


def test_a_colleagues_layout_is_loaded_and_a_wrong_file_is_told(bring: Bring, tmp_path: Path) -> None:
    window = bring(HOSTILE / "headers-wrong.xlsx")
    window.confirm_columns()
    window.save_profile(tmp_path / "给同事.json")
    other = bring(HOSTILE / "headers-wrong.xlsx")
    (tmp_path / "别的.json").write_text("{}", encoding="utf-8")
    other.load_profile(tmp_path / "别的.json")
    assert "不是本程序导出的对应关系" in other.told.text()
    assert intake_of(other).choices.profile is None
    other.load_profile(tmp_path / "给同事.json")
    say(other, "甲局", 2021)
    assert other.accept_button.isEnabled()


def test_hidden_sheets_are_listed_without_a_tick_and_hidden_rows_are_told(bring: Bring) -> None:
    window = bring(HOSTILE / "hidden.xlsx")
    sheets = [window.source.sheets.item(at) for at in range(window.source.sheets.count())]
    assert [(each.text(), each.checkState() == Qt.CheckState.Checked) for each in sheets] == [
        ("自评表", True),
        ("旧稿（隐藏）", False),
        ("参数（深度隐藏）", False),
    ]
    assert [window.picture.headerData(row, Qt.Orientation.Vertical) for row in (4, 5, 6)] == ["5", "6 隐", "7 隐"]
    assert window.picture.headerData(7, Qt.Orientation.Horizontal) == "H 隐"
    tabs = window.preview.tabs
    assert [tabs.tabText(at) for at in range(tabs.count())][-2:] == ["未识别 0", "提示 3"]
    assert leaves(intake_of(window).found[0].table)[0].given_score_text != "0"
    sheets[0].setCheckState(Qt.CheckState.Unchecked)
    sheets[1].setCheckState(Qt.CheckState.Checked)
    assert leaves(intake_of(window).found[0].table)[0].given_score_text == "0"


def test_formulas_without_a_result_are_taken_as_empty_only_when_told_so(bring: Bring) -> None:
    window = bring(HOSTILE / "formulas-no-cache.xlsx")
    say(window, "甲局", 2021)
    assert window.told.text() == "还要决定：有公式没有存结果（第 3 步）。"
    assert not window.accept_button.isEnabled()
    window.turn_to(2)
    window.preview.values.setChecked(True)
    assert window.accept_button.isEnabled()


def test_error_cells_arrive_empty_and_are_told(bring: Bring) -> None:
    window = bring(HOSTILE / "error-cells.xlsx")
    told = [each.text() for each in _lines(window, "提示")]
    assert any("错误值 #DIV/0!" in each for each in told)
    assert not any(
        "#" in text for node in leaves(intake_of(window).found[0].table) for text in (node.points_text, node.actual_text)
    )


def _lines(window: ImportWindow, start: str) -> Iterator[object]:
    tabs = window.preview.tabs
    at = next(at for at in range(tabs.count()) if tabs.tabText(at).startswith(start))
    page = tabs.widget(at)
    return (page.item(row) for row in range(page.count()))  # type: ignore[attr-defined]


def test_two_tables_of_one_sheet_are_both_mapped(bring: Bring) -> None:
    window = bring(HOSTILE / "two-tables.xlsx")
    rows = [window.mapping.fields.item(row, 1).text() for row in range(window.mapping.fields.rowCount())]
    assert rows[0] == "A 一级指标、J 一级指标"
    assert "资金" in window.mapping.others.text()


@pytest.mark.parametrize(
    "name", ["truncated.xlsx", "zip-bomb.xlsx", "unsupported.et", "empty.xlsx", "blank-sheet.xlsx", "xxe.xlsx"]
)
def test_a_file_that_cannot_be_taken_in_is_told_in_the_window_and_the_rest_goes_on(
    name: str, bring: Bring, hall: Workspace
) -> None:
    window = bring(HOSTILE / name, FORMS / "tianhe-2022.xlsx")
    assert window.files.intakes[0].stage is Stage.FAILED
    assert window.source.told.text().startswith(("文件“", "“"))
    assert window.accept_button.isEnabled()
    assert name in window.told.text()
    window.accept_button.click()
    assert window.isVisible()  # the failed one still stands there
    assert hall.table is not None
    assert hall.table.key.year == 2022


def test_an_encrypted_file_asks_for_its_password_in_place(bring: Bring, qtbot: QtBot) -> None:
    window = bring(HOSTILE / "encrypted.xlsx")
    assert window.source.password.isVisible()
    window.source.password.setText("guess")
    window.source.open.click()
    qtbot.waitUntil(lambda: "密码不对" in window.source.told.text(), timeout=30000)
    window.source.password.setText("jxzp-2021")
    window.source.open.click()
    qtbot.waitUntil(lambda: window.files.intakes[0].stage is Stage.OPEN, timeout=30000)
    assert not window.source.password.isVisible()
    assert len(leaves(intake_of(window).found[0].table)) == 8


def test_several_files_are_read_in_turn_and_the_reading_can_be_stopped(qtbot: QtBot, hall: Workspace) -> None:
    window = ImportWindow(hall, lambda: True)
    qtbot.addWidget(window)
    window.show()
    window.add_files([FORMS / name for name in ("panyu-2021.xlsx", "guangzhou-2023.xlsx", "tianhe-2022.xlsx")])
    assert [each.stage for each in window.files.intakes] == [Stage.READING, Stage.WAITING, Stage.WAITING]
    window.files.stop_button.click()
    qtbot.waitUntil(lambda: all(each.stage is Stage.STOPPED for each in window.files.intakes), timeout=30000)
    assert hall.overview() == ()


def test_unit_and_year_of_one_file_serve_all_that_name_none(bring: Bring) -> None:
    window = bring(HOSTILE / "two-tables.xlsx", HOSTILE / "merged-everywhere.xlsx")
    say(window, "甲局", 2021)
    assert window.source.spread.isVisible()
    window.source.spread.click()
    assert window.files.intakes[1].found[0].table.key == TableKey("甲局", 2021)
    assert "是同一张表" in window.told.text()
    assert not window.accept_button.isEnabled()


# ---------------------------------------------------------------- back from WPS


def export(hall: Workspace, folder: Path) -> Path:
    assert hall.table is not None
    path = folder / "自评表.xlsx"
    write_excel(path, scored_table(hall.table), shipped_forms()["guangzhou_district"])
    return path


def retype(path: Path, old: str, new: str) -> None:
    """Change one cell as a spreadsheet program would."""
    workbook = openpyxl.load_workbook(path)
    cells = [cell for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value == old]
    assert cells, old
    cells[0].value = new
    workbook.save(path)


def test_an_export_that_comes_back_changes_only_what_was_changed_there(bring: Bring, hall: Workspace, tmp_path: Path) -> None:
    put(hall, small_table())
    path = export(hall, tmp_path)
    retype(path, "2020年评选135名产业高端人才", "2020年评选140名产业高端人才")
    retype(path, "急需紧缺人才", "急需紧缺人才（修订）")
    hall.edit(Op.SET_FIELD, set_field, "8", Field.EVIDENCE, "账套里后来写的")
    edited = hall.table
    window = bring(path)
    plan = window.preview.plan
    assert plan is not None
    moved = {(each.outcome, each.place.id, each.place.field) for each in plan.changes if each.outcome is not Outcome.SAME}
    assert moved == {
        (Outcome.CHANGED, "7", "actual_text"),
        (Outcome.CHANGED, "8", "name"),
        (Outcome.KEPT, "8", "evidence_text"),
    }
    assert window.accept_button.text() == "导入 2 行(&I)"
    window.accept_button.click()
    rows = {each.id: each for each in leaves(hall.table)}
    assert rows["7"].actual_text == "2020年评选140名产业高端人才"
    assert (rows["8"].name, rows["8"].evidence_text) == ("急需紧缺人才（修订）", "账套里后来写的")
    assert "导入" in hall.undo_text
    assert hall.undo()
    assert hall.table == edited
    assert hall.path is not None
    assert len(copies(hall.path)) == 1  # made before the table changed


def test_what_both_sides_changed_waits_for_the_clerks_choice(bring: Bring, hall: Workspace, tmp_path: Path) -> None:
    put(hall, small_table())
    path = export(hall, tmp_path)
    retype(path, "2020年评选135名产业高端人才", "文件说的")
    hall.edit(Op.SET_FIELD, set_field, "7", Field.ACTUAL, "账套说的")
    window = bring(path)
    plan = window.preview.plan
    assert plan is not None
    assert undecided(plan) == 1
    assert "冲突 1" in filters(window)
    assert not window.accept_button.isEnabled()
    window.preview.all_book.click()
    assert window.told.text() == "没有要导入的改变：账套里的都保留。"
    window.preview.all_file.click()
    assert window.accept_button.isEnabled()
    window.accept_button.click()
    assert next(each for each in leaves(hall.table) if each.id == "7").actual_text == "文件说的"


def test_a_tick_taken_off_leaves_the_cell_as_the_book_has_it(bring: Bring, hall: Workspace, tmp_path: Path) -> None:
    put(hall, small_table())
    path = export(hall, tmp_path)
    retype(path, "2020年评选135名产业高端人才", "一")
    retype(path, "2020年评选323名急需紧缺人才", "二")
    window = bring(path)
    window.turn_to(2)
    model = window.preview.models[0]
    column = 1 + model.fields.index("actual_text")
    row = next(at for at, each in enumerate(model.rows) if each.name == "产业高端人才")
    index = model.index(row, column)
    assert model.data(index) == "2020年评选135名产业高端人才 → 一"
    assert model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert window.accept_button.text() == "导入 1 行(&I)"
    window.accept_button.click()
    rows = {each.id: each for each in leaves(hall.table)}
    assert (rows["7"].actual_text, rows["8"].actual_text) == ("2020年评选135名产业高端人才", "二")


def test_the_book_that_moves_on_behind_the_window_renews_the_preview(bring: Bring, hall: Workspace, tmp_path: Path) -> None:
    put(hall, small_table())
    path = export(hall, tmp_path)
    retype(path, "2020年评选135名产业高端人才", "一")
    window = bring(path)
    assert "改变 1" in filters(window)
    hall.edit(Op.SET_FIELD, set_field, "7", Field.ACTUAL, "二")
    assert "冲突 1" in filters(window)
    assert not window.accept_button.isEnabled()


def test_a_sealed_table_takes_nothing_in(bring: Bring, hall: Workspace, tmp_path: Path) -> None:
    table = small_table()
    put(hall, replace(table, heading=replace(table.heading, status=Status.FILLING)))
    path = export(hall, tmp_path)
    retype(path, "2020年评选135名产业高端人才", "一")
    assert hall.store is not None
    hall.leave_table()
    hall.store.seal(KEY, {}, rulebook_key="", rulebook_text="", program_version="")
    window = bring(path)
    window.accept_button.click()
    assert f"“{UNIT}”2021 年度的表已定稿" in window.told.text()
    assert window.isVisible()
    assert hall.store.load(KEY).nodes == table.nodes


def test_a_year_is_chosen_for_the_import_and_becomes_a_new_table(bring: Bring, hall: Workspace, tmp_path: Path) -> None:
    put(hall, small_table())
    path = export(hall, tmp_path)
    window = bring(path)
    assert window.told.text() == "和账套里的完全相同，没有要导入的改变。"
    window.source.year.setValue(2022)
    assert window.accept_button.isEnabled()
    window.accept_button.click()
    assert {each.key.year for each in hall.overview()} == {2021, 2022}


def test_the_models_keep_qts_promises(bring: Bring, hall: Workspace, tmp_path: Path) -> None:
    put(hall, small_table())
    window = bring(export(hall, tmp_path))
    testers = [ModelTester(window.picture), *(ModelTester(each) for each in window.preview.models)]
    for button in window.preview.filters.buttons():
        button.click()
    window.source.sheets.setCurrentRow(0)
    window.picture.show_sheet(NO_SHEET)
    assert len(testers) == 1 + len(window.preview.models)


def test_the_window_fits_a_small_screen_and_every_control_has_a_name(bring: Bring) -> None:
    window = bring(FORMS / "panyu-2021.xlsx")
    for step in range(3):
        window.turn_to(step)
        assert window.minimumSizeHint().width() <= 1366
        assert window.minimumSizeHint().height() <= 728
    for each in (window.files.list, window.sheet_view, window.source.unit, window.source.year, window.source.sheets,
                 window.mapping.fields, window.mapping.unplaced, window.preview.tables):  # fmt: skip
        assert each.accessibleName()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_return_on_a_cell_opens_the_same_menu(bring: Bring, qtbot: QtBot) -> None:
    window = bring(HOSTILE / "headers-wrong.xlsx")
    window.sheet_view.setCurrentIndex(window.picture.index(1, 1))
    qtbot.keyClick(window.sheet_view, Qt.Key.Key_Return)
    assert isinstance(window.sheet_view.menu, QMenu)
    ticked = [each.text() for each in window.sheet_view.menu.actions() if each.isChecked()]
    assert ticked == ["指标名称"]
    window.sheet_view.menu.close()


def test_a_read_only_book_is_told_and_nothing_is_lost(hall: Workspace, bring: Bring) -> None:
    path = hall.path
    assert path is not None
    hall.close()
    hall.open(path, read_only=True)
    window = bring(FORMS / "tianhe-2022.xlsx")
    window.accept_button.click()
    assert "以只读方式打开" in window.told.text()
    with Store.open(path) as store:
        assert store.keys() == ()


def test_the_space_key_decides_a_conflict_and_takes_it_back(bring: Bring, hall: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    put(hall, small_table())
    path = export(hall, tmp_path)
    retype(path, "2020年评选135名产业高端人才", "文件说的")
    hall.edit(Op.SET_FIELD, set_field, "7", Field.ACTUAL, "账套说的")
    window = bring(path)
    window.turn_to(2)
    model = window.preview.models[0]
    view = window.preview.tabs.widget(0)
    assert isinstance(view, QTableView)
    row = next(at for at, each in enumerate(model.rows) if each.name == "产业高端人才")
    index = model.index(row, 1 + model.fields.index("actual_text"))
    view.setCurrentIndex(index)
    assert model.data(index) == "○ 账套：账套说的\n○ 文件：文件说的"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert model.data(index) == "○ 账套：账套说的\n● 文件：文件说的"
    assert window.accept_button.isEnabled()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert model.data(index) == "● 账套：账套说的\n○ 文件：文件说的"


def test_only_what_changes_is_shown_with_the_bands_above_it(bring: Bring, hall: Workspace, tmp_path: Path) -> None:
    put(hall, small_table())
    path = export(hall, tmp_path)
    retype(path, "2020年评选135名产业高端人才", "一")
    window = bring(path)
    model = window.preview.models[0]
    assert [each.name for each in model.rows] == ["履职效能", "任务1-深入实施“1+4”产业人才政策", "产业高端人才"]
    assert model.fields == ("actual_text",)
    window.preview.filters.button(0).click()
    assert len(model.rows) == len(small_table().nodes)


def test_columns_nobody_pointed_at_are_no_base_figures(bring: Bring) -> None:
    window = bring(HOSTILE / "headers-missing.xlsx")
    window.point_column(2, "level3")
    window.point_column(4, "target")
    assert window.mapping.others.text() == "这样对应，读出指标 8 行。"
    assert "栏还没有指认，先并入备注" in window.mapping.ask.text()
    window.point_column(3, "points")
    assert window.picture.headerData(3, Qt.Orientation.Horizontal) == "D\n分值"


def test_a_unit_of_nearly_the_same_name_is_pointed_out(bring: Bring, hall: Workspace) -> None:
    put(hall, small_table())
    window = bring(FORMS / "panyu-2021.xlsx")
    assert f"账套里有名称相近的单位“{UNIT}”" in window.source.told.text()
    window.source.unit.setCurrentText(UNIT)
    window.source.unit_text.editingFinished.emit()
    plan = window.preview.plan
    assert plan is not None
    assert plan.book == small_table()


def test_a_file_without_a_unit_is_taken_for_the_only_one_the_book_has(bring: Bring, hall: Workspace) -> None:
    put(hall, small_table())
    window = bring(HOSTILE / "two-tables.xlsx")
    assert intake_of(window).found[0].table.key.unit == UNIT
    assert f"按账套里的“{UNIT}”导入" in window.source.told.text()
    assert "请填写年度" in window.source.told.text()


def test_a_file_with_nothing_in_it_makes_no_empty_form(bring: Bring, hall: Workspace) -> None:
    window = bring(HOSTILE / "xxe-canary.txt")
    say(window, "甲局", 2021)
    assert "没有读出内容" in window.told.text()
    assert not window.accept_button.isEnabled()
    assert hall.overview() == ()


def test_the_same_table_in_two_files_goes_in_once(bring: Bring) -> None:
    window = bring(FORMS / "panyu-2021.xlsx", FORMS / "panyu-2021.docx")
    assert "“panyu-2021.xlsx”“panyu-2021.docx”是同一张表" in window.told.text()
    assert not window.accept_button.isEnabled()
    window.files.list.setCurrentRow(1)
    window.files.remove_button.click()
    assert window.accept_button.isEnabled()


def test_a_layout_never_seen_is_learned_by_pointing_at_its_headings(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "怪表.xlsx"
    workbook = openpyxl.Workbook()
    for row in (
        ["事儿", "该做多少", "做了多少", "几分", "闲话"],
        ["期数", "2期", "3期", 10, "略"],
        ["人次", "5人次", "6人次", 5, "略"],
    ):
        workbook.worksheets[0].append(row)
    workbook.save(path)
    window = bring(path)
    say(window, "甲局", 2023)
    assert not window.accept_button.isEnabled()
    for column, field in enumerate(("level3", "target", "actual", "points", "ignored")):
        assert window.picture.can_point(0, column)
        window.point(0, column, field)
    rows = leaves(intake_of(window).found[0].table)
    assert [(each.name, each.target_text, each.actual_text, each.points_text, each.remark_text) for each in rows] == [
        ("期数", "2期", "3期", "10", ""),
        ("人次", "5人次", "6人次", "5", ""),
    ]
    assert window.accept_button.isEnabled()


def test_a_cell_of_a_sheet_without_headings_stands_for_its_column(bring: Bring) -> None:
    window = bring(HOSTILE / "headers-missing.xlsx")
    window.point(0, 2, "level3")
    window.point(0, 4, "target")
    rows = leaves(intake_of(window).found[0].table)
    assert (rows[0].name, rows[0].target_text) == ("劳监案件结案率", "95%")


def test_two_headings_pointed_at_are_enough_to_read_the_rows_beneath(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "怪表.xlsx"
    workbook = openpyxl.Workbook()
    for row in (["2023年度总结"], ["事儿", "该做多少", "做了多少", "几分", "闲话"], ["期数", "2期", "3期", 10, "略"]):
        workbook.worksheets[0].append(row)
    workbook.save(path)
    window = bring(path)
    assert "没有认出指标的栏目" in window.mapping.ask.text()
    window.point(1, 0, "level3")
    assert "再指认一栏" in window.mapping.ask.text()
    window.point(1, 1, "target")
    assert [(each.name, each.target_text) for each in leaves(intake_of(window).found[0].table)] == [("期数", "2期")]


def test_a_copied_table_is_pasted_as_if_it_were_a_file(bring: Bring, qtbot: QtBot, hall: Workspace) -> None:
    window = bring()
    rows = csv.reader((HOSTILE / "score-utf8-bom.csv").read_text("utf-8-sig").splitlines())
    cells = "".join(f"<tr>{''.join(f'<td>{each}</td>' for each in row)}</tr>" for row in rows)
    copied = QMimeData()
    copied.setHtml(f"<html><table>{cells}</table></html>")
    QApplication.clipboard().setMimeData(copied)

    window.files.paste_button.click()

    qtbot.waitUntil(lambda: bool(window.files.intakes) and window.files.intakes[0].stage is Stage.OPEN, timeout=30000)
    say(window, "甲局", 2021)
    window.accept_button.click()
    assert leaves(hall.table)[0].name == "劳监案件结案率"


def test_nothing_copied_is_told_in_one_sentence(bring: Bring) -> None:
    window = bring()
    QApplication.clipboard().clear()
    window.files.paste_button.click()
    assert window.told.text().startswith("没有可以粘贴的表格。")
