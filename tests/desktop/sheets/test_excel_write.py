"""Workbooks as a clerk opens them: cells, merges, live totals, print settings, and the state that brings them back."""

import errno
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.workbook import Workbook as WrittenBook

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.laid import LaidCell
from desktop.forms.layout import lay_out_sheets
from desktop.forms.state import STATE_SHEET, SheetState, unpack_state
from desktop.sheets.excel_cells import sheet_name
from desktop.sheets.excel_write import Audit, write_excel
from scoring.scored import ScoredTable
from scoring.table import Narrative
from tests.desktop.filled_forms import NAMES, facts, filled, first_leaf, form_of, scored_as, with_texts

CREATED = datetime(2024, 1, 2, 8, 0)  # noqa: DTZ001 - a workbook's own date has no zone
HOSTILE = [
    "=cmd|' /C calc'!A0", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "\t=1", "http://example.invalid/",
    "mailto:a@example.invalid", "internal:Sheet1!A1", "{=1}", "'=1", "_x0041_", "a\x01b", "\ud800x", "007", "1e5", "TRUE", "#N/A",
]  # fmt: skip


def written(tmp_path: Path, scored: ScoredTable, **choices: object) -> Workbook:
    path = tmp_path / "自评表.xlsx"
    write_excel(path, scored, form_of(scored.table), created=CREATED, **choices)  # type: ignore[arg-type]
    return openpyxl.load_workbook(path)


def cell_in(sheet: Worksheet, cell: LaidCell) -> object:
    return sheet.cell(cell.row + 1, cell.column + 1).value


def state_of(book: Workbook) -> SheetState:
    return unpack_state(str(row[0].value) for row in book[STATE_SHEET].iter_rows())


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_the_form_is_in_the_workbook_as_typed(name: str, tmp_path: Path) -> None:
    scored, form = filled(name)
    book = written(tmp_path, scored)
    values = openpyxl.load_workbook(tmp_path / "自评表.xlsx", data_only=True)
    for number, laid in enumerate(lay_out_sheets(form, scored)):
        sheet = book.worksheets[number]
        merges = {str(each) for each in sheet.merged_cells.ranges}
        assert len(merges) == sum(cell.row_span * cell.column_span > 1 for cell in laid.cells)
        for cell in laid.cells:
            found = cell_in(values.worksheets[number], cell)
            if cell.number is None:
                assert (found or "") == cell.text
            else:
                shown = cell.number.value.scaleb(-2) if cell.number.percent else cell.number.value
                assert Decimal(repr(found)) == shown


def test_numbers_are_shown_as_they_were_typed(tmp_path: Path) -> None:
    sheet = written(tmp_path, filled("tianhe_2022")[0]).worksheets[0]
    formats = {cell.value: cell.number_format for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float)}
    assert formats[69441.60] == "0.00"
    assert formats[1515.4] == "0.0"
    sheet = written(tmp_path, filled("panyu_2021")[0]).worksheets[0]
    shown = {sheet[name].value: sheet[name].number_format for name in ("K14", "F47", "E10", "G96")}
    assert shown == {1.48: "General", 0.25: "General", 59787.13: "0.00", 0.95: "0%"}


def test_totals_and_rates_are_live_and_carry_their_value(tmp_path: Path) -> None:
    sheet = written(tmp_path, filled("panyu_2021")[0]).worksheets[0]
    values = openpyxl.load_workbook(tmp_path / "自评表.xlsx", data_only=True).worksheets[0]
    assert sheet["K108"].value == '=IF(COUNT(K14:K34,K36:K107)=0,"",ROUND(SUM(K14:K34,K36:K107),2))'
    assert sheet["B108"].value == '=IF(COUNT(B14,B36,B107)=0,"",ROUND(SUM(B14,B36,B107),6))'
    assert sheet["E12"].value == '=IF(OR(COUNT(E11,E10)<2,N(E10)=0),"",ROUND(E11/E10,4))'
    assert (values["K108"].value, values["B108"].value, values["E12"].value) == (92.25, 100, 0.975)


def test_a_formula_that_gives_nothing_yet_is_left_to_blank_forms(tmp_path: Path) -> None:
    scored, _ = filled("ministry_2022")
    for kind, live in (("sheet", False), ("blank", True)):
        sheet = written(tmp_path, scored, kind=kind).worksheets[0]
        assert str(sheet["K7"].value).startswith("=IF(OR(COUNT(") is live  # 上年结转资金: no money, no rate


def test_the_page_is_set_for_paper(tmp_path: Path) -> None:
    sheet = written(tmp_path, filled("panyu_2021")[0]).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$35:$35"
    assert sheet.print_area == "'自评表'!$A$1:$M$110"
    assert [each.id for each in sheet.row_breaks.brk] == [34]
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert sheet.oddHeader.left.text == "广州市番禺区人力资源和社会保障局"


def test_cells_are_bordered_and_wrapped_in_song_type(tmp_path: Path) -> None:
    sheet = written(tmp_path, filled("panyu_2021")[0]).worksheets[0]
    for name in ("A14", "K108", "M107", "G40"):
        cell = sheet[name]
        assert (cell.font.name, cell.border.left.style, cell.alignment.wrap_text) == ("宋体", "thin", True)
    assert sheet["A1"].border.left.style is None
    assert (sheet["A1"].font.size, sheet["A1"].font.bold) == (18, True)


def test_rows_are_high_enough_for_their_words(tmp_path: Path) -> None:
    table = facts("panyu_2021")
    long = scored_as(with_texts(table, first_leaf(table).id, evidence_text="依据" * 200))
    sheet = written(tmp_path, long).worksheets[0]
    height = sheet.row_dimensions[14].height
    assert height is not None
    assert height > 20 * 9  # 400 characters of 9 points in 56 mm are more than 20 lines
    assert (sheet.row_dimensions[15].height or 0) < height / 3


def test_a_form_of_several_sheets_is_a_workbook_of_several(tmp_path: Path) -> None:
    book = written(tmp_path, filled("guangzhou_2023")[0])
    assert book.sheetnames == ["自评得分", "产出指标", "效益指标", "专项资金", "管理效率", STATE_SHEET]
    assert book.worksheets[0]["C9"].value == '=IF(COUNT(C3:C4)=0,"",ROUND(SUM(C3:C4),3))'


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_carries_the_table_and_what_each_cell_said(name: str, tmp_path: Path) -> None:
    scored, _ = filled(name)
    book = written(tmp_path, scored)
    state = state_of(book)
    assert state.table == scored.table
    assert book[STATE_SHEET].sheet_state == "veryHidden"
    values = openpyxl.load_workbook(tmp_path / "自评表.xlsx", data_only=True)
    assert state.cells
    for cell in state.cells:
        found = values[cell.sheet].cell(cell.row + 1, cell.column + 1).value
        assert (found is None) == (cell.text == "")
        if isinstance(found, str):
            assert found == cell.text


def test_given_and_published_scores_come_back_apart(tmp_path: Path) -> None:
    table = facts("guangzhou_2023")
    again = state_of(written(tmp_path, scored_as(table))).table
    published = {node.name: node.published_score_text for node in again.nodes if node.published_score_text}
    given = {node.name: node.given_score_text for node in again.nodes if node.level < 3 and node.given_score_text}
    assert published == {"履职效能": "49.998"}
    assert given["预算执行情况"] == "4.99915"


def test_live_figures_are_printed_and_stay_live_in_the_state(tmp_path: Path) -> None:
    table = facts("panyu_2021")
    texts = tuple(replace(each, text="执行率{预算执行率}") if each.id == "goals" else each for each in table.narratives)
    book = written(tmp_path, scored_as(replace(table, narratives=texts)))
    words = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "执行率97.49%" in words
    state = state_of(book)
    assert state.table.narratives[0].text == "执行率{预算执行率}"
    assert [each.text for each in state.cells if each.place.id == "goals"] == ["执行率97.49%"]


def test_hostile_texts_stay_text(tmp_path: Path) -> None:
    table = facts("panyu_2021")
    leaves = [node.id for node in table.nodes if node.leaf][: len(HOSTILE)]
    for node_id, text in zip(leaves, HOSTILE, strict=True):
        table = with_texts(table, node_id, name=text, evidence_text=text, explanation=text)
    scored = scored_as(replace(table, narratives=(Narrative("goals", "", "=HYPERLINK(1)"),)))
    book = written(tmp_path, scored, kind="audit", audit=Audit({leaves[0]: HOSTILE}, [("错误", "V01", "=1", "+1")]))
    live = {
        cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and not str(cell.value).startswith(("=IF(COUNT(", "=IF(OR(COUNT("))
    }
    assert live == set()
    assert not any(cell.hyperlink for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    names = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"=cmd|' /C calc'!A0", "http://example.invalid/", "-1+1", "007"} <= names
    quoted = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=1+1")
    assert quoted.quotePrefix  # a double click does not make it a formula
    with zipfile.ZipFile(tmp_path / "自评表.xlsx") as package:
        assert not [name for name in package.namelist() if name.endswith("worksheets/_rels/sheet1.xml.rels")]


def test_a_text_longer_than_a_cell_is_cut_with_a_sign_and_whole_in_the_state(tmp_path: Path) -> None:
    table = facts("panyu_2021")
    node = first_leaf(table)
    book = written(tmp_path, scored_as(with_texts(table, node.id, evidence_text="依" * 40_000)))
    shown = next(cell.value for row in book.worksheets[0].iter_rows() for cell in row if str(cell.value).startswith("依依"))
    assert (len(str(shown)), str(shown)[-1]) == (32_767, "…")
    assert first_leaf(state_of(book).table).evidence_text == "依" * 40_000


def test_an_audit_shows_the_steps_of_every_row_and_the_findings(tmp_path: Path) -> None:
    scored, _ = filled("panyu_2021")
    node = first_leaf(scored.table)
    audit = Audit(
        {node.id: ["97.4893% 在 90% 与 100% 之间", "得 1.48 分"]}, [("错误", "V01", "履职效能/任务2", "分值 6，下级合计 5。")]
    )
    book = written(tmp_path, scored, kind="audit", audit=audit)
    assert book.sheetnames == ["自评表", "评分过程", "检查结果", STATE_SHEET]
    steps = {str(row[0].value).strip(): row[8].value for row in book["评分过程"].iter_rows(min_row=2)}
    assert len(steps) > 90
    assert steps[node.name] == "97.4893% 在 90% 与 100% 之间\n得 1.48 分"
    assert [cell.value for cell in book["检查结果"][2]] == ["错误", "V01", "履职效能/任务2", "分值 6，下级合计 5。"]


def test_a_blank_form_keeps_structure_and_targets_and_adds_up_what_is_written_later(tmp_path: Path) -> None:
    scored, _ = filled("panyu_2021")
    sheet = written(tmp_path, scored, kind="blank").worksheets[0]
    values = openpyxl.load_workbook(tmp_path / "自评表.xlsx", data_only=True).worksheets[0]
    assert sheet["G37"].value is not None
    assert [sheet[name].value for name in ("I37", "K14", "K37", "L14", "E11")] == [None] * 5
    assert str(sheet["K108"].value).startswith("=IF(COUNT(K14:K34")
    assert (values["K108"].value or "", values["E12"].value or "") == ("", "")
    assert values["B108"].value == 100


def test_the_document_says_what_it_is(tmp_path: Path) -> None:
    book = written(tmp_path, filled("panyu_2021")[0])
    assert book.properties.title == "2021年度 部门整体支出绩效自评表"
    assert book.properties.creator == "广州市番禺区人力资源和社会保障局"
    assert book.properties.created == CREATED
    assert {each.name: each.value for each in book.custom_doc_props.props} == {
        "ziping.schema": 1,
        "ziping.form": "guangzhou_district",
        "ziping.year": 2021,
    }


def test_the_same_table_and_date_give_the_same_bytes(tmp_path: Path) -> None:
    scored, form = filled("panyu_2021")
    for name in ("a.xlsx", "b.xlsx"):
        write_excel(tmp_path / name, scored, form, created=CREATED, kind="audit")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_progress_reaches_its_end_and_a_picture_has_its_sheet(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    picture = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
    )
    book = written(tmp_path, filled("guangzhou_2023")[0], progress=lambda done, total: told.append((done, total)), chart=picture)
    assert told[-1] == (94, 94)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert "图表" in book.sheetnames


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(_: WrittenBook) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(WrittenBook, "_store_workbook", refuse)
    return


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_the_old_workbook(tmp_path: Path) -> None:
    scored, form = filled("ministry_2022")
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(EnvironmentFault) as caught:
        write_excel(target, scored, form)
    assert caught.value.code is FaultCode.DISK_FULL
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("自评表", [], "自评表"),
        ("自评表", ["自评表"], "自评表 2"),
        ("A[1]:*?/\\b'", [], "A 1 b"),
        ("", [], "自评表"),
        ("很" * 40, [], "很" * 31),
        ("很" * 40, ["很" * 31], "很" * 29 + " 2"),
    ],
)
def test_a_sheet_name_is_made_fit(wanted: str, taken: list[str], name: str) -> None:
    assert sheet_name(wanted, taken) == name


def test_no_formula_says_a_number_that_its_cells_do_not_give(tmp_path: Path) -> None:
    """The formulas are simple enough to be worked out here, from the cells as stored."""
    for name in NAMES:
        written(tmp_path, filled(name)[0])
        live = openpyxl.load_workbook(tmp_path / "自评表.xlsx")
        values = openpyxl.load_workbook(tmp_path / "自评表.xlsx", data_only=True)
        for sheet in live.worksheets:
            stored = values[sheet.title]
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        assert (stored[cell.coordinate].value or "") == worked_out(str(cell.value), stored)


def worked_out(formula: str, sheet: Worksheet) -> float | str:
    total = re.fullmatch(r'=IF\(COUNT\((.*)\)=0,"",ROUND\(SUM\(\1\),(\d+)\)\)', formula)
    if total:
        cells = [
            cell for part in total[1].split(",") for row in sheet[f"{part}:{part}" if ":" not in part else part] for cell in row
        ]
        numbers = [Decimal(repr(cell.value)) for cell in cells if isinstance(cell.value, int | float)]
        return float(round(sum(numbers), int(total[2]))) if numbers else ""
    ratio = re.fullmatch(r'=IF\(OR\(COUNT\((\w+),(\w+)\)<2,N\(\2\)=0\),"",ROUND\(\1/\2,(\d+)\)\)', formula)
    assert ratio, formula
    upper, lower = sheet[ratio[1]].value, sheet[ratio[2]].value
    if not isinstance(upper, int | float) or not isinstance(lower, int | float):
        return ""
    return float(round(Decimal(repr(upper)) / Decimal(repr(lower)), int(ratio[3])))
