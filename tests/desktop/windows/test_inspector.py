"""Beside the cell: everything about it, and one click to correct what was read wrongly."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.grid.cells import Cell
from desktop.windows.inspector import Inspector
from desktop.workspace.session import Workspace
from scoring import edit
from scoring.edit import Op
from scoring.finding import Place
from scoring.table import Attachment, Field, RecordKind, node_of


@pytest.fixture
def inspector(workspace: Workspace, qtbot: QtBot) -> Inspector:
    """The pane alone, as wide as in a small window."""
    shown = Inspector(workspace)
    qtbot.addWidget(shown)
    shown.resize(240, 640)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def choose(inspector: Inspector, qtbot: QtBot, node_id: str, field: Field | None) -> str:
    inspector.words.clear()
    inspector.show_cell(Cell("…", node_id=node_id, field=field), "栏")
    qtbot.waitUntil(lambda: inspector.words.toPlainText() != "")
    return inspector.words.toPlainText()


def fact(workspace: Workspace, node_id: str, field: Field) -> str:
    assert workspace.table is not None
    return str(getattr(node_of(workspace.table, node_id), field.value))


def test_everything_about_the_row_stands_beside_its_cell(inspector: Inspector, workspace: Workspace, qtbot: QtBot) -> None:
    for field, text in (
        (Field.EXPLANATION, "按补贴发放人数统计"),
        (Field.VERIFIED_SCORE, "0.8"),
        (Field.OFFICE, "就业科"),
        (Field.ACTUAL, "140人"),
    ):
        workspace.edit(Op.SET_FIELD, edit.set_field, "7", field, text)
    scan = Attachment("", "7", "批复.pdf", "0" * 64, 10)
    workspace.edit(Op.ATTACH, edit.add_record, RecordKind.ATTACHMENT, scan)
    words = choose(inspector, qtbot, "7", Field.TARGET)
    for each in (
        "读作：不少于 150 人", "完成率 93.33%", "规则得分 0.93", "计算过程", "核查分数 0.8", "原给分 1", "指标解释",
        "按补贴发放人数统计", "佐证", "因企业人员变动", "批复.pdf", "修改记录",
    ):  # fmt: skip
        assert each in words, each
    assert [each.text() for each in inspector.facts.values()] == ["就业科", "0.8"]
    assert "规则得分 0.93" in choose(inspector, qtbot, "7", None)  # a cell that is worked out tells of its row
    told = choose(inspector, qtbot, "8", Field.ACTUAL)
    assert "检查" in told
    assert "怎样改" in told


def test_last_years_target_and_actual_are_told(inspector: Inspector, workspace: Workspace, qtbot: QtBot) -> None:
    assert workspace.table is not None
    assert workspace.start_year(workspace.table.key, 2022)
    words = choose(inspector, qtbot, "10", Field.ACTUAL)
    assert "上年\n指标值 ＞2.5万人次\n实际 2.85万人次\n得分 0.5" in words


def test_a_reading_is_corrected_with_one_click(inspector: Inspector, workspace: Workspace, qtbot: QtBot) -> None:
    words = choose(inspector, qtbot, "7", Field.TARGET)
    assert "不对？改正… · 不超过 150 · 等于 150" in words
    inspector.words.anchorClicked.emit(QUrl("read:%E2%89%A4150%E4%BA%BA"))
    assert fact(workspace, "7", Field.TARGET_READ_AS) == "≤150人"
    assert fact(workspace, "7", Field.TARGET) == "产业高端人才奖励150人"
    assert "读作：不超过 150 人" in choose(inspector, qtbot, "7", Field.TARGET)
    inspector.words.anchorClicked.emit(QUrl("correct:"))
    assert inspector.reading.hasFocus()


def test_every_link_of_a_reading_sets_what_it_says(inspector: Inspector, workspace: Workspace, qtbot: QtBot) -> None:
    assert workspace.scored is not None
    for node_id in ("7", "8", "10", "11"):
        choose(inspector, qtbot, node_id, Field.TARGET)
        html = inspector.words.toHtml()
        for link in {part.split('"')[0] for part in html.split('href="')[1:] if part.startswith("read:")}:
            inspector.words.anchorClicked.emit(QUrl(link))
            target = workspace.scored.rows[node_id].target
            assert target is not None
            assert fact(workspace, node_id, Field.TARGET_READ_AS).endswith(("人", "人次"))
            workspace.undo()


def test_evidence_opens_its_page_and_office_and_verified_score_are_typed(
    inspector: Inspector, workspace: Workspace, qtbot: QtBot
) -> None:
    choose(inspector, qtbot, "7", Field.ACTUAL)
    with qtbot.waitSignal(inspector.place_asked) as asked:
        inspector.words.anchorClicked.emit(QUrl("file:15"))
    assert asked.args == [Place(RecordKind.ATTACHMENT, "15", "file_name")]
    office, verified = inspector.facts.values()
    QTest.keyClicks(verified, "0.9")
    verified.editingFinished.emit()
    office.setText("就业科")
    office.editingFinished.emit()
    assert (fact(workspace, "7", Field.OFFICE), fact(workspace, "7", Field.VERIFIED_SCORE)) == ("就业科", "0.9")


def test_another_actual_is_tried_and_nothing_changes(inspector: Inspector, workspace: Workspace, qtbot: QtBot) -> None:
    before = workspace.table
    choose(inspector, qtbot, "10", Field.ACTUAL)
    panel = inspector.what_if
    panel.actual.setFocus()
    assert panel.actual.placeholderText() == "如 25000人次（满分）"
    QTest.keyClicks(panel.actual, "2")
    qtbot.waitUntil(panel.told.isVisible)
    panel.actual.setText("2万人次")
    panel.work_out()
    assert panel.told.text() == "得分 0.4（现 0.5）　完成率 80.00%\n小计 0.9（现 1）\n总分 7.38（现 7.48）　差"
    panel.actual.setText("没有数")
    panel.work_out()
    assert panel.told.text().startswith("得分 待评（现 0.5）")
    assert workspace.table is before
    assert workspace.undo_text == ""
    choose(inspector, qtbot, "11", Field.ACTUAL)
    assert (panel.actual.text(), panel.told.isVisible()) == ("", False)
    choose(inspector, qtbot, "9", Field.NAME)
    assert not panel.isVisible()
