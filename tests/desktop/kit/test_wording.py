"""Everything that can happen has its Chinese words, and they say where, what, which figures and what to do."""

import ast
import re
from dataclasses import fields
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.kit import wording, wording_findings
from desktop.kit.wording import fault_text, op_text, rulebook_trouble_text
from desktop.kit.wording_findings import COLUMNS, MESSAGES, SEVERITIES, finding_text, message_text, place_text
from desktop.windows.actions import MENUS
from scoring.checks import CHECKS
from scoring.edit import Op
from scoring.finding import Finding, Place, Severity
from scoring.score import score_table
from scoring.scored import Mark
from scoring.strict_toml import RulebookError
from scoring.table import BaseFact, Field, FundLine, Node, RecordKind, Status
from tests.outlined import table_of_case
from tests.scoring_cases import RULEBOOKS, shipped

SCORING = Path(__file__).parents[3] / "scoring"
CHINESE = re.compile("[一-龥]")
MENU_PATH = re.compile(r"“(\w+) > ([^”]+)”")
OF_OTHER_PROGRAMS = {("文件", "另存为"), ("转换", "PDF 转 Excel")}  # WPS


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (FaultCode, wording.FAULTS),
        (Op, wording.OPERATIONS),
        (Status, wording.STATUSES),
        (Mark, wording.MARKS),
        (Severity, SEVERITIES),
    ],
)
def test_every_code_has_its_words(codes: type[Enum], words: dict[Any, Any]) -> None:
    assert set(words) == set(codes)
    assert all(CHINESE.search(str(each)) for each in words.values())


def test_words_of_operations_marks_and_states_are_told_apart() -> None:
    assert len({op_text(each) for each in Op}) == len(Op)
    assert len(set(wording.MARKS.values())) == len({sign for sign, _ in wording.MARKS.values()}) == len(Mark)
    assert len(set(wording.STATUSES.values())) == len(Status)


def test_every_check_and_nothing_unknown_has_a_sentence() -> None:
    assert {code for code in MESSAGES if code.startswith("V")} == set(CHECKS)


def test_every_grade_of_a_shipped_rulebook_has_its_word() -> None:
    for path in RULEBOOKS.glob("*.toml"):
        assert {band.key: band.label for band in shipped(path.stem).grades}.items() <= wording.GRADES.items()


def test_every_trouble_of_a_rulebook_has_its_words() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in (SCORING / "strict_toml.py", SCORING / "rulebook.py", SCORING / "case.py")
    )
    codes = set(re.findall(r"trouble\(\s*\"(\w+)\"", source)) | set(
        re.findall(r"RulebookError\([^)\"]*\"[^\"]*\", \"(\w+)\"", source)
    )
    assert codes <= set(wording.RULEBOOK_TROUBLE)
    error = RulebookError("mine.toml", "choices[2].score", "unknown_key", {"known": "method"})
    assert rulebook_trouble_text(error) == "choices[2].score 不认识这个键，可用的有 method"


def test_every_cell_a_finding_may_point_at_has_a_column() -> None:
    cells = {each.value for each in Field}
    for record in (Node, FundLine, BaseFact):
        cells |= {each.name for each in fields(record) if each.name.endswith("_text")}
    assert cells - {"source_text"} <= set(COLUMNS)


@pytest.mark.parametrize("code", FaultCode)
def test_a_fault_names_the_file_and_leaves_no_hole(code: FaultCode) -> None:
    names = set(re.findall(r"\{(\w+)\}", wording.FAULTS[code]))
    facts = {name: f"<{name}>" for name in names}
    said = fault_text(EnvironmentFault(code, **facts))
    assert all(f"<{name}>" in said for name in names)
    assert said.endswith("。")


def sentences(module: ModuleType) -> list[str]:
    """Every whole sentence a module can say."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    texts = (each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return [each for each in texts if CHINESE.search(each) and each.endswith("。")]


@pytest.mark.parametrize("module", [wording, wording_findings])
def test_every_sentence_says_what_to_do(module: ModuleType) -> None:
    said = sentences(module)
    assert len(said) > 40
    assert [each for each in said if not re.search("请|建议|需要时", each)] == []


def test_every_menu_a_sentence_names_has_that_command() -> None:
    known = {
        (menu.split("(")[0], each.words.split("(&")[0].rstrip("…"))
        for menu, those in MENUS.items()
        for each in those
        if each.name
    }
    named = {pair for module in (wording, wording_findings) for each in sentences(module) for pair in MENU_PATH.findall(each)}
    assert ("文件", "恢复备份") in named
    assert named - known - OF_OTHER_PROGRAMS == set()


@pytest.mark.parametrize("kind", wording.UNSUPPORTED)
def test_a_file_that_cannot_be_read_here_says_how_it_can(kind: str) -> None:
    said = fault_text(EnvironmentFault(FaultCode.FILE_UNSUPPORTED, path="表.et", kind=kind))
    assert said == wording.UNSUPPORTED[kind].format(path="表.et")


@pytest.mark.parametrize(
    ("code", "facts", "piece"),
    [
        (FaultCode.FILE_ENCRYPTED, {"wrong": "1"}, "密码不对"),
        (FaultCode.FILE_UNREADABLE, {"reason": "permission"}, "不允许当前用户读取"),
        (FaultCode.FILE_UNREADABLE, {"reason": "permission", "path": "甲.zip"}, "不允许当前用户读取"),
        (FaultCode.FILE_UNREADABLE, {"reason": "zip"}, "另存为 .xlsx"),
        (FaultCode.FILE_UNREADABLE, {"reason": "zip", "path": "甲.ZIP"}, "压缩包“甲.ZIP”已损坏"),
        (FaultCode.FILE_UNREADABLE, {"kind": "package", "path": "甲.zip"}, "提交包“甲.zip”不完整"),
        (FaultCode.FILE_TOO_LARGE, {"cell": "XFD1048576"}, "XFD1048576"),
        (FaultCode.BOOK_IN_USE, {}, "另一个窗口或另一台电脑"),
        (FaultCode.BOOK_IN_USE, {"holder": "李四", "machine": "二楼", "since": "坏"}, "李四（电脑 二楼）使用"),
        (FaultCode.BOOK_IN_USE, {"holder": "李四", "by_name": "yes"}, "登记为正在被李四使用"),
        (FaultCode.UNIT_UNKNOWN, {"unit": "某局", "known": ""}, "已有单位：（无）"),
    ],
)
def test_a_fault_says_what_is_known_of_it(code: FaultCode, facts: dict[str, str], piece: str) -> None:
    assert piece in fault_text(EnvironmentFault(code, **{"path": "甲.xlsx"} | facts))


def test_a_place_is_named_as_the_form_names_it() -> None:
    table = table_of_case(
        {
            "rows": ["履职效能 | points=5", "  任务2 | points=5", "    职称 | points=5 | score=5"],
            "funds": ["财政拨款 | group=按资金来源 | budget=1"],
            "facts": ["年末结转结余 | 0"],
            "narratives": {"not_done_reason": "无"},
        }
    )
    scored = score_table(table, shipped("ministry_2020"))
    assert [
        place_text(Place(kind, id_, field), scored)
        for kind, id_, field in (
            (RecordKind.NODE, "r2", "points_text"),
            (RecordKind.NODE, "r3", "given_score_text"),
            (RecordKind.NODE, "gone", ""),
            (RecordKind.FUND, "f1", "executed_text"),
            (RecordKind.FUND, "", ""),
            (RecordKind.BASE_FACT, "b1", "value_text"),
            (RecordKind.BASE_FACT, "", ""),
            (RecordKind.NARRATIVE, "not_done_reason", "text"),
            (RecordKind.NARRATIVE, "gone", "text"),
            (RecordKind.HEADING, "heading", "published_score_text"),
            (RecordKind.HEADING, "", ""),
        )
    ] == [
        "履职效能 / 任务2 分值",
        "任务2 / 职称 得分",
        "",
        "资金 / 财政拨款 全年执行数",
        "资金",
        "基础数据 / 年末结转结余",
        "基础数据",
        "not_done_reason",
        "文字材料",
        "总分",
        "",
    ]


@pytest.mark.parametrize(
    ("code", "place", "facts", "said"),
    [
        (
            "V01",
            Place(RecordKind.NODE, "r1", "points_text"),
            {"basis": "children", "stated": "6", "computed": "5", "difference": "1"},
            "任务2 分值：下级分值合计 5，与本级分值 6 相差 1。请核对各行分值或补上漏掉的行。",
        ),
        ("V28", Place(), {"wanted": "时效"}, "没有“时效”方面的指标。表样要求的，请补上。"),
        (
            "V07",
            Place(RecordKind.NODE, "r1", "given_score_text"),
            {"rate": "90", "score": "1"},
            "任务2 得分：未达到目标（完成率 90%），却得满分 1。请核对数据或得分。",
        ),
        (
            "V30",
            Place(RecordKind.HEADING, "heading", "published_score_text"),
            {"total": "100", "missed": "2", "unspent": "1"},
            "总分：总分 100 为满分，但有 2 项指标未达到目标、预算没有全部执行。请核对。",
        ),
    ],
)
def test_a_finding_is_said_with_place_and_figures(code: str, place: Place, facts: dict[str, str], said: str) -> None:
    scored = score_table(table_of_case({"rows": ["任务2 | points=6"]}), shipped("ministry_2020"))
    finding = Finding(code, Severity.WARNING, place, facts)
    assert finding_text(finding, scored) == said
    assert said.endswith(message_text(finding))
