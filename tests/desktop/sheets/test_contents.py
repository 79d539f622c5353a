from dataclasses import replace

import pytest

from desktop.forms.layout import lay_out
from desktop.sheets.contents import cover, evidence_sheet, findings_sheet, score_sheet, with_signatures
from desktop.sheets.paper import draw_paper
from desktop.sheets.row_choice import Marked, with_rows
from desktop.sheets.setup import PageSetup, RowChoice, SheetKind
from desktop.sheets.typefaces import Typefaces
from scoring.table import Attachment
from tests.desktop.filled_forms import facts, filled, form_of, scored_as


def rows_of(laid: object) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for cell in laid.cells:  # type: ignore[attr-defined]
        found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


def test_the_score_sheet_tells_how_a_score_came_about() -> None:
    scored, form = filled("panyu_2021")
    node = next(row.node for row in scored.rows.values() if row.node.name == "日常巡查企业数量")
    laid = score_sheet(scored, form, {node.id: ("12670 ÷ 16500 = 76.79%", "0.5 × 76.79% ≈ 0.38")})
    row = next(row for row in rows_of(laid) if row[0].strip("\u3000") == "日常巡查企业数量")
    assert row == [
        "\u3000\u3000日常巡查企业数量",
        "0.5",
        "16500家",
        "12670家",
        "76.79%",
        "0.38",
        "0.4",
        "0.4",
        "12670 ÷ 16500 = 76.79%\n0.5 × 76.79% ≈ 0.38",
    ]


def test_findings_are_numbered() -> None:
    scored, form = filled("panyu_2021")
    assert rows_of(findings_sheet(scored, form, ("甲", "乙")))[2:] == [["序号", "说明"], ["1", "甲"], ["2", "乙"]]
    assert rows_of(findings_sheet(scored, form, ()))[-1] == ["", "没有发现问题。"]


def test_evidence_lists_words_and_files() -> None:
    table = facts("panyu_2021")
    node = next(node for node in table.nodes if node.name == "预算完成率")
    table = replace(
        table,
        attachments=(
            Attachment("a1", node.id, "批复.pdf", "0" * 64, 120_000),
            Attachment("a2", node.id, "决算.xlsx", "1" * 64, 3_500_000),
        ),
    )
    rows = rows_of(evidence_sheet(scored_as(table), form_of(table)))
    words = "按照2021年度预算批复文件作为评分依据"
    assert rows[3] == ["1", "预算完成率", words, "批复.pdf\n决算.xlsx", "118 KB\n3.4 MB"]


def test_the_cover_says_unit_year_score_and_grade() -> None:
    scored, form = filled("panyu_2021")
    texts = [text for row in rows_of(cover(scored, form, day="2026年3月1日")) for text in row]
    assert "2021年度" in texts
    assert texts[texts.index("单位名称（盖章）") + 1] == "广州市番禺区人力资源和社会保障局"
    assert texts[texts.index("自评得分") + 1] == "92.25"
    assert texts[texts.index("自评等级") + 1] == "优"


def test_a_form_without_signatures_gets_a_line_and_others_keep_theirs() -> None:
    scored, form = filled("tianhe_2022")
    laid = with_signatures(lay_out(form, scored), scored)
    assert rows_of(laid)[-1] == ["填报人：", "负责人：", "联系电话：", "单位（盖章）："]
    scored, form = filled("panyu_2021")
    laid = lay_out(form, scored)
    assert with_signatures(laid, scored) is laid


def test_chosen_rows_keep_their_groups() -> None:
    scored, _ = filled("panyu_2021")
    lost = with_rows(scored, PageSetup(rows=RowChoice.LOST), Marked())
    leaves = [row for row in lost.rows.values() if row.node.leaf]
    assert leaves
    assert all(row.lost for row in leaves)
    assert all(row.parent_id in lost.rows for row in lost.rows.values() if row.parent_id)
    assert lost.score == scored.score


@pytest.mark.usefixtures("qapp")
def test_contents_come_in_the_order_asked_for() -> None:
    scored, form = filled("panyu_2021")
    setup = PageSetup(contents=(SheetKind.FINDINGS, SheetKind.FORM, SheetKind.COVER))
    pages = draw_paper(scored, form, setup, Typefaces())
    words = ["".join(line.text for line in page.lines()) for page in (pages[0], pages[1], pages[-1])]
    assert [next(each for each in ("检查结果", "整体支出绩效自评表", "单位名称（盖章）") if each in text) for text in words] == [
        "检查结果", "整体支出绩效自评表", "单位名称（盖章）",
    ]  # fmt: skip
