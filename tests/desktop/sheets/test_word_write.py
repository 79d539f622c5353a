"""Reports, explanations and forms as Word documents: official order and typography, figures exactly as scored."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.samples import shipped_samples
from desktop.kit.illustration import Illustration
from desktop.kit.paths import resources
from desktop.reading.reader import read_workbook_here
from desktop.reading.recognise import understand
from desktop.sheets.word_write import write_word
from scoring.table import Narrative, YearTable
from tests.desktop.filled_forms import NAMES, facts, filled, first_leaf, form_of, scored_as, with_texts


def sample(name: str) -> YearTable:
    """A shipped example year by its form; where a form has none, the table of the tests."""
    return next((each for each in shipped_samples() if each.heading.form == form_of(facts(name)).key), facts(name))


def written(folder: Path, name: str, kind: str = "report", **more: Illustration) -> Document:
    table = sample(name)
    scored, form = scored_as(table), form_of(table)
    path = folder / f"{name}.docx"
    write_word(path, scored, form, kind=kind, **more)  # type: ignore[arg-type]
    return docx.Document(str(path))


def texts(document: Document) -> list[str]:
    return [each.text for each in document.paragraphs if each.text.strip()]


def face(document: Document, start: str) -> tuple[str, float]:
    """Chinese font and points of the paragraph that begins so."""
    run = next(each for each in document.paragraphs if each.text.startswith(start)).runs[0]
    fonts = run._r.rPr.find(qn("w:rFonts"))
    assert run.font.size is not None
    return fonts.get(qn("w:eastAsia")), run.font.size.pt


def rows(document: Document, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[number].rows]


def test_a_report_follows_the_published_outline_of_guangzhou(tmp_path: Path) -> None:
    told = texts(written(tmp_path, "guangzhou_2023"))
    assert told[:2] == ["2023年度广州市人力资源和社会保障局", "部门整体支出绩效自评报告"]
    headings = [
        "一、部门基本情况", "（一）部门职能", "（二）年度总体工作和重点工作任务", "（三）部门整体支出绩效目标",
        "1. 绩效目标设置情况", "2. 绩效目标完成情况", "（四）部门整体收支情况", "（五）部门整体绩效管理情况",
        "二、绩效自评情况", "（一）自评结论", "（二）履职效能分析", "1. 预算执行情况", "2. 部门整体绩效完成情况",
        "（1）产出指标完成情况", "（2）效益指标完成情况",
        "3. 专项资金支出及绩效完成情况", "（三）管理效率分析", "三、存在的主要问题", "四、下一步改进措施",
    ]  # fmt: skip
    assert [each for each in told if each in headings] == headings
    assert told[-2].strip() == "广州市人力资源和社会保障局"


def test_zhanjiang_and_huadu_have_their_own_order(tmp_path: Path) -> None:
    told = texts(written(tmp_path, "zhanjiang_2022"))
    assert [each for each in told if each[1:2] == "、"] == ["一、单位基本情况", "二、自评工作开展情况", "三、绩效自评情况"]
    assert told[-1].strip() == "2023年4月23日"
    told = texts(written(tmp_path, "huadu_2024", "explanation"))
    assert told[:2] == ["附件3", "部门整体支出绩效自评表说明"]
    assert [each for each in told if each[1:2] == "、"] == ["一、绩效自评情况", "二、存在的主要问题", "三、下一步改进措施"]


def test_scores_stand_in_the_report_exactly_as_scored(tmp_path: Path) -> None:
    document = written(tmp_path, "guangzhou_2023")
    assert ["履职效能", "50", "49.998"] in rows(document, 0)
    assert ["　预算执行情况", "5", "4.99915"] in rows(document, 0)
    assert rows(document, 0)[-1] == ["合计", "100", "97.998"]
    captions = [each for each in texts(document) if each.startswith("表")]
    assert captions == [f"表{number + 1}　{name}" for number, name in enumerate((
        "部门整体支出绩效自评得分表", "产出指标完成情况表", "效益指标完成情况表", "专项资金指标完成情况表",
        "管理效率指标完成情况表",
    ))]  # fmt: skip
    assert len(document.tables) == len(captions)
    indicators = sum(len(table.rows) - 1 for table in document.tables[1:])
    assert indicators == 77


def test_every_indicator_of_panyu_is_in_one_of_the_tables(tmp_path: Path) -> None:
    scored, _ = filled("panyu_2021")
    document = written(tmp_path, "panyu_2021")
    shown = {"".join(cell.text.split()) for table in document.tables for row in table.rows for cell in row.cells}
    names = {"".join(row.node.name.split()) for row in scored.rows.values() if row.node.leaf}
    assert names <= shown


def test_official_typography(tmp_path: Path) -> None:
    document = written(tmp_path, "guangzhou_2023")
    assert face(document, "部门整体支出绩效自评报告") == ("方正小标宋简体", 22)
    assert face(document, "一、") == ("黑体", 16)
    assert face(document, "（一）部门职能") == ("楷体_GB2312", 16)
    assert face(document, "市人力资源社会保障局负责") == ("仿宋_GB2312", 16)
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    body = next(each for each in document.paragraphs if each.text.startswith("市人力资源社会保障局负责"))
    spacing, indent = body._p.pPr.find(qn("w:spacing")), body._p.pPr.find(qn("w:ind"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("580", "exact")  # 29 points
    assert indent.get(qn("w:firstLineChars")) == "200"
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0]._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"


def test_fonts_that_a_machine_may_not_have_name_their_stand_ins(tmp_path: Path) -> None:
    written(tmp_path, "huadu_2024")
    with zipfile.ZipFile(tmp_path / "huadu_2024.docx") as package:
        fonts = package.read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong' in fonts


def test_an_empty_section_tells_the_clerk_what_to_write_and_a_conclusion_is_made_from_the_scores(tmp_path: Path) -> None:
    told = texts(written(tmp_path, "panyu_2021"))
    after = told[told.index("（一）部门职能") + 1]
    assert after == "【待填写：说明部门主要职能、内设机构、下属单位和人员编制情况。】"
    assert told[told.index("（一）自评结论") + 1] == "2021年度部门整体支出绩效自评满分100分，自评得分92.25分，自评等级为“优”。"
    assert "未能完成原因：无。" in told


def test_no_words_of_the_table_are_lost(tmp_path: Path) -> None:
    table = sample("tianhe_2022")
    table = replace(table, narratives=(*table.narratives, Narrative("text_9", "其他{事项}", "甲。\n=1+1")))
    write_word(tmp_path / "a.docx", scored_as(table), form_of(table))
    told = texts(docx.Document(str(tmp_path / "a.docx")))
    assert told[told.index("（一）其他{事项}") :][:3] == ["（一）其他{事项}", "甲。", "=1+1"]
    whole = "\n".join(told)
    for each in table.narratives:
        assert each.id == "footnote" or all(line.strip() in whole for line in each.text.split("\n"))


@pytest.mark.parametrize("name", [each for each in NAMES if each not in ("huadu_2024", "zhanjiang_2022")])
def test_a_form_written_as_word_is_read_back_as_the_same_table(tmp_path: Path, name: str) -> None:
    scored, _ = filled(name)
    written(tmp_path, name, "sheet")
    key = scored.table.key
    read = understand(read_workbook_here(tmp_path / f"{name}.docx"), unit=key.unit, year=key.year, subject=key.subject)
    theirs = {"".join(node.name.split()) for each in read for node in each.table.nodes if node.leaf}
    mine = {"".join(node.name.split()) for node in scored.table.nodes if node.leaf and node.name}
    assert len(mine & theirs) * 20 >= len(mine) * 19


def test_forms_keep_their_paper(tmp_path: Path) -> None:
    section = written(tmp_path, "panyu_2021", "sheet").sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert len(written(tmp_path, "guangzhou_2023", "sheet").sections) == 5


def test_a_picture_stands_under_the_conclusion(tmp_path: Path) -> None:
    png = (Path(__file__).parents[2] / "data" / "dot.png").read_bytes()
    document = written(tmp_path, "guangzhou_2023", chart=Illustration(png, "失分排行"))
    assert len(document.inline_shapes) == 1
    assert "图1　失分排行" in texts(document)


def test_signs_that_xml_cannot_hold_do_no_harm(tmp_path: Path) -> None:
    table = facts("panyu_2021")
    table = with_texts(table, first_leaf(table).id, actual_text="甲\x02乙\ud800<&>")
    write_word(tmp_path / "a.docx", scored_as(table), form_of(table), kind="sheet")
    assert docx.Document(str(tmp_path / "a.docx")).tables


def test_the_same_arguments_give_the_same_document_and_a_failure_leaves_the_old_one(tmp_path: Path) -> None:
    scored, form = filled("huadu_2024")
    when = datetime(2024, 5, 1, tzinfo=UTC)
    for name in ("a.docx", "b.docx"):
        write_word(tmp_path / name, scored, form, created=when)
    with zipfile.ZipFile(tmp_path / "a.docx") as one, zipfile.ZipFile(tmp_path / "b.docx") as other:
        assert all(one.read(part) == other.read(part) for part in one.namelist())
    with pytest.raises(EnvironmentFault) as caught:
        write_word(tmp_path / "没有" / "a.docx", scored, form)
    assert caught.value.code is FaultCode.FOLDER_MISSING


@pytest.mark.parametrize("path", sorted((resources() / "outlines").glob("*.toml")), ids=lambda path: path.stem)
def test_an_outline_says_where_it_comes_from_and_names_known_placeholders(path: Path) -> None:
    from desktop.sheets.outline import outlines

    outline = next(each for each in outlines() if each.key == path.stem)
    assert outline.source
    assert all(section.title and 1 <= section.level <= 4 for section in outline.sections)


def test_the_budget_is_told_from_its_splits_where_no_line_gives_the_whole_and_not_where_they_differ(tmp_path: Path) -> None:
    table = facts("panyu_2021")
    write_word(tmp_path / "a.docx", scored_as(table), form_of(table))
    said = "2021年度全年预算数61296.75万元，全年执行数59757.75万元，预算执行率97.49%。"
    assert said in texts(docx.Document(str(tmp_path / "a.docx")))
    funds = (replace(table.funds[0], executed_text="1"), *table.funds[1:])
    write_word(tmp_path / "b.docx", scored_as(replace(table, funds=funds)), form_of(table))
    assert not any("全年执行数" in each for each in texts(docx.Document(str(tmp_path / "b.docx"))))


def test_a_table_of_explained_rows_is_headed_by_what_it_shows(tmp_path: Path) -> None:
    table = facts("panyu_2021")
    write_word(tmp_path / "a.docx", scored_as(table), form_of(table))
    heads = [[cell.text for cell in each.rows[0].cells] for each in docx.Document(str(tmp_path / "a.docx")).tables]
    assert ["分类", "指标", "分值", "指标解释", "得分"] in heads
    assert ["一级指标", "二级指标", "指标", "分值", "年度指标值", "实际完成值", "得分"] in heads
