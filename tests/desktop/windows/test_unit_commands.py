"""Units in the tree and the roll-up, as a clerk meets them."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QProgressDialog
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.findings.page import FindingsPage
from desktop.kit.settings import Settings
from desktop.windows import dialogs, rollup_window
from desktop.windows.main_window import MainWindow
from desktop.windows.rollup_window import RollupWindow
from desktop.windows.sources_window import SourcesWindow
from desktop.workspace.session import Workspace
from desktop.workspace.units import Collected, collect
from scoring.edit import Op, set_field
from scoring.table import Field, TableKey
from tests.small_tables import KEY, UNIT, small_table

OTHER = "就业中心"


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> Iterator[MainWindow]:
    shown = MainWindow(workspace, Settings())
    qtbot.addWidget(shown)
    shown.resize(1366, 728)
    shown.furnish()
    shown.show()
    yield shown
    QApplication.processEvents()


def pictured(window: MainWindow) -> list[tuple[int, str]]:
    """The tree as depth and words."""

    def below(parent: QModelIndex, depth: int) -> Iterator[tuple[int, str]]:
        for row in range(window.tree.items.rowCount(parent)):
            index = window.tree.items.index(row, 0, parent)
            yield depth, str(index.data())
            yield from below(index, depth + 1)

    return list(below(QModelIndex(), 0))


def index_of(window: MainWindow, unit: str) -> QModelIndex:
    [item] = window.tree.items.findItems(unit, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    return item.index()


def sources_of(window: MainWindow, qtbot: QtBot) -> SourcesWindow:
    window.actions_by_name["show_sources"].trigger()
    qtbot.waitUntil(lambda: window.findChild(SourcesWindow) is not None, timeout=20000)
    return window.findChild(SourcesWindow)


def test_units_are_added_below_the_chosen_one_renamed_and_moved(
    window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.tree.setCurrentIndex(index_of(window, UNIT))
    monkeypatch.setattr(dialogs, "ask_words", lambda *_: OTHER)
    window.actions_by_name["add_unit"].trigger()
    assert [depth for depth, words in pictured(window) if words == OTHER] == [1]
    window.units.add(OTHER, "")
    assert "已有单位" in window.bar.words.text()
    window.units.rename(UNIT, "人社局")
    assert workspace.table is not None
    assert workspace.table.key == TableKey("人社局", 2021)
    window.units.put_below("人社局", OTHER)
    assert "不能反过来" in window.bar.words.text()
    window.units.put_below(OTHER, "")
    assert [depth for depth, words in pictured(window) if words == OTHER] == [0]


def test_a_unit_dragged_onto_another_or_its_tables_goes_below_it(window: MainWindow, workspace: Workspace) -> None:
    window.units.add(OTHER, "")
    table_row = window.tree.items.index(0, 0, index_of(window, UNIT))
    window.tree.drop_unit(OTHER, table_row)
    assert workspace.store is not None
    assert {each.name: each.parent for each in workspace.store.units()}[OTHER] == UNIT
    window.tree.drop_unit(OTHER, QModelIndex())
    assert {each.name: each.parent for each in workspace.store.units()}[OTHER] == ""
    window.tree.drop_unit(OTHER, index_of(window, OTHER))
    assert {each.name: each.parent for each in workspace.store.units()}[OTHER] == ""


def test_files_are_collected_and_the_parents_table_is_shown_with_what_is_left(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    window.units.add("区政府", "")
    window.units.put_below(UNIT, "区政府")
    window.units.add("缺表单位", "区政府")
    other = tmp_path / "就业中心.ziping"
    with Store.create(other) as store:
        store.add(small_table(TableKey(OTHER, 2021)), operation="import")
    window.actions_by_name["roll_up"].trigger()
    shown = window.findChild(RollupWindow)
    assert (shown.unit.currentText(), shown.year.value()) == ("区政府", 2021)
    assert sorted(tuple(each) for each in shown.below.texts.rows) == sorted([("缺表单位", "缺"), (UNIT, "有")])
    shown.add_files([other])
    shown.start.click()
    qtbot.waitUntil(lambda: shown.found is not None, timeout=20000)
    assert workspace.table is not None
    assert workspace.table.key == TableKey("区政府", 2021)
    row = next(each for each in workspace.table.nodes if each.name == "职业技能培训人次")
    assert (row.target_text, row.actual_text) == (">5万人次", "5.7万人次")
    assert "还缺：缺表单位" in shown.outcome.text()
    assert any("缺表单位" in each[0] for each in shown.findings.texts.rows)
    shown.close()
    page = window.commands.page
    assert page is not None
    assert page.go_to(row.id, "actual_text")
    sources = sources_of(window, qtbot)
    lines = [tuple(each[:5]) for each in sources.table.texts.rows[:2]]
    assert lines == [
        ("职业技能培训人次", OTHER, "任务3-强化职业技能培训 / 职业技能培训人次", "＞2.5万人次", "2.85万人次"),
        ("职业技能培训人次", UNIT, "任务3-强化职业技能培训 / 职业技能培训人次", "＞2.5万人次", "2.85万人次"),
    ]
    assert any("缺表单位" in each[0] for each in sources.findings.texts.rows)
    assert "重新汇总" not in sources.findChild(QLabel).text()
    sources.go(1)
    assert workspace.table.key == KEY
    assert page.chosen_cell().node_id == "10"


def test_a_unit_that_changed_since_is_told_beside_the_sources(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    window.units.add("区政府", "")
    window.units.put_below(UNIT, "区政府")
    window.actions_by_name["roll_up"].trigger()
    shown = window.findChild(RollupWindow)
    shown.start.click()
    qtbot.waitUntil(lambda: shown.found is not None, timeout=20000)
    workspace.show(KEY)
    assert workspace.edit(Op.SET_FIELD, set_field, "10", Field.ACTUAL, "3万人次")
    workspace.show(TableKey("区政府", 2021))
    sources = sources_of(window, qtbot)
    assert "1 行与下属单位现在的数不同（职业技能培训人次），请重新汇总" in sources.findChild(QLabel).text()


def test_a_refused_file_is_told_in_the_window_and_changes_nothing(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    window.actions_by_name["roll_up"].trigger()
    shown = window.findChild(RollupWindow)
    shown.unit.setCurrentText("区政府")
    shown.add_files([broken])
    shown.start.click()
    qtbot.waitUntil(lambda: "坏.xlsx" in shown.outcome.text(), timeout=20000)
    assert workspace.store is not None
    assert [each.name for each in workspace.store.units()] == [UNIT]
    assert shown.start.isEnabled()


def test_a_table_without_units_below_it_has_no_sources(window: MainWindow) -> None:
    window.actions_by_name["show_sources"].trigger()
    assert "没有下属单位" in window.bar.words.text()


@pytest.mark.qt_log_ignore("This plugin does not support")  # popups of the platform without a screen
def test_the_tree_has_a_menu_for_its_lines(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.tree.asked):
        window.tree.customContextMenuRequested.emit(window.tree.visualRect(index_of(window, UNIT)).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [each.text() for each in menu.actions()][:3] == ["新增单位(&A)…", "单位改名(&M)…", "调整隶属(&P)…"]
    assert window.tree.chosen_unit() == UNIT
    menu.close()


def test_a_roll_up_is_stopped_without_a_trace_and_typed_figures_are_asked_about(
    window: MainWindow, workspace: Workspace, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()

    def slow(*arguments: Any, **options: Any) -> Sequence[Collected]:
        stopped.wait(20)
        return collect(*arguments, **options)

    monkeypatch.setattr(rollup_window, "collect", slow)
    window.units.add("区政府", "")
    other = tmp_path / "就业中心.ziping"
    with Store.create(other) as store:
        store.add(small_table(TableKey(OTHER, 2021)), operation="import")
    assert workspace.store is not None
    before = workspace.store.history()
    window.actions_by_name["roll_up"].trigger()
    shown = window.findChild(RollupWindow)
    shown.unit.setCurrentText("区政府")
    shown.add_files([other])
    shown.start.click()
    shown.findChild(QProgressDialog).canceled.emit()
    stopped.set()
    qtbot.waitUntil(lambda: "已停止" in shown.outcome.text(), timeout=20000)
    assert workspace.store.history() == before
    shown.start.click()
    qtbot.waitUntil(lambda: shown.found is not None, timeout=20000)
    assert workspace.table is not None
    row = next(each for each in workspace.table.nodes if each.name == "职业技能培训人次")
    workspace.edit(Op.SET_FIELD, set_field, row.id, Field.ACTUAL, "9万人次")
    shown.found = None
    shown.start.click()
    qtbot.waitUntil(lambda: shown.found is not None, timeout=20000)
    assert "本单位自己填的 1 处与汇总数不同" in shown.outcome.text()
    assert any("9万人次" in each[0] for each in shown.findings.texts.rows)
    window.actions_by_name["show_findings"].trigger()
    page = window.pages.stack.currentWidget()
    assert isinstance(page, FindingsPage)
    assert [each.place.id for each in page.model.findings if each.code == "U10"] == [row.id]
    shown.found = None
    shown.over.click()
    qtbot.waitUntil(lambda: shown.found is not None, timeout=20000)
    assert workspace.table is not None
    assert next(each for each in workspace.table.nodes if each.id == row.id).actual_text == "2.85万人次"
    assert not shown.over.isVisible()
    shown.close()
