"""Tables found by what their headings say."""

from desktop.reading.cells import Cell
from desktop.reading.grid import Grid
from desktop.reading.headings import load_vocabulary
from desktop.reading.tables import Kind
from desktop.reading.tables_found import find_tables
from tests.desktop.reading.paper import sheet

VOCABULARY = load_vocabulary()
HEAD = ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]


def test_a_table_is_found_at_any_place() -> None:
    rows = [[None] * 9, [None, None, None, *HEAD], [None, None, None, "产出", "人数", "1", "2", 3, 3]]
    (table,) = find_tables(Grid(sheet("x", rows)), VOCABULARY)
    assert (table.kind, table.top, table.left, table.right) == (Kind.INDICATORS, 1, 3, 8)
    assert [each.field for each in table.columns] == ["level1", "level3", "target", "actual", "points", "score"]


def test_two_tables_beside_each_other_without_a_gap_are_two() -> None:
    rows = [[*HEAD, *HEAD], ["产出", "人数", "1", "2", 3, 3, "效益", "比率", "1", "2", 3, 3]]
    tables = find_tables(Grid(sheet("x", rows)), VOCABULARY)
    assert [(table.left, table.right) for table in tables] == [(0, 5), (6, 11)]


def test_one_heading_over_three_columns_is_sign_value_and_unit() -> None:
    rows = [
        ["三级指标", "指标值", None, None, "完成值", "分值"],
        ["人数", "≥", "5", "人", "6", 10],
        ["比率", "≥", "5", "%", "6", 10],
    ]
    (table,) = find_tables(Grid(sheet("x", rows, ["B1:D1"])), VOCABULARY)
    assert [each.field for each in table.columns] == ["level3", "comparator", "target", "unit", "actual", "points"]


def test_the_second_of_two_heading_rows_decides() -> None:
    rows = [
        ["绩效指标", None, "年度指标值", None, "得分"],
        ["一级指标", "三级指标", "指标性质", "指标值", None],
        ["甲", "乙", "≥", "5", 1],
    ]
    (table,) = find_tables(Grid(sheet("x", rows, ["A1:B1", "C1:D1"])), VOCABULARY)
    assert (table.top, table.head) == (0, 1)
    assert [each.field for each in table.columns] == ["level1", "level3", "comparator", "target", "score"]


def test_funds_are_told_from_indicators() -> None:
    by_row = [["资金", "年初预算数", "全年预算数", "全年执行数", "执行率"], ["总额", "1", "2", "2", "100%"]]
    by_column = [[None, "财政拨款", "其他资金"], ["全年预算数", "1", "2"], ["全年执行数", "1", "2"]]
    kinds = [[table.kind for table in find_tables(Grid(sheet("x", rows)), VOCABULARY)] for rows in (by_row, by_column)]
    assert kinds == [[Kind.FUNDS], [Kind.MATRIX]]


def test_figures_with_their_units_are_no_indicators() -> None:
    (table,) = find_tables(Grid(sheet("x", [["序号", "项目", "数值", "单位"], [1, "编制", "69", "名"]])), VOCABULARY)
    assert table.kind is Kind.FIGURES


def test_rows_of_data_are_no_headings() -> None:
    rows = [["履职效能", "任务5", "结案率", "95%"], ["履职效能", "任务5", "完成率", "98%"]]
    assert find_tables(Grid(sheet("x", rows)), VOCABULARY) == []


def test_an_error_cell_shows_no_words_and_is_still_a_box() -> None:
    from desktop.reading.cells import CellNote, sheet_of

    grid = Grid(sheet_of("x", {(0, 0): Cell("#N/A", notes=(CellNote.ERROR_VALUE,)), (0, 1): Cell(" \u3000")}))
    assert [(box.text, box.word) for box in grid.boxes()] == [("", "")]
