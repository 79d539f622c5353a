from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.pages.funds_page import FundsPage
from scoring.table import FundLine, TableKey
from tests.desktop.pages.conftest import Hall
from tests.desktop.pages.sheets import put, rows, type_in

Shown = Callable[[FundsPage], FundsPage]


def test_the_published_matrix_with_its_sums_and_rates(hall: Hall, shown: Shown) -> None:
    page = shown(FundsPage(hall("番禺")))
    assert [each.words for each in page.lines.model.sheet.columns] == [
        *("划分", "项目", "全年预算数", "全年执行数", "完成率", "表上印的", "核对"),
    ]
    assert rows(page.lines)[:6] == [
        ["按资金来源", "财政拨款", "59787.13", "58290.02", "97.50%", "97.50%", ""],
        ["", "其他资金", "1509.62", "1467.73", "97.23%", "97.23%", ""],
        ["", "资金来源合计", "61296.75", "59757.75", "97.49%", "", ""],
        ["按资金结构", "基本支出", "8365.42", "8004.69", "95.69%", "95.69%", ""],
        ["", "项目支出", "52931.33", "51753.06", "97.77%", "97.77%", ""],
        ["", "资金结构合计", "61296.75", "59757.75", "97.49%", "", "✓ 与按资金来源一致"],
    ]
    assert page.lines.title.text().endswith("单位：万元")


def test_a_mistyped_amount_is_told_at_the_line_and_at_the_sum(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(FundsPage(workspace))
    type_in(page.lines, 3, 3, "8104.69")
    assert rows(page.lines)[3][4:] == ["96.88%", "95.69%", "× 与表上印的不同"]
    assert rows(page.lines)[5][3:] == ["59857.75", "97.65%", "", "× 全年执行数相差 100"]
    assert page.lines.view.currentIndex().row() == 4
    assert workspace.undo()
    assert rows(page.lines)[5][6] == "✓ 与按资金来源一致"


def test_what_is_typed_is_there_after_a_restart(hall: Hall, shown: Shown) -> None:
    first = hall("番禺")
    type_in(shown(FundsPage(first)).lines, 0, 2, "60000")
    first.close()
    again = hall("番禺")
    assert again.table is not None
    assert again.table.funds[0].adjusted_budget_text == "60000"
    assert again.undo()


def test_lines_of_the_form_become_records_by_the_first_word(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    assert workspace.create_table(TableKey("白云区人社局", 2025), "ministry_three_part")
    table = workspace.table
    assert table is not None
    page = shown(FundsPage(workspace))
    labels = [row[1] for row in rows(page.lines)]
    assert labels == ["年度资金总额", "其中：财政拨款", "上年结转资金", "其他资金"]
    type_in(page.lines, 0, 2, "100")
    assert workspace.table is not None
    assert workspace.table.funds[0].initial_budget_text == "100"


def test_a_block_from_excel_is_pasted_as_one_step_and_computed_columns_are_passed_over(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(FundsPage(workspace))
    put(page.lines, 0, 2)
    QGuiApplication.clipboard().setText("100\t90\t不要\n200\t180")
    QTest.keyClick(page.lines.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [row[2:5] for row in rows(page.lines)[:3]] == [
        *(["100", "90", "90.00%"], ["200", "180", "90.00%"], ["300", "270", "90.00%"]),
    ]
    assert workspace.undo()
    assert rows(page.lines)[0][2:4] == ["59787.13", "58290.02"]


def test_delete_clears_and_ctrl_d_fills_down(hall: Hall, shown: Shown) -> None:
    page = shown(FundsPage(hall("番禺")))
    put(page.lines, 1, 3)
    QTest.keyClick(page.lines.view, Qt.Key.Key_Delete)
    assert rows(page.lines)[1][3:5] == ["", ""]
    QTest.keyClick(page.lines.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert rows(page.lines)[1][3] == "58290.02"


def test_lines_are_added_in_their_split_and_removed(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(FundsPage(workspace))
    put(page.lines, 0, 2)
    assert page.insert_row()
    assert page.lines.view.currentIndex().row() == 1
    assert page.lines.view.currentIndex().column() == 1
    assert workspace.table is not None
    added = workspace.table.funds[1]
    assert added == FundLine(added.id, "按资金来源")
    assert page.remove_rows()
    assert workspace.undo()
    assert workspace.undo()
    assert len(workspace.table.funds) == 6
    put(page.lines, 0, 2)
    assert page.insert_row(above=True)
    assert page.lines.view.currentIndex().row() == 0
    assert workspace.table.funds[0] == FundLine(workspace.table.funds[0].id, "按资金来源")


def test_tab_goes_over_what_is_worked_out(hall: Hall, shown: Shown) -> None:
    page = shown(FundsPage(hall("番禺")))
    put(page.lines, 0, 3)
    QTest.keyClick(page.lines.view, Qt.Key.Key_Tab)
    assert page.lines.view.currentIndex().column() == 5
    QTest.keyClick(page.lines.view, Qt.Key.Key_Tab)
    assert (page.lines.view.currentIndex().row(), page.lines.view.currentIndex().column()) == (1, 0)
    QTest.keyClick(page.lines.view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert page.lines.view.currentIndex().column() == 5


def test_a_month_is_measured_by_what_is_due(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(FundsPage(workspace))
    type_in(page.months, 2, 1, "15324.1875")
    assert rows(page.months)[2] == ["3月", "15324.1875", "25.00%", "25.00%", "✓ 达到"]
    type_in(page.months, 3, 2, "30")
    assert rows(page.months)[3] == ["4月", "", "30", "33.33%", "▼ 未达到，差 3.33 个百分点"]
    assert workspace.table is not None
    assert [(each.label, each.unit, each.group) for each in workspace.table.base_facts] == [
        ("3月累计执行数", "万元", "月度执行"),
        ("4月执行率", "%", "月度执行"),
    ]


def test_an_amount_that_is_no_number_is_marked_and_never_counted(hall: Hall, shown: Shown) -> None:
    page = shown(FundsPage(hall("番禺")))
    type_in(page.lines, 0, 2, "约60000")
    assert rows(page.lines)[0][4] == ""
    assert rows(page.lines)[2][2] == ""
    assert page.lines.model.cell(page.lines.model.index(0, 2)).tip == "不是数字，没有算进合计"
