from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.findings.page import FindingsPage
from desktop.workspace.session import Workspace
from desktop.workspace.wider import AT_ONCE
from scoring import edit
from scoring.edit import Op
from scoring.finding import Place, Severity
from scoring.table import Field, RecordKind
from tests.small_tables import small_table


def test_findings_stand_gravest_first_with_place_and_sentence(workspace: Workspace, qtbot: QtBot) -> None:
    page = FindingsPage(workspace)
    qtbot.addWidget(page)
    weights = [each.severity for each in page.model.findings]
    assert weights == sorted(weights, key=list(Severity).index)
    texts = [[page.model.index(row, column).data() for column in range(3)] for row in range(page.model.rowCount())]
    assert [
        "× 错误",
        "履职效能 / 任务1-深入实施“1+4”产业人才政策 分值",
        "下级分值合计 2，与本级分值 11.5 相差 9.5。请核对各行分值或补上漏掉的行。",
    ] in texts


def test_the_list_follows_every_edit(workspace: Workspace, qtbot: QtBot) -> None:
    page = FindingsPage(workspace)
    qtbot.addWidget(page)
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    before = [each for each in page.model.findings if each.place.id == "7"]
    workspace.edit(Op.SET_FIELD, edit.set_field, "7", Field.ACTUAL, "150人")
    after = [each for each in page.model.findings if each.place.id == "7"]
    assert tester.model() is page.model
    assert {each.code for each in after} < {each.code for each in before}


def test_choosing_a_finding_names_its_place(workspace: Workspace, qtbot: QtBot) -> None:
    page = FindingsPage(workspace)
    qtbot.addWidget(page)
    page.resize(800, 400)
    page.show()
    row = next(at for at, each in enumerate(page.model.findings) if each.place.id == "7")
    with qtbot.waitSignal(page.place_chosen) as told:
        place = page.view.visualRect(page.model.index(row, 2)).center()
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args[0].id == "7"


def test_findings_are_chosen_by_weight_and_words_and_written(workspace: Workspace, qtbot: QtBot, tmp_path: Path) -> None:
    page = FindingsPage(workspace)
    qtbot.addWidget(page)
    every = page.model.rowCount()
    page.weight.setCurrentIndex(1)
    errors = page.model.rowCount()
    assert 0 < errors < every
    assert {each.severity for each in page.model.findings} == {Severity.ERROR}
    assert page.count.text() == f"{errors} 条，共 {every} 条"
    page.words.setText("１１.５")
    assert [each.text[:9] for each in page.model.findings] == ["下级分值合计 2，"]
    page.export(tmp_path / "检查.csv")
    written = (tmp_path / "检查.csv").read_text(encoding="utf-8-sig").splitlines()
    assert written[0] == "轻重,位置,问题"
    assert len(written) == 2
    page.words.setText("没有这样的")
    assert (page.nothing.text(), page.export_button.isEnabled()) == ("没有这样的问题。", False)


def test_what_only_years_show_stands_among_the_findings(workspace: Workspace, qtbot: QtBot) -> None:
    page = FindingsPage(workspace)
    qtbot.addWidget(page)
    page.show()
    assert not [each for each in page.model.findings if "变化过大" in each.text]
    assert workspace.table is not None
    assert workspace.start_year(workspace.table.key, 2022)
    workspace.edit(Op.SET_FIELD, edit.set_field, "10", Field.ACTUAL, "28.5万人次")
    (jump,) = [each for each in page.model.findings if "变化过大" in each.text]
    assert (jump.place.id, jump.severity) == ("10", Severity.WARNING)
    assert "2021年的“2.85万人次”变为2022年的“28.5万人次”" in jump.text


def test_what_the_units_below_make_otherwise_stands_among_the_findings(workspace: Workspace, qtbot: QtBot) -> None:
    store, table = workspace.store, workspace.table
    assert store is not None
    assert table is not None
    store.add_unit("就业中心", table.key.unit)
    below = small_table(replace(table.key, unit="就业中心"))
    nodes = tuple(replace(each, actual_text="1人") if each.id == "7" else each for each in below.nodes)
    store.add(replace(below, nodes=nodes), operation="import")
    page = FindingsPage(workspace)
    qtbot.addWidget(page)
    page.show()
    assert not [each for each in page.model.findings if each.code == "U10"]  # nobody has rolled anything up yet
    workspace.edit(Op.ROLL_UP, edit.set_field, "8", Field.REMARK, "汇总")
    (told,) = [each for each in page.model.findings if each.code == "U10" and each.place.id == "7"]
    assert "各单位汇总为 1人" in told.text
    assert told.where.endswith("产业高端人才 实际完成值")


def test_many_units_are_added_up_beside_the_window(workspace: Workspace, qtbot: QtBot) -> None:
    store, table = workspace.store, workspace.table
    assert store is not None
    assert table is not None
    for number in range(AT_ONCE + 1):
        below = small_table(replace(table.key, unit=f"第{number}站"))
        nodes = tuple(replace(each, actual_text="1人") if each.id == "7" else each for each in below.nodes)
        store.put_all([(None, replace(below, nodes=nodes))], operation="import", parent=table.key.unit)
    page = FindingsPage(workspace)
    qtbot.addWidget(page)
    page.show()
    workspace.edit(Op.ROLL_UP, edit.set_field, "8", Field.REMARK, "汇总")

    def told() -> list[str]:
        place = Place(RecordKind.NODE, "7", Field.ACTUAL.value)
        return [each.text for each in page.model.findings if (each.code, each.place) == ("U10", place)]

    assert f"正在核对 {AT_ONCE + 1} 个下属单位" in page.count.text()
    workspace.edit(Op.SET_FIELD, edit.set_field, "7", Field.ACTUAL, "150人")  # the answer must be about the table as it is now
    qtbot.waitUntil(lambda: len(told()) == 1, timeout=20000)
    assert f"各单位汇总为 {AT_ONCE + 1}人" in told()[0]
    assert "150人" in told()[0]
    qtbot.waitUntil(lambda: "正在核对" not in page.count.text(), timeout=20000)
    assert "条来自往年或下属单位的表" in page.count.text()
    workspace.edit(Op.SET_FIELD, edit.set_field, "7", Field.ACTUAL, f"{AT_ONCE + 1}人")
    qtbot.waitUntil(lambda: "正在核对" not in page.count.text(), timeout=20000)
    assert told() == []
