from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.findings.page import FindingsPage
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.finding import Severity
from scoring.table import Field


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
