"""A foreign blank form comes back filled, and nothing else in it has changed."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.reader import read_workbook_here
from desktop.reading.recognise import understand
from desktop.sheets.excel_fill import Filled, fill_template
from desktop.workspace.library import scored_table
from scoring.scored import ScoredTable
from scoring.table import Detail, Narrative, Node
from tests.desktop.filled_forms import with_texts
from tests.desktop.sheets.blank_forms import FORMS, emptied, parts_of, published

NAMES = ("guangzhou-2023", "huadu-2024", "ministry-2022", "panyu-2021", "tianhe-2022", "zhanjiang-2022")
CELL = re.compile(rb"<c [^>]*?/>|<c .*?</c>", re.DOTALL)


def said(path: Path) -> ScoredTable:
    return scored_table(understand(read_workbook_here(path))[0].table)


def fill(name: str, folder: Path) -> tuple[Path, Filled, dict[tuple[str, int, int], object]]:
    blank, gone = emptied(name, folder)
    return blank, fill_template(blank, folder / f"{name}-已填.xlsx", said(published(name, folder))), gone


def same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(Decimal(str(one)) - Decimal(str(other))) < Decimal("0.000000001")
    return "".join(str(one).split()) == "".join(str(other).split())


# Cells that say something else now: a total worked out anew (the paper prints another one), notes that stood in score cells.
OTHERWISE = {"guangzhou-2023": 2, "panyu-2021": 1}


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_that_was_emptied_says_again_what_was_published(tmp_path: Path, name: str) -> None:
    _, done, gone = fill(name, tmp_path)
    book = openpyxl.load_workbook(done.path)
    now = {(sheet, row, column): book[sheet].cell(row + 1, column + 1).value for sheet, row, column in gone}
    wrong = {spot: (gone[spot], now[spot]) for spot in gone if not same(gone[spot], now[spot])}
    assert len(wrong) == OTHERWISE.get(name, 0), wrong
    assert done.filled >= len(gone) - len(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_everything_but_the_filled_cells_is_as_it_was_byte_for_byte(tmp_path: Path, name: str) -> None:
    blank, done, _ = fill(name, tmp_path)
    before, after = parts_of(blank), parts_of(done.path)
    assert list(before) == list(after)
    changed = [part for part in before if before[part] != after[part]]
    assert changed
    assert all(re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part) for part in changed)
    for part in changed:
        assert CELL.sub(b"", before[part]) == CELL.sub(b"", after[part])
        styles_before = re.findall(rb'<c r="([A-Z]+[0-9]+)"[^>]*? s="([0-9]+)"', before[part])
        styles_after = dict(re.findall(rb'<c r="([A-Z]+[0-9]+)"[^>]*? s="([0-9]+)"', after[part]))
        assert all(styles_after[place] == style for place, style in styles_before)


def test_the_text_box_and_the_names_are_still_there(tmp_path: Path) -> None:
    blank, done, _ = fill("panyu-2021", tmp_path)
    parts = parts_of(done.path)
    assert "（盖章处）".encode() in parts["xl/drawings/drawing1.xml"]
    assert parts["xl/printerSettings/printerSettings1.bin"] == bytes(range(256))
    assert "评分区" in openpyxl.load_workbook(done.path).defined_names
    assert blank.read_bytes() != done.path.read_bytes()


def form_by_hand(path: Path) -> None:
    """A form with its own total formula, words where a score should stand, and a per cent cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    rows = [
        ["2022年度某局部门整体支出绩效自评表"],
        ["单位名称", None],
        ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分", "备注"],
        ["产出指标", "数量指标", "培训人数", 30, "≥100人", None, None, None],
        [None, "质量指标", "合格率", 30, "≥95%", None, None, None],
        ["效益指标", "社会效益", "满意度", 40, "≥90%", "由市局填写", None, None],
        ["总分", None, None, 100, None, None, "=SUM(G4:G6)", None],
    ]
    for row in rows:
        sheet.append(row)
    sheet["F5"].number_format = "0.00%"
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("A4:A5")
    book.save(path)


def hand_made() -> ScoredTable:
    from scoring.table import Heading, NodeKind, TableKey, YearTable

    nodes = (
        Node("1", 1, "产出指标", NodeKind.GROUP),
        Node("2", 2, "数量指标", NodeKind.GROUP),
        Node(
            "3",
            3,
            "培训人数",
            points_text="30",
            target_text="≥100人",
            actual_text="=1+1人",
            given_score_text="30",
            remark_text="@x",
        ),
        Node("4", 2, "质量指标", NodeKind.GROUP),
        Node("5", 3, "合格率", points_text="30", target_text="≥95%", actual_text="98.50%", given_score_text="30"),
        Node("6", 1, "效益指标", NodeKind.GROUP),
        Node("7", 2, "社会效益", NodeKind.GROUP),
        Node("8", 3, "满意度", points_text="40", target_text="≥90%", actual_text="97%", given_score_text="39.5"),
        Node("9", 3, "投诉件数", points_text="0", target_text="≤3件", actual_text="0件"),
    )
    return scored_table(YearTable(TableKey("某局", 2022), Heading(form="ministry_three_part"), nodes=nodes, next_number=10))


def test_words_stay_words_figures_become_numbers_and_filled_cells_stay(tmp_path: Path) -> None:
    form_by_hand(tmp_path / "空白.xlsx")
    done = fill_template(tmp_path / "空白.xlsx", tmp_path / "已填.xlsx", hand_made())
    sheet = openpyxl.load_workbook(done.path)["自评表"]
    assert sheet["B2"].value == "某局"
    assert sheet["F4"].value == "=1+1人"
    assert parts_of(done.path)["xl/worksheets/sheet1.xml"].count(b"<f>") == 1
    assert sheet["H4"].value == "@x"
    assert (sheet["F5"].value, sheet["F5"].number_format) == (0.985, "0.00%")
    assert [sheet[f"G{row}"].value for row in (4, 5, 6)] == [30, 30, 39.5]
    assert sheet["F6"].value == "由市局填写"
    assert [cell.value for cell in sheet[7]] == ["总分", None, None, 100, None, None, "=SUM(G4:G6)", None]
    stored = openpyxl.load_workbook(done.path, data_only=True)["自评表"]
    assert stored["G7"].value == 99.5
    told = {(each.path[-1], each.place.field, each.occupied) for each in done.unplaced}
    assert ("满意度", "actual_text", True) in told
    assert ("投诉件数", "actual_text", False) in told
    assert ("培训人数", "actual_text", False) not in told


def test_a_sign_of_per_cent_is_not_lost_in_a_plain_cell(tmp_path: Path) -> None:
    form_by_hand(tmp_path / "空白.xlsx")
    scored = hand_made()
    table = with_texts(scored.table, "3", actual_text="98.50%")
    done = fill_template(tmp_path / "空白.xlsx", tmp_path / "已填.xlsx", scored_table(table))
    assert openpyxl.load_workbook(done.path)["自评表"]["F4"].value == "98.50%"


def form_with_free_rows(path: Path, bands: list[list[str | None]], merges: tuple[str, ...] = ()) -> None:
    """Headings, rows with bands and nothing else, a sum line."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    rows = [
        ["（2022年度）部门整体支出绩效自评表"],
        ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分"],
        *([*band, None, None, None, None, None] for band in bands),
        ["总分", None, None, 100, None, None, None],
        ["填报人", None, "联系电话", None],
    ]
    for row in rows:
        sheet.append(row)
    for each in ("A1:G1", *merges):
        sheet.merge_cells(each)
    book.save(path)


def values(path: Path, area: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["自评表"][area]]


def test_rows_that_name_no_indicator_are_filled_in_order(tmp_path: Path) -> None:
    form_with_free_rows(tmp_path / "空白.xlsx", [[None, None]] * 5)
    done = fill_template(tmp_path / "空白.xlsx", tmp_path / "已填.xlsx", hand_made())
    assert values(done.path, "A3:G8") == [
        ["产出指标", "数量指标", "培训人数", 30, "≥100人", "=1+1人", 30],
        [None, "质量指标", "合格率", 30, "≥95%", "98.50%", 30],
        ["效益指标", "社会效益", "满意度", 40, "≥90%", "97%", 39.5],
        [None, None, "投诉件数", 0, "≤3件", "0件", 0],
        [None] * 7,
        ["总分", None, None, 100, None, None, 99.5],
    ]
    assert {each.place.field for each in done.unplaced} == {"remark_text"}


def test_free_rows_under_printed_bands_take_what_belongs_there(tmp_path: Path) -> None:
    bands: list[list[str | None]] = [["产出指标", "质量指标"], [None, "数量指标"], ["效益指标", "经济效益"], [None, "社会效益"]]
    form_with_free_rows(tmp_path / "空白.xlsx", bands, ("A3:A4", "A5:A6"))
    done = fill_template(tmp_path / "空白.xlsx", tmp_path / "已填.xlsx", hand_made())
    assert values(done.path, "A3:F6") == [
        ["产出指标", "质量指标", "合格率", 30, "≥95%", "98.50%"],
        [None, "数量指标", "培训人数", 30, "≥100人", "=1+1人"],
        ["效益指标", "经济效益", None, None, None, None],
        [None, "社会效益", "满意度", 40, "≥90%", "97%"],
    ]
    assert ("投诉件数", "actual_text") in {(each.path[-1], each.place.field) for each in done.unplaced}


def fault_of(template: Path, output: Path) -> FaultCode:
    with pytest.raises(EnvironmentFault) as caught:
        fill_template(template, output, hand_made())
    return caught.value.code


def test_what_cannot_be_filled_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    template = tmp_path / "空白.xlsx"
    form_by_hand(template)
    before = template.read_bytes()
    assert fault_of(template, template) is FaultCode.OUTPUT_EXISTS
    assert fault_of(template, tmp_path / "已填.docx") is FaultCode.FORMAT_UNKNOWN
    assert fault_of(template, tmp_path / "没有" / "已填.xlsx") is FaultCode.FOLDER_MISSING
    assert fault_of(tmp_path / "没有.xlsx", tmp_path / "已填.xlsx") is FaultCode.FILE_MISSING
    assert fault_of(FORMS / "panyu-2021.docx", tmp_path / "已填.xlsx") is FaultCode.FILE_UNSUPPORTED
    assert template.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["空白.xlsx"]


def test_a_table_of_another_unit_leaves_the_printed_words_of_the_form(tmp_path: Path) -> None:
    form_by_hand(tmp_path / "空白.xlsx")
    scored = hand_made()
    table = replace(scored.table, key=replace(scored.table.key, unit="另一局", year=2023))
    done = fill_template(tmp_path / "空白.xlsx", tmp_path / "已填.xlsx", scored_table(table))
    sheet = openpyxl.load_workbook(done.path)["自评表"]
    assert sheet["A1"].value == "2022年度某局部门整体支出绩效自评表"
    assert sheet["B2"].value == "另一局"


def test_labels_that_hold_their_words_in_the_same_cell_are_filled_and_the_year_of_the_title(tmp_path: Path) -> None:
    form_by_hand(tmp_path / "空白.xlsx")
    book = openpyxl.load_workbook(tmp_path / "空白.xlsx")
    sheet = book["自评表"]
    sheet["A1"].value = "（    ）年度部门整体支出绩效自评表"
    sheet["A2"].value = "单位名称：　　　　　　联系人：＿＿＿＿＿　填报日期：     年   月   日"
    sheet["B2"].value = None
    sheet.merge_cells("A2:H2")
    sheet["A9"].value = "主管部门审核意见：\n"
    sheet.merge_cells("A9:H9")
    sheet["A10"].value = "自评得分：      分   自评等级："
    sheet.merge_cells("A10:H10")
    book.save(tmp_path / "空白.xlsx")
    table = hand_made().table
    details = (Detail("contact", "联系人", "张三"), Detail("fill_date", "填报日期", "2023年4月23日"))
    review = (Narrative("review_supervisor", "主管部门审核意见", "同意。"),)
    scored = scored_table(replace(table, details=details, narratives=review))
    done = fill_template(tmp_path / "空白.xlsx", tmp_path / "已填.xlsx", scored)
    filled = openpyxl.load_workbook(done.path)["自评表"]
    assert filled["A1"].value == "（2022）年度部门整体支出绩效自评表"
    assert filled["A2"].value == "单位名称：某局　　联系人：张三　　填报日期：2023年4月23日"
    assert filled["A9"].value == "主管部门审核意见：同意。"
    assert filled["A10"].value == "自评得分：99.5分   自评等级：优"
    assert not {"联系人", "填报日期", "主管部门审核意见"} & {each.path[-1] for each in done.unplaced}


@pytest.mark.parametrize(
    ("blank", "filled"),
    [
        ("20  年度部门整体支出绩效自评表", "2022年度部门整体支出绩效自评表"),
        ("××年度部门绩效自评表", "2022年度部门绩效自评表"),
        ("2021年度部门绩效自评表", "2021年度部门绩效自评表"),
        ("评价年度：    年", "评价年度：2022年"),
        ("单位名称：某某局", "单位名称：某某局"),
        ("单位：万元", "单位：万元"),
    ],
)
def test_the_year_goes_where_it_was_left_open_and_words_that_stand_there_stay(tmp_path: Path, blank: str, filled: str) -> None:
    form_by_hand(tmp_path / "空白.xlsx")
    book = openpyxl.load_workbook(tmp_path / "空白.xlsx")
    book["自评表"]["A1"].value = blank
    book.save(tmp_path / "空白.xlsx")
    done = fill_template(tmp_path / "空白.xlsx", tmp_path / "已填.xlsx", hand_made())
    assert openpyxl.load_workbook(done.path)["自评表"]["A1"].value == filled
