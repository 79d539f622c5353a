"""Laid-out forms: what stands where, word by word, and which cells are live."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop.forms.form import shipped_forms
from desktop.forms.laid import CellRatio, CellSum, LaidCell, LaidTable
from desktop.forms.layout import lay_out, lay_out_sheets
from scoring.scored import Adjustment
from scoring.table import FundLine, NodeKind, RecordKind
from tests.desktop.filled_forms import NAMES, facts, filled, first_leaf, form_of, picture, scored_as, with_texts

PUBLISHED = Path(__file__).parents[2] / "data" / "forms" / "panyu-2021.xlsx"


def cell_at(laid: LaidTable, row: int, column: int) -> LaidCell:
    return next(cell for cell in laid.cells if (cell.row, cell.column) == (row, column))


def cell_of(laid: LaidTable, record_id: str, field: str) -> LaidCell:
    return next(cell for cell in laid.cells if cell.place and (cell.place.id, cell.place.field) == (record_id, field))


def fund_labels(laid: LaidTable) -> list[str]:
    places = [(cell.place, cell.text) for cell in laid.cells]
    return [text for place, text in places if place and place.kind is RecordKind.FUND and place.field == "label"]


def range_name(cell: LaidCell) -> str:
    def name(row: int, column: int) -> str:
        return f"{chr(ord('A') + column)}{row + 1}"

    last = name(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
    return f"{name(cell.row, cell.column)}:{last}"


@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_laid_out_as_its_picture_shows(name: str, snapshot: Callable[[str, str], None]) -> None:
    scored, form = filled(name)
    snapshot(f"forms/{name}.txt", "\n".join(picture(laid) for laid in lay_out_sheets(form, scored)))


def test_every_shipped_form_has_a_picture() -> None:
    assert {form_of(facts(name)).key for name in NAMES} == set(shipped_forms())


def test_the_panyu_form_has_the_columns_and_merges_of_the_published_one() -> None:
    scored, form = filled("panyu_2021")
    laid = lay_out(form, scored)
    signatures = next(block.start for block in laid.blocks if block.kind.value == "signatures")
    merges = {range_name(cell) for cell in laid.cells if cell.row_span * cell.column_span > 1 and cell.row < signatures}
    assert len(laid.column_widths_mm) == 13
    assert merges == {str(each) for each in openpyxl.load_workbook(PUBLISHED).active.merged_cells.ranges}


@pytest.mark.parametrize("name", NAMES)
def test_no_two_cells_cover_one_another_and_none_reaches_out_of_the_grid(name: str) -> None:
    scored, form = filled(name)
    for laid in (lay_out(form, scored), *lay_out_sheets(form, scored), lay_out(form, scored, extra=("completion_rate", "mark"))):
        covered = [
            (row, column)
            for cell in laid.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert len(covered) == len(set(covered))
        assert max(row for row, _ in covered) < laid.row_count
        assert max(column for _, column in covered) < len(laid.column_widths_mm)


@pytest.mark.parametrize("name", NAMES)
def test_every_typed_word_of_a_row_stands_in_its_form_unchanged(name: str) -> None:
    scored, form = filled(name)
    words = "\n".join(cell.text for cell in lay_out(form, scored).cells)
    for node in scored.table.nodes:
        for text in (node.actual_text, node.evidence_text, node.remark_text, node.given_score_text):
            assert text in words


def test_the_total_is_the_live_sum_of_the_rows_and_the_points_that_of_the_bands() -> None:
    scored, form = filled("panyu_2021")
    laid = lay_out(form, scored)
    points, score = [cell for cell in laid.cells if isinstance(cell.formula, CellSum)]
    assert (points.text, score.text) == ("100", "92.25")
    numbers = {(cell.row, cell.column): cell.number for cell in laid.cells}
    leaves = [row for row in scored.rows.values() if row.node.leaf]
    assert isinstance(score.formula, CellSum)
    assert len(score.formula.cells) == len(leaves)
    assert sum(number.value for spot in score.formula.cells if (number := numbers[spot])) == Decimal("92.25")


def test_rates_are_live_ratios_of_the_money_above_them() -> None:
    scored, form = filled("panyu_2021")
    rates = [cell for cell in lay_out(form, scored).cells if isinstance(cell.formula, CellRatio)]
    assert [cell.text for cell in rates] == ["97.50%", "97.23%", "95.69%", "97.77%", "97.02%", "99.94%"]


def test_a_city_form_adds_its_parts_on_the_sheet_that_shows_them() -> None:
    scored, form = filled("guangzhou_2023")
    first = lay_out_sheets(form, scored)[0]
    live = {cell.text: len(cell.formula.cells) for cell in first.cells if isinstance(cell.formula, CellSum)}
    assert live == {"100": 2, "49.998": 4, "97.998": 2}


def test_a_score_that_no_sum_of_cells_gives_is_not_live() -> None:
    scored, form = filled("panyu_2021")
    wrong = replace(scored, score=Decimal("93.25"))
    total = next(cell for cell in lay_out(form, wrong).cells if cell.text == "93.25")
    assert total.formula is None


def test_an_adjustment_of_the_total_stands_in_its_formula() -> None:
    scored, form = filled("panyu_2021")
    assert scored.score is not None
    line = Adjustment("cap", scored.score, Decimal(89), ())
    capped = replace(scored, adjustments=(line,), score=Decimal(89))
    total = next(cell for cell in lay_out(form, capped).cells if cell.text == "89")
    assert isinstance(total.formula, CellSum)
    assert total.formula.added == Decimal("-3.25")


def test_an_empty_cell_stays_empty() -> None:
    table = facts("panyu_2021")
    node = first_leaf(table)
    cell = cell_of(lay_out(form_of(table), scored_as(with_texts(table, node.id, points_text=""))), node.id, "points_text")
    assert (cell.text, cell.number, cell.editable) == ("", None, True)


def test_a_bonus_row_shows_its_explanation_where_others_have_a_target() -> None:
    scored, form = filled("panyu_2021")
    node = next(node for node in scored.table.nodes if node.kind is NodeKind.BONUS)
    laid = lay_out(form, scored)
    target_column = next(cell.column for cell in laid.cells if cell.text == "年度指标值")
    row = cell_of(laid, node.id, "points_text").row
    assert cell_at(laid, row, target_column).text == node.explanation


def test_a_cell_of_two_facts_joins_them_in_the_words_of_the_form() -> None:
    scored, form = filled("guangzhou_2023")
    node = next(node for node in scored.table.nodes if node.name == "促进创业数")
    joined = cell_of(lay_out(form, scored), node.id, "target_text").text
    assert joined == "指标解释：促进创业人数。预期实现值：促进创业数 3.3 万人。"
    only_target = scored_as(with_texts(scored.table, node.id, explanation=""))
    assert cell_of(lay_out(form, only_target), node.id, "target_text").text == "预期实现值：促进创业数 3.3 万人。"


def test_three_cells_show_the_parts_read_from_one() -> None:
    scored, form = filled("ministry_2022")
    node = next(node for node in scored.table.nodes if node.target_text == "不少于5万人次")
    laid = lay_out(form, scored)
    texts = [cell_of(laid, node.id, field).text for field in ("comparator_text", "target_text", "target_unit_text")]
    assert texts == ["≥", "5", "万人次"]


def test_three_cells_stay_as_typed_where_the_reading_is_doubtful() -> None:
    table = facts("ministry_2022")
    node = next(node for node in table.nodes if node.target_text == "不少于5万人次")
    laid = lay_out(form_of(table), scored_as(with_texts(table, node.id, target_text="举办3场，惠及500人")))
    texts = [cell_of(laid, node.id, field).text for field in ("comparator_text", "target_text", "target_unit_text")]
    assert texts == ["", "举办3场，惠及500人", ""]


def test_funds_of_another_form_keep_their_lines_and_share_the_width() -> None:
    scored, _ = filled("tianhe_2022")
    laid = lay_out(shipped_forms()["guangzhou_district"], scored)
    assert fund_labels(laid) == ["部门整体支出", "其中：一般公共预算"]
    assert sum(laid.column_widths_mm) == 273


def test_a_line_of_funds_more_than_the_form_has_stands_in_its_group() -> None:
    table = facts("panyu_2021")
    more = FundLine("f900", "按资金来源", "上级专款", adjusted_budget_text="10.00", executed_text="9.00")
    laid = lay_out(form_of(table), scored_as(replace(table, funds=(*table.funds, more))))
    assert fund_labels(laid)[:3] == ["财政拨款", "其他资金", "上级专款"]
    assert sum(laid.column_widths_mm) == 273


def test_rows_of_every_section_find_a_place_in_a_form_that_does_not_know_it() -> None:
    scored, _ = filled("guangzhou_2023")
    laid = lay_out(shipped_forms()["ministry_three_part"], scored)
    shown = {cell.place.id for cell in laid.cells if cell.place and cell.place.kind is RecordKind.NODE}
    assert {node.id for node in scored.table.nodes if node.leaf} <= shown
    assert "部门整体绩效完成情况／产出指标／数量指标" in {cell.text for cell in laid.cells}


def test_a_group_without_rows_still_has_its_line() -> None:
    table = facts("panyu_2021")
    group = next(node for node in table.nodes if node.name == "采购管理")
    nodes = tuple(node for node in table.nodes if node.name != "政府采购执行率")
    laid = lay_out(form_of(table), scored_as(replace(table, nodes=nodes)))
    assert cell_of(laid, group.id, "name").row_span == 1


def test_a_table_without_rows_gives_lines_to_write_on() -> None:
    table = replace(facts("panyu_2021"), nodes=(), funds=(), details=(), narratives=())
    laid = lay_out(form_of(table), scored_as(table))
    assert {"年度指标值", "财政拨款", "区本级支出", "总分"} <= {cell.text for cell in laid.cells}
    assert [block.end - block.start for block in laid.blocks if block.kind.value == "indicators"] == [4, 4]


def test_working_columns_stand_right_of_the_form() -> None:
    scored, form = filled("panyu_2021")
    laid = lay_out(form, scored, extra=("completion_rate", "mark"))
    headings = [cell for cell in laid.cells if cell.role.value == "heading"]
    assert {cell.column: cell.text for cell in headings if cell.column > 12} == {13: "完成率", 14: "状态"}
    assert len(laid.column_widths_mm) == 15


def test_the_title_of_a_project_is_that_of_its_form() -> None:
    scored, form = filled("ministry_2022")
    assert lay_out(form, scored).title == "（2022年度）项目支出绩效自评表"
    whole = replace(scored, table=replace(scored.table, key=replace(scored.table.key, subject="")))
    assert lay_out(form, whole).title == "2022年度部门整体支出绩效自评表"


def test_a_title_typed_or_imported_goes_before_that_of_the_form() -> None:
    scored, form = filled("ministry_2022")
    heading = replace(scored.table.heading, title="自拟标题")
    named = replace(scored, table=replace(scored.table, heading=heading))
    assert lay_out(form, named).cells[0].text == "自拟标题"
