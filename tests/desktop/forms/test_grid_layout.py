"""The entry grid: every column of a form once, every row of the tree, working columns beside what they speak of."""

from desktop.forms.form import shipped_forms
from desktop.forms.grid_layout import lay_out_grid
from desktop.forms.laid import LaidTable
from scoring.table import RecordKind
from tests.desktop.filled_forms import NAMES, filled


def headings(laid: LaidTable) -> list[str]:
    """The innermost heading of every column."""
    found = {cell.column: cell.text for cell in laid.cells if cell.role.value == "heading" and cell.column_span == 1}
    return [found[column].replace("\n", "") for column in sorted(found)]


def test_two_column_sets_become_one() -> None:
    scored, form = filled("panyu_2021")
    assert headings(lay_out_grid(form, scored)) == [
        "一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "指标解释", "年度指标值", "实际完成指标值", "完成率",
        "得分/自评分", "规则得分", "评分依据、未达标原因、改进措施", "备注", "状态",
    ]  # fmt: skip


def test_a_form_whose_groups_have_rows_shows_its_levels_with_points_and_scores() -> None:
    scored, form = filled("guangzhou_2023")
    assert headings(lay_out_grid(form, scored, extra=()))[:11] == [
        "一级指标", "分值", "得分", "二级指标", "分值", "得分", "下级分类", "分值", "得分", "三级指标", "分值",
    ]  # fmt: skip


def test_every_row_of_the_tree_stands_in_the_grid_once() -> None:
    for name in NAMES:
        scored, form = filled(name)
        leaves = {node.id for node in scored.table.nodes if node.leaf}
        cells = [cell for cell in lay_out_grid(form, scored).cells if cell.place and cell.place.kind is RecordKind.NODE]
        rows = {cell.place.id: cell.row for cell in cells if cell.place and cell.place.id in leaves}
        assert set(rows) == leaves
        assert len(set(rows.values())) == len(leaves)


def test_a_cell_of_another_section_cannot_be_edited_while_it_is_empty() -> None:
    scored, form = filled("panyu_2021")
    cells = {(cell.place.id, cell.place.field): cell for cell in lay_out_grid(form, scored).cells if cell.place}
    management = next(node for node in scored.table.nodes if node.name == "预算完成率")
    duty = next(node for node in scored.table.nodes if node.name == "创新领军人才")
    assert not cells[management.id, "target_text"].editable
    assert cells[management.id, "explanation"].editable
    assert cells[duty.id, "target_text"].editable


def test_computed_columns_cannot_be_edited() -> None:
    scored, form = filled("panyu_2021")
    laid = lay_out_grid(form, scored)
    column = headings(laid).index("完成率")
    assert not any(cell.editable for cell in laid.cells if cell.column == column)


def test_a_form_without_a_tree_has_no_grid() -> None:
    scored, form = filled("huadu_2024")
    assert lay_out_grid(form, scored).row_count == 0
    assert shipped_forms()["huadu"] is form
