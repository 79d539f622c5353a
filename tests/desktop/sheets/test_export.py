"""One door for files out: endings, kinds, words of the audit, faults that leave nothing behind."""

from pathlib import Path

import openpyxl
import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.state import STATE_SHEET
from desktop.kit.wording import fault_text
from desktop.sheets.export import emptied, write_file
from scoring.checks import check_table
from tests.desktop.filled_forms import NAMES, filled


def fault_of(path: Path, **options: str) -> EnvironmentFault:
    scored, _ = filled("tianhe_2022")
    with pytest.raises(EnvironmentFault) as caught:
        write_file(path, scored, **options)  # type: ignore[arg-type]
    return caught.value


def test_an_unknown_ending_is_refused_with_the_endings_that_are_written(tmp_path: Path) -> None:
    for name in ("表.odt", "表", "表.xls"):
        fault = fault_of(tmp_path / name)
        assert fault.code is FaultCode.FORMAT_UNKNOWN
        assert name in fault_text(fault)
        assert ".xlsx、.pdf、.docx、.csv" in fault_text(fault)
    assert list(tmp_path.iterdir()) == []


def test_a_kind_that_the_ending_does_not_carry_is_refused_with_those_that_do(tmp_path: Path) -> None:
    fault = fault_of(tmp_path / "表.csv", kind="report")
    assert fault.code is FaultCode.FORMAT_UNKNOWN
    assert fault_text(fault).startswith("自评报告不能写成“表.csv”：它可用的结尾有 .pdf、.docx")
    assert list(tmp_path.iterdir()) == []


def test_the_ending_may_be_written_in_capitals(tmp_path: Path) -> None:
    scored, _ = filled("tianhe_2022")
    written = write_file(tmp_path / "表.XLSX", scored)
    with written.open("rb") as file:
        assert STATE_SHEET in openpyxl.load_workbook(file).sheetnames


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".csv"])
@pytest.mark.parametrize("name", NAMES)
def test_every_published_table_is_written(tmp_path: Path, name: str, ending: str) -> None:
    scored, form = filled(name)
    written = write_file(tmp_path / f"表{ending}", scored, form=form)
    assert written.stat().st_size > 500
    assert [each.name for each in tmp_path.iterdir()] == [f"表{ending}"]


def test_an_audit_tells_the_steps_and_the_findings_in_words(tmp_path: Path) -> None:
    scored, _ = filled("panyu_2021")
    findings = check_table(scored)
    book = openpyxl.load_workbook(write_file(tmp_path / "审核.xlsx", scored, findings, kind="audit"))
    steps = [row[-1] for row in book["评分过程"].iter_rows(min_row=2, values_only=True) if row[-1]]
    assert any("÷" in str(each) for each in steps)
    told = [row[0] for row in book["检查结果"].iter_rows(min_row=2, values_only=True)]
    assert len(told) == len(findings)
    order = ["错误", "提醒", "提示"]
    assert told == sorted(told, key=lambda each: order.index(str(each)))


def test_a_blank_form_has_targets_and_neither_results_nor_a_state_to_bring_back(tmp_path: Path) -> None:
    scored, _ = filled("ministry_2022")
    book = openpyxl.load_workbook(write_file(tmp_path / "空白.xlsx", scored, kind="blank"))
    assert STATE_SHEET not in book.sheetnames
    blank = emptied(scored)
    assert [row.node.target_text for row in blank.rows.values()] == [row.node.target_text for row in scored.rows.values()]
    assert {row.node.actual_text for row in blank.rows.values()} == {""}
    assert {each.executed for each in blank.funds} == {None}
    assert blank.published_score is None


def test_a_missing_folder_is_told_and_an_old_file_stays(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "没有" / "表.xlsx").code is FaultCode.FOLDER_MISSING
    (tmp_path / "表.csv").mkdir()
    assert fault_of(tmp_path / "表.csv").code is FaultCode.FILE_IN_USE
